"""After a stop without warning: calls left open are found, and closed in the record with the reason.

What goes on at the carrier is taken up again instead (`voice.resumption`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from transcripts.call_record import CallRecord
from transcripts.events import AnyEvent, CallEnded, EndReason, TransferCompleted
from transcripts.interrupted import InterruptedCall, interrupted, last_moment
from transcripts.journal import Journal, utc_now
from transcripts.outcome import derive_outcome
from transcripts.store.contract import EventStore
from transcripts.summary import draft_summary


@dataclass(frozen=True, slots=True)
class OpenCalls:
    """What the last run of the service left."""

    finished: tuple[str, ...]
    """The ids of calls that only the record was still open of; it is closed now."""
    interrupted: tuple[InterruptedCall, ...]
    """Calls that may go on at the carrier."""


async def close_open_calls(
    journal: Journal, store: EventStore, *, wall_clock: Callable[[], datetime] = utc_now
) -> list[str]:
    """Before the first call of a new start, with the journal started: the ids of the calls it finished.

    A call that had ended, and died before its summary, gets the summary.
    """
    found = await find_open_calls(journal, store, wall_clock=wall_clock)
    for call in found.interrupted:
        close_call(journal, call, wall_clock())
    if found.interrupted:
        await journal.flush()
    return _told([*found.finished, *(call.call_id for call in found.interrupted)])


async def find_open_calls(
    journal: Journal, store: EventStore, *, wall_clock: Callable[[], datetime] = utc_now
) -> OpenCalls:
    """Finishes what cannot go on; calls that may go on are left as they are, and counted on."""
    finished: list[str] = []
    going_on: list[InterruptedCall] = []
    for call in await store.open_calls():
        events = await store.events_of(call.call_id)
        if not events:
            structlog.get_logger(__name__).error("a call has no readable event", call=call.call_id)
            continue
        await journal.resume(call.call_id)
        may_go_on = interrupted(events, wall_clock())
        if may_go_on is not None:
            going_on.append(may_go_on)
            continue
        _finish(journal, call, events, wall_clock())
        finished.append(call.call_id)
    if finished:
        await journal.flush()
    return OpenCalls(tuple(finished), tuple(going_on))


def close_call(journal: Journal, call: InterruptedCall, now: datetime, why: str = "") -> None:
    """The end and the summary of a call that does not go on. `why`: what the carrier said of it."""
    events = list(call.events)
    explanation = f"{end_explanation(events, now)}{why}{owed(call)}"
    events.append(journal.append(_end(call.call_id, events, explanation)))
    journal.append(draft_summary(events))


def owed(call: InterruptedCall) -> str:
    """What the caller was promised and nobody has done, as the end of an explanation."""
    if call.callback is not None:
        return f" The call-back that was agreed for {call.callback.queue} is owed."
    if call.transfer is not None and not _talked(call):
        return f" The caller waited for a person ({call.transfer.queue}): a call-back is owed."
    return ""


def end_explanation(events: Sequence[AnyEvent], now: datetime) -> str:
    return (
        "The service stopped without warning during the call: the last event is from "
        f"{_in_words(events[-1].wall)}; closed when it started again at {_in_words(now)}."
    )


def _told(finished: list[str]) -> list[str]:
    if finished:
        structlog.get_logger(__name__).warning("calls of the last run were closed", calls=finished)
    return finished


def _talked(call: InterruptedCall) -> bool:
    agreed = call.transfer
    return agreed is not None and any(
        isinstance(event, TransferCompleted) and event.transfer_id == agreed.transfer_id
        for event in call.events
    )


def _finish(journal: Journal, call: CallRecord, events: list[AnyEvent], now: datetime) -> None:
    if call.ended is None:
        events.append(journal.append(_end(call.call_id, events, end_explanation(events, now))))
    if call.summary_reason is None:
        journal.append(draft_summary(events))


def _end(call_id: str, events: Sequence[AnyEvent], explanation: str) -> CallEnded:
    last_ms = last_moment(events)
    return CallEnded(
        call_id=call_id,
        at_ms=last_ms,
        reason=EndReason.SERVICE_STOPPED,
        explanation=explanation,
        outcome=derive_outcome(events, EndReason.SERVICE_STOPPED),
        duration_ms=last_ms,
    )


def _in_words(moment: datetime) -> str:
    return f"{moment:%H:%M:%S} UTC on {moment.day} {moment:%B %Y}"
