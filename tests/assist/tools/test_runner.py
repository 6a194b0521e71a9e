"""Using tools: whose records they see, how long they may take, how often they act, and who must agree."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from assist.approvals import ApprovalDesk, UnknownApproval
from assist.customers import NotTheirs, Records, SqlCustomers
from assist.tools.calling import ToolCall, ToolSession
from assist.tools.endpoint import MOST_BYTES, Endpoint
from assist.tools.python_tool import PythonTool, ToolNotUsable
from assist.tools.runner import ToolRunner
from assist.tools.sentences import spoken
from assist.verification import VerifiedIdentity
from config.centre import DetailKind, Method, Risk, Tool, ValueKind
from config.settings import SAMPLE_CENTRE

TODAY = date(2026, 11, 18)


@pytest.fixture
def directory(tmp_path: Path):
    made = SqlCustomers.seeded(tmp_path / "customers.db", SAMPLE_CENTRE / "customers.sql", lambda: TODAY)
    yield made
    made.close()


class Function:
    """A tool of these tests' own: a coroutine function in the place of a file."""

    def __init__(self, function) -> None:
        self.function = function
        self.times = 0

    async def use(self, arguments, key, records, customer_id):
        self.times += 1
        return await self.function(arguments, records)


def tool(**changes) -> Tool:
    made = {
        "name": "bill",
        "title": "look up the bill",
        "arguments": {},
        "results": {"amount": ValueKind.MONEY},
        "says": {"open": "You owe {amount}."},
        "python": "tools.py:bill",
    }
    return Tool(**(made | changes))


def desk(asked=lambda _: None, decided=lambda *_: None) -> ApprovalDesk:
    return ApprovalDesk(asked, decided, clock=lambda: 0.0)


def runner(directory, declared: Tool, way, approvals=None) -> ToolRunner:
    return ToolRunner({declared.name: (declared, way)}, directory, approvals or desk())


def session(customer: str | None = "nf-1001", level: int = 1) -> ToolSession:
    made = ToolSession("call-1")
    if customer:
        made.identify(VerifiedIdentity(customer, level, Method.RECORD))
    return made


def call(key: str = "k1", **arguments: str) -> ToolCall:
    return ToolCall("call-1", "bill", arguments, key)


async def own_bills(arguments, records: Records):
    return "open", {"amount": sum(Decimal(str(row["amount"])) for row in records.own("bills"))}


async def test_a_tool_sees_the_verified_customers_rows_and_no_others(directory):
    use = runner(directory, tool(), Function(own_bills))
    result = await use.run(call(), session("nf-1002"))
    assert (result.outcome, result.values) == ("open", {"amount": "35.00"})


@pytest.mark.parametrize("customer", ["nf-1001", "nf-1002", "nf-1003", "nf-1006", "nf-1008"])
async def test_no_table_gives_the_rows_of_another_customer(directory, customer):
    records = directory.records(customer)
    for table in ("bills", "visits", "promises"):
        assert {row["customer_id"] for row in records.own(table)} <= {customer}
    assert [row["id"] for row in records.own("customers")] == [customer]
    assert "pin_hash" not in records.own("customers")[0]
    for table in ("bills", "customers"):
        with pytest.raises(NotTheirs):
            records.public(table)


def test_what_a_caller_says_is_a_value_and_never_a_query(directory):
    records = directory.records("nf-1001")
    hostile = "02139' OR '1'='1"
    assert records.public("outages", postcode=hostile) == []
    assert records.own("bills", month=hostile) == []
    for attempt in ("bills; DROP TABLE bills", "sqlite_master", "bills WHERE 1=1 --"):
        with pytest.raises(NotTheirs):
            records.own(attempt)
    with pytest.raises(NotTheirs):
        records.own("bills", **{"1=1 OR month": "x"})


