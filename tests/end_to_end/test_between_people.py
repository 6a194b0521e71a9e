"""What happens between people while a caller talks to an agent, rung on the telephone company of this machine.

Everybody hums at a pitch of their own, so that what each of them hears says who is heard. The scenes are
played at once, each on a service of its own.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest
import pytest_asyncio
from aiohttp.test_utils import unused_port
from typer.testing import CliRunner

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from transcripts.events import (
    AnyEvent,
    BotSaid,
    FaultNoticed,
    HoldEnded,
    HoldStarted,
    LegJoined,
    PersonStepped,
    SummaryDrafted,
    TransferAccepted,
    TransferCompleted,
    TransferEnded,
)
from voice.cli import app
from voice.kept_token import kept_token
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import Play, Press, Tone, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.service import Service
from voice.web.operators import OPERATORS_TOKEN

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""
WANTS_A_PERSON = SAMPLE_CENTRE / "callers" / "third-time-1.wav"
SAID = "that is the third time i am calling this is ridiculous"
HUMS = {
    "caller": 650.0,
    "ben-carter": 900.0,
    "ana-flores": 1300.0,
    "dev-patel": 1700.0,
    "carmen-diaz": 2100.0,
}
PHONES = {
    "ben-carter": "+16175550181",
    "ana-flores": "client:ana",
    "dev-patel": "+12075550192",
    "carmen-diaz": "sip:carmen@phones.northwind-fibre.example",
}
LOUD = 300.0
"""Of a hum, as amplitude; the hums are far above it, and music has next to nothing at their pitches."""
MUSIC_HZ = (174.61, 196.0, 220.0, 246.94, 261.63, 293.66, 329.63, 349.23, 392.0)
"""Tones of the music for who waits, and the carrier's own."""
LISTENS_MS = 1000


def hum(name: str, *, rung_by_bot: bool) -> PhoneScript:
    """Who is rung by the bot hears the briefing and takes the call; who is rung by an agent hums at once."""
    takes = (WaitForQuiet(700), Press("1")) if rung_by_bot else ()
    return PhoneScript(after_ms=800, steps=(*takes, Tone(HUMS[name], 120_000)))


@dataclass
class Stage:
    service: Service
    company: Company
    session: aiohttp.ClientSession
    caller: Leg
    heard: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """Whom each of them heard, at the moments that a scene has named."""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    offers: list[Any] = field(default_factory=list)
    record: list[AnyEvent] = field(default_factory=list)
    presence: dict[str, dict[str, Presence]] = field(default_factory=dict)

    @property
    def call_id(self) -> str:
        call = self.service.switchboard.find(self.caller.sid)
        assert call is not None
        return call.call_id

    async def act(self, action: str, **body: str) -> tuple[int, Any]:
        url = f"{self.service.base_url}/api/calls/{self.call_id}/{action}"
        async with self.session.post(url, json={"by": "Eva", **body}) as response:
            self.answers[action] = response.status, await response.json()
            return self.answers[action]

    async def command(self, action: str, *words: str) -> None:
        """As `act`, from a terminal."""
        settings = self.service.settings
        env = {
            "ATTENDANT_PORT": str(self.service.port),
            "ATTENDANT_DATA_DIRECTORY": str(settings.data_directory),
            "ATTENDANT_LOG_LEVEL": "error",
        }
        asked = ["live", self.call_id, action, *words, "--by", "Eva"]
        done = await asyncio.to_thread(CliRunner().invoke, app, asked, env=env)
        self.answers[action] = done.exit_code, done.output

    async def answer(self, transfer: str, answer: str, agent: str) -> None:
        url = f"{self.service.base_url}/api/transfers/{transfer}/{answer}"
        async with self.session.post(url, json={"agent": agent}) as response:
            self.answers[answer] = response.status, await response.json()

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.service.base_url}/api/{path}") as response:
            return await response.json()

    async def until(self, true: Callable[[Any], bool]) -> Any:
        """The call, as the panel shows it, once it is so."""
        while not true(shown := await self.get(f"calls/{self.call_id}")):
            await self.company.floor.clock.pass_ms(100)
        return shown

    async def listen(self, moment: str) -> None:
        """A second later: who hears whom?"""
        await self.company.floor.clock.pass_ms(LISTENS_MS + 300)
        legs = {"caller": self.caller} | {
            name: leg for name, phone in PHONES.items() if (leg := self.leg(phone)) and leg.is_in_progress
        }
        self.heard[moment] = {name: hears(leg.tracks()[1]) for name, leg in legs.items()}
        self.presence[moment] = {one.agent.name: one.presence for one in self.service.roster.statuses()}

    def leg(self, address: str) -> Leg | None:
        return next((leg for leg in reversed(self.company.legs) if leg.identity.to_number == address), None)

    def all(self, kind: type) -> list:
        return [event for event in self.record if isinstance(event, kind)]


