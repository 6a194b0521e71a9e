"""What a killed process and a full disk leave, with real processes and a real file system."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.transcripts.recorded import CALL
from transcripts.store.contract import DatabaseInUse
from transcripts.store.event_store import SqlEventStore

ROOT = Path(__file__).parents[2]
MOST_THAT_MAY_BE_LOST = timedelta(milliseconds=200)
REPORTS = 150


def child(job: str, database: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.transcripts.journal_child", job, str(database)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


async def test_kill_9_loses_at_most_the_last_200_ms(url: str, database: Path) -> None:
    with child("append", database) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(REPORTS)]
        process.kill()
        lines += process.stdout.read().splitlines()
    assert process.returncode == -signal.SIGKILL
    reports = [(int(number), datetime.fromisoformat(wall)) for number, wall in map(str.split, lines)]
    last = reports[-1][1]
    assert last - reports[0][1] > 2 * MOST_THAT_MAY_BE_LOST, "too short a run to show anything"
    store = await SqlEventStore.open(url)
    stored = [event.sequence for event in await store.events_of(CALL)]
    await store.close()
    assert stored == list(range(1, len(stored) + 1)), "a gap"
    missing = [wall for number, wall in reports if number > len(stored)]
    assert all(last - wall <= MOST_THAT_MAY_BE_LOST for wall in missing)


def test_a_full_disk_is_said_and_everything_is_written_once_there_is_room(database: Path) -> None:
    with child("fill", database) as process:
        output, _ = process.communicate(timeout=60)
    report = json.loads(output.splitlines()[-1])
    assert report["fault"].startswith("The record cannot be written since ")
    assert "disk" in report["fault"]
    assert report["taken"] == 302
    assert report["stored"] == list(range(1, 303))
    assert report["sound"] == "ok"
    assert report["healthy"]


async def test_a_second_service_is_told_who_has_the_database_and_a_kill_frees_it(
    url: str, database: Path
) -> None:
    with child("hold", database) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(DatabaseInUse, match=f"process {process.pid}"):
            await SqlEventStore.open(url)
        process.kill()
    store = await SqlEventStore.open(url)
    with pytest.raises(DatabaseInUse, match=f"process {os.getpid()}"):
        await SqlEventStore.open(url)
    await store.close()
