"""What the journal asks of a store, and what can go wrong with one.

`transcripts.store.event_store` fills it with SQLAlchemy.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from transcripts.call_record import CallRecord
from transcripts.events import AnyEvent


class StoreError(Exception):
    """The store cannot do it now; the message says why in words."""


class NewerSchema(StoreError):
    """The database was written by a later version of Attendant."""


class OlderSchema(StoreError):
    """The database is from an earlier version, and whoever only reads may not change it."""


class NoDatabase(StoreError):
    """Nothing was ever recorded here."""


class DatabaseInUse(StoreError):
    """Another service is writing to this database."""


class UnknownCall(StoreError):
    """No call has that id."""


class AmbiguousCall(StoreError):
    """Several calls' ids begin like that; the message lists them."""


class Entry(NamedTuple):
    """An event, and the text it is stored as."""

    event: AnyEvent
    payload: str


class EventStore(Protocol):
    async def write(self, entries: Sequence[Entry]) -> None:
        """Makes them durable, all or none. The entries of one call come in sequence; one that is stored
        already is left alone, so that a batch of unknown fate can be written again.

        Raises `StoreError`, and nothing else, when it cannot.
        """
        ...

    async def events_of(self, call_id: str, since: int = 0) -> list[AnyEvent]:
        """The stored events of a call after that sequence number, in order."""
        ...

    async def open_calls(self) -> list[CallRecord]:
        """Calls without an end, or without a summary, oldest first."""
        ...

    async def last_sequences(self, limit: int) -> Mapping[str, int]:
        """The last sequence number of the `limit` latest calls, oldest first."""
        ...

    async def last_sequence(self, call_id: str) -> int:
        """Of one call; 0 when it is not stored."""
        ...

    async def close(self) -> None: ...
