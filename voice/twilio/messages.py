"""The JSON that Twilio sends on a media stream, as types: one decode, no dictionaries.

Shapes from Twilio's "WebSocket messages" page. Numbers may come as strings or as numbers, since peers
differ; fields that are not named here are skipped, since Twilio adds some without notice.
"""

from enum import StrEnum
from typing import Annotated, TypeAlias

import msgspec

Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
"""A SID: two letters and 32 hexadecimal digits at Twilio, anything short elsewhere."""

Scalar: TypeAlias = str | int | float | bool | None

LONGEST_EXPLANATION = 120
"""Characters. What explains a violation travels in the close frame, which holds 123 bytes."""


class Track(StrEnum):
    INBOUND = "inbound"
    """What the caller says."""
    OUTBOUND = "outbound"
    """What the caller hears."""


class MediaFormat(msgspec.Struct, frozen=True, rename="camel"):
    encoding: str
    sample_rate: int
    """Hertz."""
    channels: int


class _Message(msgspec.Struct, tag_field="event", rename="camel", gc=False):
    """What a message is told apart by."""


class MediaBody(msgspec.Struct, gc=False):
    track: Track
    timestamp: int
    """Milliseconds from the start of the stream; both tracks share the clock."""
    payload: bytes
    """G.711 μ-law without a header; base64 on the wire."""
    chunk: int = 0
    """Counts from 1, each track by itself."""


class MediaMessage(_Message, tag="media"):
    stream_sid: str
    media: MediaBody


class ConnectedMessage(_Message, tag="connected"):
    protocol: str = ""
    version: str = ""


class StartBody(msgspec.Struct, rename="camel"):
    account_sid: Identifier
    call_sid: Identifier
    media_format: MediaFormat
    tracks: tuple[Track, ...]
    stream_sid: str = ""
    custom_parameters: dict[str, Scalar] = {}


class StartMessage(_Message, tag="start"):
    stream_sid: Identifier
    start: StartBody


class DtmfBody(msgspec.Struct):
    digit: str | int


class DtmfMessage(_Message, tag="dtmf"):
    stream_sid: str
    dtmf: DtmfBody


class MarkBody(msgspec.Struct):
    name: str


class MarkMessage(_Message, tag="mark"):
    stream_sid: str
    mark: MarkBody


class StopMessage(_Message, tag="stop"):
    stream_sid: str


Message: TypeAlias = MediaMessage | ConnectedMessage | StartMessage | DtmfMessage | MarkMessage | StopMessage


class Unreadable(ValueError):
    """The text breaks the protocol; the message says how, in at most 120 ASCII characters."""


class UnknownEvent(ValueError):
    """A well-formed message of a kind that is not known here (yet)."""


_decoder = msgspec.json.Decoder(Message, strict=False)


def decode(text: str) -> Message:
    """The message in `text`. Raises `Unreadable` or `UnknownEvent`, and nothing else."""
    try:
        return _decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise _explained(text, error) from error


def short(explanation: str) -> str:
    """`explanation` as it may be written into a close frame: ASCII, and not too long."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in explanation[:LONGEST_EXPLANATION])
    return plain.encode("ascii", "replace").decode("ascii")


class _AnyEvent(msgspec.Struct):
    event: str


_known = frozenset(("media", "connected", "start", "dtmf", "mark", "stop"))
_any_event_decoder = msgspec.json.Decoder(_AnyEvent)


def _explained(text: str, error: Exception) -> Unreadable | UnknownEvent:
    """The slow path: tells what is no JSON from what is no message and from what is merely new."""
    if isinstance(error, RecursionError):
        return Unreadable("the message is nested too deeply")
    if not isinstance(error, msgspec.ValidationError):
        return Unreadable(short(f"the message is not JSON: {error}"))
    try:
        event = _any_event_decoder.decode(text).event
    except (ValueError, RecursionError):
        return Unreadable(short(f"the message is none of Twilio's: {error}"))
    if event not in _known:
        return UnknownEvent(short(f"unknown event {event}"))
    return Unreadable(short(f"{event}: {error}"))
