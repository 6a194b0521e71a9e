"""What goes into a transfer's state machine and what comes out of it: values, for the driver to carry.

Inputs are what the roster, the carrier and the people did; commands are what is to be done. The carrier's
answers come late, twice, out of order or not at all (`voice.transfer` says what is made of that).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from transcripts.events import AnyEvent
from voice.presence import Presence


class Leg(StrEnum):
    CALLER = "caller"
    AGENT = "agent"
    COLLEAGUE = "colleague"
    SUPERVISOR = "supervisor"


class Fallback(StrEnum):
    """Where the caller goes when no person takes them, or the person is gone."""

    BOT = "bot"
    QUEUE = "queue"
    CALL_BACK = "call-back"
    VOICEMAIL = "voicemail"
    CALLER_GONE = "caller-gone"
    """There is nobody to go anywhere."""


class How(StrEnum):
    """By what an agent answered an offer."""

    KEY = "key"
    PANEL = "panel"
    SILENCE = "silence"
    """The phone was answered and no key came: somebody who does not want to, or voicemail."""
    MACHINE = "machine"
    """The carrier heard an answering machine."""


class Outcome(StrEnum):
    """Why an agent does not take the call: `TransferDeclined.outcome`."""

    DECLINED = "declined"
    NO_ANSWER = "no-answer"
    BUSY = "busy"
    FAILED = "failed"
    VOICEMAIL = "voicemail"
    TOO_LATE = "too-late"
    AGENT_GONE = "agent-gone"
    UNKNOWN = "unknown"


class Timer(StrEnum):
    STEP = "step"
    """What is awaited now has not come."""
    COMPANY = "company"
    """The caller has heard no word for a while."""
    WHOLE = "whole"
    """The caller has waited for a person as long as may be."""


class Place(StrEnum):
    """Where a leg is, as the carrier says when it is asked."""

    GONE = "gone"
    """It has ended, or there never was one."""
    RINGING = "ringing"
    """Queued or ringing."""
    LIVE = "live"
    """Answered, and not in the conference: the caller is with the bot, the agent hears the briefing."""
    CONFERENCE = "conference"
    UNKNOWN = "unknown"
    """The carrier did not say."""


class AgentDocument(StrEnum):
    """What the agent's phone is to do next, whichever webhook asks."""

    WHISPER = "whisper"
    """Hear the briefing, and a key is waited for."""
    CONFERENCE = "conference"
    GOODBYE = "goodbye"
    """They declined, or there was no key: a word, and the end."""
    TOO_LATE = "too-late"
    """The call went on without them: say so, and the end."""


# Inputs.


@dataclass(frozen=True, slots=True)
class Begin:
    """The caller knows what is passed on, and did not object (or goes to a person by right)."""

    queue: str
    reason: str
    briefing: tuple[str, ...] = ()
    """For the journal: what the person is told, a sentence each."""
    fallbacks: tuple[Fallback, ...] = (Fallback.CALL_BACK, Fallback.BOT)
    """What is possible when nobody takes the call, the best first."""
    preferred: str = ""
    """The agent who asked for the call (a take-over), or whom the caller knows; empty: whoever is best."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """The roster keeps this agent for the transfer."""

    agent: str


@dataclass(frozen=True, slots=True)
class NobodyFree:
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class DialPlaced:
    attempt: int
    carrier_call_id: str


@dataclass(frozen=True, slots=True)
class DialFailed:
    """The carrier certainly dials nobody."""

    attempt: int
    explanation: str
    again: bool = False
    """It can be tried again shortly (a 429, no connection), rather than never (a number it refuses)."""


@dataclass(frozen=True, slots=True)
class DialUnknown:
    """A 5xx or no answer in time: the agent's phone may be ringing or not."""

    attempt: int
    explanation: str


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """A status callback of an agent's leg."""

    attempt: int
    carrier_call_id: str
    status: str
    """Twilio's: queued, initiated, ringing, in-progress, completed, busy, failed, no-answer, canceled."""
    sequence: int = -1
    """Twilio's SequenceNumber; -1: it gave none. An answer or an end holds, whatever overtook it."""


@dataclass(frozen=True, slots=True)
class WhisperAsked:
    """The agent's phone was answered, and asks what it shall do."""

    attempt: int
    carrier_call_id: str


@dataclass(frozen=True, slots=True)
class Accepted:
    attempt: int
    carrier_call_id: str
    """Empty from a panel that does not know it."""
    how: How


@dataclass(frozen=True, slots=True)
class Declined:
    attempt: int
    carrier_call_id: str
    """Empty from a panel that does not know it."""
    how: How


@dataclass(frozen=True, slots=True)
class MoveDone:
    """The carrier says that it moves the caller into the conference."""

    conference: str


@dataclass(frozen=True, slots=True)
class MoveFailed:
    """The caller certainly is where they were."""

    conference: str
    explanation: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class MoveUnknown:
    conference: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ReturnFailed:
    """The caller was not moved back to the bot, or nobody knows."""

    explanation: str


