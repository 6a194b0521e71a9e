import pytest

from assist.misheard import misheard
from assist.spoken_text import normalised

SENTENCE = "i want to know why the bill for my account was charged twice this month"


def test_the_same_seed_makes_the_same_mistakes_and_another_seed_others():
    assert misheard(SENTENCE, seed=3, rate=0.5) == misheard(SENTENCE, seed=3, rate=0.5)
    assert len({misheard(SENTENCE, seed=seed, rate=0.5) for seed in range(20)}) > 15


def test_without_a_rate_at_most_the_first_word_is_lost():
    heard = {misheard(SENTENCE, seed=seed, rate=0.0) for seed in range(200)}
    assert heard == {SENTENCE, SENTENCE.split(" ", 1)[1]}


@pytest.mark.parametrize("text", ["a", "the", "no", "cancel", "is it"])
def test_something_is_always_heard(text: str):
    for seed in range(200):
        assert misheard(text, seed=seed, rate=1.0)


def test_what_is_misheard_is_still_words_as_they_are_learnt():
    for seed in range(100):
        heard = misheard(SENTENCE, seed=seed, rate=0.8)
        assert heard == normalised(heard)
        assert heard != SENTENCE
