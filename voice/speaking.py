"""What the bot says on one call: the words of one decision after another, and music for who waits.

Words that come while others are said wait for their end; an interruption ends what is being said.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from config.settings import Settings
from voice.audio.wait_music import wait_music
from voice.bot.moves import HangUp, Move, Say
from voice.call_tasks import CallTasks
from voice.mouthpiece import FirstSound, Mouthpiece, Send, Spoken
from voice.saying import Saying
from voice.speech.phrases import SpeechSource
from voice.twilio.ledger import Heard
from voice.twilio.stream import MediaStream

WAIT_MUSIC = "wait_music"

FirstSoundSent = Callable[[FirstSound], None]


class Conductor(Protocol):
    """Who decides what is said, and is told what became of it."""

    @property
    def language(self) -> str:
        """BCP 47: of what is said next."""
        ...

    def expecting(self, say: Say) -> None:
        """The last words of a decision begin, and ask for this."""
        ...

    def bot_said(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> None:
        """An utterance ended; the arguments are those of `voice.mouthpiece.Finished`."""
        ...

    def said_all(self, moves: Sequence[Move]) -> None:
        """The words of a decision were heard, and no music follows."""
        ...

    def say_now(self, moves: Sequence[Move]) -> None:
        """Moves that had to wait are to be carried out."""
        ...


class Speaking:
    """One call's."""

    def __init__(
        self,
        speech: SpeechSource,
        settings: Settings,
        conductor: Conductor,
        tasks: CallTasks,
        clock: Callable[[], float],
    ) -> None:
        self.mouthpiece = Mouthpiece(
            speech,
            conductor.bot_said,
            clock=clock,
            lead_ms=settings.bot.lead_ms,
            first_clause_words=settings.bot.first_clause_words,
        )
        self.pace = 1.0
        self.begun: asyncio.Task[None] | None = None
        """The task that speaks; cancelled by whatever interrupts it."""
        self._first_clause_words = settings.bot.first_clause_words
        self._conductor = conductor
        self._tasks = tasks
        self._saying = Saying((), self._first_clause_words)
        self.floor = asyncio.Lock()
        """Held from falling silent until the next words begin, so that two never speak at once."""
        self._said_it = asyncio.Event()
        """Not while something is being said; music is nothing."""
        self._said_it.set()
        self._to_say: list[Move] = []
        """What comes after what is being said."""
        self._saying_next: asyncio.Task[None] | None = None
        self._music = False
        """Whether the caller waits, and hears music between the words."""
        self._utterances = 0

    def goes_on_after(self, utterances: int) -> None:
        """So many of the bot's are on record: the next has another id."""
        self._utterances = utterances

    # The line.

    def open(self, stream: MediaStream, send: Send) -> None:
        self.mouthpiece.open(stream, send)

    def close(self) -> None:
        self.mouthpiece.close()

    @property
    def audible(self) -> bool:
        """Whether the caller may be hearing the bot now."""
        return self.mouthpiece.audible

    @property
    def played_ms(self) -> int:
        return self.mouthpiece.played_ms

    @property
    def music_plays(self) -> bool:
        playing = self.mouthpiece.playing
        return playing is not None and bool(playing.sound)

    @property
    def asks(self) -> bool:
        """Whether a question is being said."""
        playing = self.mouthpiece.playing
        return playing is not None and self._saying.asks(playing.utterance_id)

    @property
    def next_utterance(self) -> str:
        """The id of what is said next."""
        return f"bot-{self._utterances + 1}"

    # Words.

    def begin(self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None = None) -> None:
        """Says what there is to say of `moves`. What was being said has been made to stop before."""
        if any(isinstance(move, Say) for move in moves):
            self._said_it.clear()
        self.begun = self._tasks.spawn(self._say(moves, first_sound_sent))

    def begin_again(self) -> bool:
        """From the clause in which it was cut; False: there was nothing left of it."""
        rest, after = self._saying.rest(), self._saying.after
        self.begin([*rest, *after])
        return bool(rest)

    async def fall_silent(self) -> Spoken | None:
        """Gives what was cut."""
        if self.begun is not None:
            self.begun.cancel()
            self.begun = None
            self._said_it.set()
        return await self.mouthpiece.interrupt()

    def later(self, moves: Sequence[Move]) -> None:
        """After what is being said; music is cut."""
        if moves and not self._to_say:
            self._saying_next = self._tasks.spawn(self._say_next())
        self._to_say += moves

    async def said_out(self) -> None:
        """Until nothing is being said or waits to be; music may play."""
        while self._to_say and self._saying_next is not None and not self._saying_next.done():
            await asyncio.wait({self._saying_next})
        await self._said_it.wait()

    def music(self, on: bool) -> None:
        self._music = on
        if on and (self.begun is None or self.begun.done()):
            self.begin(())

    async def _say_next(self) -> None:
        while True:
            await self._said_it.wait()
            async with self.floor:
                if not self._said_it.is_set():
                    continue  # Others were faster.
                moves, self._to_say = self._to_say, []
                await self.fall_silent()
                self._conductor.say_now(moves)
                return

    async def _say(self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None) -> None:
        says = [move for move in moves if isinstance(move, Say)]
        self._saying = Saying(moves, self._first_clause_words)
        if says:
            self._conductor.expecting(says[-1])
            try:
                await self.mouthpiece.speak([self._spoken(say) for say in says], first_sound_sent)
            finally:
                # One that was cut may come to its end only after others have begun.
                if asyncio.current_task() is self.begun:
                    self._said_it.set()
        if self._music and not any(isinstance(move, HangUp) for move in moves):
            await self._play_music()
        else:
            self._conductor.said_all(moves)

    async def _play_music(self) -> None:
        while self._music:
            self._utterances += 1
            music = Spoken(f"bot-{self._utterances}", "", WAIT_MUSIC, sound=wait_music())
            await self.mouthpiece.speak([music])

    def _spoken(self, say: Say) -> Spoken:
        utterance_id = self.next_utterance
        self._utterances += 1
        self._saying.begin(utterance_id, say)
        language = say.language or self._conductor.language
        return Spoken(utterance_id, say.text, say.prompt, language, self.pace, say.sound)

    def ended(self, utterance_id: str, heard: str, *, interrupted: bool) -> None:
        """What was heard of an utterance, so that it can go on after a false stop."""
        self._saying.ended(utterance_id, len(heard) if interrupted else 0, interrupted=interrupted)
