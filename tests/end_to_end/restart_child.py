"""A service in a process of its own, to be killed: told what to be on the command line, in JSON.

It says "ready" when calls are taken. On a line at its input it stops in order, and says where the people are.
"""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta

from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from voice.presence import Presence
from voice.service import Service

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""


async def main(wanted: dict) -> None:
    service = Service(
        Settings.model_validate(wanted["settings"]),
        recogniser=ScriptedRecogniser(*wanted["said"]),
        synthesiser=ToneSynthesiser(),
        wall_clock=lambda: OPEN + timedelta(seconds=time.time() - wanted["began"]),
    )
    await service.start()
    await service.ready()
    for name in wanted["available"]:
        await service.roster.set(name, Presence.AVAILABLE, "the test")
    os.write(1, b"ready\n")
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await service.stop()
    people = {one.agent.name: one.presence.value for one in service.roster.statuses()}
    os.write(1, json.dumps(people).encode() + b"\n")


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
