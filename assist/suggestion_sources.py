"""What a card needs to know of a passage, whoever found it: without a source there is no card."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assist.knowledge import ANSWERABLE, Passage
from assist.knowledge_library import Answer


class Band(StrEnum):
    """How well a passage fits: more than this the figures of a search do not say."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Source(Protocol):
    """A passage, and what it takes to cite it."""

    @property
    def article_id(self) -> str: ...
    @property
    def title(self) -> str:
        """Of the article."""
        ...

    @property
    def section(self) -> str:
        """Title of the section."""
        ...

    @property
    def text(self) -> str:
        """All of the passage."""
        ...

    @property
    def quoted(self) -> str:
        """Its sentences that answer, where the search has chosen them; empty: they are chosen here."""
        ...

    @property
    def version(self) -> str:
        """With its date, as it is shown: "1.6, 2026-01-05"."""
        ...

    @property
    def band(self) -> Band: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A plain `Source`."""

    article_id: str
    title: str
    section: str
    text: str
    version: str
    band: Band
    quoted: str = ""


SURE = 0.6
"""The score from which a passage is `high`; from `ANSWERABLE` on it is `medium`."""


def band_of(score: float) -> Band:
    return Band.HIGH if score >= SURE else Band.MEDIUM if score >= ANSWERABLE else Band.LOW


def answers(found: Sequence[Answer]) -> list[Source]:
    """What a `Library` found, best first."""
    return [
        Found(
            one.article_id,
            one.title,
            one.section,
            one.passage,
            f"{one.version}, {one.valid_from.isoformat()}",
            Band(one.band.value),
            one.text,
        )
        for one in found
    ]


def sources(passages: Sequence[Passage]) -> list[Source]:
    """What `KnowledgeBase.search` found, best first."""
    return [
        Found(one.article_id, one.title, one.section, one.text, one.version, band_of(one.score))
        for one in passages
    ]