def hears(track: np.ndarray) -> set[str]:
    """Whose hum, or music, was in the last second of what a phone heard."""
    part = track[-LISTENS_MS * 8 :].astype(float)
    turns = 2j * np.pi * np.arange(part.size) / 8000

    def level(hz: float) -> float:
        return 2 * abs(np.dot(part, np.exp(-turns * hz))) / max(1, part.size)

    heard = {name for name, hz in HUMS.items() if level(hz) > LOUD}
    return heard | ({"music"} if max(map(level, MUSIC_HZ)) > LOUD else set())


def here(name: str) -> Callable[[Any], bool]:
    return lambda call: any(one["name"] == name and one["here"] for one in call["members"])


async def consult(stage: Stage) -> None:
    await stage.listen("talk")
    await stage.act("consult", name="ana-flores")
    await stage.until(here("ana-flores"))
    await stage.listen("consult")
    await stage.act("bring-in")
    await stage.until(lambda call: not call["on_hold"])
    await stage.listen("three")
    await stage.act("hand-over")
    await stage.until(lambda call: all(one["name"] != "ben-carter" for one in call["members"]))
    await stage.listen("handed over")


async def supervise(stage: Stage) -> None:
    await stage.act("supervise", name="dev-patel", mode="monitor")
    await stage.until(here("dev-patel"))
    await stage.listen("monitor")
    await stage.act("supervise", name="dev-patel", mode="coach")
    await stage.until(lambda call: any(one["coaching"] for one in call["members"]))
    await stage.listen("coach")
    await stage.act("supervise", name="dev-patel", mode="barge")
    await stage.until(lambda call: not any(one["coaching"] for one in call["members"]))
    await stage.listen("barge")
    await stage.act("take-over", name="dev-patel")
    await stage.until(lambda call: all(one["name"] != "ben-carter" for one in call["members"]))
    await stage.listen("taken over")


async def pass_on(stage: Stage) -> None:
    await stage.act("pass-on", to="queue", queue="billing", why="It is about a bill.")
    await stage.until(here("carmen-diaz"))
    await stage.listen("passed on")


async def not_there(stage: Stage) -> None:
    """Two colleagues who cannot be had, and holds."""
    await stage.act("consult", name="carmen-diaz")
    await stage.act("consult", name="ana-flores")
    await stage.until(lambda call: bool(call["notices"]) and not call["on_hold"])
    await stage.listen("busy")
    await stage.command("hold")
    await stage.until(lambda call: call["on_hold"])
    await stage.listen("hold")
    await stage.act("resume")
    await stage.until(lambda call: not call["on_hold"])
    await stage.listen("resumed")


async def take_over(stage: Stage) -> None:
    """Of a call that is with the bot, by a person who accepts it on the panel."""
    await stage.act("hold")
    await stage.act("take-over", name="ana-flores")
    await stage.until(lambda call: call["with_whom"] == "ringing")
    while not (offers := await stage.get("offers?agent=ana-flores")):
        await stage.company.floor.clock.pass_ms(100)
    stage.offers = offers
    for answer in ("accept", "decline"):
        await stage.answer(offers[0]["transfer"], answer, "ana-flores")
    await stage.until(here("ana-flores"))
    await stage.listen("taken over")


