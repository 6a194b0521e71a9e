"""One part of one call fails: it is noted, nothing is suggested for a while, and everything else goes on."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from transcripts.event import Milliseconds
from transcripts.events import FaultNoticed

PAUSE_MS = 60_000
"""How long nothing is suggested in a call in which a part has failed."""

T = TypeVar("T")


class Guard:
    """Of one call."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._noted: list[FaultNoticed] = []
        self.until_ms: Milliseconds | None = None
        """When the pause ends; None: there is none."""
        self.why = ""
        """The pause, in words for the agent."""
        self.broken: set[str] = set()
        """The parts that have failed in this pause."""

    @property
    def paused(self) -> bool:
        return self.until_ms is not None

    def over(self, now_ms: Milliseconds) -> bool:
        """Whether the pause ends now."""
        if self.until_ms is None or now_ms < self.until_ms:
            return False
        self.until_ms, self.why = None, ""
        self.broken.clear()
        return True

    def run(self, part: str, work: Callable[[], Iterable[T]], now_ms: Milliseconds) -> list[T]:
        """What `work` gives; nothing where it raises."""
        try:
            return list(work())
        except Exception as error:  # noqa: BLE001 - an engine may raise anything; the call goes on
            structlog.get_logger(__name__).error(
                "assistance failed", call_id=self._call_id, part=part, exc_info=error
            )
            self.failed(part, f"{type(error).__name__}: {error}", now_ms)
            return []

    def failed(self, part: str, why: str, now_ms: Milliseconds) -> None:
        """Each pause is noted once, however much fails in it."""
        if not self.paused:
            explanation = f"{part} failed, and suggestions of this call pause for a minute: {why}"
            self._noted.append(
                FaultNoticed(call_id=self._call_id, at_ms=now_ms, part="assist", explanation=explanation)
            )
        self.until_ms = now_ms + PAUSE_MS
        self.broken.add(part)
        self.why = f"{part} failed; suggestions go on within a minute"

    def noted(self) -> list[FaultNoticed]:
        """What is to be journalled since this was last asked."""
        noted, self._noted = self._noted, []
        return noted
