"""Every recorded caller of the sample centre, judged by the record and by what they heard."""

import json

import numpy as np
import pytest

from config.settings import SAMPLE_CENTRE
from tests.end_to_end.conftest import Rung
from transcripts.events import (
    BargedIn,
    BotSaid,
    CallEnded,
    CallerAskedToWait,
    CallerSilent,
    CallStarted,
    DetailsConfirmed,
    DtmfReceived,
    EarsReplaced,
    EscalationDecided,
    IdentityChecked,
    IntentRecognised,
    StreamOpened,
    SummaryDrafted,
    ToolAnswered,
    ToolCalled,
    TurnTimed,
    Utterance,
)
from voice.audio.level import dbfs
from voice.bot.phrases import MASK
from voice.sandbox.sample_callers import SampleCaller, read_callers

BY_KEYS = frozenset({"only-keys", "spanish"})
"""They say nothing."""

NAMES = [caller.name for caller in read_callers(SAMPLE_CENTRE / "callers") if not caller.with_agent]


def words_of(call: Rung) -> str:
    return " / ".join(utterance.text for utterance in call.all(Utterance))


def bot_words(call: Rung) -> str:
    return " / ".join(said.heard for said in call.all(BotSaid))


@pytest.mark.parametrize("name", NAMES)
def test_the_caller_gets_what_they_rang_for(
    name: str, calls: dict[str, Rung], callers: dict[str, SampleCaller]
):
    call, caller = calls[name], callers[name]
    assert call.the(CallEnded).outcome == caller.outcome, words_of(call)
    assert call.report.ended_by == "service"
    assert call.report.steps_left == 0
    if caller.reason:
        assert call.the(EscalationDecided).reason == caller.reason, words_of(call)
    for words in caller.hears:
        assert words in bot_words(call)
    if caller.intent:
        believed = [found.intent for found in call.all(IntentRecognised) if found.confidence >= 0.7]
        assert caller.intent in believed, words_of(call)


@pytest.mark.parametrize("name", NAMES)
def test_the_record_is_whole(name: str, calls: dict[str, Rung]):
    call = calls[name]
    assert [event.sequence for event in call.record] == list(range(1, len(call.record) + 1))
    assert isinstance(call.record[0], CallStarted)
    assert call.the(CallStarted).carrier == "sandbox"
    assert {opened.stream for opened in call.all(StreamOpened)} == {"ears", "mouth"}
    assert not call.all(EarsReplaced)
    assert call.all(TurnTimed) or name in BY_KEYS
    for said in call.all(Utterance):
        assert said.start_ms < said.end_ms <= said.at_ms


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_the_summary_stands_on_something(name: str, calls: dict[str, Rung]):
    call = calls[name]
    ids = {event.utterance_id for event in call.record if isinstance(event, Utterance | BotSaid)}
    sentences = call.the(SummaryDrafted).sentences
    assert {sentence.section for sentence in sentences} == {"reason", "done", "outcome", "follow-up"}
    for sentence in sentences:
        assert set(sentence.utterance_ids) <= ids
        assert sentence.utterance_ids or sentence.sequences


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_can_be_heard(name: str, calls: dict[str, Rung]):
    report = calls[name].report
    stereo = np.frombuffer(report.recording.read_bytes()[44:], np.int16).reshape(-1, 2)
    assert dbfs(stereo[:, 0].copy()) > -45 or name in BY_KEYS, "left: what the caller said"
    assert dbfs(stereo[:, 1].copy()) > -45, "right: what they heard"
    assert len(stereo) / 8 == pytest.approx(report.duration_ms, abs=100)
    assert json.loads(report.timeline.read_text())


@pytest.mark.parametrize("name", NAMES)
def test_the_greeting_was_heard_out_and_confirmed_by_marks(name: str, calls: dict[str, Rung]):
    greeting = calls[name].all(BotSaid)[0]
    assert greeting.prompt == "greeting"
    assert greeting.heard == greeting.text
    assert greeting.confirmed


def test_a_caller_who_breaks_in_stops_the_bot_at_once(calls: dict[str, Rung]):
    call = calls["bill"]
    barge = call.all(BargedIn)[0]
    cut = next(said for said in call.all(BotSaid) if said.utterance_id == barge.utterance_id)
    assert cut.interrupted
    assert cut.text.startswith(cut.heard)
    assert len(cut.heard) < len(cut.text)
    assert "clear" in [moment.event for moment in call.report.moments]


def test_the_impostor_hears_nothing_of_the_customer(calls: dict[str, Rung]):
    """Right name, right ZIP code, even the customer's own number on the display: no datum, not even that she is one."""
    call = calls["impostor"]
    checks = call.all(IdentityChecked)
    assert [check.verified for check in checks] == [False]
    assert not call.all(ToolCalled)
    heard = bot_words(call).casefold()
    assert not any(word in heard for word in ("helen", "baker", "dollar", "1971", "cambridge", "is due"))


def test_the_engineer_is_booked_for_the_customer_who_proved_who_she_is(calls: dict[str, Rung]):
    call = calls["engineer"]
    assert [check.verified for check in call.all(IdentityChecked)] == [True]
    assert call.the(ToolCalled).tool == "book_engineer"
    assert call.the(ToolAnswered).outcome == "booked"
    confirmed = [event.confirmed for event in call.all(DetailsConfirmed)]
    assert confirmed == [False, True], "corrected once, then confirmed"


def test_keys_that_are_personal_are_masked_in_the_record(calls: dict[str, Rung]):
    keyed = [pressed.digit for pressed in calls["balance"].all(DtmfReceived)]
    assert len(keyed) == 13
    assert set(keyed) == {MASK}


def test_the_caller_who_needs_a_moment_is_not_asked_again_meanwhile(calls: dict[str, Rung]):
    call = calls["one-moment"]
    assert call.all(CallerAskedToWait)
    assert not call.all(CallerSilent)
