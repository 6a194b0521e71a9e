"""From the end of what a caller says to the card about it in the journal, in many calls at once.

A real journal on SQLite, the sample centre's articles among 12,000 made-up ones, and callers who all ask at
the same moment, which is worse than calls are.
"""

import asyncio
import random
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console

from assist.assist_desk import AssistDesk
from assist.live_parts import AssistParts, build_parts
from benchmarks.knowledge import invented_articles
from config.centre import Centre
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE, SuggestionSettings
from transcripts.assist_events import SuggestionOffered
from transcripts.events import CallStarted, Speaker, TransferAccepted, Utterance
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore

CALLS = 20
ROUNDS = 12
EVERY_S = 2.5
"""Between two questions of a call; a search that has not answered by then has failed."""


@dataclass(frozen=True, slots=True)
class CardTimes:
    """In ms, from the caller's final words in the journal to the card in the journal."""

    calls: int
    articles: int
    asked: int
    offered: int
    p50: float
    p95: float
    worst: float
    longest_stall: float
    """Of the event loop, which carries the calls' audio, too."""
    taken_up: float
    """From the agent's yes until the call so far has been read."""


async def measure(more_articles: int) -> CardTimes:
    own = load_centre(SAMPLE_CENTRE)
    articles = (*own.articles, *invented_articles(more_articles))
    centre = replace(own, articles=articles, directory=None, locales=())
    # Every question may have a card, so that each is measured.
    settings = SuggestionSettings(every_s=0, held_out=0)
    parts = await asyncio.to_thread(build_parts, centre, settings, b"bench")
    with tempfile.TemporaryDirectory() as directory:
        store = await SqlEventStore.open(f"sqlite+aiosqlite:///{Path(directory) / 'bench.db'}")
        journal = Journal(store)
        await journal.start()
        try:
            return await _measured(journal, parts, own)
        finally:
            await journal.close()
            await store.close()


async def _measured(journal: Journal, parts: AssistParts, centre: Centre) -> CardTimes:
    with ThreadPoolExecutor(4) as executor:
        desk = AssistDesk(journal, parts, executor, time.monotonic)
        desk_runs = asyncio.create_task(desk.run())
        asked: dict[tuple[str, str], float] = {}
        taken: list[float] = []
        stalls: list[float] = []
        watching = asyncio.create_task(_watch(journal, asked, taken))
        ticking = asyncio.create_task(_tick(stalls))
        await asyncio.sleep(0.1)
        began = time.perf_counter()
        for call in range(CALLS):
            _accepted(journal, f"c{call}")
        await asyncio.sleep(0)
        await asyncio.gather(*(desk.take_up(f"c{call}") for call in range(CALLS)))
        taken_up = (time.perf_counter() - began) * 1000
        chance = random.Random(7)
        sentences = [said for intent in centre.intents if intent.article for said in intent.examples]
        questions = {call: chance.sample(sentences, ROUNDS) for call in range(CALLS)}
        stalls.clear()
        for at in range(ROUNDS):
            for call in range(CALLS):
                name = f"u{at}"
                asked[f"c{call}", name] = time.perf_counter()
                _said(journal, f"c{call}", name, questions[call][at], 2_000 + round(at * EVERY_S * 1000))
            await asyncio.sleep(EVERY_S)
        for task in (desk_runs, watching, ticking):
            task.cancel()
        await asyncio.gather(desk_runs, watching, ticking, return_exceptions=True)
    ms = np.array(taken) * 1000
    return CardTimes(
        CALLS,
        len(parts.of("").knowledge.articles),
        len(asked),
        len(taken),
        round(float(np.percentile(ms, 50)), 1),
        round(float(np.percentile(ms, 95)), 1),
        round(float(ms.max()), 1),
        round(max(stalls) * 1000, 1),
        round(taken_up, 1),
    )


def report(show: bool) -> object:
    results = [asyncio.run(measure(more)) for more in (0, 12_000)]
    if show:
        for times in results:
            Console(width=120).print(
                f"[bold]Cards[/], {times.calls} calls that ask at the same moment, {times.articles} "
                f"articles: offered in {times.p50:.0f} ms (p95 {times.p95:.0f}, worst {times.worst:.0f}) "
                f"after the caller's words, {times.offered} cards and hints for {times.asked} questions; "
                f"the loop stalled for {times.longest_stall:.0f} ms at most."
            )
    return [asdict(times) for times in results]


def _accepted(journal: Journal, call: str) -> None:
    journal.append(
        CallStarted(
            call_id=call, at_ms=0, carrier_call_id=call, caller="+16175550111", called="+1", language="en-US"
        )
    )
    journal.append(
        TransferAccepted(call_id=call, at_ms=1_000, transfer_id="t", agent="ana-flores", how="panel")
    )


def _said(journal: Journal, call: str, name: str, text: str, at_ms: int) -> None:
    journal.append(
        Utterance(
            call_id=call,
            at_ms=at_ms,
            utterance_id=name,
            speaker=Speaker.CALLER,
            text=text,
            start_ms=at_ms - 1_500,
            end_ms=at_ms,
            confidence=0.9,
            engine="bench",
        )
    )


async def _watch(journal: Journal, asked: dict[tuple[str, str], float], taken: list[float]) -> None:
    async with journal.subscribe(length=100_000) as events:
        async for event in events:
            if isinstance(event, SuggestionOffered) and (event.call_id, event.utterance_id) in asked:
                since = asked[event.call_id, event.utterance_id]
                taken.append(time.perf_counter() - since)


async def _tick(stalls: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        stalls.append(time.perf_counter() - began - 0.005)
