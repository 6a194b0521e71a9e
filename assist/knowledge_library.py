"""The articles as a place to look things up: a passage quoted with its source, or nothing.

One library for callers and agents: who reads, and on which day, decides what of it there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import exp

import numpy as np
import numpy.typing as npt

from assist.encoders.encoder import Encoder
from assist.knowledge import held_back
from assist.knowledge_passages import CARD_WORDS, Piece, essence, pieces, sentences
from assist.knowledge_retrieval import Heard, Ranked, Retriever
from assist.knowledge_seeking import SeekingScores
from config.centre import Article, Centre

SEEKS = 0.42
"""The chance from which a turn is taken to ask for knowledge."""

ANSWERS = 0.05
"""The chance of the best passage below which nothing answers."""

HIGH, MEDIUM = 0.8, 0.45
"""Chances of being the right passage from which its band is high, or medium."""

_PUT, _FITS, _NAMED, _SEEKING_BIAS = 1.4, 0.4, 3.5, -5.0
"""Log-odds that a turn asks for knowledge: for how it is put, how well a passage fits, whether that passage
is about what the conversation is about. Fitted like `knowledge_retrieval.WEIGHTS`."""

_LEAD, _FIT, _BIAS = 0.85, 0.53, -4.1
_MOST_LEAD, _MOST_FIT = 3.0, 8.0
"""Log-odds that a passage is the right one, for its lead over the best of other articles and for how well the
words fit, each up to so much. Fitted likewise, and on sentences of other trades that nothing here answers."""


class Reader(StrEnum):
    """Whom articles are for; agents read both kinds."""

    CALLER = "caller"
    AGENT = "agent"


class Band(StrEnum):
    """How well an answer fits."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage, quoted."""

    article_id: str
    title: str
    """Of the article."""
    section: str
    text: str
    """Its best sentences for what was asked, at most `knowledge_passages.CARD_WORDS` words."""
    passage: str
    """All of it."""
    version: str
    valid_from: date
    score: float
    """The chance that it is what was asked for, 0 to 1."""
    band: Band


@dataclass(frozen=True, slots=True)
class Consultation:
    """What the library has to say to a turn of the caller's."""

    seeking: float
    """The chance that the turn asks for knowledge, 0 to 1."""
    answers: tuple[Answer, ...]
    """Best first; empty where the turn asks for none, or nothing was found."""
    topic: str
    """The thing that the conversation is about, by its name; empty where none was named."""

    @property
    def seeks(self) -> bool:
        return self.seeking >= SEEKS


