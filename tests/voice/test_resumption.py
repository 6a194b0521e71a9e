"""What a start makes of the calls that it finds open: a real service and a real store, and a carrier to ask."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import unused_port
from websockets.asyncio.client import ClientConnection

from config.centre_files import load_centre
from config.settings import Settings
from tests.engines import ScriptedRecogniser, ToneSynthesiser
from tests.voice.web.carrier import RawCarrier, start, stream_urls
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallResumed,
    CallStarted,
    EndReason,
    SummaryDrafted,
    TransferAgreed,
    TransferEnded,
    TransferOffered,
)
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore
from voice.people import open_roster
from voice.presence import Presence
from voice.service import Service

CALL, CALLER = "call-of-the-last-run", "CA" + "7" * 32
AGENT = "CA" + "8" * 32
BEGAN = CallStarted(
    call_id=CALL,
    at_ms=0,
    carrier_call_id=CALLER,
    caller="+14155552671",
    called="+12065550100",
    language="en-US",
)
GREETED = BotSaid(
    call_id=CALL,
    at_ms=3000,
    utterance_id="bot-1",
    text="Hello.",
    heard="Hello.",
    start_ms=1000,
    end_ms=3000,
    interrupted=False,
    confirmed=True,
    prompt="greeting",
)
PROMISED = CallbackAgreed(call_id=CALL, at_ms=5000, number="+14155552671", queue="care", utterance_ids=())
WANTED = (
    TransferAgreed(
        call_id=CALL, at_ms=5000, transfer_id="transfer-1", queue="care", reason="asked-for-human"
    ),
    TransferOffered(
        call_id=CALL,
        at_ms=5100,
        transfer_id="transfer-1",
        agent="ben-carter",
        attempt=1,
        carrier_call_id=AGENT,
    ),
)


class Carrier:
    """Twilio's interface, as far as a start asks it: how calls stand, and to move them."""

    def __init__(self) -> None:
        self.statuses: dict[str, str] = {}
        self.failing = 0
        """So many requests more are answered with 503."""
        self.asked: list[str] = []
        self.ended: set[str] = set()
        self.news = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        path, form = request.path, await request.post()
        self.asked.append(f"{request.method} {path.rpartition('/')[2]} {' '.join(form)}".strip())
        self.news.set()
        if self.failing:
            self.failing -= 1
            return web.json_response({"code": 20500, "message": "", "status": 503}, status=503)
        if "Conferences" in path:
            return web.json_response({"conferences": [], "page": 0, "page_size": 1})
        sid = path.rpartition("/")[2].removesuffix(".json")
        sid = CALLER if "Streams" in path else sid
        if sid not in self.statuses:
            return web.json_response({"code": 20404, "message": "", "status": 404}, status=404)
        if form.get("Status") == "completed":
            self.ended.add(sid)
        return web.json_response({"sid": sid, "status": self.statuses[sid]})

    async def until(self, wanted: Callable[[], bool]) -> None:
        while not wanted():
            self.news.clear()
            await self.news.wait()


async def left(directory: Path, *events: AnyEvent) -> None:
    """A run of a service that stops counting without a word."""
    settings = settings_of(directory)
    store = await SqlEventStore.open(settings.resolved_database_url)
    journal = Journal(store)
    await journal.start()
    async with AsyncExitStack() as stack:
        clock, wall_clock = asyncio.get_running_loop().time, lambda: datetime.now(UTC)
        roster = await open_roster(
            stack, load_centre(settings.centre), store, clock=clock, wall_clock=wall_clock
        )
        await roster.set("ben-carter", Presence.AVAILABLE, "the test")
        for event in (BEGAN, *events):
            journal.append(event)
            if isinstance(event, TransferAgreed):
                assert await roster.reserve("ben-carter", event.transfer_id)
    await journal.close()
    await store.close()


