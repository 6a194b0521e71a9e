"""How an item of a checklist stands, and on what that rests."""

from dataclasses import dataclass
from enum import StrEnum

from assist.wording import WordingFound
from config.checklists import ChecklistItem
from transcripts.event import Milliseconds


class ItemState(StrEnum):
    DUE = "due"
    DONE = "done"
    LATE = "late"
    """Done, after its time."""
    NOT_APPLICABLE = "not-applicable"
    MISSED = "missed"
    """The call is over, or was closed, without it."""


TICKED = frozenset({ItemState.DONE, ItemState.LATE})
OPEN = frozenset({ItemState.DUE, ItemState.MISSED})

EXACT = "exact"
MEANING = "meaning"
JOURNAL = "journal"
MATCHERS = frozenset({EXACT, MEANING, JOURNAL})
"""What `by` says where no person decided."""


@dataclass(frozen=True, slots=True)
class ItemStatus:
    item: ChecklistItem
    state: ItemState = ItemState.DUE
    by: str = ""
    """`exact`, `meaning`, `journal`, or the name of the person who decided; empty: nothing has happened."""
    utterance_id: str = ""
    words: str = ""
    """What ticked it."""
    closeness: float = 0.0
    """0 to 1: how near the words are to the wording, or to the examples."""
    at_ms: Milliseconds = 0
    reason: str = ""
    nearest: WordingFound | None = None
    """Of a regulated item that is still due: the nearest that was said, with what is missing."""

    @property
    def by_person(self) -> bool:
        return bool(self.by) and self.by not in MATCHERS


@dataclass(frozen=True, slots=True)
class NextStep:
    """What an agent does next, in words."""

    item: str
    stage: str
    words: str
    wording: str = ""
    """To be said exactly so; empty: in words of one's own."""
