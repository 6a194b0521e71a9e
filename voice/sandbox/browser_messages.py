"""What a telephone's page and the company tell each other: JSON in text frames; sound goes in binary ones."""

from typing import TypeAlias

import msgspec

from transcripts.events import Milliseconds
from voice.sandbox.browser_phone import BrowserPhone, PhoneState
from voice.sandbox.leg import Leg, LegStatus

LONGEST_TEXT = 300
LONGEST_MESSAGE = 4096


class _Do(msgspec.Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """Something that the person does."""


class Call(_Do, frozen=True, tag="call"): ...


class Answer(_Do, frozen=True, tag="answer"): ...


class Decline(_Do, frozen=True, tag="decline"): ...


class HangUp(_Do, frozen=True, tag="hang-up"): ...


class Press(_Do, frozen=True, tag="press"):
    key: str


class SayLine(_Do, frozen=True, tag="say-line"):
    line: int
    """Which of the recorded lines, from 0."""


class SayText(_Do, frozen=True, tag="say-text"):
    text: str


Doing: TypeAlias = Call | Answer | Decline | HangUp | Press | SayLine | SayText


class Line(msgspec.Struct, frozen=True):
    text: str
    group: str


class Introduction(msgspec.Struct, frozen=True, tag_field="tell", tag="introduction"):
    """What does not change."""

    title: str
    address: str
    calls: str
    """Whom its button calls; empty: it only takes calls."""
    lines: list[Line]
    can_say_text: bool


class Standing(msgspec.Struct, frozen=True, tag_field="tell", tag="standing"):
    """What does."""

    state: PhoneState
    other: str
    why: str
    keys: str
    offer: list[str]
    for_ms: Milliseconds


class Remark(msgspec.Struct, frozen=True, tag_field="tell", tag="remark"):
    """Why something was not done."""

    text: str


_READER = msgspec.json.Decoder(Doing)
_WRITER = msgspec.json.Encoder()


def read(message: str) -> Doing:
    """Raises `ValueError` for what is none of the messages above."""
    return _READER.decode(message)


def written(message: Introduction | Standing | Remark) -> str:
    return _WRITER.encode(message).decode()


def introduction(phone: BrowserPhone, can_say_text: bool) -> Introduction:
    lines = [Line(line.text, line.group) for line in phone.lines]
    return Introduction(phone.title, phone.address, phone.calls, lines, can_say_text)


def standing(phone: BrowserPhone) -> Standing:
    return Standing(phone.state, phone.other, phone.why, phone.keys, list(phone.offer), phone.for_ms)


def why_it_ended(leg: Leg) -> str:
    """What became of a leg, as the person at its telephone would say it."""
    match leg.status, leg.ended_by:
        case LegStatus.BUSY, "phone":
            return "You declined the call."
        case LegStatus.CANCELED, "phone":
            return "You hung up before anybody answered."
        case LegStatus.CANCELED, _:
            return "The other end stopped ringing."
        case LegStatus.NO_ANSWER, _:
            return "It rang, and nobody answered in time."
        case LegStatus.FAILED, _:
            return "The call could not be connected."
        case _, "phone":
            return "You hung up."
        case _, "service":
            return "The other end hung up."
        case _:
            return "The telephone company ended the call."
