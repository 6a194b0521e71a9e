"""Reads the TwiML that a company carries out: the basic verbs, and those of `twiml_verbs`.

Attributes, defaults and limits from Twilio's pages of each verb. What is not carried out is refused by name.
"""

from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from voice.sandbox.twiml import (
    Connect,
    Pause,
    Say,
    Start,
    TwimlError,
    basic_verb,
    method_of,
    only,
    read_root,
    seconds_of,
    stream_noun,
)
from voice.sandbox.twiml_verbs import (
    Ask,
    Callee,
    CompanyVerb,
    ConferenceNoun,
    Dial,
    Enqueue,
    Gather,
    Leave,
    Play,
    QueueNoun,
    Record,
    Stop,
    Subscription,
)

LONGEST_QUEUE_NAME = 64
MOST_CALLEES = 10
DIAL_TIMEOUT_S = 30.0
DIAL_LONGEST_S = 14_400.0
TRUTHS = {"true": True, "false": False}

_PASSED_OVER = {
    "voice",
    "language",
    "input",
    "jitterBufferSize",
    "region",
    "trim",
    "ringTone",
    "speechTimeout",
}
"""Attributes that change nothing that is heard here."""


def parse_company(document: bytes, content_type: str, url: str) -> list[CompanyVerb]:
    """The verbs in order. `url` is where the document came from; empty: it came with a REST request.

    Raises `TwimlError`.
    """
    return [_verb(element, url) for element in read_root(document, content_type)]


def _verb(element: Element, url: str) -> CompanyVerb:
    match element.tag:
        case "Start":
            only(element, set())
            return Start(stream_noun(element, url))
        case "Stop":
            only(element, set())
            return _stop(element)
        case "Connect":
            only(element, {"action", "method"})
            stream = stream_noun(element, url)
            if stream.track != "inbound_track":
                raise TwimlError(f"31941: <Connect><Stream> cannot have the track {stream.track!r}")
            action = _action(element, url)
            return Connect(stream, action.url if action else None, method_of(element))
        case "Say":
            only(element, {"voice", "language", "loop"})
            return Say(_text(element), loop=_count(element, "loop", 1))
        case "Play":
            only(element, {"loop", "digits"})
            digits = element.get("digits", "")
            address = "" if digits else _address(_text(element), url, element.tag)
            return Play(address, _count(element, "loop", 1), digits)
        case "Gather":
            return _gather(element, url)
        case "Record":
            return _record(element, url)
        case "Enqueue":
            return _enqueue(element, url)
        case "Leave":
            only(element, set())
            return Leave()
        case "Dial":
            return _dial(element, url)
        case "Redirect":
            _address(_text(element) or url, url, element.tag)
            return basic_verb(element, url)
        case _:
            return basic_verb(element, url)


def _stop(element: Element) -> Stop:
    nouns = list(element)
    if len(nouns) != 1 or nouns[0].tag != "Stream" or not nouns[0].get("name"):
        raise TwimlError("12200: <Stop> takes one <Stream name>")
    return Stop(nouns[0].get("name", ""))


def _gather(element: Element, url: str) -> Gather:
    only(
        element,
        {
            "action",
            "method",
            "timeout",
            "numDigits",
            "finishOnKey",
            "actionOnEmptyResult",
            *_PASSED_OVER,
        },
    )
    if "speech" in element.get("input", "dtmf"):
        raise TwimlError("<Gather input=speech> is not carried out by the carrier on this machine")
    prompts: list[Say | Play | Pause] = []
    for child in element:
        verb = _verb(child, url)
        if not isinstance(verb, Say | Play | Pause):
            raise TwimlError(f"12200: <{child.tag}> in <Gather>")
        prompts.append(verb)
    digits = _count(element, "numDigits", 0)
    return Gather(
        prompts=tuple(prompts),
        action=_action(element, url) or Ask(url, method_of(element)),
        num_digits=digits or None,
        timeout_s=_seconds(element, "timeout", 5),
        finish_on_key=element.get("finishOnKey", "#"),
        action_on_empty=_truth(element, "actionOnEmptyResult", False),
    )


def _record(element: Element, url: str) -> Record:
    only(
        element,
        {
            "action",
            "method",
            "timeout",
            "maxLength",
            "finishOnKey",
            "playBeep",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            *_PASSED_OVER,
        },
    )
    callback = element.get("recordingStatusCallback", "")
    return Record(
        action=_action(element, url) or Ask(url, method_of(element)),
        timeout_s=_seconds(element, "timeout", 5),
        longest_s=_seconds(element, "maxLength", 3600),
        finish_on_key=element.get("finishOnKey", "1234567890*#"),
        beep=_truth(element, "playBeep", True),
        status=Ask(_address(callback, url, element.tag)) if callback else None,
    )


def _enqueue(element: Element, url: str) -> Enqueue:
    if element.get("workflowSid"):
        raise TwimlError(
            "<Enqueue workflowSid> (TaskRouter) is not carried out by the carrier on this machine"
        )
    only(element, {"action", "method", "waitUrl", "waitUrlMethod", "maxQueueSize"})
    name = _text(element)
    if not 0 < len(name) <= LONGEST_QUEUE_NAME:
        raise TwimlError(f"12200: the name of a queue has 1 to {LONGEST_QUEUE_NAME} characters: {name!r}")
    wait = element.get("waitUrl", "")
    return Enqueue(
        name=name,
        action=_action(element, url),
        wait=Ask(_address(wait, url, element.tag), element.get("waitUrlMethod", "POST")) if wait else None,
        most=_count(element, "maxQueueSize", 1000),
    )


