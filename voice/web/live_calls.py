"""The calls that are going on, over HTTP: with whom they are, what people do with them, and the offers.

For whoever holds the operators' token. What cannot be done now is refused with the reason (409).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from aiohttp import web

from voice.bot.phrases import MASK
from voice.call import LiveCall
from voice.conference_driver import ConferenceDriver
from voice.conference_messages import (
    AddColleague,
    BringIn,
    ConferenceInput,
    Consult,
    EndConsult,
    HandOver,
    HoldCaller,
    Mode,
    PassOn,
    ResumeCaller,
    StopSupervising,
    Supervise,
    TakeOver,
)
from voice.switchboard import Switchboard
from voice.transfer_desk import Offer, Transfers
from voice.transfer_messages import Accepted, Declined, Fallback, How, Leg
from voice.transfer_states import OFFERING, State
from voice.web.operators import LARGEST_BODY, authorise, json_answer, problem

SHOWN_DIGITS = 4
"""Of a caller's number: enough to tell calls apart."""

TALKING = frozenset({State.MOVING, State.BRIDGED})


class MemberShown(msgspec.Struct, frozen=True):
    leg: str
    """`caller`, `agent`, `colleague` or `supervisor`."""
    name: str
    here: bool
    """False: their phone rings."""
    on_hold: bool
    muted: bool
    coaching: bool
    """Only the agent hears them."""


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


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    by: str
    """The name of who asks."""


class OfSomebody(Asked, frozen=True):
    name: str
    """An agent's."""


class OfSupervisor(OfSomebody, frozen=True):
    mode: Mode


class Onward(Asked, frozen=True):
    to: Literal["queue", "bot"]
    queue: str = ""
    why: str = ""


class OfAgent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agent: str


_BODIES: Mapping[str, tuple[type[Asked], str]] = {
    **dict.fromkeys(
        ("hold", "resume", "bring-in", "hand-over", "end-consult"), (Asked, '{"by": "your name"}')
    ),
    **dict.fromkeys(
        ("consult", "add", "stop-supervising", "take-over"),
        (OfSomebody, '{"name": "an agent", "by": "your name"}'),
    ),
    "supervise": (OfSupervisor, '{"name": "an agent", "mode": "monitor, coach or barge", "by": "your name"}'),
    "pass-on": (Onward, '{"to": "queue", "queue": "billing", "why": "…", "by": "…"} or {"to": "bot", …}'),
}
"""What each action is sent, and how that is said."""

ACTIONS = tuple(_BODIES)

_PLAIN: Mapping[str, ConferenceInput] = {
    "hold": HoldCaller(),
    "resume": ResumeCaller(),
    "bring-in": BringIn(),
    "hand-over": HandOver(),
    "end-consult": EndConsult(),
}


