"""Turns one caller's audio into turns with text, on time.

Partials are recognised while the caller speaks; the final is begun on a snapshot during the closing silence
and is usually ready when the turn ends. All recognition is the scheduler's; nothing here blocks.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Protocol

from config.settings import TurnSettings
from transcripts.events import Milliseconds
from voice.audio.types import Int16Array
from voice.bot.moves import Expects
from voice.far_end_watch import FarEndWatch
from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency
from voice.speech.scheduler import RecognitionDropped, RecognitionFailed, RecognitionScheduler
from voice.turns.activity import VoiceActivity
from voice.turns.adaptive import Adaptive
from voice.turns.agreement import StablePrefix
from voice.turns.detector import Snapshot, SnapshotKind, SpeechResumed, SpeechStarted, TurnDetector, TurnEnded
from voice.turns.endpoint import Expected
from voice.turns.heard import Heard

FAINT_DBFS = -50.0
"""Below this it is no caller at the telephone but a voice or a noise behind them."""

SHORTEST_SPEECH_MS = 200
"""Speech below this is a click or a cough; the recognisers do not decode it either."""


TOO_SOON_MS = 700
"""Who speaks again this soon after the end of a turn had not ended it, and does not answer the bot, in ms."""

TELLS_EVERY_MS = 40
"""Speech between two words of how long it has lasted, in ms."""

LAST_WORDS_S = 1.5
"""How long the end of a call waits for what the caller said last, in seconds."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the caller, transcribed. Times are the call's; `*_s` are monotonic seconds."""

    utterance_id: str
    recognition: Recognition
    start_ms: Milliseconds
    end_ms: Milliseconds
    """End of the last voiced frame."""
    over_ms: Milliseconds
    """When the turn was declared over."""
    over_s: float
    recognised_s: float
    speculated: bool
    slight: bool
    """Too faint, too short, or the rest of a turn that was cut: without words in it, nothing was said."""
    music: bool = False
    """It was no caller but the music of their hold."""
    fault: str = ""
    """Why there is no transcript, in words, when the recogniser failed."""


class CallerListener(Protocol):
    """Who is told. All are called on the event loop."""

    def speech_started(self, utterance_id: str, at_ms: Milliseconds, interrupts: bool) -> None:
        """`interrupts`: it may stop the bot. What goes on after the cap may not, nor what is faint."""
        ...

    def speech_goes_on(self, voiced_ms: Milliseconds) -> None:
        """So much of the turn under way has been speech by now; told every `TELLS_EVERY_MS` of it."""
        ...

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None: ...

    def turn_ended(self, turn: Turn) -> None: ...

    def far_end(self, heard: Heard) -> None:
        """What is on the line is no caller any more, or is one again."""
        ...


