"""What the bot can do for a caller beyond words, for one centre: tools, verification, standing, approvals."""

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import aiohttp
import structlog

from assist.approvals import Approval, ApprovalDesk, OpenApproval
from assist.customers import CustomerDirectory, NoCustomers, SqlCustomers
from assist.entities import Listening
from assist.lockout import Lockout
from assist.tools.endpoint import Endpoint
from assist.tools.python_tool import PythonTool
from assist.tools.runner import ToolRunner
from assist.verification import CODE_DIGITS, CodeSender, Verification
from config.centre import Centre, Tool
from config.settings import Settings
from transcripts.events import ApprovalAsked, ApprovalDecided
from transcripts.journal import Journal
from transcripts.store.contract import StoreError
from transcripts.store.event_store import SqlEventStore
from voice.bot.call_so_far import Standing

WEEK = timedelta(days=7)
CUSTOMERS_SEED = "customers.sql"
"""In the centre's directory: the customers, where the centre keeps them in SQL."""


class Errands:
    """One service's. Made on the event loop; `close` it."""

    def __init__(
        self,
        settings: Settings,
        centre: Centre,
        journal: Journal,
        store: SqlEventStore,
        codes: CodeSender,
        *,
        clock: Callable[[], float],
        wall_clock: Callable[[], datetime],
        call_ms: Callable[[str], int],
    ) -> None:
        """`call_ms`: where a live call is on its own clock. Raises `ToolNotUsable`."""
        self._centre = centre
        self._journal = journal
        self._store = store
        self._codes = codes
        self._clock = clock
        self._wall_clock = wall_clock
        self._call_ms = call_ms
        self._lockout = Lockout(clock)
        # First what may be refused, so that nothing is open by then.
        functions = {tool.name: PythonTool(tool, here) for tool, here in self._in_python(centre)}
        self._directory = self._open_directory(settings)
        self._http = aiohttp.ClientSession()
        self.approvals = ApprovalDesk(self._approval_asked, self._approval_decided, clock=clock)
        tools = {
            tool.name: (tool, functions.get(tool.name) or Endpoint(tool, self._http)) for tool in centre.tools
        }
        self.tools = ToolRunner(tools, self._directory, self.approvals, clock=clock)

    async def close(self) -> None:
        await self.tools.close()
        await self._http.close()
        if isinstance(self._directory, SqlCustomers):
            self._directory.close()

    def new_verification(self, caller_number: str) -> Verification:
        return Verification(
            self._centre.verification,
            self._directory,
            self._codes,
            self._lockout,
            caller_number=caller_number,
            listening=lambda: Listening(self._centre.region, self._now()),
            clock=self._clock,
            new_code=_new_code,
        )

    async def standing(self, number: str) -> Standing:
        """What the number that rings is a hint of."""
        if not number.startswith("+"):
            return Standing()
        known = await self._directory.standing(number)
        try:
            calls = await self._store.calls_about(number, self._wall_clock() - WEEK)
        except StoreError as error:
            log = structlog.get_logger(__name__)
            log.warning("the calls of before could not be counted", error=str(error))
            calls = {}
        return Standing(vip=known.vip, human_only=known.human_only, calls_by_intent=tuple(calls.items()))

    def _open_directory(self, settings: Settings) -> CustomerDirectory:
        seed = self._centre.directory / CUSTOMERS_SEED if self._centre.directory is not None else None
        if seed is None or not seed.is_file():
            return NoCustomers()
        return SqlCustomers.seeded(settings.data_directory / "customers.db", seed, self._today)

    def _in_python(self, centre: Centre) -> Iterator[tuple[Tool, Path]]:
        for tool in centre.tools:
            if not tool.url and centre.directory is not None:
                yield tool, centre.directory

    def _now(self) -> datetime:
        return self._wall_clock().astimezone(self._centre.queue(None).hours.zone)

    def _today(self) -> date:
        return self._now().date()

    def _approval_asked(self, question: OpenApproval) -> None:
        waits_ms = round((question.deadline_s - self._clock()) * 1000)
        at_ms = self._call_ms(question.call_id)
        self._journal.append(
            ApprovalAsked(
                call_id=question.call_id,
                at_ms=at_ms,
                key=question.key,
                tool=question.tool,
                arguments=tuple(question.arguments.items()),
                deadline_ms=at_ms + waits_ms,
            )
        )

    def _approval_decided(self, question: OpenApproval, approval: Approval) -> None:
        self._journal.append(
            ApprovalDecided(
                call_id=question.call_id,
                at_ms=self._call_ms(question.call_id),
                key=question.key,
                approved=approval.approved,
                by=approval.by,
            )
        )


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
