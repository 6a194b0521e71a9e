"""A call's tools while they run: what takes long is covered, and what outlives the call is still known."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from assist.tools.calling import ToolCall, ToolResult, ToolSession
from assist.tools.runner import ToolRunner
from voice.bot.moves import UseTool

COVERED_AFTER_S = 1.5
"""A tool that takes longer is covered by words, in seconds."""

COVERED_EVERY_S = 10.0
"""And by more words each time that it takes so much longer, in seconds."""


class ToolUse:
    """One call's."""

    def __init__(self, call_id: str, tools: ToolRunner, session: ToolSession) -> None:
        self._call_id = call_id
        self._tools = tools
        self._session = session
        self._running: dict[UseTool, asyncio.Future[ToolResult]] = {}

    async def run(self, move: UseTool, cover: Callable[[bool], Awaitable[None]]) -> ToolResult:
        """`cover` is awaited whenever it is time for words; True: for the first time."""
        call = ToolCall(self._call_id, move.tool, dict(move.arguments), move.key)
        running = asyncio.ensure_future(self._tools.run(call, self._session))
        self._running[move] = running
        wait_s = COVERED_AFTER_S
        while not (await asyncio.wait({running}, timeout=wait_s))[0]:
            await cover(wait_s == COVERED_AFTER_S)
            wait_s = COVERED_EVERY_S
        return running.result()

    def told(self, move: UseTool) -> None:
        """Its result has been dealt with."""
        del self._running[move]

    async def rest(self, timeout_s: float) -> Iterator[tuple[UseTool, ToolResult]]:
        """After the call: what the tools that were still running came to, if they do within `timeout_s`."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=timeout_s)
        return (
            (move, running.result())
            for move, running in self._running.items()
            if running.done() and not running.cancelled() and running.exception() is None
        )
