"""What Twilio does with the audio that it is sent: a queue that is played at 8000 bytes a second.

Marks lie in the queue between the audio and come back when what is ahead of them was played; `clear`
empties the queue and sends all marks back.
"""

from collections import deque
from dataclasses import dataclass

from transcripts.events import Milliseconds
from voice.audio import mulaw

BYTES_A_SECOND = 8000
LONGEST_BYTES = 10 * 60 * BYTES_A_SECOND
"""Ten minutes: what goes beyond is thrown away, with warning 31931."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the caller heard in one step of the line."""

    audio: bytes
    """As long as was asked for, filled up with the silence of an idle line."""
    audio_bytes: int
    """How many of these bytes the service had sent."""


class Playout:
    """The play buffer of one `<Connect><Stream>`."""

    def __init__(self) -> None:
        self._queue: deque[bytes | str] = deque()
        self._buffered = 0
        self._passed: list[str] = []
        self._playing = False

    @property
    def buffered_ms(self) -> Milliseconds:
        """Audio that waits to be played, in ms."""
        return self._buffered * 1000 // BYTES_A_SECOND

    def push(self, audio: bytes) -> int:
        """Queues `audio`. Returns how many of its bytes were dropped, because ten minutes were waiting."""
        kept = audio[: LONGEST_BYTES - self._buffered]
        if kept:
            self._queue.append(kept)
            self._buffered += len(kept)
        return len(audio) - len(kept)

    def mark(self, name: str) -> bool:
        """Queues a mark. True: nothing is ahead of it, and it comes back now."""
        if self._queue:
            self._queue.append(name)
        elif self._playing:
            self._passed.append(name)
        else:
            return True
        return False

    def clear(self) -> tuple[Milliseconds, list[str]]:
        """Empties the queue: how much audio was dropped, and the marks that come back, in order."""
        dropped_ms = self.buffered_ms
        marks = [*self._passed, *(item for item in self._queue if isinstance(item, str))]
        self._queue.clear()
        self._passed.clear()
        self._buffered = 0
        self._playing = False
        return dropped_ms, marks

    def returned_marks(self) -> list[str]:
        """The marks whose audio was played, to be asked for when the time of the last `play` is over."""
        passed, self._passed = self._passed, []
        self._playing = False
        return passed

    def play(self, byte_count: int) -> Played:
        """Plays the next `byte_count` bytes, silence where there are not so many."""
        parts: list[bytes] = []
        wanted = byte_count
        while self._queue:
            item = self._queue[0]
            if isinstance(item, str):
                self._passed.append(item)
                self._queue.popleft()
                continue
            if not wanted:
                break
            self._queue.popleft()
            part = item[:wanted]
            if len(part) < len(item):
                self._queue.appendleft(item[len(part) :])
            parts.append(part)
            wanted -= len(part)
        played = byte_count - wanted
        self._buffered -= played
        self._playing = played > 0
        return Played(b"".join(parts) + bytes([mulaw.SILENCE]) * wanted, played)
