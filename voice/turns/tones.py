"""Tones in the line's own audio: keys that are pressed, and steady tones of one or two frequencies.

Keys are those of ITU-T Q.23, judged by the limits of Q.24 annex A (AT&T's column); what the network says with
its tones is in E.180 and its supplement 2, fax tones in T.30. Only loud or steady sound costs much.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from voice.audio.types import FRAME_MS, FRAME_SAMPLES, TELEPHONE_HZ, Float32Array, Int16Array

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

RINGING_PAIRS = ((440.0, 480.0), (400.0, 450.0))
BUSY_PAIR = (480.0, 620.0)
DIAL_PAIRS = ((350.0, 440.0), (350.0, 450.0))
PAIR_OFF_HZ = 12.0
"""North America's and Britain's, in Hz, and how far off they may be measured."""

RINGING_PAIR_MS = 300
"""Britain's bursts last 400 ms, America's 2 s."""

SINGLE_HZ = (390.0, 460.0)
"""ITU-T E.180: 400 to 450 Hz, 425 Hz preferred."""

RINGING_MS = (700, 2300)
RINGING_GAP_MS = 1500
"""E.180: 0.67 to 1.5 s on, 3 to 5 s off; up to 2 s on in use."""

BUSY_MS = (120, 700)
"""On and off alike; E.180: 0.1 to 0.66 s."""

CONTINUOUS_MS = 3000
"""A single tone without a break for this long invites to dial."""

CALLING_FAX_HZ, CALLING_FAX_OFF_HZ, CALLING_FAX_MS = 1100.0, 40.0, (400, 620)
CALLING_FAX_GAP_MS = 500
CALLED_FAX_HZ, CALLED_FAX_OFF_HZ, CALLED_FAX_MS = 2100.0, 20.0, 1000
"""T.30: 1100 ± 38 Hz for 0.5 s and 3 s of quiet, 2100 ± 15 Hz for 2.6 to 4 s; measured to some 3 Hz."""

INFORMATION_HZ = (950.0, 1400.0, 1800.0)
INFORMATION_OFF_HZ = 60.0
"""E.180 clause 6, and room for North America's 914 to 1777 Hz."""

TOLD_EVERY_MS = 100
"""How often a steady tone is analysed, and told of."""

_HOP = FRAME_SAMPLES // 2
_HOP_MS = FRAME_MS // 2
_PROBES = (0.0, -0.012, 0.012)
"""Where each of the eight frequencies is sought, so that 1.5 % off pitch costs little of its energy."""

_NOMINAL = np.array(LOW_HZ + HIGH_HZ)
_ANALYSED_FRAMES = TOLD_EVERY_MS // FRAME_MS
_LONGEST_FRAMES = 8
_FFT = 2048


def _probe_waves() -> Float32Array:
    """Cosines and sines of 20 ms, a column each: 8 frequencies at each of the probes, cosines first."""
    hz = np.concatenate([_NOMINAL * (1 + offset) for offset in _PROBES])
    turns = 2 * np.pi * np.outer(np.arange(FRAME_SAMPLES), hz) / TELEPHONE_HZ
    return np.concatenate([np.cos(turns), np.sin(turns)], axis=1).astype(np.float32)


_WAVES = _probe_waves()
_TURN_BACK = np.exp(-2j * np.pi * _NOMINAL * _HOP / TELEPHONE_HZ)
_KEY_WINDOW = np.hanning(FRAME_SAMPLES).astype(np.float32)
_WINDOWS = {
    frames: np.hanning(frames * FRAME_SAMPLES).astype(np.float32)
    for frames in range(_ANALYSED_FRAMES, _LONGEST_FRAMES + 1)
}


def energy_at(dbfs: float, samples: int = FRAME_SAMPLES) -> float:
    """The sum of the squares of so many samples at this level in dB below full scale."""
    return samples * 32768.0**2 * 10 ** (dbfs / 10)


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
        if found is None or (self._tone is not None and not _same(self._tone.hz, found[0])):
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


def _same(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= DRIFT * a + 2 for a, b in zip(one, other, strict=True)
    )


def _db(one: float, other: float) -> float:
    return 10 * float(np.log10((one + 1e-9) / (other + 1e-9)))


class Meaning(StrEnum):
    """What the network says with a tone."""

    RINGING = "ringing"
    BUSY = "busy"
    """Or congestion, which is the same tone in a faster rhythm."""
    DIAL_TONE = "dial tone"
    FAX = "fax"
    UNOBTAINABLE = "unobtainable"


@dataclass(frozen=True, slots=True)
class Progress:
    meaning: Meaning
    confidence: float
    """0 to 1."""
    evidence: str
    """Frequencies and rhythm, in words."""


@dataclass(frozen=True, slots=True)
class _Burst:
    hz: tuple[float, ...]
    began_ms: int
    ended_ms: int
    energy: float

    @property
    def ms(self) -> int:
        return self.ended_ms - self.began_ms


