"""The service under test of the transfers, in a process of its own, with its people available.

Started with a JSON description on its command line; prints where it is reached, and ends with its input.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.server import NoRecognition, Tone, tell
from config.settings import Settings
from voice.cli.running import freeze_start_up, new_event_loop
from voice.presence import Presence
from voice.service import Service
from voice.speech.recogniser import Recognition, RecognitionRequest

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""All queues of the sample are open."""


class WantsAPerson(NoRecognition):
    """Every turn asks for a person."""

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        wish = "can i speak to a person please"
        return [Recognition(text=wish, confidence=1.0, engine=self.name) for _ in requests]


def settings_of(description: dict[str, object]) -> Settings:
    return Settings.model_validate(
        {
            "port": 0,
            "data_directory": Path(str(description["data"])),
            "log_level": "error",
            "centre": Path(str(description["centre"])),
            "limits": {"calls": int(str(description["calls"])) + 1},
            "twilio": {"api_url": description["carrier"]},
        }
    )


async def serve(description: dict[str, object]) -> None:
    began = time.monotonic()
    service = Service(
        settings_of(description),
        recogniser=WantsAPerson(),
        synthesiser=Tone(),
        wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
    )
    await service.start()
    try:
        await service.ready()
        freeze_start_up()
        for status in service.roster.statuses():
            await service.roster.set(status.agent.name, Presence.AVAILABLE, "the benchmark")
        account = service.account
        about = {
            "url": service.base_url,
            "sid": account.account_sid,
            "token": account.auth_token,
            "began": str(began),
            "process": str(os.getpid()),
        }
        tell({"ready": about})
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await service.stop()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve(json.loads(sys.argv[1])))
