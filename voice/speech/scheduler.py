"""Shares one recogniser among all calls: bounded, fair, the most urgent first.

The rules are those measured for Whisper on few cores: finals are never dropped, partials may be; what is
queued when a worker comes free may share its batch, and nothing ever waits for a batch to fill.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from math import ceil

import structlog

from voice.speech.recogniser import Recogniser, Recognition, RecognitionRequest, Urgency

STALE_PARTIAL_S = 0.3
"""A partial older than this when a worker picks it up is dropped: newer audio has overtaken it."""

CLOSE_DEADLINE_S = 10.0
"""How long `close` waits for work in hand, in seconds."""


class RecognitionFailed(Exception):
    """The engine could not work on this audio; the message says why."""


class RecognitionDropped(Exception):
    """The work was not done, by policy (too much of it, or out of date); the message says which."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long work of one urgency lay in the queue."""

    count: int
    mean_ms: float
    longest_ms: float


@dataclass(frozen=True, slots=True)
class SchedulerSnapshot:
    depth: int
    """Jobs queued now."""
    running: int
    """Jobs in the engine now."""
    done: int
    dropped: int
    """Partials that were out of date or replaced, and work of calls that ended."""
    refused: int
    """Partials and speculations that met a full queue."""
    failed: int
    batch_sizes: dict[int, int]
    """How many batches there were of each size."""
    waits: dict[Urgency, Waits]


@dataclass(eq=False, slots=True)
class _Job:
    request: RecognitionRequest
    future: "asyncio.Future[Recognition]"
    loop: asyncio.AbstractEventLoop
    key: Hashable
    urgency: Urgency
    queued_s: float
    number: int


@dataclass(slots=True)
class _WaitTotals:
    count: int = 0
    total_s: float = 0.0
    longest_s: float = 0.0


@dataclass(slots=True)
class _Counts:
    done: int = 0
    dropped: int = 0
    refused: int = 0
    failed: int = 0
    batch_sizes: Counter[int] = field(default_factory=Counter[int])
    waits: dict[Urgency, _WaitTotals] = field(
        default_factory=lambda: {each: _WaitTotals() for each in Urgency}
    )


