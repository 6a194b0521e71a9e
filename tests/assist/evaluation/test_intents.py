import itertools

import pytest

from assist.evaluation.intents import (
    LabelledText,
    calibration_error,
    contradictions,
    evaluate,
    recall_at,
)


def labelled(intent: str | None, *texts: str) -> list[LabelledText]:
    return [LabelledText(text, intent) for text in texts]


TRAIN = [
    *labelled(
        "bill", "my bill is too high", "the invoice is wrong", "you charged me too much", "bill problem"
    ),
    *labelled("cancel", "cancel my contract", "I want to leave", "end my subscription", "stop my contract"),
    *labelled("slow", "my internet is slow", "slow connection", "pages load slowly", "the speed is bad"),
]


def ticks() -> float:
    return next(_CLOCK)


_CLOCK = itertools.count(0.0, 0.001)


def test_a_report_says_what_was_right_and_what_it_cost():
    test = [
        *labelled("bill", "my bill is wrong"),
        *labelled("cancel", "please cancel my contract"),
        *labelled(None, "what do geese eat"),
    ]
    report = evaluate(TRAIN, test, ticks)
    assert (report.intents, report.learnt, report.tested_in_scope, report.tested_out_of_scope) == (
        3,
        12,
        2,
        1,
    )
    assert report.accuracy == 1
    assert report.out_of_scope_recall == 1
    assert report.classify_ms_p50 == pytest.approx(1)
    assert report.confusions == report.weak_intents == ()


def test_confusions_and_weak_intents_are_named_with_an_example():
    mislabelled = [*labelled("bill", "cancel my contract", "end my contract", "my bill is too high")]
    report = evaluate(TRAIN, mislabelled, ticks)
    assert report.accuracy == pytest.approx(1 / 3, abs=1e-4)
    (confusion,) = report.confusions
    assert (confusion.intent, confusion.taken_for, confusion.times) == ("bill", "cancel", 2)
    assert confusion.example == "cancel my contract"
    (weak,) = report.weak_intents
    assert (weak.intent, weak.sentences, weak.examples) == ("bill", 3, 4)


def test_sentences_out_of_scope_may_be_learnt():
    strange = labelled(None, "how do geese sleep", "what do ducks eat", "do geese fly far", "geese in winter")
    report = evaluate([*TRAIN, *strange], labelled(None, "what do geese eat in winter"), ticks)
    assert report.out_of_scope_recall == 1
    assert report.intents == 3
    assert report.accuracy is None


def test_examples_that_contradict_each_other_are_shown_once():
    train = [
        *labelled("bill", "Cancel my bill!", "my bill is so high", "where is my bill?"),
        *labelled("cancel", "cancel my bill", "is my bill high", "what bill"),
    ]
    same, alike = contradictions(train)
    assert same.same_words
    assert {row.intent for row in same.examples} == {"bill", "cancel"}
    assert not alike.same_words
    assert {row.text for row in alike.examples} == {"my bill is so high", "is my bill high"}


def test_recall_is_taken_where_enough_stay_right():
    assert recall_at(0.5, [0.9, 0.8, 0.1], [0.7, 0.85, 0.0], inside=4) == pytest.approx(2 / 3, abs=1e-4)
    assert recall_at(0.75, [0.9, 0.8, 0.1], [0.7, 0.85, 0.0], inside=4) == pytest.approx(1 / 3, abs=1e-4)


def test_there_is_no_recall_at_an_accuracy_that_is_never_reached():
    assert recall_at(0.92, [0.9, 0.8, 0.1], [0.0], inside=4) is None
    assert recall_at(0.92, [], [0.0], inside=0) is None


def test_a_confidence_that_is_as_often_right_as_it_says_has_no_error():
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert calibration_error([0.95] * 4, [True, True, False, False]) == pytest.approx(0.45)
    assert calibration_error([], []) is None
