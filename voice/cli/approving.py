"""`attendant approvals`, `approve` and `refuse`: a person's yes or no to what a caller waits for."""

from typing import Annotated

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transcripts.shown_text import shown
from voice.cli.operators import asked
from voice.web.approvals import Answer, Waiting

Key = Annotated[str, typer.Argument(help="As `attendant approvals` lists it.")]
By = Annotated[str, typer.Option(help="Your name: it stands in the record of the call.")]


def register(app: typer.Typer) -> None:
    app.command()(approvals)
    app.command()(approve)
    app.command()(refuse)


def approvals(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List what callers wait for that a person must approve."""
    body = asked(context, "GET", "approvals")
    if as_json:
        typer.echo(body.decode())
        return
    waiting = msgspec.json.decode(body, type=list[Waiting])
    if not waiting:
        typer.echo("Nothing waits for an approval.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in ("key", "tool", "with", "call", "seconds left"):
        table.add_column(title, overflow="fold")
    for one in waiting:
        arguments = ", ".join(f"{name}: {value}" for name, value in one.arguments.items())
        cells = (one.key, one.tool, arguments, one.call_id, f"{one.seconds_left:.0f}")
        table.add_row(*(Text(shown(cell)) for cell in cells))
    Console(highlight=False, width=None if Console().is_terminal else 160).print(table)


def approve(context: typer.Context, key: Key, by: By) -> None:
    """Let the bot do it."""
    _decide(context, key, Answer(approved=True, by=by))


def refuse(context: typer.Context, key: Key, by: By) -> None:
    """Do not let the bot do it; a person takes the call over."""
    _decide(context, key, Answer(approved=False, by=by))


def _decide(context: typer.Context, key: str, answer: Answer) -> None:
    asked(context, "POST", f"approvals/{key}", msgspec.json.encode(answer))
    typer.echo("Approved." if answer.approved else "Refused.")
