"""A page reads a call from any point on, whatever comes between: real journal, real database."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from tests.transcripts.recorded import CALL, said, started
from transcripts.access.call_feed import BATCH, MOST_LAGS, CallFeed, TooSlow
from transcripts.events import PartialUtterance, Speaker
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path}/attendant.db")
    opened = Journal(store)
    await opened.start()
    yield opened
    await opened.close()
    await store.close()


def partial(text: str) -> PartialUtterance:
    return PartialUtterance(call_id=CALL, at_ms=1, utterance_id="u1", speaker=Speaker.CALLER, text=text)


async def test_a_page_gets_what_was_and_then_what_comes(journal: Journal) -> None:
    journal.append(started())
    journal.append(said("u1", "hello"))
    async with aclosing(CallFeed(journal, CALL).batches()) as batches:
        before = await anext(batches)
        assert [event.sequence for event in before.events] == [1, 2]
        assert before.caught_up
        journal.publish(partial("my b"))
        journal.append(said("u2", "my bill"))
        after = await anext(batches)
        assert [event.sequence for event in after.events] == [0, 3]


async def test_a_page_that_was_reloaded_misses_nothing_and_gets_nothing_twice(journal: Journal) -> None:
    journal.append(started())
    for number in range(5):
        journal.append(said(f"u{number}", "words"))
    async with aclosing(CallFeed(journal, CALL, since=3).batches()) as batches:
        assert [event.sequence for event in (await anext(batches)).events] == [4, 5, 6]
        await journal.flush()
        journal.append(said("u9", "more"))
        assert [event.sequence for event in (await anext(batches)).events] == [7]


async def test_a_long_call_comes_in_batches_and_says_when_it_is_all_there(journal: Journal) -> None:
    journal.append(started())
    for number in range(BATCH):
        journal.append(said(f"u{number}", "words"))
    async with aclosing(CallFeed(journal, CALL).batches()) as batches:
        first, second = await anext(batches), await anext(batches)
        assert (len(first.events), first.caught_up) == (BATCH, False)
        assert (len(second.events), second.caught_up) == (1, True)


async def test_a_call_that_is_not_there_is_caught_up_with_at_once(journal: Journal) -> None:
    async with aclosing(CallFeed(journal, "none").batches()) as batches:
        batch = await anext(batches)
        assert (batch.events, batch.caught_up) == ((), True)


async def test_a_slow_page_loses_partials_and_no_words(journal: Journal) -> None:
    journal.append(started())
    async with aclosing(CallFeed(journal, CALL, length=3).batches()) as batches:
        await anext(batches)
        for number in range(4):
            journal.publish(partial("wor"))
            journal.append(said(f"u{number}", "words"))
        helped = await anext(batches)
        assert helped.behind
        assert [event.sequence for event in helped.events] == [2, 3, 4, 5]
        journal.append(said("u9", "more"))
        assert [event.sequence for event in (await anext(batches)).events] == [6]


async def test_a_page_that_never_keeps_up_is_told_to_come_again(journal: Journal) -> None:
    journal.append(started())
    async with aclosing(CallFeed(journal, CALL, length=1).batches()) as batches:
        await anext(batches)
        for _ in range(MOST_LAGS - 1):
            for number in range(3):
                journal.append(said(f"u{number}", "words"))
            assert (await anext(batches)).behind
        for number in range(3):
            journal.append(said(f"u{number}", "words"))
        with pytest.raises(TooSlow):
            await anext(batches)


async def test_what_a_page_may_not_see_is_not_sent_and_not_waited_for(journal: Journal) -> None:
    journal.append(started())
    journal.append(said("u1", "hello"))
    feed = CallFeed(journal, CALL, shows=lambda event: getattr(event, "utterance_id", "") != "u1")
    async with aclosing(feed.batches()) as batches:
        assert [event.sequence for event in (await anext(batches)).events] == [1]
        journal.append(said("u1", "hello"))
        journal.append(said("u2", "hello"))
        assert [event.sequence for event in (await anext(batches)).events] == [4]


async def test_the_feed_ends_with_the_journal(journal: Journal) -> None:
    journal.append(started())
    async with aclosing(CallFeed(journal, CALL).batches()) as batches:
        await anext(batches)
        await journal.close()
        with pytest.raises(StopAsyncIteration):
            await anext(batches)