class RecognitionScheduler:
    """`submit`, `promote` and `discard` are called on the event loop and never block."""

    def __init__(
        self, recogniser: Recogniser, *, max_queue: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._recogniser = recogniser
        self._max_queue = max_queue
        self._clock = clock
        self._wake = threading.Condition()
        self._queued: list[_Job] = []
        self._running: list[_Job] = []
        self._served: dict[str, int] = {}
        """When each call was last served, as a count of pick-ups."""
        self._picked = 0
        self._submitted = 0
        self._idle = 0
        self._closing = False
        self._counts = _Counts()
        self._threads: list[threading.Thread] = []

    @property
    def engine_name(self) -> str:
        return self._recogniser.name

    def start(self) -> None:
        for number in range(self._recogniser.parallel):
            thread = threading.Thread(target=self._work, name=f"recognition-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    async def close(self) -> None:
        """Cancels what is queued, and waits for what is in the engine without blocking the event loop."""
        with self._wake:
            self._closing = True
            left, self._queued = self._queued, []
            self._wake.notify_all()
        for job in left:
            job.future.cancel()
        deadline = time.monotonic() + CLOSE_DEADLINE_S
        await asyncio.to_thread(_join, self._threads, deadline)

    def submit(self, request: RecognitionRequest) -> "asyncio.Future[Recognition]":
        """The future of the recognition; it raises `RecognitionFailed` or `RecognitionDropped`.

        A newer partial of a call replaces the queued one, whose future is cancelled. Cancel a future to
        withdraw its work.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Recognition] = loop.create_future()
        job = _Job(
            request=request,
            future=future,
            loop=loop,
            key=self._recogniser.batch_key(request),
            urgency=request.urgency,
            queued_s=self._clock(),
            number=self._submitted,
        )
        self._submitted += 1
        replaced: list[_Job] = []
        with self._wake:
            if self._closing:
                future.set_exception(RecognitionDropped("the recogniser is being shut down"))
                return future
            if job.urgency is Urgency.PARTIAL:
                replaced = [
                    other for other in self._of_call(job.request.call_id) if other.urgency is job.urgency
                ]
                self._remove(replaced)
            if job.urgency is not Urgency.FINAL and len(self._queued) >= self._max_queue:
                self._counts.refused += 1
                future.set_exception(RecognitionDropped("the recogniser has too much work waiting"))
            else:
                self._queued.append(job)
                self._wake.notify()
        for other in replaced:
            other.future.cancel()
        if not future.done():
            future.add_done_callback(lambda _: self._withdraw(job))
        return future

    def promote(self, call_id: str, utterance_id: str) -> None:
        """The turn has ended: a speculation on it that still waits is a final from now on."""
        with self._wake:
            for job in self._of_call(call_id):
                if job.request.utterance_id == utterance_id and job.urgency is Urgency.SPECULATION:
                    job.urgency = Urgency.FINAL

    def discard(self, call_id: str) -> None:
        """The call is over: its queued work is cancelled, and results on their way are thrown away."""
        with self._wake:
            queued = list(self._of_call(call_id))
            self._remove(queued)
            running = [job for job in self._running if job.request.call_id == call_id]
            self._counts.dropped += len(running)
            self._served.pop(call_id, None)
        for job in (*queued, *running):
            job.future.cancel()

    def snapshot(self) -> SchedulerSnapshot:
        with self._wake:
            counts = self._counts
            return SchedulerSnapshot(
                depth=len(self._queued),
                running=len(self._running),
                done=counts.done,
                dropped=counts.dropped,
                refused=counts.refused,
                failed=counts.failed,
                batch_sizes=dict(counts.batch_sizes),
                waits={
                    urgency: Waits(
                        total.count,
                        1000 * total.total_s / total.count if total.count else 0.0,
                        1000 * total.longest_s,
                    )
                    for urgency, total in counts.waits.items()
                },
            )

    # On the event loop, or with the lock held.

    def _of_call(self, call_id: str) -> Iterator[_Job]:
        return (job for job in self._queued if job.request.call_id == call_id)

    def _remove(self, jobs: list[_Job]) -> None:
        for job in jobs:
            self._queued.remove(job)
        self._counts.dropped += len(jobs)

    def _withdraw(self, job: _Job) -> None:
        """Takes a job out whose future was cancelled by its owner."""
        with self._wake:
            if job in self._queued:
                self._remove([job])

    # On the worker threads.

    def _work(self) -> None:
        while (batch := self._next_batch()) is not None:
            self._recognise(batch)
            with self._wake:
                for job in batch:
                    self._running.remove(job)

    def _next_batch(self) -> list[_Job] | None:
        with self._wake:
            while True:
                self._drop_stale()
                if self._closing:
                    return None
                if self._queued:
                    batch = self._take_batch()
                    self._running.extend(batch)
                    return batch
                self._idle += 1
                self._wake.wait()
                self._idle -= 1

    def _drop_stale(self) -> None:
        oldest = self._clock() - STALE_PARTIAL_S
        stale = [job for job in self._queued if job.urgency is Urgency.PARTIAL and job.queued_s < oldest]
        withdrawn = [job for job in self._queued if job.future.cancelled()]
        self._remove([*stale, *(job for job in withdrawn if job not in stale)])
        for job in stale:
            _deliver(job, RecognitionDropped("the partial was out of date before a worker came free"))

    def _take_batch(self) -> list[_Job]:
        """The most urgent job of the call served longest ago, with others that may share its run.

        Where other workers idle, they get their share of those instead.
        """
        self._queued.sort(
            key=lambda job: (job.urgency, self._served.get(job.request.call_id, -1), job.number)
        )
        peers = list(self._peers())
        batch = peers[: min(self._recogniser.max_batch, ceil(len(peers) / (1 + self._idle)))]
        self._note_pick_up(batch)
        return batch

    def _peers(self) -> Iterator[_Job]:
        """The first job in the queue and those that may run with it, in order.

        A batch takes longer than one job, so nothing rides along while more urgent work waits, and a partial
        never rides along with what a caller is waiting for.
        """
        lead = self._queued[0]
        waiting: Urgency | None = None
        for job in self._queued:
            if job.key != lead.key:
                waiting = job.urgency if waiting is None else waiting
            elif (waiting is not None and job.urgency > waiting) or (
                job.urgency is Urgency.PARTIAL and lead.urgency is not Urgency.PARTIAL
            ):
                return
            else:
                yield job

    def _note_pick_up(self, batch: list[_Job]) -> None:
        now = self._clock()
        self._picked += 1
        self._counts.batch_sizes[len(batch)] += 1
        for job in batch:
            self._queued.remove(job)
            self._served[job.request.call_id] = self._picked
            waited, total = now - job.queued_s, self._counts.waits[job.urgency]
            total.count += 1
            total.total_s += waited
            total.longest_s = max(total.longest_s, waited)

    def _recognise(self, batch: list[_Job]) -> None:
        try:
            results = self._run(batch)
        except Exception as error:  # noqa: BLE001 - an engine may raise anything; its worker has to live on
            if len(batch) > 1:
                for job in batch:
                    self._recognise([job])
                return
            structlog.get_logger(__name__).warning(
                "recognition failed",
                call_id=batch[0].request.call_id,
                engine=self.engine_name,
                error=repr(error),
            )
            with self._wake:
                self._counts.failed += 1
            _deliver(batch[0], RecognitionFailed(f"{self.engine_name}: {error or type(error).__name__}"))
            return
        with self._wake:
            self._counts.done += len(batch)
        for job, result in zip(batch, results, strict=True):
            _deliver(job, result)

    def _run(self, batch: list[_Job]) -> list[Recognition]:
        results = self._recogniser.recognise([job.request for job in batch])
        if len(results) != len(batch):
            raise RecognitionFailed(f"{len(results)} results for {len(batch)} requests")
        return results


def _deliver(job: _Job, outcome: Recognition | Exception) -> None:
    try:
        job.loop.call_soon_threadsafe(_settle, job.future, outcome)
    except RuntimeError:
        structlog.get_logger(__name__).info("a recognition came after the event loop had closed")


def _settle(future: "asyncio.Future[Recognition]", outcome: Recognition | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _join(threads: list[threading.Thread], deadline: float) -> None:
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
