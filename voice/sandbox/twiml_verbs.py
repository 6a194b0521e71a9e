"""What a company carries out beyond the basic verbs: asking for keys, dialling, queues, recordings."""

from dataclasses import dataclass
from typing import TypeAlias

from voice.sandbox.twiml import Connect, Hangup, Pause, Redirect, Reject, Say, Start


@dataclass(frozen=True, slots=True)
class Ask:
    """An address that is to be requested."""

    url: str
    """Absolute; a fragment overrides how it is tried (`#rc=2&rp=all`)."""
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where the events of a resource are posted; without an address, nowhere."""

    ask: Ask | None = None
    events: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Play:
    url: str
    loop: int = 1
    """0: until the caller hangs up."""
    digits: str = ""
    """Keys that are sent out of band instead of a recording; `w` waits half a second."""


@dataclass(frozen=True, slots=True)
class Gather:
    prompts: tuple[Say | Play | Pause, ...]
    action: Ask
    num_digits: int | None
    """None: until the finishing key or the time-out."""
    timeout_s: float
    finish_on_key: str
    action_on_empty: bool


@dataclass(frozen=True, slots=True)
class Record:
    action: Ask
    timeout_s: float
    """Silence that ends it."""
    longest_s: float
    finish_on_key: str
    beep: bool
    status: Ask | None


@dataclass(frozen=True, slots=True)
class Stop:
    """Ends a fork."""

    name: str


@dataclass(frozen=True, slots=True)
class Enqueue:
    name: str
    action: Ask | None
    wait: Ask | None
    most: int


@dataclass(frozen=True, slots=True)
class Leave:
    pass


@dataclass(frozen=True, slots=True)
class Callee:
    """`<Number>`, `<Client>` or `<Sip>`."""

    address: str
    """`+1…`, `client:…` or `sip:…`."""
    whisper: Ask | None
    status: Subscription


@dataclass(frozen=True, slots=True)
class ConferenceNoun:
    name: str
    label: str
    muted: bool
    beep: str
    start_on_enter: bool
    end_on_exit: bool
    coach: str
    most: int
    wait_url: str | None
    """None: the carrier's music; empty: silence."""
    wait_method: str
    status: Subscription


@dataclass(frozen=True, slots=True)
class QueueNoun:
    name: str
    whisper: Ask | None


@dataclass(frozen=True, slots=True)
class Dial:
    callees: tuple[Callee, ...]
    conference: ConferenceNoun | None
    queue: QueueNoun | None
    action: Ask | None
    timeout_s: float
    longest_s: float
    answer_on_bridge: bool
    hangup_on_star: bool
    caller_id: str
    sequential: bool


CompanyVerb: TypeAlias = (
    Start
    | Connect
    | Say
    | Pause
    | Redirect
    | Hangup
    | Reject
    | Play
    | Gather
    | Record
    | Stop
    | Enqueue
    | Leave
    | Dial
)
