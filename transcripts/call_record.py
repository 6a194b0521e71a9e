"""What a list of calls shows of one call, folded from its events one after another.

The store keeps it beside the events, in the same transaction; exports fold it anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from transcripts.events import (
    AnyEvent,
    CallEnded,
    CallOutcome,
    CallStarted,
    EndReason,
    EscalationDecided,
    EscalationReason,
    IntentRecognised,
    Milliseconds,
    Speaker,
    SummaryDrafted,
    Utterance,
)


@dataclass(frozen=True, slots=True)
class CallRecord:
    call_id: str
    started: datetime
    """UTC: when the first event was journaled."""
    carrier_call_id: str = ""
    caller: str = ""
    """As the carrier gave it; a hint, never an identity."""
    called: str = ""
    ended: datetime | None = None
    """UTC; None: the call is live, or the service died during it."""
    duration_ms: Milliseconds = 0
    end_reason: EndReason | None = None
    outcome: CallOutcome = CallOutcome.UNKNOWN
    intent: str | None = None
    """The centre's name for the most confident one; None: none was recognised."""
    intent_confidence: float = 0.0
    escalation_reason: EscalationReason | None = None
    """The first decision's: why the call left the bot."""
    utterances: int = 0
    """Of the caller, those in which something was understood."""
    summary_reason: str | None = None
    """The reason section of the summary; None: no summary was drafted yet."""
    last_sequence: int = 0


def record_of(events: Iterable[AnyEvent]) -> CallRecord:
    """The record of one call from all its events, of which there must be one."""
    record = None
    for event in events:
        record = advance(record, event)
    if record is None:
        raise ValueError("a call has at least one event")
    return record


def advance(record: CallRecord | None, event: AnyEvent) -> CallRecord:
    """The record after one more event."""
    record = record or CallRecord(call_id=event.call_id, started=event.wall)
    record = replace(record, last_sequence=max(record.last_sequence, event.sequence))
    match event:
        case CallStarted():
            return replace(
                record,
                started=event.wall,
                carrier_call_id=event.carrier_call_id,
                caller=event.caller,
                called=event.called,
            )
        case Utterance() if event.speaker is Speaker.CALLER and event.text:
            return replace(record, utterances=record.utterances + 1)
        case IntentRecognised() if event.intent and event.confidence > record.intent_confidence:
            return replace(record, intent=event.intent, intent_confidence=float(event.confidence))
        case EscalationDecided() if record.escalation_reason is None:
            return replace(record, escalation_reason=event.reason)
        case CallEnded():
            return replace(
                record,
                ended=event.wall,
                duration_ms=event.duration_ms or event.at_ms,
                end_reason=event.reason,
                outcome=event.outcome,
            )
        case SummaryDrafted():
            said = (sentence.text for sentence in event.sentences if sentence.section == "reason")
            return replace(record, summary_reason=" ".join(said))
        case _:
            return record
