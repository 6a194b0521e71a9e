"""TF-IDF vectors of short spoken texts: whole words and pairs for meaning, pieces of words for misheard ones.

Features are hashed, so that a word which was never learnt still takes its share of a vector's length: a text
of mostly unknown words lies near to nothing, which is what finds the questions that belong to no intent.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

_BUCKETS = 2**18

_AS_COUNTED: Any = None
"""scikit-learn takes None here, and its defaults make type checkers believe that it does not."""


class TextVectors:
    """Weights learnt from `texts`, which are normalised already (`assist.spoken_text`)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._views = (_View(_words(), texts), _View(_pieces_of_words(), texts))

    @property
    def columns(self) -> int:
        """How many columns the vectors have."""
        return len(self._views) * _BUCKETS

    def of(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """One row a text, of length 1 (0 for an empty text)."""
        parts = [view.of(texts) for view in self._views]
        return sparse.csr_matrix(sparse.hstack(parts, format="csr") * np.sqrt(1 / len(parts)))

    def one(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """The columns and values of a single text, without the cost of building matrices twice."""
        columns: list[npt.NDArray[np.int64]] = []
        values: list[npt.NDArray[np.float64]] = []
        for at, view in enumerate(self._views):
            part_columns, part_values = view.one(text)
            columns.append(part_columns + at * _BUCKETS)
            values.append(part_values * np.sqrt(1 / len(self._views)))
        return np.concatenate(columns), np.concatenate(values)


class _View:
    """One way of cutting texts, with its document frequencies."""

    def __init__(self, counts: HashingVectorizer, texts: Sequence[str]) -> None:
        self._counts = counts
        learnt = TfidfTransformer(sublinear_tf=True).fit(counts.transform(texts))
        self._weights = np.asarray(learnt.idf_, np.float64)

    def one(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        counted = sparse.csr_matrix(self._counts.transform([text]))
        columns = np.asarray(counted.indices, np.int64)
        values = (np.log(np.asarray(counted.data, np.float64)) + 1) * self._weights[columns]
        return columns, values / max(float(np.linalg.norm(values)), 1e-9)

    def of(self, texts: Sequence[str]) -> sparse.csr_matrix:
        rows = [self.one(text) for text in texts]
        return sparse.csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([columns for columns, _ in rows]),
                np.cumsum([0, *(len(columns) for columns, _ in rows)]),
            ),
            shape=(len(rows), _BUCKETS),
        )


def _words() -> HashingVectorizer:
    return HashingVectorizer(
        preprocessor=str,
        tokenizer=str.split,
        token_pattern=_AS_COUNTED,
        ngram_range=(1, 2),
        n_features=_BUCKETS,
        alternate_sign=False,
        norm=_AS_COUNTED,
    )


def _pieces_of_words() -> HashingVectorizer:
    return HashingVectorizer(
        preprocessor=str,
        analyzer="char_wb",
        ngram_range=(2, 5),
        n_features=_BUCKETS,
        alternate_sign=False,
        norm=_AS_COUNTED,
    )
