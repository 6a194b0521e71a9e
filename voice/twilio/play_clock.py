"""The byte clock: where a line that plays 8000 bytes a second from the moment they are sent would be.

No line can be ahead of it, so it bounds what can have been heard; a real one lags by the way to the caller.
"""

from bisect import bisect_right

from voice.audio.types import TELEPHONE_HZ

_ROUNDING = 1e-6
"""Of a byte: seconds are floats, and a byte that is over must not count as missing for that."""


class PlayClock:
    """Positions are bytes since the line was opened; they go on counting through a clear."""

    def __init__(self) -> None:
        self.sent = 0
        """Position of the end of all that was sent."""
        self._starts: list[tuple[float, int]] = []
        """When playback began or went on after the queue ran dry, and at which position."""
        self._over_at = 0.0

    def send(self, byte_count: int, now: float) -> float:
        """Queues audio. Returns when it will be over."""
        if not self._starts or now > self._over_at:
            self._starts.append((now, self.sent))
        self.sent += byte_count
        began, position = self._starts[-1]
        self._over_at = began + (self.sent - position) / TELEPHONE_HZ
        return self._over_at

    def played(self, at: float) -> int:
        """The position that playback has reached at the time `at`."""
        if not self._starts:
            return self.sent
        index = bisect_right(self._starts, at, key=_time) - 1
        if index < 0:
            return self._starts[0][1]
        began, position = self._starts[index]
        end = self._starts[index + 1][1] if index + 1 < len(self._starts) else self.sent
        return min(end, position + int((at - began) * TELEPHONE_HZ + _ROUNDING))

    def queued(self, now: float) -> int:
        """Bytes that were sent and are not played."""
        return self.sent - self.played(now)

    def clear(self) -> None:
        """What is queued will not be played: nothing is on the line now."""
        self._starts.clear()

    def forget(self, position: int) -> None:
        """Drops what is only needed for positions before `position`."""
        passed = bisect_right(self._starts, position, key=_position) - 1
        if passed > 0:
            del self._starts[:passed]


def _time(start: tuple[float, int]) -> float:
    return start[0]


def _position(start: tuple[float, int]) -> int:
    return start[1]
