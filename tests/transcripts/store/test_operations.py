"""A query comes to its end, whoever does not wait for it any more."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from transcripts.store.event_store import SqlEventStore
from transcripts.store.operations import Operations


@pytest.fixture
async def store(tmp_path) -> AsyncIterator[SqlEventStore]:
    opened = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path}/attendant.db")
    yield opened
    await opened.close()


async def test_work_goes_on_where_its_caller_is_cancelled():
    operations, may_end, ended = Operations(), asyncio.Event(), []

    async def work() -> str:
        await may_end.wait()
        ended.append(True)
        return "done"

    caller = asyncio.create_task(operations.whole(work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert not ended
    may_end.set()
    await operations.finished()
    assert ended
    assert await operations.whole(work()) == "done"


async def test_what_work_raises_reaches_its_caller_and_nobody_else():
    operations = Operations()

    async def fails() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await operations.whole(fails())
    abandoned = asyncio.create_task(operations.whole(fails()))
    await asyncio.sleep(0)
    abandoned.cancel()
    await asyncio.wait([abandoned])
    await operations.finished()


@pytest.mark.parametrize("steps", range(1, 25))
async def test_a_store_closes_whenever_its_readers_were_cancelled(store: SqlEventStore, steps: int):
    """A reader that was cancelled in the middle left a connection whose end was waited for in vain."""
    readers = [asyncio.create_task(store.list_calls(5)) for _ in range(3)]
    for _ in range(steps):
        await asyncio.sleep(0)
    for reader in readers:
        reader.cancel()
    await asyncio.wait(readers)
    async with asyncio.timeout(10):
        await store.close()
