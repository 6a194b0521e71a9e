"""The agents' panel of a service, put together: accounts and sessions, the floor, the site."""

import asyncio
from collections.abc import Callable, Coroutine, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

import structlog
from aiohttp import web

from assist.assist_desk import AssistDesk
from assist.encoders.encoder import Encoder
from assist.live_assist import LiveAssist
from assist.live_parts import AssistParts, build_parts
from assist.panel.call_book import CallBook
from assist.panel.live_help import FindHelp
from assist.panel.site import Panel
from assist.sentiment_classifier import chosen_sentiment
from config.centre import Centre
from config.settings import Settings
from transcripts.access.accounts import Account, Accounts
from transcripts.access.passwords import AT_ONCE, Passwords
from transcripts.access.sessions import Session, Sessions
from transcripts.access.signing_in import Doors
from transcripts.access.throttle import Throttle
from transcripts.journal import Journal
from transcripts.store import tables
from transcripts.store.event_store import SqlEventStore
from transcripts.store.versioned_table import VersionedTable
from transcripts.wrap_up import WrapUps
from voice.agents import Roster
from voice.call_actions import CallActions
from voice.kept_token import kept_token
from voice.presence import Presence
from voice.waiting_room import WaitingRoom
from voice.web.floor import VoiceFloor

CALLS_LOOKED_THROUGH = 50
"""After a restart: for the call that an agent still writes about."""

ASSISTANCE_THREADS = 2

LOT = "suggestions.lot"
"""The file of the data directory by whose secret cards are held out."""


@dataclass(frozen=True, slots=True)
class PanelParts:
    accounts: Accounts
    sessions: Sessions
    doors: Doors
    floor: VoiceFloor
    book: CallBook
    wrap_ups: WrapUps


async def open_panel(
    stack: AsyncExitStack,
    centre: Centre,
    store: SqlEventStore,
    journal: Journal,
    roster: Roster,
    actions: CallActions,
    waiting_room: Callable[[], WaitingRoom | None],
    base_url: str,
    *,
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> PanelParts:
    """Kept until `stack` is closed. Raises `StoreError`."""
    threads = stack.enter_context(_threads(AT_ONCE, "passwords"))
    accounts = Accounts(
        VersionedTable(store.engine, tables.accounts, Account, store.operations), Passwords(threads)
    )
    sessions = Sessions(VersionedTable(store.engine, tables.sessions, Session, store.operations), wall_clock)
    book = CallBook(journal)
    recent: list[str] = []
    if any(status.presence is Presence.WRAP_UP for status in roster.statuses()):
        recent = [record.call_id for record in reversed(await store.list_calls(CALLS_LOOKED_THROUGH))]
    for call_id in recent:
        await book.of(call_id)

    def notes_time(call_id: str, agent: str) -> tuple[datetime | None, int] | None:
        return wrap_ups.time(call_id, agent)

    floor = VoiceFloor(
        centre, roster, actions, waiting_room, book, notes_time, clock=clock, wall_clock=wall_clock
    )
    stack.callback(floor.close)
    wrap_ups = WrapUps(
        journal, centre, wall_clock=wall_clock, finished=floor.wrapped_up, more_time=floor.more_time
    )
    for task in (book.follow(), wrap_ups.run(recent)):
        stack.callback(kept_going(task, "panel").cancel)
    doors = Doors(accounts, sessions, Throttle(clock), base_url)
    return PanelParts(accounts, sessions, doors, floor, book, wrap_ups)


class Assistance:
    """Whispers, checklists and moods for the calls of agents: there once its parts are learnt."""

    def __init__(self) -> None:
        self._desk: AssistDesk | None = None

    def of(self, call_id: str) -> LiveAssist | None:
        return self._desk.of(call_id) if self._desk is not None else None

    async def run(
        self,
        settings: Settings,
        centre: Centre,
        encoder: Encoder | None,
        journal: Journal,
        calls: Callable[[], Sequence[str]],
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
    ) -> None:
        """Until it is cancelled. `calls`: those that went on before it was there."""
        with _threads(ASSISTANCE_THREADS, "assistance") as threads:
            salt = kept_token(settings.data_directory / LOT).encode()
            parts = await asyncio.get_running_loop().run_in_executor(
                threads, lambda: _assist_parts(settings, centre, salt, encoder)
            )
            desk = self._desk = AssistDesk(journal, parts, threads, clock, wall_clock=wall_clock)
            async with asyncio.TaskGroup() as group:
                group.create_task(desk.run(), name="assistance")
                group.create_task(parts.watch(), name="articles")
                for call_id in calls():
                    await desk.take_up(call_id)


def _assist_parts(settings: Settings, centre: Centre, salt: bytes, encoder: Encoder | None) -> AssistParts:
    words = settings.understanding
    sentiment = chosen_sentiment(words.sentiment_model, words.sentiment_labels)
    return build_parts(centre, settings.suggestions, salt, encoder=encoder, sentiment=sentiment)


@contextmanager
def _threads(count: int, name: str) -> Generator[ThreadPoolExecutor]:
    """Nobody waits for what they still do."""
    threads = ThreadPoolExecutor(count, thread_name_prefix=name)
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def serve_panel(app: web.Application, parts: PanelParts, journal: Journal, help_for: FindHelp) -> None:
    """`help_for`: live assistance by call."""
    panel = Panel(
        parts.doors,
        parts.sessions,
        journal,
        parts.book,
        parts.floor,
        _version(),
        help_for=help_for,
        wrap_ups=parts.wrap_ups,
    )
    panel.add_to(app)


def kept_going(work: Coroutine[None, None, None], name: str) -> "asyncio.Task[None]":
    """What goes on beside the calls; where it fails, that is said, and the calls go on."""

    def over(task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            structlog.get_logger(__name__).error(
                "a part failed; restart the service", part=name, exc_info=error
            )

    task = asyncio.create_task(work, name=name)
    task.add_done_callback(over)
    return task


def _version() -> str:
    try:
        return version("attendant")
    except PackageNotFoundError:
        return "0"
