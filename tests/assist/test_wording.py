"""Required wordings: what a recogniser does to them is forgiven, what changes their meaning is not."""

import pytest

from assist.wording import Wording

RECORDED = Wording(["this call is recorded for quality and training purposes"], "en-US")
SHORT = Wording(["this call is recorded"], "en-US")
WITHIN = Wording(["you can cancel within fourteen days without giving a reason"], "en-US")
PRICE = Wording(["your new price is {} dollars a month"], "en-US")
SPANISH = Wording(["puede cancelar en catorce días sin dar razones"], "es-US")


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        (RECORDED, "Hi, this is Ana. This call is recorded for quality and training purposes, okay?"),
        (RECORDED, "um this cold is recoded for quality and training purpose"),
        (RECORDED, "this call is recorded for, uh, quality and training purposes"),
        (RECORDED, "this call is recorded for quality in training purposes"),
        (SHORT, "this call is re corded"),
        (SHORT, "No, this call is recorded."),
        (SHORT, "I do not know if this call is recorded. Wait. Yes: this call is recorded."),
        (WITHIN, "you can cancel within 14 days without giving a reason"),
        (WITHIN, "you can cancel with in fourteen days with out giving reason"),
        (PRICE, "so your new price is forty nine dollars a month from may"),
        (PRICE, "your new price is $49, I mean forty nine dollars a month"),
        (SPANISH, "bueno, puede cancelar en 14 dias sin dar razones"),
        (SPANISH, "puede cancelar en catorce días sin dar razón"),
    ],
)
def test_a_wording_is_found_as_a_recogniser_writes_it(wording: Wording, text: str):
    found = wording.find(text)
    assert found is not None
    assert found.said, found


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        (RECORDED, "this call is not recorded for quality and training purposes"),
        (RECORDED, "this call is recorded"),
        (RECORDED, "we may keep the audio so that our people learn from it"),
        (SHORT, "is this call recorded"),
        (SHORT, "I am not sure if this call is recorded"),
        (SHORT, "the call will be short"),
        (WITHIN, "you can cancel within forty days without giving a reason"),
        (WITHIN, "you can cancel within 30 days without giving a reason"),
        (WITHIN, "you can cancel within fourteen days giving a reason"),
        (WITHIN, "you can not cancel within fourteen days without giving a reason"),
        (WITHIN, "you can cancel within fourteen hundred days without giving a reason"),
        (PRICE, "your new price is dollars a month"),
        (SPANISH, "puede cancelar en quince días sin dar razones"),
        (SPANISH, "no puede cancelar en catorce días dando razones"),
    ],
)
def test_what_says_something_else_is_never_taken_for_it(wording: Wording, text: str):
    found = wording.find(text)
    assert found is None or not found.said, found


def test_it_says_how_close_and_where():
    text = "Hello. This cold is recoded, for quality and training purpose."
    found = RECORDED.find(text)
    assert found is not None
    assert 0.85 <= found.closeness < 1
    assert text[found.start : found.end] == found.words
    assert found.words.startswith("This cold")


def test_it_says_what_is_missing_and_why_it_was_refused():
    half = RECORDED.find("this call is recorded for quality")
    assert half is not None
    assert half.missing == ("and", "training", "purposes")
    denied = SHORT.find("this call is not recorded")
    assert denied is not None
    assert denied.refused == "“not” was said in it"
    other = WITHIN.find("you can cancel within forty days without giving a reason")
    assert other is not None
    assert other.refused == "the number “fourteen” is missing"


def test_one_of_several_wordings_is_enough():
    either = Wording(["this call is recorded", "we record this call"], "en-US")
    found = either.find("just so you know we record this call")
    assert found is not None
    assert (found.said, found.closeness) == (True, 1.0)


@pytest.mark.parametrize("text", ["", "um", "?!", "{}"])
def test_nothing_said_is_nothing_found(text: str):
    assert SHORT.find(text) is None


def test_a_long_turn_is_read_in_a_moment():
    found = RECORDED.find("so as I was saying to you the other day " * 40 + RECORDED_SENTENCE)
    assert found is not None
    assert found.said


RECORDED_SENTENCE = "this call is recorded for quality and training purposes"
