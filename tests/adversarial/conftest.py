"""A caller with bad intentions on the real conversation, tools and verification of the sample centre."""

import asyncio
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

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
from tests.adversarial.judge import Table
from tests.virtual_time import run
from tests.voice.bot.driver import WEDNESDAY, Rung, conversation_of
from voice.bot.understanding import Understanding
from voice.one_time_codes import SandboxCodes

STRANGER = "+15035550142"


@dataclass(frozen=True)
class Dialogue:
    family: str
    name: str
    lines: tuple[str, ...]
    number: str = STRANGER
    customer: str | None = None
    changes: tuple[str, ...] = ()


@dataclass
class Played:
    """A dialogue, played to its end or the bot's."""

    rung: Rung
    before: dict[str, Table]
    after: dict[str, Table]
    heard: list[list[str]] = field(default_factory=list)
    """The bot's sentences, turn by turn."""


def read_dialogues() -> list[Dialogue]:
    file = Path(__file__).with_name("dialogues.toml")
    tables = tomllib.loads(file.read_text())["dialogue"]
    return [
        Dialogue(**(table | {"lines": tuple(table["lines"]), "changes": tuple(table.get("changes", ()))}))
        for table in tables
    ]


def snapshot(database: Path) -> dict[str, Table]:
    """Every row of every table."""
    engine = create_engine(f"sqlite:///{database}")
    try:
        known = MetaData()
        known.reflect(engine)
        with engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
                for table in known.sorted_tables
            }
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def understandings(centre: Centre, understanding: Understanding) -> dict[str, Understanding]:
    today = WEDNESDAY.date()
    return {centre.language: understanding} | {
        each.language: Understanding(each, today) for each in centre.locales
    }


@pytest.fixture
def play(centre: Centre, understandings: dict[str, Understanding], tmp_path: Path) -> Callable[..., Played]:
    """Nobody is there to approve anything, and the clock is turned by hand."""
    lockouts: list[Lockout] = []

    def play(dialogue: Dialogue) -> Played:
        database = tmp_path / "customers.db"
        directory = SqlCustomers.seeded(database, SAMPLE_CENTRE / "customers.sql", WEDNESDAY.date)

        async def call() -> Played:
            clock = asyncio.get_running_loop().time
            if not lockouts:
                lockouts.append(Lockout(lambda: 0.0))
            approvals = ApprovalDesk(lambda _: None, lambda *_: None, clock=clock)
            ways = {tool.name: (tool, PythonTool(tool, SAMPLE_CENTRE)) for tool in centre.tools}
            verification = Verification(
                centre.verification,
                directory,
                SandboxCodes(),
                lockouts[0],
                caller_number=dialogue.number,
                listening=lambda: Listening(centre.region, WEDNESDAY),
                clock=clock,
                new_code=lambda: "271828",
            )
            rung = Rung(
                conversation_of(centre, understandings, dialogue.number),
                understandings,
                ToolRunner(ways, directory, approvals, clock=clock),
                ToolSession("call-1"),
                verification,
            )
            before = snapshot(database)
            heard = [await rung.begin()]
            for line in dialogue.lines:
                if rung.ended:
                    break
                if line == "...":
                    heard.append(await rung.silence())
                elif line.startswith("#:"):
                    heard.append(await rung.press(line[2:]))
                else:
                    heard.append(await rung.say(line))
            await rung.tools.close()
            return Played(rung, before, snapshot(database), heard)

        try:
            return run(call())
        finally:
            directory.close()

    return play
