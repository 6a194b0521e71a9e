"""Rows that change: whoever writes after somebody else is told so, and nothing is lost in between."""

import asyncio
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from transcripts.store.contract import StoreError
from transcripts.store.database import make_engine
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import agent_presence
from transcripts.store.versioned_table import VersionedRow, VersionedTable


class Presence(StrEnum):
    AVAILABLE = "available"
    OFFERED = "offered"
    BREAK = "break"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(VersionedRow):
    agent: str
    presence: Presence
    transfer_id: str = ""
    wish: Presence | None = None
    since: datetime
    why: str


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ANA = Row(agent="ana", presence=Presence.AVAILABLE, since=NOON, why="set by Ana", version=1)


@pytest.fixture
def table(store: SqlEventStore) -> VersionedTable[Row]:
    return VersionedTable(store.engine, agent_presence, Row)


async def test_a_row_comes_back_as_it_was_written(table: VersionedTable[Row]) -> None:
    held = replace(ANA, presence=Presence.OFFERED, transfer_id="t1", wish=Presence.BREAK)
    assert await table.write(held)
    assert await table.row("ana") == held
    assert await table.rows() == [held]
    assert await table.row("ben") is None


async def test_who_saw_an_earlier_version_does_not_write(table: VersionedTable[Row]) -> None:
    assert await table.write(ANA)
    assert await table.write(replace(ANA, presence=Presence.BREAK, version=2))
    assert not await table.write(replace(ANA, presence=Presence.OFFLINE, version=2))
    assert not await table.write(replace(ANA, presence=Presence.OFFLINE, version=4))
    found = await table.row("ana")
    assert found is not None
    assert found.presence is Presence.BREAK


async def test_of_several_first_writers_one_wins(table: VersionedTable[Row], url: str) -> None:
    await table.rows()
    patient = make_engine(url, busy_timeout_ms=2000, read_only=False)
    table = VersionedTable(patient, agent_presence, Row)
    written = await asyncio.gather(*(table.write(replace(ANA, why=str(one))) for one in range(8)))
    assert sorted(written) == [False] * 7 + [True]
    found = await table.row("ana")
    assert found is not None
    assert found.why == str(written.index(True))
    await patient.dispose()


async def test_only_the_rows_that_are_asked_for_come_in_the_order_of_their_keys(
    table: VersionedTable[Row],
) -> None:
    for name in ("cy", "ana", "ben"):
        await table.write(replace(ANA, agent=name))
    await table.write(replace(ANA, agent="dev", presence=Presence.BREAK))
    free = await table.rows(agent_presence.c.presence == "available")
    assert [state.agent for state in free] == ["ana", "ben", "cy"]


async def test_a_database_that_cannot_be_written_is_explained(
    table: VersionedTable[Row], database: Path
) -> None:
    other = sqlite3.connect(database)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await table.write(ANA)
    other.rollback()
    other.close()
    assert await table.write(ANA)


async def test_a_row_that_makes_no_sense_is_named(table: VersionedTable[Row], database: Path) -> None:
    await table.write(ANA)
    other = sqlite3.connect(database)
    other.execute("UPDATE agent_presence SET presence = 'asleep'")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match=r"agent_presence: the row 'ana' cannot be read: .*asleep"):
        await table.rows()
