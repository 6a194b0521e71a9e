"""How a call stands when it ends, and the events that say so.

The rules, first match wins: a call-back was agreed; a person was needed; the last answer was confirmed;
an answer was heard and not refused; the caller hung up; nothing is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from transcripts.answers import Answer, answers_of, tool_was_heard
from transcripts.events import (
    AnswerFound,
    AnyEvent,
    CallbackAgreed,
    CallEnded,
    CallOutcome,
    EndReason,
    EscalationDecided,
    ResolutionConfirmed,
    ToolAnswered,
    TransferCompleted,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JudgedOutcome:
    outcome: CallOutcome
    evidence: tuple[AnyEvent, ...]
    """What it stands on; empty when nothing speaks for anything."""
    answer: Answer | ToolAnswered | None = None
    """The answer that it is about, if it is about one: one that was read, or a tool's."""


def derive_outcome(events: Sequence[AnyEvent], ended: EndReason | None = None) -> CallOutcome:
    """The outcome of one call. `ended` is for a call whose `CallEnded` is still to be written."""
    return judge_outcome(events, ended).outcome


def judge_outcome(events: Sequence[AnyEvent], ended: EndReason | None = None) -> JudgedOutcome:
    """The outcome, and why."""
    end = _last(events, CallEnded)
    reason = end.reason if end is not None else ended
    if (callback := _last(events, CallbackAgreed)) is not None:
        return JudgedOutcome(CallOutcome.CALLBACK_PROMISED, (callback,))
    # A call of ours, to somebody who was promised it, goes to a person without a decision.
    if (person := _last(events, EscalationDecided) or _last(events, TransferCompleted)) is not None:
        return JudgedOutcome(CallOutcome.ESCALATED, (person,))
    confirmation, answer = _how_the_last_answer_stands(events)
    if confirmation is not None and confirmation.settled:
        return JudgedOutcome(CallOutcome.ANSWERED, (confirmation,), answer)
    if confirmation is None and answer is not None:
        found = answer.found if isinstance(answer, Answer) else answer
        return JudgedOutcome(CallOutcome.ANSWERED_UNCONFIRMED, (found,), answer)
    evidence = tuple(event for event in (confirmation, end) if event is not None)
    if reason is EndReason.CALLER_HUNG_UP:
        return JudgedOutcome(CallOutcome.ABANDONED, evidence)
    return JudgedOutcome(CallOutcome.UNKNOWN, evidence)


def _how_the_last_answer_stands(
    events: Sequence[AnyEvent],
) -> tuple[ResolutionConfirmed | None, Answer | ToolAnswered | None]:
    """The caller's word on the last answer that was heard, if there is one, and that answer."""
    answers = iter(answers_of(events))
    confirmation: ResolutionConfirmed | None = None
    last: Answer | ToolAnswered | None = None
    for event in events:
        if isinstance(event, ResolutionConfirmed):
            confirmation = event
        elif isinstance(event, AnswerFound) and not (answer := next(answers)).unheard:
            confirmation, last = None, answer
        elif isinstance(event, ToolAnswered) and tool_was_heard(event, events):
            confirmation, last = None, event
    return confirmation, last


def _last(events: Sequence[AnyEvent], kind: type[T]) -> T | None:
    return next((event for event in reversed(events) if isinstance(event, kind)), None)
