"""Callers' words in one form, whichever recogniser wrote them: the form that is learnt and compared.

Whisper writes "I'm paying £20, um, twice!", pocketsphinx "i'm paying twenty uh twice"; both read the same.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

MOST_CHARACTERS = 2_000
"""What a caller says is cut here, in characters: about two minutes of speech."""

FILLERS = frozenset(["ah", "eh", "er", "erm", "hm", "hmm", "mhm", "mm", "mmm", "uh", "uhm", "um", "umm"])
"""Sounds that carry no meaning in a sentence; alone, some are answers, and `assist.replies` keeps them."""

UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Words with single spaces between them, and the way back to the text that they came from."""

    text: str
    """The words, lower case, contractions written out."""
    source: str
    """What the recogniser wrote, as far as it was read."""
    _starts: tuple[int, ...]
    _spans: tuple[tuple[int, int], ...]

    def quote(self, start: int, end: int) -> str:
        """The part of `source` which `text[start:end]` was made from."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in `source` that part stands."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return self._spans[first][0], self._spans[last][1]


def read(source: str, *, keep_fillers: bool = False) -> SpokenText:
    """`source` as words: lower case, no punctuation, contractions and small numbers written out."""
    source = unicodedata.normalize("NFKC", source[:MOST_CHARACTERS])
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    # Some capitals of other alphabets become two letters; they stay as they are, so that the places agree.
    lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in source)
    for match in _TOKEN.finditer(lower.translate(_PLAIN)):
        for word in _written_out(match[0]):
            if keep_fillers or word not in FILLERS:
                words.append(word)
                spans.append(match.span())
    starts: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return SpokenText(" ".join(words), source, tuple(starts), tuple(spans))


@lru_cache(maxsize=1_024)  # A turn is read by many: intents, names, questions, other readings of the same.
def normalised(source: str) -> str:
    """The words of `source` for learning and comparing: as `read`, without fillers."""
    return read(source).text


def number_in_words(digits: str) -> list[str]:
    """As people say a number: whole up to 999, digit by digit beyond and after a leading nought."""
    if len(digits) > 3 or (len(digits) > 1 and digits[0] == "0"):
        return [UNITS[int(digit)] for digit in digits]
    hundreds, rest = divmod(int(digits), 100)
    words = [UNITS[hundreds], "hundred"] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10 - 2])
        rest %= 10
        return [*words, UNITS[rest]] if rest else words
    if rest >= 10:
        return [*words, TEENS[rest - 10]]
    return [*words, UNITS[rest]] if rest or not words else words


def _written_out(token: str) -> list[str]:
    if token.isdecimal():
        return number_in_words(token)
    whole = _IRREGULAR.get(token)
    if whole is not None:
        return whole.split()
    stem, apostrophe, ending = token.partition("'")
    if not apostrophe:
        return [token]
    if ending == "t" and stem.endswith("n"):
        return [stem[:-1], "not"]
    full = _ENDINGS.get(ending)
    if full is None:
        return [stem + ending]
    if ending == "s" and stem not in _IS_AFTER:
        return [stem, "s"]
    return [stem, full]


_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*")
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "s": "is"}
_IS_AFTER = frozenset(
    ["that", "it", "what", "he", "she", "there", "who", "where", "how", "here", "let", "this"]
)
_IRREGULAR = {
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "ain't": "is not",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "isnt": "is not",
    "im": "i am",
    "ive": "i have",
    "thats": "that is",
    "whats": "what is",
    "let's": "let us",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "got to",
    "gimme": "give me",
    "lemme": "let me",
    "ok": "okay",
    "pls": "please",
    "plz": "please",
}
