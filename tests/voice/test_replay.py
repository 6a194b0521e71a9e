"""Recorded calls under today's rules: what is made again of what, and what counts as a change."""

import asyncio
import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from config.centre import Centre, Tier
from config.settings import Settings
from tests.transcripts.recorded import NOON, said, started
from transcripts.codec import storable
from transcripts.events import (
    AnyEvent,
    CallEnded,
    CallOutcome,
    Cue,
    EndReason,
    EscalationReason,
    IntentRecognised,
    LanguageChosen,
    RouteDecided,
    Situation,
)
from transcripts.store.contract import Entry
from transcripts.store.event_store import SqlEventStore
from voice.bot.understanding import Understanding
from voice.cli.replaying import register
from voice.replay import Decision, decisions_again, readings_again
from voice.routing import decide

SURE = 0.7
CALM = Situation(request=True, intent="slow_connection", confidence=0.9, caller="+15035550142")


def decided(
    centre: Centre, situation: Situation, confidence: float = SURE, sequence: int = 7
) -> RouteDecided:
    """As the bot records it, under the rules of `centre`."""
    known = {intent.name: intent for intent in centre.intents}
    route = decide(situation, known.get(situation.intent or ""), centre, confidence=confidence)
    return RouteDecided(
        call_id="call-1",
        at_ms=4000,
        sequence=sequence,
        situation=situation,
        tier=route.tier.value,
        queue=route.queue,
        reason=route.reason,
        rule=route.rule,
        known=route.known,
        considered=route.considered,
        clarify=route.clarify,
    )


def again(event: RouteDecided, centre: Centre, confidence: float = SURE) -> Decision:
    (decision,) = decisions_again([event], centre, confidence)
    return decision


SITUATIONS = {
    "calm": {},
    "in doubt": {"confidence": 0.5},
    "in doubt twice": {"confidence": 0.5, "clarified": 1},
    "danger": {"cues": (Cue(cue="emergency", words="my house is on fire"),)},
    "asked for a person": {"person_words": "agent"},
    "opted out": {"human_only": True},
    "a VIP": {"vip": True},
    "hardship": {"cues": (Cue(cue="vulnerability", words="i am blind"),)},
    "not approved": {"approval_refused": True},
    "a tool failed": {"tool_failures": 1},
    "not verified": {"verification_failed": True},
    "faults": {"faults": 2},
    "told before": {"cues": (Cue(cue="already-told", words="i told you"),)},
    "frustrated": {"frustration": 0.9},
    "for people": {"intent": "bereavement"},
    "called before": {"calls_this_week": 3},
    "not settled": {"not_settled": True},
    "no article": {"unanswerable": "there is no article on it"},
    "silent": {"silences": 3},
    "not understood": {"misses": 3},
    "a loop": {"repeats": 4},
    "troubles": {"troubles": 4},
    "out of scope": {"intent": None, "out_of_scope": 2},
}


@pytest.mark.parametrize("facts", SITUATIONS.values(), ids=SITUATIONS)
def test_a_decision_is_the_same_under_the_rules_it_was_made_under(centre: Centre, facts: dict[str, object]):
    event = decided(centre, msgspec.structs.replace(CALM, **facts))
    found = again(event, centre)
    assert not found.changes
    assert (found.rule_then, found.rule_now) == (event.rule, event.rule)
    assert (found.at_ms, found.sequence) == (4000, 7)


@pytest.mark.parametrize("facts", SITUATIONS.values(), ids=SITUATIONS)
def test_a_decision_survives_the_store(centre: Centre, facts: dict[str, object]):
    """What is made again is what was read back, not what was in memory."""
    event = decided(centre, msgspec.structs.replace(CALM, **facts))
    stored = msgspec.json.decode(msgspec.json.encode(event), type=RouteDecided)
    assert not again(stored, centre).changes


def test_what_was_decided_is_said_in_words(centre: Centre):
    asked = again(decided(centre, msgspec.structs.replace(CALM, person_words="agent")), centre)
    assert asked.then == "person: technical (asked-for-human)"
    assert again(decided(centre, CALM), centre).then == "the bot goes on"
    doubted = msgspec.structs.replace(CALM, confidence=0.5)
    assert again(decided(centre, doubted), centre).then == "the bot asks first"


def test_another_threshold_changes_what_was_in_doubt_and_nothing_else(centre: Centre):
    doubted = decided(centre, msgspec.structs.replace(CALM, confidence=0.6))
    assert again(doubted, centre, 0.5).now == "the bot goes on"
    assert not again(doubted, centre, 0.65).changes
    sure = decided(centre, CALM)
    assert again(sure, centre, 0.95).now == "the bot asks first"


def test_a_stricter_rule_hands_over_what_the_bot_kept(centre: Centre):
    event = decided(centre, msgspec.structs.replace(CALM, calls_this_week=2))
    stricter = replace(centre, routing=replace(centre.routing, repeat_calls=2))
    found = again(event, stricter)
    assert (found.then, found.now) == ("the bot goes on", "person: technical (repeat-contact)")
    assert "2 times" in found.rule_now


def test_another_reason_for_the_same_people_is_a_change(centre: Centre):
    """The figures by reason would be others, though the caller would not notice."""
    event = decided(centre, msgspec.structs.replace(CALM, calls_this_week=3, misses=3))
    laxer = replace(centre, routing=replace(centre.routing, repeat_calls=9))
    found = again(event, laxer)
    assert found.changes
    assert "repeat-contact" in found.then
    assert "no-match" in found.now


def test_another_queue_for_the_same_reason_is_a_change(centre: Centre):
    event = decided(centre, msgspec.structs.replace(CALM, vip=True))
    moved = replace(centre, routing=replace(centre.routing, vip_queue="technical"))
    assert again(event, moved).changes


