from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "attendant.db"


@pytest.fixture
def url(database: Path) -> str:
    return f"sqlite+aiosqlite:///{database}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlEventStore]:
    store = await SqlEventStore.open(url, busy_timeout_ms=1)
    yield store
    await store.close()


@pytest.fixture
async def journal(store: SqlEventStore) -> AsyncIterator[Journal]:
    journal = Journal(store, back_off_s=0.001)
    await journal.start()
    yield journal
    await journal.close()
