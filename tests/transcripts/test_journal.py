import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.transcripts.recorded import CALL, NOON, ended, intent, said, started
from transcripts.codec import UnstorableEvent
from transcripts.events import AnyEvent, PartialUtterance, Speaker
from transcripts.journal import Journal, JournalClosed, JournalFull, Lagged
from transcripts.store.event_store import SqlEventStore


def partial(text: str) -> PartialUtterance:
    return PartialUtterance(call_id=CALL, at_ms=1, utterance_id="u1", speaker=Speaker.CALLER, text=text)


@contextmanager
def somebody_writing(database: Path) -> Iterator[None]:
    """Another connection that holds the write lock: a real store that fails."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def until_unhealthy(journal: Journal) -> None:
    async with asyncio.timeout(10):
        while journal.healthy:  # noqa: ASYNC110
            await asyncio.sleep(0)


def stored_sequences(database: Path) -> list[int]:
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT sequence FROM events WHERE call_id = ? ORDER BY rowid", (CALL,)
    ).fetchall()
    connection.close()
    return [row[0] for row in rows]


async def test_events_are_numbered_for_each_call_and_stamped_with_the_wall_clock(
    store: SqlEventStore,
) -> None:
    seconds = count()
    journal = Journal(store, wall_clock=lambda: NOON + timedelta(seconds=next(seconds)))
    await journal.start()
    appended = [
        journal.append(started()),
        journal.append(started("other")),
        journal.append(said("u1", "hello")),
    ]
    await journal.close()
    assert [(event.call_id, event.sequence) for event in appended] == [(CALL, 1), ("other", 1), (CALL, 2)]
    assert [event.wall - NOON for event in appended] == [timedelta(seconds=second) for second in range(3)]
    assert await store.events_of(CALL) == [appended[0], appended[2]]


async def test_a_subscriber_has_an_event_before_it_is_durable(journal: Journal, database: Path) -> None:
    async with journal.subscribe() as events:
        appended = journal.append(started())
        assert await anext(events) == appended
    assert stored_sequences(database) == []


async def test_a_subscriber_of_one_call_hears_nothing_of_others(journal: Journal) -> None:
    async with journal.subscribe(CALL) as events:
        journal.append(started("other"))
        mine = journal.append(started())
        assert await anext(events) == mine


async def test_what_is_published_reaches_subscribers_and_is_not_stored(
    journal: Journal, store: SqlEventStore
) -> None:
    async with journal.subscribe(CALL) as events:
        journal.publish(partial("my in"))
        heard = await anext(events)
    await journal.flush()
    assert isinstance(heard, PartialUtterance)
    assert (heard.text, heard.sequence) == ("my in", 0)
    assert await store.events_of(CALL) == []


async def test_a_slow_subscriber_is_dropped_and_the_others_miss_nothing(journal: Journal) -> None:
    async with journal.subscribe(length=3) as slow, journal.subscribe() as quick:
        appended: list[AnyEvent] = [journal.append(said(f"u{number}", "yes")) for number in range(5)]
        with pytest.raises(Lagged):
            await anext(slow)
        assert [await anext(quick) for _ in appended] == appended


async def test_subscriptions_end_when_the_journal_closes(journal: Journal) -> None:
    async with journal.subscribe() as events, journal.subscribe(CALL) as of_call:
        appended = journal.append(started())
        await journal.close()
        assert [event async for event in events] == [appended]
        assert [event async for event in of_call] == [appended]


async def test_a_replay_has_what_is_not_durable_yet(journal: Journal) -> None:
    first = journal.append(started())
    await journal.flush()
    second = journal.append(said("u1", "hello"))
    assert await journal.replay(CALL) == [first, second]
    assert await journal.replay(CALL, since=1) == [second]


async def test_a_replay_of_a_call_of_an_earlier_run_joins_the_store_and_what_waits(
    store: SqlEventStore, database: Path
) -> None:
    earlier = Journal(store)
    await earlier.start()
    stored = [earlier.append(started()), earlier.append(said("u1", "hello"))]
    await earlier.close()
    later = Journal(store)
    await later.start()
    with somebody_writing(database):
        waiting = later.append(ended())
        assert await later.replay(CALL) == [*stored, waiting]
        assert await later.replay(CALL, since=2) == [waiting]
    await later.close()
    assert waiting.sequence == 3


async def test_whoever_comes_back_since_a_number_misses_nothing_and_has_nothing_twice(
    journal: Journal,
) -> None:
    appended: list[AnyEvent] = [journal.append(said(f"u{number}", "one")) for number in range(4)]
    async with journal.subscribe(CALL) as events:
        appended.append(journal.append(said("u4", "while it was entering")))
        replayed = await journal.replay(CALL, since=2)
        appended.append(journal.append(said("u5", "after")))
        seen = replayed[-1].sequence
        live = [await anext(events), await anext(events)]
    assert replayed + [event for event in live if event.sequence > seen] == appended[2:]


async def test_a_flush_returns_when_everything_is_in_the_database(journal: Journal, database: Path) -> None:
    for number in range(5000):
        journal.append(said(f"u{number}", "more than one batch"))
    await journal.flush()
    assert stored_sequences(database) == list(range(1, 5001))
    assert journal.pending == 0


async def test_while_the_store_fails_calls_go_on_and_then_all_is_written_in_order(
    journal: Journal, database: Path
) -> None:
    journal.append(started())
    await journal.flush()
    with somebody_writing(database):
        journal.append(said("u1", "hello"))
        await until_unhealthy(journal)
        assert "locked" in journal.fault
        assert "1 events wait in memory" in journal.fault
        async with journal.subscribe() as events:
            live = journal.append(said("u2", "are you there"))
            assert await anext(events) == live
        assert await journal.replay(CALL, since=1)
        assert stored_sequences(database) == [1]
    await journal.flush()
    assert stored_sequences(database) == [1, 2, 3]
    assert (journal.healthy, journal.fault) == (True, "")


async def test_a_journal_without_room_refuses_with_words_and_keeps_what_it_has(
    store: SqlEventStore, database: Path
) -> None:
    journal = Journal(store, max_pending=2, back_off_s=0.001)
    await journal.start()
    with somebody_writing(database):
        journal.append(started())
        journal.append(said("u1", "hello"))
        await until_unhealthy(journal)
        async with journal.subscribe() as events:
            with pytest.raises(JournalFull, match=r"2 events wait .*locked.*Free the disk"):
                journal.append(said("u2", "too much"))
            await journal.close(give_up_after_s=0)
            assert [event async for event in events] == []


async def test_closing_says_how_many_events_were_lost(store: SqlEventStore, database: Path) -> None:
    journal = Journal(store, back_off_s=0.001)
    await journal.start()
    with somebody_writing(database):
        journal.append(started())
        journal.append(ended())
        assert await journal.close(give_up_after_s=0.05) == 2


async def test_closing_writes_what_waits(store: SqlEventStore, database: Path) -> None:
    journal = Journal(store, flush_every_ms=3_600_000)
    await journal.start()
    journal.append(started())
    assert await journal.close() == 0
    assert stored_sequences(database) == [1]


async def test_nothing_can_be_appended_outside_of_its_life(store: SqlEventStore) -> None:
    journal = Journal(store)
    with pytest.raises(JournalClosed):
        journal.append(started())
    await journal.start()
    await journal.close()
    with pytest.raises(JournalClosed):
        journal.append(started())


async def test_a_summary_long_after_the_end_is_numbered_after_it(
    journal: Journal, store: SqlEventStore
) -> None:
    journal.append(started())
    journal.append(ended())
    await journal.flush()
    assert journal.append(said("late", "a late event")).sequence == 3
    await journal.flush()
    assert [event.sequence for event in await store.events_of(CALL)] == [1, 2, 3]


async def test_numbers_go_on_after_a_restart_even_when_the_same_call_starts_again(
    store: SqlEventStore,
) -> None:
    for _ in range(2):
        journal = Journal(store)
        await journal.start()
        journal.append(started())
        journal.append(ended())
        await journal.close()
    assert [event.sequence for event in await store.events_of(CALL)] == [1, 2, 3, 4]


async def test_a_call_older_than_memory_is_resumed_where_it_stopped(
    store: SqlEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transcripts.journal.ENDED_CALLS", 1)
    journal = Journal(store)
    await journal.start()
    for call_id in (CALL, "newer"):
        journal.append(started(call_id))
        journal.append(msgspec.structs.replace(ended(), call_id=call_id))
    await journal.flush()
    await journal.resume(CALL)
    assert journal.append(said("late", "a correction")).sequence == 3
    await journal.close()


async def test_a_call_leaves_memory_when_it_has_ended_and_is_durable(journal: Journal) -> None:
    journal.append(started())
    await journal.flush()
    assert journal.calls_in_memory == 1
    journal.append(ended())
    assert journal.calls_in_memory == 1
    await journal.flush()
    assert journal.calls_in_memory == 0
    assert [event.sequence for event in await journal.replay(CALL)] == [1, 2]


async def test_half_a_surrogate_pair_from_the_carrier_stops_nothing(
    journal: Journal, store: SqlEventStore
) -> None:
    appended = journal.append(msgspec.structs.replace(started(), caller="\ud83d <caller>"))
    await journal.flush()
    assert appended.caller == "? <caller>"
    assert await store.events_of(CALL) == [appended]


async def test_numbers_of_numpy_are_stored_as_plain_ones(journal: Journal, store: SqlEventStore) -> None:
    appended = journal.append(intent("u1", "billing", np.float32(0.5), at_ms=np.int64(7)))
    await journal.flush()
    assert type(appended.confidence) is float
    assert type(appended.at_ms) is int
    assert await store.events_of(CALL) == [appended]


@pytest.mark.parametrize(
    "event",
    [
        intent("u1", "billing", float("nan")),
        intent("u1", "billing", at_ms=2**31),
        intent("u1", "billing", at_ms=-1),
        msgspec.structs.replace(ended(), duration_ms=2**40),
        msgspec.structs.replace(ended(), explanation=3),
        msgspec.structs.replace(ended(), explanation=object()),
    ],
)
async def test_an_event_that_nobody_could_read_back_is_refused_where_it_is_made(
    journal: Journal, event: AnyEvent
) -> None:
    with pytest.raises(UnstorableEvent):
        journal.append(event)
    assert journal.append(started()).sequence == 1
