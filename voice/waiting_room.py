"""Who waits for a person, in all queues of a service, and which free agent is kept for whom.

Without I/O but for `keep`: asked again whenever an agent's presence changes, and each second, since waits
overflow, queues close and agents who declined are asked again by the mere passing of time.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from config.centre import Agent, Centre, Queue
from voice.presence import AgentState, Presence
from voice.queueing import AgentStatus, Waiting, able, next_agent, order, place, serving
from voice.waiting_time import QueueWatch

LOOKS_EVERY_S = 1.0
ASKED_AGAIN_S = 60.0
"""After an agent did not take a call they are not asked for the same call for so long, in seconds."""
KEPT_S = 90.0
"""The longest that a free agent is kept for a call that does not ring them: a caller is rung first."""

_TALKING = frozenset({Presence.ON_CALL, Presence.WRAP_UP})


@dataclass(frozen=True, slots=True)
class Seen:
    """How it stands for one who waits."""

    ahead: int
    """How many are in front of them for the same queue."""
    estimate: tuple[int, int] | None
    """Minutes, from and to; None: not known well enough to be said."""
    open: bool
    """Whether a queue that serves them is open."""
    staffed: int
    """Agents who could take the call, free or not."""


class Guest(Protocol):
    """Who waits."""

    def agent_free(self, agent: str) -> None:
        """This agent is kept for them now."""
        ...

    def look(self, seen: Seen) -> None:
        """Told about once a second while they wait."""
        ...


@dataclass(slots=True)
class _Entry:
    waiting: Waiting
    guest: Guest
    offered: str = ""
    """The agent who is kept for them, or rung for them; empty: they wait."""
    counted: bool = False
    """Whether they ever waited."""
    tried: dict[str, float] = field(default_factory=dict[str, float])
    """Agents who did not take it, and until when they are not asked again."""


class WaitingRoom:
    """One service's. Subscribe `told` to the roster, and `keep` it running."""

    def __init__(
        self,
        centre: Centre,
        statuses: Callable[[], Sequence[AgentStatus]],
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`clock`: monotonic seconds. `wall_clock`: gives UTC, and tells when queues are open."""
        self._queues = {queue.name: queue for queue in centre.queues}
        self._statuses = statuses
        self._clock = clock
        self._wall_clock = wall_clock
        self._entries: dict[str, _Entry] = {}
        self._kept: dict[str, tuple[str, float]] = {}
        """Free agents who are meant for a call: which, and until when."""
        self._talks: dict[str, tuple[str, float]] = {}
        """Whom an agent talks to: for which queue, and since when."""
        self._watches = {queue.name: QueueWatch(queue) for queue in centre.queues}
        self._news = asyncio.Event()

    def __len__(self) -> int:
        """How many wait, and are not being connected."""
        return sum(not entry.offered for entry in self._entries.values())

    def __contains__(self, call_id: str) -> bool:
        return call_id in self._entries

    def since(self, wall: datetime) -> float:
        """A time of day on the room's clock."""
        return self._clock() - max(0.0, (self._wall_clock() - wall).total_seconds())

    def wall(self, since_s: float) -> datetime:
        """The other way round."""
        return self._wall_clock() - timedelta(seconds=max(0.0, self._clock() - since_s))

    def takes(self, queue: str, language: str) -> bool:
        """Whether a caller may be put through, or wait: a queue is open, and somebody is there for it."""
        seen = self._seen(Waiting("", queue, self._clock(), language=language))
        return seen.open and seen.staffed > 0

    def others_come(self, call_id: str) -> bool:
        """Whether somebody who cannot be asked for this call now, but is there, may become free for it."""
        entry = self._entries.get(call_id)
        if entry is None:
            return False
        free = {status.agent.name for status in self._free()} | {entry.offered}
        return any(status.agent.name not in free for status in self._there(entry.waiting))

    # Who waits.

    def enter(self, waiting: Waiting, guest: Guest, *, instead_of: str = "") -> str:
        """The agent who is kept for the call at once, if it is its turn; else it waits. Empty: it waits.

        `instead_of`: the entry whose place, and whose agent, it takes over.
        """
        entry = self._entries[waiting.call_id] = _Entry(waiting, guest)
        before = self._entries.pop(instead_of, None)
        if before is not None:
            entry.counted, entry.tried = before.counted, before.tried
            kept = self._kept.get(before.offered)
            if kept is not None and kept[0] == instead_of:
                self._offer(entry, before.offered)
                return entry.offered
        agent = self._matches().get(waiting.call_id)
        if agent is not None:
            self._offer(entry, agent)
            return agent
        self._waits(entry)
        return ""

    def again(self, call_id: str) -> None:
        """The agent did not take the call, which waits on in its place."""
        entry = self._entries.get(call_id)
        if entry is not None:
            self._release(entry)
            self._waits(entry)

    def declined(self, call_id: str, agent: str) -> None:
        """Whoever was asked for a call did not take it."""
        entry = self._entries.get(call_id)
        if entry is not None:
            entry.tried[agent] = self._clock() + ASKED_AGAIN_S

    def connected(self, call_id: str, agent: str) -> None:
        """The caller talks to a person."""
        entry = self._entries.pop(call_id, None)
        if entry is None:
            return
        now_s = self._clock()
        self._release(entry)
        watch = self._watches.get(entry.waiting.queue)
        if watch is not None:
            waited_s = now_s - entry.waiting.since_s if entry.counted else 0.0
            if entry.counted:
                watch.connected(now_s, waited_s)
            else:
                watch.joined(now_s)
                watch.connected(now_s, 0.0)
            self._talks[agent] = entry.waiting.queue, now_s

    def leave(self, call_id: str) -> None:
        """They gave up, or went another way. Who does not wait is no matter."""
        entry = self._entries.pop(call_id, None)
        if entry is None:
            return
        self._release(entry)
        watch = self._watches.get(entry.waiting.queue)
        if watch is not None and entry.counted:
            watch.gave_up(self._clock())

    def seen(self, call_id: str) -> Seen | None:
        entry = self._entries.get(call_id)
        return self._seen(entry.waiting) if entry is not None else None

    def standing(self, queue: str) -> tuple[int, tuple[int, int] | None, bool]:
        """How many wait in a queue, in which time a caller who comes now is told to be served, and whether
        it is open. Raises `KeyError` where there is no such queue."""
        seen = self._seen(Waiting("", self._queues[queue].name, self._clock()))
        waiting = sum(not each.offered and each.waiting.queue == queue for each in self._entries.values())
        return waiting, seen.estimate, seen.open

    def service_level(self, queue: str) -> float | None:
        """The share of the last hour's connected callers who waited no longer than the queue's target."""
        watch = self._watches.get(queue)
        return watch.service_level(self._clock()) if watch is not None else None

    # The agents.

    def told(self, state: AgentState) -> None:
        """The roster's news."""
        if state.presence is not Presence.AVAILABLE:
            self._kept.pop(state.agent, None)
        talk = self._talks.get(state.agent)
        if talk is not None and state.presence not in _TALKING | {Presence.OFFERED}:
            del self._talks[state.agent]
            queue, since_s = talk
            now_s = self._clock()
            self._watches[queue].finished(now_s, now_s - since_s)
        self._news.set()

    def look(self) -> None:
        """Gives free agents to those who wait, and tells the others how it stands."""
        now_s = self._clock()
        for agent, (_, until_s) in tuple(self._kept.items()):
            if until_s <= now_s:
                del self._kept[agent]
        for call_id, agent in self._matches().items():
            entry = self._entries.get(call_id)
            if entry is not None and not entry.offered:
                self._offer(entry, agent)
                self._tell(entry, lambda entry=entry, agent=agent: entry.guest.agent_free(agent))
        for entry in tuple(self._entries.values()):
            if not entry.offered and self._entries.get(entry.waiting.call_id) is entry:
                self._tell(entry, lambda entry=entry: entry.guest.look(self._seen(entry.waiting)))

    async def keep(self) -> None:
        """Runs until it is cancelled."""
        while True:
            self.look()
            self._news.clear()
            try:
                async with asyncio.timeout(LOOKS_EVERY_S):
                    await self._news.wait()
            except TimeoutError:
                continue

    # How it is done.

    def _tell(self, entry: _Entry, tell: Callable[[], None]) -> None:
        """What fails for one of them is no matter of the others."""
        try:
            tell()
        except Exception:
            log = structlog.get_logger(__name__).bind(call_id=entry.waiting.call_id)
            log.exception("who waits could not be told how it stands")
            if entry.offered:
                self.again(entry.waiting.call_id)

    def _matches(self) -> dict[str, str]:
        """Who is next, with which agent, in order; agents who are kept for somebody are not free."""
        now_s, moment = self._clock(), self._wall_clock()
        waiting = [entry.waiting for entry in self._entries.values() if not entry.offered]
        found: dict[str, str] = {}
        free = list(self._free())
        for each in order(waiting, now_s, self._queues) if free else ():
            entry = self._entries[each.call_id]
            tried = [agent for agent, until_s in entry.tried.items() if until_s > now_s]
            agent = _first(each, free, serving(each, self._queues, now_s, moment), tried)
            if agent is not None:
                found[each.call_id] = agent.name
                free = [status for status in free if status.agent.name != agent.name]
        return found

    def _free(self) -> Iterable[AgentStatus]:
        return (
            status
            for status in self._statuses()
            if status.presence is Presence.AVAILABLE and status.agent.name not in self._kept
        )

    def _there(self, waiting: Waiting) -> list[AgentStatus]:
        queues = serving(waiting, self._queues, self._clock(), self._wall_clock())
        return [
            status
            for status in self._statuses()
            if status.presence is not Presence.OFFLINE
            and any(able(status.agent, waiting, queue) for queue in queues)
        ]

    def _seen(self, waiting: Waiting) -> Seen:
        now_s = self._clock()
        queues = serving(waiting, self._queues, now_s, self._wall_clock())
        staffed = len(self._there(waiting))
        all_waiting = [entry.waiting for entry in self._entries.values()]
        if not any(each.call_id == waiting.call_id for each in all_waiting):
            all_waiting.append(waiting)
        ahead = place(waiting, order(all_waiting, now_s, self._queues))
        watch = self._watches.get(waiting.queue)
        estimate = watch.estimate(ahead=ahead, staffed=staffed, now_s=now_s) if watch is not None else None
        return Seen(ahead, estimate, bool(queues), staffed)

    def _offer(self, entry: _Entry, agent: str) -> None:
        entry.offered = agent
        self._kept[agent] = entry.waiting.call_id, self._clock() + KEPT_S

    def _waits(self, entry: _Entry) -> None:
        entry.offered = ""
        watch = self._watches.get(entry.waiting.queue)
        if not entry.counted and watch is not None:
            entry.counted = True
            watch.joined(self._clock())

    def _release(self, entry: _Entry) -> None:
        kept = self._kept.get(entry.offered)
        if kept is not None and kept[0] == entry.waiting.call_id:
            del self._kept[entry.offered]
        self._news.set()


def _first(
    waiting: Waiting, free: Sequence[AgentStatus], queues: Sequence[Queue], tried: Sequence[str]
) -> Agent | None:
    return next(
        (agent for queue in queues if (agent := next_agent(waiting, free, queue, tried)) is not None), None
    )
