"""How well each intent fits a text: one separating plane for each, by support vectors (liblinear).

Time and memory grow with the examples, not with their square; ten thousand examples are no burden.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from assist.encoders.encoder import Floats, Rows

Labels: TypeAlias = npt.NDArray[np.int64]

NONE = -1
"""The label of a text that belongs to no intent."""

HARDNESS = 2.0
"""C of the support vectors; the results hardly change between 1 and 8."""

_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class IntentScores:
    """Immutable after `fit`."""

    _weights: npt.NDArray[np.float32]
    _biases: Floats

    @classmethod
    def fit(cls, rows: Rows, labels: Labels, intents: int, shares: Floats) -> "IntentScores":
        """Intents without a row never fit: minus infinity. Rows of `NONE` fit no intent.

        `shares`: how much each row counts.
        """
        weights = np.zeros((width(rows), intents), np.float32)
        biases = np.full(intents, -np.inf)
        learnt = np.unique(labels)
        biases[learnt[learnt != NONE]] = 0.0
        if len(learnt) > 1:
            planes = LinearSVC(C=HARDNESS, tol=_TOLERANCE, max_iter=2_000, random_state=0)
            planes.fit(rows, labels, sample_weight=shares)
            slopes = np.asarray(planes.coef_)
            offsets = np.asarray(planes.intercept_, np.float64)
            if len(learnt) == 2:
                slopes, offsets = np.concatenate([-slopes, slopes]), np.concatenate([-offsets, offsets])
            real = learnt != NONE
            weights[:, learnt[real]] = slopes[real].T
            biases[learnt[real]] = offsets[real]
        return cls(weights, biases)

    def of(self, rows: Rows) -> Floats:
        """(texts, intents): above 0 where a text lies on the intent's side, mostly between -1 and 1."""
        if not isinstance(rows, sparse.csr_matrix):
            return rows @ self._weights + self._biases
        scores = np.empty((len(rows.indptr) - 1, len(self._biases)))
        for at in range(len(scores)):
            part = slice(rows.indptr[at], rows.indptr[at + 1])
            scores[at] = rows.data[part] @ self._weights[rows.indices[part]] + self._biases
        return scores


def width(rows: Rows) -> int:
    """How many columns `rows` have."""
    shape = rows.shape
    assert shape is not None, "an encoder knows how wide its rows are"
    return int(shape[1])
