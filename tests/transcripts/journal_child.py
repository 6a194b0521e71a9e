"""Run as a process of its own by `test_durability.py`, to be killed or to run out of disk."""

import asyncio
import json
import os
import resource
import sqlite3
import sys
from itertools import count
from pathlib import Path

from tests.transcripts.recorded import said, started
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore


async def append_for_ever(database: Path) -> None:
    journal = Journal(await SqlEventStore.open(f"sqlite+aiosqlite:///{database}"))
    await journal.start()
    journal.append(started())
    for number in count():
        event = journal.append(said(f"u{number}", "my internet is slow"))
        os.write(1, f"{event.sequence} {event.wall.isoformat()}\n".encode())
        await asyncio.sleep(0.004)


async def fill_the_disk(database: Path) -> None:
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{database}")
    journal = Journal(store, back_off_s=0.001)
    await journal.start()
    journal.append(started())
    await journal.flush()
    largest = max(path.stat().st_size for path in database.parent.iterdir())
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 20_000, hard))
    for number in range(300):
        journal.append(said(f"u{number}", "my internet is slow " * 20))
    while journal.healthy:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    fault = journal.fault
    still_taken = journal.append(said("later", "and the call goes on")).sequence
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await journal.flush()
    connection = sqlite3.connect(database)
    stored = [row[0] for row in connection.execute("SELECT sequence FROM events ORDER BY rowid")]
    sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    healthy = journal.healthy
    await journal.close()
    await store.close()
    report = {"fault": fault, "taken": still_taken, "stored": stored, "sound": sound, "healthy": healthy}
    sys.stdout.write(json.dumps(report))


async def hold_the_lock(database: Path) -> None:
    await SqlEventStore.open(f"sqlite+aiosqlite:///{database}")
    os.write(1, b"held\n")
    await asyncio.Event().wait()


if __name__ == "__main__":
    jobs = {"append": append_for_ever, "fill": fill_the_disk, "hold": hold_the_lock}
    asyncio.run(jobs[sys.argv[1]](Path(sys.argv[2])))
