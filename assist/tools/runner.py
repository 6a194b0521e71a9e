"""Using tools: with the session's identity, within a time, once a key, and where risky with a person's yes.

Whatever goes wrong is a `ToolResult` with a failure: a tool can fail, and the call goes on.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from assist.approvals import ApprovalDesk
from assist.customers import CustomerDirectory
from assist.tools.calling import ToolCall, ToolResult, ToolSession
from assist.tools.endpoint import Endpoint
from assist.tools.python_tool import PythonTool
from assist.tools.values import BadValue, canonical
from config.centre import Risk, Tool

REMEMBERED = 10_000
"""Results that are kept, so that the same key gets the same answer."""

APPROVAL_S = 60.0
"""How long a person may take to approve, in seconds; then it is refused."""


class ToolRunner:
    """All calls'. Runs on the event loop; Python tools run on threads."""

    def __init__(
        self,
        tools: Mapping[str, tuple[Tool, PythonTool | Endpoint]],
        directory: CustomerDirectory,
        approvals: ApprovalDesk,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tools = tools
        self._directory = directory
        self._approvals = approvals
        self._clock = clock
        self._runs: OrderedDict[str, asyncio.Task[ToolResult]] = OrderedDict()

    async def run(self, call: ToolCall, session: ToolSession) -> ToolResult:
        """The result for `call.key`; a run that was begun comes to its end even if nobody waits for it."""
        key = f"{session.call_id}:{call.key}"
        task = self._runs.get(key)
        if task is None:
            task = self._runs[key] = asyncio.get_running_loop().create_task(self._run(call, session))
            self._forget_oldest()
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Waits for no one: what still runs is given up."""
        running = [task for task in self._runs.values() if not task.done()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _run(self, call: ToolCall, session: ToolSession) -> ToolResult:
        began = self._clock()
        result = await self._attempt(call, session)
        return replace(result, took_ms=round((self._clock() - began) * 1000, 1))

    async def _attempt(self, call: ToolCall, session: ToolSession) -> ToolResult:
        found = self._tools.get(call.tool)
        if found is None:
            return ToolResult("", failure=f"there is no tool {call.tool}")
        tool, way = found
        # The identity is read once, before anything is awaited: it is whose call this was when it was asked.
        customer_id, level = session.customer_id, session.level
        if level < tool.level:
            return ToolResult("", failure=f"it takes assurance {tool.level}, and the call has {level}")
        if tool.risk is Risk.RISKY:
            approval = await self._approvals.ask(
                call.call_id, call.key, tool.name, call.arguments, APPROVAL_S
            )
            if not approval.approved:
                who = f"{approval.by} refused it" if approval.by else "nobody approved it in time"
                return ToolResult("", failure=who, refused=True)
        try:
            async with asyncio.timeout(tool.timeout_ms / 1000):
                outcome, values = await way.use(
                    call.arguments, call.key, self._directory.records(customer_id), customer_id
                )
            return ToolResult(outcome, canonical(values, tool.results))
        except TimeoutError:
            return ToolResult("", failure=f"it took longer than {tool.timeout_ms} ms")
        except BadValue as error:
            return ToolResult("", failure=str(error))
        except Exception as error:  # noqa: BLE001
            # A tool is the centre's own code or another company's server: anything may come out of it.
            structlog.get_logger(__name__).exception("a tool failed", tool=tool.name, call_id=call.call_id)
            return ToolResult("", failure=f"{type(error).__name__}")

    def _forget_oldest(self) -> None:
        while len(self._runs) > REMEMBERED:
            key, task = next(iter(self._runs.items()))
            if not task.done():
                return
            del self._runs[key]
