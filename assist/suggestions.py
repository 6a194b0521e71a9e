"""When an agent is whispered to: few things, in time, with their source, and nothing while they speak.

One object a call, without I/O and without a clock: what happens goes in with its time, commands come out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assist.said import Outcome
from assist.suggestion_board import CHECKLIST, SAID, Board
from assist.suggestion_commands import (
    Action,
    Clear,
    Command,
    Dropped,
    Form,
    Paint,
    Showing,
    Suggestion,
    SuggestionEvent,
)
from assist.suggestion_density import Density
from assist.suggestion_lot import is_held_out
from assist.suggestion_memory import Memory
from assist.suggestion_searches import Asked, Searches, card_of, query_chip
from assist.suggestion_sources import Band, Source
from assist.suggestion_topic import about, has_moved, worth_looking_up
from config.settings import SuggestionSettings
from transcripts.assist_events import SuggestionAnswered, SuggestionDropped, SuggestionOffered

LONGEST_QUERY = 300
"""Characters of a query."""
URGENT_WAIT_MS = 2_000
"""The longest that a card of safety waits for the agent to stop speaking."""

MOST_PULLED = 3
"""What a search of the agent's shows at once: a card, and the others as chips."""


@dataclass(frozen=True, slots=True)
class _Urgent:
    suggestion: Suggestion
    from_ms: int


