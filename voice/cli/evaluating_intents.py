"""`attendant eval intents`: a centre measures how well its own sentences are told apart."""

import time
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from assist.encoders.encoder import Encoder
from assist.encoders.sentence_encoder import SentenceEncoder, SentenceEncoderUnavailable
from assist.evaluation.intents import LabelledText, evaluate


def register(group: typer.Typer) -> None:
    """Adds the command to the group `eval`."""
    group.command()(intents)


def intents(
    train: Annotated[
        list[Path], typer.Option(help='Sentences to learn: JSON Lines of {"text", "intent"}; null: none.')
    ],
    test: Annotated[list[Path], typer.Option(help="Sentences to ask about, in the same form.")],
    out_of_scope: Annotated[
        list[Path] | None,
        typer.Option(help="Sentences of no intent to ask about; their intent must be null or left out."),
    ] = None,
    sentence_model: Annotated[
        Path | None, typer.Option(help="A folder with a sentence model; without it, the built-in encoder.")
    ] = None,
) -> None:
    """Learn intents from one file, ask about another, and print what came of it as JSON."""
    learnt = [row for path in train for row in _rows(path, unlabelled=False)]
    asked = [row for path in test for row in _rows(path, unlabelled=False)]
    for path in out_of_scope or ():
        for number, row in enumerate(rows := _rows(path, unlabelled=True), start=1):
            if row.intent is not None:
                _give_up(f"{path}:{number} has the intent {row.intent!r}; it must be null in this file.")
        asked.extend(rows)
    if not asked:
        _give_up("There is no sentence to ask about.")
    try:
        encoder: Encoder | None = SentenceEncoder(sentence_model) if sentence_model else None
        report = evaluate(learnt, asked, time.perf_counter, encoder)
    except (ValueError, SentenceEncoderUnavailable) as error:
        _give_up(str(error))
    typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


class _Row(msgspec.Struct, frozen=True):
    text: str
    intent: str | msgspec.UnsetType | None = msgspec.UNSET


def _rows(path: Path, *, unlabelled: bool) -> list[LabelledText]:
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        _give_up(f"{path} cannot be read: {error.strerror}")
    rows: list[LabelledText] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = msgspec.json.decode(line, type=_Row)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            _give_up(f'{path}:{number} is not {{"text", "intent"}}: {error}')
        if row.intent is msgspec.UNSET and not unlabelled:
            _give_up(f'{path}:{number} has no "intent"; null means that it has none.')
        intent = row.intent if isinstance(row.intent, str) else None
        rows.append(LabelledText(row.text, intent))
    return rows


def _give_up(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
