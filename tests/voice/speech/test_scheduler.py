import asyncio
import threading
from collections.abc import AsyncIterator, Hashable, Sequence
from contextlib import asynccontextmanager

import numpy as np
import pytest

from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency
from voice.speech.scheduler import RecognitionDropped, RecognitionFailed, RecognitionScheduler

DEADLINE_S = 10.0


class HeldEngine:
    """Answers with the utterance's id, one batch each time the test lets it."""

    name = "held"

    def __init__(self, parallel: int = 1, max_batch: int = 1) -> None:
        self.parallel = parallel
        self.max_batch = max_batch
        self.batches: list[list[str]] = []
        self.threads: set[str] = set()
        self.keys: dict[str, str] = {}
        self.broken: set[str] = set()
        self._entered = threading.Semaphore(0)
        self._go = threading.Semaphore(0)

    def batch_key(self, request: RecognitionRequest) -> Hashable:
        return self.keys.get(request.utterance_id, "one")

    def warm_up(self) -> None: ...

    def close(self) -> None: ...

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        ids = [request.utterance_id for request in requests]
        self.batches.append(ids)
        self.threads.add(threading.current_thread().name)
        self._entered.release()
        assert self._go.acquire(timeout=DEADLINE_S), "the test never let the engine go on"
        if self.broken.intersection(ids):
            raise RuntimeError("out of memory")
        return [Recognition(each, 1.0, self.name) for each in ids]

    async def entered(self) -> None:
        assert await asyncio.to_thread(self._entered.acquire, timeout=DEADLINE_S), (
            "nothing came to the engine"
        )

    def go(self, times: int = 1) -> None:
        self._go.release(times)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def running(
    engine: HeldEngine, max_queue: int = 100, clock: Clock | None = None
) -> AsyncIterator[RecognitionScheduler]:
    scheduler = RecognitionScheduler(engine, max_queue=max_queue, clock=clock or Clock())
    scheduler.start()
    try:
        yield scheduler
    finally:
        engine.go(1000)
        await scheduler.close()


def request(
    utterance_id: str, urgency: Urgency = Urgency.FINAL, call_id: str | None = None
) -> RecognitionRequest:
    return RecognitionRequest(call_id or utterance_id, utterance_id, np.zeros(8, np.int16), urgency, 500)


async def test_a_result_comes_back_on_the_event_loop_and_the_work_is_done_off_it() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        future = scheduler.submit(request("a"))
        engine.go()
        assert (await future).text == "a"
        assert threading.current_thread().name not in engine.threads


async def test_finals_go_before_speculations_and_those_before_partials() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("running"))]
        await engine.entered()
        futures.append(scheduler.submit(request("partial", Urgency.PARTIAL)))
        futures.append(scheduler.submit(request("speculation", Urgency.SPECULATION)))
        futures.append(scheduler.submit(request("final")))
        engine.go(4)
        await asyncio.gather(*futures)
        assert engine.batches == [["running"], ["final"], ["speculation"], ["partial"]]


async def test_within_a_level_the_call_served_longest_ago_goes_first() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("loud-1", call_id="loud"))]
        await engine.entered()
        futures += [scheduler.submit(request(f"loud-{n}", call_id="loud")) for n in (2, 3)]
        futures.append(scheduler.submit(request("quiet-1", call_id="quiet")))
        engine.go(4)
        await asyncio.gather(*futures)
        assert engine.batches == [["loud-1"], ["quiet-1"], ["loud-2"], ["loud-3"]]


async def test_a_newer_partial_of_a_call_replaces_the_queued_one() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        old = scheduler.submit(request("old", Urgency.PARTIAL, "call"))
        other = scheduler.submit(request("other", Urgency.PARTIAL, "another"))
        new = scheduler.submit(request("new", Urgency.PARTIAL, "call"))
        assert old.cancelled()
        engine.go(3)
        await asyncio.gather(first, other, new)
        assert ["old"] not in engine.batches
        assert scheduler.snapshot().dropped == 1


