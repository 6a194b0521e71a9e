"""Searches of many calls on few threads: turns, the newest question, deadlines, and what fails."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from assist.live_searches import DEADLINE_S, Failed, LiveSearches
from tests.virtual_time import run


class Hall:
    """Searches that wait at a gate, on one thread."""

    def __init__(self, workers: int = 1) -> None:
        self.executor = ThreadPoolExecutor(4)
        self.searches = LiveSearches(self.executor, workers=workers)
        self.gate = threading.Event()
        self.begun: list[str] = []
        self.told: list[tuple[str, object]] = []

    def ask(self, call: str, what: str, *, pulled: bool = False, waits: bool = False) -> None:
        def work() -> str:
            self.begun.append(what)
            if waits:
                self.gate.wait(10)
            if what == "boom":
                raise RuntimeError("no index")
            return f"about {what}"

        self.searches.look_up(call, work, lambda found: self.told.append((what, found)), pulled=pulled)

    async def done(self) -> None:
        self.gate.set()
        for _ in range(20):
            await asyncio.sleep(0.001)


@pytest.fixture
def play():
    def play(scene: Callable[[Hall], Awaitable[None]], workers: int = 1) -> None:
        async def played() -> None:
            hall = Hall(workers)
            await scene(hall)
            hall.gate.set()
            hall.executor.shutdown()

        run(played())

    return play


def test_what_is_found_is_told_once(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c1", "the bill")
        await hall.done()
        assert hall.told == [("the bill", "about the bill")]
        await asyncio.sleep(DEADLINE_S * 2)
        assert len(hall.told) == 1

    play(scene)


def test_calls_take_turns_however_much_one_of_them_asks(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("busy", "b1", pulled=True, waits=True)
        for at in range(2, 5):
            hall.ask("busy", f"b{at}", pulled=True)
        hall.ask("other", "o1")
        hall.ask("third", "t1")
        await hall.done()
        assert hall.begun == ["b1", "o1", "t1", "b2", "b3", "b4"]

    play(scene)


def test_a_call_has_one_thread_at_a_time(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c1", "one", pulled=True, waits=True)
        hall.ask("c1", "two", pulled=True)
        assert hall.searches.waiting == 1
        hall.ask("c2", "other")
        assert hall.searches.waiting == 1
        await hall.done()
        assert hall.begun.index("two") > hall.begun.index("one")
        assert {what for what, _ in hall.told} == {"one", "two", "other"}

    play(scene, workers=2)


def test_of_what_a_caller_asked_while_waiting_only_the_newest_is_looked_up(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c0", "first", waits=True)
        hall.ask("c1", "old")
        hall.ask("c1", "new")
        await hall.done()
        assert hall.begun == ["first", "new"]
        assert ("old", "about old") not in hall.told

    play(scene)


def test_the_agents_own_search_comes_before_what_the_caller_asked(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c0", "first", waits=True)
        hall.ask("c1", "the callers")
        hall.ask("c1", "the agents", pulled=True)
        await hall.done()
        assert hall.begun == ["first", "the agents", "the callers"]

    play(scene)


def test_what_waited_past_the_deadline_is_told_as_late_and_never_begun(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        loop = asyncio.get_running_loop()
        hall.ask("c0", "slow", waits=True)
        hall.ask("c1", "waiting")
        hall.ask("c2", "waiting, pulled", pulled=True)
        loop.threads_at_work = 0  # The clock turns although a thread works.
        await asyncio.sleep(DEADLINE_S + 0.1)
        assert {what for what, found in hall.told if isinstance(found, Failed) and found.late} == {
            "slow", "waiting", "waiting, pulled",
        }  # fmt: skip
        assert hall.searches.waiting == 0
        loop.threads_at_work = 1
        await hall.done()
        # What came late is dropped, and its thread is free again.
        assert len(hall.told) == 3
        assert hall.begun == ["slow"]
        hall.ask("c1", "next")
        await hall.done()
        assert hall.told[-1] == ("next", "about next")

    play(scene)


def test_a_search_that_raises_is_told_and_frees_its_thread(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c1", "boom")
        await hall.done()
        ((_, failed),) = hall.told
        assert isinstance(failed, Failed)
        assert "no index" in failed.why
        assert not failed.late
        hall.ask("c1", "again")
        await hall.done()
        assert hall.told[-1] == ("again", "about again")

    play(scene)


def test_of_a_call_that_is_over_nothing_is_looked_up(play: Callable[..., None]):
    async def scene(hall: Hall) -> None:
        hall.ask("c0", "first", waits=True)
        hall.ask("c1", "mine")
        hall.searches.forget("c1")
        hall.searches.forget("unknown")
        await hall.done()
        assert hall.begun == ["first"]
        await asyncio.sleep(DEADLINE_S * 2)
        assert [what for what, _ in hall.told] == ["first"]

    play(scene)
