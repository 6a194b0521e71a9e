"""Whole numbers in words or figures: "a hundred and twenty", "twelve hundred", "1,200", "twenty-third"."""

from collections.abc import Sequence

from assist.spoken.words import Word
from assist.spoken_text import TEENS, TENS, UNITS

SMALL = {name: value for value, name in enumerate(UNITS)} | {
    name: 10 + value for value, name in enumerate(TEENS)
}
TENFOLD = {name: 10 * value for value, name in enumerate(TENS, 2)}
NOUGHTS = frozenset(["zero", "oh", "o", "nought", "naught", "nil"])

_ORDINAL_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINAL_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
ORDINALS = {name: value for value, name in enumerate(_ORDINAL_UNITS + _ORDINAL_TEENS, 1)} | {
    "twentieth": 20,
    "thirtieth": 30,
}
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th")
_LARGEST = 999_999_999


def cardinal(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The number that begins at `words[at]` and the place after it; None: there begins none."""
    if at >= len(words):
        return None
    word = words[at].text
    if word.isdecimal():
        return _figures(words, at)
    if word in ("a", "an"):
        scaled = at + 1 < len(words) and words[at + 1].text in ("hundred", "thousand", "grand", "couple")
        return _in_words(words, at) if scaled and words[at + 1].text != "couple" else None
    return _in_words(words, at)


def ordinal(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The ordinal ("third", "3rd", "twenty first") that begins at `words[at]`, and the place after it."""
    word = words[at].text
    if word[:-2].isdecimal() and word.endswith(_ORDINAL_ENDINGS):
        return (int(word[:-2]), at + 1) if len(word) <= 4 else None
    if word in ORDINALS:
        return ORDINALS[word], at + 1
    if word in TENFOLD:
        after = at + 2 if at + 1 < len(words) and words[at + 1].text == "-" else at + 1
        if after < len(words) and ORDINALS.get(words[after].text, 10) < 10:
            return TENFOLD[word] + ORDINALS[words[after].text], after + 1
    return None


def _figures(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    figures, at = words[at].text, at + 1
    if len(figures) > 9:
        return None
    while (
        at + 1 < len(words)
        and words[at].text == ","
        and len(words[at + 1].text) == 3
        and words[at + 1].is_number
        and words[at - 1].end == words[at].start
        and words[at].end == words[at + 1].start
        and len(figures) <= 6
    ):
        figures, at = figures + words[at + 1].text, at + 2
    value = int(figures)
    if at < len(words) and words[at].text in _SCALES and value * _SCALES[words[at].text] <= _LARGEST:
        return value * _SCALES[words[at].text], at + 1
    return value, at


def _in_words(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    total = group = 0
    began, taken = at, at
    last = ""
    while at < len(words) and at - began < 16:
        word = words[at].text
        if (word in SMALL and last in ("", "hundred", "scale")) or (word in ("a", "an") and not last):
            group += SMALL.get(word, 1)
            last = "small"
        elif word in SMALL and last == "tens" and 0 < SMALL[word] < 10:
            group += SMALL[word]
            last = "small"
        elif word in TENFOLD and last in ("", "hundred", "scale"):
            group += TENFOLD[word]
            last = "tens"
        elif word == "hundred" and last in ("small", "tens") and 0 < group < 100:
            group *= 100
            last = "hundred"
        elif word in ("thousand", "grand") and group and total == 0:
            total, group = group * 1000, 0
            last = "scale"
        elif word in ("and", "-") and last in ("hundred", "scale", "tens") and at + 1 < len(words):
            following = words[at + 1].text
            fits = following in SMALL or (following in TENFOLD and last != "tens")
            if not fits or (word == "-") != (last == "tens"):
                break
            at += 1
            continue
        else:
            break
        at += 1
        taken = at
    return (total + group, taken) if taken > began else None


_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000}
