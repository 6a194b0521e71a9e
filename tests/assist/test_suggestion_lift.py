from collections.abc import Sequence

import pytest

from assist.suggestion_lift import FEWEST, Exposure, difference_of_shares, exposure, lift
from transcripts.assist_events import SuggestionDropped, SuggestionOffered
from transcripts.event import Event
from transcripts.events import CallEnded, CallOutcome, EndReason, ResolutionConfirmed


def offered(
    name: str, at_ms: int = 1_000, *, held_out: bool = False, form: str = "card", pulled: bool = False
) -> Event:
    return SuggestionOffered(
        call_id="c1",
        at_ms=at_ms,
        suggestion_id=name,
        form=form,
        text="t",
        query="q",
        held_out=held_out,
        pulled=pulled,
    )


def ended(outcome: CallOutcome = CallOutcome.UNKNOWN) -> Event:
    return CallEnded(
        call_id="c1",
        at_ms=90_000,
        reason=EndReason.CALLER_HUNG_UP,
        explanation="",
        outcome=outcome,
        duration_ms=90_000,
    )


def settled(value: bool) -> Event:
    return ResolutionConfirmed(call_id="c1", at_ms=80_000, settled=value, utterance_id="u1")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([offered("s1"), settled(True), ended()], Exposure("c1", True, True, 90_000)),
        (
            [offered("s1", held_out=True), offered("s2"), settled(False), ended()],
            Exposure("c1", False, False, 90_000),
        ),
        ([offered("s1"), ended(CallOutcome.ANSWERED)], Exposure("c1", True, True, 90_000)),
        ([offered("s1"), ended()], Exposure("c1", True, None, 90_000)),
        (
            [offered("s1", form="chip"), offered("s2", form="safety"), offered("s3", pulled=True), ended()],
            None,
        ),
        ([ended()], None),
    ],
)
def test_the_first_card_that_the_lot_could_have_held_out_decides(
    events: Sequence[Event], expected: Exposure | None
):
    assert exposure(events) == expected


def test_a_card_that_came_too_late_for_the_lot_does_not_count():
    late = SuggestionDropped(call_id="c1", at_ms=1_000, suggestion_id="s1", why="stale")
    found = exposure([offered("s1"), late, offered("s2", 30_000, held_out=True), ended()])
    assert found is not None
    assert not found.shown


def test_newcombes_interval_is_that_of_his_paper():
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 less 48/80."""
    found = difference_of_shares([True] * 56 + [False] * 14, [True] * 48 + [False] * 32)
    assert (found.difference, found.low, found.high) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_too_few_calls_are_said_to_be_too_few():
    calls = [Exposure(f"c{n}", n >= 12, True, 60_000) for n in range(200)]
    found = lift(calls)
    assert found.settled is None
    assert found.handle_s is None
    assert "188 calls with the card and 12 without, 30 of each are needed" in found.explanation
    assert lift([]).settled is None


def test_a_real_difference_is_found_and_its_interval_holds_it():
    calls = [Exposure(f"s{n}", True, n % 10 < 8, 50_000 + n % 10 * 1_000) for n in range(1_000)]
    calls += [Exposure(f"h{n}", False, n % 10 < 6, 60_000 + n % 10 * 1_000) for n in range(200)]
    found = lift(calls, seed=7)
    assert found.explanation == ""
    assert found.settled is not None
    assert 0 < found.settled.low < 0.2 < found.settled.high
    assert found.handle_s is not None
    assert found.handle_s.low < -10 < found.handle_s.high < 0
    assert lift(calls, seed=7) == found


def test_no_difference_is_not_made_one():
    calls = [Exposure(f"c{n}", n % 5 > 0, n % 2 == 0, 60_000 + n % 7 * 1_000) for n in range(700)]
    found = lift(calls)
    assert found.settled is not None
    assert found.settled.low < 0 < found.settled.high
    assert found.handle_s is not None
    assert found.handle_s.low < 0 < found.handle_s.high


def test_what_is_unknown_of_one_outcome_does_not_hide_the_other():
    calls = [Exposure(f"c{n}", n % 2 == 0, None, 60_000) for n in range(2 * FEWEST)]
    found = lift(calls)
    assert found.settled is None
    assert found.handle_s is not None
    assert found.explanation.startswith("Not enough data. settled: 0 calls")
