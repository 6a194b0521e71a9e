"""The likeliest dispositions: by points that can be counted by hand, and none where too little speaks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.dispositions import Disposition
from transcripts.disposition_scores import (
    CHOSEN_FROM,
    INTENT,
    LEAST_SHARE,
    NONE_OF_THESE,
    OUTCOME,
    TOOL,
    Evidence,
    Support,
    chosen,
    propose,
)

VISIT = Disposition("visit", "A visit", intents=("book_visit",), tools=(("book", "booked"),))
FAULT = Disposition("fault", "A fault, settled", intents=("slow",), outcomes=("answered",))
OPEN = Disposition("open", "A fault, open", intents=("slow",), outcomes=("escalated",))
GONE = Disposition("gone", "Hung up", outcomes=("abandoned",))
PASSED = Disposition("passed", "Passed on", passed_on=True)
OTHER = Disposition("other", "Something else")
ALL = (VISIT, FAULT, OPEN, GONE, PASSED, OTHER)


def evidence(
    intents: dict[str, float] | None = None,
    tools: tuple[tuple[str, str], ...] = (),
    outcomes: tuple[str, ...] = (),
    passed_on: bool = False,
) -> Evidence:
    return Evidence(
        {name: Support(weight, ("u1",), (3,)) for name, weight in (intents or {}).items()},
        {use: Support(sequences=(7,)) for use in tools},
        {name: Support(sequences=(9,)) for name in outcomes},
        Support(sequences=(8,)) if passed_on else None,
    )


def test_nothing_is_proposed_where_nothing_speaks_for_anything():
    assert propose(ALL, evidence()) == ()
    assert chosen(()) == ""


def test_a_code_of_which_nothing_is_said_is_never_proposed():
    assert propose((OTHER,), evidence({"slow": 1.0}, outcomes=("answered",))) == ()


def test_the_shares_can_be_counted_by_hand():
    (first,) = propose((VISIT,), evidence({"book_visit": 0.9}, (("book", "booked"),)))
    points = math.exp(INTENT * 0.9 + TOOL)
    assert first.confidence == pytest.approx(points / (points + math.exp(NONE_OF_THESE)), abs=0.001)
    assert (first.code, first.title) == ("visit", "A visit")
    assert (first.utterance_ids, first.sequences) == (("u1",), (3, 7))


def test_how_it_ended_decides_between_two_of_the_same_matter():
    settled = propose(ALL, evidence({"slow": 0.9}, outcomes=("answered",)))
    still_open = propose(ALL, evidence({"slow": 0.9}, outcomes=("escalated",)))
    assert (settled[0].code, still_open[0].code) == ("fault", "open")
    assert chosen(settled) == "fault"


def test_an_end_alone_speaks_only_for_a_code_that_asks_for_nothing_else():
    (only,) = propose(ALL, evidence(outcomes=("abandoned",)))
    assert only.code == "gone"
    assert only.confidence == pytest.approx(math.exp(OUTCOME) / (math.exp(OUTCOME) + math.exp(NONE_OF_THESE)))
    assert chosen((only,)) == ""
    assert propose(ALL, evidence(outcomes=("answered",))) == ()


def test_another_outcome_of_the_tool_is_no_support():
    (only,) = propose((VISIT,), evidence({"book_visit": 0.9}, (("book", "no_visit"),)))
    with_tool = propose((VISIT,), evidence({"book_visit": 0.9}, (("book", "booked"),)))[0]
    assert only.confidence < with_tool.confidence
    any_outcome = Disposition("bill", "A bill", tools=(("bill", ""),))
    assert propose((any_outcome,), evidence(tools=(("bill", "open"),)))[0].sequences == (7,)


def test_an_unsure_intent_is_abstained_from():
    assert propose((FAULT,), evidence({"slow": 0.05}, outcomes=("escalated",))) == ()


def test_passing_it_on_is_support_of_its_own():
    assert propose(ALL, evidence(passed_on=True))[0].code == "passed"


@given(
    st.dictionaries(st.sampled_from(["slow", "book_visit", "bill"]), st.floats(0, 1)),
    st.lists(st.sampled_from([("book", "booked"), ("book", "no")]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["answered", "escalated", "abandoned"]), max_size=1).map(tuple),
    st.booleans(),
)
def test_at_most_three_in_order_each_with_support_and_above_the_threshold(
    intents: dict[str, float],
    tools: tuple[tuple[str, str], ...],
    outcomes: tuple[str, ...],
    passed: bool,
):
    found = propose(ALL, evidence(intents, tools, outcomes, passed))
    shares = [one.confidence for one in found]
    assert len(found) <= 3
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.001
    assert all(
        share >= LEAST_SHARE - 0.001 and (one.sequences or one.utterance_ids)
        for share, one in zip(shares, found, strict=True)
    )
    assert chosen(found) == (found[0].code if found and shares[0] >= CHOSEN_FROM else "")
