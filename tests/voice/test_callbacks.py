"""Promised call-backs on a real database: none is forgotten, none is made twice at once, none is made for ever."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from config.centre import Centre, OpeningHours, Queue
from transcripts.events import CallbackAgreed
from transcripts.store.contract import StoreError
from transcripts.store.event_store import SqlEventStore
from transcripts.store.tables import callbacks
from transcripts.store.versioned_table import VersionedTable
from voice.callbacks import RETRY_AFTER, Callback, CallbackBook, CallbackState, UnknownCallback
from voice.queueing import Waiting, order

S = CallbackState
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
WORK = OpeningHours(ZoneInfo("UTC"), (((time(8), time(18)),),) * 5 + ((), ()), ())
CARE, BILLING = Queue("care", "care", WORK), Queue("billing", "billing", WORK)
CENTRE = Centre("Test Fibre", "en-US", "US", "care", {}, (), (), (CARE, BILLING))
NUMBER = "+16175550111"


class Wall:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlEventStore]:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path / 'attendant.db'}", busy_timeout_ms=20)
    yield store
    await store.close()


Opened = Callable[..., Awaitable[CallbackBook]]


@pytest.fixture
def opened(store: SqlEventStore, wall: Wall) -> Opened:
    """A book on the same database, as another process or the next one would open it."""

    async def open_(centre: Centre = CENTRE) -> CallbackBook:
        book = CallbackBook(VersionedTable(store.engine, callbacks, Callback), centre, wall_clock=wall)
        await book.start()
        return book

    return open_


@pytest.fixture
async def book(opened: Opened) -> CallbackBook:
    return await opened()


def event(call_id: str = "c1", number: str = NUMBER, queue: str = "care", window: str = "") -> CallbackAgreed:
    return CallbackAgreed(
        call_id=call_id, at_ms=1000, number=number, queue=queue, utterance_ids=(), window=window
    )


def ids(found: tuple[Callback, ...]) -> list[str]:
    return [callback.call_id for callback in found]


async def test_a_promise_is_due_at_once_while_people_work(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(), place=MONDAY)
    assert ids(book.due()) == ["c1"]
    wall.now = MONDAY.replace(hour=19)
    assert book.due() == ()
    assert book.next_due() == MONDAY.replace(day=24, hour=8)


async def test_a_promise_for_a_time_is_due_then(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(window="2026-11-24 14:00-16:00"), place=MONDAY)
    assert book.due() == ()
    wall.now = datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert ids(book.due()) == ["c1"]


async def test_those_that_are_due_keep_their_places_in_the_queue(book: CallbackBook) -> None:
    await book.agree(event("late", "+16175550112"), place=MONDAY)
    await book.agree(event("early", "+16175550113"), place=MONDAY - timedelta(minutes=9))
    assert ids(book.due()) == ["early", "late"]


async def test_a_call_back_stands_among_those_on_the_line_where_the_caller_stood(book: CallbackBook) -> None:
    promise = await book.agree(event(), place=MONDAY - timedelta(minutes=3), language="es-US", repeat=True)
    waiting = promise.waiting(MONDAY, 1000.0)
    assert waiting == Waiting("c1", "care", 820.0, repeat=True, language="es-US")
    before, behind = (
        Waiting("before", "care", 800.0, repeat=True),
        Waiting("behind", "care", 830.0, repeat=True),
    )
    found = order([behind, waiting, before], 1000.0, {"care": CARE})
    assert [one.call_id for one in found] == ["before", "c1", "behind"]
    assert promise.waiting(MONDAY - timedelta(days=1), 1000.0).since_s == 1000.0


async def test_an_attempt_that_reaches_the_caller_is_the_last(book: CallbackBook, opened: Opened) -> None:
    await book.agree(event(), place=MONDAY)
    assert await book.begin("c1")
    assert book.due() == ()
    assert (await book.reached("c1")).state is S.REACHED
    assert book.open() == ()
    assert not await book.begin("c1")
    assert (await opened()).open() == ()


async def test_it_is_tried_twice_and_then_given_up_with_the_reason(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(), place=MONDAY)
    assert await book.begin("c1")
    missed = await book.missed("c1", "no answer")
    assert (missed.state, missed.attempts, missed.why) == (S.PROMISED, 1, "no answer")
    assert book.due() == ()
    assert book.next_due() == MONDAY + RETRY_AFTER
    wall.now += RETRY_AFTER
    assert ids(book.due()) == ["c1"]
    assert await book.begin("c1")
    given_up = await book.missed("c1", "busy")
    assert (given_up.state, given_up.why) == (S.GIVEN_UP, "tried 2 times, at last: busy")
    assert book.open() == ()


async def test_the_second_attempt_waits_until_people_work(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(), place=MONDAY)
    wall.now = MONDAY.replace(hour=17, minute=45)
    await book.begin("c1")
    await book.missed("c1", "no answer")
    assert book.next_due() == MONDAY.replace(day=24, hour=8)


async def test_a_doubled_report_counts_once(book: CallbackBook) -> None:
    await book.agree(event(), place=MONDAY)
    await book.begin("c1")
    first = await book.missed("c1", "no answer")
    assert await book.missed("c1", "no answer") == first


async def test_of_two_processes_one_makes_the_call(book: CallbackBook, opened: Opened) -> None:
    await book.agree(event(), place=MONDAY)
    other = await opened()
    began = await asyncio.gather(book.begin("c1"), other.begin("c1"), book.begin("c1"))
    assert sum(began) == 1


async def test_the_same_event_again_changes_nothing(book: CallbackBook, opened: Opened) -> None:
    first = await book.agree(event(), place=MONDAY)
    await book.begin("c1")
    await book.reached("c1")
    again = await (await opened()).agree(event(), place=MONDAY)
    assert (again.place, again.state) == (first.place, S.REACHED)
    assert book.open() == ()


async def test_who_agrees_a_second_one_is_rung_once_and_keeps_the_earlier_place(book: CallbackBook) -> None:
    await book.agree(event("c1"), place=MONDAY - timedelta(minutes=20))
    await book.agree(event("c2", window="2026-11-24 14:00-16:00"), place=MONDAY)
    (promise,) = book.open()
    assert (promise.call_id, promise.place) == ("c2", MONDAY - timedelta(minutes=20))
    assert promise.window == "2026-11-24 14:00-16:00"


async def test_promises_of_other_numbers_and_queues_stand(book: CallbackBook) -> None:
    await book.agree(event("c1"), place=MONDAY)
    await book.agree(event("c2", queue="billing"), place=MONDAY)
    await book.agree(event("c3", number="+16175550112"), place=MONDAY)
    assert ids(book.open()) == ["c1", "c2", "c3"]


async def test_who_wants_none_any_more_is_not_rung(book: CallbackBook) -> None:
    await book.agree(event(), place=MONDAY)
    assert (await book.give_up("c1", "the caller rang again and was helped")).state is S.GIVEN_UP
    assert book.due() == ()
    with pytest.raises(UnknownCallback, match="no call-back of the call 'c1' is open"):
        await book.missed("c1", "no answer")


async def test_what_nobody_could_make_in_two_weeks_is_given_up(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(), place=MONDAY)
    assert await book.settle() == ()
    wall.now += timedelta(days=14)
    (given_up,) = await book.settle()
    assert given_up.why == "nobody could ring within two weeks of the time that was agreed"
    assert book.open() == ()
    assert book.next_due() is None


# Restarts, clocks, and a centre that changes.


async def test_a_promise_survives_a_restart(book: CallbackBook, opened: Opened) -> None:
    promise = await book.agree(event(window="2026-11-24"), place=MONDAY, language="es-US", vip=True)
    assert (await opened()).open() == (promise,)


async def test_an_attempt_that_a_restart_cut_off_counts(
    book: CallbackBook, opened: Opened, wall: Wall
) -> None:
    await book.agree(event(), place=MONDAY)
    await book.begin("c1")
    again = await opened()
    (promise,) = again.open()
    assert (promise.state, promise.attempts) == (S.PROMISED, 1)
    assert promise.why == "the service was restarted during the attempt"
    wall.now += RETRY_AFTER
    assert await again.begin("c1")
    last = await opened()
    assert last.open() == ()


async def test_a_queue_that_the_centre_has_no_more_hands_its_call_backs_to_the_default_one(
    book: CallbackBook, opened: Opened
) -> None:
    await book.agree(event(queue="billing"), place=MONDAY)
    smaller = await opened(replace(CENTRE, queues=(CARE,)))
    assert [promise.queue for promise in smaller.due()] == ["care"]
    await smaller.agree(event("c2", "+16175550112", queue="billing"), place=MONDAY)
    assert [promise.queue for promise in smaller.due()] == ["care", "care"]


async def test_a_clock_that_goes_back_does_not_put_a_promise_off(book: CallbackBook, wall: Wall) -> None:
    await book.agree(event(), place=MONDAY)
    await book.begin("c1")
    await book.missed("c1", "no answer")
    wall.now -= timedelta(days=3)
    assert book.next_due() == MONDAY - timedelta(days=3)


async def test_the_wall_time_of_the_journal_counts_as_the_time_of_the_promise(book: CallbackBook) -> None:
    journaled = msgspec.structs.replace(event(), sequence=7, wall=MONDAY - timedelta(hours=1))
    assert (await book.agree(journaled, place=MONDAY)).agreed == MONDAY - timedelta(hours=1)


async def test_a_promise_that_cannot_be_written_is_refused_and_may_be_made_again(
    book: CallbackBook, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "attendant.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await book.agree(event(), place=MONDAY)
    assert book.due() == ()
    other.execute("ROLLBACK")
    other.close()
    await book.agree(event(), place=MONDAY)
    assert ids(book.due()) == ["c1"]
