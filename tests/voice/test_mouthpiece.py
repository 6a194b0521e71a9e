"""The bot's mouth against a line that plays, clears and returns marks as Twilio does, on a virtual clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.virtual_time import run
from transcripts.events import Stream
from voice.audio import mulaw
from voice.audio.types import Int16Array
from voice.mouthpiece import FirstSound, Mouthpiece, Spoken
from voice.sandbox.media import Clear, Mark, Play, StreamKind, read_command
from voice.sandbox.playout import Playout
from voice.speech.phrases import PhraseCache, SpeechSource
from voice.twilio.ledger import Heard
from voice.twilio.stream import MediaStream

SID = "MZ" + "1" * 32
START = (
    '{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"'
    + SID
    + '","callSid":"CA1",'
    '"tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},'
    '"customParameters":{}},"streamSid":"' + SID + '"}'
)
MS_A_LETTER = 100


class Letters:
    """A synthesiser that sounds for 100 ms a letter, so that times can be read off the text."""

    name, version = "letters", "1"

    def warm_up(self) -> None: ...

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        return np.full(len(text) * MS_A_LETTER * 8, 8000, np.int16)

    def close(self) -> None: ...


class Broken(Letters):
    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        raise RuntimeError("the voice is gone")


@dataclass
class Carrier:
    """Twilio's end: plays 20 ms every 20 ms, and returns marks when it should (or not)."""

    returns_marks: bool = True
    echoes_marks_at_once: bool = False
    playout: Playout = field(default_factory=Playout)
    heard: bytearray = field(default_factory=bytearray)
    clears: int = 0
    largest_lead_ms: int = 0
    mouthpiece: Mouthpiece | None = None

    async def send(self, text: str) -> None:
        match read_command(text, StreamKind.MOUTH, SID):
            case Play(audio):
                self.playout.push(audio)
                self.largest_lead_ms = max(self.largest_lead_ms, self.playout.buffered_ms)
            case Mark(name):
                if self.echoes_marks_at_once or self.playout.mark(name):
                    self.give_back([name])
            case Clear():
                self.clears += 1
                self.give_back(self.playout.clear()[1])
            case other:
                raise AssertionError(f"the service sent what Twilio warns of: {other}")

    def give_back(self, names: list[str]) -> None:
        if self.returns_marks and self.mouthpiece is not None:
            for name in names:
                self.mouthpiece.mark_returned(name)

    async def play(self) -> None:
        while True:
            played = self.playout.play(160)
            await asyncio.sleep(0.02)
            self.heard += played.audio[: played.audio_bytes]
            self.give_back(self.playout.returned_marks())

    @property
    def heard_ms(self) -> int:
        return len(self.heard) // 8


@dataclass
class Said:
    spoken: Spoken
    heard: Heard
    interrupted: bool
    at: float


class Scene:
    """A mouthpiece, its carrier, and what was reported."""

    def __init__(self, carrier: Carrier, synthesiser: Letters, *, lead_ms: int = 300) -> None:
        self.clock = asyncio.get_running_loop().time
        self.began = self.clock()
        self.said: list[Said] = []
        self.carrier = carrier
        self.mouthpiece = Mouthpiece(
            SpeechSource(synthesiser, PhraseCache(10_000_000), workers=1),
            self.report,
            clock=self.clock,
            lead_ms=lead_ms,
            first_clause_words=5,
        )
        carrier.mouthpiece = self.mouthpiece
        stream = MediaStream(Stream.MOUTH, max_message_bytes=65536)
        stream.receive('{"event":"connected","protocol":"Call","version":"1.0.0"}')
        stream.receive(START)
        self.mouthpiece.open(stream, carrier.send)

    @property
    def now_ms(self) -> int:
        return round((self.clock() - self.began) * 1000)

    def report(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> None:
        self.said.append(Said(spoken, heard, interrupted, started_s))


def play(
    act: Callable[[Scene], Awaitable[None]],
    carrier: Carrier | None = None,
    synthesiser: Letters | None = None,
) -> Scene:
    async def scene() -> Scene:
        stage = Scene(carrier or Carrier(), synthesiser or Letters())
        playing = asyncio.create_task(stage.carrier.play())
        try:
            await act(stage)
        finally:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
        return stage

    return run(scene())


HELLO = Spoken("bot-1", "Hello there. ", "greeting")
HELP = Spoken("bot-2", "How can I help you?")


def test_speaking_ends_when_the_caller_has_heard_it_not_when_it_was_sent():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO])
        assert scene.carrier.heard_ms >= len(HELLO.text.strip()) * MS_A_LETTER

    scene = play(act)
    (said,) = scene.said
    assert said.heard.text_end == len(HELLO.text)
    assert said.heard.confirmed
    assert not said.interrupted


