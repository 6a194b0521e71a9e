"""What people do with a call that goes on, and how it stands: what the operators' and the agents' API share.

What cannot be done now is refused with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from assist.panel.floor import MemberShown
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

SHOWN_DIGITS = 4
"""Of a caller's number: enough to tell calls apart."""

TALKING = frozenset({State.MOVING, State.BRIDGED})


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


BODIES: Mapping[str, tuple[type[Asked], str]] = {
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

ACTIONS = tuple(BODIES)

_PLAIN: Mapping[str, ConferenceInput] = {
    "hold": HoldCaller(),
    "resume": ResumeCaller(),
    "bring-in": BringIn(),
    "hand-over": HandOver(),
    "end-consult": EndConsult(),
}


@dataclass(frozen=True, slots=True)
class CallActions:
    switchboard: Switchboard
    transfers: Callable[[], Transfers | None]
    """None until calls are taken, and where nobody can be connected."""

    # What is done.

    def act(self, call: LiveCall, action: str, body: Asked) -> str:
        """Why it is not done; empty: it is, and stands in the record."""
        why = self._do(call, action, body)
        if not why:
            call.stepped(action, body.by, *_about(body))
        return why

    def unknown(self, body: Asked) -> str:
        """Which agent or queue there is not; empty: there are."""
        transfers = self.transfers()
        agents, queues = (transfers.agents, transfers.queues) if transfers is not None else ((), ())
        match body:
            case OfSomebody(name=name) if name not in agents:
                return f"there is no agent {name!r}; there are: {', '.join(agents) or 'none'}"
            case Onward(to="queue", queue=queue) if queue not in queues:
                return f"there is no queue {queue!r}; there are: {', '.join(queues) or 'none'}"
            case _:
                return ""

    def answer(self, agent: str, transfer_id: str, *, accept: bool) -> str:
        """An agent takes the call that rings them, or does not. Why that cannot be; empty: it is done."""
        transfers = self.transfers()
        driver = transfers.find(transfer_id) if transfers is not None else None
        offer = self.offer(agent, transfer_id)
        if driver is None or offer is None:
            return f"this call does not ring {agent} (any more)"
        if offer.accepted:
            return f"{agent} has taken this call already"
        driver.take((Accepted if accept else Declined)(offer.attempt, "", How.PANEL))
        return ""

    def _do(self, call: LiveCall, action: str, body: Asked) -> str:
        people = self.people(call.call_id)
        if people is not None:
            leg = {"consult": Leg.COLLEAGUE, "add": Leg.COLLEAGUE, "supervise": Leg.SUPERVISOR}.get(action)
            asks_in = leg is not None and isinstance(body, OfSomebody) and not _is_in(people, body.name)
            why = people.cannot(leg, body.name) if asks_in and leg and isinstance(body, OfSomebody) else ""
            return why or people.ask(_request(action, body))
        with_whom = self.with_whom(call)[0]
        if action == "take-over" and isinstance(body, OfSomebody):
            if with_whom in ("ringing", "agent"):
                return f"it is on its way to somebody already ({with_whom})"
            return call.to_person(body.name)
        return f"no agent talks to this caller now: the call is with: {with_whom}"

    # How it stands.

    def find(self, call_id: str) -> LiveCall | None:
        call = self.switchboard.by_call_id(call_id)
        return call if call is not None and not call.ended else None

    def offer(self, agent: str, transfer_id: str = "") -> Offer | None:
        """What rings an agent."""
        transfers = self.transfers()
        offers = transfers.offers(agent) if transfers is not None else ()
        return next((one for one in offers if transfer_id in ("", one.transfer_id)), None)

    def people(self, call_id: str) -> ConferenceDriver | None:
        """Who is in a call, once caller and agent are together."""
        transfers = self.transfers()
        driver = transfers.of_call(call_id) if transfers is not None else None
        return driver.people if driver is not None else None

    def with_whom(self, call: LiveCall) -> tuple[str, str]:
        """`bot`, `waiting`, `ringing` or `agent`; and the agent's name."""
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


def members_of(people: ConferenceDriver | None) -> tuple[MemberShown, ...]:
    return tuple(
        MemberShown(
            each.leg.value, each.name, each.present, each.now.hold, each.now.muted, bool(each.now.coaches)
        )
        for each in (people.call.members if people is not None else ())
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
