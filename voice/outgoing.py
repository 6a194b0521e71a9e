"""A call that we make: what it is about, and who is told, once, what became of it."""

from collections.abc import Callable

from voice.bot.moves import CalledBack
from voice.bot.ringing_back import RungFor

Told = Callable[[CalledBack, str, str], None]
"""The outcome, why, and the id of the call that it became (empty: it became none)."""


class Outgoing:
    """One attempt to ring a caller back, who has answered."""

    def __init__(self, rung_for: RungFor, place: str, since_s: float, told: Told) -> None:
        """`place`: what holds their place in the waiting room. `since_s`: since when it counts, monotonic."""
        self.rung_for = rung_for
        self.place = place
        self.since_s = since_s
        self._told = told
        self._ended = False

    @property
    def first_call(self) -> str:
        """The id of the call in which it was agreed."""
        return self.rung_for.first_call

    def ended(self, outcome: CalledBack, why: str, call_id: str) -> None:
        """The first word counts."""
        if not self._ended:
            self._ended = True
            self._told(outcome, why, call_id)
