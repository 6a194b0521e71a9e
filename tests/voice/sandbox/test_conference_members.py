import numpy as np
import pytest

from tests.voice.sandbox.conference_of_two import (
    AGENT,
    CALLER,
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
from voice.audio.types import FRAME_SAMPLES
from voice.sandbox.conference import Conference, ConferenceRules, Origin
from voice.sandbox.conference_events import WhyLeft
from voice.sandbox.mixer import Mixer

# Updates.


def test_mute_hold_and_modify_are_told_with_the_new_state():
    room = bridged()
    told = room.update("agent", muted=True, hold=True, beep_on_exit=False)
    assert kinds(told) == [
        ("participant-mute", "agent"),
        ("participant-hold", "agent"),
        ("participant-modify", "agent"),
    ]
    assert told.events[-1].form["Muted"] == told.events[-1].form["Hold"] == "true"
    back = room.update(AGENT, muted=False, hold=False)
    assert kinds(back) == [("participant-unmute", "agent"), ("participant-unhold", "agent")]


def test_an_update_that_changes_nothing_tells_nothing():
    room = bridged()
    assert room.update(AGENT, muted=False, hold=False, end_on_exit=False).events == ()
    assert room.update(AGENT).events == ()


@pytest.mark.parametrize(
    "changes", [{"end_on_exit": True}, {"beep_on_exit": False}, {"wait_url": "https://music.example"}]
)
def test_what_counts_as_modified(changes):
    assert kinds(bridged().update(AGENT, **changes)) == [("participant-modify", "agent")]


def test_hold_music_is_kept_with_its_method_and_can_be_silence():
    room = bridged()
    assert room.find(AGENT).hold_url is None
    room.update(AGENT, hold=True, hold_url="https://music.example", hold_method="POST")
    assert (room.find(AGENT).hold_url, room.find(AGENT).hold_method) == ("https://music.example", "POST")
    room.update(AGENT, hold=True, hold_url="")
    assert room.find(AGENT).hold_url == ""


def test_flex_dialpad_addon_plugin_60_end_on_exit_cannot_be_changed_on_hold():
    room = bridged()
    room.update(AGENT, hold=True)
    assert room.update(AGENT, end_on_exit=True).events == ()
    assert not room.find(AGENT).end_on_exit
    assert room.leave(AGENT, WhyLeft.HUNG_UP).disconnected == ()


def test_end_on_exit_that_was_set_before_hold_still_counts():
    room = bridged(agent=MODERATES)
    room.update(AGENT, hold=True)
    room.update(AGENT, end_on_exit=False)
    assert room.leave(AGENT, WhyLeft.HUNG_UP).disconnected == (CALLER,)


@pytest.mark.parametrize("hold", [True, False])
def test_end_on_exit_can_be_changed_in_the_request_that_begins_or_ends_hold(hold: bool):
    room = bridged()
    if not hold:
        room.update(AGENT, hold=True)
    room.update(AGENT, hold=hold, end_on_exit=True)
    assert room.find(AGENT).end_on_exit


def test_a_participant_is_found_by_call_sid_and_by_label_only_while_they_are_in_it():
    room = bridged()
    assert room.find("agent") is room.find(AGENT)
    room.leave(AGENT, WhyLeft.HUNG_UP)
    assert refused(lambda: room.find("agent")) == (20404, 404)
    room.join(SUPERVISOR, "", RULES)
    assert refused(lambda: room.find("")) == (20404, 404)


# Labels, names and places.


@pytest.mark.parametrize("label", ["x" * 129, "a/b", "a%2Fb", "a%2fb", CALLER])
def test_16023_from_twiml_and_16024_from_the_api_for_what_cannot_be_a_label(label: str):
    assert refused(lambda: conference().join(CALLER, label, RULES)) == (16023, 400)
    assert refused(lambda: conference().invite(CALLER, label, RULES)) == (16024, 400)
    assert refused(lambda: conference().join(CALLER, label, RULES, Origin.API)) == (16024, 400)


@pytest.mark.parametrize("label", ["x" * 128, "CA123", "caller é", ""])
def test_what_can_be_a_label(label: str):
    conference().join(CALLER, label, RULES)


def test_16025_from_twiml_and_16026_from_the_api_for_a_label_that_is_taken():
    room = conference()
    room.join(CALLER, "agent", RULES)
    assert refused(lambda: room.join(AGENT, "agent", RULES)) == (16025, 400)
    assert refused(lambda: room.invite(AGENT, "agent", RULES)) == (16026, 400)
    assert set(room.members) == {CALLER}


def test_the_label_of_one_who_is_being_dialled_is_taken():
    room = conference()
    room.invite(AGENT, "agent", RULES)
    assert refused(lambda: room.join(CALLER, "agent", RULES)) == (16025, 400)


def test_the_label_of_one_who_left_is_free_and_no_label_is_no_clash():
    room = bridged()
    room.leave(AGENT, WhyLeft.HUNG_UP)
    room.join(SUPERVISOR, "agent", RULES)
    room.join(AGENT, "", RULES)
    room.join("CA" + "9" * 32, "", RULES)


def test_16020_for_one_too_many():
    room = bridged()
    assert refused(lambda: room.join(SUPERVISOR, "", ConferenceRules(max_participants=2))) == (16020, 400)
    room.invite(SUPERVISOR, "", ConferenceRules(max_participants=3))


@pytest.mark.parametrize("name", ["", "  ", "x" * 129])
def test_16003_for_what_cannot_be_a_name(name: str):
    assert refused(lambda: Conference(name, "CF1")) == (16003, 400)


# Coaching.


def test_a_coach_is_known_by_whom_they_coach():
    room = bridged()
    form = room.join(SUPERVISOR, "", ConferenceRules(coach=AGENT)).events[0].form
    assert (form["Coaching"], form["CallSidToCoach"]) == ("true", AGENT)


def test_a_supervisor_goes_from_monitoring_to_coaching_to_barging_in():
    room = bridged()
    room.join(SUPERVISOR, "", ConferenceRules(muted=True))
    change = room.update(SUPERVISOR, muted=False, coaching=True, call_sid_to_coach=AGENT)
    assert kinds(change) == [("participant-unmute", "supervisor"), ("participant-modify", "supervisor")]
    assert kinds(room.update(SUPERVISOR, coaching=False)) == [("participant-modify", "supervisor")]
    assert not room.find(SUPERVISOR).coaching


def test_naming_whom_to_coach_is_enough():
    room = bridged()
    room.join(SUPERVISOR, "", RULES)
    room.update(SUPERVISOR, call_sid_to_coach=AGENT)
    assert room.find(SUPERVISOR).coaching


def test_13240_from_twiml_and_16028_from_the_api_for_a_coach_of_nobody():
    rules = ConferenceRules(coach="CA" + "0" * 32)
    assert refused(lambda: bridged().join(SUPERVISOR, "", rules)) == (13240, 400)
    assert refused(lambda: bridged().invite(SUPERVISOR, "", rules)) == (16028, 400)
    room = bridged()
    assert refused(lambda: room.update(AGENT, call_sid_to_coach=SUPERVISOR)) == (16028, 400)


def test_16028_for_one_who_is_only_being_dialled():
    room = bridged()
    room.invite(SUPERVISOR, "", RULES)
    assert refused(lambda: room.update(AGENT, call_sid_to_coach=SUPERVISOR)) == (16028, 400)


def test_16027_for_a_coach_of_one_on_hold():
    room = bridged()
    room.update(AGENT, hold=True)
    rules = ConferenceRules(coach=AGENT)
    assert refused(lambda: room.join(SUPERVISOR, "", rules)) == (16027, 400)
    assert refused(lambda: room.invite(SUPERVISOR, "", rules)) == (16027, 400)
    assert refused(lambda: room.update(CALLER, call_sid_to_coach=AGENT)) == (16027, 400)


def test_16002_for_coaching_without_saying_whom_and_for_coaching_oneself():
    room = bridged()
    assert refused(lambda: room.update(AGENT, coaching=True)) == (16002, 400)
    assert refused(lambda: room.update(AGENT, coaching=True, call_sid_to_coach=AGENT)) == (16002, 400)


def test_a_refused_update_changes_nothing():
    room = bridged()
    refused(lambda: room.update(AGENT, muted=True, hold=True, call_sid_to_coach=SUPERVISOR))
    agent = room.find(AGENT)
    assert (agent.muted, agent.hold, agent.coaching) == (False, False, False)


# Speech, announcements and beeps.


def test_speech_is_told_once_when_it_begins_and_once_when_it_stops():
    room = bridged()
    told = [kinds(room.speaks(AGENT, speaking)) for speaking in (True, True, False, False)]
    assert told == [[("participant-speech-start", "agent")], [], [("participant-speech-stop", "agent")], []]


def test_nothing_is_told_of_speech_that_nobody_hears():
    for unheard in ({"muted": True}, {"hold": True}):
        room = bridged()
        room.update(AGENT, **unheard)
        assert room.speaks(AGENT, True).events == ()
    alone = conference()
    alone.join(CALLER, "", TOLD)
    assert alone.speaks(CALLER, True).events == ()


def test_an_announcement_is_for_one_or_for_all_and_needs_a_conference_that_has_begun():
    room = bridged()
    assert room.announce() == (CALLER, AGENT)
    assert room.announce("agent") == (AGENT,)
    assert refused(lambda: room.announce("nobody")) == (20404, 404)
    waiting = conference()
    waiting.join(CALLER, "", RULES)
    assert refused(lambda: waiting.announce(CALLER)) == (16001, 400)


def test_the_end_of_an_announcement_names_the_participant_while_they_are_present():
    room = bridged()
    event = room.announced("https://say.example", "agent").events[0]
    assert (event.kind.value, event.form["CallSid"]) == ("announcement-end", AGENT)
    assert event.form["AnnounceUrl"] == "https://say.example"
    room.leave(AGENT, WhyLeft.HUNG_UP)
    failed = room.announced("https://say.example", "agent", failure="404").events[0]
    assert failed.kind.value == "announcement-fail"
    assert failed.form["ReasonAnnouncementFailed"] == "404"
    assert "CallSid" not in failed.form
    assert "CallSid" not in room.announced("https://say.example").events[0].form


@pytest.mark.parametrize(
    ("beep", "enters", "exits"),
    [("true", True, True), ("false", False, False), ("onEnter", True, False), ("onExit", False, True)],
)
def test_the_others_hear_a_beep_as_the_one_who_comes_or_goes_asked_for(beep: str, enters: bool, exits: bool):
    room = bridged()
    assert room.join(SUPERVISOR, "", ConferenceRules(beep=beep)).beeps == ((CALLER, AGENT) if enters else ())
    assert room.leave(SUPERVISOR, WhyLeft.HUNG_UP).beeps == ((CALLER, AGENT) if exits else ())


def test_who_is_on_hold_or_waits_hears_no_beep():
    room = bridged()
    room.update(CALLER, hold=True)
    assert room.join(SUPERVISOR, "", RULES).beeps == (AGENT,)
    waiting = conference()
    waiting.join(CALLER, "", WAITS)
    assert waiting.join(AGENT, "", WAITS).beeps == ()


def test_the_beep_on_exit_can_be_changed():
    room = bridged()
    room.update(AGENT, beep_on_exit=False)
    assert room.leave(AGENT, WhyLeft.HUNG_UP).beeps == ()


# What each of them hears.


def level(value: int):
    return np.full(FRAME_SAMPLES, value, np.int16)


def heard(room: Conference) -> dict[str, int]:
    spoken = {CALLER: level(1), AGENT: level(20), SUPERVISOR: level(300)}
    music = {call_sid: level(7777) for call_sid in spoken}
    names = {CALLER: "caller", AGENT: "agent", SUPERVISOR: "supervisor"}
    mixed = Mixer().mix(spoken, room.seats(music))
    return {names[call_sid]: int(frame[0]) for call_sid, frame in mixed.items()}


def test_wait_music_is_heard_until_it_begins_and_nobody_is_heard_meanwhile():
    room = conference()
    room.join(CALLER, "", WAITS)
    room.join(AGENT, "", WAITS)
    assert heard(room) == {"caller": 7777, "agent": 7777}
    room.join(SUPERVISOR, "", ConferenceRules(muted=True))
    assert heard(room) == {"caller": 20, "agent": 1, "supervisor": 21}


def test_hold_music_is_heard_by_the_one_on_hold_alone():
    room = bridged()
    room.update(CALLER, hold=True)
    assert heard(room) == {"caller": 7777, "agent": 0}
    room.update(CALLER, hold=False)
    assert heard(room) == {"caller": 20, "agent": 1}


def test_a_coached_agent_hears_the_coach_and_the_caller_does_not():
    room = bridged()
    room.join(SUPERVISOR, "", ConferenceRules(coach=AGENT))
    assert heard(room) == {"caller": 20, "agent": 301, "supervisor": 21}
    room.update(SUPERVISOR, coaching=False)
    assert heard(room)["caller"] == 320


def test_who_is_left_alone_hears_silence_and_no_music():
    room = bridged()
    room.leave(AGENT, WhyLeft.HUNG_UP)
    assert heard(room) == {"caller": 0}


def test_a_beep_is_heard_by_whom_it_is_for():
    room = bridged()
    seats = room.seats({}, {CALLER: level(500)})
    mixed = Mixer().mix({CALLER: level(1), AGENT: level(20)}, seats)
    assert (int(mixed[CALLER][0]), int(mixed[AGENT][0])) == (520, 1)
