"""What a caller hears while they wait, second by second."""

from dataclasses import replace
from itertools import pairwise

from voice.queue_stay import Outcome, Over, QueueStay, StayPlan, Tell
from voice.waiting_room import Seen

PLAN = StayPlan()
BUSY = Seen(ahead=2, estimate=None, open=True, staffed=1)


class Stay:
    """A stay and what the caller has heard of it, each word taking `word_s`."""

    def __init__(self, seen: Seen = BUSY, word_s: float = 4.0) -> None:
        self.now_s = 1000.0
        self.stay = QueueStay("care", self.now_s, PLAN)
        self.heard: list[tuple[float, str]] = []
        self.over: Over | None = None
        self._word_s = word_s
        self._take(self.stay.joined(seen, self.now_s))

    def passes(self, seconds: float, seen: Seen = BUSY) -> list[str]:
        before = len(self.heard)
        for _ in range(round(seconds)):
            self.now_s += 1
            self._take(self.stay.look(seen, self.now_s))
        return [prompt for _, prompt in self.heard[before:]]

    def _take(self, orders) -> None:
        for order in orders:
            if isinstance(order, Over):
                self.over = order
            else:
                self.heard.append((self.now_s, order.prompt))
                self.stay.spoke(self.now_s + self._word_s)


def prompts(orders) -> list[str]:
    return [order.prompt for order in orders if isinstance(order, Tell)]


def test_who_joins_hears_that_all_are_busy_their_place_and_what_they_can_do():
    assert [prompt for _, prompt in Stay().heard] == ["queue_busy", "queue_place", "queue_choices"]


def test_the_wait_is_told_where_it_is_known():
    orders = QueueStay("care", 0.0, PLAN).joined(replace(BUSY, estimate=(3, 5)), 0.0)
    (told,) = [order for order in orders if isinstance(order, Tell) and order.prompt == "queue_estimate"]
    assert told.values == {"queue": "care", "shortest": "3", "longest": "5"}


def test_the_wait_is_told_later_if_it_becomes_known_and_only_once():
    stay = Stay()
    assert "queue_estimate" not in stay.passes(60)
    assert stay.passes(60, replace(BUSY, estimate=(3, 5))).count("queue_estimate") == 1
    assert "queue_estimate" not in stay.passes(120, replace(BUSY, estimate=(5, 10)))


def test_there_is_a_word_at_least_every_thirty_seconds():
    stay = Stay()
    stay.passes(600)
    starts = [at for at, _ in stay.heard] + [stay.now_s]
    assert max(later - sooner for sooner, later in pairwise(starts)) < 30


def test_what_the_bot_says_otherwise_is_a_word_too():
    stay = Stay()
    stay.passes(10)
    stay.stay.spoke(stay.now_s)
    assert stay.passes(PLAN.word_every_s - 1) == []


def test_a_better_place_is_told_and_a_worse_one_is_not():
    stay = Stay()
    assert stay.passes(26, replace(BUSY, ahead=1)) == ["queue_place"]
    assert stay.passes(26, replace(BUSY, ahead=3)) == ["queue_still"]


def test_the_choices_are_told_again_now_and_then():
    assert Stay().passes(160).count("queue_choices") == 2


def test_nothing_is_said_while_an_agent_is_rung():
    stay = Stay()
    stay.stay.offered()
    assert stay.passes(100) == []
    stay.stay.back(stay.now_s)
    assert stay.passes(PLAN.word_every_s - 1) == []
    assert stay.passes(2) != []


def test_a_queue_that_closes_ends_the_wait_and_the_caller_is_told():
    stay = Stay()
    assert stay.passes(1, replace(BUSY, open=False)) == ["queue_closed"]
    assert stay.over == Over(Outcome.CLOSED, "the queue has closed")
    assert stay.passes(100) == []


def test_nobody_waits_for_ever():
    stay = Stay()
    assert stay.passes(PLAN.longest_s + 1)[-1] == "queue_too_long"
    assert stay.over is not None
    assert stay.over.outcome is Outcome.CALL_BACK


def test_the_longest_wait_is_that_of_this_call_not_of_the_call_back_before_it():
    stay = QueueStay("care", 0.0, PLAN)
    assert prompts(stay.joined(BUSY, 5000.0))[0] == "queue_busy"
    assert stay.look(BUSY, 5001.0) == []
    assert stay.waited_s(5001.0) == 1.0


def test_nobody_waits_for_people_who_have_all_gone():
    stay, empty = Stay(), replace(BUSY, staffed=0)
    stay.passes(PLAN.unstaffed_s - 2, empty)
    assert stay.over is None
    stay.passes(5)
    stay.passes(PLAN.unstaffed_s - 2, empty)
    assert stay.over is None
    stay.passes(5, empty)
    assert stay.over is not None


def test_who_leaves_has_left_once():
    stay = QueueStay("care", 0.0, PLAN)
    assert stay.leave(Outcome.GAVE_UP, "they hung up") == Over(Outcome.GAVE_UP, "they hung up")
    assert stay.leave(Outcome.PERSON, "too late") is None


def test_who_was_sent_to_the_queue_is_not_told_again_that_all_are_busy():
    assert prompts(QueueStay("care", 0.0, PLAN).joined(BUSY, 0.0, quietly=True)) == [
        "queue_place",
        "queue_choices",
    ]
