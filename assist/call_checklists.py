"""All checklists of a call: those for every call at once, those of a matter as soon as it is known.

A matter that turns up late finds what was done before: its checklist is fed with the call so far.
"""

from collections.abc import Iterable

import msgspec

from assist.checklist import Checklist, meanings
from assist.checklist_meaning import ChecklistMeaning, adapted_encoder, background_of
from assist.checklist_states import ItemState, NextStep
from assist.encoders.encoder import Encoder
from config.centre import Centre
from config.checklists import ChecklistDefinition
from transcripts.event import Milliseconds
from transcripts.events import (
    AnyEvent,
    BotSaid,
    ChecklistItemSet,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    IntentRecognised,
    LegJoined,
    RouteDecided,
    ToolAnswered,
    Utterance,
)

_TELLING = (
    Utterance,
    BotSaid,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    LegJoined,
    ToolAnswered,
    ChecklistItemSet,
)
"""What a checklist that is opened later must hear of what was before."""


class ChecklistBook:
    """The checklists of a centre in one language, learnt once and shared by its calls."""

    def __init__(self, centre: Centre, encoder: Encoder | None = None) -> None:
        self.language = centre.language
        examples = [meanings(definition) for definition in centre.checklists]
        own = [text for item in examples for said in item.values() for text in said]
        adapted = adapted_encoder([*own, *background_of(centre)], encoder)
        self._learnt = tuple(
            (definition, ChecklistMeaning(said, adapted))
            for definition, said in zip(centre.checklists, examples, strict=True)
        )

    def of(self, intent: str) -> tuple[tuple[ChecklistDefinition, ChecklistMeaning], ...]:
        """Those of a matter; of an empty one, those for every call."""
        return tuple(
            (definition, meaning)
            for definition, meaning in self._learnt
            if (intent in definition.intents if intent else not definition.intents)
        )


class CallChecklists:
    """Of one call."""

    def __init__(self, book: ChecklistBook) -> None:
        self._book = book
        self._open: dict[str, Checklist] = {}
        self._past: list[AnyEvent] = []
        self._add("")

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """Those of every call first, then the matters' in the order in which they came up."""
        return tuple(self._open.values())

    @property
    def next_step(self) -> NextStep | None:
        """Of the latest matter that has one, before what every call has; its opening comes first."""
        general = [checklist for checklist in self._open.values() if not checklist.definition.intents]
        matters = [checklist for checklist in self._open.values() if checklist.definition.intents]
        opening = next((step for one in general if (step := one.next_step) and _opens(one, step)), None)
        steps = (opening, *(one.next_step for one in (*reversed(matters), *general)))
        return next((step for step in steps if step is not None), None)

    @property
    def missed(self) -> tuple[str, ...]:
        """What is critical and open, in words."""
        return tuple(status.item.title for one in self._open.values() for status in one.missed)

    def heard(self, event: AnyEvent) -> tuple[ChecklistItemSet, ...]:
        """What is to be journalled after `event`."""
        changes = [one for checklist in self._open.values() for one in checklist.heard(event)]
        if isinstance(event, _TELLING):
            self._past.append(event)
        intent = event.intent if isinstance(event, IntentRecognised) else None
        if isinstance(event, RouteDecided):
            intent = event.situation.intent
        for checklist in self._add(intent) if intent else ():
            changes.extend(self._caught_up(checklist, event.at_ms))
        return tuple(changes)

    def overrule(
        self,
        checklist: str,
        item: str,
        state: ItemState,
        by: str,
        *,
        call_id: str,
        at_ms: Milliseconds,
        reason: str = "",
    ) -> ChecklistItemSet:
        """As `Checklist.overrule`. Raises `KeyError` for a checklist that is not open."""
        return self._open[checklist].overrule(item, state, by, call_id=call_id, at_ms=at_ms, reason=reason)

    def close(
        self, by: str, *, call_id: str, at_ms: Milliseconds, reason: str = ""
    ) -> tuple[ChecklistItemSet, ...]:
        """As `Checklist.close`, for all of them: with one reason, or where none is needed."""
        for checklist in self._open.values():
            checklist.may_close(reason)
        return tuple(
            one
            for checklist in self._open.values()
            for one in checklist.close(by, call_id=call_id, at_ms=at_ms, reason=reason)
        )

    def _add(self, intent: str) -> list[Checklist]:
        added: list[Checklist] = []
        for definition, meaning in self._book.of(intent):
            if definition.name not in self._open:
                checklist = Checklist(definition, self._book.language, meaning)
                self._open[definition.name] = checklist
                added.append(checklist)
        return added

    def _caught_up(self, checklist: Checklist, at_ms: Milliseconds) -> Iterable[ChecklistItemSet]:
        """What the call so far ticks. It is written now, with the words of then."""
        for past in self._past:
            for one in checklist.heard(past):
                yield msgspec.structs.replace(one, at_ms=at_ms)


def _opens(checklist: Checklist, step: NextStep) -> bool:
    """Whether it belongs to the beginning of the call."""
    return len(checklist.definition.stages) > 1 and step.stage == checklist.definition.stages[0]