@dataclass(frozen=True, slots=True)
class LiveCalls:
    switchboard: Switchboard
    transfers: Callable[[], Transfers | None]
    """None until calls are taken, and where nobody can be connected."""
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
        return json_answer([self._shown(call) for call in self.switchboard if not call.ended])

    async def one(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        call = self._find(request.match_info["call"])
        return json_answer(self._shown(call)) if call is not None else _no_call(request)

    async def act(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        call, action = self._find(request.match_info["call"]), request.match_info["action"]
        if call is None:
            return _no_call(request)
        if action not in _BODIES:
            return problem(404, f"there is no {action!r}; there are: {', '.join(ACTIONS)}")
        kind, example = _BODIES[action]
        try:
            body = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=kind)
        except msgspec.MsgspecError as error:
            return problem(400, f"send {example}: {error}")
        if not body.by.strip():
            return problem(400, f"send {example}: it takes the name of who asks")
        unknown = self._unknown(body)
        if unknown:
            return problem(400, unknown)
        why = self._do(call, action, body)
        if why:
            return problem(409, why)
        call.stepped(action, body.by, *_about(body))
        return json_answer(self._shown(call), 202)

    async def offered(self, request: web.Request) -> web.Response:
        """To `?agent=NAME`, or to everybody."""
        authorise(request, self.token)
        transfers, agent = self.transfers(), request.query.get("agent", "")
        if agent and (transfers is None or agent not in transfers.agents):
            return problem(404, f"there is no agent {agent!r}")
        offers = transfers.offers(agent) if transfers is not None else ()
        return json_answer([await self._offer(transfers, offer) for offer in offers if transfers is not None])

    async def answer(self, request: web.Request) -> web.Response:
        """`accept` or `decline` of the offer that rings an agent."""
        authorise(request, self.token)
        answers = {"accept": Accepted, "decline": Declined}
        answer = answers.get(request.match_info["answer"])
        transfers, transfer_id = self.transfers(), request.match_info["transfer"]
        driver = transfers.find(transfer_id) if transfers is not None else None
        if transfers is None or driver is None or answer is None:
            return problem(404, "there is no such transfer; an offer is answered with accept or decline")
        try:
            agent = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=OfAgent).agent
        except msgspec.MsgspecError as error:
            return problem(400, f'send {{"agent": "whom it was offered to"}}: {error}')
        offer = next((one for one in transfers.offers(agent) if one.transfer_id == transfer_id), None)
        if offer is None:
            return problem(409, f"this call does not ring {agent} (any more)")
        if offer.accepted:
            return problem(409, f"{agent} has taken this call already")
        driver.take(answer(offer.attempt, "", How.PANEL))
        return json_answer({"transfer": transfer_id, "agent": agent}, 202)

    # What is done.

    def _do(self, call: LiveCall, action: str, body: Asked) -> str:
        """Why it is not done; empty: it is."""
        people = self._people(call)
        if people is not None:
            leg = {"consult": Leg.COLLEAGUE, "add": Leg.COLLEAGUE, "supervise": Leg.SUPERVISOR}.get(action)
            asks_in = leg is not None and isinstance(body, OfSomebody) and not _is_in(people, body.name)
            why = people.cannot(leg, body.name) if asks_in and leg and isinstance(body, OfSomebody) else ""
            return why or people.ask(_request(action, body))
        with_whom = self._with_whom(call)[0]
        if action == "take-over" and isinstance(body, OfSomebody):
            if with_whom in ("ringing", "agent"):
                return f"it is on its way to somebody already ({with_whom})"
            return call.to_person(body.name)
        return f"no agent talks to this caller now: the call is with: {with_whom}"

    def _unknown(self, body: Asked) -> str:
        transfers = self.transfers()
        agents, queues = (transfers.agents, transfers.queues) if transfers is not None else ((), ())
        match body:
            case OfSomebody(name=name) if name not in agents:
                return f"there is no agent {name!r}; there are: {', '.join(agents) or 'none'}"
            case Onward(to="queue", queue=queue) if queue not in queues:
                return f"there is no queue {queue!r}; there are: {', '.join(queues) or 'none'}"
            case _:
                return ""

    # What is shown.

    def _find(self, call_id: str) -> LiveCall | None:
        return next((call for call in self.switchboard if call.call_id == call_id and not call.ended), None)

    def _people(self, call: LiveCall) -> ConferenceDriver | None:
        transfers = self.transfers()
        driver = transfers.of_call(call.call_id) if transfers is not None else None
        return driver.people if driver is not None else None

    def _with_whom(self, call: LiveCall) -> tuple[str, str]:
        """And the agent's name."""
        transfers = self.transfers()
        driver = transfers.of_call(call.call_id) if transfers is not None else None
        state = driver.transfer.state if driver is not None else State.ENDED
        agent = driver.transfer.agent if driver is not None else ""
        if state in OFFERING:
            return "ringing", agent
        if state in TALKING:
            return "agent", agent
        if state is State.CHOOSING or call.waits:
            return "waiting", ""
        return "bot", ""

    def _shown(self, call: LiveCall) -> CallShown:
        with_whom, agent = self._with_whom(call)
        people = self._people(call)
        members = people.call.members if people is not None else ()
        return CallShown(
            id=call.call_id,
            caller=masked(call.caller),
            since=self.wall_clock() - timedelta(milliseconds=call.now_ms),
            with_whom=with_whom,
            agent=agent or next((each.name for each in members if each.leg is Leg.AGENT), ""),
            on_hold=people is not None and people.call.on_hold,
            members=tuple(
                MemberShown(
                    each.leg.value,
                    each.name,
                    each.present,
                    each.now.hold,
                    each.now.muted,
                    bool(each.now.coaches),
                )
                for each in members
            ),
            notices=tuple(people.notices) if people is not None else (),
        )

    async def _offer(self, transfers: Transfers, offer: Offer) -> OfferShown:
        call = self._find(offer.call_id)
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


def masked(number: str) -> str:
    """A caller's number with only its last digits."""
    return f"{MASK * 4} {number[-SHOWN_DIGITS:]}" if len(number) > SHOWN_DIGITS else number or "unknown"


def _about(body: Asked) -> tuple[str, str]:
    """Whom it is about, and how."""
    match body:
        case OfSupervisor(name=name, mode=mode):
            return name, mode.value
        case OfSomebody(name=name):
            return name, ""
        case Onward(to=to, queue=queue):
            return queue or to, ""
        case _:
            return "", ""


def _is_in(people: ConferenceDriver, name: str) -> bool:
    return any(member.name == name for member in people.call.members)


def _request(action: str, body: Asked) -> ConferenceInput:
    match action, body:
        case "supervise", OfSupervisor(name=name, mode=mode):
            return Supervise(name, mode)
        case "pass-on", Onward(to=to, queue=queue, why=why, by=by):
            return PassOn(Fallback(to), why or f"passed on by {by}", queue if to == "queue" else "")
        case _, OfSomebody(name=name):
            asks = {
                "consult": Consult,
                "add": AddColleague,
                "stop-supervising": StopSupervising,
                "take-over": TakeOver,
            }
            return asks[action](name)
        case _:
            return _PLAIN[action]


def _no_call(request: web.Request) -> web.Response:
    return problem(404, f"there is no call {request.match_info['call']!r} now")
