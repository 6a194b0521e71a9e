"""What carries a call between people out: who is kept and let go, what is lost on the way, and who is told.

The machine is the real one; the desk stands in for the roster and the carrier, whose parts are rung end to end.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import pytest

from tests.virtual_time import run
from transcripts.events import AnyEvent, HoldEnded, HoldStarted
from voice.conference_call import ConferenceCall, Heard
from voice.conference_driver import AGAIN_S, REMOVALS_TRIED, RING_MARGIN_S, WATCH_S, ConferenceDriver
from voice.conference_messages import (
    Add,
    AddColleague,
    BringIn,
    Change,
    Consult,
    EndConsult,
    HandOver,
    HoldCaller,
    Mode,
    PassOn,
    ResumeCaller,
    Standing,
    StopSupervising,
    Supervise,
    TakeOver,
)
from voice.presence import Presence
from voice.transfer_messages import Fallback, Joined, Left, Leg, SendBack, TakenOver
from voice.twilio.rest import Answer, Done, Refused, Unknown
from voice.twilio.rest_conferences import CONNECTED, Seat, SeatAnswer

CALLER, AGENT = "CA-caller", "CA-ana"
ROOM = "transfer-1-1"
LOST = Unknown("the carrier failed (503)")


def seat(call_id: str, label: str, **how) -> Seat:
    return replace(Seat(call_id, label, False, False, False, "", CONNECTED), **how)


class Line:
    now_ms = 1000

    def __init__(self) -> None:
        self.events: list[AnyEvent] = []

    def write(self, event: AnyEvent) -> None:
        self.events.append(event)


class Desk:
    """Everybody is free, and the carrier does what it is asked, unless told otherwise."""

    conference = ROOM
    ring_s = 20

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.busy: dict[str, str] = {}
        self.add_answers: list[SeatAnswer] = []
        self.change_answers: list[SeatAnswer] = []
        self.look_answers: list[SeatAnswer] = []
        self.removals: Answer = Done("")
        self.there: tuple[Seat, ...] | None = None
        self.held: tuple[str, ...] = ()

    def cannot(self, leg: Leg, agent: str) -> str:
        return self.busy.get(agent, "")

    async def reserve(self, leg: Leg, agent: str) -> str:
        await asyncio.sleep(0.01)
        self.asked.append(f"reserve {agent}")
        return self.cannot(leg, agent)

    def kept(self) -> tuple[str, ...]:
        return self.held

    async def engage(self, agent: str) -> None:
        self.asked.append(f"engage {agent}")

    async def release(self, agent: str, presence: Presence, why: str) -> None:
        self.asked.append(f"release {agent} {presence}")

    async def add(self, order: Add) -> SeatAnswer:
        await asyncio.sleep(0.1)
        self.asked.append(f"add {order.label}")
        default = seat(f"CA-{order.agent}", order.label, status="queued")
        return self.add_answers.pop(0) if self.add_answers else default

    async def change(self, order: Change) -> SeatAnswer:
        how = [word for word, on in (("hold", order.hold), ("muted", order.muted)) if on]
        self.asked.append(f"change {order.carrier_call_id} {' '.join(how) or 'open'}{order.coach_call_id}")
        if self.change_answers:
            return self.change_answers.pop(0)
        return seat(
            order.carrier_call_id,
            "",
            hold=order.hold,
            muted=order.muted,
            coaching=bool(order.coach_call_id),
            coached_call_sid=order.coach_call_id,
        )

    async def look(self, label: str) -> SeatAnswer:
        self.asked.append(f"look {label}")
        return self.look_answers.pop(0) if self.look_answers else LOST

    async def seats(self) -> tuple[Seat, ...] | None:
        self.asked.append("seats")
        return self.there

    async def remove(self, call_id: str) -> Answer:
        self.asked.append(f"remove {call_id}")
        return self.removals

    async def hang_up(self, call_id: str) -> Answer:
        self.asked.append(f"hang up {call_id}")
        return Done(call_id)


class Scene:
    """A transfer that gives what it is told back to the people in it, as the real one does."""

    def __init__(self) -> None:
        self.line, self.desk = Line(), Desk()
        self.transfer: list[SendBack | TakenOver | Joined | Left] = []
        self.driver = ConferenceDriver(
            ConferenceCall("call-1", CALLER, "ana", AGENT), self.line, self.desk, self._told, self._beside
        )
        self.tasks: set[asyncio.Task[None]] = set()

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)

    def _told(self, order: SendBack | TakenOver | Joined | Left) -> None:
        self.transfer.append(order)
        if isinstance(order, Joined | Left):
            self.driver.take(order)
        elif isinstance(order, SendBack):
            self.driver.close("the caller has left the call")

    def comes(self, label: str, call_id: str, *, muted: bool = False, coaching: bool = False) -> None:
        leg = Leg(label.partition("-")[0])
        joined = Joined(leg, call_id, ROOM)
        self.driver.joined(joined, label, Standing(call_id, False, muted, coaching, 5))

    async def consulting(self) -> None:
        assert self.driver.ask(Consult("ben")) == ""
        await asyncio.sleep(0.5)
        self.driver.progress("colleague-ben", "CA-ben", "ringing")
        self.comes("colleague-ben", "CA-ben")
        await asyncio.sleep(0.1)

    def who(self) -> list[str]:
        return [member.label for member in self.driver.call.members]

    def counts(self, asked: str) -> int:
        return self.desk.asked.count(asked)


def played(work) -> None:
    """A scene in virtual time, from its beginning to the end of the call."""

    async def whole() -> None:
        scene = Scene()
        await work(scene)
        scene.driver.close("the end")
        await asyncio.gather(*scene.tasks)

    run(whole())


def test_a_consulted_colleague_is_kept_rung_engaged_and_in_the_end_let_go():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        assert scene.driver.call.on_hold
        asked = [word for word in scene.desk.asked if "ben" in word]
        assert asked == ["reserve ben", "add colleague-ben", "engage ben"]
        assert scene.transfer == [Joined(Leg.COLLEAGUE, "CA-ben", ROOM)]
        scene.driver.ask(BringIn())
        await asyncio.sleep(0.1)
        assert not scene.driver.call.on_hold
        scene.driver.progress("colleague-ben", "CA-ben", "completed")
        await asyncio.sleep(0.1)
        assert scene.desk.asked[-1] == "release ben wrap-up"
        assert scene.transfer[-1] == Left(Leg.COLLEAGUE, "CA-ben", ROOM, "they hung up")
        kinds = [type(event) for event in scene.line.events]
        assert kinds == [HoldStarted, HoldEnded]

    played(work)


def test_who_hands_over_is_put_out_and_the_colleague_may_consult_in_turn():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        assert scene.driver.ask(HandOver()) == ""
        await asyncio.sleep(0.1)
        assert scene.counts(f"remove {AGENT}") == 1
        assert scene.transfer[-1] == Left(Leg.AGENT, AGENT, ROOM, "ben goes on with the caller")
        assert scene.driver.ask(Consult("cho")) == ""
        await asyncio.sleep(0.5)
        scene.comes("colleague-cho", "CA-cho")
        scene.driver.progress("colleague-ben", "CA-ben", "completed")
        assert scene.transfer[-1] == Left(Leg.COLLEAGUE, "CA-ben", ROOM, "they hung up")
        assert scene.who() == ["caller", "colleague-cho"]

    played(work)


def test_nobody_is_rung_who_is_not_free():
    async def work(scene: Scene) -> None:
        scene.desk.busy["ben"] = "ben is on a break"
        assert scene.driver.ask(Consult("ben")) == ""
        await asyncio.sleep(1)
        assert "add colleague-ben" not in scene.desk.asked
        assert list(scene.driver.notices) == ["ben could not be brought in: ben is on a break"]
        assert not scene.driver.call.on_hold

    played(work)


@pytest.mark.parametrize(
    ("status", "presence"),
    [("busy", "break"), ("no-answer", "break"), ("failed", "offline"), ("completed", "available")],
)
def test_a_colleague_who_does_not_come_ends_the_hold_and_is_let_go(status: str, presence: str):
    async def work(scene: Scene) -> None:
        scene.driver.ask(Consult("ben"))
        await asyncio.sleep(0.5)
        scene.driver.progress("colleague-ben", "CA-ben", status)
        scene.driver.not_added("colleague-ben", "CA-ben")
        await asyncio.sleep(0.1)
        assert scene.counts(f"release ben {presence}") == 1
        assert len(scene.driver.notices) == 1
        assert not scene.driver.call.on_hold

    played(work)


def test_a_phone_of_which_no_word_comes_is_looked_after_and_given_up():
    async def work(scene: Scene) -> None:
        scene.driver.ask(Consult("ben"))
        await asyncio.sleep(20 + RING_MARGIN_S + 1)
        assert scene.counts("look colleague-ben") == 1
        assert scene.counts("remove CA-ben") == 1
        assert not scene.driver.call.on_hold
        assert scene.counts("release ben available") == 1

    played(work)


def test_a_colleague_whose_join_was_lost_is_found_when_they_are_looked_after():
    async def work(scene: Scene) -> None:
        scene.driver.ask(Consult("ben"))
        scene.desk.look_answers = [seat("CA-ben", "colleague-ben")]
        await asyncio.sleep(20 + RING_MARGIN_S + 1)
        assert scene.transfer == [Joined(Leg.COLLEAGUE, "CA-ben", ROOM)]
        assert scene.driver.call.on_hold

    played(work)


def test_an_answer_that_was_lost_is_looked_up_before_it_is_believed():
    async def work(scene: Scene) -> None:
        scene.desk.add_answers = [LOST]
        scene.desk.look_answers = [LOST, seat("CA-ben", "colleague-ben", status="ringing")]
        scene.driver.ask(AddColleague("ben"))
        await asyncio.sleep(0.5)
        assert scene.driver.call.members[-1].call_id == "CA-ben"
        assert scene.counts("add colleague-ben") == 1

    played(work)


def test_a_phone_that_rings_though_nobody_knew_it_is_asked_out():
    async def work(scene: Scene) -> None:
        scene.desk.add_answers = [LOST]
        scene.driver.ask(AddColleague("ben"))
        await asyncio.sleep(0.5)
        assert scene.who() == ["caller", "agent-ana"]
        scene.comes("colleague-ben", "CA-late")
        await asyncio.sleep(0.1)
        assert scene.counts("remove CA-late") == 1
        assert scene.transfer == []

    played(work)


def test_a_join_that_overtakes_the_answer_names_the_leg():
    async def work(scene: Scene) -> None:
        scene.driver.ask(AddColleague("ben"))
        await asyncio.sleep(0.05)
        scene.comes("colleague-ben", "CA-ben")
        await asyncio.sleep(0.5)
        assert [member.call_id for member in scene.driver.call.members] == [CALLER, AGENT, "CA-ben"]

    played(work)


def test_a_word_about_a_leg_that_has_gone_says_nothing_of_the_next_one():
    async def work(scene: Scene) -> None:
        scene.driver.ask(AddColleague("ben"))
        await asyncio.sleep(0.5)
        scene.driver.progress("colleague-ben", "CA-ben", "busy")
        scene.desk.add_answers = [seat("CA-ben-2", "colleague-ben", status="queued")]
        scene.driver.ask(AddColleague("ben"))
        scene.driver.progress("colleague-ben", "CA-ben", "completed")
        scene.comes("colleague-ben", "CA-ben")
        await asyncio.sleep(0.5)
        assert scene.driver.call.members[-1].call_id == "CA-ben-2"
        assert not scene.driver.call.members[-1].present

    played(work)


def test_a_colleague_who_is_not_wanted_any_more_while_they_are_kept_is_not_rung():
    async def work(scene: Scene) -> None:
        scene.driver.ask(Consult("ben"))
        scene.driver.ask(EndConsult())
        await asyncio.sleep(0.5)
        assert "add colleague-ben" not in scene.desk.asked
        assert scene.counts("release ben available") == 1

    played(work)


def test_a_supervisor_coaches_and_takes_over():
    async def work(scene: Scene) -> None:
        scene.driver.ask(Supervise("sam", Mode.MONITOR))
        await asyncio.sleep(0.5)
        scene.comes("supervisor-sam", "CA-sam", muted=True)
        scene.driver.ask(Supervise("sam", Mode.COACH))
        await asyncio.sleep(0.1)
        assert scene.desk.asked[-1] == f"change CA-sam open{AGENT}"
        assert scene.driver.ask(TakeOver("sam")) == ""
        await asyncio.sleep(0.1)
        assert TakenOver("CA-sam") in scene.transfer
        assert scene.transfer[-1] == Left(Leg.AGENT, AGENT, ROOM, "sam goes on with the caller")
        scene.driver.close("the caller hung up")
        await asyncio.sleep(0.1)
        assert scene.desk.asked[-2:] == ["hang up CA-sam", "release sam wrap-up"]

    played(work)


def test_a_supervisor_who_only_listened_writes_no_notes():
    async def work(scene: Scene) -> None:
        scene.driver.ask(Supervise("sam", Mode.MONITOR))
        await asyncio.sleep(0.5)
        scene.comes("supervisor-sam", "CA-sam", muted=True)
        scene.driver.ask(StopSupervising("sam"))
        await asyncio.sleep(0.1)
        assert scene.desk.asked[-1] == "release sam available"

    played(work)


def test_a_change_that_fails_is_tried_again_a_little_later():
    async def work(scene: Scene) -> None:
        scene.desk.change_answers = [LOST, Refused(20429, "too many")]
        scene.driver.ask(HoldCaller())
        await asyncio.sleep(0)
        await asyncio.sleep(AGAIN_S / 2)
        assert scene.counts(f"change {CALLER} hold") == 1
        await asyncio.sleep(3 * AGAIN_S)
        assert scene.counts(f"change {CALLER} hold") == 3
        assert scene.driver.call.on_hold

    played(work)


def test_a_caller_who_cannot_be_taken_off_hold_goes_to_the_bot():
    async def work(scene: Scene) -> None:
        scene.driver.ask(HoldCaller())
        await asyncio.sleep(0.1)
        scene.desk.change_answers = [LOST] * 3
        scene.driver.ask(ResumeCaller())
        await asyncio.sleep(5)
        (back,) = scene.transfer
        assert isinstance(back, SendBack)
        assert back.to is Fallback.BOT
        assert isinstance(scene.line.events[-1], HoldEnded)

    played(work)


def test_who_cannot_be_put_out_is_asked_so_often_and_no_more():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        scene.desk.removals = LOST
        scene.driver.ask(EndConsult())
        await asyncio.sleep(1)
        assert scene.counts("remove CA-ben") == REMOVALS_TRIED
        assert not scene.driver.call.on_hold

    played(work)


def test_a_colleague_whose_leave_was_lost_is_missed():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        scene.desk.there = (seat(CALLER, "caller", hold=True), seat(AGENT, "agent"))
        await asyncio.sleep(WATCH_S + 1)
        assert scene.transfer[-1] == Left(
            Leg.COLLEAGUE, "CA-ben", ROOM, "they are not in the conference any more"
        )
        assert not scene.driver.call.on_hold
        seats = scene.counts("seats")
        await asyncio.sleep(WATCH_S * 3)
        assert scene.counts("seats") == seats

    played(work)


def test_a_carrier_that_does_not_say_who_is_there_puts_nobody_out():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        await asyncio.sleep(WATCH_S * 3 + 1)
        assert scene.counts("seats") == 3
        assert "colleague-ben" in scene.who()

    played(work)


def test_a_caller_who_goes_to_another_queue_takes_nobody_with_them():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        scene.driver.ask(AddColleague("cho"))
        scene.driver.ask(PassOn(Fallback.QUEUE, "about a bill", "billing"))
        await asyncio.sleep(1)
        assert scene.transfer[-1] == SendBack(Fallback.QUEUE, "about a bill", "billing")
        assert scene.counts("hang up CA-ben") == 1
        assert scene.counts("release ben wrap-up") == 1

    played(work)


def test_a_phone_that_began_to_ring_as_the_caller_left_is_hung_up():
    async def work(scene: Scene) -> None:
        scene.driver.ask(AddColleague("ben"))
        await asyncio.sleep(0.05)
        scene.driver.close("the caller hung up")
        await asyncio.sleep(0.5)
        assert scene.counts("hang up CA-ben") == 1
        assert scene.counts("release ben available") == 1

    played(work)


def test_after_a_restart_everybody_is_known_by_their_label_and_stays_as_they_are():
    async def work(scene: Scene) -> None:
        scene.desk.there = (
            seat(CALLER, "caller", hold=True),
            seat(AGENT, "agent"),
            seat("CA-ben", "colleague-ben"),
            seat("CA-sam", "supervisor-sam", coaching=True, coached_call_sid=AGENT),
            seat("CA-eva", "supervisor-eva", muted=True),
            seat("CA-cho", "stranger"),
        )
        scene.desk.held = ("ana", "ben", "dev")
        await scene.driver.recognise()
        await asyncio.sleep(0.5)
        assert scene.who() == ["caller", "agent-ana", "colleague-ben", "supervisor-sam", "supervisor-eva"]
        assert [asked for asked in scene.desk.asked if "release" in asked] == ["release dev available"]
        assert scene.driver.call.on_hold
        assert [asked for asked in scene.desk.asked if asked.startswith("change")] == [
            f"change {CALLER} hold"
        ]
        assert [order.carrier_call_id for order in scene.transfer if isinstance(order, Joined)] == [
            "CA-ben",
            "CA-sam",
            "CA-eva",
        ]
        heard = {member.name: member.now for member in scene.driver.call.members}
        assert (heard["sam"], heard["eva"]) == (Heard(coaches=AGENT), Heard(muted=True))

    played(work)


def test_a_service_that_stops_leaves_the_conference_as_it_is():
    async def work(scene: Scene) -> None:
        await scene.consulting()
        before = list(scene.desk.asked)
        scene.driver.cancel()
        await asyncio.sleep(WATCH_S * 2)
        assert scene.desk.asked == before

    played(work)
