"""What is made of one call's words in one language: checklists, the caller's mood and facts, cards said.

Fed with the call's events in order, its own among them; rebuilt by feeding the journal through.
"""

from collections.abc import Hashable, Iterable

from assist.call_checklists import CallChecklists
from assist.live_facts import CallerFacts
from assist.live_guard import Guard
from assist.live_moods import Feel, JudgedMoods
from assist.live_parts import LanguageParts
from assist.said import Spoken
from assist.said_facts import Reader
from assist.said_watch import SaidWatch
from assist.sentiment import CallerSentiment, CallerWords, Mood
from assist.suggestion_board import CHECKLIST
from assist.suggestion_commands import Action, Form
from transcripts.assist_events import (
    ChecklistItemSet,
    SentimentAlerted,
    SentimentNoted,
    SuggestionAnswered,
    SuggestionDropped,
    SuggestionOffered,
    SuggestionSaid,
)
from transcripts.event import Milliseconds
from transcripts.events import AnyEvent, Speaker, Utterance

COMPARISON = "the comparison with cards"
MOOD = "the caller's mood"


class Judges:
    def __init__(
        self, call_id: str, parts: LanguageParts, language: str, reader: Reader, guard: Guard
    ) -> None:
        self._guard = guard
        self._texts: dict[str, str] = {}
        self.checklists = CallChecklists(parts.book)
        self._engine = parts.sentiment
        self._moods = JudgedMoods(parts.sentiment)
        self._language = language
        self.sentiment = CallerSentiment(self._moods, language)
        self.watch = SaidWatch(call_id, reader)
        self.facts = CallerFacts(parts.centre)

    def replay(self, past: Iterable[AnyEvent]) -> list[AnyEvent]:
        """The call so far; what is to be written of it and is not yet."""
        past = tuple(past)
        written = {_key(event) for event in past}
        unseen = never_shown(past)
        made: list[AnyEvent] = []
        for event in past:
            made += self.due(event.at_ms)
            if not (isinstance(event, SuggestionOffered) and event.suggestion_id in unseen):
                self.written(event)
            made += self.heard(event)
            made += self._guard.run(MOOD, lambda: self.sentiment.heard(event), event.at_ms)  # noqa: B023 - run at once
        return [event for event in made if _key(event) not in written]

    def heard(self, event: AnyEvent) -> list[AnyEvent]:
        """What is to be written after something that happened in the call, save the caller's mood."""
        at_ms = event.at_ms
        made: list[AnyEvent] = []
        self._guard.run("the caller's facts", lambda: self._noted(event), at_ms)
        made += self._guard.run("a checklist", lambda: self.checklists.heard(event), at_ms)
        if isinstance(event, Utterance) and event.speaker is Speaker.AGENT and not event.rejected:
            spoken = Spoken(event.utterance_id, event.text, event.confidence)
            start_ms = event.start_ms
            made += self._guard.run(COMPARISON, lambda: self.watch.agent_said(spoken, start_ms, at_ms), at_ms)
        return made

    def to_feel(self, event: AnyEvent) -> Feel | None:
        """What of it has to be judged for the caller's mood."""
        words = CallerWords.of(event, self._language) if isinstance(event, Utterance) else None
        return None if words is None or not isinstance(event, Utterance) else Feel(event, words, self._engine)

    def felt(self, feel: Feel, mood: Mood) -> list[AnyEvent]:
        """What is to be written after it was judged."""
        self._moods.judged(feel.words, mood)
        return [*self._guard.run(MOOD, lambda: self.sentiment.heard(feel.said), feel.said.at_ms)]

    def written(self, event: AnyEvent) -> None:
        """Of our own, what the agent's words are to be compared with from now on."""
        if isinstance(event, SuggestionOffered) and event.text and event.query != CHECKLIST:
            self._texts[event.suggestion_id] = event.text
            if event.form != Form.CHIP:
                self.watch.shown(event.suggestion_id, event.text, event.at_ms)
        elif isinstance(event, SuggestionAnswered) and event.action in (Action.EXPANDED, Action.USED):
            text = self._texts.get(event.suggestion_id, "")
            if text:
                self.watch.shown(event.suggestion_id, text, event.at_ms)

    def due(self, now_ms: Milliseconds) -> list[SuggestionSaid]:
        return self._guard.run(COMPARISON, lambda: self.watch.due(now_ms), now_ms)

    def over(self, now_ms: Milliseconds) -> list[SuggestionSaid]:
        return self._guard.run(COMPARISON, lambda: self.watch.call_over(now_ms), now_ms)

    def _noted(self, event: AnyEvent) -> tuple[()]:
        self.facts.heard(event)
        return ()


def never_shown(events: Iterable[AnyEvent]) -> set[str]:
    """Suggestions that were given up when they were written down."""
    events = tuple(events)
    offered = {one.suggestion_id: one.at_ms for one in events if isinstance(one, SuggestionOffered)}
    return {
        one.suggestion_id
        for one in events
        if isinstance(one, SuggestionDropped) and offered.get(one.suggestion_id) == one.at_ms
    }


def _key(event: AnyEvent) -> Hashable:
    """What tells whether one of ours is written already, whenever that was."""
    match event:
        case SentimentNoted():
            return ("noted", event.utterance_id)
        case SentimentAlerted():
            return event.reason
        case ChecklistItemSet():
            return (event.checklist, event.item, event.state, event.by, event.utterance_id)
        case SuggestionSaid():
            return ("said", event.suggestion_id)
        case _:
            return None
