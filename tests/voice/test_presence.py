"""Every step from every presence, and that no walk of steps leaves an agent half held."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice import presence as steps
from voice.presence import HELD, AgentState, Presence

P = Presence
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
Step = Callable[[AgentState], AgentState | None]

STEPS: dict[str, Step] = {
    "reserved": lambda state: steps.reserved(state, "t1", LATER),
    "connected": lambda state: steps.connected(state, "t1", LATER),
    "released": lambda state: steps.released(state, "t1", P.WRAP_UP, "over", LATER),
    "wrapped_up": lambda state: steps.wrapped_up(state, LATER),
    "recovered": lambda state: steps.recovered(state, LATER),
    "removed": lambda state: steps.removed(state, LATER),
}
EDGES = {
    "reserved": {P.AVAILABLE: P.OFFERED},
    "connected": {P.OFFERED: P.ON_CALL},
    "released": {P.OFFERED: P.WRAP_UP, P.ON_CALL: P.WRAP_UP},
    "wrapped_up": {P.WRAP_UP: P.AVAILABLE},
    "recovered": {P.OFFERED: P.AVAILABLE, P.ON_CALL: P.WRAP_UP},
    "removed": {
        P.AVAILABLE: P.OFFLINE,
        P.WRAP_UP: P.OFFLINE,
        P.BREAK: P.OFFLINE,
        P.OFFERED: P.OFFERED,
        P.ON_CALL: P.ON_CALL,
    },
}


def state(presence: Presence, transfer_id: str = "t1", wish: Presence | None = None) -> AgentState:
    held = presence in HELD
    return AgentState(
        agent="ana", presence=presence, transfer_id=transfer_id if held else "", wish=wish, since=NOON
    )


@pytest.mark.parametrize("presence", list(Presence))
@pytest.mark.parametrize("step", STEPS)
def test_a_step_leads_where_it_may_and_nowhere_else(step: str, presence: Presence) -> None:
    after = STEPS[step](state(presence))
    assert (after.presence if after else None) is EDGES[step].get(presence)


@pytest.mark.parametrize("step", ["connected", "released"])
@pytest.mark.parametrize("presence", sorted(HELD))
def test_another_transfers_agent_is_left_alone(step: str, presence: Presence) -> None:
    assert STEPS[step](state(presence, transfer_id="t2")) is None


@pytest.mark.parametrize("presence", sorted(HELD))
def test_who_leaves_the_centre_while_they_are_held_is_offline_afterwards(presence: Presence) -> None:
    leaving = steps.removed(state(presence), LATER)
    assert leaving is not None
    assert (leaving.presence, leaving.since) == (presence, NOON)
    assert steps.removed(leaving, LATER) is None
    after = steps.released(leaving, "t1", P.WRAP_UP, "over", LATER)
    assert after is not None
    assert after.presence is P.OFFLINE


def test_a_wish_does_not_change_since_when_they_are_on_the_call() -> None:
    wishing = steps.chosen(state(P.ON_CALL), P.BREAK, "Ana", LATER)
    assert wishing is not None
    assert (wishing.presence, wishing.since, wishing.wish) == (P.ON_CALL, NOON, P.BREAK)


chosen = st.sampled_from([one for one in Presence if one not in HELD])
transfer = st.sampled_from(["t1", "t2"])
walks = st.lists(
    st.one_of(
        st.builds(lambda who: lambda now: lambda s: steps.reserved(s, who, now), transfer),
        st.builds(lambda who: lambda now: lambda s: steps.connected(s, who, now), transfer),
        st.builds(
            lambda who, to: lambda now: lambda s: steps.released(s, who, to, "over", now), transfer, chosen
        ),
        st.builds(lambda to: lambda now: lambda s: steps.chosen(s, to, "Ana", now), chosen),
        st.sampled_from(
            [
                lambda now: lambda s: steps.wrapped_up(s, now),
                lambda now: lambda s: steps.recovered(s, now),
                lambda now: lambda s: steps.removed(s, now),
            ]
        ),
    ),
    max_size=40,
)


@given(walks)
def test_whatever_happens_who_is_held_has_one_holder_and_who_is_free_has_none(walk) -> None:
    now, at = NOON, state(P.AVAILABLE)
    for step in walk:
        now += timedelta(seconds=1)
        after = step(now)(at)
        if after is None:
            continue
        assert after != at
        assert after.held == bool(after.transfer_id)
        assert after.held or after.wish is None
        assert after.wish not in HELD
        if at.held and after.held:
            assert after.transfer_id == at.transfer_id
        if after.presence is not at.presence:
            assert after.since == now
        at = after
    freed = steps.released(at, at.transfer_id, P.AVAILABLE, "over", now) if at.held else at
    assert freed is not None
    assert not freed.held
