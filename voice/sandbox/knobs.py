"""How the carrier on this machine behaves: Twilio's measured delays, and the ways it can misbehave."""

from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class CompanyKnobs:
    """How a company behaves beyond the streams of one call."""

    line: Knobs = field(default_factory=Knobs)
    """Of the streams: the delays, `no_ears`, `no_marks`, `eager_marks`, `burst_ms`, `frame_bytes` and
    `ears_lost_after_s`, from the opening of each fork. The others are for one call that is rung alone."""
    ring_after_ms: Milliseconds = 100
    """From the order of a call to its ringing."""
    redirect_ms: Milliseconds = 55
    """From a REST redirect to the request of its target."""
    stale_action: bool = False
    """A redirect during `<Dial>` first asks the interrupted `action` (320 ms), then its target (651 ms)."""
    double_documents: bool = False
    """Every document is requested twice with one idempotency token, as after a time-out."""
    callback_delay_ms: Milliseconds = 0
    reorder_callbacks: bool = False
    """Of each two callbacks of a resource, the second comes first."""
    duplicate_callbacks: bool = False
    dropped_callbacks: frozenset[str] = frozenset()
    """Events that are never posted: `answered`, `completed`, `participant-join`, ..."""
    lost_documents: frozenset[str] = frozenset()
    """Parts of addresses whose requests never arrive: 15 s later they have failed."""
    rest_delay_ms: Milliseconds = 0
    """REST answers are held back this long after the work was done, so that callbacks overtake them."""
    forks_end_in_conference: bool = False
    """`<Start>` streams end when the leg enters a conference; nobody has published whether Twilio's do."""
    calls_a_second: float = 0.0
    """Calls that REST may start; others queue. 0: as many as are ordered. An account begins with 1."""


@dataclass(slots=True)
class RestTrouble:
    """The next REST requests that match are answered otherwise than they should be."""

    status: int
    """429, 500, 503, ...; 0: the connection is cut without an answer."""
    path: str = ""
    """A part of the path; empty: any."""
    about: str = ""
    """A value of the form, such as a `To`; empty: any."""
    method: str = "POST"
    times: int = 1
    done: bool = False
    """The work is carried out all the same: the outcome that nobody knows."""
    delay_ms: Milliseconds = 0
    """How long the answer takes."""
