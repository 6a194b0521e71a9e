"""The words of a text that carry meaning, without their endings; the known word nearest to a misheard one."""

from collections import Counter
from collections.abc import Iterable

from assist.spoken_text import normalised

ALIKE = 0.6
"""Least share of common pieces (Dice's coefficient) at which an unknown word is taken for a known one."""

_PIECE = 3
"""Letters in a piece of a word."""


def stems(text: str) -> list[str]:
    """The words of `text` that carry meaning, in order, each without its ending."""
    return [stem(word) for word in normalised(text).split() if carries_meaning(word)]


def carries_meaning(word: str) -> bool:
    """Not one of the words that any sentence may have."""
    return word not in _EMPTY


class Vocabulary:
    """The stems that are known, each with its index."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word: index for index, word in enumerate(sorted(words))}
        self._sizes: list[int] = []
        self._having: dict[str, list[int]] = {}
        for index, word in enumerate(self._words):
            pieces = _pieces(word)
            self._sizes.append(len(pieces))
            for piece in pieces:
                self._having.setdefault(piece, []).append(index)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def index(self, word: str) -> int:
        return self._words[word]

    def nearest(self, word: str) -> tuple[int, float] | None:
        """The index of `word` or of the known word most like it, and how like it is; None: none is."""
        known = self._words.get(word)
        if known is not None:
            return known, 1.0
        pieces = _pieces(word)
        shared = Counter(index for piece in pieces for index in self._having.get(piece, ()))
        best, likeness = -1, 0.0
        for index, common in shared.items():
            dice = 2 * common / (len(pieces) + self._sizes[index])
            if dice > likeness:
                best, likeness = index, dice
        return (best, likeness) if likeness >= ALIKE else None


def stem(word: str) -> str:
    """Without the endings of English that are safe to cut: "bills", "billing", "billed" are "bill"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed", "ment", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and _has_vowel(word[: -len(ending)]):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiouy" for letter in word)


def _pieces(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + _PIECE] for at in range(max(1, len(padded) - _PIECE + 1))}


_EMPTY_WORDS = (
    "a about actually after again all also am an and any anything are as ask asking at be because been "
    "being but by can could did do does doing done every find for from get getting give given go going "
    "good got had has have having he hello help her here hey hi him his how i if in into is it its just "
    "know let like look make many may maybe me might mine more much must my need no not now of oh okay on "
    "one or other our over please put question really right said say see she should so some something "
    "sorry still take talk tell than thank thanks that the their them then there these they thing think "
    "this those through to told too try trying up us use very want wanted was we well were what when "
    "where which while who why will wish with wonder wondering would yeah yes yet you your s"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
