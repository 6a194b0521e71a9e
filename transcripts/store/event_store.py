"""The journal's store in SQL: the events, and in the same transaction the record of each call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import msgspec
import structlog
from sqlalchemy import Connection, Executable, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from transcripts.call_record import CallRecord, advance
from transcripts.codec import UnreadableEvent, decode, kind_of
from transcripts.events import AnyEvent
from transcripts.store.contract import AmbiguousCall, Entry, NoDatabase, UnknownCall
from transcripts.store.database import database_file, explained, make_engine
from transcripts.store.lock import DatabaseLock
from transcripts.store.operations import Operations
from transcripts.store.schema import require_current, upgrade
from transcripts.store.tables import calls, events

BUSY_TIMEOUT_MS = 2000
"""How long a transaction waits for another one's lock."""
LISTED_CANDIDATES = 8
_NAMES = [field.name for field in fields(CallRecord)]
_COLUMNS = [calls.c[name] for name in _NAMES]
_AT_ONCE = 500
"""Call ids in one query: below SQLite's limit of bound values in every build."""


class SqlEventStore:
    """An `EventStore`, and the queries of whoever reads the record."""

    def __init__(self, engine: AsyncEngine, lock: DatabaseLock | None) -> None:
        self._engine = engine
        self._lock = lock
        self.operations = Operations()
        """What this process asks of the database, of its other tables too."""

    @classmethod
    async def open(cls, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Self:
        """For the one service that writes: takes the lock, makes or upgrades the tables.

        Raises `DatabaseInUse`, `NewerSchema` or another `StoreError`.
        """
        file = database_file(url)
        engine = make_engine(url, busy_timeout_ms=busy_timeout_ms, read_only=False)
        lock = None
        if file is not None:
            with explained():
                file.parent.mkdir(parents=True, exist_ok=True)
                lock = DatabaseLock(file)
        store = cls(engine, lock)
        await store._prepare(upgrade, file)
        return store

    @classmethod
    async def read(cls, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Self:
        """For reading only, beside a running service or without one. Raises `NoDatabase` and others."""
        file = database_file(url)
        if file is not None and not file.is_file():
            raise NoDatabase(f"there is no record of any call yet: {file} does not exist")
        store = cls(make_engine(url, busy_timeout_ms=busy_timeout_ms, read_only=True), None)
        await store._prepare(require_current, file)
        return store

    @property
    def engine(self) -> AsyncEngine:
        """For the other tables of this database, which the same lock keeps for one service."""
        return self._engine

    async def close(self) -> None:
        """Gives up the lock, too."""
        await self.operations.finished()
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    async def write(self, entries: Sequence[Entry]) -> None:
        """See `EventStore.write`. One writer for each call: what it has counted to tells what is stored."""
        await self.operations.whole(self._write(entries))

    async def _write(self, entries: Sequence[Entry]) -> None:
        with explained():
            async with self.operations.writing, self._engine.begin() as connection:
                before = await _records(connection, sorted({entry.event.call_id for entry in entries}))
                after = dict(before)
                new: list[Entry] = []
                for entry in entries:
                    record = after.get(entry.event.call_id)
                    if record is None or entry.event.sequence > record.last_sequence:
                        after[entry.event.call_id] = advance(record, entry.event)
                        new.append(entry)
                started = [_row(record) for key, record in after.items() if key not in before]
                changed = [_row(record) for key, record in after.items() if before.get(key, record) != record]
                if started:
                    await connection.execute(insert(calls), started)
                if changed:
                    of_that_id = calls.c.call_id == bindparam("of_call_id")
                    rows = [{**row, "of_call_id": row["call_id"]} for row in changed]
                    await connection.execute(update(calls).where(of_that_id), rows)
                if new:
                    await connection.execute(insert(events), [_event_row(entry) for entry in new])

    async def events_of(self, call_id: str, since: int = 0) -> list[AnyEvent]:
        """An event that cannot be read is left out and named in the log."""
        chosen = (
            select(events.c.sequence, events.c.payload)
            .where(events.c.call_id == call_id, events.c.sequence > since)
            .order_by(events.c.sequence)
        )
        found: list[AnyEvent] = []
        for sequence, payload in await self._rows(chosen):
            try:
                found.append(decode(str(payload)))
            except UnreadableEvent as error:
                structlog.get_logger(__name__).error(
                    "an event cannot be read", call=call_id, sequence=int(sequence), why=str(error)
                )
        return found

    async def open_calls(self) -> list[CallRecord]:
        unfinished = or_(calls.c.ended.is_(None), calls.c.summary_reason.is_(None))
        return [
            _record(row)
            for row in await self._rows(select(*_COLUMNS).where(unfinished).order_by(calls.c.started))
        ]

    async def last_sequences(self, limit: int) -> Mapping[str, int]:
        latest = select(calls.c.call_id, calls.c.last_sequence).order_by(calls.c.started.desc()).limit(limit)
        return {str(call_id): int(last) for call_id, last in reversed(await self._rows(latest))}

    async def last_sequence(self, call_id: str) -> int:
        rows = await self._rows(select(calls.c.last_sequence).where(calls.c.call_id == call_id))
        return int(rows[0][0]) if rows else 0

    async def list_calls(self, limit: int) -> list[CallRecord]:
        """The latest first."""
        latest = select(*_COLUMNS).order_by(calls.c.started.desc(), calls.c.call_id).limit(limit)
        return [_record(row) for row in await self._rows(latest)]

    async def calls_about(self, caller: str, since: datetime) -> dict[str, int]:
        """How many calls of a number were begun since then, by the intent that each was about."""
        asked = calls.c.caller == caller, calls.c.started >= since, calls.c.intent.is_not(None)
        counted = select(calls.c.intent, func.count()).where(*asked).group_by(calls.c.intent)
        return {str(intent): int(count) for intent, count in await self._rows(counted)}

    async def find_call(self, name: str) -> CallRecord:
        """By its id, the beginning of its id, or the carrier's id for it.

        Raises `UnknownCall`, or `AmbiguousCall` with the candidates.
        """
        begins = calls.c.call_id.startswith(name, autoescape=True)
        matching = or_(begins, calls.c.carrier_call_id == name)
        latest = (
            select(*_COLUMNS).where(matching).order_by(calls.c.started.desc()).limit(LISTED_CANDIDATES + 1)
        )
        found = [_record(row) for row in await self._rows(latest)] if name else []
        exact = [call for call in found if name in (call.call_id, call.carrier_call_id)]
        if not found:
            raise UnknownCall(f"there is no call {name!r}; `attendant calls` lists them")
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        listed = "".join(
            f"\n  {call.call_id}  {call.carrier_call_id}  {call.started:%Y-%m-%d %H:%M:%S UTC}"
            for call in found[:LISTED_CANDIDATES]
        )
        more = "\n  and more" if len(found) > LISTED_CANDIDATES else ""
        raise AmbiguousCall(f"{name!r} could be any of these calls, give more of the id:{listed}{more}")

    async def _rows(self, query: Executable) -> list[tuple[Any, ...]]:
        return await self.operations.whole(self._read(query))

    async def _read(self, query: Executable) -> list[tuple[Any, ...]]:
        with explained():
            async with self._engine.connect() as connection:
                return [tuple(row) for row in await connection.execute(query)]

    async def _prepare(self, check: Callable[[Connection], None], file: Path | None) -> None:
        try:
            with explained(file):
                async with self._engine.begin() as connection:
                    await connection.run_sync(check)
        except BaseException:
            await self.close()
            raise


async def _records(connection: AsyncConnection, call_ids: Sequence[str]) -> dict[str, CallRecord]:
    found: dict[str, CallRecord] = {}
    for start in range(0, len(call_ids), _AT_ONCE):
        some = select(*_COLUMNS).where(calls.c.call_id.in_(call_ids[start : start + _AT_ONCE]))
        found.update((record.call_id, record) for record in map(_record, await connection.execute(some)))
    return found


def _record(values: Sequence[object]) -> CallRecord:
    return msgspec.convert(dict(zip(_NAMES, values, strict=True)), CallRecord)


def _row(record: CallRecord) -> dict[str, object]:
    return {
        name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(record).items()
    }


def _event_row(entry: Entry) -> dict[str, object]:
    event = entry.event
    return {
        "call_id": event.call_id,
        "sequence": event.sequence,
        "kind": kind_of(event),
        "at_ms": event.at_ms,
        "wall": event.wall,
        "payload": entry.payload,
    }
