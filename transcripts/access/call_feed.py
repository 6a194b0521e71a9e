"""A call's events for a page, from any sequence number on, in batches: nothing missed, nothing twice.

A page that is too slow loses what is only of the moment (partials), and reads the rest from the record: the
call never waits for it.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from transcripts.event import NOT_JOURNALED
from transcripts.events import AnyEvent
from transcripts.journal import Journal
from transcripts.subscription import Lagged, Subscription

BATCH = 200
"""The most events in one message."""

MOST_LAGS = 3
"""In a row, without the page having caught up in between: then it had better ask again later."""


class TooSlow(Exception):
    """The page does not keep up, however often it is helped."""


@dataclass(frozen=True, slots=True)
class Batch:
    events: tuple[AnyEvent, ...]
    caught_up: bool
    """What comes after this is new; all that was is there."""
    behind: bool = False
    """The page was too slow: partials are missing before this."""


class CallFeed:
    """One page's, for one call."""

    def __init__(
        self,
        journal: Journal,
        call_id: str,
        since: int = 0,
        *,
        shows: Callable[[AnyEvent], bool] = lambda _: True,
        length: int = 1024,
    ) -> None:
        """`since`: the last sequence number that the page has. `shows`: what it may see."""
        self._journal = journal
        self._call_id = call_id
        self._last = since
        self._shows = shows
        self._length = length

    async def batches(self) -> AsyncIterator[Batch]:
        """Until the journal closes. Raises `TooSlow`, or `StoreError` where the record cannot be read."""
        lags = 0
        while True:
            async with self._journal.subscribe(self._call_id, length=self._length) as live:
                async for batch in self._replayed(behind=lags > 0):
                    yield batch
                try:
                    async for events in self._following(live):
                        lags = 0
                        yield Batch(events, caught_up=True)
                    return
                except Lagged as error:
                    lags += 1
                    if lags >= MOST_LAGS:
                        raise TooSlow(str(error)) from error

    async def _replayed(self, *, behind: bool) -> AsyncIterator[Batch]:
        missed = await self._journal.replay(self._call_id, self._last)
        for start in range(0, max(len(missed), 1), BATCH):
            part = missed[start : start + BATCH]
            if part:
                self._last = part[-1].sequence
            yield Batch(self._shown(part), start + BATCH >= len(missed), behind and start == 0)

    async def _following(self, live: Subscription) -> AsyncIterator[tuple[AnyEvent, ...]]:
        async for event in live:
            ready = [event, *live.ready(BATCH - 1)]
            new = [one for one in ready if one.sequence == NOT_JOURNALED or one.sequence > self._last]
            self._last = max((one.sequence for one in new), default=self._last) or self._last
            if shown := self._shown(new):
                yield shown

    def _shown(self, events: list[AnyEvent]) -> tuple[AnyEvent, ...]:
        return tuple(event for event in events if self._shows(event))
