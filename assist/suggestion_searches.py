"""What is being looked up for a call, and how what was found becomes a card."""

from collections.abc import Callable
from dataclasses import dataclass

from assist.suggestion_commands import Form, Search, Suggestion
from assist.suggestion_sources import Source
from assist.suggestion_text import card_text


@dataclass(frozen=True, slots=True)
class Asked:
    query: str
    utterance_id: str
    """What it answers; empty: the agent searches."""
    since_ms: int
    """When the utterance ended, or the agent asked."""
    pulled: bool
    """The agent searches."""


class Searches:
    """Those that have not come back. What comes back for another is not wanted any more."""

    def __init__(self) -> None:
        self._count = 0
        self._asked: dict[str, Asked] = {}

    def ask(self, asked: Asked) -> Search:
        self._count += 1
        name = f"q{self._count}"
        self._asked[name] = asked
        return Search(name, asked.query, asked.utterance_id, asked.pulled)

    def answered(self, search_id: str) -> Asked | None:
        """What was asked; None: nobody waits for it."""
        return self._asked.pop(search_id, None)

    def keep(self, which: Callable[[Asked], bool]) -> None:
        """Gives up the others."""
        self._asked = {name: asked for name, asked in self._asked.items() if which(asked)}


def card_of(asked: Asked, source: Source, suggestion_id: str, language: str) -> Suggestion | None:
    """The card that quotes `source`; None where no sentence of it is short enough."""
    text = source.quoted or card_text(source.text, asked.query, language)
    if not text:
        return None
    return Suggestion(
        suggestion_id=suggestion_id,
        form=Form.CARD,
        text=text,
        query=asked.query,
        article_id=source.article_id,
        title=source.title,
        section=source.section,
        version=source.version,
        band=source.band,
        utterance_id=asked.utterance_id,
        pulled=asked.pulled,
        since_ms=asked.since_ms,
    )


def query_chip(asked: Asked, suggestion_id: str) -> Suggestion:
    """The question alone, which the agent can ask by one key."""
    return Suggestion(
        suggestion_id=suggestion_id,
        form=Form.CHIP,
        text="",
        query=asked.query,
        utterance_id=asked.utterance_id,
        since_ms=asked.since_ms,
    )
