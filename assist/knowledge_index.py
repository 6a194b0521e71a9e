"""Which passages have the words of a question, and how much those words say: BM25 over a sparse matrix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assist.word_stems import Vocabulary

Floats = npt.NDArray[np.float64]

_SATURATION = 0.9
"""BM25's k1: how soon a word that is repeated stops adding."""
_LENGTH = 0.6
"""BM25's b: how much a long passage must repeat a word to score as a short one."""
_UNKNOWN_SHARE = 0.5
"""What a word that no passage has weighs in a question, against the average word that some have."""

_TITLE_MASS = 1.0
"""Added to the weight of every title, so that a title of one common word is not covered by chance."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a question as an index knows them."""

    words: Mapping[int, float]
    """By number, how surely each was said: by its likeness to what was heard."""
    unknown: int
    """Words that are like none."""


class WordIndex:
    """Immutable after construction, so that any number of threads may share it."""

    def __init__(self, counts: Sequence[Mapping[str, float]]) -> None:
        """`counts`: the stems of each passage, with how often each is there."""
        self._vocabulary = Vocabulary({word for count in counts for word in count})
        starts = [0]
        columns: list[int] = []
        weights: list[float] = []
        for count in counts:
            columns.extend(self._vocabulary.index(word) for word in count)
            weights.extend(count.values())
            starts.append(len(columns))
        places, weight = np.array(columns, np.int32), np.array(weights)
        rows = np.repeat(np.arange(len(counts)), np.diff(starts))
        lengths = np.bincount(rows, weight, len(counts))
        relative = lengths / max(float(lengths.mean()) if len(lengths) else 0.0, 1e-9)
        slowing = _SATURATION * (1 - _LENGTH + _LENGTH * relative)
        covered = weight / np.maximum(weight + slowing[rows], 1e-9)
        self._passages = len(counts)
        self._coverage = sparse.csr_matrix(
            (covered, places, np.array(starts)), shape=(len(counts), len(self._vocabulary))
        )
        having = np.bincount(places[weight > 0], minlength=len(self._vocabulary))
        self.rarity: Floats = np.log(1 + (len(counts) - having + 0.5) / (having + 0.5))
        """Of each word (BM25's idf)."""

    def wanted(self, words: Sequence[str]) -> Wanted:
        """`words`: stems, as they were heard."""
        matches = [self._vocabulary.nearest(word) for word in dict.fromkeys(words)]
        known: dict[int, float] = {}
        for at, likeness in filter(None, matches):
            known[at] = max(likeness, known.get(at, 0.0))
        return Wanted(known, sum(match is None for match in matches))

    def scores(self, wanted: Wanted) -> Floats:
        """Of each passage, 0 to 1: how much of the question's weight its words cover."""
        known = wanted.words
        asked = sum(float(self.rarity[at]) for at in known)
        if not asked:
            return np.zeros(self._passages)
        asked *= 1 + _UNKNOWN_SHARE * wanted.unknown / len(known)
        return np.asarray(self._coverage @ self.weights(wanted), np.float64) / asked

    def weights(self, wanted: Wanted) -> Floats:
        """Of every word of the vocabulary: how much it says, by how surely it was said."""
        weights = np.zeros(len(self._vocabulary))
        for at, likeness in wanted.words.items():
            weights[at] = self.rarity[at] * likeness
        return weights

    def number(self, word: str) -> int:
        """Of a stem that some passage has."""
        return self._vocabulary.index(word)

    def knows(self, word: str) -> bool:
        return word in self._vocabulary


class TitleIndex:
    """How much of a title the words of a question cover: what stands in a title is what a passage answers."""

    def __init__(self, index: WordIndex, titles: Sequence[Sequence[str]]) -> None:
        """`titles`: the stems of each passage's titles, which `index` knows."""
        rows = [sorted({index.number(word) for word in title}) for title in titles]
        columns = np.array([word for row in rows for word in row], np.int32)
        starts = np.cumsum([0, *map(len, rows)])
        shape = (len(rows), len(index.rarity))
        self._rows = sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=shape)
        self._mass = np.asarray(self._rows @ index.rarity, np.float64) + _TITLE_MASS

    def covered(self, places: npt.NDArray[np.int64], weights: Floats) -> Floats:
        """Of the titles at `places`, 0 to 1; `weights`: of `WordIndex.weights`."""
        return np.asarray(self._rows[places] @ weights, np.float64) / self._mass[places]
