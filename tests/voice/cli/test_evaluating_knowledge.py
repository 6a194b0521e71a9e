import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from voice.cli.evaluating_knowledge import register

ARTICLES = {
    "inn": {"1": {"name": "The Old Mill", "docs": {"0": {"title": "Is there parking?", "body": "Yes."}}}}
}
DIALOGUE = {
    "turns": [{"speaker": "U", "text": "is there parking at the old mill", "nbest": []}],
    "label": {"target": True, "knowledge": [{"domain": "inn", "entity_id": 1, "doc_id": 0}]},
}


def run(folder: Path, dialogues: str, *options: str) -> tuple[int, str, str]:
    group = typer.Typer()
    group.callback()(lambda: None)
    register(group)
    known, spoken = folder / "articles.json", folder / "dialogues.jsonl"
    known.write_text(json.dumps(ARTICLES))
    spoken.write_text(dialogues)
    done = CliRunner().invoke(
        group, ["knowledge", "--articles", str(known), "--dialogues", str(spoken), *options]
    )
    return done.exit_code, done.stdout, done.stderr


def test_the_report_is_printed_as_json(tmp_path: Path):
    code, printed, _ = run(tmp_path, json.dumps(DIALOGUE))
    report = json.loads(printed)
    assert code == 0
    assert report["detection"]["f1"] == report["with_detection"]["r_at_1"] == 1.0
    assert report["query_ms"]["p95"] > 0


def test_a_dialogue_that_cannot_be_read_is_named(tmp_path: Path):
    code, printed, complaint = run(tmp_path, json.dumps(DIALOGUE) + "\n{")
    assert (code, printed) == (2, "")
    assert "dialogues.jsonl:2:" in complaint


def test_a_sentence_model_that_is_not_there_is_named(tmp_path: Path):
    code, _, complaint = run(tmp_path, json.dumps(DIALOGUE), "--sentence-model", str(tmp_path / "none"))
    assert code == 2
    assert "sentence model" in complaint
