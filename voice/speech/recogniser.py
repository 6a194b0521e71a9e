"""What a speech recogniser is to the rest of the service: audio in, text with its doubts out."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from voice.audio.types import Int16Array
from voice.turns.endpoint import Expected


class Urgency(IntEnum):
    """Which work goes first. Finals are never dropped; the others may be."""

    FINAL = 0
    SPECULATION = 1
    """A final begun before the turn has ended."""
    PARTIAL = 2


@dataclass(frozen=True, slots=True)
class RecognitionRequest:
    call_id: str
    utterance_id: str
    pcm: Int16Array
    """8 kHz mono, the turn with its pre-roll."""
    urgency: Urgency
    speech_ms: int
    """How much of `pcm` the voice activity took for speech, in ms: below 200 nothing is decoded."""
    language: str = "en"
    """BCP 47: what the caller is taken to speak. Detecting it would cost as much as understanding it."""
    expected: Expected = "open"
    """What the bot has asked for: an engine may listen for it more closely, without ruling out the rest."""


@dataclass(frozen=True, slots=True)
class Recognition:
    text: str
    """Empty when nothing could be understood, or when `rejected` says why the text was thrown away."""
    confidence: float
    """0 to 1."""
    engine: str
    """Engine and model, e.g. `faster-whisper base.en`."""
    rejected: str = ""
    """In words: "too little speech", "no speech by the model's own estimate", "a repeated loop" …"""
    alternatives: tuple[str, ...] = ()
    """Other readings, best first, where the engine gives them."""


class Recogniser(Protocol):
    """A heavy, shared engine. All methods but `batch_key` block, and are called on worker threads only.

    The scheduler calls `recognise` from up to `parallel` threads at once.
    """

    @property
    def name(self) -> str:
        """Engine and model, as the record shows it."""
        ...

    @property
    def languages(self) -> frozenset[str] | None:
        """What it understands, as primary subtags ("en"); None: whatever Whisper's multilingual models do."""
        ...

    @property
    def parallel(self) -> int:
        """How many threads may be in `recognise` at once."""
        ...

    @property
    def max_batch(self) -> int:
        """The most requests in one `recognise`."""
        ...

    def batch_key(self, request: RecognitionRequest) -> Hashable:
        """Requests with equal keys may share a batch (same window, language and prompt length).

        Cheap; never blocks.
        """
        ...

    def warm_up(self) -> None:
        """Loads the model and runs it once, so that the first caller does not wait."""
        ...

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        """One recognition a request, in order."""
        ...

    def close(self) -> None: ...


def primary(language: str) -> str:
    """The language of a BCP 47 tag: "es" of `es-US`."""
    return language.partition("-")[0].lower()


def speaks(recogniser: Recogniser, language: str) -> bool:
    """Whether it understands `language` (BCP 47), so that a caller may be offered it."""
    return recogniser.languages is None or primary(language) in recogniser.languages
