"""The people of the centre over HTTP and by command: listed, and set by whoever holds the operators' token."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from typer.testing import CliRunner

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from voice.cli import app
from voice.kept_token import kept_token
from voice.presence import Presence
from voice.service import Service
from voice.web.operators import OPERATORS_TOKEN


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    service = Service(
        Settings(port=0, data_directory=tmp_path, log_level="error"),
        recogniser=ScriptedRecogniser(),
        synthesiser=ToneSynthesiser(),
    )
    await service.start()
    await service.ready()
    yield service
    await service.stop()


def bearer(service: Service) -> dict[str, str]:
    return {"Authorization": f"Bearer {kept_token(service.settings.data_directory / OPERATORS_TOKEN)}"}


async def test_everybody_is_offline_until_they_say_otherwise(service: Service):
    async with aiohttp.ClientSession(headers=bearer(service)) as session:
        url = f"{service.base_url}/api/agents"
        listed = await (await session.get(url)).json()
        assert {one["presence"] for one in listed} == {"offline"}
        answer = await session.post(f"{url}/ben-carter", json={"presence": "available", "by": "Eva"})
        assert await answer.json() == {"presence": "available"}
        listed = await (await session.get(url)).json()
        assert [one["name"] for one in listed if one["presence"] == "available"] == ["ben-carter"]
    assert service.roster.presence("ben-carter") is Presence.AVAILABLE


@pytest.mark.parametrize("path", ["", "/ben-carter"])
async def test_without_the_token_nobody_is_listed_or_set(service: Service, path: str):
    async with aiohttp.ClientSession() as session:
        url = f"{service.base_url}/api/agents{path}"
        send = session.post(url, json={"presence": "available", "by": "Eva"}) if path else session.get(url)
        assert (await send).status == 401
    assert service.roster.presence("ben-carter") is Presence.OFFLINE


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("nobody", {"presence": "available", "by": "Eva"}, 404),
        ("ben-carter", {"presence": "asleep", "by": "Eva"}, 400),
        ("ben-carter", {"presence": "on-call", "by": "Eva"}, 400),
        ("ben-carter", {"presence": "available", "by": " "}, 400),
        ("ben-carter", {"presence": "available"}, 400),
    ],
)
async def test_what_cannot_be_set_says_why(service: Service, name: str, body: dict[str, str], status: int):
    async with aiohttp.ClientSession(headers=bearer(service)) as session:
        answer = await session.post(f"{service.base_url}/api/agents/{name}", json=body)
        assert answer.status == status
        assert (await answer.json())["error"]


async def test_the_commands_list_and_set_them(service: Service, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTENDANT_PORT", str(service.port))
    monkeypatch.setenv("ATTENDANT_DATA_DIRECTORY", str(service.settings.data_directory))

    async def command(*words: str):
        return await asyncio.to_thread(CliRunner().invoke, app, list(words))

    done = await command("presence", "ben-carter", "available", "--by", "Eva")
    assert (done.exit_code, done.output.strip()) == (0, "ben-carter is available.")
    listed = await command("agents")
    assert "ben-carter" in listed.output
    assert "available" in listed.output
    assert (await command("presence", "nobody", "available", "--by", "Eva")).exit_code == 1
