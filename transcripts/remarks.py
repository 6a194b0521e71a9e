"""What happened in a call beside its words, as remarks between them: for pages and live views."""

from transcripts.assist_events import (
    ChecklistItemSet,
    HandRaised,
    SentimentAlerted,
    SentimentNoted,
    SuggestionAnswered,
    SuggestionOffered,
    SuggestionSaid,
    WordFixed,
)
from transcripts.continuity_events import CallResumed, EarsReopened
from transcripts.events import (
    AnyEvent,
    ApprovalAsked,
    ApprovalDecided,
    AudioLost,
    BotResumed,
    CallerAskedToWait,
    CallerSilent,
    CueNoticed,
    DetailCaptured,
    DetailsConfirmed,
    DtmfReceived,
    EarsReplaced,
    FarEndHeard,
    FaultNoticed,
    GuardrailFired,
    IdentityChecked,
    LanguageChosen,
    NotUnderstood,
    ToolAnswered,
    ToolCalled,
)
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
from transcripts.wrap_up_events import RecordingPaused, RecordingResumed, WrapUpClosed


def remark_on(event: AnyEvent) -> str:
    """In words; empty for what is none of these, or has a place of its own."""
    return (
        _about_the_line(event) or _about_the_matter(event) or _about_people(event) or _about_whispers(event)
    )


def _about_the_line(event: AnyEvent) -> str:
    match event:
        case DtmfReceived():
            return f"key {event.digit}"
        case CallerSilent():
            return f"the caller says nothing ({event.count} of 3)"
        case NotUnderstood():
            return f"not understood ({event.count} of 3): {event.explanation}"
        case EarsReplaced():
            return f"only the caller is heard now: {event.explanation}"
        case AudioLost():
            return f"the carrier lost {event.lost_ms} ms of audio"
        case FaultNoticed():
            return f"fault of {event.part}: {event.explanation}"
        case CallerAskedToWait():
            return "the caller asked for a moment"
        case BotResumed():
            return f"the bot goes on: {event.explanation}"
        case FarEndHeard():
            return f"at the other end: {event.far_end}"
        case LanguageChosen():
            return f"language {event.language}: {event.how}"
        case _:
            return ""


def _about_the_matter(event: AnyEvent) -> str:
    match event:
        case DetailCaptured():
            before = f", not {event.corrects}" if event.corrects else ""
            return f"{event.name.replace('_', ' ')}: {event.value}{before}"
        case DetailsConfirmed():
            return "the caller said that this is right" if event.confirmed else "the caller put it right"
        case IdentityChecked(verified=True):
            return f"verified ({event.method}), level {event.level}"
        case IdentityChecked():
            return f"not verified after {event.attempts} questions"
        case ToolCalled():
            return f"tool {event.tool}"
        case ToolAnswered():
            return f"tool {event.tool}: {event.outcome or event.failure} ({event.took_ms:.0f} ms)"
        case ApprovalAsked():
            return f"a person is asked to approve {event.tool}"
        case ApprovalDecided(approved=True):
            return f"approved by {event.by}"
        case ApprovalDecided():
            return f"refused by {event.by}" if event.by else "nobody approved it in time"
        case CueNoticed():
            return f"{event.cue}: “{event.words}”"
        case GuardrailFired():
            return f"held back by {event.guardrail}: {event.explanation}"
        case _:
            return ""


def _about_people(event: AnyEvent) -> str:
    match event:
        case TransferAgreed():
            return f"agreed to be passed on to {event.queue} ({event.reason})"
        case TransferOffered():
            return f"{event.agent}'s phone is rung (attempt {event.attempt})"
        case TransferAccepted():
            return f"{event.agent} accepts, by {event.how}"
        case TransferDeclined():
            return f"{event.agent} does not take it: {event.outcome}"
        case TransferCompleted():
            return f"{event.agent} and the caller can talk, after {event.waited_ms / 1000:.1f} s"
        case TransferEnded():
            return f"the transfer is over: {event.fallback or 'a person talked to the caller'}"
        case LegJoined():
            return f"{event.leg} joined the conference"
        case LegLeft():
            return f"{event.leg} left: {event.explanation}"
        case HoldStarted():
            return f"{event.leg} is on hold"
        case HoldEnded():
            return f"{event.leg} is off hold"
        case PersonStepped():
            about = " ".join(part for part in (event.how, event.name) if part)
            return f"{event.by} asked for: {event.action} {about}".rstrip()
        case QueueJoined():
            waits = f", {event.ahead} in front" if event.ahead else ""
            return f"waits for {event.queue}{waits}"
        case QueueLeft():
            return f"waited {event.waited_ms / 1000:.0f} s for {event.queue}: {event.outcome}"
        case VoicemailLeft():
            return f"message for {event.queue} ({event.duration_ms / 1000:.0f} s): “{event.text}”"
        case CallbackTried():
            return f"call-back, attempt {event.attempt}: {event.outcome}"
        case EarsReopened():
            return f"the ears are open again, {event.gap_ms} ms are missing: {event.explanation}"
        case CallResumed():
            return f"the call goes on after {event.gap_ms / 1000:.1f} s: {event.explanation}"
        case _:
            return ""


def _about_whispers(event: AnyEvent) -> str:
    match event:
        case SuggestionOffered(held_out=True):
            return f"a {event.form} was not shown, by lot: {event.title or event.query}"
        case SuggestionOffered():
            return f"{event.form} for the agent: {event.title or event.query}"
        case SuggestionAnswered():
            because = f" ({event.because})" if event.because else ""
            return f"the agent: {event.action}{because}"
        case SuggestionSaid():
            return f"the card was {event.outcome}: {event.explanation}" if event.explanation else ""
        case SentimentNoted(label="negative" | "positive") if event.evidence:
            return f"{event.label}: “{'”, “'.join(event.evidence)}”"
        case SentimentAlerted():
            return f"for a supervisor: {event.reason}"
        case ChecklistItemSet():
            words = f" (“{event.words}”)" if event.words else ""
            return f"{event.checklist}, {event.item}: {event.state}, by {event.by}{words}"
        case HandRaised(up=True):
            return f"{event.by} asks for help: {event.reason}"
        case HandRaised():
            return f"{event.by} needs no help any more"
        case WordFixed():
            return f"{event.by}: “{event.heard}” was “{event.meant}”"
        case RecordingPaused():
            return f"{event.by} paused the recording"
        case RecordingResumed():
            return f"{event.by} goes on recording, after {event.paused_ms / 1000:.1f} s"
        case WrapUpClosed():
            return f"{event.by} has finished with the call: {event.disposition or 'no disposition'}"
        case _:
            return ""
