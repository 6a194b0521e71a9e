"""When the caller's speech stops the bot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BargeIn:
    """Any started turn stops the bot at once, except what may be the bot's own echo.

    An echo begins right after the playback does. Speech that began before the playback is none, and one that
    lasts outlives what the network's echo cancellers need to converge.
    """

    grace_ms: int = 250
    """Speech that begins this early in the playback may be its echo, in ms."""
    sustained_ms: int = 600
    """Such speech counts after all when it has gone on for this long, in ms."""

    def decide(self, speech_ms: int, played_ms: int) -> bool:
        """Whether the bot stops now. Ask when a turn starts, and with each partial while the bot speaks.

        `speech_ms`: how long ago the caller began; `played_ms`: how long ago the bot did, both in ms.
        """
        began_ms = played_ms - speech_ms
        return began_ms < 0 or began_ms >= self.grace_ms or speech_ms >= self.sustained_ms
