"""Calls that an agent took, for the tests of what is written about them afterwards."""

import msgspec

from tests.transcripts.recorded import CALL, escalated, intent, said, started
from transcripts.events import (
    AnyEvent,
    CallEnded,
    ChecklistItemSet,
    EndReason,
    LegJoined,
    LegLeft,
    PersonStepped,
    Speaker,
    SuggestionOffered,
    SuggestionSaid,
    ToolAnswered,
    TransferAccepted,
    TransferCompleted,
    TransferEnded,
    Utterance,
)

ANA = "ana-flores"
BEN = "ben-carter"
CRITICAL = "Say that the call is recorded"


def agent_said(utterance_id: str, text: str, start_ms: int = 8000) -> Utterance:
    return msgspec.structs.replace(said(utterance_id, text, start_ms), speaker=Speaker.AGENT)


def accepted(agent: str = ANA, at_ms: int = 5000, transfer: str = "t1") -> tuple[AnyEvent, ...]:
    """The agent took it, and they talk."""
    return (
        TransferAccepted(call_id=CALL, at_ms=at_ms, transfer_id=transfer, agent=agent, how="panel"),
        LegJoined(call_id=CALL, at_ms=at_ms, leg="agent", carrier_call_id=f"CA-{agent}", conference=transfer),
        TransferCompleted(call_id=CALL, at_ms=at_ms, transfer_id=transfer, agent=agent, waited_ms=900),
    )


def left(agent: str = ANA, at_ms: int = 20_000, leg: str = "agent") -> LegLeft:
    return LegLeft(
        call_id=CALL, at_ms=at_ms, leg=leg, carrier_call_id=f"CA-{agent}", explanation="they hung up"
    )


def stepped(action: str, name: str = "", by: str = ANA, at_ms: int = 10_000) -> PersonStepped:
    return PersonStepped(call_id=CALL, at_ms=at_ms, action=action, by=by, name=name)


def transfer_ended(transfer: str = "t1", at_ms: int = 20_000) -> TransferEnded:
    return TransferEnded(call_id=CALL, at_ms=at_ms, transfer_id=transfer, fallback="", explanation="over")


def hung_up(at_ms: int = 60_000) -> CallEnded:
    return CallEnded(
        call_id=CALL,
        at_ms=at_ms,
        reason=EndReason.CALLER_HUNG_UP,
        explanation="The caller hung up.",
        duration_ms=at_ms,
    )


def ticked(item: str, state: str = "done", checklist: str = "every_call", **more: str) -> ChecklistItemSet:
    return ChecklistItemSet(
        call_id=CALL, at_ms=6000, checklist=checklist, item=item, state=state, by="exact", **more
    )


def tool(name: str = "book_engineer", outcome: str = "booked", said: str = "", failure: str = "") -> AnyEvent:
    return ToolAnswered(
        call_id=CALL, at_ms=9000, tool=name, key="k1", outcome=outcome, said=said, failure=failure
    )


def card(text: str, outcome: str, suggestion: str = "s1") -> tuple[AnyEvent, ...]:
    """It was whispered, and that is what the agent made of it."""
    return (
        SuggestionOffered(
            call_id=CALL,
            at_ms=9000,
            suggestion_id=suggestion,
            form="card",
            text=text,
            query="discount",
            title="Your bill",
            section="Discounts",
        ),
        SuggestionSaid(
            call_id=CALL, at_ms=12_000, suggestion_id=suggestion, outcome=outcome, utterance_id="a1"
        ),
    )


def talk() -> tuple[AnyEvent, ...]:
    """From the beginning until the agent has it, with the recording announced."""
    return (
        started(),
        said("u1", "Um, hello, my internet is very slow since Tuesday."),
        intent("u1", "slow_connection"),
        escalated(),
        ticked("recording"),
        *accepted(),
    )


def wrapped_call() -> tuple[AnyEvent, ...]:
    return (
        *talk(),
        agent_said("a1", "I'll send you a new router tomorrow.", 8000),
        said("u2", "Great, that's all sorted.", 50_000),
        hung_up(),
    )
