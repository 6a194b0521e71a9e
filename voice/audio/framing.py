"""Audio in pieces of any size, cut into frames of one size.

Carriers and peers send payloads of 1 to 16000 bytes, and synthesisers chunks that end inside a sample.
"""

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES


class Framer:
    """Cuts one stream of bytes into whole frames and keeps the rest for the next piece.

    By default μ-law of 20 ms. For 16-bit PCM: `Framer(2 * FRAME_SAMPLES, padding=0)`.
    """

    def __init__(self, frame_bytes: int = FRAME_SAMPLES, padding: int = mulaw.SILENCE) -> None:
        self._frame_bytes = frame_bytes
        self._padding = bytes([padding])
        self._rest = b""

    @property
    def held(self) -> int:
        """Bytes that wait for the rest of their frame; they came before the next piece."""
        return len(self._rest)

    def push(self, payload: bytes) -> list[bytes]:
        """The frames that `payload` completes, in order; often none, or many."""
        size = self._frame_bytes
        if not self._rest and len(payload) == size:
            return [payload]
        audio = self._rest + payload
        whole = len(audio) - len(audio) % size
        self._rest = audio[whole:]
        return [audio[start : start + size] for start in range(0, whole, size)]

    def flush(self) -> list[bytes]:
        """The unfinished frame filled up with silence, or nothing where there is none."""
        rest, self._rest = self._rest, b""
        return [rest.ljust(self._frame_bytes, self._padding)] if rest else []
