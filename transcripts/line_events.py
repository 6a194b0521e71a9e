"""What happens on the line: streams, keys, faults, the beginning and the end of a call."""

from enum import StrEnum

from transcripts.event import Event, Milliseconds


class Stream(StrEnum):
    EARS = "ears"
    """A `<Start><Stream>` fork: both tracks of the caller's leg, listening only."""
    MOUTH = "mouth"
    """A `<Connect><Stream>`: plays audio, takes marks and clears, brings keys."""


class CallOutcome(StrEnum):
    """How the call stands when it ends, in the words of the containment ladder."""

    ANSWERED = "answered"
    """The caller confirmed that the answer settled it."""
    ANSWERED_UNCONFIRMED = "answered-unconfirmed"
    """An answer was given and the caller did not say whether it settled the matter."""
    CALLBACK_PROMISED = "callback-promised"
    ESCALATED = "escalated"
    """A person was asked for or needed, and no call-back could be agreed."""
    ABANDONED = "abandoned"
    """The caller hung up before anything was settled."""
    UNKNOWN = "unknown"


class EndReason(StrEnum):
    CALLER_HUNG_UP = "caller-hung-up"
    BOT_SAID_GOODBYE = "bot-said-goodbye"
    NO_INPUT = "no-input"
    STREAM_LOST = "stream-lost"
    NEVER_CONNECTED = "never-connected"
    DURATION_LIMIT = "duration-limit"
    SERVICE_STOPPED = "service-stopped"
    """Orderly shutdown or a kill; `explanation` says which."""
    FAULT = "fault"


class CallStarted(Event, frozen=True, kw_only=True):
    carrier_call_id: str
    """Twilio's CallSid."""
    caller: str
    """As the carrier gave it: E.164, or a word such as "anonymous"; a hint, never an identity."""
    called: str
    direction: str = "inbound"
    """`outbound`: it was we who rang `caller` from `called`, as had been agreed in another call."""
    carrier: str = "twilio"
    """`twilio`, or `sandbox` for the carrier on this machine."""
    centre: str = ""
    language: str = "en"
    recogniser: str = ""
    """Engine and model, e.g. "faster-whisper base.en" or "pocketsphinx en-us"."""
    synthesiser: str = ""


class StreamOpened(Event, frozen=True, kw_only=True):
    stream: Stream
    stream_id: str
    """Twilio's StreamSid."""
    tracks: tuple[str, ...]


class StreamClosed(Event, frozen=True, kw_only=True):
    stream: Stream
    stream_id: str
    explanation: str


class EarsReplaced(Event, frozen=True, kw_only=True):
    """The fork is missing or died: the mouth's inbound track stands in, and only the caller is heard."""

    explanation: str


class AudioLost(Event, frozen=True, kw_only=True):
    """A jump of the media timestamps: the carrier dropped audio."""

    stream: Stream
    lost_ms: Milliseconds


class DtmfReceived(Event, frozen=True, kw_only=True):
    digit: str
    """0-9, *, #, A-D; "•" where it was masked."""


class FarEndHeard(Event, frozen=True, kw_only=True):
    """What is at the other end of the line, when it is not a person speaking."""

    far_end: str
    """`machine`, `ivr`, `music`, `ringing`, `busy`, `fax`; `person` or `silence` when that is over."""
    confidence: float = 0.0
    """0 to 1; an opinion, not calibrated."""
    evidence: str = ""
    """What was heard, in words."""


class RecordingStored(Event, frozen=True, kw_only=True):
    """Stereo audio of the call: left the caller, right what the caller heard."""

    path: str
    """Relative to the data directory."""
    duration_ms: Milliseconds


class FaultNoticed(Event, frozen=True, kw_only=True):
    """Something of ours failed in mid-call, and what was done about it."""

    part: str
    explanation: str


class CallEnded(Event, frozen=True, kw_only=True):
    reason: EndReason
    explanation: str
    outcome: CallOutcome = CallOutcome.UNKNOWN
    duration_ms: Milliseconds = 0
