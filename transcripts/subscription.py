"""Watching the journal: a bounded queue for each watcher, so that a slow one harms only itself."""

import asyncio
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Self

from transcripts.events import AnyEvent

QUEUE_LENGTH = 1024
"""Events that a subscriber may be behind by default."""


class Lagged(Exception):
    """The subscriber was too slow and was dropped; it reads on with `replay` and a new subscription."""


class Subscription:
    """`async with journal.subscribe() as events: async for event in events: …`

    Events are kept from the moment of entering. To miss nothing since sequence N: enter, then replay since
    N, then skip what comes with a sequence number (other than 0) that the replay had.
    """

    def __init__(
        self,
        call_id: str | None,
        length: int,
        enter: Callable[["Subscription"], None],
        leave: Callable[["Subscription"], None],
    ) -> None:
        self.call_id = call_id
        """Whose events; None: every call's."""
        self._length = length
        self._enter = enter
        self._leave = leave
        self._events: deque[AnyEvent] = deque()
        self._arrival = asyncio.Event()
        self._lagged = False
        self._ended = False

    async def __aenter__(self) -> Self:
        self._enter(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> AnyEvent:
        while not self._events:
            if self._lagged:
                raise Lagged(f"this subscriber was more than {self._length} events behind and was dropped")
            if self._ended:
                raise StopAsyncIteration
            self._arrival.clear()
            await self._arrival.wait()
        return self._events.popleft()

    def ready(self, limit: int) -> list[AnyEvent]:
        """What has arrived and not been iterated over yet, at most `limit`; it is iterated over no more."""
        return [self._events.popleft() for _ in range(min(limit, len(self._events)))]

    def offer(self, event: AnyEvent) -> bool:
        """Called by the journal for each event. False: it is too slow, and gets nothing more."""
        if len(self._events) >= self._length:
            self._lagged = True
            self._events.clear()
        else:
            self._events.append(event)
        self._arrival.set()
        return not self._lagged

    def end(self) -> None:
        """Called by the journal when it closes: iteration ends after what has arrived."""
        self._ended = True
        self._arrival.set()
