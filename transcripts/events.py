"""The vocabulary of a call: every fact about it is one frozen, typed event.

Events are written once and never changed; all that is known of a call (transcript, summary, figures,
panels) is derived from them. `at_ms` is the call's own audio clock: milliseconds since it was answered.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from transcripts.assist_events import (
    ChecklistItemSet,
    HandRaised,
    QuietSet,
    SentimentAlerted,
    SentimentNoted,
    SuggestionAnswered,
    SuggestionDropped,
    SuggestionOffered,
    SuggestionSaid,
    WordFixed,
)
from transcripts.continuity_events import CallResumed, EarsReopened
from transcripts.event import Event, Milliseconds
from transcripts.transfer_events import (
    HoldEnded,
    HoldStarted,
    LegJoined,
    LegLeft,
    PersonStepped,
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
)
from transcripts.waiting_events import CallbackTried, QueueJoined, QueueLeft, VoicemailLeft
from transcripts.wrap_up_events import (
    AccessLogged,
    RecordingPaused,
    RecordingResumed,
    WrapUpClosed,
    WrapUpSaved,
)


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
    HUMAN_ONLY = "human-only"
    """The caller has opted out of machines."""
    VIP = "vip"
    EMERGENCY = "emergency"
    """Danger to someone, self-harm included."""
    VULNERABLE = "vulnerable"
    FRUSTRATED = "frustrated"
    REPEAT_CONTACT = "repeat-contact"
    LOOP = "loop"
    """The bot went round in circles."""
    ALREADY_TOLD = "already-told"
    """The caller said that they had told us before."""
    TOOL_FAILED = "tool-failed"
    NOT_VERIFIED = "not-verified"
    TROUBLE_BUDGET = "trouble-budget"
    """Too many silences and misunderstandings over the whole call."""
    NOT_APPROVED = "not-approved"
    """A person had to approve what the caller wanted, and did not."""
    TAKEN_OVER = "taken-over"
    """A person took the call from the bot, unasked."""
    LANGUAGE = "language"
    """The caller's language cannot be understood by machine here."""


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


class DetailCaptured(Event, frozen=True, kw_only=True):
    """The caller gave a detail, or corrected it."""

    utterance_id: str
    """Empty when it was keyed in."""
    intent: str
    name: str
    value: str
    """In its canonical form; "•" where it is secret."""
    confidence: float
    words: str
    """The caller's words that it stands on; "•" where it is secret."""
    corrects: str = ""
    """The value that it replaces."""


class DetailsConfirmed(Event, frozen=True, kw_only=True):
    """The caller said whether what was read back is right."""

    utterance_id: str
    intent: str
    names: tuple[str, ...]
    confirmed: bool


class IdentityChecked(Event, frozen=True, kw_only=True):
    """A method of verification came to its end. What was said is not in the record, only the result."""

    method: str
    """`record`, `code` or `pin`."""
    verified: bool
    level: int
    """The assurance that the call has now; 0: none."""
    attempts: int
    customer_id: str = ""
    """Empty unless verified."""


class ToolCalled(Event, frozen=True, kw_only=True):
    tool: str
    key: str
    """One use of it: the same key never acts twice."""
    arguments: tuple[tuple[str, str], ...]
    """By name; "•" where they are secret."""
    customer_id: str = ""


class ToolAnswered(Event, frozen=True, kw_only=True):
    tool: str
    key: str
    outcome: str
    """A name of the centre's; empty when it failed."""
    values: tuple[tuple[str, str], ...] = ()
    took_ms: float = 0.0
    failure: str = ""
    """Why it failed, in words; empty when it did not."""
    said: str = ""
    """What the bot says of it; whether it was heard is in the `BotSaid` with the same text."""


class ApprovalAsked(Event, frozen=True, kw_only=True):
    """A person is asked whether a risky tool may be used."""

    key: str
    tool: str
    arguments: tuple[tuple[str, str], ...]
    deadline_ms: Milliseconds


class ApprovalDecided(Event, frozen=True, kw_only=True):
    key: str
    approved: bool
    by: str
    """Who decided; empty when nobody did in time."""


class CueNoticed(Event, frozen=True, kw_only=True):
    """Words of the caller that bear on how they are to be treated."""

    utterance_id: str
    cue: str
    """`emergency`, `self-harm`, `vulnerability`, `frustration`, `already-told`, `complaint`, `injection`."""
    words: str
    """The words themselves: the evidence."""


class LanguageChosen(Event, frozen=True, kw_only=True):
    language: str
    """BCP 47."""
    how: str
    """In words: "the caller pressed 9"."""


class CallerAskedToWait(Event, frozen=True, kw_only=True):
    utterance_id: str


