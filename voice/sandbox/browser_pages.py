"""The pages of the telephones in a browser: a site of its own on this machine's loopback interface.

An address holds a secret, so that no other page of the same browser can find the telephone; Host and Origin
are checked, and the pages may load nothing from anywhere else.
"""

import asyncio
import hmac
import secrets
from collections import deque
from collections.abc import Callable
from importlib.resources import files
from types import TracebackType
from typing import Self

import numpy as np
import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from voice.audio.types import Int16Array
from voice.sandbox.browser_messages import (
    LONGEST_MESSAGE,
    LONGEST_TEXT,
    Answer,
    Call,
    Decline,
    Doing,
    HangUp,
    Press,
    Remark,
    SayLine,
    SayText,
    introduction,
    read,
    standing,
    why_it_ended,
    written,
)
from voice.sandbox.browser_phone import AT_REST, BrowserPhone, PhoneState
from voice.sandbox.company import Company
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.phone_steps import Play, sound_of
from voice.sandbox.problem import CallFailed

PAGES = {
    "": ("phone.html", "text/html"),
    "phone.css": ("phone.css", "text/css"),
    "phone.js": ("phone.js", "text/javascript"),
    "sound.js": ("sound.js", "text/javascript"),
    "phone-worklet.js": ("phone-worklet.js", "text/javascript"),
    "resampler.js": ("resampler.js", "text/javascript"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
TOKEN_BYTES = 24
MOST_HEARD_FRAMES = 25
"""What a page has not taken after half a second is thrown away, oldest first."""
SEND_DEADLINE_S = 5.0
OPENED_ELSEWHERE = 4001
"""The code that closes a page's socket when another page takes the telephone over."""

Voice = Callable[[str], Int16Array]
"""Speaks typed words, on a worker thread."""


class BrowserPhones:
    """Use it as `async with BrowserPhones(company) as phones:`, while the company runs."""

    def __init__(
        self, company: Company, *, host: str = "127.0.0.1", port: int = 0, voice: Voice | None = None
    ) -> None:
        self.url = ""
        """Where the site is, once it runs; telephones have addresses below it."""
        self._company = company
        self._host, self._port, self._voice = host, port, voice
        self._phones: dict[str, BrowserPhone] = {}
        self._pages: set[_Page] = set()
        self._legs: dict[BrowserPhone, Leg] = {}
        self._files = _read_pages()

    async def start(self) -> None:
        """Raises `CallFailed` where it cannot listen."""
        application = web.Application()
        application.add_routes(
            [web.get("/{token}/line", self._line), web.get("/{token}/{name:[a-z.-]*}", self._page)]
        )
        application.on_response_prepare.append(self._guard)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise CallFailed(f"telephones cannot listen on {self._host}:{self._port}: {error}") from error
        self._port = self._runner.addresses[0][1]
        host = f"[{self._host}]" if ":" in self._host else self._host
        self.url = f"http://{host}:{self._port}"
        self._company.floor.when_taken_in.append(self._taken_in)

    async def close(self) -> None:
        self._company.floor.when_taken_in.remove(self._taken_in)
        for page in tuple(self._pages):
            await page.close(WSCloseCode.GOING_AWAY, "the telephone company has closed")
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def add(self, phone: BrowserPhone) -> str:
        """Connects a telephone to the company. The address of its page, which is a secret."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._phones[token] = phone
        self._company.register(phone.address, phone)
        return f"{self.url}/{token}/"

    # What the company does.

    def _taken_in(self, leg: Leg) -> None:
        phone = leg.phone
        if isinstance(phone, BrowserPhone):
            self._legs[phone] = leg
            phone.joined(leg.identity.to_number if leg.is_inbound else leg.identity.from_number)
            self._company.floor.spawn(self._see_out(phone, leg))

    async def _see_out(self, phone: BrowserPhone, leg: Leg) -> None:
        await leg.over.wait()
        phone.ended(why_it_ended(leg))

    # The site.

    async def _page(self, request: web.Request) -> web.Response:
        self._phone_of(request)
        found = self._files.get(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        body, content_type = found
        charset = None if content_type == "image/svg+xml" else "utf-8"
        return web.Response(body=body, content_type=content_type, charset=charset)

    async def _line(self, request: web.Request) -> web.StreamResponse:
        phone = self._phone_of(request)
        if request.headers.get("Origin") != f"http://{request.host}":
            raise web.HTTPForbidden(text="Only the telephone's own page may use it.")
        socket = web.WebSocketResponse(
            compress=False, max_msg_size=LONGEST_MESSAGE, heartbeat=10.0, timeout=1.0
        )
        await socket.prepare(request)
        page = _Page(socket, phone)
        before = phone.page
        if isinstance(before, _Page):
            phone.show_on(None)
            await before.close(OPENED_ELSEWHERE, "the telephone was opened on another page")
        self._pages.add(page)
        phone.show_on(page)
        writing = asyncio.create_task(page.write(written(introduction(phone, self._voice is not None))))
        try:
            await self._obey(page)
        finally:
            self._pages.discard(page)
            if phone.page is page:
                phone.show_on(None)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
        return socket

    async def _obey(self, page: "_Page") -> None:
        """Until the socket closes, or brings what no page of ours sends."""
        async for message in page.socket:
            try:
                if message.type is WSMsgType.BINARY:
                    page.phone.speak(message.data)
                elif message.type is WSMsgType.TEXT:
                    await self._do(read(message.data), page)
            except ValueError as error:
                structlog.get_logger(__name__).warning("page of a telephone closed", why=str(error)[:200])
                await page.close(WSCloseCode.POLICY_VIOLATION, "that is no message of a telephone")
                return

    async def _do(self, doing: Doing, page: "_Page") -> None:
        phone = page.phone
        match doing:
            case Call():
                self._call(phone)
            case Answer():
                phone.answer()
            case Decline():
                phone.decline()
            case HangUp():
                self._hang_up(phone)
            case Press(key):
                phone.press(key)
            case SayLine(number):
                await self._say_line(number, page)
            case SayText(text):
                await self._say_text(text, page)

    def _call(self, phone: BrowserPhone) -> None:
        leg = self._legs.get(phone)
        if phone.calls and phone.state in AT_REST and (leg is None or not leg.is_live):
            phone.dial()
            self._company.call(phone, phone.address)

    def _hang_up(self, phone: BrowserPhone) -> None:
        phone.hang_up()
        leg = self._legs.get(phone)
        if phone.state is PhoneState.CALLING and leg is not None and not leg.is_in_progress:
            self._company.floor.hang_up(leg, LegStatus.CANCELED, by="phone")

    async def _say_line(self, number: int, page: "_Page") -> None:
        if not 0 <= number < len(page.phone.lines):
            raise ValueError(f"there is no line {number}")
        line = page.phone.lines[number]
        try:
            sound = await asyncio.to_thread(sound_of, Play(line.recording))
        except CallFailed as error:
            page.remark(str(error))
            return
        self._say(sound.name, np.concatenate(sound.frames), page)

    async def _say_text(self, text: str, page: "_Page") -> None:
        if self._voice is None or len(text) > LONGEST_TEXT:
            raise ValueError("this text cannot be said")
        if text.strip():
            self._say("typed words", await asyncio.to_thread(self._voice, text), page)

    def _say(self, name: str, pcm: Int16Array, page: "_Page") -> None:
        if not page.phone.say(name, pcm):
            page.remark("That was not said: there is no call, or too much is still waiting to be said.")

    def _phone_of(self, request: web.Request) -> BrowserPhone:
        """The telephone whose secret is in the address."""
        if request.host not in {f"{name}:{self._port}" for name in ("127.0.0.1", "localhost", "[::1]")}:
            raise web.HTTPForbidden(text="The telephones are reached by this machine's own address only.")
        token = request.match_info["token"].encode()
        for known, phone in self._phones.items():
            if hmac.compare_digest(known.encode(), token):
                return phone
        raise web.HTTPNotFound(text="There is no telephone here. Addresses change with every start.")

    async def _guard(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": (
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    f"connect-src 'self' ws://{request.host}; base-uri 'none'; form-action 'none'; "
                    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
                ),
                "Cache-Control": "no-store",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            }
        )


class _Page:
    """One open page: it takes in at once what it is given, and sends it as fast as the browser reads."""

    def __init__(self, socket: web.WebSocketResponse, phone: BrowserPhone) -> None:
        self.socket = socket
        self.phone = phone
        self._heard: deque[bytes] = deque(maxlen=MOST_HEARD_FRAMES)
        self._remarks: deque[str] = deque(maxlen=5)
        self._has_changed = True
        self._news = asyncio.Event()

    def heard(self, frame: bytes) -> None:
        self._heard.append(frame)
        self._news.set()

    def changed(self) -> None:
        self._has_changed = True
        self._news.set()

    def remark(self, text: str) -> None:
        self._remarks.append(text)
        self._news.set()

    async def write(self, introduction: str) -> None:
        """Until it is cancelled, or the browser takes nothing any more."""
        try:
            await self.socket.send_str(introduction)
            while True:
                async with asyncio.timeout(SEND_DEADLINE_S):
                    await self._send()
                await self._news.wait()
        except (ConnectionError, TimeoutError):
            await self.close(WSCloseCode.GOING_AWAY, "the page reads nothing")

    async def close(self, code: int, why: str) -> None:
        await self.socket.close(code=code, message=why.encode())

    async def _send(self) -> None:
        self._news.clear()
        if self._has_changed:
            self._has_changed = False
            await self.socket.send_str(written(standing(self.phone)))
        while self._remarks:
            await self.socket.send_str(written(Remark(self._remarks.popleft())))
        while self._heard:
            await self.socket.send_bytes(self._heard.popleft())


def _read_pages() -> dict[str, tuple[bytes, str]]:
    directory = files("voice.sandbox") / "pages"
    return {
        path: ((directory / name).read_bytes(), content_type) for path, (name, content_type) in PAGES.items()
    }
