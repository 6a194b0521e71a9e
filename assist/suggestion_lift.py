"""What showing cards does: calls whose first card was shown against those whose first was held out by lot.

The lot makes the two groups alike, which "used" and "not used" never are: whoever uses cards has other calls.
Only the first card of a call counts, for what comes after it may already be its effect.
Interval of the difference of shares: Newcombe (1998), method 10; of means: bootstrap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from transcripts.assist_events import SuggestionDropped, SuggestionOffered
from transcripts.event import Event
from transcripts.events import CallEnded, CallOutcome, ResolutionConfirmed

FEWEST = 30
"""Calls in each group below which nothing is said of the lift."""

_NORMAL_95 = 1.959964
_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Exposure:
    """One call that had a card, or would have had one."""

    call_id: str
    shown: bool
    """False: its first card was held out."""
    settled: bool | None
    """Whether the caller's matter was settled; None: nobody knows."""
    handle_ms: int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Shown less held out. `low` to `high` holds the true difference nineteen times in twenty."""

    shown: float
    held_out: float
    shown_calls: int
    held_out_calls: int
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lift:
    """Each is None where there is not enough data; `explanation` says what is missing."""

    settled: Difference | None
    """Shares, 0 to 1."""
    handle_s: Difference | None
    """Means, in seconds."""
    explanation: str


def exposure(events: Iterable[Event]) -> Exposure | None:
    """What the journal of one call says; None: it had no card that the lot could have held out."""
    first: SuggestionOffered | None = None
    settled: bool | None = None
    handle_ms: int | None = None
    for event in events:
        match event:
            case SuggestionOffered(form="card", pulled=False) if first is None:
                first = event
            case SuggestionDropped() if first and _never_shown(first, event):
                # It came too late for the lot.
                first = None
            case ResolutionConfirmed():
                settled = event.settled
            case CallEnded():
                handle_ms = event.duration_ms
                if settled is None and event.outcome is CallOutcome.ANSWERED:
                    settled = True
            case _:
                pass
    return None if first is None else Exposure(first.call_id, not first.held_out, settled, handle_ms)


def lift(exposures: Sequence[Exposure], seed: int = 0) -> Lift:
    """What showing does to settling and to the length of calls. The same `seed`, the same intervals."""
    settled = [[one.settled for one in exposures if one.shown is arm] for arm in (True, False)]
    known = [[value for value in arm if value is not None] for arm in settled]
    times = [[one.handle_ms for one in exposures if one.shown is arm] for arm in (True, False)]
    lengths = [[value / 1000 for value in arm if value is not None] for arm in times]
    lacking = [
        f"{what}: {len(shown)} calls with the card and {len(held_out)} without, {FEWEST} of each are needed"
        for what, (shown, held_out) in (("settled", known), ("handle time", lengths))
        if min(len(shown), len(held_out)) < FEWEST
    ]
    return Lift(
        settled=None if min(map(len, known)) < FEWEST else difference_of_shares(known[0], known[1]),
        handle_s=None if min(map(len, lengths)) < FEWEST else _of_means(lengths[0], lengths[1], seed),
        explanation="Not enough data. " + "; ".join(lacking) if lacking else "",
    )


def difference_of_shares(shown: Sequence[bool], held_out: Sequence[bool]) -> Difference:
    """With Newcombe's hybrid score interval, which holds near 0 and 1 too."""
    one, one_low, one_high = _wilson(sum(shown), len(shown))
    other, other_low, other_high = _wilson(sum(held_out), len(held_out))
    gap = one - other
    return Difference(
        one,
        other,
        len(shown),
        len(held_out),
        gap,
        gap - sqrt((one - one_low) ** 2 + (other_high - other) ** 2),
        gap + sqrt((one_high - one) ** 2 + (other - other_low) ** 2),
    )


def _wilson(hits: int, count: int) -> tuple[float, float, float]:
    """The share, and its score interval."""
    share = hits / count
    squared = _NORMAL_95**2
    middle = share + squared / (2 * count)
    half = _NORMAL_95 * sqrt(share * (1 - share) / count + squared / (4 * count**2))
    scale = 1 + squared / count
    return share, max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def _of_means(shown: Sequence[float], held_out: Sequence[float], seed: int) -> Difference:
    chance = np.random.default_rng(seed)
    one, other = np.asarray(shown), np.asarray(held_out)
    gaps = [
        float(chance.choice(one, len(one)).mean() - chance.choice(other, len(other)).mean())
        for _ in range(_RESAMPLES)
    ]
    low, high = (float(value) for value in np.quantile(gaps, [0.025, 0.975]))
    means = float(one.mean()), float(other.mean())
    return Difference(*means, len(shown), len(held_out), means[0] - means[1], low, high)


def _never_shown(first: SuggestionOffered, event: SuggestionDropped) -> bool:
    return event.suggestion_id == first.suggestion_id and event.at_ms == first.at_ms
