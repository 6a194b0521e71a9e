"""A checklist of one call, ticked by what happens in it: the agent's words, and what the journal says.

What the law words is ticked by its wording alone, the rest by its meaning; a person may overrule both. No
I/O and no clock: events in, states out, and the same states again when the journal is played through.
"""

from collections.abc import Iterator
from dataclasses import replace

from assist.checklist_meaning import ChecklistMeaning
from assist.checklist_states import (
    EXACT,
    JOURNAL,
    MATCHERS,
    MEANING,
    OPEN,
    TICKED,
    ItemState,
    ItemStatus,
    NextStep,
)
from assist.wording import Wording, WordingFound
from config.checklists import ChecklistDefinition, ChecklistItem
from transcripts.event import Milliseconds
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallEnded,
    ChecklistItemSet,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    LegJoined,
    Speaker,
    ToolAnswered,
    Utterance,
)

SPLIT_MS = 15_000
"""A wording may be said in two utterances of the agent that begin at most this far apart."""
MOST_PARTS = 3
"""Utterances that a wording may be split over."""


class ReasonMissing(Exception):
    """A call with critical items open is closed with a reason only; the message names them."""


class Checklist:
    """Of one call."""

    def __init__(
        self, definition: ChecklistDefinition, language: str, meaning: ChecklistMeaning | None = None
    ) -> None:
        """`language`: BCP 47. `meaning`: of this definition's items, shared by its calls; made without it."""
        self._definition = definition
        self._meaning = meaning or ChecklistMeaning.learn(meanings(definition))
        self._wordings = {item.name: Wording(item.exact, language) for item in definition.items if item.exact}
        self._status = {
            item.name: ItemStatus(
                item, ItemState.NOT_APPLICABLE if item.only_if is not None else ItemState.DUE
            )
            for item in definition.items
        }
        self._begun_ms: Milliseconds | None = None
        self._said: list[Utterance] = []
        self._stage = 0

    @property
    def definition(self) -> ChecklistDefinition:
        return self._definition

    @property
    def items(self) -> tuple[ItemStatus, ...]:
        """In the order of the definition."""
        return tuple(self._status.values())

    def item(self, name: str) -> ItemStatus:
        return self._status[name]

    @property
    def next_step(self) -> NextStep | None:
        """The first due item of the stage that the agent is in; then what is critical, then later stages."""
        due = [status.item for status in self._status.values() if status.state is ItemState.DUE]
        if not due:
            return None
        stages = {name: at for at, name in enumerate(self._definition.stages)}

        def urgency(item: ChecklistItem) -> tuple[int, int]:
            stage = stages.get(item.stage, 0)
            if stage == self._stage:
                return 0, 0
            return (1, stage) if stage < self._stage and item.critical else (2 + (stage < self._stage), stage)

        item = min(due, key=urgency)
        return NextStep(item.name, item.stage, item.title, item.exact[0] if item.exact else "")

    @property
    def missed(self) -> tuple[ItemStatus, ...]:
        """The critical items that are open: the call is not closed without a reason."""
        return tuple(
            status for status in self._status.values() if status.item.critical and status.state in OPEN
        )

    def heard(self, event: AnyEvent) -> tuple[ChecklistItemSet, ...]:
        """What changes by `event`, to be journalled. What a caller says ticks nothing by its words."""
        if isinstance(event, ChecklistItemSet):
            self._take(event)
            return ()
        self._begin(event)
        changed = [
            status
            for status in self._changes(event)
            if status.state is not self._status[status.item.name].state
        ]
        for status in changed:
            self._put(status)
        return tuple(self._event(status, event.call_id, event.at_ms) for status in changed)

    def overrule(
        self, name: str, state: ItemState, by: str, *, call_id: str, at_ms: Milliseconds, reason: str = ""
    ) -> ChecklistItemSet:
        """A person sets an item, whatever ticked it or did not.

        `by`: who; without them, a `ValueError`. An item that is not there is a `KeyError`.
        """
        if not by or by in MATCHERS:
            raise ValueError("Somebody must have decided it; name them.")
        status = ItemStatus(self._status[name].item, state, by, at_ms=at_ms, reason=reason)
        self._put(status)
        return self._event(status, call_id, at_ms)

    def close(
        self, by: str, *, call_id: str, at_ms: Milliseconds, reason: str = ""
    ) -> tuple[ChecklistItemSet, ...]:
        """What is still due was missed. Raises `ReasonMissing` where that is critical and has no reason."""
        self.may_close(reason)
        return tuple(self._miss(call_id, at_ms, by, reason.strip()))

    def may_close(self, reason: str = "") -> None:
        """Raises `ReasonMissing` where a reason is needed and there is none."""
        if self.missed and not reason.strip():
            titles = "; ".join(status.item.title for status in self.missed)
            raise ReasonMissing(f"Not done yet: {titles}. Do it, or say why the call is closed without it.")

    def _begin(self, event: AnyEvent) -> None:
        """Notes the agent's first moment, from which items are late."""
        agent = (isinstance(event, LegJoined) and event.leg == "agent") or (
            isinstance(event, Utterance) and event.speaker is Speaker.AGENT
        )
        if agent and self._begun_ms is None:
            self._begun_ms = event.start_ms if isinstance(event, Utterance) else event.at_ms

    def _changes(self, event: AnyEvent) -> Iterator[ItemStatus]:
        match event:
            case Utterance(speaker=Speaker.AGENT, rejected="") if event.text.strip():
                yield from self._by_words(event)
            case BotSaid() if event.heard.strip():
                yield from self._by_the_bots_words(event)
            case DetailCaptured():
                yield from self._by_detail(event)
            case ToolAnswered(failure="") if event.outcome:
                for status in self._due():
                    if status.item.tool == event.tool:
                        yield self._ticked(status, JOURNAL, event.at_ms, words=event.outcome)
            case IdentityChecked(verified=True):
                for status in self._due():
                    if 0 < status.item.verified <= event.level:
                        words = f"{event.method}, level {event.level}"
                        yield self._ticked(status, JOURNAL, event.at_ms, words=words)
            case DetailsConfirmed(confirmed=True) if self._is_ours(event.intent):
                for status in self._due():
                    if status.item.confirmed:
                        yield self._ticked(status, JOURNAL, event.at_ms, event.utterance_id)
            case CallEnded():
                for status in self._due():
                    yield replace(status, state=ItemState.MISSED, by=JOURNAL, at_ms=event.at_ms)
            case _:
                pass

    def _by_words(self, said: Utterance) -> Iterator[ItemStatus]:
        recent = [one for one in self._said if said.start_ms - one.start_ms <= SPLIT_MS]
        self._said = [*recent, said][-MOST_PARTS:]
        for status in self._due():
            wording = self._wordings.get(status.item.name)
            if wording is None:
                continue
            found = self._found(wording)
            if found is not None and found.said:
                yield self._ticked(
                    status, EXACT, said.end_ms, said.utterance_id, found.words, found.closeness
                )
            elif found is not None and (status.nearest is None or found.closeness > status.nearest.closeness):
                self._status[status.item.name] = replace(status, nearest=found)
        due = {status.item.name: status for status in self._due()}
        for meant in self._meaning.meant(said.text):
            if meant.item in due:
                yield self._ticked(
                    due[meant.item], MEANING, said.end_ms, said.utterance_id, meant.words, meant.likeness
                )

    def _found(self, wording: Wording) -> WordingFound | None:
        """In the last utterance, or in it and those right before it."""
        best: WordingFound | None = None
        for parts in range(1, len(self._said) + 1):
            text = " ".join(one.text.strip().rstrip(".…-") for one in self._said[-parts:])
            found = wording.find(text)
            if found is not None and found.said:
                return found
            if found is not None and (best is None or found.closeness > best.closeness):
                best = found
        return best

    def _by_the_bots_words(self, said: BotSaid) -> Iterator[ItemStatus]:
        meant = {one.item: one for one in self._meaning.meant(said.heard)}
        for status in self._due():
            if not status.item.bot:
                continue
            wording = self._wordings.get(status.item.name)
            found = wording.find(said.heard) if wording else None
            if found is not None and found.said:
                yield self._ticked(
                    status, EXACT, said.end_ms, said.utterance_id, found.words, found.closeness
                )
            elif wording is None and status.item.name in meant:
                one = meant[status.item.name]
                yield self._ticked(status, MEANING, said.end_ms, said.utterance_id, one.words, one.likeness)

    def _by_detail(self, given: DetailCaptured) -> Iterator[ItemStatus]:
        if not self._is_ours(given.intent):
            return
        for status in self._status.values():
            condition = status.item.only_if
            if (
                condition is None
                or condition.detail != given.name
                or status.state in TICKED
                or status.by_person
            ):
                continue
            applies = not condition.values or given.value in condition.values
            state = ItemState.DUE if applies else ItemState.NOT_APPLICABLE
            yield replace(status, state=state, by=JOURNAL, words=given.words, utterance_id=given.utterance_id)
        for status in self._due():
            if status.item.detail == given.name:
                yield self._ticked(status, JOURNAL, given.at_ms, given.utterance_id, given.words)

    def _is_ours(self, intent: str) -> bool:
        return not self._definition.intents or intent in self._definition.intents

    def _due(self) -> list[ItemStatus]:
        return [status for status in self._status.values() if status.state is ItemState.DUE]

    def _ticked(
        self,
        status: ItemStatus,
        by: str,
        at_ms: Milliseconds,
        utterance_id: str = "",
        words: str = "",
        closeness: float = 1.0,
    ) -> ItemStatus:
        within = status.item.within_s
        late = within and self._begun_ms is not None and at_ms > self._begun_ms + within * 1000
        state = ItemState.LATE if late else ItemState.DONE
        return ItemStatus(status.item, state, by, utterance_id, words, closeness, at_ms)

    def _put(self, status: ItemStatus) -> None:
        self._status[status.item.name] = status
        if status.by_person:
            self._said = []  # What was said before they decided does not decide anew.
        spoken = status.by in (EXACT, MEANING) or status.by_person
        if spoken and status.state in TICKED and status.item.stage in self._definition.stages:
            self._stage = max(self._stage, self._definition.stages.index(status.item.stage))

    def _take(self, event: ChecklistItemSet) -> None:
        """What the journal says holds, whatever is made of the other events now."""
        known = self._status.get(event.item) if event.checklist == self._definition.name else None
        if known is None or (known.state == event.state and known.by == event.by):
            return
        status = ItemStatus(
            known.item,
            ItemState(event.state),
            event.by,
            event.utterance_id,
            event.words,
            at_ms=event.at_ms,
            reason=event.reason,
        )
        self._put(status)

    def _miss(self, call_id: str, at_ms: Milliseconds, by: str, reason: str) -> Iterator[ChecklistItemSet]:
        for status in list(self._status.values()):
            if status.state in OPEN:
                why = reason if status.item.critical else ""
                missed = ItemStatus(status.item, ItemState.MISSED, by, at_ms=at_ms, reason=why)
                self._put(missed)
                yield self._event(missed, call_id, at_ms)

    def _event(self, status: ItemStatus, call_id: str, at_ms: Milliseconds) -> ChecklistItemSet:
        return ChecklistItemSet(
            call_id=call_id,
            at_ms=at_ms,
            checklist=self._definition.name,
            item=status.item.name,
            state=status.state.value,
            by=status.by,
            utterance_id=status.utterance_id,
            words=status.words,
            closeness=status.closeness,
            reason=status.reason,
        )


def meanings(definition: ChecklistDefinition) -> dict[str, tuple[str, ...]]:
    """The examples of the items whose wording is free, by name."""
    return {item.name: item.meaning for item in definition.items if item.meaning and not item.exact}
