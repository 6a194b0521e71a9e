"""Attempts at being verified, over all calls: who tries too often must wait, whatever they know by then."""

from collections import deque
from collections.abc import Callable

MOST_FAILURES = 6
"""Failed rounds by one number, or for one customer, within the window."""

WINDOW_S = 3600.0

REMEMBERED = 10_000


class Lockout:
    """Keys are telephone numbers and customer ids. All withheld numbers are one key: who is locked out with
    them gets a person, as everybody does who cannot be verified."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock`: monotonic seconds."""
        self._clock = clock
        self._failures: dict[str, deque[float]] = {}

    def locked(self, key: str) -> bool:
        return key in self._failures and len(self._recent(key)) >= MOST_FAILURES

    def failed(self, key: str) -> None:
        self._recent(key).append(self._clock())
        while len(self._failures) > REMEMBERED:
            self._failures.pop(self._least_missed())

    def succeeded(self, key: str) -> None:
        self._failures.pop(key, None)

    def _least_missed(self) -> str:
        """The oldest that is not locked out; or the oldest, where all are."""
        unlocked = (key for key, times in self._failures.items() if len(times) < MOST_FAILURES)
        return next(unlocked, next(iter(self._failures)))

    def _recent(self, key: str) -> deque[float]:
        times = self._failures.setdefault(key, deque(maxlen=MOST_FAILURES))
        while times and times[0] < self._clock() - WINDOW_S:
            times.popleft()
        return times
