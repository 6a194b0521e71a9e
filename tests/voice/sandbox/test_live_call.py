from tests.voice.sandbox.call_of_events import (
    begins,
    bot,
    caller,
    ended,
    partial,
    started,
    summary,
    whole_call,
)
from transcripts.events import EndReason, StreamOpened
from transcripts.events import Stream as StreamName
from voice.sandbox.live_call import LINE, LiveCall


def after(*events) -> LiveCall:
    call = LiveCall()
    call.apply(started())
    for event in events:
        call.apply(event)
    return call


def test_partial_words_grow_in_one_place_and_the_final_ones_take_it():
    call = after(begins("u1", 900), partial("u1", 1500, "my bill"), partial("u1", 2000, "my bill is"))
    (words,) = call.words
    assert (words.text, words.final, words.at_ms) == ("my bill is", False, 900)
    call.apply(caller("u1", 1000, "my bill is high"))
    (words,) = call.words
    assert (words.text, words.final) == ("my bill is high", True)


def test_final_words_never_change():
    call = after(caller("u1", 1000, "my bill"), partial("u1", 3000, "late"), caller("u1", 1000, "other"))
    assert [words.text for words in call.words] == ["my bill"]


def test_the_bots_words_stand_where_they_began_though_they_come_when_they_ended():
    call = after(begins("u1", 4000), bot("b1", 1000, "Welcome."), caller("u1", 4000, "hello"))
    assert [words.text for words in call.words] == ["Welcome.", "hello"]


def test_what_the_caller_cut_off_is_kept_apart_from_what_they_heard():
    (words,) = after(bot("b1", 0, "The first. The second.", heard="The first.")).words
    assert (words.text, words.unheard) == ("The first.", "The second.")


def test_sound_that_was_not_understood_says_why():
    (words,) = after(caller("u1", 0, "", rejected="too little speech")).words
    assert words.text == "(not understood: too little speech)"


def test_another_calls_events_are_passed_over():
    call = after(caller("u1", 0, "mine"))
    other = started("c2")
    assert not call.apply(other)
    assert call.started is not None
    assert call.started.call_id == "c1"


def test_before_a_call_starts_nothing_is_shown():
    call = LiveCall()
    assert not call.apply(caller("u1", 0, "hello"))
    assert call.words == []


def test_a_stream_that_opens_changes_nothing_that_is_shown():
    call = LiveCall()
    call.apply(started())
    assert not call.apply(
        StreamOpened(call_id="c1", at_ms=0, stream=StreamName.EARS, stream_id="MZ", tracks=("inbound",))
    )


def test_words_that_were_never_finished_go_when_the_call_ends():
    call = after(begins("u1", 0), ended())
    assert call.words == []


def test_a_call_is_over_when_it_has_ended_and_its_summary_is_there():
    call = after()
    assert not call.over
    call.apply(ended())
    assert not call.over
    call.apply(summary())
    assert call.over


def test_a_whole_call():
    call = LiveCall()
    assert all(call.apply(event) for event in whole_call())
    assert [words.who for words in call.words] == ["bot", "caller", "bot", "caller", LINE]
    assert call.words[-1].text == "key 5"
    assert len(call.turns) == 1
    assert call.intent is not None
    assert call.answer is not None
    assert call.escalation is not None
    assert call.callback is not None
    assert call.ended is not None
    assert call.ended.reason is EndReason.BOT_SAID_GOODBYE
    assert call.now_ms == 33_000
