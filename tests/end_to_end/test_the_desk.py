"""A call as an agent has it on the panel, over the real API, rung on the telephone company of this machine."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.site import Browser, Stream, add_account
from transcripts.access.accounts import Role
from transcripts.events import AccessLogged, HandRaised, PersonStepped, TransferAccepted
from voice.sandbox.company import Company
from voice.sandbox.phone_steps import Play, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""
WANTS_A_PERSON = SAMPLE_CENTRE / "callers" / "third-time-1.wav"
SAID = "that is the third time i am calling this is ridiculous"
CALLER = (WaitForQuiet(1200), Play(WANTS_A_PERSON), Wait(10_000), Tone(650.0, 120_000))


@pytest.fixture
async def service(tmp_path: Path):
    port, began = unused_port(), time.monotonic()
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": tmp_path / "data",
            "log_level": "error",
            "twilio": {"api_url": f"http://127.0.0.1:{port}"},
        }
    )
    service = Service(
        settings,
        recogniser=ScriptedRecogniser(SAID),
        synthesiser=ToneSynthesiser(),
        wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
    )
    await service.start()
    await service.ready()
    await add_account(service, "ana", agent="ana-flores")
    await add_account(service, "ben", agent="ben-carter")
    await add_account(service, "eve", Role.SUPERVISOR)
    yield service
    await service.stop()


@pytest.fixture
async def company(service: Service, tmp_path: Path):
    port = int(service.settings.twilio.api_url.rpartition(":")[2])
    account = service.account
    async with Company(
        account.account_sid, account.auth_token, tmp_path, port=port, service_url=service.base_url
    ) as company:
        company.register(
            "client:ana", ScriptedPhone(PhoneScript(after_ms=800, steps=(Tone(1300.0, 120_000),)))
        )
        yield company


def events_of(stream: Stream) -> list[Any]:
    shown = [one["events"] for one in stream.messages if one["type"] == "events"]
    return [event for events in shown for event in events]


async def test_a_call_from_the_offer_to_the_notes(service: Service, company: Company):
    async with (
        Browser(service, "ana") as ana,
        Browser(service, "ben") as ben,
        Browser(service, "eve") as eve,
        asyncio.timeout(90),
    ):
        desk = await ana.stream("me/stream")
        await ana.post("me/presence", {"presence": "available"})
        caller = company.call(ScriptedPhone(PhoneScript(steps=CALLER)))

        # The offer, with what is known, before anything is answered.
        offer = (await desk.until(lambda one: one["offer"] is not None))["offer"]
        points = {one["slot"]: one for one in offer["briefing"]}
        assert "third time" in points["why"]["text"] + points.get("mood", {"text": ""})["text"]
        assert points["why"]["utterance_ids"]
        assert (offer["caller"][:4], offer["accepted"]) == ("••••", False)
        assert datetime.fromisoformat(offer["ends"]) > datetime.fromisoformat(offer["rang"])
        path = f"calls/{offer['call']}"
        assert (await ben.get(f"{path}/assist"))[0] == 403
        first = await ana.stream(f"{path}/stream?since=0")
        await first.until(lambda one: one["type"] == "events" and one["caught_up"])

        # Taken; no second time.
        assert (await ben.post(f"offers/{offer['transfer']}/accept"))[0] == 409
        assert (await ana.post(f"offers/{offer['transfer']}/accept"))[0] == 204
        await first.until(
            lambda one: (
                one["type"] == "events"
                and any(event["kind"] == "TransferAccepted" for event in one["events"])
            )
        )
        assert (await ana.post(f"offers/{offer['transfer']}/decline"))[0] == 409
        now = (await desk.until(lambda one: (one["call"] or {}).get("talked_since") is not None))["call"]
        assert (now["call"], now["with_whom"], now["on_hold"]) == (offer["call"], "agent", False)
        assert {one["leg"] for one in now["members"]} == {"caller", "agent"}

        # A page that was loaded again goes on where the first one stopped, and is helped.
        await first.socket.close()
        seen = [event["sequence"] for event in events_of(first) if event["sequence"]]
        second = await ana.stream(f"{path}/stream?since={seen[-1]}")
        state = await second.until(lambda one: one["type"] == "assist" and bool(one["checklists"]))
        assert (state["showing"]["card"], state["hand_raised"]) == (None, False)
        assert (await ana.get(f"{path}/assist"))[1]["checklists"] == state["checklists"]

        assert (await ana.post(f"{path}/actions/hold", {}))[0] == 204
        await desk.until(lambda one: one["call"] is not None and one["call"]["on_hold"])
        assert (await ana.post(f"{path}/actions/resume", {}))[0] == 204
        await desk.until(lambda one: one["call"] is not None and not one["call"]["on_hold"])
        assert (await ana.post(f"{path}/hand", {"up": True, "reason": "angry"}))[0] == 204
        await second.until(lambda one: one["type"] == "assist" and one["hand_raised"])
        status, why = await eve.post(f"{path}/actions/consult", {"name": "ben-carter"})
        assert (status, "ben-carter" in why["error"].lower() or "Ben" in why["error"]) == (409, True)

        # It is over; the notes are to be written.
        company.floor.hang_up(caller)
        shown = await desk.until(lambda one: one["wrap_up"] is not None)
        assert (shown["presence"], shown["call"], shown["wrap_up"]["call"]) == (
            "wrap-up",
            None,
            offer["call"],
        )
        await second.until(
            lambda one: one["type"] == "events" and any(e["kind"] == "SummaryDrafted" for e in one["events"])
        )
        seen += [event["sequence"] for event in events_of(second) if event["sequence"]]
        status, form = await ana.get(f"{path}/wrap-up")
        assert (status, bool(form["reason"])) == (200, True)
        kept = await ana.post(f"{path}/wrap-up", {"notes": "rang three times"}, method="PUT")
        assert (kept[0], kept[1]["notes"]) == (200, "rang three times")
        assert (await ben.get(f"{path}/wrap-up"))[0] == 403
        closed = await ana.post(f"{path}/wrap-up/close", {"reason": "the caller hung up"})
        assert closed == (204, "")
        await desk.until(lambda one: (one["presence"], one["wrap_up"]) == ("available", None))

    record = await service.journal.replay(offer["call"])
    hidden = {one.sequence for one in record if type(one).__name__ in ("AccessLogged", "TurnTimed")}
    assert seen == [number for number in range(1, seen[-1] + 1) if number not in hidden]
    assert [one.how for one in record if isinstance(one, TransferAccepted)] == ["panel"]
    assert [one.by for one in record if isinstance(one, PersonStepped)] == ["ana-flores", "ana-flores"]
    assert [(one.up, one.by) for one in record if isinstance(one, HandRaised)] == [(True, "ana-flores")]
    assert {one.by for one in record if isinstance(one, AccessLogged)} == {"ana", "eve"}


async def test_who_does_not_take_a_call_sees_it_no_more(service: Service, company: Company):
    async with Browser(service, "ana") as ana, asyncio.timeout(60):
        desk = await ana.stream("me/stream")
        await ana.post("me/presence", {"presence": "available"})
        company.call(ScriptedPhone(PhoneScript(steps=CALLER)))
        offer = (await desk.until(lambda one: one["offer"] is not None))["offer"]
        stream = await ana.stream(f"calls/{offer['call']}/stream")
        await stream.next()
        assert (await ana.post(f"offers/{offer['transfer']}/decline"))[0] == 204
        assert await stream.closed() == 4403
        assert (await ana.get(f"calls/{offer['call']}/assist"))[0] == 403
        await desk.until(lambda one: one["offer"] is None)
