import json
from datetime import date
from pathlib import Path

import pytest

from assist.evaluation.said import evaluate_said, read_said_cases, reader_of
from assist.said import Outcome, Spoken, judge
from assist.said_facts import Bound, FactKind, Reader, facts

TODAY = date(2026, 11, 21)
CASES = Path(__file__).parent / "said_cases"
PRICE = "The twelve month discount ended on November 1. The price is now 24.99 dollars a month."
FEE = "A late fee of 8 dollars is added ten days after the due date."
NUMBER = "You can keep your number when you move. Tell us fourteen days before the move."


def outcome(card: str, *utterances: str, language: str = "en-US", confidence: float = 1.0) -> Outcome:
    spoken = [Spoken(f"u{at}", text, confidence) for at, text in enumerate(utterances, 1)]
    return judge(card, spoken, reader_of(language, TODAY)).outcome


@pytest.mark.parametrize(
    ("file", "cases", "right", "contradicted_precision", "contradicted_recall"),
    [
        # Written before there was any code; 87 of 90 were right when it was first run on them.
        ("before_tuning", 90, 90, 1.0, 1.0),
        # Written after that run, harder on purpose; 76 of 92 were right when they were first judged.
        ("after_first_run", 92, 90, 1.0, 0.95),
        # Written after the code had been tuned on the other two; 53 of 57 were right at first.
        ("after_tuning", 57, 55, 1.0, 1.0),
    ],
)
def test_the_cases_are_judged_as_well_as_is_stated(
    file: str, cases: int, right: int, contradicted_precision: float, contradicted_recall: float
):
    path = CASES / f"{file}.jsonl"
    report = evaluate_said(read_said_cases(path.name, path.read_bytes()), TODAY)
    contradicted = report.outcomes["contradicted"]
    assert report.cases == cases
    assert report.right >= right
    assert (contradicted.precision or 0) >= contradicted_precision
    assert (contradicted.recall or 0) >= contradicted_recall


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("it is twenty four ninety nine", FactKind.MONEY, 2499),
        ("$24.99 a month", FactKind.MONEY, 2499),
        ("twenty four dollars and um ninety nine cents", FactKind.MONEY, 2499),
        ("thirty nine a month", FactKind.MONEY, 3900),
        ("it is free of charge", FactKind.MONEY, 0),
        ("there is no late fee", FactKind.MONEY, 0),
        ("on the first of november", FactKind.DAY, 1101),
        ("November 1st", FactKind.DAY, 1101),
        ("in november", FactKind.DAY, 1100),
        ("on tuesday", FactKind.WEEKDAY, 1),
        ("for two weeks", FactKind.LENGTH, 14 * 1440),
        ("fourteen days", FactKind.LENGTH, 14 * 1440),
        ("half an hour", FactKind.LENGTH, 30),
        ("one point five percent", FactKind.PERCENT, 1.5),
        ("one and a half percent", FactKind.PERCENT, 1.5),
        ("at three o'clock", FactKind.CLOCK, 180),
        ("after five wrong tries", FactKind.COUNT, 5),
        ("six hundred megabits", FactKind.COUNT, 600),
    ],
)
def test_a_fact_is_read_whatever_its_words(text: str, kind: FactKind, value: float):
    (fact,) = facts(text, Reader("en-US", "US", TODAY))
    assert (fact.kind, fact.value) == (kind, pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("veinticuatro con noventa y nueve dólares", FactKind.MONEY, 2499),
        ("veinticuatro noventa y nueve", FactKind.MONEY, 2499),
        ("24,99 euros", FactKind.MONEY, 2499),
        ("el uno de noviembre", FactKind.DAY, 1101),
        ("el primero de noviembre", FactKind.DAY, 1101),
        ("en dos semanas", FactKind.LENGTH, 14 * 1440),
        ("cinco días hábiles", FactKind.LENGTH, 5 * 1440),
        ("ciento veinte dólares", FactKind.MONEY, 12_000),
        ("mil doscientos pesos", FactKind.MONEY, 120_000),
        ("sin ningún costo", FactKind.MONEY, 0),
    ],
)
def test_a_spanish_fact_is_read_likewise(text: str, kind: FactKind, value: float):
    reader = Reader("es-US", "US", TODAY)
    (fact,) = facts(reader.readable(text), reader)
    assert (fact.kind, fact.value) == (kind, pytest.approx(value))


def test_a_range_is_one_fact_and_what_lies_in_it_agrees():
    reader = Reader("en-US", "US", TODAY)
    (fact,) = facts("three to five days", reader)
    assert (fact.lowest, fact.value) == (3 * 1440, 5 * 1440)
    card = "Standard delivery takes 3 to 5 days."
    assert outcome(card, "standard delivery takes four days") is Outcome.OWN_WORDS
    assert outcome(card, "standard delivery takes nine days") is Outcome.CONTRADICTED


