"""How well a centre's callers are understood: intents learnt from one set of sentences, asked about another.

Also what its examples lack: intents that are mixed up, weak ones, and examples that contradict each other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assist.encoders.encoder import Encoder
from assist.intents import IntentClassifier, IntentPrediction
from assist.spoken_text import normalised
from assist.word_stems import stems

IN_SCOPE_ACCURACY = 0.92
"""Share of the sentences in scope that must be answered rightly while others are turned away."""

WEAK = 0.8
"""Share of right answers below which an intent is weak."""

NEARLY_THE_SAME = 0.7
"""Share of common words from which two examples contradict each other if their intents differ."""

MOST_LISTED = 20
"""Confusions, weak intents and contradictions in a report."""

_BINS = 10


@dataclass(frozen=True, slots=True)
class LabelledText:
    text: str
    intent: str | None
    """None: out of scope."""


@dataclass(frozen=True, slots=True)
class Confusion:
    intent: str
    taken_for: str
    times: int
    example: str


@dataclass(frozen=True, slots=True)
class WeakIntent:
    intent: str
    accuracy: float
    sentences: int
    """In the test."""
    examples: int
    """Learnt."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Examples that say the same, given for different intents."""

    same_words: bool
    """False: the same words that carry meaning, with others between them."""
    examples: tuple[LabelledText, ...]


@dataclass(frozen=True, slots=True)
class IntentReport:
    """Shares are 0 to 1; None where there was nothing to measure, or no threshold that reaches it."""

    intents: int
    learnt: int
    """Examples."""
    tested_in_scope: int
    tested_out_of_scope: int
    accuracy: float | None
    """Share of the sentences in scope of which the likeliest intent is right."""
    answered_rightly: float | None
    """The same, where a sentence taken to be out of scope counts as wrong."""
    out_of_scope_recall: float | None
    """Share of the sentences out of scope that are turned away, at the threshold in use."""
    out_of_scope_recall_at_92: float | None
    """The same at the threshold that still answers 92 % of the sentences in scope rightly."""
    calibration_error: float | None
    """Expected calibration error of the confidence: mean distance to the share that is right, in ten bins."""
    learn_seconds: float
    classify_ms_p50: float | None
    classify_ms_p95: float | None
    confusions: tuple[Confusion, ...]
    weak_intents: tuple[WeakIntent, ...]
    contradictions: tuple[Contradiction, ...]


def evaluate(
    train: Sequence[LabelledText],
    test: Sequence[LabelledText],
    clock: Callable[[], float],
    encoder: Encoder | None = None,
) -> IntentReport:
    """`clock`: seconds. Raises `ValueError` where `train` cannot be learnt."""
    examples: dict[str, list[str]] = defaultdict(list)
    for row in train:
        if row.intent is not None:
            examples[row.intent].append(row.text)
    outside = [row.text for row in train if row.intent is None]
    began = clock()
    classifier = IntentClassifier.learn(examples, out_of_scope=outside, encoder=encoder)
    learn_seconds = clock() - began
    answers: list[IntentPrediction] = []
    taken: list[float] = []
    for row in test:
        began = clock()
        answers.append(classifier.classify(row.text))
        taken.append((clock() - began) * 1000)
    inside = [(row, answer) for row, answer in zip(test, answers, strict=True) if row.intent is not None]
    strange = [(row, answer) for row, answer in zip(test, answers, strict=True) if row.intent is None]
    right = [answer.best == row.intent for row, answer in inside]
    return IntentReport(
        intents=len(examples),
        learnt=len(train),
        tested_in_scope=len(inside),
        tested_out_of_scope=len(strange),
        accuracy=_share(right),
        answered_rightly=_share([answer.intent == row.intent for row, answer in inside]),
        out_of_scope_recall=_share([answer.intent is None for _, answer in strange]),
        out_of_scope_recall_at_92=recall_at(
            IN_SCOPE_ACCURACY,
            [
                classifier.scope_score(row.text)
                for (row, _), correct in zip(inside, right, strict=True)
                if correct
            ],
            [classifier.scope_score(row.text) for row, _ in strange],
            len(inside),
        ),
        calibration_error=calibration_error([answer.confidence for _, answer in inside], right),
        learn_seconds=round(learn_seconds, 2),
        classify_ms_p50=round(float(np.percentile(taken, 50)), 3) if taken else None,
        classify_ms_p95=round(float(np.percentile(taken, 95)), 3) if taken else None,
        confusions=_confusions(inside),
        weak_intents=_weak(inside, examples),
        contradictions=contradictions(train),
    )


