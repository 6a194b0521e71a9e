import pytest

from config.settings import TurnSettings
from voice.turns.adaptive import Adaptive, Reading, read
from voice.turns.endpoint import ByText, Expected, Pause
from voice.turns.pauses import LONGEST_MS, MEDIAN_MS, CallerPauses

SETTINGS = TurnSettings()
SOONEST, DEFAULT, LATEST = 300, 500, 1500

QUESTION = "how much is my next bill"
TELLING = "so i called last week about the router and they sent me a new one on monday"
HESITATION = "i wanted to ask about um"


def silence(endpoint: Adaptive, text: str | None, expected: Expected = "open") -> int:
    return endpoint.silence_ms(Pause(text, expected))


def tell_pause(endpoint: Adaptive, text: str, ms: int) -> None:
    """As a call does: nothing is known at first, then the words, then the caller goes on."""
    silence(endpoint, None)
    silence(endpoint, text)
    silence(endpoint, None)
    endpoint.pause_ended(ms)


def tell_end(endpoint: Adaptive, text: str) -> None:
    silence(endpoint, None)
    silence(endpoint, text)
    endpoint.turn_ended()


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Um, yes.",
        "no thanks",
        "mm hmm",
        "uh huh",
        "i don't think so",
        "can you send me a new card please",
        "i have sent it back thank you very much",
        "can i change my address",
        "how much is my next bill",
        "ok and when will the engineer come",
        "when did you say it would arrive",
        "is it too late to cancel it",
        "who should i talk to",
        "what is that for",
        "it was paid wasn't it",
        "how about tomorrow",
        "any other offers",
        "You mean the blue one?",
    ],
)
def test_replies_questions_and_thanks_hand_the_turn_over(text: str) -> None:
    assert read(text) is Reading.WHOLE


@pytest.mark.parametrize(
    "text",
    ["um", "i would like to uh", "well, er...", "it stopped on tuesday um", "my name is hm"],
)
def test_a_last_sound_of_hesitation_announces_more(text: str) -> None:
    assert read(text) is Reading.HESITATING


@pytest.mark.parametrize(
    "text",
    [
        "i'm calling because",
        "my account number is",
        "the problem is",
        "it is four one five",
        "they told me that it was like",
        "it's about the bill you know",
        "i want to talk to",
        "could you",
        "yes well",
        "I paid it on Monday,",
        "is it the",
    ],
)
def test_what_lacks_its_end_is_broken_off(text: str) -> None:
    assert read(text) is Reading.BROKEN_OFF


@pytest.mark.parametrize(
    "text",
    [
        "my internet is slow",
        "i know where it is",
        "I know who they are",
        "that i can",
        "i do not have any gas",
    ],
)
def test_a_few_words_may_be_all(text: str) -> None:
    assert read(text) is Reading.BRIEF


def test_who_has_said_much_without_a_question_is_telling_something() -> None:
    assert read(TELLING) is Reading.TELLING


def test_a_question_counts_only_while_it_is_the_last_that_was_said() -> None:
    later = "i bought it on monday and then on tuesday it stopped working with no light on at all"
    assert read(f"do you remember me {later}") is Reading.TELLING


@pytest.mark.parametrize("text", [None, "", " ", "..."])
def test_without_words_nothing_is_known(text: str | None) -> None:
    assert read(text) is Reading.UNKNOWN
    assert silence(Adaptive(SETTINGS), text) == DEFAULT


def test_punctuation_and_capitals_are_not_needed() -> None:
    assert (
        read("How much is my next bill") is read("how much is my next bill") is read("How much is it, then")
    )


def test_the_more_the_words_promise_the_longer_the_silence() -> None:
    endpoint = Adaptive(SETTINGS)
    waits = [silence(endpoint, text) for text in (QUESTION, "my internet is slow", TELLING, HESITATION)]
    assert waits == sorted(set(waits))
    assert waits[0] == SOONEST
    assert waits[-1] > 1000


def test_fluent_speech_is_left_its_short_silences() -> None:
    assert SOONEST < silence(Adaptive(SETTINGS), "my internet is slow") < DEFAULT


def test_a_caller_who_makes_long_pauses_is_given_more_time() -> None:
    endpoint = Adaptive(SETTINGS)
    before = silence(endpoint, TELLING)
    for _ in range(4):
        tell_pause(endpoint, TELLING, 1200)
    assert silence(endpoint, TELLING) > before


def test_a_caller_whose_pauses_are_short_is_answered_sooner_than_one_whose_are_long() -> None:
    brisk, slow = Adaptive(SETTINGS), Adaptive(SETTINGS)
    for _ in range(6):
        tell_pause(brisk, TELLING, 300)
        tell_pause(slow, TELLING, 1200)
    assert silence(brisk, TELLING) < silence(slow, TELLING)


