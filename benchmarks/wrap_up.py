"""What a drafted note takes at hang-up: a call of ten minutes, its journal on SQLite, one thread."""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console

from config.centre import Centre
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE
from transcripts.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    ChecklistItemSet,
    EndReason,
    IntentRecognised,
    LegJoined,
    SentimentNoted,
    Speaker,
    SuggestionOffered,
    SuggestionSaid,
    ToolAnswered,
    TransferAccepted,
    TransferCompleted,
    Utterance,
)
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore
from transcripts.wrap_up import WrapUps
from transcripts.wrap_up_draft import draft_wrap_up
from transcripts.wrap_up_form import WrapUpFields

MINUTES = 10
TURN_MS = 4000
"""Of one speaker; they take turns."""
DRAFTS = 60
CALLER = (
    "my internet has been slow since tuesday and it keeps dropping in the evening",
    "yes i have restarted the router three times and it is still not working",
    "it is the second floor of the house where the signal is really bad",
    "okay and what will that cost me if i change to the faster plan",
    "thank you that was everything i needed",
)
AGENT = (
    "let me see i will check that for you now one moment please",
    "i will send you a new router tomorrow morning and you will get an email about it",
    "there is an outage in that area and our technicians expect to have it mended today",
    "i'll ask the technical team about that and i will call you back on friday afternoon",
    "is there anything else that i can do for you today",
)


@dataclass(frozen=True, slots=True)
class WrapUpTimes:
    """In ms."""

    minutes: int
    utterances: int
    events: int
    draft_p50: float
    """Pure: events in, note out."""
    draft_p95: float
    at_hang_up_p95: float
    """Asked of the service, while the call is in memory."""
    later_p95: float
    """The same, read from the database."""
    save_p95: float


def measure() -> WrapUpTimes:
    return asyncio.run(_measured())


async def _measured() -> WrapUpTimes:
    centre = load_centre(SAMPLE_CENTRE)
    with tempfile.TemporaryDirectory() as folder:
        store = await SqlEventStore.open(f"sqlite+aiosqlite:///{Path(folder) / 'attendant.db'}")
        journal = Journal(store)
        await journal.start()
        wrap_ups = WrapUps(journal, centre, wall_clock=lambda: datetime.now(UTC))
        call = [journal.append(event) for event in _call(centre)]
        drafts = [_pure(call, centre) for _ in range(DRAFTS)]
        before = [await _asked(wrap_ups) for _ in range(DRAFTS)]
        journal.append(_end())
        await journal.flush()
        later = [await _asked(wrap_ups) for _ in range(DRAFTS)]
        saves = [await _saved(wrap_ups, number) for number in range(DRAFTS)]
        await journal.close()
        await store.close()
    said = sum(isinstance(event, Utterance) for event in call)
    return WrapUpTimes(
        MINUTES,
        said,
        len(call) + 1,
        _at(drafts, 50),
        _at(drafts, 95),
        _at(before, 95),
        _at(later, 95),
        _at(saves, 95),
    )


def report(show: bool) -> object:
    result = measure()
    if show:
        Console(width=120).print(
            f"Wrap-up of {result.minutes} minutes ({result.utterances} utterances, {result.events} events): "
            f"drafted in {result.draft_p50:.1f} ms (p95 {result.draft_p95:.1f} ms); asked of the service "
            f"{result.at_hang_up_p95:.1f} ms at hang-up and {result.later_p95:.1f} ms from the database, "
            f"saved in {result.save_p95:.1f} ms (all p95)."
        )
    return asdict(result)


def _pure(call: list[AnyEvent], centre: Centre) -> float:
    began = time.perf_counter()
    draft_wrap_up(call, centre)
    return (time.perf_counter() - began) * 1000


async def _asked(wrap_ups: WrapUps) -> float:
    began = time.perf_counter()
    await wrap_ups.of("bench", "ana-flores")
    return (time.perf_counter() - began) * 1000


async def _saved(wrap_ups: WrapUps, number: int) -> float:
    began = time.perf_counter()
    await wrap_ups.save("bench", WrapUpFields(notes=f"Note {number}."), "ana-flores")
    return (time.perf_counter() - began) * 1000


def _at(times: list[float], percentile: float) -> float:
    return round(float(np.percentile(times, percentile)), 2)


def _end() -> CallEnded:
    return CallEnded(
        call_id="bench",
        at_ms=MINUTES * 60_000,
        reason=EndReason.CALLER_HUNG_UP,
        explanation="The caller hung up.",
        duration_ms=MINUTES * 60_000,
    )


def _call(centre: Centre) -> Iterator[AnyEvent]:
    chance = random.Random(7)
    stamp = {"call_id": "bench", "at_ms": 0}
    yield CallStarted(**stamp, carrier_call_id="CA1", caller="+16175550100", called="+16175550101")
    for number in range(MINUTES * 60_000 // TURN_MS):
        at_ms = number * TURN_MS
        stamp = {"call_id": "bench", "at_ms": at_ms + TURN_MS}
        agent = number % 2 == 1
        spoken = f"{chance.choice(AGENT if agent else CALLER)} {number}"
        yield Utterance(
            **stamp,
            utterance_id=f"u{number}",
            speaker=Speaker.AGENT if agent else Speaker.CALLER,
            text=spoken,
            start_ms=at_ms,
            end_ms=at_ms + TURN_MS - 400,
            confidence=0.9,
            engine="bench",
        )
        if number == 0:
            yield IntentRecognised(
                **stamp, utterance_id="u0", intent="slow_connection", confidence=0.9, alternatives=()
            )
            yield TransferAccepted(**stamp, transfer_id="t1", agent="ana-flores", how="panel")
            yield LegJoined(**stamp, leg="agent", carrier_call_id="CA2", conference="t1")
            yield TransferCompleted(**stamp, transfer_id="t1", agent="ana-flores", waited_ms=900)
        if not agent:
            yield SentimentNoted(**stamp, utterance_id=f"u{number}", label="negative", score=-0.3)
        if number % 10 == 5:
            suggestion = {"suggestion_id": f"s{number}"}
            yield SuggestionOffered(
                **stamp, **suggestion, form="card", text=spoken, query="slow", title="Slow", section="First"
            )
            yield SuggestionSaid(**stamp, **suggestion, outcome="own-words", utterance_id=f"u{number}")
        if number % 30 == 7:
            yield ToolAnswered(**stamp, tool="outage", key=f"k{number}", outcome="none", said=spoken)
    for checklist in centre.checklists:
        for item in checklist.items:
            yield ChecklistItemSet(
                **stamp, checklist=checklist.name, item=item.name, state="done", by="meaning"
            )
