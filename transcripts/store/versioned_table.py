"""A table whose rows change: who writes names the version they saw, and loses to who was first.

So nothing is locked while a decision is made, and two processes cannot take the same thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from transcripts.store.contract import StoreError
from transcripts.store.database import explained
from transcripts.store.operations import Operations


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionedRow:
    version: int = 0
    """How often it was written; 0: not yet."""


R = TypeVar("R", bound=VersionedRow)


class VersionedTable(Generic[R]):
    """The rows of `table` as values of a dataclass with the same names; the table has one key column."""

    def __init__(
        self, engine: AsyncEngine, table: Table, kind: type[R], operations: Operations | None = None
    ) -> None:
        """`operations`: of this database, where others of this process use it too."""
        self._engine = engine
        self._table = table
        self._kind = kind
        self._operations = operations or Operations()
        self._names = [field.name for field in fields(kind)]
        [self._key] = table.primary_key.columns

    async def rows(self, *which: ColumnElement[bool]) -> list[R]:
        """Those that are so, in the order of their keys. Raises `StoreError`."""
        return await self._operations.whole(self._rows(which))

    async def row(self, key: str) -> R | None:
        """Raises `StoreError`."""
        found = await self.rows(self._key == key)
        return found[0] if found else None

    async def write(self, row: R) -> bool:
        """Stores a row whose version is one above that which was read; False: somebody else was first.

        Raises `StoreError`; then it is not known whether it was stored.
        """
        return await self._operations.whole(self._write(row))

    async def _rows(self, which: Sequence[ColumnElement[bool]]) -> list[R]:
        columns = [self._table.c[name] for name in self._names]
        chosen = select(*columns).where(*which).order_by(self._key)
        with explained():
            async with self._engine.connect() as connection:
                found = [dict(zip(self._names, row, strict=True)) for row in await connection.execute(chosen)]
        return [self._read(values) for values in found]

    async def _write(self, row: R) -> bool:
        values = {name: _stored(getattr(row, name)) for name in self._names}
        seen = (self._key == values[self._key.name], self._table.c.version == row.version - 1)
        with explained():
            try:
                async with self._operations.writing, self._engine.begin() as connection:
                    if row.version == 1:
                        await connection.execute(insert(self._table), [values])
                        return True
                    written = await connection.execute(update(self._table).where(*seen).values(values))
                    return written.rowcount == 1
            except IntegrityError:
                return False

    def _read(self, values: Mapping[str, Any]) -> R:
        try:
            return msgspec.convert(values, self._kind)
        except msgspec.ValidationError as error:
            key = values[self._key.name]
            raise StoreError(f"{self._table.name}: the row {key!r} cannot be read: {error}") from error


def _stored(value: object) -> object:
    return str(value) if isinstance(value, StrEnum) else value