def settings_of(directory: Path, api_url: str = "") -> Settings:
    return Settings.model_validate(
        {
            "port": 0,
            "data_directory": directory,
            "log_level": "error",
            "twilio": {"api_url": api_url} if api_url else {},
        }
    )


@asynccontextmanager
async def started(directory: Path, api_url: str) -> AsyncIterator[tuple[Service, RawCarrier]]:
    service = Service(
        settings_of(directory, api_url),
        recogniser=ScriptedRecogniser(),
        synthesiser=ToneSynthesiser(),
        wall_clock=lambda: datetime.now(UTC),
    )
    await service.start()
    try:
        async with RawCarrier(service.base_url, service.account.auth_token) as peer:
            yield service, peer
    finally:
        await service.stop()


@asynccontextmanager
async def at_a_carrier(carrier: Carrier) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", carrier.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def return_marks(socket: ClientConnection) -> None:
    """As a carrier does that plays everything at once."""
    async for message in socket:
        if json.loads(message)["event"] == "mark":
            await socket.send(message)


async def recorded(service: Service, wanted: Callable[[AnyEvent], bool]) -> list[AnyEvent]:
    """The call's events, once one of them is what is wanted."""
    async with service.journal.subscribe(CALL) as news:
        events = await service.journal.replay(CALL)
        if not any(wanted(event) for event in events):
            async for event in news:
                if wanted(event):
                    break
    return await service.journal.replay(CALL)


async def after(
    directory: Path, carrier: Carrier, act: Callable[[Service, RawCarrier], Awaitable[None]]
) -> None:
    async with (
        asyncio.timeout(30),
        at_a_carrier(carrier) as url,
        started(directory, url) as (service, peer),
    ):
        await act(service, peer)


def is_end(event: AnyEvent) -> bool:
    return isinstance(event, SummaryDrafted)


async def test_where_there_is_nobody_to_ask_every_call_is_closed_before_the_first_is_taken(tmp_path: Path):
    await left(tmp_path)
    async with started(tmp_path, "") as (service, _):
        events = await service.journal.replay(CALL)
        assert [type(event) for event in events] == [CallStarted, CallEnded, SummaryDrafted]


async def test_a_call_that_has_ended_is_closed_and_what_was_promised_stays_promised(tmp_path: Path):
    await left(tmp_path, PROMISED)
    carrier = Carrier()
    carrier.statuses = {CALLER: "completed"}

    async def act(service: Service, _: RawCarrier) -> None:
        events = await recorded(service, is_end)
        ended = next(event for event in events if isinstance(event, CallEnded))
        assert ended.reason is EndReason.SERVICE_STOPPED
        assert "stopped without warning" in ended.explanation
        assert ended.explanation.endswith("The call-back that was agreed for care is owed.")
        assert not any(isinstance(event, CallResumed) for event in events)

    await after(tmp_path, carrier, act)


async def test_a_call_back_that_was_agreed_just_before_the_end_is_in_the_book_after_it(tmp_path: Path):
    await left(tmp_path, PROMISED)
    carrier = Carrier()
    carrier.statuses = {CALLER: "completed"}

    async def act(service: Service, _: RawCarrier) -> None:
        await recorded(service, is_end)

    await after(tmp_path, carrier, act)
    database = sqlite3.connect(tmp_path / "attendant.db")
    rows = database.execute("SELECT call_id, number, queue, state FROM callbacks").fetchall()
    database.close()
    assert rows == [(CALL, PROMISED.number, "care", "promised")]


async def test_a_call_that_the_carrier_does_not_know_any_more_is_closed(tmp_path: Path):
    await left(tmp_path)

    async def act(service: Service, _: RawCarrier) -> None:
        events = await recorded(service, is_end)
        assert "does not know it any more" in next(e.explanation for e in events if isinstance(e, CallEnded))

    await after(tmp_path, Carrier(), act)


