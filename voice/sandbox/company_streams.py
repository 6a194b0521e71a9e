"""The media streams of a leg: forks that listen, and the one stream that the caller is handed to."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit

from voice.audio import mulaw
from voice.audio.types import FRAME_MS, FRAME_SAMPLES, Int16Array
from voice.sandbox.callbacks import Messenger
from voice.sandbox.company_clock import FrameClock
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.legs import StreamLeg
from voice.sandbox.media import Clear, Mark, Play, StreamKind, StreamScript, Track, Warned, read_command
from voice.sandbox.playout import Playout
from voice.sandbox.problem import CallFailed
from voice.sandbox.twiml import StreamNoun, TwimlError
from voice.sandbox.twiml_verbs import Ask
from voice.sandbox.webhooks import Addresses, Signer
from voice.sandbox.wire import Wire, open_socket

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CLEAN_CLOSES = ("1000", "1001", "1005")
MOST_TRACKS = 4
BURST_EVERY_MS = 1000

TRACKS = {
    "both_tracks": (Track.INBOUND, Track.OUTBOUND),
    "inbound_track": (Track.INBOUND,),
    "outbound_track": (Track.OUTBOUND,),
}


@dataclass(frozen=True, slots=True)
class StreamNeeds:
    """What the streams of every leg share."""

    addresses: Addresses
    signer: Signer
    clock: FrameClock
    messenger: Messenger
    knobs: Callable[[], CompanyKnobs]
    wall: Callable[[], datetime]
    spawn: Callable[[Coroutine[None, None, None]], asyncio.Task[None]]
    part: Callable[[Coroutine[None, None, None]], object]
    """As `spawn`, for what a closing company waits for."""


class Record(Protocol):
    """The leg's own book."""

    def note(self, event: str, detail: str = "") -> None: ...
    def warn(self, why: str) -> None: ...


@dataclass(slots=True)
class Fork:
    """A stream that was asked for; it may still be connecting."""

    sid: str
    noun: StreamNoun
    tracks: tuple[Track, ...]
    status: str = "in-progress"
    leg: StreamLeg | None = None
    task: asyncio.Task[None] | None = field(default=None)

    @property
    def name(self) -> str:
        return self.noun.name or self.sid


class MouthSource:
    """What the stream plays to the caller."""

    def __init__(self, playout: Playout) -> None:
        self._playout = playout

    def next(self) -> Int16Array:
        return mulaw.decode(self._playout.play(FRAME_SAMPLES).audio)


