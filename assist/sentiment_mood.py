"""What is said of one utterance's mood, and of whom it may be said: the caller, nobody else."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from transcripts.events import Cue, Speaker, Utterance

NEUTRAL_BELOW = 0.25
"""A score nearer to 0 than this is neutral."""


class Feeling(StrEnum):
    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class NotTheCallers(ValueError):
    """Somebody else's words were about to be judged."""


@dataclass(frozen=True, slots=True)
class CallerWords:
    """Words of the caller's. There are none of an agent's: making them raises `NotTheCallers`."""

    text: str
    language: str = "en"
    """BCP 47."""
    utterance_id: str = ""
    speaker: Speaker = Speaker.CALLER

    def __post_init__(self) -> None:
        if self.speaker is not Speaker.CALLER:
            raise NotTheCallers(f"These are words of the {self.speaker.value}; only the caller's are judged.")

    @classmethod
    def of(cls, utterance: Utterance, language: str) -> "CallerWords | None":
        """None where somebody else speaks, or nothing was understood."""
        if utterance.speaker is not Speaker.CALLER or utterance.rejected or not utterance.text.strip():
            return None
        return cls(utterance.text, language, utterance.utterance_id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a mood rests on. This is what an agent is shown."""

    words: str
    """As the recogniser wrote them."""
    start: int
    """Of the first character in the text."""
    end: int
    kind: str
    """`word`, a kind of phrase such as `sarcasm`, a cue such as `already-told`, or `model`."""


@dataclass(frozen=True, slots=True)
class Mood:
    label: Feeling
    score: float
    """-1 (worst) to 1. For the arc and the alerts, not for agents."""
    evidence: tuple[Evidence, ...] = ()
    """In the order said."""
    cues: tuple[Cue, ...] = ()
    """Those of `assist.cues`, `repeated` for a `repeat` that says how often, and `churn` for leaving."""


class SentimentEngine(Protocol):
    """Immutable, so that any number of calls and threads may share it."""

    @property
    def name(self) -> str:
        """What it is called in the journal and in reports."""
        ...

    def mood(self, words: CallerWords) -> Mood: ...


def label_of(score: float) -> Feeling:
    if abs(score) < NEUTRAL_BELOW:
        return Feeling.NEUTRAL
    return Feeling.POSITIVE if score > 0 else Feeling.NEGATIVE
