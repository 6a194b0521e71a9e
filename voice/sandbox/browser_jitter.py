"""Between a browser's sound, which comes when it likes, and the company's clock, which waits for nobody."""

from collections import deque

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS, Int16Array
from voice.sandbox.mixer import SILENCE

TARGET_FRAMES = 3
"""So many wait before the first is played, and again after a gap: 60 ms."""

MOST_FRAMES = 15
"""What waits longer than 300 ms is thrown away: late words are worse than lost ones."""

WINDOW_FRAMES = 100
"""If more than the target waits for all of this time (2 s), the other clock is faster: one is dropped."""


class JitterBuffer:
    """Frames of 20 ms: pushed when they come, popped once every 20 ms; silence where none is there."""

    def __init__(self, target: int = TARGET_FRAMES, most: int = MOST_FRAMES) -> None:
        self._target, self._most = target, most
        self._frames: deque[Int16Array] = deque()
        self._filling = True
        self._popped = 0
        self._fewest = most
        self.late_ms: Milliseconds = 0
        """Silence that was played because nothing was there in time."""
        self.dropped_ms: Milliseconds = 0
        """Sound that came too fast, or too late, and was thrown away."""

    @property
    def waiting_ms(self) -> Milliseconds:
        return len(self._frames) * FRAME_MS

    def push(self, frame: Int16Array) -> None:
        self._frames.append(frame)
        if len(self._frames) > self._most:
            while len(self._frames) > self._target:
                self._drop()

    def pop(self) -> Int16Array:
        if self._filling:
            if len(self._frames) < self._target:
                return SILENCE
            self._filling = False
            self._popped, self._fewest = 0, self._most
        if not self._frames:
            self._filling = True
            self.late_ms += FRAME_MS
            return SILENCE
        self._settle()
        return self._frames.popleft()

    def clear(self) -> None:
        """Forgets what waits, and begins anew."""
        self._frames.clear()
        self._filling = True

    def _settle(self) -> None:
        """Gives up one frame where there were too many the whole time."""
        self._popped += 1
        self._fewest = min(self._fewest, len(self._frames))
        if self._popped >= WINDOW_FRAMES:
            if self._fewest > self._target:
                self._drop()
            self._popped, self._fewest = 0, self._most

    def _drop(self) -> None:
        self._frames.popleft()
        self.dropped_ms += FRAME_MS
