"""A service that is killed in the middle of calls and started again, and what their callers hear of it.

The service is a process of its own, killed without a word (SIGKILL); the telephone company is not. While nothing
answers, the carrier goes by the number's fallback address, which is on another host, as it should be.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallEnded,
    CallResumed,
    CallStarted,
    CueNoticed,
    EarsReopened,
    EndReason,
    LegJoined,
    SentimentNoted,
    Speaker,
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferEnded,
    TransferOffered,
    Utterance,
)
from transcripts.store.contract import StoreError
from voice.carrier_secret import carrier_account
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.phone_steps import PhoneStep, Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.twiml_verbs import Ask

CALLERS = SAMPLE_CENTRE / "callers"
WANTS_A_PERSON, SLOW, BILL = (CALLERS / f"{name}-1.wav" for name in ("third-time", "slow-internet", "bill"))
BEN = "+16175550181"
ANGRY = "that is the third time i am calling this is ridiculous"
ACCEPTS = (WaitForQuiet(700), Press("1"))
LONGEST_S = 400
AT_ONCE = 3
"""Services that start beside each other."""


Happened = Callable[[Sequence[AnyEvent]], bool]


@dataclass(frozen=True)
class Scene:
    killed_at: Happened
    """When: by what stands in the record."""
    over_at: Happened | None
    """When the caller hangs up; None: while nobody answers."""
    ben: PhoneScript
    said: tuple[Sequence[str], Sequence[str]]
    """What the recogniser makes of the turns, before and after."""
    caller: Sequence[PhoneStep] = (Wait(180_000),)
    in_order: bool = False
    """The service is stopped, and not killed."""


@dataclass
class Rung:
    record: list[AnyEvent]
    before: list[AnyEvent]
    """What was on record when the service was killed."""
    caller: Leg
    legs: tuple[Leg, ...]
    people: dict[str, str]
    away_s: float
    """From the kill until calls are taken again."""
    warnings: tuple[str, ...] = field(default=())

    def all(self, kind: type) -> list:
        return [event for event in self.record if isinstance(event, kind)]

    def the(self, kind: type):
        (event,) = self.all(kind)
        return event

    @property
    def prompts_after(self) -> list[str]:
        sequence = self.the(CallResumed).sequence
        return [said.prompt for said in self.all(BotSaid) if said.sequence > sequence]


def seen(kind: type, **fields: str) -> Callable[[Sequence[AnyEvent]], bool]:
    return lambda events: any(
        isinstance(event, kind) and all(getattr(event, name) == value for name, value in fields.items())
        for event in events
    )


def rings(events: Sequence[AnyEvent]) -> bool:
    return any(isinstance(event, TransferOffered) and event.carrier_call_id for event in events)


def phone(*steps: PhoneStep, after_ms: int = 1500) -> PhoneScript:
    return PhoneScript(after_ms=after_ms, steps=steps)


def both_heard(events: Sequence[AnyEvent]) -> bool:
    """Caller and agent, after the restart."""
    resumed = next((event.sequence for event in events if isinstance(event, CallResumed)), None)
    speakers = {
        event.speaker
        for event in events
        if resumed is not None and isinstance(event, Utterance) and event.text and event.sequence > resumed
    }
    return speakers == {Speaker.CALLER, Speaker.AGENT}


def together_and_heard(events: Sequence[AnyEvent]) -> bool:
    return seen(TransferCompleted)(events) and seen(EarsReopened)(events)


TALKS = ("why is my bill higher",) * 20

SCENES = {
    "while the agent's phone rings": Scene(
        rings, together_and_heard, phone(*ACCEPTS, Wait(180_000), after_ms=35_000), ((ANGRY,), ())
    ),
    "while the caller is moved": Scene(
        seen(TransferAccepted), together_and_heard, phone(*ACCEPTS, Wait(180_000)), ((ANGRY,), ())
    ),
    "while they talk": Scene(
        seen(TransferCompleted),
        both_heard,
        phone(*ACCEPTS, *(Wait(9000), Play(BILL)) * 20),
        ((ANGRY, *TALKS), TALKS),
        caller=(Wait(14_000), *(Wait(9000), Play(SLOW)) * 20),
    ),
    "stopped in order while they talk": Scene(
        seen(TransferCompleted),
        both_heard,
        phone(*ACCEPTS, *(Wait(9000), Play(BILL)) * 20),
        ((ANGRY, *TALKS), TALKS),
        caller=(Wait(14_000), *(Wait(9000), Play(SLOW)) * 20),
        in_order=True,
    ),
    "while the bot has the caller": Scene(
        seen(BotSaid, prompt="settled_question"),
        seen(BotSaid, prompt="intent_clarify"),
        phone(*ACCEPTS),
        (("my internet is very slow",), ()),
    ),
    "and the caller hangs up meanwhile": Scene(
        rings, None, phone(Wait(180_000), after_ms=170_000), ((ANGRY,), ())
    ),
}


class Process:
    """The service, as the machine sees it."""

    def __init__(self, settings: dict, began: float) -> None:
        self._settings = settings
        self._began = began
        self._process: asyncio.subprocess.Process

    async def start(self, said: Sequence[str], available: Sequence[str] = ()) -> None:
        wanted = {
            "settings": self._settings,
            "said": list(said),
            "available": list(available),
            "began": self._began,
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.end_to_end.restart_child",
            json.dumps(wanted),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        while (line := await self._process.stdout.readline()) != b"ready\n":
            assert line, "the service did not start"

    async def kill(self) -> None:
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> dict[str, str]:
        said, _ = await self._process.communicate(b"stop\n")
        return json.loads(said.splitlines()[-1])

    def abandon(self) -> None:
        if self._process.returncode is None:
            self._process.kill()


async def until(settings: Settings, call_sid: str, happened: Happened) -> list[AnyEvent]:
    """The record, once that stands in it."""
    while True:
        try:
            events = await record_of(settings, call_sid)
        except StoreError:
            events = []
        if happened(events):
            return events
        await asyncio.sleep(0.05)


async def play(scene: Scene, directory: Path, fallback_host: str) -> Rung:
    port, carrier_port = unused_port(), unused_port()
    wanted = {
        "port": port,
        "data_directory": str(directory / "data"),
        "log_level": "error",
        "twilio": {"api_url": f"http://127.0.0.1:{carrier_port}"},
        "transfers": {"ring_s": 60},
    }
    settings = Settings.model_validate(wanted)
    service, url = Process(wanted, time.time()), f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(LONGEST_S):
            await service.start(scene.said[0], ["ben-carter"])
            account = carrier_account(settings)
            async with Company(
                account.account_sid, account.auth_token, directory, port=carrier_port, service_url=url
            ) as company:
                company.register(BEN, ScriptedPhone(scene.ben))
                steps = (WaitForQuiet(1200), Play(WANTS_A_PERSON), *scene.caller)
                fallback = Ask(f"{fallback_host}/fallback?port={port}")
                leg = company.call(ScriptedPhone(phone(*steps)), fallback=fallback)
                before = await until(settings, leg.identity.call_sid, scene.killed_at)
                killed_s = time.monotonic()
                await (service.stop() if scene.in_order else service.kill())
                if scene.over_at is None:
                    company.floor.hang_up(leg, by="phone")
                await service.start(scene.said[1])
                away_s = time.monotonic() - killed_s
                if scene.over_at is not None:
                    await until(settings, leg.identity.call_sid, scene.over_at)
                    company.floor.hang_up(leg, by="phone")
                record = await until(settings, leg.identity.call_sid, seen(CallEnded))
                for other in company.legs:
                    await other.over.wait()
                people = await service.stop()
                return Rung(record, before, leg, company.legs, people, away_s, company.warnings)
    finally:
        service.abandon()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def fallback_host() -> AsyncIterator[str]:
    """What the centre keeps on another host: a moment of patience, and then the service is asked again."""

    async def patience(request: web.Request) -> web.Response:
        after = f"http://127.0.0.1:{int(request.query['port'])}/twilio/voice/after"
        text = f'<Response><Pause length="1"/><Redirect>{after}</Redirect></Response>'
        return web.Response(text=text, content_type="text/xml")

    app = web.Application()
    app.router.add_post("/fallback", patience)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def rung(tmp_path_factory: pytest.TempPathFactory, fallback_host: str) -> dict[str, Rung]:
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(scene: Scene) -> Rung:
        async with at_once:
            return await play(scene, tmp_path_factory.mktemp("restart"), fallback_host)

    results = await asyncio.gather(*(one(scene) for scene in SCENES.values()))
    return dict(zip(SCENES, results, strict=True))


GOES_ON = [name for name in SCENES if "hangs up" not in name]


@pytest.mark.parametrize("name", GOES_ON)
def test_a_call_outlives_the_service_and_its_record_is_one_call(name: str, rung: dict[str, Rung]):
    call = rung[name]
    assert call.the(CallStarted)
    assert call.the(CallEnded).reason is EndReason.CALLER_HUNG_UP
    resumed = call.the(CallResumed)
    assert 0 < resumed.gap_ms < call.away_s * 1000 + 3000
    assert [event.sequence for event in call.record] == list(range(1, len(call.record) + 1))
    # What is judged of earlier words carries the time of those words.
    moments = [
        event.at_ms
        for event in call.record
        if event.sequence >= resumed.sequence
        and not isinstance(event, CueNoticed)
        and type(event).__module__ != SentimentNoted.__module__
    ]
    earliest = max(event.at_ms for event in call.before)
    assert min(moments) >= earliest, [event for event in call.record if event.at_ms < earliest][-3:]
    ids = [said.utterance_id for said in (*call.all(BotSaid), *call.all(Utterance))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", GOES_ON)
def test_the_caller_is_heard_again_as_soon_as_the_service_is_there(name: str, rung: dict[str, Rung]):
    call = rung[name]
    reopened = call.all(EarsReopened)[0]
    assert reopened.at_ms - call.the(CallResumed).at_ms < 2500


def test_killed_while_the_phone_rings_the_agent_still_takes_the_call(rung: dict[str, Rung]):
    call = rung["while the agent's phone rings"]
    assert call.prompts_after[0] == "line_interrupted"
    assert len({event.transfer_id for event in call.all(TransferAgreed)}) == 1
    assert [event.agent for event in call.all(TransferAccepted)] == ["ben-carter"]
    assert call.the(TransferCompleted).sequence > call.the(CallResumed).sequence
    assert len([leg for leg in call.legs if leg.identity.to_number == BEN]) == 1, "he was rung once"


def test_killed_while_the_caller_is_moved_both_come_together(rung: dict[str, Rung]):
    call = rung["while the caller is moved"]
    assert call.the(TransferCompleted).sequence > call.the(CallResumed).sequence
    assert {joined.leg for joined in call.all(LegJoined)} >= {"caller"}
    assert call.the(TransferEnded).fallback == ""


@pytest.mark.parametrize("name", ["while they talk", "stopped in order while they talk"])
def test_killed_while_they_talk_they_talk_on_and_are_heard_again(name: str, rung: dict[str, Rung]):
    call = rung[name]
    assert call.prompts_after == [], "they were not disturbed"
    after = [said for said in call.all(Utterance) if said.sequence > call.the(CallResumed).sequence]
    assert {said.speaker for said in after} == {Speaker.CALLER, Speaker.AGENT}
    assert call.the(TransferEnded).fallback == ""


@pytest.mark.parametrize("name", GOES_ON[:4])
def test_whoever_took_the_call_is_writing_notes_afterwards(name: str, rung: dict[str, Rung]):
    assert rung[name].people["ben-carter"] == "wrap-up"


def test_killed_while_the_bot_has_the_caller_it_says_so_and_knows_what_it_was_about(rung: dict[str, Rung]):
    call = rung["while the bot has the caller"]
    assert call.prompts_after[:2] == ["line_interrupted", "intent_clarify"]
    assert call.people["ben-carter"] == "available"


def test_a_caller_who_hung_up_meanwhile_is_owed_a_call_back_and_nobody_goes_on_ringing(rung: dict[str, Rung]):
    call = rung["and the caller hangs up meanwhile"]
    ended = call.the(CallEnded)
    assert ended.reason is EndReason.SERVICE_STOPPED
    assert "a call-back is owed" in ended.explanation
    assert not call.all(CallResumed)
    assert call.the(TransferEnded).fallback == "caller-gone"
    assert call.people["ben-carter"] == "available"
    (agent,) = [leg for leg in call.legs if leg.identity.to_number == BEN]
    assert agent.status is LegStatus.CANCELED
