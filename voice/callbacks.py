"""The call-backs that were promised: each keeps its place in the queue, is tried twice, and is not forgotten.

Kept in the database; what to do next is decided by the pure `Callback`, on the clock that it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from config.centre import Centre, OpeningHours
from transcripts.event import NOT_JOURNALED
from transcripts.events import CallbackAgreed
from transcripts.store.contract import StoreError
from transcripts.store.tables import callbacks
from transcripts.store.versioned_table import VersionedRow, VersionedTable
from voice.callback_times import agreed_window, next_time
from voice.queueing import Waiting

ATTEMPTS = 2
RETRY_AFTER = timedelta(minutes=30)
"""From an attempt that reached nobody to the next."""
TRIES = 20
"""Of a change that others were faster with."""


class CallbackState(StrEnum):
    PROMISED = "promised"
    RINGING = "ringing"
    """The caller is being rung now."""
    REACHED = "reached"
    GIVEN_UP = "given-up"


OPEN = frozenset({CallbackState.PROMISED, CallbackState.RINGING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback(VersionedRow):
    call_id: str
    """Of the call in which it was agreed."""
    number: str
    """E.164, as the caller confirmed it."""
    queue: str
    language: str = ""
    """BCP 47."""
    vip: bool = False
    repeat: bool = False
    place: datetime
    """Since when they wait: that counts in the queue."""
    agreed: datetime
    window: str = ""
    """As in `CallbackAgreed`."""
    attempts: int = 0
    not_before: datetime | None = None
    state: CallbackState = CallbackState.PROMISED
    why: str = ""
    """How it came to its state, in words."""

    def due_at(self, now: datetime, hours: OpeningHours) -> datetime | None:
        """When it is to be made, from `now` on. None: never; it is over or too late."""
        if self.state is not CallbackState.PROMISED:
            return None
        not_before = self.not_before
        if not_before is not None and not_before - now > RETRY_AFTER:
            not_before = None  # The clock went back.
        window = agreed_window(self.window, self.agreed, hours)
        return next_time(window, self.agreed, not_before, now, hours)

    def is_due(self, now: datetime, hours: OpeningHours) -> bool:
        due_at = self.due_at(now, hours)
        return due_at is not None and due_at <= now

    def rung(self) -> "Callback | None":
        """An attempt begins. None: it is not to be made (any more), or somebody makes it already."""
        if self.state is not CallbackState.PROMISED:
            return None
        return replace(self, state=CallbackState.RINGING, attempts=self.attempts + 1)

    def reached(self, why: str) -> "Callback | None":
        return replace(self, state=CallbackState.REACHED, why=why) if self.state in OPEN else None

    def missed(self, why: str, now: datetime) -> "Callback | None":
        """The attempt came to nothing: once more later, or the end."""
        if self.state is not CallbackState.RINGING:
            return None
        if self.attempts >= ATTEMPTS:
            return self.given_up(f"tried {ATTEMPTS} times, at last: {why}")
        return replace(self, state=CallbackState.PROMISED, not_before=now + RETRY_AFTER, why=why)

    def given_up(self, why: str) -> "Callback | None":
        return replace(self, state=CallbackState.GIVEN_UP, why=why) if self.state in OPEN else None

    def waiting(self, now: datetime, now_s: float) -> Waiting:
        """Its place among those who wait on the line; `now_s`: monotonic seconds."""
        waited_s = max(0.0, (now - self.place).total_seconds())
        return Waiting(
            self.call_id,
            self.queue,
            now_s - waited_s,
            vip=self.vip,
            repeat=self.repeat,
            language=self.language,
        )


class UnknownCallback(Exception):
    """No call-back is open that was agreed in that call."""


class CallbackBook:
    """One service's. `start` it."""

    def __init__(
        self, table: VersionedTable[Callback], centre: Centre, *, wall_clock: Callable[[], datetime]
    ) -> None:
        self._table = table
        self._centre = centre
        self._wall_clock = wall_clock
        self._open: dict[str, Callback] = {}
        self._versions: dict[str, int] = {}
        """The newest that was seen of each, open or not."""

    async def start(self) -> None:
        """Reads what is open. An attempt that a dead process made counts: the caller's phone may have rung.

        Raises `StoreError`.
        """
        for callback in await self._table.rows(callbacks.c.state.in_([str(state) for state in OPEN])):
            self._learn(callback)
        now = self._wall_clock()
        for callback in self.open():
            if (queue := self._queue(callback.queue)) != callback.queue:
                await self._change(callback.call_id, lambda before, queue=queue: replace(before, queue=queue))
            if callback.state is CallbackState.RINGING:
                why = "the service was restarted during the attempt"
                await self._change(callback.call_id, lambda before, why=why: before.missed(why, now))

    def open(self) -> tuple[Callback, ...]:
        """Those that are neither made nor given up, by their place in the queue."""
        return tuple(sorted(self._open.values(), key=lambda callback: (callback.place, callback.call_id)))

    def due(self) -> tuple[Callback, ...]:
        """Those that are to be made now, by their place in the queue."""
        now = self._wall_clock()
        return tuple(callback for callback in self.open() if callback.is_due(now, self._hours(callback)))

    def next_due(self) -> datetime | None:
        """When the next one is; now or later."""
        now = self._wall_clock()
        times = [callback.due_at(now, self._hours(callback)) for callback in self.open()]
        return min((time for time in times if time is not None), default=None)

    async def agree(
        self,
        event: CallbackAgreed,
        *,
        place: datetime,
        language: str = "",
        vip: bool = False,
        repeat: bool = False,
    ) -> Callback:
        """Notes what was agreed; `place`: since when the caller waits. The same event again changes nothing,
        and who is promised one already for that queue keeps their place and gets the new time. Raises
        `StoreError`.
        """
        known = self._open.get(event.call_id) or await self._table.row(event.call_id)
        if known is not None:
            return known
        agreed = event.wall if event.sequence != NOT_JOURNALED else self._wall_clock()
        promise = Callback(
            version=1,
            call_id=event.call_id,
            number=event.number,
            queue=self._queue(event.queue),
            language=language,
            vip=vip,
            repeat=repeat,
            place=place,
            agreed=agreed,
            window=event.window,
        )
        for other in self.open():
            if (other.number, other.queue) == (promise.number, promise.queue):
                promise = replace(promise, place=min(place, other.place))
        if not await self._table.write(promise):
            return await self._table.row(event.call_id) or promise
        self._learn(promise)
        for other in self.open():
            same = (other.number, other.queue) == (promise.number, promise.queue)
            if same and other.call_id != event.call_id and other.state is CallbackState.PROMISED:
                await self._change(other.call_id, _replaced)
        return promise

    async def begin(self, call_id: str) -> bool:
        """An attempt is made by whoever gets True. Raises `StoreError`."""
        if call_id not in self._open:
            return False
        return await self._change(call_id, Callback.rung) is not None

    async def reached(self, call_id: str, why: str = "the caller was reached") -> Callback:
        """It is made. Raises `UnknownCallback` or `StoreError`."""
        return await self._ended(call_id, lambda before: before.reached(why))

    async def missed(self, call_id: str, why: str) -> Callback:
        """The attempt reached nobody: it is promised again for later, or given up.

        Raises `UnknownCallback` or `StoreError`.
        """
        now = self._wall_clock()
        return await self._ended(call_id, lambda before: before.missed(why, now))

    async def give_up(self, call_id: str, why: str) -> Callback:
        """The caller wants none any more, say. Raises `UnknownCallback` or `StoreError`."""
        return await self._ended(call_id, lambda before: before.given_up(why))

    async def settle(self) -> tuple[Callback, ...]:
        """Gives up those for which it is too late, and returns them. Raises `StoreError`."""
        now = self._wall_clock()
        given_up: list[Callback] = []
        for callback in self.open():
            promised = callback.state is CallbackState.PROMISED
            if promised and callback.due_at(now, self._hours(callback)) is None:
                after = await self._change(callback.call_id, _too_late)
                given_up += [after] if after is not None else []
        return tuple(given_up)

    async def _ended(self, call_id: str, step: Callable[[Callback], Callback | None]) -> Callback:
        if call_id not in self._open:
            raise UnknownCallback(f"no call-back of the call {call_id!r} is open")
        before = self._open[call_id]
        return await self._change(call_id, step) or self._open.get(call_id) or before

    async def _change(self, call_id: str, step: Callable[[Callback], Callback | None]) -> Callback | None:
        """What it became, once it is written. None: the step is not possible from where it is."""
        for _ in range(TRIES):
            before = self._open.get(call_id)
            after = step(before) if before is not None else None
            if before is None or after is None:
                return None
            after = replace(after, version=before.version + 1)
            if await self._table.write(after):
                self._learn(after)
                return after
            now_there = await self._table.row(call_id)
            if now_there is None:
                del self._open[call_id]
            else:
                self._learn(now_there)
        raise StoreError(f"the call-back of {call_id} changes faster than it can be written")

    def _learn(self, callback: Callback) -> None:
        """Answers of the database may come out of order: only what is newer counts."""
        if callback.version <= self._versions.get(callback.call_id, 0):
            return
        self._versions[callback.call_id] = callback.version
        if callback.state in OPEN:
            self._open[callback.call_id] = callback
        else:
            self._open.pop(callback.call_id, None)

    def _hours(self, callback: Callback) -> OpeningHours:
        return self._centre.queue(callback.queue).hours

    def _queue(self, name: str) -> str:
        """A queue that the centre has no more is served by the default one."""
        if any(queue.name == name for queue in self._centre.queues):
            return name
        log = structlog.get_logger(__name__)
        log.warning("a call-back is for a queue that is not there", queue=name)
        return self._centre.default_queue


def _replaced(before: Callback) -> Callback | None:
    return before.given_up("the caller agreed another time")


def _too_late(before: Callback) -> Callback | None:
    return before.given_up("nobody could ring within two weeks of the time that was agreed")
