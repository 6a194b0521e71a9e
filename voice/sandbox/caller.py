"""The scripted caller: listens and speaks, 20 ms at a time, with manners and limited patience."""

from collections.abc import Sequence
from dataclasses import dataclass

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.sandbox.sounding import SAME_BREATH_MS
from voice.sandbox.steps import HangUp, Keys, Prepared, Recording, Silence, Speak

KEY_EVERY_MS = 260
SILENT_FRAME = bytes([mulaw.SILENCE]) * FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class Manners:
    """When a caller takes it that it is their turn."""

    bot_finished_ms: Milliseconds = 1200
    """Silence after the bot's words that means that it has finished."""
    patience_ms: Milliseconds = 20_000
    """How long the caller waits for the bot's first word before speaking anyway."""
    farewell_ms: Milliseconds = 15_000
    """Silence of the bot after the last step at which the caller hangs up."""
    longest_call_ms: Milliseconds = 30 * 60_000
    """At which the caller hangs up, whatever is going on."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller does in one frame."""

    frame: bytes
    """μ-law, 20 ms."""
    speaking: bool = False
    """There is speech in it."""
    begins: str = ""
    """The recording that begins with it."""
    key: str = ""
    hangs_up: bool = False


class ScriptedCaller:
    """Call `next_frame` once for each 20 ms of the line."""

    def __init__(self, steps: Sequence[Prepared], manners: Manners) -> None:
        self._steps = list(steps)
        self._manners = manners
        self._elapsed_ms = 0
        self._ear = _Ear()
        self._waited_ms = 0
        self._recording: Recording | None = None
        self._frame = 0
        self._keys: list[str] = []

    @property
    def steps_left(self) -> int:
        """Steps that have not begun."""
        return len(self._steps)

    def next_frame(self, bot_sounds: bool) -> Said:
        """What the caller does now, having heard the bot, or not, in the 20 ms before."""
        self._elapsed_ms += FRAME_MS
        self._waited_ms += FRAME_MS
        self._ear.hear(bot_sounds)
        if self._elapsed_ms > self._manners.longest_call_ms:
            return Said(SILENT_FRAME, hangs_up=True)
        if self._recording is not None:
            return self._speak(self._recording)
        if self._keys:
            return self._press()
        return self._decide()

    def _decide(self) -> Said:
        if not self._steps:
            gone = min(self._ear.quiet_ms, self._waited_ms) >= self._manners.farewell_ms
            return Said(SILENT_FRAME, hangs_up=gone)
        prepared = self._steps[0]
        match prepared.step:
            case HangUp():
                self._steps.pop(0)
                return Said(SILENT_FRAME, hangs_up=True)
            case Silence(ms):
                if self._waited_ms >= ms:
                    self._steps.pop(0)
                    self._waited_ms = 0
            case Keys(digits):
                if self._may_speak():
                    self._steps.pop(0)
                    self._keys = list(digits)
                    self._waited_ms = KEY_EVERY_MS
            case Speak() as speak:
                if self._may_interrupt(speak.after_ms) if speak.interrupting else self._may_speak():
                    self._steps.pop(0)
                    self._recording, self._frame = prepared.recording, 0
        return Said(SILENT_FRAME)

    def _may_speak(self) -> bool:
        if self._ear.answer_ms is None:
            return min(self._ear.quiet_ms, self._waited_ms) >= self._manners.patience_ms
        return self._ear.quiet_ms >= self._manners.bot_finished_ms

    def _may_interrupt(self, after_ms: Milliseconds) -> bool:
        """Once the bot has spoken for long enough, and is at it; or when it has finished before that."""
        into_its_words = (self._ear.answer_ms or 0) >= after_ms and self._ear.quiet_ms == 0
        return into_its_words or self._may_speak()

    def _speak(self, recording: Recording) -> Said:
        index, self._frame = self._frame, self._frame + 1
        if self._frame >= len(recording.frames):
            self._recording = None
            self._done()
        return Said(
            recording.frames[index],
            speaking=recording.speech[index],
            begins=recording.name if index == 0 else "",
        )

    def _press(self) -> Said:
        if self._waited_ms < KEY_EVERY_MS:
            return Said(SILENT_FRAME)
        key = self._keys.pop(0)
        self._waited_ms = 0
        if not self._keys:
            self._done()
        return Said(SILENT_FRAME, key=key)

    def _done(self) -> None:
        self._waited_ms = 0
        self._ear.expect_answer()


class _Ear:
    """What the caller has heard of the bot since it last finished speaking itself."""

    def __init__(self) -> None:
        self.quiet_ms = SAME_BREATH_MS
        """Since the bot's last sound."""
        self.answer_ms: Milliseconds | None = None
        """Since the first sound of its answer; None: it has not answered yet."""

    def hear(self, bot_sounds: bool) -> None:
        if self.answer_ms is not None:
            self.answer_ms += FRAME_MS
        elif bot_sounds and self.quiet_ms >= SAME_BREATH_MS:
            self.answer_ms = FRAME_MS
        self.quiet_ms = 0 if bot_sounds else self.quiet_ms + FRAME_MS

    def expect_answer(self) -> None:
        self.answer_ms = None
