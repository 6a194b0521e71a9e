"""A caller's moods over a call: how it runs, how its quarters were, and where it is going, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from assist.sentiment_mood import Mood
from transcripts.event import Milliseconds

QUARTERS = 4
FADING = 0.7
"""What an utterance counts in the running mood beside the one after it."""
TURNED = 0.2
"""How far the last quarter must be from those before it to be a trend."""
FEWEST = 4
"""Utterances from which there is a trend."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One utterance of the caller's."""

    utterance_id: str
    at_ms: Milliseconds
    mood: Mood
    words: int
    """How many it has."""
    sure: bool = True
    """False: the recogniser was not."""


@dataclass(frozen=True, slots=True)
class Arc:
    running: float
    """-1 to 1, the latest utterances counting most; 0 before any."""
    quarters: tuple[float | None, ...]
    """The mean of each quarter of the time from the first utterance to the last; None: nothing was said."""
    trend: str
    """In words: "getting worse", "getting better", "steady", or "too little said yet"."""


def arc_of(moments: Sequence[Moment]) -> Arc:
    """`moments` in the order said. The trend is the last quarter against those before."""
    quarters = _quarters(moments)
    return Arc(_running(moments), quarters, _trend(moments, quarters))


def _running(moments: Sequence[Moment]) -> float:
    running, weight = 0.0, 0.0
    for moment in moments:
        running = running * FADING + moment.mood.score
        weight = weight * FADING + 1
    return round(running / weight, 3) if weight else 0.0


def _quarters(moments: Sequence[Moment]) -> tuple[float | None, ...]:
    parts: list[list[float]] = [[] for _ in range(QUARTERS)]
    if moments:
        first, last = moments[0].at_ms, moments[-1].at_ms
        for moment in moments:
            at = (moment.at_ms - first) / (last - first) if last > first else 0.0
            parts[min(QUARTERS - 1, int(at * QUARTERS))].append(moment.mood.score)
    return tuple(round(fmean(part), 3) if part else None for part in parts)


def _trend(moments: Sequence[Moment], quarters: Sequence[float | None]) -> str:
    earlier = [mean for mean in quarters[:-1] if mean is not None]
    last = quarters[-1]
    if len(moments) < FEWEST or last is None or not earlier:
        return "too little said yet"
    change = last - fmean(earlier)
    if abs(change) < TURNED:
        return "steady"
    return "getting better" if change > 0 else "getting worse"
