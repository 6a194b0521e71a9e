"""Cues in a caller's words: danger, hardship, anger, "I told you before", and attempts to steer the machine.

A cue is evidence, not a verdict: it carries the words that it stands on, and `voice.routing` weighs it.
Phrases are words with blanks between them, as `_Notation` reads them; each language has a module of them.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from assist import cue_figures_of_speech, cue_spanish, cue_spanish_figures_of_speech, cue_words
from assist.spoken_text import read
from transcripts.events import Cue

FRUSTRATION = {"frustration": 0.4, "repeat": 0.45, "already-told": 0.45, "complaint": 0.3, "swearing": 0.5}
"""How much one cue of a kind adds to a caller's frustration; 1 is the most there is."""


def cues(text: str, language: str, utterance_id: str = "") -> tuple[Cue, ...]:
    """What stands out in one turn, each kind at most once. `language`: BCP 47."""
    short = language.split("-")[0].lower()
    words = read(text)
    if short not in _PHRASES or not words.text:
        return ()
    searched = folded(words.text) + " "
    found: list[Cue] = []
    for cue, phrases in _PHRASES[short].items():
        match = _first(phrases, _TAKEN_BACK[short].get(cue), searched)
        if match is not None:
            found.append(Cue(cue=cue, words=words.quote(*match.span()), utterance_id=utterance_id))
    return tuple(found)


def frustration(found: Sequence[Cue]) -> float:
    """How frustrated a caller is, 0 to 1, by all cues of the call: two strong ones, or many small ones."""
    distinct = {(cue.cue, cue.words.casefold()) for cue in found}
    return min(1.0, round(sum(FRUSTRATION.get(cue, 0.0) for cue, _ in distinct), 2))


def _first(phrases: re.Pattern[str], taken_back: re.Pattern[str] | None, text: str) -> re.Match[str] | None:
    """The first match that no everyday use of its words overlaps."""
    match = phrases.search(text)
    if match is None or taken_back is None:
        return match
    everyday = [one.span() for one in taken_back.finditer(text)]
    while match and any(start < match.end() and match.start() < end for start, end in everyday):
        match = phrases.search(text, match.start() + 1)
    return match


def compiled(
    phrases: Mapping[str, str], tables: Mapping[str, str], negations: str
) -> dict[str, re.Pattern[str]]:
    """For each cue, what finds its phrases, a line each, in `folded` text that ends in a blank.

    `tables`: words that may stand for each other, `|` between them, by name. `negations`: likewise.
    """
    notation = _Notation(tables, negations)
    return {cue: re.compile(notation.any_of(_lines(text))) for cue, text in phrases.items()}


def folded(text: str) -> str:
    """`text` without accents, letter by letter, so that every place stays what it was."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


class _Notation:
    """Writes phrases as regular expressions.

    `(a|b c)` is one of these, `x?` perhaps, `x*` any ending, `~2` up to two words that deny nothing, `!(a|b)`
    not followed by these, `$` the end of the turn, `NAME` a table; an indented line goes on with the phrase.

    A word takes the blank after it with it, so that a text can be matched in one way only.
    """

    def __init__(self, tables: Mapping[str, str], negations: str) -> None:
        self._tables = {name: folded(table) for name, table in tables.items()}
        self._gap = rf"(?:(?!{self._one_of(folded(negations))})\S+ )"

    def any_of(self, phrases: list[str]) -> str:
        return rf"(?<!\S)(?:{'|'.join(self._sequence(folded(phrase)) for phrase in phrases)})"

    def _sequence(self, phrase: str) -> str:
        return "".join(self._piece(piece) for piece in _PIECE.findall(phrase))

    def _one_of(self, alternatives: str) -> str:
        return f"(?:{'|'.join(self._sequence(one) for one in alternatives.split('|'))})"

    def _piece(self, piece: str) -> str:
        if piece.endswith("?"):
            return f"(?:{self._piece(piece[:-1])})?"
        if piece.startswith("!"):
            return f"(?!{self._piece(piece[1:])})"
        if piece.startswith("("):
            return self._one_of(piece[1:-1])
        if piece.startswith("~"):
            return f"{self._gap}{{0,{int(piece[1:])}}}?"
        if piece.isupper():
            return self._one_of(self._tables[piece])
        if piece.endswith("*"):
            return rf"{re.escape(piece[:-1])}\S* "
        return r"\Z" if piece == "$" else re.escape(piece) + " "


def _lines(text: str) -> list[str]:
    return re.sub(r"\n +", " ", text).strip().splitlines()


_PIECE = re.compile(r"!?\([^()]*\)\??|\S+")


LANGUAGES = {
    "en": (cue_words, cue_figures_of_speech.TAKEN_BACK),
    "es": (cue_spanish, cue_spanish_figures_of_speech.TAKEN_BACK),
}
"""The words of each, and those that take a cue back."""

_PHRASES = {
    short: compiled(words.CUES, words.TABLES, words.NEGATIONS) for short, (words, _) in LANGUAGES.items()
}
_TAKEN_BACK = {
    short: compiled(taken_back, words.TABLES, words.NEGATIONS)
    for short, (words, taken_back) in LANGUAGES.items()
}
