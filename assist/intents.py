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
from assist.word_stems import Vocabulary, stems

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

    def __init__(self, names: tuple[str, ...], texts: Sequence[str], labels: Labels) -> None:
        """Made by `learn`."""
        self._names = names
        self._labels = labels
        self._whole = _Examples(texts)
        self._known = Vocabulary({stem for text in texts for stem in stems(text)})
        self._topics = _Examples([_topic(text) for text in texts])
        alike = self._whole.alike()
        # The regression only sees inner products: as many dimensions as examples say all that n-grams say.
        values, axes = np.linalg.eigh(alike)
        real = values > 1e-6
        rows: Floats = axes[:, real] * np.sqrt(values[real])
        weights, self._biases = fit_logits(rows, labels, len(names))
        self._calibration: Calibration = calibrate(rows, alike, self._topics.alike(), labels, len(names))
        self._weights: Floats = axes[:, real] / np.sqrt(values[real]) @ weights

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
            return cls(names, texts, np.asarray(labels, np.int64))

    def classify(self, text: str) -> IntentPrediction:
        words = normalised(text)
        if not words:
            return IntentPrediction(None, 0.0, ())
        evidence = self._evidence(words)
        chances = self._calibration.chances(evidence)[0]
        ranking = [int(label) for label in np.argsort(-chances, kind="stable")]
        inside = bool(self._calibration.in_scope(evidence)[0]) and not self._is_strange(words)
        runners_up = ranking[1:] if inside else ranking
        return IntentPrediction(
            intent=self._names[ranking[0]] if inside else None,
            confidence=float(self._calibration.confidence(evidence)[0]),
            alternatives=tuple(
                (self._names[label], float(chances[label])) for label in runners_up[:ALTERNATIVES]
            ),
        )

    def _is_strange(self, words: str) -> bool:
        """No word that carries meaning is like any of the examples': only "what is the" fits."""
        meaning = stems(words)
        return bool(meaning) and all(self._known.nearest(stem) is None for stem in meaning)

    def _evidence(self, words: str) -> Evidence:
        likeness = self._whole.likeness(words)
        topical = self._topics.likeness(_topic(words))
        return Evidence(
            logits=(likeness @ self._weights + self._biases)[None, :],
            similarity=nearest(likeness[None, :], self._labels, len(self._names)),
            topic=nearest(topical[None, :], self._labels, len(self._names)),
        )


class _Examples:
    """The examples as vectors, and how like each of them a text is (the cosine)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._vectors = TextVectors(texts)
        self._rows = self._vectors.of(texts)
        used = np.unique(np.asarray(self._rows.indices, np.int64))
        self._place = np.full(self._vectors.columns, -1, np.int32)
        self._place[used] = np.arange(len(used), dtype=np.int32)
        self._by_column = sparse.csr_matrix(sparse.csr_matrix(self._rows.T)[used])

    def alike(self) -> Floats:
        return np.asarray((self._rows @ self._rows.T).toarray(), np.float64)

    def likeness(self, text: str) -> Floats:
        columns, values = self._vectors.one(text)
        places = self._place[columns]
        known = places >= 0
        return np.asarray(self._by_column[places[known]].T @ values[known], np.float64)


def _topic(words: str) -> str:
    return " ".join(stems(words))
