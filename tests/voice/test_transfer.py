"""The way to a person when all goes well, and what each step may not do (the edges: test_transfer_edges)."""

import pytest

from tests.voice.transfer_world import BEGIN, World, sid
from transcripts.events import (
    LegJoined,
    LegLeft,
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
    TransferEnded,
    TransferOffered,
)
from voice.transfer_messages import (
    Accepted,
    Admit,
    AgentDocument,
    AgentStatus,
    Arm,
    Begin,
    CallerBack,
    CallerGone,
    Cancel,
    Declined,
    Dial,
    DialFailed,
    DialPlaced,
    DialUnknown,
    Engage,
    Fallback,
    GiveBack,
    HangUp,
    How,
    Joined,
    Left,
    Leg,
    Look,
    MoveCaller,
    MoveDone,
    MoveFailed,
    NobodyFree,
    Place,
    Release,
    Reserve,
    Reserved,
    ReturnCaller,
    SendBack,
    StartMusic,
    StopMusic,
    Tell,
    Timer,
    TimerFired,
    WhisperAsked,
)
from voice.transfer_plan import Plan
from voice.transfer_states import State


@pytest.fixture
def world() -> World:
    return World()


def kinds(orders: list[object]) -> list[str]:
    return [type(order).__name__ for order in orders if not isinstance(order, Arm)]


# The good way.


def test_the_agent_is_rung_before_the_caller_is_moved(world: World):
    world.happens(BEGIN)
    assert world.told() == ["transfer_begin"]
    assert world.all_of(Reserve) == [Reserve("billing", ())]
    world.happens(Reserved("ana"))
    assert world.all_of(Dial) == [Dial("ana", 1, "T1-1", 20)]
    world.happens(DialPlaced(1, "CA1"), AgentStatus(1, "CA1", "ringing", 1), WhisperAsked(1, "CA1"))
    assert world.transfer.state is State.OFFERED
    assert world.all_of(MoveCaller) == []


def test_an_acceptance_tells_the_caller_and_then_moves_them(world: World):
    orders = world.offered().happens(Accepted(1, "CA1", How.KEY))
    assert kinds(orders) == ["Write", "Engage", "Disarm", "Disarm", "Tell", "MoveCaller"]
    assert [o for o in orders if isinstance(o, Tell)] == [
        Tell("transfer_connecting", {"queue": "billing", "agent": "ana"})
    ]


def test_they_are_together_when_both_are_seen_in_the_conference(world: World):
    world.moving().happens(MoveDone("T1-1"))
    world.joins(Leg.CALLER, "CAcaller")
    assert world.transfer.state is State.MOVING
    world.joins(Leg.AGENT, "CA1")
    assert world.transfer.state is State.BRIDGED
    (completed,) = world.events(TransferCompleted)
    assert completed.agent == "ana"
    assert completed.waited_ms == completed.at_ms - 100 > 0


def test_the_record_of_a_good_transfer_is_complete(world: World):
    world.bridged()
    world.leaves(Leg.AGENT, "CA1")
    world.happens(CallerBack())
    assert [type(event) for event in world.events()] == [
        TransferAgreed, TransferOffered, TransferOffered, TransferAccepted, LegJoined, LegJoined,
        TransferCompleted, LegLeft, TransferEnded,
    ]  # fmt: skip
    assert [e.carrier_call_id for e in world.events(TransferOffered)] == ["", "CA1"]


def test_music_plays_from_the_beginning_until_the_caller_is_moved(world: World):
    world.moving()
    assert len(world.all_of(StartMusic)) == 1
    assert world.all_of(StopMusic) == []
    world.happens(MoveDone("T1-1"))
    assert len(world.all_of(StopMusic)) == 1


def test_the_caller_hears_a_word_now_and_then(world: World):
    world.ringing()
    world.fires(Timer.COMPANY)
    world.fires(Timer.COMPANY)
    assert world.told() == ["transfer_begin", "transfer_still", "transfer_still"]


# What the agent's phone is told.


