"""One agent's part in a transfer: the leg to their phone, and how far it has come."""

from dataclasses import dataclass

from voice.transfer_messages import How, Outcome

FINAL = {
    "completed": Outcome.DECLINED,
    "busy": Outcome.BUSY,
    "failed": Outcome.FAILED,
    "no-answer": Outcome.NO_ANSWER,
    "canceled": Outcome.NO_ANSWER,
}
"""The carrier's last words about a leg, and what each means when nobody had accepted."""


@dataclass(slots=True)
class Attempt:
    number: int
    agent: str
    conference: str
    call_id: str = ""
    """The carrier's, once it is known."""
    answered: bool = False
    whispered: bool = False
    """The phone has been told to play the briefing."""
    accepted: How | None = None
    in_conference: bool = False
    outcome: Outcome | None = None
    over: bool = False
    """This agent has nothing more to do with the transfer."""
    told_too_late: bool = False
