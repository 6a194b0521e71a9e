"""What happens when a call goes to a person: offers, answers, legs, and how it ended."""

from transcripts.event import Event, Milliseconds


class TransferAgreed(Event, frozen=True, kw_only=True):
    """The caller was told what is passed on to a person, and did not object."""

    transfer_id: str
    queue: str
    reason: str
    briefing: tuple[str, ...] = ()
    """What the person is told, a sentence each."""


class TransferOffered(Event, frozen=True, kw_only=True):
    """An agent's phone is being rung."""

    transfer_id: str
    agent: str
    attempt: int
    """From 1, over all agents of this transfer."""
    carrier_call_id: str = ""
    """Of the agent's leg, once the carrier has said it."""


class TransferAccepted(Event, frozen=True, kw_only=True):
    transfer_id: str
    agent: str
    how: str
    """`key` or `panel`."""


class TransferDeclined(Event, frozen=True, kw_only=True):
    """An agent does not take the call."""

    transfer_id: str
    agent: str
    outcome: str
    """`declined`, `no-answer`, `busy`, `failed`, `voicemail`, `too-late`, `agent-gone` or `unknown`."""
    explanation: str


class TransferCompleted(Event, frozen=True, kw_only=True):
    """The caller and the agent can hear each other."""

    transfer_id: str
    agent: str
    waited_ms: Milliseconds
    """From the agreement."""


class TransferEnded(Event, frozen=True, kw_only=True):
    """The transfer is over, one way or the other."""

    transfer_id: str
    fallback: str
    """Empty: a person talked to the caller. Or `bot`, `queue`, `call-back`, `voicemail`, `caller-gone`."""
    explanation: str


class LegJoined(Event, frozen=True, kw_only=True):
    """Somebody is in the conference."""

    leg: str
    """`caller`, `agent`, `colleague` or `supervisor`."""
    carrier_call_id: str
    conference: str


class LegLeft(Event, frozen=True, kw_only=True):
    leg: str
    carrier_call_id: str
    explanation: str


class HoldStarted(Event, frozen=True, kw_only=True):
    leg: str


class HoldEnded(Event, frozen=True, kw_only=True):
    leg: str


class PersonStepped(Event, frozen=True, kw_only=True):
    """Somebody asked for something to be done with a call that goes on: put on hold, consulted, coached…"""

    action: str
    """`hold`, `resume`, `consult`, `add`, `bring-in`, `hand-over`, `end-consult`, `supervise`,
    `stop-supervising`, `take-over` or `pass-on`."""
    by: str
    name: str = ""
    """Of the agent, supervisor or queue that it is about."""
    how: str = ""
    """Of `supervise`: `monitor`, `coach` or `barge`."""
