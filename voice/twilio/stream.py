"""Twilio's Media Streams protocol without a socket or a clock: text in, events out; commands in, text out.

Facts from Twilio's "Media Streams" pages. A call brings 150 messages a second, so `receive` makes one
object a message and no dictionary, and everything that is not audio is the slow path.
"""

import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

import msgspec

from transcripts.events import Milliseconds, Stream
from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ
from voice.twilio.messages import (
    ConnectedMessage,
    DtmfMessage,
    MarkMessage,
    MediaFormat,
    MediaMessage,
    StartMessage,
    Track,
    UnknownEvent,
    Unreadable,
    decode,
    short,
)
from voice.twilio.track_clock import SAMPLES_A_MS, SMALLEST_LOSS, TrackClock

TELEPHONE_FORMAT = MediaFormat("audio/x-mulaw", TELEPHONE_HZ, 1)
"""The one format that is spoken here."""

LARGEST_PAYLOAD = 16000
"""Bytes of audio in one message that are taken: two seconds. Twilio sends 160."""

LONGEST_MARK = 128
"""Characters in the name of a mark, either way."""

UNSUPPORTED_DATA = 1003
POLICY_VIOLATION = 1008

_KEYS = frozenset("0123456789*#ABCD")


class State(Enum):
    AWAITING_CONNECTED = auto()
    AWAITING_START = auto()
    STREAMING = auto()
    STOPPED = auto()
    """By `stop` or by a violation; whatever comes now is ignored."""


class Connected(msgspec.Struct, frozen=True):
    protocol: str
    version: str


class Started(msgspec.Struct, frozen=True):
    stream_sid: str
    call_sid: str
    account_sid: str
    tracks: tuple[str, ...]
    custom_parameters: Mapping[str, str]
    media_format: MediaFormat


class Media(msgspec.Struct, frozen=True, gc=False):
    track: Track
    payload: bytes
    """μ-law, 8 kHz mono, 1 to 16000 bytes."""
    timestamp_ms: Milliseconds
    """When it was, from the start of the stream; never negative. A stamp that cannot be true is replaced by
    the count of the track's audio."""
    chunk: int
    """The peer's count, as it came; 0 where it does not count."""
    lost_ms: Milliseconds = 0
    """Audio of this track that is missing just before this."""

    @property
    def inbound(self) -> bool:
        """Whether the caller says it; otherwise the caller hears it."""
        return self.track is Track.INBOUND


class Key(msgspec.Struct, frozen=True):
    """The caller pressed a key."""

    digit: str
    """0-9, *, #, A-D."""


class MarkReturned(msgspec.Struct, frozen=True):
    """Played, or flushed by a clear: only the playback ledger can tell."""

    name: str


class Stopped(msgspec.Struct, frozen=True):
    """The carrier will send no more. It says nothing about the call, which may go on elsewhere."""


class Ignored(msgspec.Struct, frozen=True):
    """Nothing to do; counted."""

    why: str


class Violation(msgspec.Struct, frozen=True):
    """The peer does not speak the protocol: close the socket with `code` and `why`."""

    why: str
    """At most 120 ASCII characters, so it fits into a close frame."""
    code: int = POLICY_VIOLATION


StreamEvent: TypeAlias = Connected | Started | Media | Key | MarkReturned | Stopped | Ignored | Violation


class CommandRefused(RuntimeError):
    """The stream cannot take the command; the message says why."""


@dataclass(frozen=True, slots=True)
class Counters:
    """What has passed through a stream so far."""

    received: int
    inbound: int
    """Media messages of the caller's track."""
    outbound: int
    """Media messages of the track that the caller hears."""
    inbound_bytes: int
    outbound_bytes: int
    lost_ms: Milliseconds
    """Missing audio, both tracks together."""
    misstamped: int
    """Media messages whose timestamp could not be true."""
    ignored: int
    wrong_stream: int
    """Of the ignored: those for another stream."""
    sent_bytes: int
    """Audio, before base64."""
    marks_sent: int
    clears_sent: int


