"""The knowledge base as callers may hear it: sections found by BM25 over their words and titles.

Only articles for callers which are valid today are in it at all, so nothing else can be read out by mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assist.guardrails import speaks_to_the_machine
from assist.knowledge_index import WordIndex
from assist.word_stems import stems
from config.centre import Article

ANSWERABLE = 0.35
"""The score below which a caller should not be answered with a passage.

On the spoken questions of DSTC10 (track 2), nine answers in ten above it are right, and one sentence in forty
that asks for no knowledge passes it."""

_ARTICLE_TITLE = 2.0
_SECTION_TITLE = 2.0
_TEXT = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A section, with what it takes to cite it."""

    article_id: str
    title: str
    """Of the article."""
    section: str
    """Title of the section."""
    text: str
    version: str
    score: float
    """How much of the query's meaning the section covers, 0 to 1: the share of its words, each weighed by how
    few sections have it, that stand in the section or its titles. 1 where no query was asked."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A section that callers never hear, because it speaks to the machine."""

    article_id: str
    section: str
    words: str
    """Which say so."""


class KnowledgeBase:
    """Immutable after construction, so that any number of calls and threads may share it."""

    def __init__(self, articles: Sequence[Article], today: date) -> None:
        usable = [article for article in articles if _may_be_read(article, today)]
        self.held_back = held_back(usable)
        withheld = {(held.article_id, held.section) for held in self.held_back}
        self._passages = tuple(
            Passage(article.id, article.title, section.title, section.text, article.version, 0.0)
            for article in usable
            for section in article.sections
            if (article.id, section.title) not in withheld
        )
        answers = {article.id: article.sections[0].title for article in usable if article.sections}
        self._answers = {
            passage.article_id: replace(passage, score=1.0)
            for passage in reversed(self._passages)
            if answers[passage.article_id] == passage.section
        }
        self._index = WordIndex([_counts(passage) for passage in self._passages])

    def search(self, query: str, limit: int = 3) -> list[Passage]:
        """The sections that say most about `query`, best first; none that shares no word with it."""
        scores = self._index.scores(self._index.wanted(stems(query)))
        order = np.argsort(-scores, kind="stable")[:limit]
        return [_scored(self._passages[at], float(scores[at])) for at in order if scores[at] > 0]

    def answer(self, article_id: str) -> Passage | None:
        """The short answer of an article; None: there is no such article that callers may hear today."""
        return self._answers.get(article_id)


def held_back(articles: Sequence[Article]) -> tuple[HeldBack, ...]:
    """What of `articles` speaks to the machine instead of the caller."""
    return tuple(
        HeldBack(article.id, section.title, words)
        for article in articles
        for section in article.sections
        if (words := speaks_to_the_machine(f"{article.title}\n{section.title}\n{section.text}"))
    )


def _may_be_read(article: Article, today: date) -> bool:
    begun = article.valid_from <= today
    ended = article.valid_to is not None and article.valid_to < today
    return article.audience == "caller" and begun and not ended


def _counts(passage: Passage) -> dict[str, float]:
    counts: dict[str, float] = {}
    for text, weight in (
        (passage.title, _ARTICLE_TITLE),
        (passage.section, _SECTION_TITLE),
        (passage.text, _TEXT),
    ):
        for word in stems(text):
            counts[word] = counts.get(word, 0.0) + weight
    return counts


def _scored(passage: Passage, score: float) -> Passage:
    return Passage(
        passage.article_id,
        passage.title,
        passage.section,
        passage.text,
        passage.version,
        min(max(score, 0.0), 1.0),
    )
