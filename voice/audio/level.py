"""How loud audio is, and where its first sound lies."""

import math

import numpy as np

from voice.audio.types import Int16Array

FULL_SCALE = 32768

SILENT_DBFS = -100.0
"""The level of digital silence, in dB below full scale; 16 bits reach down to about -96."""


def dbfs(pcm: Int16Array) -> float:
    """The root mean square in dB relative to full scale: 0 for a square wave at the limit."""
    if pcm.size == 0:
        return SILENT_DBFS
    mean_square = float(np.mean(np.square(pcm, dtype=np.float64)))
    if mean_square == 0:
        return SILENT_DBFS
    return 10 * math.log10(mean_square / FULL_SCALE**2)


def first_sound(pcm: Int16Array, threshold: int) -> int | None:
    """The index of the first sample at or beyond ±`threshold` (of 32768); None where all is quieter."""
    sounding = (pcm >= threshold) | (pcm <= -threshold)
    index = int(sounding.argmax()) if sounding.size else 0
    return index if sounding.size and sounding[index] else None
