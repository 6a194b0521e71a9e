"""One service for each SQLite file: a lock beside the database, which the kernel lets go when we die.

`flock(2)`: it belongs to the open file, so that a second opening in the same process is refused too.
"""

import fcntl
import os
from pathlib import Path

from transcripts.store.contract import DatabaseInUse


class DatabaseLock:
    """Held from construction until `release`. The file stays: only the lock on it counts."""

    def __init__(self, database: Path) -> None:
        """Raises `DatabaseInUse`, naming the process that holds it."""
        path = database.with_name(database.name + ".lock")
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._descriptor, 20).decode(errors="replace").strip() or "unknown"
            os.close(self._descriptor)
            raise DatabaseInUse(
                f"{database} is in use by another Attendant service (process {holder}); stop that one, or "
                "give this one another `data_directory`"
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        os.close(self._descriptor)
