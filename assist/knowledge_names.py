"""What a conversation is about: the things that articles have names for, found in what was said.

Names are what recognisers get wrong most, so a word counts by how like it sounds, two words may be one
that fell apart, and a name may be said in part. What all names share ("hotel", the town) says little.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log

import numpy as np
from scipy import sparse

from assist.phonetics import likeness, sound_code
from assist.spoken_text import TEENS, TENS, UNITS, normalised
from assist.word_stems import carries_meaning, stem

NAMED = 0.58
"""Least share of a name, by weight of its words, that must have been said for it to be meant."""

ALIKE = 0.74
"""Least likeness of a word that was heard to a word of a name."""

_FALLEN_APART = 6
"""Least letters of a word that may have been heard as two."""
_PIECE = 2
_COMMON = 0.5
"""Least share of pieces in common of words that are looked at closely."""
_SHORTEST = 4
"""Letters of a word that may be like another: shorter ones are like too many."""
_WORDS_KEPT = 16_384
_MOST_NAMES = 24
"""The names of one turn that are looked at closely."""
_AFTERTHOUGHT = re.compile(r",\s| [-–—] |\s*\(")
_SLACK = 3
"""Words that may stand between those of a name."""
_WHEREABOUTS = frozenset(["in", "near", "around", "within", "at", "from", "of", "on"])
"""After these a name may only say where something else is."""
_WHERE_SHARE = 0.6
_SECOND_READING = 0.95
"""What a name counts that only another reading of the recogniser's has."""
_RIVAL = 0.75
"""A name is dropped where another explains the same words this much better."""
_LITTLE_WEIGHT = 0.15
"""Of a word that any sentence may have, or a number."""
_KNOWN_WEIGHT = 0.3
"""Of a word that every name has."""
_NUMBERS = frozenset(stem(word) for word in (*UNITS, *TEENS, *TENS, "hundred", "thousand"))
_EVERYDAY = 0.02
"""A word that so many texts have is said for other reasons than to name something."""
_SHARED = 0.03
"""A word that so many of the names have tells none of them apart."""
_WHOLE = 0.97
"""Of a name in which no word stands out, nothing may be missing."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing that was named in a turn."""

    thing: int
    strength: float
    """How surely, 0 to 1."""
    place: float
    """Where in the turn, 0 (its beginning) to 1."""


