"""A contact centre, as it describes itself: what callers ask, what it answers, who takes over.

`config.centre_files` reads it from TOML and Markdown; everything else only sees these types.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from config.checklists import ChecklistDefinition
from config.dispositions import Disposition


class Tier(StrEnum):
    """Who settles a matter."""

    BOT = "bot"
    """The bot does, with an article or a tool."""
    ASSISTED = "assisted"
    """The bot takes the details, and a person settles it with them."""
    PERSON = "person"
    """Policy hands this to a person at once (a bereavement, a complaint)."""


class Confirmation(StrEnum):
    """How the details of a matter are confirmed before anything is done with them."""

    NONE = "none"
    IMPLICIT = "implicit"
    """They are mentioned in what the bot says next; for what can be undone."""
    EXPLICIT = "explicit"
    """They are read back and wait for a yes; for money, addresses, identity and cancellations."""


class DetailKind(StrEnum):
    """What a detail is, which decides how it is heard, read back and keyed in."""

    DIGITS = "digits"
    PHONE = "phone"
    DATE = "date"
    TIME = "time"
    TIME_WINDOW = "time-window"
    AMOUNT = "amount"
    CODE = "code"
    POSTCODE = "postcode"
    EMAIL = "email"
    NAME = "name"
    YES_NO = "yes-no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that the bot must know before a matter can be settled."""

    name: str
    """Lower-case words joined by underscores, unique in the intent; tools take their arguments by it."""
    title: str
    """A noun phrase that completes "I have … as …" ("the day of the visit")."""
    kind: DetailKind
    ask: str
    """The question, as the bot says it."""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Of a choice: each value with the ways of saying it, the first of which the bot uses."""
    digits: int = 0
    """Of digits: how many there are; 0 when that varies."""
    secret: bool = False
    """True: masked in the record and never read back."""
    required: bool = True
    """False: taken when it is said, and not asked for."""


class Risk(StrEnum):
    """What a tool can do to a customer."""

    READ = "read"
    CHANGE = "change"
    """Changes something that can be changed back; done once for one key."""
    RISKY = "risky"
    """Money, contracts and the like: a person must approve each use."""


class ValueKind(StrEnum):
    """How a value that a tool gives is said."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    TIME_WINDOW = "time-window"
    NUMBER = "number"
    DIGITS = "digits"


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that the bot can do: a Python callable of the centre's own, or an HTTP endpoint."""

    name: str
    title: str
    """What it does, completing "I will …" ("look up your bill")."""
    arguments: Mapping[str, DetailKind]
    """What it takes, by the names of the details that fill them."""
    results: Mapping[str, ValueKind]
    """What it may give."""
    says: Mapping[str, str]
    """What the bot says for each outcome, with `{result}` blanks; any other outcome is a failure."""
    python: str = ""
    """`file:function` in the centre's directory."""
    url: str = ""
    """Where it is posted to as JSON, if it is an endpoint."""
    risk: Risk = Risk.READ
    level: int = 1
    """The assurance that it takes: 0 anyone, 1 and 2 as the methods of verification give them."""
    timeout_ms: int = 8_000
    """How long it may take; later answers are not used."""
    filler: str = ""
    """What the bot says when it takes over 1.5 s; empty: the centre's `tool_filler` prompt."""


class Method(StrEnum):
    """A way of proving who one is."""

    RECORD = "record"
    """Name, postcode, date of birth and the like agree with one customer's record."""
    ONE_TIME_CODE = "code"
    """A code that is sent to a contact which was registered before."""
    PIN = "pin"
    """A number that the customer chose, keyed in."""


