"""Where an agent is, what rings them, and whom else there is: over the pages' API."""

from datetime import datetime
from typing import Literal

import msgspec

from assist.panel.floor import AgentShown, Floor, NotPossible, QueueShown
from transcripts.access.accounts import Role
from transcripts.access.answers import Problem
from transcripts.access.api import Asked, Endpoint
from transcripts.access.signing_in import SignedIn


class Me(msgspec.Struct, frozen=True):
    account: str
    role: Role
    agent: str
    """Empty: they take no calls."""
    title: str
    presence: str
    wish: str | None
    since: datetime | None
    languages: tuple[str, ...]
    queues: tuple[QueueShown, ...]


class SetPresence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    presence: Literal["available", "break", "offline"]


class PresenceShown(msgspec.Struct, frozen=True):
    presence: str
    wish: str | None
    """What they become when the call lets them go."""


def desk_endpoints(floor: Floor) -> list[Endpoint]:
    async def me(asked: Asked) -> Me:
        account = asked.signed_in.account
        standing = floor.standing(account.agent)
        if standing is None:
            return Me(account.name, account.role, "", "", "offline", None, None, (), floor.queues())
        return Me(
            account.name,
            account.role,
            standing.name,
            standing.title,
            standing.presence,
            standing.wish,
            standing.since,
            standing.languages,
            floor.queues(standing.name),
        )

    async def set_presence(asked: Asked) -> PresenceShown:
        by = asked.signed_in
        try:
            standing = await floor.set_presence(agent_of(by), asked.body.presence, by.account.name)
        except NotPossible as error:
            raise Problem(409, str(error)) from error
        return PresenceShown(standing.presence, standing.wish)

    async def accept(asked: Asked) -> None:
        _answer(floor, asked, accept=True)

    async def decline(asked: Asked) -> None:
        _answer(floor, asked, accept=False)

    async def agents(asked: Asked) -> tuple[AgentShown, ...]:  # noqa: ARG001 - every handler is asked
        return floor.agents()

    async def queues(asked: Asked) -> tuple[QueueShown, ...]:  # noqa: ARG001
        return floor.queues()

    path = "/api/v1"
    return [
        Endpoint("GET", f"{path}/me", "Who you are, and where.", me, Me),
        Endpoint(
            "POST",
            f"{path}/me/presence",
            "Say where you are; during a call it waits for its end.",
            set_presence,
            PresenceShown,
            body=SetPresence,
            problems=(409,),
        ),
        Endpoint(
            "POST",
            f"{path}/offers/{{transfer}}/accept",
            "Take the call that rings you.",
            accept,
            None,
            problems=(409,),
        ),
        Endpoint(
            "POST",
            f"{path}/offers/{{transfer}}/decline",
            "Do not take the call that rings you.",
            decline,
            None,
            problems=(409,),
        ),
        Endpoint(
            "GET", f"{path}/agents", "Whom you can ask, or hand a call to.", agents, tuple[AgentShown, ...]
        ),
        Endpoint("GET", f"{path}/queues", "Where callers wait.", queues, tuple[QueueShown, ...]),
    ]


def agent_of(by: SignedIn) -> str:
    """Raises `Problem` for who takes no calls."""
    if not by.account.agent:
        raise Problem(409, "your account is no agent's: it takes no calls")
    return by.account.agent


def _answer(floor: Floor, asked: Asked, *, accept: bool) -> None:
    try:
        floor.answer(agent_of(asked.signed_in), asked.named("transfer"), accept=accept)
    except NotPossible as error:
        raise Problem(409, str(error)) from error
