"""The keys that are pressed on a line, heard by their tones (DTMF).

Frequencies are those of ITU-T Q.23, limits those of Q.24 annex A (AT&T's column). Quiet costs little.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.audio.types import FRAME_MS, FRAME_SAMPLES, TELEPHONE_HZ, Float32Array, Int16Array
from voice.turns.energy import energy_at

LOW_HZ = (697.0, 770.0, 852.0, 941.0)
HIGH_HZ = (1209.0, 1336.0, 1477.0, 1633.0)
"""The rows and columns of the keypad, ITU-T Q.23."""

KEYS = ("123A", "456B", "789C", "*0#D")
"""Row by row."""

QUIETEST_DBFS = -42.0
"""Both tones of a key together. Q.24 wants -25 dBm each, which is about -28 dBFS."""

HIGH_LOUDER_DB = 4.0
LOW_LOUDER_DB = 8.0
"""The twist that Q.24 wants to be borne: how much louder either tone may be."""

TWIST_SLACK_DB = 1.0
"""What noise adds to the twist of 20 ms."""

OFF_PITCH = 0.025
"""A key's tone is this near its frequency: Q.24 wants 1.5 % + 2 Hz borne and 3.5 % refused."""

KEY_SHARE = 0.75
"""Of the energy of 20 ms, what a key's two tones hold. Voices have harmonics besides; at 10 dB of noise a
key still holds nine tenths, less what 1.5 % off pitch costs."""

SHORT_KEY_SHARE = 0.84
"""The same, on average, for a key of less than `SURE_MS`."""

OTHER_SHARE = 0.02
"""The most that any one frequency besides the two may hold. Noise spreads; a voice has another harmonic."""

SURE_MS = 60
"""A key held for this long is told at once, a shorter one when it is let go. Q.24 wants 40 ms borne."""

RELEASE_MS = 40
"""The least pause between two keys, Q.24; a shorter break is one of the line."""

_HOP = FRAME_SAMPLES // 2
_HOP_MS = FRAME_MS // 2
_PROBES = (0.0, -0.012, 0.012)
"""Where each of the eight frequencies is sought, so that 1.5 % off pitch costs little of its energy."""

_NOMINAL = np.array(LOW_HZ + HIGH_HZ)


