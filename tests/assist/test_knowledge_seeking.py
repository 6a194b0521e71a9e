from datetime import date

import pytest

from assist.knowledge_library import Library, Reader
from assist.knowledge_retrieval import Heard
from assist.knowledge_seeking import SeekingScores
from config.centre import Article, Section


@pytest.fixture(scope="module")
def scores() -> SeekingScores:
    return SeekingScores.learn(
        ["Do you have a cloakroom?", "Short answer"],
        answered=["tell me about your loyalty card"],
        settled_elsewhere=["read me my meter", "i want to hand in a meter reading"],
    )


@pytest.mark.parametrize(
    "asked",
    [
        "do you know if they have a cloakroom",
        "can i bring my bicycle",
        "tell me about the loyalty card please",
        "is there a charge for the sauna",
        "um do they take credit cart",
    ],
)
def test_a_question_that_an_article_may_answer_is_told(scores: SeekingScores, asked: str):
    assert scores.of(asked) > 0


@pytest.mark.parametrize(
    "said",
    [
        "yes please",
        "thank you so much",
        "my name is mary jones",
        "what is the phone number and the post code",
        "book a table for five on friday",
        "i am looking for a cheap hotel in the north",
        "i would like to give you a meter reading",
        "can i talk to somebody",
        "um",
    ],
)
def test_what_is_settled_otherwise_is_no_question_for_an_article(scores: SeekingScores, said: str):
    assert scores.of(said) < 0


def test_other_readings_count(scores: SeekingScores):
    alone = scores.of("do day hav a clock room")
    assert scores.of("do day hav a clock room", ("do they have a cloakroom",)) > alone


def test_where_the_language_is_another_what_fits_decides():
    text = Section("Mascotas", "Los perros pueden entrar en el restaurante.")
    article = Article("perros", "Perros en el restaurante", "1", date(2026, 1, 1), None, "caller", (text,))
    library = Library([article], language="es-US")
    day = date(2026, 11, 20)
    found = library.consult(Heard("pueden entrar perros en el restaurante"), Reader.AGENT, day)
    assert [answer.article_id for answer in found.answers] == ["perros"]
    assert not library.consult(Heard("muchas gracias por su ayuda"), Reader.AGENT, day).answers
