"""A peer that sends exactly what a test wants, well-formed or not. Its WebSockets are the `websockets` package."""

import json
import secrets
from base64 import b64encode
from typing import Any, Self
from xml.etree import ElementTree

import aiohttp
from websockets.asyncio.client import ClientConnection, connect

from voice.twilio.signature import sign


def new_call_sid() -> str:
    return "CA" + secrets.token_hex(16)


class RawCarrier:
    def __init__(self, url: str, auth_token: str) -> None:
        self.url = url
        self.auth_token = auth_token
        self._sockets: list[ClientConnection] = []

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.close()
        await self.session.close()

    async def post(
        self, path: str, form: dict[str, str], *, signature: str | None = None, **headers: str
    ) -> tuple[int, str]:
        """Signed as Twilio does, unless a signature is given ("" for none)."""
        address = self.url + path
        signed = sign(self.auth_token, address, list(form.items())) if signature is None else signature
        if signed:
            headers["X-Twilio-Signature"] = signed
        async with self.session.post(address, data=form, headers=headers) as response:
            return response.status, await response.text()

    async def ring(self, call_sid: str, **more: str) -> str:
        """The TwiML of a new call."""
        form = {
            "CallSid": call_sid,
            "From": "+14155552671",
            "To": "+12065550100",
            "CallStatus": "ringing",
            **more,
        }
        status, document = await self.post("/twilio/voice", form)
        assert status == 200, document
        return document

    async def open(self, url: str, *, signature: str | None = None) -> ClientConnection:
        signed = sign(self.auth_token, url) if signature is None else signature
        headers = {"X-Twilio-Signature": signed} if signed else {}
        socket = await connect(url, additional_headers=headers)
        self._sockets.append(socket)
        return socket

    async def mouth(self, call_sid: str) -> tuple[ClientConnection, str]:
        """A call with its mouth open and started."""
        _, mouth_url = stream_urls(await self.ring(call_sid))
        socket = await self.open(mouth_url)
        stream_sid = await start(socket, call_sid)
        return socket, stream_sid


def stream_urls(document: str) -> list[str]:
    """Ears, mouth."""
    return [stream.attrib["url"] for stream in ElementTree.fromstring(document).iter("Stream")]


def started(call_sid: str, stream_sid: str, **changed: Any) -> str:
    body = {
        "accountSid": "AC" + "0" * 32,
        "streamSid": stream_sid,
        "callSid": call_sid,
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {},
    }
    body.update(changed)
    return json.dumps({"event": "start", "sequenceNumber": "1", "start": body, "streamSid": stream_sid})


async def start(socket: ClientConnection, call_sid: str) -> str:
    stream_sid = "MZ" + secrets.token_hex(16)
    await socket.send('{"event":"connected","protocol":"Call","version":"1.0.0"}')
    await socket.send(started(call_sid, stream_sid))
    return stream_sid


def media(stream_sid: str, payload: bytes, at_ms: int = 100, **changed: Any) -> str:
    body = {"track": "inbound", "chunk": "1", "timestamp": str(at_ms), "payload": b64encode(payload).decode()}
    body.update(changed)
    return json.dumps({"event": "media", "sequenceNumber": "2", "media": body, "streamSid": stream_sid})


def stopped(call_sid: str, stream_sid: str) -> str:
    return json.dumps(
        {
            "event": "stop",
            "sequenceNumber": "9",
            "stop": {"accountSid": "AC1", "callSid": call_sid},
            "streamSid": stream_sid,
        }
    )
