"""Signals made for tests, sent through the telephone's μ-law, in frames of 20 ms."""

from collections.abc import Iterator

import numpy as np

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES, Int16Array

LEVEL_DBFS = -15.0


def sines(ms: float, *hz: float, louder_db: float = 0.0) -> np.ndarray:
    """Of `LEVEL_DBFS` together; the last one is so much louder than the others."""
    time = np.arange(round(8 * ms)) / 8000
    gains = [1.0] * (len(hz) - 1) + [10 ** (louder_db / 20)]
    sound = sum(gain * np.sin(2 * np.pi * f * time + f) for f, gain in zip(hz, gains, strict=True))
    scale = np.sqrt(sum(gain**2 for gain in gains) / 2)
    return sound / scale * 32768 * 10 ** (LEVEL_DBFS / 20)


def quiet(ms: float) -> np.ndarray:
    return np.zeros(round(8 * ms))


def frames(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> Iterator[Int16Array]:
    """As the line carries them, with noise so far below the tones, up to a whole frame."""
    sound = np.concatenate(sounds)
    sound = np.pad(sound, (0, -sound.size % FRAME_SAMPLES))
    noise = np.random.default_rng(seed).normal(0, 32768 * 10 ** ((LEVEL_DBFS - snr_db) / 20), sound.size)
    line = mulaw.decode(mulaw.encode(np.rint(sound + noise).clip(-32768, 32767).astype(np.int16)))
    return iter(line.reshape(-1, FRAME_SAMPLES))


def vowel(seconds: float, base_hz: float) -> np.ndarray:
    """Harmonics of a voice that sinks by a fifth of its pitch."""
    time = np.arange(int(8000 * seconds)) / 8000
    phase = 2 * np.pi * base_hz * (time - 0.1 * time**2 / seconds)
    return 4000 * np.sum([np.sin(n * phase) / n for n in range(1, 20)], axis=0)
