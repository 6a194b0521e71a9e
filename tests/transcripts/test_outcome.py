import pytest

from tests.transcripts.recorded import (
    PASSAGE,
    answered_call,
    bot,
    callback,
    ended,
    escalated,
    found,
    journaled,
    said,
    settled,
    started,
)
from transcripts.events import AnyEvent, CallOutcome, EndReason, TransferCompleted
from transcripts.outcome import derive_outcome

HUNG_UP = ended(EndReason.CALLER_HUNG_UP)
GOODBYE = ended(EndReason.BOT_SAID_GOODBYE)
TALKED = TransferCompleted(call_id="c1", at_ms=4000, transfer_id="transfer-1", agent="ana", waited_ms=900)
"""On a call of ours, which nobody decided on."""
READ = (found(), bot("b2", PASSAGE))


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ((*READ, settled("u2"), GOODBYE), CallOutcome.ANSWERED),
        ((*READ, GOODBYE), CallOutcome.ANSWERED_UNCONFIRMED),
        ((*READ, HUNG_UP), CallOutcome.ANSWERED_UNCONFIRMED),
        ((found(), HUNG_UP), CallOutcome.ANSWERED_UNCONFIRMED),
        ((found(), bot("b2", PASSAGE, heard=""), HUNG_UP), CallOutcome.ABANDONED),
        (
            (found(), bot("b2", PASSAGE, heard="Restart the router"), HUNG_UP),
            CallOutcome.ANSWERED_UNCONFIRMED,
        ),
        ((*READ, settled("u2", yes=False), HUNG_UP), CallOutcome.ABANDONED),
        ((*READ, settled("u2", yes=False), GOODBYE), CallOutcome.UNKNOWN),
        ((*READ, settled("u2", yes=False), *READ, HUNG_UP), CallOutcome.ANSWERED_UNCONFIRMED),
        ((*READ, settled("u2"), found(title="Bills"), HUNG_UP), CallOutcome.ANSWERED_UNCONFIRMED),
        ((*READ, settled("u2"), escalated(), HUNG_UP), CallOutcome.ESCALATED),
        ((escalated(), callback(), GOODBYE), CallOutcome.CALLBACK_PROMISED),
        ((TALKED, HUNG_UP), CallOutcome.ESCALATED),
        ((HUNG_UP,), CallOutcome.ABANDONED),
        ((ended(EndReason.NO_INPUT),), CallOutcome.UNKNOWN),
        ((ended(EndReason.STREAM_LOST),), CallOutcome.UNKNOWN),
        ((), CallOutcome.UNKNOWN),
    ],
)
def test_the_outcome_follows_from_the_events(events: tuple[AnyEvent, ...], outcome: CallOutcome) -> None:
    assert derive_outcome(journaled(started(), said("u1", "help"), *events)) is outcome


def test_the_outcome_can_be_told_before_the_end_is_written() -> None:
    events = journaled(started())
    assert derive_outcome(events, EndReason.CALLER_HUNG_UP) is CallOutcome.ABANDONED
    assert derive_outcome(events) is CallOutcome.UNKNOWN


def test_the_call_of_the_other_tests_is_an_answered_one() -> None:
    assert derive_outcome(answered_call()) is CallOutcome.ANSWERED
