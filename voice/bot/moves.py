"""What the conversation can decide: to say something, to write a fact down, to hang up.

The moves of one decision are carried out in order; a hang-up waits until what was said before it was heard.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from transcripts.events import AnyEvent, EndReason


class Expects(StrEnum):
    """What kind of reply an utterance asks for; it decides how patiently the line listens."""

    OPEN = "open"
    YES_NO = "yes_no"
    DIGITS = "digits"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    prompt: str = ""
    """The name of the centre's prompt that it was made from; empty for an article."""
    expects: Expects = Expects.NOTHING


@dataclass(frozen=True, slots=True)
class Note:
    """A fact for the journal."""

    event: AnyEvent


@dataclass(frozen=True, slots=True)
class HangUp:
    reason: EndReason
    explanation: str


Move: TypeAlias = Say | Note | HangUp
