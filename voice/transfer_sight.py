"""When something that is awaited does not come: the carrier is asked, and what it says is believed.

No command whose outcome is unknown is given again before the carrier has been asked.
"""

from voice.transfer_attempt import Attempt
from voice.transfer_course import Course
from voice.transfer_messages import Admit, CarrierSeen, How, Leg, Outcome, Place
from voice.transfer_states import State, Whereabouts


def deadline(course: Course) -> None:
    """The state's time is up."""
    attempt = course.current
    match course.state:
        case State.CHOOSING:
            course.nobody("the list of agents did not answer in time")
        case State.DIALLING if course.pausing and attempt is not None:
            course.pausing = False
            course.dial(attempt)
        case State.OFFERED if attempt is not None:
            why = f"{attempt.agent} pressed no key in time: voicemail, or nobody"
            course.decline(attempt, Outcome.VOICEMAIL, why)
        case State.MOVING if course.pausing and attempt is not None:
            course.pausing = False
            course.move_again(attempt)
        case State.DIALLING | State.RINGING | State.MOVING | State.RESUMING:
            _look_or_give_up(course)
        case State.BRIDGED:
            course.look()
        case State.RETURNING:
            course.repeats += 1
            if course.repeats > course.plan.most_returns:
                course.lost()
            else:
                course.look()
        case _:
            pass


def seen(course: Course, sight: CarrierSeen) -> None:
    """The carrier's answer."""
    if sight.number != course.looking or course.state in (State.NEW, State.ENDED):
        return
    course.looking = 0
    if sight.caller is Place.GONE:
        course.caller_gone("the caller's call has ended, as the carrier says when asked")
        return
    attempt = course.current
    match course.state:
        case State.DIALLING if attempt is not None:
            _dialling(course, attempt, sight)
        case State.RINGING if attempt is not None:
            _ringing(course, attempt, sight.agent)
        case State.MOVING if attempt is not None:
            _moving(course, attempt, sight)
        case State.BRIDGED:
            _talking(course, attempt, sight)
        case State.RETURNING:
            course.return_again("the caller is not back with the bot")
        case State.RESUMING:
            _resuming(course, attempt, sight)
        case _:
            pass


def _look_or_give_up(course: Course) -> None:
    attempt = course.current
    if course.looks < course.plan.most_looks:
        course.look()
    elif attempt is not None:
        why = f"what became of the call to {attempt.agent} is unknown: the carrier does not say"
        course.decline(attempt, Outcome.UNKNOWN, why)
    else:
        course.bring_back(None, "how the call stands is unknown: the carrier does not say")


def _dialling(course: Course, attempt: Attempt, sight: CarrierSeen) -> None:
    if sight.agent_call_id:
        course.placed(attempt, sight.agent_call_id)
        if sight.agent is not Place.RINGING:
            _ringing(course, attempt, sight.agent)
    elif sight.agent is not Place.GONE:
        course.wait(course.plan.pause_s)
    elif course.repeats < course.plan.most_repeats:
        course.repeats += 1
        course.dial(attempt)
    else:
        why = f"the carrier did not ring {attempt.agent}, however often it was asked"
        course.decline(attempt, Outcome.FAILED, why)


def _ringing(course: Course, attempt: Attempt, place: Place) -> None:
    agent = attempt.agent
    match place:
        case Place.RINGING:
            course.decline(attempt, Outcome.NO_ANSWER, f"{agent} did not answer; the carrier let it ring on")
        case Place.GONE:
            why = f"the call to {agent} has ended; the carrier's word why was lost"
            course.decline(attempt, Outcome.UNKNOWN, why)
        case Place.LIVE:
            course.answered(attempt)
        case Place.CONFERENCE:
            attempt.answered = attempt.in_conference = True
            course.accept(attempt, attempt.accepted or How.KEY)
        case Place.UNKNOWN:
            course.wait(course.plan.pause_s)


def _moving(course: Course, attempt: Attempt, sight: CarrierSeen) -> None:
    if sight.agent is Place.GONE:
        why = f"{attempt.agent} accepted and was gone before the caller came"
        course.decline(attempt, Outcome.AGENT_GONE, why)
        return
    if sight.caller is Place.CONFERENCE:
        course.caller_moved(joined=True)
    attempt.in_conference = attempt.in_conference or sight.agent is Place.CONFERENCE
    course.together()
    if course.state is not State.MOVING:
        return
    if Place.UNKNOWN in (sight.caller, sight.agent) or course.move_open:
        course.wait(course.plan.pause_s)
    elif course.repeats >= course.plan.most_repeats:
        if sight.caller is not Place.CONFERENCE:
            course.caller = Whereabouts.BOT
        course.decline(
            attempt, Outcome.UNKNOWN, f"the carrier did not bring {attempt.agent} and the caller together"
        )
    else:
        course.repeats += 1
        if sight.agent is not Place.CONFERENCE:
            course.orders.give(Admit(attempt.call_id, attempt.conference))
        if sight.caller is Place.CONFERENCE:
            course.wait(course.plan.join_s)
        else:
            course.move_again(attempt)


def _talking(course: Course, attempt: Attempt | None, sight: CarrierSeen) -> None:
    unknown = Place.UNKNOWN in (sight.caller, sight.agent)
    if not unknown and sight.caller is not Place.CONFERENCE:
        course.conversation_over("the caller is not in the conference any more")
    elif not unknown and attempt is not None and sight.agent is not Place.CONFERENCE:
        course.agent_left(attempt, f"{attempt.agent} is not in the conference any more")
    if course.state is State.BRIDGED:
        course.wait(course.plan.watch_s)


def _resuming(course: Course, attempt: Attempt | None, sight: CarrierSeen) -> None:
    if sight.caller is Place.UNKNOWN or (attempt is not None and sight.agent is Place.UNKNOWN):
        course.wait(course.plan.pause_s)
        return
    if sight.caller is Place.CONFERENCE:
        course.caller_moved(joined=True)
    if attempt is not None and sight.agent_call_id and not attempt.call_id:
        course.placed(attempt, sight.agent_call_id)
    if course.completed:
        _resume_conversation(course, attempt, sight)
    elif attempt is None:
        course.bring_back(None, "the search for an agent goes on after a restart")
    elif sight.agent is Place.GONE:
        outcome = Outcome.AGENT_GONE if attempt.accepted else Outcome.UNKNOWN
        course.decline(attempt, outcome, f"the call to {attempt.agent} ended while the service was away")
    else:
        _resume_offer(course, attempt, sight)


def _resume_conversation(course: Course, attempt: Attempt | None, sight: CarrierSeen) -> None:
    someone = sight.agent is Place.CONFERENCE if attempt else Leg.COLLEAGUE in course.others.values()
    if sight.caller is not Place.CONFERENCE or not someone:
        course.conversation_over("the conversation ended while the service was away")
    else:
        course.talk_on()


def _resume_offer(course: Course, attempt: Attempt, sight: CarrierSeen) -> None:
    attempt.answered = attempt.answered or sight.agent in (Place.LIVE, Place.CONFERENCE)
    attempt.in_conference = sight.agent is Place.CONFERENCE
    if attempt.in_conference:
        course.accept(attempt, How.KEY)
    if attempt.accepted and attempt.answered:
        course.rejoin(attempt, agent_waits=not attempt.in_conference)
    else:
        course.bring_back(None, f"the offer to {attempt.agent} goes on after a restart")
