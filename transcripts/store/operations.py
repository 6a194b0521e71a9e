"""What one process asks of a database: writers one at a time, and nothing is cut off in the middle.

A task that is cancelled inside a query leaves its connection in a state that SQLAlchemy ends by waiting for
a thread that may be gone (aiosqlite 0.22): the process would hang at its end. So a query always comes to its
end, and whoever was cancelled just does not wait for it.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Operations:
    """One database's, in one process."""

    def __init__(self) -> None:
        self.writing = asyncio.Lock()
        """Held by whoever writes: SQLite lets writers of one process wait without order, then gives up."""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def whole(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` gives or raises. It goes on where its caller is cancelled."""
        task = asyncio.get_running_loop().create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    async def finished(self) -> None:
        """Until nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # Whoever asked may be gone, and it is no news for anybody else.
