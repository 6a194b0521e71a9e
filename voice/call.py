"""One call, from the webhook to the summary: its streams, its turns, its conversation.

Everything runs on the event loop; whatever takes longer than a moment is handed to the scheduler, the
speech source or the executor. Calls share nothing but those.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

import structlog

from config.centre import Centre
from config.settings import Settings
from transcripts.events import EndReason, Milliseconds, Stream
from transcripts.journal import Journal
from voice.bot.conversation import Conversation
from voice.bot.moves import HangUp, Move, Note, Say
from voice.bot.understanding import Understanding
from voice.call_journal import CallJournal
from voice.caller_audio import CallerAudio
from voice.listener import Listener, Turn
from voice.mouthpiece import FirstSound, Mouthpiece, Send, Spoken
from voice.speech.phrases import SpeechSource
from voice.speech.scheduler import RecognitionScheduler
from voice.turns.activity import VoiceActivity
from voice.turns.barge_in import BargeIn
from voice.twilio.ledger import Heard
from voice.twilio.stream import Media, MediaStream, Started

MAX_FAULTS = 4
"""Faults of ours in one call before it is ended: by then the bot itself may be what cannot speak."""

FirstSoundSent = Callable[[FirstSound], None]


@dataclass(frozen=True, slots=True)
class Caller:
    """What the carrier's webhook said."""

    carrier_call_id: str
    caller: str
    called: str
    carrier: str
    """`twilio` or `sandbox`."""


@dataclass(frozen=True, slots=True)
class CallServices:
    """What all calls share: engines, the journal, the centre. Handed in by the composition root."""

    settings: Settings
    centre: Centre
    understanding: Understanding
    journal: Journal
    scheduler: RecognitionScheduler
    speech: SpeechSource
    thinking: Executor
    """Threads for understanding and summaries."""
    new_activity: Callable[[], VoiceActivity]
    clock: Callable[[], float]
    """Monotonic seconds."""
    wall_clock: Callable[[], datetime]
    """UTC."""
    turn_timed: Callable[[float], None]
    """Told every turn's whole latency in ms, for the metrics."""
    recogniser_name: str
    synthesiser_name: str