class BotResumed(Event, frozen=True, kw_only=True):
    """What had stopped the bot was no turn of the caller, so it went on from where it was cut."""

    utterance_id: str
    """The new utterance, which says the rest."""
    explanation: str


class FarEndHeard(Event, frozen=True, kw_only=True):
    """What is at the other end of the line, when it is not a person speaking."""

    far_end: str
    """`machine`, `ivr`, `music`, `ringing`, `busy`, `fax`; `person` or `silence` when that is over."""
    confidence: float = 0.0
    """0 to 1; an opinion, not calibrated."""
    evidence: str = ""
    """What was heard, in words."""


class GuardrailFired(Event, frozen=True, kw_only=True):
    """Something was kept from being said or done."""

    guardrail: str
    explanation: str
    utterance_id: str = ""


class Cue(msgspec.Struct, frozen=True, kw_only=True):
    cue: str
    words: str
    utterance_id: str = ""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """All that was known when it was decided who goes on with a call. Replaying decides it anew from this."""

    utterance_id: str = ""
    intent: str | None = None
    confidence: float = 0.0
    """Of the intent, calibrated; 1 where the caller confirmed it."""
    understood: bool = True
    """False: there was sound, but nothing could be made of it."""
    request: bool = True
    """False: the turn answered a question of the bot's, so that it names no intent."""
    clarified: int = 0
    """Clarifying questions asked before this turn, for this request."""
    out_of_scope: int = 0
    """Requests in a row that no intent fits, this one included."""
    misses: int = 0
    """Turns in a row that were not understood, this one included."""
    silences: int = 0
    """Questions in a row without a reply."""
    troubles: int = 0
    """All silences and misses of the call."""
    repeats: int = 0
    """How often the bot's next sentence would already have been said."""
    tool_failures: int = 0
    faults: int = 0
    verification_failed: bool = False
    approval_refused: bool = False
    unanswerable: str = ""
    """Why the bot has no answer to a request that it understood; empty when it has."""
    not_settled: bool = False
    """The caller said that the answer did not settle it."""
    person_words: str = ""
    """The words (or the key) that asked for a person."""
    cues: tuple[Cue, ...] = ()
    """Of the whole call."""
    frustration: float = 0.0
    """0 to 1."""
    caller: str = ""
    """The carrier's word for the number: a hint."""
    vip: bool = False
    human_only: bool = False
    calls_this_week: int = 0
    """Earlier calls of this number about the same matter within 7 days."""
    verified_level: int = 0


class RouteDecided(Event, frozen=True, kw_only=True):
    """Who goes on with the call after this turn, and why: the decision record."""

    situation: Situation
    tier: str
    """`bot`, `assisted` or `person`."""
    queue: str
    """Of the people, when they are to take it; empty otherwise."""
    reason: EscalationReason | None
    """None: the bot goes on."""
    rule: str
    """The rule that fired, in words."""
    known: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    """The rules that did not fire though something spoke for them, in words with the figures."""
    clarify: bool = False
    """The bot goes on with a clarifying question."""


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
    window: str = ""
    """When: a day, a part of it, or both ("2026-11-24 14:00-16:00"); empty: as soon as may be."""


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
    | DetailCaptured
    | DetailsConfirmed
    | IdentityChecked
    | ToolCalled
    | ToolAnswered
    | ApprovalAsked
    | ApprovalDecided
    | CueNoticed
    | LanguageChosen
    | CallerAskedToWait
    | BotResumed
    | FarEndHeard
    | GuardrailFired
    | RouteDecided
    | EscalationDecided
    | CallbackAgreed
    | ResolutionConfirmed
    | TransferAgreed
    | TransferOffered
    | TransferAccepted
    | TransferDeclined
    | TransferCompleted
    | TransferEnded
    | LegJoined
    | LegLeft
    | HoldStarted
    | HoldEnded
    | PersonStepped
    | SuggestionOffered
    | SuggestionDropped
    | SuggestionAnswered
    | SuggestionSaid
    | SentimentNoted
    | SentimentAlerted
    | ChecklistItemSet
    | QuietSet
    | WordFixed
    | HandRaised
    | WrapUpSaved
    | WrapUpClosed
    | AccessLogged
    | RecordingPaused
    | RecordingResumed
    | QueueJoined
    | QueueLeft
    | VoicemailLeft
    | CallbackTried
    | EarsReopened
    | CallResumed
    | RecordingStored
    | FaultNoticed
    | CallEnded
    | SummaryDrafted
)
"""Everything that can be in a journal. `msgspec.json.Decoder(AnyEvent)` reads it back."""

Ephemeral: TypeAlias = SpeechStarted | PartialUtterance
"""Published to whoever watches the call, and not stored: the final utterance supersedes them."""
