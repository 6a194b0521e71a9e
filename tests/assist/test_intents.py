import json
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.intents import ALTERNATIVES, IntentClassifier

BANKING = Path(__file__).parents[3] / "shared/data/intents/banking77"

CENTRE = {
    "slow_connection": (
        "my internet is very slow",
        "the connection is so slow today",
        "pages take forever to load",
        "the speed is much lower than you promised",
        "why is my broadband slow",
        "downloads are crawling",
        "slow internet in the evening",
        "my speed drops every night",
    ),
    "bill_too_high": (
        "my bill is too high",
        "why did you charge me so much",
        "there is a charge on my bill that I don't know",
        "you billed me twice",
        "my invoice is wrong",
        "I have a question about my bill",
        "the amount on my bill went up",
        "I was overcharged this month",
    ),
    "moving_house": (
        "I am moving house",
        "I move to a new flat next month",
        "can I take my line to my new address",
        "we are moving and want to keep the contract",
        "transfer my service to a new address",
        "I'm relocating to another city",
        "we moved into a new house",
        "my address changes in May",
    ),
    "cancel": (
        "I want to cancel",
        "cancel my contract please",
        "how do I end my subscription",
        "I want to leave you",
        "terminate my agreement",
        "when can I cancel my contract",
        "I no longer want your service",
        "close my account",
    ),
    "order_status": (
        "where is my router",
        "my order has not arrived",
        "when will the router be delivered",
        "track my delivery",
        "I am still waiting for my equipment",
        "has my order been shipped",
        "the parcel never came",
        "what is the status of my order",
    ),
}


@pytest.fixture(scope="module")
def classifier() -> IntentClassifier:
    return IntentClassifier.learn(CENTRE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("um my internet connection is really slow", "slow_connection"),
        ("you have charged me too much on this bill", "bill_too_high"),
        ("We're moving to another house in June.", "moving_house"),
        ("I'd like to cancel my contract", "cancel"),
        ("my router still hasn't been delivered", "order_status"),
    ],
)
def test_what_callers_want_is_found_in_other_words(classifier: IntentClassifier, text: str, intent: str):
    prediction = classifier.classify(text)
    assert prediction.intent == intent
    assert 0.5 < prediction.confidence < 1
    assert prediction.intent not in dict(prediction.alternatives)


def test_words_that_were_misheard_in_part_still_count(classifier: IntentClassifier):
    assert classifier.classify("i want to council my contracts").intent == "cancel"
    assert classifier.classify("track my deliveries").intent == "order_status"


@pytest.mark.parametrize(
    "text",
    [
        "what do geese eat",
        "tell me a joke about elephants",
        "play some jazz",
        "zzz qqq xxx",
        "can you recommend a restaurant",
    ],
)
def test_what_belongs_to_no_intent_is_out_of_scope(classifier: IntentClassifier, text: str):
    prediction = classifier.classify(text)
    assert prediction.intent is None
    assert len(prediction.alternatives) == ALTERNATIVES


@pytest.mark.parametrize("text", ["what is the capital of Peru", "who has the best record in the league"])
def test_a_strange_question_in_familiar_words_is_not_taken_for_the_order_it_sounds_like(
    classifier: IntentClassifier, text: str
):
    assert classifier.classify(text).intent is None


@pytest.mark.parametrize("text", ["", "   ", "um, uh", "?!"])
def test_nothing_said_is_no_intent_at_all(classifier: IntentClassifier, text: str):
    prediction = classifier.classify(text)
    assert (prediction.intent, prediction.confidence, prediction.alternatives) == (None, 0.0, ())


def test_doubt_between_two_intents_shows_in_the_confidence(classifier: IntentClassifier):
    sure = classifier.classify("why is my broadband so slow")
    torn = classifier.classify("my order and my bill")
    assert torn.confidence < sure.confidence


def test_alternatives_are_the_next_best_best_first(classifier: IntentClassifier):
    chances = [chance for _, chance in classifier.classify("why is my broadband so slow").alternatives]
    assert len(chances) == ALTERNATIVES
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) < 1


def test_spelling_of_the_recogniser_makes_no_difference(classifier: IntentClassifier):
    written = classifier.classify("Um... I'm moving house, in 24 days!")
    spoken = classifier.classify("i am moving house in twenty four days")
    assert written == spoken


def test_learning_twice_gives_the_same_answers(classifier: IntentClassifier):
    again = IntentClassifier.learn(dict(reversed(CENTRE.items())))
    for text in ("my bill is slow", "where is my contract", "hello there", "cancel"):
        assert again.classify(text) == classifier.classify(text)


