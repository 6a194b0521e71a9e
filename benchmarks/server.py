"""The service under test, in a process of its own, so that its CPU and memory are nobody else's.

Started by the benchmarks with a JSON description of the engines on its command line. It prints one JSON
object a line: `ready` with its port and token, `turn` for each timed turn; and at every line on its standard
input a `figures` object: CPU seconds, resident memory, the longest stall of the event loop, live calls.
"""

import asyncio
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from config.settings import RecogniserSettings, Settings
from transcripts.events import TurnTimed
from voice.audio.types import TELEPHONE_HZ, Int16Array
from voice.cli.running import freeze_start_up, new_event_loop
from voice.service import Service
from voice.speech.espeak import EspeakSynthesiser
from voice.speech.recogniser import Recogniser, Recognition, RecognitionRequest

ANSWER_ME = "my internet connection is very slow"


class NoRecognition:
    """A recogniser that costs nothing: what is measured is everything else."""

    name = "none"
    parallel = 1
    max_batch = 8
    languages: frozenset[str] | None = None

    def batch_key(self, request: RecognitionRequest) -> str:  # noqa: ARG002
        return "any"

    def warm_up(self) -> None: ...

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        return [Recognition(text=ANSWER_ME, confidence=1.0, engine=self.name) for _ in requests]

    def close(self) -> None: ...


class Tone:
    """A synthesiser that costs next to nothing: 60 ms of tone for every letter."""

    name = "tone"
    version = "1"

    def warm_up(self) -> None: ...

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:  # noqa: ARG002
        moments = np.arange(len(text) * TELEPHONE_HZ * 60 // 1000) / TELEPHONE_HZ
        return (8000 * np.sin(2 * np.pi * 440 * moments)).astype(np.int16)

    def close(self) -> None: ...


async def serve(description: dict[str, object]) -> None:
    data = Path(str(description["data"]))
    calls = int(str(description["calls"]))
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": data,
            "log_level": "error",
            "limits": {"calls": calls + 5},
            "recogniser": RecogniserSettings.model_validate(description.get("recogniser", {})).model_dump(),
        }
    )
    recogniser: Recogniser = NoRecognition()
    if description["engine"] == "whisper":
        from voice.speech.whisper import WhisperRecogniser

        model = Path(str(description["model"]))
        recogniser = WhisperRecogniser(settings.recogniser, model)
    synthesiser = EspeakSynthesiser("en-us") if description.get("voice") == "espeak" else Tone()
    service = Service(settings, recogniser=recogniser, synthesiser=synthesiser)
    await service.start()
    try:
        await service.ready()
        freeze_start_up()
        tell({"ready": {"url": service.base_url, "token": service.account.auth_token}})
        stalls = Stalls()
        watched = [stalls.watch()] if description["engine"] == "whisper" else []
        await asyncio.gather(report_turns(service), answer_questions(service, stalls), *watched)
    finally:
        await service.stop()


async def report_turns(service: Service) -> None:
    async with service.journal.subscribe() as events:
        async for event in events:
            if isinstance(event, TurnTimed):
                tell(
                    {
                        "turn": {
                            name: getattr(event, name) for name in event.__struct_fields__ if name != "wall"
                        }
                    }
                )


class Stalls:
    """Looks at the loop every 2 ms, which is dear: only where CPU is not what is measured."""

    longest_s = 0.0

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + 0.002
            await asyncio.sleep(0.002)
            self.longest_s = max(self.longest_s, loop.time() - due)


async def answer_questions(service: Service, stalls: Stalls) -> None:
    """One line in, one line of figures out; ends with the standard input."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    process = psutil.Process()
    while line := await reader.readline():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        tell(
            {
                "figures": {
                    "cpu_s": usage.ru_utime + usage.ru_stime,
                    "rss_mb": process.memory_info().rss / 1e6,
                    "longest_stall_ms": max(stalls.longest_s, service.metrics.longest_lag_s) * 1000,
                    "calls": len(service.switchboard),
                }
            }
        )
        if line.strip() == b"forget":
            service.metrics.forget_longest_lag()
            stalls.longest_s = 0.0
    raise SystemExit


def tell(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve(json.loads(sys.argv[1])))
