"""A service of a few lines, with aiohttp's server and Twilio's own validator, for the peer to ring."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web
from aiohttp.test_utils import TestServer
from twilio.request_validator import RequestValidator

TOKEN = "a-token-of-the-sandbox"
ACCOUNT = "AC" + "0" * 32

Talk = Callable[["TinyService", web.WebSocketResponse, str], Awaitable[None]]


@dataclass
class TinyService:
    talk: Talk
    """What is done on the mouth once it has started; the mouth is closed when it returns."""
    twiml: str = ""
    """Instead of ears and mouth."""
    content_type: str = "text/xml"
    after: str = "<Response><Hangup/></Response>"
    forms: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """Path, form and idempotency token of each webhook."""
    received: dict[str, list[Any]] = field(default_factory=lambda: {"ears": [], "mouth": []})
    """Each stream's messages."""
    texts: list[str] = field(default_factory=list)
    """The mouth's messages as they came."""
    arrived: dict[str, list[float]] = field(default_factory=lambda: {"ears": [], "mouth": []})
    news: asyncio.Event = field(default_factory=asyncio.Event)
    taken: set[str] = field(default_factory=set)
    base: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/twilio/voice", self.voice),
                web.post("/twilio/voice/after", self.voice),
                web.post("/twilio/status", self.status),
                web.get("/twilio/{kind}/{token}", self.stream),
            ]
        )
        return app

    async def form(self, request: web.Request) -> dict[str, str]:
        form = {name: str(value) for name, value in (await request.post()).items()}
        signature = request.headers["X-Twilio-Signature"]
        if not RequestValidator(TOKEN).validate(self.base + request.path, form, signature):
            raise web.HTTPForbidden
        self.forms.append((request.path, form, request.headers["I-Twilio-Idempotency-Token"]))
        return form

    async def voice(self, request: web.Request) -> web.Response:
        await self.form(request)
        socket = self.base.replace("http", "ws")
        text = self.twiml or (
            f'<Response><Start><Stream url="{socket}/twilio/ears/one?dropped=yes" track="both_tracks">'
            '<Parameter name="key" value="word"/></Stream></Start>'
            f'<Connect action="/twilio/voice/after"><Stream url="{socket}/twilio/mouth/two"/></Connect>'
            "</Response>"
        )
        if request.path.endswith("after"):
            text = self.after
        return web.Response(text=text, content_type=self.content_type)

    async def status(self, request: web.Request) -> web.Response:
        await self.form(request)
        return web.Response(status=204)

    async def stream(self, request: web.Request) -> web.StreamResponse:
        url = self.base.replace("http", "ws") + request.path_qs
        signature = request.headers["X-Twilio-Signature"]
        kind = request.match_info["kind"]
        if not RequestValidator(TOKEN).validate(url, {}, signature) or kind in self.taken:
            raise web.HTTPForbidden
        self.taken.add(kind)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        talking: asyncio.Task[None] | None = None
        try:
            async for message in socket:
                self.arrived[kind].append(asyncio.get_running_loop().time())
                fields = msgspec.json.decode(message.data)
                self.received[kind].append(fields)
                self.news.set()
                if kind == "mouth":
                    self.texts.append(message.data)
                    if fields["event"] == "start":
                        talking = asyncio.create_task(self._talk(socket, fields["streamSid"]))
        finally:
            if talking is not None:
                talking.cancel()
                await asyncio.gather(talking, return_exceptions=True)
        return socket

    async def _talk(self, socket: web.WebSocketResponse, stream_sid: str) -> None:
        await self.talk(self, socket, stream_sid)
        await socket.close()

    async def until(self, kind: str, event: str, count: int = 1) -> None:
        """Waits until this many messages of the kind have come."""
        while sum(message["event"] == event for message in self.received[kind]) < count:
            self.news.clear()
            await self.news.wait()


def media(stream_sid: str, audio: bytes) -> str:
    payload = base64.b64encode(audio).decode()
    return msgspec.json.encode(
        {"event": "media", "streamSid": stream_sid, "media": {"payload": payload}}
    ).decode()


def mark(stream_sid: str, name: str) -> str:
    return msgspec.json.encode({"event": "mark", "streamSid": stream_sid, "mark": {"name": name}}).decode()


def clear(stream_sid: str) -> str:
    return msgspec.json.encode({"event": "clear", "streamSid": stream_sid}).decode()


@asynccontextmanager
async def serving(service: TinyService) -> AsyncIterator[str]:
    """Runs the service; gives its address."""
    server = TestServer(service.app())
    await server.start_server()
    service.base = str(server.make_url("")).rstrip("/")
    try:
        yield service.base
    finally:
        await server.close()
