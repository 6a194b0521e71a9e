"""What the network says with its tones: ringing, busy, dial tone; and what a fax says.

Each country's tones are in ITU-T E.180 and its supplement 2, fax tones in T.30, information tones in Q.35.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from voice.audio.types import FRAME_MS
from voice.turns.steady_tones import Tone, same_pitch

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
        alike = all(
            same_pitch(b.hz, last.hz) and abs(b.ms - last.ms) <= max(40, last.ms // 4) for b in bursts
        )
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
