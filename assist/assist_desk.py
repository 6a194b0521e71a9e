"""Live assistance for all calls that agents have: who accepts one is assisted until it is over.

One subscription to the journal feeds them all; what a restart or a flood made it miss, it reads again.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime

import structlog

from assist.live_assist import LiveAssist
from assist.live_parts import AssistParts
from assist.live_searches import LiveSearches
from transcripts.events import AnyEvent, CallResumed, TransferAccepted, WrapUpClosed
from transcripts.journal import Journal, utc_now
from transcripts.store.contract import StoreError
from transcripts.subscription import Lagged

QUEUE_LENGTH = 16_384
"""Events that the desk may be behind by: all calls' at once, a minute's worth of eighty."""
ENDED_CALLS = 100
"""Ended calls whose notes are being written, and whose checklists can still be overruled."""


class AssistDesk:
    """One for each process, on the loop of its journal."""

    def __init__(
        self,
        journal: Journal,
        parts: AssistParts,
        executor: Executor,
        clock: Callable[[], float],
        *,
        wall_clock: Callable[[], datetime] = utc_now,
        searches: LiveSearches | None = None,
    ) -> None:
        """`clock` gives monotonic seconds. `executor`: threads for searches and for reading calls so far."""
        self._journal = journal
        self._parts = parts
        self._executor = executor
        self._clock = clock
        self._wall_clock = wall_clock
        self._searches = searches or LiveSearches(executor)
        self._calls: OrderedDict[str, LiveAssist] = OrderedDict()
        self._starting: dict[str, asyncio.Task[None]] = {}
        self._resuming: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until the journal closes."""
        try:
            await self._follow()
        finally:
            tasks = [*self._starting.values(), *self._resuming]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for live in self._calls.values():
                live.stop()

    def of(self, call_id: str) -> LiveAssist | None:
        """The call's, from an agent's yes until the notes on it are closed."""
        return self._calls.get(call_id)

    async def read(self, call_id: str) -> LiveAssist | None:
        """As `of`, once it has read the call so far. None: no agent has it."""
        starting = self._starting.get(call_id)
        if starting is not None:
            await asyncio.shield(starting)
        return self._calls.get(call_id)

    async def take_up(self, call_id: str) -> LiveAssist | None:
        """A call that went on while this process was not there. None: no agent has accepted it."""
        if call_id not in self._calls:
            past = await self._journal.replay(call_id)
            if not any(isinstance(event, TransferAccepted) for event in past):
                return None
            self._open(call_id)
        return await self.read(call_id)

    async def _follow(self) -> None:
        while True:
            async with self._journal.subscribe(length=QUEUE_LENGTH) as events:
                for live in list(self._calls.values()):
                    self._start(live)
                try:
                    async for event in events:
                        if self._take(event):
                            # Many speak at once, and the calls' audio is on this loop, too.
                            await asyncio.sleep(0)
                    return
                except Lagged as error:
                    structlog.get_logger(__name__).error("assistance was behind", why=str(error))

    def _take(self, event: AnyEvent) -> bool:
        """True: something was made of it, which takes a while."""
        live = self._calls.get(event.call_id)
        if live is None:
            if isinstance(event, TransferAccepted):
                self._open(event.call_id)
            elif isinstance(event, CallResumed):
                self._resume(event.call_id)
            return False
        try:
            live.heard(event)
        except Exception as error:  # noqa: BLE001 - the other calls go on
            structlog.get_logger(__name__).error(
                "assistance failed", call_id=event.call_id, event=type(event).__name__, exc_info=error
            )
        if isinstance(event, WrapUpClosed):
            self._close(event.call_id)
        return True

    def _open(self, call_id: str) -> None:
        live = LiveAssist(
            call_id,
            self._journal,
            self._parts,
            self._searches,
            self._executor,
            self._clock,
            self._wall_clock,
        )
        self._calls[call_id] = live
        self._start(live)
        ended = [name for name, one in self._calls.items() if one.over]
        for name in ended[: max(0, len(ended) - ENDED_CALLS)]:
            self._close(name)

    def _start(self, live: LiveAssist) -> None:
        task = asyncio.create_task(self._begin(live), name=f"assistance for {live.call_id}")
        self._starting[live.call_id] = task
        task.add_done_callback(lambda done: self._started(live.call_id, done))

    def _started(self, call_id: str, task: "asyncio.Task[None]") -> None:
        if self._starting.get(call_id) is task:
            del self._starting[call_id]

    async def _begin(self, live: LiveAssist) -> None:
        try:
            await live.take_up()
        except StoreError as error:
            structlog.get_logger(__name__).error(
                "a call cannot be assisted, for its record cannot be read",
                call_id=live.call_id,
                why=str(error),
            )
            self._close(live.call_id)
        except Exception as error:  # noqa: BLE001 - the other calls go on
            structlog.get_logger(__name__).error(
                "a call cannot be assisted", call_id=live.call_id, exc_info=error
            )
            self._close(live.call_id)

    def _resume(self, call_id: str) -> None:
        task = asyncio.create_task(self._resumed(call_id), name=f"assistance resumed for {call_id}")
        self._resuming.add(task)
        task.add_done_callback(self._resuming.discard)

    async def _resumed(self, call_id: str) -> None:
        try:
            await self.take_up(call_id)
        except StoreError as error:
            structlog.get_logger(__name__).error(
                "a call cannot be assisted, for its record cannot be read", call_id=call_id, why=str(error)
            )

    def _close(self, call_id: str) -> None:
        live = self._calls.pop(call_id, None)
        if live is not None:
            live.stop()
