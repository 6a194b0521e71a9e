"""`attendant replay`: what today's rules would make of a call that is on record."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assist.encoders.choice import chosen_encoder
from assist.encoders.encoder import Encoder
from assist.encoders.sentence_encoder import SentenceEncoderUnavailable
from config.centre import Centre
from config.centre_files import CentreError, load_centre
from config.settings import Settings
from transcripts.shown_text import shown
from voice.bot.understanding import Understanding
from voice.cli.records import CallName, read_call
from voice.replay import Decision, Reading, decisions_again, readings_again

CHANGED = 3
"""The exit status where something would change."""


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(
    ctx: typer.Context,
    call: CallName,
    centre: Annotated[
        Path | None, typer.Option(help="The centre whose rules are tried; without it, the configured one.")
    ] = None,
    confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="The threshold to try, in place of the configured one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Run a call through today's rules, and show what would change. Exits with 3 where something would."""
    settings = ctx.find_object(Settings)
    assert settings is not None, "the application's callback loads the settings"
    rules = _centre(centre or settings.centre)
    record, events = read_call(ctx, call)
    encoder = _encoder(settings)
    of_language = {each.language: each for each in (rules, *rules.locales)}

    @cache
    def in_language(language: str) -> Understanding:
        return Understanding(of_language.get(language, rules), record.started.date(), encoder)

    decisions = decisions_again(events, rules, settings.bot.confidence if confidence is None else confidence)
    readings = readings_again(events, in_language(rules.language), in_language)
    changes = sum(one.changes for one in decisions) + sum(one.changes for one in readings)
    if as_json:
        found = {
            "call": record.call_id,
            "changes": changes,
            "decisions": [{**asdict(one), "changes": one.changes} for one in decisions],
            "intents": [{**asdict(one), "changes": one.changes} for one in readings],
        }
        typer.echo(json.dumps(found, indent=2))
    else:
        _print(decisions, readings, changes)
    if changes:
        raise typer.Exit(CHANGED)


def _print(decisions: list[Decision], readings: list[Reading], changes: int) -> None:
    console = Console(highlight=False, width=None if Console().is_terminal else 200)
    if not decisions and not readings:
        console.print("No decision of this call is on record, so there is nothing to make again.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("at", "what", "then", "now", "why now"):
        table.add_column(title, overflow="fold")
    for reading in readings:
        style = "bold" if reading.changes else "dim"
        then = f"{reading.then} {reading.confidence_then:.2f}"
        now = f"{reading.now} {reading.confidence_now:.2f}"
        table.add_row("", _text(f"“{reading.text}”"), _text(then), _text(now), "", style=style)
    for decision in decisions:
        style = "bold" if decision.changes else "dim"
        at = f"{decision.at_ms / 1000:.1f} s"
        why = _text(decision.rule_now)
        table.add_row(at, "who goes on", _text(decision.then), _text(decision.now), why, style=style)
    console.print(table)
    console.print("Nothing would change." if not changes else f"{changes} of these would change.")


def _text(value: str) -> Text:
    """What callers say is words, never markup."""
    return Text(shown(value))


def _encoder(settings: Settings) -> Encoder:
    try:
        return chosen_encoder(settings.understanding.sentence_model, settings.models_directory)
    except SentenceEncoderUnavailable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


def _centre(directory: Path) -> Centre:
    try:
        return load_centre(directory)
    except CentreError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
