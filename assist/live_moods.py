"""Moods that were judged beforehand, on a thread: a classifier takes longer than a call's audio can wait."""

from dataclasses import dataclass

from assist.sentiment import CallerWords, Mood, SentimentEngine
from transcripts.events import Utterance


@dataclass(frozen=True, slots=True)
class Feel:
    """Judge these words on a thread, and hand the mood to `LiveCall.felt`."""

    said: Utterance
    words: CallerWords
    engine: SentimentEngine


class JudgedMoods:
    """An engine that knows some moods already; the others it has judged now."""

    def __init__(self, engine: SentimentEngine) -> None:
        self._engine = engine
        self._judged: dict[CallerWords, Mood] = {}

    @property
    def name(self) -> str:
        return self._engine.name

    def judged(self, words: CallerWords, mood: Mood) -> None:
        self._judged[words] = mood

    def mood(self, words: CallerWords) -> Mood:
        known = self._judged.pop(words, None)
        return self._engine.mood(words) if known is None else known
