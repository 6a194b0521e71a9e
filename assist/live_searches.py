"""Looking things up for many calls on a few threads: each call gets its turn, and what comes late is dropped.

One search of a call at a time, the agents' own before those of the callers' words; of the latter only the
newest of a call waits, for nobody needs the answer to what was asked before.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

DEADLINE_S = 2.0
"""How long a search may take, waiting included, in seconds."""
WORKERS = 2
"""Searches at the same time, over all calls."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failed:
    """A search without a result."""

    why: str
    late: bool = False


@dataclass(eq=False, slots=True)
class _Job:
    call_id: str
    work: Callable[[], object]
    done: Callable[[object], None]
    pulled: bool
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class _Turn:
    """What waits for one call."""

    pushed: _Job | None = None
    pulled: deque[_Job] = field(default_factory=deque[_Job])

    def next(self) -> "_Job | None":
        if self.pulled:
            return self.pulled.popleft()
        job, self.pushed = self.pushed, None
        return job


class LiveSearches:
    """One for all calls, on the loop that it is used on."""

    def __init__(self, executor: Executor, *, workers: int = WORKERS, deadline_s: float = DEADLINE_S) -> None:
        self._executor = executor
        self._workers = workers
        self._deadline_s = deadline_s
        self._waiting: dict[str, _Turn] = {}
        self._served: dict[str, int] = {}
        """When each call had its last turn, counted."""
        self._turns = 0
        self._running: set[str] = set()
        """Calls with a search on a thread, late ones included: a thread cannot be taken back."""

    @property
    def waiting(self) -> int:
        return sum((turn.pushed is not None) + len(turn.pulled) for turn in self._waiting.values())

    def look_up(
        self, call_id: str, work: Callable[[], T], done: Callable[[T | Failed], None], *, pulled: bool
    ) -> None:
        """Runs `work` on a thread, and `done` with what it gave on the loop: once, or never when another took
        its place."""

        def told(result: object) -> None:
            done(result)  # pyright: ignore[reportArgumentType]  # It is what `work` of this job gave.

        job = _Job(call_id, work, told, pulled)
        job.timer = asyncio.get_running_loop().call_later(self._deadline_s, self._late, job)
        turn = self._waiting.setdefault(call_id, _Turn())
        if pulled:
            turn.pulled.append(job)
        else:
            if turn.pushed is not None:
                self._forget(turn.pushed)
            turn.pushed = job
        self._start()

    def forget(self, call_id: str) -> None:
        """The call is over: nothing of it is looked up any more."""
        self._served.pop(call_id, None)
        turn = self._waiting.pop(call_id, _Turn())
        for job in (turn.pushed, *turn.pulled):
            if job is not None:
                self._forget(job)

    def _start(self) -> None:
        """The calls take turns: whose last was the longest ago is next."""
        idle = [one for one in self._waiting if one not in self._running]
        for call_id in sorted(idle, key=lambda one: self._served.get(one, 0)):
            if len(self._running) >= self._workers:
                return
            turn = self._waiting.pop(call_id)
            job = turn.next()
            if turn.pushed is not None or turn.pulled:
                self._waiting[call_id] = turn
            if job is not None:
                self._run(job)

    def _run(self, job: _Job) -> None:
        self._running.add(job.call_id)
        self._turns += 1
        self._served[job.call_id] = self._turns
        future = asyncio.get_running_loop().run_in_executor(self._executor, job.work)
        future.add_done_callback(lambda done: self._ran(job, done))

    def _ran(self, job: _Job, future: "asyncio.Future[object]") -> None:
        self._running.discard(job.call_id)
        error = None if future.cancelled() else future.exception()
        wanted = job.timer is not None
        self._forget(job)
        if error is not None:
            structlog.get_logger(__name__).error("a search failed", call_id=job.call_id, exc_info=error)
        if wanted:
            failed = future.cancelled() or error is not None
            job.done(Failed(repr(error) if error else "it was given up") if failed else future.result())
        self._start()

    def _late(self, job: _Job) -> None:
        job.timer = None
        turn = self._waiting.get(job.call_id)
        if turn is not None and turn.pushed is job:
            turn.pushed = None
        elif turn is not None and job in turn.pulled:
            turn.pulled.remove(job)
        structlog.get_logger(__name__).warning("a search took too long", call_id=job.call_id)
        job.done(Failed(f"it took over {self._deadline_s:g} s", late=True))

    def _forget(self, job: _Job) -> None:
        if job.timer is not None:
            job.timer.cancel()
            job.timer = None
