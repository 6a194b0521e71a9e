from tests.transcripts.recorded import PASSAGE, bot, journaled, said, started
from transcripts.events import Speaker
from transcripts.transcript import TranscriptLine, transcript_of


def test_lines_are_in_the_order_in_which_people_began_to_speak() -> None:
    events = journaled(
        started(), said("u2", "second", 5000), bot("b1", "first", start_ms=0), said("u1", "mid", 900)
    )
    assert [line.text for line in transcript_of(events)] == ["first", "mid", "second"]


def test_what_the_caller_did_not_hear_of_the_bot_is_marked() -> None:
    [line] = transcript_of([bot("b1", PASSAGE, heard="Restart the router by holding its button")])
    assert line == TranscriptLine(
        "b1",
        Speaker.BOT,
        3000,
        5000,
        "Restart the router by holding its button",
        unheard="for ten seconds. Then wait for the green light.",
        interrupted=True,
    )


def test_a_bot_that_was_not_heard_at_all_is_on_record_as_unheard() -> None:
    [line] = transcript_of([bot("b1", "Goodbye.", heard="")])
    assert (line.text, line.unheard, line.remark) == ("", "Goodbye.", "the caller heard none of this")


def test_sound_without_words_says_why_there_are_none() -> None:
    first, second = transcript_of([said("u1", "", 0, rejected="no speech in it"), said("u2", "", 5000)])
    assert (first.remark, second.remark) == ("no speech in it", "not understood")
