from itertools import count

import pytest

from assist.evaluation.sentiment import LabelledTurn, evaluate_sentiment
from assist.sentiment_lexicon import LexiconSentiment
from assist.sentiment_mood import Feeling

TURNS = [
    LabelledTurn("this is awful", Feeling.NEGATIVE, "caller", "one"),
    LabelledTurn("this is awful", Feeling.NEUTRAL, "customer", "one"),
    LabelledTurn("my bill is due", Feeling.NEUTRAL),
    LabelledTurn("I am so sorry, that is awful", Feeling.NEGATIVE, "agent", "one"),
]


def test_each_labels_figures_and_the_confusion_are_counted():
    report = evaluate_sentiment(TURNS, LexiconSentiment(), count(0).__next__)
    assert (report.turns, report.left_out, report.accuracy) == (3, 1, 0.6667)
    negative, neutral, positive = report.labels
    assert (negative.precision, negative.recall, negative.f1) == (0.5, 1.0, 0.6667)
    assert (neutral.precision, neutral.recall) == (1.0, 0.5)
    assert (positive.precision, positive.recall, positive.turns) == (None, None, 0)
    assert report.macro_f1 == 0.6667, "a label that the data does not have says nothing"
    assert report.confusion["neutral"] == {"negative": 1, "neutral": 1, "positive": 0}
    assert report.ms_p50 == 1000.0


def test_an_error_is_listed_with_the_words_it_came_from():
    (error,) = evaluate_sentiment(TURNS, LexiconSentiment(), count(0).__next__).errors
    assert (error.label, error.taken_for, error.words) == ("neutral", "negative", ("this is awful",))


def test_an_agents_turns_alone_are_nothing_to_measure():
    with pytest.raises(ValueError, match="no turn of a caller"):
        evaluate_sentiment(TURNS[3:], LexiconSentiment(), count(0).__next__)
