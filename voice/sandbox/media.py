"""Twilio's end of a media stream, without a socket: messages out as Twilio writes them, messages in judged.

Shapes, key order, strings for numbers and warnings from Twilio's WebSocket documentation and captures.
"""

import base64
import binascii
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

import msgspec

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_SAMPLES

BYTES_A_MS = 8

Fields: TypeAlias = dict[str, object]


class StreamKind(Enum):
    EARS = "ears"
    """`<Start><Stream track="both_tracks">`: listening only, both tracks."""
    MOUTH = "mouth"
    """`<Connect><Stream>`: both ways, with the caller's track only."""


class Track(Enum):
    INBOUND = "inbound"
    """What the caller says."""
    OUTBOUND = "outbound"
    """What the caller hears."""


@dataclass(frozen=True, slots=True)
class Play:
    """The service sent audio."""

    audio: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    name: str


@dataclass(frozen=True, slots=True)
class Clear:
    pass


@dataclass(frozen=True, slots=True)
class Warned:
    """A message that Twilio ignores, with the warning that it raises."""

    code: int
    why: str


Command: TypeAlias = Play | Mark | Clear | Warned


@dataclass(slots=True)
class _TrackState:
    first_ms: Milliseconds
    """The timestamp of the track's first byte."""
    chunk: int = 0
    sent_bytes: int = 0
    pending: bytearray = field(default_factory=bytearray)


class StreamScript:
    """What Twilio writes on one stream, in order. `start` first; then anything; `stop` last."""

    def __init__(
        self,
        kind: StreamKind,
        *,
        stream_sid: str,
        call_sid: str,
        account_sid: str,
        tracks: tuple[Track, ...],
        parameters: dict[str, str],
        first_timestamp_ms: Milliseconds,
        frame_bytes: int = FRAME_SAMPLES,
    ) -> None:
        """`first_timestamp_ms` was 102 to 171 in captures, never 0."""
        self.kind = kind
        self.stream_sid = stream_sid
        self.tracks = tracks
        self._call_sid = call_sid
        self._account_sid = account_sid
        self._parameters = parameters
        self._frame_bytes = frame_bytes
        self._sequence = 0
        self._states = {track: _TrackState(first_timestamp_ms) for track in tracks}

    def connected(self) -> str:
        return _text({"event": "connected", "protocol": "Call", "version": "1.0.0"})

    def start(self) -> str:
        about = {
            "accountSid": self._account_sid,
            "streamSid": self.stream_sid,
            "callSid": self._call_sid,
            "tracks": [track.value for track in self.tracks],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": self._parameters,
        }
        return _text(
            {
                "event": "start",
                "sequenceNumber": self._next(),
                "start": about,
                "streamSid": self.stream_sid,
            }
        )

    def media(self, track: Track, audio: bytes) -> list[str]:
        """The messages that `audio` completes: one for 160 bytes, unless another frame size was asked for."""
        state = self._states[track]
        state.pending += audio
        messages: list[str] = []
        while len(state.pending) >= self._frame_bytes:
            payload = bytes(state.pending[: self._frame_bytes])
            del state.pending[: self._frame_bytes]
            state.chunk += 1
            about = {
                "track": track.value,
                "chunk": str(state.chunk),
                "timestamp": str(state.first_ms + state.sent_bytes // BYTES_A_MS),
                "payload": base64.b64encode(payload).decode(),
            }
            state.sent_bytes += len(payload)
            messages.append(
                _text(
                    {
                        "event": "media",
                        "sequenceNumber": self._next(),
                        "media": about,
                        "streamSid": self.stream_sid,
                    }
                )
            )
        return messages

    def lose(self, track: Track, byte_count: int) -> None:
        """Audio that never arrives: the timestamps jump over it, the chunk numbers do not."""
        self._states[track].sent_bytes += byte_count

    def dtmf(self, digit: str) -> str:
        if self.kind is not StreamKind.MOUTH:
            raise ValueError("only a <Connect> stream carries keys")
        return _text(
            {
                "event": "dtmf",
                "streamSid": self.stream_sid,
                "sequenceNumber": self._next(),
                "dtmf": {"track": "inbound_track", "digit": digit},
            }
        )

    def mark(self, name: str) -> str:
        if self.kind is not StreamKind.MOUTH:
            raise ValueError("only a <Connect> stream carries marks")
        return _text(
            {
                "event": "mark",
                "sequenceNumber": self._next(),
                "streamSid": self.stream_sid,
                "mark": {"name": name},
            }
        )

    def stop(self) -> str:
        return _text(
            {
                "event": "stop",
                "sequenceNumber": self._next(),
                "stop": {"accountSid": self._account_sid, "callSid": self._call_sid},
                "streamSid": self.stream_sid,
            }
        )

    def _next(self) -> str:
        self._sequence += 1
        return str(self._sequence)


def read_command(message: str | bytes, kind: StreamKind, stream_sid: str) -> Command:
    """What the service's message is to Twilio: a command, or a warning and otherwise nothing."""
    if isinstance(message, bytes):
        return Warned(31950, f"a binary message of {len(message)} bytes")
    try:
        fields = _as_object(msgspec.json.decode(message))
    except msgspec.DecodeError as error:
        return Warned(31951, f"not JSON: {error}")
    if fields is None:
        return Warned(31951, "not a JSON object")
    if kind is StreamKind.EARS:
        return Warned(31951, f"{fields.get('event')!r} on a <Start> stream, which only listens")
    event = fields.get("event")
    expected = _EXPECTED.get(event) if isinstance(event, str) else None
    if expected is None:
        return Warned(31951, f"there is no event {event!r}")
    wrong = _differences(fields, {"event", "streamSid", *expected[:1]})
    if wrong:
        return Warned(31951, f"{event}: {wrong}")
    if fields["streamSid"] != stream_sid:
        return Warned(31951, f"{event}: streamSid is {fields['streamSid']!r}, not {stream_sid}")
    if not expected:
        return Clear()
    return _read_body(expected[0], expected[1], fields[expected[0]])


_EXPECTED: dict[str, tuple[str, str] | tuple[()]] = {
    "media": ("media", "payload"),
    "mark": ("mark", "name"),
    "clear": (),
}
"""The object that an event carries, and the one string in that object."""


def _read_body(event: str, name: str, body: object) -> Command:
    fields = _as_object(body)
    if fields is None:
        return Warned(31951, f"{event}: not an object")
    wrong = _differences(fields, {name})
    if wrong:
        return Warned(31951, f"{event}: {wrong}")
    value = fields[name]
    if not isinstance(value, str):
        return Warned(31951, f"{event}: {name} is not a string")
    if event == "mark":
        return Mark(value) if value else Warned(31951, "mark: the name is empty")
    try:
        return Play(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        return Warned(31951, "media: the payload is not base64")


def _differences(fields: Fields, expected: set[str]) -> str:
    missing = ", ".join(sorted(expected - fields.keys()))
    extra = ", ".join(sorted(fields.keys() - expected))
    return "; ".join(
        f"{what} {names}" for what, names in (("missing", missing), ("unknown field", extra)) if names
    )


def _as_object(value: object) -> Fields | None:
    try:
        return msgspec.convert(value, Fields)
    except msgspec.ValidationError:
        return None


def _text(fields: Fields) -> str:
    return msgspec.json.encode(fields).decode()
