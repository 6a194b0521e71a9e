"""The telephone side as the agents' panel sees it: roster, transfers, calls and queues."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from assist.briefing import Briefing
from assist.panel.call_book import CallBook
from assist.panel.floor import (
    CHOICES,
    ActionAsked,
    AgentShown,
    BriefingPoint,
    CallNow,
    Desk,
    NotPossible,
    NotUnderstood,
    Offer,
    QueueShown,
    Standing,
    WrapUpShown,
)
from config.centre import Agent, Centre
from transcripts.event import Milliseconds
from transcripts.events import (
    AnyEvent,
    CallEnded,
    HoldEnded,
    HoldStarted,
    LegJoined,
    LegLeft,
    PersonStepped,
    TransferAccepted,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
    WrapUpClosed,
)
from voice.agents import Roster, UnknownAgent
from voice.call_actions import ACTIONS, BODIES, CallActions, masked, members_of
from voice.presence import AgentState, Presence
from voice.queueing import Waiting, able
from voice.transfer_desk import Transfers
from voice.transfer_driver import TransferDriver
from voice.transfer_states import OFFERING, State
from voice.waiting_room import WaitingRoom

QUEUES_KEPT_S = 0.5
"""Figures of the queues are worked out anew after that; all desks share them."""

NotesTime = Callable[[str, str], tuple[datetime | None, int] | None]
"""By call and agent: when their time for the notes ends, and how often it was extended; None: not known."""

_TELLING = (
    CallEnded,
    HoldEnded,
    HoldStarted,
    LegJoined,
    LegLeft,
    PersonStepped,
    TransferAccepted,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
    WrapUpClosed,
)
"""After these the desks of a call's people look different."""


