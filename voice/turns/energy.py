"""The energy that a level comes to: frames are compared by sums of squares, which need no logarithm."""

from voice.audio.level import FULL_SCALE
from voice.audio.types import FRAME_SAMPLES


def energy_at(dbfs: float, samples: int = FRAME_SAMPLES) -> float:
    """The sum of the squares of so many samples at this level in dB below full scale."""
    return samples * float(FULL_SCALE) ** 2 * 10 ** (dbfs / 10)
