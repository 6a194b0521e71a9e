"""Music for who waits, made here: no recording, no licence. A slow arpeggio over four chords, 19 s, a loop.

Notes begin and end in silence, so that it can be cut anywhere and begun again.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from voice.audio import mulaw
from voice.audio.types import TELEPHONE_HZ

_CHORDS = ((220.0, 261.63, 329.63), (174.61, 220.0, 261.63), (261.63, 329.63, 392.0), (196.0, 246.94, 293.66))
"""A minor, F, C, G: roots in the telephone's band."""

_NOTE_S = 0.4
_NOTES = (0, 1, 2, 1, 2, 1, 2, 1, 0, 1, 2, 1)
"""Of each chord, which of its tones sounds."""

_PEAK = 5000.0
"""Of 32767: well below a voice."""


@cache
def wait_music() -> bytes:
    """μ-law, 8000 bytes a second."""
    tones = [_note(chord[tone]) for chord in _CHORDS for tone in _NOTES]
    return mulaw.encode(np.rint(np.concatenate(tones)).astype(np.int16))


def _note(hz: float) -> npt.NDArray[np.float64]:
    at = np.arange(int(_NOTE_S * TELEPHONE_HZ)) / TELEPHONE_HZ
    swell = np.minimum(1.0, at / 0.03) * np.exp(-at / 0.35) * np.minimum(1.0, (_NOTE_S - at) / 0.05)
    sound = np.sin(2 * np.pi * hz * at) + 0.35 * np.sin(4 * np.pi * hz * at)
    return _PEAK * swell * sound / 1.35
