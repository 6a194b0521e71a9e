"""What one turn of the caller means, read from its words before anything is decided.

Kept apart from the conversation, so that this (the slow part, milliseconds) can run on a worker thread.
"""

from dataclasses import dataclass
from datetime import date

from assist.intents import IntentClassifier, IntentPrediction
from assist.knowledge import KnowledgeBase, Passage
from assist.person_request import asks_for_person
from assist.replies import asks_to_repeat, says_goodbye, yes_or_no
from assist.telephone_numbers import SpokenNumber, spoken_number
from config.centre import Centre


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn with everything that could be read out of it."""

    utterance_id: str
    text: str
    prediction: IntentPrediction
    passages: tuple[Passage, ...]
    """What the knowledge base has on these words, best first."""
    person_words: str | None
    """The words that ask for a person, if any do."""
    affirmed: bool | None
    goodbye: bool
    repeat: bool
    number: SpokenNumber | None


class Understanding:
    """Reads turns for one centre. Immutable after construction, so any number of calls may share it."""

    def __init__(self, centre: Centre, today: date) -> None:
        self._region = centre.region
        self._classifier = IntentClassifier.learn({intent.name: intent.examples for intent in centre.intents})
        self._knowledge = KnowledgeBase(centre.articles, today)

    def of(self, utterance_id: str, text: str) -> Understood:
        return Understood(
            utterance_id=utterance_id,
            text=text,
            prediction=self._classifier.classify(text),
            passages=tuple(self._knowledge.search(text)),
            person_words=asks_for_person(text),
            affirmed=yes_or_no(text),
            goodbye=says_goodbye(text),
            repeat=asks_to_repeat(text),
            number=spoken_number(text, self._region),
        )

    def answer(self, article_id: str) -> Passage | None:
        """The short answer of an article, where callers may hear it today."""
        return self._knowledge.answer(article_id)
