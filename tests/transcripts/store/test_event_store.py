import sqlite3
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.transcripts.recorded import CALL, NOON, answered_call, ended, journaled, said, started
from transcripts.call_record import record_of
from transcripts.codec import storable
from transcripts.events import AnyEvent
from transcripts.store.contract import AmbiguousCall, Entry, NoDatabase, StoreError, UnknownCall
from transcripts.store.event_store import SqlEventStore
from transcripts.summary import draft_summary


def entries(*events: AnyEvent) -> list[Entry]:
    return [Entry(*storable(event)) for event in events]


def call_at(minute: int, call_id: str, carrier_call_id: str) -> AnyEvent:
    event = started(call_id, carrier_call_id)
    return msgspec.structs.replace(event, sequence=1, wall=NOON + timedelta(minutes=minute))


async def test_events_come_back_as_they_were_written(store: SqlEventStore) -> None:
    events = answered_call()
    await store.write(entries(*events))
    assert await store.events_of(CALL) == events
    assert await store.events_of(CALL, since=7) == events[7:]


async def test_writing_twice_leaves_one_of_each(store: SqlEventStore) -> None:
    events = answered_call()
    await store.write(entries(*events[:6]))
    await store.write(entries(*events[:6]))
    await store.write(entries(*events))
    assert await store.events_of(CALL) == events
    assert [call.utterances for call in await store.list_calls(5)] == [2]


@pytest.mark.parametrize("size", [1, 3, 100])
async def test_the_record_of_a_call_is_the_fold_of_its_events_however_they_were_batched(
    store: SqlEventStore, size: int
) -> None:
    events = list(answered_call())
    events = [*events, msgspec.structs.replace(draft_summary(events), sequence=11, wall=NOON)]
    for start in range(0, len(events), size):
        await store.write(entries(*events[start : start + size]))
    [record] = await store.list_calls(5)
    assert record == record_of(events)
    assert (record.intent, record.outcome, record.utterances) == ("slow_internet", "answered", 2)
    assert record.summary_reason == "The caller said: “my internet has been very slow since Tuesday.”"


async def test_a_batch_that_fails_leaves_nothing_behind(store: SqlEventStore) -> None:
    one, two = journaled(started(), said("u1", "hello"))
    with pytest.raises(StoreError):
        await store.write([*entries(one), Entry(two, None)])  # pyright: ignore[reportArgumentType]
    assert await store.events_of(CALL) == []
    assert await store.list_calls(5) == []


async def test_calls_are_listed_latest_first(store: SqlEventStore) -> None:
    await store.write(entries(call_at(1, "a", "CA1"), call_at(3, "b", "CA2"), call_at(2, "c", "CA3")))
    assert [call.call_id for call in await store.list_calls(2)] == ["b", "c"]
    assert list((await store.last_sequences(2)).items()) == [("c", 1), ("b", 1)]


async def test_more_calls_than_one_query_takes_are_written_at_once(store: SqlEventStore) -> None:
    many = [call_at(minute, f"call-{minute}", "CA") for minute in range(1100)]
    await store.write(entries(*many))
    await store.write(entries(*many))
    assert len(await store.list_calls(2000)) == 1100


async def test_a_call_is_found_by_id_by_its_beginning_and_by_the_carriers_id(store: SqlEventStore) -> None:
    await store.write(
        entries(call_at(1, "7f3a", "CA11"), call_at(2, "7f3abc", "CA12"), call_at(3, "9c", "CA13"))
    )
    found = [(await store.find_call(name)).call_id for name in ("7f3a", "7f3ab", "9", "CA12")]
    assert found == ["7f3a", "7f3abc", "9c", "7f3abc"]


async def test_a_beginning_of_several_calls_lists_them(store: SqlEventStore) -> None:
    await store.write(entries(call_at(1, "7f3a", "CA11"), call_at(2, "7f4b", "CA12")))
    with pytest.raises(AmbiguousCall) as refusal:
        await store.find_call("7f")
    assert "7f3a  CA11  2026-11-20 12:01:00 UTC" in str(refusal.value)
    assert "7f4b" in str(refusal.value)


