"""Rings those who were promised it: when it is due, in their place in the queue, once an agent is free.

Each of them waits in the waiting room like a caller. An answer is only worth something once the caller has
said that it suits them (`voice.bot.ringing_back`); all else counts as an attempt that reached nobody.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from transcripts.events import AnyEvent, CallbackTried, CallStarted
from transcripts.store.contract import StoreError
from voice.bot.moves import CalledBack
from voice.bot.ringing_back import RungFor
from voice.callbacks import Callback, CallbackBook, CallbackState, UnknownCallback
from voice.outgoing import Outgoing
from voice.queueing import Waiting
from voice.twilio.rest import Answer, Done, Refused
from voice.twilio.signature import public_url
from voice.waiting_room import Seen, WaitingRoom

LOOKS_EVERY_S = 2.0
AFTER_CALL_S = 5.0
"""A caller who has just agreed to it is given so long to hang up, in seconds."""
RING_MARGIN_S = 20.0
"""After the ringing: without a word of the carrier by then, nobody has answered, in seconds."""
WRITE_TRIES = 6

_STATUSES = {
    "busy": CalledBack.BUSY,
    "failed": CalledBack.FAILED,
    "no-answer": CalledBack.NO_ANSWER,
    "canceled": CalledBack.NO_ANSWER,
    "completed": CalledBack.NO_ANSWER,
}
"""The carrier's word for a leg that nobody answered."""

_WORDS = {
    CalledBack.BUSY: "the line was busy",
    CalledBack.FAILED: "the carrier could not ring the number",
    CalledBack.NO_ANSWER: "nobody answered",
}


class Carrier(Protocol):
    """`voice.twilio.rest.CarrierRest` is one."""

    async def dial(
        self, to: str, from_number: str, document_url: str, status_url: str, timeout_s: int
    ) -> Answer: ...

    async def hang_up(self, call_sid: str) -> Answer: ...


class Record(Protocol):
    """`transcripts.journal.Journal` is one."""

    def append(self, event: CallbackTried) -> CallbackTried: ...

    async def replay(self, call_id: str) -> list[AnyEvent]: ...


@dataclass(slots=True)
class _Attempt:
    callback: Callback
    number: int
    carrier_call_id: str = ""
    answered: bool = False
    over: bool = False
    deadline: asyncio.TimerHandle | None = None


