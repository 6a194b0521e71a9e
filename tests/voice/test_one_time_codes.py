"""One-time codes on their way: what Twilio is sent, what goes wrong there, and that no log ever has a code.

A server on this machine stands in for Twilio's, and speaks as its REST API does.
"""

import asyncio
import logging
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from structlog.testing import capture_logs
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from assist.verification import CodeNotSent
from voice import one_time_codes
from voice.one_time_codes import SandboxCodes, TwilioCodes

ACCOUNT, TOKEN = "AC" + "0" * 32, "a token of these tests"
HELENS_PHONE, CENTRES_PHONE = "+16175550111", "+15035550100"
CODE = "271828"


@dataclass
class Carrier:
    """What was asked of it, and how it answers."""

    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Path, `Authorization` and form of each request."""
    status: int = 201
    answer: dict[str, object] | str = field(
        default_factory=lambda: {"sid": "SM" + "1" * 32, "status": "queued"}
    )
    holds: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def messages(self, request: web.Request) -> web.Response:
        form = parse_qs(await request.text())
        self.seen.append(
            (
                request.path,
                request.headers.get("Authorization", ""),
                {name: values[0] for name, values in form.items()},
            )
        )
        self.asked.set()
        if self.holds:
            await self.released.wait()
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, status=self.status)
        return web.json_response(self.answer, status=self.status)


@pytest.fixture
async def carrier() -> AsyncIterator[Carrier]:
    carrier = Carrier()
    app = web.Application()
    app.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", carrier.messages)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    carrier.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield carrier
    carrier.released.set()
    await runner.cleanup()


@pytest.fixture
def codes(carrier: Carrier) -> TwilioCodes:
    return codes_by(carrier.url)


def codes_by(url: str) -> TwilioCodes:
    client = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=10))
    client.api.base_url = url
    return TwilioCodes(client, CENTRES_PHONE, "Northwind Fibre")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture):
    """All that is logged, by whomever and at any level, as text."""
    caplog.set_level(logging.DEBUG)
    with capture_logs() as ours:
        yield lambda: "\n".join([*(record.getMessage() for record in caplog.records), *map(str, ours)])


async def test_the_code_goes_to_the_number_on_record_from_the_centres(codes: TwilioCodes, carrier: Carrier):
    await codes.send(HELENS_PHONE, CODE)
    ((path, authorisation, form),) = carrier.seen
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert authorisation == "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert (form["To"], form["From"]) == (HELENS_PHONE, CENTRES_PHONE)
    assert form["Body"].count(CODE) == 1


async def test_the_message_says_whose_it_is_and_that_nobody_rings_to_ask_for_it(
    codes: TwilioCodes, carrier: Carrier
):
    await codes.send(HELENS_PHONE, CODE)
    body = carrier.seen[0][2]["Body"]
    assert body.startswith("Northwind Fibre:")
    assert "never ring to ask" in body
    assert len(body) <= 160, "one SMS"


async def test_no_log_has_the_code_or_the_whole_number(codes: TwilioCodes, carrier: Carrier, logged):
    await codes.send(HELENS_PHONE, CODE)
    assert "Twilio API Request" in logged(), "the carrier's library does log"
    assert CODE not in logged()
    assert HELENS_PHONE[1:] not in logged()


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (400, {"code": 21211, "message": f"Invalid 'To' Phone Number: {HELENS_PHONE}", "status": 400}),
        (401, {"code": 20003, "message": "Authenticate", "status": 401}),
        (429, {"code": 20429, "message": "Too Many Requests", "status": 429}),
        (500, {"code": 20500, "message": f"Internal: {CODE}", "status": 500}),
        (503, "<html>503</html>"),
    ],
)
async def test_what_the_carrier_refuses_was_not_sent_and_says_no_code(
    codes: TwilioCodes, carrier: Carrier, logged, status: int, answer: dict[str, object] | str
):
    carrier.status, carrier.answer = status, answer
    with pytest.raises(CodeNotSent, match="refused") as refused:
        await codes.send(HELENS_PHONE, CODE)
    assert CODE not in f"{refused.value}{logged()}"
    assert HELENS_PHONE not in f"{refused.value}"


async def test_an_answer_that_is_no_answer_was_not_sent(codes: TwilioCodes, carrier: Carrier):
    """A captive portal, or a proxy, says 201 and something else."""
    carrier.answer = "<html>welcome</html>"
    with pytest.raises(CodeNotSent):
        await codes.send(HELENS_PHONE, CODE)


async def test_a_carrier_that_is_not_there_is_a_code_that_was_not_sent(unused_tcp_port: int):
    with pytest.raises(CodeNotSent):
        await codes_by(f"http://127.0.0.1:{unused_tcp_port}").send(HELENS_PHONE, CODE)


async def test_a_carrier_that_does_not_answer_is_not_waited_for(
    codes: TwilioCodes, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(one_time_codes, "SEND_S", 0.05)
    carrier.holds = True
    with pytest.raises(CodeNotSent, match="did not answer"):
        await codes.send(HELENS_PHONE, CODE)
    assert not carrier.released.is_set()
    carrier.released.set()


async def test_a_slow_carrier_holds_up_nothing_else(codes: TwilioCodes, carrier: Carrier):
    """Its library blocks, so that it works on a thread: the audio of all calls runs on this loop."""
    carrier.holds = True
    sending = asyncio.create_task(codes.send(HELENS_PHONE, CODE))
    await carrier.asked.wait()
    assert not sending.done()
    carrier.released.set()
    await sending


async def test_the_sandbox_keeps_the_last_code_for_each_number():
    sandbox = SandboxCodes()
    await sandbox.send(HELENS_PHONE, "111111")
    await sandbox.send("+12075550122", "222222")
    await sandbox.send(HELENS_PHONE, CODE)
    assert sandbox.sent == {HELENS_PHONE: CODE, "+12075550122": "222222"}


async def test_the_sandbox_says_that_a_code_waits_and_neither_which_nor_for_whom(logged):
    await SandboxCodes().send(HELENS_PHONE, CODE)
    assert "one-time code waits" in logged()
    assert CODE not in logged()
    assert HELENS_PHONE not in logged()
    assert "111" in logged()
