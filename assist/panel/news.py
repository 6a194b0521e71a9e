"""That something may have changed: told at any rate, looked at now and then, so that the newest wins."""

import asyncio

LEAST_S = 0.1
"""Between two looks, in seconds."""


class News:
    """One page's."""

    def __init__(self, looks_every_s: float) -> None:
        """`looks_every_s`: where nothing is told, for what changes by the mere passing of time."""
        self._looks_every_s = looks_every_s
        self._told = asyncio.Event()

    def tell(self) -> None:
        self._told.set()

    async def wait(self) -> None:
        """Until there is something to look at."""
        await asyncio.sleep(LEAST_S)
        try:
            async with asyncio.timeout(self._looks_every_s):
                await self._told.wait()
        except TimeoutError:
            pass
        self._told.clear()
