"""Speaks the bot's utterances into the line and knows what the caller heard of them.

Audio is sent a bounded lead ahead of its playback, so that a stall is not heard and an interruption is
quick. What counts is the playback ledger, never what was sent.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass

from voice.audio import mulaw
from voice.audio.level import first_sound
from voice.speech.clauses import split_clauses
from voice.speech.phrases import SpeechSource
from voice.twilio.ledger import Heard, PlaybackLedger
from voice.twilio.stream import MediaStream

CHUNK_BYTES = 1600
"""Audio in one message, 200 ms: whole frames, few messages."""

SOUNDING = 200
"""A sample beyond this (of 32768) is sound, not the noise floor of a synthesiser."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing to say."""

    utterance_id: str
    text: str
    prompt: str = ""
    language: str = ""
    """BCP 47; empty: the first voice's."""
    pace: float = 1.0
    """Of the voice's own."""
    sound: bytes = b""
    """μ-law to be played in place of the text: music for who waits."""


@dataclass(frozen=True, slots=True)
class FirstSound:
    """When an answer became audible, on the monotonic clock in seconds."""

    synthesised_s: float
    """The first clause was audio."""
    sent_s: float
    """Its first sounding frame was on the wire."""


Finished = Callable[[Spoken, Heard, float, bool], None]
"""Told once of each utterance that was begun: what was heard of it, when its playback began (monotonic
seconds), and whether it was interrupted."""

Send = Callable[[str], Awaitable[None]]


