"""Places one call as Twilio would: the webhook, its TwiML, the streams, the end. `ring` is the one way in."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from voice.audio.types import FRAME_MS
from voice.audio.wav import StereoWriter
from voice.sandbox.caller import Manners, ScriptedCaller
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.knobs import Knobs
from voice.sandbox.legs import StreamLeg
from voice.sandbox.line import Line
from voice.sandbox.media import Clear, Mark, Play, StreamKind, StreamScript, Track, Warned, read_command
from voice.sandbox.problem import CallFailed
from voice.sandbox.sounding import SAME_BREATH_MS, SAME_TURN_MS, caller_turns, spans
from voice.sandbox.steps import FROM_NUMBER, Step, prepare
from voice.sandbox.timeline import CallReport, Moment, write_timeline
from voice.sandbox.twiml import (
    Connect,
    Hangup,
    Pause,
    Redirect,
    Reject,
    Say,
    Start,
    StreamNoun,
    TwimlError,
    Verb,
    parse,
)
from voice.sandbox.webhooks import Addresses, Signer, Webhooks
from voice.sandbox.wire import Wire, open_socket

VOICE_PATH = "/twilio/voice"
STATUS_PATH = "/twilio/status"
TO_NUMBER = "+12065550100"
MOST_DOCUMENTS = 50
"""TwiML documents of one call, so that two that redirect to each other come to an end."""
SAY_MS_A_CHARACTER = 65
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CLEAN_CLOSES = ("1000", "1001", "1005")


async def ring(
    url: str,
    auth_token: str,
    account_sid: str,
    steps: Sequence[Step],
    output_dir: Path,
    *,
    knobs: Knobs | None = None,
    manners: Manners | None = None,
    from_number: str = FROM_NUMBER,
    to_number: str = TO_NUMBER,
    public_url: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> CallReport:
    """Rings the service at `url`, plays the steps at real-time pace, and writes what both sides heard.

    `public_url` is the address which the service is configured with, where it is another. The recording
    and the timeline are put into `output_dir`. Raises `CallFailed`.
    """
    prepared = prepare(steps)
    _make_directory(output_dir)
    base = _base_url(url)
    addresses = Addresses(base, _base_url(public_url) if public_url else base)
    identity = CallIdentity(new_sid("CA"), account_sid, from_number, to_number)
    signer = Signer(auth_token)
    async with aiohttp.ClientSession() as session:
        webhooks = Webhooks(session, addresses, signer)
        call = _Call(identity, addresses, webhooks, signer, knobs or Knobs())
        caller = ScriptedCaller(prepared, manners or Manners())
        return await call.place(caller, output_dir, clock)


@dataclass(frozen=True, slots=True)
class _Document:
    """TwiML that was fetched."""

    url: str
    verbs: list[Verb]


class _Call:
    """One call from the webhook to the last callback."""

    def __init__(
        self,
        identity: CallIdentity,
        addresses: Addresses,
        webhooks: Webhooks,
        signer: Signer,
        knobs: Knobs,
    ) -> None:
        self._identity = identity
        self._addresses = addresses
        self._webhooks = webhooks
        self._signer = signer
        self._knobs = knobs
        self._forks: set[asyncio.Task[None]] = set()
        self._overflowed = False

    async def place(self, caller: ScriptedCaller, output_dir: Path, clock: Callable[[], float]) -> CallReport:
        rung_s = clock()
        document, early_notes = await self._first_document()
        if document.verbs and isinstance(document.verbs[0], Reject):
            raise CallFailed(f"the service rejected the call: {document.verbs[0].reason}")
        recording = output_dir / "recording.wav"
        answered_at = datetime.now(UTC)
        with StereoWriter(recording) as writer:
            self._line = Line(caller, self._knobs, writer, clock)
            rung_ms = round((rung_s - clock()) * 1000)
            self._line.moments += [
                Moment(rung_ms, "webhook", VOICE_PATH),
                Moment(0, "answered", " ".join(_name(verb) for verb in document.verbs)),
            ]
            for note in early_notes:
                self._line.warn(note)
            ended_by = await self._live(document)
            await self._finish(ended_by)
        return self._report(caller, ended_by, recording, answered_at)

    async def _first_document(self) -> tuple[_Document, list[str]]:
        address = self._addresses.signed(VOICE_PATH)
        form, token = self._identity.form("ringing"), secrets.token_hex(16)
        fetched = await self._webhooks.fetch_document(address, form, token, "POST")
        notes: list[str] = []
        if self._knobs.double_webhook:
            again = await self._webhooks.fetch_document(address, form, token, "POST")
            if again.body != fetched.body:
                notes.append("the same webhook, posted twice, was answered in two ways")
        try:
            return _Document(address, parse(fetched.body, fetched.content_type, address)), notes
        except TwimlError as error:
            raise CallFailed(f"the service's TwiML cannot be carried out: {error}") from error

    async def _live(self, document: _Document) -> str:
        """Runs the line and the TwiML until one of them ends; says who ended the call."""
        line = asyncio.create_task(self._line.run())
        program = asyncio.create_task(self._run(document))
        lost_ears = asyncio.create_task(self._lose_ears())
        try:
            await asyncio.wait({line, program}, return_when=asyncio.FIRST_COMPLETED)
            if line.done():
                line.result()
                self._line.note("hung up", "the caller hung up")
                return "caller"
            program.result()
            self._line.note("hung up", "the service ended the call")
            return "service"
        finally:
            tasks = {line, program, lost_ears, *self._forks}
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    # The TwiML.

    async def _run(self, document: _Document) -> None:
        """Carries out documents until one comes to its end; faults end the call, as at Twilio."""
        try:
            following: _Document | None = document
            for _ in range(MOST_DOCUMENTS):
                following = await self._carry_out(following)
                if following is None:
                    return
            raise CallFailed(f"the TwiML went on through {MOST_DOCUMENTS} documents")
        except (CallFailed, TwimlError) as error:
            self._line.warn(f"{error}; the carrier ended the call")

    async def _carry_out(self, document: _Document) -> _Document | None:
        """One document; returns the one that it leads to, or None where the call is over."""
        for verb in document.verbs:
            match verb:
                case Start(stream):
                    self._fork(stream)
                case Connect(stream, action, method):
                    await self._connect(stream)
                    if action is not None:
                        return await self._fetch(action, method)
                case Say(text):
                    self._line.note("carrier says", text)
                    self._line.notes.append(f"the carrier's own voice is not sounded here; it said: {text}")
                    await self._line.pass_ms(SAY_MS_A_CHARACTER * len(text))
                case Pause(seconds):
                    await self._line.pass_ms(round(seconds * 1000))
                case Redirect(url, method):
                    return await self._fetch(url, method)
                case Hangup() | Reject():
                    return None
        return None

    async def _fetch(self, address: str, method: str) -> _Document:
        fetched = await self._webhooks.fetch_document(
            address, self._identity.form("in-progress"), secrets.token_hex(16), method
        )
        verbs = parse(fetched.body, fetched.content_type, address)
        self._line.note("twiml", f"{urlsplit(address).path}: {' '.join(_name(verb) for verb in verbs)}")
        return _Document(address, verbs)

    def _fork(self, noun: StreamNoun) -> None:
        if self._knobs.no_ears:
            self._line.warn("<Start><Stream> was passed over: this carrier cannot fork")
            return
        tracks = {
            "both_tracks": (Track.INBOUND, Track.OUTBOUND),
            "inbound_track": (Track.INBOUND,),
            "outbound_track": (Track.OUTBOUND,),
        }.get(noun.track)
        if tracks is None:
            raise TwimlError(f"31941: <Start><Stream> has no track {noun.track!r}")

        async def run() -> None:
            try:
                leg = await self._open(StreamKind.EARS, noun, tracks)
            except CallFailed as error:
                self._line.warn(f"the ears: {error}")
                return
            how = await leg.wire.closed()
            self._close(leg, how)

        task = asyncio.create_task(run())
        self._forks.add(task)

    async def _connect(self, noun: StreamNoun) -> None:
        """Blocks until the service closes the mouth."""
        try:
            leg = await self._open(StreamKind.MOUTH, noun, (Track.INBOUND,))
        except CallFailed as error:
            self._line.warn(f"the mouth: {error}")
            return
        how = await leg.wire.closed()
        dropped_ms, _ = self._line.playout.clear()
        if dropped_ms:
            self._line.warn(f"{dropped_ms} ms of audio were not played when the service closed the mouth")
        self._close(leg, how)

    # The streams.

    async def _open(self, kind: StreamKind, noun: StreamNoun, tracks: tuple[Track, ...]) -> StreamLeg:
        await self._line.pass_ms(self._knobs.connect_ms)
        parts = urlsplit(noun.url)
        if parts.scheme not in ("wss", "ws") or (parts.scheme == "ws" and parts.hostname not in LOOPBACK):
            raise CallFailed(f"31922: the stream's address must be wss, and is {parts.scheme}")
        address, signature = self._addresses.reached(noun.url), self._signer.header(noun.url, {})
        socket = await open_socket(address, signature)
        script = StreamScript(
            kind,
            stream_sid=new_sid("MZ"),
            call_sid=self._identity.call_sid,
            account_sid=self._identity.account_sid,
            tracks=tracks,
            parameters=noun.parameters,
            first_timestamp_ms=100 + secrets.randbelow(71),
            frame_bytes=self._knobs.frame_bytes,
        )
        media_from = self._line.frames + self._knobs.first_media_ms // FRAME_MS
        wire = Wire(socket, lambda message: self._receive(leg, message), self._too_slow)
        leg = StreamLeg(script, wire, media_from)
        wire.send([script.connected(), script.start()])
        self._line.streams.append(leg)
        self._line.note("stream opened", f"{kind.value} {script.stream_sid}")
        if self._knobs.replayed_token:
            await self._replay(kind, address, signature)
        return leg

    async def _replay(self, kind: StreamKind, address: str, signature: dict[str, str]) -> None:
        try:
            second = await open_socket(address, signature)
        except CallFailed as refused:
            self._line.note("replay refused", f"{kind.value}: {refused}")
            return
        self._line.warn(f"the address of the {kind.value} was taken a second time")
        await second.close()

    def _receive(self, leg: StreamLeg, message: str | bytes) -> None:
        line = self._line
        match read_command(message, leg.script.kind, leg.script.stream_sid):
            case Play(audio):
                dropped = line.playout.push(audio)
                if dropped:
                    line.warn(f"31931: ten minutes of audio were waiting; {dropped} bytes were dropped")
            case Mark(name):
                line.note("mark", name)
                if self._knobs.eager_marks:
                    line.echo_mark(name)
                elif line.playout.mark(name):
                    line.return_mark(name)
            case Clear():
                dropped_ms, marks = line.playout.clear()
                line.note("clear", f"{dropped_ms} ms dropped, {len(marks)} marks returned")
                for name in marks:
                    line.return_mark(name)
            case Warned(code, why):
                line.warn(f"{code}: {why}")

    def _close(self, leg: StreamLeg, how: str) -> None:
        if leg not in self._line.streams:
            return
        self._line.streams.remove(leg)
        self._line.note("stream closed", f"{leg.script.kind.value} by the service: {how or 'no close frame'}")
        if not how.startswith(CLEAN_CLOSES):
            self._line.warn(f"31921: the {leg.script.kind.value} closed with {how or 'no close frame'}")

    def _too_slow(self) -> None:
        if not self._overflowed:
            self._overflowed = True
            self._line.warn("31930: the service reads too slowly; audio was dropped")

    async def _lose_ears(self) -> None:
        if self._knobs.ears_lost_after_s is None:
            return
        await self._line.pass_ms(round(self._knobs.ears_lost_after_s * 1000))
        for leg in [leg for leg in self._line.streams if not leg.is_mouth]:
            self._line.streams.remove(leg)
            self._line.note("ears lost", "the carrier's connection broke")
            await leg.wire.abort()

    # The end.

    async def _finish(self, ended_by: str) -> None:
        streams, self._line.streams = self._line.streams, []
        linger_s = self._knobs.open_after_hangup_s if ended_by == "caller" else 0
        if not linger_s:
            await asyncio.gather(*(leg.stop() for leg in streams))
        duration_ms = self._line.frames * FRAME_MS
        form = self._identity.final_form(duration_ms, format_datetime(datetime.now(UTC)))
        address = self._addresses.signed(STATUS_PATH)
        try:
            fetched = await self._webhooks.fetch(address, form, secrets.token_hex(16))
            if fetched.status >= 400:
                self._line.warn(f"15003: the status callback was answered with {fetched.status}")
            self._line.note("status callback", f"completed: {fetched.status}")
        except CallFailed as error:
            self._line.warn(f"15003: the status callback: {error}")
        if linger_s:
            await asyncio.sleep(linger_s)
            await asyncio.gather(*(leg.wire.abort() for leg in streams))

    def _report(
        self, caller: ScriptedCaller, ended_by: str, recording: Path, answered_at: datetime
    ) -> CallReport:
        line = self._line
        spoken = [
            Moment(at, f"{who} {what}")
            for who, frames, same_ms in (
                ("caller speech", line.said, SAME_TURN_MS),
                ("bot heard", line.heard, SAME_BREATH_MS),
            )
            for span in spans(frames, same_ms)
            for at, what in ((span.start_ms, "began"), (span.end_ms, "ended"))
        ]
        report = CallReport(
            call_sid=self._identity.call_sid,
            from_number=self._identity.from_number,
            to_number=self._identity.to_number,
            answered_at=answered_at.isoformat(timespec="milliseconds"),
            duration_ms=line.frames * FRAME_MS,
            ended_by=ended_by,
            steps_left=caller.steps_left,
            turns=tuple(caller_turns(line.said, line.heard, line.labels)),
            keys=line.keys,
            notes=tuple(line.notes),
            recording=recording,
            timeline=recording.with_name("timeline.json"),
            moments=tuple(sorted([*line.moments, *spoken], key=lambda moment: moment.at_ms)),
        )
        write_timeline(report)
        return report


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    with suppress(ValueError):
        if parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0):
            return url.rstrip("/")
    raise CallFailed(f"{url} is not the address of a service; give one such as http://127.0.0.1:8080")


def _make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallFailed(f"{path}: the recording cannot be put there ({error.strerror})") from error


def _name(verb: Verb) -> str:
    return type(verb).__name__
