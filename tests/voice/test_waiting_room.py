"""Who of those who wait gets the agent who becomes free."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.centre import Agent, Centre, OpeningHours, Queue
from tests.virtual_time import run
from voice.presence import AgentState, Presence
from voice.queueing import AgentStatus, Waiting
from voice.waiting_room import ASKED_AGAIN_S, KEPT_S, LOOKS_EVERY_S, Seen, WaitingRoom

P = Presence
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
WORK = OpeningHours(ZoneInfo("UTC"), (((time(8), time(18)),),) * 7, ())
CARE = Queue("care", "care", WORK, skills={"care": 2})
BILLING = Queue("billing", "billing", WORK, skills={"billing": 3}, overflow="care", overflow_after_s=120)
CENTRE = Centre("Test Fibre", "en-US", "US", "care", {}, (), (), (CARE, BILLING))
ANA = Agent("ana", "Ana", "client:ana", {"care": 3}, ("en-US", "es-US"))
BEN = Agent("ben", "Ben", "client:ben", {"billing": 4}, ("en-US",))


class Told:
    """A guest that keeps what it is told."""

    def __init__(self) -> None:
        self.agents: list[str] = []
        self.seen: list[Seen] = []

    def agent_free(self, agent: str) -> None:
        self.agents.append(agent)

    def look(self, seen: Seen) -> None:
        self.seen.append(seen)


class World:
    def __init__(self) -> None:
        self.now_s = 1000.0
        self.presence = {"ana": P.ON_CALL, "ben": P.ON_CALL}
        self.room = WaitingRoom(CENTRE, self.statuses, clock=lambda: self.now_s, wall_clock=self.wall)
        self.guests: dict[str, Told] = {}

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.now_s - 1000)

    def statuses(self) -> list[AgentStatus]:
        return [AgentStatus(agent, self.presence[agent.name], 0.0) for agent in (ANA, BEN)]

    def enter(self, call_id: str, queue: str = "care", instead_of: str = "", **facts) -> str:
        guest = self.guests[call_id] = Told()
        since_s = facts.pop("since_s", self.now_s)
        waiting = Waiting(call_id, queue, since_s, **{"language": "en-US", **facts})
        return self.room.enter(waiting, guest, instead_of=instead_of)

    def becomes(self, agent: str, presence: Presence) -> None:
        self.presence[agent] = presence
        self.room.told(AgentState(agent=agent, presence=presence, since=self.wall()))
        self.room.look()

    def passes(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.now_s += 1
            self.room.look()


@pytest.fixture
def world() -> World:
    return World()


def test_who_comes_while_an_agent_is_free_does_not_wait(world: World):
    world.presence["ana"] = P.AVAILABLE
    assert world.enter("a") == "ana"
    assert len(world.room) == 0


def test_two_who_come_at_once_do_not_both_get_the_same_agent(world: World):
    world.presence["ana"] = P.AVAILABLE
    assert world.enter("a") == "ana"
    assert world.enter("b") == ""
    assert world.room.others_come("b")


def test_the_first_who_waits_gets_the_agent_who_becomes_free(world: World):
    assert world.enter("a") == ""
    world.passes(5)
    assert world.enter("b") == ""
    world.becomes("ana", P.AVAILABLE)
    assert world.guests["a"].agents == ["ana"]
    assert world.guests["b"].agents == []
    assert world.room.seen("b").ahead == 1


def test_a_better_customer_comes_first(world: World):
    world.enter("a")
    world.passes(5)
    world.enter("b", vip=True)
    world.becomes("ana", P.AVAILABLE)
    assert world.guests["b"].agents == ["ana"]


def test_an_agent_is_not_given_to_a_newcomer_while_somebody_waits_for_them(world: World):
    world.enter("a")
    world.presence["ana"] = P.AVAILABLE
    assert world.enter("b") == ""
    world.room.look()
    assert world.guests["a"].agents == ["ana"]


def test_nobody_is_told_of_an_agent_who_cannot_serve_them(world: World):
    world.enter("a", "billing")
    world.becomes("ana", P.AVAILABLE)
    assert world.guests["a"].agents == []


def test_the_queue_overflows_by_the_mere_passing_of_time(world: World):
    world.enter("a", "billing")
    world.becomes("ana", P.AVAILABLE)
    world.passes(BILLING.overflow_after_s - 1)
    assert world.guests["a"].agents == []
    world.passes(2)
    assert world.guests["a"].agents == ["ana"]


def test_who_speaks_another_language_waits_for_whoever_speaks_it(world: World):
    world.enter("a", "billing", language="es-US")
    world.becomes("ben", P.AVAILABLE)
    assert world.guests["a"].agents == []
    assert world.room.takes("care", "es-US")
    assert not world.room.takes("care", "fr-FR")


def test_an_agent_who_declined_is_asked_again_only_after_a_while(world: World):
    world.presence["ana"] = P.AVAILABLE
    world.enter("a")
    world.room.declined("a", "ana")
    world.room.again("a")
    world.passes(ASKED_AGAIN_S - 1)
    assert world.guests["a"].agents == []
    world.passes(2)
    assert world.guests["a"].agents == ["ana"]


def test_an_agent_who_declined_one_call_gets_the_next_one(world: World):
    world.presence["ana"] = P.AVAILABLE
    world.enter("a")
    world.room.declined("a", "ana")
    world.room.again("a")
    assert world.enter("b") == "ana"


def test_who_was_offered_in_vain_waits_on_in_their_place(world: World):
    world.enter("a")
    world.passes(5)
    world.enter("b")
    world.becomes("ana", P.AVAILABLE)
    world.room.again("a")
    assert world.room.seen("a").ahead == 0
    assert world.room.seen("b").ahead == 1


def test_who_hangs_up_makes_room_and_frees_the_agent_who_was_kept(world: World):
    world.enter("a")
    world.enter("b")
    world.becomes("ana", P.AVAILABLE)
    world.room.leave("a")
    world.room.look()
    assert world.guests["b"].agents == ["ana"]


def test_an_agent_who_is_kept_for_nothing_is_free_again(world: World):
    world.presence["ana"] = P.AVAILABLE
    world.enter("a")
    world.passes(KEPT_S + 1)
    assert world.enter("b") == "ana"


def test_a_call_back_hands_its_place_and_its_agent_to_the_call_that_it_becomes(world: World):
    world.enter("promise", since_s=500.0)
    world.enter("other", since_s=600.0)
    world.becomes("ana", P.AVAILABLE)
    assert world.enter("made", since_s=500.0, instead_of="promise") == "ana"
    assert "promise" not in world.room


def test_a_call_back_whose_agent_has_gone_keeps_its_place(world: World):
    world.enter("promise", since_s=500.0)
    world.enter("other", since_s=600.0)
    world.becomes("ana", P.AVAILABLE)
    world.becomes("ana", P.BREAK)
    assert world.enter("made", since_s=500.0, instead_of="promise") == ""
    assert world.room.seen("other").ahead == 1
    world.becomes("ana", P.AVAILABLE)
    assert world.guests["made"].agents == ["ana"]


def test_a_closed_queue_takes_nobody(world: World):
    world.presence["ana"] = P.AVAILABLE
    world.now_s += 7 * 3600
    assert not world.room.takes("care", "en-US")
    assert world.enter("a") == ""
    assert world.room.seen("a") == Seen(0, None, open=False, staffed=0)


def test_a_queue_whose_people_are_all_gone_takes_nobody(world: World):
    assert world.room.takes("care", "en-US")
    world.presence["ana"] = P.OFFLINE
    assert not world.room.takes("care", "en-US")


@pytest.mark.parametrize("presence", [P.ON_CALL, P.WRAP_UP, P.OFFERED, P.BREAK])
def test_whoever_is_busy_may_become_free(presence: Presence, world: World):
    world.presence["ana"] = presence
    world.enter("a")
    assert world.room.others_come("a")


def test_the_one_agent_who_was_asked_is_no_other(world: World):
    world.presence["ana"] = P.AVAILABLE
    world.enter("a")
    assert not world.room.others_come("a")


def test_the_wait_is_estimated_from_the_talks_that_were_seen(world: World):
    for number in range(6):
        world.presence["ana"] = P.AVAILABLE
        world.enter(f"call-{number}")
        world.room.connected(f"call-{number}", "ana")
        world.becomes("ana", P.ON_CALL)
        world.now_s += 240 + 10 * (number % 2)
        world.becomes("ana", P.WRAP_UP)
        world.now_s += 30
        world.becomes("ana", P.AVAILABLE)
    world.becomes("ana", P.ON_CALL)
    world.enter("a")
    assert world.room.seen("a").estimate == (3, 5)
    assert world.room.service_level("care") == 1.0


def test_a_late_connection_counts_against_the_service_level(world: World):
    world.enter("a")
    world.passes(CARE.service_level_s + 5)
    world.becomes("ana", P.AVAILABLE)
    world.room.connected("a", "ana")
    assert world.room.service_level("care") == 0.0


def test_what_fails_for_one_who_waits_is_no_matter_of_the_others(world: World):
    class Broken(Told):
        def agent_free(self, agent: str) -> None:
            raise RuntimeError("the call is broken")

        look = agent_free

    world.room.enter(Waiting("broken", "care", 0.0, language="en-US"), Broken())
    world.enter("a")
    world.becomes("ben", P.AVAILABLE)
    assert len(world.guests["a"].seen) == 1
    world.becomes("ana", P.AVAILABLE)
    assert len(world.room) == 2


def test_the_times_of_day_and_the_rooms_clock_agree(world: World):
    assert world.room.since(world.wall() - timedelta(seconds=90)) == world.now_s - 90
    assert world.room.wall(world.now_s - 90) == world.wall() - timedelta(seconds=90)


def test_it_looks_at_once_when_somebody_becomes_free_and_each_second_otherwise():
    async def scene() -> tuple[list[str], float, int]:
        loop = asyncio.get_running_loop()
        presence = {"ana": P.ON_CALL, "ben": P.OFFLINE}
        room = WaitingRoom(
            CENTRE,
            lambda: [AgentStatus(agent, presence[agent.name], 0.0) for agent in (ANA, BEN)],
            clock=loop.time,
            wall_clock=lambda: NOON,
        )
        guest = Told()
        keeping = asyncio.create_task(room.keep())
        room.enter(Waiting("a", "care", loop.time(), language="en-US"), guest)
        await asyncio.sleep(10 * LOOKS_EVERY_S + 0.5)
        looks, began = len(guest.seen), loop.time()
        presence["ana"] = P.AVAILABLE
        room.told(AgentState(agent="ana", presence=P.AVAILABLE, since=NOON))
        await asyncio.sleep(0.01)
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        return guest.agents, loop.time() - began, looks

    agents, after_s, looks = run(scene())
    assert agents == ["ana"]
    assert after_s < 0.1
    assert looks >= 10