@dataclass(frozen=True, slots=True)
class CallerBack:
    """A new stream connects the caller and the bot."""

    stream_id: str = ""
    """The carrier's: the same one twice is no news."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A conference callback."""

    leg: Leg
    carrier_call_id: str
    conference: str
    """Its friendly name."""
    sequence: int = -1


@dataclass(frozen=True, slots=True)
class Left:
    leg: Leg
    carrier_call_id: str
    conference: str
    why: str
    sequence: int = -1


@dataclass(frozen=True, slots=True)
class CallerGone:
    """The caller's call has ended."""

    why: str


@dataclass(frozen=True, slots=True)
class CarrierSeen:
    """The answer to `Look`."""

    caller: Place
    agent: Place
    """Of the attempt that goes on; `GONE` where there is none."""
    number: int
    """Of the `Look`: what was seen before something else happened means nothing."""
    agent_call_id: str = ""
    """Of that leg; it may be news, where the answer to the dialling was lost."""


@dataclass(frozen=True, slots=True)
class TimerFired:
    timer: Timer
    number: int
    """Of the `Arm`: a timer that fired just before it was set anew or disarmed means nothing."""


@dataclass(frozen=True, slots=True)
class SendBack:
    """Whoever talks to the caller gives them to the bot, or to another queue."""

    to: Fallback
    why: str
    queue: str = ""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A supervisor goes on with the caller, as a colleague."""

    carrier_call_id: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """The caller does not want to wait for a person any more, or the service stops."""

    why: str


Input: TypeAlias = (
    Begin
    | Reserved
    | NobodyFree
    | DialPlaced
    | DialFailed
    | DialUnknown
    | AgentStatus
    | WhisperAsked
    | Accepted
    | Declined
    | MoveDone
    | MoveFailed
    | MoveUnknown
    | ReturnFailed
    | CallerBack
    | Joined
    | Left
    | CallerGone
    | CarrierSeen
    | TimerFired
    | SendBack
    | TakenOver
    | Cancel
)


# Commands, carried out in order. Each has a deadline of the driver's.


@dataclass(frozen=True, slots=True)
class Reserve:
    """Answered by `Reserved` or `NobodyFree`."""

    queue: str
    tried: tuple[str, ...]
    """Agents who were asked already, and are not asked again."""
    preferred: str = ""
    """Only this agent, if not empty."""


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring the agent's phone. Answered by `DialPlaced`, `DialFailed` or `DialUnknown`."""

    agent: str
    attempt: int
    """Goes into the addresses of the webhooks, so that they can be told apart before there is a CallSid."""
    conference: str
    timeout_s: int


@dataclass(frozen=True, slots=True)
class Admit:
    """Redirect the agent's leg into the conference: they accepted elsewhere than on the phone."""

    carrier_call_id: str
    conference: str


@dataclass(frozen=True, slots=True)
class Engage:
    """The agent is on a call now."""

    agent: str


@dataclass(frozen=True, slots=True)
class Release:
    """The agent is free of this transfer."""

    agent: str
    presence: Presence
    """What they are from now on."""
    why: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """End a leg. One that has ended already is no failure; repeat it until the carrier says so."""

    leg: Leg
    carrier_call_id: str
    """Empty for the caller."""
    why: str


@dataclass(frozen=True, slots=True)
class MoveCaller:
    """Into the conference, after what the bot says has been heard. Answered by `MoveDone` and the like."""

    conference: str


@dataclass(frozen=True, slots=True)
class ReturnCaller:
    """From the conference to the bot. Answered by `CallerBack`, or `ReturnFailed`."""

    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """Ask the carrier where the legs are. Answered by `CarrierSeen`."""

    number: int
    attempt: int
    """0: there is no agent's leg."""
    agent: str
    agent_call_id: str
    """Empty: it is not known; look among the calls to the agent's phone for one of this attempt."""
    conference: str


@dataclass(frozen=True, slots=True)
class Arm:
    """Start a timer; one of the same name that runs is stopped."""

    timer: Timer
    seconds: float
    number: int


@dataclass(frozen=True, slots=True)
class Disarm:
    timer: Timer


@dataclass(frozen=True, slots=True)
class StartMusic:
    """The caller is with the bot and waits: music between the words."""


@dataclass(frozen=True, slots=True)
class StopMusic:
    pass


@dataclass(frozen=True, slots=True)
class Tell:
    """The bot says a prompt of the centre's to the caller."""

    prompt: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """`agent` and `queue` by name; the driver says their titles."""


@dataclass(frozen=True, slots=True)
class Write:
    event: AnyEvent


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The transfer is over for the caller, who has been told: what comes next is somebody else's."""

    fallback: Fallback
    why: str
    queue: str = ""


Command: TypeAlias = (
    Reserve
    | Dial
    | Admit
    | Engage
    | Release
    | HangUp
    | MoveCaller
    | ReturnCaller
    | Look
    | Arm
    | Disarm
    | StartMusic
    | StopMusic
    | Tell
    | Write
    | GiveBack
)
