"""What an agent has to say, ask, do and check for a matter, as the centre sees it.

`config.checklist_files` reads it from TOML; `assist.checklist` ticks it while people talk.
"""

from dataclasses import dataclass
from enum import StrEnum


class ItemKind(StrEnum):
    SAY = "say"
    ASK = "ask"
    DO = "do"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Condition:
    """An item that is for some calls only."""

    detail: str
    values: tuple[str, ...]
    """The item applies where the detail has one of these; empty: where it was given at all."""


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    name: str
    """Lower-case words joined by underscores, unique in the checklist."""
    kind: ItemKind
    title: str
    """What is to be done, as one reads it to oneself: "Say that the call is recorded"."""
    stage: str
    critical: bool = False
    """A call with one of these missed is not closed without a reason."""
    exact: tuple[str, ...] = ()
    """Wordings that are regulated: one of them must be said, and nothing that only means the same ticks it.
    "{}" stands for a few words of any kind."""
    meaning: tuple[str, ...] = ()
    """Examples of saying it, where the wording is free."""
    detail: str = ""
    """Ticked when the caller has given this detail, to the bot or to the agent."""
    tool: str = ""
    """Ticked when this tool has succeeded."""
    verified: int = 0
    """Ticked when the caller is verified at this level of assurance, or above; 0: not by that."""
    confirmed: bool = False
    """Ticked when the caller has confirmed what was read back."""
    bot: bool = False
    """Ticked by the bot's words, too, as far as the caller heard them."""
    within_s: float = 0.0
    """The time from the agent's first moment after which it is late, in seconds; 0: never."""
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class ChecklistDefinition:
    name: str
    """Lower-case words joined by underscores, unique in the centre."""
    title: str
    intents: tuple[str, ...]
    """The matters that it is for; none: every call."""
    stages: tuple[str, ...]
    """In order, as the agent reads them."""
    items: tuple[ChecklistItem, ...]

    def item(self, name: str) -> ChecklistItem:
        return next(item for item in self.items if item.name == name)
