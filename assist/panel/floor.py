"""What the panel needs of the telephone side, and how it is shown: where people are, who rings, who talks.

The telephone side fills it; nothing here knows of lines or carriers.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol

import msgspec

from transcripts.event import Milliseconds

CHOICES = ("available", "break", "offline")
"""Where people may say that they are; the rest comes of what happens."""


class QueueShown(msgspec.Struct, frozen=True):
    name: str
    title: str
    waiting: int
    """Callers."""
    estimate: tuple[int, int] | None
    """Minutes, from and to, for who comes now; null: not known well enough."""
    open: bool


class BriefingPoint(msgspec.Struct, frozen=True):
    slot: Literal["who", "verified", "why", "tried", "details", "mood", "told"]
    text: str
    utterance_ids: tuple[str, ...]
    """What it stands on."""


class Offer(msgspec.Struct, frozen=True):
    """A call that rings this agent."""

    transfer: str
    call: str
    attempt: int
    queue: str
    queue_title: str
    caller: str
    """The last digits of the number."""
    rang: datetime
    ends: datetime
    """When it is offered to somebody else."""
    accepted: bool
    """Taken here, and not picked up yet."""
    briefing: tuple[BriefingPoint, ...]


class MemberShown(msgspec.Struct, frozen=True):
    leg: str
    """`caller`, `agent`, `colleague` or `supervisor`."""
    name: str
    here: bool
    """False: their phone rings."""
    on_hold: bool
    muted: bool
    coaching: bool
    """Only the agent hears them."""


class CallNow(msgspec.Struct, frozen=True):
    """The call that this agent is in."""

    call: str
    caller: str
    since: datetime
    talked_since: datetime | None
    """Caller and agent hear each other from then on."""
    with_whom: str
    """`ringing` (their phone) or `agent`; `bot` or `waiting` while the caller is on the way back."""
    on_hold: bool
    queue: str
    members: tuple[MemberShown, ...]
    notices: tuple[str, ...]
    """What was asked of this call and could not be done."""


class WrapUpShown(msgspec.Struct, frozen=True):
    """The notes that this agent writes."""

    call: str
    ends: datetime | None
    """Null: when they say so."""
    extended: int


class Desk(msgspec.Struct, frozen=True, tag_field="type", tag="desk"):
    """All that one agent's page shows beside the call itself."""

    presence: str
    wish: str | None
    """What they become when the call lets them go."""
    since: datetime | None
    queues: tuple[QueueShown, ...]
    offer: Offer | None = None
    call: CallNow | None = None
    wrap_up: WrapUpShown | None = None


class Standing(msgspec.Struct, frozen=True):
    """Who an agent is, and where."""

    name: str
    title: str
    presence: str
    wish: str | None
    since: datetime
    languages: tuple[str, ...]


class AgentShown(msgspec.Struct, frozen=True):
    name: str
    title: str
    presence: str
    queues: tuple[str, ...]
    """Those whose callers they can take."""


class ActionAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = ""
    """Of the agent whom it is about."""
    mode: str = ""
    """Of `supervise`: `monitor`, `coach` or `barge`."""
    queue: str = ""
    to: str = ""
    """Of `pass-on`: `queue` or `bot`."""
    why: str = ""


class NotPossible(Exception):
    """It cannot be done now; the message says why."""


class NotUnderstood(Exception):
    """There is no such thing; the message says what there is."""


class Floor(Protocol):
    """The telephone side, as the panel sees it."""

    def standing(self, agent: str) -> Standing | None:
        """None: the centre has no such agent."""
        ...

    async def desk(self, agent: str) -> Desk:
        """For somebody who is no agent: the queues. Raises `StoreError`."""
        ...

    def watch(self, agent: str, told: Callable[[], None]) -> Callable[[], None]:
        """`told` is called when the desk of this agent may look different; what is returned ends it."""
        ...

    def agents(self) -> tuple[AgentShown, ...]: ...

    def queues(self, agent: str = "") -> tuple[QueueShown, ...]:
        """All, or those whose callers this agent can take."""
        ...

    def people_now(self, call_id: str) -> frozenset[str]:
        """The agents to whom a call is offered, or who are in it."""
        ...

    def now_ms(self, call_id: str) -> Milliseconds | None:
        """On the clock of a call that goes on; None: it is over, or there is none."""
        ...

    async def set_presence(self, agent: str, presence: str, by: str) -> Standing:
        """Raises `NotPossible` or `StoreError`."""
        ...

    def answer(self, agent: str, transfer: str, *, accept: bool) -> None:
        """Takes the call that rings this agent, or does not. Raises `NotPossible`."""
        ...

    def act(self, call_id: str, action: str, asked: ActionAsked, by: str) -> None:
        """Holds, consults, passes on… Raises `NotPossible` or `NotUnderstood`."""
        ...

    def more_time(self, agent: str, seconds: float) -> None:
        """For the notes that they are writing."""
        ...

    async def wrapped_up(self, agent: str, call_id: str) -> None:
        """They have finished their notes on a call. Raises `StoreError`."""
        ...