class VoiceFloor:
    """One service's. `close` it."""

    def __init__(
        self,
        centre: Centre,
        roster: Roster,
        actions: CallActions,
        waiting_room: Callable[[], WaitingRoom | None],
        book: CallBook,
        notes_time: NotesTime,
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`waiting_room`: None until calls are taken, and where nobody can be connected."""
        self._centre = centre
        self._agents = {agent.name: agent for agent in centre.agents}
        self._roster = roster
        self._actions = actions
        self._waiting_room = waiting_room
        self._book = book
        self._notes_time = notes_time
        self._clock = clock
        self._wall_clock = wall_clock
        self._watchers: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
        self._queues: tuple[float, tuple[QueueShown, ...]] | None = None
        self._briefings: dict[str, tuple[int, tuple[BriefingPoint, ...]]] = {}
        """By transfer: up to which event of the call, and what it says."""
        self._picked_up: dict[tuple[str, int], datetime] = {}
        """By transfer and attempt: since when the agent hears the briefing."""
        self._ends = [roster.subscribe(self._moved), book.subscribe(self._happened)]

    def close(self) -> None:
        for end in self._ends:
            end()

    # How it stands.

    def standing(self, agent: str) -> Standing | None:
        known = self._agents.get(agent)
        if known is None:
            return None
        state = self._roster.state(agent)
        wish = state.wish.value if state.wish is not None else None
        return Standing(agent, known.title, state.presence.value, wish, state.since, known.languages)

    async def desk(self, agent: str) -> Desk:
        if agent not in self._agents:
            return Desk(Presence.OFFLINE.value, None, None, self.queues())
        state = self._roster.state(agent)
        transfers = self._actions.transfers()
        driver = transfers.find(state.transfer_id) if transfers is not None and state.held else None
        offer, call = None, None
        if transfers is not None and driver is not None:
            offer = await self._offer(agent, transfers, driver)
            call = await self._call(agent, transfers, driver) if offer is None else None
        return Desk(
            state.presence.value,
            state.wish.value if state.wish is not None else None,
            state.since,
            self.queues(agent),
            offer,
            call,
            self._wrap_up(agent, state),
        )

    def watch(self, agent: str, told: Callable[[], None]) -> Callable[[], None]:
        watchers = self._watchers[agent]
        watchers.append(told)

        def end() -> None:
            if told in watchers:
                watchers.remove(told)

        return end

    def agents(self) -> tuple[AgentShown, ...]:
        return tuple(
            AgentShown(
                status.agent.name,
                status.agent.title,
                status.presence.value,
                tuple(queue.name for queue in self._centre.queues if self._serves(status.agent, queue.name)),
            )
            for status in self._roster.statuses()
        )

    def queues(self, agent: str = "") -> tuple[QueueShown, ...]:
        now_s = self._clock()
        if self._queues is None or now_s - self._queues[0] >= QUEUES_KEPT_S:
            self._queues = now_s, tuple(self._queue(queue.name) for queue in self._centre.queues)
        known = self._agents.get(agent)
        return tuple(queue for queue in self._queues[1] if known is None or self._serves(known, queue.name))

    def people_now(self, call_id: str) -> frozenset[str]:
        transfers = self._actions.transfers()
        driver = transfers.of_call(call_id) if transfers is not None else None
        if driver is None:
            return frozenset()
        members = driver.people.call.members if driver.people is not None else ()
        return frozenset(name for name in (driver.transfer.agent, *(one.name for one in members)) if name)

    def now_ms(self, call_id: str) -> Milliseconds | None:
        call = self._actions.find(call_id)
        return call.now_ms if call is not None else None

    # What is done.

    async def set_presence(self, agent: str, presence: str, by: str) -> Standing:
        if presence not in CHOICES:
            raise NotPossible(f"you can be: {', '.join(CHOICES)}; the rest comes of your calls")
        try:
            await self._roster.set(agent, Presence(presence), by)
        except (UnknownAgent, ValueError) as error:
            raise NotPossible(str(error)) from error
        standing = self.standing(agent)
        if standing is None:
            raise NotPossible(f"there is no agent {agent!r} any more")
        return standing

    def answer(self, agent: str, transfer: str, *, accept: bool) -> None:
        why = self._actions.answer(agent, transfer, accept=accept)
        if why:
            raise NotPossible(why)

    def act(self, call_id: str, action: str, asked: ActionAsked, by: str) -> None:
        if action not in BODIES:
            raise NotUnderstood(f"there is no {action!r}; there are: {', '.join(ACTIONS)}")
        call = self._actions.find(call_id)
        if call is None:
            raise NotPossible("the call is over")
        kind, _ = BODIES[action]
        given = {name: value for name, value in msgspec.to_builtins(asked).items() if value}
        try:
            body = msgspec.convert({**given, "by": by}, kind)
        except msgspec.ValidationError as error:
            raise NotUnderstood(f"{action}: {error}") from error
        unknown = self._actions.unknown(body)
        if unknown:
            raise NotUnderstood(unknown)
        why = self._actions.act(call, action, body)
        if why:
            raise NotPossible(why)

    async def wrapped_up(self, agent: str, call_id: str) -> None:
        writes = self._roster.presence(agent) is Presence.WRAP_UP
        if writes and self._book.latest_of(agent) == call_id:
            await self._roster.set(agent, Presence.AVAILABLE, agent)

    def more_time(self, agent: str, seconds: float) -> None:
        self._roster.more_time(agent, seconds)
        self._tell(agent)

    # What is shown.

    async def _offer(self, agent: str, transfers: Transfers, driver: TransferDriver) -> Offer | None:
        transfer, attempt = driver.transfer, driver.transfer.last_attempt
        if transfer.state not in OFFERING or attempt is None or attempt.over or attempt.agent != agent:
            return None
        transfer_id, call_id = transfer.transfer_id, transfers.call_of(transfer.transfer_id)
        notes = await self._book.of(call_id)
        rang = notes.rang.get((transfer_id, agent)) if notes is not None else None
        plan, now = transfers.plan, self._wall_clock()
        ends = (rang or now) + timedelta(seconds=plan.ring_s)
        if transfer.state is State.OFFERED:
            picked_up = self._picked_up.setdefault((transfer_id, attempt.number), now)
            ends = picked_up + timedelta(seconds=plan.offer_s)
        queue = transfer.begun.queue
        return Offer(
            transfer=transfer_id,
            call=call_id,
            attempt=attempt.number,
            queue=queue,
            queue_title=transfers.title("queue", queue) if queue in transfers.queues else queue,
            caller=masked(notes.caller) if notes is not None else "",
            rang=rang or now,
            ends=ends,
            accepted=attempt.accepted is not None,
            briefing=await self._briefing(transfers, transfer_id),
        )

    async def _briefing(self, transfers: Transfers, transfer_id: str) -> tuple[BriefingPoint, ...]:
        about = transfers.about(transfer_id)
        notes = await self._book.of(about)
        known = notes.last if notes is not None else 0
        before = self._briefings.get(transfer_id)
        if before is None or before[0] != known:
            before = known, points_of(await transfers.briefing(about))
            self._briefings[transfer_id] = before
        return before[1]

    async def _call(self, agent: str, transfers: Transfers, driver: TransferDriver) -> CallNow | None:
        call_id = transfers.call_of(driver.transfer.transfer_id)
        call, notes = self._actions.find(call_id), await self._book.of(call_id)
        if call is None or notes is None:
            return None
        people = driver.people
        members = members_of(people)
        here = driver.transfer.agent == agent or any(one.name == agent and one.here for one in members)
        return CallNow(
            call=call_id,
            caller=masked(call.caller),
            since=self._wall_clock() - timedelta(milliseconds=call.now_ms),
            talked_since=notes.talked_since,
            with_whom=self._actions.with_whom(call)[0] if here else "ringing",
            on_hold=people is not None and people.call.on_hold,
            queue=driver.transfer.begun.queue,
            members=members,
            notices=tuple(people.notices) if people is not None else (),
        )

    def _wrap_up(self, agent: str, state: AgentState) -> WrapUpShown | None:
        call_id = self._book.latest_of(agent)
        notes = self._book.known(call_id)
        if state.presence is not Presence.WRAP_UP or notes is None or agent in notes.closed:
            return None
        ends, extended = self._notes_time(call_id, agent) or (self._roster.notes_end(agent), 0)
        return WrapUpShown(call_id, ends, extended)

    def _queue(self, name: str) -> QueueShown:
        room, queue = self._waiting_room(), self._centre.queue(name)
        if room is None:
            return QueueShown(name, queue.title, 0, None, queue.hours.open_at(self._wall_clock()))
        waiting, estimate, is_open = room.standing(name)
        return QueueShown(name, queue.title, waiting, estimate, is_open)

    def _serves(self, agent: Agent, queue: str) -> bool:
        return able(agent, Waiting("", queue, 0.0), self._centre.queue(queue))

    # News.

    def _moved(self, state: AgentState) -> None:
        self._queues = None
        self._tell(state.agent)

    def _happened(self, event: AnyEvent) -> None:
        if not isinstance(event, _TELLING):
            return
        self._queues = None
        if isinstance(event, TransferEnded):
            self._forget(event.transfer_id)
        notes = self._book.known(event.call_id)
        took_part = notes.agents if notes is not None else set[str]()
        for agent in took_part | self.people_now(event.call_id):
            self._tell(agent)

    def _forget(self, transfer_id: str) -> None:
        self._briefings.pop(transfer_id, None)
        for key in [key for key in self._picked_up if key[0] == transfer_id]:
            del self._picked_up[key]

    def _tell(self, agent: str) -> None:
        for told in tuple(self._watchers.get(agent, ())):
            told()


def points_of(briefing: Briefing) -> tuple[BriefingPoint, ...]:
    points = (
        BriefingPoint("who", briefing.who.text, briefing.who.utterance_ids),
        BriefingPoint("verified", briefing.verified.text, briefing.verified.utterance_ids),
        BriefingPoint("why", briefing.why.text, briefing.why.utterance_ids),
        BriefingPoint("tried", briefing.tried.text, briefing.tried.utterance_ids),
        BriefingPoint("details", briefing.details.text, briefing.details.utterance_ids),
        BriefingPoint("mood", briefing.mood.text, briefing.mood.utterance_ids),
        BriefingPoint("told", briefing.told.text, briefing.told.utterance_ids),
    )
    return tuple(point for point in points if point.text)
