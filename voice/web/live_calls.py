"""The calls that are going on, over HTTP: with whom they are, what people do with them, and the offers.

For whoever holds the operators' token. What cannot be done now is refused with the reason (409).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from aiohttp import web

from assist.panel.floor import MemberShown
from voice.call import LiveCall
from voice.call_actions import ACTIONS, BODIES, CallActions, masked, members_of
from voice.transfer_desk import Offer, Transfers
from voice.transfer_messages import Leg
from voice.web.operators import LARGEST_BODY, authorise, json_answer, problem


class CallShown(msgspec.Struct, frozen=True):
    id: str
    caller: str
    """The last digits of the number."""
    since: datetime
    with_whom: str
    """`bot`, `waiting` (in a queue, or an agent is looked for), `ringing` (an agent's phone) or `agent`."""
    agent: str = ""
    on_hold: bool = False
    members: tuple[MemberShown, ...] = ()
    """Once caller and agent are together."""
    notices: tuple[str, ...] = ()
    """What was asked of this call and could not be done."""


class OfferShown(msgspec.Struct, frozen=True):
    transfer: str
    call: str
    agent: str
    attempt: int
    accepted: bool
    caller: str
    queue: str
    briefing: tuple[str, ...]


class OfAgent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agent: str


@dataclass(frozen=True, slots=True)
class LiveCalls:
    actions: CallActions
    token: str
    """What a request must bring as `Authorization: Bearer …`."""
    wall_clock: Callable[[], datetime]
    """UTC."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/calls", self.listed),
            web.get("/api/calls/{call}", self.one),
            web.post("/api/calls/{call}/{action}", self.act),
            web.get("/api/offers", self.offered),
            web.post("/api/transfers/{transfer}/{answer}", self.answer),
        ]

    async def listed(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        return json_answer([self._shown(call) for call in self.actions.switchboard if not call.ended])

    async def one(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        call = self.actions.find(request.match_info["call"])
        return json_answer(self._shown(call)) if call is not None else _no_call(request)

    async def act(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        call, action = self.actions.find(request.match_info["call"]), request.match_info["action"]
        if call is None:
            return _no_call(request)
        if action not in BODIES:
            return problem(404, f"there is no {action!r}; there are: {', '.join(ACTIONS)}")
        kind, example = BODIES[action]
        try:
            body = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=kind)
        except msgspec.MsgspecError as error:
            return problem(400, f"send {example}: {error}")
        if not body.by.strip():
            return problem(400, f"send {example}: it takes the name of who asks")
        unknown = self.actions.unknown(body)
        if unknown:
            return problem(400, unknown)
        why = self.actions.act(call, action, body)
        if why:
            return problem(409, why)
        return json_answer(self._shown(call), 202)

    async def offered(self, request: web.Request) -> web.Response:
        """To `?agent=NAME`, or to everybody."""
        authorise(request, self.token)
        transfers, agent = self.actions.transfers(), request.query.get("agent", "")
        if agent and (transfers is None or agent not in transfers.agents):
            return problem(404, f"there is no agent {agent!r}")
        offers = transfers.offers(agent) if transfers is not None else ()
        return json_answer([await self._offer(transfers, offer) for offer in offers if transfers is not None])

    async def answer(self, request: web.Request) -> web.Response:
        """`accept` or `decline` of the offer that rings an agent."""
        authorise(request, self.token)
        answer, transfer_id = request.match_info["answer"], request.match_info["transfer"]
        transfers = self.actions.transfers()
        if transfers is None or transfers.find(transfer_id) is None or answer not in ("accept", "decline"):
            return problem(404, "there is no such transfer; an offer is answered with accept or decline")
        try:
            agent = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=OfAgent).agent
        except msgspec.MsgspecError as error:
            return problem(400, f'send {{"agent": "whom it was offered to"}}: {error}')
        why = self.actions.answer(agent, transfer_id, accept=answer == "accept")
        if why:
            return problem(409, why)
        return json_answer({"transfer": transfer_id, "agent": agent}, 202)

    # What is shown.

    def _shown(self, call: LiveCall) -> CallShown:
        with_whom, agent = self.actions.with_whom(call)
        people = self.actions.people(call.call_id)
        members = members_of(people)
        return CallShown(
            id=call.call_id,
            caller=masked(call.caller),
            since=self.wall_clock() - timedelta(milliseconds=call.now_ms),
            with_whom=with_whom,
            agent=agent or next((each.name for each in members if each.leg == Leg.AGENT), ""),
            on_hold=people is not None and people.call.on_hold,
            members=members,
            notices=tuple(people.notices) if people is not None else (),
        )

    async def _offer(self, transfers: Transfers, offer: Offer) -> OfferShown:
        call = self.actions.find(offer.call_id)
        driver = transfers.find(offer.transfer_id)
        return OfferShown(
            transfer=offer.transfer_id,
            call=offer.call_id,
            agent=offer.agent,
            attempt=offer.attempt,
            accepted=offer.accepted,
            caller=masked(call.caller) if call is not None else "",
            queue=driver.transfer.begun.queue if driver is not None else "",
            briefing=await transfers.told(offer.call_id),
        )


def _no_call(request: web.Request) -> web.Response:
    return problem(404, f"there is no call {request.match_info['call']!r} now")
