"""The built-in encoder: TF-IDF of words, stems, pieces of words, and of what the words mean in general.

Words and their order tell intents of many examples apart; pieces forgive misheard endings; concepts
(`assist.intent_concepts`) and pairs of them liken paraphrases of which no word was learnt.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assist.encoders.encoder import Floats
from assist.intent_concepts import meaning
from assist.word_stems import carries_meaning, stem

PIECE_LETTERS = range(2, 6)
"""Letters in a piece of a word, its edges counted."""

PAIR_REACH = 4
"""Two words that carry meaning make a pair when they are this near to each other, in such words."""

CONCEPT_REACH = 6
"""As `PAIR_REACH`, for concepts, in words of any kind."""

WEIGHTS = {"words": 0.3, "stems": 0.7, "pieces": 0.8, "pairs": 0.5, "concepts": 0.5, "concept pairs": 0.7}
"""The length of each view's part in a row before it is made one long; chosen on held-out training data."""


class SparseEncoder:
    """Before it is `adapted` it knows no words, and every text says nothing to it."""

    def __init__(self, views: Sequence["_View"] = ()) -> None:
        self._views = tuple(views)

    @property
    def name(self) -> str:
        return "sparse"

    def adapted(self, texts: Sequence[str]) -> "SparseEncoder":
        seen = {view: Counter[str]() for view in WEIGHTS}
        for text in texts:
            for view, tokens in _cut(text):
                seen[view].update(set(tokens))
        first = 0
        views: list[_View] = []
        for view, counts in seen.items():
            known = sorted(counts)
            rarity = {token: log((1 + len(texts)) / (1 + counts[token])) + 1 for token in known}
            places = {token: (first + at, rarity[token]) for at, token in enumerate(known)}
            views.append(_View(view, places, WEIGHTS[view]))
            first += len(known)
        return SparseEncoder(views)

    def encode(self, texts: Sequence[str]) -> sparse.csr_matrix:
        rows = [self._row(text) for text in texts]
        return sparse.csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                np.cumsum([0, *(len(columns) for columns, _ in rows)]),
            ),
            shape=(len(rows), sum(len(view.places) for view in self._views)),
        )

    def _row(self, text: str) -> tuple[npt.NDArray[np.int32], Floats]:
        columns: list[int] = []
        values: list[Floats] = []
        for view, (_, tokens) in zip(self._views, _cut(text), strict=False):
            known: dict[int, float] = {}
            for token, count in Counter(tokens).items():
                place = view.places.get(token)
                if place is not None:
                    known[place[0]] = place[1] * (1 + log(count))
            if known:
                part = np.fromiter(known.values(), np.float64, len(known))
                columns.extend(known)
                values.append(part * (view.weight / np.sqrt(part @ part)))
        if not values:
            return np.zeros(0, np.int32), np.zeros(0)
        row = np.concatenate(values)
        return np.array(columns, np.int32), row / np.sqrt(row @ row)


@dataclass(frozen=True, slots=True)
class _View:
    """One way of cutting texts."""

    name: str
    places: Mapping[str, tuple[int, float]]
    """Of each token, its column and how rare it is in the examples."""
    weight: float


def _cut(text: str) -> Iterator[tuple[str, list[str]]]:
    """The tokens of `text` by view, in the order of `WEIGHTS`."""
    words = text.split()
    word_stems = [stem(word) for word in words]
    yield "words", [*words, *map(" ".join, pairwise(words))]
    yield "stems", [*word_stems, *map(" ".join, pairwise(word_stems))]
    yield "pieces", [piece for word in words for piece in _pieces(word)]
    topic = [cut for word, cut in zip(words, word_stems, strict=True) if carries_meaning(word)]
    yield "pairs", _pairs(list(enumerate(topic)), PAIR_REACH)
    meant = meaning(word_stems, words)
    yield "concepts", [concept for _, concept in meant.concepts]
    yield "concept pairs", list(set(_pairs(sorted((*meant.concepts, *meant.others)), CONCEPT_REACH)))


def _pairs(placed: Sequence[tuple[int, str]], reach: int) -> list[str]:
    """Unordered pairs at different places, at most `reach` apart; `placed` is in the order of places."""
    pairs: list[str] = []
    for at, (place, first) in enumerate(placed):
        for other, second in placed[at + 1 :]:
            if other - place > reach:
                break
            if other > place:
                pairs.append(f"{first} {second}" if first < second else f"{second} {first}")
    return pairs


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[at : at + letters]
        for letters in PIECE_LETTERS
        for at in range(max(1, len(padded) - letters + 1))
        if at == 0 or at + letters <= len(padded)
    ]
