"""The people of a centre on the line: their presence, and what connects a caller with them."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime

from config.centre import Centre
from config.settings import TransferSettings
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import agent_presence, callbacks
from transcripts.store.versioned_table import VersionedTable
from voice.agents import Roster
from voice.callback_dialling import CallbackDialler
from voice.callbacks import Callback, CallbackBook
from voice.presence import AgentState
from voice.speech.phrases import SpeechSource
from voice.transfer_desk import Transfers
from voice.transfer_plan import Plan
from voice.twilio.rest import CarrierRest, rest_client
from voice.waiting_room import WaitingRoom

REST_THREADS = 8
"""Requests to the carrier at once, over all calls."""


async def open_roster(
    stack: AsyncExitStack,
    centre: Centre,
    store: SqlEventStore,
    *,
    going_on: Collection[str] = (),
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> Roster:
    """Who is where, kept until `stack` is closed. `going_on`: transfers of before the start that may go on.

    Raises `StoreError`.
    """
    table = VersionedTable(store.engine, agent_presence, AgentState, store.operations)
    roster = Roster(table, centre.agents, clock=clock, wall_clock=wall_clock)
    await roster.start(going_on)
    stack.push_async_callback(roster.close)
    keeping = asyncio.create_task(roster.keep(), name="roster")
    stack.callback(keeping.cancel)
    return roster


async def open_waiting(
    stack: AsyncExitStack,
    centre: Centre,
    store: SqlEventStore,
    roster: Roster,
    *,
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> tuple[WaitingRoom, CallbackBook]:
    """Where those wait for whom nobody is free, and what was promised. Raises `StoreError`."""
    room = WaitingRoom(centre, roster.statuses, clock=clock, wall_clock=wall_clock)
    stack.callback(roster.subscribe(room.told))
    keeping = asyncio.create_task(room.keep(), name="waiting room")
    stack.callback(keeping.cancel)
    book = CallbackBook(
        VersionedTable(store.engine, callbacks, Callback, store.operations), centre, wall_clock=wall_clock
    )
    await book.start()
    return room, book


def open_dialler(
    stack: AsyncExitStack,
    book: CallbackBook,
    room: WaitingRoom,
    carrier: CarrierRest,
    journal: Journal,
    base_url: str,
    *,
    on_the_line: Callable[[str], bool],
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
    ring_s: int,
) -> CallbackDialler:
    """Rings back those who were promised it, until `stack` is closed."""
    dialler = CallbackDialler(
        book,
        room,
        carrier,
        journal,
        base_url,
        on_the_line=on_the_line,
        clock=clock,
        wall_clock=wall_clock,
        ring_s=ring_s,
    )
    stack.callback(dialler.close)
    keeping = asyncio.create_task(dialler.keep(), name="call-backs")
    stack.callback(keeping.cancel)
    return dialler


def open_transfers(
    stack: AsyncExitStack,
    centre: Centre,
    roster: Roster,
    journal: Journal,
    speech: SpeechSource,
    *,
    account_sid: str,
    auth_token: str,
    api_url: str,
    base_url: str,
    new_mouth: Callable[[str], str],
    patience: TransferSettings,
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> Transfers:
    """`api_url`: of the carrier's REST API; empty: Twilio's own."""
    threads = ThreadPoolExecutor(REST_THREADS, thread_name_prefix="carrier")
    stack.callback(threads.shutdown, wait=False, cancel_futures=True)
    carrier = CarrierRest(rest_client(account_sid, auth_token, api_url), threads)
    plan = Plan(
        most_attempts=patience.agents,
        ring_s=patience.ring_s,
        offer_s=patience.offer_s,
        company_s=patience.company_s,
        whole_s=patience.whole_s,
        watch_s=patience.watch_s,
    )
    transfers = Transfers(
        centre,
        roster,
        carrier,
        journal,
        speech,
        base_url,
        new_mouth,
        clock=clock,
        wall_clock=wall_clock,
        plan=plan,
    )
    stack.callback(transfers.close)
    return transfers
