"""Which stream the caller is heard on: the ears, or the mouth's inbound track where the ears are missing.

Both carry the same speech. While the ears work the mouth's copy is only kept for a second, so that nothing
is lost when a fork dies and the mouth has to stand in. No clock and no I/O: audio in, 20 ms frames out.
"""

from collections import deque
from collections.abc import Iterator

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS, FRAME_SAMPLES

EARS_GRACE_MS = 1500
"""How long the mouth may run before missing ears are called missing. Twilio opens both within a second."""

EARS_BEHIND_MS = 1000
"""How far the ears may fall behind the mouth, by media time. Deliveries 233 ms apart are normal."""

SAME_FRAME_MS = FRAME_MS // 2
"""Two streams' times of one frame differ by less: it is not heard twice."""

BYTES_A_MS = FRAME_SAMPLES // FRAME_MS


class CallerAudio:
    """The caller's audio as frames of 160 μ-law bytes with their time on the call's clock."""

    def __init__(self) -> None:
        self._ears = _Track()
        self._mouth = _Track()
        self._spare: deque[tuple[bytes, Milliseconds]] = deque(
            maxlen=(EARS_BEHIND_MS + EARS_GRACE_MS) // FRAME_MS
        )
        self._mouth_since: Milliseconds | None = None
        self._ears_at: Milliseconds | None = None
        self._taking_over = False
        """A fork was opened again, and the mouth stands in until it brings sound."""
        self.until_ms: Milliseconds = 0
        """Where the audio ends that was heard so far, of whichever stream."""
        self.replaced = ""
        """Why the mouth stands in for the ears, in words; empty while it does not."""

    def ears_opened(self) -> None:
        """A fork was opened (again): the ears are heard from its first sound on."""
        self._ears = _Track()
        self._ears_at = self._mouth_since = None
        self._taking_over = True

    def ears_closed(self) -> Iterator[tuple[bytes, Milliseconds]]:
        """The fork ended while the call goes on."""
        self._taking_over = False
        return self._stand_in("the fork ended while the call went on")

    def ears(self, payload: bytes, at_ms: Milliseconds) -> Iterator[tuple[bytes, Milliseconds]]:
        if self._taking_over:
            return self._take_over(payload, at_ms)
        if self.replaced:
            return iter(())
        self._ears_at = at_ms
        self.until_ms = at_ms + len(payload) // BYTES_A_MS
        return self._ears.frames(payload, at_ms)

    def mouth(self, payload: bytes, at_ms: Milliseconds) -> Iterator[tuple[bytes, Milliseconds]]:
        if self.replaced:
            self.until_ms = at_ms + len(payload) // BYTES_A_MS
            return self._mouth.frames(payload, at_ms)
        if self._mouth_since is None:
            self._mouth_since = at_ms
        self._spare.extend(self._mouth.frames(payload, at_ms))
        if self._ears_at is None and at_ms - self._mouth_since > EARS_GRACE_MS:
            return self._stand_in(f"the carrier sent no fork within {EARS_GRACE_MS / 1000:g} s of the mouth")
        if self._ears_at is not None and at_ms - self._ears_at > EARS_BEHIND_MS:
            return self._stand_in(
                f"the fork fell silent for {EARS_BEHIND_MS / 1000:g} s while the mouth went on"
            )
        return iter(())

    def _take_over(self, payload: bytes, at_ms: Milliseconds) -> Iterator[tuple[bytes, Milliseconds]]:
        """The fork's first sound. What was heard of it by the mouth already is not heard again; what the
        mouth has kept from before it comes first."""
        until_ms = self.until_ms
        new = [
            (frame, frame_at)
            for frame, frame_at in self._ears.frames(payload, at_ms)
            if frame_at >= until_ms - SAME_FRAME_MS
        ]
        # From here on the mouth only keeps: two clocks that run beside each other never meet.
        self._ears_at, self.replaced = at_ms, ""
        if not new:
            return iter(())
        first_ms = new[0][1]
        kept = [
            (frame, frame_at)
            for frame, frame_at in self._spare
            if until_ms - SAME_FRAME_MS <= frame_at < first_ms - SAME_FRAME_MS
        ]
        self._spare.clear()
        self._taking_over = False
        self.until_ms = new[-1][1] + FRAME_MS
        return iter([*kept, *new])

    def _stand_in(self, why: str) -> Iterator[tuple[bytes, Milliseconds]]:
        """Switches over; what the mouth has kept since the ears' last frame comes first."""
        if self.replaced:
            return iter(())
        self.replaced = why
        until_ms = self.until_ms
        kept = [(frame, at_ms) for frame, at_ms in self._spare if at_ms >= until_ms - SAME_FRAME_MS]
        self._spare.clear()
        if kept:
            self.until_ms = kept[-1][1] + FRAME_MS
        return iter(kept)


class _Track:
    """Cuts payloads of any size into whole frames, keeping their times."""

    def __init__(self) -> None:
        self._rest = b""
        self._rest_at: Milliseconds = 0

    def frames(self, payload: bytes, at_ms: Milliseconds) -> Iterator[tuple[bytes, Milliseconds]]:
        if not self._rest:
            if len(payload) == FRAME_SAMPLES:
                return iter(((payload, at_ms),))
            self._rest_at = at_ms
        audio = self._rest + payload
        whole = len(audio) // FRAME_SAMPLES
        first_at, self._rest = self._rest_at, audio[whole * FRAME_SAMPLES :]
        self._rest_at = first_at + whole * FRAME_MS
        return iter(
            [
                (audio[index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES], first_at + index * FRAME_MS)
                for index in range(whole)
            ]
        )
