"""Carries out what a call between people decides: rings, holds, mutes, puts out, and says what came of it.

Inputs are taken one at a time, as those of its transfer are (`voice.transfer_driver`); what takes time runs
beside and comes back as an input.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

import structlog

from transcripts.events import HoldEnded
from voice.conference_call import ConferenceCall, Heard, Member, leg_of
from voice.conference_messages import (
    Add,
    Added,
    Change,
    ConferenceCommand,
    ConferenceInput,
    Forward,
    HoldCaller,
    NotAdded,
    NotChanged,
    Refuse,
    Remove,
    Standing,
)
from voice.conference_needs import Desk, Line
from voice.presence import Presence
from voice.transfer_messages import Joined, Left, Leg, SendBack, TakenOver, Write
from voice.twilio.rest import ENDED, Done, Unknown
from voice.twilio.rest_conferences import CONNECTED, Seat

AGAIN_S = 0.5
"""Before a change that failed is tried again, in seconds."""

RING_MARGIN_S = 10.0
"""The carrier lets a participant's phone ring 5 s longer; then it is asked what became of them."""

WATCH_S = 30.0
"""While others than caller and agent are in it, the carrier is asked this often who still is."""

REMOVALS_TRIED = 3
LOOKS = 3
NOTICES = 5
"""What went otherwise than it was asked, for whoever looks."""

INVITED = frozenset({Leg.COLLEAGUE, Leg.SUPERVISOR})

_ENDS = {
    "busy": ("the phone is busy", Presence.BREAK),
    "no-answer": ("nobody answered", Presence.BREAK),
    "failed": ("the phone cannot be reached", Presence.OFFLINE),
}
"""Why a phone was not answered, and where its owner is taken to be: not asked for the next call either."""


@dataclass(slots=True)
class _Kept:
    """An agent whom the roster keeps for this call."""

    agent: str
    engaged: bool = False
    after: Presence = Presence.AVAILABLE
    """What they are when they are let go."""
    why: str = "they were not needed"