def test_a_phone_that_asks_hears_the_offer_and_after_the_key_joins(world: World):
    world.ringing()
    assert world.transfer.document(1, "CA1") is AgentDocument.WHISPER
    world.happens(WhisperAsked(1, "CA1"), Accepted(1, "CA1", How.KEY))
    assert world.transfer.document(1, "CA1") is AgentDocument.CONFERENCE


def test_asking_for_a_document_again_changes_nothing(world: World):
    world.offered()
    before = list(world.orders)
    assert {world.transfer.document(1, "CA1") for _ in range(3)} == {AgentDocument.WHISPER}
    assert world.orders == before
    assert world.transfer.state is State.OFFERED


def test_who_declined_by_key_hears_goodbye_and_is_not_cut_off(world: World):
    orders = world.offered().happens(Declined(1, "CA1", How.KEY))
    assert world.transfer.document(1, "CA1") is AgentDocument.GOODBYE
    assert not [o for o in orders if isinstance(o, HangUp)]


def test_who_comes_too_late_is_told_so(world: World):
    world.offered()
    world.fires()
    world.happens(Reserved("ben"), DialPlaced(2, "CA2"), Accepted(1, "CA1", How.KEY))
    assert world.transfer.document(1, "CA1") is AgentDocument.TOO_LATE
    assert world.transfer.document(2, "CA2") is AgentDocument.WHISPER
    assert [e.outcome for e in world.events(TransferDeclined)] == ["voicemail", "too-late"]


def test_a_stranger_is_told_that_it_is_too_late(world: World):
    world.ringing()
    assert world.transfer.document(1, "CAother") is AgentDocument.TOO_LATE
    assert world.transfer.document(7, "CA7") is AgentDocument.TOO_LATE


def test_after_the_end_every_phone_is_told_that_it_is_too_late(world: World):
    world.ringing().happens(CallerGone("completed"))
    assert world.transfer.document(1, "CA1") is AgentDocument.TOO_LATE


# The panel.


def test_an_acceptance_on_the_panel_lets_the_phone_in(world: World):
    orders = world.offered().happens(Accepted(1, "", How.PANEL))
    assert [o for o in orders if isinstance(o, Admit)] == [Admit("CA1", "T1-1")]
    assert world.all_of(MoveCaller)


def test_an_acceptance_before_the_phone_is_lifted_waits_for_it(world: World):
    world.ringing().happens(Accepted(1, "", How.PANEL))
    assert world.all_of(Engage) == [Engage("ana")]
    assert world.all_of(MoveCaller) == []
    world.happens(WhisperAsked(1, "CA1"))
    assert world.all_of(MoveCaller) == [MoveCaller("T1-1")]
    assert world.all_of(Admit) == []
    assert world.transfer.document(1, "CA1") is AgentDocument.CONFERENCE


def test_a_phone_that_is_never_lifted_after_the_panel_accepted_was_not_answered(world: World):
    world.ringing().happens(Accepted(1, "", How.PANEL), AgentStatus(1, "CA1", "no-answer", 2))
    assert [e.outcome for e in world.events(TransferDeclined)] == ["no-answer"]


# Late, twice, out of order.


def test_a_webhook_before_the_answer_to_the_dialling_names_the_leg(world: World):
    world.happens(BEGIN, Reserved("ana"), AgentStatus(1, "CA1", "ringing", 1))
    assert world.transfer.state is State.RINGING
    assert world.happens(DialPlaced(1, "CA1")) == []


def test_a_status_that_was_overtaken_changes_nothing(world: World):
    world.ringing().happens(AgentStatus(1, "CA1", "in-progress", 2))
    assert world.happens(AgentStatus(1, "CA1", "ringing", 1)) == []
    assert world.transfer.state is State.OFFERED


