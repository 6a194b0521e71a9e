"""What the record tells of a call that was left without a word."""

from datetime import timedelta

import msgspec

from tests.transcripts.recorded import CALL, NOON, bot, ended, intent, said, started
from transcripts.events import (
    AnyEvent,
    CallbackAgreed,
    LanguageChosen,
    QueueJoined,
    QueueLeft,
    TransferAgreed,
    TransferEnded,
)
from transcripts.interrupted import LONGEST_GAP_MS, interrupted

LATER = NOON + timedelta(seconds=90)
TRANSFER = TransferAgreed(call_id=CALL, at_ms=9000, transfer_id="t1", queue="care", reason="asked-for-human")


def recorded(*events: AnyEvent) -> list[AnyEvent]:
    return [
        msgspec.structs.replace(event, sequence=number, wall=NOON) for number, event in enumerate(events, 1)
    ]


def left(*events: AnyEvent, now=LATER):
    found = interrupted(recorded(started(), *events), now)
    assert found is not None
    return found


def test_its_clock_goes_on_from_the_answer():
    call = left(said("caller-1", "hello"))
    assert call.now_ms == 90_000
    assert call.gap_ms == call.now_ms - call.last_ms > 0


def test_a_wall_clock_that_went_back_turns_no_clock_of_a_call_back():
    assert left(said("caller-1", "hello"), now=NOON - timedelta(hours=2)).gap_ms == 0


def test_a_wall_clock_that_jumped_by_years_is_not_believed():
    assert left(now=NOON + timedelta(days=900)).gap_ms == LONGEST_GAP_MS


def test_a_call_that_has_ended_was_not_interrupted():
    assert interrupted(recorded(started(), ended()), LATER) is None


def test_what_is_said_next_is_not_called_like_what_was_said():
    call = left(bot("bot-9", "Hello"), bot("bot-10", "there"), said("caller-2", "hello"), said("odd", "x"))
    assert (call.spoken["bot"], call.spoken["caller"], call.spoken.get("agent", 0)) == (10, 2, 0)


def test_a_transfer_goes_on_until_it_has_ended():
    over = TransferEnded(call_id=CALL, at_ms=9500, transfer_id="t1", fallback="bot", explanation="")
    again = msgspec.structs.replace(TRANSFER, transfer_id="t2")
    assert left(TRANSFER).transfer is not None
    assert left(TRANSFER, over).transfer is None
    transfer = left(TRANSFER, over, again).transfer
    assert transfer is not None
    assert transfer.transfer_id == "t2"


def test_a_caller_who_waits_is_known_with_the_queue():
    joined = QueueJoined(call_id=CALL, at_ms=5000, queue="care", ahead=1)
    over = QueueLeft(call_id=CALL, at_ms=6000, queue="care", waited_ms=1000, outcome="gave-up")
    assert left(joined).waits_in is not None
    assert left(joined, over).waits_in is None


def test_the_language_the_matter_and_the_promise_are_known():
    call = left(
        said("caller-1", "My internet is slow."),
        intent("caller-1", "slow_internet"),
        LanguageChosen(call_id=CALL, at_ms=7000, language="es-US", how="the caller pressed 9"),
        CallbackAgreed(call_id=CALL, at_ms=8000, number="+12065550123", queue="care", utterance_ids=()),
    )
    assert call.language == "es-US"
    assert call.request is not None
    assert call.request.text == "My internet is slow."
    assert call.callback is not None
