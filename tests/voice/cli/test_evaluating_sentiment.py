import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from voice.cli import evaluating_sentiment


@pytest.fixture
def app() -> typer.Typer:
    group = typer.Typer()
    group.callback()(lambda: None)
    evaluating_sentiment.register(group)
    return group


def test_the_report_is_json(app: typer.Typer, tmp_path: Path):
    file = tmp_path / "turns.jsonl"
    rows = [
        {"text": "this is awful", "label": "negative", "speaker": "caller", "dialogue": "7"},
        {"text": "I am sorry to hear that", "label": "neutral", "speaker": "agent"},
        {"text": "pésimo servicio", "label": "negative", "language": "es"},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    result = CliRunner().invoke(app, ["sentiment", str(file)])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["engine"], report["turns"], report["left_out"]) == ("lexicon 1", 2, 1)
    assert report["macro_f1"] == 1


@pytest.mark.parametrize("line", ["{", '{"text": "hello"}', '{"text": "hello", "label": "angry"}'])
def test_a_bad_line_is_named_by_file_and_number(app: typer.Typer, tmp_path: Path, line: str):
    file = tmp_path / "turns.jsonl"
    file.write_text('{"text": "hello", "label": "neutral"}\n' + line + "\n", "utf-8")
    result = CliRunner().invoke(app, ["sentiment", str(file)])
    assert result.exit_code == 2
    assert "turns.jsonl:2 is not" in result.stderr


def test_a_model_that_is_not_there_is_said(app: typer.Typer, tmp_path: Path):
    file = tmp_path / "turns.jsonl"
    file.write_text('{"text": "hello", "label": "neutral"}\n', "utf-8")
    missing = CliRunner().invoke(app, ["sentiment", str(file), "--model", str(tmp_path / "none")])
    assert missing.exit_code == 2
    assert "model.onnx" in missing.stderr
    wrong = CliRunner().invoke(app, ["sentiment", str(file), "--model", str(tmp_path), "--labels", "good"])
    assert wrong.exit_code == 2
    assert "write negative, neutral or positive" in wrong.stderr
