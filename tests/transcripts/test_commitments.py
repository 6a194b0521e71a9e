"""What agents promise: found by its form, with who and when; and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.commitments import LONGEST, commitments_of, same_promise


def found(text: str, language: str = "en-US") -> list[tuple[str, str, str]]:
    return [(one.owner, one.when, one.words) for one in commitments_of(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Okay, I'll send you the return label tomorrow morning. Is there anything else?",
            [("agent", "tomorrow morning", "I'll send you the return label tomorrow morning")],
        ),
        (
            "i will call you back on friday afternoon okay is there anything else i can do for you",
            [("agent", "on friday afternoon", "i will call you back on friday afternoon")],
        ),
        (
            "I'll look into it and I'll get back to you by the end of the week",
            [
                ("agent", "", "I'll look into it"),
                ("agent", "by the end of the week", "I'll get back to you by the end of the week"),
            ],
        ),
        (
            "tomorrow i will speak to my supervisor about it",
            [("agent", "tomorrow", "tomorrow i will speak to my supervisor about it")],
        ),
        (
            "Our technician will come on Monday between eight and twelve.",
            [("Our technician", "on Monday", "Our technician will come on Monday between eight and twelve")],
        ),
        (
            "you will receive an email within two business days",
            [("we", "within two business days", "you will receive an email within two business days")],
        ),
        (
            "what I will do is open a case for you",
            [("agent", "", "I will do is open a case for you")],
        ),
        (
            "We are going to refund the fifteen dollars.",
            [("we", "", "We are going to refund the fifteen dollars")],
        ),
    ],
)
def test_a_promise_has_who_and_when_if_that_was_said(text: str, expected: list[tuple[str, str, str]]):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "let me see i will check that for you now",
        "I will put you on hold for a moment",
        "I'll transfer you to billing",
        "I will be with you in a moment",
        "I will ask you a few questions",
        "I will open your account",
        "one moment, I will look",
    ],
)
def test_what_is_done_at_once_is_no_promise(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I won't send you anything",
        "I will not call you",
        "I can send you the form if you like",
        "Shall I send you the form?",
        "Would you like me to call you tomorrow?",
        "I'm not sure I will call you tomorrow",
        "you said that you sent it tomorrow",
        "",
    ],
)
def test_a_denial_an_offer_and_a_question_are_no_promise(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "owner", "when"),
    [
        ("Le voy a enviar la etiqueta mañana por la mañana. ¿Hay algo más?", "agent", "mañana por la mañana"),
        ("le llamo el viernes por la tarde gracias", "agent", "el viernes por la tarde"),
        ("le llamare manana", "agent", "manana"),
        ("Un técnico le visitará el lunes.", "Un técnico", "el lunes"),
        ("recibirá un correo en dos días hábiles", "we", "en dos días hábiles"),
        ("nos pondremos en contacto con usted", "we", ""),
        ("voy a abrir un caso para usted", "agent", ""),
        ("se lo envío hoy mismo", "agent", "hoy mismo"),
        ("vamos a devolverle los quince dólares", "we", ""),
    ],
)
def test_promises_in_spanish_with_accents_and_without(text: str, owner: str, when: str):
    assert [one[:2] for one in found(text, "es-US")] == [(owner, when)]


@pytest.mark.parametrize(
    "text",
    [
        "voy a revisar su cuenta un momento",
        "no le voy a enviar nada",
        "no le llamo para vender nada",
        "le paso con facturación",
        "¿quiere que le envíe un correo?",
    ],
)
def test_what_is_none_in_spanish(text: str):
    assert found(text, "es-US") == []


def test_a_language_that_is_not_known_promises_nothing():
    assert found("je vous enverrai le formulaire demain", "fr-FR") == []


def test_a_recap_is_the_same_promise_and_another_matter_is_not():
    assert same_promise("I'll send you the return label", "so I will send the return label tomorrow")
    assert not same_promise("I'll send you the return label", "I'll call you back on Friday")
    assert not same_promise("", "")


@given(
    st.lists(
        st.sampled_from(
            [
                "i'll",
                "we",
                "will",
                "send",
                "you",
                "call",
                "tomorrow",
                "le",
                "voy",
                "a",
                "enviar",
                "hoy",
                "<b>",
                "!",
                "?",
                "é",
            ]
        )
    ),
    st.sampled_from(["en-US", "es-US", "fr"]),
)
def test_words_are_quoted_as_they_were_said(words: list[str], language: str):
    text = " ".join(words)
    for one in commitments_of(text, language):
        assert one.words.removesuffix(" …").rstrip(",") in text
        assert len(one.words.split()) <= LONGEST + 1
        assert one.when in text


def test_very_long_speech_is_read_in_no_time():
    text = "and then i will " * 5000
    assert found(text) == []
