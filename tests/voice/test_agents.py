"""The roster on a real database: one transfer gets an agent, and nobody is held for ever."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.centre import Agent, OpeningHours, Queue
from tests.virtual_time import run
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import agent_presence
from transcripts.store.versioned_table import VersionedTable
from voice.agents import AgentState, Presence, Roster, UnknownAgent
from voice.queueing import Waiting

P = Presence
ANA = Agent("ana", "Ana", "client:ana", {"technical": 4}, ("en-US", "es-US"))
BEN = Agent("ben", "Ben", "+16175550181", {"technical": 5}, ("en-US",), wrap_up_s=20)
CY = Agent("cy", "Cy", "sip:cy@phones.example", {"billing": 5}, ("en-US",), wrap_up_s=0)
AGENTS = (ANA, BEN, CY)
HOURS = OpeningHours(ZoneInfo("UTC"), ((),) * 7, ())
TECHNICAL = Queue("technical", "our technical team", HOURS, skills={"technical": 3})
BILLING = Queue("billing", "our billing team", HOURS, skills={"billing": 3})


class Clocks:
    """A monotonic clock, and a wall clock that can be set to anything."""

    def __init__(self) -> None:
        self.now_s = 5000.0
        self.wall = datetime(2026, 11, 20, 15, tzinfo=UTC)

    def pass_(self, seconds: float) -> None:
        self.now_s += seconds
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlEventStore]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path / 'attendant.db'}", busy_timeout_ms=20)
    yield store
    await store.close()


Opened = Callable[..., Awaitable[Roster]]


@pytest.fixture
def opened(store: SqlEventStore, clocks: Clocks) -> Opened:
    """A roster on the same database, as another process or the next one would open it."""

    async def open_(*agents: Agent, going_on: tuple[str, ...] = ()) -> Roster:
        table = VersionedTable(store.engine, agent_presence, AgentState)
        roster = Roster(table, agents or AGENTS, clock=lambda: clocks.now_s, wall_clock=lambda: clocks.wall)
        await roster.start(going_on)
        return roster

    return open_


@pytest.fixture
async def roster(opened: Opened) -> Roster:
    roster = await opened()
    for agent in AGENTS:
        await roster.set(agent.name, P.AVAILABLE, "Mo")
    return roster


async def test_an_agent_whom_nobody_has_seen_is_offline_and_gets_no_calls(opened: Opened) -> None:
    roster = await opened()
    assert [status.presence for status in roster.statuses()] == [P.OFFLINE] * 3
    assert not await roster.reserve("ana", "t1")


async def test_an_agents_way_through_a_call(roster: Roster) -> None:
    assert await roster.reserve("ana", "t1")
    assert roster.presence("ana") is P.OFFERED
    assert roster.held_by("t1") == ("ana",)
    assert await roster.on_call("ana", "t1")
    assert roster.presence("ana") is P.ON_CALL
    assert await roster.released("ana", P.WRAP_UP, "the caller hung up", transfer_id="t1")
    state = roster.state("ana")
    assert (state.presence, state.why, state.transfer_id) == (P.WRAP_UP, "the caller hung up", "")


async def test_of_a_hundred_transfers_that_want_an_agent_one_gets_them(roster: Roster) -> None:
    got = await asyncio.gather(*(roster.reserve("ana", f"t{one}") for one in range(100)))
    assert sum(got) == 1
    assert roster.held_by(f"t{got.index(True)}") == ("ana",)


async def test_of_two_processes_that_want_an_agent_one_gets_them(roster: Roster, opened: Opened) -> None:
    other = await opened()
    got = await asyncio.gather(roster.reserve("ana", "t1"), other.reserve("ana", "t2"))
    assert sorted(got) == [False, True]
    held = ("t1", "t2")[got.index(True)]
    assert roster.state("ana").transfer_id == other.state("ana").transfer_id == held


async def test_what_another_process_did_is_seen_at_the_next_change(roster: Roster, opened: Opened) -> None:
    other = await opened()
    await other.set("ana", P.BREAK, "Ana")
    assert roster.presence("ana") is P.AVAILABLE
    assert not await roster.reserve("ana", "t1")
    assert roster.presence("ana") is P.BREAK


async def test_the_same_transfer_may_ask_twice(roster: Roster) -> None:
    assert await roster.reserve("ana", "t1")
    assert await roster.reserve("ana", "t1")
    assert await roster.on_call("ana", "t1")
    assert await roster.on_call("ana", "t1")
    assert roster.presence("ana") is P.ON_CALL


async def test_a_late_release_does_not_free_whom_another_transfer_has(roster: Roster) -> None:
    await roster.reserve("ana", "t1")
    assert await roster.released("ana", P.AVAILABLE, "no answer", transfer_id="t1")
    await roster.reserve("ana", "t2")
    assert not await roster.released("ana", P.AVAILABLE, "no answer, again", transfer_id="t1")
    assert roster.state("ana").transfer_id == "t2"


async def test_a_second_release_changes_nothing(roster: Roster) -> None:
    await roster.reserve("ana", "t1")
    assert await roster.released("ana", P.BREAK, "voicemail")
    assert not await roster.released("ana", P.AVAILABLE, "voicemail")
    assert roster.presence("ana") is P.BREAK


async def test_who_was_not_offered_the_call_cannot_be_on_it(roster: Roster) -> None:
    assert not await roster.on_call("ana", "t1")
    await roster.reserve("ana", "t1")
    assert not await roster.on_call("ana", "t2")
    assert roster.presence("ana") is P.OFFERED


async def test_a_break_that_is_chosen_during_a_call_begins_after_it(roster: Roster) -> None:
    await roster.reserve("ana", "t1")
    await roster.on_call("ana", "t1")
    assert await roster.set("ana", P.BREAK, "Ana") is P.ON_CALL
    await roster.released("ana", P.WRAP_UP, "the call is over")
    assert roster.presence("ana") is P.BREAK


async def test_a_break_that_is_taken_back_during_a_call_does_not_begin(roster: Roster) -> None:
    await roster.reserve("ana", "t1")
    await roster.set("ana", P.BREAK, "Ana")
    await roster.set("ana", P.AVAILABLE, "Ana")
    await roster.released("ana", P.WRAP_UP, "the call is over")
    assert roster.presence("ana") is P.WRAP_UP


@pytest.mark.parametrize("presence", [P.OFFERED, P.ON_CALL])
async def test_only_a_transfer_makes_an_agent_held(roster: Roster, presence: Presence) -> None:
    with pytest.raises(ValueError, match=f"only a transfer makes an agent {presence}"):
        await roster.set("ana", presence, "Ana")
    with pytest.raises(ValueError, match="only a transfer"):
        await roster.released("ana", presence, "odd")


async def test_a_presence_takes_the_name_of_who_sets_it_and_of_an_agent(roster: Roster) -> None:
    with pytest.raises(ValueError, match="takes the name"):
        await roster.set("ana", P.BREAK, " ")
    with pytest.raises(UnknownAgent, match="there is no agent 'eve'; there are: ana, ben, cy"):
        await roster.set("eve", P.AVAILABLE, "Eve")
    with pytest.raises(UnknownAgent):
        roster.state("eve")
    assert not await roster.reserve("eve", "t1")
    assert roster.presence("eve") is P.OFFLINE


# Selection.


async def test_the_longest_idle_is_reserved_and_the_next_ones_after_them(
    roster: Roster, clocks: Clocks
) -> None:
    clocks.pass_(10)
    await roster.set("ana", P.BREAK, "Ana")
    clocks.pass_(10)
    await roster.set("ana", P.AVAILABLE, "Ana")
    call = Waiting("c1", "technical", clocks.now_s)
    assert await roster.reserve_next(call, [TECHNICAL], "t1") == BEN
    assert await roster.reserve_next(call, [TECHNICAL], "t2") == ANA
    assert await roster.reserve_next(call, [TECHNICAL], "t3") is None


async def test_who_was_tried_is_not_tried_again(roster: Roster) -> None:
    call = Waiting("c1", "technical", 0)
    assert await roster.reserve_next(call, [TECHNICAL], "t1", tried=("ana",)) == BEN
    assert await roster.reserve_next(call, [TECHNICAL], "t2", tried=("ana", "ben")) is None


async def test_an_overflow_queue_is_asked_after_the_calls_own(roster: Roster) -> None:
    call = Waiting("c1", "technical", 0)
    await roster.set("ben", P.BREAK, "Ben")
    queues = [TECHNICAL, BILLING]
    assert await roster.reserve_next(call, queues, "t1") == ANA
    assert await roster.reserve_next(call, queues, "t2") == CY


async def test_an_agent_whom_another_process_took_is_passed_over(roster: Roster, opened: Opened) -> None:
    other = await opened()
    await other.reserve("ana", "t1")
    call = Waiting("c2", "technical", 0)
    assert await roster.reserve_next(call, [TECHNICAL], "t2") == BEN


async def test_a_hundred_transfers_get_different_agents_or_none(roster: Roster) -> None:
    call = Waiting("c", "technical", 0)
    got = await asyncio.gather(*(roster.reserve_next(call, [TECHNICAL], f"t{one}") for one in range(100)))
    assert sorted(agent.name for agent in got if agent) == ["ana", "ben"]


async def test_setting_what_is_so_already_does_not_cost_ones_turn(roster: Roster, clocks: Clocks) -> None:
    before = {status.agent.name: status.idle_since_s for status in roster.statuses()}
    clocks.pass_(100)
    await roster.set("ana", P.AVAILABLE, "Ana")
    assert {status.agent.name: status.idle_since_s for status in roster.statuses()} == before


# Notes after a call.


async def test_the_time_for_notes_ends_by_itself_as_long_as_the_agent_has(
    roster: Roster, clocks: Clocks
) -> None:
    for name, transfer in (("ana", "t1"), ("ben", "t2"), ("cy", "t3")):
        await roster.reserve(name, transfer)
        await roster.released(name, P.WRAP_UP, "the call is over")
    clocks.pass_(20)
    await roster.settle()
    assert [status.presence for status in roster.statuses()] == [P.WRAP_UP, P.AVAILABLE, P.WRAP_UP]
    clocks.pass_(3600)
    await roster.settle()
    assert [status.presence for status in roster.statuses()] == [P.AVAILABLE, P.AVAILABLE, P.WRAP_UP]


async def test_who_is_done_with_their_notes_gets_the_call_without_waiting_for_the_round(
    roster: Roster, clocks: Clocks
) -> None:
    for name in ("ana", "ben"):
        await roster.reserve(name, "t1")
        await roster.released(name, P.WRAP_UP, "the call is over")
    clocks.pass_(25)
    assert await roster.reserve_next(Waiting("c", "technical", 0), [TECHNICAL], "t2") == BEN


def test_the_round_is_kept_every_second(tmp_path: Path) -> None:
    async def until_available() -> float:
        loop = asyncio.get_running_loop()
        store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path / 'attendant.db'}")
        wall = datetime(2026, 11, 20, 15, tzinfo=UTC)
        table = VersionedTable(store.engine, agent_presence, AgentState)
        roster = Roster(table, AGENTS, clock=loop.time, wall_clock=lambda: wall)
        await roster.start()
        await roster.set("ben", P.WRAP_UP, "Ben")
        begun, free = loop.time(), asyncio.Event()
        roster.subscribe(lambda state: free.set() if state.presence is P.AVAILABLE else None)
        keeping = asyncio.create_task(roster.keep())
        await free.wait()
        took = loop.time() - begun
        keeping.cancel()
        await asyncio.wait([keeping])
        await roster.close()
        await store.close()
        return took

    assert run(until_available()) == 20


# Restarts, clocks, and a centre that changes.


async def test_presence_survives_a_restart(roster: Roster, opened: Opened) -> None:
    await roster.set("ana", P.BREAK, "Ana")
    again = await opened()
    assert [status.presence for status in again.statuses()] == [P.BREAK, P.AVAILABLE, P.AVAILABLE]
    assert again.state("ana").why == "set by Ana"


async def test_whom_a_dead_process_held_is_let_go_with_the_reason(roster: Roster, opened: Opened) -> None:
    await roster.reserve("ana", "t1")
    await roster.reserve("ben", "t2")
    await roster.on_call("ben", "t2")
    again = await opened()
    ana, ben = again.state("ana"), again.state("ben")
    assert (ana.presence, ana.transfer_id) == (P.AVAILABLE, "")
    assert ana.why == "the service was restarted while they were offered a call"
    assert (ben.presence, ben.transfer_id) == (P.WRAP_UP, "")
    assert ben.why == "the service was restarted while they were on a call"


async def test_a_transfer_that_goes_on_after_a_restart_keeps_its_agent(
    roster: Roster, opened: Opened
) -> None:
    await roster.reserve("ana", "t1")
    await roster.reserve("ben", "t2")
    again = await opened(going_on=("t1",))
    assert again.held_by("t1") == ("ana",)
    assert again.presence("ben") is P.AVAILABLE
    assert await again.on_call("ana", "t1")


async def test_a_break_that_was_chosen_before_the_restart_begins_after_it(
    roster: Roster, opened: Opened
) -> None:
    await roster.reserve("ana", "t1")
    await roster.set("ana", P.OFFLINE, "Ana")
    assert (await opened()).presence("ana") is P.OFFLINE


async def test_an_agent_who_left_the_file_is_offline_and_back_only_when_they_say_so(
    roster: Roster, opened: Opened
) -> None:
    without = await opened(BEN, CY)
    assert [status.agent for status in without.statuses()] == [BEN, CY]
    assert without.presence("ana") is P.OFFLINE
    assert not await without.reserve("ana", "t1")
    assert (await opened()).state("ana").why == "they are not in agents.toml any more"


async def test_an_agent_who_leaves_the_file_while_offered_finishes_the_call(roster: Roster) -> None:
    await roster.reserve("ana", "t1")
    await roster.staff([BEN, CY])
    assert roster.presence("ana") is P.OFFERED
    assert await roster.on_call("ana", "t1")
    assert await roster.released("ana", P.WRAP_UP, "the call is over", transfer_id="t1")
    assert roster.presence("ana") is P.OFFLINE
    assert not await roster.reserve("ana", "t2")


async def test_an_agent_who_left_the_file_while_offered_is_offline_after_the_restart(
    roster: Roster, opened: Opened
) -> None:
    await roster.reserve("ana", "t1")
    assert (await opened(BEN, CY)).presence("ana") is P.OFFLINE


async def test_a_wall_clock_that_jumps_changes_nobodys_turn(roster: Roster, clocks: Clocks) -> None:
    clocks.pass_(60)
    clocks.wall -= timedelta(days=400)
    await roster.set("ana", P.BREAK, "Ana")
    await roster.set("ana", P.AVAILABLE, "Ana")
    clocks.wall += timedelta(days=4000)
    await roster.set("cy", P.WRAP_UP, "Cy")
    await roster.reserve("ben", "t1")
    clocks.pass_(5)
    clocks.wall += timedelta(days=1)
    await roster.set("ben", P.BREAK, "Ben")
    since = {status.agent.name: status.idle_since_s for status in roster.statuses()}
    assert since == {"ana": 5060, "ben": 5060, "cy": 5060}


async def test_a_state_of_the_future_counts_as_begun_at_the_restart(
    roster: Roster, opened: Opened, clocks: Clocks
) -> None:
    clocks.pass_(100)
    clocks.wall -= timedelta(hours=3)
    again = await opened()
    assert {status.idle_since_s for status in again.statuses()} == {clocks.now_s}


async def test_an_idle_time_goes_on_over_a_restart_on_another_monotonic_clock(
    roster: Roster, opened: Opened, clocks: Clocks
) -> None:
    clocks.wall += timedelta(seconds=90)
    clocks.now_s = 7.0
    again = await opened()
    assert {status.idle_since_s for status in again.statuses()} == {7.0 - 90}


# A database that cannot be written.


@pytest.fixture
def locked(tmp_path: Path):
    other = sqlite3.connect(tmp_path / "attendant.db", isolation_level=None)

    def lock(on: bool) -> None:
        other.execute("BEGIN IMMEDIATE" if on else "ROLLBACK")

    yield lock
    other.close()


async def test_an_agent_is_not_reserved_without_the_database(roster: Roster, locked) -> None:
    locked(True)
    assert not await roster.reserve("ana", "t1")
    locked(False)
    await roster.settle()
    assert roster.presence("ana") is P.AVAILABLE
    assert await roster.reserve("ana", "t1")


async def test_a_release_that_cannot_be_written_is_written_later(roster: Roster, locked, opened) -> None:
    await roster.reserve("ana", "t1")
    locked(True)
    assert not await roster.released("ana", P.AVAILABLE, "no answer", transfer_id="t1")
    assert roster.presence("ana") is P.OFFERED
    await roster.settle()
    locked(False)
    await roster.settle()
    assert (roster.presence("ana"), roster.state("ana").why) == (P.AVAILABLE, "no answer")
    assert (await opened()).presence("ana") is P.AVAILABLE


async def test_a_transfer_that_is_cancelled_while_it_reserves_keeps_nobody(roster: Roster) -> None:
    for turns in range(12):
        asking = asyncio.create_task(roster.reserve("ana", f"t{turns}"))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait([asking])
        await roster.close()
        assert roster.presence("ana") is P.AVAILABLE, turns
    assert await roster.reserve("ana", "the next")


@pytest.mark.parametrize("turns", range(0, 40, 3))
async def test_a_transfer_that_asks_again_after_it_was_cancelled_keeps_the_agent(
    roster: Roster, turns: int
) -> None:
    asking = asyncio.create_task(roster.reserve("ana", "t1"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait([asking])
    for _ in range(turns):
        await asyncio.sleep(0.0001)
    assert await roster.reserve("ana", "t1")
    await roster.close()
    await roster.settle()
    assert roster.held_by("t1") == ("ana",)


async def test_a_round_while_the_cancelled_reservation_is_written_does_not_forget_it(roster: Roster) -> None:
    asking = asyncio.create_task(roster.reserve("ana", "t1"))
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.wait([asking])
    await roster.settle()
    while roster.presence("ana") is not P.OFFERED:  # noqa: ASYNC110 (nothing tells it but the state)
        await asyncio.sleep(0)
    await roster.close()
    assert roster.presence("ana") is P.AVAILABLE


async def test_a_reservation_that_was_written_though_the_database_failed_is_undone(
    roster: Roster, locked, tmp_path: Path
) -> None:
    locked(True)
    assert not await roster.reserve("ana", "t1")
    locked(False)
    other = sqlite3.connect(tmp_path / "attendant.db")
    other.execute(
        "UPDATE agent_presence SET presence='offered', transfer_id='t1', version=2 WHERE agent='ana'"
    )
    other.commit()
    other.close()
    await roster.settle()
    assert (roster.presence("ana"), roster.state("ana").version) == (P.AVAILABLE, 3)


# Watching.


async def test_who_watches_hears_of_each_change_once_until_they_leave(roster: Roster) -> None:
    heard: list[tuple[str, Presence]] = []
    leave = roster.subscribe(lambda state: heard.append((state.agent, state.presence)))
    await asyncio.gather(roster.reserve("ana", "t1"), roster.reserve("ana", "t2"))
    await roster.released("ana", P.AVAILABLE, "declined")
    leave()
    leave()
    await roster.set("ana", P.BREAK, "Ana")
    assert heard == [("ana", P.OFFERED), ("ana", P.AVAILABLE)]
