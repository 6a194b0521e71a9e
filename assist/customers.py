"""The centre's customers: whom verification looks up, and what a tool may see of the one that is verified.

A tool never writes SQL and never names a customer: it is handed `Records`, which are bound to one customer id
by the session, so that another customer's rows are out of its reach whatever a caller says.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    ColumnElement,
    Engine,
    MetaData,
    Table,
    and_,
    case,
    create_engine,
    literal,
    or_,
    select,
    true,
)

OWNER = "customer_id"
"""The column that says whose a row is; tables without it are about nobody and open to all tools."""

MOST_CANDIDATES = 200
"""Records that are held against what a caller says."""

_HIDDEN = frozenset({"pin_hash"})


class NotTheirs(Exception):
    """A tool asked for what it may not see or change: a mistake in the tool."""


@dataclass(frozen=True, slots=True)
class NumberStanding:
    """What a telephone number is a hint of. No account is behind it until somebody is verified."""

    vip: bool = False
    human_only: bool = False


class CustomerDirectory(Protocol):
    """Where customers are looked up."""

    async def standing(self, number: str) -> NumberStanding: ...

    async def candidates(self, fields: Mapping[str, Sequence[str]], number: str) -> list[dict[str, str]]:
        """Records that share a value of a field, or the number, each with its `id`; at most 200."""
        ...

    async def contact(self, customer_id: str) -> str:
        """The telephone number (E.164) that was registered before; empty where there is none."""
        ...

    async def pin_matches(self, customer_id: str, pin: str) -> bool: ...

    async def has_pin(self, customer_id: str) -> bool: ...

    def records(self, customer_id: str | None) -> "Records":
        """What a tool may see in a session; None: nobody is verified."""
        ...


class NoCustomers:
    """The directory of a centre that has none: nobody can be verified."""

    async def standing(self, number: str) -> NumberStanding:  # noqa: ARG002
        return NumberStanding()

    async def candidates(self, fields: Mapping[str, Sequence[str]], number: str) -> list[dict[str, str]]:  # noqa: ARG002
        return []

    async def contact(self, customer_id: str) -> str:  # noqa: ARG002
        return ""

    async def pin_matches(self, customer_id: str, pin: str) -> bool:  # noqa: ARG002
        return False

    async def has_pin(self, customer_id: str) -> bool:  # noqa: ARG002
        return False

    def records(self, customer_id: str | None) -> "Records":
        return Records(create_engine("sqlite://"), MetaData(), customer_id, date.min)


class SqlCustomers:
    """A directory in SQL. Its `customers` table has `id`, `phone` (E.164) and what is asked for."""

    def __init__(self, engine: Engine, today: Callable[[], date]) -> None:
        """`today`: in the zone of the centre."""
        self._engine = engine
        self._today = today
        self._tables = MetaData()
        self._tables.reflect(engine)
        self._customers = self._tables.tables["customers"]
        self._hasher = PasswordHasher()
        # What an unknown customer's PIN is compared with, so that it takes as long as a known one's.
        self._nobody = self._hasher.hash("nobody")

    @classmethod
    def seeded(cls, file: Path, seed: Path, today: Callable[[], date]) -> "SqlCustomers":
        """Opens `file`, which is made from the SQL of `seed` where it is not there yet. Blocks."""
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            connection = sqlite3.connect(fresh)
            try:
                connection.executescript(seed.read_text(encoding="utf-8"))
                connection.commit()
            finally:
                connection.close()
            fresh.replace(file)
        return cls(create_engine(f"sqlite:///{file}"), today)

    def close(self) -> None:
        self._engine.dispose()

    async def standing(self, number: str) -> NumberStanding:
        rows = await asyncio.to_thread(self._rows, self._customers.c.phone == number)
        return NumberStanding(
            vip=any(row.get("vip") == "1" for row in rows),
            human_only=any(row.get("human_only") == "1" for row in rows),
        )

    async def candidates(self, fields: Mapping[str, Sequence[str]], number: str) -> list[dict[str, str]]:
        shared = [
            self._customers.c[name].in_(values)
            for name, values in fields.items()
            if name in self._customers.c and values
        ]
        return await asyncio.to_thread(self._rows, self._customers.c.phone == number, *shared)

    async def contact(self, customer_id: str) -> str:
        rows = await asyncio.to_thread(self._rows, self._customers.c.id == customer_id)
        return rows[0].get("phone", "") if rows else ""

    async def pin_matches(self, customer_id: str, pin: str) -> bool:
        return await asyncio.to_thread(self._pin_matches, customer_id, pin)

    async def has_pin(self, customer_id: str) -> bool:
        return bool(await asyncio.to_thread(self._pin_hash, customer_id))

    def records(self, customer_id: str | None) -> "Records":
        return Records(self._engine, self._tables, customer_id, self._today())

    def _pin_matches(self, customer_id: str, pin: str) -> bool:
        hashed = self._pin_hash(customer_id)
        try:
            self._hasher.verify(hashed or self._nobody, pin)
        except (VerificationError, InvalidHashError):
            return False
        return bool(hashed)

    def _pin_hash(self, customer_id: str) -> str:
        with self._engine.connect() as connection:
            hashed = connection.execute(
                select(self._customers.c.pin_hash).where(self._customers.c.id == customer_id)
            ).scalar_one_or_none()
        return str(hashed) if hashed else ""

    def _rows(self, *conditions: ColumnElement[bool]) -> list[dict[str, str]]:
        """Whoever meets one of them; first who meets most, for a town shares a postcode."""
        met = sum((case((condition, 1), else_=0) for condition in conditions), literal(0))
        visible = [column for column in self._customers.c if column.name not in _HIDDEN]
        with self._engine.connect() as connection:
            chosen = select(*visible).where(or_(*conditions)).order_by(met.desc()).limit(MOST_CANDIDATES)
            found = connection.execute(chosen).mappings()
            return [
                {str(key): str(value) for key, value in row.items() if value is not None} for row in found
            ]


class Records:
    """What one use of a tool may see and change. Bound to the verified customer, or to nobody."""

    def __init__(self, engine: Engine, tables: MetaData, customer_id: str | None, today: date) -> None:
        self.today = today
        """In the zone of the centre."""
        self._engine = engine
        self._tables = tables
        self._customer_id = customer_id

    def public(self, table: str, **equal: object) -> list[dict[str, object]]:
        """Rows about nobody: outages, prices, free appointments."""
        chosen = self._table(table)
        if OWNER in chosen.c or table == "customers":
            raise NotTheirs(f"{table} is about customers; ask for their own rows")
        return self._select(chosen, _equal(chosen, equal))

    def own(self, table: str, **equal: object) -> list[dict[str, object]]:
        """The verified customer's rows."""
        chosen = self._table(table)
        return self._select(chosen, and_(self._ours(chosen), _equal(chosen, equal)))

    def add(self, table: str, **values: object) -> None:
        """A row of the verified customer's."""
        chosen = self._table(table)
        self._ours(chosen)
        if chosen.name == "customers":
            raise NotTheirs("a tool cannot make a customer")
        _known(chosen, values)
        with self._engine.begin() as connection:
            connection.execute(chosen.insert().values({**values, OWNER: self._customer_id}))

    def change(self, table: str, equal: Mapping[str, object], **values: object) -> int:
        """Changes the verified customer's rows; returns how many."""
        chosen = self._table(table)
        owner = "id" if chosen.name == "customers" else OWNER
        if owner in values:
            raise NotTheirs("a row cannot be given to another customer")
        _known(chosen, values)
        condition = and_(self._ours(chosen), _equal(chosen, equal))
        with self._engine.begin() as connection:
            return connection.execute(chosen.update().where(condition).values(**values)).rowcount

    def _ours(self, table: Table) -> ColumnElement[bool]:
        if self._customer_id is None:
            raise NotTheirs(f"nobody is verified in this call, so nothing of {table.name} can be seen")
        if table.name == "customers":
            return table.c.id == self._customer_id
        if OWNER not in table.c:
            raise NotTheirs(f"{table.name} has no {OWNER}, so nothing in it is anybody's own")
        return table.c[OWNER] == self._customer_id

    def _table(self, name: str) -> Table:
        table = self._tables.tables.get(name)
        if table is None:
            raise NotTheirs(f"there is no table {name}")
        return table

    def _select(self, table: Table, condition: ColumnElement[bool]) -> list[dict[str, object]]:
        visible = [column for column in table.c if column.name not in _HIDDEN]
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(*visible).where(condition)).mappings()]


def _known(table: Table, columns: Iterable[str]) -> None:
    for name in columns:
        if name not in table.c or name in _HIDDEN:
            raise NotTheirs(f"{table.name} has no column {name} for a tool")


def _equal(table: Table, equal: Mapping[str, object]) -> ColumnElement[bool]:
    _known(table, equal)
    return and_(true(), *(table.c[name] == value for name, value in equal.items()))
