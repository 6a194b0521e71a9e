"""Every row of the table of failures is rung on the machine, and the page says what came of it."""

import pytest

from tests.voice.transfer_scenarios import PAGE, SCENARIOS, Scenario, table, written_page
from transcripts.events import TransferCompleted, TransferEnded
from voice.transfer_messages import Fallback, GiveBack, Tell, Timer
from voice.transfer_states import State


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.happens)
def test_every_edge_ends_well(scenario: Scenario):
    world, orders = scenario.played()
    if scenario.ends is None:
        assert not world.transfer.ended
        assert Timer.STEP in world.transfer.armed
        return
    if scenario.ends == "" and not world.transfer.ended:
        assert world.transfer.state is State.BRIDGED
        assert world.events(TransferCompleted)
        return
    (ended,) = world.events(TransferEnded)
    assert ended.fallback == scenario.ends
    assert world.transfer.armed == frozenset()
    world.everyone_is_released()
    given_back = [order.fallback for order in orders if isinstance(order, GiveBack)]
    if scenario.ends in ("", Fallback.CALLER_GONE):
        assert given_back == []
        return
    assert given_back == [scenario.ends]
    told = [order for order in orders if isinstance(order, Tell)]
    assert told or "never possible" in scenario.happens, "the caller is not told where they are"


def test_the_names_of_the_edges_are_unique():
    assert len({scenario.happens for scenario in SCENARIOS}) == len(SCENARIOS)


def test_the_page_is_what_the_machine_does():
    """`python -m tests.voice.transfer_scenarios` writes it."""
    assert table() in PAGE.read_text()
    assert written_page() == PAGE.read_text()
