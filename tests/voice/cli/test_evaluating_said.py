import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from voice.cli import evaluating_said

CARD = "A late fee of 8 dollars is added ten days after the due date."


@pytest.fixture
def app() -> typer.Typer:
    group = typer.Typer()
    group.callback()(lambda: None)
    evaluating_said.register(group)
    return group


def written(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


def test_the_report_has_precision_and_recall_of_each_outcome_and_the_mistakes(
    app: typer.Typer, tmp_path: Path
):
    cases = written(
        tmp_path / "cases.jsonl",
        {"card": CARD, "utterances": ["a late fee of eighteen dollars is added"], "outcome": "contradicted"},
        {"card": CARD, "utterances": ["let me see"], "outcome": "not-used"},
        {"card": CARD, "utterances": ["one moment"], "outcome": "own-words", "language": "en-GB"},
    )
    result = CliRunner().invoke(app, ["said", cases, "--today", "2026-11-21"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["cases"], report["right"]) == (3, 2)
    assert report["outcomes"]["contradicted"] == {"cases": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert report["outcomes"]["not-used"]["precision"] == 0.5
    assert report["outcomes"]["said"] == {"cases": 0, "precision": None, "recall": None, "f1": None}
    (mistake,) = report["mistakes"]
    assert (mistake["line"], mistake["outcome"], mistake["judged"]) == (3, "own-words", "not-used")


@pytest.mark.parametrize(
    ("row", "explanation"),
    [
        (
            {"card": CARD, "utterances": [], "outcome": "told"},
            'cases.jsonl:1 has the outcome "told"; write one of',
        ),
        ({"card": CARD}, "cases.jsonl:1 is not"),
        ({"card": CARD, "utterances": [], "outcome": "said", "who": "me"}, "cases.jsonl:1 is not"),
    ],
)
def test_a_line_that_is_wrong_is_named(app: typer.Typer, tmp_path: Path, row: object, explanation: str):
    result = CliRunner().invoke(app, ["said", written(tmp_path / "cases.jsonl", row)])
    assert result.exit_code == 2
    assert explanation in result.stderr


def test_a_file_that_is_not_there_or_empty_is_named(app: typer.Typer, tmp_path: Path):
    result = CliRunner().invoke(app, ["said", str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
    result = CliRunner().invoke(app, ["said", written(tmp_path / "empty.jsonl")])
    assert "has no cases" in result.stderr
