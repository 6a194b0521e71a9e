"""A wait is said as a range, or not at all."""

from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from config.centre import OpeningHours, Queue
from voice.waiting_time import (
    FEWEST_TALKS,
    HORIZON_S,
    ROUND_MINUTES,
    TREND_S,
    Figures,
    QueueWatch,
    estimated_wait,
)

NOW = 10_000.0
STEADY = [(NOW - 60 * one, 240.0 + 20 * (one % 3 - 1)) for one in range(12)]
"""Talks of four minutes, a little more or less."""


def wait(talks=STEADY, joined=(), left=(), ahead: int = 0, staffed: int = 2) -> tuple[int, int] | None:
    return estimated_wait(Figures(joined, left, talks), ahead=ahead, staffed=staffed, now_s=NOW)


def test_steady_talks_give_a_narrow_range():
    assert wait() == (1, 3)
    assert wait(staffed=1) == (3, 5)
    assert wait(ahead=3) == (5, 10)
    assert wait(ahead=4, staffed=1) == (15, 30)


def test_who_is_further_behind_is_never_told_less():
    waits = [wait(ahead=ahead) for ahead in range(20)]
    assert all(one[0] <= other[0] and one[1] <= other[1] for one, other in pairwise(waits))


def test_a_range_is_of_minutes_that_are_said_and_goes_up():
    for ahead in range(12):
        shortest, longest = wait(ahead=ahead) or (1, 2)
        assert shortest < longest
        assert {shortest, longest} <= set(ROUND_MINUTES)


@pytest.mark.parametrize("count", range(FEWEST_TALKS))
def test_few_talks_say_nothing(count: int):
    assert wait(STEADY[:count]) is None
    assert wait(STEADY[:FEWEST_TALKS]) is not None


def test_the_fewer_talks_there_are_to_judge_by_the_wider_the_range():
    talks = [(NOW, length) for length in (182.0, 222.0, 262.0)]
    assert wait(talks * 2, ahead=4, staffed=1) == (15, 30)
    assert wait(talks * 20, ahead=4, staffed=1) == (15, 20)


def test_nobody_at_work_says_nothing():
    assert wait(staffed=0) is None


def test_talks_of_long_ago_and_of_the_future_say_nothing():
    assert wait([(NOW - HORIZON_S - 1, 240.0)] * 12) is None
    assert wait([(NOW + 1, 240.0)] * 12) is None


def test_talks_without_a_length_are_no_talks():
    assert wait([(NOW, 0.0), (NOW, -5.0)] * 12) is None


def test_a_queue_that_grows_says_nothing():
    came = [NOW - 10 * one for one in range(10)]
    assert wait(joined=came, left=came[:8]) == wait()
    assert wait(joined=came, left=came[:7]) is None


def test_only_the_latest_minutes_say_whether_a_queue_grows():
    assert wait(joined=[NOW - TREND_S - 1] * 10) == wait()


def test_talks_that_differ_widely_say_nothing():
    wild = [(NOW, 30.0), (NOW, 2400.0)] * 6
    assert wait(wild) is None


def test_a_wait_beyond_the_longest_that_is_said_is_not_said():
    assert wait(ahead=40, staffed=1) is None


# What was seen of a queue.


@pytest.fixture
def watch() -> QueueWatch:
    hours = OpeningHours(ZoneInfo("UTC"), ((),) * 7, ())
    return QueueWatch(Queue("care", "care", hours, service_level_s=20))


def test_a_watch_estimates_from_what_it_saw(watch: QueueWatch):
    assert watch.estimate(ahead=0, staffed=2, now_s=NOW) is None
    for at_s, length in STEADY:
        watch.joined(at_s - length)
        watch.connected(at_s - length, 15)
        watch.finished(at_s, length)
    assert watch.estimate(ahead=0, staffed=2, now_s=NOW) == (1, 3)
    for _ in range(3):
        watch.joined(NOW)
    assert watch.estimate(ahead=0, staffed=2, now_s=NOW) is None
    watch.gave_up(NOW)
    assert watch.estimate(ahead=0, staffed=2, now_s=NOW) == (1, 3)


def test_the_service_level_is_the_share_who_waited_no_longer_than_the_target(watch: QueueWatch):
    assert watch.service_level(NOW) is None
    for waited in (5, 20, 20.5, 300):
        watch.connected(NOW - 60, waited)
    assert watch.service_level(NOW) == 0.5
    assert watch.service_level(NOW + HORIZON_S) is None
