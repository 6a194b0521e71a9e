"""The queues of a company: who waits in which, in what order, and who takes them out."""

import asyncio
from collections import deque
from dataclasses import dataclass, field

from transcripts.events import Milliseconds
from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.company_floor import Floor
from voice.sandbox.identity import new_sid
from voice.sandbox.leg import Leg

MOST = 1000
LARGEST = 5000


@dataclass(slots=True, eq=False)
class Waiting:
    """A leg in a queue."""

    leg: Leg
    queue: "WaitingLine"
    since_ms: Milliseconds
    taken: asyncio.Event = field(default_factory=asyncio.Event)
    """Somebody bridges with it now."""
    released: asyncio.Event = field(default_factory=asyncio.Event)
    """The bridge is over."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """It is no longer to be had: its call is over, or sent elsewhere."""

    def bridging(self) -> None:
        self.queue.waiting.remove(self)
        self.taken.set()

    def form(self, now_ms: Milliseconds) -> dict[str, str]:
        """What documents about it are told."""
        line = self.queue
        position = line.waiting.index(self) + 1 if self in line.waiting else 1
        return {
            "QueuePosition": str(position),
            "QueueSid": line.sid,
            "QueueTime": str((now_ms - self.since_ms) // 1000),
            "AvgQueueTime": str(line.average_wait_s(now_ms)),
            "CurrentQueueSize": str(len(line.waiting)),
            "MaxQueueSize": str(line.most),
        }


@dataclass(slots=True, eq=False)
class WaitingLine:
    """`Queue`."""

    sid: str
    name: str
    created_ms: Milliseconds
    most: int = MOST
    waiting: deque[Waiting] = field(default_factory=deque[Waiting])
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def average_wait_s(self, now_ms: Milliseconds) -> int:
        waits = [now_ms - one.since_ms for one in self.waiting]
        return sum(waits) // len(waits) // 1000 if waits else 0


class Queues:
    def __init__(self, floor: Floor) -> None:
        self.lines: dict[str, WaitingLine] = {}
        """By sid."""
        self._floor = floor

    def create(self, name: str, most: int = MOST) -> WaitingLine:
        """Raises `CarrierError` 22003 where there is one of that name, 22001 where it may not be so large."""
        if any(line.name == name for line in self.lines.values()):
            raise CarrierError(22003, 400, f"The Queue friendly name must be unique: {name}")
        if not 1 <= most <= LARGEST:
            raise CarrierError(22001, 400, f"MaxSize is from 1 to {LARGEST}")
        line = WaitingLine(new_sid("QU"), name, self._floor.clock.now_ms, most)
        self.lines[line.sid] = line
        return line

    def find(self, sid: str) -> WaitingLine:
        """Raises `CarrierError` 20404."""
        line = self.lines.get(sid)
        if line is None:
            raise CarrierError(20404, 404, f"The requested resource /Queues/{sid}.json was not found")
        return line

    def named(self, name: str) -> WaitingLine:
        """The queue of that name, a new one where there is none."""
        return next((line for line in self.lines.values() if line.name == name), None) or self.create(name)

    def enter(self, leg: Leg, name: str, most: int) -> Waiting | None:
        """Puts a leg at the end; None: the queue is full."""
        line = self.named(name)
        if len(line.waiting) >= min(line.most, most):
            return None
        waiting = Waiting(leg, line, self._floor.clock.now_ms)
        line.waiting.append(waiting)
        line.news.set()
        leg.note("queued", name)
        return waiting

    async def front(self, name: str, timeout_s: float) -> Waiting | None:
        """The first of the queue, waited for; None: nobody came in time."""
        line = self.named(name)
        until_ms = self._floor.clock.now_ms + round(timeout_s * 1000)
        while not line.waiting:
            left_ms = until_ms - self._floor.clock.now_ms
            line.news.clear()
            if left_ms <= 0 or not await self._floor.within(line.news, left_ms / 1000):
                return None
        return line.waiting[0]

    def member(self, line: WaitingLine, call_sid: str) -> Waiting:
        """`Front` is the first. Raises `CarrierError` 20404."""
        if call_sid == "Front" and line.waiting:
            return line.waiting[0]
        for waiting in line.waiting:
            if waiting.leg.sid == call_sid:
                return waiting
        raise CarrierError(20404, 404, f"The requested resource /Members/{call_sid}.json was not found")
