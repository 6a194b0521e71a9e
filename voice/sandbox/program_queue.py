"""`<Enqueue>`: a leg waits to its wait document, until it leaves, is taken out, or is sent elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable

from voice.sandbox.company_floor import Floor
from voice.sandbox.company_music import Tune
from voice.sandbox.company_queues import Queues, Waiting
from voice.sandbox.leg import Leg
from voice.sandbox.twiml_verbs import Ask, Enqueue

RunWaiting = Callable[[Ask, dict[str, str]], Awaitable[str]]
"""Goes through one wait document. `leave` or `hangup`: how it left the queue; empty: it came to its end."""

SHORTEST_DOCUMENT_MS = 200
"""A wait document that sounds nothing is asked again after this."""


class Queueing:
    def __init__(self, floor: Floor, queues: Queues, leg: Leg, run_waiting: RunWaiting) -> None:
        self._floor = floor
        self._queues = queues
        self._leg = leg
        self._run_waiting = run_waiting

    async def enqueue(self, verb: Enqueue) -> tuple[str, Ask | None]:
        """`QueueResult`, and the action that is asked next."""
        leg = self._leg
        waiting = self._queues.enter(leg, verb.name, verb.most)
        if waiting is None:
            leg.answers = {"QueueResult": "queue-full", "QueueTime": "0"}
            return "queue-full", verb.action
        result = "redirected"
        try:
            result = await self._wait(verb, waiting)
        except asyncio.CancelledError:
            if verb.action is not None:
                ended = "redirected" if leg.is_live else "hangup"
                leg.interrupted = verb.action, self._answers(waiting, ended)
            raise
        finally:
            if waiting in waiting.queue.waiting:
                waiting.queue.waiting.remove(waiting)
            waiting.gone.set()
            leg.source = leg.speaker
        leg.answers = self._answers(waiting, result)
        return result, verb.action

    async def _wait(self, verb: Enqueue, waiting: Waiting) -> str:
        playing = asyncio.create_task(self._play(verb, waiting))
        taking = asyncio.create_task(waiting.taken.wait())
        try:
            await asyncio.wait({playing, taking}, return_when=asyncio.FIRST_COMPLETED)
            if not taking.done():
                return playing.result()
            playing.cancel()
            await asyncio.wait({playing})
            await waiting.released.wait()
            return "bridged"
        finally:
            taking.cancel()
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)

    async def _play(self, verb: Enqueue, waiting: Waiting) -> str:
        if verb.wait is None:
            self._leg.source = Tune(self._floor, self._leg, None)
            await waiting.gone.wait()
            return "hangup"
        while True:
            began_ms = self._floor.clock.now_ms
            result = await self._run_waiting(verb.wait, waiting.form(began_ms))
            if result:
                return result
            await self._floor.clock.pass_ms(SHORTEST_DOCUMENT_MS - (self._floor.clock.now_ms - began_ms))

    def _answers(self, waiting: Waiting, result: str) -> dict[str, str]:
        seconds = (self._floor.clock.now_ms - waiting.since_ms) // 1000
        return {"QueueResult": result, "QueueSid": waiting.queue.sid, "QueueTime": str(seconds)}