async def test_a_caller_who_is_there_is_moved_to_the_bot_which_says_what_happened(tmp_path: Path):
    await left(tmp_path, GREETED)
    carrier = Carrier()
    carrier.statuses = {CALLER: "in-progress"}

    async def act(service: Service, peer: RawCarrier) -> None:
        await carrier.until(lambda: f"POST {CALLER}.json Twiml" in carrier.asked)
        call = service.switchboard.by_call_id(CALL)
        assert call is not None
        assert "POST Streams.json Url Name Track" in carrier.asked or call.with_person
        document = await peer.post("/twilio/voice/after", {"CallSid": CALLER, "CallStatus": "in-progress"})
        socket = await peer.open(stream_urls(document[1])[0])
        await start(socket, CALLER)
        playing = asyncio.create_task(return_marks(socket))
        events = await recorded(
            service, lambda event: isinstance(event, BotSaid) and event.prompt != "greeting"
        )
        playing.cancel()
        assert [event.prompt for event in events if isinstance(event, BotSaid)] == [
            "greeting",
            "line_interrupted",
        ]
        assert len([event for event in events if isinstance(event, CallResumed)]) == 1

    await after(tmp_path, carrier, act)


async def test_a_carrier_that_does_not_answer_holds_up_neither_the_start_nor_its_own_webhooks(tmp_path: Path):
    await left(tmp_path)
    dead = f"http://127.0.0.1:{unused_port()}"
    async with asyncio.timeout(30), started(tmp_path, dead) as (service, peer):
        await service.ready()
        assert service.not_ready() == []
        assert (await peer.ring("CA" + "1" * 32)).count("<Stream") == 2, "new calls are taken"
        status, document = await peer.post(
            "/twilio/voice/after", {"CallSid": CALLER, "CallStatus": "in-progress"}
        )
        assert status == 200
        assert len(stream_urls(document)) == 1, "that it asks is the answer"
        assert service.switchboard.by_call_id(CALL) is not None


async def test_the_carriers_word_that_it_ended_counts_too(tmp_path: Path):
    await left(tmp_path)
    dead = f"http://127.0.0.1:{unused_port()}"
    async with asyncio.timeout(30), started(tmp_path, dead) as (service, peer):
        await service.ready()
        status, _ = await peer.post("/twilio/status", {"CallSid": CALLER, "CallStatus": "completed"})
        assert status == 204
        events = await recorded(service, is_end)
        assert "reported its end" in next(
            event.explanation for event in events if isinstance(event, CallEnded)
        )


async def test_an_agent_who_rings_for_a_caller_who_is_gone_is_let_go(tmp_path: Path):
    await left(tmp_path, *WANTED)
    carrier = Carrier()
    carrier.statuses = {CALLER: "completed", AGENT: "ringing"}

    async def act(service: Service, _: RawCarrier) -> None:
        assert service.roster.presence("ben-carter") is Presence.OFFERED, "until it is known"
        events = await recorded(service, is_end)
        assert next(e.fallback for e in events if isinstance(e, TransferEnded)) == "caller-gone"
        assert "a call-back is owed" in next(e.explanation for e in events if isinstance(e, CallEnded))
        await carrier.until(lambda: AGENT in carrier.ended)
        while service.roster.presence("ben-carter") is not Presence.AVAILABLE:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    await after(tmp_path, carrier, act)


async def test_a_webhook_of_a_transfer_waits_until_it_is_known_again(tmp_path: Path):
    await left(tmp_path, *WANTED)
    carrier = Carrier()
    carrier.statuses, carrier.failing = {CALLER: "in-progress", AGENT: "in-progress"}, 2

    async def act(service: Service, peer: RawCarrier) -> None:
        form = {"CallSid": AGENT, "CallStatus": "in-progress"}
        status, document = await peer.post("/twilio/transfer/transfer-1/1/whisper", form)
        assert status == 200
        assert "briefing.wav" in document, "and is not told that it comes too late"
        assert service.roster.presence("ben-carter") is Presence.OFFERED

    await after(tmp_path, carrier, act)
