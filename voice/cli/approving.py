"""`attendant approvals`, `approve` and `refuse`: a person's yes or no to what a caller waits for."""

import asyncio
from typing import Annotated

import aiohttp
import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from config.settings import Settings
from transcripts.shown_text import shown
from voice.kept_token import kept_token
from voice.web.approvals import OPERATORS_TOKEN, Answer, Waiting

TIMEOUT_S = 10.0

Key = Annotated[str, typer.Argument(help="As `attendant approvals` lists it.")]
By = Annotated[str, typer.Option(help="Your name: it stands in the record of the call.")]


class NotAnswered(Exception):
    """The service did not do it; the message says why."""


def register(app: typer.Typer) -> None:
    app.command()(approvals)
    app.command()(approve)
    app.command()(refuse)


def approvals(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False
) -> None:
    """List what callers wait for that a person must approve."""
    body = _asked(context, "GET", "")
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
    _asked(context, "POST", f"/{key}", msgspec.json.encode(answer))
    typer.echo("Approved." if answer.approved else "Refused.")


def _asked(context: typer.Context, method: str, path: str, body: bytes | None = None) -> bytes:
    settings: Settings = context.obj
    try:
        return asyncio.run(_request(settings, method, path, body))
    except NotAnswered as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


async def _request(settings: Settings, method: str, path: str, body: bytes | None) -> bytes:
    token = kept_token(settings.data_directory / OPERATORS_TOKEN)
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - compared, not bound
    url = f"http://{host}:{settings.port}"
    headers = {"Authorization": f"Bearer {token}"}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=headers) as session,
            session.request(method, f"{url}/api/approvals{path}", data=body) as response,
        ):
            content = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise NotAnswered(
            f"no service answers at {url} ({error}); start one with `attendant serve`"
        ) from error
    if response.status >= 400:
        raise NotAnswered(_reason(content))
    return content


def _reason(content: bytes) -> str:
    try:
        return msgspec.json.decode(content, type=dict[str, str])["error"]
    except (msgspec.MsgspecError, KeyError):
        return shown(content.decode(errors="replace"))
