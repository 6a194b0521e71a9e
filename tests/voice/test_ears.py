"""When the carrier is asked for the ears again, and what is said to be missing."""

from voice.ears import AGAIN_S, COMES_WITHIN_S, FIRST_ASKED_S, LONGEST_AGAIN_S, Ears
from voice.twilio.rest import Done, Refused, Unknown

ENDED = "the fork ended"
REFUSED = Refused(21220, "the carrier refused it (400, error 21220)")


def test_the_first_ears_of_a_call_are_nothing_that_was_reopened():
    ears = Ears()
    ears.opened("MZ1")
    assert (ears.missing, ears.awaited) == ("", False)


def test_ears_that_end_are_asked_for_at_once_and_only_once():
    ears = Ears()
    ears.opened("MZ1")
    assert ears.lost(ENDED) == FIRST_ASKED_S
    assert ears.missing == ENDED
    assert ears.lost("and the mouth was silent too") is None
    assert ears.missing == ENDED


def test_a_carrier_that_says_yes_has_the_time_that_a_stream_takes():
    ears = Ears()
    ears.lost(ENDED)
    assert ears.asked(Done("MZ2", "in-progress")) == COMES_WITHIN_S


def test_an_answer_that_did_not_come_counts_as_a_yes():
    ears = Ears()
    ears.lost(ENDED)
    assert ears.asked(Unknown("no answer")) == COMES_WITHIN_S


def test_a_refusal_is_repeated_ever_more_slowly():
    ears = Ears()
    ears.lost(ENDED)
    waits = [ears.asked(REFUSED) for _ in range(12)]
    assert waits[:4] == [AGAIN_S, 2 * AGAIN_S, 4 * AGAIN_S, 8 * AGAIN_S]
    assert waits[-1] == LONGEST_AGAIN_S


def test_the_gap_is_what_the_medias_own_times_say():
    ears = Ears()
    ears.opened("MZ1")
    ears.lost(ENDED)
    ears.opened("MZ2")
    assert (ears.missing, ears.awaited) == ("", True)
    reopened = ears.heard(10_680, 10_000)
    assert (reopened.stream_id, reopened.gap_ms, reopened.explanation) == ("MZ2", 680, ENDED)
    assert not ears.awaited


def test_where_the_mouth_stood_in_nothing_is_missing():
    ears = Ears()
    ears.lost(ENDED)
    ears.opened("MZ2")
    assert ears.heard(9_990, 10_000).gap_ms == 0


def test_the_record_says_what_kept_the_carrier():
    ears = Ears()
    ears.lost(ENDED)
    ears.asked(REFUSED)
    ears.opened("MZ2")
    assert REFUSED.why in ears.heard(2000, 0).explanation


def test_ears_that_end_again_and_again_before_they_bring_sound_are_not_asked_for_in_a_storm():
    ears = Ears()
    waits = []
    for number in range(6):
        waits.append(ears.lost(ENDED))
        ears.asked(Done("MZ", "in-progress"))
        ears.opened(f"MZ{number}")
    assert waits == sorted(waits)
    assert waits[-1] > 10 * FIRST_ASKED_S
    ears.heard(5000, 0)
    assert ears.lost(ENDED) == FIRST_ASKED_S
