"""Whether 20 ms of the line are a voice: WebRTC's detector as the trigger, and room for a second judge.

webrtcvad answers in 1.2 µs, hears nine voiced frames of ten, and takes babble and hiss for voices too.
"""

from collections import deque
from typing import Protocol

import numpy as np

from voice.audio.framing import Framer
from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ

try:
    import webrtcvad
except ImportError as error:
    raise ImportError(
        f"the voice activity detector cannot be loaded ({error}); the package `webrtcvad` does not work "
        "with today's setuptools: run `pip uninstall webrtcvad`, then "
        "`pip install --force-reinstall webrtcvad-wheels`"
    ) from error

FRAME_BYTES = 2 * FRAME_SAMPLES
"""A frame of 16-bit samples."""

FLOOR_BLOCK_FRAMES = 25
FLOOR_BLOCKS = 6
"""The noise floor is sought in this many blocks of half a second."""


class VoiceActivity(Protocol):
    """Judges one line, frame after frame. It may remember what it heard: one object a line, never shared."""

    def voiced(self, frame: bytes) -> bool:
        """`frame`: 20 ms at 8 kHz, 16-bit little-endian, 320 bytes."""
        ...


class Judge(Protocol):
    """A second opinion on the same line, on frames of its own length; one object a line."""

    @property
    def frame_samples(self) -> int:
        """Samples it wants at a time: 256 for Silero at 8 kHz."""
        ...

    def speech(self, frame: bytes) -> bool:
        """`frame`: `frame_samples` samples at 8 kHz, 16-bit little-endian. It hears all of the line."""
        ...


class WebRtcActivity:
    """WebRTC's Gaussian mixture detector. `mode` 0 to 3: how readily it calls a sound no voice."""

    def __init__(self, mode: int) -> None:
        self._is_speech = webrtcvad.Vad(mode).is_speech

    def voiced(self, frame: bytes) -> bool:
        return bool(self._is_speech(frame, TELEPHONE_HZ))


class BothAgree:
    """Voiced where the trigger says so and the judge's latest verdict does too.

    The judge may lag by up to one of its frames; until its first verdict nothing is voiced.
    """

    def __init__(self, trigger: VoiceActivity, judge: Judge) -> None:
        self._trigger = trigger
        self._judge = judge
        self._framer = Framer(2 * judge.frame_samples, padding=0)
        self._verdict = False

    def voiced(self, frame: bytes) -> bool:
        for judged in self._framer.push(frame):
            self._verdict = self._judge.speech(judged)
        return self._trigger.voiced(frame) and self._verdict


class EnergyFloor:
    """A judge that calls speech what stands out of the line's own noise: hum, hiss and a distant room do not.

    The floor is the quietest frame of the last three seconds (minimum statistics, R. Martin, IEEE Trans. SAP
    9(5), 2001): speech pauses that often, steady noise never does. Until three seconds were heard, the floor
    is taken to be that of a quiet line, and the trigger decides.
    """

    frame_samples = FRAME_SAMPLES

    def __init__(self, margin_db: float = 6.0, quiet_dbfs: float = -70.0) -> None:
        self._factor = 10 ** (margin_db / 10)
        self._quiet = FRAME_SAMPLES * 32768.0**2 * 10 ** (quiet_dbfs / 10)
        self._floor = self._quiet
        self._block_least = float("inf")
        self._block_frames = 0
        self._blocks = deque([self._quiet] * FLOOR_BLOCKS, maxlen=FLOOR_BLOCKS)

    def speech(self, frame: bytes) -> bool:
        samples = np.frombuffer(frame, "<i2").astype(np.float32)
        energy = float(samples.dot(samples))
        self._block_least = min(self._block_least, energy)
        self._block_frames += 1
        if self._block_frames == FLOOR_BLOCK_FRAMES:
            self._blocks.append(self._block_least)
            self._block_least, self._block_frames = float("inf"), 0
            self._floor = max(min(self._blocks), self._quiet)
        return energy > self._factor * min(self._floor, max(self._block_least, self._quiet))
