"""A call-back that was agreed is noted, whatever the database does meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from structlog.testing import capture_logs

from tests.virtual_time import run
from transcripts.events import CallbackAgreed
from transcripts.store.contract import StoreError
from voice.callback_promise import KEPT_S, TRIES, Promise

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
AGREED = CallbackAgreed(call_id="c1", at_ms=0, number="+16175550111", queue="care", utterance_ids=())


class Book:
    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.places: list[datetime] = []

    async def agree(self, event: CallbackAgreed, *, place: datetime, **facts: object) -> None:
        assert event is AGREED
        assert facts == {"language": "en-US", "vip": True, "repeat": False}
        if self.failures:
            self.failures -= 1
            raise StoreError("the disk is full")
        self.places.append(place)


class Room:
    def wall(self, since_s: float) -> datetime:
        return NOON - timedelta(seconds=1000 - since_s)


def kept(book: Book | None, since_s: float | None, seconds: float) -> None:
    async def scene() -> None:
        promise = Promise(SimpleNamespace(callbacks=book, waiting_room=Room(), wall_clock=lambda: NOON))
        promise.keep(AGREED, since_s, language="en-US", vip=True, repeat=False)
        await promise.kept()
        await asyncio.sleep(seconds)

    run(scene())


def test_it_keeps_the_place_since_which_the_caller_waits():
    book = Book(0)
    kept(book, 400.0, 0)
    assert book.places == [NOON - timedelta(seconds=600)]


def test_who_has_waited_for_nobody_waits_from_now_on():
    book = Book(0)
    kept(book, None, 0)
    assert book.places == [NOON]


def test_a_database_that_fails_for_a_moment_is_asked_again():
    book = Book(TRIES - 1)
    kept(book, None, 60)
    assert book.places == [NOON]


def test_the_end_of_the_call_does_not_wait_for_ever():
    async def scene() -> float:
        loop = asyncio.get_running_loop()
        promise = Promise(SimpleNamespace(callbacks=Book(99), waiting_room=None, wall_clock=lambda: NOON))
        began = loop.time()
        promise.keep(AGREED, None, language="en-US", vip=True, repeat=False)
        await promise.kept()
        after_s = loop.time() - began
        await asyncio.sleep(60)
        return after_s

    assert run(scene()) <= KEPT_S + 0.1


def test_what_cannot_be_noted_at_all_is_cried_out():
    with capture_logs() as logs:
        kept(Book(99), None, 60)
    assert [line for line in logs if line["log_level"] == "error"]


def test_where_nobody_is_rung_back_nothing_is_noted():
    kept(None, 400.0, 0)
