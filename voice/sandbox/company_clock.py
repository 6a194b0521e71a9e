"""The one clock of a company: 20 ms a tick for all of its legs, which never drifts against `clock`."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS


class FrameClock:
    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives monotonic seconds. Nothing passes until `run`."""
        self._clock = clock
        self._started_s = clock()
        self._frames = 0
        self._alarms: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @property
    def now_ms(self) -> Milliseconds:
        """Ticks that have passed, as time."""
        return self._frames * FRAME_MS

    @property
    def frames(self) -> int:
        return self._frames

    async def pass_ms(self, ms: Milliseconds) -> None:
        """Waits until this much time has gone by."""
        if ms <= 0:
            return
        alarm = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (self._frames + -(-ms // FRAME_MS), next(self._numbers), alarm))
        await alarm

    async def run(self, tick: Callable[[Milliseconds], None]) -> None:
        """Calls `tick` for every 20 ms, until it is cancelled."""
        self._started_s = self._clock()
        while True:
            ahead_s = self._started_s + (self._frames + 1) * FRAME_MS / 1000 - self._clock()
            if ahead_s > 0:
                await asyncio.sleep(ahead_s)
            else:
                # Late: what waits for this moment gets its turn all the same, before the next one comes.
                await asyncio.sleep(0)
            self._frames += 1
            while self._alarms and self._alarms[0][0] <= self._frames:
                alarm = heapq.heappop(self._alarms)[2]
                if not alarm.done():
                    alarm.set_result(None)
            tick(self.now_ms)