@pytest.mark.parametrize("name", ["", "%", "_", "nothing", "' OR 1=1 --", "7f3a "])
async def test_an_unknown_call_is_said_to_be_unknown(store: SqlEventStore, name: str) -> None:
    await store.write(entries(call_at(1, "7f3a", "CA11")))
    with pytest.raises(UnknownCall, match="attendant calls"):
        await store.find_call(name)


async def test_calls_without_an_end_or_without_a_summary_are_open(store: SqlEventStore) -> None:
    finished = [*answered_call()]
    finished.append(msgspec.structs.replace(draft_summary(finished), sequence=11, wall=NOON))
    ended_only = [
        msgspec.structs.replace(event, call_id="ended-only") for event in journaled(started(), ended())
    ]
    await store.write(entries(*finished, *ended_only, call_at(1, "live", "CA9")))
    assert [call.call_id for call in await store.open_calls()] == ["ended-only", "live"]


async def test_an_event_that_cannot_be_read_does_not_hide_the_others(
    store: SqlEventStore, database: Path
) -> None:
    events = journaled(started(), said("u1", "hello"), ended())
    await store.write(entries(*events))
    connection = sqlite3.connect(database)
    connection.execute("""UPDATE events SET payload = '{"kind": "FromTheFuture"}' WHERE sequence = 2""")
    connection.commit()
    connection.close()
    assert await store.events_of(CALL) == [events[0], events[2]]


async def test_the_database_is_set_up_for_a_journal(store: SqlEventStore, database: Path) -> None:
    await store.write(entries(*journaled(started())))
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    async with store._engine.connect() as inside:
        pragmas = {
            name: (await inside.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"synchronous": 1, "foreign_keys": 1, "busy_timeout": 1}


async def test_reading_needs_no_lock_and_changes_nothing(store: SqlEventStore, url: str) -> None:
    await store.write(entries(*journaled(started())))
    reader = await SqlEventStore.read(url)
    assert [call.call_id for call in await reader.list_calls(5)] == [CALL]
    with pytest.raises(StoreError, match="readonly"):
        await reader.write(entries(*journaled(started("other"))))
    await reader.close()


async def test_a_missing_database_is_not_made_by_reading_it(url: str, database: Path) -> None:
    with pytest.raises(NoDatabase, match="does not exist"):
        await SqlEventStore.read(url)
    assert not database.exists()  # noqa: ASYNC240


async def test_an_empty_database_has_no_record(url: str, database: Path) -> None:
    database.touch()  # noqa: ASYNC240
    with pytest.raises(NoDatabase, match="nothing was recorded"):
        await SqlEventStore.read(url)


async def test_a_file_that_is_no_database_is_named(url: str, database: Path) -> None:
    database.write_text("these are not the tables you are looking for " * 50)  # noqa: ASYNC240
    for opening in (SqlEventStore.open, SqlEventStore.read):
        with pytest.raises(StoreError, match=r"attendant\.db: file is not a database"):
            await opening(url)


async def test_a_database_in_memory_serves_too() -> None:
    store = await SqlEventStore.open("sqlite+aiosqlite://")
    await store.write(entries(*answered_call()))
    assert await store.events_of(CALL) == answered_call()
    await store.close()


@pytest.mark.parametrize("url", ["not a url", "nosuchdialect://host/x"])
async def test_a_url_that_is_none_is_said_to_be_wrong(url: str) -> None:
    with pytest.raises(StoreError, match="database_url"):
        await SqlEventStore.open(url)


async def test_the_calls_of_a_number_are_counted_by_what_they_were_about(store: SqlEventStore) -> None:
    await store.write(entries(*answered_call()))
    caller = (await store.list_calls(1))[0].caller
    assert await store.calls_about(caller, NOON - timedelta(days=1)) == {"slow_internet": 1}
    assert await store.calls_about(caller, NOON + timedelta(days=1)) == {}
    assert await store.calls_about("+15550100000", NOON - timedelta(days=1)) == {}
