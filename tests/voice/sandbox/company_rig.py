"""A service of a few lines for a company to ring, and the company with it, in virtual time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestServer
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from voice.sandbox.company import Company
from voice.sandbox.leg import Leg

TOKEN = "a-token-of-the-company"
ACCOUNT = "AC" + "1" * 32
OUR_NUMBER = "+12065550100"
AGENT = "+15005550001"
OTHER_AGENT = "+15005550002"
SUPERVISOR = "+15005550003"

T = TypeVar("T")


@dataclass
class Asked:
    path: str
    form: dict[str, str]
    token: str
    at_s: float


@dataclass
class LittleService:
    """Answers each path with the TwiML that a test has laid there."""

    documents: dict[str, str | Callable[[dict[str, str]], str]] = field(default_factory=dict)
    refusing: dict[str, list[int]] = field(default_factory=dict)
    """Statuses that a path answers with before it answers as it should."""
    cookies: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    streams: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The messages of each stream, by the last part of its address, in the order of their opening."""
    sockets: dict[str, web.WebSocketResponse] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    base: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/stream/{name}", self.stream), web.route("*", "/{path:.*}", self.answer)])
        return app

    async def answer(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        signature = request.headers["X-Twilio-Signature"]
        if not RequestValidator(TOKEN).validate(self.base + request.path_qs, form, signature):
            raise web.HTTPForbidden
        token = request.headers["I-Twilio-Idempotency-Token"]
        about = form | dict(request.query)
        self.asked.append(Asked(request.path, about, token, asyncio.get_running_loop().time()))
        self.cookies |= {f"{request.path} {name}": value for name, value in request.cookies.items()}
        self.news.set()
        if self.refusing.get(request.path):
            return web.Response(status=self.refusing[request.path].pop(0))
        document = self.documents.get(request.path)
        if document is None:
            return web.Response(status=204)
        text = document if isinstance(document, str) else document(form)
        response = web.Response(text=f"<Response>{text}</Response>", content_type="text/xml")
        response.set_cookie("seen", "yes")
        return response

    async def stream(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        messages = self.streams.setdefault(name, [])
        self.sockets[name] = socket
        async for message in socket:
            messages.append(msgspec.json.decode(message.data))
            self.news.set()
        return socket

    def forms(self, path: str) -> list[dict[str, str]]:
        return [asked.form for asked in self.asked if asked.path == path]

    def events(self, path: str) -> list[str]:
        """The events that a path was told of, in order."""
        return [
            form.get("StatusCallbackEvent") or form.get("StreamEvent") or form["CallStatus"]
            for form in self.forms(path)
        ]

    async def until(self, true: Callable[[], Any]) -> None:
        while not true():
            self.news.clear()
            await self.news.wait()


@dataclass
class Rig:
    company: Company
    service: LittleService
    client: Client

    @property
    def clock(self):
        return self.company.floor.clock

    def url(self, path: str) -> str:
        return self.service.base + path

    def socket(self, name: str) -> str:
        return self.service.base.replace("http", "ws") + f"/stream/{name}"

    async def rest(self, work: Callable[[Client], T]) -> T:
        """A request with the real package, beside the loop."""
        return await asyncio.to_thread(work, self.client)

    async def pass_s(self, seconds: float) -> None:
        await self.clock.pass_ms(round(seconds * 1000))


@asynccontextmanager
async def rigged(directory: Path, **documents: str) -> AsyncIterator[Rig]:
    """`documents`: TwiML by path, `voice` for `/voice`. Calls go to `/twilio/voice`."""
    service = LittleService()
    server = TestServer(service.app())
    await server.start_server()
    service.base = str(server.make_url("")).rstrip("/")
    try:
        async with Company(ACCOUNT, TOKEN, directory, service_url=service.base) as company:
            client = Client(ACCOUNT, TOKEN)
            client.api.base_url = company.url
            service.documents |= {f"/{name}": text for name, text in documents.items()}
            yield Rig(company, service, client)
            failures = [warning for warning in company.warnings if "itself failed" in warning]
            assert not failures, failures
            client.http_client.session.close()
    finally:
        await server.close()


def loudness(pcm: np.ndarray, from_s: float, to_s: float) -> float:
    """The level of a stretch, as RMS."""
    part = pcm[round(from_s * 8000) : round(to_s * 8000)].astype(float)
    return float(np.sqrt(np.mean(part**2))) if part.size else 0.0


def pitch(pcm: np.ndarray, from_s: float, to_s: float) -> float:
    """The strongest frequency of a stretch, in Hz; 0 where it is silent."""
    part = pcm[round(from_s * 8000) : round(to_s * 8000)].astype(float)
    if not part.size or not part.any():
        return 0.0
    spectrum = np.abs(np.fft.rfft(part))
    return float(np.argmax(spectrum) * 8000 / part.size)


def since_answer(leg: Leg, rig: Rig) -> float:
    """Seconds of the leg so far."""
    return leg.duration_ms / 1000
