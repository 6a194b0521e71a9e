"""Where a transfer stands, and where the caller is meanwhile."""

from enum import StrEnum


class State(StrEnum):
    NEW = "new"
    CHOOSING = "choosing"
    """The roster looks for an agent; the caller is with the bot."""
    DIALLING = "dialling"
    """The carrier was asked to ring the agent's phone, and has not said that it does."""
    RINGING = "ringing"
    OFFERED = "offered"
    """The agent has answered and hears the briefing."""
    MOVING = "moving"
    """The agent has accepted; the caller is on the way into the conference."""
    BRIDGED = "bridged"
    """They talk."""
    RETURNING = "returning"
    """The caller is on the way back to the bot."""
    RESUMING = "resuming"
    """The service was started again, and asks the carrier how things stand."""
    ENDED = "ended"


class Whereabouts(StrEnum):
    """Of the caller, as far as we know."""

    BOT = "bot"
    UNKNOWN = "unknown"
    """Asked to be moved, and the carrier has not said that it did."""
    CONFERENCE = "conference"


WITH_BOT = frozenset({State.CHOOSING, State.DIALLING, State.RINGING, State.OFFERED})
"""The bot keeps the caller company."""

OFFERING = frozenset({State.DIALLING, State.RINGING, State.OFFERED})