def test_a_row_cannot_be_written_for_or_given_to_another_customer(directory):
    records = directory.records("nf-1001")
    records.add("visits", customer_id="nf-1002", day="2026-12-01", time_of_day="morning")
    assert directory.records("nf-1002").own("visits") == []
    assert len(records.own("visits")) == 1
    with pytest.raises(NotTheirs):
        records.change("visits", {}, customer_id="nf-1002")
    assert records.change("customers", {}, plan="max") == 1
    assert directory.records("nf-1002").own("customers")[0]["plan"] == "start"


def test_nobody_has_records_before_they_are_verified(directory):
    with pytest.raises(NotTheirs, match="nobody is verified"):
        directory.records(None).own("bills")


@pytest.mark.parametrize(("held", "needed"), [(None, 1), ("nf-1001", 2)])
async def test_a_tool_fails_closed_below_its_assurance(directory, held, needed):
    way = Function(own_bills)
    result = await runner(directory, tool(level=needed), way).run(call(), session(held))
    assert "assurance" in result.failure
    assert way.times == 0


def test_one_call_is_one_customers():
    held = session("nf-1001")
    with pytest.raises(ValueError, match="one customer"):
        held.identify(VerifiedIdentity("nf-1002", 2, Method.PIN))
    assert held.customer_id == "nf-1001"


async def test_the_same_key_acts_once_even_at_the_same_time(directory):
    gate = asyncio.Event()

    async def slow(arguments, records):
        await gate.wait()
        return "open", {"amount": 1}

    way = Function(slow)
    use = runner(directory, tool(), way)
    both = [asyncio.create_task(use.run(call("same"), session())) for _ in range(2)]
    await asyncio.sleep(0)
    gate.set()
    first, second = await asyncio.gather(*both)
    assert first == second
    assert (await use.run(call("same"), session())) == first
    assert way.times == 1
    await use.run(call("other"), session())
    assert way.times == 2


async def test_another_call_with_the_same_key_is_another_use(directory):
    way = Function(own_bills)
    use = runner(directory, tool(), way)
    other = ToolSession("call-2")
    other.identify(VerifiedIdentity("nf-1002", 1, Method.RECORD))
    assert (await use.run(call("k"), session())).values != (await use.run(call("k"), other)).values


async def test_a_result_is_kept_when_who_asked_for_it_is_interrupted(directory):
    gate = asyncio.Event()

    async def slow(arguments, records):
        await gate.wait()
        return "open", {"amount": 5}

    way = Function(slow)
    use = runner(directory, tool(), way)
    waiting = asyncio.create_task(use.run(call(), session()))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    gate.set()
    assert (await use.run(call(), session())).values == {"amount": "5.00"}
    assert way.times == 1


async def test_a_tool_that_takes_too_long_is_given_up(directory):
    async def never(arguments, records):
        await asyncio.Event().wait()

    result = await runner(directory, tool(timeout_ms=1), Function(never)).run(call(), session())
    assert result.failure == "it took longer than 1 ms"


@pytest.mark.parametrize(
    "answer",
    [("open", {"amount": "a lot"}), ("open", {"secret": "x"}), ("open", {"amount": float("nan")})],
)
async def test_what_a_tool_gives_must_be_what_was_declared(directory, answer):
    async def odd(arguments, records):
        return answer

    result = await runner(directory, tool(), Function(odd)).run(call(), session())
    assert result.failure
    assert not result.values


async def test_a_tool_that_raises_is_a_failure_and_says_nothing_of_the_inside(directory):
    async def broken(arguments, records):
        raise RuntimeError("password=hunter2")

    result = await runner(directory, tool(), Function(broken)).run(call(), session())
    assert result.failure == "RuntimeError"


async def test_an_unknown_tool_is_a_failure(directory):
    unknown = ToolCall("call-1", "refund_everything", {}, "k")
    assert (await runner(directory, tool(), Function(own_bills)).run(unknown, session())).failure


