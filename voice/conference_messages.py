"""What is asked of a call between people, what the carrier says of it, and what is to be done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from voice.transfer_messages import Fallback, Joined, Left, Leg, SendBack, TakenOver, Write


class Mode(StrEnum):
    """How a supervisor is in a call."""

    MONITOR = "monitor"
    """Hears everybody, and is heard by nobody."""
    COACH = "coach"
    """Is heard by the agent alone."""
    BARGE = "barge"
    """Is heard by everybody."""


# Requests, from a panel.


@dataclass(frozen=True, slots=True)
class HoldCaller:
    pass


@dataclass(frozen=True, slots=True)
class ResumeCaller:
    pass


@dataclass(frozen=True, slots=True)
class Consult:
    """Ask a colleague, while the caller hears music; then bring the caller in, hand over, or end it."""

    colleague: str


@dataclass(frozen=True, slots=True)
class AddColleague:
    """The caller hears them at once."""

    colleague: str


@dataclass(frozen=True, slots=True)
class BringIn:
    """The caller joins the two."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """The agent leaves the caller to the colleague."""


@dataclass(frozen=True, slots=True)
class EndConsult:
    """The colleague leaves, and the agent has the caller again."""


@dataclass(frozen=True, slots=True)
class Supervise:
    """Come in, or change the mode."""

    supervisor: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class StopSupervising:
    supervisor: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The supervisor goes on with the caller, and the agent leaves."""

    supervisor: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """To another queue without a word with anybody there, or back to the bot."""

    to: Fallback
    why: str
    queue: str = ""


# What the carrier says.


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member is in the conference: from a callback, an answer, or the list of participants."""

    carrier_call_id: str
    hold: bool
    muted: bool
    coaching: bool
    sequence: int = -1
    """Of the callback; -1: an answer to a request, which is as new as can be."""


@dataclass(frozen=True, slots=True)
class Added:
    label: str
    carrier_call_id: str


@dataclass(frozen=True, slots=True)
class NotAdded:
    """Refused, or they did not answer."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class NotChanged:
    """Refused or unknown: it says how a member shall be, so it may always be said again."""

    carrier_call_id: str
    why: str


ConferenceInput: TypeAlias = (
    HoldCaller
    | ResumeCaller
    | Consult
    | AddColleague
    | BringIn
    | HandOver
    | EndConsult
    | Supervise
    | StopSupervising
    | TakeOver
    | PassOn
    | Standing
    | Added
    | NotAdded
    | NotChanged
    | Joined
    | Left
)


# Commands.


@dataclass(frozen=True, slots=True)
class Add:
    """Participants.create, with no beep, and no part in the conference's start and end.

    Answered by `Added` or `NotAdded`; the carrier asks nobody for a key on this way.
    """

    label: str
    """Unique in the conference; comes back in its callbacks."""
    leg: Leg
    agent: str
    muted: bool = False
    coach_call_id: str = ""
    """Whom they coach; empty: nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """Participants.update, to all of this. Answered by `Standing` or `NotChanged`."""

    carrier_call_id: str
    hold: bool
    muted: bool
    coach_call_id: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """Participants.delete, which ends the leg."""

    carrier_call_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Whoever asked is told why not."""

    why: str


@dataclass(frozen=True, slots=True)
class Forward:
    """To the transfer, which knows with whom the caller is, and brings them back."""

    order: SendBack | TakenOver


ConferenceCommand: TypeAlias = Add | Change | Remove | Refuse | Forward | Write