class Names:
    """Immutable but for what it remembers of words: any number of threads may share it."""

    def __init__(self, names: Sequence[Sequence[str]], everyday: Mapping[str, float] | None = None) -> None:
        """`names`: those of each thing. `everyday`: the share of the texts that have a word (a stem)."""
        common = everyday or {}
        spoken = [
            (thing, words)
            for thing, its in enumerate(names)
            for words in dict.fromkeys(tuple(name_words(form)) for name in its for form in _forms(name))
            if words
        ]
        self._things = [thing for thing, _ in spoken]
        self._words = sorted({word for _, words in spoken for word in words})
        place = {word: at for at, word in enumerate(self._words)}
        self._places = place
        having = Counter(word for _, words in spoken for word in set(words))
        self._weight = [
            _LITTLE_WEIGHT
            if _is_little(word)
            else (log(1 + len(spoken) / having[word]) + _KNOWN_WEIGHT) * _strangeness(common.get(word, 0.0))
            for word in self._words
        ]
        self._names = [tuple(place[word] for word in words) for _, words in spoken]
        self._mass = [sum(self._weight[at] for at in name) for name in self._names]
        shared = {at for at, word in enumerate(self._words) if having[word] > max(2.0, _SHARED * len(spoken))}
        self._plain = [
            all(at in shared or _is_little(self._words[at]) for at in name) for name in self._names
        ]
        rows = [row for row, name in enumerate(self._names) for _ in set(name)]
        columns = [at for name in self._names for at in sorted(set(name))]
        counts = [float(name.count(at)) for name in self._names for at in sorted(set(name))]
        self._having = sparse.csc_matrix(
            (counts, (rows, columns)), shape=(len(self._names), len(self._words)), dtype=np.float64
        )
        self._pieces: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self._words):
            for piece in _pieces(word):
                self._pieces[piece].append(at)
            self._sounds[sound_code(word)].append(at)
        self._sizes = [len(_pieces(word)) for word in self._words]
        # Other readings of a turn, and the turns of a call, have most of their words in common.
        self._alike = lru_cache(_WORDS_KEPT)(self._alike_to)

    def found(self, text: str, alternatives: Sequence[str] = ()) -> tuple[Mention, ...]:
        """The things named in `text` or its other readings, the surest first."""
        best: dict[int, Mention] = {}
        for number, reading in enumerate(dict.fromkeys((text, *alternatives))):
            for mention in self._in_reading(reading):
                mention = (
                    mention if not number else Mention(mention.thing, mention.strength * 0.95, mention.place)
                )
                if mention.thing not in best or best[mention.thing].strength < mention.strength:
                    best[mention.thing] = mention
        return tuple(sorted(best.values(), key=lambda mention: -mention.strength))

    def _in_reading(self, text: str) -> list[Mention]:
        tokens = name_words(text)
        if not tokens or not self._names:
            return []
        heard: list[Mapping[int, float]] = []
        spans: list[tuple[int, int]] = []
        for at in range(len(tokens)):
            for length in (1, 2):
                if at + length > len(tokens):
                    continue
                joined = "".join(tokens[at : at + length])
                apart = length > 1 and joined not in self._places
                if apart and (len(joined) < _FALLEN_APART or any(map(_is_little, tokens[at : at + length]))):
                    continue
                alike = self._alike(joined)
                if alike:
                    heard.append(alike)
                    spans.append((at, at + length))
        most = np.zeros(len(self._words))
        for alike in heard:
            for word, how in alike.items():
                most[word] = max(most[word], how)
        coverage = np.asarray(self._having @ (most * np.array(self._weight)), np.float64) / np.array(
            self._mass
        )
        likely = np.flatnonzero(coverage >= NAMED)
        likely = likely[
            np.argsort(-(coverage * np.sqrt(np.array(self._mass)))[likely], kind="stable")[:_MOST_NAMES]
        ]
        matched: list[tuple[float, float, frozenset[int], int]] = []
        for name in likely.tolist():
            covered, places = self._aligned(name, heard, spans)
            share = covered / self._mass[name]
            if share < NAMED or (
                self._plain[name] and (share < _WHOLE or len(places) < len(self._names[name]))
            ):
                continue
            first = min(places)
            before = tokens[first - 1] if first else ""
            if before == "the" and first > 1:
                before = tokens[first - 2]
            if before in _WHEREABOUTS:
                share *= _WHERE_SHARE
            matched.append((covered * share, share, frozenset(places), name))
        matched.sort(key=lambda one: -one[0])
        kept: list[Mention] = []
        taken: list[tuple[float, frozenset[int]]] = []
        for worth, share, places, name in matched:
            if any(worth < _RIVAL * other and len(places & used) * 2 > len(places) for other, used in taken):
                continue
            taken.append((worth, places))
            kept.append(Mention(self._things[name], min(1.0, share), max(places) / len(tokens)))
        return kept

    def _aligned(
        self, row: int, heard: Sequence[Mapping[int, float]], spans: Sequence[tuple[int, int]]
    ) -> tuple[float, set[int]]:
        """The most of a name that stands close together, by weight, and where the words are that say it."""
        name = self._names[row]
        hits: list[tuple[int, int, int, float]] = []
        for alike, (begin, end) in zip(heard, spans, strict=True):
            hits.extend((begin, end, word, alike[word]) for word in set(name) if word in alike)
        reach = len(name) + (0 if self._plain[row] else _SLACK)
        best, places = 0.0, set[int]()
        for anchor in {begin for begin, _, _, _ in hits}:
            chosen: dict[int, tuple[float, int, int]] = {}
            for begin, end, word, how in hits:
                if anchor <= begin and end <= anchor + reach and how > chosen.get(word, (0.0, 0, 0))[0]:
                    chosen[word] = (how, begin, end)
            covered = sum(how * self._weight[word] * name.count(word) for word, (how, _, _) in chosen.items())
            if covered > best:
                best = covered
                places = {
                    at
                    for begin, end, word, how in hits
                    if anchor <= begin and end <= anchor + reach and how == chosen[word][0]
                    if self._plain[row] or self._weight[word] > _LITTLE_WEIGHT
                    for at in range(begin, end)
                }
        return (best, places) if places else (0.0, {0})

    def _alike_to(self, token: str) -> Mapping[int, float]:
        known = self._places.get(token)
        if known is not None:
            return {known: 1.0}
        if len(token) < _SHORTEST or _is_little(token):
            return {}
        pieces = _pieces(token)
        shared = Counter(
            chain.from_iterable(self._pieces[piece] for piece in pieces if piece in self._pieces)
        )
        near = {
            at for at, common in shared.items() if 2 * common >= _COMMON * (len(pieces) + self._sizes[at])
        }
        near.update(self._sounds.get(sound_code(token), ()))
        found = {at: likeness(token, self._words[at]) for at in near if len(self._words[at]) > 2}
        return {at: how for at, how in found.items() if how >= ALIKE}


def name_words(text: str) -> list[str]:
    """The words of a name as they are compared: without endings, and without the s of "Leopold's"."""
    return [stem(word) for word in normalised(text).split() if word != "s"]


def _strangeness(share: float) -> float:
    return min(1.0, (_EVERYDAY / share) ** 0.5) if share else 1.0


def _is_little(word: str) -> bool:
    return word in _NUMBERS or not carries_meaning(word)


def _forms(name: str) -> tuple[str, ...]:
    """A name, and what stands before its comma or dash: callers leave the rest out."""
    short = _AFTERTHOUGHT.split(name, maxsplit=1)[0]
    return (name, short) if short.strip() and short != name else (name,)


def _pieces(word: str) -> set[str]:
    padded = f"^{word}$"
    return {padded[at : at + _PIECE] for at in range(len(padded) - _PIECE + 1)}
