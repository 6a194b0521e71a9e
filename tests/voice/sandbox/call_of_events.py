"""The events of one call, as its journal would bring them."""

from transcripts.events import (
    AnswerFound,
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallOutcome,
    CallStarted,
    DtmfReceived,
    EndReason,
    EscalationDecided,
    EscalationReason,
    IntentRecognised,
    PartialUtterance,
    ResolutionConfirmed,
    Speaker,
    SpeechStarted,
    SummaryDrafted,
    SummarySentence,
    TurnTimed,
    Utterance,
)

CALL = "c1"


def started(call_id: str = CALL) -> CallStarted:
    return CallStarted(
        call_id=call_id,
        at_ms=0,
        carrier_call_id="CA1",
        caller="+15035550142",
        called="+12065550100",
        centre="Northwind Fibre",
        recogniser="pocketsphinx en-us",
        synthesiser="espeak-ng en-us",
    )


def bot(utterance_id: str, start_ms: int, text: str, heard: str | None = None) -> BotSaid:
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


def begins(utterance_id: str, at_ms: int) -> SpeechStarted:
    return SpeechStarted(call_id=CALL, at_ms=at_ms, utterance_id=utterance_id)


def partial(utterance_id: str, at_ms: int, text: str) -> PartialUtterance:
    return PartialUtterance(
        call_id=CALL, at_ms=at_ms, utterance_id=utterance_id, speaker=Speaker.CALLER, text=text
    )


def caller(utterance_id: str, start_ms: int, text: str, rejected: str = "") -> Utterance:
    return Utterance(
        call_id=CALL,
        at_ms=start_ms + 1500,
        utterance_id=utterance_id,
        speaker=Speaker.CALLER,
        text=text,
        start_ms=start_ms,
        end_ms=start_ms + 1000,
        confidence=0.9,
        engine="test",
        rejected=rejected,
    )


def timed(utterance_id: str, *stages: float) -> TurnTimed:
    hangover, recognition, understanding, synthesis, sending = stages
    return TurnTimed(
        call_id=CALL,
        at_ms=5000,
        utterance_id=utterance_id,
        hangover_ms=hangover,
        recognition_ms=recognition,
        understanding_ms=understanding,
        synthesis_ms=synthesis,
        sending_ms=sending,
        total_ms=sum(stages),
        speculated=True,
    )


def ended() -> CallEnded:
    return CallEnded(
        call_id=CALL,
        at_ms=33_000,
        reason=EndReason.BOT_SAID_GOODBYE,
        explanation="A call-back was agreed.",
        outcome=CallOutcome.CALLBACK_PROMISED,
        duration_ms=33_000,
    )


def summary() -> SummaryDrafted:
    return SummaryDrafted(
        call_id=CALL,
        at_ms=33_000,
        sentences=(
            SummarySentence(
                section="reason", text="The bill is high.", utterance_ids=("u1",), start_ms=10_000
            ),
            SummarySentence(
                section="outcome", text="A call-back was promised.", utterance_ids=("u2",), sequences=(9,)
            ),
        ),
        drafted_by="extractive 1",
        took_ms=2,
    )


def whole_call() -> list[AnyEvent]:
    return [
        started(),
        bot("b1", 600, "Welcome to Northwind Fibre."),
        begins("u1", 10_000),
        partial("u1", 10_600, "why is my"),
        caller("u1", 10_000, "why is my bill so high this month"),
        IntentRecognised(call_id=CALL, at_ms=12_000, utterance_id="u1", intent="bill_high", confidence=0.934),
        AnswerFound(
            call_id=CALL,
            at_ms=12_000,
            utterance_id="u1",
            article_id="bill-high",
            title="A higher bill",
            section="Short answer",
            score=0.8,
            text="A discount may have ended.",
        ),
        timed("u1", 500, 84, 4, 30, 12),
        bot("b2", 13_000, "A discount may have ended. Anything else?", heard="A discount may have"),
        caller("u2", 14_500, "a person please"),
        EscalationDecided(
            call_id=CALL,
            at_ms=16_000,
            reason=EscalationReason.ASKED_FOR_HUMAN,
            rule='the caller asked for a person: "a person"',
            known=(),
            chosen="a call-back by our billing team",
            queue="billing",
        ),
        DtmfReceived(call_id=CALL, at_ms=20_000, digit="5"),
        CallbackAgreed(
            call_id=CALL, at_ms=30_000, number="+15035550142", queue="billing", utterance_ids=("u2",)
        ),
        ResolutionConfirmed(call_id=CALL, at_ms=31_000, settled=False, utterance_id="u2"),
        ended(),
        summary(),
    ]
