"""What live assistance needs of a centre: learnt once for each of its languages, shared by all its calls."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from assist.call_checklists import ChecklistBook
from assist.encoders.encoder import Encoder
from assist.knowledge_library import Library, library_of
from assist.knowledge_shelf import KnowledgeShelf
from assist.said_facts import Reader
from assist.sentiment import LexiconSentiment, SentimentEngine
from config.centre import Article, Centre
from config.locale_files import FOLDER
from config.settings import SuggestionSettings


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The articles of one language as they are at the moment."""

    library: Library
    articles: tuple[Article, ...]

    def passage(self, article_id: str, section: str, version: str) -> str:
        """All of a section, as it is now; empty where it is not there, or of another version.

        `version`: with its date, as a card shows it.
        """
        for article in self.articles:
            if article.id == article_id and version.startswith(f"{article.version}, "):
                return next((one.text for one in article.sections if one.title == section), "")
        return ""


@dataclass(frozen=True, slots=True)
class LanguageParts:
    """Of one language of the centre's."""

    centre: Centre
    shelf: "KnowledgeShelf[Knowledge] | Knowledge"
    """The latter where the centre was not read from files."""
    book: ChecklistBook
    sentiment: SentimentEngine

    @property
    def language(self) -> str:
        """BCP 47."""
        return self.centre.language

    @property
    def knowledge(self) -> Knowledge:
        return self.shelf if isinstance(self.shelf, Knowledge) else self.shelf.in_use

    def today(self, now: datetime) -> date:
        """The day at the centre."""
        zone = self.centre.queue(None).hours.zone if self.centre.queues else ZoneInfo("UTC")
        return now.astimezone(zone).date()

    def reader(self, now: datetime) -> Reader:
        return Reader(self.language, self.centre.region, self.today(now))


@dataclass(frozen=True, slots=True)
class AssistParts:
    languages: Mapping[str, LanguageParts]
    """By BCP 47 tag, the centre's own first."""
    settings: SuggestionSettings
    salt: bytes
    """Secret of this installation, for the lot that holds cards out."""

    def of(self, language: str) -> LanguageParts:
        """Those of `language`, or of its nearest; the centre's own where it has neither."""
        short = language.partition("-")[0].lower()
        near = (parts for tag, parts in self.languages.items() if tag.partition("-")[0].lower() == short)
        exact = self.languages.get(language)
        return exact or next(near, None) or next(iter(self.languages.values()))

    async def watch(self) -> None:
        """Takes changed articles into use, for ever."""
        shelves = [parts.shelf for parts in self.languages.values()]
        async with asyncio.TaskGroup() as group:
            for shelf in shelves:
                if isinstance(shelf, KnowledgeShelf):
                    group.create_task(shelf.watch(), name="articles watched")


def build_parts(
    centre: Centre,
    settings: SuggestionSettings,
    salt: bytes,
    *,
    encoder: Encoder | None = None,
    sentiment: SentimentEngine | None = None,
) -> AssistParts:
    """Blocks for a second or two a language: run it on a thread. `encoder`: a sentence model, if any."""
    engine = sentiment or LexiconSentiment()
    spoken = (centre, *centre.locales)
    return AssistParts(
        {one.language: _of_language(one, centre, encoder, engine) for one in spoken}, settings, salt
    )


def _of_language(
    centre: Centre, own: Centre, encoder: Encoder | None, sentiment: SentimentEngine
) -> LanguageParts:
    make = _make(centre, encoder)
    knowledge = make(centre.articles)
    book = ChecklistBook(centre, encoder)
    directory = own.directory
    if directory is None or not centre.articles:
        return LanguageParts(centre, knowledge, book, sentiment)
    if centre is not own:
        directory = directory / FOLDER / centre.language
    # A language need not have every article, so only those are kept watch over that it had.
    there = {article.id for article in centre.articles}
    intents = tuple(one for one in centre.intents if not one.article or one.article in there)
    shelf = KnowledgeShelf(directory, replace(centre, intents=intents), knowledge, make)
    return LanguageParts(centre, shelf, book, sentiment)


def _make(centre: Centre, encoder: Encoder | None) -> Callable[[tuple[Article, ...]], Knowledge]:
    def make(articles: tuple[Article, ...]) -> Knowledge:
        return Knowledge(library_of(centre, articles, encoder), articles)

    return make
