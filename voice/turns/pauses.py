"""How one caller pauses: how long within a turn, and how often a pause is not the end of one.

Pauses are log-normal, most of 200 to 1000 ms, in free speech a class above (Campione & Véronis 2002). Who
speaks matters more than age or topic (Cavalcanti & Skantze 2025): the caller's own soon outweigh the rest.
"""

import math

MEDIAN_MS = 600
"""Of pauses within a turn that are long enough to be taken for its end, before this caller made any."""

SPREAD = 0.7
"""Standard deviation of their logarithm: one pause in ten lasts longer than 1500 ms."""

LENGTH_WEIGHT = 4.0
"""Pauses of the caller's own that weigh as much as the prior on how long they last."""

HABIT_WEIGHT = 2.0
"""Pauses within turns, expected by the words alone, that weigh as much as the prior on how many there are."""

LONGEST_MS = 3000
"""A longer silence is no pause but a lapse, in which nobody speaks; it teaches no more than this."""


class CallerPauses:
    """What the pauses so far say about the next one. A conjugate update each; no clock."""

    def __init__(self) -> None:
        self._log_sum = LENGTH_WEIGHT * math.log(MEDIAN_MS)
        self._log_weight = LENGTH_WEIGHT
        self._expected = HABIT_WEIGHT
        self._happened = HABIT_WEIGHT

    @property
    def median_ms(self) -> float:
        """How long half of this caller's pauses within a turn last."""
        return math.exp(self._log_sum / self._log_weight)

    @property
    def habit(self) -> float:
        """How many times as often as others this caller goes on after a pause; 1 before anything is known."""
        return self._happened / self._expected

    def met(self, share: float) -> None:
        """A pause after which the words alone said that a caller goes on with this probability."""
        self._expected += share

    def went_on(self, ms: int) -> None:
        """The caller did go on, after this much silence."""
        self._happened += 1
        self._log_sum += math.log(max(1, min(ms, LONGEST_MS)))
        self._log_weight += 1

    def going_on(self, share: float) -> float:
        """The probability that this caller goes on where others do with the probability `share`."""
        odds = self.habit * share / (1 - share)
        return odds / (1 + odds)

    def outlast(self, ms: int) -> float:
        """The share of this caller's pauses within a turn that last longer."""
        mean = self._log_sum / self._log_weight
        spread = SPREAD * math.sqrt(1 + 1 / self._log_weight)
        return 0.5 * math.erfc((math.log(ms) - mean) / (spread * math.sqrt(2)))
