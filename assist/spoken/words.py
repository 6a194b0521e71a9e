"""A turn as words, figures and signs, each with its place in the text."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assist.spoken_text import FILLERS, MOST_CHARACTERS


def word_set(words: str) -> frozenset[str]:
    """Words that are written with spaces between them: a list that can be read."""
    return frozenset(words.split())


SECOND_THOUGHTS = word_set("actually correction mean meant no nope not oops rather scratch sorry wait")
"""With one of these between two of a kind, the later one replaces the earlier."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    """Lower case; figures as ASCII, "p.m." as "pm"."""
    start: int
    end: int
    written: str
    """As the recogniser wrote it."""

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing found, and where."""

    value: str
    confidence: float
    """From 0 to 1."""
    start: int
    """Of the first character in the source."""
    end: int


def words_of(source: str) -> tuple[Word, ...]:
    """The words, figures and signs of `source`, in order; beyond `MOST_CHARACTERS` nothing is read."""
    return _words_of(source[:MOST_CHARACTERS])


def said_words(source: str) -> tuple[Word, ...]:
    """`words_of` without "um" and "er"."""
    return _said_words(source[:MOST_CHARACTERS])


def same_length(text: str) -> str:
    """`text` with full-width figures and the like made plain, each character in its place."""
    if text.isascii():
        return text
    return "".join(_plain(letter) for letter in text)


@lru_cache(maxsize=16)
def _said_words(source: str) -> tuple[Word, ...]:
    return tuple(word for word in _words_of(source) if word.text not in FILLERS)


@lru_cache(maxsize=16)
def _words_of(source: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for match in _TOKEN.finditer(same_length(source)):
        token = match[0].lower()
        if token[0] in "ap" and "." in token:
            token = token.replace(".", "")
        elif token.isdecimal():
            token = "".join(str(int(digit)) for digit in token)
        words.append(Word(token, match.start(), match.end(), match[0]))
    return tuple(words)


def _plain(letter: str) -> str:
    if letter in "’‘`´":
        return "'"
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


_TOKEN = re.compile(
    r"\b[ap]\.m\b\.?|\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]|_", re.IGNORECASE
)
