"""Requests of operators to the running service, with the token that lies in its data directory."""

import asyncio

import aiohttp
import msgspec
import typer

from config.settings import Settings
from transcripts.shown_text import shown
from voice.kept_token import kept_token
from voice.web.operators import OPERATORS_TOKEN

TIMEOUT_S = 10.0


class NotAnswered(Exception):
    """The service did not do it; the message says why."""


def asked(context: typer.Context, method: str, path: str, body: bytes | None = None) -> bytes:
    """What the service answers at `/api/PATH`; where it does not, says why and exits."""
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
            session.request(method, f"{url}/api/{path}", data=body) as response,
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
