"""Where the centre's people are, over HTTP: listed, and changed by whoever holds the operators' token."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from aiohttp import web

from transcripts.store.contract import StoreError
from voice.agents import Roster, UnknownAgent
from voice.presence import Presence
from voice.web.operators import LARGEST_BODY, authorise, json_answer, problem


class AgentShown(msgspec.Struct, frozen=True):
    name: str
    title: str
    phone: str
    presence: Presence
    skills: dict[str, int]
    languages: tuple[str, ...]


class SetPresence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    presence: Presence
    by: str
    """The name of who sets it."""


@dataclass(frozen=True, slots=True)
class Agents:
    roster: Callable[[], Roster]
    token: str

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/api/agents", self.listed), web.post("/api/agents/{name}", self.change)]

    async def listed(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        shown = [
            AgentShown(
                status.agent.name,
                status.agent.title,
                status.agent.phone,
                status.presence,
                dict(status.agent.skills),
                status.agent.languages,
            )
            for status in self.roster().statuses()
        ]
        return json_answer(shown)

    async def change(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        try:
            wanted = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=SetPresence)
            name = request.match_info["name"]
            presence = await self.roster().set(name, wanted.presence, wanted.by)
        except (msgspec.MsgspecError, ValueError) as error:
            return problem(400, f'send {{"presence": "available", "by": "your name"}}: {error}')
        except UnknownAgent as error:
            return problem(404, str(error))
        except StoreError as error:
            return problem(503, str(error))
        return json_answer({"presence": presence})
