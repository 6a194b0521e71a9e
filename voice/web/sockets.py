"""The ears' and the mouth's WebSockets: read, hand to the protocol, hand on to the call.

What is not signed, not tokened, too slow to start, too large or not text is closed with a reason, and no
other call notices.
"""

import asyncio
from dataclasses import dataclass

import structlog
from aiohttp import WebSocketError, WSCloseCode, WSMessage, WSMsgType, web

from transcripts.events import EndReason, Stream
from voice.call import LiveCall
from voice.switchboard import Switchboard
from voice.twilio.signature import public_url, verify_upgrade
from voice.twilio.stream import (
    Key,
    MarkReturned,
    Media,
    MediaStream,
    Started,
    Stopped,
    Violation,
)
from voice.twilio.tokens import Grant, StreamTokens, check_start

SILENT_LINE_S = 15.0
"""A stream that brings nothing for this long is dead: a live one brings 50 messages a second."""

SILENT_EARS_S = 5.0
"""The same for the ears, which another stream can replace; a quarter of a second between two is normal."""

SEND_DEADLINE_S = 5.0
"""A peer that takes longer than this to read what it is sent is gone."""


CLOSING = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED})

STOPPED = "the carrier sent stop"
SUPERSEDED = "another stream took its place"


class _Lost(Exception):
    """The stream is of no more use; the message says why, and `code` closes the socket."""

    def __init__(self, why: str, code: int = WSCloseCode.POLICY_VIOLATION) -> None:
        super().__init__(why)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sockets:
    switchboard: Switchboard
    tokens: StreamTokens
    auth_token: str
    base_url: str
    start_deadline_s: float
    max_message_bytes: int

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/twilio/ears/{token}", self.ears),
            web.get("/twilio/mouth/{token}", self.mouth),
        ]

    async def ears(self, request: web.Request) -> web.StreamResponse:
        return await self._stream(request, Stream.EARS)

    async def mouth(self, request: web.Request) -> web.StreamResponse:
        return await self._stream(request, Stream.MOUTH)

    async def _stream(self, request: web.Request, kind: Stream) -> web.StreamResponse:
        grant = self._granted(request, kind)
        call = self.switchboard.find(grant.call_sid)
        if call is None or call.ended:
            raise web.HTTPGone(text="This call is over.")
        socket = web.WebSocketResponse(
            compress=False, max_msg_size=self.max_message_bytes, timeout=2.0, autoping=True
        )
        await socket.prepare(request)
        stream = MediaStream(kind, max_message_bytes=self.max_message_bytes)
        log = structlog.get_logger(__name__).bind(call_id=call.call_id, stream=kind.value)
        explanation, code, stream_id = "the carrier closed the socket", int(WSCloseCode.OK), ""
        try:
            async with asyncio.timeout(self.start_deadline_s):
                started = await self._started(socket, stream)
            if (refusal := check_start(grant, started)) is not None:
                raise _Lost(refusal.why)
            stream_id = started.stream_sid
            call.stream_opened(kind, started)
            if kind is Stream.MOUTH:
                self._open_mouth(call, socket, stream)
            explanation = await _serve(socket, stream, call, kind, stream_id)
        except TimeoutError:
            explanation, code = (
                f"no start within {self.start_deadline_s:g} s",
                int(WSCloseCode.POLICY_VIOLATION),
            )
        except _Lost as lost:
            explanation, code = str(lost), lost.code
        finally:
            call.stream_closed(kind, explanation, stream_id)
            if kind is Stream.MOUTH and not call.ended:
                call.mouth_lost(
                    EndReason.CALLER_HUNG_UP if explanation == STOPPED else EndReason.STREAM_LOST,
                    f"The mouth's stream ended: {explanation}.",
                )
        if code != WSCloseCode.OK:
            log.warning("stream closed", why=explanation)
        await socket.close(code=code, message=explanation.encode()[:120])
        return socket

    def _granted(self, request: web.Request, kind: Stream) -> Grant:
        url = public_url(self.base_url, request.raw_path, socket=True)
        log = structlog.get_logger(__name__).bind(stream=kind.value, remote=request.remote)
        verdict = verify_upgrade(self.auth_token, url, request.headers.get("X-Twilio-Signature"))
        if not verdict.valid:
            log.warning("stream refused", why=verdict.why)
            raise web.HTTPForbidden(text="The signature does not hold for this address.")
        grant = self.tokens.redeem(request.match_info["token"], kind)
        if not isinstance(grant, Grant):
            log.warning("stream refused", why=grant.why)
            raise web.HTTPForbidden(text="This address cannot be used (again).")
        return grant

    async def _started(self, socket: web.WebSocketResponse, stream: MediaStream) -> Started:
        while True:
            match stream.receive(await _next_text(socket, stream)):
                case Started() as started:
                    return started
                case Violation(why, code):
                    raise _Lost(why, code)
                case _:
                    continue

    def _open_mouth(self, call: LiveCall, socket: web.WebSocketResponse, stream: MediaStream) -> None:
        async def send(text: str) -> None:
            try:
                async with asyncio.timeout(SEND_DEADLINE_S):
                    await socket.send_str(text)
            except (TimeoutError, ConnectionError) as error:
                call.end(EndReason.STREAM_LOST, f"The carrier stopped reading: {error or 'deadline passed'}.")

        closing: set[asyncio.Task[bool]] = set()

        def hang_up() -> None:
            closing.add(asyncio.get_running_loop().create_task(socket.close()))

        call.mouth_ready(stream, send, hang_up)


