"""The vocabulary of a call: every fact about it is one frozen, typed event.

Events are written once and never changed; all that is known of a call (transcript, summary, figures,
panels) is derived from them. `at_ms` is the call's own audio clock: milliseconds since it was answered.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec

Milliseconds: TypeAlias = int
"""A point on the call's audio clock (from answer) or a length; the name of the field says which."""

NOT_JOURNALED = 0
"""The sequence number of an event which the journal has not seen yet; the journal counts from 1."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Speaker(StrEnum):
    CALLER = "caller"
    BOT = "bot"
    AGENT = "agent"


class Stream(StrEnum):
    EARS = "ears"
    """A `<Start><Stream>` fork: both tracks of the caller's leg, listening only."""
    MOUTH = "mouth"
    """A `<Connect><Stream>`: plays audio, takes marks and clears, brings keys."""


class EscalationReason(StrEnum):
    """Why a call went to a person. Exactly one is primary, set by the machine."""

    ASKED_FOR_HUMAN = "asked-for-human"
    OUT_OF_SCOPE = "out-of-scope"
    LOW_CONFIDENCE = "low-confidence"
    KNOWLEDGE_GAP = "knowledge-gap"
    NO_MATCH = "no-match"
    NO_INPUT = "no-input"
    POLICY_REQUIRES_HUMAN = "policy-requires-human"
    SYSTEM_FAULT = "system-fault"


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


class Event(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=str, forbid_unknown_fields=False
):
    """What all events share. `sequence` and `wall` are given by the journal."""

    call_id: str
    at_ms: Milliseconds
    sequence: int = NOT_JOURNALED
    wall: datetime = EPOCH
    """UTC."""


class CallStarted(Event, frozen=True, kw_only=True):
    carrier_call_id: str
    """Twilio's CallSid."""
    caller: str
    """As the carrier gave it: E.164, or a word such as "anonymous"; a hint, never an identity."""
    called: str
    direction: str = "inbound"
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


class SpeechStarted(Event, frozen=True, kw_only=True):
    """The caller began to speak (ephemeral: published, not stored)."""

    utterance_id: str
    speaker: Speaker = Speaker.CALLER


class PartialUtterance(Event, frozen=True, kw_only=True):
    """The stable prefix of what is being said (ephemeral: published, not stored)."""

    utterance_id: str
    speaker: Speaker
    text: str


class Utterance(Event, frozen=True, kw_only=True):
    """A final transcript. Never changed afterwards."""

    utterance_id: str
    speaker: Speaker
    text: str
    """Empty when sound was taken for speech and nothing in it could be understood."""
    start_ms: Milliseconds
    end_ms: Milliseconds
    confidence: float
    """0 to 1, the recogniser's own."""
    engine: str
    rejected: str = ""
    """Why the recogniser's text was thrown away, in words; empty when it was kept."""


class IntentRecognised(Event, frozen=True, kw_only=True):
    utterance_id: str
    intent: str | None
    """The centre's name for it; None: out of scope."""
    confidence: float
    """Calibrated, 0 to 1."""
    alternatives: tuple[tuple[str, float], ...] = ()
    """The next best, best first."""


class AnswerFound(Event, frozen=True, kw_only=True):
    """A passage of the knowledge base was chosen to be read out."""

    utterance_id: str
    article_id: str
    title: str
    section: str
    score: float
    text: str


class BotSaid(Event, frozen=True, kw_only=True):
    """An utterance of the bot, written when its playback ended. The record is `heard`, not `text`."""

    utterance_id: str
    text: str
    heard: str
    """The part that the caller heard, to the clause; empty when none of it was."""
    start_ms: Milliseconds
    end_ms: Milliseconds
    """When playback ended or was cut."""
    interrupted: bool
    confirmed: bool
    """True: by marks. False: by the byte clock, since the peer returned no marks."""
    prompt: str = ""
    """The name of the fixed prompt, if it was one."""


class BargedIn(Event, frozen=True, kw_only=True):
    """The caller spoke while the bot did, and the bot stopped."""

    utterance_id: str
    """The bot's utterance that was cut."""
    heard_ms: Milliseconds
    """How much of it had been played."""


class TurnTimed(Event, frozen=True, kw_only=True):
    """From the end of the caller's speech to the first sounding frame on the wire, by stage, in ms."""

    utterance_id: str
    hangover_ms: float
    """End of speech until the turn was declared over."""
    recognition_ms: float
    """What was left to wait for the final text after that; near 0 when speculation held."""
    understanding_ms: float
    synthesis_ms: float
    """Until the first clause was audio; near 0 for a cached phrase."""
    sending_ms: float
    total_ms: float
    speculated: bool
    """True: the final was computed during the hangover."""


class DtmfReceived(Event, frozen=True, kw_only=True):
    digit: str
    """0-9, *, #, A-D; "•" where it was masked."""


class CallerSilent(Event, frozen=True, kw_only=True):
    """Nothing was said where something was expected. `count` is the rung of the ladder, from 1."""

    count: int


class NotUnderstood(Event, frozen=True, kw_only=True):
    """Something was said and not understood. `count` is the rung of the ladder, from 1."""

    utterance_id: str
    count: int
    explanation: str


class EscalationDecided(Event, frozen=True, kw_only=True):
    """The decision record: what was known, which rule fired, what was chosen, in words."""

    reason: EscalationReason
    rule: str
    known: tuple[str, ...]
    chosen: str
    queue: str
    utterance_id: str = ""


class CallbackAgreed(Event, frozen=True, kw_only=True):
    number: str
    """E.164."""
    queue: str
    utterance_ids: tuple[str, ...]
    """Where the caller gave or confirmed it; empty when it is the number they rang from."""


class ResolutionConfirmed(Event, frozen=True, kw_only=True):
    """The caller said whether the answer settled it."""

    settled: bool
    utterance_id: str


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


class SummarySentence(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of a summary, and the utterances and times that it stands on."""

    section: str
    """`reason`, `done`, `outcome` or `follow-up`."""
    text: str
    utterance_ids: tuple[str, ...]
    sequences: tuple[int, ...] = ()
    """Events other than utterances that it stands on (an escalation, a call-back)."""
    start_ms: Milliseconds = 0
    """Where to start listening."""


class SummaryDrafted(Event, frozen=True, kw_only=True):
    sentences: tuple[SummarySentence, ...]
    drafted_by: str
    """The summariser and its version, e.g. "extractive 1"."""
    took_ms: float


AnyEvent: TypeAlias = (
    CallStarted
    | StreamOpened
    | StreamClosed
    | EarsReplaced
    | AudioLost
    | SpeechStarted
    | PartialUtterance
    | Utterance
    | IntentRecognised
    | AnswerFound
    | BotSaid
    | BargedIn
    | TurnTimed
    | DtmfReceived
    | CallerSilent
    | NotUnderstood
    | EscalationDecided
    | CallbackAgreed
    | ResolutionConfirmed
    | RecordingStored
    | FaultNoticed
    | CallEnded
    | SummaryDrafted
)
"""Everything that can be in a journal. `msgspec.json.Decoder(AnyEvent)` reads it back."""

Ephemeral: TypeAlias = SpeechStarted | PartialUtterance
"""Published to whoever watches the call, and not stored: the final utterance supersedes them."""