def test_the_lead_is_bounded():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak(
            [Spoken("bot-1", "a long answer that takes its time to be said, on and on")]
        )

    assert play(act).carrier.largest_lead_ms <= 300 + 200


def test_two_utterances_follow_each_other_without_a_gap():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO, HELP])

    scene = play(act)
    first, second = scene.said
    spoken_ms = len(HELLO.text.strip()) * MS_A_LETTER
    assert second.at - first.at == pytest.approx(spoken_ms / 1000, abs=0.1)
    assert [said.spoken for said in scene.said] == [HELLO, HELP]


def test_an_interruption_clears_the_line_and_the_record_keeps_what_was_heard():
    async def act(scene: Scene) -> None:
        speaking = asyncio.create_task(scene.mouthpiece.speak([HELLO, HELP]))
        await asyncio.sleep(2.0)
        speaking.cancel()
        assert await scene.mouthpiece.interrupt() == HELP
        assert not scene.mouthpiece.audible

    scene = play(act)
    heard, cut = scene.said
    assert (heard.interrupted, cut.interrupted) == (False, True)
    assert cut.heard.text_end < len(HELP.text)
    assert scene.carrier.clears == 1


def test_openai_agents_js_1173_clear_is_sent_also_when_all_audio_was_sent_already():
    async def act(scene: Scene) -> None:
        speaking = asyncio.create_task(scene.mouthpiece.speak([Spoken("bot-1", "Hi")]))
        await asyncio.sleep(0.05)
        assert scene.carrier.playout.buffered_ms > 0, "all of it is at the carrier"
        speaking.cancel()
        await scene.mouthpiece.interrupt()

    scene = play(act)
    assert scene.carrier.clears == 1
    assert scene.said[0].interrupted


def test_vocode_586_marks_that_a_clear_brings_back_are_not_heard():
    async def act(scene: Scene) -> None:
        speaking = asyncio.create_task(scene.mouthpiece.speak([HELP]))
        await asyncio.sleep(0.3)
        speaking.cancel()
        await scene.mouthpiece.interrupt()

    (cut,) = play(act).said
    assert cut.heard.ms <= 400
    assert cut.heard.text_end < 6


def test_pipecat_366_nothing_of_the_old_answer_is_heard_after_the_interruption():
    async def act(scene: Scene) -> None:
        speaking = asyncio.create_task(scene.mouthpiece.speak([HELP]))
        await asyncio.sleep(0.5)
        speaking.cancel()
        await scene.mouthpiece.interrupt()
        heard_ms = scene.carrier.heard_ms
        await asyncio.sleep(3)
        assert scene.carrier.heard_ms <= heard_ms + 20

    play(act)


def test_a_peer_that_returns_no_marks_does_not_hold_up_the_call():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO])
        assert scene.now_ms < len(HELLO.text) * MS_A_LETTER + 3000

    (said,) = play(act, Carrier(returns_marks=False)).said
    assert not said.heard.confirmed
    assert said.heard.text_end == len(HELLO.text)


def test_jambonz_811_marks_echoed_at_once_do_not_end_the_playback_early():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO])
        assert scene.carrier.heard_ms >= len(HELLO.text.strip()) * MS_A_LETTER - 20

    play(act, Carrier(echoes_marks_at_once=True))


def test_interrupting_silence_sends_nothing():
    async def act(scene: Scene) -> None:
        assert await scene.mouthpiece.interrupt() is None

    assert play(act).carrier.clears == 0


def test_a_line_that_is_lost_settles_what_was_being_said():
    async def act(scene: Scene) -> None:
        speaking = asyncio.create_task(scene.mouthpiece.speak([HELP]))
        await asyncio.sleep(0.5)
        scene.mouthpiece.close()
        speaking.cancel()
        await asyncio.gather(speaking, return_exceptions=True)

    (said,) = play(act).said
    assert said.interrupted


def test_a_synthesiser_that_fails_raises_and_says_nothing():
    async def act(scene: Scene) -> None:
        with pytest.raises(RuntimeError, match="voice is gone"):
            await scene.mouthpiece.speak([HELLO])

    assert play(act, synthesiser=Broken()).said == []


def test_the_first_sound_is_timed_once():
    sounds: list[FirstSound] = []

    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO, HELP], sounds.append)

    play(act)
    (sound,) = sounds
    assert sound.sent_s >= sound.synthesised_s


def test_what_is_heard_is_what_was_synthesised():
    async def act(scene: Scene) -> None:
        await scene.mouthpiece.speak([HELLO])

    heard = mulaw.decode(bytes(play(act).carrier.heard))
    assert np.abs(heard[400:-400]).min() > 7000, "one tone without a hole"
