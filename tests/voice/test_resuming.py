"""What the carrier asks about a call that is not known again yet."""

import asyncio

from tests.virtual_time import run
from voice.resuming import HELD_S, Resuming


def test_what_was_never_expected_is_answered_at_once():
    assert run(Resuming().settled("CA1")) is True


def test_a_webhook_waits_until_the_call_is_known_again():
    async def work() -> None:
        resuming, clock = Resuming(), asyncio.get_running_loop().time
        began_s = clock()
        resuming.expect("CA1", "transfer-1")
        waiting = [asyncio.create_task(resuming.settled(name)) for name in ("CA1", "transfer-1")]
        await asyncio.sleep(3)
        assert not any(one.done() for one in waiting)
        resuming.settle("CA1", "transfer-1")
        assert await asyncio.gather(*waiting) == [True, True]
        assert clock() - began_s < HELD_S
        assert await resuming.settled("CA1")

    run(work())


def test_it_is_told_in_time_that_it_takes_too_long():
    async def work() -> None:
        resuming = Resuming()
        resuming.expect("CA1")
        began_s = asyncio.get_running_loop().time()
        assert await resuming.settled("CA1") is False
        assert asyncio.get_running_loop().time() - began_s < 15, "Twilio gives up after 15 s"

    run(work())


def test_what_a_webhook_says_of_the_call_counts_for_a_carrier_that_does_not_answer():
    async def work() -> None:
        resuming = Resuming()
        resuming.expect("CA1", "CA2", "CA3")
        asked = [
            asyncio.create_task(resuming.settled("CA1", going_on=True)),
            asyncio.create_task(resuming.settled("CA2", going_on=False)),
        ]
        await asyncio.sleep(0.1)
        assert [await resuming.heard_of(name, 1.0) for name in ("CA1", "CA2", "CA3")] == [True, False, None]
        resuming.settle("CA1", "CA2", "CA3")
        await asyncio.gather(*asked)

    run(work())
