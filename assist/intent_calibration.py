"""How sure a guess is, and whether a text belongs to any intent: learnt by cross-validation of the examples.

No text out of scope is needed: whole intents are left out in turn, and what the rest makes of them stands
for it. Texts that the centre knows to be out of scope count as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from assist.encoders.encoder import Floats, Rows
from assist.intent_scores import NONE, IntentScores, Labels, width
from assist.word_stems import Vocabulary

Mask: TypeAlias = npt.NDArray[np.bool_]

KEPT_IN_SCOPE = 0.96
"""Share of the right guesses in cross-validation that the out-of-scope threshold must keep."""

KEPT_OF_MANY = 0.99
"""The same where there are `MANY` examples: those have near copies, and callers are farther off."""

FOLDS = 5
FOLDS_OF_MANY = 3
MANY = 4_000
"""Examples from which fewer folds say enough."""

_LEFT_OUT = 10
"""One intent in so many is left out of a fold, so that the others keep nearly all of their rivals."""

_FEW_INTENTS = 10
"""Below, folds leave out either examples or intents: both would leave too little."""

_TEMPERATURES = np.geomspace(0.02, 2.0, 60)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of texts, one row each, before it is turned into chances."""

    scores: Floats
    """(texts, intents); minus infinity for an intent that was left out."""
    familiar: Floats
    """Share of a text's words with meaning that are like a word of the examples, 0 to 1."""

    def best(self) -> Labels:
        return np.argmax(self.scores, axis=1)

    def only(self, rows: Mask) -> "Evidence":
        return Evidence(self.scores[rows], self.familiar[rows])


@dataclass(frozen=True, slots=True)
class Examples:
    """What a calibration learns from, one row each."""

    rows: Rows
    meanings: Sequence[Sequence[str]]
    """The stems of each."""
    labels: Labels
    """`NONE` for a text out of scope."""
    sources: Labels
    """Which example each was made from: itself, or the one that it is a misheard copy of."""
    shares: Floats
    """How much each counts."""
    judged: Mask
    """The examples themselves: not their copies, nor the names of intents."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns evidence into chances."""

    temperature: float
    """Divides the scores."""
    _rightness: tuple[Floats, float]
    _scope: tuple[Floats, float]
    _scope_threshold: float

    def chances(self, evidence: Evidence) -> Floats:
        """(texts, intents): the chance of each, among the intents."""
        return _softmax(evidence.scores / self.temperature)

    def confidence(self, evidence: Evidence) -> Floats:
        """The chance that each text's best intent is the right one, if any is."""
        weights, bias = self._rightness
        return _sigmoid(_rightness_features(evidence, self.temperature) @ weights + bias)

    def in_scope(self, evidence: Evidence) -> Mask:
        return self.scope_score(evidence) >= 0

    def scope_score(self, evidence: Evidence) -> Floats:
        """Higher for texts that belong to some intent; below 0 they are taken to belong to none."""
        weights, bias = self._scope
        return _scope_features(evidence, self.temperature) @ weights + bias - self._scope_threshold


def familiarity(meanings: Sequence[Sequence[str]], known: Vocabulary) -> Floats:
    """`Evidence.familiar` of texts given by their stems; 1 for a text of which no word carries meaning."""
    shares = [[match[1] if (match := known.nearest(word)) else 0.0 for word in words] for words in meanings]
    return np.array([sum(share) / len(share) if share else 1.0 for share in shares])


def calibrate(examples: Examples, intents: int) -> Calibration:
    inside, labels, outside = _held_out(examples, intents)
    right = inside.best() == labels
    temperature = _temperature(inside, labels)
    rightness = _fit(_rightness_features(inside, temperature), right)
    ours, strange = _scope_features(inside, temperature), _scope_features(outside, temperature)
    belongs = np.arange(len(ours) + len(strange)) < len(ours)
    scope = _fit(np.concatenate([ours, strange]), belongs)
    kept = (ours @ scope[0] + scope[1])[right if right.any() else slice(None)]
    share = KEPT_IN_SCOPE if len(examples.labels) < MANY else KEPT_OF_MANY
    return Calibration(temperature, rightness, scope, float(np.quantile(kept, 1 - share)))