@dataclass(frozen=True, slots=True)
class VerificationMethod:
    method: Method
    level: int
    """The assurance that it gives: 1, or 2 for what is worth more care."""
    fields: tuple[Detail, ...]
    """What is asked for; each name is a column of the customers' directory."""
    attempts: int = 3
    """For each field; after the last the method has failed."""


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """When a call goes to a person, beyond what the intents say."""

    vip_queue: str | None = None
    human_only: tuple[str, ...] = ()
    """Numbers (E.164) whose owners want no machine."""
    vips: tuple[str, ...] = ()
    """Numbers (E.164) that go straight to an assisted person."""
    repeat_calls: int = 3
    """Calls by the same number about the same matter within 7 days which make the next one a person's."""
    troubles: int = 3
    """Silences and misunderstandings of one call, over all its questions, before a person takes over."""
    frustration: float = 0.7
    """From 0 to 1; above it a person takes over."""
    loops: int = 2
    """How often the same sentence of the bot is said again before that is a loop."""
    emergency_queue: str | None = None
    vulnerable_queue: str | None = None


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
    tier: Tier = Tier.BOT
    tool: str | None = None
    """The tool that settles it, by name; with both, the article is read where the tool cannot be used."""
    details: tuple[Detail, ...] = ()
    """What must be known for it, in the order in which it is asked for."""
    confirmation: Confirmation = Confirmation.IMPLICIT
    complexity: int = 1
    """1 to 3, as the centre sees it: 3 goes to a person when anything else is against the bot."""

    @property
    def person_required(self) -> bool:
        return self.tier is Tier.PERSON


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
    about: tuple[str, ...] = ()
    """The names of the one thing (a shop, a product, a tariff) that it is about; the other articles on that
    thing give the same names. Empty: it is about what its title says."""


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


class WaitTreatment(StrEnum):
    """What a caller hears between the messages while they wait for a person."""

    MUSIC = "music"
    RINGING = "ringing"


@dataclass(frozen=True, slots=True)
class Queue:
    name: str
    title: str
    """As the bot says it: "our billing team"."""
    hours: OpeningHours
    skills: Mapping[str, int] = field(default_factory=dict[str, int])
    """What its agents must know, each at least at this level (1 to 5); none: any agent takes its calls."""
    priority: int = 0
    """The calls of a queue with a higher one are taken first."""
    service_level_s: float = 20.0
    """The wait within which its callers should reach a person, in seconds."""
    overflow: str = ""
    """The queue whose agents take its calls, too, once they have waited; empty: none."""
    overflow_after_s: float = 120.0
    """The wait after which they do, in seconds."""
    wait: WaitTreatment = WaitTreatment.MUSIC


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who takes calls."""

    name: str
    """Lower-case words joined by hyphens, unique in the centre."""
    title: str
    """As callers are told it: "Ana"."""
    phone: str
    """E.164, `sip:user@host` or `client:identity`."""
    skills: Mapping[str, int]
    """What they know, from 1 (somewhat) to 5."""
    languages: tuple[str, ...]
    """BCP 47."""
    wrap_up_s: float = 30.0
    """How long they have for their notes after a call, in seconds; 0: until they say that they are ready."""
    started: date | None = None
    """Their first day here; who is new is whispered to more. None: taken for new."""


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
    tools: tuple[Tool, ...] = ()
    verification: tuple[VerificationMethod, ...] = ()
    """In the order in which they are tried."""
    routing: RoutingRules = RoutingRules()
    agents: tuple[Agent, ...] = ()
    """None: nobody can be connected, and call-backs are agreed instead."""
    checklists: tuple[ChecklistDefinition, ...] = ()
    """What agents have to say, ask, do and check."""
    dispositions: tuple[Disposition, ...] = ()
    """What agents file calls under, in the order in which they see them."""
    whispers: Mapping[str, str] = field(default_factory=dict[str, str])
    """What agents are told at once, by the cue in a caller's words ("self-harm")."""
    directory: Path | None = None
    """Where its files are; its Python tools are loaded from there."""
    locales: "tuple[Centre, ...]" = ()
    """The same centre in its other languages, complete: the names are the same and the texts are not."""

    def tool(self, name: str) -> Tool:
        return next(tool for tool in self.tools if tool.name == name)

    def intent(self, name: str) -> Intent:
        return next(intent for intent in self.intents if intent.name == name)

    def article(self, article_id: str) -> Article | None:
        return next((article for article in self.articles if article.id == article_id), None)

    def agent(self, name: str) -> Agent | None:
        return next((agent for agent in self.agents if agent.name == name), None)

    def queue(self, name: str | None) -> Queue:
        wanted = name or self.default_queue
        return next(queue for queue in self.queues if queue.name == wanted)
