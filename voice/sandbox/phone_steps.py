"""What a telephone does once it is answered, one step after another: steps that wait, and steps that do."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES, Int16Array
from voice.sandbox.company_sounds import tone
from voice.sandbox.problem import CallFailed
from voice.sandbox.steps import KEYS, HangUp, Speak, prepare


@dataclass(frozen=True, slots=True)
class Wait:
    """Lets this much time go by."""

    ms: Milliseconds


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Waits for this time after the answer; if it has gone by, not at all."""

    ms: Milliseconds


@dataclass(frozen=True, slots=True)
class WaitForQuiet:
    """Listens until something was heard and it has then been quiet for `ms`: the other end has finished."""

    ms: Milliseconds = 800
    patience_ms: Milliseconds | None = None
    """How long it waits for the first sound; None: for ever."""


@dataclass(frozen=True, slots=True)
class WaitForSound:
    """Listens until this much sound was heard, which need not come in one piece."""

    ms: Milliseconds = 100


@dataclass(frozen=True, slots=True)
class Press:
    """Presses keys, four a second."""

    keys: str


@dataclass(frozen=True, slots=True)
class Play:
    """Speaks a recording, mono at any rate."""

    recording: Path


@dataclass(frozen=True, slots=True)
class Tone:
    """Hums: a voice for those who only need to know whose it is."""

    hz: float = 300.0
    ms: Milliseconds = 1000


PhoneStep: TypeAlias = Wait | WaitUntil | WaitForQuiet | WaitForSound | Press | Play | Tone | HangUp


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Something to be said, as it goes down the line."""

    name: str
    frames: tuple[Int16Array, ...]
    speech: tuple[bool, ...]
    """Which of the frames are speech."""


def sound_of(step: Play | Tone) -> Sound:
    """Reads or makes it. Raises `CallFailed` for a recording that cannot be used."""
    match step:
        case Play(recording=path):
            recording = prepare([Speak(path)])[0].recording
            assert recording is not None
            return Sound(recording.name, tuple(map(mulaw.decode, recording.frames)), recording.speech)
        case Tone(hz, ms):
            pcm = tone(hz, ms)
            whole = -(-pcm.size // FRAME_SAMPLES) * FRAME_SAMPLES
            frames = tuple(np.pad(pcm, (0, whole - pcm.size)).reshape(-1, FRAME_SAMPLES))
            return Sound(f"{hz:g} Hz", frames, (True,) * len(frames))


def check_keys(keys: str) -> None:
    """Raises `CallFailed` for what cannot be keyed in."""
    if not keys or set(keys) - KEYS:
        raise CallFailed(f"{keys!r} cannot be keyed in; the keys are 0-9, *, # and A-D")
