"""A call between people: consulting, holding, handing over, supervising, and what the carrier does not do."""

import random

import pytest

from transcripts.events import HoldEnded, HoldStarted
from voice.conference_call import MOST_TRIES, ConferenceCall, Heard
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


class Talk:
    """A conference whose carrier does what it is told, unless a test says otherwise."""

    def __init__(self) -> None:
        self.call = ConferenceCall("call-1", "CAcaller", "ana", "CAana")
        self.orders: list[ConferenceCommand] = []
        self.obeys = True

    def happens(self, *happened: ConferenceInput) -> list[ConferenceCommand]:
        before = len(self.orders)
        for one in happened:
            given = self.call.take(one, 100 * len(self.orders))
            self.orders += given
            if self.obeys:
                for order in given:
                    self.answer(order)
        return self.orders[before:]

    def answer(self, order: ConferenceCommand) -> None:
        match order:
            case Change(call_id, hold, muted, coach):
                self.happens(Standing(call_id, hold, muted, bool(coach)))
            case Remove(call_id):
                leg = next(m.leg for m in self.call.members if m.call_id == call_id)
                self.happens(Left(leg, call_id, "room", "participant_updated_via_api"))
            case _:
                pass

    def comes(self, leg: Leg, name: str) -> list[ConferenceCommand]:
        return self.happens(Added(f"{leg.value}-{name}", f"CA{name}"), Joined(leg, f"CA{name}", "room"))

    def who(self) -> list[str]:
        return [member.label for member in self.call.members]

    def heard(self, name: str) -> Heard:
        return next(member.now for member in self.call.members if member.name == name)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_the_caller_is_held_and_taken_off_hold_and_both_are_in_the_record(talk: Talk):
    talk.happens(HoldCaller())
    assert talk.call.on_hold
    talk.happens(ResumeCaller())
    assert not talk.call.on_hold
    events = [order.event for order in talk.orders if isinstance(order, Write)]
    assert [(type(event), event.leg) for event in events] == [(HoldStarted, "caller"), (HoldEnded, "caller")]


def test_asking_for_the_same_twice_tells_the_carrier_once(talk: Talk):
    talk.happens(HoldCaller(), HoldCaller(), HoldCaller())
    assert [order for order in talk.orders if isinstance(order, Change)] == [Change("CAcaller", True, False)]


def test_one_change_at_a_time_and_the_last_wish_wins(talk: Talk):
    talk.obeys = False
    talk.happens(HoldCaller(), ResumeCaller(), HoldCaller(), ResumeCaller())
    assert talk.orders == [Change("CAcaller", True, False)]
    talk.obeys = True
    talk.happens(Standing("CAcaller", True, False, False))
    assert not talk.call.on_hold


def test_a_colleague_is_consulted_while_the_caller_hears_music_and_then_brought_in(talk: Talk):
    talk.happens(Consult("ben"))
    assert Add("colleague-ben", Leg.COLLEAGUE, "ben") in talk.orders
    assert talk.call.on_hold
    talk.comes(Leg.COLLEAGUE, "ben")
    assert talk.call.consulting
    talk.happens(BringIn())
    assert not talk.call.on_hold
    assert talk.who() == ["caller", "agent-ana", "colleague-ben"]


