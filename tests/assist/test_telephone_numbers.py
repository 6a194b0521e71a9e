import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.telephone_numbers import read_back, spoken_number

AMERICAN = [
    ("four one five, five five five, two six seven one", "+14155552671"),
    ("415 555 2671", "+14155552671"),
    ("(415) 555-2671", "+14155552671"),
    ("plus one four one five five five five two six seven one", "+14155552671"),
    ("+1 415 555 2671", "+14155552671"),
    ("my number is, um, area code four one five, uh, triple five, twenty six seventy one", "+14155552671"),
    ("it's four one five double five five two six seven one thanks", "+14155552671"),
    ("eight hundred two two two five thousand", "+18002225000"),
    ("four one five five five five two six seven one no sorry two six seven two", "+14155552672"),
    (
        "four one five five five five two six seven one, no, four one five five five five two six seven two",
        "+14155552672",
    ),
    ("four one five, five five, no sorry, five six five, two six seven one", "+14155652671"),
    ("oh it's four one five five five five two six seven one", "+14155552671"),
    ("oh four one five five five five two six seven one", "+14155552671"),
    ("four one five five five five to six seven one", "+14155552671"),
    ("4155552671", "+14155552671"),
    ("4 1 5 5 5 5 2 6 7 1", "+14155552671"),
    ("two oh two four five six one one one one", "+12024561111"),
    ("four one five and then five five five and then two six seven one", "+14155552671"),
    ("four one five then the last part is five five five two six seven one", "+14155552671"),
    ("you can reach me on 415-555-2671 after 5 pm", "+14155552671"),
    ("415 555 2671 extension 12", "+14155552671"),
    ("six five oh two five three nineteen ninety", "+16502531990"),
    ("six five zero two five three zero zero twenty three", "+16502530023"),
    ("415, double five 5, 2671", "+14155552671"),
    ("four hundred and fifteen five five five two six seven one", "+14155552671"),
    ("my account is 12345678 and my number is 415 555 2671", "+14155552671"),
    ("４１５５５５２６７１", "+14155552671"),
]

BRITISH = [
    ("oh two oh seven nine four six oh oh one eight", "+442079460018"),
    ("oh seven nine double one, one two three, four five six", "+447911123456"),
    ("plus four four seven nine double one one two three four five six", "+447911123456"),
    ("zero two zero, seventy nine, forty six, double zero eighteen", "+442079460018"),
    ("020 7946 0018", "+442079460018"),
]


@pytest.mark.parametrize(("said", "e164"), AMERICAN)
def test_american_numbers_are_read_however_they_are_said(said: str, e164: str):
    number = spoken_number(said, "US")
    assert number is not None
    assert (number.e164, number.valid) == (e164, True)


@pytest.mark.parametrize(("said", "e164"), BRITISH)
def test_british_numbers_are_read_however_they_are_said(said: str, e164: str):
    number = spoken_number(said, "GB")
    assert number is not None
    assert (number.e164, number.valid) == (e164, True)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "hello",
        "I have two routers and three phones",
        "since 2019 I paid 50 a month",
        "oh",
        "plus",
        "double",
    ],
)
def test_other_numbers_are_no_telephone_numbers(said: str):
    assert spoken_number(said, "US") is None


def test_an_incomplete_number_is_found_but_not_valid():
    number = spoken_number("it's four one five, five five five, two six", "US")
    assert number is not None
    assert (number.digits, number.valid, number.e164) == ("41555526", False, "")


def test_the_words_are_the_part_that_the_number_was_read_from():
    number = spoken_number("You can ring me on 415, double five 5, 2671 after six", "US")
    assert number is not None
    assert number.words == "415, double five 5, 2671"


def test_a_correction_replaces_the_end_of_what_was_said():
    number = spoken_number("415 555 2671, no sorry, 2672", "US")
    assert number is not None
    assert number.digits == "4155552672"
    assert number.words == "415 555 2671 … 2672"


def test_a_premium_rate_number_is_never_rung_back():
    number = spoken_number("nine hundred two three four one two three four", "US")
    assert number is not None
    assert number.e164 == "+19002341234"
    assert not number.valid


def test_a_number_is_complete_at_its_last_key_and_not_before():
    keys = "4155552671"
    complete = [n for n in range(1, len(keys) + 1) if (got := spoken_number(keys[:n], "US")) and got.valid]
    assert complete == [10]


def test_the_carriers_own_form_is_read():
    number = spoken_number("+14155552671", "US")
    assert number is not None
    assert number.valid
    assert spoken_number("anonymous", "US") is None


@pytest.mark.parametrize(
    ("e164", "region", "spoken"),
    [
        ("+14155552671", "US", "4 1 5, 5 5 5, 2 6 7 1"),
        ("+14155552671", "us", "4 1 5, 5 5 5, 2 6 7 1"),
        ("+442079460018", "GB", "0 2 0, 7 9 4 6, 0 0 1 8"),
        ("+442079460018", "US", "plus 4 4, 2 0, 7 9 4 6, 0 0 1 8"),
        ("1", "US", "1"),
        ("", "US", ""),
    ],
)
def test_numbers_are_read_back_digit_by_digit_in_their_groups(e164: str, region: str, spoken: str):
    assert read_back(e164, region) == spoken


@given(st.integers(2_000_000, 9_999_999))
def test_what_is_read_back_is_understood_as_the_same_number(local: int):
    number = spoken_number(f"415{local}", "US")
    assert number is not None
    if number.valid:
        again = spoken_number(read_back(number.e164, "US"), "US")
        assert again is not None
        assert again.e164 == number.e164


@given(st.text(max_size=200), st.sampled_from(["US", "GB", "DE", "ZZ", ""]))
def test_any_text_is_read_in_any_region(text: str, region: str):
    number = spoken_number(text, region)
    assert number is None or number.digits.lstrip("+").isdigit()
    read_back(text, region)


@pytest.mark.parametrize(
    "piece", ["one ", "5", "double ", "+ ", "one no ", "one two three four five the no ", "five hundred "]
)
def test_no_text_makes_the_reading_run_away(piece: str):
    began = time.process_time()
    spoken_number(piece * 2000, "US")
    assert time.process_time() - began < 1.0
