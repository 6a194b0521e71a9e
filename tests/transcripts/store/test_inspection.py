import sqlite3
from pathlib import Path

import pytest

from tests.transcripts.recorded import journaled, started
from transcripts.codec import storable
from transcripts.store.contract import Entry, NewerSchema, StoreError
from transcripts.store.event_store import SqlEventStore
from transcripts.store.inspection import inspect_database


def test_a_database_that_is_not_there_is_not_made(url: str, database: Path) -> None:
    assert inspect_database(url) == f"{database} is made at the first start"
    assert inspect_database(f"sqlite+aiosqlite:///{database.parent}/a/b/c.db").endswith(
        "c.db is made at the first start"
    )
    assert list(database.parent.iterdir()) == []


async def test_the_calls_are_counted_and_a_running_service_is_noticed(store: SqlEventStore, url: str) -> None:
    [event] = journaled(started())
    await store.write([Entry(*storable(event))])
    assert inspect_database(url).endswith("attendant.db: 1 call on record, a service is using it")
    await store.close()
    assert inspect_database(url).endswith("attendant.db: 1 call on record")


def test_a_file_that_is_no_database_is_reported(url: str, database: Path) -> None:
    database.write_text("no database " * 100)
    with pytest.raises(StoreError, match="file is not a database; move it away"):
        inspect_database(url)


async def test_a_later_schema_is_reported(url: str, database: Path) -> None:
    await (await SqlEventStore.open(url)).close()
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(NewerSchema, match="9999"):
        inspect_database(url)
