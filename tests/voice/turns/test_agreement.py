from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from voice.turns.agreement import StablePrefix


def shown(*hypotheses: str) -> list[str]:
    prefix = StablePrefix()
    return [prefix.push(hypothesis) for hypothesis in hypotheses]


def test_nothing_is_shown_until_two_hypotheses_agree() -> None:
    assert shown("I want", "I want to pay") == ["", "I want"]


def test_only_what_both_begin_with_is_shown() -> None:
    assert shown("I want to play", "I want to pay my") == ["", "I want to"]


def test_case_and_punctuation_do_not_matter_and_the_newer_writing_is_shown() -> None:
    assert shown("hello i want", "Hello, I want to") == ["", "Hello, I want"]


def test_the_full_stop_where_the_audio_ended_is_not_shown() -> None:
    assert shown("I want to pay.", "I want to pay my bill.", "I want to pay my bill today.")[1:] == [
        "I want to pay",
        "I want to pay my bill",
    ]


def test_two_equal_hypotheses_are_shown_without_their_end_stop() -> None:
    assert shown("I want to pay.", "I want to pay.") == ["", "I want to pay"]


def test_a_worse_hypothesis_takes_nothing_back() -> None:
    assert shown("I want to", "I want to", "", "a one two", "I want to pay")[2:] == ["I want to"] * 3


def test_words_that_later_hypotheses_write_otherwise_stay_and_the_rest_follows_them() -> None:
    first = shown("I want to", "I want to", "I wanted two tickets please", "I wanted two tickets please now")
    assert first[-1] == "I want to tickets please"


def test_a_word_that_later_hypotheses_insert_does_not_double_the_next() -> None:
    grown = shown("I want pay", "I want pay", "I want to pay my bill", "I want to pay my bill now")
    assert grown[-1] == "I want pay my bill"


def test_after_a_disagreement_the_next_agreement_is_shown() -> None:
    assert (
        shown("I want", "I want to", "I went to", "I want to pay", "I want to pay it")[-1] == "I want to pay"
    )


def test_whisper_streaming_two_turns_share_nothing() -> None:
    one, other = StablePrefix(), StablePrefix()
    one.push("I want")
    assert other.push("I want") == ""


WORDS = st.lists(st.sampled_from(["I", "i", "want,", "want", "to", "two.", "pay", "…"]), max_size=8).map(
    " ".join
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12))
def test_what_was_shown_never_shrinks_and_never_changes(hypotheses: list[str]) -> None:
    for before, after in pairwise(["", *shown(*hypotheses)]):
        assert after.split()[: len(before.split())] == before.split()


@settings(deadline=None)
@given(WORDS)
def test_a_hypothesis_that_repeats_is_all_shown_but_for_its_end_stop(words: str) -> None:
    agreed = shown(words, words)[-1]
    assert len(agreed.split()) == len(words.split())
    assert words.startswith(agreed)


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_all_that_is_shown_at_first_stands_in_both_hypotheses(hypotheses: list[str]) -> None:
    first = next((text for text in shown(*hypotheses) if text), "")
    assert any(
        len(first.split()) <= min(len(before.split()), len(after.split()))
        for before, after in pairwise([*hypotheses, hypotheses[-1]])
    )
