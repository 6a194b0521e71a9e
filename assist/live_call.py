"""What live assistance makes of one call's events: the pure parts put together, without I/O.

The journal is its only memory: fed with the call so far it stands where it stood, and asks for nothing that
is written already.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from assist.checklist_states import ItemState
from assist.cues import cues
from assist.knowledge_retrieval import REMEMBERED, Heard
from assist.live_guard import Guard
from assist.live_judges import COMPARISON, MOOD, Judges, never_shown
from assist.live_moods import Feel
from assist.live_parts import AssistParts, LanguageParts
from assist.live_speech import AgentSpeech
from assist.live_state import (
    AssistState,
    checklists_shown,
    evidence_shown,
    facts_shown,
    next_step_shown,
    showing_shown,
)
from assist.said import Outcome
from assist.sentiment import Mood
from assist.suggestion_commands import Action, Command, Search, Suggestion, SuggestionEvent, Write
from assist.suggestion_density import density_of
from assist.suggestion_sources import Source
from assist.suggestions import Suggestions
from transcripts.assist_events import (
    ChecklistItemSet,
    HandRaised,
    QuietSet,
    SentimentAlerted,
    SentimentNoted,
    SuggestionAnswered,
    SuggestionDropped,
    SuggestionOffered,
    SuggestionSaid,
)
from transcripts.event import Milliseconds
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallEnded,
    CallStarted,
    CueNoticed,
    IntentRecognised,
    LanguageChosen,
    PartialUtterance,
    Speaker,
    SpeechStarted,
    TransferAccepted,
    TransferEnded,
    Utterance,
)

OWN = (
    SuggestionOffered,
    SuggestionDropped,
    SuggestionAnswered,
    SuggestionSaid,
    SentimentNoted,
    SentimentAlerted,
    ChecklistItemSet,
    QuietSet,
)
"""What is written here and by nobody else: it has been reckoned with when it comes back from the journal."""

Ask: TypeAlias = AnyEvent | Search | Feel
"""To be journalled, to be looked up, or to be judged."""

SUGGESTIONS = "the choice of suggestions"


class LiveCall:
    """What happens goes in with its time; what is to be done comes out, in order."""

    def __init__(
        self,
        call_id: str,
        parts: AssistParts,
        past: Sequence[AnyEvent],
        now_ms: Milliseconds,
        today: datetime,
    ) -> None:
        """`past`: the call so far. That of a long call takes a tenth of a second: it is for a thread."""
        self._call_id = call_id
        self._parts = parts
        self._today = today
        self._past: list[AnyEvent] = [
            one for one in past if not isinstance(one, SpeechStarted | PartialUtterance)
        ]
        self._earlier: deque[Heard] = deque(maxlen=REMEMBERED)
        self._guard = Guard(call_id)
        self._speech = AgentSpeech()
        self._language = self._agent = ""
        self._quiet = self._hand_raised = False
        self._compared: set[str] = set()
        """Cards of which it is written what the agent's words made of them."""
        self.over = False
        for event in self._past:
            self._note(event)
        self._asks = self._learnt_anew(now_ms)

    def first_asks(self) -> list[Ask]:
        """What the past leaves to be done; once."""
        asks, self._asks = self._asks, []
        return asks

    @property
    def of_language(self) -> LanguageParts:
        return self._own

    @property
    def earlier(self) -> tuple[Heard, ...]:
        """What both sides said last, oldest first."""
        return tuple(self._earlier)

    @property
    def next_due_ms(self) -> Milliseconds | None:
        """When `due` is to be called."""
        if self.over:
            return None
        broken = self._guard.broken
        suggestions = None if SUGGESTIONS in broken else self._suggestions.next_due_ms
        comparison = None if COMPARISON in broken else self._judges.watch.next_due_ms
        times = (suggestions, comparison, self._speech.ends_ms, self._guard.until_ms)
        return min((time for time in times if time is not None), default=None)

    def state(self, passage: Callable[[Suggestion], str]) -> AssistState:
        """`passage` gives all of the section that a card quotes."""
        judges = self._judges
        return AssistState(
            showing=showing_shown(self._suggestions.showing, passage),
            checklists=checklists_shown(judges.checklists.checklists),
            next_step=None if self.over else next_step_shown(judges.checklists.next_step),
            evidence=evidence_shown(judges.sentiment),
            facts=facts_shown(judges.facts.facts),
            hand_raised=self._hand_raised,
            paused=self._guard.why,
        )

    @property
    def missed(self) -> tuple[str, ...]:
        """The critical items that are open, in words."""
        return self._judges.checklists.missed

    def heard(self, event: AnyEvent, now_ms: Milliseconds) -> list[Ask]:
        """Something happened in the call that was not written here."""
        if isinstance(event, SpeechStarted | PartialUtterance):
            if event.speaker is Speaker.AGENT and self._speech.heard(event.utterance_id, now_ms):
                self._suggestions.agent_speaks()
                self._judges.watch.agent_speaks()
            return []
        self._past.append(event)
        own, agent = self._own, self._agent
        self._note(event)
        if self._parts.of(self._language) is not own:
            return self._all(self._learnt_anew(now_ms))
        if self._agent != agent:
            self._suggestions = self._restored(now_ms)
            return self._all([*self._cues_so_far(now_ms), *self._next_item(now_ms)])
        # What the caller asks is looked up before anything else is made of it: somebody waits.
        asks = self._whispered(event, now_ms)
        feel = self._judges.to_feel(event)
        asks += [feel] if feel is not None else []
        asks += self._judged(self._judges.heard(event), now_ms)
        if isinstance(event, Utterance) and self._agent_finished(event):
            asks += self._agent_stopped(now_ms)
        if isinstance(event, CallEnded):
            return self._all([*asks, *self._ended(now_ms)])
        return self._all([*asks, *self._next_item(now_ms)])

    def due(self, now_ms: Milliseconds) -> list[Ask]:
        """Time passes."""
        asks: list[Ask] = []
        if self._guard.over(now_ms):
            # What a part may have left half done is taken from the record.
            self._suggestions = self._restored(now_ms)
            asks += self._next_item(now_ms)
        if self._speech.over(now_ms):
            asks += self._agent_stopped(now_ms)
        asks += self._judged(self._judges.due(now_ms), now_ms)
        asks += self._suggest(lambda: self._suggestions.due(now_ms), now_ms)
        return self._all(asks)

    def found(
        self, asked: Search, sources: Sequence[Source], now_ms: Milliseconds, *, seeks: bool = True
    ) -> list[Ask]:
        if self._guard.paused and not asked.pulled:
            return self._all([])
        return self._all(
            self._suggest(
                lambda: self._suggestions.found(asked.search_id, sources, now_ms, seeks=seeks),
                now_ms,
            )
        )

    def search_failed(self, asked: Search, why: str, now_ms: Milliseconds) -> list[Ask]:
        """It raised. Who searched is told that nothing was found."""
        self._guard.failed("a search", why, now_ms)
        return self.found(asked, (), now_ms)

    def felt(self, feel: Feel, mood: Mood | None, why: str, now_ms: Milliseconds) -> list[Ask]:
        """The mood of what the caller said; None: it could not be judged, and `why`."""
        if mood is None:
            self._guard.failed(MOOD, why, now_ms)
            return self._all([])
        return self._all(self._judged(self._judges.felt(feel, mood), now_ms))

    def acted(
        self, suggestion_id: str, action: Action, now_ms: Milliseconds, because: str, by: str
    ) -> list[Ask]:
        return self._all(
            self._suggest(
                lambda: self._suggestions.acted(suggestion_id, action, now_ms, because, by),
                now_ms,
            )
        )

    def look_up(self, query: str, now_ms: Milliseconds) -> list[Ask]:
        """The agent searches, which is always there."""
        return self._all(self._suggest(lambda: self._suggestions.look_up(query, now_ms), now_ms))

    def set_quiet(self, now_ms: Milliseconds, by: str, *, on: bool) -> list[Ask]:
        if on == self._quiet or self.over:
            return []
        self._quiet = on
        event = self._kept(QuietSet(call_id=self._call_id, at_ms=now_ms, on=on, by=by))
        quiet = self._suggest(lambda: self._suggestions.quiet(now_ms, on=on), now_ms)
        return self._all([event, *quiet, *self._next_item(now_ms)])

    def raise_hand(self, now_ms: Milliseconds, reason: str, by: str, *, up: bool) -> list[Ask]:
        if up == self._hand_raised or self.over:
            return []
        self._hand_raised = up
        return [HandRaised(call_id=self._call_id, at_ms=now_ms, up=up, reason=reason, by=by)]

    def overrule(
        self, checklist: str, item: str, state: ItemState, now_ms: Milliseconds, reason: str, by: str
    ) -> list[Ask]:
        """Raises `KeyError` for what is not there, `ValueError` where nobody decides."""
        event = self._judges.checklists.overrule(
            checklist, item, state, by, call_id=self._call_id, at_ms=now_ms, reason=reason
        )
        return self._all([self._kept(event), *self._next_item(now_ms)])

    def _note(self, event: AnyEvent) -> None:
        """What is told by one event and holds until another."""
        match event:
            case CallStarted() | LanguageChosen():
                self._language = event.language
            case TransferAccepted():
                self._agent = event.agent
            case TransferEnded() if event.fallback:
                self._agent = ""
            case SuggestionSaid():
                self._compared.add(event.suggestion_id)
            case QuietSet():
                self._quiet = event.on
            case HandRaised():
                self._hand_raised = event.up
            case Utterance(rejected="") if event.text.strip():
                self._earlier.append(Heard(event.text, ()))
            case BotSaid() if event.heard.strip():
                self._earlier.append(Heard(event.heard, ()))
            case _:
                pass

    def _learnt_anew(self, now_ms: Milliseconds) -> list[Ask]:
        """The parts for the call's language and agent; what they make of the call and is not written yet."""
        self._own = self._parts.of(self._language)
        reader = self._own.reader(self._today)
        language = self._language or self._own.language
        self._judges = Judges(self._call_id, self._own, language, reader, self._guard)
        missing = self._judges.replay(self._past)
        self._suggestions = self._restored(now_ms)
        asks = self._judged(missing, now_ms)
        asks += self._cues_so_far(now_ms)
        self.over = any(isinstance(event, CallEnded) for event in self._past)
        return [*asks, *(self._ended(now_ms) if self.over else self._next_item(now_ms))]

    def _restored(self, now_ms: Milliseconds) -> Suggestions:
        """As the journal has them."""
        agent = self._own.centre.agent(self._agent)
        settings = self._parts.settings
        suggestions = Suggestions(
            self._call_id,
            settings,
            self._parts.salt,
            density=density_of(agent.started if agent else None, self._own.today(self._today), settings),
            language=self._own.language,
            prompts=self._own.centre.whispers,
        )
        suggestions.restore(one for one in self._past if isinstance(one, SuggestionEvent))
        for event in self._past:
            if isinstance(event, IntentRecognised):
                suggestions.topic(event.intent, event.utterance_id, now_ms)
        suggestions.quiet(now_ms, on=self._quiet)
        if self._speech.ends_ms is not None:
            suggestions.agent_speaks()
        return suggestions

    def _whispered(self, event: AnyEvent, now_ms: Milliseconds) -> list[Ask]:
        match event:
            case Utterance(speaker=Speaker.CALLER, rejected="") if event.text.strip() and self._agent:
                uid, text, end_ms = event.utterance_id, event.text, event.end_ms
                asks = self._suggest(lambda: self._suggestions.caller_said(uid, text, end_ms, now_ms), now_ms)
                return [*asks, *self._cues_in(event, now_ms)]
            case IntentRecognised():
                intent, uid = event.intent, event.utterance_id
                return self._suggest(lambda: self._suggestions.topic(intent, uid, now_ms), now_ms)
            case CueNoticed() if self._agent:
                return self._cue(event, now_ms)
            case _:
                return []

    def _cues_in(self, said: Utterance, now_ms: Milliseconds) -> list[Ask]:
        """While an agent has the call the bot does not listen for them."""
        asks: list[Ask] = []
        found = self._guard.run(
            "cues", lambda: cues(said.text, self._own.language, said.utterance_id), now_ms
        )
        for cue in found:
            event = CueNoticed(
                call_id=self._call_id,
                at_ms=now_ms,
                utterance_id=said.utterance_id,
                cue=cue.cue,
                words=cue.words,
            )
            asks += [event, *self._cue(event, now_ms)]
        return asks

    def _cues_so_far(self, now_ms: Milliseconds) -> list[Ask]:
        """What is grave and was said to the bot, the agent is to know as well."""
        cues_so_far = [event for event in self._past if isinstance(event, CueNoticed) and self._agent]
        return [ask for event in cues_so_far for ask in self._cue(event, now_ms)]

    def _cue(self, event: CueNoticed, now_ms: Milliseconds) -> list[Ask]:
        cue, uid, end_ms = event.cue, event.utterance_id, event.at_ms
        return self._suggest(lambda: self._suggestions.noticed(cue, uid, end_ms, now_ms), now_ms)

    def _agent_finished(self, said: Utterance) -> bool:
        return said.speaker is Speaker.AGENT and self._speech.finished(said.utterance_id)

    def _agent_stopped(self, now_ms: Milliseconds) -> list[Ask]:
        self._judges.watch.agent_stopped(now_ms)
        return self._suggest(lambda: self._suggestions.agent_stopped(now_ms), now_ms)

    def _judged(self, made: Sequence[AnyEvent], now_ms: Milliseconds) -> list[Ask]:
        asks: list[Ask] = []
        for event in made:
            if isinstance(event, SuggestionSaid) and event.suggestion_id in self._compared:
                continue
            asks.append(self._kept(event))
            if isinstance(event, SuggestionSaid):
                self._compared.add(event.suggestion_id)
                name, outcome = event.suggestion_id, Outcome(event.outcome)
                asks += self._suggest(lambda: self._suggestions.said(name, outcome, now_ms), now_ms)  # noqa: B023 - run at once
        return asks

    def _next_item(self, now_ms: Milliseconds) -> list[Ask]:
        """The step that is due, as a chip; who says it in the wording of the law is shown the wording."""
        step = self._judges.checklists.next_step if self._agent else None
        critical = step is not None and any(
            checklist.next_step == step and checklist.definition.item(step.item).critical
            for checklist in self._judges.checklists.checklists
        )
        text = None if step is None else step.wording or step.words
        return self._suggest(lambda: self._suggestions.next_item(text, now_ms, critical=critical), now_ms)

    def _ended(self, now_ms: Milliseconds) -> list[Ask]:
        self.over = True
        asks = self._judged(self._judges.over(now_ms), now_ms)
        return [*asks, *self._suggest(lambda: self._suggestions.call_over(now_ms), now_ms)]

    def _suggest(self, work: Callable[[], list[Command]], now_ms: Milliseconds) -> list[Ask]:
        commands = self._guard.run(SUGGESTIONS, work, now_ms)
        events = [command.event for command in commands if isinstance(command, Write)]
        unseen = never_shown(events)
        for event in events:
            self._kept(event)
            if event.suggestion_id not in unseen:
                self._judges.written(event)
        return [
            *events,
            *(command for command in commands if isinstance(command, Search)),
        ]

    def _kept(self, event: AnyEvent) -> AnyEvent:
        self._past.append(event)
        return event

    def _all(self, asks: list[Ask]) -> list[Ask]:
        return [*asks, *self._guard.noted()]