def test_a_join_that_comes_after_the_leaving_is_overtaken(world: World):
    world.moving().happens(MoveDone("T1-1"))
    world.happens(Joined(Leg.AGENT, "CA1", "T1-1", 1), Left(Leg.AGENT, "CA1", "T1-1", "hung up", 5))
    assert [e.outcome for e in world.events(TransferDeclined)] == ["agent-gone"]
    orders = world.happens(Joined(Leg.AGENT, "CA1", "T1-1", 3))
    assert [order for order in orders if not isinstance(order, HangUp)] == []
    assert world.events(TransferCompleted) == []


def test_a_timer_that_fired_as_it_was_set_anew_means_nothing(world: World):
    world.happens(BEGIN, Reserved("ana"))
    old = world.timers[Timer.STEP]
    world.happens(DialPlaced(1, "CA1"))
    assert world.happens(TimerFired(Timer.STEP, old)) == []


def test_what_the_carrier_saw_before_something_happened_means_nothing(world: World):
    world.happens(BEGIN, Reserved("ana"), DialUnknown(1, "time-out"))
    asked = world.look
    assert asked == Look(asked.number, 1, "ana", "", "T1-1")
    world.happens(DialPlaced(1, "CA1"))
    assert world.sees(Place.LIVE, Place.GONE) == []
    assert world.transfer.state is State.RINGING


def test_a_second_leg_of_one_attempt_is_ended(world: World):
    """The dialling was repeated, and both calls came about."""
    world.ringing()
    orders = world.happens(AgentStatus(1, "CAtwin", "ringing", 0))
    assert orders == [HangUp(Leg.AGENT, "CAtwin", "the call has gone on without this leg")]
    assert world.happens(AgentStatus(1, "CAtwin", "in-progress", 1)) == []


def test_a_leg_that_is_known_only_after_the_caller_hung_up_is_ended(world: World):
    """livekit/agents-js#2008: the agent's phone rang on."""
    world.happens(BEGIN, Reserved("ana"), CallerGone("completed"))
    assert world.all_of(HangUp) == []
    orders = world.happens(DialPlaced(1, "CA1"))
    assert orders == [HangUp(Leg.AGENT, "CA1", "the call has gone on without this leg")]


def test_a_late_reservation_is_given_back(world: World):
    world.happens(BEGIN)
    world.fires()
    assert world.happens(Reserved("ana")) == [
        Release("ana", "available", "the transfer had gone on without waiting")
    ]


# The carrier does not say.


def test_a_dialling_of_unknown_outcome_is_looked_at_before_it_is_repeated(world: World):
    world.happens(BEGIN, Reserved("ana"), DialUnknown(1, "503"))
    assert len(world.all_of(Dial)) == 1
    world.sees(Place.LIVE, Place.GONE)
    assert len(world.all_of(Dial)) == 2


def test_a_dialling_that_was_put_off_is_repeated_after_longer_and_longer_pauses(world: World):
    world.happens(BEGIN, Reserved("ana"))
    pauses: list[float] = []
    for _ in range(2):
        orders = world.happens(DialFailed(1, "429", again=True))
        pauses += [order.seconds for order in orders if isinstance(order, Arm)]
        world.fires()
    assert pauses == [1.0, 2.0]
    world.happens(DialFailed(1, "429", again=True))
    assert [e.outcome for e in world.events(TransferDeclined)] == ["failed"]


def test_a_move_on_its_way_is_not_overtaken_by_the_return(world: World):
    """Asked for both at once, the carrier may do the return first, and leave the caller in the conference."""
    world.moving()
    world.happens(AgentStatus(1, "CA1", "completed", 4))
    assert world.all_of(ReturnCaller) == []
    world.happens(MoveDone("T1-1"))
    assert len(world.all_of(ReturnCaller)) == 1


def test_a_move_that_is_still_being_asked_for_is_not_asked_for_again(world: World):
    """The answer is late; that the caller has not moved yet says nothing."""
    world.moving()
    world.fires()
    world.sees(Place.LIVE, Place.CONFERENCE)
    assert len(world.all_of(MoveCaller)) == 1
    world.happens(MoveDone("T1-1"))
    world.joins(Leg.CALLER, "CAcaller")
    assert world.transfer.state is State.BRIDGED


