"""What a language brings for reading a caller's mood: its words and phrases, and the words that turn them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SentimentLanguage:
    """Lists of words have blanks between them. Phrases are in the notation of `assist.cues`."""

    words: Mapping[float, str]
    """By valence, -4 (worst) to 4; what can be neutral in a plain report of a fault stays near 0."""
    phrases: Mapping[str, tuple[float, str]]
    """By kind, each with its valence, the more telling first: their words do not count by themselves."""
    tables: Mapping[str, str]
    churn: str
    """Phrases of callers who may leave."""
    negations: str
    answers: str
    """Negations that are whole answers, too: "no, it is great" denies nothing of what follows."""
    after_answer: str
    """Words that follow such an answer, or a "great", where the recogniser writes no comma."""
    opinions: str
    """Over these a negation reaches further: "I do not think that it is good"."""
    intensifiers: str
    dampeners: str
    contrasts: str
    """What comes after these counts more than what came before: "nice, but slow"."""
    questions: str
    """First words of a question."""
    reproaches: str
    """First words of a question that is none: "why is it always down"."""
    wishes: str
    """What is wished for is not there: "it would be great"."""
    exclamations: str
    """What is exclaimed of good news, or of bad news bitterly: "wonderful, another hour on hold"."""
    situations: str
    """What makes such an exclamation bitter."""
    burdens: str
    """What does so when there is more of it yet."""
    more: str
    """Words for that."""
    thanks: str
    """What makes it sincere."""
    certain_times: str
    """In a cue for having rung before, these say that it was often."""
