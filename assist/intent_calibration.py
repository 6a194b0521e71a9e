"""How sure a guess is, and whether a text belongs to any intent: learnt by cross-validation of the examples.

No text out of scope is needed: whole intents are left out in turn, and what the rest makes of them stands
for it.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

Floats: TypeAlias = npt.NDArray[np.float64]
Labels: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]

KEPT_IN_SCOPE = 0.95
"""Share of the right guesses in cross-validation that the out-of-scope threshold must keep."""

SOFTNESS = 20.0
"""C of the logistic regression: high, for a few examples an intent must be separated."""

_FOLDS = 5
_TEMPERATURES = np.geomspace(0.1, 4.0, 60)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of texts, one row each, before it is turned into chances."""

    logits: Floats
    """(texts, intents), each row's mean 0; minus infinity for an intent that was left out."""
    similarity: Floats
    """(texts, intents): the cosine to the nearest example of each intent, 0 to 1."""
    topic: Floats
    """As `similarity`, of the words that carry meaning only: "what is the" likens a text to nothing."""

    def best(self) -> Labels:
        return np.argmax(self.logits, axis=1)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns evidence into chances."""

    temperature: float
    """Divides the logits."""
    _rightness: tuple[Floats, float]
    _scope: tuple[Floats, float]
    _scope_threshold: float

    def chances(self, evidence: Evidence) -> Floats:
        """(texts, intents): the chance of each, among the intents."""
        return _softmax(evidence.logits / self.temperature)

    def confidence(self, evidence: Evidence) -> Floats:
        """The chance that each text's best intent is the right one, if any is."""
        weights, bias = self._rightness
        return _sigmoid(_rightness_features(evidence, self.temperature) @ weights + bias)

    def in_scope(self, evidence: Evidence) -> Mask:
        return self.scope_score(evidence) >= self._scope_threshold

    def scope_score(self, evidence: Evidence) -> Floats:
        """Higher for texts that belong to some intent."""
        weights, bias = self._scope
        return _scope_features(evidence) @ weights + bias


def fit_logits(rows: Floats, labels: Labels, intents: int) -> tuple[Floats, Floats]:
    """Logistic regression as weights (features, intents) and biases; the logits have mean 0 over the intents.

    Intents without a row get weight 0 and the bias minus infinity.
    """
    present = np.unique(labels)
    weights = np.zeros((rows.shape[1], intents))
    biases = np.full(intents, -np.inf)
    if len(present) == 1:
        biases[present] = 0.0
        return weights, biases
    model = LogisticRegression(C=SOFTNESS, max_iter=500, tol=1e-3, random_state=0).fit(rows, labels)
    coefficients = np.asarray(model.coef_, np.float64)
    intercepts = np.asarray(model.intercept_, np.float64)
    if len(present) == 2:
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    weights[:, present] = (coefficients - coefficients.mean(axis=0)).T
    biases[present] = intercepts - intercepts.mean()
    return weights, biases


def nearest(similarities: Floats, labels: Labels, intents: int) -> Floats:
    """(texts, intents): of each text's similarities to the examples, the highest for every intent."""
    order = np.argsort(labels, kind="stable")
    present, starts = np.unique(labels[order], return_index=True)
    best = np.zeros((len(similarities), intents))
    best[:, present] = np.maximum.reduceat(similarities[:, order], starts, axis=1)
    return best


