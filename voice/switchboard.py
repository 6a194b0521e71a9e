"""The live calls of this process: who is admitted, who is on, and the orderly end of all.

A slot is taken at the webhook, so that a caller is never half-answered.
"""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Iterator

from transcripts.events import EndReason
from transcripts.interrupted import InterruptedCall
from voice.call import Caller, LiveCall
from voice.call_services import CallServices

REMEMBERED_ENDS = 1000


class NoCapacity(Exception):
    """The call cannot be taken now; the message says why, for the log."""


class Switchboard:
    def __init__(self, *, limit: int) -> None:
        self._services: CallServices | None = None
        self._limit = limit
        self._by_carrier_id: dict[str, LiveCall] = {}
        self._ended: OrderedDict[str, EndReason | None] = OrderedDict()
        """How the latest calls ended: the carrier may still ask what comes next."""
        self._closing: set[asyncio.Task[None]] = set()
        self._draining = False

    def open(self, services: CallServices) -> None:
        """The engines are warm: calls are taken from now on."""
        self._services = services

    def __len__(self) -> int:
        return len(self._by_carrier_id)

    def __iter__(self) -> Iterator[LiveCall]:
        return iter(tuple(self._by_carrier_id.values()))

    def find(self, carrier_call_id: str) -> LiveCall | None:
        return self._by_carrier_id.get(carrier_call_id)

    def by_call_id(self, call_id: str) -> LiveCall | None:
        """The same by our own id of it."""
        return next((call for call in self if call.call_id == call_id), None)

    def take_up(self, left: InterruptedCall) -> LiveCall:
        """A call that the service was interrupted in goes on. It is told so itself, once it is known how."""
        if self._services is None:
            raise NoCapacity("the engines are still being loaded")
        caller = Caller(left.carrier_call_id, left.caller, left.called, left.carrier)
        return self._put_on(LiveCall(left.call_id, caller, self._services, left))

    def ended_as(self, carrier_call_id: str) -> EndReason | None:
        """How a call ended; None while it is on, and for calls that are unknown or long over."""
        call = self._by_carrier_id.get(carrier_call_id)
        return call.end_reason if call is not None else self._ended.get(carrier_call_id)

    def answer(self, caller: Caller) -> LiveCall:
        """The live call for this CallSid, which is begun if it is new. Raises `NoCapacity`."""
        call = self._by_carrier_id.get(caller.carrier_call_id)
        if call is not None:
            return call
        if self._services is None:
            raise NoCapacity("the engines are still being loaded")
        if self._draining:
            raise NoCapacity("the service is shutting down")
        if len(self._by_carrier_id) >= self._limit:
            raise NoCapacity(f"all {self._limit} lines are in use")
        if not self._services.journal.healthy:
            raise NoCapacity(f"the record cannot be written: {self._services.journal.fault}")
        return self._put_on(LiveCall(f"call-{secrets.token_hex(8)}", caller, self._services))

    def _put_on(self, call: LiveCall) -> LiveCall:
        self._by_carrier_id[call.carrier_call_id] = call
        forget = asyncio.get_running_loop().create_task(self._forget_when_finished(call))
        self._closing.add(forget)
        forget.add_done_callback(self._closing.discard)
        return call

    async def close(self) -> None:
        """Ends every call but those between people, and waits until the records are on disk."""
        self._draining = True
        for call in self:
            if call.between_people:
                call.leave()
                continue
            call.end(EndReason.SERVICE_STOPPED, "The service was shut down during the call.")
        if self._closing:
            await asyncio.wait(self._closing)

    async def _forget_when_finished(self, call: LiveCall) -> None:
        await call.finished.wait()
        self._by_carrier_id.pop(call.carrier_call_id, None)
        self._ended[call.carrier_call_id] = call.end_reason
        while len(self._ended) > REMEMBERED_ENDS:
            self._ended.popitem(last=False)
