"""A call between people: who is in it, how each of them hears and is heard, and what may be asked of it.

Every member has a way they are wanted and a way they are; where these differ, the carrier is told, one change
at a time. The caller's safety (nobody left, legs gone) is the transfer's (`voice.transfer`).
"""

from dataclasses import dataclass, replace
from typing import assert_never

from transcripts.events import HoldEnded, HoldStarted, Milliseconds
from voice.conference_messages import (
    Add,
    AddColleague,
    Added,
    BringIn,
    Change,
    ConferenceCommand,
    ConferenceInput,
    Consult,
    EndConsult,
    Forward,
    HandOver,
    HoldCaller,
    Mode,
    NotAdded,
    NotChanged,
    PassOn,
    Refuse,
    Remove,
    ResumeCaller,
    Standing,
    StopSupervising,
    Supervise,
    TakeOver,
)
from voice.transfer_messages import Fallback, Joined, Left, Leg, SendBack, TakenOver, Write

MOST_TRIES = 3
"""Of one change; then what is stays, except that the caller is never left on hold."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How a member takes part."""

    hold: bool = False
    muted: bool = False
    coaches: str = ""
    """The CallSid of whom they coach; empty: they are heard by all."""


_HEARD = {Mode.MONITOR: Heard(muted=True), Mode.BARGE: Heard()}


@dataclass(slots=True)
class Member:
    leg: Leg
    name: str
    """The agent's; empty for the caller."""
    label: str
    call_id: str = ""
    """The carrier's, once it is known."""
    present: bool = False
    wanted: Heard = Heard()
    now: Heard = Heard()
    changing: bool = False
    """A change is under way."""
    tries: int = 0
    leaving: bool = False
    """They are asked out."""
    sequence: int = -1