def test_the_agent_leaves_only_when_caller_and_colleague_hear_each_other(talk: Talk):
    talk.happens(Consult("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    talk.obeys = False
    assert talk.happens(HandOver()) == [Change("CAcaller", False, False)]
    orders = talk.happens(Standing("CAcaller", False, False, False))
    assert orders[-1] == Remove("CAana", "ben goes on with the caller")


def test_nothing_is_handed_over_to_nobody(talk: Talk):
    talk.happens(Consult("ben"))
    assert isinstance(talk.happens(HandOver())[0], Refuse)
    assert "agent-ana" in talk.who()


def test_who_ends_the_consultation_has_the_caller_again(talk: Talk):
    talk.happens(Consult("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    talk.happens(EndConsult())
    assert talk.who() == ["caller", "agent-ana"]
    assert not talk.call.on_hold


def test_a_colleague_who_does_not_answer_ends_the_callers_hold(talk: Talk):
    talk.happens(Consult("ben"))
    orders = talk.happens(NotAdded("colleague-ben", "no answer"))
    assert orders[0] == Refuse("ben could not be brought in: no answer")
    assert not talk.call.on_hold


def test_a_colleague_who_drops_out_ends_the_callers_hold(talk: Talk):
    talk.happens(Consult("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    talk.happens(Left(Leg.COLLEAGUE, "CAben", "room", "participant_hung_up"))
    assert not talk.call.on_hold


def test_an_agent_who_drops_out_of_a_consultation_leaves_the_caller_to_the_colleague(talk: Talk):
    talk.happens(Consult("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    talk.happens(Left(Leg.AGENT, "CAana", "room", "participant_hung_up"))
    assert not talk.call.on_hold


def test_a_colleague_who_is_not_wanted_any_more_when_they_answer_is_asked_out(talk: Talk):
    talk.happens(Consult("ben"), EndConsult())
    assert [order for order in talk.orders if isinstance(order, Remove)] == []
    talk.obeys = False
    assert talk.comes(Leg.COLLEAGUE, "ben")[0] == Remove("CAben", "ben is not needed any more")


def test_a_join_before_the_answer_to_the_request_names_the_leg(talk: Talk):
    talk.happens(AddColleague("ben"), Joined(Leg.COLLEAGUE, "CAben", "room"))
    assert talk.happens(Added("colleague-ben", "CAben")) == []
    assert talk.call.members[-1].call_id == "CAben"


def test_a_colleague_is_added_without_a_hold(talk: Talk):
    talk.happens(AddColleague("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    assert not talk.call.on_hold
    assert isinstance(talk.happens(AddColleague("cho"))[0], Refuse)


def test_a_supervisor_listens_coaches_and_barges_in(talk: Talk):
    talk.happens(Supervise("sam", Mode.MONITOR))
    assert Add("supervisor-sam", Leg.SUPERVISOR, "sam", muted=True) in talk.orders
    talk.comes(Leg.SUPERVISOR, "sam")
    assert talk.heard("sam") == Heard(muted=True)
    talk.happens(Supervise("sam", Mode.COACH))
    assert talk.heard("sam") == Heard(coaches="CAana")
    talk.happens(Supervise("sam", Mode.BARGE))
    assert talk.heard("sam") == Heard()
    talk.happens(StopSupervising("sam"))
    assert talk.who() == ["caller", "agent-ana"]


def test_who_coached_an_agent_that_left_is_not_heard_by_the_caller(talk: Talk):
    talk.happens(AddColleague("ben"))
    talk.comes(Leg.COLLEAGUE, "ben")
    talk.happens(Supervise("sam", Mode.COACH))
    talk.comes(Leg.SUPERVISOR, "sam")
    talk.happens(Left(Leg.AGENT, "CAana", "room", "participant_hung_up"))
    assert talk.heard("sam") == Heard(muted=True)


def test_a_supervisor_takes_over_and_the_transfer_knows(talk: Talk):
    talk.happens(Supervise("sam", Mode.MONITOR))
    talk.comes(Leg.SUPERVISOR, "sam")
    orders = talk.happens(TakeOver("sam"))
    assert orders[0] == Forward(TakenOver("CAsam"))
    assert orders[-1] == Remove("CAana", "sam goes on with the caller")
    assert talk.heard("sam") == Heard()


def test_who_is_not_there_takes_nothing_over(talk: Talk):
    assert talk.happens(TakeOver("sam")) == [Refuse("the supervisor is not in this call")]


def test_a_caller_who_cannot_be_taken_off_hold_is_brought_to_the_bot(talk: Talk):
    talk.happens(HoldCaller())
    talk.obeys = False
    talk.happens(ResumeCaller())
    for _ in range(MOST_TRIES):
        orders = talk.happens(NotChanged("CAcaller", "503"))
    why = "the caller could not be taken off hold: 503"
    assert orders == [Forward(SendBack(Fallback.BOT, why))]


def test_a_supervisor_of_whom_it_is_not_known_who_hears_them_is_asked_out(talk: Talk):
    talk.happens(Supervise("sam", Mode.BARGE))
    talk.comes(Leg.SUPERVISOR, "sam")
    talk.obeys = False
    talk.happens(Supervise("sam", Mode.MONITOR))
    for _ in range(MOST_TRIES):
        orders = talk.happens(NotChanged("CAsam", "503"))
    assert isinstance(orders[-1], Remove)


def test_a_hold_that_fails_is_said_to_whoever_asked(talk: Talk):
    talk.obeys = False
    talk.happens(HoldCaller())
    for _ in range(MOST_TRIES):
        orders = talk.happens(NotChanged("CAcaller", "503"))
    assert orders == [Refuse("it could not be done: 503")]
    assert not talk.call.on_hold


def test_a_callback_that_was_overtaken_changes_nothing(talk: Talk):
    talk.obeys = False
    talk.happens(HoldCaller(), Standing("CAcaller", True, False, False, 7))
    talk.happens(Standing("CAcaller", False, False, False, 5))
    assert talk.call.on_hold


def test_a_caller_is_passed_on_by_the_transfer(talk: Talk):
    orders = talk.happens(PassOn(Fallback.QUEUE, "for the care team", "care"))
    assert orders == [Forward(SendBack(Fallback.QUEUE, "for the care team", "care"))]


@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(0, 800, 100)])
def test_whatever_is_asked_everybody_is_heard_as_they_are_wanted_in_the_end(seeds: range):
    for seed in seeds:
        chance, talk = random.Random(seed), Talk()
        for _ in range(chance.randrange(3, 40)):
            talk.obeys = chance.random() < 0.6
            talk.happens(_anything(chance))
            waits = talk.call.consulting and not talk.call.members[0].wanted.hold
            assert not waits, f"seed {seed}: the caller hears the consultation"
        talk.obeys = True
        for _ in range(6):
            for member in talk.call.members:
                if member.changing:
                    wanted = member.wanted
                    talk.happens(Standing(member.call_id, wanted.hold, wanted.muted, bool(wanted.coaches)))
        for member in talk.call.members:
            assert not member.present or member.leaving or member.now == member.wanted, f"seed {seed}"


def _anything(chance: random.Random) -> ConferenceInput:
    name, leg = chance.choice([("ben", Leg.COLLEAGUE), ("sam", Leg.SUPERVISOR)])
    call = chance.choice(["CAcaller", "CAana", "CAben", "CAsam"])
    flags = [chance.random() < 0.5 for _ in range(3)]
    return chance.choice(
        [
            HoldCaller(),
            ResumeCaller(),
            Consult("ben"),
            AddColleague("ben"),
            BringIn(),
            HandOver(),
            EndConsult(),
            Supervise("sam", chance.choice(list(Mode))),
            StopSupervising("sam"),
            TakeOver("sam"),
            Added(f"{leg.value}-{name}", f"CA{name}"),
            Joined(leg, f"CA{name}", "room"),
            NotAdded(f"{leg.value}-{name}", "busy"),
            Left(leg, f"CA{name}", "room", "participant_hung_up"),
            NotChanged(call, "503"),
            Standing(call, *flags, chance.randint(-1, 20)),
        ]
    )