@pytest.mark.parametrize(
    ("examples", "sentence"),
    [
        ({}, "two intents or more"),
        ({"cancel": ["cancel"]}, "two intents or more"),
        ({"cancel": ["cancel"], "bill": []}, '"bill" has no example'),
        ({"cancel": ["cancel"], "bill": ["um", "?"]}, '"bill" has no example'),
    ],
)
def test_a_centre_that_cannot_be_learnt_is_told_why(examples: dict[str, list[str]], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        IntentClassifier.learn(examples)


@pytest.mark.parametrize(
    "examples",
    [
        {"cancel": ["cancel my contract"], "bill": ["my bill is wrong"]},
        {"cancel": ["cancel my contract", "end it"], "bill": ["my bill is wrong"], "move": ["I am moving"]},
        {"cancel": ["same words"], "bill": ["same words"]},
    ],
)
def test_a_very_small_centre_is_learnt_all_the_same(examples: dict[str, Sequence[str]]):
    prediction = IntentClassifier.learn(examples).classify("cancel my contract")
    assert 0 < prediction.confidence < 1


@given(st.text(max_size=300))
def test_any_text_gets_a_chance_between_none_and_certainty(classifier: IntentClassifier, text: str):
    prediction = classifier.classify(text)
    assert 0 <= prediction.confidence <= 1
    assert prediction.intent is None or prediction.intent in CENTRE


def test_a_very_long_text_costs_no_more_than_its_first_two_thousand_characters(classifier: IntentClassifier):
    began = time.process_time()
    classifier.classify("slow internet " * 100_000)
    assert time.process_time() - began < 1.0


def test_out_of_scope_examples_of_the_centre_are_learnt():
    strange = ["what do geese eat", "how do geese sleep", "tell me about geese", "are geese friendly"]
    classifier = IntentClassifier.learn(CENTRE, out_of_scope=strange)
    assert classifier.classify("where do geese sleep").intent is None
    assert classifier.classify("cancel my contract").intent == "cancel"


def test_the_rest_of_the_n_best_makes_up_for_a_misheard_first_guess(classifier: IntentClassifier):
    heard, others = "i want to council", ["i want to cancel", "i want to cancel it"]
    alone, together = classifier.classify(heard), classifier.classify(heard, others)
    assert together.intent == "cancel"
    assert together.confidence > alone.confidence


def test_an_empty_first_guess_leaves_the_others_to_speak(classifier: IntentClassifier):
    assert classifier.classify("", ["cancel my contract"]).intent == "cancel"


def test_the_best_is_named_even_out_of_scope(classifier: IntentClassifier):
    prediction = classifier.classify("what do geese eat")
    assert prediction.intent is None
    assert prediction.best == prediction.alternatives[0][0]
    assert classifier.classify("").best is None


def test_two_requests_in_one_sentence_are_both_heard_in_their_order(classifier: IntentClassifier):
    first, second = classifier.requests("My internet is so slow, and I want to cancel my contract please.")
    assert (first.prediction.intent, first.words) == ("slow_connection", "My internet is so slow")
    assert (second.prediction.intent, second.words) == ("cancel", "I want to cancel my contract please.")


@pytest.mark.parametrize(
    "text",
    [
        "we are moving and want to keep the contract",
        "the connection is so slow and pages take forever to load",
        "my bill is too high and it went up again",
        "there is a charge on my bill. why did you charge me so much?",
        "where is my router",
        "what do geese eat and where do they sleep",
    ],
)
def test_one_request_stays_whole(classifier: IntentClassifier, text: str):
    (request,) = classifier.requests(text)
    assert request.words == text
    assert request.prediction == classifier.classify(text)


def test_nothing_said_is_no_request(classifier: IntentClassifier):
    assert classifier.requests("um") == ()


def rows(name: str) -> list[tuple[str, str]]:
    path = BANKING / name
    if not path.exists():
        pytest.skip("BANKING77 is not beside the repository")
    return [(row["text"], row["intent"]) for row in map(json.loads, path.read_text("utf-8").splitlines())]


def test_confidence_can_be_believed_on_sentences_of_strangers():
    examples: dict[str, list[str]] = defaultdict(list)
    for text, intent in rows("train_10.jsonl"):
        examples[intent].append(text)
    known = sorted(examples)[::3]
    classifier = IntentClassifier.learn({intent: examples[intent] for intent in known})
    unseen = [(text, intent) for text, intent in rows("valid.jsonl") if intent in known]
    predictions = [(classifier.classify(text), intent) for text, intent in unseen]
    right = [prediction.intent == intent for prediction, intent in predictions]
    sure = [
        correct
        for correct, (prediction, _) in zip(right, predictions, strict=True)
        if prediction.confidence >= 0.7
    ]
    assert sum(right) / len(right) > 0.75
    assert len(sure) / len(right) > 0.6
    assert sum(sure) / len(sure) > 0.88


def test_ten_examples_an_intent_are_enough_for_four_in_five_and_cost_under_two_milliseconds():
    examples: dict[str, list[str]] = defaultdict(list)
    for text, intent in rows("train_10.jsonl"):
        examples[intent].append(text)
    classifier = IntentClassifier.learn(examples)
    taken: list[float] = []
    right = 0
    unseen = rows("valid.jsonl")
    for text, intent in unseen:
        began = time.perf_counter()
        right += classifier.classify(text).best == intent
        taken.append(time.perf_counter() - began)
    assert right / len(unseen) >= 0.80
    assert sorted(taken)[len(taken) // 2] < 0.002
