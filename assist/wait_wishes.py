"""What callers who wait for a person choose instead: to be rung back, or to leave a message.

Patterns on the normalised text (`assist.spoken_text`), by language. A turn that also says no is no choice:
who says "no, I will not leave a message" waits on.
"""

import re
from enum import StrEnum

from assist.spoken_text import read

LONGEST_WISH = 16
"""Words; a longer turn tells the person something."""


class WaitWish(StrEnum):
    CALL_BACK = "call-back"
    VOICEMAIL = "voicemail"


def wait_wish(text: str, language: str) -> WaitWish | None:
    """`language`: BCP 47; one without patterns has no wishes, and its callers press keys."""
    words = read(text).text
    patterns = _PATTERNS.get(language.split("-")[0].lower(), {})
    if not words or len(words.split()) > LONGEST_WISH or _NOT.search(words):
        return None
    found = [wish for wish, pattern in patterns.items() if pattern.search(words)]
    return found[0] if len(found) == 1 else None


_NOT = re.compile(r"\b(?:no|not|never|nor|without|did|nunca|tampoco|sin)\b")

_PATTERNS = {
    "en": {
        WaitWish.CALL_BACK: re.compile(
            r"\b(?:call ?back|ring ?back|(?:call|ring|phone) (?:me|us) (?:back|later)|"
            r"(?:call|ring|phone) (?:me|us)$|(?:return|returning) (?:my|the) call)\b"
        ),
        WaitWish.VOICEMAIL: re.compile(
            r"\b(?:voice ?mail|(?:leave|record|take|send) (?:\w+ ){0,3}(?:message|note)|"
            r"^(?:an? |the )?message)\b"
        ),
    },
    "es": {
        WaitWish.CALL_BACK: re.compile(
            r"\b(?:devu[eé]lv\w+ (?:la|mi) llamada|(?:me|nos) (?:llamen|llame|llamas|llaman)|"
            r"ll[aá]m(?:en|e|a)(?:me|nos)|regres\w+ (?:la|mi) llamada|que (?:me|nos) devuelvan la llamada)\b"
        ),
        WaitWish.VOICEMAIL: re.compile(
            r"\b(?:buz[oó]n|(?:dejar|dejo|dejarles|grabar|tomar) (?:\w+ ){0,3}(?:mensaje|recado)|"
            r"^(?:un |el )?(?:mensaje|recado))\b"
        ),
    },
}
