"""Callers who go to a person, rung on the telephone company of this machine: two services meet on the wire.

All are placed at once, each on a service of its own, whose people are where the test says.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallEnded,
    EscalationDecided,
    FaultNoticed,
    LegJoined,
    Speaker,
    Stream,
    StreamOpened,
    TransferAccepted,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    Utterance,
)
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import PhoneStep, Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.steps import HangUp
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""
CALLERS = SAMPLE_CENTRE / "callers"
WANTS_A_PERSON, SLOW, BILL = (CALLERS / f"{name}-1.wav" for name in ("third-time", "slow-internet", "bill"))
BEN, EVA = "+16175550181", "client:ana"
ACCEPTS = (WaitForQuiet(700), Press("1"))


@dataclass(frozen=True)
class Scene:
    """Who is at which telephone, and what the caller does once they have asked for a person."""

    caller: Sequence[PhoneStep]
    phones: Mapping[str, PhoneScript]
    available: Sequence[str] = ("ben-carter",)
    said: Sequence[str] = ("that is the third time i am calling this is ridiculous",)
    """What the recogniser makes of the turns."""


def phone(*steps: PhoneStep, outcome: PhoneOutcome = PhoneOutcome.ANSWERED) -> PhoneScript:
    return PhoneScript(outcome=outcome, after_ms=1500, steps=steps)


ANGRY = "that is the third time i am calling this is ridiculous"

SCENES = {
    "accepted": Scene(
        (Wait(12_000), Play(SLOW), Wait(4000), HangUp()),
        {BEN: phone(*ACCEPTS, Wait(3000), Play(BILL), Wait(60_000))},
        said=(ANGRY, "hello why is my bill higher", "my internet is very slow"),
    ),
    "declined": Scene((Wait(14_000), HangUp()), {BEN: phone(WaitForQuiet(700), Press("2"), Wait(60_000))}),
    "voicemail": Scene((Wait(26_000), HangUp()), {BEN: phone(outcome=PhoneOutcome.VOICEMAIL)}),
    "busy, then another": Scene(
        (Wait(14_000), HangUp()),
        {BEN: phone(outcome=PhoneOutcome.BUSY), EVA: phone(*ACCEPTS, Wait(60_000))},
        ("ben-carter", "ana-flores"),
    ),
    "hangs up while it rings": Scene(
        (Wait(3000), HangUp()), {BEN: PhoneScript(after_ms=15_000, steps=(Wait(60_000),))}
    ),
    "agent drops": Scene((Wait(16_000), HangUp()), {BEN: phone(*ACCEPTS, Wait(5000), HangUp())}),
}


@dataclass(frozen=True)
class Played:
    record: list[AnyEvent]
    caller: Leg
    legs: tuple[Leg, ...]
    presence: dict[str, Presence]
    warnings: tuple[str, ...]

    def all(self, kind: type) -> list:
        return [event for event in self.record if isinstance(event, kind)]

    def the(self, kind: type):
        (event,) = self.all(kind)
        return event

    @property
    def prompts(self) -> list[str]:
        return [said.prompt for said in self.all(BotSaid)]


async def play(scene: Scene, directory: Path, one_by_one: asyncio.Lock) -> Played:
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
        recogniser=ScriptedRecogniser(*scene.said),
        synthesiser=ToneSynthesiser(),
        wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
    )
    try:
        # Migrations of two databases at once get in each other's way (Alembic has one context).
        async with one_by_one:
            await service.start()
        await service.ready()
        for name in scene.available:
            await service.roster.set(name, Presence.AVAILABLE, "the test")
        account = service.account
        async with Company(
            account.account_sid, account.auth_token, directory, port=port, service_url=service.base_url
        ) as company:
            for address, script in scene.phones.items():
                company.register(address, ScriptedPhone(script))
            leg = company.call(ScriptedPhone(phone(WaitForQuiet(1200), Play(WANTS_A_PERSON), *scene.caller)))
            async with asyncio.timeout(120):
                await leg.over.wait()
                live = service.switchboard.find(leg.identity.call_sid)
                if live is not None:
                    await live.finished.wait()
                for other in company.legs:
                    await other.over.wait()
            presence = {one.agent.name: one.presence for one in service.roster.statuses()}
            record = await record_of(settings, leg.identity.call_sid)
            return Played(record, leg, company.legs, presence, company.warnings)
    finally:
        await service.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Played]]:
    one_by_one = asyncio.Lock()
    directories = [tmp_path_factory.mktemp("transfer") for _ in SCENES]
    results = await asyncio.gather(
        *(play(scene, each, one_by_one) for scene, each in zip(SCENES.values(), directories, strict=True))
    )
    yield dict(zip(SCENES, results, strict=True))


@pytest.mark.parametrize("name", SCENES)
def test_nothing_of_ours_fails(name: str, played: dict[str, Played]):
    call = played[name]
    assert not call.all(FaultNoticed)
    assert not call.warnings
    assert call.all(EscalationDecided)[0].chosen.endswith("by transfer")
    assert call.the(CallEnded)


def test_an_agent_who_accepts_has_the_caller_and_both_are_transcribed(played: dict[str, Played]):
    call = played["accepted"]
    assert call.the(TransferAccepted).how == "key"
    completed = call.the(TransferCompleted)
    assert {joined.leg for joined in call.all(LegJoined)} == {"caller", "agent"}
    after = [said for said in call.all(Utterance) if said.start_ms > completed.at_ms]
    assert {said.speaker for said in after} == {Speaker.CALLER, Speaker.AGENT}
    assert "bill" in " ".join(said.text for said in after if said.speaker is Speaker.AGENT)
    assert call.the(TransferEnded).fallback == ""
    assert call.presence["ben-carter"] is Presence.WRAP_UP


def test_the_ears_are_never_closed_on_the_way(played: dict[str, Played]):
    call = played["accepted"]
    opened = [one for one in call.all(StreamOpened) if one.stream is Stream.EARS]
    assert len(opened) == 1


def test_the_caller_is_told_what_is_passed_on_before_they_are_moved(played: dict[str, Played]):
    prompts = played["accepted"].prompts
    assert prompts.index("transfer_begin") < prompts.index("transfer_read_back")
    assert prompts[-1] == "transfer_connecting"


@pytest.mark.parametrize(("name", "outcome"), [("declined", "declined"), ("voicemail", "voicemail")])
def test_an_agent_who_does_not_take_it_leads_to_a_call_back(
    name: str, outcome: str, played: dict[str, Played]
):
    call = played[name]
    assert call.the(TransferDeclined).outcome == outcome
    assert not call.all(TransferCompleted)
    assert call.the(TransferEnded).fallback == "call-back"
    prompts = call.prompts
    assert prompts.index("transfer_to_callback") < prompts.index("callback_number_known")


def test_a_busy_agent_is_followed_by_the_next(played: dict[str, Played]):
    call = played["busy, then another"]
    assert call.the(TransferDeclined).outcome == "busy"
    assert call.the(TransferAccepted).agent == "ana-flores"
    assert call.the(TransferCompleted)
    assert "transfer_next" in call.prompts


def test_a_caller_who_hangs_up_takes_the_ringing_phone_with_them(played: dict[str, Played]):
    call = played["hangs up while it rings"]
    assert call.the(TransferEnded).fallback == "caller-gone"
    assert call.presence["ben-carter"] is Presence.AVAILABLE
    assert all(leg.over.is_set() for leg in call.legs)


def test_a_caller_whose_agent_drops_is_with_the_bot_again(played: dict[str, Played]):
    call = played["agent drops"]
    assert call.the(TransferCompleted)
    assert call.prompts.index("transfer_agent_left") < call.prompts.index("anything_else")
    assert [one.stream for one in call.all(StreamOpened)].count(Stream.MOUTH) == 2
