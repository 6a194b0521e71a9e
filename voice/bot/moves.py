"""What the conversation can decide: to say something, to write a fact down, to have something done.

The moves of one decision are carried out in order; a hang-up waits until what was said before it was heard.
What takes time (a tool, a check of who the caller is) is done by the call, which hands the result back.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from assist.wait_wishes import WaitWish
from transcripts.events import AnyEvent, EndReason


class Expects(StrEnum):
    """What kind of reply an utterance asks for; it decides how patiently the line listens."""

    OPEN = "open"
    YES_NO = "yes_no"
    DIGITS = "digits"
    SPELLING = "spelling"
    EMAIL = "email"
    NAME = "name"
    DATE = "date"
    ADDRESS = "address"
    NOTHING = "nothing"


class Source(StrEnum):
    """Where the words of an utterance come from: the bot has no others."""

    PROMPT = "prompt"
    """The centre's own phrase; what fills its blanks was said by the caller or belongs to the centre."""
    ARTICLE = "article"
    TOOL = "tool"
    """A tool's sentence, filled with what the tool gave."""


class CalledBack(StrEnum):
    """How a call to a caller who was promised one ended: `CallbackTried.outcome`."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    MACHINE = "machine"
    REFUSED = "refused"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    prompt: str = ""
    """The name of the centre's prompt that it was made from; empty for an article."""
    expects: Expects = Expects.NOTHING
    source: Source = Source.PROMPT
    language: str = ""
    """BCP 47, where it is not the call's own."""
    patience_s: float = 0.0
    """How long the caller may be silent after it; 0: as the settings say."""
    digits: int = 0
    """How many digits are asked for, where that is known."""
    sound: bytes = b""
    """μ-law that is played in place of the text: a tone."""


@dataclass(frozen=True, slots=True)
class Note:
    """A fact for the journal."""

    event: AnyEvent


@dataclass(frozen=True, slots=True)
class UseTool:
    """The call uses it, and hands the result to `Conversation.tool_answered`."""

    tool: str
    key: str
    """One use of it: the same key never acts twice."""
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verify:
    """The call asks its verification, and hands the step that comes back to `Conversation.verified`."""

    level: int
    """The assurance that is needed."""
    text: str | None = None
    """What the caller answered; None: begin."""
    alternatives: tuple[str, ...] = ()
    keys: str = ""
    """What the caller keyed in, when that is the answer."""


@dataclass(frozen=True, slots=True)
class Connect:
    """The call finds a person, while the bot stays with the caller."""

    queue: str
    reason: str
    preferred: str = ""
    """The agent who wants the call; empty: whoever is best."""


@dataclass(frozen=True, slots=True)
class StopConnecting:
    """The caller does not want to wait for a person any more."""

    why: str


@dataclass(frozen=True, slots=True)
class WaitOtherwise:
    """The caller does not want to wait on the line, but something else."""

    wish: WaitWish


@dataclass(frozen=True, slots=True)
class MessageOver:
    """The caller has said what they wanted to leave."""


@dataclass(frozen=True, slots=True)
class RungBack:
    """What became of ringing a caller back."""

    outcome: CalledBack
    why: str


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """The caller is heard, and answered, in this language from now on."""

    language: str
    """BCP 47."""


@dataclass(frozen=True, slots=True)
class SpeakSlowly:
    """The bot speaks more slowly from now on."""


@dataclass(frozen=True, slots=True)
class HangUp:
    reason: EndReason
    explanation: str


Move: TypeAlias = (
    Say
    | Note
    | UseTool
    | Verify
    | Connect
    | StopConnecting
    | WaitOtherwise
    | MessageOver
    | RungBack
    | SpeakLanguage
    | SpeakSlowly
    | HangUp
)
