"""Looking at a database without changing it, for `attendant doctor`."""

import os
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from transcripts.store.contract import DatabaseInUse, NoDatabase, OlderSchema, StoreError
from transcripts.store.database import database_file
from transcripts.store.lock import DatabaseLock
from transcripts.store.schema import require_current
from transcripts.store.tables import calls


def inspect_database(url: str) -> str:
    """What is there, in a sentence; makes nothing. Raises `StoreError` when a service could not use it."""
    file = database_file(url)
    if file is None:
        return "not a file on this machine: it is tried when the service starts"
    if not file.exists():
        _require_writable(_nearest(file.parent))
        return f"{file} is made at the first start"
    _require_writable(file)
    _require_writable(file.parent)
    engine = create_engine(f"sqlite:///file:{file.absolute().as_posix()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return f"{file}: {_contents(connection)}{_use(file)}"
    except DBAPIError as error:
        raise StoreError(f"{file}: {error.orig}; move it away, or restore a copy") from error
    except StoreError as error:
        raise type(error)(f"{file}: {error}") from error
    finally:
        engine.dispose()


def _contents(connection: Connection) -> str:
    try:
        require_current(connection)
    except NoDatabase:
        return "empty, the tables are made at the next start"
    except OlderSchema:
        return "of an earlier version, it is upgraded at the next start"
    count = connection.execute(select(func.count()).select_from(calls)).scalar_one()
    return f"{count} call{'' if count == 1 else 's'} on record"


def _use(file: Path) -> str:
    if not file.with_name(file.name + ".lock").exists():
        return ""
    try:
        DatabaseLock(file).release()
    except DatabaseInUse:
        return ", a service is using it"
    return ""


def _nearest(directory: Path) -> Path:
    """The directory itself, or the one above it in which it would be made."""
    return next(path for path in (directory, *directory.absolute().parents) if path.exists())


def _require_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise StoreError(
            f"{path} may not be written by this user; change its permissions or `data_directory`"
        )
