from datetime import date

import pytest

from assist.knowledge_passages import essence, pieces, sentences, windows
from config.centre import Article, Section

SENTENCE = "Every sentence of this text has exactly eight words."


def test_a_short_section_is_one_passage():
    assert windows(SENTENCE) == [SENTENCE]


@pytest.mark.parametrize("count", [5, 12, 13, 40])
def test_a_long_section_is_cut_at_sentences_and_nothing_is_lost_or_said_twice(count: int):
    text = " ".join([SENTENCE] * count)
    parts = windows(text, longest=40)
    assert " ".join(parts) == text
    assert all(len(part.split()) <= 40 and part.endswith(".") for part in parts)


def test_a_sentence_that_is_too_long_stays_whole():
    text = "word " * 50 + "end. " + SENTENCE
    assert windows(text, longest=40) == ["word " * 50 + "end.", SENTENCE]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("Ask for Mr. Smith. He knows.", 2),
        ("It costs 3.50 a day. That is all.", 2),
        ("A line\nAnother line", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int):
    assert len(sentences(text)) == count


def test_the_best_sentences_are_taken_in_their_order():
    text = (
        "First things come first here. The fee is four pounds. Nobody reads this one. It is paid at the gate."
    )
    assert essence(text, [0, 2, 0, 1], most=12) == "The fee is four pounds. It is paid at the gate."


def test_a_sentence_that_is_too_long_is_cut_with_a_mark():
    text = " ".join(f"word{n}" for n in range(60)) + "."
    assert essence(text, [1.0], most=10) == " ".join(f"word{n}" for n in range(9)) + " …"


def test_a_passage_knows_its_source():
    article = Article(
        "a",
        "Title",
        "2",
        date(2026, 1, 1),
        None,
        "agent",
        (Section("One", "Text."), Section("Two", "More.")),
        ("It",),
    )
    assert [(piece.section, piece.text, piece.version, piece.about) for piece in pieces(article)] == [
        ("One", "Text.", "2", ("It",)),
        ("Two", "More.", "2", ("It",)),
    ]
