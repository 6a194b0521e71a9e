"""CPU of the whole service for live media, without recognition: sockets, JSON, base64, VAD, turns, playback.

Real sockets at real-time pace. CPU is the service process's own, over a window in which every call brings
three messages each 20 ms (ears inbound and outbound, mouth inbound) and is spoken to for most of the time.
"""

import asyncio

import aiohttp

from benchmarks.bench_process import service
from benchmarks.load import ring, speech_like, talk

MESSAGES = 3
"""A call each 20 ms."""


async def measure(streams: int = 40, seconds: float = 20.0) -> dict[str, float]:
    """`streams` counts sockets: 40 are 20 calls with ears and mouth."""
    calls = streams // 2
    async with service(engine="none", calls=calls) as running, aiohttp.ClientSession() as session:
        at = await running.ready()
        lines = [
            await ring(session, at["url"], at["token"], speech_like(1.6, number), [1.0, 12.0])
            for number in range(calls)
        ]
        talking = asyncio.create_task(talk(lines, seconds))
        await asyncio.sleep(3.0)
        before = await running.figures(then_forget_stall=True)
        window_s = seconds - 4.0
        await asyncio.sleep(window_s)
        after = await running.figures()
        await talking
        cpu_s = after["cpu_s"] - before["cpu_s"]
        frames = calls * window_s / 0.02
        return {
            "calls": calls,
            "sockets": streams,
            "window_s": window_s,
            "cpu_us_per_call_frame": cpu_s / frames * 1e6,
            "cpu_us_per_message": cpu_s / frames / MESSAGES * 1e6,
            "calls_a_core": 0.02 / (cpu_s / frames),
            "longest_stall_ms": after["longest_stall_ms"],
            "turns": len(running.turns),
        }
