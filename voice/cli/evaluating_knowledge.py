"""`attendant eval knowledge`: how well spoken questions find the articles that answer them."""

import time
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from assist.encoders.encoder import Encoder
from assist.encoders.sentence_encoder import SentenceEncoder, SentenceEncoderUnavailable
from assist.evaluation.knowledge import KnowledgeDataWrong, evaluate_knowledge, read_articles, read_dialogues


def register(group: typer.Typer) -> None:
    """Adds the command to the group `eval`."""
    group.command()(knowledge)


def knowledge(
    articles: Annotated[Path, typer.Option(help="JSON: by domain and thing, `name` and `docs`.")],
    dialogues: Annotated[Path, typer.Option(help="JSON Lines: `turns`, and a `label` of the last one.")],
    sentence_model: Annotated[
        Path | None, typer.Option(help="A folder with a sentence model; without it, what is built in.")
    ] = None,
) -> None:
    """Find which turns ask for knowledge and which article answers them, and print the figures as JSON."""
    try:
        known = read_articles(articles)
        spoken = read_dialogues(dialogues, known)
        encoder: Encoder | None = SentenceEncoder(sentence_model) if sentence_model else None
    except (KnowledgeDataWrong, SentenceEncoderUnavailable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    report = evaluate_knowledge(known, spoken, time.perf_counter, encoder)
    typer.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())