class CallbackDialler:
    """One service's. `keep` it running; `close` it."""

    def __init__(
        self,
        book: CallbackBook,
        room: WaitingRoom,
        carrier: Carrier,
        record: Record,
        base_url: str,
        *,
        on_the_line: Callable[[str], bool],
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
        ring_s: int,
        after_call_s: float = AFTER_CALL_S,
    ) -> None:
        """`on_the_line`: whether the call in which one was agreed still goes on."""
        self._book = book
        self._room = room
        self._carrier = carrier
        self._record = record
        self._base_url = base_url
        self._on_the_line = on_the_line
        self._clock = clock
        self._wall_clock = wall_clock
        self._ring_s = ring_s
        self._after_call_s = after_call_s
        self._attempts: dict[str, _Attempt] = {}
        """By the name that its webhooks carry."""
        self._waiting: dict[str, _Due] = {}
        """By the id of the call in which it was agreed."""
        self._over_since: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._log = structlog.get_logger(__name__)

    async def keep(self) -> None:
        """Runs until it is cancelled."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                self._log.error("call-backs could not be looked after", error=str(error))
            await asyncio.sleep(LOOKS_EVERY_S)

    async def look(self) -> None:
        """Those that are due wait in their place; those that are not any more do not. Raises `StoreError`."""
        for given_up in await self._book.settle():
            await self._write(given_up, given_up.attempts, CalledBack.GIVEN_UP, given_up.why, "")
        due = {callback.call_id: callback for callback in self._book.due()}
        for call_id in [one for one in self._waiting if one not in due and not self._waiting[one].ringing]:
            self._room.leave(_place(call_id))
            del self._waiting[call_id]
        for call_id, callback in due.items():
            if call_id not in self._waiting and self._has_hung_up(call_id):
                self._enter(callback)

    def close(self) -> None:
        """The service stops: what rings counts as an attempt when it starts again."""
        for attempt in self._attempts.values():
            if attempt.deadline is not None:
                attempt.deadline.cancel()
        for task in self._tasks:
            task.cancel()

    # What the carrier says.

    def answered(self, name: str, carrier_call_id: str) -> tuple[Outgoing, str] | None:
        """Somebody picked up: what the call is about, and the number rung. None: nothing is wanted of it."""
        attempt = self._attempts.get(name)
        if attempt is None or attempt.over or attempt.carrier_call_id not in ("", carrier_call_id):
            return None
        attempt.carrier_call_id, attempt.answered = carrier_call_id, True
        callback = attempt.callback
        rung_for = RungFor(callback.queue, callback.call_id, callback.language)
        outgoing = Outgoing(
            rung_for,
            _place(callback.call_id),
            self._room.since(callback.place),
            lambda outcome, why, call_id: self._ended(name, outcome, why, call_id),
        )
        return outgoing, callback.number

    def status(self, name: str, carrier_call_id: str, status: str) -> None:
        """A status callback. What follows an answer is the call's own affair."""
        attempt, outcome = self._attempts.get(name), _STATUSES.get(status)
        if attempt is None or attempt.carrier_call_id not in ("", carrier_call_id):
            return
        attempt.carrier_call_id = carrier_call_id
        if outcome is not None and not attempt.answered:
            self._ended(name, outcome, _WORDS[outcome], "")

    # How it is done.

    def _has_hung_up(self, call_id: str) -> bool:
        if self._on_the_line(call_id):
            self._over_since[call_id] = self._clock() + self._after_call_s
            return False
        if self._clock() < self._over_since.get(call_id, 0.0):
            return False
        self._over_since.pop(call_id, None)
        return True

    def _enter(self, callback: Callback) -> None:
        due = self._waiting[callback.call_id] = _Due(lambda: self._spawn(self._ring(callback)))
        waiting = Waiting(
            _place(callback.call_id),
            callback.queue,
            self._room.since(callback.place),
            vip=callback.vip,
            repeat=callback.repeat,
            language=callback.language,
        )
        agent = self._room.enter(waiting, due)
        if agent:
            due.agent_free(agent)

    async def _ring(self, callback: Callback) -> None:
        if not await self._begun(callback.call_id):
            self._forget(callback.call_id)
            return
        record = await self._record.replay(callback.call_id)
        started = next((event for event in record if isinstance(event, CallStarted)), None)
        name = secrets.token_hex(8)
        attempt = self._attempts[name] = _Attempt(callback, callback.attempts + 1)
        if started is None:
            self._ended(name, CalledBack.FAILED, "the call in which it was agreed is not in the record", "")
            return
        attempt.deadline = asyncio.get_running_loop().call_later(
            self._ring_s + RING_MARGIN_S, self._nobody, name
        )
        answer = await self._carrier.dial(
            callback.number,
            started.called,
            public_url(self._base_url, f"/twilio/callback/{name}/answer"),
            public_url(self._base_url, f"/twilio/callback/{name}/status"),
            self._ring_s,
        )
        match answer:
            case Done(call_sid):
                attempt.carrier_call_id = attempt.carrier_call_id or call_sid
            case Refused(_, why):
                self._ended(name, CalledBack.FAILED, why, "")
            case _:
                # It may be ringing all the same: the webhooks tell, or the deadline.
                self._log.warning("it is not known whether a caller is rung back", why=answer.why)

    def _nobody(self, name: str) -> None:
        attempt = self._attempts.get(name)
        if attempt is None or attempt.answered or attempt.over:
            return
        if attempt.carrier_call_id:
            self._spawn(self._hang_up(attempt.carrier_call_id))
        self._ended(name, CalledBack.NO_ANSWER, "the carrier did not say that anybody answered", "")

    async def _hang_up(self, carrier_call_id: str) -> None:
        await self._carrier.hang_up(carrier_call_id)

    def _ended(self, name: str, outcome: CalledBack, why: str, call_id: str) -> None:
        attempt = self._attempts.get(name)
        if attempt is None or attempt.over:
            return
        attempt.over = True
        if attempt.deadline is not None:
            attempt.deadline.cancel()
        self._spawn(self._settled(name, attempt, outcome, why, call_id))

    async def _settled(
        self, name: str, attempt: _Attempt, outcome: CalledBack, why: str, call_id: str
    ) -> None:
        first = attempt.callback.call_id
        reached = outcome is CalledBack.REACHED
        await self._write(attempt.callback, attempt.number, outcome, why, call_id)
        after = await self._persistently(
            lambda: self._book.reached(first) if reached else self._book.missed(first, why)
        )
        if after is not None and after.state is CallbackState.GIVEN_UP:
            given_up = f"{attempt.number} attempts reached nobody"
            await self._write(attempt.callback, attempt.number, CalledBack.GIVEN_UP, given_up, "")
        # Who is on the line has taken the place over by now.
        self._forget(first)
        self._attempts.pop(name, None)

    async def _begun(self, call_id: str) -> bool:
        try:
            return await self._book.begin(call_id)
        except StoreError as error:
            self._log.error("a call-back could not be begun", error=str(error))
            return False

    async def _persistently(self, change: Callable[[], Awaitable[Callback]]) -> Callback | None:
        for tried in range(WRITE_TRIES):
            try:
                return await change()
            except UnknownCallback:
                return None
            except StoreError as error:
                self._log.error("a call-back could not be written", error=str(error))
            await asyncio.sleep(2**tried)
        return None

    async def _write(
        self, callback: Callback, attempt: int, outcome: CalledBack, why: str, call_id: str
    ) -> None:
        """Into the record of the call in which it was agreed, on that call's clock."""
        record = await self._record.replay(callback.call_id)
        began = record[0].wall if record else self._wall_clock()
        self._record.append(
            CallbackTried(
                call_id=callback.call_id,
                at_ms=max(0, round((self._wall_clock() - began).total_seconds() * 1000)),
                attempt=attempt,
                outcome=outcome.value,
                explanation=why,
                call_made=call_id,
            )
        )

    def _forget(self, call_id: str) -> None:
        self._room.leave(_place(call_id))
        self._waiting.pop(call_id, None)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("a call-back failed", exc_info=error)


class _Due:
    """A call-back that waits for an agent."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self.ringing = False
        self._ring = ring

    def agent_free(self, agent: str) -> None:  # noqa: ARG002
        self.ringing = True
        self._ring()

    def look(self, seen: Seen) -> None:
        """They are not on the line."""


def _place(call_id: str) -> str:
    """Its name in the waiting room, where the call itself may be, too."""
    return f"call-back of {call_id}"
