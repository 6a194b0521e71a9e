"""How well the library answers spoken questions: which turns ask, and which article answers.

Files and figures are those of DSTC9's track 1 and DSTC10's track 2: things with questions and answers, and
dialogues that end with the turn to be judged.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import numpy as np

from assist.encoders.encoder import Encoder
from assist.knowledge_library import Library, Reader
from assist.knowledge_retrieval import Heard
from config.centre import Article, Section

DEPTH = 5
"""Answers that are looked at."""


class KnowledgeDataWrong(ValueError):
    """The articles or the dialogues cannot be read; says where and why."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Turns in order; the last is the caller's, and is judged."""

    turns: tuple[tuple[bool, Heard], ...]
    """Each with whether the caller said it."""
    answers: frozenset[str]
    """Articles that answer the last turn, by id; empty where it asks for no knowledge."""


@dataclass(frozen=True, slots=True)
class Detection:
    """Turns that ask for knowledge, told from those that do not; 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Turns whose article is the first answer, among the first five, and the mean of 1/rank; 0 to 1."""

    r_at_1: float
    r_at_5: float
    mrr_at_5: float


@dataclass(frozen=True, slots=True)
class QueryTimes:
    """In ms, a turn of the caller's each, on one thread."""

    turns: int
    p50: float
    p95: float
    worst: float


@dataclass(frozen=True, slots=True)
class KnowledgeReport:
    articles: int
    dialogues: int
    knowledge_seeking: int
    """Dialogues whose last turn asks for knowledge."""
    detection: Detection
    with_detection: Selection
    """As DSTC scores it: for each figure, the harmonic mean of its shares of the turns that were taken to ask
    and of those that do. A turn that was missed, or taken wrongly, counts against it."""
    given_the_turn: Selection
    """Over all turns that do ask, whatever was detected."""
    query_ms: QueryTimes
    load_seconds: float
    retriever: str


def evaluate_knowledge(
    articles: Sequence[Article],
    dialogues: Sequence[Dialogue],
    clock: Callable[[], float],
    encoder: Encoder | None = None,
) -> KnowledgeReport:
    """Follows each dialogue turn by turn, as in a live call. `clock`: seconds."""
    began = clock()
    library = Library(articles, encoder=encoder)
    loaded = clock() - began
    day = date.max
    taken: list[float] = []
    judged: list[tuple[Dialogue, bool, list[str], list[str]]] = []
    for dialogue in dialogues:
        heard = [turn for _, turn in dialogue.turns]
        consulted = None
        for at, (by_caller, turn) in enumerate(dialogue.turns):
            if by_caller:
                began = clock()
                consulted = library.consult(turn, Reader.AGENT, day, heard[:at], DEPTH)
                taken.append((clock() - began) * 1000)
        assert consulted is not None, "the last turn is the caller's"
        found = library.search(heard[-1], Reader.AGENT, day, heard[:-1], DEPTH)
        offered = [answer.article_id for answer in consulted.answers]
        judged.append((dialogue, consulted.seeks, offered, [answer.article_id for answer in found]))
    seeking = [one for one in judged if one[0].answers]
    taken_for = sum(taken_so for _, taken_so, _, _ in judged)
    hits = [one for one in seeking if one[1]]
    detected = (len(hits), taken_for, len(seeking))
    official = [_ranks(offered, dialogue.answers) for dialogue, _, offered, _ in hits]
    given = [_ranks(found, dialogue.answers) for dialogue, _, _, found in seeking]
    return KnowledgeReport(
        articles=len(articles),
        dialogues=len(dialogues),
        knowledge_seeking=len(seeking),
        detection=Detection(
            _share(len(hits), taken_for), _share(len(hits), len(seeking)), _harmonic(*detected)
        ),
        with_detection=Selection(
            *(_harmonic(sum(column), taken_for, len(seeking)) for column in _columns(official))
        ),
        given_the_turn=Selection(*(_share(sum(column), len(seeking)) for column in _columns(given))),
        query_ms=QueryTimes(len(taken), *(round(float(np.percentile(taken, q)), 2) for q in (50, 95, 100))),
        load_seconds=round(loaded, 2),
        retriever=f"built in and {encoder.name}" if encoder else "built in",
    )


