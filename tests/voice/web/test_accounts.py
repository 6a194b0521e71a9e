"""Accounts by command and over HTTP, with the operators' token: added, changed, and signed out at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from click.testing import Result
from typer.testing import CliRunner

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.site import PASSWORD, Browser
from voice.cli import app
from voice.kept_token import kept_token
from voice.service import Service
from voice.web.operators import OPERATORS_TOKEN

OTHER = "four purple trains hum"

Command = Callable[..., Coroutine[Any, Any, Result]]


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    settings = Settings(port=0, data_directory=tmp_path, log_level="error")
    service = Service(settings, recogniser=ScriptedRecogniser(), synthesiser=ToneSynthesiser())
    await service.start()
    await service.ready()
    yield service
    await service.stop()


@pytest.fixture
def command(service: Service, monkeypatch: pytest.MonkeyPatch) -> Command:
    # The commands' own log goes to a screen that is gone when the service stops.
    monkeypatch.setenv("ATTENDANT_LOG_LEVEL", "error")
    monkeypatch.setenv("ATTENDANT_PORT", str(service.port))
    monkeypatch.setenv("ATTENDANT_DATA_DIRECTORY", str(service.settings.data_directory))

    async def command(*words: str, typed: str = "") -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, ["accounts", *words], input=typed)

    return command


async def test_an_account_is_added_listed_changed_and_disabled(service: Service, command: Command):
    assert "There are no accounts" in (await command("list")).output
    added = await command("add", "Ana", "--agent", "ana-flores", typed=f"{PASSWORD}\n")
    assert added.output == "ana may sign in as agent, and is the agent ana-flores.\n"
    assert "ana-flores" in (await command("list")).output
    async with Browser(service, "ana") as ana:
        desk = await ana.stream("me/stream")
        await desk.next()
        closed = asyncio.create_task(desk.closed())
        assert "signed out everywhere" in (await command("password", "ana", typed=OTHER)).output
        assert await closed == 4401
        assert (await ana.get("me"))[0] == 401
    assert (await command("password", "ana", typed=PASSWORD)).exit_code == 0
    async with Browser(service, "ana") as ana:
        desk = await ana.stream("me/stream")
        await desk.next()
        closed = asyncio.create_task(desk.closed())
        assert (await command("disable", "ana")).output == "ana is signed out, and may sign in no more.\n"
        assert await closed == 4401
        sent = {"name": "ana", "password": PASSWORD}
        async with ana.session.post("/api/v1/session", json=sent) as answer:
            assert answer.status == 401
    assert (await command("enable", "ana")).output == "ana may sign in again.\n"
    async with Browser(service, "ana"):
        pass


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (("add", "ana", "--agent", "nobody"), PASSWORD, "there is no agent 'nobody'; there are: ana-flores"),
        (("add", "ana"), "short", "a password has 12 to 256 characters"),
        (("add", "ana"), "", "an account takes a password"),
        (("add", "a b"), PASSWORD, "an account's name has"),
        (("disable", "nobody"), "", "there is no account 'nobody'"),
        (("password", "nobody"), PASSWORD, "there is no account 'nobody'"),
    ],
)
async def test_what_cannot_be_done_says_why(command: Command, words: tuple[str, ...], typed: str, says: str):
    refused = await command(*words, typed=typed)
    assert (refused.exit_code, says in refused.output) == (1, True), refused.output


async def test_only_the_operators_token_opens_it_and_no_hash_is_shown(service: Service):
    url = f"{service.base_url}/api/accounts"
    new = {"name": "ana", "role": "admin", "password": PASSWORD}
    async with aiohttp.ClientSession() as session:
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/ana")):
            assert (await session.request(method, url + path, json=new)).status == 401
    token = kept_token(service.settings.data_directory / OPERATORS_TOKEN)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        assert (await session.post(url, json=new)).status == 201
        assert (await session.post(url, json=new)).status == 400
        assert (await session.post(f"{url}/ana", json={"disabled": "yes"})).status == 400
        listed = await (await session.get(url)).json()
        assert listed == [{"name": "ana", "role": "admin", "agent": "", "disabled": False}]
