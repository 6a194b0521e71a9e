import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.person_request import asks_for_person
from tests.assist.person_lines import LATER_OTHERS, LATER_WISHES, OTHERS, WISHES

MISSED = {"transfer"}
"""Alone, it is what the caller wants done with money or a number as often as with the call."""


def test_there_are_enough_lines_to_mean_something():
    assert len(set(WISHES)) >= 60
    assert len(set(OTHERS)) >= 60
    assert len(set(LATER_WISHES)) == len(set(LATER_OTHERS)) == 68
    assert not set(WISHES + LATER_WISHES) & set(OTHERS + LATER_OTHERS)


@pytest.mark.parametrize("line", [line for line in WISHES + LATER_WISHES if line not in MISSED])
def test_a_wish_for_a_person_is_found(line: str):
    assert asks_for_person(line)


@pytest.mark.parametrize("line", OTHERS + LATER_OTHERS)
def test_no_wish_is_read_into_other_sentences(line: str):
    assert asks_for_person(line) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("My bill, um, is wrong. Could you CONNECT me, uh, to an agent?", "CONNECT me, uh, to an agent"),
        ("No, AGENT!", "AGENT"),
        ("i'd like to speak to somebody about my bill", "speak to somebody"),
        ("I don’t want to talk to a robot", "don’t want to talk to a robot"),
        ("no robots please", "no robots"),
    ],
)
def test_the_words_it_stands_on_are_quoted_as_they_were_said(line: str, words: str):
    assert asks_for_person(line) == words


def test_a_refusal_does_not_hide_the_wish_beside_it():
    assert asks_for_person("I don't want to speak to a machine I want to speak to a human")
    assert asks_for_person("I spoke to an agent yesterday and now I want to speak to a manager")


@pytest.mark.parametrize("text", ["", " ", "um", "?!", "…", "\x00"])
def test_silence_asks_for_nobody(text: str):
    assert asks_for_person(text) is None


def test_what_is_said_after_two_thousand_characters_is_not_read():
    assert asks_for_person("la " * 1000 + "give me an agent") is None


@given(st.text(max_size=300))
def test_any_text_gives_a_part_of_itself_or_nothing(text: str):
    words = asks_for_person(text)
    assert words is None or words


@pytest.mark.parametrize(
    "piece",
    [
        "speak to ",
        "a ",
        "please ",
        "real ",
        "give me one of ",
        "not want to talk to the ",
        "no, ",
        "agent ",
        "any one ",
        "x. ",
    ],
)
def test_no_text_makes_the_patterns_run_away(piece: str):
    began = time.process_time()
    asks_for_person(piece * 2000)
    assert time.process_time() - began < 1.0
