"""Music on hold, told from voices by what music does and voices do not: it holds a pitch.

The idea is the continuous frequency activation of Seyerlehner et al. (DAFx 2007), on spectral peaks: a note
stays where it is from one tenth of a second to the next, while the harmonics of a voice glide.
"""

from collections import deque

import numpy as np
import numpy.typing as npt

from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ, Int16Array
from voice.turns.energy import energy_at

HOP_FRAMES = 5
"""A spectrum every 100 ms, over 128 ms."""

WINDOW_HOPS = 40
"""What is judged at a time: 4 s, several notes or several words."""

LOWEST_HZ, HIGHEST_HZ = 200.0, 3400.0
"""The telephone's band."""

PITCHED_HZ = 1500.0
"""Peaks up to here are followed; above, vibrato wanders too far."""

HELD_HZ = 3.0
HELD = 0.008
"""A peak was held when one lay this near it 100 ms ago, in Hz or as a share of it; a semitone is 6 %."""

HELD_SHARE = 0.7
"""A tenth of a second is held when peaks with this share of the amplitude were."""

PEAK_DB = 30.0
"""Peaks this far below the strongest are not looked at."""

SOUNDING_DBFS = -45.0
"""Quieter tenths of a second are held by nobody: hum and comfort noise lie there."""

STARTS = 0.3
STOPS = 0.12
"""The share of held tenths of a second at which music begins and ends. Voices reach 0.1, rarely 0.2."""

SURE_HOPS = 10
"""How long the share must stay beyond either: 1 s."""

SOUNDING_SHARE = 0.6
"""Music sounds for at least this share of the time; beeps and ringing do not."""

_FFT = 1024
_LOW_BIN = int(LOWEST_HZ * _FFT / TELEPHONE_HZ)
_HIGH_BIN = int(HIGHEST_HZ * _FFT / TELEPHONE_HZ)
_WINDOW = np.hanning(_FFT).astype(np.float32)


class Music:
    """Listens to one line for music."""

    def __init__(self) -> None:
        self._sounding = energy_at(SOUNDING_DBFS, _FFT)
        self._recent: deque[Int16Array] = deque(maxlen=-(-_FFT // FRAME_SAMPLES))
        self._frames = 0
        self._before: npt.NDArray[np.float64] | None = None
        self._held: deque[bool] = deque(maxlen=WINDOW_HOPS)
        self._loud: deque[bool] = deque(maxlen=WINDOW_HOPS)
        self._beyond = 0
        self._playing = False

    @property
    def playing(self) -> bool:
        return self._playing

    @property
    def holds(self) -> bool:
        """Whether the pitch was held in the last tenth of a second."""
        return bool(self._held) and self._held[-1]

    @property
    def held_share(self) -> float:
        """Of the last 4 s, or of what was heard so far: the share in which the pitch was held, 0 to 1."""
        return sum(self._held) / max(1, len(self._held))

    @property
    def sounding_share(self) -> float:
        """The share of the last 4 s in which there was any sound, 0 to 1."""
        return sum(self._loud) / max(1, len(self._loud))

    def push(self, pcm: Int16Array) -> bool:
        """The next 20 ms. Whether music plays, which is judged every 100 ms."""
        self._recent.append(pcm)
        self._frames += 1
        if self._frames % HOP_FRAMES == 0 and len(self._recent) == self._recent.maxlen:
            self._hear(np.concatenate(self._recent)[-_FFT:])
            self._decide()
        return self._playing

    def _hear(self, pcm: Int16Array) -> None:
        samples = pcm.astype(np.float32)
        if float(samples.dot(samples)) < self._sounding:
            self._before = None
            self._held.append(False)
            self._loud.append(False)
            return
        spectrum = np.fft.rfft(samples * _WINDOW)[: _HIGH_BIN + 3]
        power = np.square(spectrum.real) + np.square(spectrum.imag) + 1.0
        peaks = _peaks(power)
        hz = (peaks + _offsets(power, peaks)) * (TELEPHONE_HZ / _FFT)
        pitched = hz < PITCHED_HZ
        amplitude = np.sqrt(power[peaks])[pitched]
        hz = hz[pitched]
        held = 0.0
        if self._before is not None and self._before.size and hz.size:
            nearest = np.abs(hz[:, None] - self._before).min(axis=1)
            near = nearest < np.maximum(HELD_HZ, HELD * hz)
            held = float(amplitude[near].sum() / amplitude.sum())
        self._before = hz
        self._held.append(held >= HELD_SHARE)
        self._loud.append(True)

    def _decide(self) -> None:
        if len(self._held) < WINDOW_HOPS:
            return
        share = self.held_share
        if self._playing:
            other = share <= STOPS or self.sounding_share < SOUNDING_SHARE / 2
        else:
            other = share >= STARTS and self.sounding_share >= SOUNDING_SHARE
        self._beyond = self._beyond + 1 if other else 0
        if self._beyond >= SURE_HOPS:
            self._playing, self._beyond = not self._playing, 0


def _peaks(power: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """The bins of the telephone's band that stand above both their neighbours and are not far too weak."""
    band = power[_LOW_BIN : _HIGH_BIN + 1]
    higher = (band[1:-1] > band[:-2]) & (band[1:-1] >= band[2:])
    higher &= band[1:-1] > band.max() * 10 ** (-PEAK_DB / 10)
    return np.flatnonzero(higher) + (_LOW_BIN + 1)


def _offsets(power: npt.NDArray[np.float64], peaks: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """How far between bins each peak lies: the vertex of a parabola through the logarithms."""
    left, middle, right = np.log(power[peaks - 1]), np.log(power[peaks]), np.log(power[peaks + 1])
    return 0.5 * (left - right) / (left - 2 * middle + right - 1e-9)
