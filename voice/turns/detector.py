"""Cuts the caller's audio into turns: when they begin to speak, pause, go on, and have finished.

Driven by 20 ms frames and their times; no clock and no I/O. A turn starts on a window that is mostly
voiced, keeps some audio from before it, is recognised on speculation in each pause, and never outlasts
its cap.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from config.settings import TurnSettings
from voice.audio import mulaw
from voice.audio.level import dbfs
from voice.audio.types import FRAME_MS, FRAME_SAMPLES, Int16Array
from voice.turns.activity import VoiceActivity
from voice.turns.endpoint import Endpointing, Expected, Pause

MAX_FILLED_MS = 5000
"""Lost audio is taken for silence up to this; a longer loss ends the turn and sets the clock anew, in ms."""

SILENT_FRAME = bytes([mulaw.SILENCE]) * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    at_ms: int
    """Where the first voiced frame begins; the start is recognised up to the start window later."""
    continues: bool = False
    """The last turn was cut by the cap and this is more of the same sound: no new start, so no barge-in."""
    level_dbfs: float = field(default=0.0, compare=False)
    """How loud it begins: someone at the telephone is far above -50, a voice across the room is not."""


class SnapshotKind(Enum):
    PARTIAL = auto()
    """The caller is still speaking."""
    SPECULATION = auto()
    """The caller has paused: this is the whole turn, unless `SpeechResumed` follows."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The turn so far, to be recognised now."""

    kind: SnapshotKind
    pcm: Int16Array
    """With pre-roll; it ends at `end_ms`."""
    start_ms: int
    """Where the first voiced frame begins."""
    end_ms: int
    speech_ms: int
    """How much of it is voiced."""


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    """The caller went on after a speculation, which is stale now."""

    at_ms: int
    paused_ms: int = field(default=0, compare=False)
    """The silence before it."""


@dataclass(frozen=True, slots=True, eq=False)
class TurnEnded:
    pcm: Int16Array
    """With pre-roll, and with no more closing silence than the speculation had."""
    start_ms: int
    """Where the first voiced frame begins."""
    end_ms: int
    """When the turn was declared over."""
    speech_end_ms: int
    """Where the last voiced frame ends."""
    speech_ms: int
    """How much of it is voiced."""
    capped: bool
    """Cut because it had lasted for `max_turn_s`. What goes on is heard as the next turn, at once."""
    speculation_holds: bool
    """`pcm` is the very audio of the last speculation, so its transcript is the final one."""


TurnEvent: TypeAlias = SpeechStarted | Snapshot | SpeechResumed | TurnEnded