class Mouthpiece:
    """One call's. Cancel `speak` to stop it, then `interrupt`, which empties the line."""

    def __init__(
        self,
        speech: SpeechSource,
        finished: Finished,
        *,
        clock: Callable[[], float],
        lead_ms: int,
        first_clause_words: int,
    ) -> None:
        self._speech = speech
        self._finished = finished
        self._clock = clock
        self._lead_ms = lead_ms
        self._first_clause_words = first_clause_words
        self._ledger = PlaybackLedger()
        self._line: tuple[MediaStream, Send] | None = None
        self._opened = asyncio.Event()
        self._progress = asyncio.Event()
        self._begun: list[_Begun] = []
        """Utterances whose playback has not ended, in order."""
        self._sending: _Begun | None = None
        """The last of them, while more of its audio is to come."""

    def open(self, stream: MediaStream, send: Send) -> None:
        self._line = (stream, send)
        self._opened.set()

    def close(self) -> None:
        """The line is gone: what was not heard by now never will be."""
        self._line = None
        self._opened.clear()
        self._abandon()

    @property
    def audible(self) -> bool:
        """Whether the caller may be hearing the bot now."""
        return self._ledger.playing(self._clock())

    @property
    def playing(self) -> Spoken | None:
        """What the caller may be hearing now."""
        return self._begun[0].spoken if self._begun else None

    @property
    def played_ms(self) -> int:
        """How much of the utterance that is playing the caller has heard; 0 when none is."""
        return self._heard(self._begun[0]).ms if self._begun else 0

    def mark_returned(self, name: str) -> None:
        self._ledger.mark_returned(name, self._clock())
        self._settle()

    async def speak(
        self, utterances: Sequence[Spoken], first_sound_sent: Callable[[FirstSound], None] | None = None
    ) -> None:
        """Says them without a gap; returns when the caller has heard the last one.

        Raises what the synthesiser raises.
        """
        async with aclosing(self._clauses(utterances)) as clauses:
            async for clause in clauses:
                await self._opened.wait()
                if clause.opens is not None:
                    self._begin(clause.opens)
                sounding_at = first_sound(mulaw.decode(clause.audio), SOUNDING) if first_sound_sent else None
                for start in range(0, len(clause.audio), CHUNK_BYTES):
                    chunk = clause.audio[start : start + CHUNK_BYTES]
                    await self._send(chunk, clause.text_reached((start + len(chunk)) / len(clause.audio)))
                    if first_sound_sent and sounding_at is not None and sounding_at < start + len(chunk):
                        first_sound_sent(FirstSound(clause.synthesised_s, self._clock()))
                        first_sound_sent = None
                await self._mark()
        self._sending = None
        await self._heard_out()

    async def interrupt(self) -> Spoken | None:
        """Empties the line at once, also when all of it was sent already. Returns what was cut."""
        self._settle()
        if not self._begun or self._line is None:
            return None
        cut = self._begun[0].spoken
        stream, send = self._line
        self._abandon()
        await send(stream.clear())
        return cut

    # How it is done.

    async def _clauses(self, utterances: Sequence[Spoken]) -> "AsyncGenerator[_Clause, None]":
        """Clause by clause, the next one being synthesised while this one is sent."""
        pieces = [
            (spoken, clause, index == 0)
            for spoken in utterances
            for index, clause in enumerate(_clauses_of(spoken, self._first_clause_words))
        ]
        following: asyncio.Task[bytes] | None = None
        text_end = 0
        try:
            for position, (spoken, text, opens) in enumerate(pieces):
                ready = following or asyncio.create_task(self._clause(spoken, text))
                following = ready
                audio = await ready
                synthesised_s = self._clock()
                following = (
                    asyncio.create_task(self._clause(*pieces[position + 1][:2]))
                    if position + 1 < len(pieces)
                    else None
                )
                text_end = 0 if opens else text_end
                yield _Clause(spoken if opens else None, text, text_end, audio, synthesised_s)
                text_end += len(text)
        finally:
            if following is not None:
                following.cancel()

    async def _clause(self, spoken: Spoken, text: str) -> bytes:
        return spoken.sound or await self._speech.clause(text, spoken.language, spoken.pace)

    def _begin(self, spoken: Spoken) -> None:
        now = self._clock()
        started_s = now + self._ledger.queued_ms(now) / 1000
        generation = self._ledger.begin(spoken.utterance_id, now)
        self._sending = _Begun(spoken, generation, started_s)
        self._begun.append(self._sending)

    async def _send(self, chunk: bytes, text_end: int) -> None:
        ahead_ms = self._ledger.queued_ms(self._clock()) - self._lead_ms
        if ahead_ms > 0:
            await asyncio.sleep(ahead_ms / 1000)
        if self._line is None or self._sending is None:
            raise asyncio.CancelledError
        stream, send = self._line
        message = stream.media(chunk)
        self._ledger.sent(self._sending.generation, len(chunk), text_end, self._clock())
        await send(message)

    async def _mark(self) -> None:
        if self._line is not None and self._sending is not None:
            stream, send = self._line
            await send(stream.mark(self._ledger.mark_name(self._sending.generation, self._clock())))

    async def _heard_out(self) -> None:
        """Waits until nothing is playing, by the marks or, where none come, by the ledger's deadlines."""
        self._settle()
        while self._begun:
            self._progress.clear()
            deadline = self._ledger.next_deadline(self._clock())
            with suppress(TimeoutError):
                async with asyncio.timeout(deadline and max(0.001, deadline - self._clock())):
                    await self._progress.wait()
            self._settle()

    def _settle(self) -> None:
        """Reports the utterances whose playback has ended, in order."""
        while self._begun and self._begun[0] is not self._sending and self._heard(self._begun[0]).finished:
            ended = self._begun.pop(0)
            self._finished(ended.spoken, self._heard(ended), ended.started_s, False)
        self._progress.set()

    def _abandon(self) -> None:
        self._settle()
        self._ledger.cleared(self._clock())
        self._sending = None
        cut, self._begun = self._begun, []
        for begun in cut:
            self._finished(begun.spoken, self._heard(begun), begun.started_s, True)
        self._progress.set()

    def _heard(self, begun: "_Begun") -> Heard:
        return self._ledger.heard(begun.spoken.utterance_id, self._clock())


def _clauses_of(spoken: Spoken, first_clause_words: int) -> list[str]:
    return [spoken.text] if spoken.sound else split_clauses(spoken.text, first_clause_words)


@dataclass(frozen=True, slots=True)
class _Begun:
    spoken: Spoken
    generation: int
    started_s: float


@dataclass(frozen=True, slots=True)
class _Clause:
    opens: Spoken | None
    """The utterance that it is the first clause of."""
    text: str
    text_start: int
    """Where it begins in the utterance's text."""
    audio: bytes
    synthesised_s: float

    def text_reached(self, share: float) -> int:
        """How far into the utterance's text this share of the audio reaches, to the last whole word."""
        if share >= 1:
            return self.text_start + len(self.text)
        reached = self.text[: int(len(self.text) * share)]
        return self.text_start + max(0, reached.rfind(" "))
