"""What a call between people needs of the caller's call, the roster and the carrier."""

from typing import Protocol

from transcripts.events import AnyEvent, Milliseconds
from voice.conference_messages import Add, Change
from voice.presence import Presence
from voice.transfer_messages import Leg
from voice.twilio.rest import Answer
from voice.twilio.rest_conferences import Seat, SeatAnswer


class Line(Protocol):
    """The caller's call."""

    @property
    def now_ms(self) -> Milliseconds: ...

    def write(self, event: AnyEvent) -> None: ...


class Desk(Protocol):
    """The roster and the carrier, for one conference: `voice.conference_desk`."""

    @property
    def conference(self) -> str: ...

    @property
    def ring_s(self) -> int: ...

    def cannot(self, leg: Leg, agent: str) -> str:
        """Why they cannot be rung now; empty: they can."""
        ...

    async def reserve(self, leg: Leg, agent: str) -> str:
        """Why they cannot be kept for this call; empty: they are, or need not be."""
        ...

    def kept(self) -> tuple[str, ...]:
        """Who is kept for this call, its agent among them."""
        ...

    async def engage(self, agent: str) -> None: ...

    async def release(self, agent: str, presence: Presence, why: str) -> None: ...

    async def add(self, order: Add) -> SeatAnswer: ...

    async def change(self, order: Change) -> SeatAnswer: ...

    async def look(self, label: str) -> SeatAnswer: ...

    async def seats(self) -> tuple[Seat, ...] | None: ...

    async def remove(self, call_id: str) -> Answer: ...

    async def hang_up(self, call_id: str) -> Answer: ...
