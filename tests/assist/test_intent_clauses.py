import pytest

from assist.intent_clauses import MOST_CUTS, clauses


@pytest.mark.parametrize(
    "text",
    [
        "my internet is slow and i want to pay my bill",
        "My internet is slow, and also I want to pay my bill",
        "My internet is slow. I want to pay my bill",
    ],
)
def test_two_sentences_are_two_clauses_in_the_callers_words(text: str):
    ((first, second),) = clauses(text)
    assert first.lower() == "my internet is slow"
    assert second.lower() == "i want to pay my bill"


@pytest.mark.parametrize(
    "text",
    [
        "my parcel came and it is damaged",
        "I think there is a mistake. This is not my bill",
        "bed and breakfast",
        "I paid £20.50 for my plan",
        "i tried to pay but my card was declined",
    ],
)
def test_one_matter_told_at_length_is_not_cut(text: str):
    assert list(clauses(text)) == []


def test_a_clause_that_says_it_is_another_thing_may_refer_to_anything():
    assert list(clauses("my bill is wrong and also it is slow in here"))


def test_endless_talk_is_cut_at_its_first_places_only():
    assert len(list(clauses("my bill is wrong and " * 1000))) <= MOST_CUTS