class ConferenceCall:
    """One, from the moment at which caller and agent are together."""

    def __init__(self, call_id: str, caller_call_id: str, agent: str, agent_call_id: str) -> None:
        self.call_id = call_id
        self.consulting = False
        """The agent talks to a colleague, and the caller is on hold for that."""
        self._handing_over = False
        self._at_ms: Milliseconds = 0
        self._given: list[ConferenceCommand] = []
        self._caller = Member(Leg.CALLER, "", Leg.CALLER.value, caller_call_id, present=True)
        self._members = {
            member.label: member
            for member in (
                self._caller,
                Member(Leg.AGENT, agent, label(Leg.AGENT, agent), agent_call_id, present=True),
            )
        }

    @property
    def members(self) -> tuple[Member, ...]:
        """Who is in it, or on the way."""
        return tuple(self._members.values())

    @property
    def on_hold(self) -> bool:
        return self._caller.now.hold

    def meet(self, leg: Leg, name: str, found: str, heard: Heard) -> None:
        """After a restart: the carrier says that somebody is in it, under the label `found`, and how."""
        self._members[found] = Member(leg, name, found, wanted=heard, now=heard)
        self._succeed()

    def take(self, happened: ConferenceInput, at_ms: Milliseconds) -> tuple[ConferenceCommand, ...]:
        """What is to be done now that this has happened or is asked. `at_ms`: on the call's clock."""
        self._at_ms = at_ms
        match happened:
            case HoldCaller():
                self._caller.wanted = replace(self._caller.wanted, hold=True)
            case ResumeCaller() | BringIn():
                self._resume()
            case Consult(colleague):
                self._consult(colleague)
            case AddColleague(colleague):
                self._invite(Leg.COLLEAGUE, colleague)
            case HandOver():
                self._hand_over()
            case EndConsult():
                self._end_consult()
            case Supervise(supervisor, mode):
                self._supervise(supervisor, mode)
            case StopSupervising(supervisor):
                self._stop(supervisor)
            case TakeOver(supervisor):
                self._take_over(supervisor)
            case PassOn(to, why, queue):
                self._given.append(Forward(SendBack(to, why, queue)))
            case Standing():
                self._stands(happened)
            case Added(name, call_id):
                if (member := self._members.get(name)) and not member.call_id:
                    self._known(member, call_id)
            case NotAdded(name, why):
                self._not_added(name, why)
            case NotChanged():
                self._not_changed(happened)
            case Joined():
                self._joined(happened)
            case Left():
                self._left(happened)
            case _:
                assert_never(happened)
        self._settle()
        given, self._given = tuple(self._given), []
        return given

    # Requests.

    def _consult(self, colleague: str) -> None:
        if self._of(Leg.AGENT) is None:
            self._refuse("there is no agent in this call any more")
        elif self._invite(Leg.COLLEAGUE, colleague):
            self.consulting = True
            self._caller.wanted = replace(self._caller.wanted, hold=True)

    def _resume(self) -> None:
        self.consulting = False
        self._caller.wanted = replace(self._caller.wanted, hold=False)

    def _hand_over(self) -> None:
        colleague = self._of(Leg.COLLEAGUE)
        if colleague is None or not colleague.present:
            self._refuse("no colleague is in this call to whom it could be handed over")
            return
        self._handing_over = True
        self._resume()

    def _end_consult(self) -> None:
        if (colleague := self._of(Leg.COLLEAGUE)) is not None:
            self._remove(colleague, "the agent goes on without them")
        self._resume()

    def _supervise(self, supervisor: str, mode: Mode) -> None:
        coached = self._of(Leg.AGENT) or self._of(Leg.COLLEAGUE)
        if mode is Mode.COACH and (coached is None or not coached.call_id):
            self._refuse("nobody is there who could be coached")
            return
        wanted = Heard(coaches=coached.call_id) if mode is Mode.COACH and coached else _HEARD[mode]
        member = self._members.get(label(Leg.SUPERVISOR, supervisor))
        if member is None:
            self._invite(Leg.SUPERVISOR, supervisor, wanted)
        elif member.leg is not Leg.SUPERVISOR or member.leaving:
            self._refuse(f"{supervisor} does not supervise this call any more")
        elif member.wanted != wanted:
            member.wanted, member.tries = wanted, 0

    def _stop(self, supervisor: str) -> None:
        member = self._members.get(label(Leg.SUPERVISOR, supervisor))
        if member is not None:
            self._remove(member, "the supervisor leaves")

    def _take_over(self, supervisor: str) -> None:
        member = self._members.get(label(Leg.SUPERVISOR, supervisor))
        if member is None or not member.present or member.leaving or member.leg is not Leg.SUPERVISOR:
            self._refuse("the supervisor is not in this call")
            return
        member.wanted, member.leg, member.tries = Heard(), Leg.COLLEAGUE, 0
        self._given.append(Forward(TakenOver(member.call_id)))
        self._handing_over = True
        self._resume()

    def _invite(self, leg: Leg, name: str, wanted: Heard = Heard()) -> bool:
        """Whether they are asked in now."""
        if any(member.name == name for member in self.members):
            self._refuse(f"{name} is in this call already, or on the way")
            return False
        if leg is Leg.COLLEAGUE and self._of(Leg.COLLEAGUE) is not None:
            self._refuse("there is a colleague in this call already")
            return False
        member = Member(leg, name, label(leg, name), wanted=wanted, now=wanted)
        self._members[member.label] = member
        self._given.append(Add(member.label, leg, name, wanted.muted, wanted.coaches))
        return True

    # What the carrier says.

    def _joined(self, joined: Joined) -> None:
        member = self._by_call(joined.carrier_call_id)
        if member is None:
            # A callback can come before the answer to the request that it is about.
            waiting = [m for m in self.members if m.leg is joined.leg and not m.call_id]
            if not waiting:
                return
            member = waiting[0]
            self._known(member, joined.carrier_call_id)
        member.present = True

    def _left(self, left: Left) -> None:
        member = self._by_call(left.carrier_call_id)
        if member is None or member is self._caller:
            return
        del self._members[member.label]
        for other in self.members:
            if other.wanted.coaches == member.call_id:
                # Whom they coached is gone: the caller must not hear them all of a sudden.
                other.wanted, other.tries = _HEARD[Mode.MONITOR], 0
        if member.leg in (Leg.AGENT, Leg.COLLEAGUE):
            self._handing_over = False
            self._resume()
            self._succeed()

    def _stands(self, standing: Standing) -> None:
        member = self._by_call(standing.carrier_call_id)
        if member is None or 0 <= standing.sequence <= member.sequence:
            return
        member.sequence = max(member.sequence, standing.sequence)
        held = member.now.hold
        coaches = (member.wanted.coaches or member.now.coaches) if standing.coaching else ""
        member.now = Heard(standing.hold, standing.muted, coaches)
        if member.now == member.wanted:
            member.changing, member.tries = False, 0
        elif standing.sequence < 0 and member.changing:
            self._not_changed(NotChanged(member.call_id, "the carrier did something else"))
        if member.now.hold is not held:
            kind = HoldStarted if member.now.hold else HoldEnded
            self._given.append(Write(kind(call_id=self.call_id, at_ms=self._at_ms, leg=member.leg.value)))

    def _not_added(self, name: str, why: str) -> None:
        member = self._members.get(name)
        if member is None or member.present:
            return
        del self._members[name]
        self._refuse(f"{member.name} could not be brought in: {why}")
        if member.leg is Leg.COLLEAGUE and self.consulting:
            self._resume()

    def _not_changed(self, failed: NotChanged) -> None:
        member = self._by_call(failed.carrier_call_id)
        if member is None or not member.changing:
            return
        member.changing = False
        member.tries += 1
        if member.tries < MOST_TRIES:
            return
        member.tries = 0
        if member is self._caller and member.now.hold:
            why = f"the caller could not be taken off hold: {failed.why}"
            self._given.append(Forward(SendBack(Fallback.BOT, why)))
        elif member.leg is Leg.SUPERVISOR:
            # Who hears a supervisor must be certain.
            self._remove(member, f"it is not known who hears them: {failed.why}")
        else:
            self._refuse(f"it could not be done: {failed.why}")
        member.wanted = member.now

    # What follows.

    def _settle(self) -> None:
        """Tells the carrier how members shall be, where they are not."""
        for member in self.members:
            if member.present and not member.leaving and not member.changing and member.now != member.wanted:
                member.changing = True
                wanted = member.wanted
                self._given.append(Change(member.call_id, wanted.hold, wanted.muted, wanted.coaches))
        agent, colleague = self._of(Leg.AGENT), self._of(Leg.COLLEAGUE)
        if self._handing_over and agent is not None and colleague is not None:
            ready = not self._caller.now.hold and colleague.now == colleague.wanted
            if ready:
                self._handing_over = False
                self._remove(agent, f"{colleague.name} goes on with the caller")

    def _succeed(self) -> None:
        """A colleague who stays is the agent from now on, and may consult others in turn."""
        if self._of(Leg.AGENT) is None and (colleague := self._of(Leg.COLLEAGUE)) is not None:
            colleague.leg = Leg.AGENT

    def _of(self, leg: Leg) -> Member | None:
        """One who stays."""
        return next((member for member in self.members if member.leg is leg and not member.leaving), None)

    def _by_call(self, call_id: str) -> Member | None:
        return next((member for member in self.members if call_id and member.call_id == call_id), None)

    def _known(self, member: Member, call_id: str) -> None:
        member.call_id = call_id
        if member.leaving:
            self._given.append(Remove(call_id, f"{member.name} is not needed any more"))

    def _remove(self, member: Member, why: str) -> None:
        """At once, or when their leg is known."""
        if not member.leaving and member.call_id:
            self._given.append(Remove(member.call_id, why))
        member.leaving = True

    def _refuse(self, why: str) -> None:
        self._given.append(Refuse(why))


def label(leg: Leg, agent: str) -> str:
    """Of a member, for the carrier: unique, and it says after a restart who they are."""
    return f"{leg.value}-{agent}"


def leg_of(found: str) -> Leg | None:
    """Whose leg has that label; None: it is not one of ours."""
    leg, _, agent = found.partition("-")
    legs = {each.value: each for each in Leg}
    return legs.get(leg) if agent or leg in (Leg.CALLER, Leg.AGENT) else None
