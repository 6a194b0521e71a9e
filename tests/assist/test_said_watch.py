from datetime import date

from assist.said import Spoken
from assist.said_facts import Reader
from assist.said_watch import GRACE_MS, WITHIN_MS, SaidWatch, goes_to_review

CARD = "A late fee of 8 dollars is added ten days after the due date."
SAID = "a late fee of eight dollars is added ten days after the due date"
WRONG = "a late fee of eighteen dollars is added ten days after the due date"


def watch() -> SaidWatch:
    one = SaidWatch("c1", Reader("en-US", "US", date(2026, 11, 21)))
    one.shown("s1", CARD, 10_000)
    return one


def test_who_says_all_of_the_card_is_not_listened_to_any_longer():
    one = watch()
    (event,) = one.agent_said(Spoken("u1", SAID), 11_000, 15_000)
    assert (event.suggestion_id, event.outcome, event.utterance_id) == ("s1", "said", "u1")
    assert one.agent_said(Spoken("u2", WRONG), 16_000, 20_000) == []
    assert one.next_due_ms is None


def test_two_utterances_are_waited_for_and_a_contradiction_in_the_second_counts():
    one = watch()
    assert one.agent_said(Spoken("u1", "let me see"), 11_000, 12_000) == []
    (event,) = one.agent_said(Spoken("u2", WRONG), 13_000, 17_000)
    assert (event.outcome, event.utterance_id) == ("contradicted", "u2")
    assert goes_to_review(event)


def test_sounds_of_listening_are_no_utterances():
    one = watch()
    assert one.agent_said(Spoken("u1", "mhm"), 11_000, 11_300) == []
    assert one.agent_said(Spoken("u2", "right, okay"), 12_000, 12_300) == []
    assert one.agent_said(Spoken("u3", "let me see"), 13_000, 13_900) == []
    (event,) = one.agent_said(Spoken("u4", SAID), 15_000, 19_000)
    assert event.outcome == "said"


def test_what_was_begun_before_the_card_or_too_late_after_it_does_not_count():
    one = watch()
    assert one.agent_said(Spoken("u1", SAID), 9_000, 12_000) == []
    assert one.agent_said(Spoken("u2", SAID), 10_001 + WITHIN_MS, 33_000) == []
    (event,) = one.due(10_000 + WITHIN_MS + GRACE_MS)
    assert event.outcome == "not-used"
    assert not goes_to_review(event)


def test_who_is_still_speaking_when_the_time_is_over_is_heard_out():
    one = watch()
    one.agent_speaks()
    assert one.next_due_ms is None
    assert one.due(60_000) == []
    one.agent_stopped(31_000)
    assert one.next_due_ms == 31_000 + GRACE_MS
    (event,) = one.agent_said(Spoken("u1", SAID), 29_000, 32_000)
    assert event.outcome == "said"


def test_a_card_is_judged_once_also_when_it_is_painted_again():
    one = watch()
    one.shown("s1", CARD, 11_000)
    assert len(one.call_over(12_000)) == 1
    assert one.call_over(13_000) == []


def test_two_cards_are_listened_for_apart():
    one = watch()
    one.shown("s2", "The router must stay plugged in.", 10_500)
    events = one.agent_said(Spoken("u1", SAID), 11_000, 15_000)
    assert [event.suggestion_id for event in events] == ["s1"]
    events = one.agent_said(Spoken("u2", "the router must stay plugged in"), 16_000, 18_000)
    assert [(event.suggestion_id, event.outcome) for event in events] == [("s2", "said")]
