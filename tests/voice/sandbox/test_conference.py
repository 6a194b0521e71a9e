import pytest

from tests.voice.sandbox.conference_of_two import (
    AGENT,
    CALLER,
    EVERYTHING,
    MODERATES,
    RULES,
    SUPERVISOR,
    TOLD,
    WAITS,
    bridged,
    conference,
    kinds,
    refused,
)
from voice.sandbox.conference import Change, ConferenceRules, ConferenceStatus, MemberStatus, Origin
from voice.sandbox.conference_events import ConferenceEventKind, WhyEnded, WhyLeft

# It begins.


def test_the_first_to_come_waits_whatever_they_asked_for():
    room = conference()
    change = room.join(CALLER, "caller", RULES)
    assert kinds(change) == [("participant-join", "caller")]
    assert change.waiting == room.waiting == {CALLER}
    assert room.status is ConferenceStatus.INIT


def test_it_begins_with_the_second_of_whom_one_may_start_it():
    room = conference()
    room.join(CALLER, "caller", WAITS)
    change = room.join(AGENT, "agent", RULES)
    assert kinds(change) == [("participant-join", "agent"), ("conference-start", "")]
    assert change.waiting == frozenset()


def test_two_who_may_not_start_it_wait_until_a_third_comes_who_may():
    room = conference()
    room.join(CALLER, "caller", WAITS)
    assert room.join(AGENT, "agent", WAITS).waiting == {CALLER, AGENT}
    change = room.join(SUPERVISOR, "supervisor", RULES)
    assert kinds(change)[-1] == ("conference-start", "")
    assert room.waiting == frozenset()


def test_it_begins_with_one_who_came_first_and_may_start_it():
    room = conference()
    room.join(CALLER, "caller", RULES)
    assert kinds(room.join(AGENT, "agent", WAITS))[-1] == ("conference-start", "")


def test_it_begins_only_once_and_who_is_left_alone_does_not_wait_again():
    room = bridged()
    room.leave(AGENT, WhyLeft.HUNG_UP)
    assert room.waiting == frozenset()
    assert room.status is ConferenceStatus.IN_PROGRESS
    assert kinds(room.join(SUPERVISOR, "", RULES)) == [("participant-join", "supervisor")]


def test_one_who_comes_late_and_may_not_start_it_does_not_wait_in_one_that_has_begun():
    assert bridged().join(SUPERVISOR, "", WAITS).waiting == frozenset()


def test_nobody_joins_twice():
    with pytest.raises(ValueError, match="already"):
        bridged().join(AGENT, "agent", RULES)


# It ends.


def test_the_last_who_leaves_ends_it():
    room = bridged()
    assert kinds(room.leave(AGENT, WhyLeft.HUNG_UP)) == [("participant-leave", "agent")]
    change = room.leave(CALLER, WhyLeft.HUNG_UP)
    assert kinds(change) == [("participant-leave", "caller"), ("conference-end", "")]
    assert change.disconnected == ()
    end = change.events[-1].form
    assert end["ReasonConferenceEnded"] == "last-participant-left"
    assert end["CallSidEndingConference"] == CALLER
    assert end["ParticipantLabelEndingConference"] == "caller"
    assert end["Reason"]
    assert "CallSid" not in end
    assert (room.why_ended, room.ended_by) == (WhyEnded.LAST_LEFT, CALLER)


def test_one_who_waited_alone_and_left_ends_what_had_not_begun():
    room = conference()
    room.join(CALLER, "caller", WAITS)
    assert kinds(room.leave(CALLER, WhyLeft.HUNG_UP))[-1] == ("conference-end", "")
    assert room.status is ConferenceStatus.COMPLETED


def test_the_last_who_is_kicked_ends_it():
    room = bridged()
    room.leave(AGENT, WhyLeft.HUNG_UP)
    end = room.leave(CALLER, WhyLeft.KICKED).events[-1].form
    assert end["ReasonConferenceEnded"] == "last-participant-kicked"


