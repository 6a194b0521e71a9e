"""Append, replay, subscribe: the only way that facts about calls travel.

Appending never waits: subscribers have the event at once, the store within `flush_every_ms` and a commit.
While the store cannot write, calls go on: events wait in memory, in order, until it works again.
"""

import asyncio
import contextlib
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

import msgspec
import structlog

from transcripts.codec import storable
from transcripts.events import AnyEvent, CallEnded, CallStarted, Ephemeral
from transcripts.store.contract import Entry, EventStore, StoreError
from transcripts.subscription import QUEUE_LENGTH, Lagged, Subscription

__all__ = ["Journal", "JournalClosed", "JournalFull", "Lagged", "Subscription"]

E = TypeVar("E", bound=AnyEvent)

BATCH = 500
"""The most events in one transaction."""
MAX_PENDING = 100_000
"""The most events kept in memory while the store cannot write (about 50 MB)."""
ENDED_CALLS = 10_000
"""Ended calls whose last sequence number is remembered, for what comes after the end (a summary)."""
LONGEST_BACK_OFF_S = 5.0


class JournalFull(Exception):
    """The store has failed for so long that no more events can be kept."""


class JournalClosed(Exception):
    """An event came before `start` or after `close`, when nothing would write it."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """One for each process. All methods belong to the event loop that it was started on."""

    def __init__(
        self,
        store: EventStore,
        *,
        wall_clock: Callable[[], datetime] = utc_now,
        flush_every_ms: int = 100,
        max_pending: int = MAX_PENDING,
        back_off_s: float = 0.1,
    ) -> None:
        """`wall_clock` gives UTC; `back_off_s` is the first pause after a failed write, doubling to 5 s."""
        self._store = store
        self._wall_clock = wall_clock
        self._flush_every_s = flush_every_ms / 1000
        self._max_pending = max_pending
        self._back_off_s = back_off_s
        self._live: dict[str, int] = {}
        self._ended: OrderedDict[str, int] = OrderedDict()
        self._held: dict[str, list[AnyEvent]] = {}
        self._pending: deque[Entry] = deque()
        self._in_flight = 0
        self._due = 0.0
        self._appended = 0
        self._written = 0
        self._barriers: list[tuple[int, asyncio.Future[None]]] = []
        self._queued = asyncio.Event()
        self._hurry = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._closing = False
        self._fault = ""
        self._failing_since: datetime | None = None
        self._by_call: dict[str, set[Subscription]] = {}
        self._of_all: set[Subscription] = set()

    @property
    def healthy(self) -> bool:
        """False while events cannot be made durable."""
        return not self._fault

    @property
    def fault(self) -> str:
        """Why not, in a sentence; empty while all is well."""
        if self._failing_since is None:
            return self._fault
        since = self._failing_since.strftime("%Y-%m-%d %H:%M:%S UTC")
        return (
            f"The record cannot be written since {since}: {self._fault}. {len(self._pending)} events wait in "
            "memory and are written as soon as the database works again."
        )

    @property
    def pending(self) -> int:
        """Events that are not durable yet."""
        return len(self._pending)

    @property
    def calls_in_memory(self) -> int:
        """Calls whose events are held: live ones, and ended ones until they are durable."""
        return len(self._held)

    async def start(self) -> None:
        """Learns where earlier calls stopped counting, and begins to write."""
        self._ended.update(await self._store.last_sequences(ENDED_CALLS))
        self._writer = asyncio.create_task(self._write(), name="journal writer")
        self._writer.add_done_callback(self._writer_stopped)

    async def close(self, give_up_after_s: float = 5.0) -> int:
        """Writes what is left and ends all subscriptions. The number of events that could not be written,
        0 unless the store fails for longer than `give_up_after_s`."""
        self._closing = True
        self._queued.set()
        self._hurry.set()
        if self._writer is not None and not self._writer.done():
            done, _ = await asyncio.wait([self._writer], timeout=give_up_after_s)
            if not done:
                self._writer.cancel()
                await asyncio.wait([self._writer])
        for subscription in [*self._of_all, *(one for some in self._by_call.values() for one in some)]:
            subscription.end()
        if self._pending:
            structlog.get_logger(__name__).error(
                "events were lost at shutdown", events=len(self._pending), fault=self._fault
            )
        return len(self._pending)

    def append(self, event: E) -> E:
        """Gives the event its sequence number and wall time, hands it to subscribers, queues it for the
        store. Never waits, and never fails for the store's sake until memory is full (`JournalFull`).

        To add to a call that ended more than 10,000 calls ago, `resume` it first.
        """
        self._require_room()
        counters = self._counters_of(event)
        sequence = counters.get(event.call_id, 0) + 1
        journaled, payload = storable(
            msgspec.structs.replace(event, sequence=sequence, wall=self._wall_clock())
        )
        counters[event.call_id] = sequence
        if sequence == 1:
            self._held[event.call_id] = []
        if event.call_id in self._held:
            self._held[event.call_id].append(journaled)
        if isinstance(event, CallEnded):
            self._forget_oldest(event.call_id)
        if len(self._pending) == self._in_flight:
            self._due = asyncio.get_running_loop().time() + self._flush_every_s
        self._pending.append(Entry(journaled, payload))
        self._appended += 1
        self._queued.set()
        self._hand_out(journaled)
        return journaled

    def publish(self, event: Ephemeral) -> None:
        """Hands out an event that is not stored; its sequence number stays 0."""
        self._hand_out(msgspec.structs.replace(event, wall=self._wall_clock()))

    def subscribe(self, call_id: str | None = None, *, length: int = QUEUE_LENGTH) -> Subscription:
        """Events of that call, or of all, from entering on; `length` is how many it may be behind."""
        return Subscription(call_id, length, self._admit, self._dismiss)

    async def replay(self, call_id: str, since: int = 0) -> list[AnyEvent]:
        """All events of a call after that sequence number, those included which are not durable yet.

        A live call's are in memory; for others it raises `StoreError` when the store cannot be read.
        """
        if call_id in self._held:
            return [event for event in self._held[call_id] if event.sequence > since]
        waiting = [event for event, _ in self._pending if event.call_id == call_id and event.sequence > since]
        stored = await self._store.events_of(call_id, since)
        last = stored[-1].sequence if stored else since
        return stored + [event for event in waiting if event.sequence > last]

    async def resume(self, call_id: str) -> None:
        """Goes on counting where an older call in the store stopped."""
        if call_id not in self._live and call_id not in self._ended:
            last = await self._store.last_sequence(call_id)
            if last and call_id not in self._live:
                self._ended[call_id] = last

    async def take_up(self, call_id: str) -> list[AnyEvent]:
        """An older call goes on: it is counted and held like any live one. Its events so far.

        Raises `StoreError` when the store cannot be read.
        """
        events = await self.replay(call_id)
        self._ended.pop(call_id, None)
        self._live[call_id] = max((event.sequence for event in events), default=0)
        self._held[call_id] = events
        return list(events)

    async def flush(self) -> None:
        """Returns when everything appended so far is durable, however long the store takes."""
        if self._written >= self._appended:
            return
        if self._writer is None or self._writer.done():
            raise JournalClosed(self._fault or "the journal is not open, and events wait in it")
        barrier: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._barriers.append((self._appended, barrier))
        self._hurry.set()
        await barrier

    def _require_room(self) -> None:
        if self._writer is None or self._writer.done() or self._closing:
            raise JournalClosed(
                self._fault or "the journal is not open; append between `await start()` and `await close()`"
            )
        if len(self._pending) >= self._max_pending:
            raise JournalFull(
                f"{len(self._pending)} events wait for the database, and no more are kept: {self._fault}. "
                "Free the disk or repair the database; what waits is then written."
            )

    def _counters_of(self, event: AnyEvent) -> dict[str, int]:
        """Where the call is counted: an ended call stays among the ended unless it starts again."""
        if event.call_id in self._ended:
            if not isinstance(event, CallStarted):
                return self._ended
            self._live[event.call_id] = self._ended.pop(event.call_id)
        return self._live

    def _forget_oldest(self, ended_call: str) -> None:
        if ended_call in self._live:
            self._ended[ended_call] = self._live.pop(ended_call)
        while len(self._ended) > ENDED_CALLS:
            self._ended.popitem(last=False)

    def _hand_out(self, event: AnyEvent) -> None:
        for subscription in [*self._of_all, *self._by_call.get(event.call_id, ())]:
            if not subscription.offer(event):
                self._dismiss(subscription)

    def _admit(self, subscription: Subscription) -> None:
        if self._closing:
            subscription.end()
        elif subscription.call_id is None:
            self._of_all.add(subscription)
        else:
            self._by_call.setdefault(subscription.call_id, set()).add(subscription)

    def _dismiss(self, subscription: Subscription) -> None:
        self._of_all.discard(subscription)
        if subscription.call_id is not None:
            watchers = self._by_call.get(subscription.call_id, set())
            watchers.discard(subscription)
            if not watchers:
                self._by_call.pop(subscription.call_id, None)

    async def _write(self) -> None:
        back_off_s = self._back_off_s
        while self._pending or not self._closing:
            if not self._pending:
                self._queued.clear()
                await self._queued.wait()
                continue
            await self._pause(self._due - asyncio.get_running_loop().time())
            if await self._write_batch():
                back_off_s = self._back_off_s
            else:
                self._due = asyncio.get_running_loop().time() + back_off_s
                back_off_s = min(2 * back_off_s, LONGEST_BACK_OFF_S)

    async def _pause(self, seconds: float) -> None:
        """Until then, or until a barrier or the end is in a hurry."""
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._hurry.wait()
        self._hurry.clear()

    async def _write_batch(self) -> bool:
        batch = list(islice(self._pending, BATCH))
        self._in_flight = len(batch)
        try:
            await self._store.write(batch)
        except StoreError as error:
            self._note_failure(str(error))
            return False
        finally:
            self._in_flight = 0
        for _ in batch:
            self._pending.popleft()
        self._written += len(batch)
        self._note_success()
        for event, _ in batch:
            if self._ended.get(event.call_id) == event.sequence:
                self._held.pop(event.call_id, None)
        return True

    def _note_failure(self, why: str) -> None:
        if self._failing_since is None or why != self._fault:
            structlog.get_logger(__name__).error("the record cannot be written", why=why)
        self._fault = why
        self._failing_since = self._failing_since or self._wall_clock()

    def _note_success(self) -> None:
        if self._failing_since is not None:
            structlog.get_logger(__name__).info("the record is written again", waited_for=self._fault)
        self._fault = ""
        self._failing_since = None
        for target, barrier in self._barriers:
            if target <= self._written and not barrier.done():
                barrier.set_result(None)
        self._barriers = [(target, barrier) for target, barrier in self._barriers if not barrier.done()]

    def _writer_stopped(self, writer: asyncio.Task[None]) -> None:
        error = None if writer.cancelled() else writer.exception()
        if error is not None:
            self._fault = f"The journal stopped writing, restart the service: {error!r}"
            structlog.get_logger(__name__).error("the journal stopped writing", exc_info=error)
        for _, barrier in self._barriers:
            if not barrier.done():
                barrier.set_exception(
                    JournalClosed(self._fault or "the journal closed before it was flushed")
                )
