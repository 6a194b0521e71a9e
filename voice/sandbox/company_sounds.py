"""What a leg can hear of the company itself: its voice, tones and music, a queue of them, and silence."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol, TypeAlias

import numpy as np

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ, Int16Array

SAY_MS_A_LETTER = 65
SAY_HZ = 180.0
BEEP_HZ = 1400.0
BEEP_MS = 400
RING_HZ = 440.0
RING_ON_MS = 2000
RING_OFF_MS = 4000
LEVEL = 4000.0
TONE_EDGE_MS = 5
MUSIC_NOTES_HZ = (262.0, 330.0, 392.0, 523.0)
MUSIC_NOTE_MS = 400

Synthesiser: TypeAlias = Callable[[str], Int16Array]
"""The company's own voice: a text becomes samples at 8 kHz."""

SILENCE = np.zeros(FRAME_SAMPLES, np.int16)
SILENCE.flags.writeable = False


class Source(Protocol):
    """What a leg hears."""

    def next(self) -> Int16Array:
        """The next 20 ms."""
        ...


class Silent:
    def next(self) -> Int16Array:
        return SILENCE


class Loop:
    """One stretch of sound, again and again."""

    def __init__(self, pcm: Int16Array) -> None:
        whole = max(1, -(-pcm.size // FRAME_SAMPLES)) * FRAME_SAMPLES
        self._frames = np.pad(pcm, (0, whole - pcm.size)).reshape(-1, FRAME_SAMPLES)
        self._at = 0

    def next(self) -> Int16Array:
        frame = self._frames[self._at]
        self._at = (self._at + 1) % len(self._frames)
        return frame


class Speaker:
    """Plays one sound after another, and silence between."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Int16Array, asyncio.Future[None]]] = deque()
        self._at = 0

    @property
    def is_playing(self) -> bool:
        return bool(self._waiting)

    async def play(self, pcm: Int16Array) -> None:
        """Returns when all of it was heard; cancelled, it is cut off."""
        played = asyncio.get_running_loop().create_future()
        item = (pcm, played)
        self._waiting.append(item)
        try:
            await played
        finally:
            if not played.done() or played.cancelled():
                self._take_out(item)

    def next(self) -> Int16Array:
        if not self._waiting:
            return SILENCE
        pcm, played = self._waiting[0]
        frame = pcm[self._at : self._at + FRAME_SAMPLES]
        self._at += FRAME_SAMPLES
        if self._at >= pcm.size:
            self._waiting.popleft()
            self._at = 0
            if not played.done():
                played.set_result(None)
        if frame.size == FRAME_SAMPLES:
            return frame
        return np.pad(frame, (0, FRAME_SAMPLES - frame.size))

    def _take_out(self, item: tuple[Int16Array, asyncio.Future[None]]) -> None:
        for index, waiting in enumerate(self._waiting):
            if waiting[1] is item[1]:
                del self._waiting[index]
                if index == 0:
                    self._at = 0
                return


def tone(hz: float, ms: Milliseconds, level: float = LEVEL) -> Int16Array:
    """A tone without clicks at its ends."""
    size = ms * TELEPHONE_HZ // 1000
    edge = min(TONE_EDGE_MS * TELEPHONE_HZ // 1000, size // 2)
    wave = np.sin(np.arange(size) * (2 * np.pi * hz / TELEPHONE_HZ)) * level
    if edge:
        ramp = np.linspace(0, 1, edge)
        wave[:edge] *= ramp
        wave[-edge:] *= ramp[::-1]
    return wave.astype(np.int16)


def beep() -> Int16Array:
    return tone(BEEP_HZ, BEEP_MS)


def ringing() -> Loop:
    """What a caller hears while another telephone rings."""
    return Loop(np.concatenate([tone(RING_HZ, RING_ON_MS), np.zeros(RING_OFF_MS * 8, np.int16)]))


def music() -> Loop:
    """The company's own music on hold."""
    return Loop(np.concatenate([tone(hz, MUSIC_NOTE_MS, LEVEL / 2) for hz in MUSIC_NOTES_HZ]))


def tone_voice(text: str) -> Int16Array:
    """A voice that is a tone, as long as the words would take."""
    return tone(SAY_HZ, SAY_MS_A_LETTER * len(text))
