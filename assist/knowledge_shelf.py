"""Articles as they change on disk, while calls go on: read, checked, and only then taken into use.

Nothing is taken from a folder with a mistake in it: what was in use stays, and the mistakes are told.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

import structlog

from config.article_files import read_articles
from config.centre import Article, Centre
from config.centre_problems import Problems

EVERY_S = 2.0
"""How often the folder is looked at, in seconds."""

T = TypeVar("T")
Signature: TypeAlias = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """New articles are in use."""

    articles: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The articles on disk cannot be used; those from before still are."""

    problem: str
    """A line for each mistake: `file:line: what is wrong, and what to do`."""


class KnowledgeShelf(Generic[T]):
    """Holds what is made of a centre's articles, and makes it anew when they change.

    What is held is replaced in one step: a call that is using it goes on with what it has.
    """

    def __init__(
        self, directory: Path, centre: Centre, made: T, make: Callable[[tuple[Article, ...]], T]
    ) -> None:
        """`made`: of the articles as `centre` has them, from `directory`. `make` runs in a thread."""
        self._directory = directory
        self._centre = centre
        self._make = make
        self._in_use = made
        self._read = self._seen = _signature(directory)
        self.problem = ""
        """Why the articles on disk are not the ones in use; empty: they are, or will be in a moment."""

    @property
    def in_use(self) -> T:
        return self._in_use

    async def watch(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Looks at the folder for ever; `sleep` waits so many seconds."""
        while True:
            await sleep(EVERY_S)
            await self.look()

    async def look(self) -> Taken | Refused | None:
        """Takes what has changed, once it has stayed so for two looks: nobody saves all files at once."""
        now = await asyncio.to_thread(_signature, self._directory)
        settled, self._seen = now == self._seen, now
        if now == self._read or not settled:
            return None
        self._read = now
        log = structlog.get_logger(__name__)
        try:
            made, articles = await asyncio.to_thread(self._made_anew)
        except _Unusable as error:
            self.problem = str(error)
            log.error("articles refused; those from before stay in use", problem=self.problem)
            return Refused(self.problem)
        self._in_use, self.problem = made, ""
        log.info("articles taken into use", articles=articles)
        return Taken(articles)

    def _made_anew(self) -> tuple[T, int]:
        problems = Problems(self._directory)
        articles = tuple(read_articles(self._directory, set(), problems))
        self._check(articles, problems)
        if problems.lines:
            raise _Unusable("\n".join(problems.lines))
        try:
            return self._make(articles), len(articles)
        except Exception as error:
            raise _Unusable(f"The articles can be read, but not used: {error}") from error

    def _check(self, articles: tuple[Article, ...], problems: Problems) -> None:
        """What the centre's intents read out must still be there."""
        audiences = {article.id: article.audience for article in articles}
        if problems.lines:
            return  # A file that cannot be read would be missed here as well.
        for intent in self._centre.intents:
            if intent.article and intent.article not in audiences:
                problems.add(
                    "articles",
                    0,
                    f'the intent {intent.name} needs the article "{intent.article}", which is gone; '
                    "put it back, or take it out of intents.toml and restart",
                )
            elif intent.article and audiences[intent.article] == "agent" and not intent.person_required:
                problems.add(
                    "articles",
                    0,
                    f'the intent {intent.name} reads the article "{intent.article}" to callers, and it is '
                    "now for agents only; its audience must be caller",
                )


class _Unusable(Exception):
    """The message says what is wrong, a line each."""


def _signature(directory: Path) -> Signature:
    """What tells a changed folder from an unchanged one."""
    found: list[tuple[str, int, int]] = []
    for path in sorted((directory / "articles").glob("*.md")):
        try:
            status = path.stat()
        except OSError:
            continue  # It went away in between, or cannot be read: reading it will say so.
        found.append((path.name, status.st_mtime_ns, status.st_size))
    return tuple(found)