class CallProgress:
    """What steady tones mean, by their frequencies and rhythm.

    Pairs as in North America and Britain, single tones of 400 to 450 Hz as ITU-T E.180 asks for and its
    supplement 2 lists them for most other countries; fax tones of T.30; information tones of E.180 clause 6.
    """

    def __init__(self) -> None:
        self._bursts: deque[_Burst] = deque(maxlen=3)
        self._gap_frames = 0

    def push(self, tone: Tone | None, energy: float, at_ms: int) -> Progress | None:
        """What `SteadyTones` told of the 20 ms that end at `at_ms`, if anything, and their energy."""
        if tone is None:
            return self._waiting(energy)
        if tone.ended:
            # The frame that showed the end is not part of the tone.
            ended_ms = at_ms - FRAME_MS
            self._bursts.append(_Burst(tone.hz, ended_ms - tone.ms, ended_ms, tone.energy))
            self._gap_frames = 0
            return self._information() or self._rhythm()
        return self._sounding(tone)

    def _sounding(self, tone: Tone) -> Progress | None:
        """What a tone means while it sounds."""
        hz = tone.hz
        if len(hz) == 1:
            if abs(hz[0] - CALLED_FAX_HZ) <= CALLED_FAX_OFF_HZ and tone.ms >= CALLED_FAX_MS:
                return _progress(Meaning.FAX, 0.95, hz, f"{tone.ms} ms")
            if _is_single(hz) and tone.ms >= CONTINUOUS_MS:
                return _progress(Meaning.DIAL_TONE, 0.8, hz, f"{tone.ms} ms without a break")
            return None
        if any(_near(hz, pair) for pair in RINGING_PAIRS) and tone.ms >= RINGING_PAIR_MS:
            return _progress(Meaning.RINGING, 0.9, hz, f"{tone.ms} ms")
        if any(_near(hz, pair) for pair in DIAL_PAIRS) and tone.ms >= CONTINUOUS_MS / 2:
            return _progress(Meaning.DIAL_TONE, 0.9, hz, f"{tone.ms} ms without a break")
        return None

    def _rhythm(self) -> Progress | None:
        """Two short bursts, alike and one soon after the other, are busy; of a single frequency, three."""
        last = self._bursts[-1]
        pair = _near(last.hz, BUSY_PAIR)
        count = 2 if pair else 3
        if not (pair or _is_single(last.hz)) or len(self._bursts) < count:
            return None
        bursts = list(self._bursts)[-count:]
        gaps_ms = [after.began_ms - before.ended_ms for before, after in pairwise(bursts)]
        alike = all(_same(b.hz, last.hz) and abs(b.ms - last.ms) <= max(40, last.ms // 4) for b in bursts)
        short = all(BUSY_MS[0] <= ms <= BUSY_MS[1] for ms in (last.ms, *gaps_ms))
        even = max(gaps_ms) - min(gaps_ms) <= max(40, gaps_ms[0] // 4)
        if not (alike and short and even):
            return None
        return _progress(Meaning.BUSY, 0.9, last.hz, f"{last.ms} ms on, {gaps_ms[-1]} ms off")

    def _information(self) -> Progress | None:
        """Three rising tones without a pause."""
        if len(self._bursts) < 3:
            return None
        for burst, hz in zip(self._bursts, INFORMATION_HZ, strict=True):
            if len(burst.hz) != 1 or abs(burst.hz[0] - hz) > INFORMATION_OFF_HZ or burst.ms > 500:
                return None
        if self._bursts[2].began_ms - self._bursts[0].ended_ms > 700:
            return None
        heard = tuple(burst.hz[0] for burst in self._bursts)
        return _progress(Meaning.UNOBTAINABLE, 0.95, heard, "one after the other")

    def _waiting(self, energy: float) -> Progress | None:
        """What a burst and the quiet after it mean: ringing, or a fax that calls."""
        if not self._bursts:
            return None
        last = self._bursts[-1]
        if energy > last.energy / 4:
            self._gap_frames = -1
        if self._gap_frames < 0:
            return None
        self._gap_frames += 1
        gap_ms = self._gap_frames * FRAME_MS
        if gap_ms == RINGING_GAP_MS and _is_single(last.hz) and RINGING_MS[0] <= last.ms <= RINGING_MS[1]:
            return _progress(Meaning.RINGING, 0.75, last.hz, f"{last.ms} ms, then {gap_ms} ms of quiet")
        calling = len(last.hz) == 1 and abs(last.hz[0] - CALLING_FAX_HZ) <= CALLING_FAX_OFF_HZ
        if calling and gap_ms == CALLING_FAX_GAP_MS and CALLING_FAX_MS[0] <= last.ms <= CALLING_FAX_MS[1]:
            return _progress(Meaning.FAX, 0.8, last.hz, f"{last.ms} ms, then {gap_ms} ms of quiet")
        return None


def _is_single(hz: tuple[float, ...]) -> bool:
    """Whether this is E.180's one tone, which rings or is busy."""
    return len(hz) == 1 and SINGLE_HZ[0] <= hz[0] <= SINGLE_HZ[1]


def _near(hz: tuple[float, ...], pair: tuple[float, float]) -> bool:
    return len(hz) == 2 and all(abs(a - b) <= PAIR_OFF_HZ for a, b in zip(hz, pair, strict=True))


def _progress(meaning: Meaning, confidence: float, hz: tuple[float, ...], how: str) -> Progress:
    count = {1: "one tone", 2: "two tones", 3: "three tones"}[len(hz)]
    return Progress(meaning, confidence, f"{count}, {' and '.join(f'{f:.0f}' for f in hz)} Hz, {how}")
