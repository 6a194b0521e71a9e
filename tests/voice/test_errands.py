"""What the bot can do for a caller: from the centre's files to a tool's answer, with the record of who agreed."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import msgspec
import pytest
from aiohttp import web
from sqlalchemy import create_engine, text

from assist.customers import SqlCustomers
from assist.tools.calling import ToolCall, ToolResult, ToolSession
from assist.tools.python_tool import ToolNotUsable
from assist.verification import AskCode, AskField, Failed, VerifiedIdentity
from assist.verification import Verified as IsVerified
from config.centre import Centre, Method
from config.settings import Settings
from tests.transcripts.recorded import answered_call, intent, journaled, started
from transcripts.codec import storable
from transcripts.events import AnyEvent, ApprovalAsked, ApprovalDecided
from transcripts.journal import Journal
from transcripts.store.contract import Entry
from transcripts.store.event_store import SqlEventStore
from voice.bot.call_so_far import Standing
from voice.errands import CUSTOMERS_SEED, Errands
from voice.one_time_codes import SandboxCodes

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)
"""A Wednesday, noon in New York."""
HELEN, HELENS_PHONE = "nf-1001", "+16175550111"
STRANGER = "+15035550142"
SAID = ("Helen Baker", "zero two one three nine", "May fourteenth nineteen seventy one")


class Clocks:
    """Both of them, turned by the tests."""

    wall = NOON
    monotonic = 1000.0


class Office:
    """A service's errands, with its store and its journal."""

    def __init__(self, centre: Centre, settings: Settings, store: SqlEventStore) -> None:
        self.clocks = Clocks()
        self.codes = SandboxCodes()
        self.store = store
        self.settings = settings
        self.journal = Journal(store, wall_clock=lambda: self.clocks.wall)
        self.centre = centre

    def errands(self) -> Errands:
        return Errands(
            self.settings,
            self.centre,
            self.journal,
            self.store,
            self.codes,
            clock=lambda: self.clocks.monotonic,
            wall_clock=lambda: self.clocks.wall,
            call_ms=lambda call_id: {"call-1": 61_000}.get(call_id, 0),
        )

    async def recorded(self, *events: AnyEvent) -> None:
        await self.store.write([Entry(*storable(event)) for event in events])


@asynccontextmanager
async def office_of(centre: Centre, directory: Path) -> AsyncIterator[Office]:
    settings = Settings(data_directory=directory)
    store = await SqlEventStore.open(settings.resolved_database_url)
    office = Office(centre, settings, store)
    await office.journal.start()
    try:
        yield office
    finally:
        await office.journal.close()
        await store.close()


@pytest.fixture
async def office(centre: Centre, tmp_path: Path) -> AsyncIterator[Office]:
    async with office_of(centre, tmp_path) as office:
        yield office


@pytest.fixture
async def errands(office: Office) -> AsyncIterator[Errands]:
    errands = office.errands()
    yield errands
    await errands.close()


def session(customer: str | None = HELEN, level: int = 1) -> ToolSession:
    made = ToolSession("call-1")
    if customer:
        made.identify(VerifiedIdentity(customer, level, Method.RECORD))
    return made


async def use(errands: Errands, tool: str, who: ToolSession, **arguments: str) -> ToolResult:
    return await errands.tools.run(ToolCall("call-1", tool, arguments, f"key-{tool}"), who)


# Standing.


async def test_a_number_is_a_hint_of_a_standing(errands: Errands):
    assert await errands.standing("+18025550144") == Standing(vip=True)
    assert await errands.standing("+14015550155") == Standing(human_only=True)
    assert await errands.standing(STRANGER) == Standing()


@pytest.mark.parametrize("withheld", ["", "anonymous", "Restricted", "266696687", "' OR 1=1 --"])
async def test_what_is_no_number_has_no_standing(errands: Errands, withheld: str):
    assert await errands.standing(withheld) == Standing()


async def test_the_calls_of_the_last_week_are_counted_by_what_they_were_about(
    office: Office, errands: Errands
):
    caller = started().caller
    for number, wall in enumerate(
        (NOON - timedelta(days=6), NOON - timedelta(days=2), NOON - timedelta(days=8))
    ):
        events = journaled(
            started(f"call-{number}", f"CA{number}"),
            msgspec.structs.replace(intent("u1", "slow_connection"), call_id=f"call-{number}"),
        )
        await office.recorded(*(msgspec.structs.replace(event, wall=wall) for event in events))
    assert (await errands.standing(caller)).calls_by_intent == (("slow_connection", 2),)
    assert (await errands.standing(STRANGER)).calls_by_intent == ()


async def test_the_calls_of_all_withheld_numbers_are_not_one_callers(office: Office, errands: Errands):
    withheld = msgspec.structs.replace(started("call-0"), caller="anonymous")
    about = msgspec.structs.replace(intent("u1", "slow_connection"), call_id="call-0")
    await office.recorded(
        *(
            msgspec.structs.replace(event, wall=NOON - timedelta(days=1))
            for event in journaled(withheld, about)
        )
    )
    assert await errands.standing("anonymous") == Standing()


