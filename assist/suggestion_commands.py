"""What is before the agent, and what suggestions ask to be done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from transcripts.assist_events import SuggestionAnswered, SuggestionDropped, SuggestionOffered

SuggestionEvent: TypeAlias = SuggestionOffered | SuggestionDropped | SuggestionAnswered


class Form(StrEnum):
    CARD = "card"
    CHIP = "chip"
    COMPLIANCE = "compliance"
    SAFETY = "safety"


class Action(StrEnum):
    USED = "used"
    EXPANDED = "expanded"
    NOT_NOW = "not-now"
    WRONG = "wrong"


class Dropped(StrEnum):
    STALE = "stale"
    TOPIC_MOVED = "topic-moved"
    REPLACED = "replaced"
    QUIET = "quiet"
    CALL_OVER = "call-over"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A card or a chip."""

    suggestion_id: str
    form: Form
    text: str
    """Empty for a chip that is a query only."""
    query: str
    article_id: str = ""
    title: str = ""
    section: str = ""
    version: str = ""
    """With its date."""
    band: str = ""
    utterance_id: str = ""
    pulled: bool = False
    since_ms: int = 0
    """When the utterance that it answers ended; for a search, when it was asked: its age counts from here."""
    offered_ms: int = 0
    used: bool = False
    expanded: bool = False

    @property
    def urgent(self) -> bool:
        return self.form in (Form.SAFETY, Form.COMPLIANCE)


@dataclass(frozen=True, slots=True)
class Showing:
    """All that a panel shows of suggestions: at most one card and two chips."""

    card: Suggestion | None = None
    chips: tuple[Suggestion, ...] = ()
    nothing_for: str = ""
    """The agent's own search that found nothing."""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Look this up, and hand what is found to `Suggestions.found`."""

    search_id: str
    query: str
    utterance_id: str = ""
    pulled: bool = False


@dataclass(frozen=True, slots=True)
class Paint:
    showing: Showing


@dataclass(frozen=True, slots=True)
class Clear:
    """Nothing is shown any more."""


@dataclass(frozen=True, slots=True)
class Write:
    """For the journal."""

    event: SuggestionEvent


Command: TypeAlias = Search | Paint | Clear | Write