SCENES: dict[str, tuple[Callable[[Stage], Awaitable[None]], tuple[str, ...], dict[str, PhoneScript]]] = {
    "consult": (
        consult,
        ("ben-carter", "ana-flores"),
        {"ana-flores": hum("ana-flores", rung_by_bot=False)},
    ),
    "supervise": (supervise, ("ben-carter",), {"dev-patel": hum("dev-patel", rung_by_bot=False)}),
    "pass on": (
        pass_on,
        ("ben-carter", "carmen-diaz"),
        {"carmen-diaz": hum("carmen-diaz", rung_by_bot=True)},
    ),
    "take over": (
        take_over,
        ("ben-carter", "ana-flores"),
        {"ana-flores": PhoneScript(after_ms=800, steps=(Tone(HUMS["ana-flores"], 120_000),))},
    ),
    "not there": (
        not_there,
        ("ben-carter", "ana-flores"),
        {"ana-flores": PhoneScript(outcome=PhoneOutcome.BUSY)},
    ),
}
"""What is played, who is available, and whose phones there are besides Ben's."""


async def play(name: str, directory: Path, one_by_one: asyncio.Lock) -> Stage:
    scene, available, phones = SCENES[name]
    port, began = unused_port(), time.monotonic()
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": directory / "data",
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
    try:
        # Migrations of two databases at once get in each other's way (Alembic has one context).
        async with one_by_one:
            await service.start()
        await service.ready()
        for agent in available:
            await service.roster.set(agent, Presence.AVAILABLE, "the test")
        account = service.account
        token = kept_token(settings.data_directory / OPERATORS_TOKEN)
        async with (
            Company(
                account.account_sid, account.auth_token, directory, port=port, service_url=service.base_url
            ) as company,
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session,
            asyncio.timeout(150),
        ):
            for agent, script in ({"ben-carter": hum("ben-carter", rung_by_bot=True)} | phones).items():
                company.register(PHONES[agent], ScriptedPhone(script))
            steps = (
                WaitForQuiet(1200),
                *(() if name == "take over" else (Play(WANTS_A_PERSON),)),
                Wait(10_000),
                Tone(HUMS["caller"], 120_000),
            )
            stage = Stage(service, company, session, company.call(ScriptedPhone(PhoneScript(steps=steps))))
            while service.switchboard.find(stage.caller.sid) is None:
                await company.floor.clock.pass_ms(100)
            if name != "take over":
                await stage.until(here("ben-carter"))
                while "caller" not in hears(company.leg_to(PHONES["ben-carter"]).tracks()[1]):
                    await company.floor.clock.pass_ms(100)
            await scene(stage)
            company.floor.hang_up(stage.caller)
            live = service.switchboard.find(stage.caller.sid)
            if live is not None:
                await live.finished.wait()
            for leg in company.legs:
                await leg.over.wait()
            stage.record = await record_of(settings, stage.caller.sid)
            return stage
    finally:
        await service.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Stage]]:
    one_by_one = asyncio.Lock()
    directories = [tmp_path_factory.mktemp("people") for _ in SCENES]
    results = await asyncio.gather(
        *(play(name, each, one_by_one) for name, each in zip(SCENES, directories, strict=True))
    )
    yield dict(zip(SCENES, results, strict=True))


@pytest.mark.parametrize("name", SCENES)
def test_nothing_of_ours_fails_and_nobody_is_kept(name: str, played: dict[str, Stage]):
    stage = played[name]
    assert not stage.all(FaultNoticed)
    assert len(stage.all(SummaryDrafted)) == 1
    assert not stage.company.warnings
    statuses = {one.agent.name: one.presence for one in stage.service.roster.statuses()}
    assert not {Presence.OFFERED, Presence.ON_CALL} & set(statuses.values())


def test_a_colleague_is_consulted_while_the_caller_hears_music(played: dict[str, Stage]):
    stage = played["consult"]
    assert stage.heard["talk"] == {"caller": {"ben-carter"}, "ben-carter": {"caller"}}
    assert stage.heard["consult"] == {
        "caller": {"music"},
        "ben-carter": {"ana-flores"},
        "ana-flores": {"ben-carter"},
    }
    assert stage.presence["consult"]["ana-flores"] is Presence.ON_CALL


