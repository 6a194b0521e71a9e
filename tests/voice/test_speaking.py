"""What the bot says, when several have something to say: one after the other, and never two at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from config.settings import Settings
from tests.virtual_time import run
from tests.voice.test_mouthpiece import START, Carrier, Letters
from transcripts.events import Stream
from voice.bot.moves import Expects, Move, Say
from voice.call_tasks import CallTasks
from voice.mouthpiece import Spoken
from voice.speaking import Speaking
from voice.speech.phrases import PhraseCache, SpeechSource
from voice.twilio.ledger import Heard
from voice.twilio.stream import MediaStream


class SlowLine(Carrier):
    """Takes a while to take what it is sent, as a busy service's does."""

    async def send(self, text: str) -> None:
        await asyncio.sleep(0.03)
        await super().send(text)


class Conductor:
    """Carries out what `Speaking` asks for, and keeps what was heard."""

    language = "en-US"

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []
        self.failed: list[BaseException] = []
        self.over: list[str] = []
        self.speaking: Speaking

    def expecting(self, say: Say) -> None: ...

    def bot_said(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> None:
        if not spoken.sound:
            self.said.append((spoken.text, interrupted))
        self.speaking.ended(spoken.utterance_id, spoken.text[: heard.text_end], interrupted=interrupted)

    def said_all(self, moves: Sequence[Move]) -> None:
        self.over.append(" ".join(move.text for move in moves if isinstance(move, Say)))

    def say_now(self, moves: Sequence[Move]) -> None:
        self.speaking.begin(moves)

    async def interrupt_and(self, text: str) -> None:
        async with self.speaking.floor:
            await self.speaking.fall_silent()
            self.speaking.begin([words(text)])


def words(text: str) -> Say:
    return Say(text, text, Expects.NOTHING)


@pytest.fixture
def play():
    def play(act: Callable[[Speaking, Conductor], Awaitable[None]]) -> Conductor:
        async def scene() -> Conductor:
            clock = asyncio.get_running_loop().time
            speech = SpeechSource(Letters(), PhraseCache(10_000_000), workers=1)
            conductor, line = Conductor(), SlowLine()
            tasks = CallTasks(conductor.failed.append)
            speaking = conductor.speaking = Speaking(speech, Settings(), conductor, tasks, clock)
            line.mouthpiece = speaking.mouthpiece
            stream = MediaStream(Stream.MOUTH, max_message_bytes=65536)
            stream.receive('{"event":"connected","protocol":"Call","version":"1.0.0"}')
            stream.receive(START)
            playing = asyncio.create_task(line.play())
            speaking.open(stream, line.send)
            await act(speaking, conductor)
            tasks.cancel()
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
            await speech.close()
            return conductor

        return run(scene())

    return play


async def silence(speaking: Speaking) -> None:
    await speaking.said_out()
    while speaking.audible:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def test_two_interruptions_at_once_do_not_speak_at_once(play):
    """On a busy service the second began while the first was emptying the line: the ledger then failed with
    "the text went back"."""

    async def act(speaking: Speaking, conductor: Conductor) -> None:
        speaking.begin([words("a long sentence that is being said")])
        await asyncio.sleep(1)
        await asyncio.gather(conductor.interrupt_and("first"), conductor.interrupt_and("second"))
        await silence(speaking)

    conductor = play(act)
    assert conductor.failed == []
    assert conductor.said[0] == ("a long sentence that is being said", True)
    assert conductor.said[-1] == ("second", False)
    assert conductor.over == ["second"]


def test_what_comes_later_waits_for_words_that_were_faster(play):
    async def act(speaking: Speaking, conductor: Conductor) -> None:
        speaking.begin([words("one")])
        await asyncio.sleep(0.1)
        speaking.later([words("afterwards")])
        await conductor.interrupt_and("instead")
        await silence(speaking)

    conductor = play(act)
    assert conductor.said[-2:] == [("instead", False), ("afterwards", False)]


def test_an_end_that_comes_late_does_not_end_what_is_said_now(play):
    """The task that was cut notes its end only when the loop comes round to it."""

    async def act(speaking: Speaking, conductor: Conductor) -> None:
        for text in ("one", "two", "three"):
            await conductor.interrupt_and(text)
            await asyncio.sleep(0)
            speaking.later([words(f"after {text}")])
        await silence(speaking)

    conductor = play(act)
    uncut = [text for text, cut in conductor.said if not cut]
    assert uncut == ["three", "after one", "after two", "after three"]


def test_words_cut_the_music_and_music_comes_back(play):
    async def act(speaking: Speaking, conductor: Conductor) -> None:
        speaking.music(on=True)
        await asyncio.sleep(1)
        assert speaking.music_plays
        speaking.later([words("still looking")])
        await asyncio.sleep(2)
        assert conductor.said == [("still looking", False)]
        assert speaking.music_plays
        speaking.music(on=False)

    play(act)
