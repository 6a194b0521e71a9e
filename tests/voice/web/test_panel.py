"""The panel's site on a running service: signing in, the desk, who may see and do what with a call."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from assist.panel.open_streams import MOST_OPEN
from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier, new_call_sid
from tests.voice.web.site import Browser, add_account
from transcripts.access.accounts import Role
from transcripts.access.signing_in import CSRF_HEADER
from transcripts.events import AccessLogged, FaultNoticed, TransferAccepted, WordFixed
from voice.presence import Presence
from voice.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """One that can connect callers: there is a carrier, though nobody answers there."""
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": tmp_path_factory.mktemp("data"),
            "log_level": "error",
            "twilio": {"api_url": "http://127.0.0.1:9"},
        }
    )
    service = Service(settings, recogniser=ScriptedRecogniser(), synthesiser=ToneSynthesiser())
    await service.start()
    await service.ready()
    await add_account(service, "ana", agent="ana-flores")
    await add_account(service, "ben", agent="ben-carter")
    await add_account(service, "eve", Role.SUPERVISOR)
    yield service
    await service.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def service(running: Service) -> Service:
    """Nobody is there yet, and nothing is held."""
    for status in running.roster.statuses():
        await running.roster.released(status.agent.name, Presence.OFFLINE, "the test")
        await running.roster.set(status.agent.name, Presence.OFFLINE, "the test")
    return running


@pytest_asyncio.fixture(loop_scope="module")
async def carrier(service: Service) -> AsyncIterator[RawCarrier]:
    async with RawCarrier(service.base_url, service.account.auth_token) as carrier:
        yield carrier


@pytest_asyncio.fixture(loop_scope="module")
async def ana(service: Service) -> AsyncIterator[Browser]:
    async with Browser(service, "ana") as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def eve(service: Service) -> AsyncIterator[Browser]:
    async with Browser(service, "eve") as browser:
        yield browser


async def call_of(service: Service, carrier: RawCarrier, agent: str = "") -> str:
    """A call that goes on; one that `agent` has taken, by its record."""
    sid = new_call_sid()
    await carrier.mouth(sid)
    call = service.switchboard.find(sid)
    assert call is not None
    if agent:
        service.journal.append(
            TransferAccepted(call_id=call.call_id, at_ms=1, transfer_id="t", agent=agent, how="panel")
        )
    await asyncio.sleep(0)
    return call.call_id


async def test_who_is_signed_in_sees_who_they_are_and_says_where(service: Service, ana: Browser):
    status, me = await ana.get("me")
    assert status == 200
    assert (me["account"], me["role"], me["agent"], me["title"]) == ("ana", "agent", "ana-flores", "Ana")
    assert (me["presence"], me["wish"], me["languages"]) == ("offline", None, ["en-US", "es-US"])
    assert {queue["name"] for queue in me["queues"]} == {"care", "technical"}
    assert await ana.post("me/presence", {"presence": "available"}) == (
        200,
        {"presence": "available", "wish": None},
    )
    assert service.roster.presence("ana-flores") is Presence.AVAILABLE
    assert (await ana.post("me/presence", {"presence": "on-call"}))[0] == 400


async def test_a_supervisor_who_takes_no_calls_has_a_desk_too(eve: Browser):
    _, me = await eve.get("me")
    assert (me["agent"], me["presence"], len(me["queues"])) == ("", "offline", 4)
    assert (await eve.post("me/presence", {"presence": "available"}))[0] == 409
    desk = await (await eve.stream("me/stream")).next()
    assert (desk["type"], desk["offer"], desk["call"]) == ("desk", None, None)


async def test_colleagues_and_queues_are_listed(ana: Browser):
    _, agents = await ana.get("agents")
    assert {one["name"]: one["presence"] for one in agents}["ben-carter"] == "offline"
    assert next(one["queues"] for one in agents if one["name"] == "dev-patel") == [
        "care", "billing", "loyalty",
    ]  # fmt: skip
    _, queues = await ana.get("queues")
    assert next((one["name"], one["waiting"], one["estimate"]) for one in queues) == ("care", 0, None)


async def test_the_desk_is_sent_whole_at_once_and_at_each_change(service: Service, ana: Browser):
    desk = await ana.stream("me/stream")
    assert (await desk.next())["presence"] == "offline"
    await ana.post("me/presence", {"presence": "available"})
    assert (await desk.until(lambda one: one["presence"] != "offline"))["presence"] == "available"
    await service.roster.reserve("ana-flores", "transfer-1")
    await ana.post("me/presence", {"presence": "break"})
    shown = await desk.until(lambda one: one["wish"] is not None)
    assert (shown["presence"], shown["wish"]) == ("offered", "break")


async def test_many_changes_at_once_are_few_messages_and_the_last_one_wins(service: Service, ana: Browser):
    desk = await ana.stream("me/stream")
    await desk.next()
    for _ in range(20):
        await service.roster.set("ana-flores", Presence.AVAILABLE, "the test")
        await service.roster.set("ana-flores", Presence.BREAK, "the test")
    last = service.roster.state("ana-flores").since
    await desk.until(lambda one: one["since"] == last.isoformat().replace("+00:00", "Z"))
    assert len(desk.messages) < 20


async def test_an_agent_sees_their_own_calls_only_and_a_supervisor_all(
    service: Service, carrier: RawCarrier, ana: Browser, eve: Browser
):
    hers, bens = await call_of(service, carrier, "ana-flores"), await call_of(service, carrier, "ben-carter")
    await (await ana.stream(f"calls/{hers}/stream")).next()
    for path in (f"calls/{bens}/assist", f"calls/{bens}/stream"):
        async with ana.session.get(f"/api/v1/{path}") as answer:
            assert answer.status == 403
            assert "somebody else's" in (await answer.json())["error"]
    words = {"utterance_id": "u1", "heard": "rooter", "meant": "router"}
    assert (await ana.post(f"calls/{bens}/words", words))[0] == 403
    assert (await ana.get("calls/call-of-nobody/assist"))[0] == 404
    stream = await eve.stream(f"calls/{bens}/stream")
    assert (await stream.next())["events"][0]["kind"] == "CallStarted"


async def test_that_somebody_looked_is_in_the_record_once_and_not_on_the_page(
    service: Service, carrier: RawCarrier, ana: Browser, eve: Browser
):
    call = await call_of(service, carrier, "ana-flores")
    for _ in range(2):
        stream = await ana.stream(f"calls/{call}/stream")
        shown = await stream.next()
        assert "AccessLogged" not in {event["kind"] for event in shown["events"]}
        await ana.get(f"calls/{call}/assist")
    await eve.stream(f"calls/{call}/stream")
    async with Browser(service, "eve") as again:
        await again.stream(f"calls/{call}/stream")
    looked = [one for one in await service.journal.replay(call) if isinstance(one, AccessLogged)]
    assert [(one.by, one.what) for one in looked] == [("ana", "live"), ("eve", "live"), ("eve", "live")]


async def test_events_go_on_after_any_number_with_none_missing_and_none_twice(
    service: Service, carrier: RawCarrier, ana: Browser
):
    call = await call_of(service, carrier, "ana-flores")
    stream = await ana.stream(f"calls/{call}/stream?since=0")
    batch = await stream.next()
    assert (batch["caught_up"], batch["behind"]) == (True, False)
    seen = [event["sequence"] for event in batch["events"]]
    await stream.socket.close()

    def note(text: str) -> None:
        service.journal.append(FaultNoticed(call_id=call, at_ms=5, part="a test", explanation=text))

    for text in ("one", "two"):
        note(text)
    again = await ana.stream(f"calls/{call}/stream?since={seen[-1]}")
    batch = await again.next()
    seen += [event["sequence"] for event in batch["events"]]
    note("three")
    batch = await again.until(lambda one: one["type"] == "events")
    seen += [event["sequence"] for event in batch["events"]]
    assert batch["events"][-1]["explanation"] == "three"
    every = await service.journal.replay(call)
    assert seen == [one.sequence for one in every if not isinstance(one, AccessLogged)]


@pytest.mark.parametrize("since", ["-1", "x", "1e3", "99999999999", "٣"])
async def test_a_number_that_is_none_is_refused(
    service: Service, carrier: RawCarrier, ana: Browser, since: str
):
    call = await call_of(service, carrier, "ana-flores")
    async with ana.session.get(f"/api/v1/calls/{call}/stream", params={"since": since}) as answer:
        assert answer.status == 400


async def test_streams_of_other_sites_and_of_nobody_are_refused(service: Service, ana: Browser):
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await ana.session.ws_connect("/api/v1/me/stream", headers=headers)
        assert refused.value.status == 403
    async with aiohttp.ClientSession(headers={"Origin": service.base_url}) as nobody:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await nobody.ws_connect(f"{service.base_url}/api/v1/me/stream")
        assert refused.value.status == 401


async def test_a_change_takes_the_word_of_the_session(service: Service, ana: Browser):
    for headers in ({}, {CSRF_HEADER: "guessed"}):
        sent = {"presence": "available"}
        async with ana.session.post("/api/v1/me/presence", json=sent, headers=headers) as answer:
            assert answer.status == 403
    assert service.roster.presence("ana-flores") is Presence.OFFLINE


async def test_signing_out_closes_the_streams(service: Service, carrier: RawCarrier, ana: Browser):
    call = await call_of(service, carrier, "ana-flores")
    streams = [await ana.stream("me/stream"), await ana.stream(f"calls/{call}/stream")]
    async with Browser(service, "ana") as elsewhere:
        other = await elsewhere.stream("me/stream")
        await other.next()
        assert (await ana.post("session", method="DELETE"))[0] == 204
        assert [await one.closed() for one in streams] == [4401, 4401]
        assert not other.socket.closed
        await service.roster.set("ana-flores", Presence.BREAK, "the test")
        await other.until(lambda one: one["presence"] == "break")


async def test_a_call_is_left_to_who_is_in_it(service: Service, carrier: RawCarrier, ana: Browser):
    call = await call_of(service, carrier, "ana-flores")
    status, answer = await ana.post(f"calls/{call}/actions/hold", {})
    assert (status, answer["error"]) == (409, "you are not in this call any more")
    assert (await ana.post(f"calls/{call}/actions/supervise", {"mode": "coach"}))[0] == 403
    assert (await ana.post(f"calls/{call}/actions/take-over", {}))[0] == 403


async def test_a_supervisor_is_told_what_cannot_be_done(service: Service, carrier: RawCarrier, eve: Browser):
    call = await call_of(service, carrier)
    status, answer = await eve.post(f"calls/{call}/actions/hold", {})
    assert (status, "the call is with: bot" in answer["error"]) == (409, True)
    for action, body in (
        ("explode", {}),
        ("consult", {"name": "nobody"}),
        ("supervise", {"name": "dev-patel", "mode": "shout"}),
    ):
        assert (await eve.post(f"calls/{call}/actions/{action}", body))[0] == 400, action


async def test_words_are_put_right_in_the_record_also_after_the_call(
    service: Service, carrier: RawCarrier, ana: Browser
):
    call = await call_of(service, carrier, "ana-flores")
    words = {"utterance_id": "u1", "heard": "rooter", "meant": "router"}
    assert (await ana.post(f"calls/{call}/words", words))[0] == 204
    (fixed,) = [one for one in await service.journal.replay(call) if isinstance(one, WordFixed)]
    assert (fixed.heard, fixed.meant, fixed.by) == ("rooter", "router", "ana-flores")


async def test_an_offer_that_is_not_there_is_said(ana: Browser, eve: Browser):
    status, answer = await ana.post("offers/transfer-1/accept")
    assert (status, answer["error"]) == (409, "this call does not ring ana-flores (any more)")
    assert (await eve.post("offers/transfer-1/decline"))[0] == 409


async def test_the_pages_are_there_with_their_policy(service: Service, ana: Browser):
    async with aiohttp.ClientSession(service.base_url) as nobody:
        async with nobody.get("/", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
        for path in ("/sign-in", "/pages/session.js", "/pages/tokens.css", "/agent"):
            async with nobody.get(path) as answer:
                assert answer.status == 200, path
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    async with ana.session.get("/", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/agent")


async def test_a_page_that_does_not_read_slows_nobody_and_misses_nothing_in_the_end(
    service: Service, carrier: RawCarrier, ana: Browser
):
    call = await call_of(service, carrier, "ana-flores")
    slow = await ana.stream(f"calls/{call}/stream")
    await slow.next()
    # Nothing is taken off the line from here on: the page hangs.
    response = slow.socket._response
    assert response.connection is not None
    transport = response.connection.transport
    assert isinstance(transport, asyncio.Transport)
    transport.pause_reading()
    quick = await ana.stream(f"calls/{call}/stream")
    text = "x" * 2000
    most = 6000
    for number in range(most):
        service.journal.append(FaultNoticed(call_id=call, at_ms=number, part="a test", explanation=text))
        if number % 500 == 0:
            await service.journal.flush()
    last = max(event.sequence for event in await service.journal.replay(call))
    await quick.until(lambda one: any(event["sequence"] == last for event in one.get("events", ())))
    transport.resume_reading()
    await slow.until(lambda one: any(event["sequence"] == last for event in one.get("events", ())))
    assert any(one.get("behind") for one in slow.messages)
    seen = [event["sequence"] for one in slow.messages for event in one.get("events", ())]
    every = await service.journal.replay(call)
    assert seen == [one.sequence for one in every if not isinstance(one, AccessLogged)]


async def test_one_session_opens_only_so_many_streams(service: Service):
    async with Browser(service, "ben") as ben:
        streams = [await ben.stream("me/stream") for _ in range(MOST_OPEN)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await ben.stream("me/stream")
        assert refused.value.status == 429
        assert not any(one.socket.closed for one in streams)


async def test_a_service_that_stops_says_so_to_its_pages_and_does_not_wait_for_them(tmp_path: Path):
    settings = Settings(port=0, data_directory=tmp_path, log_level="error")
    service = Service(settings, recogniser=ScriptedRecogniser(), synthesiser=ToneSynthesiser())
    await service.start()
    await service.ready()
    await add_account(service, "ana", agent="ana-flores")
    async with Browser(service, "ana") as ana, asyncio.timeout(20):
        desk = await ana.stream("me/stream")
        await desk.next()
        closed = asyncio.create_task(desk.closed())
        await service.stop()
        assert await closed == 1001