def test_a_moderator_who_leaves_ends_it_for_all():
    room = bridged(agent=MODERATES)
    room.join(SUPERVISOR, "", RULES)
    change = room.leave(AGENT, WhyLeft.HUNG_UP)
    assert kinds(change) == [
        ("participant-leave", "agent"),
        ("participant-leave", "caller"),
        ("participant-leave", "supervisor"),
        ("conference-end", ""),
    ]
    assert change.disconnected == (CALLER, SUPERVISOR)
    left = [event.form.get("ReasonParticipantLeft") for event in change.events]
    assert left == [
        "participant_hung_up",
        "moderator_ended_conference",
        "moderator_ended_conference",
        None,
    ]
    assert change.events[-1].form["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-left"
    assert change.events[-1].form["CallSidEndingConference"] == AGENT
    assert room.members == {}


def test_a_moderator_who_is_kicked_ends_it_for_all():
    change = bridged(agent=MODERATES).leave(AGENT, WhyLeft.KICKED)
    assert change.disconnected == (CALLER,)
    assert change.events[-1].form["ReasonConferenceEnded"] == "participant-with-end-conference-on-exit-kicked"


def test_a_moderator_ends_even_what_has_not_begun():
    room = conference()
    room.join(CALLER, "caller", WAITS)
    room.join(AGENT, "agent", ConferenceRules(start_on_enter=False, end_on_exit=True))
    assert room.leave(AGENT, WhyLeft.HUNG_UP).disconnected == (CALLER,)


def test_rest_ends_it_for_all():
    room = bridged()
    change = room.end()
    assert kinds(change) == [
        ("participant-leave", "caller"),
        ("participant-leave", "agent"),
        ("conference-end", ""),
    ]
    assert {event.form["ReasonParticipantLeft"] for event in change.events[:2]} == {
        "conference_ended_via_api"
    }
    assert change.events[-1].form["ReasonConferenceEnded"] == "conference-ended-via-api"
    assert "CallSidEndingConference" not in change.events[-1].form
    assert change.disconnected == (CALLER, AGENT)


def test_rest_may_end_it_again_and_nothing_happens():
    room = bridged()
    room.end()
    assert room.end() == Change()


def test_what_has_ended_takes_no_more_updates_and_nobody_in():
    room = bridged()
    room.end()
    assert refused(lambda: room.update(CALLER, muted=True)) == (20404, 404)
    assert refused(lambda: room.leave(CALLER, WhyLeft.HUNG_UP)) == (20404, 404)
    assert refused(lambda: room.speaks(CALLER, True)) == (20404, 404)
    assert refused(lambda: room.join(SUPERVISOR, "", RULES)) == (16022, 400)
    assert refused(lambda: room.invite(SUPERVISOR, "", RULES)) == (16022, 400)
    assert refused(room.announce) == (16001, 400)
    assert room.why_ended is WhyEnded.VIA_API


def test_who_comes_back_has_not_left():
    room = bridged()
    room.leave(AGENT, WhyLeft.HUNG_UP)
    room.join(AGENT, "agent", RULES)
    assert room.former == {}


def test_who_has_left_is_remembered_as_they_were():
    room = bridged()
    room.update(AGENT, muted=True)
    room.leave(AGENT, WhyLeft.HUNG_UP)
    assert room.former[AGENT].status is MemberStatus.COMPLETE
    assert room.former[AGENT].muted


# Why somebody left.


@pytest.mark.parametrize(
    ("why", "reason", "call_status"),
    [
        (WhyLeft.HUNG_UP, "participant_hung_up", "completed"),
        (WhyLeft.UPDATED_VIA_API, "participant_updated_via_api", "in-progress"),
        (WhyLeft.KICKED, "participant_updated_via_api", "in-progress"),
    ],
)
def test_the_reason_for_which_somebody_left_is_told(why: WhyLeft, reason: str, call_status: str):
    left = bridged().leave(AGENT, why).events[0].form
    assert left["ReasonParticipantLeft"] == reason
    assert left["ParticipantCallStatus"] == call_status


def test_a_leg_that_was_completed_by_rest_says_so():
    left = bridged().leave(AGENT, WhyLeft.UPDATED_VIA_API, "completed").events[0].form
    assert left["ParticipantCallStatus"] == "completed"


def test_who_was_dialled_and_never_answered_could_not_be_added():
    room = conference()
    room.join(CALLER, "caller", TOLD)
    room.invite(AGENT, "agent", RULES)
    change = room.leave(AGENT, WhyLeft.ADD_FAILED, "busy")
    assert kinds(change) == [("participant-leave", "agent")]
    assert change.events[0].form["ReasonParticipantLeft"] == "participant_add_failed"
    assert change.events[0].form["ParticipantCallStatus"] == "busy"
    assert change.beeps == ()
    assert room.former[AGENT].status is MemberStatus.FAILED


def test_a_moderator_who_never_answered_does_not_end_it():
    room = bridged()
    room.invite(SUPERVISOR, "", MODERATES)
    change = room.leave(SUPERVISOR, WhyLeft.ADD_FAILED)
    assert (change.disconnected, change.beeps) == ((), ())
    assert room.status is ConferenceStatus.IN_PROGRESS


# Those who are dialled by REST.


def test_who_is_being_dialled_does_not_begin_it_and_has_no_seat():
    room = conference()
    room.join(CALLER, "caller", RULES)
    room.invite(AGENT, "agent", RULES)
    assert room.find("agent").status is MemberStatus.QUEUED
    assert room.status is ConferenceStatus.INIT
    assert set(room.seats({})) == {CALLER}


def test_who_was_dialled_and_answers_is_in_by_the_rules_that_they_were_invited_with():
    room = conference()
    room.join(CALLER, "caller", RULES)
    room.invite(AGENT, "agent", ConferenceRules(muted=True))
    change = room.join(AGENT, "", RULES, Origin.API)
    assert kinds(change) == [("participant-join", "agent"), ("conference-start", "")]
    assert change.events[0].form["Muted"] == "true"
    assert change.events[0].form["ParticipantLabel"] == "agent"


def test_who_is_being_dialled_when_it_ends_is_put_out_as_well():
    room = conference()
    room.join(CALLER, "caller", MODERATES)
    room.invite(AGENT, "agent", RULES)
    change = room.leave(CALLER, WhyLeft.HUNG_UP)
    assert change.disconnected == (AGENT,)
    assert change.events[1].form["ParticipantCallStatus"] == "canceled"


# The callback.


def test_the_first_participants_callback_wins():
    room = conference()
    room.join(CALLER, "", ConferenceRules(status_callback="https://one.example", status_method="GET"))
    room.join(AGENT, "", ConferenceRules(status_callback="https://two.example", status_events=EVERYTHING))
    assert room.callback == ("https://one.example", "GET")
    change = room.leave(AGENT, WhyLeft.HUNG_UP)
    assert [event.wanted for event in change.events] == [False]


def test_the_first_participant_without_a_callback_silences_that_of_the_second():
    room = conference()
    room.join(CALLER, "", RULES)
    change = room.join(AGENT, "", TOLD)
    assert room.callback == ("", "POST")
    assert not any(event.wanted for event in change.events)


def test_the_one_who_was_dialled_first_sets_the_callback():
    room = conference()
    room.invite(AGENT, "", TOLD)
    room.join(CALLER, "", RULES)
    assert room.callback[0] == TOLD.status_callback


def test_who_was_refused_does_not_set_the_callback():
    room = conference()
    refused(lambda: room.join(CALLER, "a/b", TOLD))
    room.join(CALLER, "", RULES)
    assert room.callback[0] == ""


def test_only_events_that_were_asked_for_are_wanted():
    room = conference()
    told = ConferenceRules(
        end_on_exit=True, status_callback="https://one.example", status_events=frozenset({"start", "leave"})
    )
    first, second = room.join(CALLER, "", told), room.join(AGENT, "", RULES)
    over = room.leave(CALLER, WhyLeft.HUNG_UP)
    wanted = [event.kind for change in (first, second, over) for event in change.events if event.wanted]
    assert wanted == [ConferenceEventKind.START, ConferenceEventKind.LEAVE, ConferenceEventKind.LEAVE]


def test_every_event_has_the_subscription_that_brings_it():
    assert {kind.subscription for kind in ConferenceEventKind} == EVERYTHING


def test_sequence_numbers_count_every_event_from_one():
    room = conference()
    changes = [
        room.join(CALLER, "", TOLD),
        room.join(AGENT, "", RULES),
        room.update(AGENT, hold=True),
        room.end(),
    ]
    numbers = [event.form["SequenceNumber"] for change in changes for event in change.events]
    assert numbers == [str(n) for n in range(1, 8)]


def test_a_callback_about_a_participant_carries_all_that_twilio_documents():
    room = conference()
    form = room.join(CALLER, "customer", TOLD).events[0].form
    assert form == {
        "ConferenceSid": room.sid,
        "FriendlyName": "transfer-1",
        "AccountSid": room.account_sid,
        "SequenceNumber": "1",
        "StatusCallbackEvent": "participant-join",
        "CallSid": CALLER,
        "Muted": "false",
        "Hold": "false",
        "Coaching": "false",
        "EndConferenceOnExit": "false",
        "StartConferenceOnEnter": "true",
        "ParticipantLabel": "customer",
    }


def test_a_callback_about_the_conference_carries_no_participant():
    room = conference()
    room.join(CALLER, "caller", TOLD)
    start = room.join(AGENT, "agent", RULES).events[1].form
    assert set(start) == {
        "ConferenceSid",
        "FriendlyName",
        "AccountSid",
        "SequenceNumber",
        "StatusCallbackEvent",
    }