def _probe_waves() -> Float32Array:
    """Cosines and sines of 20 ms, a column each: 8 frequencies at each of the probes, cosines first."""
    hz = np.concatenate([_NOMINAL * (1 + offset) for offset in _PROBES])
    turns = 2 * np.pi * np.outer(np.arange(FRAME_SAMPLES), hz) / TELEPHONE_HZ
    return np.concatenate([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)


_WAVES = _probe_waves()
_TURN_BACK = np.exp(-2j * np.pi * _NOMINAL * _HOP / TELEPHONE_HZ)
_KEY_WINDOW = np.hanning(FRAME_SAMPLES).astype(np.float32)


@dataclass(frozen=True, slots=True)
class KeyPress:
    key: str
    """One of `0123456789*#ABCD`."""
    low_hz: int
    high_hz: int
    """The nominal frequencies."""
    ms: int
    """How long it was held, or `SURE_MS` where it still is."""
    share: float
    """Of the energy, what the two tones held."""


class Keypad:
    """Hears the keys pressed on one line, each once.

    Blocks of 20 ms every 10 ms: a key of 40 ms fills at least two of them wholly, one of 23 ms never does.
    Two in a row must agree on the key, and the phase between them on its pitch.
    """

    def __init__(self) -> None:
        self._half: Int16Array = np.zeros(_HOP, np.int16)
        self._before: npt.NDArray[np.complex128] | None = None
        self._quietest = energy_at(QUIETEST_DBFS)
        self._key: tuple[int, int] | None = None
        self._shares: list[float] = []
        self._told: tuple[int, int] | None = None
        self._misses = 0

    def push(self, pcm: Int16Array) -> KeyPress | None:
        """The next 20 ms."""
        spanning = np.concatenate((self._half, pcm)).astype(np.float32)
        self._half = pcm[_HOP:]
        pressed: KeyPress | None = None
        if float(spanning.dot(spanning)) < self._quietest:
            self._before = None
            for _ in range(2):
                pressed = self._next(None, 0.0) or pressed
            return pressed
        blocks = np.stack((spanning[:FRAME_SAMPLES], spanning[_HOP:]))
        waves = blocks @ _WAVES
        energies: list[float] = np.einsum("ij,ij->i", blocks, blocks).tolist()
        half = _WAVES.shape[1] // 2
        powers = np.square(waves[:, :half]) + np.square(waves[:, half:])
        best = powers.reshape(2, len(_PROBES), 8).max(axis=1) * (2 / FRAME_SAMPLES)
        for index in range(2):
            phases = waves[index, :8].astype(np.float64) - 1j * waves[index, half : half + 8]
            key, share = self._judge(blocks[index], energies[index], best[index], phases)
            self._before = phases
            pressed = self._next(key, share) or pressed
        return pressed

    def _judge(
        self, block: Float32Array, energy: float, powers: Float32Array, phases: npt.NDArray[np.complex128]
    ) -> tuple[tuple[int, int] | None, float]:
        """The row and column that 20 ms hold, if any, and their share of the energy."""
        row, column = int(powers[:4].argmax()), int(powers[4:].argmax())
        low, high = float(powers[row]), float(powers[4 + column])
        if energy < self._quietest or low + high < KEY_SHARE * energy or self._before is None:
            return None, 0.0
        if not -HIGH_LOUDER_DB - TWIST_SLACK_DB < _db(low, high) < LOW_LOUDER_DB + TWIST_SLACK_DB:
            return None, 0.0
        for index in (row, 4 + column):
            turned = phases[index] * np.conj(self._before[index]) * _TURN_BACK[index]
            off_hz = float(np.angle(turned)) * TELEPHONE_HZ / (2 * np.pi * _HOP)
            if abs(off_hz) > OFF_PITCH * float(_NOMINAL[index]):
                return None, 0.0
        if _strongest_other(block, row, column) > OTHER_SHARE:
            return None, 0.0
        return (row, column), min(1.0, (low + high) / energy)

    def _next(self, key: tuple[int, int] | None, share: float) -> KeyPress | None:
        """What block after block comes to."""
        if key is not None and key == self._key:
            self._shares.append(share)
            self._misses = 0
            if key != self._told and self._held_ms() >= SURE_MS:
                return self._tell()
            return None
        pressed = None
        untold = self._key is not None and self._key != self._told and len(self._shares) >= 2
        if untold and sum(self._shares) / len(self._shares) >= SHORT_KEY_SHARE:
            pressed = self._tell()
        self._key, self._shares = key, [share] if key is not None else []
        self._misses += 1
        if self._misses * _HOP_MS >= RELEASE_MS:
            self._told = None
        return pressed

    def _held_ms(self) -> int:
        return (len(self._shares) + 1) * _HOP_MS

    def _tell(self) -> KeyPress | None:
        assert self._key is not None
        row, column = self._told = self._key
        share = sum(self._shares) / len(self._shares)
        return KeyPress(KEYS[row][column], int(LOW_HZ[row]), int(HIGH_HZ[column]), self._held_ms(), share)


def _strongest_other(block: Float32Array, row: int, column: int) -> float:
    """The share of 20 ms that the strongest 50 Hz hold which lie away from the key's two tones."""
    spectrum = np.fft.rfft(block * _KEY_WINDOW)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    total = float(power.sum())
    for hz, bins in ((LOW_HZ[row], 2), (HIGH_HZ[column], 3)):
        middle = round(hz * FRAME_SAMPLES / TELEPHONE_HZ)
        power[middle - bins : middle + bins + 1] = 0.0
    return float(power.max()) / total


def _db(one: float, other: float) -> float:
    return 10 * float(np.log10((one + 1e-9) / (other + 1e-9)))
