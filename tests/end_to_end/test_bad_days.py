"""Carriers that cannot do all that Twilio can, callers who say nothing, lines that break."""

from tests.end_to_end.conftest import Rung
from transcripts.events import (
    BotSaid,
    CallEnded,
    CallerSilent,
    CallOutcome,
    EarsReplaced,
    EndReason,
    EscalationDecided,
    EscalationReason,
    NotUnderstood,
    StreamClosed,
)


def test_a_carrier_that_cannot_fork_and_returns_no_marks_is_served_all_the_same(calls: dict[str, Rung]):
    call = calls["no fork, no marks"]
    assert call.the(EarsReplaced).explanation
    assert call.the(CallEnded).outcome is CallOutcome.CALLBACK_PROMISED
    assert not any(said.confirmed for said in call.all(BotSaid)), "the byte clock stood in"


def test_jambonz_811_marks_echoed_at_once_change_nothing(calls: dict[str, Rung]):
    assert calls["marks echoed at once"].the(CallEnded).outcome is CallOutcome.CALLBACK_PROMISED


def test_a_fork_that_dies_in_mid_call_loses_no_turn(calls: dict[str, Rung]):
    call = calls["fork dies"]
    assert call.the(EarsReplaced)
    assert call.the(CallEnded).outcome is CallOutcome.CALLBACK_PROMISED


def test_a_doubled_webhook_and_replayed_tokens_disturb_nothing(calls: dict[str, Rung]):
    call = calls["replays its tokens"]
    assert call.the(CallEnded).outcome is CallOutcome.CALLBACK_PROMISED
    refused = [moment for moment in call.report.moments if moment.event == "replay refused"]
    assert len(refused) == 2
    assert not [note for note in call.report.notes if "twice" in note or "second time" in note]


def test_frames_of_an_odd_size_are_understood(calls: dict[str, Rung]):
    assert calls["odd frames"].the(CallEnded).outcome is CallOutcome.CALLBACK_PROMISED


def test_noise_is_not_understood_and_ends_with_a_person(calls: dict[str, Rung]):
    call = calls["noise"]
    assert call.all(NotUnderstood) or call.all(CallerSilent)
    assert call.the(CallEnded)


def test_silence_climbs_the_ladder_of_three_and_ends(calls: dict[str, Rung]):
    call = calls["silent"]
    assert [event.count for event in call.all(CallerSilent)] == [1, 2, 3]
    assert call.the(CallEnded).reason is EndReason.NO_INPUT


def test_zero_brings_a_person(calls: dict[str, Rung]):
    call = calls["presses zero"]
    assert call.the(EscalationDecided).reason is EscalationReason.ASKED_FOR_HUMAN
    assert call.the(CallEnded).outcome is CallOutcome.ESCALATED


def test_openclaw_72998_a_hang_up_whose_sockets_stay_open_ends_the_call(calls: dict[str, Rung]):
    ended = calls["hangs up"].the(CallEnded)
    assert ended.reason is EndReason.CALLER_HUNG_UP
    assert ended.duration_ms < 5000


def test_no_stream_was_closed_for_a_breach_of_the_protocol(calls: dict[str, Rung]):
    for name, call in calls.items():
        for closed in call.all(StreamClosed):
            assert "JSON" not in closed.explanation, name
        assert not [note for note in call.report.notes if note.startswith(("31950", "31951"))], name
