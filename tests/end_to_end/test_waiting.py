"""Callers for whom nobody is free, rung on the telephone company of this machine: a queue, a voicemail, a
call-back that is made. All are placed at once, each on a service of its own.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallbackTried,
    CallEnded,
    CallStarted,
    EndReason,
    FaultNoticed,
    QueueJoined,
    QueueLeft,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    Utterance,
    VoicemailLeft,
)
from transcripts.store.contract import UnknownCall
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import callbacks
from transcripts.store.versioned_table import VersionedTable
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.audio.wav import read_wav
from voice.callbacks import Callback
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import PhoneStep, Play, Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.sounding import QUIET_RMS
from voice.sandbox.steps import FROM_NUMBER, HangUp
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""
CALLERS = SAMPLE_CENTRE / "callers"
WANTS_A_PERSON, BILL = CALLERS / "third-time-1.wav", CALLERS / "bill-1.wav"
ANGRY = "that is the third time i am calling this is ridiculous"
MESSAGE = "hello why is my bill higher"
CALL_BACK = CALLERS / "call-back-1.wav"
BEN, ANA = "+16175550181", "client:ana"
ACCEPTS = (WaitForQuiet(700), Press("1"))
LONGEST_SILENCE_MS = 1500

Course = Callable[["Played"], Awaitable[None]]


def phone(*steps: PhoneStep, outcome: PhoneOutcome = PhoneOutcome.ANSWERED) -> PhoneScript:
    return PhoneScript(outcome=outcome, after_ms=1500, steps=steps)


@dataclass
class Played:
    """One call as it goes on, and what is left of it."""

    service: Service
    company: Company
    caller: Leg
    events: list[AnyEvent] = field(default_factory=list)
    others: list[AnyEvent] = field(default_factory=list)
    """Of the calls that we made."""
    place: datetime = OPEN
    """Of the call-back that was agreed."""

    def all(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    def the(self, kind: type):
        (event,) = self.all(kind)
        return event

    @property
    def prompts(self) -> list[str]:
        return [said.prompt for said in self.all(BotSaid)]

    async def until(self, kind: type, count: int = 1) -> AnyEvent:
        """The event, once it is on disk."""
        while True:
            with suppress(UnknownCall):  # It has just begun.
                self.events = await record_of(self.service.settings, self.caller.sid)
            if len(found := self.all(kind)) >= count:
                return found[count - 1]
            await asyncio.sleep(0.2)

    @property
    def kept_from_ms(self) -> int:
        """Since when the place counts, on the clock of the call in which the call-back was agreed."""
        return round((self.place - self.the(CallStarted).wall).total_seconds() * 1000)

    async def ben(self, presence: Presence) -> None:
        await self.service.roster.set("ben-carter", presence, "the test")


async def becomes_free(played: Played) -> None:
    await played.until(QueueJoined)
    await asyncio.sleep(26)
    await played.ben(Presence.AVAILABLE)


async def free_after_the_call(played: Played) -> None:
    await played.caller.over.wait()
    await played.ben(Presence.AVAILABLE)
    await played.until(CallbackTried)
    for leg in played.company.legs:
        await leg.over.wait()


async def declined_then_another(played: Played) -> None:
    await played.until(QueueJoined)
    await played.service.roster.set("ben-carter", Presence.BREAK, "the test")
    await asyncio.sleep(6)
    await played.service.roster.set("ana-flores", Presence.AVAILABLE, "the test")


async def nothing(played: Played) -> None:
    await played.caller.over.wait()


def silences_ms(call: Played) -> list[int]:
    """What the caller heard neither word nor music for, from joining the queue to the end of their wait."""
    left = call.all(VoicemailLeft) or call.all(QueueLeft)
    end_ms = left[0].at_ms
    mine = [one for one in call.all(Utterance) if one.utterance_id != "caller-1"]
    heard = call.caller.tracks()[1]
    frames = heard[: heard.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    levels = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
    found, silent = [0], 0
    for at in range(call.the(QueueJoined).at_ms // FRAME_MS, min(end_ms // FRAME_MS, levels.size)):
        if any(one.start_ms <= at * FRAME_MS <= one.end_ms + 5000 for one in mine):
            silent = 0  # Their own message, and the silence that ends it.
            continue
        sounds = levels[at] >= QUIET_RMS
        if sounds and silent:
            found.append(silent * FRAME_MS)
        silent = 0 if sounds else silent + 1
    return found


@dataclass(frozen=True)
class Scene:
    caller: Sequence[PhoneStep]
    """Once they have asked for a person."""
    course: Course = nothing
    phones: Mapping[str, PhoneScript] = field(default_factory=dict)
    said: Sequence[str] = (ANGRY,)
    ben: Presence = Presence.BREAK
    ana: Presence = Presence.OFFLINE


AGREES = (Press("3"), WaitForQuiet(700), Press("1"), WaitForQuiet(700), Press("1"), Wait(60_000))

SCENES = {
    "waits": Scene((Wait(52_000), HangUp()), becomes_free, {BEN: phone(*ACCEPTS, Wait(60_000))}),
    "call-back": Scene(
        (Wait(9000), *AGREES),
        free_after_the_call,
        {
            FROM_NUMBER: phone(WaitForQuiet(900), Press("1"), Wait(14_000), HangUp()),
            BEN: phone(*ACCEPTS, Wait(60_000)),
        },
    ),
    "machine": Scene(
        (Wait(9000), *AGREES),
        free_after_the_call,
        {FROM_NUMBER: phone(outcome=PhoneOutcome.VOICEMAIL), BEN: phone(*ACCEPTS, Wait(60_000))},
    ),
    "voicemail": Scene(
        (Wait(9000), Press("4"), WaitForQuiet(600), Play(BILL), Wait(60_000)), said=(ANGRY, MESSAGE)
    ),
    "hangs up": Scene((Wait(9000), HangUp())),
    "hangs up in the middle of their message": Scene(
        (Wait(9000), Press("4"), WaitForQuiet(600), Play(BILL), HangUp()), said=(ANGRY, MESSAGE)
    ),
    "says nothing after the tone": Scene((Wait(9000), Press("4"), Wait(22_000), HangUp())),
    "declined, and another comes": Scene(
        (Wait(50_000), HangUp()),
        declined_then_another,
        {BEN: phone(WaitForQuiet(700), Press("2"), Wait(60_000)), ANA: phone(*ACCEPTS, Wait(60_000))},
        ben=Presence.AVAILABLE,
        ana=Presence.BREAK,
    ),
    "asks by voice to be rung back": Scene(
        (Wait(9000), Play(CALL_BACK), Wait(5000), HangUp()), said=(ANGRY, "i would rather you call me back")
    ),
}


async def play(scene: Scene, directory: Path, one_by_one: asyncio.Lock, all_ready: asyncio.Barrier) -> Played:
    port, began = unused_port(), time.monotonic()
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": directory / "data",
            "log_level": "error",
            "twilio": {"api_url": f"http://127.0.0.1:{port}"},
            "waiting": {"word_every_s": 10},
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
        # What a service learns as it starts takes the processor from calls that go on.
        await all_ready.wait()
        await service.roster.set("ben-carter", scene.ben, "the test")
        await service.roster.set("ana-flores", scene.ana, "the test")
        account = service.account
        async with Company(
            account.account_sid, account.auth_token, directory, port=port, service_url=service.base_url
        ) as company:
            for address, script in scene.phones.items():
                company.register(address, ScriptedPhone(script))
            leg = company.call(ScriptedPhone(phone(WaitForQuiet(1200), Play(WANTS_A_PERSON), *scene.caller)))
            played = Played(service, company, leg)
            async with asyncio.timeout(150):
                await scene.course(played)
                for other in company.legs:
                    await other.over.wait()
                for live in service.switchboard:
                    await live.finished.wait()
            played.events = await record_of(settings, leg.sid)
            played.place = await place_of(settings, played.events[0].call_id)
            for other in company.legs:
                if other.identity.to_number == FROM_NUMBER:
                    played.others += await record_of(settings, other.sid)
            return played
    finally:
        await service.stop()


async def place_of(settings: Settings, call_id: str) -> datetime:
    """Since when a promised call-back counts in its queue."""
    store = await SqlEventStore.read(settings.resolved_database_url)
    try:
        row = await VersionedTable(store.engine, callbacks, Callback, store.operations).row(call_id)
        return row.place if row is not None else OPEN
    finally:
        await store.close()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Played]]:
    one_by_one, all_ready = asyncio.Lock(), asyncio.Barrier(len(SCENES))
    directories = [tmp_path_factory.mktemp("waiting") for _ in SCENES]
    results = await asyncio.gather(
        *(
            play(scene, each, one_by_one, all_ready)
            for scene, each in zip(SCENES.values(), directories, strict=True)
        )
    )
    yield dict(zip(SCENES, results, strict=True))


@pytest.mark.parametrize("name", SCENES)
def test_nothing_of_ours_fails(name: str, played: dict[str, Played]):
    call = played[name]
    assert not call.all(FaultNoticed)
    assert not call.company.warnings
    assert call.the(CallEnded)
    assert call.the(QueueJoined).queue == "care"


@pytest.mark.parametrize("name", SCENES)
def test_nobody_waits_without_a_word_or_music(name: str, played: dict[str, Played]):
    assert max(silences_ms(played[name])) <= LONGEST_SILENCE_MS


def test_who_waits_hears_how_it_stands_and_what_else_they_can_do(played: dict[str, Played]):
    prompts = played["waits"].prompts
    assert prompts[3:7] == ["queue_busy", "queue_place", "queue_choices", "transfer_read_back"]
    assert prompts.count("queue_still") >= 1
    said = [one for one in played["waits"].all(BotSaid) if one.at_ms < played["waits"].the(QueueLeft).at_ms]
    apart = [later.start_ms - sooner.end_ms for sooner, later in pairwise(said[3:])]
    assert max(apart) < 30_000


def test_who_waits_is_connected_when_an_agent_becomes_free_and_repeats_nothing(played: dict[str, Played]):
    call = played["waits"]
    assert call.the(TransferCompleted).agent == "ben-carter"
    assert call.the(QueueLeft).outcome == "person"
    assert any("third time" in sentence for sentence in call.the(TransferAgreed).briefing)
    assert call.prompts.count("transfer_read_back") == 1


def test_a_call_back_from_the_queue_keeps_its_place_and_connects(played: dict[str, Played]):
    call = played["call-back"]
    assert call.the(QueueLeft).outcome == "call-back"
    tried = call.the(CallbackTried)
    assert tried.outcome == "reached"
    made = [event for event in call.others if isinstance(event, CallStarted)]
    assert [(one.direction, one.caller, one.call_id) for one in made] == [
        ("outbound", FROM_NUMBER, tried.call_made)
    ]
    (agreed,) = [event for event in call.others if isinstance(event, TransferAgreed)]
    assert agreed.reason == "call-back"
    assert any("third time" in sentence for sentence in agreed.briefing)
    assert [event.agent for event in call.others if isinstance(event, TransferCompleted)] == ["ben-carter"]
    assert call.kept_from_ms < call.the(CallbackAgreed).at_ms - 5000


def test_whoever_is_rung_back_hears_who_it_is_that_it_is_a_machine_and_why(played: dict[str, Played]):
    said = [event for event in played["call-back"].others if isinstance(event, BotSaid)]
    assert said[0].text == (
        "Hello, this is the automated assistant of Northwind Fibre. You asked us to ring you back."
    )
    assert said[1].prompt == "callback_suits"


def test_an_answering_machine_is_not_connected_and_is_rung_again_later(played: dict[str, Played]):
    call = played["machine"]
    assert call.the(CallbackTried).outcome == "machine"
    assert not [event for event in call.others if isinstance(event, TransferAgreed)]
    assert call.service.roster.presence("ben-carter") is Presence.AVAILABLE


def test_a_message_is_kept_as_sound_and_words(played: dict[str, Played]):
    call = played["voicemail"]
    left = call.the(VoicemailLeft)
    assert left.text == MESSAGE
    audio = read_wav(call.service.settings.data_directory / left.path)
    assert audio.pcm.size == left.duration_ms * 8
    spoken = read_wav(BILL)
    assert np.abs(audio.pcm.astype(float)).max() > 0.3 * np.abs(spoken.pcm.astype(float)).max()
    assert call.the(CallEnded).reason is EndReason.BOT_SAID_GOODBYE
    assert call.prompts[-1] == "voicemail_thanks"


def test_what_was_said_until_the_caller_hung_up_is_kept(played: dict[str, Played]):
    call = played["hangs up in the middle of their message"]
    left = call.the(VoicemailLeft)
    assert left.text == MESSAGE
    audio = read_wav(call.service.settings.data_directory / left.path)
    assert audio.pcm.size == left.duration_ms * 8
    assert call.the(CallEnded).reason is EndReason.CALLER_HUNG_UP


def test_who_hangs_up_leaves_the_queue(played: dict[str, Played]):
    assert played["hangs up"].the(QueueLeft).outcome == "gave-up"


def test_who_says_nothing_after_the_tone_is_told_and_rung_back_instead(played: dict[str, Played]):
    call = played["says nothing after the tone"]
    assert not call.all(VoicemailLeft)
    assert call.prompts.index("voicemail_nothing") < call.prompts.index("callback_number_known")
    assert not list((call.service.settings.data_directory / "voicemails").iterdir())


def test_whoever_was_declined_waits_in_the_queue_for_another_and_is_asked_nothing_twice(
    played: dict[str, Played],
):
    call = played["declined, and another comes"]
    assert [ended.fallback for ended in call.all(TransferEnded)] == ["queue", ""]
    assert call.the(TransferDeclined).agent == "ben-carter"
    assert call.the(TransferCompleted).agent == "ana-flores"
    assert call.prompts.index("transfer_to_queue") < call.prompts.index("queue_place")
    assert "queue_busy" not in call.prompts
    assert call.prompts.count("transfer_read_back") == 1


def test_a_choice_may_be_said(played: dict[str, Played]):
    call = played["asks by voice to be rung back"]
    assert call.the(QueueLeft).outcome == "call-back"
    assert "callback_number_known" in call.prompts
