"""Whatever comes, in whatever order: the caller is never lost, and nobody is rung or kept for nothing.

`World` checks the promises after every input: one move at a time, words only for a caller who is there, each
agent released once and each leg ended once, nothing after the end.
"""

import random

import pytest

from tests.voice.transfer_world import World
from voice.transfer_messages import Timer
from voice.transfer_states import State

SEEDS = [range(start, start + 100) for start in range(0, 1500, 100)]


@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"from {seeds.start}")
def test_no_walk_breaks_a_promise(seeds: range):
    for seed in seeds:
        world, chance = World(), random.Random(seed)
        for _ in range(chance.randrange(5, 60)):
            world.anything(chance)
            if world.transfer.state not in (State.NEW, State.ENDED):
                assert Timer.STEP in world.transfer.armed, f"seed {seed}: nothing is waited for"
        world.to_the_end(chance)
        world.everyone_is_released()


@pytest.mark.parametrize("seeds", SEEDS, ids=lambda seeds: f"from {seeds.start}")
def test_a_restart_at_any_step_loses_nobody(seeds: range):
    for seed in seeds:
        world, chance = World(), random.Random(10_000 + seed)
        for _ in range(chance.randrange(1, 25)):
            world.anything(chance)
        world.restarted()
        for _ in range(chance.randrange(0, 25)):
            world.anything(chance)
            if world.transfer.state not in (State.NEW, State.ENDED):
                assert Timer.STEP in world.transfer.armed, f"seed {seed}: nothing is waited for"
        world.to_the_end(chance)
        world.everyone_is_released()


def test_the_walks_come_through_every_state():
    been: set[State] = set()
    for seed in range(300):
        world, chance = World(), random.Random(seed)
        for _ in range(chance.randrange(5, 60)):
            been.add(world.transfer.state)
            world.anything(chance)
    assert been == set(State) - {State.RESUMING}