class LiveCall:
    """A call that is going on. `finished` is set when its record is complete and on disk."""

    def __init__(self, call_id: str, caller: Caller, services: CallServices) -> None:
        settings = services.settings
        self.call_id = call_id
        self.carrier_call_id = caller.carrier_call_id
        self.finished = asyncio.Event()
        self.end_reason: EndReason | None = None
        self._services = services
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)
        self._journal = CallJournal(call_id, services.journal, services.clock)
        self._mouthpiece = Mouthpiece(
            services.speech,
            self._bot_said,
            clock=services.clock,
            lead_ms=settings.bot.lead_ms,
            first_clause_words=settings.bot.first_clause_words,
        )
        self._listener = Listener(
            call_id,
            settings.turns,
            services.scheduler,
            services.new_activity(),
            self,
            clock=services.clock,
        )
        self._caller_audio = CallerAudio()
        self._barge_in = BargeIn()
        self._conversation = Conversation(
            call_id,
            services.centre,
            services.understanding,
            caller_number=caller.caller,
            confidence=settings.bot.confidence,
            wall_clock=services.wall_clock,
        )
        self._streams: dict[Stream, str] = {}
        self._offsets: dict[Stream, Milliseconds] = {}
        """What to add to a stream's own timestamps to get the call's clock."""
        self._hang_up_line: Callable[[], None] | None = None
        self._answering: asyncio.Task[None] | None = None
        """The task that speaks; cancelled by whatever interrupts it."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._silence: asyncio.TimerHandle | None = None
        self._utterances = 0
        self._speech_since_ms: Milliseconds | None = None
        """When the caller began what may stop the bot."""
        self._cut_short = False
        """The caller broke in, and has not been answered yet."""
        self._faults = 0
        self._unanswered = ""
        """What the caller said in turns that they went on talking after."""
        self._journal.started(
            carrier_call_id=caller.carrier_call_id,
            caller=caller.caller,
            called=caller.called,
            carrier=caller.carrier,
            centre=services.centre.name,
            language=services.centre.language,
            recogniser=services.recogniser_name,
            synthesiser=services.synthesiser_name,
        )
        loop = asyncio.get_running_loop()
        self._limits = (
            loop.call_later(settings.limits.connect_s, self._never_connected),
            loop.call_later(settings.limits.call_s, self._too_long),
        )

    @property
    def ended(self) -> bool:
        return self.end_reason is not None

    # What the carrier does.

    def stream_opened(self, kind: Stream, started: Started) -> None:
        self._streams[kind] = started.stream_sid
        self._offsets.pop(kind, None)
        self._journal.stream_opened(kind, started.stream_sid, started.tracks)
        if kind is Stream.EARS:
            self._caller_audio.ears_opened()

    def mouth_ready(self, stream: MediaStream, send: Send, hang_up: Callable[[], None]) -> None:
        """The bot can be heard from now on. `hang_up` closes the mouth, which ends the call."""
        self._hang_up_line = hang_up
        self._mouthpiece.open(stream, send)
        self._decide(self._conversation.answered())

    def media(self, kind: Stream, media: Media) -> None:
        """One message of audio: up to 150 a second a call, so there is no work here for the quiet line."""
        if media.lost_ms:
            self._journal.audio_lost(kind, media.lost_ms)
        if not media.inbound or self.ended:
            return
        offset = self._offsets.get(kind)
        if offset is None:
            offset = self._offsets[kind] = self._journal.now_ms - media.timestamp_ms
        at_ms = media.timestamp_ms + offset
        if kind is Stream.EARS:
            frames = self._caller_audio.ears(media.payload, at_ms)
        else:
            stood_in = bool(self._caller_audio.replaced)
            frames = self._caller_audio.mouth(media.payload, at_ms)
            if not stood_in and self._caller_audio.replaced:
                self._journal.ears_replaced(self._caller_audio.replaced)
        for frame, frame_at_ms in frames:
            self._listener.frame(frame, frame_at_ms)

    def mark_returned(self, name: str) -> None:
        self._mouthpiece.mark_returned(name)

    def key(self, digit: str) -> None:
        if self.ended:
            return
        self._journal.key(digit)
        self._stop_waiting()
        moves = self._conversation.key(digit, self._journal.now_ms)
        if moves:
            self._spawn(self._interrupt_and(moves))
        elif not self._mouthpiece.audible:
            self._wait_for_caller()

    def stream_closed(self, kind: Stream, explanation: str) -> None:
        """The carrier ended a stream, or its socket is gone."""
        stream_id = self._streams.pop(kind, None)
        if stream_id is None:
            return
        if not self.ended:
            self._journal.stream_closed(kind, stream_id, explanation)
        if kind is Stream.EARS and not self.ended and Stream.MOUTH in self._streams:
            for frame, at_ms in self._caller_audio.ears_closed():
                self._listener.frame(frame, at_ms)
            self._journal.ears_replaced(self._caller_audio.replaced)

    def end(self, reason: EndReason, explanation: str) -> None:
        """The call is over. Whoever says so first (stop, close, status, deadline) decides."""
        if self.ended:
            return
        self.end_reason = reason
        self._stop_waiting()
        for limit in self._limits:
            limit.cancel()
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()
        self._mouthpiece.close()
        self._listener.close()
        self._spawn(self._complete(reason, explanation))

    # What the listener hears.

    def speech_started(self, utterance_id: str, at_ms: Milliseconds, interrupts: bool) -> None:
        self._stop_waiting()
        self._journal.speech_started(utterance_id, at_ms)
        self._speech_since_ms = at_ms if interrupts else None
        self._yield_to_caller()

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._journal.partial(utterance_id, text, at_ms)
        self._yield_to_caller()

    def _yield_to_caller(self) -> None:
        """Stops the bot if it speaks, unless what is heard may be its own echo."""
        if self._speech_since_ms is None:
            return
        speech_ms = max(0, self._journal.now_ms - self._speech_since_ms)
        if self._mouthpiece.audible and self._barge_in.decide(speech_ms, self._mouthpiece.played_ms):
            self._spawn(self._barge())

    def turn_ended(self, turn: Turn) -> None:
        if self.ended:
            return
        self._journal.caller_said(turn)
        text = turn.recognition.text
        if turn.fault:
            self._failed("recogniser", turn.fault)
        elif self._listener.went_on_after(turn.utterance_id):
            self._unanswered = f"{self._unanswered} {text}".strip()
        elif text or self._unanswered or self._cut_short or not (turn.slight or self._mouthpiece.audible):
            self._cut_short = False
            self._spawn(self._answer(turn))
        elif not self._mouthpiece.audible:
            self._wait_for_caller()

    # What the bot does.

    async def _answer(self, turn: Turn) -> None:
        text = f"{self._unanswered} {turn.recognition.text}".strip()
        self._unanswered = ""
        understood = await asyncio.get_running_loop().run_in_executor(
            self._services.thinking, self._services.understanding.of, turn.utterance_id, text
        )
        if self._listener.speaking:
            # They went on, so this was not the end of it: what they add is understood together with it.
            self._unanswered = text
            return
        moves = self._conversation.turn(understood, self._journal.now_ms)
        understood_s = self._services.clock()

        def first_sound_sent(sound: FirstSound) -> None:
            timed = self._journal.turn_timed(turn, understood_s, sound)
            self._services.turn_timed(timed.total_ms)

        await self._interrupt_and(moves, first_sound_sent)

    async def _interrupt_and(
        self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None = None
    ) -> None:
        await self._fall_silent()
        self._decide(moves, first_sound_sent)

    async def _barge(self) -> None:
        heard_ms = self._mouthpiece.played_ms
        cut = await self._fall_silent()
        if cut is not None:
            self._cut_short = True
            self._journal.barged_in(cut, heard_ms)

    async def _fall_silent(self) -> Spoken | None:
        if self._answering is not None:
            self._answering.cancel()
            self._answering = None
        return await self._mouthpiece.interrupt()

    def _decide(self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None = None) -> None:
        """Writes the facts down at once, then says what is to be said, then hangs up if that was decided."""
        if self.ended:
            return
        for move in moves:
            if isinstance(move, Note):
                self._journal.write(move.event)
        self._answering = self._spawn(self._carry_out(moves, first_sound_sent))

    async def _carry_out(self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None) -> None:
        says = [move for move in moves if isinstance(move, Say)]
        if says:
            self._listener.expect(says[-1].expects)
            await self._mouthpiece.speak([self._spoken(say) for say in says], first_sound_sent)
        hang_up = next((move for move in moves if isinstance(move, HangUp)), None)
        if hang_up is None:
            self._wait_for_caller()
        else:
            self._hang_up(hang_up.reason, hang_up.explanation)

    def _spoken(self, say: Say) -> Spoken:
        self._utterances += 1
        return Spoken(f"bot-{self._utterances}", say.text, say.prompt)

    def _bot_said(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> None:
        self._conversation.heard(spoken.prompt, complete=not interrupted)
        self._journal.bot_said(spoken, heard, started_s, interrupted)

    def _hang_up(self, reason: EndReason, explanation: str) -> None:
        """The record ends first, so that the carrier's "stop" finds the call ended by us."""
        close_line, self._hang_up_line = self._hang_up_line, None
        self.end(reason, explanation)
        if close_line is not None:
            close_line()

    # Time and trouble.

    def _wait_for_caller(self) -> None:
        """The bot has been heard out and expects a reply."""
        self._stop_waiting()
        if not self.ended and not self._listener.busy:
            delay_s = self._services.settings.bot.no_input_s
            self._silence = asyncio.get_running_loop().call_later(delay_s, self._nothing_said)

    def _stop_waiting(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None

    def _nothing_said(self) -> None:
        self._silence = None
        if not self.ended and not self._listener.busy:
            self._decide(self._conversation.silence(self._journal.now_ms))

    def _too_long(self) -> None:
        self._spawn(self._interrupt_and(self._conversation.too_long()))

    def _never_connected(self) -> None:
        if Stream.MOUTH not in self._streams:
            self.end(
                EndReason.NEVER_CONNECTED,
                "The carrier fetched the answer and did not open the stream that the bot speaks through.",
            )

    def _failed(self, part: str, explanation: str) -> None:
        """A part of ours failed: the caller is told and handed over, never left in silence."""
        self._faults += 1
        self._journal.fault(part, explanation)
        if self._faults < MAX_FAULTS:
            self._spawn(self._interrupt_and(self._conversation.fault(self._journal.now_ms)))
        else:
            self._hang_up(
                EndReason.FAULT, f"The service failed {self._faults} times in this call: {explanation}"
            )

    async def _complete(self, reason: EndReason, explanation: str) -> None:
        try:
            await self._journal.complete(reason, explanation, self._services.thinking)
        finally:
            self._log.info("call ended", reason=reason.value, explanation=explanation)
            self.finished.set()

    def _spawn(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    def _task_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        self._log.error("a part of the call failed", exc_info=error)
        if not self.ended:
            self._failed("call", f"{type(error).__name__}: {error}")
