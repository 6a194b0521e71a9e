"""How like a passage is to what was heard where no word is the same: by letters, sounds and meaning.

A recogniser's mistakes keep the sounds and lose the words ("al dor city" for "outdoor seating"); people
keep the meaning and change the words.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from math import log

import numpy as np
import numpy.typing as npt
from scipy import sparse

from assist.intent_concepts import meaning
from assist.phonetics import sound_code
from assist.word_stems import stem

Floats = npt.NDArray[np.float64]
Tokens = Sequence[str]

LETTERS = (3, 4)
SOUNDS = (2, 3)
"""Letters, or consonants by their sounds, in a piece."""

_EVERYWHERE = 0.01
"""What a piece weighs that every passage has: where there is one passage, all of its pieces are like that."""


class View:
    """One way to see texts, as bags of pieces, each weighed by how few passages have it (TF-IDF, cosine)."""

    def __init__(self, rows: Sequence[Tokens]) -> None:
        counts = Counter(chain.from_iterable(map(set[str], rows)))
        self._places = {piece: at for at, piece in enumerate(counts)}
        self._rarity = (
            np.log((1 + len(rows)) / (1 + np.array(list(counts.values()), np.float64))) + _EVERYWHERE
        )
        self._rows = self._encoded(rows)

    def likeness(self, passages: npt.NDArray[np.int64], readings: Sequence[Tokens]) -> Floats:
        """Of each of `passages`, 0 to 1, to the reading that is most like it."""
        asked = self._encoded(readings).T.tocsc()
        found = (self._rows[passages] @ asked).toarray()
        return np.asarray(found.max(axis=1), np.float64)

    def _encoded(self, rows: Sequence[Tokens]) -> sparse.csr_matrix:
        starts = [0]
        columns: list[int] = []
        weights: list[float] = []
        for row in rows:
            known = Counter(self._places[piece] for piece in row if piece in self._places)
            columns.extend(known)
            weights.extend(1 + log(count) for count in known.values())
            starts.append(len(columns))
        places = np.array(columns, np.int32)
        values = np.array(weights) * self._rarity[places] if columns else np.zeros(0)
        begins = np.array(starts)
        lengths = np.sqrt(np.bincount(np.repeat(np.arange(len(rows)), np.diff(begins)), values**2, len(rows)))
        values = values / np.repeat(np.maximum(lengths, 1e-9), np.diff(begins))
        return sparse.csr_matrix((values, places, begins), shape=(len(rows), len(self._places)))


def letters(stems: Tokens) -> list[str]:
    """The pieces of each word."""
    return [piece for word in stems for piece in _cut(f"^{word}$", LETTERS)]


def sounds(stems: Tokens) -> list[str]:
    """The pieces of what is heard of the words, across their edges: those are what is misheard first."""
    return _cut("".join(map(sound_code, stems)), SOUNDS)


def concepts(words: Tokens) -> list[str]:
    """What the words mean in general, given as `assist.spoken_text` writes them."""
    return [concept for _, concept in meaning([stem(word) for word in words], list(words)).concepts]


def counted(fields: Sequence[tuple[Tokens, float]]) -> Mapping[str, float]:
    """How often each word is there, those of each field by its weight."""
    counts: dict[str, float] = {}
    for words, weight in fields:
        for word in words:
            counts[word] = counts.get(word, 0.0) + weight
    return counts


def viewed(cut: Callable[[Tokens], list[str]], rows: Sequence[Tokens]) -> View:
    return View([cut(row) for row in rows])


def _cut(text: str, sizes: Sequence[int]) -> list[str]:
    return [text[at : at + size] for size in sizes for at in range(len(text) - size + 1)]
