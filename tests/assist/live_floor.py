"""A floor for the tests of live assistance: a real journal on a real store, and people who talk, in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assist.assist_desk import AssistDesk
from assist.live_assist import LiveAssist
from assist.live_parts import AssistParts
from assist.live_searches import LiveSearches
from transcripts.assist_events import SuggestionDropped, SuggestionOffered
from transcripts.events import (
    AnyEvent,
    CallEnded,
    CallResumed,
    CallStarted,
    EndReason,
    PartialUtterance,
    Speaker,
    SpeechStarted,
    TransferAccepted,
    Utterance,
)
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore

NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)
BILL = "why is my bill higher this month"
FIRST_BILL = "The first bill covers the part of the month since your installation and the whole next month."


class LiveFloor:
    """Calls, their journal and the desk that assists in them."""

    def __init__(self, store: SqlEventStore, parts: AssistParts, executor: ThreadPoolExecutor) -> None:
        self._loop = asyncio.get_running_loop()
        self._began_s = self._loop.time()
        self._store = store
        self._executor = executor
        self._count = 0
        self._answered_s: dict[str, float] = {}
        self.parts = parts
        self.desk: AssistDesk
        self.journal: Journal
        self._desk_task: asyncio.Task[None]

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self._loop.time() - self._began_s)

    async def open(self) -> None:
        await self.open_journal()
        self.open_desk()
        await asyncio.sleep(0)

    async def open_journal(self) -> None:
        self.journal = Journal(self._store, wall_clock=self.wall)
        await self.journal.start()

    def open_desk(self) -> None:
        self.desk = AssistDesk(
            self.journal,
            self.parts,
            self._executor,
            self._loop.time,
            wall_clock=self.wall,
            searches=LiveSearches(self._executor),
        )
        self._desk_task = asyncio.create_task(self.desk.run(), name="desk")

    async def close(self) -> None:
        self._desk_task.cancel()
        await asyncio.gather(self._desk_task, return_exceptions=True)
        await self.journal.flush()
        await self.journal.close()

    async def restart(self, *calls: str) -> None:
        """The service is stopped and started again; the calls go on at the carrier."""
        await self.close()
        await self.open()
        for call in calls:
            await self.journal.take_up(call)
            self.append(
                CallResumed(call_id=call, at_ms=self.now_ms(call), gap_ms=100, explanation="restarted")
            )
        await self.settled()

    def now_ms(self, call: str) -> int:
        return round((self._loop.time() - self._answered_s[call]) * 1000)

    def append(self, event: AnyEvent) -> AnyEvent:
        return self.journal.append(event)

    def starts(self, call: str = "c1", language: str = "en-US") -> None:
        self._answered_s[call] = self._loop.time()
        self.append(
            CallStarted(
                call_id=call,
                at_ms=0,
                carrier_call_id=f"CA-{call}",
                caller="+16175550111",
                called="+16175550100",
                language=language,
            )
        )

    async def accepted(self, call: str = "c1", agent: str = "ana-flores") -> LiveAssist:
        self.append(
            TransferAccepted(
                call_id=call, at_ms=self.now_ms(call), transfer_id="t1", agent=agent, how="panel"
            )
        )
        await self.settled()
        return self.live(call)

    async def answered(self, call: str = "c1") -> LiveAssist:
        self.starts(call)
        await asyncio.sleep(5)
        return await self.accepted(call)

    def live(self, call: str = "c1") -> LiveAssist:
        live = self.desk.of(call)
        assert live is not None
        assert live.ready
        return live

    def begins(self, speaker: Speaker, call: str = "c1") -> str:
        self._count += 1
        name = f"u{self._count}"
        self.journal.publish(
            SpeechStarted(call_id=call, at_ms=self.now_ms(call), utterance_id=name, speaker=speaker)
        )
        return name

    def goes_on(self, name: str, call: str = "c1") -> None:
        """The agent is still talking."""
        self.journal.publish(
            PartialUtterance(
                call_id=call,
                at_ms=self.now_ms(call),
                utterance_id=name,
                speaker=Speaker.AGENT,
                text="and so on",
            )
        )

    def finishes(self, name: str, speaker: Speaker, text: str, call: str = "c1", for_ms: int = 1200) -> None:
        now_ms = self.now_ms(call)
        self.append(
            Utterance(
                call_id=call,
                at_ms=now_ms,
                utterance_id=name,
                speaker=speaker,
                text=text,
                start_ms=now_ms - for_ms,
                end_ms=now_ms - 200,
                confidence=0.9,
                engine="test",
            )
        )

    async def caller(self, text: str, call: str = "c1") -> str:
        return await self._says(Speaker.CALLER, text, call)

    async def agent(self, text: str, call: str = "c1") -> str:
        return await self._says(Speaker.AGENT, text, call)

    async def settled(self) -> None:
        await asyncio.sleep(0.2)

    async def ends(self, call: str = "c1") -> None:
        self.append(
            CallEnded(
                call_id=call,
                at_ms=self.now_ms(call),
                reason=EndReason.CALLER_HUNG_UP,
                explanation="",
                duration_ms=self.now_ms(call),
            )
        )
        await self.settled()

    async def events(self, call: str = "c1") -> list[AnyEvent]:
        return await self.journal.replay(call)

    async def of(self, *kinds: type, call: str = "c1") -> list[AnyEvent]:
        return [event for event in await self.events(call) if isinstance(event, kinds)]

    async def cards(self, call: str = "c1") -> list[AnyEvent]:
        return [one for one in await self.of(SuggestionOffered, call=call) if one.form == "card"]

    async def dropped(self, call: str = "c1") -> list[tuple[str, str]]:
        return [(one.suggestion_id, one.why) for one in await self.of(SuggestionDropped, call=call)]

    async def _says(self, speaker: Speaker, text: str, call: str) -> str:
        name = self.begins(speaker, call)
        await asyncio.sleep(1.2)
        self.finishes(name, speaker, text, call)
        await self.settled()
        return name


@asynccontextmanager
async def live_floor(directory: Path, parts: AssistParts) -> AsyncIterator[LiveFloor]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{directory / 'attendant.db'}")
    executor = ThreadPoolExecutor(4)
    floor = LiveFloor(store, parts, executor)
    await floor.open()
    try:
        yield floor
    finally:
        await floor.close()
        executor.shutdown()
        await store.close()