def recall_at(
    accuracy: float, right_scores: Sequence[float], outside_scores: Sequence[float], inside: int
) -> float | None:
    """Share of `outside_scores` below the highest threshold that keeps `accuracy` of all `inside` right."""
    needed = int(np.ceil(accuracy * inside - 1e-9))
    if not outside_scores or not inside or len(right_scores) < needed or not needed:
        return None
    threshold = sorted(right_scores, reverse=True)[needed - 1]
    return _share([score < threshold for score in outside_scores])


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float | None:
    """The mean distance between confidence and share of right answers, over ten bins of confidence."""
    if not right:
        return None
    sure, correct = np.array(confidences), np.array(right)
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = [
        (bins == at).mean() * abs(sure[bins == at].mean() - correct[bins == at].mean())
        for at in np.unique(bins)
    ]
    return round(float(np.sum(gaps)), 4)


def contradictions(train: Sequence[LabelledText]) -> tuple[Contradiction, ...]:
    """The same words first, then nearly the same: all that carry meaning, and most of the others."""
    found: list[Contradiction] = []
    reported: set[frozenset[LabelledText]] = set()
    for same_words in (True, False):
        alike: dict[str, dict[LabelledText, None]] = defaultdict(dict)
        for row in train:
            words = normalised(row.text) if same_words else " ".join(sorted(stems(row.text)))
            if words:
                alike[words][row] = None
        for rows in map(_disputed, alike.values()):
            group = frozenset(rows)
            if rows and not any(group <= earlier for earlier in reported):
                reported.add(group)
                found.append(Contradiction(same_words, tuple(rows)))
    return tuple(found[:MOST_LISTED])


def _disputed(rows: Iterable[LabelledText]) -> list[LabelledText]:
    """Those of `rows` that are nearly the same as one of another intent."""
    read = [(row, frozenset(normalised(row.text).split())) for row in rows]
    return [
        row
        for row, words in read
        if any(
            row.intent != other.intent and len(words & others) >= NEARLY_THE_SAME * len(words | others)
            for other, others in read
        )
    ]


def _confusions(inside: Sequence[tuple[LabelledText, IntentPrediction]]) -> tuple[Confusion, ...]:
    times: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for row, answer in inside:
        if row.intent is not None and answer.best is not None and answer.best != row.intent:
            pair = (row.intent, answer.best)
            times[pair] += 1
            example.setdefault(pair, row.text)
    ranked = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:MOST_LISTED]
    return tuple(Confusion(*pair, number, example[pair]) for pair, number in ranked)


def _weak(
    inside: Sequence[tuple[LabelledText, IntentPrediction]], examples: dict[str, list[str]]
) -> tuple[WeakIntent, ...]:
    results: dict[str, list[bool]] = defaultdict(list)
    for row, answer in inside:
        if row.intent is not None:
            results[row.intent].append(answer.best == row.intent)
    weak = [
        WeakIntent(intent, round(sum(right) / len(right), 4), len(right), len(examples.get(intent, ())))
        for intent, right in results.items()
        if sum(right) < WEAK * len(right)
    ]
    return tuple(sorted(weak, key=lambda one: (one.accuracy, one.intent))[:MOST_LISTED])


def _share(flags: Sequence[bool]) -> float | None:
    return round(sum(flags) / len(flags), 4) if flags else None
