"""Reads the TwiML of a call without a transfer. Verbs that it does not know are an error, never skipped.

Checks and their numbers from Twilio's error catalogue: 64 kB (11750), content type (12300), XML (12100).
"""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

LONGEST_BYTES = 64 * 1024
CONTENT_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
LONGEST_PARAMETER = 500
"""Characters of a `<Parameter>`'s name and value together."""


class TwimlError(Exception):
    """The document cannot be carried out; the message says why, with Twilio's number where it has one."""


@dataclass(frozen=True, slots=True)
class StreamNoun:
    """`<Stream>`."""

    url: str
    """Absolute, without its query, which Twilio drops."""
    name: str
    track: str
    parameters: dict[str, str]
    status_callback: str = ""
    """Where the stream's own events are posted; empty: nowhere."""
    status_method: str = "POST"


@dataclass(frozen=True, slots=True)
class Start:
    """Forks the call's audio and goes on to the next verb at once."""

    stream: StreamNoun


@dataclass(frozen=True, slots=True)
class Connect:
    """Hands the caller to a stream until the service closes it."""

    stream: StreamNoun
    action: str | None
    method: str


@dataclass(frozen=True, slots=True)
class Say:
    text: str
    loop: int = 1
    """How often it is said; 0: until the caller hangs up."""


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Redirect:
    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    pass


@dataclass(frozen=True, slots=True)
class Reject:
    reason: str


Verb: TypeAlias = Start | Connect | Say | Pause | Redirect | Hangup | Reject


def parse(document: bytes, content_type: str, url: str) -> list[Verb]:
    """The verbs in order. `url` is where the document came from: relative addresses stand on it."""
    return [basic_verb(element, url) for element in read_root(document, content_type)]


def read_root(document: bytes, content_type: str) -> Element:
    """The `<Response>`, checked as Twilio checks it. Raises `TwimlError`."""
    if len(document) > LONGEST_BYTES:
        raise TwimlError(f"11750: the TwiML is {len(document)} bytes long; Twilio takes {LONGEST_BYTES}")
    if content_type.partition(";")[0].strip().lower() not in CONTENT_TYPES:
        raise TwimlError(f"12300: the TwiML came as {content_type or 'no content type'}; send text/xml")
    try:
        root = fromstring(document)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise TwimlError(f"12100: the answer is not XML: {error}") from error
    if root.tag != "Response":
        raise TwimlError(f"12100: the TwiML's root is <{root.tag}>, not <Response>")
    return root


def basic_verb(element: Element, url: str) -> Verb:
    """One verb of those that every carrier here knows."""
    match element.tag:
        case "Start":
            only(element, set())
            return Start(stream_in(element, url))
        case "Connect":
            only(element, {"action", "method"})
            stream = stream_in(element, url)
            if stream.track != "inbound_track":
                raise TwimlError(f"31941: <Connect><Stream> cannot have the track {stream.track!r}")
            action = element.get("action")
            return Connect(stream, urljoin(url, action) if action else None, method_of(element))
        case "Say":
            only(element, {"voice", "language", "loop"})
            return Say(" ".join("".join(element.itertext()).split()))
        case "Pause":
            only(element, {"length"})
            return Pause(seconds_of(element.get("length", "1")))
        case "Redirect":
            only(element, {"method"})
            target = (element.text or "").strip()
            if not target:
                raise TwimlError("11100: <Redirect> names no address")
            return Redirect(urljoin(url, target), method_of(element))
        case "Hangup":
            only(element, set())
            return Hangup()
        case "Reject":
            only(element, {"reason"})
            return Reject(element.get("reason", "rejected"))
        case verb:
            raise TwimlError(f"<{verb}> is not carried out by the carrier on this machine")


def stream_in(element: Element, url: str) -> StreamNoun:
    """The one stream of the verb, without events of its own: who carries one call sends none."""
    noun = stream_noun(element, url)
    if noun.status_callback:
        raise TwimlError("<Stream statusCallback> is not carried out by the carrier on this machine")
    return noun


def stream_noun(element: Element, url: str) -> StreamNoun:
    """The one stream of the verb."""
    nouns = list(element)
    if len(nouns) != 1 or nouns[0].tag != "Stream":
        found = ", ".join(f"<{noun.tag}>" for noun in nouns) or "nothing"
        raise TwimlError(f"<{element.tag}> has {found} in it; the carrier on this machine takes one <Stream>")
    stream = nouns[0]
    only(stream, {"url", "name", "track", "statusCallback", "statusCallbackMethod"})
    address = urljoin(url, stream.get("url", ""))
    if not stream.get("url"):
        raise TwimlError("11100: <Stream> names no address")
    callback = stream.get("statusCallback", "")
    if callback and not callback.startswith(("http://", "https://")):
        raise TwimlError(f"11100: <Stream statusCallback={callback!r}> must be absolute")
    parameters: dict[str, str] = {}
    for parameter in stream:
        if parameter.tag != "Parameter":
            raise TwimlError(f"12200: <{parameter.tag}> in <Stream>")
        name, value = parameter.get("name", ""), parameter.get("value", "")
        if len(name) + len(value) >= LONGEST_PARAMETER:
            raise TwimlError(
                f"12200: the <Parameter> {name[:40]!r} has {LONGEST_PARAMETER} characters or more"
            )
        parameters[name] = value
    return StreamNoun(
        url=address.partition("#")[0].partition("?")[0],
        name=stream.get("name", ""),
        track=stream.get("track", "inbound_track"),
        parameters=parameters,
        status_callback=callback,
        status_method=stream.get("statusCallbackMethod", "POST").upper(),
    )


def only(element: Element, known: set[str]) -> None:
    """Refuses attributes that are not carried out, by name."""
    unknown = sorted(set(element.attrib) - known)
    if unknown:
        raise TwimlError(f"12200: <{element.tag}> has no attribute {', '.join(unknown)}")


def method_of(element: Element) -> str:
    """Its HTTP method."""
    method = element.get("method", "POST").upper()
    if method not in ("GET", "POST"):
        raise TwimlError(f"12200: <{element.tag} method={method!r}>; GET or POST")
    return method


def seconds_of(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise TwimlError(f"12200: <Pause length={text!r}> is not a number of seconds") from None
    if not 0 <= seconds <= 86400:
        raise TwimlError(f"12200: <Pause length={text!r}> is out of range")
    return seconds
