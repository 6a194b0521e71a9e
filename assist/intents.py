"""What a caller wants: one of the centre's intents, with a chance that can be believed, or none of them.

TF-IDF and logistic regression over the centre's own examples; nothing is downloaded and nothing is remembered
of callers. The chances come from cross-validation (`assist.intent_calibration`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from threadpoolctl import threadpool_limits

from assist.intent_calibration import Calibration, Evidence, Floats, Labels, calibrate, fit_logits, nearest
from assist.spoken_text import normalised
from assist.text_vectors import TextVectors

ALTERNATIVES = 3
"""How many of the next best are named."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    intent: str | None
    """None: out of scope."""
    confidence: float
    """The chance that the best intent is the right one, given that the text belongs to one, 0 to 1."""
    alternatives: tuple[tuple[str, float], ...]
    """The next best with their chances, best first; all of the best where `intent` is None."""


class IntentClassifier:
    """Immutable after learning, so that any number of calls and threads may share it."""

    def __init__(
        self, names: tuple[str, ...], vectors: TextVectors, examples: sparse.csr_matrix, labels: Labels
    ) -> None:
        """Made by `learn`."""
        self._names = names
        self._vectors = vectors
        self._labels = labels
        similarities = np.asarray((examples @ examples.T).toarray(), np.float64)
        # The regression only sees inner products: as many dimensions as examples say all that n-grams say.
        values, axes = np.linalg.eigh(similarities)
        real = values > 1e-6
        rows: Floats = axes[:, real] * np.sqrt(values[real])
        weights, self._biases = fit_logits(rows, labels, len(names))
        self._calibration: Calibration = calibrate(rows, similarities, labels, len(names))
        back = np.asarray(examples.T @ (axes[:, real] / np.sqrt(values[real]) @ weights), np.float64)
        columns = np.unique(examples.indices)
        self._place = np.full(vectors.columns, -1, np.int32)
        self._place[columns] = np.arange(len(columns), dtype=np.int32)
        self._weights = back[columns]
        self._examples = sparse.csr_matrix(examples.T.tocsr()[columns])

    @classmethod
    def learn(cls, examples: Mapping[str, Sequence[str]]) -> "IntentClassifier":
        """Learns from sentences as callers say them, by intent; about ten each is a good start."""
        if len(examples) < 2:
            raise ValueError(f"There must be two intents or more to tell apart; there are {len(examples)}.")
        names = tuple(sorted(examples))
        texts: list[str] = []
        labels: list[int] = []
        for label, name in enumerate(names):
            usable = list(dict.fromkeys(filter(None, map(normalised, examples[name]))))
            if not usable:
                raise ValueError(f'The intent "{name}" has no example with words in it.')
            texts.extend(usable)
            labels.extend([label] * len(usable))
        with threadpool_limits(limits=1):
            vectors = TextVectors(texts)
            return cls(names, vectors, vectors.of(texts), np.asarray(labels, np.int64))

    def classify(self, text: str) -> IntentPrediction:
        words = normalised(text)
        if not words:
            return IntentPrediction(None, 0.0, ())
        evidence = self._evidence(words)
        chances = self._calibration.chances(evidence)[0]
        ranking = [int(label) for label in np.argsort(-chances, kind="stable")]
        inside = bool(self._calibration.in_scope(evidence)[0])
        runners_up = ranking[1:] if inside else ranking
        return IntentPrediction(
            intent=self._names[ranking[0]] if inside else None,
            confidence=float(self._calibration.confidence(evidence)[0]),
            alternatives=tuple(
                (self._names[label], float(chances[label])) for label in runners_up[:ALTERNATIVES]
            ),
        )

    def _evidence(self, words: str) -> Evidence:
        columns, values = self._vectors.one(words)
        places = self._place[columns]
        known = places >= 0
        places, values = places[known], values[known]
        logits = values @ self._weights[places] + self._biases
        similarities = np.asarray(self._examples[places].T @ values, np.float64)
        return Evidence(logits[None, :], nearest(similarities[None, :], self._labels, len(self._names)))
