"""The agents of a centre and where they are: kept in the database, reserved by one transfer at a time.

Each change is decided on what was last seen and written only if that is still so; nothing is locked.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from config.centre import Agent, Queue
from transcripts.store.contract import StoreError
from transcripts.store.versioned_table import VersionedTable
from voice import presence as steps
from voice.presence import HELD, AgentState, Presence
from voice.queueing import AgentStatus, Waiting, next_agent

__all__ = ["AgentState", "Presence", "Roster", "UnknownAgent"]

SETTLE_S = 1.0
"""How often `keep` looks after what is due, in seconds."""
TRIES = 20
"""Of a change that others were faster with."""

Step = Callable[[AgentState], AgentState | None]
Told = Callable[[AgentState], None]


class UnknownAgent(Exception):
    """No agent of the centre has that name."""


@dataclass(frozen=True, slots=True)
class _Owed:
    """An agent to be let go, which could not be written, or of whom it is not known whether it was."""

    transfer_id: str
    to: Presence
    why: str


class Roster:
    """One service's. `start` it; `keep` it running."""

    def __init__(
        self,
        table: VersionedTable[AgentState],
        agents: Sequence[Agent],
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`clock`: monotonic seconds, by which idle times are compared; wall clocks jump."""
        self._table = table
        self._agents = {agent.name: agent for agent in agents}
        self._clock = clock
        self._wall_clock = wall_clock
        self._states: dict[str, AgentState] = {}
        self._since_s: dict[str, float] = {}
        self._more_s: dict[str, float] = {}
        """What was added to a time for notes that runs."""
        self._owed: dict[str, _Owed] = {}
        self._writing: dict[asyncio.Future[bool], tuple[str, str]] = {}
        """Reservations on their way to the database: of whom, and for which transfer."""
        self._told: list[Told] = []
        self._log = structlog.get_logger(__name__)

    async def start(self, going_on: Collection[str] = ()) -> None:
        """Reads where everybody was. Whom a transfer of a dead process held is let go, with the reason,
        unless the transfer is one of `going_on`. Raises `StoreError`.
        """
        for state in await self._table.rows():
            self._learn(state)
        now = self._wall_clock()
        for name, state in tuple(self._states.items()):
            if state.held and state.transfer_id not in going_on:
                await self._change(name, lambda before: steps.recovered(before, now))
        await self._remove_others()

    async def staff(self, agents: Sequence[Agent]) -> None:
        """The centre's agents are these from now on; others finish what they have. Raises `StoreError`."""
        self._agents = {agent.name: agent for agent in agents}
        await self._remove_others()

    async def keep(self) -> None:
        """Runs until it is cancelled: ends the times for notes, writes what could not be written."""
        while True:
            await self.settle()
            await asyncio.sleep(SETTLE_S)

    async def close(self) -> None:
        """Waits for what is being written, and lets go of whom a cancelled transfer had."""
        if self._writing:
            await asyncio.wait(self._writing)
        for agent in tuple(self._owed):
            await self._pay(agent)

    def presence(self, agent: str) -> Presence:
        """Offline, if there is no such agent."""
        state = self._states.get(agent)
        return state.presence if state is not None else Presence.OFFLINE

    def state(self, agent: str) -> AgentState:
        """Raises `UnknownAgent`."""
        self._agent(agent)
        return self._state(agent)

    @property
    def names(self) -> tuple[str, ...]:
        """Of all agents of the centre."""
        return tuple(self._agents)

    def statuses(self) -> tuple[AgentStatus, ...]:
        """Of all agents of the centre, in the order of its file."""
        now_s = self._clock()
        return tuple(
            AgentStatus(agent, self.presence(name), self._since_s.get(name, now_s))
            for name, agent in self._agents.items()
        )

    def held_by(self, transfer_id: str) -> tuple[str, ...]:
        """The agents whom a transfer has now."""
        return tuple(name for name, state in self._states.items() if state.held_by(transfer_id))

    def subscribe(self, told: Told) -> Callable[[], None]:
        """`told` is called with each new state, and must not raise; call what is returned to end it."""
        self._told.append(told)
        return lambda: self._told.remove(told) if told in self._told else None

    async def reserve(self, agent: str, transfer_id: str) -> bool:
        """Keeps an available agent for a transfer; one transfer wins, and may ask again. False: not now."""
        if agent not in self._agents:
            return False
        if self._state(agent).held_by(transfer_id):
            self._forget_owed(agent, transfer_id)
            return True
        writing = asyncio.ensure_future(self._reserve(agent, transfer_id))
        self._writing[writing] = agent, transfer_id
        writing.add_done_callback(lambda _: self._writing.pop(writing))
        try:
            held = await asyncio.shield(writing)
        except asyncio.CancelledError:
            # It is written all the same, or was already, and nobody would let them go.
            self._owe(agent, transfer_id)
            raise
        if held:
            self._forget_owed(agent, transfer_id)
        return held

    async def reserve_next(
        self, waiting: Waiting, queues: Sequence[Queue], transfer_id: str, tried: Collection[str] = ()
    ) -> Agent | None:
        """Reserves the best agent for a call: of the first of `queues` that has one who was not `tried`."""
        await self.settle()
        passed = set(tried)
        for queue in queues:
            while agent := next_agent(waiting, self.statuses(), queue, passed | self._being_reserved()):
                if await self.reserve(agent.name, transfer_id):
                    return agent
                passed.add(agent.name)
        return None

    async def on_call(self, agent: str, transfer_id: str) -> bool:
        """The agent took the call. False: that transfer does not hold them."""
        now = self._wall_clock()
        try:
            await self._change(agent, lambda before: steps.connected(before, transfer_id, now))
        except StoreError as error:
            self._log.error("an agent's call could not be noted", agent=agent, error=str(error))
        return self._state(agent).held_by(transfer_id)

    async def released(self, agent: str, to: Presence, why: str, *, transfer_id: str | None = None) -> bool:
        """Lets go of an agent; what they chose meanwhile comes before `to`. False: nobody held them, or not
        that transfer. Where it cannot be written now, `keep` does it later.
        """
        _refuse_held(to)
        state = self._states.get(agent)
        if state is None or not state.held or transfer_id not in (None, state.transfer_id):
            return False
        self._owed[agent] = _Owed(state.transfer_id, to, why)
        return await self._pay(agent)

    async def set(self, agent: str, presence: Presence, by: str) -> Presence:
        """What an agent chose, or somebody for them; gives what they are now: while a transfer has them, the
        choice waits. Raises `UnknownAgent`, `ValueError` or `StoreError`.
        """
        _refuse_held(presence)
        if not by.strip():
            raise ValueError("a presence takes the name of who sets it")
        self._agent(agent)
        now = self._wall_clock()
        await self._change(agent, lambda before: steps.chosen(before, presence, by.strip(), now))
        return self._state(agent).presence

    def more_time(self, agent: str, seconds: float) -> None:
        """For the notes that they are writing."""
        if self.presence(agent) is Presence.WRAP_UP:
            self._more_s[agent] = self._more_s.get(agent, 0.0) + seconds

    def notes_end(self, agent: str) -> datetime | None:
        """When the time for the notes that they are writing is over; None: it has no end, or they write none.

        Raises `UnknownAgent`.
        """
        length_s, state = self._agent(agent).wrap_up_s, self._state(agent)
        if not length_s or state.presence is not Presence.WRAP_UP:
            return None
        return state.since + timedelta(seconds=length_s + self._more_s.get(agent, 0.0))

    async def settle(self) -> None:
        """Does what is due. What cannot be written stays due."""
        for agent in tuple(self._owed):
            await self._pay(agent)
        now_s, now = self._clock(), self._wall_clock()
        for name, agent in tuple(self._agents.items()):
            length_s = agent.wrap_up_s + self._more_s.get(name, 0.0)
            over = self._since_s.get(name, now_s) + length_s <= now_s
            if agent.wrap_up_s and over and self.presence(name) is Presence.WRAP_UP:
                try:
                    await self._change(name, lambda before: steps.wrapped_up(before, now))
                except StoreError as error:
                    self._log.error("a time for notes could not be ended", agent=name, error=str(error))

    async def _reserve(self, agent: str, transfer_id: str) -> bool:
        now = self._wall_clock()
        try:
            await self._change(agent, lambda before: steps.reserved(before, transfer_id, now))
        except StoreError as error:
            self._log.error("an agent could not be reserved", agent=agent, error=str(error))
            self._owe(agent, transfer_id)
            return False
        return self._state(agent).held_by(transfer_id)

    def _being_reserved(self) -> frozenset[str]:
        """Whoever else wants them is sooner served by the next one."""
        return frozenset(agent for agent, _ in self._writing.values())

    def _owe(self, agent: str, transfer_id: str) -> None:
        """They may have been reserved for a transfer that does not know it."""
        self._owed[agent] = _Owed(transfer_id, Presence.AVAILABLE, "the call was not offered after all")

    async def _pay(self, agent: str) -> bool:
        owed = self._owed.get(agent)
        if owed is None or (agent, owed.transfer_id) in self._writing.values():
            return False
        now = self._wall_clock()

        def step(before: AgentState) -> AgentState | None:
            return steps.released(before, owed.transfer_id, owed.to, owed.why, now)

        try:
            after = await self._change(agent, step)
            if after is None:
                await self._look_again(agent)
                after = await self._change(agent, step)
        except StoreError as error:
            self._log.error("an agent could not be let go yet", agent=agent, error=str(error))
            return False
        self._forget_owed(agent, owed.transfer_id)
        return after is not None

    def _forget_owed(self, agent: str, transfer_id: str) -> None:
        owed = self._owed.get(agent)
        if owed is not None and owed.transfer_id == transfer_id:
            del self._owed[agent]

    async def _remove_others(self) -> None:
        now = self._wall_clock()
        for name in self._states.keys() - self._agents.keys():
            await self._change(name, lambda before: steps.removed(before, now))

    async def _change(self, agent: str, step: Step) -> AgentState | None:
        """The state after a step, once it is written; None: the step is not possible from where they are."""
        for _ in range(TRIES):
            before = self._state(agent)
            after = step(before)
            if after is None:
                return None
            after = replace(after, version=before.version + 1)
            if await self._table.write(after):
                self._learn(after)
                return after
            await self._look_again(agent)
        raise StoreError(f"the presence of {agent} changes faster than it can be written")

    async def _look_again(self, agent: str) -> None:
        state = await self._table.row(agent)
        if state is None:
            self._states.pop(agent, None)
        else:
            self._learn(state)

    def _learn(self, state: AgentState) -> None:
        """Answers of the database may come out of order: only what is newer counts."""
        known = self._states.get(state.agent)
        if known is not None and state.version <= known.version:
            return
        self._states[state.agent] = state
        if known is None or known.since != state.since:
            self._more_s.pop(state.agent, None)
            # A wall clock that went back, or on by years, makes nobody idle before their turn.
            elapsed = (self._wall_clock() - state.since).total_seconds()
            self._since_s[state.agent] = self._clock() - max(0.0, elapsed)
        for told in tuple(self._told):
            told(state)

    def _agent(self, name: str) -> Agent:
        if name not in self._agents:
            raise UnknownAgent(f"there is no agent {name!r}; there are: {', '.join(self._agents) or 'none'}")
        return self._agents[name]

    def _state(self, agent: str) -> AgentState:
        return self._states.get(agent) or self._unseen(agent)

    def _unseen(self, agent: str) -> AgentState:
        return AgentState(agent=agent, since=self._wall_clock())


def _refuse_held(presence: Presence) -> None:
    if presence in HELD:
        raise ValueError(f"only a transfer makes an agent {presence.value}")
