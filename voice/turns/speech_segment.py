"""A segment of the far end's speech, and whether it is one: noise, music and tones pass for voices, too.

Lengths are what carriers' answering machine detection goes by (Asterisk's `app_amd`, Twilio's AMD).
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from voice.audio.types import FRAME_MS

PAUSE_MS = 700
"""Who stops for this long waits for an answer; announcements breathe for less."""

MACHINE_MS = 3200
"""A greeting this long without such a pause is recorded. "Hello?" lasts 0.5 s, a firm's greeting 2 to 3 s."""

LEAST_SPEECH_MS = 200
"""Less voice than this in all is a click or a breath."""

LEAST_VOICED = 0.5
"""Of a segment, what the detector of voices must have heard."""

LEAST_WEAK = 0.2
WEAK = 0.25
"""Of speech, the share that is weaker than this part of its mean energy: a third and more. Of noise and most
music there is little (the low-energy frames of Scheirer & Slaney, ICASSP 1997)."""

WEAK_FROM_MS = 600
"""From this length on it is asked for."""

MOST_TONE = 0.4
"""Of a segment, the most that may be steady tones; of voices, 3 % are."""


@dataclass(slots=True)
class SpeechSegment:
    """Voice without a pause of `PAUSE_MS`."""

    began_ms: int
    last_ms: int
    voiced_ms: int = 0
    tone_ms: int = 0
    energies: deque[float] = field(default_factory=lambda: deque(maxlen=MACHINE_MS // FRAME_MS))

    @property
    def ms(self) -> int:
        return self.last_ms - self.began_ms

    @property
    def likely(self) -> bool:
        """Whether it is long enough, mostly voice, and not tones."""
        voiced = self.voiced_ms >= max(LEAST_SPEECH_MS, LEAST_VOICED * self.ms)
        return voiced and self.tone_ms <= MOST_TONE * self.ms

    @property
    def real(self) -> bool:
        """Whether it rises and falls as speech does, too."""
        if not self.likely or self.ms < WEAK_FROM_MS:
            return self.likely
        energies = np.array(self.energies)
        return bool((energies < WEAK * energies.mean()).mean() >= LEAST_WEAK)
