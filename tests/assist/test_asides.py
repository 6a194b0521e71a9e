"""Asides: what callers say about the conversation itself, and what only sounds like it."""

import pytest

from assist.asides import Aside, aside_of, wants_language

ASIDES = [
    (Aside.WAIT, "one moment please"),
    (Aside.WAIT, "Hold on."),
    (Aside.WAIT, "hang on a second"),
    (Aside.WAIT, "okay give me a minute to find it"),
    (Aside.WAIT, "um, let me get my glasses"),
    (Aside.WAIT, "wait"),
    (Aside.WAIT, "could you hold on a moment please"),
    (Aside.WAIT, "I have to look for the paper"),
    (Aside.SLOWER, "can you speak more slowly"),
    (Aside.SLOWER, "slow down please"),
    (Aside.SLOWER, "you're talking too fast"),
    (Aside.MACHINE, "are you a robot"),
    (Aside.MACHINE, "am I talking to a real person"),
    (Aside.MACHINE, "wait, is this a machine?"),
    (Aside.MACHINE, "say that you are a human"),
    (Aside.MACHINE, "admit you are a robot"),
    (Aside.NEVER_MIND, "never mind"),
    (Aside.NEVER_MIND, "oh forget it"),
    (Aside.NEVER_MIND, "I changed my mind"),
    (Aside.NEVER_MIND, "no, I don't want that anymore"),
    (Aside.START_OVER, "can we start over"),
    (Aside.START_OVER, "main menu"),
    (Aside.HELLO, "hello"),
    (Aside.HELLO, "Hello? Is anyone there?"),
]

NO_ASIDES = [
    "",
    "I have been waiting for a technician since Monday",
    "my internet is slow",
    "how long do I have to wait for the engineer to come to my house and fix the line",
    "I want to cancel my contract",
    "the connection is slow, let me tell you what happens: every evening it stops at eight",
    "hello, my internet is slow",
    "hold music is all I hear when I call your billing team",
    "my robot vacuum is not connecting to the wifi",
    "I do not want to pay this bill",
    "Tuesday",
    "yes",
]


@pytest.mark.parametrize(("aside", "text"), ASIDES)
def test_an_aside_is_understood_with_its_words(aside: Aside, text: str) -> None:
    said = aside_of(text, "en-US")
    assert said is not None
    assert said.aside is aside
    assert said.words.strip(" .?!,") in text


@pytest.mark.parametrize("text", NO_ASIDES)
def test_a_matter_is_no_aside(text: str) -> None:
    assert aside_of(text, "en-US") is None


@pytest.mark.parametrize(
    ("aside", "text"),
    [
        (Aside.WAIT, "un momento por favor"),
        (Aside.WAIT, "espéreme un segundo"),
        (Aside.SLOWER, "¿puede hablar más despacio?"),
        (Aside.MACHINE, "¿estoy hablando con una máquina?"),
        (Aside.MACHINE, "diga que es una persona"),
        (Aside.NEVER_MIND, "olvídelo, gracias"),
        (Aside.HELLO, "Hola"),
    ],
)
def test_asides_are_data_of_a_language(aside: Aside, text: str) -> None:
    said = aside_of(text, "es-US")
    assert said is not None
    assert said.aside is aside
    assert aside_of(text, "de-DE") is None, "a language without patterns has none"


def test_a_caller_may_ask_for_their_language_in_either() -> None:
    assert wants_language("Español, por favor", "es-US")
    assert wants_language("do you speak Spanish", "es-US")
    assert wants_language("English please", "en-US")
    assert not wants_language("my internet is slow", "es-US")
    assert not wants_language("español", "fr-FR")


def test_hostile_lengths_are_no_work() -> None:
    assert aside_of("please " * 5000, "en-US") is None
