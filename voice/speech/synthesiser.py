"""What a synthesiser is to the rest of the service: a clause in, telephone audio out."""

from typing import Protocol

from voice.audio.types import Int16Array


class Synthesiser(Protocol):
    """A heavy, shared engine. `warm_up` and `synthesise` block, and are called on worker threads only."""

    @property
    def name(self) -> str:
        """Engine and voice, as the record shows it, e.g. `espeak-ng en-us`."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text would sound different; part of the phrase cache's key."""
        ...

    def warm_up(self) -> None: ...

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        """Speaks one clause or sentence: 8 kHz mono, without leading silence over 20 ms.

        `pace`: 1 is the voice's own; 0.8 takes a quarter longer.
        """
        ...

    def close(self) -> None: ...
