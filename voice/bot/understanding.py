"""What one turn of the caller means, read from its words before anything is decided.

Kept apart from the conversation, so that this (the slow part, milliseconds) can run on a worker thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assist.asides import Said, aside_of, wants_language
from assist.cues import cues
from assist.encoders.encoder import Encoder
from assist.intents import IntentClassifier, IntentPrediction, Request
from assist.knowledge import HeldBack, KnowledgeBase, Passage
from assist.person_request import asks_for_person
from assist.replies import asks_to_repeat, says_goodbye, yes_or_no
from assist.telephone_numbers import SpokenNumber, spoken_number
from config.centre import Centre
from transcripts.events import Cue


@dataclass(frozen=True, slots=True)
class Understood:
    """A turn with everything that could be read out of it, save the details that were asked for."""

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
    alternatives: tuple[str, ...] = ()
    """Other readings of the recogniser's, best first."""
    requests: tuple[Request, ...] = ()
    """More than one where the caller asked for several things in one turn."""
    aside: Said | None = None
    cues: tuple[Cue, ...] = ()
    language: str = ""
    """BCP 47 of another language of the centre's in which the caller wants to go on."""

    def with_reply(self, affirmed: bool) -> "Understood":
        """The same, with a yes or no that was keyed in."""
        return replace(self, affirmed=affirmed)


class Understanding:
    """Reads turns for one centre in one language. Immutable, so any number of calls may share it."""

    def __init__(self, centre: Centre, today: date, encoder: Encoder | None = None) -> None:
        """`encoder`: what intents are learnt with; without it, the built-in one."""
        self._region = centre.region
        self._language = centre.language
        self._others = tuple(locale.language for locale in centre.locales)
        self._classifier = IntentClassifier.learn(
            {intent.name: intent.examples for intent in centre.intents}, encoder=encoder
        )
        self._knowledge = KnowledgeBase(centre.articles, today)

    def of(self, utterance_id: str, text: str, alternatives: Sequence[str] = ()) -> Understood:
        requests = self._classifier.requests(text, alternatives)
        whole = self._classifier.classify(text, alternatives)
        return Understood(
            utterance_id=utterance_id,
            text=text,
            prediction=requests[0].prediction if len(requests) > 1 else whole,
            passages=tuple(self._knowledge.search(text)),
            person_words=asks_for_person(text),
            affirmed=yes_or_no(text),
            goodbye=says_goodbye(text),
            repeat=asks_to_repeat(text),
            number=spoken_number(text, self._region),
            alternatives=tuple(alternatives),
            requests=requests,
            aside=aside_of(text, self._language),
            cues=cues(text, self._language, utterance_id),
            language=next((other for other in self._others if wants_language(text, other)), ""),
        )

    def answer(self, article_id: str) -> Passage | None:
        """The short answer of an article, where callers may hear it today."""
        return self._knowledge.answer(article_id)

    def held_back(self, article_id: str) -> HeldBack | None:
        """What of an article callers never hear, and why."""
        return next((held for held in self._knowledge.held_back if held.article_id == article_id), None)