class Library:
    """Any number of calls and threads may share it; it never changes."""

    def __init__(
        self,
        articles: Sequence[Article],
        *,
        encoder: Encoder | None = None,
        asked: Mapping[str, Sequence[str]] | None = None,
        settled_elsewhere: Sequence[str] = (),
        language: str = "en-US",
    ) -> None:
        """`encoder`: a sentence model. `asked`: sentences of callers, by the article that answers them;
        `settled_elsewhere`: those that a tool or a person settles. `language`: BCP 47 of all of them.

        Takes seconds for ten thousand articles.
        """
        self._pieces = tuple(piece for article in articles for piece in pieces(article))
        self._from = np.array([piece.valid_from.toordinal() for piece in self._pieces], np.int64)
        self._to = np.array([(piece.valid_to or date.max).toordinal() for piece in self._pieces], np.int64)
        withheld = {(held.article_id, held.section) for held in held_back(articles)}
        self._for_callers = np.array(
            [
                piece.audience == Reader.CALLER and (piece.article_id, piece.section) not in withheld
                for piece in self._pieces
            ],
            np.bool_,
        )
        self._retriever = Retriever(self._pieces, encoder, asked)
        english = language.partition("-")[0] == "en"
        titles = [piece.section for piece in self._pieces]
        answered = [text for texts in (asked or {}).values() for text in texts]
        self._seeking = SeekingScores.learn(titles, answered, settled_elsewhere) if english else None
        self.articles = len(articles)

    def consult(
        self, heard: Heard, reader: Reader, day: date, earlier: Sequence[Heard] = (), limit: int = 5
    ) -> Consultation:
        """What answers the caller's last turn, after the turns `earlier` of both sides, oldest first."""
        named = self._retriever.named(heard, earlier)
        ranked = self._retriever.rank(heard, named, self._readable(reader, day))
        put = self._seeking.of(heard.text, heard.alternatives) if self._seeking else 0.0
        seeking = _seeking(put, ranked)
        answers = self._answers(ranked, limit) if seeking >= SEEKS else ()
        if answers and answers[0].score < ANSWERS:
            answers = ()
        topic = self._retriever.called[int(np.argmax(named))] if named.any() else ""
        return Consultation(seeking, answers, topic)

    def search(
        self, heard: Heard, reader: Reader, day: date, earlier: Sequence[Heard] = (), limit: int = 5
    ) -> tuple[Answer, ...]:
        """What somebody looks up: whatever fits, best first."""
        named = self._retriever.named(heard, earlier)
        return self._answers(self._retriever.rank(heard, named, self._readable(reader, day)), limit)

    def _readable(self, reader: Reader, day: date) -> npt.NDArray[np.bool_]:
        valid = (self._from <= day.toordinal()) & (day.toordinal() <= self._to)
        return valid if reader is Reader.AGENT else valid & self._for_callers

    def _answers(self, ranked: Ranked, limit: int) -> tuple[Answer, ...]:
        scores = ranked.scores
        found: list[Answer] = []
        for at, place in enumerate(ranked.places[:limit].tolist()):
            if ranked.fits[at] <= 0:
                continue
            # Another passage of the same article is no rival: the agent has the whole of it a key away.
            article = self._pieces[place].article_id
            rival = next(
                (
                    float(scores[other])
                    for other, its in enumerate(ranked.places.tolist())
                    if self._pieces[its].article_id != article or (other < at)
                ),
                float(scores[at]) - _MOST_LEAD,
            )
            lead = float(np.clip(scores[at] - rival, -_MOST_LEAD, _MOST_LEAD))
            fit = min(float(ranked.fits[at]), _MOST_FIT)
            right = _chance(_LEAD * lead + _FIT * fit + _BIAS)
            found.append(self._quoted(self._pieces[place], ranked, right))
        return tuple(found)

    def _quoted(self, piece: Piece, ranked: Ranked, score: float) -> Answer:
        short = len(piece.text.split()) <= CARD_WORDS
        parts = () if short else sentences(piece.text)
        return Answer(
            piece.article_id,
            piece.title,
            piece.section,
            essence(piece.text, self._retriever.worth(parts, ranked)),
            piece.text,
            piece.version,
            piece.valid_from,
            round(score, 3),
            Band.HIGH if score >= HIGH else Band.MEDIUM if score >= MEDIUM else Band.LOW,
        )


def library_of(centre: Centre, articles: Sequence[Article], encoder: Encoder | None = None) -> Library:
    """A library of `articles` that knows how the centre's callers ask for them, and what else they want."""
    asked: dict[str, list[str]] = {}
    elsewhere: list[str] = []
    for intent in centre.intents:
        if intent.article:
            asked.setdefault(intent.article, []).extend(intent.examples)
        if intent.tool or not intent.article:
            elsewhere.extend(intent.examples)
    return Library(
        articles, encoder=encoder, asked=asked, settled_elsewhere=elsewhere, language=centre.language
    )


def _seeking(put: float, ranked: Ranked) -> float:
    if not len(ranked.places):
        return 0.0
    fits, named = float(ranked.fits[0]), float(ranked.named[0])
    return round(_chance(_PUT * put + _FITS * fits + _NAMED * named + _SEEKING_BIAS), 3)


def _chance(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))
