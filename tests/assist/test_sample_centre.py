"""The sample centre, read by what helps its callers: its own sentences must come out right."""

from datetime import date

import pytest

from assist.intents import IntentClassifier
from assist.knowledge import ANSWERABLE, KnowledgeBase
from assist.person_request import asks_for_person
from assist.replies import asks_to_repeat, says_goodbye, yes_or_no
from config.centre import Centre

TODAY = date(2026, 11, 20)


def test_sentences_that_were_not_learnt_are_understood_and_the_confidence_is_true(centre: Centre):
    learnt = {intent.name: intent.examples[:-4] for intent in centre.intents}
    unseen = [(text, intent.name) for intent in centre.intents for text in intent.examples[-4:]]
    classifier = IntentClassifier.learn(learnt)
    predictions = [(classifier.classify(text), name) for text, name in unseen]
    right = [prediction.intent == name for prediction, name in predictions]
    sure = [prediction.intent == name for prediction, name in predictions if prediction.confidence >= 0.7]
    assert sum(right) / len(right) > 0.7
    assert len(sure) / len(right) > 0.6
    assert sum(sure) / len(sure) > 0.85


def test_no_request_is_taken_for_a_wish_for_a_person_or_for_a_goodbye(centre: Centre):
    for text in [text for intent in centre.intents for text in intent.examples]:
        assert asks_for_person(text) is None, text
        assert not says_goodbye(text), text
        assert not asks_to_repeat(text), text
        assert yes_or_no(text) is None, text


def test_every_intent_that_the_bot_answers_has_its_answer(centre: Centre):
    knowledge = KnowledgeBase(centre.articles, TODAY)
    articles = [intent.article for intent in centre.intents if intent.article]
    assert articles
    assert all(knowledge.answer(article) for article in articles)


@pytest.mark.parametrize("question", ["how do I restart my router", "how can I pay my bill"])
def test_a_plain_question_finds_an_answerable_passage(centre: Centre, question: str):
    best = KnowledgeBase(centre.articles, TODAY).search(question)[0]
    assert best.score >= ANSWERABLE


@pytest.mark.parametrize("question", ["what do geese eat", "do you sell elephants"])
def test_a_question_about_something_else_is_not_answered(centre: Centre, question: str):
    found = KnowledgeBase(centre.articles, TODAY).search(question)
    assert all(passage.score < ANSWERABLE for passage in found)