async def _serve(
    socket: web.WebSocketResponse, stream: MediaStream, call: LiveCall, kind: Stream, stream_id: str
) -> str:
    """Reads until the stream ends; says how it ended. The hot path: one message at a time, and no more."""
    next_message, receive, media, streams = socket.receive, stream.receive, call.media, call.streams
    silent_s = SILENT_EARS_S if kind is Stream.EARS else SILENT_LINE_S
    pulse = _Pulse(socket, stream, call, silent_s)
    try:
        while (message := await next_message()).type not in CLOSING:
            if message.type is not WSMsgType.TEXT:
                raise _not_text(message, stream)
            event = receive(message.data)
            if isinstance(event, Media):
                if streams.get(kind) != stream_id:
                    return SUPERSEDED
                media(kind, event)
            elif isinstance(event, MarkReturned):
                call.mark_returned(event.name)
            elif isinstance(event, Key):
                call.key(event.digit)
            elif isinstance(event, Stopped):
                return STOPPED
            elif isinstance(event, Violation):
                raise _Lost(event.why, event.code)
    finally:
        pulse.stop()
    if pulse.died:
        raise _Lost(f"nothing came for {silent_s:g} s")
    return "the carrier closed the socket"


async def _next_text(socket: web.WebSocketResponse, stream: MediaStream) -> str:
    message = await socket.receive()
    if message.type is not WSMsgType.TEXT:
        raise _not_text(message, stream)
    return message.data


def _not_text(message: WSMessage, stream: MediaStream) -> _Lost:
    if message.type is WSMsgType.BINARY:
        verdict = stream.receive_binary(message.data)
        return _Lost(verdict.why, WSCloseCode.UNSUPPORTED_DATA)
    if message.type is WSMsgType.ERROR:
        return _Lost(f"the socket broke: {message.data}", _code_of(message.data))
    return _Lost("the carrier closed the socket before it started")


def _code_of(error: object) -> int:
    return error.code if isinstance(error, WebSocketError) else WSCloseCode.POLICY_VIOLATION


class _Pulse:
    """Closes a socket that brings nothing for a while, or whose call is over. A message costs nothing."""

    def __init__(
        self, socket: web.WebSocketResponse, stream: MediaStream, call: LiveCall, silent_s: float
    ) -> None:
        self.died = False
        self._silent_s = silent_s
        self._call = call
        self._socket = socket
        self._stream = stream
        self._seen = -1
        self._closing: asyncio.Task[bool] | None = None
        self._look()

    def stop(self) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        received = self._stream.received
        self._timer = asyncio.get_running_loop().call_later(self._silent_s, self._look)
        if received == self._seen or self._call.ended:
            self.died = not self._call.ended
            self._timer.cancel()
            self._closing = asyncio.get_running_loop().create_task(self._socket.close())
        self._seen = received
