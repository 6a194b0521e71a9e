"""Where on its stream's clock a track is: what its timestamps say, checked against the count of its audio.

Twilio stamps each frame in rounded milliseconds. Loss shows as a jump of the stamps; late or bursty delivery
(gaps up to 233 ms were measured) does not, and is no loss.
"""

from transcripts.events import Milliseconds
from voice.audio.types import TELEPHONE_HZ

SMALLEST_LOSS_MS = 15
"""A stamp may be this far off without a frame being lost: stamps are rounded, and frames last 20 ms."""

LARGEST_LOSS_MS = 60_000
"""A jump beyond this is a broken clock of the peer's, not lost audio."""

LATEST_FIRST_STAMP_MS = 24 * 3600 * 1000
"""No call lasts longer, so no track's first frame is stamped later."""

SAMPLES_A_MS = TELEPHONE_HZ // 1000
SMALLEST_LOSS = SMALLEST_LOSS_MS * SAMPLES_A_MS
"""In samples."""


class TrackClock:
    """One track's. `MediaStream` moves it along for every frame that comes when expected."""

    __slots__ = ("audio_bytes", "expected", "lost_ms", "messages", "misstamped")

    def __init__(self) -> None:
        self.expected = 0
        """Where the next sample belongs, in samples from the start of the stream."""
        self.messages = 0
        self.audio_bytes = 0
        self.lost_ms: Milliseconds = 0
        self.misstamped = 0
        """Messages whose stamp could not be true."""

    def restamp(self, at: int) -> Milliseconds:
        """Takes a stamp, in samples, that is not the one expected: moves there if it can be true.

        Returns the audio that it shows as lost.
        """
        first = self.messages == 1
        if first and 0 <= at <= LATEST_FIRST_STAMP_MS * SAMPLES_A_MS:
            self.expected = at
            return 0
        gap_ms = (at - self.expected) // SAMPLES_A_MS
        if not first and 0 < gap_ms <= LARGEST_LOSS_MS:
            self.expected = at
            self.lost_ms += gap_ms
            return gap_ms
        self.misstamped += 1
        return 0
