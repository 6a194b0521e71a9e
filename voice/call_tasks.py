"""What one call has under way beside its audio: each piece of work is kept, and its failure is told."""

import asyncio
from collections.abc import Callable, Coroutine


class CallTasks:
    """One call's; of the event loop."""

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        """`failed` is told what a piece of work raised; one that was cancelled is no failure."""
        self._failed = failed
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self) -> None:
        """All but the one that asks for it."""
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)
