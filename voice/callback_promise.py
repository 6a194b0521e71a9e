"""A call-back that was agreed in a call goes into the book, also where the database fails for a moment."""

import asyncio
from datetime import datetime

import structlog

from transcripts.events import CallbackAgreed
from transcripts.store.contract import StoreError
from voice.call_services import CallServices

TRIES = 5
AGAIN_S = 1.0
"""After a failure, in seconds; twice as long each time."""
KEPT_S = 3.0
"""How long the end of the call waits for it, in seconds."""


class Promise:
    """One call's."""

    def __init__(self, services: CallServices) -> None:
        self._services = services
        self._writing: set[asyncio.Task[None]] = set()

    def keep(
        self, event: CallbackAgreed, since_s: float | None, *, language: str, vip: bool, repeat: bool
    ) -> None:
        """`since_s`: since when the caller waits, in monotonic seconds; None: since now."""
        if self._services.callbacks is None:
            return
        room, now = self._services.waiting_room, self._services.wall_clock()
        place = room.wall(since_s) if room is not None and since_s is not None else now
        task = asyncio.get_running_loop().create_task(self._write(event, place, language, vip, repeat))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def kept(self) -> None:
        """Until it is written, or has to be given up waiting for."""
        if self._writing:
            await asyncio.wait(tuple(self._writing), timeout=KEPT_S)

    async def _write(
        self, event: CallbackAgreed, place: datetime, language: str, vip: bool, repeat: bool
    ) -> None:
        book = self._services.callbacks
        assert book is not None
        log = structlog.get_logger(__name__).bind(call_id=event.call_id)
        for attempt in range(TRIES):
            try:
                await book.agree(event, place=place, language=language, vip=vip, repeat=repeat)
                return
            except StoreError as error:
                log.warning("a call-back could not be noted yet", error=str(error))
            await asyncio.sleep(AGAIN_S * 2**attempt)
        log.error("a call-back was agreed and could not be noted: ring the caller by hand")
