import pytest

from assist.backchannels import is_backchannel


@pytest.mark.parametrize(
    "text",
    ["uh-huh", "Mm-hmm.", "right", "okay", "Yeah, okay.", "I see", "got it", "oh right", "mhm", "all right"],
)
def test_sounds_of_listening(text):
    assert is_backchannel(text, "en-US")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "agent",
        "stop",
        "okay wait",
        "yes but my bill is wrong",
        "right now please",
        "wait",
        "yeah yeah yeah yeah yeah yeah",
        "what",
    ],
)
def test_whatever_asks_or_says_something_is_none(text):
    assert not is_backchannel(text, "en-US")


@pytest.mark.parametrize("text", ["ajá", "sí, claro", "ya veo", "vale"])
def test_spanish_has_its_own(text):
    assert is_backchannel(text, "es-US")


def test_a_spanish_no_is_none():
    assert not is_backchannel("no", "es-US")
    assert not is_backchannel("un agente", "es-US")
