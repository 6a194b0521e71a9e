"""The vocabulary of a call: every fact about it is one frozen, typed event.

Events are written once and never changed; all that is known of a call (transcript, summary, figures,
panels) is derived from them. `at_ms` is the call's own audio clock: milliseconds since it was answered.
"""

from typing import TypeAlias

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
from transcripts.event import Milliseconds
from transcripts.line_events import (
    AudioLost,
    CallEnded,
    CallOutcome,
    CallStarted,
    DtmfReceived,
    EarsReplaced,
    EndReason,
    FarEndHeard,
    FaultNoticed,
    RecordingStored,
    Stream,
    StreamClosed,
    StreamOpened,
)
from transcripts.matter_events import (
    AnswerFound,
    ApprovalAsked,
    ApprovalDecided,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    IntentRecognised,
    ResolutionConfirmed,
    ToolAnswered,
    ToolCalled,
)
from transcripts.routing_events import (
    CallbackAgreed,
    Cue,
    CueNoticed,
    EscalationDecided,
    EscalationReason,
    GuardrailFired,
    RouteDecided,
    Situation,
)
from transcripts.speech_events import (
    BargedIn,
    BotResumed,
    BotSaid,
    CallerAskedToWait,
    CallerSilent,
    LanguageChosen,
    NotUnderstood,
    PartialUtterance,
    Speaker,
    SpeechStarted,
    TurnTimed,
    Utterance,
)
from transcripts.summary_events import SummaryDrafted, SummarySentence
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

__all__ = [
    "AccessLogged",
    "AnswerFound",
    "AnyEvent",
    "ApprovalAsked",
    "ApprovalDecided",
    "AudioLost",
    "BargedIn",
    "BotResumed",
    "BotSaid",
    "CallEnded",
    "CallOutcome",
    "CallResumed",
    "CallStarted",
    "CallbackAgreed",
    "CallbackTried",
    "CallerAskedToWait",
    "CallerSilent",
    "ChecklistItemSet",
    "Cue",
    "CueNoticed",
    "DetailCaptured",
    "DetailsConfirmed",
    "DtmfReceived",
    "EarsReopened",
    "EarsReplaced",
    "EndReason",
    "Ephemeral",
    "EscalationDecided",
    "EscalationReason",
    "FarEndHeard",
    "FaultNoticed",
    "GuardrailFired",
    "HandRaised",
    "HoldEnded",
    "HoldStarted",
    "IdentityChecked",
    "IntentRecognised",
    "LanguageChosen",
    "LegJoined",
    "LegLeft",
    "Milliseconds",
    "NotUnderstood",
    "PartialUtterance",
    "PersonStepped",
    "QueueJoined",
    "QueueLeft",
    "QuietSet",
    "RecordingPaused",
    "RecordingResumed",
    "RecordingStored",
    "ResolutionConfirmed",
    "RouteDecided",
    "SentimentAlerted",
    "SentimentNoted",
    "Situation",
    "Speaker",
    "SpeechStarted",
    "Stream",
    "StreamClosed",
    "StreamOpened",
    "SuggestionAnswered",
    "SuggestionDropped",
    "SuggestionOffered",
    "SuggestionSaid",
    "SummaryDrafted",
    "SummarySentence",
    "ToolAnswered",
    "ToolCalled",
    "TransferAccepted",
    "TransferAgreed",
    "TransferCompleted",
    "TransferDeclined",
    "TransferEnded",
    "TransferOffered",
    "TurnTimed",
    "Utterance",
    "VoicemailLeft",
    "WordFixed",
    "WrapUpClosed",
    "WrapUpSaved",
]

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