class Listener:
    """One call's ears for speech."""

    def __init__(
        self,
        call_id: str,
        settings: TurnSettings,
        scheduler: RecognitionScheduler,
        activity: VoiceActivity,
        told: CallerListener,
        *,
        language: str,
        clock: Callable[[], float],
        speaker: str = "caller",
    ) -> None:
        self.language = language
        """BCP 47: what the caller speaks, as far as is known."""
        self._call_id = call_id
        self._scheduler = scheduler
        self._told = told
        self._clock = clock
        self._endpoint = Adaptive(settings)
        self._detector = TurnDetector(activity, settings, self._endpoint)
        self._ended_last: TurnEnded | None = None
        self._far_end = FarEndWatch()
        self._speaker = speaker
        self._turns = 0
        self._utterance_id = ""
        self._expected: Expected = "open"
        self._speaking = False
        self._told_ms = 0
        """How much speech of the turn under way has been told of."""
        self._interrupts = True
        """Whether the turn under way may stop the bot."""
        self._prefix = StablePrefix()
        self._shown = ""
        self._speculation: asyncio.Future[Recognition] | None = None
        self._pending: set[asyncio.Task[None]] = set()
        self._last_turn: asyncio.Task[None] | None = None

    def goes_on_after(self, turns: int) -> None:
        """So many turns of this speaker are on record: the next has another id."""
        self._turns = turns

    @property
    def speaking(self) -> bool:
        """Whether the caller is in the middle of a turn."""
        return self._speaking

    def went_on_after(self, utterance_id: str) -> bool:
        """Whether the caller has begun another turn since, which is under way or being transcribed."""
        return utterance_id != self._utterance_id

    @property
    def busy(self) -> bool:
        """Whether a turn is under way or being transcribed."""
        return self._speaking or (self._last_turn is not None and not self._last_turn.done())

    def expect(self, expects: Expects, digits: int = 0) -> None:
        """What kind of reply comes next, and of how many digits; those get more patience."""
        if expects is not Expects.NOTHING:
            self._expected = expects.value
            self._detector.expect(expects.value, digits)

    def frame(self, mulaw: bytes, at_ms: Milliseconds) -> None:
        """20 ms of the caller. Called 50 times a second a call, so the quiet path does nothing else."""
        for event in self._detector.push(mulaw, at_ms):
            if isinstance(event, SpeechStarted):
                self._started(event)
            elif isinstance(event, Snapshot):
                self._snapshot(event, at_ms)
            elif isinstance(event, SpeechResumed):
                self._endpoint.pause_ended(event.paused_ms)
                self._withdraw_speculation()
            else:
                self._ended(event, at_ms)
        turn_ms = self._detector.turn_ms
        for heard in self._far_end.frame(
            mulaw, voiced=not self._detector.pausing, turn_ms=turn_ms, at_ms=at_ms
        ):
            self._told.far_end(heard)
        if self._speaking and self._interrupts:
            voiced_ms = self._detector.speech_ms
            if voiced_ms >= self._told_ms + TELLS_EVERY_MS:
                self._told_ms = voiced_ms
                self._told.speech_goes_on(voiced_ms)

    async def finish(self, at_ms: Milliseconds) -> None:
        """The line is gone: what was said until now is still told, if it is transcribed in time."""
        for event in self._detector.finish():
            if isinstance(event, TurnEnded):
                self._ended(event, at_ms)
        if self._last_turn is not None and not self._last_turn.done():
            await asyncio.wait([self._last_turn], timeout=LAST_WORDS_S)

    def close(self) -> None:
        """The call is over: work in progress is discarded."""
        self._scheduler.discard(self._call_id)
        for task in self._pending:
            task.cancel()

    def _started(self, event: SpeechStarted) -> None:
        last = self._ended_last
        if last is not None and not last.capped and event.at_ms - last.end_ms < TOO_SOON_MS:
            self._endpoint.cut_in(event.at_ms - last.speech_end_ms)
        self._turns += 1
        self._utterance_id = f"{self._speaker}-{self._turns}"
        self._speaking, self._told_ms = True, 0
        self._prefix, self._shown = StablePrefix(), ""
        self._speculation = None
        self._interrupts = not event.continues and event.level_dbfs >= FAINT_DBFS
        self._told.speech_started(self._utterance_id, event.at_ms, self._interrupts)

    def _snapshot(self, event: Snapshot, at_ms: Milliseconds) -> None:
        if event.kind is SnapshotKind.PARTIAL:
            future = self._submit(event.pcm, event.speech_ms, Urgency.PARTIAL)
            self._follow(self._show_partial(self._utterance_id, future, at_ms))
        else:
            self._withdraw_speculation()
            self._speculation = self._submit(event.pcm, event.speech_ms, Urgency.SPECULATION)
            self._follow(self._weigh_speculation(self._speculation))

    def _ended(self, event: TurnEnded, at_ms: Milliseconds) -> None:
        self._speaking = False
        self._ended_last = event
        if not event.capped:
            self._endpoint.turn_ended()
        speculation, self._speculation = self._speculation, None
        if speculation is not None and event.speculation_holds and not _came_to_nothing(speculation):
            future, speculated = speculation, True
            self._scheduler.promote(self._call_id, self._utterance_id)
        else:
            if speculation is not None:
                speculation.cancel()
            future, speculated = self._submit(event.pcm, event.speech_ms, Urgency.FINAL), False
        before = self._last_turn
        slight = not self._interrupts or event.speech_ms < SHORTEST_SPEECH_MS
        self._last_turn = self._follow(
            self._finish(
                before,
                self._utterance_id,
                event,
                at_ms,
                future,
                speculated,
                slight,
                self._far_end.was_music,
            )
        )

    def _submit(self, pcm: Int16Array, speech_ms: int, urgency: Urgency) -> "asyncio.Future[Recognition]":
        return self._scheduler.submit(
            RecognitionRequest(
                call_id=self._call_id,
                utterance_id=self._utterance_id,
                pcm=pcm,
                urgency=urgency,
                speech_ms=speech_ms,
                language=self.language,
                expected=self._expected,
            )
        )

    def _withdraw_speculation(self) -> None:
        if self._speculation is not None:
            self._speculation.cancel()
            self._speculation = None

    async def _show_partial(
        self, utterance_id: str, future: "asyncio.Future[Recognition]", at_ms: Milliseconds
    ) -> None:
        try:
            recognition = await future
        except (RecognitionFailed, RecognitionDropped):
            return
        if utterance_id != self._utterance_id or not self._speaking:
            return
        stable = self._prefix.push(recognition.text)
        if stable != self._shown:
            self._shown = stable
            self._told.partial(utterance_id, stable, at_ms)

    async def _weigh_speculation(self, future: "asyncio.Future[Recognition]") -> None:
        """What the words so far say about whether the caller has finished."""
        try:
            recognition = await asyncio.shield(future)
        except (RecognitionFailed, RecognitionDropped):
            return
        if self._speaking and future is self._speculation:
            self._detector.heard(recognition.text)

    async def _finish(
        self,
        before: "asyncio.Task[None] | None",
        utterance_id: str,
        event: TurnEnded,
        over_ms: Milliseconds,
        future: "asyncio.Future[Recognition]",
        speculated: bool,
        slight: bool,
        music: bool,
    ) -> None:
        over_s = self._clock()
        fault = ""
        try:
            recognition = await future
        except (RecognitionFailed, RecognitionDropped) as error:
            fault = str(error)
            recognition = Recognition(
                text="", confidence=0.0, engine=self._scheduler.engine_name, rejected=fault
            )
        if before is not None:
            await asyncio.wait([before])
        for heard in self._far_end.said(recognition.text, over_ms):
            self._told.far_end(heard)
        self._told.turn_ended(
            Turn(
                utterance_id=utterance_id,
                recognition=recognition,
                start_ms=event.start_ms,
                end_ms=event.speech_end_ms,
                over_ms=over_ms,
                over_s=over_s,
                recognised_s=self._clock(),
                speculated=speculated,
                slight=slight,
                music=music,
                fault=fault,
            )
        )

    def _follow(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)
        return task


def _came_to_nothing(future: "asyncio.Future[Recognition]") -> bool:
    return future.done() and (future.cancelled() or future.exception() is not None)
