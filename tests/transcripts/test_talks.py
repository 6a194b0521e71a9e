"""Who had a call, and until when."""

from tests.transcripts.recorded import CALL, journaled, started
from tests.transcripts.wrapped_up import (
    ANA,
    BEN,
    accepted,
    hung_up,
    left,
    stepped,
    talk,
    transfer_ended,
    wrapped_call,
)
from transcripts.events import AnyEvent, LegJoined, WrapUpClosed
from transcripts.talks import Talks, talks_of


def known(*events: AnyEvent) -> Talks:
    return talks_of(journaled(*events))


def colleague(agent: str = BEN) -> LegJoined:
    return LegJoined(
        call_id=CALL, at_ms=12_000, leg="colleague", carrier_call_id=f"CA-{agent}", conference="t1"
    )


def closed(by: str) -> WrapUpClosed:
    return WrapUpClosed(call_id=CALL, at_ms=70_000, by=by, disposition="", took_ms=5)


def test_an_offer_that_was_taken_is_a_talk_once_they_hear_each_other():
    assert known(started(), accepted()[0]).all() == ()
    (only,) = known(*talk()).all()
    assert (only.agent, only.since_ms, only.open) == (ANA, 5000, False)


def test_a_talk_ends_with_the_leg_the_transfer_or_the_call():
    for end in (left(), transfer_ended(), hung_up()):
        talks = known(*talk(), end)
        only = talks.of(ANA)
        assert only is not None
        assert only.open
        assert type(only.over) is type(end)


def test_the_first_end_counts():
    only = known(*talk(), left(), transfer_ended(at_ms=30_000), hung_up()).of(ANA)
    assert only is not None
    assert only.over is not None
    assert only.over.at_ms == 20_000


def test_a_colleague_goes_on_when_the_agent_hands_over():
    talks = known(
        *talk(), stepped("consult", BEN), colleague(), stepped("hand-over"), left(), transfer_ended()
    )
    ana, ben = talks.of(ANA), talks.of(BEN)
    assert ana is not None
    assert ben is not None
    assert (ana.open, ben.over) == (True, None)
    assert talks.latest == ben
    assert not talks.answers_for(ANA)


def test_who_had_the_call_last_answers_for_what_was_missed():
    over = known(*talk(), stepped("consult", BEN), colleague(), left(BEN, 15_000, "colleague"), hung_up())
    assert over.answers_for(ANA)
    assert not over.answers_for(BEN)
    passed = known(*talk(), stepped("pass-on", "billing"), left())
    assert not passed.answers_for(ANA)


def test_a_supervisor_who_takes_over_has_the_call():
    talks = known(*talk(), stepped("take-over", BEN, by=BEN), hung_up())
    assert [one.agent for one in talks.all() if one.open] == [ANA, BEN]


def test_an_agent_who_has_the_call_again_has_new_notes_to_write():
    again = known(*talk(), left(), closed(ANA), *accepted(transfer="t2", at_ms=40_000))
    only = again.of(ANA)
    assert only is not None
    assert (only.closed, only.over, only.since_ms) == (None, None, 40_000)


def test_a_call_is_settled_when_it_is_over_and_everybody_has_closed_it():
    assert not known(*wrapped_call()).settled
    assert known(*wrapped_call(), closed(ANA)).settled
    assert not known(*talk(), left(), closed(ANA)).settled
    assert not known(started(), hung_up()).settled
    assert known(started(), hung_up(), closed("sue")).settled


def test_an_event_that_comes_twice_is_heard_once():
    events = journaled(*wrapped_call())
    talks = talks_of(events)
    before = talks.all()
    for event in events:
        talks.heard(event)
    assert talks.all() == before
