"""How much silence ends a turn: small strategies that weigh what was said and what was asked for.

Measured practice: 300 ms where the text is complete, 500 by default, 800 to 1500 in numbers and broken-off
sentences (LiveKit 300 to 2500, OpenAI 500, Vapi 100 to 1500). unmute #130: digits cut off by less.
"""

import re
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from config.settings import TurnSettings

Expected: TypeAlias = Literal["open", "yes_no", "digits", "spelling", "email", "name", "date", "address"]
"""What kind of reply the bot has just asked for."""

_SAID_IN_PIECES = frozenset({"spelling", "email"})
"""Replies in which people stop after every letter or to look at what they read out."""

_SAID_WITH_THOUGHT = frozenset({"name", "date", "address"})
"""Replies of several parts, between which people think."""


@dataclass(frozen=True, slots=True)
class Pause:
    """What is known when the caller pauses."""

    text: str | None
    """The words so far; None until the recogniser has answered for this pause."""
    expected: Expected
    digits: int = 0
    """How many digits were asked for; 0 when that is not known."""


class Endpointing(Protocol):
    def silence_ms(self, pause: Pause) -> int:
        """The silence since the last voiced frame after which the turn is over, in ms."""
        ...


@dataclass(frozen=True, slots=True)
class FixedSilence:
    """The same silence whatever was said: for a line that is only written down, where nobody waits."""

    ms: int

    def silence_ms(self, pause: Pause) -> int:  # noqa: ARG002
        return self.ms


class ByText:
    """Little silence after a complete reply, more where it breaks off, most in the middle of a number."""

    def __init__(self, settings: TurnSettings) -> None:
        self._complete_ms = settings.end_complete_ms
        self._default_ms = settings.end_default_ms
        self._incomplete_ms = settings.end_incomplete_ms
        self._number_ms = settings.end_incomplete_ms * 3 // 2

    def silence_ms(self, pause: Pause) -> int:
        if pause.expected == "digits":
            return self._in_a_number(pause)
        if pause.expected in _SAID_IN_PIECES:
            whole = pause.text is not None and (is_whole_reply(pause.text) or ends_an_address(pause.text))
            return self._complete_ms if whole else self._number_ms
        if not pause.text or not pause.text.strip():
            return self._default_ms if pause.expected not in _SAID_WITH_THOUGHT else self._incomplete_ms
        if breaks_off(pause.text):
            return self._incomplete_ms
        if is_whole_reply(pause.text) or pause.text.rstrip()[-1] in ".!?":
            return self._complete_ms
        return self._default_ms

    def _in_a_number(self, pause: Pause) -> int:
        """Between the groups of a number people stop to breathe and to look them up."""
        if pause.text is None:
            return self._number_ms
        if is_whole_reply(pause.text):
            return self._complete_ms
        spoken = count_digits(pause.text)
        if spoken == 0 and not breaks_off(pause.text):
            return self._incomplete_ms
        return self._complete_ms if 0 < pause.digits <= spoken else self._number_ms


def breaks_off(text: str) -> bool:
    """Whether the text stops in mid-sentence, in a number or in something that is being spelled."""
    if _OPEN_ENDED.search(text):
        return True
    words = _words(text)
    if not words or is_whole_reply(text) or text.rstrip().endswith("?"):
        return False
    return words[-1] in _DANGLING or bool(_AWAITS.search(" ".join(words))) or _is_being_spelled(words)


def ends_an_address(text: str) -> bool:
    """Whether an e-mail address is said to its end: "... at example dot com"."""
    words = _words(text)
    at = max((place for place, word in enumerate(words) if word in ("at", "arroba")), default=-1)
    return at > 0 and words[-1] in _TOP_LEVEL and bool({"dot", "punto"} & set(words[at:]))


def is_whole_reply(text: str) -> bool:
    """Whether the text is one of the short replies after which nothing more is expected."""
    return " ".join(_words(text)) in _WHOLE_REPLIES


def count_digits(text: str) -> int:
    """The digits that are said, as figures or as words: "four one five, double 2" has five."""
    total, times = 0, 1
    for word in _words(text):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word.isdigit():
            total += times * len(word) if len(word) == 1 else len(word)
        elif word in _DIGIT_WORDS:
            total += times
        times = 1
    return total


def _words(text: str) -> list[str]:
    return re.findall(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?", text.casefold())


def _is_being_spelled(words: list[str]) -> bool:
    """The text ends in at least three digits but no whole telephone number, or in at least two letters."""
    digits = letters = 0
    for word in reversed(words):
        if word.isdigit() or word in _DIGIT_WORDS or word in _TIMES:
            digits += count_digits(word) or 1
        elif len(word) == 1 and word not in ("a", "i"):
            letters += 1
        else:
            break
    return 3 <= digits < 10 or (letters >= 2 and digits < 10)


_OPEN_ENDED = re.compile(r"(?:…|\.\.\.|[,;:–-])\s*$")

_DIGIT_WORDS = frozenset(
    ("zero", "oh", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
)

_TOP_LEVEL = frozenset(("com", "org", "net", "edu", "gov", "info", "biz", "uk", "us", "es", "de", "fr", "mx"))

_TIMES = {"double": 2, "triple": 3, "treble": 3}

_WHOLE_REPLIES = frozenset(
    {
        *("yes", "yeah", "yep", "yes please", "yes it is", "yes it was", "yes i am", "yes i do", "yes i did"),
        *("no", "nope", "no thanks", "no thank you", "no that's it", "no that's all", "no it's not"),
        *("that's it", "that's all", "that's right", "that's correct", "that's fine", "correct", "right"),
        *("ok", "okay", "sure", "thanks", "thank you", "thank you very much", "bye", "goodbye", "bye bye"),
        *("agent", "operator", "representative", "an agent", "an agent please", "agent please"),
        *(
            "i don't know",
            "i think so",
            "i hope so",
            "i guess so",
            "i don't think so",
            "nothing else",
            "hello",
            "pardon",
            "stop",
            "repeat that",
            "say that again",
        ),
    }
)

_DANGLING = frozenset(
    {
        *("um", "uh", "er", "erm", "uhm", "hmm", "mm"),
        *("and", "or", "but", "because", "cause", "so", "if", "when", "while", "although", "unless", "than"),
        *("the", "a", "an", "my", "your", "our", "their", "his", "its", "every"),
        *("to", "of", "for", "with", "from", "at", "into", "about", "between", "dot", "underscore", "dash"),
        *("i", "i'm", "i've", "i'd", "i'll", "we're", "we've", "it's", "there's", "he's", "they're"),
        *("called", "named", "very", "double", "triple", "treble", "plus"),
    }
)
"""Words that more words must follow. Not among them: "in", "on", "up", "that", which end sentences."""

_AWAITS = re.compile(
    r"\b(?:number|name|address|code|postcode|date|e ?mail|account|password|reference|problem|question|issue"
    r"|id|reason) (?:is|was|are)$|\b(?:i want|i need|i would like|i'd like|can you|could you|can i|could i)$"
)
