import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.recorded import (
    CALL,
    PASSAGE,
    answered_call,
    bot,
    callback,
    ended,
    escalated,
    found,
    intent,
    journaled,
    said,
    settled,
    started,
)
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallerSilent,
    CallOutcome,
    EndReason,
    FaultNoticed,
    NotUnderstood,
    SummaryDrafted,
    Utterance,
)
from transcripts.outcome import derive_outcome
from transcripts.summary import draft_summary

HUNG_UP = ended(EndReason.CALLER_HUNG_UP)


def texts(summary: SummaryDrafted, section: str) -> list[str]:
    return [sentence.text for sentence in summary.sentences if sentence.section == section]


def drafted(*events: AnyEvent) -> SummaryDrafted:
    return draft_summary(journaled(started(), *events))


def test_an_answered_call_reads_as_its_reason_what_was_done_and_how_it_ended() -> None:
    summary = draft_summary(answered_call())
    assert [(sentence.section, sentence.text) for sentence in summary.sentences] == [
        ("reason", "The caller said: “my internet has been very slow since Tuesday.”"),
        ("done", "The bot read “Slow internet, First steps”."),
        (
            "outcome",
            "Answered: asked whether that settled it, the caller said “Yes, that fixed it, thanks.”",
        ),
        ("follow-up", "No follow-up was agreed."),
    ]
    assert [sentence.utterance_ids for sentence in summary.sentences] == [("u1",), ("u1", "b2"), ("u2",), ()]
    assert [sentence.sequences for sentence in summary.sentences] == [(4,), (5,), (9,), (10,)]
    assert [sentence.start_ms for sentence in summary.sentences] == [1000, 1000, 7000, 9000]


def test_the_reason_is_the_surest_intent_and_not_the_first_words() -> None:
    summary = drafted(
        said("u1", "It is about the thing we talked about last week."),
        intent("u1", "billing", 0.3),
        said("u2", "I want to cancel my contract.", 5000),
        intent("u2", "cancel", 0.95),
    )
    assert texts(summary, "reason") == ["The caller said: “I want to cancel my contract.”"]


def test_two_matters_are_two_reasons() -> None:
    summary = drafted(
        said("u1", "My bill is too high."),
        intent("u1", "billing", 0.8),
        said("u2", "Also I am moving house next month.", 5000),
        intent("u2", "move", 0.9),
    )
    assert texts(summary, "reason") == [
        "The caller said: “My bill is too high.”",
        "The caller also said: “Also I am moving house next month.”",
    ]


def test_without_an_intent_the_reason_is_the_first_utterance_with_substance() -> None:
    summary = drafted(
        said("u1", "Yes, hello?"), said("u2", "My neighbour's dog ate the cable.", 4000), HUNG_UP
    )
    assert texts(summary, "reason") == ["The caller said: “My neighbour's dog ate the cable.”"]


def test_a_caller_who_said_nothing_is_not_given_words() -> None:
    silent = CallerSilent(call_id=CALL, at_ms=6000, count=1)
    summary = drafted(silent, HUNG_UP)
    assert texts(summary, "reason") == [
        "Why the caller rang is unknown: nothing that they said is on record."
    ]
    assert summary.sentences[0].sequences == (2,)
    assert texts(summary, "done") == [
        "The bot gave no answer.",
        "The caller was silent once when something was expected.",
    ]


def test_a_caller_whom_nobody_understood_is_not_given_words() -> None:
    puzzled = NotUnderstood(call_id=CALL, at_ms=2000, utterance_id="u1", count=1, explanation="noise")
    summary = drafted(said("u1", "", rejected="one token over and over"), puzzled, HUNG_UP)
    assert texts(summary, "reason") == [
        "Why the caller rang is unknown: nothing that they said could be understood."
    ]
    assert summary.sentences[0].utterance_ids == ("u1",)
    assert "The bot did not understand the caller once." in texts(summary, "done")


@pytest.mark.parametrize(
    ("heard", "sentence"),
    [
        (PASSAGE, "The bot read “Slow internet, First steps”."),
        (
            "Restart the router by holding its button",
            (
                "The bot read “Slow internet, First steps”; the caller heard only a part of it, up to “… the "
                "router by holding its button”."
            ),
        ),
        (
            "Restart the router",
            (
                "The bot read “Slow internet, First steps”; the caller heard only a part of it, up to "
                "“Restart the router”."
            ),
        ),
        ("", "The bot was about to read “Slow internet, First steps”; the caller heard none of it."),
    ],
)
def test_an_answer_counts_as_far_as_it_was_heard(heard: str, sentence: str) -> None:
    summary = drafted(said("u1", "slow"), found(), bot("b2", PASSAGE, heard=heard), HUNG_UP)
    assert texts(summary, "done") == [sentence]


def test_an_answer_of_which_no_playback_is_on_record_is_not_said_to_be_heard() -> None:
    summary = drafted(said("u1", "slow"), found(), ended(EndReason.SERVICE_STOPPED))
    assert texts(summary, "done") == [
        "The bot chose “Slow internet, First steps” to read out; how much of it was heard is unknown."
    ]


def test_an_answer_that_was_read_again_is_one_sentence_about_the_better_reading() -> None:
    summary = drafted(
        found(), bot("b1", PASSAGE, heard="Restart"), found(), bot("b2", PASSAGE, start_ms=6000)
    )
    assert texts(summary, "done") == ["The bot read “Slow internet, First steps”."]


