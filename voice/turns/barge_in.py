"""When the caller's speech stops the bot: by how long it lasts and what is said, never by how loud it is.

Half a second is what LiveKit waits. The "uh-huh" and "right" of listeners are mostly shorter, so that they
end before they are taken for a turn.
"""

from dataclasses import dataclass
from enum import Enum


class Words(Enum):
    """What is known of what the caller is saying."""

    UNKNOWN = "unknown"
    """Nothing has been transcribed yet."""
    BACKCHANNEL = "backchannel"
    """Sounds of listening only."""
    REAL = "real"


@dataclass(frozen=True, slots=True)
class BargeIn:
    """All in ms. The bot's own echo begins right after the playback does: speech that began before is none,
    and one that lasts outlives what the network's echo cancellers need to converge."""

    grace_ms: int = 250
    """Speech that begins this early in the playback may be its echo."""
    sustained_ms: int = 600
    """Such speech counts after all when it has gone on for this long."""
    speech_ms: int = 500
    """Speech of unknown words that stops what the bot tells."""
    answer_ms: int = 240
    """The same while the bot asks a question: they have begun to answer it."""
    listening_ms: int = 1500
    """Sounds of listening that go on for this long are no such sounds."""

    def stops(self, voiced_ms: int, played_ms: int, words: Words, *, question: bool) -> bool:
        """Whether the bot stops now. Ask while the caller speaks.

        `voiced_ms`: how much the caller has said; `played_ms`: how long ago the bot began; `question`:
        whether it is asking something.
        """
        began_ms = played_ms - voiced_ms
        if 0 <= began_ms < self.grace_ms and voiced_ms < self.sustained_ms:
            return False
        if question:
            return words is not Words.UNKNOWN or voiced_ms >= self.answer_ms
        if words is Words.REAL:
            return True
        return voiced_ms >= (self.speech_ms if words is Words.UNKNOWN else self.listening_ms)
