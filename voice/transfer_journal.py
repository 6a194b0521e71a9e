"""A transfer rebuilt from the events of its call, after the service was started again."""

from collections.abc import Sequence

from transcripts.events import (
    AnyEvent,
    LegJoined,
    LegLeft,
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
)
from voice.transfer_attempt import Attempt
from voice.transfer_course import Course
from voice.transfer_messages import Begin, Fallback, How, Leg, Outcome
from voice.transfer_states import State, Whereabouts


def replayed(course: Course, events: Sequence[AnyEvent], fallbacks: tuple[Fallback, ...]) -> None:
    """Brings `course` to where the events leave it. If it goes on, the carrier is asked how things stand."""
    for event in events:
        match event:
            case LegJoined() | LegLeft():
                _leg(course, event)
            case (
                TransferAgreed()
                | TransferOffered()
                | TransferAccepted()
                | TransferDeclined()
                | TransferCompleted()
                | TransferEnded()
            ) if event.transfer_id == course.transfer_id:
                _step(course, event, fallbacks)
            case _:
                pass
    for attempt in course.attempts:
        course.orders.hold(attempt.agent)
        if attempt.over:
            course.orders.forget(attempt.agent)
            course.orders.hang_up(Leg.AGENT, attempt.call_id, "the call has gone on without this leg")
    if course.state is State.RESUMING:
        course.resumed = True
        if (attempt := course.current) is not None and attempt.accepted:
            course.orders.engage(attempt.agent)
        course.look()


def _step(
    course: Course,
    event: TransferAgreed
    | TransferOffered
    | TransferAccepted
    | TransferDeclined
    | TransferCompleted
    | TransferEnded,
    fallbacks: tuple[Fallback, ...],
) -> None:
    match event:
        case TransferAgreed(queue=queue, reason=reason, briefing=briefing):
            course.begun = Begin(queue, reason, briefing, fallbacks)
            course.agreed_ms = event.at_ms
            course.state, course.caller = State.RESUMING, Whereabouts.UNKNOWN
        case TransferOffered(agent=agent, attempt=number, carrier_call_id=call_id):
            attempt = course.find(number)
            if attempt is None:
                attempt = Attempt(number, agent, course.conference_of(number))
                course.attempts.append(attempt)
            attempt.call_id = call_id
        case TransferAccepted(agent=agent, how=how):
            for attempt in course.attempts:
                if attempt.agent == agent:
                    attempt.accepted = How(how)
        case TransferDeclined(agent=agent, outcome=outcome):
            for attempt in course.attempts:
                if attempt.agent == agent:
                    attempt.over, attempt.outcome = True, Outcome(outcome)
        case TransferCompleted():
            course.completed = True
        case TransferEnded():
            course.state = State.ENDED
            for attempt in course.attempts:
                attempt.over = True


def _leg(course: Course, event: LegJoined | LegLeft) -> None:
    leg = Leg(event.leg)
    attempt = course.current
    if leg is Leg.AGENT and attempt is not None and attempt.call_id == event.carrier_call_id:
        attempt.in_conference = isinstance(event, LegJoined)
        attempt.answered = True
        attempt.over = isinstance(event, LegLeft) and course.completed
    elif leg in (Leg.COLLEAGUE, Leg.SUPERVISOR):
        if isinstance(event, LegJoined):
            course.others[event.carrier_call_id] = leg
        else:
            course.others.pop(event.carrier_call_id, None)