def _dial(element: Element, url: str) -> Dial:
    only(
        element,
        {
            "action",
            "method",
            "timeout",
            "timeLimit",
            "answerOnBridge",
            "hangupOnStar",
            "callerId",
            "sequential",
            "record",
            *_PASSED_OVER,
        },
    )
    if element.get("record", "do-not-record") != "do-not-record":
        raise TwimlError("<Dial record> is not carried out by the carrier on this machine")
    callees: list[Callee] = []
    conference: ConferenceNoun | None = None
    queue: QueueNoun | None = None
    if (element.text or "").strip():
        callees.append(Callee((element.text or "").strip(), None, Subscription()))
    for noun in element:
        match noun.tag:
            case "Number" | "Client" | "Sip":
                callees.append(_callee(noun, url))
            case "Conference":
                conference = _conference(noun, url)
            case "Queue":
                only(noun, {"url", "method"})
                queue = QueueNoun(_text(noun), _whisper(noun, url))
            case other:
                raise TwimlError(f"<Dial><{other}> is not carried out by the carrier on this machine")
    kinds = bool(callees) + (conference is not None) + (queue is not None)
    if kinds != 1 or len(callees) > MOST_CALLEES:
        raise TwimlError(f"12200: <Dial> takes 1 to {MOST_CALLEES} numbers, or a conference, or a queue")
    return Dial(
        callees=tuple(callees),
        conference=conference,
        queue=queue,
        action=_action(element, url),
        timeout_s=_seconds(element, "timeout", DIAL_TIMEOUT_S),
        longest_s=_seconds(element, "timeLimit", DIAL_LONGEST_S),
        answer_on_bridge=_truth(element, "answerOnBridge", False),
        hangup_on_star=_truth(element, "hangupOnStar", False),
        caller_id=element.get("callerId", ""),
        sequential=_truth(element, "sequential", False),
    )


def _callee(noun: Element, url: str) -> Callee:
    only(
        noun,
        {
            "url",
            "method",
            "statusCallback",
            "statusCallbackMethod",
            "statusCallbackEvent",
        },
    )
    if len(noun):
        raise TwimlError(f"<{noun[0].tag}> in <{noun.tag}> is not carried out by the carrier on this machine")
    name = _text(noun)
    address = f"client:{name}" if noun.tag == "Client" and not name.startswith("client:") else name
    return Callee(address, _whisper(noun, url), _subscription(noun, url, "completed"))


def _conference(noun: Element, url: str) -> ConferenceNoun:
    only(
        noun,
        {
            "muted",
            "beep",
            "startConferenceOnEnter",
            "endConferenceOnExit",
            "participantLabel",
            "waitUrl",
            "waitMethod",
            "maxParticipants",
            "record",
            "coach",
            "statusCallback",
            "statusCallbackMethod",
            "statusCallbackEvent",
            *_PASSED_OVER,
        },
    )
    if noun.get("record", "do-not-record") != "do-not-record":
        raise TwimlError("<Conference record> is not carried out by the carrier on this machine")
    wait = noun.get("waitUrl")
    return ConferenceNoun(
        name=_text(noun),
        label=noun.get("participantLabel", ""),
        muted=_truth(noun, "muted", False),
        beep=noun.get("beep", "true"),
        start_on_enter=_truth(noun, "startConferenceOnEnter", True),
        end_on_exit=_truth(noun, "endConferenceOnExit", False),
        coach=noun.get("coach", ""),
        most=_count(noun, "maxParticipants", 250),
        wait_url=_address(wait, url, noun.tag) if wait else wait,
        wait_method=noun.get("waitMethod", "POST").upper(),
        status=_subscription(noun, url, "start end"),
    )


def _subscription(noun: Element, url: str, default: str) -> Subscription:
    callback = noun.get("statusCallback", "")
    if not callback:
        return Subscription()
    ask = Ask(_address(callback, url, noun.tag), noun.get("statusCallbackMethod", "POST").upper())
    return Subscription(ask, frozenset(noun.get("statusCallbackEvent", default).split()))


def _whisper(noun: Element, url: str) -> Ask | None:
    address = noun.get("url", "")
    return Ask(_address(address, url, noun.tag), method_of(noun)) if address else None


def _action(element: Element, url: str) -> Ask | None:
    action = element.get("action", "")
    return Ask(_address(action, url, element.tag), method_of(element)) if action else None


def _address(address: str, url: str, tag: str) -> str:
    """`address` made absolute on the document's own."""
    if not address:
        raise TwimlError(f"11100: <{tag}> names no address")
    absolute = urljoin(url, address)
    if not urlsplit(absolute).scheme:
        raise TwimlError(f"15004: <{tag}> has the relative address {address}, and the TwiML came by REST")
    return absolute


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _count(element: Element, name: str, default: int) -> int:
    text = element.get(name, str(default))
    if not text.isdecimal():
        raise TwimlError(f"12200: <{element.tag} {name}={text!r}> is not a number")
    return int(text)


def _seconds(element: Element, name: str, default: float) -> float:
    return seconds_of(element.get(name, str(default)))


def _truth(element: Element, name: str, default: bool) -> bool:
    text = element.get(name, str(default)).lower()
    if text not in TRUTHS:
        raise TwimlError(f"12200: <{element.tag} {name}={text!r}>; true or false")
    return TRUTHS[text]
