import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.speech.clauses import split_clauses


def test_the_first_piece_is_short_and_the_rest_are_sentences() -> None:
    pieces = split_clauses("Your router may need a restart tonight. Please unplug it. Then wait a little.")
    assert pieces == [
        "Your router may need ",
        "a restart tonight. ",
        "Please unplug it. ",
        "Then wait a little.",
    ]


def test_the_first_piece_ends_at_a_comma_where_there_is_one() -> None:
    assert split_clauses("All right, I will look that up for you.")[0] == "All right, "


def test_the_first_piece_does_not_end_on_a_word_that_leans_on_the_next() -> None:
    assert split_clauses("I can see that the line is down now.")[0] == "I can see "


@pytest.mark.parametrize(
    "text",
    [
        "We will ring 4 1 5, 5 5 5, 2 6 7 1 tomorrow.",
        "It costs 1,250.50 dollars, or 1 250 euros.",
        "Ask for a plug, e.g. the white one, at the shop.",
        "Dr. Smith of Northwind Inc. rings at 5 p.m. today.",
    ],
)
def test_numbers_and_abbreviations_are_never_cut(text: str) -> None:
    pieces = [piece.strip() for piece in split_clauses(text)]
    for whole in ("4 1 5, 5 5 5, 2 6 7 1", "1,250.50", "1 250", "e.g. the", "Dr. Smith", "5 p.m. today"):
        if whole in text:
            assert any(whole in piece for piece in pieces), pieces


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    text = (
        "Certainly. Pull the plug out of the wall, wait for half a minute until all of the lights are dark, "
        "and then put it back in."
    )
    assert len(split_clauses(text)) == 4


def test_blank_text_has_no_pieces() -> None:
    assert split_clauses("") == split_clauses(" \n ") == []


@given(st.text(st.sampled_from("ab1 .,!?;:-\n'’é5"), max_size=80), st.integers(1, 8))
def test_joined_the_pieces_give_the_text_back(text: str, first_words: int) -> None:
    pieces = split_clauses(text, first_words)
    assert "".join(pieces) == (text if text.strip() else "")
    assert all(piece.strip() for piece in pieces)


@given(st.lists(st.sampled_from(["yes", "and", "then", "we", "look", "now."]), min_size=1, max_size=30))
def test_the_first_piece_has_at_most_five_words(words: list[str]) -> None:
    assert len(split_clauses(" ".join(words))[0].split()) <= 5
