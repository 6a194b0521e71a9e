import pytest

from config.settings import TurnSettings
from voice.turns.endpoint import (
    ByText,
    Expected,
    FixedSilence,
    Pause,
    breaks_off,
    count_digits,
    is_whole_reply,
)

SETTINGS = TurnSettings()
COMPLETE, DEFAULT, INCOMPLETE = 300, 500, 1000
IN_A_NUMBER = 1500


def silence(text: str | None, expected: Expected = "open", digits: int = 0) -> int:
    return ByText(SETTINGS).silence_ms(Pause(text, expected, digits))


def test_a_fixed_silence_is_the_same_whatever_was_said() -> None:
    strategy = FixedSilence(700)
    assert strategy.silence_ms(Pause(None, "open")) == strategy.silence_ms(Pause("and", "digits", 10)) == 700


@pytest.mark.parametrize("text", [None, "", "  "])
def test_without_words_the_default_silence_ends_the_turn(text: str | None) -> None:
    assert silence(text) == DEFAULT


@pytest.mark.parametrize(
    "text",
    [
        "I want to pay my bill.",
        "What is my balance?",
        "yes",
        "No, thanks",
        "That's all",
        "an agent please",
        "Goodbye.",
        "I think so",
        "Who is it for?",
    ],
)
def test_a_complete_reply_is_answered_soon(text: str) -> None:
    assert silence(text) == COMPLETE


@pytest.mark.parametrize("text", ["i want to pay my bill", "my internet does not turn on", "it is line 2"])
def test_words_without_punctuation_get_the_default(text: str) -> None:
    assert silence(text) == DEFAULT


@pytest.mark.parametrize(
    "text",
    [
        "my number is",
        "My account number is.",
        "I am calling because",
        "I would like to pay my bill and",
        "um",
        "Well, uh...",
        "it says that the",
        "I wanted to talk about my bill,",
        "I need",
        "my email is john dot",
        "it is 4 1 5",
        "four one five five five",
        "double",
        "it is spelled s m",
        "The number is 415 555",
    ],
)
def test_what_breaks_off_gets_more_patience(text: str) -> None:
    assert breaks_off(text)
    assert silence(text) == INCOMPLETE


@pytest.mark.parametrize(
    "text",
    [
        "I think that is it",
        "what is it for?",
        "please log me in",
        "4 1 5 5 5 5 2 6 7 1",
        "option 2",
        "¡…!"[:1],
    ],
)
def test_what_is_over_does_not_break_off(text: str) -> None:
    assert not breaks_off(text)


@pytest.mark.parametrize("text", [None, "415", "four one five", "it is double five", "415-555-26"])
def test_unmute_130_digits_are_not_cut_off_between_their_groups(text: str | None) -> None:
    assert silence(text, "digits", 10) == IN_A_NUMBER


@pytest.mark.parametrize(
    "text", ["415 555 2671", "four one five, five five five, two six seven one", "1 415 555 2671"]
)
def test_a_number_with_all_its_digits_is_over_soon(text: str) -> None:
    assert silence(text, "digits", 10) == COMPLETE


def test_where_the_count_of_digits_is_not_known_there_may_always_be_more() -> None:
    assert silence("415 555 2671", "digits") == IN_A_NUMBER


def test_a_short_reply_where_digits_were_asked_for_is_over_soon() -> None:
    assert silence("I don't know", "digits", 10) == COMPLETE


def test_a_sentence_where_digits_were_asked_for_gets_some_patience() -> None:
    assert silence("I have it here", "digits", 10) == INCOMPLETE
    assert silence("the number is", "digits", 10) == IN_A_NUMBER


def test_a_yes_is_answered_soon_and_a_yes_that_goes_on_is_not() -> None:
    assert silence("Yes.", "yes_no") == COMPLETE
    assert silence("yes but", "yes_no") == INCOMPLETE


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("", 0),
        ("415 555 2671", 10),
        ("four one five", 3),
        ("oh two oh", 3),
        ("double five", 2),
        ("triple 7 one", 4),
        ("double", 0),
        ("double check my bill for one", 1),
        ("(415) 555-2671.", 10),
    ],
)
def test_digits_are_counted_as_figures_and_as_words(text: str, digits: int) -> None:
    assert count_digits(text) == digits


def test_a_whole_reply_is_known_by_its_words_not_by_its_punctuation() -> None:
    assert is_whole_reply("Yes, please!")
    assert not is_whole_reply("Yes, please send it")


def test_the_settings_decide() -> None:
    own = ByText(TurnSettings(end_complete_ms=100, end_default_ms=200, end_incomplete_ms=400))
    pauses = [Pause("Yes.", "open"), Pause(None, "open"), Pause("and", "open"), Pause("4", "digits", 2)]
    assert [own.silence_ms(pause) for pause in pauses] == [100, 200, 400, 600]