def test_other_words_for_the_same_decision_are_no_change(centre: Centre):
    event = decided(centre, msgspec.structs.replace(CALM, misses=3))
    reworded = msgspec.structs.replace(event, rule="three misunderstandings", considered=("something",))
    found = again(reworded, centre)
    assert not found.changes
    assert found.rule_then == "three misunderstandings"
    assert found.rule_now != found.rule_then


def test_an_intent_that_the_centre_has_no_more_is_none(centre: Centre):
    event = decided(centre, msgspec.structs.replace(CALM, intent="bereavement"))
    assert event.reason is EscalationReason.POLICY_REQUIRES_HUMAN
    without = replace(centre, intents=tuple(i for i in centre.intents if i.name != "bereavement"))
    found = again(event, without)
    assert (found.now, found.changes) == ("the bot goes on", True)


def test_decisions_stay_in_the_order_of_the_call_and_nothing_else_is_one(centre: Centre):
    events: list[AnyEvent] = [
        started("call-1"),
        decided(centre, CALM, sequence=2),
        said("u1", "agent"),
        decided(centre, msgspec.structs.replace(CALM, person_words="agent"), sequence=4),
    ]
    assert [one.sequence for one in decisions_again(events, centre, SURE)] == [2, 4]
    assert decisions_again([], centre, SURE) == []


def test_an_assisted_matter_keeps_its_tier(centre: Centre):
    intents = tuple(
        replace(intent, tier=Tier.ASSISTED) if intent.name == "slow_connection" else intent
        for intent in centre.intents
    )
    found = again(decided(centre, CALM), replace(centre, intents=intents))
    assert found.now.startswith("assisted: technical")


# What the words are taken for.


def recognised(utterance_id: str, intent: str | None, confidence: float = 0.9) -> IntentRecognised:
    return IntentRecognised(
        call_id="call-1", at_ms=5000, utterance_id=utterance_id, intent=intent, confidence=confidence
    )


def test_words_that_are_taken_for_the_same_do_not_change_whatever_the_figure(understanding: Understanding):
    text = "my internet is very slow"
    now = understanding.of("u1", text).prediction
    (reading,) = readings_again([said("u1", text), recognised("u1", now.intent, 0.123)], understanding)
    assert (reading.changes, reading.text, reading.now) == (False, text, "slow_connection")
    assert (reading.confidence_then, reading.confidence_now) == (0.12, round(now.confidence, 2))


def test_words_that_are_taken_for_something_else_change(understanding: Understanding):
    (reading,) = readings_again(
        [said("u1", "my internet is very slow"), recognised("u1", "bill_high")], understanding
    )
    assert (reading.then, reading.now, reading.changes) == ("bill_high", "slow_connection", True)


def test_what_fits_no_intent_is_said_so(understanding: Understanding):
    nonsense = "the cormorant is a bird that dives for eels"
    (reading,) = readings_again([said("u1", nonsense), recognised("u1", None, 0.1)], understanding)
    assert (reading.then, reading.now) == ("out of scope", "out of scope")


def test_an_intent_without_words_is_passed_over(understanding: Understanding):
    """It was keyed in from the menu, or the recogniser's words were thrown away."""
    events = [recognised("", "bill_high"), said("u2", ""), recognised("u2", None)]
    assert readings_again(events, understanding) == []


def test_nothing_of_a_replay_changes_what_was_recorded(centre: Centre, understanding: Understanding):
    events = [said("u1", "my internet is very slow"), recognised("u1", "bill_high"), decided(centre, CALM)]
    before = msgspec.json.encode(events)
    first = [asdict(one) for one in decisions_again(events, centre, 0.95)]
    assert [asdict(one) for one in decisions_again(events, centre, 0.95)] == first
    readings_again(events, understanding)
    assert msgspec.json.encode(events) == before


# A whole call, from the store.


def in_spanish(centre: Centre) -> list[AnyEvent]:
    """A call that went on in Spanish, understood as the service understands it then."""
    (spanish,) = centre.locales
    texts = ["por qué me llegó tan alta la factura", "mi internet está muy lento", "quiero cambiar mi plan"]
    understanding = Understanding(spanish, date(2026, 11, 20))
    events: list[AnyEvent] = [
        started("call-1"),
        LanguageChosen(call_id="call-1", at_ms=900, language=spanish.language, how="the caller pressed 9"),
    ]
    for number, text in enumerate(texts, 1):
        prediction = understanding.of(f"caller-{number}", text).prediction
        events.append(msgspec.structs.replace(said(f"caller-{number}", text), call_id="call-1"))
        events.append(recognised(f"caller-{number}", prediction.intent, prediction.confidence))
    events.append(
        CallEnded(
            call_id="call-1",
            at_ms=9000,
            reason=EndReason.CALLER_HUNG_UP,
            explanation="",
            outcome=CallOutcome.UNKNOWN,
            duration_ms=9000,
        )
    )
    return [
        msgspec.structs.replace(event, sequence=number, wall=NOON) for number, event in enumerate(events, 1)
    ]


def test_a_call_in_another_language_is_read_again_in_that_language(centre: Centre, tmp_path: Path):
    settings = Settings(data_directory=tmp_path)
    events = in_spanish(centre)
    assert next(event.intent for event in events if isinstance(event, IntentRecognised)) == "bill_high"

    async def write() -> None:
        store = await SqlEventStore.open(settings.resolved_database_url)
        await store.write([Entry(*storable(event)) for event in events])
        await store.close()

    asyncio.run(write())
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["call-1", "--json"], obj=settings)
    found = json.loads(result.output)
    assert [(one["then"], one["now"]) for one in found["intents"] if one["changes"]] == []
    assert result.exit_code == 0
