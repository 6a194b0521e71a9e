"""What is critical in a call's checklists and was not done: such a call is closed with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.centre import Centre
from transcripts.events import AnyEvent, ChecklistItemSet, IntentRecognised, Milliseconds, RouteDecided

_OPEN = frozenset({"due", "missed"})


@dataclass(frozen=True, slots=True)
class MissedItem:
    checklist: str
    item: str
    title: str

    def closed(self, call_id: str, at_ms: Milliseconds, by: str, reason: str) -> ChecklistItemSet:
        """For the record: it was missed, and why the call was closed all the same."""
        return ChecklistItemSet(
            call_id=call_id,
            at_ms=at_ms,
            checklist=self.checklist,
            item=self.item,
            state="missed",
            by=by,
            reason=reason,
        )


def missed_items(events: Sequence[AnyEvent], centre: Centre) -> tuple[MissedItem, ...]:
    """Of the checklists for every call and for the matters that came up, as the journal left them.

    What somebody has already given a reason for, when they closed the call, is none.
    """
    states: dict[tuple[str, str], str] = {}
    matters: set[str] = set()
    for event in events:
        match event:
            case ChecklistItemSet():
                explained = event.state == "missed" and event.reason
                states[event.checklist, event.item] = "explained" if explained else event.state
            case IntentRecognised() if event.intent:
                matters.add(event.intent)
            case RouteDecided() if event.situation.intent:
                matters.add(event.situation.intent)
            case _:
                pass
    opened = {checklist for checklist, _ in states}
    return tuple(
        MissedItem(checklist.name, item.name, item.title)
        for checklist in centre.checklists
        if not checklist.intents or checklist.name in opened or matters.intersection(checklist.intents)
        for item in checklist.items
        if item.critical
        and states.get((checklist.name, item.name), "not-applicable" if item.only_if else "due") in _OPEN
    )
