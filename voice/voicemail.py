"""A message that a caller leaves: their audio from the tone on as a WAV file, and what was recognised of it.

It ends by a key, by silence, or when it is long enough. No clock: the caller's frames carry the time.
"""

from pathlib import Path

import numpy as np

from transcripts.events import Milliseconds
from voice.audio import mulaw
from voice.audio.types import FRAME_MS, TELEPHONE_HZ
from voice.audio.wav import MulawWriter
from voice.turns.activity import VoiceActivity

SILENCE_MS = 4000
"""After words, this much silence ends the message."""
NOTHING_MS = 7000
"""Who has said nothing for so long leaves none."""
LONGEST_MS = 120_000
LEAST_VOICE_MS = 400
"""Less of a voice than this is a click or a breath."""

DIRECTORY = "voicemails"
"""In the data directory."""

_TONE_HZ, _TONE_MS, _TONE_PEAK = 1000.0, 360, 9000.0


def tone() -> bytes:
    """μ-law: what a caller waits for before they speak."""
    at = np.arange(TELEPHONE_HZ * _TONE_MS // 1000) / TELEPHONE_HZ
    edge = np.minimum(1.0, np.minimum(at, at[::-1]) / 0.02)
    return mulaw.encode(np.rint(_TONE_PEAK * edge * np.sin(2 * np.pi * _TONE_HZ * at)).astype(np.int16))


class Voicemail:
    """One message. Frames are given until `ended` is not empty; then it is closed."""

    def __init__(self, path: Path, activity: VoiceActivity) -> None:
        """Begins the file. Raises `OSError`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.ended = ""
        """By what, in words; empty: it goes on."""
        self._activity = activity
        self._writer = MulawWriter(path)
        self._ms: Milliseconds = 0
        self._voiced_ms: Milliseconds = 0
        self._last_voice_ms: Milliseconds | None = None
        self._began_ms: Milliseconds | None = None
        self._texts: dict[str, str] = {}

    @property
    def duration_ms(self) -> Milliseconds:
        return self._ms

    @property
    def text(self) -> str:
        return " ".join(text for text in self._texts.values() if text)

    @property
    def utterance_ids(self) -> tuple[str, ...]:
        return tuple(name for name, text in self._texts.items() if text)

    @property
    def is_message(self) -> bool:
        """Whether anything was said."""
        return bool(self.text) or self._voiced_ms >= LEAST_VOICE_MS

    def frame(self, payload: bytes, at_ms: Milliseconds) -> None:
        """20 ms of the caller, as μ-law. Raises `OSError`."""
        if self.ended:
            return
        if self._began_ms is None:
            self._began_ms = at_ms
        self._writer.write(payload)
        self._ms += FRAME_MS
        if self._activity.voiced(mulaw.decode(payload).tobytes()):
            self._voiced_ms += FRAME_MS
            if self._voiced_ms >= LEAST_VOICE_MS:
                self._last_voice_ms = self._ms
        spoke_ms = self._last_voice_ms
        if self._ms >= LONGEST_MS:
            self.ended = f"the message was {LONGEST_MS // 1000} s long"
        elif spoke_ms is None and self._ms >= NOTHING_MS:
            self.ended = "nothing was said"
        elif spoke_ms is not None and self._ms - spoke_ms >= SILENCE_MS:
            self.ended = f"{SILENCE_MS // 1000} s of silence"

    def stop(self, why: str) -> None:
        self.ended = self.ended or why

    def turn(self, utterance_id: str, text: str, end_ms: Milliseconds) -> None:
        """What the recogniser made of a turn; one that was over before the tone is no part of it."""
        if self._began_ms is not None and end_ms > self._began_ms:
            self._texts[utterance_id] = text

    def close(self) -> None:
        """A second time changes nothing. Raises `OSError`."""
        self._writer.close()

    def discard(self) -> None:
        """Nothing was said: nothing is kept."""
        self._writer.close()
        self.path.unlink(missing_ok=True)
