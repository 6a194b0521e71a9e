"""The live calls over HTTP and by command: who may ask, what is shown, and what is said where nothing can be done.

What is done between people is rung in `tests/end_to_end/test_between_people.py`.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier, new_call_sid
from voice.cli import app
from voice.kept_token import kept_token
from voice.service import Service
from voice.web.live_calls import ACTIONS, masked
from voice.web.operators import OPERATORS_TOKEN


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """One that can connect callers: there is a carrier, though nobody answers there."""
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": tmp_path,
            "log_level": "error",
            "twilio": {"api_url": "http://127.0.0.1:9"},
        }
    )
    service = Service(settings, recogniser=ScriptedRecogniser(), synthesiser=ToneSynthesiser())
    await service.start()
    await service.ready()
    yield service
    await service.stop()


@pytest.fixture
async def carrier(service: Service) -> AsyncIterator[RawCarrier]:
    async with RawCarrier(service.base_url, service.account.auth_token) as carrier:
        yield carrier


class Panel:
    def __init__(self, service: Service, session: aiohttp.ClientSession) -> None:
        self._url, self._session = f"{service.base_url}/api", session

    async def get(self, path: str) -> tuple[int, Any]:
        async with self._session.get(f"{self._url}/{path}") as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any) -> tuple[int, str]:
        async with self._session.post(f"{self._url}/{path}", json=body) as response:
            return response.status, (await response.json()).get("error", "")


@pytest.fixture
async def panel(service: Service) -> AsyncIterator[Panel]:
    token = kept_token(service.settings.data_directory / OPERATORS_TOKEN)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        yield Panel(service, session)


async def test_without_the_token_nothing_is_shown_or_done(service: Service):
    asked = [
        ("GET", "calls"),
        ("GET", "calls/call-1"),
        ("POST", "calls/call-1/hold"),
        ("GET", "offers"),
        ("POST", "transfers/transfer-1/accept"),
    ]
    async with aiohttp.ClientSession() as session:
        for method, path in asked:
            answer = await session.request(method, f"{service.base_url}/api/{path}", json={"by": "Eva"})
            assert answer.status == 401, path


async def test_a_call_with_the_bot_is_shown_without_the_number(panel: Panel, carrier: RawCarrier):
    assert await panel.get("calls") == (200, [])
    await carrier.mouth(new_call_sid())
    _, (call,) = await panel.get("calls")
    assert (call["with_whom"], call["caller"], call["members"]) == ("bot", "•••• 2671", [])
    status, alone = await panel.get(f"calls/{call['id']}")
    assert (status, alone | {"since": call["since"]}) == (200, call)
    assert (await panel.get("offers")) == (200, [])


async def test_what_is_between_people_cannot_be_done_with_a_call_of_the_bots(
    panel: Panel, carrier: RawCarrier
):
    await carrier.mouth(new_call_sid())
    _, (call,) = await panel.get("calls")
    bodies: dict[str, dict[str, str]] = {
        "supervise": {"name": "dev-patel", "mode": "coach"},
        "pass-on": {"to": "queue", "queue": "billing"},
        **{name: {"name": "ben-carter"} for name in ("consult", "add", "stop-supervising")},
    }
    for action in ACTIONS:
        if action != "take-over":
            status, why = await panel.post(
                f"calls/{call['id']}/{action}", {"by": "Eva"} | bodies.get(action, {})
            )
            assert (status, why) == (409, "no agent talks to this caller now: the call is with: bot"), action


WRONG: list[tuple[str, Any, str]] = [
    ("hold", {}, "send {"),
    ("hold", {"by": " "}, "who asks"),
    ("hold", {"by": "Eva", "name": "ben-carter"}, "send {"),
    ("hold", [], "send {"),
    ("consult", {"by": "Eva"}, "send {"),
    (
        "consult",
        {"by": "Eva", "name": "+15005550001"},
        "there is no agent '+15005550001'; there are: ana-",
    ),
    ("supervise", {"by": "Eva", "name": "dev-patel", "mode": "shout"}, "send {"),
    ("pass-on", {"by": "Eva", "to": "queue", "queue": "nowhere"}, "there is no queue 'nowhere'"),
    ("pass-on", {"by": "Eva", "to": "voicemail"}, "send {"),
]


async def test_what_cannot_be_understood_says_what_to_send(panel: Panel, carrier: RawCarrier):
    await carrier.mouth(new_call_sid())
    _, (call,) = await panel.get("calls")
    for action, body, says in WRONG:
        status, why = await panel.post(f"calls/{call['id']}/{action}", body)
        assert (status, says in why) == (400, True), (action, body, why)


async def test_what_the_carrier_did_not_sign_changes_and_plays_nothing(carrier: RawCarrier, panel: Panel):
    form = {"CallSid": new_call_sid(), "ParticipantLabel": "colleague-ben", "CallStatus": "ringing"}
    for path in ("hold", "transfer-1/conference", "transfer-1/member/colleague-ben"):
        status, _ = await carrier.post(f"/twilio/transfer/{path}", form, signature="")
        assert status == 403, path
        assert (await carrier.post(f"/twilio/transfer/{path}", form))[0] in (200, 204)
    _, music = await carrier.post("/twilio/transfer/hold", {})
    assert '<Play loop="0">' in music
    address = music.partition(">http")[2].partition("<")[0]
    async with carrier.session.get(f"http{address}") as sound:
        assert (sound.status, sound.content_type) == (200, "audio/wav")


async def test_what_is_not_there_is_said(panel: Panel, carrier: RawCarrier):
    await carrier.mouth(new_call_sid())
    _, (call,) = await panel.get("calls")
    assert (await panel.get("calls/call-of-nobody"))[0] == 404
    assert (await panel.post("calls/call-of-nobody/hold", {"by": "Eva"}))[0] == 404
    assert (await panel.post(f"calls/{call['id']}/explode", {"by": "Eva"}))[0] == 404
    assert (await panel.get("offers?agent=nobody"))[0] == 404
    assert (await panel.post("transfers/transfer-of-nobody/accept", {"agent": "ben-carter"}))[0] == 404


async def test_the_commands_say_what_is_going_on_and_what_could_not_be_done(
    service: Service, carrier: RawCarrier, panel: Panel, monkeypatch: pytest.MonkeyPatch
):
    # The commands' own log goes to a screen that is gone when the service stops.
    monkeypatch.setenv("ATTENDANT_LOG_LEVEL", "error")
    monkeypatch.setenv("ATTENDANT_PORT", str(service.port))
    monkeypatch.setenv("ATTENDANT_DATA_DIRECTORY", str(service.settings.data_directory))

    async def command(*words: str):
        return await asyncio.to_thread(CliRunner().invoke, app, list(words))

    assert (await command("live")).output == "No call is going on.\n"
    await carrier.mouth(new_call_sid())
    _, (call,) = await panel.get("calls")
    listed = await command("live")
    assert call["id"] in listed.output
    assert "•••• 2671" in listed.output
    refused = await command("live", call["id"], "consult", "ben-carter", "--by", "Eva")
    assert (refused.exit_code, "the call is with: bot" in refused.output) == (1, True)
    assert (await command("offers")).output == "No agent is rung now.\n"
    nobody = await command("accept", "ben-carter")
    assert (nobody.exit_code, nobody.output) == (1, "No call rings ben-carter now.\n")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+14155552671", "•••• 2671"), ("", "unknown"), ("anonymous", "•••• mous"), ("7", "7")],
)
def test_of_a_number_only_the_last_digits_are_shown(number: str, shown: str):
    assert masked(number) == shown
