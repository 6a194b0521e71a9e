"""The telephones that a company rings: they answer, decline, press keys, ring out, or take a message.

Sans-I/O: the company gives a phone the frame that it hears and the time, and gets what it does.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import numpy as np

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import FRAME_MS, Int16Array
from voice.sandbox.caller import KEY_EVERY_MS, ScriptedCaller
from voice.sandbox.mixer import SILENCE
from voice.sandbox.phone_steps import (
    PhoneStep,
    Play,
    Press,
    Sound,
    Tone,
    Wait,
    WaitForQuiet,
    WaitForSound,
    WaitUntil,
    check_keys,
    sound_of,
)
from voice.sandbox.sounding import is_sounding
from voice.sandbox.steps import HangUp

GREETING = Tone(220.0, 3000)
BEEP = Tone(1000.0, 500)


class PhoneOutcome(StrEnum):
    """What becomes of ringing a telephone."""

    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    """Answered as well, by a machine; the company cannot tell."""
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    DECLINED = "declined"
    FAILED = "failed"
    """There is no such telephone, or it cannot be reached."""

    @property
    def call_status(self) -> str:
        """The final `CallStatus` that Twilio gives to the leg."""
        match self:
            case PhoneOutcome.ANSWERED | PhoneOutcome.VOICEMAIL:
                return "completed"
            case PhoneOutcome.DECLINED:
                return "busy"
            case _:
                return self.value

    @property
    def sip_code(self) -> int:
        """The `SipResponseCode` that goes with it."""
        match self:
            case PhoneOutcome.ANSWERED | PhoneOutcome.VOICEMAIL:
                return 200
            case PhoneOutcome.NO_ANSWER:
                return 487
            case PhoneOutcome.BUSY:
                return 486
            case PhoneOutcome.DECLINED:
                return 603
            case PhoneOutcome.FAILED:
                return 404


@dataclass(frozen=True, slots=True, eq=False)
class PhoneFrame:
    """What a telephone does in one frame."""

    said: Int16Array = field(default_factory=lambda: SILENCE)
    key: str = ""
    answers: bool = False
    declines: bool = False
    """It refuses the call: `outcome` says how."""
    hangs_up: bool = False
    speaking: bool = False
    """There is speech in `said`."""
    begins: str = ""
    """The recording or tone that begins with it."""
    outcome: PhoneOutcome | None = None
    """With `answers` and `declines`."""


class Phone(Protocol):
    """The company's side of a telephone. The company decides how long it rings, and hangs up itself."""

    def ring(self, now_ms: Milliseconds) -> None:
        """It begins to ring; whatever it was at before is over."""
        ...

    def frame(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:
        """What it does now, having heard this; call it every 20 ms, while it rings as well."""
        ...


@dataclass(frozen=True, slots=True)
class PhoneScript:
    """What a telephone does when it is rung."""

    outcome: PhoneOutcome = PhoneOutcome.ANSWERED
    after_ms: Milliseconds = 2000
    """How long it rings until then; nothing for those who are busy or not there."""
    steps: tuple[PhoneStep, ...] = ()
    """After the answer; then it stays on the line. A voicemail says these instead of its own greeting."""
    hang_up_at_ms: Milliseconds | None = None
    """Hangs up so long after the answer, whatever it is doing."""
    longest_message_ms: Milliseconds = 60_000
    """How much a voicemail records before it hangs up."""


class ScriptedPhone:
    """Follows a script each time that it is rung: the first, then the second, and the last from then on."""

    def __init__(self, *scripts: PhoneScript) -> None:
        """Raises `CallFailed` for keys and recordings that cannot be used."""
        if not scripts:
            scripts = (PhoneScript(),)
        self.rings = 0
        """How often it was rung."""
        self._messages: list[list[Int16Array]] = []
        self._scripts = tuple((script, _ready(script)) for script in scripts)
        self._rung_ms: Milliseconds | None = None
        self._talk: _Talk | None = None

    @property
    def messages(self) -> tuple[Int16Array, ...]:
        """What its voicemail recorded after the beep, a message for each call that lasted so long."""
        return tuple(np.concatenate(frames) for frames in self._messages)

    def ring(self, now_ms: Milliseconds) -> None:
        self.rings += 1
        self._rung_ms = now_ms
        self._talk = None

    def frame(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:
        """Without having been rung, it is the one who calls, and is answered with the first frame."""
        if self._talk is not None:
            return self._talk.frame(heard, now_ms)
        script, ready = self._scripts[min(max(self.rings, 1), len(self._scripts)) - 1]
        if self._rung_ms is None:
            self._talk = self._answered(script, ready, now_ms)
            return self._talk.frame(heard, now_ms)
        rung_for_ms = now_ms - self._rung_ms
        match script.outcome:
            case PhoneOutcome.BUSY | PhoneOutcome.FAILED:
                return PhoneFrame(declines=True, outcome=script.outcome)
            case PhoneOutcome.DECLINED if rung_for_ms >= script.after_ms:
                return PhoneFrame(declines=True, outcome=script.outcome)
            case PhoneOutcome.ANSWERED | PhoneOutcome.VOICEMAIL if rung_for_ms >= script.after_ms:
                self._talk = self._answered(script, ready, now_ms)
                return PhoneFrame(answers=True, outcome=script.outcome)
            case _:
                return PhoneFrame()

    def _answered(self, script: PhoneScript, ready: "tuple[_Ready, ...]", now_ms: Milliseconds) -> "_Talk":
        if script.outcome is PhoneOutcome.VOICEMAIL:
            return _Voicemail(script, ready, now_ms, self._messages)
        return _Talk(script, ready, now_ms)


class CallerPhone:
    """A scripted caller, with their manners, at a telephone: they call, so it is never rung."""

    def __init__(self, caller: ScriptedCaller) -> None:
        self.caller = caller

    def ring(self, now_ms: Milliseconds) -> None:
        raise ValueError(f"this telephone only calls, and was rung at {now_ms} ms")

    def frame(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:  # noqa: ARG002
        said = self.caller.next_frame(is_sounding(heard))
        return PhoneFrame(
            mulaw.decode(said.frame),
            key=said.key,
            hangs_up=said.hangs_up,
            speaking=said.speaking,
            begins=said.begins,
        )


_Ready = Wait | WaitUntil | WaitForQuiet | WaitForSound | Press | Sound | HangUp
"""A step with its sound read."""


def _ready(script: PhoneScript) -> tuple[_Ready, ...]:
    steps = list(script.steps)
    if script.outcome is PhoneOutcome.VOICEMAIL:
        steps = [*(steps or [GREETING]), BEEP]
    ready: list[_Ready] = []
    for step in steps:
        match step:
            case Play() | Tone():
                ready.append(sound_of(step))
            case Press(keys):
                check_keys(keys)
                ready.append(step)
            case _:
                ready.append(step)
    return tuple(ready)


class _Talk:
    """From the answer to the end of the call."""

    def __init__(self, script: PhoneScript, steps: tuple[_Ready, ...], now_ms: Milliseconds) -> None:
        self.script = script
        self._left = list(steps)
        self._answered_ms = now_ms
        self._begun_ms: Milliseconds | None = None
        self._done = 0
        self._heard_ms = 0
        self._quiet_ms = 0

    def frame(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:
        at_ms = now_ms - self._answered_ms
        if self.script.hang_up_at_ms is not None and at_ms >= self.script.hang_up_at_ms:
            return PhoneFrame(hangs_up=True)
        if is_sounding(heard):
            self._heard_ms += FRAME_MS
            self._quiet_ms = 0
        else:
            self._quiet_ms += FRAME_MS
        while self._left:
            done = self._step(self._left[0], now_ms)
            if done is not None:
                return done
            self._next()
        return self.idle(heard, now_ms)

    def idle(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:  # noqa: ARG002
        """All steps are done."""
        return PhoneFrame()

    def _step(self, step: _Ready, now_ms: Milliseconds) -> PhoneFrame | None:
        """What it does in this frame; None: it is over, and the next one begins within the same frame."""
        if self._begun_ms is None:
            self._begun_ms = now_ms
        for_ms = now_ms - self._begun_ms
        match step:
            case Wait(ms):
                return PhoneFrame() if for_ms < ms else None
            case WaitUntil(ms):
                return PhoneFrame() if now_ms - self._answered_ms < ms else None
            case WaitForSound(ms):
                return PhoneFrame() if self._heard_ms < ms else None
            case WaitForQuiet(ms, patience_ms):
                impatient = patience_ms is not None and for_ms >= patience_ms
                over = self._quiet_ms >= ms if self._heard_ms else impatient
                return None if over else PhoneFrame()
            case Press(keys):
                return self._press(keys, for_ms)
            case HangUp():
                return PhoneFrame(hangs_up=True)
            case Sound():
                return self._say(step)

    def _press(self, keys: str, for_ms: Milliseconds) -> PhoneFrame | None:
        if self._done == len(keys):
            return None if for_ms >= KEY_EVERY_MS * len(keys) else PhoneFrame()
        if for_ms < self._done * KEY_EVERY_MS:
            return PhoneFrame()
        self._done += 1
        return PhoneFrame(key=keys[self._done - 1])

    def _say(self, sound: Sound) -> PhoneFrame | None:
        if self._done == len(sound.frames):
            return None
        index, self._done = self._done, self._done + 1
        return PhoneFrame(
            sound.frames[index], speaking=sound.speech[index], begins=sound.name if index == 0 else ""
        )

    def _next(self) -> None:
        del self._left[0]
        self._begun_ms = None
        self._done = self._heard_ms = self._quiet_ms = 0


class _Voicemail(_Talk):
    """Greets, beeps and records."""

    def __init__(
        self,
        script: PhoneScript,
        steps: tuple[_Ready, ...],
        now_ms: Milliseconds,
        messages: list[list[Int16Array]],
    ) -> None:
        super().__init__(script, steps, now_ms)
        self._messages = messages
        self._message: list[Int16Array] = []

    def idle(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:  # noqa: ARG002
        if not self._message:
            self._messages.append(self._message)
        self._message.append(heard)
        full = len(self._message) * FRAME_MS >= self.script.longest_message_ms
        return PhoneFrame(hangs_up=full)
