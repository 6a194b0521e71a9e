"""How long a caller may be silent before the bot says something."""

import asyncio
from collections.abc import Callable


class Patience:
    """One call's; of the event loop. `over` is called when a silence has lasted."""

    def __init__(self, usual_s: float, over: Callable[[], None]) -> None:
        self._usual_s = usual_s
        self._over = over
        self._timer: asyncio.TimerHandle | None = None
        self.seconds = 0.0
        """For the reply that is expected now; 0: as usual."""

    def wait(self) -> None:
        """The caller's silence begins."""
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(self.seconds or self._usual_s, self._ended)

    def stop(self) -> None:
        """It is no silence any more, or none that matters."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ended(self) -> None:
        self._timer = None
        self._over()