def test_the_rest_of_what_the_bot_said_is_no_reading_of_the_passage() -> None:
    summary = drafted(found(), bot("b1", PASSAGE), bot("b2", "Is there anything else?", heard="Is"), HUNG_UP)
    assert texts(summary, "done") == ["The bot read “Slow internet, First steps”."]


def test_a_call_back_is_the_outcome_and_the_follow_up() -> None:
    summary = drafted(
        said("u1", "Let me talk to someone."),
        escalated(),
        said("u2", "Four one five", 6000),
        callback("u2"),
        HUNG_UP,
    )
    assert texts(summary, "outcome") == ["Not settled in this call: a call-back was promised."]
    assert texts(summary, "follow-up") == ["Call back +14155552671, by the billing team."]
    assert summary.sentences[-1].utterance_ids == ("u2",)
    assert summary.sentences[-1].sequences == (5,)
    assert summary.sentences[-1].start_ms == 6000


def test_an_escalation_without_a_call_back_is_left_for_a_person() -> None:
    summary = drafted(said("u1", "Let me talk to someone."), escalated(), HUNG_UP)
    assert texts(summary, "outcome") == [
        "Not settled: the caller asked for a person, and no call-back was agreed."
    ]
    assert texts(summary, "follow-up")[0].startswith("A person must look at this call")
    assert summary.sentences[-1].sequences == (3,)


def test_a_caller_who_said_no_is_not_said_to_be_answered() -> None:
    summary = drafted(
        found(), bot("b1", PASSAGE), said("u2", "No, still slow.", 7000), settled("u2", False), HUNG_UP
    )
    assert texts(summary, "outcome") == ["Not settled: the caller said “No, still slow.”, and hung up."]


def test_a_fault_of_ours_is_part_of_what_happened() -> None:
    fault = FaultNoticed(call_id=CALL, at_ms=3000, part="synthesiser", explanation="it was restarted.")
    assert "A fault was noticed (synthesiser): it was restarted." in texts(drafted(fault, HUNG_UP), "done")


def test_the_time_it_took_is_measured_with_the_given_clock() -> None:
    ticks = iter([10.0, 10.0125])
    summary = draft_summary(answered_call(), clock=lambda: next(ticks))
    assert (summary.took_ms, summary.drafted_by, summary.at_ms) == (12.5, "extractive 1", 9000)


def test_a_call_without_events_has_no_summary() -> None:
    with pytest.raises(ValueError, match="without events"):
        draft_summary([])


def ten_minutes() -> Sequence[AnyEvent]:
    turns: list[AnyEvent] = [started()]
    for turn in range(120):
        at_ms = turn * 5000
        turns += [
            said(f"u{turn}", "Well, um, I want to know why my bill is so high this month. " * 2, at_ms),
            intent(f"u{turn}", f"intent_{turn % 20}", 0.6 + turn / 1000),
            found(f"u{turn}", f"Article {turn}", at_ms),
            bot(f"b{turn}", PASSAGE, start_ms=at_ms),
        ]
    return journaled(*turns, ended())


def test_a_call_of_ten_minutes_is_summarised_in_less_than_50_ms() -> None:
    events = ten_minutes()
    fastest = min(draft_summary(events, clock=time.thread_time).took_ms for _ in range(5))
    assert fastest < 50


_ids = st.sampled_from(["u1", "u2", "u3", "b1", "b2", "nobody's"])
_words = st.sampled_from(
    ["", "yes", "my internet is slow", "um no", PASSAGE, "Restart the router by holding"]
)
_events = st.one_of(
    st.builds(said, _ids, _words, st.integers(0, 60_000)),
    st.builds(intent, _ids, st.sampled_from([None, "billing", "move"]), st.floats(0, 1)),
    st.builds(found, _ids),
    st.builds(bot, _ids, _words, st.none() | _words, st.integers(0, 60_000)),
    st.builds(settled, _ids, st.booleans()),
    st.builds(escalated, _ids),
    st.builds(lambda ids: callback(*ids), st.lists(_ids, max_size=2)),
    st.builds(
        lambda one: NotUnderstood(call_id=CALL, at_ms=1, utterance_id=one, count=1, explanation="x"), _ids
    ),
    st.just(CallerSilent(call_id=CALL, at_ms=5000, count=1)),
    st.builds(ended, st.sampled_from(EndReason)),
)


@given(st.lists(_events, max_size=12))
def test_every_sentence_of_every_call_stands_on_what_is_in_the_record(parts: list[AnyEvent]) -> None:
    events = journaled(started(), *parts)
    summary = draft_summary(events)
    spoken = {event.utterance_id: event for event in events if isinstance(event, Utterance | BotSaid)}
    by_sequence = {event.sequence: event for event in events}
    assert {"reason", "done", "outcome", "follow-up"} == {sentence.section for sentence in summary.sentences}
    for sentence in summary.sentences:
        assert sentence.text
        assert sentence.utterance_ids or sentence.sequences
        assert set(sentence.utterance_ids) <= set(spoken)
        assert set(sentence.sequences) <= set(by_sequence)
        starts = [spoken[one].start_ms for one in sentence.utterance_ids]
        assert sentence.start_ms in starts or (
            not starts and sentence.start_ms in {by_sequence[one].at_ms for one in sentence.sequences}
        )
    assert ("Answered:" in " ".join(texts(summary, "outcome"))) == (
        derive_outcome(events) is CallOutcome.ANSWERED
    )