class TurnDetector:
    """One speaker's line on one call."""

    def __init__(self, activity: VoiceActivity, settings: TurnSettings, endpoint: Endpointing) -> None:
        self._activity = activity
        self._endpoint = endpoint
        self._window = _frames(settings.start_ms)
        self._needed = max(1, _least_whole(self._window * settings.start_voiced))
        self._pre_roll = settings.pre_roll_ms // FRAME_MS
        self._speculate_frames = _frames(settings.speculate_ms)
        self._max_frames = int(settings.max_turn_s * 1000) // FRAME_MS
        self._partial_every_ms = settings.partial_every_ms
        self._expected: Expected = "open"
        self._digits = 0
        self._clock_ms = 0
        """Where the next frame is due."""
        self._anchored = False
        """Whether a first frame has set that clock."""
        self._history = 0
        """Whether each frame of the start window was voiced, as bits, the newest lowest."""
        self._history_mask = (1 << self._window) - 1
        self._waited = 0
        """Frames since the last turn."""
        self._kept: deque[bytes] = deque(maxlen=self._pre_roll + self._window)
        """The newest frames that belong to no turn yet."""
        self._turn: _Turn | None = None

    @property
    def speech_ms(self) -> int:
        """How much of the turn under way is voiced; 0 where none is."""
        return self._turn.speech_ms if self._turn is not None else 0

    @property
    def turn_ms(self) -> int:
        """How long the turn under way has lasted, with its pre-roll; 0 where none is."""
        return len(self._turn.frames) * FRAME_MS if self._turn is not None else 0

    @property
    def pausing(self) -> bool:
        """No turn is under way, or its speaker is silent now."""
        return self._turn is None or self._turn.silent_frames > 0

    def push(self, frame: bytes, at_ms: int) -> Sequence[TurnEvent]:
        """Takes the next 160 bytes of μ-law, which begin at `at_ms`, and says what they changed.

        Frames that come twice or too late are ignored; lost ones count as silence.
        """
        if len(frame) != FRAME_SAMPLES:
            raise ValueError(
                f"a frame is {FRAME_SAMPLES} bytes of μ-law, not {len(frame)}; cut it with a Framer"
            )
        if not self._anchored:
            self._anchored, self._clock_ms = True, at_ms
        lost_ms = at_ms - self._clock_ms
        if lost_ms <= -FRAME_MS:
            return ()
        voiced = self._activity.voiced(mulaw.decode_to_bytes(frame))
        if lost_ms < FRAME_MS:
            return self._step(frame, voiced)
        filled = self._make_good(lost_ms)
        return *filled, *self._step(frame, voiced)

    def expect(self, expected: Expected, digits: int = 0) -> None:
        """What kind of reply was asked for last, and how many digits; it holds until the next question."""
        self._expected, self._digits = expected, digits
        if self._turn is not None:
            self._turn.patience_ms = self._patience_ms(self._turn.text)

    def heard(self, text: str) -> None:
        """The transcript of the last speculation. Ignored when the caller has gone on meanwhile."""
        if self._turn is not None and self._turn.speculated:
            self._turn.text = text
            self._turn.patience_ms = self._patience_ms(text)

    def finish(self) -> Sequence[TurnEvent]:
        """The line is gone: ends the turn that is open, if one is."""
        turn = self._turn
        return () if turn is None else (self._end(turn, capped=False),)

    def _step(self, frame: bytes, voiced: bool) -> Sequence[TurnEvent]:
        self._clock_ms += FRAME_MS
        history = self._history = (self._history << 1 | voiced) & self._history_mask
        turn = self._turn
        if turn is not None:
            turn.frames.append(frame)
            return self._go_on(turn) if voiced else self._pause(turn)
        self._waited += 1
        self._kept.append(frame)
        if voiced and history.bit_count() >= self._needed:
            return (self._start(),)
        return ()

    def _start(self) -> SpeechStarted:
        since_last_turn = self._history & ((1 << self._waited) - 1)
        onset_frames = since_last_turn.bit_length()
        self._turn = _Turn(
            frames=list(self._kept)[-(onset_frames + self._pre_roll) :],
            start_ms=self._clock_ms - onset_frames * FRAME_MS,
            speech_ms=since_last_turn.bit_count() * FRAME_MS,
            next_partial_ms=self._partial_every_ms,
            patience_ms=self._patience_ms(None),
        )
        onset = _decoded(self._turn.frames[-onset_frames:])
        return SpeechStarted(self._turn.start_ms, since_last_turn != self._history, dbfs(onset))

    def _go_on(self, turn: "_Turn") -> Sequence[TurnEvent]:
        events: list[TurnEvent] = []
        paused_ms = turn.silent_frames * FRAME_MS
        turn.silent_frames = 0
        turn.speech_ms += FRAME_MS
        if turn.speculated:
            turn.speculated, turn.text = False, None
            turn.patience_ms = self._patience_ms(None)
            events.append(SpeechResumed(self._clock_ms - FRAME_MS, paused_ms))
        if len(turn.frames) >= self._max_frames:
            events.append(self._end(turn, capped=True))
        elif turn.speech_ms >= turn.next_partial_ms:
            turn.next_partial_ms = turn.speech_ms + self._partial_every_ms
            events.append(turn.snapshot(SnapshotKind.PARTIAL, self._clock_ms))
        return events

    def _pause(self, turn: "_Turn") -> Sequence[TurnEvent]:
        turn.silent_frames += 1
        if turn.silent_frames * FRAME_MS >= turn.patience_ms:
            return (self._end(turn, capped=False),)
        if len(turn.frames) >= self._max_frames:
            return (self._end(turn, capped=True),)
        if turn.silent_frames == self._speculate_frames:
            turn.speculated = True
            return (turn.snapshot(SnapshotKind.SPECULATION, self._clock_ms),)
        return ()

    def _end(self, turn: "_Turn", *, capped: bool) -> TurnEnded:
        """After a cap the start window keeps what it knows, so that a voice that goes on is the next turn at
        once, and no word is lost; otherwise a new start needs a new window of speech."""
        surplus = max(0, turn.silent_frames - self._speculate_frames)
        length = len(turn.frames) - surplus
        self._turn = None
        self._waited = 0
        if not capped:
            self._history = 0
        self._kept.clear()
        self._kept.extend(turn.frames[length:])
        return TurnEnded(
            pcm=_decoded(turn.frames[:length]),
            start_ms=turn.start_ms,
            end_ms=self._clock_ms,
            speech_end_ms=self._clock_ms - turn.silent_frames * FRAME_MS,
            speech_ms=turn.speech_ms,
            capped=capped,
            speculation_holds=turn.speculated,
        )

    def _make_good(self, lost_ms: int) -> Sequence[TurnEvent]:
        """Silence in place of the frames that never came, so that all times stay right."""
        if lost_ms > MAX_FILLED_MS:
            events = self.finish()
            self._history = self._waited = 0
            self._kept.clear()
            self._clock_ms += lost_ms
            return events
        filled: list[TurnEvent] = []
        for _ in range(lost_ms // FRAME_MS):
            filled += self._step(SILENT_FRAME, False)
        return filled

    def _patience_ms(self, text: str | None) -> int:
        return self._endpoint.silence_ms(Pause(text, self._expected, self._digits))


@dataclass(slots=True, eq=False)
class _Turn:
    """A turn under way."""

    frames: list[bytes]
    start_ms: int
    speech_ms: int
    next_partial_ms: int
    patience_ms: int
    """The silence that ends it, by what is known now."""
    silent_frames: int = 0
    speculated: bool = False
    """A speculation was begun in this pause."""
    text: str | None = None
    """What that speculation brought."""

    def snapshot(self, kind: SnapshotKind, now_ms: int) -> Snapshot:
        return Snapshot(kind, _decoded(self.frames), self.start_ms, now_ms, self.speech_ms)


def _decoded(frames: Sequence[bytes]) -> Int16Array:
    return mulaw.decode(b"".join(frames))


def _frames(ms: int) -> int:
    """Whole frames that last at least `ms`."""
    return -(-ms // FRAME_MS)


def _least_whole(frames: float) -> int:
    """Rounds up, but 0.55 of 20 frames is 11, although that product comes out a little above."""
    return math.ceil(frames - 1e-9)