def calibrate(rows: Floats, alike: Floats, topically: Floats, labels: Labels, intents: int) -> Calibration:
    """Learns from the examples: their `rows`, their likeness to each other (whole, in topic), and labels."""
    shuffled = np.random.default_rng(0)
    fold = np.zeros(len(labels), np.int64)
    for intent in range(intents):
        members = shuffled.permutation(np.flatnonzero(labels == intent))
        fold[members] = (np.arange(len(members)) + intent) % _FOLDS
    group = shuffled.permutation(intents)[labels] % min(_FOLDS, intents)
    inside = _held_out(rows, alike, topically, labels, intents, fold)
    outside = _held_out(rows, alike, topically, labels, intents, group)
    # The only example of an intent has nothing to be recognised by when it is held out.
    judged = np.bincount(labels, minlength=intents)[labels] > 1
    if not judged.any():
        judged[:] = True
    inside = Evidence(inside.logits[judged], inside.similarity[judged], inside.topic[judged])
    labels = labels[judged]
    right = inside.best() == labels
    temperature = _temperature(inside, labels)
    rightness = _fit(_rightness_features(inside, temperature), right)
    belongs = np.concatenate([np.ones(len(labels), np.bool_), np.zeros(len(outside.logits), np.bool_)])
    scope = _fit(np.concatenate([_scope_features(inside), _scope_features(outside)]), belongs)
    kept = (_scope_features(inside) @ scope[0] + scope[1])[right if right.any() else slice(None)]
    return Calibration(temperature, rightness, scope, float(np.quantile(kept, 1 - KEPT_IN_SCOPE)))


def _held_out(
    rows: Floats, alike: Floats, topically: Floats, labels: Labels, intents: int, part: Labels
) -> Evidence:
    """What each example looks like to a model that learnt from the other parts only."""
    logits = np.zeros((len(labels), intents))
    similarity = np.zeros((len(labels), intents))
    topic = np.zeros((len(labels), intents))
    for held in np.unique(part):
        out = part == held
        learnt = ~out
        if not learnt.any():
            continue
        weights, biases = fit_logits(rows[learnt], labels[learnt], intents)
        logits[out] = rows[out] @ weights + biases
        similarity[out] = nearest(alike[np.ix_(out, learnt)], labels[learnt], intents)
        topic[out] = nearest(topically[np.ix_(out, learnt)], labels[learnt], intents)
    return Evidence(logits, similarity, topic)


def _rightness_features(evidence: Evidence, temperature: float) -> Floats:
    ranked = -np.sort(-evidence.logits, axis=1)
    top = np.max(_softmax(evidence.logits / temperature), axis=1).clip(1e-6, 1 - 1e-6)
    margin = np.where(np.isfinite(ranked[:, 1]), ranked[:, 0] - ranked[:, 1], ranked[:, 0])
    best = evidence.best()[:, None]
    chosen = np.take_along_axis(evidence.similarity, best, axis=1)[:, 0]
    on_topic = np.take_along_axis(evidence.topic, best, axis=1)[:, 0]
    return np.column_stack([np.log(top / (1 - top)), margin, chosen, on_topic])


def _scope_features(evidence: Evidence) -> Floats:
    best = evidence.best()[:, None]
    chosen = np.take_along_axis(evidence.similarity, best, axis=1)[:, 0]
    on_topic = np.take_along_axis(evidence.topic, best, axis=1)[:, 0]
    return np.column_stack(
        [
            evidence.logits.max(axis=1),
            evidence.similarity.max(axis=1),
            chosen,
            evidence.topic.max(axis=1),
            on_topic,
        ]
    )


def _temperature(evidence: Evidence, labels: Labels) -> float:
    """The one under which the right intents were the most likely."""
    seen = np.isfinite(evidence.logits[np.arange(len(labels)), labels])
    logits, labels = evidence.logits[seen], labels[seen]
    if not len(labels):
        return 1.0
    losses = [
        -np.log(_softmax(logits / temperature)[np.arange(len(labels)), labels].clip(1e-12)).mean()
        for temperature in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _fit(features: Floats, yes: Mask) -> tuple[Floats, float]:
    """Platt's logistic with his smoothed targets, so that a handful of examples never means certainty."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - mean) / spread
    target = np.where(yes, (yes.sum() + 1) / (yes.sum() + 2), 1 / ((~yes).sum() + 2))
    model = LogisticRegression(C=1.0, random_state=0).fit(
        np.concatenate([scaled, scaled]),
        np.concatenate([np.ones(len(yes)), np.zeros(len(yes))]),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    weights = np.asarray(model.coef_, np.float64)[0] / spread
    return weights, float(np.asarray(model.intercept_, np.float64)[0] - mean @ weights)


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _sigmoid(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-logits.clip(-50, 50)))