def read_articles(path: Path) -> list[Article]:
    """JSON: by domain and the id of a thing, `name` (or null) and `docs`, each a `title` and a `body`."""
    try:
        domains = msgspec.json.decode(_bytes(path), type=dict[str, dict[str, _Thing]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise KnowledgeDataWrong(f"{path}: not by domain and thing: {error}") from error
    articles = [
        Article(
            _id(domain, thing, number),
            text.title,
            "1",
            date.min,
            None,
            "caller",
            (Section(text.title, text.body),),
            (its.name or domain,),
        )
        for domain, things in domains.items()
        for thing, its in things.items()
        for number, text in its.docs.items()
    ]
    if not articles:
        raise KnowledgeDataWrong(f"{path}: there is no article in it")
    return articles


def read_dialogues(path: Path, articles: Sequence[Article]) -> list[Dialogue]:
    """JSON Lines: `turns` with `speaker` (U: the caller), `text` and `nbest`, and a `label` with `target` and
    `knowledge`."""
    known = {article.id for article in articles}
    dialogues: list[Dialogue] = []
    for number, line in enumerate(_bytes(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Row)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KnowledgeDataWrong(f"{path}:{number}: {error}") from error
        answers = frozenset(_id(one.domain, one.entity_id, one.doc_id) for one in row.label.knowledge)
        if missing := sorted(answers - known):
            raise KnowledgeDataWrong(f"{path}:{number}: there is no article {missing[0]}")
        if row.label.target != bool(answers):
            raise KnowledgeDataWrong(f"{path}:{number}: `target` and `knowledge` do not agree")
        if not row.turns or row.turns[-1].speaker != "U":
            raise KnowledgeDataWrong(
                f'{path}:{number}: the last turn must be the caller\'s, with speaker "U"'
            )
        turns = tuple(
            (turn.speaker == "U", Heard(turn.text, tuple(text for text in turn.nbest if text != turn.text)))
            for turn in row.turns
        )
        dialogues.append(Dialogue(turns, answers))
    if not dialogues:
        raise KnowledgeDataWrong(f"{path}: there is no dialogue in it")
    return dialogues


class _Text(msgspec.Struct, frozen=True):
    title: str
    body: str


class _Thing(msgspec.Struct, frozen=True):
    docs: dict[str, _Text]
    name: str | None = None


class _Turn(msgspec.Struct, frozen=True):
    speaker: str
    text: str
    nbest: list[str] = []


class _Knowledge(msgspec.Struct, frozen=True):
    domain: str
    entity_id: int | str
    doc_id: int | str


class _Label(msgspec.Struct, frozen=True):
    target: bool
    knowledge: list[_Knowledge] = []


class _Row(msgspec.Struct, frozen=True):
    turns: list[_Turn]
    label: _Label


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnowledgeDataWrong(f"{path} cannot be read: {error.strerror}") from error


def _id(domain: str, thing: int | str, number: int | str) -> str:
    return f"{domain}:{thing}:{number}"


def _ranks(found: Sequence[str], right: frozenset[str]) -> Mapping[str, float]:
    rank = next((at for at, article in enumerate(found[:DEPTH], 1) if article in right), 0)
    return {"r1": float(rank == 1), "r5": float(rank > 0), "mrr": 1 / rank if rank else 0.0}


def _columns(rows: Sequence[Mapping[str, float]]) -> list[list[float]]:
    return [[row[name] for row in rows] for name in ("r1", "r5", "mrr")]


def _harmonic(right: float, taken: int, wanted: int) -> float:
    """F1 of `right` among `taken` (precision) and among `wanted` (recall)."""
    return _share(2 * right, taken + wanted)


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