class Suggestions:
    """What is whispered to the agent of one call. Every method returns what is to be done, in order."""

    def __init__(
        self,
        call_id: str,
        settings: SuggestionSettings,
        salt: bytes,
        *,
        density: Density = Density.FULL,
        language: str = "en",
        prompts: Mapping[str, str] | None = None,
    ) -> None:
        """`salt`: secret of this installation, for the lot. `prompts`: by cue, what the agent is to know at
        once ("self-harm": the centre's own text)."""
        self._call_id = call_id
        self._settings = settings
        self._salt = salt
        self._density = density
        self._language = language
        self._prompts = dict(prompts or {})
        self._board = Board(call_id)
        self._memory = Memory(_ms(settings.not_now_s))
        self._searches = Searches()
        # Found, and not shown because the agent speaks.
        self._waiting: Suggestion | None = None
        self._urgent: tuple[_Urgent, ...] = ()
        self._prompted: set[str] = set()
        self._item: tuple[str, bool] | None = None
        self._speaking = False
        self._last_card_ms: int | None = None
        self._intent: str | None = None
        self._over = False

    @property
    def showing(self) -> Showing:
        """For a panel that connects."""
        return self._board.showing

    def restore(self, events: Iterable[SuggestionEvent]) -> None:
        """Once, before anything else: what the journal knows of this call."""
        journal = tuple(events)
        offered = {one.suggestion_id: one.at_ms for one in journal if isinstance(one, SuggestionOffered)}
        never_shown = {
            one.suggestion_id
            for one in journal
            if isinstance(one, SuggestionDropped) and one.at_ms == offered.get(one.suggestion_id)
        }
        for event in journal:
            if event.suggestion_id in never_shown:
                self._board.reserve(event.suggestion_id)
                continue
            one = self._board.restore(event)
            if one is None:
                continue
            if isinstance(event, SuggestionAnswered):
                self._memory.heed(one, Action(event.action), event.at_ms)
            elif isinstance(event, SuggestionOffered):
                self._memory.remember(one)
                if one.form is Form.CARD and not one.pulled:
                    self._last_card_ms = event.at_ms
                if one.query == CHECKLIST:
                    self._item = (one.text, one.form is Form.COMPLIANCE)
                elif one.urgent:
                    self._prompted.add(one.query)
        self._board.written()

    def caller_said(self, utterance_id: str, text: str, end_ms: int, now_ms: int) -> list[Command]:
        """A final utterance of the caller, whose speech ended at `end_ms`."""
        before = self.showing
        said = about(text, self._language)
        self._move_on(lambda one: has_moved(self._about(one), said), now_ms)
        commands: list[Command] = []
        if not self._over and not self._board.quiet and worth_looking_up(text, self._language):
            # Who asks anew has no use for the answer to what was asked before.
            self._searches.keep(lambda asked: asked.pulled)
            query = text.strip()[:LONGEST_QUERY]
            commands.append(self._searches.ask(Asked(query, utterance_id, end_ms, pulled=False)))
        return [*commands, *self._done(before)]

    def topic(self, intent: str | None, utterance_id: str, now_ms: int) -> list[Command]:
        """What the caller wants, as it was understood from `utterance_id`."""
        before = self.showing
        if intent is not None and self._intent is not None and intent != self._intent:
            self._move_on(lambda one: one.utterance_id != utterance_id, now_ms)
            self._searches.keep(lambda asked: asked.pulled or asked.utterance_id == utterance_id)
        self._intent = intent or self._intent
        return self._done(before)

    def noticed(self, cue: str, utterance_id: str, end_ms: int, now_ms: int) -> list[Command]:
        """A cue in the caller's words; those that the centre has a text for become a card, once a call."""
        text = self._prompts.get(cue, "")
        return self.prompt(text, cue, Form.SAFETY, utterance_id, end_ms, now_ms) if text else []

    def prompt(
        self, text: str, what: str, form: Form, utterance_id: str, end_ms: int, now_ms: int
    ) -> list[Command]:
        """A card of safety or compliance, once a call for each `what`."""
        before = self.showing
        if not self._over and what not in self._prompted:
            self._prompted.add(what)
            name = self._board.new_id()
            one = Suggestion(name, form, text, what, utterance_id=utterance_id, since_ms=end_ms)
            self._urgent = (*self._urgent, _Urgent(one, now_ms))
            self._flush(now_ms)
        return self._done(before)

    def next_item(self, text: str | None, now_ms: int, *, critical: bool = False) -> list[Command]:
        """What is due on the checklist; None: nothing."""
        before = self.showing
        if not self._over and self._item != (None if text is None else (text, critical)):
            self._item = None if text is None else (text, critical)
            self._board.put_item(None, now_ms)
            self._flush(now_ms)
        return self._done(before)

    def found(
        self, search_id: str, sources: Sequence[Source], now_ms: int, *, seeks: bool = True
    ) -> list[Command]:
        """What a `Search` found, best first. `seeks`: False where the turn asked for no knowledge at all."""
        before = self.showing
        asked = self._searches.answered(search_id)
        if asked is None:
            return []
        if asked.pulled:
            self._show_pulled(asked, sources, now_ms)
        elif sources or seeks:
            self._consider(asked, sources, now_ms)
            self._flush(now_ms)
        return self._done(before)

    def agent_speaks(self) -> None:
        """The agent began to speak: what is found now waits."""
        self._speaking = True

    def agent_stopped(self, now_ms: int) -> list[Command]:
        before = self.showing
        self._speaking = False
        self._flush(now_ms)
        return self._done(before)

    def acted(
        self, suggestion_id: str, action: Action, now_ms: int, because: str = "", by: str = ""
    ) -> list[Command]:
        """What the agent did by key or mouse. Of what is gone or answered already, nothing."""
        before = self.showing
        one = self._board.find(suggestion_id)
        if one is None:
            return []
        commands: list[Command] = []
        if not one.text and action in (Action.USED, Action.EXPANDED):
            # A query alone is used by asking it.
            self._board.answer(one, Action.USED, now_ms, because, by)
            commands += self.look_up(one.query, now_ms)
        else:
            self._board.answer(one, action, now_ms, because, by)
            self._memory.heed(one, action, now_ms)
        self._flush(now_ms)
        return [*commands, *self._done(before)]

    def said(self, suggestion_id: str, outcome: Outcome, now_ms: int) -> list[Command]:
        """What the agent's words made of a card: who has said it needs it no more."""
        before = self.showing
        card = before.card
        told = outcome in (Outcome.SAID, Outcome.OWN_WORDS)
        if card is not None and card.suggestion_id == suggestion_id and told:
            one = self._board.find(suggestion_id)
            if one is not None:
                self._board.answer(one, Action.USED, now_ms, SAID)
            self._board.take_card(Dropped.REPLACED, now_ms)
            self._flush(now_ms)
        return self._done(before)

    def look_up(self, query: str, now_ms: int) -> list[Command]:
        """The agent searches."""
        query = " ".join(query.split())[:LONGEST_QUERY]
        if self._over or not query:
            return []
        self._searches.keep(lambda asked: not asked.pulled)
        return [self._searches.ask(Asked(query, "", now_ms, pulled=True))]

    def quiet(self, now_ms: int, *, on: bool = True) -> list[Command]:
        """The agent wants no more whispers in this call, save those of safety and compliance."""
        before = self.showing
        self._board.quiet = on
        if on:
            self._drop(lambda one: not one.pulled, Dropped.QUIET, now_ms)
            item = self._board.item
            if item is not None and not item.urgent:
                self._board.put_item(None, now_ms, Dropped.QUIET)
            self._searches.keep(lambda asked: asked.pulled)
        self._flush(now_ms)
        return self._done(before)

    def due(self, now_ms: int) -> list[Command]:
        """Time passes."""
        before = self.showing
        if self._waiting is not None and self._is_stale(self._waiting, now_ms):
            self._give_up(Dropped.STALE, now_ms)
        longest = _ms(self._settings.longest_open_s)
        card = self._board.card
        if card is not None and now_ms >= card.offered_ms + longest:
            self._board.take_card(Dropped.STALE, now_ms)
        self._board.take_chips(lambda one: now_ms >= one.offered_ms + longest, Dropped.STALE, now_ms)
        self._flush(now_ms)
        return self._done(before)

    @property
    def next_due_ms(self) -> int | None:
        """When `due` is to be called; None: nothing waits for time to pass."""
        longest = _ms(self._settings.longest_open_s)
        times = [one.offered_ms + longest for one in (self._board.card, *self._board.chips) if one]
        if self._waiting is not None:
            times.append(self._waiting.since_ms + _ms(self._settings.stale_s) + 1)
        first = self._urgent[0] if self._urgent else None
        if first is not None and self._speaking and _is_safety(first) and self._has_place_for(first):
            times.append(first.from_ms + URGENT_WAIT_MS)
        return min(times, default=None)

    def call_over(self, now_ms: int) -> list[Command]:
        """Nothing is shown after this."""
        before = self.showing
        self._over = True
        self._searches.keep(lambda _: False)
        for urgent in self._urgent:
            self._board.never_shown(urgent.suggestion, Dropped.CALL_OVER, now_ms)
        self._urgent = ()
        self._item = None
        self._board.put_item(None, now_ms, Dropped.CALL_OVER)
        self._give_up(Dropped.CALL_OVER, now_ms)
        self._board.take_card(Dropped.CALL_OVER, now_ms)
        self._board.take_chips(lambda _: True, Dropped.CALL_OVER, now_ms)
        self._board.nothing_for = ""
        return self._done(before)

    def _consider(self, asked: Asked, sources: Sequence[Source], now_ms: int) -> None:
        """What was found waits until it may be shown, which may be at once."""
        source = self._memory.choose(sources, now_ms)
        one: Suggestion | None = None
        if source is not None:
            one = card_of(asked, source, self._board.new_id(), self._language)
        elif all(found.band is Band.LOW for found in sources) and not self._memory.was_asked(asked.query):
            # No source, no answer: the query alone can be offered.
            one = query_chip(asked, self._board.new_id())
        if one is not None:
            self._give_up(Dropped.REPLACED, now_ms)
            self._waiting = one

    def _show_pulled(self, asked: Asked, sources: Sequence[Source], now_ms: int) -> None:
        """The best as the card and the next as chips, at once: the agent waits for it."""
        card = self._board.card
        if card is not None and card.pulled:
            self._board.take_card(Dropped.REPLACED, now_ms)
        self._board.take_chips(lambda one: one.pulled, Dropped.REPLACED, now_ms)
        found = [
            one
            for source in sources[:MOST_PULLED]
            if (one := card_of(asked, source, self._board.new_id(), self._language)) is not None
        ]
        self._board.nothing_for = "" if found else asked.query
        if found and not self._board.urgent_is_open:
            self._board.put_card(found.pop(0), now_ms)
        for one in found[: MOST_PULLED - 1]:
            self._board.put_chip(replace(one, form=Form.CHIP), now_ms)

    def _flush(self, now_ms: int) -> None:
        """Shows what waits and may be shown now."""
        if self._over:
            return
        while self._urgent and self._may_interrupt(self._urgent[0], now_ms):
            first, *rest = self._urgent
            self._urgent = tuple(rest)
            self._board.put_card(first.suggestion, now_ms)
        if self._speaking:
            return
        one = self._waiting
        if one is not None and self._is_stale(one, now_ms):
            self._give_up(Dropped.STALE, now_ms)
        elif one is not None:
            self._waiting = None
            self._place(one, now_ms)
        if self._item is not None and self._board.item is None:
            text, critical = self._item
            if critical or not self._board.quiet:
                form = Form.COMPLIANCE if critical else Form.CHIP
                name = self._board.new_id()
                self._board.put_item(Suggestion(name, form, text, CHECKLIST, since_ms=now_ms), now_ms)

    def _place(self, one: Suggestion, now_ms: int) -> None:
        """As a card where one may come now; otherwise, if it fits well, as a chip."""
        self._memory.remember(one)
        expert = self._density is Density.EXPERT
        if one.form is Form.CHIP:
            self._board.put_chip(one, now_ms)
        elif not expert and self._card_may_come(now_ms):
            share = self._settings.held_out
            held_out = is_held_out(self._salt, self._call_id, one.suggestion_id, share)
            self._board.put_card(one, now_ms, held_out=held_out)
            self._last_card_ms = now_ms
        elif expert or one.band == Band.HIGH:
            self._board.put_chip(replace(one, form=Form.CHIP), now_ms)
        else:
            self._memory.forget(one)

    def _card_may_come(self, now_ms: int) -> bool:
        every = _ms(self._settings.every_s)
        card = self._board.card
        # What the agent searched for is not taken from under their eyes.
        read = card is not None and card.pulled and not card.used and now_ms < card.offered_ms + every
        soon = self._last_card_ms is not None and now_ms < self._last_card_ms + every
        return not (read or soon or self._board.urgent_is_open)

    def _may_interrupt(self, urgent: _Urgent, now_ms: int) -> bool:
        if self._speaking and not (_is_safety(urgent) and now_ms >= urgent.from_ms + URGENT_WAIT_MS):
            return False
        return self._has_place_for(urgent)

    def _has_place_for(self, urgent: _Urgent) -> bool:
        """One thing that is urgent after the other; but safety comes before compliance."""
        card = self._board.card
        return not self._board.urgent_is_open or (
            _is_safety(urgent) and card is not None and card.form is Form.COMPLIANCE
        )

    def _move_on(self, moved: Callable[[Suggestion], bool], now_ms: int) -> None:
        self._drop(lambda one: not one.pulled and moved(one), Dropped.TOPIC_MOVED, now_ms)

    def _drop(self, which: Callable[[Suggestion], bool], why: Dropped, now_ms: int) -> None:
        """Of what came out of the knowledge."""
        card = self._board.card
        if card is not None and not card.urgent and which(card):
            self._board.take_card(why, now_ms)
        self._board.take_chips(which, why, now_ms)
        if self._waiting is not None and which(self._waiting):
            self._give_up(why, now_ms)

    def _give_up(self, why: Dropped, now_ms: int) -> None:
        """What waits is not shown; a query without an answer is not worth a record."""
        if self._waiting is not None and self._waiting.text:
            self._board.never_shown(self._waiting, why, now_ms)
        self._waiting = None

    def _is_stale(self, one: Suggestion, now_ms: int) -> bool:
        return now_ms - one.since_ms > _ms(self._settings.stale_s)

    def _about(self, one: Suggestion) -> frozenset[str]:
        return about(f"{one.query} {one.title} {one.section} {one.text}", self._language)

    def _done(self, before: Showing) -> list[Command]:
        """The record first: what is painted can be looked up."""
        commands: list[Command] = [*self._board.written()]
        if self.showing != before:
            empty = replace(self.showing, quiet=False) == Showing()
            commands.append(Clear() if empty and not self.showing.quiet else Paint(self.showing))
        return commands


def _is_safety(urgent: _Urgent) -> bool:
    return urgent.suggestion.form is Form.SAFETY


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