async def test_a_call_that_is_a_week_old_to_the_second_still_counts_and_then_no_more(
    office: Office, errands: Errands
):
    await office.recorded(*answered_call())
    begun = (await office.store.list_calls(1))[0].started
    caller = started().caller
    office.clocks.wall = begun + timedelta(days=7)
    assert (await errands.standing(caller)).calls_by_intent == (("slow_internet", 1),)
    office.clocks.wall += timedelta(seconds=1)
    assert (await errands.standing(caller)).calls_by_intent == ()


async def test_a_record_that_cannot_be_read_costs_the_caller_nothing_but_the_count(
    office: Office, errands: Errands
):
    """The call is answered all the same, and the number is a VIP's all the same."""
    engine = create_engine(office.settings.resolved_database_url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE calls RENAME TO elsewhere"))
    engine.dispose()
    assert await errands.standing("+18025550144") == Standing(vip=True)


# The centre's tools.


async def test_a_tool_of_the_centres_answers_for_the_verified_customer(errands: Errands):
    result = await use(errands, "bill", session())
    assert (result.outcome, result.values) == ("open", {"amount": "62.50", "due": "2026-12-01"})


async def test_a_tool_about_nobody_needs_nobody(errands: Errands):
    result = await use(errands, "outage", session(None), postcode="04101")
    assert (result.outcome, result.values) == ("outage", {"ends": "18:30"})


async def test_a_tool_about_somebody_is_refused_to_nobody(errands: Errands):
    assert "assurance" in (await use(errands, "bill", session(None))).failure


async def test_today_is_the_centres_day(office: Office, errands: Errands):
    """Two in the night of Thursday in Greenwich is still Wednesday in New York, so Thursday is to come."""
    office.clocks.wall = datetime(2026, 11, 19, 2, tzinfo=UTC)
    booked = await use(errands, "book_engineer", session(), day="2026-11-19", time_of_day="08:00-12:00")
    assert booked.outcome == "booked"


async def test_an_endpoint_is_asked_where_the_centre_names_one(centre: Centre, tmp_path: Path):
    seen: list[dict[str, object]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(await request.json())
        return web.json_response({"outcome": "paid", "values": {}})

    app = web.Application()
    app.router.add_post("/bill", answer)
    server = web.AppRunner(app)
    await server.setup()
    await web.TCPSite(server, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{server.addresses[0][1]}/bill"
    elsewhere = tuple(
        replace(tool, python="", url=url) if tool.name == "bill" else tool for tool in centre.tools
    )
    async with office_of(replace(centre, tools=elsewhere), tmp_path) as office:
        errands = office.errands()
        result = await use(errands, "bill", session())
        await errands.close()
    await server.cleanup()
    assert result.outcome == "paid"
    assert seen == [{"customer_id": HELEN, "arguments": {}}]


async def test_a_tool_that_cannot_be_used_stops_the_service_and_leaves_nothing_open(
    centre: Centre, tmp_path: Path
):
    broken = tuple(
        replace(tool, python="gone.py:bill") if tool.name == "bill" else tool for tool in centre.tools
    )
    left_open: list[str] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _, context: left_open.append(str(context["message"]))
    )
    async with office_of(replace(centre, tools=broken), tmp_path) as office:
        with pytest.raises(ToolNotUsable, match=r"gone\.py"):
            office.errands()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.unraisablehook", lambda raised: left_open.append(str(raised.exc_value)))
            gc.collect()
    assert left_open == []


async def test_a_centre_without_a_seed_has_no_customers(centre: Centre, tmp_path: Path):
    bare = tmp_path / "bare"
    bare.mkdir()
    async with office_of(replace(centre, directory=bare, tools=()), tmp_path) as office:
        errands = office.errands()
        assert await errands.standing("+18025550144") == Standing()
        await errands.close()
    assert not (tmp_path / "customers.db").exists()


async def test_the_customers_are_copied_from_the_centre_and_kept(office: Office, centre: Centre):
    assert centre.directory is not None
    assert (centre.directory / CUSTOMERS_SEED).is_file()
    first = office.errands()
    booked = await use(first, "book_engineer", session(), day="2026-11-20", time_of_day="08:00-12:00")
    assert booked.outcome == "booked"
    await first.close()
    second = office.errands()
    again = await use(second, "book_engineer", session(), day="2026-11-20", time_of_day="08:00-12:00")
    assert again.outcome == "booked_already"
    await second.close()


async def test_closing_gives_up_what_still_waits_for_a_person_and_records_a_no(office: Office):
    errands = office.errands()
    asking = asyncio.create_task(use(errands, "change_plan", session(level=2), plan="max"))
    await until_open(errands)
    await errands.close()
    with pytest.raises(asyncio.CancelledError):
        await asking
    decided = await recorded(office, ApprovalDecided)
    assert [(one.approved, one.by) for one in decided] == [(False, "")]
    assert plan_of(office) == "home"


# Approvals, and their record.


async def until_open(errands: Errands) -> None:
    async with asyncio.timeout(5):
        while not errands.approvals.open():  # noqa: ASYNC110 - the desk has no event to wait for
            await asyncio.sleep(0)


async def recorded(office: Office, kind: type) -> list:
    return [event for event in await office.journal.replay("call-1") if isinstance(event, kind)]


def plan_of(office: Office) -> object:
    customers = SqlCustomers.seeded(
        office.settings.data_directory / "customers.db", Path("nowhere"), NOON.date
    )
    plan = customers.records(HELEN).own("customers")[0]["plan"]
    customers.close()
    return plan


@pytest.mark.parametrize(("approved", "plan"), [(True, "max"), (False, "home")])
async def test_a_risky_tool_acts_by_a_persons_yes_alone(
    office: Office, errands: Errands, approved: bool, plan: str
):
    asking = asyncio.create_task(use(errands, "change_plan", session(level=2), plan="max"))
    await until_open(errands)
    assert plan_of(office) == "home", "not before somebody agreed"
    (question,) = errands.approvals.open()
    errands.approvals.decide(question.key, approved, "Ana")
    result = await asking
    assert (result.outcome == "changed", result.refused) == (approved, not approved)
    assert plan_of(office) == plan


async def test_who_was_asked_what_and_what_they_said_is_on_record(office: Office, errands: Errands):
    asking = asyncio.create_task(use(errands, "change_plan", session(level=2), plan="max"))
    await until_open(errands)
    (question,) = errands.approvals.open()
    (asked,) = await recorded(office, ApprovalAsked)
    assert (asked.key, asked.tool, asked.arguments) == (question.key, "change_plan", (("plan", "max"),))
    assert (asked.at_ms, asked.deadline_ms) == (61_000, 121_000)
    assert await recorded(office, ApprovalDecided) == []
    errands.approvals.decide(question.key, True, "Ana")
    await asking
    (decided,) = await recorded(office, ApprovalDecided)
    assert (decided.key, decided.approved, decided.by) == (question.key, True, "Ana")
    assert decided.sequence > asked.sequence


async def test_two_calls_that_wait_at_once_are_answered_apart(errands: Errands):
    """What a person approves for one caller is not what another caller asked for."""
    other = ToolSession("call-2")
    other.identify(VerifiedIdentity("nf-1002", 2, Method.PIN))
    asked = [
        (ToolCall("call-1", "change_plan", {"plan": "max"}, "call-1-1-change_plan"), session(level=2)),
        (ToolCall("call-2", "change_plan", {"plan": "home"}, "call-2-1-change_plan"), other),
    ]
    tasks = [asyncio.create_task(errands.tools.run(call, who)) for call, who in asked]
    await until_open(errands)
    await asyncio.sleep(0)
    assert [question.call_id for question in errands.approvals.open()] == ["call-1", "call-2"]
    errands.approvals.decide("call-2-1-change_plan", True, "Ana")
    errands.approvals.decide("call-1-1-change_plan", False, "Ana")
    assert [result.outcome for result in await asyncio.gather(*tasks)] == ["", "changed"]


# Verification, by the centre's own methods.


async def test_a_caller_is_verified_by_the_centres_own_fields(errands: Errands):
    verification = errands.new_verification(STRANGER)
    step = await verification.begin(1)
    assert isinstance(step, AskField)
    for said in SAID:
        step = await verification.heard(said)
    assert isinstance(step, IsVerified)
    assert step.identity.customer_id == HELEN


async def test_the_lockout_is_one_for_all_calls_of_a_number(errands: Errands):
    for _ in range(2):
        verification = errands.new_verification(STRANGER)
        step = await verification.begin(1)
        while isinstance(step, AskField):
            step = await verification.heard("I would rather not say")
        assert isinstance(step, Failed)
    locked = await errands.new_verification(STRANGER).begin(1)
    assert isinstance(locked, Failed)
    assert "too many attempts" in locked.explanation
    assert isinstance(await errands.new_verification("+15035550143").begin(1), AskField)


async def test_a_code_is_six_digits_goes_to_the_number_on_record_and_is_another_each_time(
    centre: Centre, tmp_path: Path
):
    by_code = tuple(
        replace(method, method=Method.ONE_TIME_CODE) if method.method is Method.PIN else method
        for method in centre.verification
    )
    async with office_of(replace(centre, verification=by_code), tmp_path) as office:
        errands = office.errands()
        codes = set()
        for _ in range(3):
            verification = errands.new_verification(STRANGER)
            await verification.begin(1)
            for said in SAID:
                await verification.heard(said)
            assert isinstance(await verification.begin(2), AskCode)
            assert list(office.codes.sent) == [HELENS_PHONE]
            codes.add(office.codes.sent[HELENS_PHONE])
        await errands.close()
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(codes) == 3


async def test_errands_that_are_closed_leave_no_connection_open(office: Office):
    before = open_sessions()
    errands = office.errands()
    await use(errands, "bill", session())
    assert open_sessions() != before
    await errands.close()
    assert open_sessions() == before


def open_sessions() -> list[int]:
    return [id(one) for one in gc.get_objects() if isinstance(one, aiohttp.ClientSession) and not one.closed]
