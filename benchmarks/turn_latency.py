"""From the end of the caller's speech to the first sounding frame on the wire, for 1 to 16 calls at once.

A Whisper of base.en's true size with random weights and a forced 12-token answer: its time is real, what it
says is not. Beside it the same run with Whisper's 30 s window.
"""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import numpy as np

from benchmarks.bench_process import service
from benchmarks.load import ring, speech_like, talk

STAGES = ("hangover_ms", "recognition_ms", "understanding_ms", "synthesis_ms", "sending_ms")
TURN_EVERY_S = 8.0


async def measure(model: Path, calls: int, *, short_window: bool, turns: int = 5) -> dict[str, object]:
    """Each caller speaks about every 8 s, at times of their own."""
    when = random.Random(calls)
    seconds = TURN_EVERY_S * (turns + 1)
    settings = {"short_window": short_window}
    async with (
        service(
            engine="whisper", model=str(model), recogniser=settings, voice="espeak", calls=calls
        ) as running,
        aiohttp.ClientSession() as session,
    ):
        at = await running.ready()
        lines = [
            await ring(
                session,
                at["url"],
                at["token"],
                speech_like(1.2 + 0.3 * (number % 8), number),
                [3.0 + TURN_EVERY_S * turn + when.uniform(0, TURN_EVERY_S - 3) for turn in range(turns)],
            )
            for number in range(calls)
        ]
        await running.figures(then_forget_stall=True)
        await talk(lines, seconds)
        figures = await running.figures()
        await asyncio.sleep(0)
        timed = running.turns
        outside = [delay for line in lines for delay in line.answered]
        return {
            "calls": calls,
            "window": "short" if short_window else "30 s",
            "turns": len(timed),
            **{
                f"{name}_{share}": percentile([turn["total_ms"] for turn in timed], q)
                for name, share, q in TOTALS
            },
            "stages_p50": {stage: percentile([turn[stage] for turn in timed], 50) for stage in STAGES},
            "speculated": sum(bool(turn["speculated"]) for turn in timed),
            "outside_p50": percentile(outside, 50),
            "outside_p95": percentile(outside, 95),
            "longest_stall_ms": figures["longest_stall_ms"],
        }


TOTALS = (("total", "p50", 50), ("total", "p95", 95), ("total", "max", 100))


def percentile(values: Sequence[float], q: float) -> float:
    return round(float(np.percentile(values, q)), 1) if values else float("nan")
