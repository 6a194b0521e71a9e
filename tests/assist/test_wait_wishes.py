"""What callers say who would rather not wait."""

import pytest

from assist.wait_wishes import WaitWish, wait_wish

C, V = WaitWish.CALL_BACK, WaitWish.VOICEMAIL


@pytest.mark.parametrize(
    ("text", "language", "wish"),
    [
        ("call me back", "en-US", C),
        ("can you call me back later please", "en-US", C),
        ("a callback please", "en-US", C),
        ("I'd like a call back", "en-US", C),
        ("just ring me", "en-US", C),
        ("leave a message", "en-US", V),
        ("I want to leave them a message", "en-US", V),
        ("message please", "en-US", V),
        ("voicemail", "en-US", V),
        ("que me llamen por favor", "es-US", C),
        ("llámenme luego", "es-US", C),
        ("quiero dejar un mensaje", "es-US", V),
        ("un recado", "es-US", V),
    ],
)
def test_a_wish_is_heard(text: str, language: str, wish: WaitWish):
    assert wait_wish(text, language) is wish


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en-US"),
        ("yes", "en-US"),
        ("no I do not want a call back", "en-US"),
        ("you did not call me back", "en-US"),
        ("they never called me back last week", "en-US"),
        ("it is about the other line", "en-US"),
        ("I got a message that my bill is due", "en-US"),
        ("call me back or can I leave a message", "en-US"),
        (
            "they told me on monday that somebody would call me back and then I waited for hours at home",
            "en-US",
        ),
        ("no me llamen", "es-US"),
        ("call me back", "fr-FR"),
    ],
)
def test_what_is_no_wish_is_none(text: str, language: str):
    assert wait_wish(text, language) is None