async def test_a_partial_out_of_date_at_pick_up_is_dropped_and_a_final_never_is() -> None:
    engine, clock = HeldEngine(), Clock()
    async with running(engine, clock=clock) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        partial = scheduler.submit(request("partial", Urgency.PARTIAL))
        final = scheduler.submit(request("final"))
        clock.now += 5.0
        engine.go(2)
        with pytest.raises(RecognitionDropped, match="out of date"):
            await partial
        assert (await final).text == "final"
        await first


async def test_a_partial_still_in_date_is_done() -> None:
    engine, clock = HeldEngine(), Clock()
    async with running(engine, clock=clock) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        partial = scheduler.submit(request("partial", Urgency.PARTIAL))
        clock.now += 0.29
        engine.go(2)
        await asyncio.gather(first, partial)


async def test_a_full_queue_refuses_partials_and_speculations_and_takes_finals() -> None:
    engine = HeldEngine()
    async with running(engine, max_queue=1) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        queued = scheduler.submit(request("queued", Urgency.SPECULATION))
        with pytest.raises(RecognitionDropped, match="too much work"):
            await scheduler.submit(request("partial", Urgency.PARTIAL))
        with pytest.raises(RecognitionDropped, match="too much work"):
            await scheduler.submit(request("speculation", Urgency.SPECULATION))
        final = scheduler.submit(request("final"))
        assert scheduler.snapshot().depth == 2
        engine.go(3)
        await asyncio.gather(first, queued, final)
        assert scheduler.snapshot().refused == 2


async def test_a_promoted_speculation_goes_before_other_speculations() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("running"))]
        await engine.entered()
        futures.append(scheduler.submit(request("early", Urgency.SPECULATION)))
        futures.append(scheduler.submit(request("late", Urgency.SPECULATION, "call")))
        scheduler.promote("call", "late")
        engine.go(3)
        await asyncio.gather(*futures)
        assert engine.batches == [["running"], ["late"], ["early"]]
        assert scheduler.snapshot().waits[Urgency.FINAL].count == 2


async def test_work_of_a_finished_call_is_cancelled_and_its_running_result_thrown_away() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        in_the_engine = scheduler.submit(request("one", call_id="over"))
        await engine.entered()
        queued = scheduler.submit(request("two", call_id="over"))
        alive = scheduler.submit(request("three", call_id="alive"))
        scheduler.discard("over")
        engine.go(2)
        assert (await alive).text == "three"
        assert in_the_engine.cancelled()
        assert queued.cancelled()
        assert engine.batches == [["one"], ["three"]]
        assert scheduler.snapshot().dropped == 2


async def test_work_whose_future_was_cancelled_is_not_done() -> None:
    engine = HeldEngine()
    async with running(engine) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        withdrawn = scheduler.submit(request("withdrawn", Urgency.SPECULATION))
        withdrawn.cancel()
        last = scheduler.submit(request("last", Urgency.PARTIAL))
        engine.go(2)
        await asyncio.gather(first, last)
        assert engine.batches == [["running"], ["last"]]


async def test_queued_work_of_one_key_shares_a_batch_and_other_keys_do_not() -> None:
    engine = HeldEngine(max_batch=4)
    engine.keys["long"] = "fifteen seconds"
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("running"))]
        await engine.entered()
        futures += [scheduler.submit(request(each)) for each in ("a", "long", "b")]
        engine.go(3)
        await asyncio.gather(*futures)
        assert engine.batches == [["running"], ["a", "b"], ["long"]]
        assert scheduler.snapshot().batch_sizes == {1: 2, 2: 1}


async def test_a_batch_takes_no_less_urgent_work_along_while_more_urgent_work_waits() -> None:
    engine = HeldEngine(max_batch=4)
    engine.keys["long"] = "fifteen seconds"
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("running"))]
        await engine.entered()
        futures.append(scheduler.submit(request("final")))
        futures.append(scheduler.submit(request("long")))
        futures.append(scheduler.submit(request("speculation", Urgency.SPECULATION)))
        engine.go(4)
        await asyncio.gather(*futures)
        assert engine.batches == [["running"], ["final"], ["long"], ["speculation"]]


