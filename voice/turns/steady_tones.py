"""Steady tones of one or two frequencies in the line's own audio. Only loud and steady sound costs much."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.audio.types import FRAME_MS, FRAME_SAMPLES, TELEPHONE_HZ, Int16Array
from voice.turns.energy import energy_at

FLOOR_DBFS = -45.0
"""A steady tone is at least this loud."""

STEADY_DB = 5.0
"""A tone's frames stay this near their mean level."""

TONE_SHARE = 0.8
"""Of all energy, what one or two steady frequencies hold: some 6 dB above the noise."""

SECOND_TONE_DB = 10.0
"""A second frequency is one that is no weaker than this against the first."""

DRIFT = 0.012
"""How far a steady tone may wander from 100 ms to the next; a voice glides more."""

TOLD_EVERY_MS = 100
"""How often a steady tone is analysed, and told of."""

_ANALYSED_FRAMES = TOLD_EVERY_MS // FRAME_MS
_LONGEST_FRAMES = 8
_FFT = 2048
_WINDOWS = {
    frames: np.hanning(frames * FRAME_SAMPLES).astype(np.float32)
    for frames in range(_ANALYSED_FRAMES, _LONGEST_FRAMES + 1)
}


@dataclass(frozen=True, slots=True)
class Tone:
    """A steady tone so far."""

    hz: tuple[float, ...]
    """Its one frequency or its two, the lower first; measured, to about 3 Hz."""
    ms: int
    """How long it has lasted, to 20 ms."""
    share: float
    """Of all energy, what its frequencies hold."""
    energy: float
    """The mean sum of squares of 20 ms of it."""
    ended: bool


class SteadyTones:
    """Follows tones of one or two frequencies that keep level and pitch for 100 ms and more."""

    def __init__(self) -> None:
        self._floor = energy_at(FLOOR_DBFS)
        self._within = 10 ** (STEADY_DB / 10)
        self._recent: deque[Int16Array] = deque(maxlen=_LONGEST_FRAMES)
        self._frames = 0
        self._energy = 0.0
        self._tone: Tone | None = None

    @property
    def tone(self) -> Tone | None:
        """The one that sounds now."""
        return self._tone

    def push(self, pcm: Int16Array, energy: float) -> Tone | None:
        """The next 20 ms and the sum of their squares. Tells of a tone every 100 ms, and when it ends."""
        mean = self._energy / self._frames if self._frames else 0.0
        if energy < self._floor or (mean and not mean / self._within < energy < mean * self._within):
            ended = self._end()
            if energy >= self._floor:
                self._begin(pcm, energy)
            return ended
        self._recent.append(pcm)
        self._frames += 1
        self._energy += energy
        if self._frames % _ANALYSED_FRAMES:
            return None
        found = _frequencies(np.concatenate(self._recent))
        if found is None or (self._tone is not None and not same_pitch(self._tone.hz, found[0])):
            ended = self._end()
            self._begin(pcm, energy)
            return ended
        self._tone = Tone(
            found[0], self._frames * FRAME_MS, found[1], self._energy / self._frames, ended=False
        )
        return self._tone

    def _begin(self, pcm: Int16Array, energy: float) -> None:
        self._recent.clear()
        self._recent.append(pcm)
        self._frames, self._energy = 1, energy

    def _end(self) -> Tone | None:
        tone = self._tone
        ms, mean = self._frames * FRAME_MS, self._energy / max(1, self._frames)
        self._tone, self._frames, self._energy = None, 0, 0.0
        self._recent.clear()
        return None if tone is None else Tone(tone.hz, max(tone.ms, ms), tone.share, mean, ended=True)


def _frequencies(pcm: Int16Array) -> tuple[tuple[float, ...], float] | None:
    """The one or two frequencies that hold nearly all the energy, and their share of it."""
    window = _WINDOWS[pcm.size // FRAME_SAMPLES]
    spectrum = np.fft.rfft(pcm * window, _FFT)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    total = float(power.sum())
    lobe = 2 * _FFT // pcm.size + 1
    first_hz, first = _take_peak(power, lobe)
    second_hz, second = _take_peak(power, lobe)
    pair = second * 10 ** (SECOND_TONE_DB / 10) >= first
    held = (first + second if pair else first) / total
    if held < TONE_SHARE:
        return None
    return tuple(sorted((first_hz, second_hz))) if pair else (first_hz,), held


def _take_peak(power: npt.NDArray[np.float64], lobe: int) -> tuple[float, float]:
    """The strongest frequency in Hz and its energy, which is taken out of `power`."""
    peak = int(power[1:-1].argmax()) + 1
    left, middle, right = np.log(power[peak - 1 : peak + 2] + 1e-9).tolist()
    bend = left - 2 * middle + right
    offset = 0.5 * (left - right) / bend if bend < 0 else 0.0
    around = power[max(0, peak - lobe) : peak + lobe + 1]
    energy = float(around.sum())
    around[:] = 0.0
    return (peak + offset) * TELEPHONE_HZ / _FFT, energy


def same_pitch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether these are one tone, within its drift."""
    return len(one) == len(other) and all(
        abs(a - b) <= DRIFT * a + 2 for a, b in zip(one, other, strict=True)
    )
