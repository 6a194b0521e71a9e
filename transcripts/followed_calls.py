"""The calls that agents are in, or still write about, as the journal tells of them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog

from transcripts.events import (
    AnyEvent,
    CallEnded,
    CallResumed,
    CallStarted,
    TransferAccepted,
    TransferEnded,
)
from transcripts.journal import Journal, Lagged
from transcripts.store.contract import StoreError
from transcripts.talks import Talk, Talks, talks_of

LONG_AGO = timedelta(days=1)
"""Calls that were over before that are not looked after again when the service starts."""


class FollowedCalls:
    def __init__(self, journal: Journal, wall_clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._wall_clock = wall_clock
        self._talks: dict[str, Talks] = {}
        self._log = structlog.get_logger(__name__)

    def __len__(self) -> int:
        return len(self._talks)

    @property
    def open(self) -> tuple[tuple[str, str], ...]:
        """Agents who write their notes now, and the call of each."""
        return tuple(
            (talk.agent, call) for call, talks in self._talks.items() for talk in talks.all() if talk.open
        )

    def talk(self, call_id: str, agent: str) -> Talk | None:
        talks = self._talks.get(call_id)
        return talks.of(agent) if talks is not None else None

    async def follow(self, recent: Iterable[str], caught_up: Callable[[], None]) -> None:
        """Until the journal closes. `caught_up` is called once `recent`, the calls of before, are known."""
        calls = tuple(recent)
        restarted = True
        while True:
            try:
                async with self._journal.subscribe() as events:
                    for call_id in calls:
                        await self._catch_up(call_id)
                    if restarted:
                        caught_up()
                    restarted = False
                    async for event in events:
                        await self._heard(event)
                return
            except Lagged:
                calls = tuple(self._talks)
                self._log.warning("wrap-ups fell behind and read on", calls=len(calls))

    async def _catch_up(self, call_id: str) -> None:
        try:
            talks = talks_of(await self._journal.replay(call_id))
        except StoreError as error:
            self._log.error("a call's notes could not be looked up", call=call_id, error=str(error))
            return
        if talks.over is None or self._wall_clock() - talks.over.wall < LONG_AGO:
            self._keep(call_id, talks)

    async def _heard(self, event: AnyEvent) -> None:
        talks = self._talks.get(event.call_id)
        if talks is not None:
            talks.heard(event)
            self._keep(event.call_id, talks)
        elif isinstance(event, CallStarted):
            self._keep(event.call_id, talks_of([event]))
        elif isinstance(event, TransferAccepted | CallResumed | TransferEnded | CallEnded):
            # It began before this process, or its notes were finished with.
            await self._catch_up(event.call_id)

    def _keep(self, call_id: str, talks: Talks) -> None:
        """A call that is over, and of which nobody writes, is forgotten."""
        if talks.over is not None and not any(talk.open for talk in talks.all()):
            self._talks.pop(call_id, None)
        else:
            self._talks[call_id] = talks
