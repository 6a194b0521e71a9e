"""How the carrier on this machine behaves: Twilio's measured delays, and the ways it can misbehave."""

from dataclasses import dataclass

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_SAMPLES


@dataclass(frozen=True, slots=True)
class Knobs:
    """All off is Twilio on a good day. Delays are those of one live call, published by its owner."""

    connect_ms: Milliseconds = 365
    """From the TwiML to the connection of a stream."""
    first_media_ms: Milliseconds = 200
    """From the connection of a stream to its first media message."""
    no_ears: bool = False
    """The carrier cannot fork: `<Start><Stream>` is passed over."""
    no_marks: bool = False
    """Marks never come back."""
    eager_marks: bool = False
    """Marks come back at once, before the audio ahead of them was played (jambonz#811)."""
    burst_ms: Milliseconds = 0
    """Messages are held back for this long and then sent at once, once a second; 233 was seen at Twilio."""
    open_after_hangup_s: float = 0.0
    """After the caller hung up the sockets stay open and silent for this long, and `stop` never comes."""
    double_webhook: bool = False
    """The first webhook is posted twice with the same idempotency token, as after a timeout."""
    replayed_token: bool = False
    """Once a stream is open, its address is tried a second time; the service must refuse it."""
    ears_lost_after_s: float | None = None
    """The ears' connection breaks this long after the answer."""
    frame_bytes: int = FRAME_SAMPLES
    """Bytes of μ-law in a media message; 160 is 20 ms."""
    skipped_ms_at: tuple[Milliseconds, Milliseconds] | None = None
    """(at, length): audio towards the service is lost there; the timestamps jump and the chunks do not."""
