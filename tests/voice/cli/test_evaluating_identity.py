import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from voice.cli.evaluating_identity import register

RECORDS = "id,name,dob\na,Max Savage,1929-04-26\nb,Joe Berry,1970-11-20\n"
TURN = {"dialogue_id": "1", "speaker_id": "s", "record_id": "a", "item": "name", "nbest": ["Max Savage"]}


def run(folder: Path, turns: str) -> tuple[int, str, str]:
    group = typer.Typer()
    group.callback()(lambda: None)
    register(group)
    said, known = folder / "turns.jsonl", folder / "records.csv"
    said.write_text(turns, encoding="utf-8")
    known.write_text(RECORDS, encoding="utf-8")
    done = CliRunner().invoke(group, ["identity", "--turns", str(said), "--records", str(known)])
    return done.exit_code, done.stdout, done.stderr


def test_the_report_is_printed_as_json(tmp_path: Path):
    code, printed, _ = run(tmp_path, json.dumps(TURN))
    report = json.loads(printed)
    assert code == 0
    assert report["identification"]["right_after_3_attempts"] == 1.0


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path):
    code, printed, complaint = run(tmp_path, json.dumps(TURN) + "\n{")
    assert code == 2
    assert printed == ""
    assert "turns.jsonl:2: no JSON" in complaint
