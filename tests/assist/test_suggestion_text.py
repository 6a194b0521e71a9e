import pytest

from assist.suggestion_text import card_text, sentences_of
from assist.suggestion_topic import about, has_moved, worth_looking_up

LATE = (
    "If you need more time, ask for a payment plan in your online account before the due date, and no late fee "
    "is charged. Ten days after the due date a late fee of 8 dollars is added. Service is paused thirty days "
    "after the due date, never without a notice first."
)


def test_the_sentence_that_answers_comes_whole_and_as_it_was_written():
    text = card_text(LATE, "when is my service paused")
    assert text == "Service is paused thirty days after the due date, never without a notice first."


def test_no_card_is_longer_than_forty_words_and_each_sentence_is_one_of_the_passage():
    for query in ("late fee", "payment plan", "due date", "weather"):
        text = card_text(LATE, query)
        assert 0 < len(text.split()) <= 40
        assert set(sentences_of(text)) <= set(sentences_of(LATE))


def test_a_sentence_that_leans_on_the_one_before_brings_it_along():
    passage = (
        "Choose forgot password. The link comes by email. It works for one hour. Nothing else is needed."
    )
    assert (
        card_text(passage, "how long is it good for, an hour")
        == "The link comes by email. It works for one hour."
    )


def test_a_sentence_that_is_too_long_is_not_cut():
    assert card_text("word " * 41 + ".", "word") == ""


def test_a_question_that_no_sentence_names_is_answered_by_the_first():
    assert card_text("Call us first. Then wait.", "refund") == "Call us first. Then wait."


def test_spanish_passages_are_cut_likewise():
    passage = "La factura llega el día uno. El pago atrasado cuesta ocho dólares."
    assert (
        card_text(passage, "cuánto cuestan los pagos atrasados", "es-US")
        == "El pago atrasado cuesta ocho dólares."
    )


@pytest.mark.parametrize(
    "text", ["Come at 8 a.m. on Monday.", "It costs 1.5 percent.", "Bring e.g. a passport."]
)
def test_a_point_within_a_sentence_does_not_end_it(text: str):
    assert sentences_of(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "thank you but why is my bill so high",
        "hi how are you I want to cancel my contract",
        "my name is Maria and I want to cancel my contract",
        "the router is broken",
        "what about refunds",
    ],
)
def test_courtesies_do_not_hide_a_question(text: str):
    assert worth_looking_up(text, "en-US")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "uh",
        "yes please",
        "have a nice day bye",
        "is it raining where you are",
        "thanks a lot",
        "my account number is one two three four",
    ],
)
def test_nothing_is_looked_up_for_small_talk_or_data(text: str):
    assert not worth_looking_up(text, "en-US")


@pytest.mark.parametrize(
    ("text", "worth"), [("mi factura es muy alta", True), ("muchas gracias", False), ("me llamo Ana", False)]
)
def test_in_spanish_likewise(text: str, worth: bool):
    assert worth_looking_up(text, "es-US") is worth


def test_a_short_turn_does_not_move_the_topic():
    card = about("why is my bill higher this month Reading your bill", "en")
    assert not has_moved(card, about("okay and moving?", "en"))
    assert has_moved(card, about("the router light is red and the wifi is slow", "en"))
    assert not has_moved(card, about("last month the invoice was only forty dollars", "en"))
