"""The people of a centre on the line: their presence, and what connects a caller with them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime

from config.centre import Centre
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import agent_presence
from transcripts.store.versioned_table import VersionedTable
from voice.agents import Roster
from voice.presence import AgentState
from voice.speech.phrases import SpeechSource
from voice.transfer_desk import Transfers
from voice.twilio.rest import CarrierRest, rest_client

REST_THREADS = 8
"""Requests to the carrier at once, over all calls."""


async def open_roster(
    stack: AsyncExitStack,
    centre: Centre,
    store: SqlEventStore,
    *,
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> Roster:
    """Who is where, kept until `stack` is closed. Raises `StoreError`."""
    table = VersionedTable(store.engine, agent_presence, AgentState, store.writing)
    roster = Roster(table, centre.agents, clock=clock, wall_clock=wall_clock)
    await roster.start()
    stack.push_async_callback(roster.close)
    keeping = asyncio.create_task(roster.keep(), name="roster")
    stack.callback(keeping.cancel)
    return roster


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
    clock: Callable[[], float],
    wall_clock: Callable[[], datetime],
) -> Transfers:
    """`api_url`: of the carrier's REST API; empty: Twilio's own."""
    threads = ThreadPoolExecutor(REST_THREADS, thread_name_prefix="carrier")
    stack.callback(threads.shutdown, wait=False, cancel_futures=True)
    carrier = CarrierRest(rest_client(account_sid, auth_token, api_url), threads)
    transfers = Transfers(
        centre, roster, carrier, journal, speech, base_url, new_mouth, clock=clock, wall_clock=wall_clock
    )
    stack.callback(transfers.close)
    return transfers