def _held_out(examples: Examples, intents: int) -> tuple[Evidence, Labels, Evidence]:
    """Evidence of examples that were not learnt, with their labels, and of intents that were not known."""
    inside: list[Evidence] = []
    labels: list[Labels] = []
    outside: list[Evidence] = []
    for unseen, unknown in _folds(examples, intents):
        out = unseen | unknown
        learnt = ~out
        if not (examples.labels[learnt] != NONE).any():
            continue
        model = IntentScores.fit(
            examples.rows[learnt], examples.labels[learnt], intents, examples.shares[learnt]
        )
        known = Vocabulary(
            {
                stem
                for at in np.flatnonzero(learnt & (examples.labels != NONE)).tolist()
                for stem in examples.meanings[at]
            }
        )
        asked = out & examples.judged
        places = np.flatnonzero(asked)
        evidence = Evidence(
            model.of(_as_unseen(examples.rows, learnt, asked)),
            familiarity([examples.meanings[at] for at in places.tolist()], known),
        )
        strange = (unknown | (examples.labels == NONE))[places]
        # An intent whose only example is held out has nothing to be recognised by.
        learnable = np.isin(examples.labels[places], examples.labels[learnt]) & ~strange
        inside.append(evidence.only(learnable))
        labels.append(examples.labels[places][learnable])
        outside.append(evidence.only(strange))
    return _joined(inside), np.concatenate(labels), _joined(outside)


def _folds(examples: Examples, intents: int) -> Iterator[tuple[Mask, Mask]]:
    """Rows held out of each fold: some examples of every intent, and all examples of some intents."""
    shuffled = np.random.default_rng(0)
    part = np.zeros(len(examples.labels), np.int64)
    for label in range(NONE, intents):
        members = shuffled.permutation(np.flatnonzero((examples.labels == label) & examples.judged))
        part[members] = (np.arange(len(members)) + label) % FOLDS
    part = part[examples.sources]
    # Names of intents are their own sources, and are learnt in every fold.
    part[~examples.judged & (examples.sources == np.arange(len(part)))] = -1
    group = shuffled.permutation(intents) % max(min(_LEFT_OUT, intents), 1)
    groups = np.where(examples.labels == NONE, -1, group[examples.labels])
    nothing = np.zeros(len(part), np.bool_)
    for fold in range(FOLDS if len(part) < MANY else FOLDS_OF_MANY):
        if intents >= _FEW_INTENTS:
            yield (part == fold) & (groups != fold), groups == fold
        else:
            yield part == fold, nothing
            yield nothing, groups == fold


def _as_unseen(rows: Rows, learnt: Mask, asked: Mask) -> Rows:
    """The rows `asked` as they would be if only the rows `learnt` had taught the encoder its columns."""
    if not isinstance(rows, sparse.csr_matrix):
        return rows[asked]
    seen = np.zeros(width(rows))
    seen[np.unique(rows[learnt].indices)] = 1.0
    masked = sparse.csr_matrix(rows[asked] @ sparse.diags(seen))
    lengths = np.sqrt(np.asarray(masked.multiply(masked).sum(axis=1)).ravel())
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-9)) @ masked)


def _joined(parts: Sequence[Evidence]) -> Evidence:
    return Evidence(
        np.concatenate([part.scores for part in parts]), np.concatenate([part.familiar for part in parts])
    )


def _rightness_features(evidence: Evidence, temperature: float) -> Floats:
    top = np.max(_softmax(evidence.scores / temperature), axis=1).clip(1e-6, 1 - 1e-6)
    return np.column_stack(
        [np.log(top / (1 - top)), _margin(evidence), evidence.scores.max(axis=1), evidence.familiar]
    )


def _scope_features(evidence: Evidence, temperature: float) -> Floats:
    chances = _softmax(evidence.scores / temperature)
    doubt = -np.sum(chances * np.log(chances.clip(1e-12)), axis=1)
    return np.column_stack([evidence.scores.max(axis=1), doubt, evidence.familiar])


def _margin(evidence: Evidence) -> Floats:
    ranked = -np.sort(-evidence.scores, axis=1)
    return np.where(np.isfinite(ranked[:, 1]), ranked[:, 0] - ranked[:, 1], ranked[:, 0])


def _temperature(evidence: Evidence, labels: Labels) -> float:
    """The one under which the right intents were the most likely."""
    if not len(labels):
        return 1.0
    losses = [
        -np.log(_softmax(evidence.scores / temperature)[np.arange(len(labels)), labels].clip(1e-12)).mean()
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


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _sigmoid(logits: Floats) -> Floats:
    return 1 / (1 + np.exp(-logits.clip(-50, 50)))