class LegStreams:
    def __init__(self, identity: CallIdentity, needs: StreamNeeds, record: Record) -> None:
        self.playout = Playout()
        self.forks: dict[str, Fork] = {}
        """Those of the whole call, by sid."""
        self._identity = identity
        self._needs = needs
        self._record = record
        self._open: list[StreamLeg] = []
        self._slow = False

    def deliver(self, said: Int16Array, heard: Int16Array) -> None:
        """Sends the frame that has just ended, and the marks that were passed in it."""
        for name in self.playout.returned_marks():
            self._return_mark(name)
        if not self._open:
            return
        now_ms = self._needs.clock.now_ms
        said_bytes, heard_bytes = mulaw.encode(said), mulaw.encode(heard)
        line = self._needs.knobs().line
        for stream in self._open:
            if self._needs.clock.frames >= stream.media_from_frame:
                stream.deliver(said_bytes, heard_bytes, lost=False)
            if line.burst_ms:
                stream.hold(now_ms % BURST_EVERY_MS < line.burst_ms)

    def key(self, digit: str) -> None:
        for stream in self._open:
            stream.key(digit)

    def find(self, sid_or_name: str) -> Fork | None:
        """The newest of that name or sid."""
        found = [fork for fork in self.forks.values() if sid_or_name in (fork.sid, fork.noun.name)]
        return found[-1] if found else None

    def fork(self, noun: StreamNoun) -> Fork:
        """Starts one and goes on; one too many is `stopped` at once. Raises `TwimlError` for a bad track."""
        tracks = TRACKS.get(noun.track)
        if tracks is None:
            raise TwimlError(f"31941: <Start><Stream> has no track {noun.track!r}")
        live = [fork for fork in self.forks.values() if fork.status == "in-progress"]
        if noun.name and any(fork.noun.name == noun.name for fork in live):
            self._record.warn(f"a stream named {noun.name} is running already")
        fork = Fork(new_sid("MZ"), noun, tracks)
        self.forks[fork.sid] = fork
        if sum(len(other.tracks) for other in live) + len(tracks) > MOST_TRACKS:
            self._record.warn(f"a call has at most {MOST_TRACKS} tracks in its streams; one more was refused")
            fork.status = "stopped"
            return fork
        if self._needs.knobs().line.no_ears:
            self._record.warn("<Start><Stream> was passed over: this carrier cannot fork")
            fork.status = "stopped"
            return fork
        fork.task = self._needs.spawn(self._run_fork(fork))
        return fork

    def stop(self, fork: Fork) -> None:
        """Ends a fork as `<Stop>` and REST do."""
        if fork.status != "in-progress":
            return
        fork.status = "stopped"
        if fork.task is not None:
            fork.task.cancel()
        if fork.leg is not None:
            self._end(fork.leg, fork, "stopped by the service")

    def stop_all(self) -> None:
        for fork in list(self.forks.values()):
            self.stop(fork)

    async def connect(self, noun: StreamNoun) -> None:
        """Hands the caller to a stream until the service closes it; cancelled, the stream gets its `stop`."""
        fork = Fork(new_sid("MZ"), noun, (Track.INBOUND,))
        try:
            stream = await self._connect(StreamKind.MOUTH, fork)
        except CallFailed as error:
            self._failed(fork, error)
            return
        try:
            how = await stream.wire.closed()
        except asyncio.CancelledError:
            self.playout.clear()
            self._end(stream, fork, "ended by the carrier")
            raise
        dropped_ms, _ = self.playout.clear()
        if dropped_ms:
            self._record.warn(f"{dropped_ms} ms of audio were not played when the service closed the mouth")
        self._closed(stream, fork, how)

    async def _run_fork(self, fork: Fork) -> None:
        try:
            fork.leg = await self._connect(StreamKind.EARS, fork)
        except CallFailed as error:
            fork.status = "stopped"
            self._failed(fork, error)
            return
        lost_after_s = self._needs.knobs().line.ears_lost_after_s
        if lost_after_s is not None:
            self._needs.spawn(self._lose(fork, fork.leg, lost_after_s))
        how = await fork.leg.wire.closed()
        if fork.status == "in-progress":
            fork.status = "stopped"
            self._closed(fork.leg, fork, how)

    async def _lose(self, fork: Fork, stream: StreamLeg, after_s: float) -> None:
        await self._needs.clock.pass_ms(round(after_s * 1000))
        if fork.status == "in-progress":
            fork.status = "stopped"
            self._open.remove(stream)
            self._record.note("ears lost", "the carrier's connection broke")
            self._needs.part(stream.wire.abort())

    async def _connect(self, kind: StreamKind, fork: Fork) -> StreamLeg:
        line, noun = self._needs.knobs().line, fork.noun
        await self._needs.clock.pass_ms(line.connect_ms)
        parts = urlsplit(noun.url)
        if parts.scheme not in ("wss", "ws") or (parts.scheme == "ws" and parts.hostname not in LOOPBACK):
            raise CallFailed(f"31922: the stream's address must be wss, and is {parts.scheme}")
        socket = await open_socket(
            self._needs.addresses.reached(noun.url), self._needs.signer.header(noun.url, {})
        )
        script = StreamScript(
            kind,
            stream_sid=fork.sid,
            call_sid=self._identity.call_sid,
            account_sid=self._identity.account_sid,
            tracks=fork.tracks,
            parameters=noun.parameters,
            first_timestamp_ms=100 + secrets.randbelow(71),
            frame_bytes=line.frame_bytes,
        )
        media_from = self._needs.clock.frames + line.first_media_ms // FRAME_MS
        wire = Wire(socket, lambda message: self._receive(stream, message), self._too_slow)
        stream = StreamLeg(script, wire, media_from)
        wire.send([script.connected(), script.start()])
        self._open.append(stream)
        self._record.note("stream opened", f"{kind.value} {fork.name}")
        self._tell(fork, "stream-started")
        return stream

    def _receive(self, stream: StreamLeg, message: str | bytes) -> None:
        match read_command(message, stream.script.kind, stream.script.stream_sid):
            case Play(audio):
                dropped = self.playout.push(audio)
                if dropped:
                    self._record.warn(
                        f"31931: ten minutes of audio were waiting; {dropped} bytes were dropped"
                    )
            case Mark(name):
                self._record.note("mark", name)
                if self._needs.knobs().line.eager_marks:
                    self._echo_mark(name)
                elif self.playout.mark(name):
                    self._return_mark(name)
            case Clear():
                dropped_ms, marks = self.playout.clear()
                self._record.note("clear", f"{dropped_ms} ms dropped, {len(marks)} marks returned")
                for name in marks:
                    self._return_mark(name)
            case Warned(code, why):
                self._record.warn(f"{code}: {why}")

    def _return_mark(self, name: str) -> None:
        line = self._needs.knobs().line
        if not line.no_marks and not line.eager_marks:
            self._echo_mark(name)

    def _echo_mark(self, name: str) -> None:
        self._record.note("mark returned", name)
        for stream in self._open:
            stream.mark(name)

    def _end(self, stream: StreamLeg, fork: Fork, why: str) -> None:
        """`stop`, then the close, while the call goes on."""
        if stream in self._open:
            self._open.remove(stream)
            self._record.note("stream closed", f"{stream.script.kind.value} {fork.name}: {why}")
            self._needs.part(stream.stop())
            self._tell(fork, "stream-stopped")

    def _closed(self, stream: StreamLeg, fork: Fork, how: str) -> None:
        """The service closed it."""
        if stream not in self._open:
            return
        self._open.remove(stream)
        shown = how or "no close frame"
        self._record.note("stream closed", f"{stream.script.kind.value} {fork.name} by the service: {shown}")
        if how.startswith(CLEAN_CLOSES):
            self._tell(fork, "stream-stopped")
            return
        self._record.warn(f"31921: the {stream.script.kind.value} closed with {shown}")
        self._tell(fork, "stream-error", f"31921 {shown}")

    def _failed(self, fork: Fork, error: CallFailed) -> None:
        self._record.warn(f"the stream {fork.name}: {error}")
        self._tell(fork, "stream-error", str(error))

    def _tell(self, fork: Fork, event: str, error: str = "") -> None:
        if not fork.noun.status_callback:
            return
        form = {
            "AccountSid": self._identity.account_sid,
            "CallSid": self._identity.call_sid,
            "StreamSid": fork.sid,
            "StreamName": fork.name,
            "StreamEvent": event,
            "Timestamp": f"{self._needs.wall():%Y-%m-%dT%H:%M:%S.%f}000Z",
        }
        if error:
            form["StreamError"] = error
        ask = Ask(fork.noun.status_callback, fork.noun.status_method)
        self._needs.messenger.tell(ask, event, form, fork.sid)

    def _too_slow(self) -> None:
        if not self._slow:
            self._slow = True
            self._record.warn("31930: the service reads too slowly; audio was dropped")
