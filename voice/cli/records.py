"""`attendant calls`, `show` and `export`: the record, read beside a running service or without one."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar

import typer
from rich.console import Console

from config.settings import Settings
from transcripts.call_record import CallRecord
from transcripts.events import AnyEvent
from transcripts.exports import export_json
from transcripts.shown_text import shown
from transcripts.store.contract import StoreError
from transcripts.store.event_store import SqlEventStore
from voice.cli.call_pages import call_page, call_table

T = TypeVar("T")

PIPE_WIDTH = 1000
"""Columns where nobody looks: nothing is cut or wrapped for `grep` and `less -S`."""

CallName = Annotated[
    str, typer.Argument(metavar="CALL", help="The call's id, its beginning, or Twilio's CallSid.")
]


def register(app: typer.Typer) -> None:
    """Adds the three commands; `ctx.obj` must be the loaded `Settings`."""
    app.command()(calls)
    app.command()(show)
    app.command()(export)


def calls(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the latest first.")] = 20,
) -> None:
    """List the latest calls."""
    found = _read(ctx, lambda store: store.list_calls(limit))
    if not found:
        typer.echo("No call is on record yet.")
        return
    _console().print(call_table(found))


def show(ctx: typer.Context, call: CallName) -> None:
    """Show one call: its transcript, what was understood and done, its timing and its summary."""
    record, events = read_call(ctx, call)
    console = _console()
    for part in call_page(record, events):
        console.print(part)


def export(
    ctx: typer.Context,
    call: CallName,
    output_format: Annotated[
        Literal["json"], typer.Option("--format", help="The form of the file.")
    ] = "json",
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, the terminal.")] = None,
) -> None:
    """Write one call with everything that is known of it to a file."""
    del output_format  # One so far; the parser has refused any other.
    _, events = read_call(ctx, call)
    document = export_json(events)
    if output is None:
        sys.stdout.buffer.write(_escaped(document))
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(document)
    except OSError as error:
        _give_up(f"{output} cannot be written: {error.strerror}")


def read_call(ctx: typer.Context, call: str) -> tuple[CallRecord, list[AnyEvent]]:
    """One call with its events; where it cannot be read, says why and ends the command."""
    return _read(ctx, lambda store: _whole(store, call))


async def _whole(store: SqlEventStore, call: str) -> tuple[CallRecord, list[AnyEvent]]:
    record = await store.find_call(call)
    events = await store.events_of(record.call_id)
    if not events:
        raise StoreError(f"none of the events of call {record.call_id} can be read; the log says why")
    return record, events


def _read(ctx: typer.Context, query: Callable[[SqlEventStore], Awaitable[T]]) -> T:
    settings = ctx.find_object(Settings)
    assert settings is not None, "the application's callback loads the settings"

    async def answer() -> T:
        store = await SqlEventStore.read(settings.resolved_database_url)
        try:
            return await query(store)
        finally:
            await store.close()

    try:
        return asyncio.run(answer())
    except StoreError as error:
        _give_up(str(error))


def _give_up(why: str) -> NoReturn:
    typer.echo("\n".join(shown(line) for line in why.splitlines()), err=True)
    raise typer.Exit(1)


def _console() -> Console:
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, color_system=None, width=PIPE_WIDTH)


def _escaped(document: bytes) -> bytes:
    """The same JSON, with what could steer a terminal in \\u escapes; such characters are only in strings."""
    text = document.decode()
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode()


_STEERING = re.compile("[\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
