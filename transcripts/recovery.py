"""After a stop without warning: every call that was left open is closed in the record, and says why."""

from collections.abc import Callable
from datetime import datetime

import structlog

from transcripts.call_record import CallRecord
from transcripts.events import AnyEvent, BotSaid, CallEnded, EndReason, Utterance
from transcripts.journal import Journal, utc_now
from transcripts.outcome import derive_outcome
from transcripts.store.contract import EventStore
from transcripts.summary import draft_summary


async def close_open_calls(
    journal: Journal, store: EventStore, *, wall_clock: Callable[[], datetime] = utc_now
) -> list[str]:
    """Before the first call of a new start, with the journal started: the ids of the calls it finished.

    A call that had ended, and died before its summary, gets the summary.
    """
    finished: list[str] = []
    for call in await store.open_calls():
        events = await store.events_of(call.call_id)
        if not events:
            structlog.get_logger(__name__).error("a call has no readable event", call=call.call_id)
            continue
        await journal.resume(call.call_id)
        if call.ended is None:
            events.append(journal.append(_end(call, events, wall_clock())))
        if call.summary_reason is None:
            journal.append(draft_summary(events))
        finished.append(call.call_id)
    if finished:
        await journal.flush()
        structlog.get_logger(__name__).warning("calls of the last run were closed", calls=finished)
    return finished


def _end(call: CallRecord, events: list[AnyEvent], now: datetime) -> CallEnded:
    last = max(event.end_ms if isinstance(event, Utterance | BotSaid) else event.at_ms for event in events)
    return CallEnded(
        call_id=call.call_id,
        at_ms=last,
        reason=EndReason.SERVICE_STOPPED,
        explanation=(
            "The service stopped without warning during the call: the last event is from "
            f"{_in_words(events[-1].wall)}; closed when it started again at {_in_words(now)}."
        ),
        outcome=derive_outcome(events, EndReason.SERVICE_STOPPED),
        duration_ms=last,
    )


def _in_words(moment: datetime) -> str:
    return f"{moment:%H:%M:%S} UTC on {moment.day} {moment:%B %Y}"
