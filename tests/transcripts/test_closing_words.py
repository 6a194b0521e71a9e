import pytest

from transcripts.closing_words import says_settled


@pytest.mark.parametrize(
    ("text", "language", "settled"),
    [
        ("Great, that's all sorted, thank you.", "en-US", True),
        ("it works now", "en-GB", True),
        ("that was everything i needed", "en-US", True),
        ("it's still not working", "en-US", False),
        ("well it works but that's not fixed", "en-US", False),
        ("is it fixed?", "en-US", None),
        ("thank you bye", "en-US", None),
        ("that's all", "en-US", None),
        ("ya funciona, muchas gracias", "es-US", True),
        ("sigue sin funcionar", "es-US", False),
        ("gracias, adiós", "es-US", None),
        ("ça marche", "fr", None),
    ],
)
def test_only_plain_words_say_whether_it_is_settled(text: str, language: str, settled: bool | None):
    assert says_settled(text, language) is settled
