"""Memory of the service for each call: connected and silent, and talking."""

import asyncio

import aiohttp

from benchmarks.bench_process import service
from benchmarks.load import ring, speech_like, talk


async def measure(calls: int = 40) -> dict[str, float]:
    async with service(engine="none", calls=calls) as running, aiohttp.ClientSession() as session:
        at = await running.ready()
        warm = [await ring(session, at["url"], at["token"], speech_like(1.6, 0), [0.5])]
        await talk(warm, 3.0)
        empty = await running.figures()
        lines = [
            await ring(session, at["url"], at["token"], speech_like(1.6, number), [4.0])
            for number in range(calls)
        ]
        talking = asyncio.create_task(talk(lines, 12.0))
        await asyncio.sleep(3.0)
        idle = await running.figures()
        await asyncio.sleep(5.0)
        busy = await running.figures()
        await talking
        return {
            "calls": calls,
            "service_mb": empty["rss_mb"],
            "idle_call_kb": (idle["rss_mb"] - empty["rss_mb"]) / calls * 1000,
            "talking_call_kb": (busy["rss_mb"] - empty["rss_mb"]) / calls * 1000,
        }
