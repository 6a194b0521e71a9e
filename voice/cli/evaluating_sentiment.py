"""`attendant eval sentiment`: how well callers' moods are told, on a centre's own labelled turns."""

import time
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from assist.evaluation.sentiment import LabelledTurn, evaluate_sentiment
from assist.sentiment_classifier import ClassifierSentiment, ClassifierUnavailable
from assist.sentiment_lexicon import LexiconSentiment
from assist.sentiment_mood import Feeling


def register(group: typer.Typer) -> None:
    """Adds the command to the group `eval`."""
    group.command("sentiment")(sentiment)


def sentiment(
    file: Annotated[
        Path,
        typer.Argument(
            help='JSON Lines: {"text", "label": negative|neutral|positive}; perhaps "speaker", "dialogue".'
        ),
    ],
    language: Annotated[str, typer.Option(help="What is spoken in them (BCP 47).")] = "en",
    model: Annotated[
        Path | None, typer.Option(help="A folder with a classifier; without it, the built-in lexicon.")
    ] = None,
    labels: Annotated[
        str, typer.Option(help="What each class of the classifier means, in its order.")
    ] = "negative,neutral,positive",
) -> None:
    """Judge labelled turns of callers and print macro-F1, the confusion and every error as JSON."""
    turns = _turns(file, language)
    try:
        engine = ClassifierSentiment(model, _labels(labels)) if model else LexiconSentiment()
        report = evaluate_sentiment(turns, engine, time.perf_counter)
    except (ValueError, ClassifierUnavailable) as error:
        _give_up(str(error))
    typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


class _Row(msgspec.Struct, frozen=True):
    text: str
    label: Feeling
    speaker: str = ""
    dialogue: str = ""
    language: str = ""


def _turns(path: Path, language: str) -> list[LabelledTurn]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        _give_up(f"{path} cannot be read: {error.strerror}")
    turns: list[LabelledTurn] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = msgspec.json.decode(line, type=_Row)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _give_up(f'{path}:{number} is not {{"text", "label"}}: {error}')
        spoken = row.language or language
        turns.append(LabelledTurn(row.text, row.label, row.speaker, row.dialogue, spoken))
    return turns


def _labels(written: str) -> list[Feeling]:
    try:
        return [Feeling(label.strip()) for label in written.split(",")]
    except ValueError as error:
        raise ValueError(f"{error}; write negative, neutral or positive for each class.") from error


def _give_up(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
