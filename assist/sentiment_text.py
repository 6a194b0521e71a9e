"""A turn cut for reading its mood: words said once, with their clauses, and where each was written.

Speech repeats itself, breaks off and starts again: "it's ter- terrible, very very bad" is read as "it is
terrible very bad".
"""

from bisect import bisect_right
from dataclasses import dataclass

from assist.cues import folded
from assist.spoken.words import word_set
from assist.spoken_text import SpokenText, read

_ENDS = frozenset(".!?;:…¡¿")
"""Signs between clauses."""

_SHORTEST_BREAK = 3
"""Letters of a word broken off without a hyphen, at least: "un" and "in" are words."""


@dataclass(frozen=True, slots=True)
class SentimentText:
    words: tuple[str, ...]
    """Lower case, without accents."""
    text: str
    """The words with a blank after each."""
    starts: tuple[int, ...]
    """Of each word in `text`."""
    clauses: tuple[int, ...]
    """Of each word, the number of its clause."""
    commas: frozenset[int]
    """Words after which a comma or an end was written."""
    asked: frozenset[int]
    """Clauses that end in a question mark."""
    _read: SpokenText
    _places: tuple[int, ...]
    """Of each word, where it starts in `_read.text`."""

    def at(self, place: int) -> int:
        """The word that has this character of `text`."""
        return bisect_right(self.starts, place) - 1

    def quoted(self, first: int, last: int) -> tuple[str, int, int]:
        """What was written for these words (the last included), where it starts and where it ends."""
        end = self._places[last] + len(self.words[last])
        start, stop = self._read.span(self._places[first], end)
        return self._read.source[start:stop], start, stop


def cut(source: str) -> SentimentText:
    """`source` as a recogniser wrote it."""
    spoken = read(source)
    written = spoken.text.split()
    places: list[int] = []
    at = 0
    for word in written:
        places.append(at)
        at += len(word) + 1
    spans = [spoken.span(place, place + len(word)) for place, word in zip(places, written, strict=True)]
    kept: list[int] = []
    for index, word in enumerate(written):
        following = index + 1 < len(written)
        after = spoken.source[spans[index][1] : spans[index + 1][0]] if following else ""
        if following and _said_again(word, written[index + 1], after):
            continue
        kept.append(index)
    words = [folded(written[index]) for index in kept]
    clauses: list[int] = []
    commas: set[int] = set()
    asked: set[int] = set()
    clause = 0
    for order, index in enumerate(kept):
        clauses.append(clause)
        stop = spans[kept[order + 1]][0] if order + 1 < len(kept) else len(spoken.source)
        between = spoken.source[spans[index][1] : stop]
        if _ENDS & set(between):
            commas.add(order)
            if "?" in between:
                asked.add(clause)
            clause += 1
        elif "," in between or " - " in between or "—" in between:
            commas.add(order)
    starts: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    return SentimentText(
        words=tuple(words),
        text="".join(f"{word} " for word in words),
        starts=tuple(starts),
        clauses=tuple(clauses),
        commas=frozenset(commas),
        asked=frozenset(asked),
        _read=spoken,
        _places=tuple(places[index] for index in kept),
    )


def _said_again(word: str, following: str, between: str) -> bool:
    """Whether `word` was broken off or repeated, so that the next one stands for it."""
    if set(between) & _ENDS:
        return False
    if word == following or (between.startswith(("-", "–", "…")) and between.endswith(" ")):
        return True
    broken = len(word) >= _SHORTEST_BREAK and len(following) > len(word) + 1
    return broken and following.startswith(word) and word not in _WHOLE


_WHOLE = word_set(
    "any every some who what when where how the her him his not non out over under for car day all air but "
    "can con por par mal des sin más mas use may pass hand head life time back rest sea sun work home play "
    "care help hope pain wonder fast thank power respect success event person"
)
"""Words that begin longer ones and are said for themselves."""
