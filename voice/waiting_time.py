"""How long somebody will wait for a person, as a range that can be said, or nothing where it is not known.

A wrong promise is worse than none: with few talks to judge by, or a queue that grows, nothing is said.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from config.centre import Queue

HORIZON_S = 3600.0
"""What is older says nothing of now."""
TREND_S = 900.0
"""Over which a queue that grows is noticed."""
FEWEST_TALKS = 5
GROWTH = 2
"""So many more callers came than went, over `TREND_S`: the queue grows."""
ROUND_MINUTES = (1, 2, 3, 5, 10, 15, 20, 30, 45)
"""The minutes that are said; a wait beyond the last is not estimated."""
WIDEST = 3
"""The most that the longer end may be of the shorter, beyond the first few minutes."""
FEW_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What was seen of a queue. Times are monotonic seconds."""

    joined: Sequence[float]
    """When somebody began to wait."""
    left: Sequence[float]
    """When somebody was connected, or gave up."""
    talks: Sequence[tuple[float, float]]
    """When a talk with its notes was over, and how long it took, in seconds."""


def estimated_wait(figures: Figures, *, ahead: int, staffed: int, now_s: float) -> tuple[int, int] | None:
    """Minutes, from and to. `ahead`: callers in front; `staffed`: agents who take calls of it, free or not.

    None: there is too little to go by, the queue grows, or the range would say nothing.
    """
    talks = [length for at_s, length in figures.talks if 0 <= now_s - at_s <= HORIZON_S and length > 0]
    if staffed < 1 or ahead < 0 or len(talks) < FEWEST_TALKS or _grows(figures, now_s):
        return None
    mean = sum(talks) / len(talks)
    spread = math.sqrt(sum((length - mean) ** 2 for length in talks) / (len(talks) - 1))
    turns = ahead + 1
    expected = turns * mean / staffed
    # The turns add up, and their spreads by squares; the mean itself is only known from so many talks.
    doubt = spread / staffed * math.sqrt(turns + turns**2 / len(talks))
    return _said((expected - doubt) / 60, (expected + doubt) / 60)


def _grows(figures: Figures, now_s: float) -> bool:
    came = sum(0 <= now_s - at_s <= TREND_S for at_s in figures.joined)
    went = sum(0 <= now_s - at_s <= TREND_S for at_s in figures.left)
    return came - went > GROWTH


def _said(shortest: float, longest: float) -> tuple[int, int] | None:
    """In minutes that are said: the shorter end rounded down, the longer up."""
    upper = next((minutes for minutes in ROUND_MINUTES if minutes >= longest), None)
    if upper is None:
        return None
    lower = max((minutes for minutes in ROUND_MINUTES if minutes <= shortest), default=ROUND_MINUTES[0])
    if lower >= upper:
        upper = next((minutes for minutes in ROUND_MINUTES if minutes > lower), None)
    if upper is None or (upper > FEW_MINUTES and upper > lower * WIDEST):
        return None
    return lower, upper


class QueueWatch:
    """Sees who comes and goes in one queue, for the estimate and for the service level."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._joined: deque[float] = deque(maxlen=_KEPT)
        self._left: deque[float] = deque(maxlen=_KEPT)
        self._talks: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self._waits: deque[tuple[float, float]] = deque(maxlen=_KEPT)

    def joined(self, now_s: float) -> None:
        """Somebody begins to wait."""
        self._joined.append(now_s)

    def connected(self, now_s: float, waited_s: float) -> None:
        """They talk to a person."""
        self._left.append(now_s)
        self._waits.append((now_s, waited_s))

    def gave_up(self, now_s: float) -> None:
        """They hung up, or went another way."""
        self._left.append(now_s)

    def finished(self, now_s: float, length_s: float) -> None:
        """A talk is over, notes included."""
        self._talks.append((now_s, length_s))

    def estimate(self, *, ahead: int, staffed: int, now_s: float) -> tuple[int, int] | None:
        figures = Figures(self._joined, self._left, self._talks)
        return estimated_wait(figures, ahead=ahead, staffed=staffed, now_s=now_s)

    def service_level(self, now_s: float) -> float | None:
        """The share of the last hour's connected callers who waited no longer than the queue's target."""
        waits = [waited for at_s, waited in self._waits if 0 <= now_s - at_s <= HORIZON_S]
        if not waits:
            return None
        return sum(waited <= self._queue.service_level_s for waited in waits) / len(waits)


_KEPT = 500
"""Of each; more in an hour would say the same."""
