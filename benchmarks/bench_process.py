"""Starts the service under test as a process, and asks it for its figures."""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

START_DEADLINE_S = 120.0


class ServiceProcess:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._figures: asyncio.Queue[dict[str, float]] = asyncio.Queue()
        self._ready: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self.turns: list[dict[str, Any]] = []

    async def read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            message = json.loads(line) if line.startswith(b"{") else {}
            if "ready" in message:
                self._ready.set_result(message["ready"])
            elif "turn" in message:
                self.turns.append(message["turn"])
            elif "figures" in message:
                self._figures.put_nowait(message["figures"])
        if not self._ready.done():
            self._ready.set_exception(RuntimeError("the service under test ended before it was ready"))

    async def ready(self) -> dict[str, str]:
        async with asyncio.timeout(START_DEADLINE_S):
            return await self._ready

    async def figures(self, *, then_forget_stall: bool = False) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(b"forget\n" if then_forget_stall else b"?\n")
        return await self._figures.get()


@asynccontextmanager
async def service(**description: object) -> AsyncIterator[ServiceProcess]:
    with tempfile.TemporaryDirectory() as data:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "benchmarks.server",
            json.dumps({"data": data, **description}),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**20,
        )
        running = ServiceProcess(process)
        reading = asyncio.create_task(running.read())
        try:
            yield running
        finally:
            assert process.stdin is not None
            process.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 20)
            if process.returncode is None:
                process.kill()
                await process.wait()
            await reading
