"""What a scripted caller does, step by step, and the recordings that it speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.framing import Framer
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ
from voice.audio.wav import WavError, read_wav
from voice.sandbox.problem import CallFailed
from voice.sandbox.sounding import speech_frames

KEYS = frozenset("0123456789*#ABCD")

FROM_NUMBER = "+15035550142"
"""Which number the caller rings from, unless they say otherwise: one of those kept for fiction."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Plays a recording, mono at any rate, once the bot has finished."""

    recording: Path
    interrupting: bool = False
    """Speak into the bot's words instead."""
    after_ms: Milliseconds = 1500
    """How long the bot is let speak before it is interrupted."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Presses keys, four a second, once the bot has finished. The line itself carries no tones for them."""

    digits: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Says nothing for this long, whatever the bot does."""

    ms: Milliseconds


@dataclass(frozen=True, slots=True)
class HangUp:
    """Hangs up at once."""


Step: TypeAlias = Speak | Keys | Silence | HangUp


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording as it goes down the line."""

    name: str
    frames: tuple[bytes, ...]
    """μ-law, 20 ms each."""
    speech: tuple[bool, ...]
    """Which of the frames are speech."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A step whose recording, where it has one, has been read."""

    step: Step
    recording: Recording | None


def prepare(steps: Sequence[Step]) -> list[Prepared]:
    """Reads what the steps need, before anything is rung. Raises `CallFailed`."""
    for step in steps:
        if isinstance(step, Keys) and (not step.digits or set(step.digits) - KEYS):
            raise CallFailed(f"{step.digits!r} cannot be keyed in; the keys are 0-9, *, # and A-D")
    return [Prepared(step, _recording(step.recording) if isinstance(step, Speak) else None) for step in steps]


def _recording(path: Path) -> Recording:
    try:
        audio = read_wav(path)
    except WavError as error:
        raise CallFailed(str(error)) from error
    pcm = resample(audio.pcm, audio.hz, TELEPHONE_HZ)
    framer = Framer()
    frames = [*framer.push(mulaw.encode(pcm)), *framer.flush()]
    return Recording(path.name, tuple(frames), tuple(speech_frames(pcm)))
