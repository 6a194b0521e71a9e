"""Who goes on with a call: each rule fires on its own fact, and not on its neighbour."""

from dataclasses import replace

import msgspec
import pytest

from config.centre import Centre, Tier
from transcripts.events import Cue, EscalationReason, Situation
from voice.routing import RULES, Route, decide

CALM = Situation(request=True, intent="slow_connection", confidence=0.95, caller="+15035550142")
R = EscalationReason


@pytest.fixture
def route(centre: Centre):
    def route(sure: float = 0.95, **facts: object) -> Route:
        situation = msgspec.structs.replace(CALM, **({"confidence": sure} | facts))
        intent = centre.intent(situation.intent) if situation.intent else None
        return decide(situation, intent, centre, confidence=0.7)

    return route


def cue(kind: str, words: str = "words") -> dict[str, object]:
    return {"cues": (Cue(cue=kind, words=words),)}


def test_a_calm_and_certain_request_is_the_bots(route):
    found = route()
    assert (found.reason, found.tier, found.clarify) == (None, Tier.BOT, False)


@pytest.mark.parametrize(
    ("facts", "neighbour", "reason"),
    [
        (cue("emergency"), cue("frustration"), R.EMERGENCY),
        (cue("self-harm"), cue("injection"), R.EMERGENCY),
        ({"person_words": "agent"}, {"person_words": ""}, R.ASKED_FOR_HUMAN),
        ({"human_only": True}, {"human_only": False}, R.HUMAN_ONLY),
        ({"vip": True}, {"vip": False}, R.VIP),
        (cue("vulnerability"), cue("complaint"), R.VULNERABLE),
        ({"approval_refused": True}, {}, R.NOT_APPROVED),
        ({"tool_failures": 1}, {"tool_failures": 0}, R.TOOL_FAILED),
        ({"verification_failed": True}, {"verification_failed": True, "verified_level": 1}, R.NOT_VERIFIED),
        ({"faults": 2}, {"faults": 1}, R.SYSTEM_FAULT),
        (cue("already-told"), cue("repeat"), R.ALREADY_TOLD),
        ({"frustration": 0.7}, {"frustration": 0.69}, R.FRUSTRATED),
        ({"intent": "bereavement"}, {"intent": "wifi_password"}, R.POLICY_REQUIRES_HUMAN),
        ({"calls_this_week": 3}, {"calls_this_week": 2}, R.REPEAT_CONTACT),
        ({"not_settled": True}, {}, R.KNOWLEDGE_GAP),
        ({"silences": 3}, {"silences": 2}, R.NO_INPUT),
        ({"misses": 3}, {"misses": 2}, R.NO_MATCH),
        ({"repeats": 4}, {"repeats": 3}, R.LOOP),
        ({"troubles": 4}, {"troubles": 3}, R.TROUBLE_BUDGET),
        ({"intent": None, "out_of_scope": 2}, {"intent": None, "out_of_scope": 1}, R.OUT_OF_SCOPE),
        ({"confidence": 0.69, "clarified": 1}, {"confidence": 0.7, "clarified": 1}, R.LOW_CONFIDENCE),
    ],
)
def test_a_rule_fires_on_its_fact_and_not_on_its_neighbour(route, facts, neighbour, reason):
    assert route(**facts).reason is reason
    assert route(**neighbour).reason is not reason


def test_every_reason_of_the_table_has_its_case_above():
    tested = {reason for reason, _ in RULES}
    assert len(RULES) == len(tested) + 1, "only the policy has two rules"


def test_below_the_threshold_the_bot_asks_once_and_then_hands_over(route):
    asked = route(sure=0.5)
    assert (asked.reason, asked.clarify) == (None, True)
    assert "0.50 is below 0.70" in asked.rule
    assert route(sure=0.5, clarified=1).reason is R.LOW_CONFIDENCE


def test_danger_comes_before_everything_and_a_wish_for_a_person_next(route):
    everything = {
        "vip": True,
        "human_only": True,
        "faults": 3,
        "misses": 3,
        "silences": 3,
        "tool_failures": 2,
        "frustration": 1.0,
        "person_words": "agent",
    }
    assert route(**everything).reason is R.ASKED_FOR_HUMAN
    assert route(**everything, **cue("emergency", "my house is on fire")).reason is R.EMERGENCY


def test_the_decision_says_in_words_what_fired_what_was_known_and_what_else_spoke_for_a_person(route):
    found = route(
        misses=3,
        silences=1,
        frustration=0.4,
        calls_this_week=1,
        verified_level=1,
        cues=(Cue(cue="frustration", words="this is ridiculous"),),
    )
    assert found.rule == "the caller was not understood 3 times in a row"
    assert any("verified, level 1" in known for known in found.known)
    assert any('"this is ridiculous"' in known for known in found.known)
    considered = "; ".join(found.considered)
    assert "frustrated: frustration 0.40 is below 0.70" in considered
    assert "no-input: the caller said nothing once" in considered
    assert "repeat-contact: the number rang 1 times" in considered


def test_where_each_reason_leads(route, centre: Centre):
    assert route(**cue("emergency")).queue == centre.routing.emergency_queue
    assert route(vip=True).queue == centre.routing.vip_queue
    assert route(**cue("vulnerability")).queue == centre.routing.vulnerable_queue
    assert route(intent="bill_high", person_words="agent").queue == "billing"
    assert route(intent=None, person_words="agent").queue == centre.default_queue


def test_a_complex_matter_goes_to_a_person_when_anything_speaks_against_the_bot(centre: Centre):
    hard = replace(centre.intent("slow_connection"), complexity=3)
    troubled = msgspec.structs.replace(CALM, troubles=1)
    assert decide(CALM, hard, centre, confidence=0.7).reason is None
    assert decide(troubled, hard, centre, confidence=0.7).reason is R.POLICY_REQUIRES_HUMAN
    assert decide(troubled, replace(hard, complexity=2), centre, confidence=0.7).reason is None


def test_a_vip_gets_an_assisted_person(route):
    assert route(vip=True).tier is Tier.ASSISTED


def test_what_centres_list_counts_like_what_the_record_says(route, centre: Centre):
    listed = with_an_opt_out(centre)
    situation = msgspec.structs.replace(CALM, caller="+15035550100")
    assert decide(situation, centre.intent("slow_connection"), listed, confidence=0.7).reason is R.HUMAN_ONLY


def with_an_opt_out(centre: Centre) -> Centre:
    """The sample centre, in which one number wants no machine."""
    return replace(centre, routing=replace(centre.routing, human_only=frozenset({"+15035550100"})))
