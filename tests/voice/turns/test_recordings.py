import pytest

from voice.turns.heard import FarEndKind
from voice.turns.recordings import RecordedPhrases

MACHINE, IVR = FarEndKind.MACHINE, FarEndKind.IVR


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please leave a message after the tone.", MACHINE),
        ("Hi, you've reached Dana, I can't come to the phone.", MACHINE),
        ("Deje su mensaje después de oír la señal", MACHINE),
        ("For billing, press one.", IVR),
        ("Your call is important to us; please hold.", IVR),
        ("Para ventas, marque dos", IVR),
        ("Su llamada es muy importante, no cuelgue", IVR),
    ],
)
def test_words_of_recordings_are_known_in_both_languages(text: str, kind: FarEndKind) -> None:
    heard = RecordedPhrases().said(text, 5000, greeting=True)
    assert heard is not None
    assert heard.kind is kind
    assert heard.confidence >= 0.8
    assert heard.evidence.startswith('it said "')


def test_the_evidence_quotes_the_words() -> None:
    heard = RecordedPhrases().said("Leave your message after the beep", 5000, greeting=True)
    assert heard is not None
    assert heard.evidence == 'it said "leave your message", "after the beep"'


@pytest.mark.parametrize("text", ["Hello, who is this?", "Please hold, I'll get her.", "Diga, ¿quién es?"])
def test_words_that_people_say_too_are_not_enough(text: str) -> None:
    assert RecordedPhrases().said(text, 5000, greeting=True) is None


def test_a_menu_late_in_the_call_needs_two_phrases() -> None:
    phrases = RecordedPhrases()
    assert phrases.said("Your call is important to us.", 90_000, greeting=False) is None
    heard = phrases.said("To speak to an agent, press zero.", 95_000, greeting=False)
    assert heard is not None
    assert heard.kind is IVR


def test_phrases_half_a_minute_apart_do_not_add_up() -> None:
    phrases = RecordedPhrases()
    phrases.said("Your call is important to us.", 90_000, greeting=False)
    assert phrases.said("To speak to an agent, press zero.", 125_000, greeting=False) is None