class ConferenceDriver:
    """One call's, from the moment at which caller and agent are together until the caller goes elsewhere."""

    def __init__(
        self,
        call: ConferenceCall,
        line: Line,
        desk: Desk,
        transfer: Callable[[SendBack | TakenOver | Joined | Left], None],
        beside: Callable[[Coroutine[None, None, None]], None],
    ) -> None:
        """`transfer`: gives its transfer an input; `Joined` and `Left` come back from there by `take`.

        `beside`: does what takes time, until the service stops.
        """
        self.call = call
        self.notices: deque[str] = deque(maxlen=NOTICES)
        self._line = line
        self._desk = desk
        self._transfer = transfer
        self._beside = beside
        self._kept: dict[str, _Kept] = {}
        """By label."""
        self._gone: set[str] = set()
        """CallSids of those who have left."""
        self._inputs: list[ConferenceInput] = []
        self._refused: list[str] = []
        self._taking = False
        self._closed = False
        self._timers: dict[str, asyncio.TimerHandle] = {}
        """By label of who is rung; empty: the watch."""
        self._log = structlog.get_logger(__name__).bind(call_id=call.call_id, conference=desk.conference)

    # From the panel.

    def ask(self, request: ConferenceInput) -> str:
        """Why it cannot be; empty: it is being done."""
        self._refused.clear()
        self.take(request)
        return "; ".join(self._refused)

    def cannot(self, leg: Leg, agent: str) -> str:
        """Why an agent cannot be rung now; empty: they can."""
        return self._desk.cannot(leg, agent)

    # From the carrier.

    def joined(self, joined: Joined, name: str, standing: Standing) -> None:
        """Somebody who was rung is in the conference. `name`: their label."""
        if joined.carrier_call_id in self._gone:
            return
        if not self._named(name, joined.carrier_call_id):
            self._beside(self._remove(joined.carrier_call_id, "nobody asked them into this call"))
            return
        self._transfer(joined)
        self.take(standing)

    def progress(self, name: str, call_id: str, status: str) -> None:
        """Of the phone of somebody who is rung, in Twilio's words."""
        if call_id in self._gone:
            return
        if not self._named(name, call_id):
            if status not in ENDED:
                self._beside(self._remove(call_id, "nobody asks them into this call any more"))
            return
        if status in ENDED:
            words, after = _ENDS.get(status, ("they hung up", Presence.AVAILABLE))
            if (kept := self._kept.get(name)) is not None and not kept.engaged:
                kept.after, kept.why = after, words
            self._out(call_id, words)

    def not_added(self, name: str, call_id: str) -> None:
        """The conference says that they never came."""
        if self._named(name, call_id):
            self._out(call_id, "they did not answer")

    def take(self, given: ConferenceInput) -> None:
        """One after the other, also where a command leads to an input at once."""
        self._inputs.append(given)
        if self._taking or self._closed:
            return
        self._taking = True
        try:
            while self._inputs and not self._closed:
                happened = self._inputs.pop(0)
                if isinstance(happened, Left):
                    self._gone.add(happened.carrier_call_id)
                for command in self.call.take(happened, self._line.now_ms):
                    self._carry_out(command)
                self._keep_books()
        finally:
            self._taking = False

    # From its transfer.

    async def recognise(self) -> None:
        """After a restart: whoever was rung into it before is known by their label, and stays as they are."""
        seats = await self._desk.seats()
        for _ in range(LOOKS):
            if seats is not None or self._closed:
                break
            await asyncio.sleep(AGAIN_S)
            seats = await self._desk.seats()
        for seat in seats or ():
            leg, agent = leg_of(seat.label), seat.label.partition("-")[2]
            if leg is Leg.CALLER and seat.hold:
                self.take(HoldCaller())
            if leg is None or leg not in INVITED or self._member(seat.label) is not None:
                continue
            if leg is Leg.SUPERVISOR and not seat.muted and not seat.coaching and not self._has_agent:
                leg = Leg.COLLEAGUE  # They have taken the call over.
            self.call.meet(leg, agent, seat.label, Heard(muted=seat.muted, coaches=seat.coached_call_sid))
            self._kept[seat.label] = _Kept(agent)
            if seat.status == CONNECTED:
                self.joined(Joined(leg, seat.call_sid, self._desk.conference), seat.label, _standing(seat))
            else:
                self.take(Added(seat.label, seat.call_sid))
                self._arm(seat.label, self._desk.ring_s + RING_MARGIN_S)
        here = {member.name for member in self.call.members}
        for agent in self._desk.kept() if seats is not None and not self._closed else ():
            if agent not in here:
                await self._desk.release(agent, Presence.AVAILABLE, "they were not in the call any more")

    def close(self, why: str) -> None:
        """The caller is not in this call any more: whoever was rung into it is let go."""
        if self._closed:
            return
        self._closed = True
        self._stop_timers()
        if self.call.on_hold:
            caller, at_ms = Leg.CALLER.value, self._line.now_ms
            self._line.write(HoldEnded(call_id=self.call.call_id, at_ms=at_ms, leg=caller))
        for member in self.call.members:
            if leg_of(member.label) in INVITED and member.call_id:
                self._beside(self._hang_up(member.call_id))
        for name in tuple(self._kept):
            self._let_go(name, why)

    def cancel(self) -> None:
        """The service stops; the carrier's conference goes on."""
        self._closed = True
        self._stop_timers()

    # What is to be done.

    def _carry_out(self, command: ConferenceCommand) -> None:
        match command:
            case Add():
                self._beside(self._add(command))
            case Change():
                self._beside(self._change(command))
            case Remove(call_id, why):
                self._beside(self._remove(call_id, why))
            case Refuse(why):
                self._refused.append(why)
                self.notices.append(why)
                self._log.info("it could not be done between people", why=why)
            case Forward(order):
                self._transfer(order)
            case Write(event):
                self._line.write(event)

    async def _add(self, order: Add) -> None:
        why = await self._desk.reserve(order.leg, order.agent)
        if why:
            self.take(NotAdded(order.label, why))
            return
        self._kept[order.label] = _Kept(order.agent)
        member = self._member(order.label)
        if self._closed or member is None or member.leaving:
            self.take(NotAdded(order.label, "they are not needed any more"))
            self._let_go(order.label, "they were not needed any more")
            return
        answer = await self._desk.add(order)
        for _ in range(LOOKS):
            if not isinstance(answer, Unknown):
                break
            answer = await self._desk.look(order.label)
        if not isinstance(answer, Seat):
            self.take(NotAdded(order.label, answer.why))
        elif self._closed or self._member(order.label) is None:
            await self._hang_up(answer.call_sid)
        else:
            self.take(Added(order.label, answer.call_sid))
            self._arm(order.label, self._desk.ring_s + RING_MARGIN_S)

    async def _change(self, order: Change) -> None:
        answer = await self._desk.change(order)
        if isinstance(answer, Seat):
            self.take(_standing(answer))
        else:
            await asyncio.sleep(AGAIN_S)
            self.take(NotChanged(order.carrier_call_id, answer.why))

    async def _remove(self, call_id: str, why: str) -> None:
        for _ in range(REMOVALS_TRIED):
            answer = await self._desk.remove(call_id)
            if isinstance(answer, Done):
                self._out(call_id, why)
                return
        self._log.warning("somebody could not be put out of a call", why=why)

    async def _hang_up(self, call_id: str) -> None:
        for _ in range(REMOVALS_TRIED):
            if isinstance(await self._desk.hang_up(call_id), Done):
                return
        self._log.warning("a leg did not end")

    # Who is there.

    def _named(self, name: str, call_id: str) -> bool:
        """Whether somebody is expected under that label; their leg is known from now on."""
        member = self._member(name)
        if self._closed or member is None or member.call_id not in ("", call_id):
            return False
        self.take(Added(name, call_id))
        return True

    def _out(self, call_id: str, why: str) -> None:
        """They are not in it (any more), and the transfer knows."""
        self._gone.add(call_id)
        member = next((one for one in self.call.members if call_id and one.call_id == call_id), None)
        if member is None or self._closed:
            return
        if member.present or member.leaving:
            left = Left(leg_of(member.label) or member.leg, call_id, self._desk.conference, why)
            self._transfer(left)
            self.take(left)
        else:
            self.take(NotAdded(member.label, why))

    @property
    def _has_agent(self) -> bool:
        return any(member.leg is Leg.AGENT for member in self.call.members)

    def _member(self, name: str) -> Member | None:
        return next((member for member in self.call.members if member.label == name), None)

    def _keep_books(self) -> None:
        """The roster knows who is on the call, and lets go of who is not."""
        members = {member.label: member for member in self.call.members}
        for name, kept in tuple(self._kept.items()):
            member = members.get(name)
            if member is None:
                self._let_go(name, kept.why)
            elif member.present:
                kept.why = "the call went on without them"
                talks = member.leg is not Leg.SUPERVISOR
                kept.after = Presence.WRAP_UP if talks else Presence.AVAILABLE
                if not kept.engaged:
                    kept.engaged = True
                    self._beside(self._desk.engage(kept.agent))
                self._disarm(name)
        if "" not in self._timers and any(leg_of(name) in INVITED for name in members):
            self._arm("", WATCH_S)

    def _let_go(self, name: str, why: str) -> None:
        self._disarm(name)
        if (kept := self._kept.pop(name, None)) is not None:
            self._beside(self._desk.release(kept.agent, kept.after, why))

    async def _look_after(self, name: str) -> None:
        """No word has come of a phone that cannot be ringing any more."""
        answer = await self._desk.look(name)
        member = self._member(name)
        if member is None or member.present:
            return
        if isinstance(answer, Seat) and answer.status == CONNECTED:
            joined = Joined(member.leg, answer.call_sid, self._desk.conference)
            self.joined(joined, name, _standing(answer))
            return
        call_id = member.call_id
        self.take(NotAdded(name, "nobody answered"))
        if call_id:
            await self._remove(call_id, "nobody answered")

    async def _watch(self) -> None:
        """A leave that nobody told us of: a caller must not be left alone, or on hold."""
        seats = await self._desk.seats()
        for member in self.call.members if seats else ():
            if member.present and member.call_id not in {seat.call_sid for seat in seats or ()}:
                self._out(member.call_id, "they are not in the conference any more")
        self._keep_books()

    # Time.

    def _arm(self, name: str, seconds: float) -> None:
        self._disarm(name)

        def fired() -> None:
            del self._timers[name]
            self._beside(self._look_after(name) if name else self._watch())

        if not self._closed:
            self._timers[name] = asyncio.get_running_loop().call_later(seconds, fired)

    def _disarm(self, name: str) -> None:
        if (timer := self._timers.pop(name, None)) is not None:
            timer.cancel()

    def _stop_timers(self) -> None:
        for name in tuple(self._timers):
            self._disarm(name)


def _standing(seat: Seat) -> Standing:
    return Standing(seat.call_sid, seat.hold, seat.muted, seat.coaching)
