"""Calls as the journal would hold them, for the tests of what is derived from them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from transcripts.events import (
    AnswerFound,
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallOutcome,
    CallStarted,
    EndReason,
    EscalationDecided,
    EscalationReason,
    IntentRecognised,
    ResolutionConfirmed,
    Speaker,
    TurnTimed,
    Utterance,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CALL = "0197-call"
PASSAGE = "Restart the router by holding its button for ten seconds. Then wait for the green light."


def started(call_id: str = CALL, carrier_call_id: str = "CA1") -> CallStarted:
    return CallStarted(
        call_id=call_id,
        at_ms=0,
        carrier_call_id=carrier_call_id,
        caller="+14155552671",
        called="+14155550100",
    )


def said(utterance_id: str, text: str, start_ms: int = 1000, rejected: str = "") -> Utterance:
    return Utterance(
        call_id=CALL,
        at_ms=start_ms + 900,
        utterance_id=utterance_id,
        speaker=Speaker.CALLER,
        text=text,
        start_ms=start_ms,
        end_ms=start_ms + 800,
        confidence=0.9,
        engine="test",
        rejected=rejected,
    )


def bot(utterance_id: str, text: str, heard: str | None = None, start_ms: int = 3000) -> BotSaid:
    return BotSaid(
        call_id=CALL,
        at_ms=start_ms + 2000,
        utterance_id=utterance_id,
        text=text,
        heard=text if heard is None else heard,
        start_ms=start_ms,
        end_ms=start_ms + 2000,
        interrupted=heard is not None,
        confirmed=True,
    )


def intent(
    utterance_id: str, name: str | None, confidence: float = 0.9, at_ms: int = 2000
) -> IntentRecognised:
    return IntentRecognised(
        call_id=CALL,
        at_ms=at_ms,
        utterance_id=utterance_id,
        intent=name,
        confidence=confidence,
        alternatives=(("billing", 0.1),),
    )


def found(utterance_id: str = "u1", title: str = "Slow internet", at_ms: int = 2100) -> AnswerFound:
    return AnswerFound(
        call_id=CALL,
        at_ms=at_ms,
        utterance_id=utterance_id,
        article_id=title.lower(),
        title=title,
        section="First steps",
        score=0.8,
        text=PASSAGE,
    )


def settled(utterance_id: str, yes: bool = True) -> ResolutionConfirmed:
    return ResolutionConfirmed(call_id=CALL, at_ms=8000, settled=yes, utterance_id=utterance_id)


def escalated(utterance_id: str = "u1") -> EscalationDecided:
    return EscalationDecided(
        call_id=CALL,
        at_ms=4000,
        reason=EscalationReason.ASKED_FOR_HUMAN,
        rule="the caller asked for a person",
        known=("intent slow_internet 0.90",),
        chosen="take a call-back number",
        queue="technical_support",
        utterance_id=utterance_id,
    )


def callback(*utterance_ids: str) -> CallbackAgreed:
    return CallbackAgreed(
        call_id=CALL, at_ms=7000, number="+14155552671", queue="billing", utterance_ids=utterance_ids
    )


def timed(utterance_id: str = "u1") -> TurnTimed:
    return TurnTimed(
        call_id=CALL,
        at_ms=2200,
        utterance_id=utterance_id,
        hangover_ms=300.0,
        recognition_ms=12.0,
        understanding_ms=3.0,
        synthesis_ms=45.0,
        sending_ms=21.0,
        total_ms=381.0,
        speculated=True,
    )


def ended(
    reason: EndReason = EndReason.BOT_SAID_GOODBYE, outcome: CallOutcome = CallOutcome.UNKNOWN
) -> CallEnded:
    return CallEnded(
        call_id=CALL, at_ms=9000, reason=reason, explanation="It ended.", outcome=outcome, duration_ms=9000
    )


def journaled(*events: AnyEvent) -> Sequence[AnyEvent]:
    """As they come out of the journal: numbered, and a second apart."""
    return [
        msgspec.structs.replace(event, sequence=number, wall=NOON + timedelta(seconds=number))
        for number, event in enumerate(events, 1)
    ]


def answered_call() -> Sequence[AnyEvent]:
    return journaled(
        started(),
        bot("b1", "This is the automated assistant of Northwind Fibre. How can I help?", start_ms=0),
        said("u1", "Um, hello, my internet has been very slow since Tuesday."),
        intent("u1", "slow_internet"),
        found("u1"),
        timed("u1"),
        bot("b2", PASSAGE),
        said("u2", "Yes, that fixed it, thanks.", start_ms=7000),
        settled("u2"),
        ended(outcome=CallOutcome.ANSWERED),
    )
