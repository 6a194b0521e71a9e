"""A contact centre, as it describes itself: what callers ask, what it answers, who takes over.

`config.centre_files` reads it from TOML and Markdown; everything else only sees these types.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that callers want."""

    name: str
    """Lower-case words joined by underscores, unique in the centre."""
    title: str
    """A noun phrase that completes "I understand this is about …" ("a slow connection")."""
    examples: tuple[str, ...]
    """Ten or more sentences, as callers say them."""
    article: str | None = None
    """The knowledge article that answers it, by id."""
    queue: str | None = None
    """The queue of the people who take it; None: the centre's default."""
    person_required: bool = False
    """True: policy hands this to a person at once (a bereavement, a complaint)."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    text: str
    """Plain sentences, as they can be read out."""


@dataclass(frozen=True, slots=True)
class Article:
    """A knowledge article."""

    id: str
    title: str
    version: str
    valid_from: date
    valid_to: date | None
    audience: str
    """`caller`: may be read to callers. `agent`: for people only."""
    sections: tuple[Section, ...]
    """The first is the short answer, two or three sentences, which the bot reads."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When people answer. Times are local to `zone`."""

    zone: ZoneInfo
    weekly: tuple[tuple[tuple[time, time], ...], ...]
    """Seven days from Monday, each with its open intervals, in order."""
    closed: tuple[date, ...]
    """Days off."""

    def open_at(self, moment: datetime) -> bool:
        """Whether people answer at `moment`, which carries its zone."""
        local = moment.astimezone(self.zone)
        if local.date() in self.closed:
            return False
        return any(opens <= local.time() < closes for opens, closes in self.weekly[local.weekday()])


@dataclass(frozen=True, slots=True)
class Queue:
    name: str
    title: str
    """As the bot says it: "our billing team"."""
    hours: OpeningHours


@dataclass(frozen=True, slots=True)
class Centre:
    name: str
    """As the bot says it."""
    language: str
    """BCP 47, e.g. `en-US`."""
    region: str
    """ISO 3166 country, to read local telephone numbers with, e.g. `US`."""
    default_queue: str
    prompts: dict[str, str]
    """The fixed phrases by name; `{centre}`, `{title}` and the like are filled in by the bot."""
    intents: tuple[Intent, ...]
    articles: tuple[Article, ...]
    queues: tuple[Queue, ...]

    def intent(self, name: str) -> Intent:
        return next(intent for intent in self.intents if intent.name == name)

    def article(self, article_id: str) -> Article | None:
        return next((article for article in self.articles if article.id == article_id), None)

    def queue(self, name: str | None) -> Queue:
        wanted = name or self.default_queue
        return next(queue for queue in self.queues if queue.name == wanted)