def test_then_the_caller_is_brought_in_and_handed_over(played: dict[str, Stage]):
    stage = played["consult"]
    assert stage.heard["three"] == {
        "caller": {"ben-carter", "ana-flores"},
        "ben-carter": {"caller", "ana-flores"},
        "ana-flores": {"caller", "ben-carter"},
    }
    assert stage.heard["handed over"] == {"caller": {"ana-flores"}, "ana-flores": {"caller"}}
    assert stage.presence["handed over"]["ben-carter"] is Presence.WRAP_UP
    assert [joined.leg for joined in stage.all(LegJoined)].count("colleague") == 1
    assert (len(stage.all(HoldStarted)), len(stage.all(HoldEnded))) == (1, 1)
    (ended,) = stage.all(TransferEnded)
    assert ended.fallback == ""
    assert "transfer_agent_left" not in [said.prompt for said in stage.all(BotSaid)]


def test_who_asked_for_what_stands_in_the_record(played: dict[str, Stage]):
    stepped = [event for stage in played.values() for event in stage.all(PersonStepped)]
    assert {"consult", "bring-in", "hand-over", "supervise", "take-over", "pass-on"} <= {
        event.action for event in stepped
    }
    assert all(event.by for event in stepped)
    assert {event.how for event in stepped if event.action == "supervise"} == {"monitor", "coach", "barge"}


def test_a_supervisor_listens_unheard_and_coaches_the_agent_alone(played: dict[str, Stage]):
    stage = played["supervise"]
    assert stage.heard["monitor"]["caller"] == {"ben-carter"}
    assert stage.heard["monitor"]["ben-carter"] == {"caller"}
    assert stage.heard["monitor"]["dev-patel"] == {"caller", "ben-carter"}
    assert stage.heard["coach"]["caller"] == {"ben-carter"}
    assert stage.heard["coach"]["ben-carter"] == {"caller", "dev-patel"}


def test_a_supervisor_barges_in_and_takes_over(played: dict[str, Stage]):
    stage = played["supervise"]
    assert stage.heard["barge"]["caller"] == {"ben-carter", "dev-patel"}
    assert stage.heard["taken over"] == {"caller": {"dev-patel"}, "dev-patel": {"caller"}}
    assert stage.presence["taken over"]["ben-carter"] is Presence.WRAP_UP


def test_a_caller_who_is_passed_on_is_told_and_talks_to_the_other_queue(played: dict[str, Stage]):
    stage = played["pass on"]
    prompts = [said.prompt for said in stage.all(BotSaid)]
    assert "transfer_sent_to_queue" in prompts
    assert [taken.agent for taken in stage.all(TransferAccepted)] == ["ben-carter", "carmen-diaz"]
    assert len(stage.all(TransferCompleted)) == 2
    assert stage.heard["passed on"] == {"caller": {"carmen-diaz"}, "carmen-diaz": {"caller"}}


def test_a_colleague_who_is_not_there_leaves_the_caller_with_the_agent(played: dict[str, Stage]):
    stage = played["not there"]
    assert stage.heard["busy"]["caller"] == {"ben-carter"}
    assert stage.presence["busy"]["ana-flores"] is Presence.BREAK


def test_hold_is_music_and_resume_is_the_agent_again(played: dict[str, Stage]):
    stage = played["not there"]
    assert stage.answers["hold"] == (0, "It is being done. The call is with: agent ben-carter.\n")
    assert stage.heard["hold"]["caller"] == {"music"}
    assert stage.heard["resumed"]["caller"] == {"ben-carter"}


def test_a_bots_call_is_taken_over_by_a_person_who_accepts_on_the_panel(played: dict[str, Stage]):
    stage = played["take over"]
    status, answer = stage.answers["hold"]
    assert (status, answer["error"]) == (409, "no agent talks to this caller now: the call is with: bot")
    assert stage.answers["take-over"][0] == 202
    (offer,) = stage.offers
    assert (offer["agent"], offer["accepted"], offer["caller"][:4]) == ("ana-flores", False, "••••")
    assert offer["briefing"]
    assert [stage.answers[answer][0] for answer in ("accept", "decline")] == [202, 409]
    (taken,) = stage.all(TransferAccepted)
    assert (taken.agent, taken.how) == ("ana-flores", "panel")
    assert "ana-flores" in stage.heard["taken over"]["caller"]
