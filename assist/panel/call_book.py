"""Who took part in which call, folded from the journal: who may see it, and since when they talk.

Follows all calls; what it does not know of an older call it reads from the record when it is asked.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from transcripts.event import Milliseconds
from transcripts.events import (
    AnyEvent,
    CallResumed,
    CallStarted,
    LegJoined,
    PersonStepped,
    TransferAccepted,
    TransferCompleted,
    TransferOffered,
    WrapUpClosed,
)
from transcripts.journal import Journal
from transcripts.store.contract import StoreError
from transcripts.subscription import Lagged

MOST_KEPT = 5000
"""Calls; others are read again."""

_ASKS_IN = frozenset({"consult", "add", "supervise"})

Told = Callable[[AnyEvent], None]


@dataclass(slots=True)
class CallNotes:
    """What one call's events say of its people."""

    last: int = 0
    """The sequence number of the last event that was taken."""
    at_ms: Milliseconds = 0
    caller: str = ""
    agents: set[str] = field(default_factory=set[str])
    """Who took it, or joined."""
    rang: dict[tuple[str, str], datetime] = field(default_factory=dict[tuple[str, str], datetime])
    """By transfer and agent: since when their phone rings, the last time."""
    talked_since: datetime | None = None
    closed: set[str] = field(default_factory=set[str])
    """Agents who have finished their notes."""
    _asked_in: str = ""

    def take(self, event: AnyEvent) -> str:
        """The agent who is in the call from then on; empty: nobody new."""
        if event.sequence <= self.last:
            return ""
        self.last, self.at_ms = event.sequence, max(self.at_ms, event.at_ms)
        match event:
            case CallStarted():
                self.caller = event.caller
            case TransferOffered():
                if event.carrier_call_id == "" or (event.transfer_id, event.agent) not in self.rang:
                    self.rang[event.transfer_id, event.agent] = event.wall
            case TransferAccepted():
                self.agents.add(event.agent)
                self.closed.discard(event.agent)
                return event.agent
            case TransferCompleted():
                self.talked_since = event.wall
            case PersonStepped() if event.action in _ASKS_IN:
                self._asked_in = event.name
            case LegJoined() if event.leg in ("colleague", "supervisor"):
                if self._asked_in:
                    self.agents.add(self._asked_in)
                return self._asked_in
            case WrapUpClosed():
                self.closed.add(event.by)
            case _:
                pass
        return ""


class CallBook:
    """One service's. Keep `follow` running."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._notes: OrderedDict[str, CallNotes] = OrderedDict()
        self._latest: dict[str, str] = {}
        """By agent: the call that they were in last."""
        self._told: list[Told] = []

    def subscribe(self, told: Told) -> Callable[[], None]:
        """`told` is called with each event, once it is in the notes; what is returned ends it."""
        self._told.append(told)
        return lambda: self._told.remove(told) if told in self._told else None

    async def of(self, call_id: str) -> CallNotes | None:
        """None: there is no such call. Raises `StoreError`."""
        notes = self._notes.get(call_id)
        if notes is not None:
            return notes
        events = await self._journal.replay(call_id)
        if not events:
            return None
        # Somebody else may have asked for it meanwhile, and events may have come since.
        notes = self._keep(call_id)
        for event in events:
            self._take(notes, event)
        return notes

    def known(self, call_id: str) -> CallNotes | None:
        """What is known without asking the record."""
        return self._notes.get(call_id)

    def latest_of(self, agent: str) -> str:
        """The call that an agent was in last; empty: none that is known."""
        return self._latest.get(agent, "")

    async def follow(self) -> None:
        """Runs until the journal closes."""
        while True:
            try:
                async with self._journal.subscribe(length=20_000) as events:
                    async for event in events:
                        await self._follow(event)
                return
            except Lagged:
                self._notes.clear()

    async def _follow(self, event: AnyEvent) -> None:
        if isinstance(event, CallStarted):
            self._keep(event.call_id)
        elif isinstance(event, CallResumed):
            await self._read(event.call_id)
        notes = self._notes.get(event.call_id)
        if notes is not None:
            self._take(notes, event)
        for told in tuple(self._told):
            told(event)

    async def _read(self, call_id: str) -> None:
        try:
            await self.of(call_id)
        except StoreError as error:
            # It is read when somebody asks for it.
            structlog.get_logger(__name__).warning("a call could not be read", call=call_id, error=str(error))

    def _take(self, notes: CallNotes, event: AnyEvent) -> None:
        joined = notes.take(event)
        if joined:
            self._latest[joined] = event.call_id

    def _keep(self, call_id: str) -> CallNotes:
        notes = self._notes.setdefault(call_id, CallNotes())
        while len(self._notes) > MOST_KEPT:
            self._notes.popitem(last=False)
        return notes
