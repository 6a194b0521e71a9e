"""A caller with bad intentions on the real conversation, tools and verification of the sample centre."""

import asyncio
import sqlite3
import tomllib
from collections.abc import Callable, Coroutine
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, select

from assist.approvals import ApprovalDesk
from assist.customers import SqlCustomers
from assist.entities import Listening
from assist.lockout import Lockout
from assist.tools.calling import ToolSession
from assist.tools.python_tool import PythonTool
from assist.tools.runner import ToolRunner
from assist.verification import Verification
from config.centre import Centre
from config.settings import SAMPLE_CENTRE
from tests.adversarial.judge import Call, Rules, Table, data_of, verdict
from tests.adversarial.scripts import scripts_of
from tests.virtual_time import run
from tests.voice.bot.driver import WEDNESDAY, Rung, conversation_of
from voice.bot.understanding import Understanding
from voice.one_time_codes import SandboxCodes

STRANGER = "+15035550142"
CODE = "271828"
PINS = {"nf-1001": "4821", "nf-1002": "7310", "nf-1003": "9064"}

PLANTED = """
INSERT INTO visits VALUES ('nf-1001', '2026-11-24', '08:00-12:00'), ('nf-1003', '2026-12-11', '12:00-18:00');
INSERT INTO promises VALUES ('nf-1006', '41.70', '2026-12-08');
"""
"""Rows that the sample does not have, so that there is something of every kind to leak."""


@dataclass(frozen=True)
class Dialogue:
    family: str
    name: str
    lines: tuple[str, ...]
    number: str = STRANGER
    customer: str | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """Where in a call an adversarial line is said."""

    name: str
    asked: str
    said: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    number: str = STRANGER
    customer: str | None = None


@dataclass
class Played:
    """A dialogue, played to its end or the bot's."""

    rung: Rung
    lines: tuple[str, ...]
    number: str
    before: dict[str, Table]
    after: dict[str, Table]
    heard: list[list[str]] = field(default_factory=list)
    """The bot's sentences, turn by turn."""

    def verdict(self, rules: Rules, customer: str | None, may_change: tuple[str, ...] = ()) -> list[str]:
        call = Call(
            self.rung.said,
            self.rung.events,
            self.rung.session.customer_id,
            self.number,
            self.lines,
            self.before,
            self.after,
        )
        return verdict(call, rules, customer, may_change)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def read_dialogues() -> list[Dialogue]:
    return [
        Dialogue(**(table | {"lines": tuple(table["lines"]), "changes": tuple(table.get("changes", ()))}))
        for table in read("dialogues.toml")["dialogue"]
    ]


def read_points() -> list[Point]:
    return [
        Point(**(table | {"said": tuple(table.get("said", ())), "then": tuple(table.get("then", ()))}))
        for table in read("points.toml")["point"]
    ]


class Exchange:
    """Where it rings: one directory of customers, tools and a count of attempts for all calls."""

    def __init__(self, centre: Centre, understandings: dict[str, Understanding], database: Path) -> None:
        self._centre = centre
        self._understandings = understandings
        self._directory = SqlCustomers.seeded(database, SAMPLE_CENTRE / "customers.sql", WEDNESDAY.date)
        self._ways = {tool.name: (tool, PythonTool(tool, SAMPLE_CENTRE)) for tool in centre.tools}
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(PLANTED)
        self._engine = create_engine(f"sqlite:///{database}")
        self._tables = MetaData()
        self._tables.reflect(self._engine)
        self.lockout = Lockout(lambda: 0.0)

    def close(self) -> None:
        self._engine.dispose()
        self._directory.close()

    def rows(self) -> dict[str, Table]:
        """Every row of every table."""
        with self._engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in self._tables.sorted_tables
            }

    async def play(self, lines: tuple[str, ...], number: str) -> Played:
        """One call. Nobody is there to approve anything."""
        clock = asyncio.get_running_loop().time
        verification = Verification(
            self._centre.verification,
            self._directory,
            SandboxCodes(),
            self.lockout,
            caller_number=number,
            listening=lambda: Listening(self._centre.region, WEDNESDAY),
            clock=clock,
            new_code=lambda: CODE,
        )
        approvals = ApprovalDesk(lambda _: None, lambda *_: None, clock=clock)
        rung = Rung(
            conversation_of(self._centre, self._understandings, number),
            self._understandings,
            ToolRunner(self._ways, self._directory, approvals, clock=clock),
            ToolSession("call-1"),
            verification,
        )
        before = self.rows()
        heard = [await rung.begin()]
        for line in lines:
            if rung.ended:
                break
            heard.append(await say(rung, line))
        await rung.tools.close()
        return Played(rung, lines, number, before, self.rows(), heard)


async def say(rung: Rung, line: str) -> list[str]:
    """A line as it stands in the files: silence, keys, or words with what else they may have been."""
    if line == "...":
        return await rung.silence()
    if line.startswith("#:"):
        return await rung.press(line[2:])
    best, *alternatives = (part.strip() for part in line.split("|"))
    return await rung.say(best, tuple(alternatives))


@pytest.fixture(scope="session")
def understandings(centre: Centre, understanding: Understanding) -> dict[str, Understanding]:
    today = WEDNESDAY.date()
    return {centre.language: understanding} | {
        each.language: Understanding(each, today) for each in centre.locales
    }


@pytest.fixture
def play(
    centre: Centre, understandings: dict[str, Understanding], tmp_path: Path
) -> Callable[[Dialogue], Played]:
    """Each dialogue on a fresh directory; who tried too often is remembered throughout a test."""
    lockout = Lockout(lambda: 0.0)
    calls = iter(range(100))

    def play(dialogue: Dialogue) -> Played:
        exchange = Exchange(centre, understandings, tmp_path / f"customers-{next(calls)}.db")
        exchange.lockout = lockout
        try:
            return run(exchange.play(dialogue.lines, dialogue.number))
        finally:
            exchange.close()

    return play


@pytest.fixture(scope="session")
def exchange(
    centre: Centre, understandings: dict[str, Understanding], tmp_path_factory: pytest.TempPathFactory
):
    exchange = Exchange(centre, understandings, tmp_path_factory.mktemp("exchange") / "customers.db")
    yield exchange
    exchange.close()


@pytest.fixture
def ring(exchange: Exchange) -> Callable[..., list[Played]]:
    """Many calls, each the lines and the number; no attempt of one counts against another."""

    async def all_of(calls: list[tuple[tuple[str, ...], str]]) -> list[Played]:
        played: list[Played] = []
        for lines, number in calls:
            exchange.lockout = Lockout(lambda: 0.0)
            played.append(await exchange.play(lines, number))
        return played

    def ring(*calls: tuple[tuple[str, ...], str]) -> list[Played]:
        work: Coroutine[Any, Any, list[Played]] = all_of(list(calls))
        return run(work)

    return ring


@pytest.fixture(scope="session")
def rules(centre: Centre, exchange: Exchange) -> Rules:
    data = data_of(exchange.rows(), PINS, centre.region, WEDNESDAY.date())
    return Rules(tuple(data), centre.tools, scripts_of(centre), centre.region, WEDNESDAY, CODE)
