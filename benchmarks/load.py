"""Many telephone lines in one light process: signed webhooks, streams at Twilio's pace, marks echoed.

Every 20 ms each call gets three messages (ears inbound and outbound, mouth inbound), as on Twilio's network.
"""

import asyncio
import base64
import json
import secrets
import time
import xml.etree.ElementTree as ElementTree
from collections import deque
from dataclasses import dataclass, field

import aiohttp
import numpy as np

from voice.audio import mulaw
from voice.twilio.signature import sign

FRAME_S = 0.02
SILENCE = base64.b64encode(bytes([mulaw.SILENCE]) * 160).decode()


def speech_like(seconds: float, seed: int) -> list[str]:
    """Payloads that webrtcvad takes for speech: a buzz with formants, in syllables. Base64, 20 ms each."""
    moments = np.arange(int(seconds * 8000)) / 8000
    pitch = 120 + 15 * (seed % 4)
    buzz = sum(np.sin(2 * np.pi * pitch * harmonic * moments) / harmonic for harmonic in range(1, 25))
    syllables = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * moments)
    loud = (buzz * syllables / np.max(np.abs(buzz)) * 9000).astype(np.int16)
    payload = mulaw.encode(loud)
    return [base64.b64encode(payload[at : at + 160]).decode() for at in range(0, len(payload) - 159, 160)]


@dataclass
class Line:
    """One call: its sockets, its place in its script, and when sound came back."""

    call_sid: str
    speech: list[str]
    speak_at: list[float]
    """Seconds after the first frame at which the speech is said again."""
    ears: aiohttp.ClientWebSocketResponse
    mouth: aiohttp.ClientWebSocketResponse
    stream_sids: tuple[str, str]
    frame: int = 0
    plays_until: float = 0.0
    spoke_until: float = 0.0
    answered: list[float] = field(default_factory=list)
    """From the last frame of speech sent to the first audio received after it, in ms."""
    marks: deque[tuple[float, str]] = field(default_factory=deque)
    over: bool = False


async def ring(
    session: aiohttp.ClientSession, url: str, token: str, speech: list[str], speak_at: list[float]
) -> Line:
    call_sid = "CA" + secrets.token_hex(16)
    form = {
        "CallSid": call_sid,
        "AccountSid": "AC" + "0" * 32,
        "From": "+14155550123",
        "To": "+14155550100",
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
    }
    webhook = f"{url}/twilio/voice"
    headers = {"X-Twilio-Signature": sign(token, webhook, list(form.items()))}
    async with session.post(webhook, data=form, headers=headers) as answer:
        answer.raise_for_status()
        document = ElementTree.fromstring(await answer.text())  # noqa: S314 (our own service's)
    urls = [stream.attrib["url"] for stream in document.iter("Stream")]
    sockets: list[aiohttp.ClientWebSocketResponse] = []
    sids: list[str] = []
    for address, tracks in zip(urls, (["inbound", "outbound"], ["inbound"]), strict=True):
        socket = await session.ws_connect(
            address.replace("ws://", "http://"), headers={"X-Twilio-Signature": sign(token, address, [])}
        )
        sid = "MZ" + secrets.token_hex(16)
        await socket.send_str('{"event":"connected","protocol":"Call","version":"1.0.0"}')
        start = {
            "event": "start",
            "sequenceNumber": "1",
            "start": {
                "accountSid": form["AccountSid"],
                "streamSid": sid,
                "callSid": call_sid,
                "tracks": tracks,
                "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
                "customParameters": {},
            },
            "streamSid": sid,
        }
        await socket.send_str(json.dumps(start))
        sockets.append(socket)
        sids.append(sid)
    return Line(call_sid, speech, speak_at, sockets[0], sockets[1], (sids[0], sids[1]))


async def listen(line: Line) -> None:
    """Reads the mouth: plays at 8000 bytes a second, and keeps how long each answer took."""
    async for message in line.mouth:
        if message.type is not aiohttp.WSMsgType.TEXT:
            break
        now = time.monotonic()
        if message.data.startswith('{"event":"media"'):
            payload_bytes = (len(message.data) - 90) * 3 / 4
            line.plays_until = max(line.plays_until, now) + payload_bytes / 8000
            if line.spoke_until and now > line.spoke_until:
                line.answered.append((now - line.spoke_until) * 1000)
                line.spoke_until = 0.0
        elif message.data.startswith('{"event":"mark"'):
            line.marks.append((max(line.plays_until, now), json.loads(message.data)["mark"]["name"]))
        else:
            line.plays_until = now
            line.marks = deque((now, name) for _, name in line.marks)
    line.over = True


async def talk(lines: list[Line], seconds: float) -> None:
    """Sends every line its three messages each 20 ms, on a grid that does not drift."""
    listeners = [asyncio.create_task(listen(line)) for line in lines]
    started = time.monotonic()
    for tick in range(round(seconds / FRAME_S)):
        for line in lines:
            if not line.over:
                await _frame(line, tick)
        ahead = started + (tick + 1) * FRAME_S - time.monotonic()
        if ahead > 0:
            await asyncio.sleep(ahead)
    for listener in listeners:
        listener.cancel()


async def _frame(line: Line, tick: int) -> None:
    at_s = tick * FRAME_S
    payload = SILENCE
    for begins in line.speak_at:
        index = round((at_s - begins) / FRAME_S)
        if 0 <= index < len(line.speech):
            payload = line.speech[index]
            if index == len(line.speech) - 1:
                line.spoke_until = time.monotonic()
    line.frame += 1
    chunk, stamp = line.frame, 120 + tick * 20
    try:
        for track, data in (("inbound", payload), ("outbound", SILENCE)):
            await line.ears.send_str(
                f'{{"event":"media","sequenceNumber":"{chunk * 2}","media":{{"track":"{track}",'
                f'"chunk":"{chunk}","timestamp":"{stamp}","payload":"{data}"}},"streamSid":"{line.stream_sids[0]}"}}'
            )
        await line.mouth.send_str(
            f'{{"event":"media","sequenceNumber":"{chunk + 1}","media":{{"track":"inbound","chunk":"{chunk}",'
            f'"timestamp":"{stamp}","payload":"{payload}"}},"streamSid":"{line.stream_sids[1]}"}}'
        )
        now = time.monotonic()
        while line.marks and line.marks[0][0] <= now:
            _, name = line.marks.popleft()
            await line.mouth.send_str(
                json.dumps(
                    {
                        "event": "mark",
                        "sequenceNumber": str(chunk),
                        "streamSid": line.stream_sids[1],
                        "mark": {"name": name},
                    }
                )
            )
    except (aiohttp.ClientError, ConnectionError):
        line.over = True
