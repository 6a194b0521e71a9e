"""What the carrier asks about calls that are not known again yet after a start waits for the answer."""

import asyncio

HELD_S = 12.0
"""How long a webhook waits, in seconds: Twilio gives it up after 15, and asks its fallback."""


class Resuming:
    """One service's. Calls go by their CallSid, transfers by their id."""

    def __init__(self, held_s: float = HELD_S) -> None:
        self._held_s = held_s
        self._awaited: dict[str, asyncio.Event] = {}
        self._heard: dict[str, bool] = {}
        self._told: dict[str, asyncio.Event] = {}

    def expect(self, *names: str) -> None:
        """What becomes of these is not known yet."""
        for name in names:
            self._awaited[name] = asyncio.Event()
            self._told[name] = asyncio.Event()

    def settle(self, *names: str) -> None:
        """It is known now."""
        for name in names:
            self._heard.pop(name, None)
            self._told.pop(name, None)
            event = self._awaited.pop(name, None)
            if event is not None:
                event.set()

    async def settled(self, name: str, going_on: bool | None = None) -> bool:
        """Waits for it; False: it takes too long. `going_on`: what the request itself says of the call."""
        event = self._awaited.get(name)
        if event is None:
            return True
        if going_on is not None:
            self._heard[name] = going_on
            self._told[name].set()
        try:
            async with asyncio.timeout(self._held_s):
                await event.wait()
        except TimeoutError:
            return False
        return True

    async def heard_of(self, name: str, seconds: float) -> bool | None:
        """What a webhook said of the call within that time: whether it goes on; None: nothing."""
        told = self._told.get(name)
        if told is not None:
            try:
                async with asyncio.timeout(seconds):
                    await told.wait()
            except TimeoutError:
                return None
        return self._heard.get(name)
