"""Where an agent is, and what may become of it: pure steps from one state to the next, or None.

A transfer holds an agent from the offer to the end of the talk; meanwhile what they choose is kept as a wish.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from transcripts.store.versioned_table import VersionedRow


class Presence(StrEnum):
    OFFLINE = "offline"
    AVAILABLE = "available"
    OFFERED = "offered"
    """A transfer rings them."""
    ON_CALL = "on-call"
    WRAP_UP = "wrap-up"
    """The call is over, and they write their notes."""
    BREAK = "break"


HELD = frozenset({Presence.OFFERED, Presence.ON_CALL})
"""A transfer has them: only it lets them go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState(VersionedRow):
    agent: str
    presence: Presence = Presence.OFFLINE
    transfer_id: str = ""
    """Of the transfer that holds them; empty: none does."""
    wish: Presence | None = None
    """What they chose while they were held, and become when they are let go."""
    since: datetime
    why: str = ""
    """By whom or what it became so, in words."""

    @property
    def held(self) -> bool:
        return self.presence in HELD

    def held_by(self, transfer_id: str) -> bool:
        return self.held and self.transfer_id == transfer_id


def reserved(state: AgentState, transfer_id: str, now: datetime) -> AgentState | None:
    """Only who is available can be reserved."""
    if state.presence is not Presence.AVAILABLE:
        return None
    return replace(
        state, presence=Presence.OFFERED, transfer_id=transfer_id, since=now, why="a call is offered"
    )


def connected(state: AgentState, transfer_id: str, now: datetime) -> AgentState | None:
    """They took the call that was offered to them."""
    if state.presence is not Presence.OFFERED or state.transfer_id != transfer_id:
        return None
    return replace(state, presence=Presence.ON_CALL, since=now, why="the call was taken")


def released(state: AgentState, transfer_id: str, to: Presence, why: str, now: datetime) -> AgentState | None:
    """What they chose meanwhile comes before `to`. None: that transfer does not hold them (any more)."""
    if not state.held_by(transfer_id):
        return None
    return _free(state, state.wish or to, why, now)


def chosen(state: AgentState, presence: Presence, by: str, now: datetime) -> AgentState | None:
    """What they, or somebody for them, set. None: it is so already."""
    if state.held:
        wish = None if presence is Presence.AVAILABLE else presence
        return None if wish is state.wish else replace(state, wish=wish)
    if state.presence is presence:
        return None
    return _free(state, presence, f"set by {by}", now)


def wrapped_up(state: AgentState, now: datetime) -> AgentState | None:
    if state.presence is not Presence.WRAP_UP:
        return None
    return _free(state, Presence.AVAILABLE, "the time for notes is over", now)


def recovered(state: AgentState, now: datetime) -> AgentState | None:
    """The service that held them has died. Who was on a call may still be writing about it."""
    if not state.held:
        return None
    offered = state.presence is Presence.OFFERED
    what = "offered a call" if offered else "on a call"
    to = state.wish or (Presence.AVAILABLE if offered else Presence.WRAP_UP)
    return _free(state, to, f"the service was restarted while they were {what}", now)


def removed(state: AgentState, now: datetime) -> AgentState | None:
    """They are no agent of the centre any more; a call that they have they finish."""
    if state.held:
        return None if state.wish is Presence.OFFLINE else replace(state, wish=Presence.OFFLINE)
    if state.presence is Presence.OFFLINE:
        return None
    return _free(state, Presence.OFFLINE, "they are not in agents.toml any more", now)


def _free(state: AgentState, presence: Presence, why: str, now: datetime) -> AgentState:
    return replace(state, presence=presence, transfer_id="", wish=None, since=now, why=why)
