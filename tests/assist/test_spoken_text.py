import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.spoken_text import MOST_CHARACTERS, normalised, number_in_words, read


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("I'm paying £20, um, twice!", "i am paying twenty uh twice"),
        ("Can’t you help?", "can not you help"),
        ("It’s 24 months; that's 2 years.", "it's twenty four months thats two years"),
        ("  WI-FI   is   down...", "wi fi is down"),
        ("I want to, uh, cancel", "i wanna cancel"),
        ("my balance is 115", "my balance is one hundred fifteen"),
    ],
)
def test_both_recognisers_spellings_read_the_same(written: str, spoken: str):
    assert normalised(written) == normalised(spoken)


@pytest.mark.parametrize("text", ["", "um", "Uh... um, er?", "—", "💥"])
def test_fillers_and_marks_are_nothing(text: str):
    assert normalised(text) == ""


def test_a_possessive_is_no_verb():
    assert normalised("the agent's fee") == "the agent s fee"
    assert normalised("what's the fee") == "what is the fee"


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "zero"),
        ("7", "seven"),
        ("10", "ten"),
        ("42", "forty two"),
        ("90", "ninety"),
        ("100", "one hundred"),
        ("250", "two hundred fifty"),
        ("815", "eight hundred fifteen"),
        ("007", "zero zero seven"),
        ("2671", "two six seven one"),
    ],
)
def test_numbers_are_written_as_they_are_said(digits: str, words: str):
    assert number_in_words(digits) == words.split()


def test_reading_stops_after_the_most_characters():
    assert normalised("a" * 10 + " " * MOST_CHARACTERS + "b") == "a" * 10


@given(st.text(max_size=200))
def test_every_part_can_be_quoted_from_the_source(text: str):
    said = read(text)
    assert said.text == " ".join(said.text.split())
    if said.text:
        quote = said.quote(0, len(said.text))
        assert quote in said.source
        assert normalised(quote) == said.text
