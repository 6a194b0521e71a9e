"""An SQLAlchemy engine with SQLite set up as the journal needs it: WAL, and a BEGIN that we see.

synchronous=NORMAL: a commit survives the death of the process; the last ones may not survive a power cut.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from transcripts.store.contract import StoreError


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for other databases and for one in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(
            "`database_url` is no SQLAlchemy URL, e.g. sqlite+aiosqlite:///attendant.db"
        ) from error
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def make_engine(url: str, *, busy_timeout_ms: int, read_only: bool) -> AsyncEngine:
    """Connects nowhere yet."""
    try:
        engine = create_async_engine(url)
    except (SQLAlchemyError, ImportError) as error:
        raise StoreError(f"`database_url` cannot be used: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _SqliteSetup(busy_timeout_ms, read_only))
        event.listen(engine.sync_engine, "begin", _begin)
    return engine


@contextmanager
def explained(file: Path | None = None) -> Generator[None, None, None]:
    """What the database or the file system says, as a `StoreError`, with the file where it is known."""
    where = f"{file}: " if file is not None else ""
    try:
        yield
    except StoreError as error:
        if file is None:
            raise
        raise type(error)(f"{where}{error}") from error
    except DBAPIError as error:
        raise StoreError(f"{where}{error.orig}") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"{where}{error}") from error


class _SqliteSetup:
    def __init__(self, busy_timeout_ms: int, read_only: bool) -> None:
        self._pragmas = [f"busy_timeout={busy_timeout_ms}", "foreign_keys=ON"]
        self._pragmas += ["query_only=ON"] if read_only else ["journal_mode=WAL", "synchronous=NORMAL"]

    def __call__(self, connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:  # noqa: ARG002
        driver: Any = connection
        # sqlite3 begins by itself, but not before DDL; a migration would not be one transaction.
        driver.isolation_level = None
        cursor = connection.cursor()
        for pragma in self._pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
