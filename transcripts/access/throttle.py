"""How often one may try to sign in: after a few failures each attempt waits twice as long as the last.

Counted by account and by address alike, so that neither one name nor one machine can be tried for ever; a
legitimate user waits minutes at most and is never locked out for good (OWASP Authentication Cheat Sheet).
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE = 5
"""Failures that cost nothing."""
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 300.0
FORGOTTEN_S = 900.0
"""A failure this long ago counts no more, in seconds."""
MOST_KEPT = 10_000


@dataclass(slots=True)
class _Failures:
    count: int
    last_s: float


class Throttle:
    """One service's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock`: monotonic seconds."""
        self._clock = clock
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def wait_s(self, *keys: str) -> float:
        """How long to wait before the next attempt; 0: none."""
        return max((self._wait_of(key) for key in keys), default=0.0)

    def failed(self, *keys: str) -> None:
        now_s = self._clock()
        for key in keys:
            before = self._failures.pop(key, None)
            fresh = before is None or now_s - before.last_s > FORGOTTEN_S
            self._failures[key] = _Failures(1 if fresh or before is None else before.count + 1, now_s)
        while len(self._failures) > MOST_KEPT:
            self._failures.popitem(last=False)

    def succeeded(self, *keys: str) -> None:
        for key in keys:
            self._failures.pop(key, None)

    def _wait_of(self, key: str) -> float:
        failures = self._failures.get(key)
        if failures is None or failures.count < FREE:
            return 0.0
        since_s = self._clock() - failures.last_s
        if since_s > FORGOTTEN_S:
            return 0.0
        due_s = min(FIRST_WAIT_S * 2 ** min(failures.count - FREE, 20), LONGEST_WAIT_S)
        return max(0.0, due_s - since_s)
