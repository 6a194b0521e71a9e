"""How well callers' moods are told: macro-F1, each label's figures, and the errors with the words used."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assist.sentiment_mood import CallerWords, Feeling, SentimentEngine

MOST_LISTED = 200
"""Errors in a report."""

CALLERS = frozenset({"", "caller", "customer", "client", "user"})
"""What data sets call the one whose mood is judged; empty: they name nobody."""


@dataclass(frozen=True, slots=True)
class LabelledTurn:
    text: str
    label: Feeling
    speaker: str = ""
    dialogue: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LabelFigures:
    label: str
    turns: int
    precision: float | None
    """None: nothing was given this label."""
    recall: float | None
    """None: there is nothing of it in the data."""
    f1: float


@dataclass(frozen=True, slots=True)
class SentimentError:
    text: str
    dialogue: str
    label: str
    taken_for: str
    score: float
    words: tuple[str, ...]
    """What the engine rested on."""


@dataclass(frozen=True, slots=True)
class SentimentReport:
    engine: str
    turns: int
    left_out: int
    """Turns of others than the caller, which are not judged."""
    accuracy: float
    macro_f1: float
    """The mean over the labels that the data has."""
    labels: tuple[LabelFigures, ...]
    confusion: dict[str, dict[str, int]]
    """By true label, then by what it was taken for."""
    ms_p50: float
    ms_p95: float
    errors: tuple[SentimentError, ...]


def evaluate_sentiment(
    turns: Sequence[LabelledTurn], engine: SentimentEngine, clock: Callable[[], float]
) -> SentimentReport:
    """`clock`: seconds. Raises `ValueError` where no turn is a caller's."""
    callers = [turn for turn in turns if turn.speaker.lower() in CALLERS]
    if not callers:
        raise ValueError("There is no turn of a caller's in the data.")
    taken: list[float] = []
    errors: list[SentimentError] = []
    counts: Counter[tuple[Feeling, Feeling]] = Counter()
    for turn in callers:
        began = clock()
        mood = engine.mood(CallerWords(turn.text, turn.language))
        taken.append((clock() - began) * 1000)
        counts[turn.label, mood.label] += 1
        if mood.label is not turn.label:
            words = tuple(one.words for one in mood.evidence)
            errors.append(SentimentError(turn.text, turn.dialogue, turn.label, mood.label, mood.score, words))
    figures = [_figures(label, counts) for label in Feeling]
    there = [one.f1 for one in figures if one.turns]
    return SentimentReport(
        engine=engine.name,
        turns=len(callers),
        left_out=len(turns) - len(callers),
        accuracy=round(sum(counts[label, label] for label in Feeling) / len(callers), 4),
        macro_f1=round(sum(there) / len(there), 4),
        labels=tuple(figures),
        confusion={str(true): {str(other): counts[true, other] for other in Feeling} for true in Feeling},
        ms_p50=round(float(np.percentile(taken, 50)), 3),
        ms_p95=round(float(np.percentile(taken, 95)), 3),
        errors=tuple(errors[:MOST_LISTED]),
    )


def _figures(label: Feeling, counts: Counter[tuple[Feeling, Feeling]]) -> LabelFigures:
    right = counts[label, label]
    given = sum(counts[true, label] for true in Feeling)
    there = sum(counts[label, other] for other in Feeling)
    f1 = 2 * right / (given + there) if given + there else 0.0
    return LabelFigures(
        label=label,
        turns=there,
        precision=round(right / given, 4) if given else None,
        recall=round(right / there, 4) if there else None,
        f1=round(f1, 4),
    )
