"""Events as JSON text and back: the one form in which they are stored, exported and sent.

Text from a carrier can be anything and numbers from a model can be numpy's: what is stored is plain.
"""

from numbers import Integral, Real
from typing import TypeVar, cast

import msgspec

from transcripts.events import AnyEvent, CallEnded

E = TypeVar("E", bound=AnyEvent)

LONGEST_MS = 2**31 - 1
"""About 24 days: more than any call, and what every database holds in an integer."""


class UnstorableEvent(ValueError):
    """Its values are not of the declared types, so that nobody could read it back."""


class UnreadableEvent(Exception):
    """Stored text that is no event which this version knows."""


def storable(event: E) -> tuple[E, str]:
    """The event in plain values, and the JSON object that reads back as exactly that event.

    Half a surrogate pair, which is no text, becomes "?". Raises `UnstorableEvent`.
    """
    try:
        try:
            text = _ENCODER.encode(event).decode()
        except UnicodeEncodeError:
            values = _without_surrogates(msgspec.to_builtins(event, enc_hook=_plain_number))
            text = _ENCODER.encode(values).decode()
        plain = decode(text)
    except (TypeError, UnreadableEvent) as error:
        raise UnstorableEvent(f"{type(event).__name__} cannot be stored: {error}") from error
    length = plain.duration_ms if isinstance(plain, CallEnded) else 0
    if not (0 <= plain.at_ms <= LONGEST_MS and 0 <= length <= LONGEST_MS):
        raise UnstorableEvent(f"{type(event).__name__} at {plain.at_ms} ms is at no time of a call")
    return cast("E", plain), text


def decode(text: str) -> AnyEvent:
    """Raises `UnreadableEvent`."""
    try:
        return _DECODER.decode(text)
    except msgspec.DecodeError as error:
        raise UnreadableEvent(str(error)) from error


def kind_of(event: AnyEvent) -> str:
    """The event's tag, e.g. "CallStarted"."""
    return str(event.__struct_config__.tag)


def _plain_number(value: object) -> int | float:
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be part of an event")


def _without_surrogates(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case dict():
            pairs = cast("dict[str, object]", value)
            return {key: _without_surrogates(item) for key, item in pairs.items()}
        case list() | tuple():
            return [_without_surrogates(item) for item in cast("list[object]", value)]
        case _:
            return value


_ENCODER = msgspec.json.Encoder(enc_hook=_plain_number)
_DECODER: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