def test_a_caller_whose_leaving_overtook_their_coming_is_not_there(world: World):
    world.moving().happens(MoveDone("T1-1"), Left(Leg.CALLER, "CAcaller", "T1-1", "hung up", 5))
    world.happens(Joined(Leg.CALLER, "CAcaller", "T1-1", 2), Joined(Leg.AGENT, "CA1", "T1-1", 1))
    assert world.transfer.state is State.MOVING


def test_a_move_that_comes_after_all_is_taken_back(world: World):
    world.moving().happens(AgentStatus(1, "CA1", "completed", 4), MoveFailed("T1-1", "400"))
    assert world.transfer.state is State.CHOOSING
    orders = world.joins(Leg.CALLER, "CAcaller")
    assert [o for o in orders if isinstance(o, ReturnCaller)]
    world.happens(CallerBack())
    assert world.transfer.state is State.CHOOSING


def test_a_move_that_comes_after_the_end_is_taken_back(world: World):
    world.moving().happens(AgentStatus(1, "CA1", "completed", 4), MoveFailed("T1-1", "400"), NobodyFree())
    assert world.transfer.ended
    assert isinstance(world.joins(Leg.CALLER, "CAcaller")[0], ReturnCaller)


# Who is asked.


def test_no_agent_is_asked_twice_and_three_at_most():
    world = World(Plan(most_attempts=3))
    for number, agent in enumerate(["ana", "ben", "cho"], 1):
        world.ringing(agent, number).happens(AgentStatus(number, sid(number), "busy", 1))
    assert [order.tried for order in world.all_of(Reserve)] == [(), ("ana",), ("ana", "ben")]
    assert world.transfer.ended
    (ended,) = world.events(TransferEnded)
    assert ended.explanation == "3 of 3 agents were asked"


def test_the_agent_who_wanted_the_call_is_asked_first_and_then_anybody():
    world = World(begin=Begin("billing", "a take-over", preferred="ana"))
    world.happens(world.begin, NobodyFree())
    assert [order.preferred for order in world.all_of(Reserve)] == ["ana", ""]


def test_only_the_agent_who_wanted_the_call_is_asked_where_the_plan_has_one_attempt():
    world = World(Plan(most_attempts=1), Begin("billing", "a take-over", preferred="ana"))
    world.happens(world.begin, NobodyFree())
    assert world.transfer.ended


# During the conversation.


def test_a_caller_who_is_sent_to_another_queue_hears_its_name(world: World):
    world.bridged().happens(SendBack(Fallback.QUEUE, "ana sends the caller on", "care"), CallerBack())
    assert world.orders[-1] == GiveBack(Fallback.QUEUE, "ana sends the caller on", "care")
    assert world.all_of(Tell)[-1] == Tell("transfer_sent_to_queue", {"queue": "care"})


def test_the_last_colleague_to_leave_ends_the_conversation(world: World):
    world.bridged()
    world.joins(Leg.COLLEAGUE, "CAcolleague")
    world.leaves(Leg.AGENT, "CA1")
    assert world.transfer.state is State.BRIDGED
    world.leaves(Leg.COLLEAGUE, "CAcolleague")
    assert world.transfer.state is State.RETURNING


def test_a_supervisor_alone_is_no_company(world: World):
    world.bridged()
    world.joins(Leg.SUPERVISOR, "CAboss")
    world.leaves(Leg.AGENT, "CA1")
    assert world.transfer.state is State.RETURNING
    world.happens(CallerBack())
    assert HangUp(Leg.SUPERVISOR, "CAboss", world.events(TransferEnded)[0].explanation) in world.orders


def test_a_caller_cannot_cancel_what_has_happened(world: World):
    world.moving()
    assert world.happens(Cancel("never mind")) == []


def test_while_they_talk_the_carrier_is_asked_now_and_then(world: World):
    world.bridged()
    for _ in range(5):
        world.fires()
        world.sees(Place.CONFERENCE, Place.CONFERENCE)
    assert world.transfer.state is State.BRIDGED
    assert len(world.all_of(Look)) == 5