class MediaStream:
    """One WebSocket's worth of protocol. It never raises for anything that the peer sends."""

    __slots__ = (
        "_clears_sent",
        "_ignored",
        "_inbound",
        "_marks_sent",
        "_max_message_bytes",
        "_media_head",
        "_outbound",
        "_sent_bytes",
        "_state",
        "_stream_sid",
        "_wrong_stream",
        "kind",
        "received",
        "started",
    )

    def __init__(self, kind: Stream, *, max_message_bytes: int) -> None:
        self.kind = kind
        self.received = 0
        """Messages, of whatever sort."""
        self.started: Started | None = None
        """What the stream said of itself, from its `start` on."""
        self._max_message_bytes = max_message_bytes
        self._state = State.AWAITING_CONNECTED
        self._stream_sid = ""
        self._media_head = ""
        self._inbound = TrackClock()
        self._outbound = TrackClock()
        self._ignored = 0
        self._wrong_stream = 0
        self._sent_bytes = 0
        self._marks_sent = 0
        self._clears_sent = 0

    @property
    def state(self) -> State:
        return self._state

    @property
    def stopped(self) -> bool:
        return self._state is State.STOPPED

    def receive(self, text: str) -> StreamEvent:
        """What one text message means: always exactly one event."""
        self.received += 1
        if self._state is State.STOPPED:
            return self._ignore("the stream has stopped")
        if len(text) > self._max_message_bytes or not (text.isascii() or self._fits(text)):
            return self._violate(f"a message of more than {self._max_message_bytes} bytes")
        try:
            message = decode(text)
        except UnknownEvent as unknown:
            return self._ignore(str(unknown))
        except Unreadable as unreadable:
            return self._violate(str(unreadable))
        if isinstance(message, MediaMessage):
            return self._media(message)
        if isinstance(message, ConnectedMessage):
            return self._connected(message)
        if isinstance(message, StartMessage):
            return self._start(message)
        if self._state is not State.STREAMING:
            return self._violate("a message that only follows start came before it")
        if message.stream_sid != self._stream_sid:
            return self._ignore_other_stream()
        if isinstance(message, DtmfMessage):
            return self._key(message)
        if isinstance(message, MarkMessage):
            return self._mark_returned(message)
        self._state = State.STOPPED
        return Stopped()

    def receive_binary(self, data: bytes) -> Violation | Ignored:
        """Twilio never sends binary frames, whatever is in `data`."""
        self.received += 1
        if self._state is State.STOPPED:
            return self._ignore("the stream has stopped")
        return self._violate(f"a binary frame of {len(data)} bytes; Twilio sends text", UNSUPPORTED_DATA)

    def media(self, payload: bytes) -> str:
        """The message that plays `payload`: μ-law in whole 20 ms frames, each of 160 bytes."""
        self._require_mouth("media")
        if not payload or len(payload) % FRAME_SAMPLES:
            raise ValueError(
                f"{len(payload)} bytes are not whole frames of {FRAME_SAMPLES}; fill the last up with 0xFF"
            )
        self._sent_bytes += len(payload)
        return f'{self._media_head}{binascii.b2a_base64(payload, newline=False).decode("ascii")}"}}}}'

    def mark(self, name: str) -> str:
        """The message that asks for `name` back when all that was sent before it has been played."""
        self._require_mouth("mark")
        if not 0 < len(name) <= LONGEST_MARK:
            raise ValueError(f"the name of a mark has 1 to {LONGEST_MARK} characters, not {len(name)}")
        text = f'{{"event":"mark","streamSid":{_quoted(self._stream_sid)},"mark":{{"name":{_quoted(name)}}}}}'
        self._marks_sent += 1
        return text

    def clear(self) -> str:
        """The message that silences the line: what was sent and not yet played never will be."""
        self._require_mouth("clear")
        self._clears_sent += 1
        return f'{{"event":"clear","streamSid":{_quoted(self._stream_sid)}}}'

    def counters(self) -> Counters:
        inbound, outbound = self._inbound, self._outbound
        return Counters(
            received=self.received,
            inbound=inbound.messages,
            outbound=outbound.messages,
            inbound_bytes=inbound.audio_bytes,
            outbound_bytes=outbound.audio_bytes,
            lost_ms=inbound.lost_ms + outbound.lost_ms,
            misstamped=inbound.misstamped + outbound.misstamped,
            ignored=self._ignored,
            wrong_stream=self._wrong_stream,
            sent_bytes=self._sent_bytes,
            marks_sent=self._marks_sent,
            clears_sent=self._clears_sent,
        )

    def _media(self, message: MediaMessage) -> StreamEvent:
        if self._state is not State.STREAMING:
            return self._violate("media before start")
        if message.stream_sid != self._stream_sid:
            return self._ignore_other_stream()
        media = message.media
        payload = media.payload
        size = len(payload)
        if not 0 < size <= LARGEST_PAYLOAD:
            return self._odd_payload(size)
        clock = self._inbound if media.track is Track.INBOUND else self._outbound
        clock.messages += 1
        clock.audio_bytes += size
        at_ms = media.timestamp
        at = at_ms * SAMPLES_A_MS
        if -SMALLEST_LOSS < at - clock.expected < SMALLEST_LOSS:
            # Follows the stamps down and not up: slow drift neither hides a loss nor goes unseen.
            clock.expected = (at if at < clock.expected else clock.expected) + size
            return Media(media.track, payload, at_ms if at_ms > 0 else 0, media.chunk)
        lost_ms = clock.restamp(at)
        at_ms = max(0, clock.expected // SAMPLES_A_MS)
        clock.expected += size
        return Media(media.track, payload, at_ms, media.chunk, lost_ms)

    def _connected(self, message: ConnectedMessage) -> StreamEvent:
        if self._state is not State.AWAITING_CONNECTED:
            return self._ignore("connected came twice")
        self._state = State.AWAITING_START
        return Connected(message.protocol, message.version)

    def _start(self, message: StartMessage) -> StreamEvent:
        if self._state is State.AWAITING_CONNECTED:
            return self._violate("start before connected")
        if self._state is State.STREAMING:
            return self._violate("start came twice")
        start, stream_sid = message.start, message.stream_sid
        if start.stream_sid and start.stream_sid != stream_sid:
            return self._violate("start names two different streams")
        if start.media_format != TELEPHONE_FORMAT:
            got = start.media_format
            return self._violate(
                f"only audio/x-mulaw 8000 Hz, 1 channel is taken;"
                f" this is {got.encoding} {got.sample_rate} Hz, {got.channels}",
                UNSUPPORTED_DATA,
            )
        self._state = State.STREAMING
        self._stream_sid = stream_sid
        self._media_head = f'{{"event":"media","streamSid":{_quoted(stream_sid)},"media":{{"payload":"'
        parameters = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in start.custom_parameters.items()
        }
        self.started = Started(
            stream_sid, start.call_sid, start.account_sid, start.tracks, parameters, start.media_format
        )
        return self.started

    def _key(self, message: DtmfMessage) -> StreamEvent:
        if self.kind is Stream.EARS:
            return self._ignore("keys come on the mouth")
        digit = str(message.dtmf.digit).upper()
        if digit not in _KEYS:
            return self._ignore("dtmf.digit is not one key of a telephone")
        return Key(digit)

    def _mark_returned(self, message: MarkMessage) -> StreamEvent:
        if self.kind is Stream.EARS:
            return self._ignore("marks come on the mouth")
        name = message.mark.name
        if not 0 < len(name) <= LONGEST_MARK:
            return self._ignore("a mark with a name that was never sent")
        return MarkReturned(name)

    def _odd_payload(self, size: int) -> StreamEvent:
        if size == 0:
            return self._ignore("an empty payload")
        return self._violate(f"media.payload of {size} bytes; at most {LARGEST_PAYLOAD} are taken")

    def _fits(self, text: str) -> bool:
        return len(text.encode("utf-8", "surrogatepass")) <= self._max_message_bytes

    def _ignore(self, why: str) -> Ignored:
        self._ignored += 1
        return Ignored(why)

    def _ignore_other_stream(self) -> Ignored:
        self._wrong_stream += 1
        return self._ignore("the message is for another stream")

    def _violate(self, why: str, code: int = POLICY_VIOLATION) -> Violation:
        self._state = State.STOPPED
        return Violation(short(why), code)

    def _require_mouth(self, command: str) -> None:
        if self.kind is not Stream.MOUTH:
            raise CommandRefused(f"{command}: the ears only listen; send it on the mouth")
        if self._state is not State.STREAMING:
            raise CommandRefused(f"{command}: the stream is not open (it is {self._state.name.lower()})")


def _quoted(text: str) -> str:
    return msgspec.json.encode(text).decode()
