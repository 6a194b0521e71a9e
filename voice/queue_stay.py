"""One caller's stay in a queue: what they hear while they wait, and when the wait is over without a person.

No clock and no line of its own: it is told the time and how the queue stands, and gives orders.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from voice.waiting_room import Seen


class Outcome(StrEnum):
    """How a stay ended: `QueueLeft.outcome`."""

    PERSON = "person"
    CALL_BACK = "call-back"
    VOICEMAIL = "voicemail"
    BOT = "bot"
    CLOSED = "closed"
    GAVE_UP = "gave-up"


@dataclass(frozen=True, slots=True)
class StayPlan:
    """Times in seconds."""

    word_every_s: float = 20.0
    """From the end of one word to the next, with music in between; none is missed for 30 s."""
    longest_s: float = 1200.0
    """After this the caller is rung back instead."""
    unstaffed_s: float = 30.0
    """So long there may be nobody at all for the queue: an agent whose phone failed may come back."""
    choices_every: int = 3
    """The caller is told with every so manieth word what they can do instead of waiting."""


@dataclass(frozen=True, slots=True)
class Tell:
    """The bot says a prompt of the centre's."""

    prompt: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """`queue` by name."""


@dataclass(frozen=True, slots=True)
class Over:
    """The wait is over without a person; the caller has been told why."""

    outcome: Outcome
    why: str


Order: TypeAlias = Tell | Over


class QueueStay:
    """One call's, in one queue; also while an agent is being rung for it."""

    def __init__(self, queue: str, since_s: float, plan: StayPlan) -> None:
        """`since_s`: since when the caller's place counts, in monotonic seconds."""
        self.queue = queue
        self.since_s = since_s
        self._plan = plan
        self._joined_s = since_s
        self._spoke_s = since_s
        self._words = 0
        self._told_ahead: int | None = None
        self._estimated = False
        self._unstaffed_since: float | None = None
        self._offered = False
        self._over = False

    @property
    def over(self) -> bool:
        return self._over

    def joined(self, seen: Seen, now_s: float, *, quietly: bool = False) -> list[Order]:
        """All are busy: the caller is told, with how long it may take, if that is known.

        `quietly`: they have been told that they wait.
        """
        self._joined_s = self._spoke_s = now_s
        orders = self._ended(seen, now_s)
        if orders:
            return orders
        return [
            *([] if quietly else [self._tell("queue_busy")]),
            *self._place(seen),
            *self._estimate(seen),
            self._tell("queue_choices"),
        ]

    def offered(self) -> None:
        """An agent is being rung for the caller: whoever does that keeps them company."""
        self._offered = True

    def back(self, now_s: float) -> None:
        """The agent did not take the call. That the wait goes on has been said."""
        self._offered, self._spoke_s = False, now_s

    def spoke(self, now_s: float) -> None:
        """The bot said something else to the caller."""
        self._spoke_s = now_s

    def look(self, seen: Seen, now_s: float) -> list[Order]:
        """How it stands now; about once a second."""
        if self._over or self._offered:
            return []
        orders = self._ended(seen, now_s)
        if orders:
            return orders
        if now_s - self._spoke_s < self._plan.word_every_s:
            return []
        self._spoke_s = now_s
        self._words += 1
        if self._words % self._plan.choices_every == 0:
            return [self._tell("queue_still"), self._tell("queue_choices")]
        words = [*self._place(seen), *self._estimate(seen)]
        return [*words] if words else [self._tell("queue_still")]

    def leave(self, outcome: Outcome, why: str) -> Over | None:
        """By the caller's wish, or by their hanging up; None: it was over already."""
        if self._over:
            return None
        self._over = True
        return Over(outcome, why)

    def waited_s(self, now_s: float) -> float:
        """In this call; a call-back had waited before."""
        return max(0.0, now_s - self._joined_s)

    def _ended(self, seen: Seen, now_s: float) -> list[Order]:
        if seen.staffed:
            self._unstaffed_since = None
        elif self._unstaffed_since is None:
            self._unstaffed_since = now_s
        if not seen.open:
            return self._end("queue_closed", Outcome.CLOSED, "the queue has closed")
        if now_s - self._joined_s >= self._plan.longest_s:
            why = f"the caller has waited for {self._plan.longest_s:g} s, which is the longest"
            return self._end("queue_too_long", Outcome.CALL_BACK, why)
        unstaffed = self._unstaffed_since
        if unstaffed is not None and now_s - unstaffed >= self._plan.unstaffed_s:
            return self._end("queue_too_long", Outcome.CALL_BACK, "nobody is there for the queue any more")
        return []

    def _end(self, prompt: str, outcome: Outcome, why: str) -> list[Order]:
        self._over = True
        return [self._tell(prompt), Over(outcome, why)]

    def _place(self, seen: Seen) -> list[Order]:
        """Not where it has become worse: others came before them by right."""
        if self._told_ahead is not None and seen.ahead >= self._told_ahead:
            return []
        self._told_ahead = seen.ahead
        return [Tell("queue_place", {"queue": self.queue, "place": str(seen.ahead + 1)})]

    def _estimate(self, seen: Seen) -> list[Order]:
        """Once: an estimate that is put right again and again is worse than none."""
        if seen.estimate is None or self._estimated:
            return []
        self._estimated = True
        shortest, longest = seen.estimate
        values = {"queue": self.queue, "shortest": str(shortest), "longest": str(longest)}
        return [Tell("queue_estimate", values)]

    def _tell(self, prompt: str) -> Tell:
        return Tell(prompt, {"queue": self.queue})
