"""The exchange of one call on a virtual clock: the real conversation, ears and mouth, and a caller of loud frames."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from assist.approvals import ApprovalDesk
from assist.customers import NoCustomers
from assist.entities import Listening
from assist.lockout import Lockout
from assist.tools.runner import ToolRunner
from assist.verification import Verification
from config.centre import Centre
from config.settings import Settings
from tests.engines import ScriptedRecogniser
from tests.virtual_time import run
from tests.voice.test_mouthpiece import START, Carrier, Letters
from tests.voice.turns.test_far_end import chords, speech
from transcripts.events import (
    AnyEvent,
    BargedIn,
    BotResumed,
    BotSaid,
    CallEnded,
    CallerSilent,
    EndReason,
    FarEndHeard,
    IntentRecognised,
    NotUnderstood,
    Stream,
    Utterance,
)
from transcripts.journal import Journal
from voice.audio import mulaw
from voice.bot.call_so_far import Standing
from voice.bot.understanding import Understanding
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.exchange import Exchange
from voice.listener import Turn
from voice.one_time_codes import SandboxCodes
from voice.speech.phrases import PhraseCache, SpeechSource
from voice.speech.recogniser import Recognition
from voice.speech.scheduler import RecognitionScheduler
from voice.twilio.stream import MediaStream

NOW = datetime(2026, 11, 18, 16, tzinfo=UTC)
LOUD = mulaw.encode(np.full(160, 8000, np.int16))
LONGEST_MS = 180_000
"""No scene here lasts so long."""
QUIET = mulaw.encode(np.zeros(160, np.int16))


class Loudness:
    """A voice is whatever is loud."""

    def voiced(self, frame: bytes) -> bool:
        return bool(np.abs(np.frombuffer(frame, np.int16)).max() > 1000)


class Kept:
    """A store in memory, for a call that nobody reads later."""

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []

    async def write(self, entries: Sequence) -> None:
        self.events += [entry.event for entry in entries]

    async def events_of(self, call_id: str, since: int = 0) -> list[AnyEvent]:
        return [event for event in self.events if event.sequence > since]

    async def open_calls(self) -> list:
        return []

    async def last_sequences(self, limit: int) -> Mapping[str, int]:
        return {}

    async def last_sequence(self, call_id: str) -> int:
        return len(self.events)

    async def close(self) -> None: ...


class Pace(Letters):
    """Remembers how fast it was asked to speak; 20 ms a letter."""

    def __init__(self) -> None:
        self.paces: list[float] = []

    def synthesise(self, text: str, pace: float = 1.0):
        self.paces.append(pace)
        return np.full(len(text) * 160, 8000, np.int16)


class Line:
    """The caller's end."""

    def __init__(self, exchange: Exchange, journal: CallJournal, voice: Pace) -> None:
        self.exchange, self.journal, self.voice = exchange, journal, voice
        self.ended = asyncio.Event()
        self.at_ms = 0

    async def pause(self, ms: int) -> None:
        await self._frames(QUIET, ms)

    async def speak(self, ms: int) -> None:
        await self._frames(LOUD, ms)

    async def until_quiet(self) -> None:
        """The bot has begun, and has been heard out."""
        while not self.exchange.speaking.mouthpiece.audible:
            await self.pause(20)
        while self.exchange.speaking.mouthpiece.audible:
            await self.pause(20)

    async def until_it_says(self, prompt: str) -> None:
        while (playing := self.exchange.speaking.mouthpiece.playing) is None or playing.prompt != prompt:
            await self.pause(20)

    async def play(self, pcm: np.ndarray) -> None:
        coded = mulaw.encode(np.rint(pcm[: len(pcm) // 160 * 160]).astype(np.int16))
        for start in range(0, len(coded), 160):
            await self._frames(coded[start : start + 160], 20)

    async def _frames(self, frame: bytes, ms: int) -> None:
        assert self.at_ms < LONGEST_MS, "what was waited for never came"
        for _ in range(ms // 20):
            self.exchange.listener.frame(frame, self.at_ms)
            self.at_ms += 20
            await asyncio.sleep(0.02)


@pytest.fixture
def ring(centre: Centre, understanding: Understanding):
    def ring(act: Callable[[Line], Awaitable[None]], *script: str) -> tuple[list[AnyEvent], Line]:
        async def scene() -> tuple[list[AnyEvent], Line]:
            clock = asyncio.get_running_loop().time
            settings, voice, store = Settings(), Pace(), Kept()
            alone = replace(centre, locales=())
            journal = Journal(store, wall_clock=lambda: NOW)
            await journal.start()
            scheduler = RecognitionScheduler(ScriptedRecogniser(*script), max_queue=10)
            scheduler.start()
            speech = SpeechSource(voice, PhraseCache(10_000_000), workers=1)
            thinking = ThreadPoolExecutor(1)
            approvals = ApprovalDesk(lambda _: None, lambda *_: None, clock=clock)
            services = CallServices(
                settings=settings,
                centre=alone,
                understanding={alone.language: understanding},
                journal=journal,
                scheduler=scheduler,
                speech=speech,
                thinking=thinking,
                tools=ToolRunner({}, NoCustomers(), approvals, clock=clock),
                new_verification=lambda number: Verification(
                    (),
                    NoCustomers(),
                    SandboxCodes(),
                    Lockout(clock),
                    caller_number=number,
                    listening=lambda: Listening("US", NOW),
                    clock=clock,
                ),
                standing=nobody,
                hears=lambda _: True,
                new_activity=Loudness,
                clock=clock,
                wall_clock=lambda: NOW,
                turn_timed=lambda _: None,
                transfers=None,
                recogniser_name="scripted",
                synthesiser_name="pace",
            )
            pen = CallJournal("call-1", journal, clock)
            carrier = Carrier()
            ended: list[tuple[EndReason, str]] = []
            exchange = Exchange(
                "call-1", "+15035550142", services, pen, lambda *why: (ended.append(why), exchange.close())
            )
            carrier.mouthpiece = exchange.speaking.mouthpiece
            stream = MediaStream(Stream.MOUTH, max_message_bytes=65536)
            stream.receive('{"event":"connected","protocol":"Call","version":"1.0.0"}')
            stream.receive(START)
            playing = asyncio.create_task(carrier.play())
            exchange.begin(stream, carrier.send)
            line = Line(exchange, pen, voice)
            await act(line)
            exchange.close()
            await exchange.last_words()
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
            await journal.close()
            await scheduler.close()
            await speech.close()
            thinking.shutdown()
            return store.events, line

        return run(scene())

    return ring


async def nobody(_: str) -> Standing:
    return Standing()


def all_of(events: list[AnyEvent], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


async def ask_about_slow_internet(line: Line) -> None:
    await line.until_quiet()
    await line.speak(1500)
    await line.until_it_says("answer_lead")
    await line.pause(2000)


def test_a_sound_of_listening_does_not_stop_the_bot(ring):
    async def act(line: Line) -> None:
        await ask_about_slow_internet(line)
        await line.speak(360)
        await line.until_quiet()

    events, _ = ring(act, "my internet is very slow", "uh-huh")
    assert not all_of(events, BargedIn)
    assert [said.text for said in all_of(events, Utterance)] == ["my internet is very slow", "uh-huh"]
    assert not any(said.interrupted for said in all_of(events, BotSaid))
    assert len(all_of(events, IntentRecognised)) == 1


def test_livekit_false_interruption_the_bot_goes_on_at_the_clause_in_which_it_was_cut(ring):
    """A cough of a second stops the bot; nothing was said, so the rest is still owed."""

    async def act(line: Line) -> None:
        await ask_about_slow_internet(line)
        await line.pause(1000)
        await line.speak(900)
        await line.until_quiet()

    events, _ = ring(act, "my internet is very slow", "")
    (barge,) = all_of(events, BargedIn)
    (resumed,) = all_of(events, BotResumed)
    said = {each.utterance_id: each for each in all_of(events, BotSaid)}
    cut, rest = said[barge.utterance_id], said[resumed.utterance_id]
    assert cut.interrupted
    assert not rest.interrupted
    assert cut.text.endswith(rest.text)
    assert cut.heard + rest.text >= cut.text[: len(cut.heard)], "nothing in between is lost"
    assert len(cut.text) - len(rest.text) <= len(cut.heard), "it begins at or before the place of the cut"
    assert all_of(events, BotSaid)[-1].prompt == "settled_question"


def test_real_words_stop_the_bot_and_are_answered(ring):
    async def act(line: Line) -> None:
        await ask_about_slow_internet(line)
        await line.speak(1200)
        await line.until_quiet()

    events, _ = ring(act, "my internet is very slow", "i want to speak to a person please")
    assert all_of(events, BargedIn)
    assert not all_of(events, BotResumed)
    assert "callback_number_known" in [said.prompt for said in all_of(events, BotSaid)]


def test_stop_is_a_word_however_short_it_is(ring):
    """Too short to stop the bot by its length, it is answered when it has been understood."""

    async def act(line: Line) -> None:
        await ask_about_slow_internet(line)
        await line.speak(380)
        await line.until_it_says("callback_number_known")

    events, _ = ring(act, "my internet is very slow", "agent")
    assert any(said.interrupted for said in all_of(events, BotSaid))


def test_yeah_into_a_question_is_its_answer(ring):
    async def act(line: Line) -> None:
        await ask_about_slow_internet(line)
        await line.until_it_says("settled_question")
        await line.pause(400)
        await line.speak(300)
        await line.until_it_says("anything_else")

    events, _ = ring(act, "my internet is very slow", "yeah")
    assert not all_of(events, BotResumed)


def test_what_the_caller_says_last_is_in_the_record(ring):
    """They hang up on their own last word: it is transcribed all the same."""

    async def act(line: Line) -> None:
        await line.until_quiet()
        await line.speak(1500)

    events, _ = ring(act, "my router has a red light")
    assert [said.text for said in all_of(events, Utterance)] == ["my router has a red light"]
    assert not all_of(events, CallEnded)


def test_a_caller_who_asks_for_it_hears_a_slower_voice_from_then_on(ring):
    async def act(line: Line) -> None:
        await line.until_quiet()
        await line.speak(1500)
        await line.until_it_says("slower")
        await line.until_quiet()
        assert set(line.voice.paces[-2:]) == {Settings().synthesiser.slow_pace}

    _, line = ring(act, "can you speak more slowly please")
    assert line.voice.paces[0] == 1.0


def test_a_late_final_joins_the_turn_that_it_belongs_to(ring):
    """The caller speaks on while the first half is still being transcribed."""

    async def act(line: Line) -> None:
        await line.until_quiet()
        await line.speak(600)
        first = Recognition("my internet is", 1.0, "late")
        line.exchange.turn_ended(
            Turn(
                "caller-0",
                first,
                line.at_ms - 2000,
                line.at_ms - 900,
                line.at_ms - 500,
                0.0,
                0.0,
                False,
                False,
            )
        )
        await line.speak(600)
        await line.until_quiet()

    events, _ = ring(act, "very slow today")
    assert [said.text for said in all_of(events, Utterance)] == ["my internet is", "very slow today"]
    (recognised,) = all_of(events, IntentRecognised)
    assert recognised.intent == "slow_connection"


def test_music_is_no_caller_and_the_bot_waits_for_who_put_it_on_hold(ring):
    """Twelve seconds of it are neither answered nor taken for silence, and the caller who comes back is."""

    async def act(line: Line) -> None:
        await line.until_quiet()
        await line.play(chords(12.0))
        await line.pause(2000)
        await line.play(speech(2.0))
        await line.until_it_says("answer_lead")

    events, _ = ring(act, "la la la", "my internet is very slow")
    (music, *_) = all_of(events, FarEndHeard)
    assert music.far_end == "music"
    assert music.evidence
    assert not all_of(events, NotUnderstood)
    assert not all_of(events, CallerSilent)
    assert [found.intent for found in all_of(events, IntentRecognised)] == ["slow_connection"]