def test_what_is_corrected_at_once_was_not_said():
    reader = Reader("en-US", "US", TODAY)
    assert [fact.value for fact in facts("five, sorry, four dollars", reader)] == [400]
    assert [fact.denied for fact in facts("it is not five dollars but four dollars", reader)] == [True, False]


def test_a_bound_is_heard_before_its_number():
    (fact,) = facts("up to fifty dollars", Reader("en-US", "US", TODAY))
    assert fact.bound is Bound.MOST
    card = "You may refund up to 50 dollars."
    assert outcome(card, "you may refund thirty dollars") is not Outcome.CONTRADICTED
    assert outcome(card, "you may refund up to ninety dollars") is Outcome.CONTRADICTED


@pytest.mark.parametrize(
    "said",
    [
        "is the late fee eighteen dollars",
        "you said that the late fee was eighteen dollars",
        "I can see a late fee of eighteen dollars on your bill",
        "the late fee used to be eighteen dollars",
        "the late fee is not eighteen dollars it is eight dollars",
        "the reconnection fee is eighteen dollars",
        "eighteen dollars of late fee sorry eight dollars",
        "your bill is due in thirty days",
    ],
)
def test_who_asks_tells_of_the_past_or_speaks_of_another_thing_is_not_accused(said: str):
    assert outcome(FEE, said) is not Outcome.CONTRADICTED


def test_thirteen_and_thirty_are_one_sound_and_nobody_is_accused_of_it():
    card = "The account is locked for thirty minutes."
    assert outcome(card, "the account is locked for thirteen minutes") is not Outcome.CONTRADICTED
    assert outcome(card, "the account is locked for twenty minutes") is Outcome.CONTRADICTED


def test_nobody_is_accused_of_what_was_badly_heard():
    said = "a late fee of eighteen dollars is added ten days after the due date"
    assert outcome(FEE, said) is Outcome.CONTRADICTED
    assert outcome(FEE, said, confidence=0.4) is not Outcome.CONTRADICTED


def test_nothing_said_is_not_used():
    assert outcome(FEE) is Outcome.NOT_USED
    assert outcome(FEE, "") is Outcome.NOT_USED
    assert outcome("", "hello") is Outcome.NOT_USED


def test_the_explanation_names_the_words_and_the_utterance():
    spoken = [Spoken("u1", "let me see"), Spoken("u2", "the price is now twenty nine ninety nine a month")]
    judged = judge(PRICE, spoken, reader_of("en-US", TODAY))
    assert judged.outcome is Outcome.CONTRADICTED
    assert judged.utterance_id == "u2"
    assert judged.explanation == 'said "twenty nine ninety nine"; the card says "24.99 dollars"'
    judged = judge(
        NUMBER, [Spoken("u1", "you can not keep your number when you move")], reader_of("en-US", TODAY)
    )
    assert "denies what the card says" in judged.explanation
    judged = judge(
        FEE,
        [Spoken("u1", "Okay, a late fee of eight dollars is added ten days after the due date.")],
        reader_of("en-US", TODAY),
    )
    assert judged.explanation == 'said "a late fee of eight dollars is added ten days after the due date"'
    assert judged.complete


def test_no_before_a_sentence_denies_nothing():
    assert outcome(NUMBER, "no you can keep your number when you move") is not Outcome.CONTRADICTED
    assert outcome(NUMBER, "no, you can keep your number when you move") is not Outcome.CONTRADICTED


def test_what_is_supposed_is_not_claimed():
    card = "Do not press the reset button."
    assert outcome(card, "if you press the reset button your settings are gone") is not Outcome.CONTRADICTED
    assert outcome(card, "press the reset button") is Outcome.CONTRADICTED


def test_every_case_names_a_card_what_was_said_and_an_outcome():
    lines = [line for path in CASES.glob("*.jsonl") for line in path.read_text().splitlines()]
    seen = {(json.loads(line)["card"], tuple(json.loads(line)["utterances"])) for line in lines}
    assert len(seen) == len(lines) >= 150
    assert sum(json.loads(line)["language"].startswith("es") for line in lines) >= 20


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("Parking is available on site.", "I don't see anything available for parking on the site"),
        ("Military discounts are offered.", "so I do not find any military discount offered"),
        ("Is parking available on site?", "parking is not available on site"),
    ],
)
def test_who_does_not_see_something_denies_nothing_and_a_question_affirms_nothing(card: str, said: str):
    assert outcome(card, said) is not Outcome.CONTRADICTED


def test_to_name_the_same_place_is_not_to_say_the_card():
    card = "The visitors of the San Francisco Zoo get no military discount."
    assert outcome(card, "it is called the san francisco zoo") is Outcome.NOT_USED
