"""What is asked of the carrier, through Twilio's own package, and what its answers are taken for."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp import web

from voice.twilio import rest
from voice.twilio.rest import CALL_EVENTS, CarrierRest, Done, Refused, Unknown, rest_client

ACCOUNT = "AC" + "0" * 31 + "7"
AGENT, CENTRE = "+16175550171", "+12065550100"
SID = "CA" + "a" * 32


class Carrier:
    """Answers what it is told to, in order; then 404."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[tuple[int, dict[str, object] | str]] = []
        self.seen: list[tuple[str, str, dict[str, list[str]]]] = []
        self.holds = False
        self.released = asyncio.Event()

    async def request(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.seen.append((request.method, request.path, {name: form.getall(name) for name in form}))
        if self.holds:
            await self.released.wait()
        status, answer = self.answers.pop(0) if self.answers else (404, error(20404, 404))
        if isinstance(answer, str):
            return web.Response(status=status, text=answer)
        return web.json_response(answer, status=status)


def error(code: int, status: int) -> dict[str, object]:
    return {"code": code, "message": f"about {AGENT}", "more_info": "", "status": status}


def call(status: str) -> dict[str, object]:
    return {"sid": SID, "account_sid": ACCOUNT, "status": status}


@pytest.fixture
async def carrier() -> AsyncIterator[Carrier]:
    carrier = Carrier()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", carrier.request)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    carrier.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield carrier
    carrier.released.set()
    await runner.cleanup()


@pytest.fixture
def asked(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rest, "TOO_MANY_AGAIN_S", 0.0)
    with ThreadPoolExecutor(1) as threads:
        yield CarrierRest(rest_client(ACCOUNT, "token", carrier.url), threads)


def dial(asked: CarrierRest):
    return asked.dial(AGENT, CENTRE, "https://c.example/whisper/1", "https://c.example/status/1", 20)


async def test_a_phone_is_rung_with_all_events_and_a_limit(asked: CarrierRest, carrier: Carrier):
    carrier.answers = [(201, call("queued"))]
    assert await dial(asked) == Done(SID, "queued")
    ((method, path, form),) = carrier.seen
    assert (method, path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json")
    assert form["To"] == [AGENT]
    assert form["From"] == [CENTRE]
    assert form["Url"] == ["https://c.example/whisper/1"]
    assert form["Timeout"] == ["20"]
    assert form["StatusCallbackEvent"] == CALL_EVENTS, "one key each: 21626 would be silent"


async def test_a_leg_is_moved_by_a_document_in_the_request(asked: CarrierRest, carrier: Carrier):
    carrier.answers = [(200, call("in-progress"))]
    assert await asked.move(SID, "<Response/>") == Done(SID, "in-progress")
    assert carrier.seen[0][2] == {"Twiml": ["<Response/>"]}


async def test_what_the_carrier_refuses_was_not_done_and_names_no_number(
    asked: CarrierRest, carrier: Carrier
):
    carrier.answers = [(400, error(21220, 400))]
    refused = await asked.move(SID, "<Response/>")
    assert isinstance(refused, Refused)
    assert refused.code == 21220
    assert AGENT not in refused.why


@pytest.mark.parametrize(
    "answer", [(500, error(20500, 500)), (503, "<html>busy</html>"), (201, "<html>captive portal</html>")]
)
async def test_what_may_have_been_done_is_unknown_and_not_repeated(
    asked: CarrierRest, carrier: Carrier, answer: tuple[int, dict[str, object] | str]
):
    carrier.answers = [answer, (201, call("queued"))]
    assert isinstance(await dial(asked), Unknown)
    assert len(carrier.seen) == 1, "a second call would ring the agent twice"


async def test_what_was_too_much_was_never_done_and_is_asked_once_more(asked: CarrierRest, carrier: Carrier):
    carrier.answers = [(429, error(20429, 429)), (201, call("queued"))]
    assert await dial(asked) == Done(SID, "queued")
    carrier.answers = [(429, error(20429, 429)), (429, error(20429, 429)), (201, call("queued"))]
    refused = await dial(asked)
    assert isinstance(refused, Refused)
    assert refused.code == 20429


@pytest.mark.parametrize("answer", [(404, error(20404, 404)), (400, error(21220, 400))])
async def test_a_leg_that_is_over_is_hung_up(
    asked: CarrierRest, carrier: Carrier, answer: tuple[int, dict[str, object]]
):
    carrier.answers = [answer]
    assert await asked.hang_up(SID) == Done(SID, "completed")
    assert carrier.seen[0][2] == {"Status": ["completed"]}, "canceled does not end a leg that has answered"


async def test_a_leg_is_looked_at(asked: CarrierRest, carrier: Carrier):
    carrier.answers = [(200, call("no-answer"))]
    assert await asked.look(SID) == Done(SID, "no-answer")
    assert carrier.seen[0][0] == "GET"


async def test_a_carrier_that_is_not_there_is_unknown(unused_tcp_port: int):
    with ThreadPoolExecutor(1) as threads:
        nobody = CarrierRest(rest_client(ACCOUNT, "token", f"http://127.0.0.1:{unused_tcp_port}"), threads)
        assert isinstance(await dial(nobody), Unknown)


async def test_a_carrier_that_does_not_answer_is_unknown_when_the_time_is_over(
    asked: CarrierRest, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rest, "DEADLINE_S", 0.05)
    carrier.holds = True
    answer = await asked.look(SID)
    carrier.released.set()
    assert isinstance(answer, Unknown)
    assert "did not answer" in answer.why