async def test_a_risky_tool_waits_for_a_person(directory):
    asked, decided = asyncio.Queue(), []
    approvals = desk(asked.put_nowait, lambda *answered: decided.append(answered[-1]))
    use = runner(directory, tool(risk=Risk.RISKY), Function(own_bills), approvals)
    waiting = asyncio.create_task(use.run(call(), session()))
    question = await asked.get()
    with pytest.raises(ValueError, match="name"):
        approvals.decide("k1", True, " ")
    approvals.decide("k1", True, "Ana")
    assert (await waiting).outcome == "open"
    assert question.tool == "bill"
    assert decided[0].by == "Ana"
    with pytest.raises(UnknownApproval):
        approvals.decide("k1", True, "Ana")


async def test_a_risky_tool_that_is_refused_does_not_act(directory):
    asked, way = asyncio.Queue(), Function(own_bills)
    approvals = desk(asked.put_nowait)
    use = runner(directory, tool(risk=Risk.RISKY), way, approvals)
    waiting = asyncio.create_task(use.run(call(), session()))
    await asked.get()
    approvals.decide("k1", False, "Ana")
    result = await waiting
    assert (result.refused, way.times) == (True, 0)


async def test_a_risky_tool_that_nobody_approves_in_time_does_not_act():
    approval = await desk().ask("call-1", "k1", "bill", {}, 0.0)
    assert (approval.approved, approval.by) == (False, "")


def test_a_tools_signature_must_be_the_declared_one(tmp_path):
    (tmp_path / "tools.py").write_text("def bill(records, *, month): ...\n")
    with pytest.raises(ToolNotUsable, match="month"):
        PythonTool(tool(), tmp_path)
    with pytest.raises(ToolNotUsable, match="no function"):
        PythonTool(tool(python="tools.py:other"), tmp_path)
    with pytest.raises(ToolNotUsable, match="no Python file"):
        PythonTool(tool(python="gone.py:bill"), tmp_path)


@pytest.fixture
async def server() -> AsyncIterator[tuple[str, list, list]]:
    """An endpoint that answers what it is told to."""
    answers: list[web.Response] = []
    seen: list[tuple[dict, str]] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((await request.json(), request.headers["Idempotency-Key"]))
        return answers.pop(0)

    app = web.Application()
    app.router.add_post("/bill", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}/bill", answers, seen
    await runner.cleanup()


async def test_an_endpoint_gets_the_customer_from_the_session(directory, server):
    url, answers, seen = server
    answers.append(web.json_response({"outcome": "open", "values": {"amount": "12.5"}}))
    declared = tool(python="", url=url, arguments={"month": DetailKind.CODE})
    async with aiohttp.ClientSession() as http:
        use = runner(directory, declared, Endpoint(declared, http))
        result = await use.run(call(month="10"), session("nf-1003"))
    assert result.values == {"amount": "12.50"}
    assert seen == [({"customer_id": "nf-1003", "arguments": {"month": "10"}}, "k1")]


@pytest.mark.parametrize(
    "answer",
    [
        web.json_response({"outcome": "open"}, status=500),
        web.Response(text="<html>"),
        web.Response(text="x" * (MOST_BYTES + 10)),
        web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        web.json_response({"values": {}}),
    ],
    ids=["500", "no JSON", "too much", "redirect", "no outcome"],
)
async def test_an_endpoint_that_misbehaves_is_a_failure(directory, server, answer):
    url, answers, _ = server
    answers.append(answer)
    declared = tool(python="", url=url)
    async with aiohttp.ClientSession() as http:
        result = await runner(directory, declared, Endpoint(declared, http)).run(call(), session())
    assert result.failure
    assert not result.outcome


async def test_amounts_and_dates_are_said_as_they_are_meant(directory):
    declared = tool(
        results={"amount": ValueKind.MONEY, "due": ValueKind.DATE},
        says={"open": "You owe {amount}, due on {due}."},
    )

    async def bill(arguments, records):
        return "open", {"amount": Decimal("62.5"), "due": date(2026, 12, 1)}

    result = await runner(directory, declared, Function(bill)).run(call(), session())
    sentence = spoken(declared, result, "US", TODAY)
    assert "sixty two dollars and fifty cents" in sentence
    assert "December" in sentence
