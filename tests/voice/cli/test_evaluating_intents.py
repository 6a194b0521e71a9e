import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from voice.cli import evaluating_intents

TRAIN = [
    {"text": text, "intent": intent}
    for intent, texts in {
        "bill": ("my bill is too high", "the invoice is wrong", "you charged me too much"),
        "cancel": ("cancel my contract", "I want to leave", "end my subscription"),
    }.items()
    for text in texts
]


@pytest.fixture
def app() -> typer.Typer:
    group = typer.Typer()
    group.callback()(lambda: None)
    evaluating_intents.register(group)
    return group


def written(path: Path, rows: list[object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


def test_the_report_is_json(app: typer.Typer, tmp_path: Path):
    train = written(tmp_path / "train.jsonl", [*TRAIN])
    test = written(tmp_path / "test.jsonl", [{"text": "cancel my contract now", "intent": "cancel"}])
    outside = written(tmp_path / "outside.jsonl", [{"text": "what do geese eat"}])
    result = CliRunner().invoke(app, ["intents", "--train", train, "--test", test, "--out-of-scope", outside])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["accuracy"] == 1
    assert (report["tested_in_scope"], report["tested_out_of_scope"]) == (1, 1)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "test.jsonl:2 is not"),
        ('{"intent": "bill"}', "test.jsonl:2 is not"),
        ('{"text": "hello"}', 'test.jsonl:2 has no "intent"'),
        ('{"text": 3, "intent": "bill"}', "test.jsonl:2 is not"),
        ("", "test.jsonl:2 is not"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(app: typer.Typer, tmp_path: Path, line: str, sentence: str):
    train = written(tmp_path / "train.jsonl", [*TRAIN])
    test = tmp_path / "test.jsonl"
    test.write_text('{"text": "hello", "intent": null}\n' + line + "\n", "utf-8")
    result = CliRunner().invoke(app, ["intents", "--train", train, "--test", str(test)])
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_missing_file_is_named(app: typer.Typer, tmp_path: Path):
    train = written(tmp_path / "train.jsonl", [*TRAIN])
    result = CliRunner().invoke(app, ["intents", "--train", train, "--test", str(tmp_path / "no.jsonl")])
    assert result.exit_code == 2
    assert "no.jsonl cannot be read" in result.stderr


def test_an_intent_among_the_sentences_out_of_scope_is_refused(app: typer.Typer, tmp_path: Path):
    train = written(tmp_path / "train.jsonl", [*TRAIN])
    outside = written(
        tmp_path / "outside.jsonl", [{"text": "x", "intent": None}, {"text": "y", "intent": "bill"}]
    )
    result = CliRunner().invoke(
        app, ["intents", "--train", train, "--test", train, "--out-of-scope", outside]
    )
    assert result.exit_code == 2
    assert "outside.jsonl:2 has the intent 'bill'" in result.stderr


def test_too_few_intents_and_a_missing_model_are_told(app: typer.Typer, tmp_path: Path):
    train = written(tmp_path / "train.jsonl", [*TRAIN])
    one = written(tmp_path / "one.jsonl", [{"text": "cancel", "intent": "cancel"}])
    result = CliRunner().invoke(app, ["intents", "--train", one, "--test", train])
    assert (result.exit_code, "two intents or more" in result.stderr) == (2, True)
    result = CliRunner().invoke(
        app, ["intents", "--train", train, "--test", train, "--sentence-model", str(tmp_path)]
    )
    assert (result.exit_code, "holds no sentence model" in result.stderr) == (2, True)