def test_a_caller_who_never_goes_on_is_answered_sooner() -> None:
    endpoint = Adaptive(SETTINGS)
    before = silence(endpoint, TELLING)
    for _ in range(20):
        tell_end(endpoint, TELLING)
    assert silence(endpoint, TELLING) < before


def test_ends_that_were_expected_teach_less_than_ends_that_were_not() -> None:
    asker, teller = Adaptive(SETTINGS), Adaptive(SETTINGS)
    for _ in range(10):
        tell_end(asker, QUESTION)
        tell_end(teller, HESITATION)
    assert silence(teller, TELLING) < silence(asker, TELLING)


def test_having_cut_in_makes_it_wait_longer() -> None:
    told, untold = Adaptive(SETTINGS), Adaptive(SETTINGS)
    for _ in range(3):
        tell_end(told, TELLING)
        tell_end(untold, TELLING)
        silence(told, None)
        told.cut_in(1100)
    assert silence(told, TELLING) > silence(untold, TELLING)


def test_a_gap_too_short_to_be_noticed_teaches_nothing() -> None:
    endpoint = Adaptive(SETTINGS)
    before = silence(endpoint, TELLING)
    for _ in range(50):
        endpoint.pause_ended(SETTINGS.speculate_ms - 20)
    assert silence(endpoint, TELLING) == before


def test_what_one_caller_taught_does_not_reach_the_next() -> None:
    fresh = silence(Adaptive(SETTINGS), TELLING)
    for _ in range(10):
        tell_pause(Adaptive(SETTINGS), TELLING, 1400)
    assert silence(Adaptive(SETTINGS), TELLING) == fresh


@pytest.mark.parametrize("ms", [200, 900, 60_000])
@pytest.mark.parametrize("text", [None, QUESTION, "my internet is slow", TELLING, HESITATION])
def test_the_silence_stays_within_its_bounds_whatever_was_learned(ms: int, text: str | None) -> None:
    patient, hasty = Adaptive(SETTINGS), Adaptive(SETTINGS)
    for _ in range(200):
        tell_pause(patient, HESITATION, ms)
        tell_end(hasty, HESITATION)
    for endpoint in (patient, hasty):
        assert SOONEST <= silence(endpoint, text) <= LATEST


def test_bounds_that_meet_leave_one_silence() -> None:
    settings = TurnSettings(end_complete_ms=900, end_default_ms=500, end_incomplete_ms=600)
    assert {silence(Adaptive(settings), text) for text in (None, QUESTION, TELLING, HESITATION)} == {900}


@pytest.mark.parametrize("expected", ["digits", "spelling", "email", "name", "date", "address"])
@pytest.mark.parametrize("text", [None, "four one five", "yes", "um"])
def test_numbers_and_names_keep_the_patience_that_was_made_for_them(
    expected: Expected, text: str | None
) -> None:
    assert silence(Adaptive(SETTINGS), text, expected) == ByText(SETTINGS).silence_ms(Pause(text, expected))


def test_the_pauses_of_a_dictated_number_say_nothing_about_free_speech() -> None:
    endpoint = Adaptive(SETTINGS)
    before = silence(endpoint, TELLING)
    for _ in range(10):
        silence(endpoint, "four one five", "digits")
        endpoint.pause_ended(1400)
        silence(endpoint, "four one five", "digits")
        endpoint.turn_ended()
        endpoint.cut_in(1800)
    assert silence(endpoint, TELLING) == before


def test_a_cut_in_that_weighs_more_makes_it_wait_longer() -> None:
    hasty, careful = Adaptive(SETTINGS, cut_in_ms=1000), Adaptive(SETTINGS, cut_in_ms=20_000)
    assert silence(hasty, TELLING) < silence(careful, TELLING)


def test_before_a_caller_has_paused_half_of_the_pauses_outlast_the_median() -> None:
    pauses = CallerPauses()
    assert pauses.outlast(MEDIAN_MS) == pytest.approx(0.5)
    assert pauses.habit == 1
    assert pauses.going_on(0.25) == pytest.approx(0.25)


def test_the_median_moves_toward_what_the_caller_does() -> None:
    pauses = CallerPauses()
    for _ in range(100):
        pauses.went_on(1200)
    assert 1100 < pauses.median_ms < 1200


def test_a_lapse_teaches_no_more_than_the_longest_pause() -> None:
    lapse, longest = CallerPauses(), CallerPauses()
    lapse.went_on(60_000)
    longest.went_on(LONGEST_MS)
    assert lapse.median_ms == longest.median_ms


def test_longer_silences_are_outlasted_by_fewer_pauses() -> None:
    pauses = CallerPauses()
    shares = [pauses.outlast(ms) for ms in range(100, 3000, 100)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] < 1
    assert shares[-1] > 0
