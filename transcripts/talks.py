"""Which agents had a call, until when, and who of them has finished with it: read from its events.

The agent of a transfer talks from its completion, a colleague from joining, a supervisor from taking over;
each until their leg leaves, their transfer ends, or the call does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from transcripts.event import Event, Milliseconds
from transcripts.events import (
    AnyEvent,
    CallEnded,
    LegJoined,
    LegLeft,
    PersonStepped,
    TransferAccepted,
    TransferCompleted,
    TransferEnded,
    WrapUpClosed,
    WrapUpSaved,
)


@dataclass(frozen=True, slots=True)
class Talk:
    """An agent's part in a call."""

    agent: str
    since_ms: Milliseconds
    over: Event | None = None
    """What ended it; None while it goes on."""
    extended: int = 0
    """How often the agent has taken more time for their notes."""
    closed: WrapUpClosed | None = None
    passed_on: bool = False
    """They gave the call to another queue."""

    @property
    def open(self) -> bool:
        """The notes on it are being written."""
        return self.over is not None and self.closed is None


class Talks:
    """Of one call; events go in, in order."""

    def __init__(self) -> None:
        self._talks: dict[str, Talk] = {}
        self._legs: dict[str, str] = {}
        self._of_transfer: dict[str, str] = {}
        self._accepted = ""
        self._asked = ""
        self._heard = 0
        self.over: CallEnded | None = None
        self.closed: WrapUpClosed | None = None
        """By somebody who was not in the call, such as a supervisor on a call without an agent."""

    @property
    def latest(self) -> Talk | None:
        """The one that began last."""
        return next(reversed(self._talks.values()), None)

    def of(self, agent: str) -> Talk | None:
        """Their last part in it."""
        return self._talks.get(agent)

    def all(self) -> tuple[Talk, ...]:
        return tuple(self._talks.values())

    def answers_for(self, agent: str) -> bool:
        """Whether nobody had the call after them: what was not done, they did not do."""
        talk = self._talks.get(agent)
        if talk is None or talk.over is None:
            return not self._talks
        return not talk.passed_on and all(
            other.over is not None and other.over.sequence <= talk.over.sequence
            for other in self._talks.values()
        )

    @property
    def settled(self) -> bool:
        """The call is over, and whoever had it has finished with it."""
        talks = self._talks.values()
        return (
            self.over is not None
            and all(talk.closed for talk in talks)
            and bool(talks or self.closed is not None)
        )

    def heard(self, event: AnyEvent) -> None:
        """One that was heard before changes nothing."""
        if 0 < event.sequence <= self._heard:
            return
        self._heard = max(self._heard, event.sequence)
        match event:
            case TransferAccepted():
                self._accepted = event.agent
            case PersonStepped(action="consult" | "add") if event.name:
                self._asked = event.name
            case PersonStepped(action="pass-on"):
                for agent, talk in self._talks.items():
                    self._talks[agent] = replace(talk, passed_on=talk.passed_on or talk.over is None)
            case PersonStepped(action="take-over") if event.name or event.by:
                self._begin(event.name or event.by, event.at_ms)
            case LegJoined(leg="agent"):
                self._legs[event.carrier_call_id] = self._accepted
            case LegJoined(leg="colleague") if self._asked:
                self._legs[event.carrier_call_id] = self._asked
                self._begin(self._asked, event.at_ms)
            case TransferCompleted():
                self._of_transfer[event.transfer_id] = event.agent
                self._begin(event.agent, event.at_ms)
            case LegLeft():
                self._end(self._legs.pop(event.carrier_call_id, ""), event)
            case TransferEnded():
                self._end(self._of_transfer.pop(event.transfer_id, ""), event)
            case CallEnded():
                self.over = event
                for agent in self._talks:
                    self._end(agent, event)
            case WrapUpSaved() if talk := self._talks.get(event.by):
                self._talks[event.by] = replace(talk, extended=max(talk.extended, event.extended))
            case WrapUpClosed():
                talk = self._talks.get(event.by)
                if talk is not None:
                    self._talks[event.by] = replace(talk, closed=event)
                else:
                    self.closed = event
            case _:
                pass

    def _begin(self, agent: str, at_ms: Milliseconds) -> None:
        """Anew, where they had it before: the notes go on, and so does their time."""
        before = self._talks.get(agent)
        if before is None or before.over is not None:
            self._talks.pop(agent, None)
            self._talks[agent] = Talk(agent, at_ms)

    def _end(self, agent: str, event: Event) -> None:
        talk = self._talks.get(agent)
        if talk is not None and talk.over is None:
            self._talks[agent] = replace(talk, over=event)


def talks_of(events: Iterable[AnyEvent]) -> Talks:
    talks = Talks()
    for event in events:
        talks.heard(event)
    return talks