async def test_a_partial_never_slows_a_final_by_sharing_its_batch() -> None:
    engine = HeldEngine(max_batch=4)
    async with running(engine) as scheduler:
        futures = [scheduler.submit(request("running"))]
        await engine.entered()
        futures.append(scheduler.submit(request("final")))
        futures.append(scheduler.submit(request("speculation", Urgency.SPECULATION)))
        futures.append(scheduler.submit(request("partial", Urgency.PARTIAL)))
        engine.go(3)
        await asyncio.gather(*futures)
        assert engine.batches == [["running"], ["final", "speculation"], ["partial"]]


async def test_idle_workers_get_their_share_instead_of_one_long_batch() -> None:
    engine = HeldEngine(parallel=2, max_batch=2)
    async with running(engine) as scheduler:
        warm = [scheduler.submit(request("w1")), scheduler.submit(request("w2"))]
        await engine.entered()
        await engine.entered()
        pair = [scheduler.submit(request("a")), scheduler.submit(request("b"))]
        engine.go(4)
        await asyncio.gather(*warm, *pair)
        assert ["w1", "w2"] not in engine.batches
        assert len(engine.threads) == 2


async def test_an_engine_that_raises_fails_that_future_only_and_its_worker_lives_on() -> None:
    engine = HeldEngine()
    engine.broken.add("bad")
    async with running(engine) as scheduler:
        bad = scheduler.submit(request("bad"))
        engine.go()
        with pytest.raises(RecognitionFailed, match="held: out of memory"):
            await bad
        good = scheduler.submit(request("good"))
        engine.go()
        assert (await good).text == "good"
        assert scheduler.snapshot().failed == 1


async def test_a_batch_that_fails_is_tried_one_by_one() -> None:
    engine = HeldEngine(max_batch=3)
    engine.broken.add("bad")
    async with running(engine) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        futures = [scheduler.submit(request(each)) for each in ("a", "bad", "b")]
        engine.go(5)
        outcomes = await asyncio.gather(first, *futures, return_exceptions=True)
        assert engine.batches == [["running"], ["a", "bad", "b"], ["a"], ["bad"], ["b"]]
        assert isinstance(outcomes[2], RecognitionFailed)
        assert [
            outcome.text for outcome in (outcomes[1], outcomes[3]) if isinstance(outcome, Recognition)
        ] == [
            "a",
            "b",
        ]


async def test_too_few_results_are_a_failure_and_not_the_wrong_text() -> None:
    engine = HeldEngine()
    engine.recognise = lambda _: []  # type: ignore[method-assign]
    async with running(engine) as scheduler:
        with pytest.raises(RecognitionFailed, match="0 results for 1 requests"):
            await scheduler.submit(request("a"))


async def test_close_cancels_what_waits_and_finishes_what_runs() -> None:
    before = set(threading.enumerate())
    engine = HeldEngine()
    scheduler = RecognitionScheduler(engine, max_queue=10, clock=Clock())
    scheduler.start()
    in_the_engine = scheduler.submit(request("running"))
    await engine.entered()
    queued = scheduler.submit(request("queued"))
    engine.go()
    await scheduler.close()
    assert queued.cancelled()
    assert (await in_the_engine).text == "running"
    with pytest.raises(RecognitionDropped, match="shut down"):
        await scheduler.submit(request("late"))
    left = set(threading.enumerate()) - before
    assert not [each for each in left if each.name.startswith("recognition-")]


async def test_the_snapshot_counts_waits_by_urgency() -> None:
    engine, clock = HeldEngine(), Clock()
    async with running(engine, clock=clock) as scheduler:
        first = scheduler.submit(request("running"))
        await engine.entered()
        second = scheduler.submit(request("second"))
        clock.now += 0.5
        assert (scheduler.snapshot().depth, scheduler.snapshot().running) == (1, 1)
        engine.go(2)
        await asyncio.gather(first, second)
        waits = scheduler.snapshot().waits[Urgency.FINAL]
        assert (waits.count, waits.longest_ms, waits.mean_ms) == (2, pytest.approx(500), pytest.approx(250))
        assert scheduler.snapshot().done == 2
