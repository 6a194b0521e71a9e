"""Who gets which agent, and who is before whom."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from config.centre import Agent, OpeningHours, Queue
from voice.presence import Presence
from voice.queueing import PATIENCE_S, AgentStatus, Waiting, able, next_agent, order, place, serving

ALWAYS = OpeningHours(ZoneInfo("UTC"), (((time.min, time.max),),) * 7, ())
NEVER = OpeningHours(ZoneInfo("UTC"), ((),) * 7, ())
TECHNICAL = Queue(
    "technical", "technical", ALWAYS, skills={"technical": 3}, overflow="care", overflow_after_s=60
)
CARE = Queue("care", "care", ALWAYS, priority=2, overflow="help", overflow_after_s=30)
HELP = Queue("help", "help", ALWAYS)
QUEUES = {queue.name: queue for queue in (TECHNICAL, CARE, HELP)}
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CALL = Waiting("c", "technical", 0.0)


def status(
    name: str, idle_since_s: float = 0, presence: Presence = Presence.AVAILABLE, **facts
) -> AgentStatus:
    given = {"skills": {"technical": 3}, "languages": ("en-US",), **facts}
    return AgentStatus(Agent(name, name, f"client:{name}", **given), presence, idle_since_s)


def chosen(*statuses: AgentStatus, call: Waiting = CALL, queue: Queue = TECHNICAL, tried=()) -> str | None:
    agent = next_agent(call, statuses, queue, tried)
    return agent.name if agent else None


def test_the_longest_idle_of_those_who_are_able_is_next():
    assert chosen(status("ana", 30), status("ben", 10), status("cy", 20)) == "ben"
    assert chosen(status("ana", 30), status("ben", 10, skills={"technical": 2}), status("cy", 20)) == "cy"


def test_a_higher_level_does_not_come_before_a_longer_idle_time():
    assert chosen(status("ana", 10), status("ben", 20, skills={"technical": 5})) == "ana"


def test_of_two_who_are_idle_as_long_the_same_one_is_always_next():
    assert chosen(status("ben"), status("ana")) == chosen(status("ana"), status("ben")) == "ana"


@pytest.mark.parametrize("presence", [one for one in Presence if one is not Presence.AVAILABLE])
def test_only_who_is_available_is_next(presence: Presence):
    assert chosen(status("ana", presence=presence)) is None


def test_who_was_tried_is_not_next():
    assert chosen(status("ana"), status("ben", 5), tried=("ana",)) == "ben"


def test_the_queue_and_the_call_both_ask_and_the_higher_level_counts():
    call = replace(CALL, skills={"technical": 4, "billing": 1})
    assert chosen(status("ana"), call=call) is None
    assert chosen(status("ana", skills={"technical": 4}), call=call) is None
    assert chosen(status("ana", skills={"technical": 4, "billing": 1}), call=call) == "ana"
    assert chosen(status("ana", skills={"technical": 2}), call=replace(CALL, skills={"technical": 1})) is None


def test_a_queue_that_asks_for_nothing_takes_any_agent():
    assert chosen(status("ana", skills={"billing": 1}), queue=CARE) == "ana"


@pytest.mark.parametrize(
    ("speaks", "wanted", "fits"),
    [
        (("en-US",), "", True),
        (("en-US",), "en-GB", True),
        (("en-US", "es-US"), "es", True),
        (("ES",), "es-MX", True),
        (("en-US",), "es-US", False),
        ((), "en-US", False),
    ],
)
def test_an_agent_speaks_the_callers_language(speaks: tuple[str, ...], wanted: str, fits: bool):
    agent = status("ana", languages=speaks).agent
    assert able(agent, replace(CALL, language=wanted), TECHNICAL) is fits


# The order.


def names(*waitings: Waiting, now_s: float = 100) -> str:
    return "".join(waiting.call_id for waiting in order(waitings, now_s, QUEUES))


def test_the_longest_wait_is_first():
    assert (
        names(Waiting("b", "technical", 20), Waiting("a", "technical", 10), Waiting("c", "help", 30)) == "abc"
    )


def test_vips_come_first_then_who_rings_again_then_the_queue_with_priority():
    assert (
        names(
            Waiting("d", "technical", 0),
            Waiting("c", "care", 90),
            Waiting("b", "technical", 95, repeat=True),
            Waiting("a", "technical", 99, vip=True),
        )
        == "abcd"
    )


def test_a_vip_who_rings_again_is_no_more_than_a_vip():
    assert names(Waiting("a", "help", 1, vip=True), Waiting("b", "help", 2, vip=True, repeat=True)) == "ab"


def test_nobody_waits_for_ever_behind_better_customers():
    late, vip = Waiting("a", "technical", 100), Waiting("b", "care", 650, vip=True)
    assert names(vip, late, now_s=100 + PATIENCE_S - 1) == "ba"
    assert names(vip, late, now_s=100 + PATIENCE_S) == "ab"


def test_the_order_does_not_depend_on_who_is_named_first():
    one, other = Waiting("a", "help", 5), Waiting("b", "help", 5)
    assert names(one, other) == names(other, one) == "ab"


def test_a_call_of_a_queue_that_is_gone_and_one_from_the_future_have_their_place():
    assert names(Waiting("b", "closed-down", 5), Waiting("a", "help", 1), Waiting("c", "help", 1e6)) == "abc"


def test_a_place_counts_those_in_front_for_the_same_queue():
    ordered = [
        Waiting("a", "help", 1),
        Waiting("b", "care", 2),
        Waiting("c", "help", 3),
        Waiting("d", "help", 4),
    ]
    assert [place(waiting, ordered) for waiting in ordered] == [0, 0, 1, 2]


# Overflow.


def served_by(now_s: float, queues: dict[str, Queue] = QUEUES, queue: str = "technical") -> list[str]:
    return [each.name for each in serving(Waiting("c", queue, 1000), queues, now_s, NOON)]


def test_a_call_overflows_hop_by_hop_and_keeps_its_own_queue():
    assert served_by(1059) == ["technical"]
    assert served_by(1060) == ["technical", "care"]
    assert served_by(1089) == ["technical", "care"]
    assert served_by(1090) == ["technical", "care", "help"]


def test_a_clock_that_goes_back_is_no_wait():
    assert served_by(0) == ["technical"]


def test_a_closed_queue_serves_nobody_and_leads_on():
    closed = QUEUES | {"technical": replace(TECHNICAL, hours=NEVER)}
    assert served_by(1000, closed) == []
    assert served_by(1060, closed) == ["care"]


def test_an_overflow_in_a_circle_ends():
    circle = QUEUES | {"help": replace(HELP, overflow="technical", overflow_after_s=0)}
    assert served_by(9999, circle) == ["technical", "care", "help"]


def test_a_queue_that_is_not_there_serves_nobody():
    assert served_by(9999, queue="closed-down") == []
