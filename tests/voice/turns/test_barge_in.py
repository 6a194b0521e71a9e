import pytest

from voice.turns.barge_in import BargeIn, Words


def stops(
    voiced_ms: int, played_ms: int = 3000, words: Words = Words.UNKNOWN, *, question: bool = False
) -> bool:
    return BargeIn().stops(voiced_ms, played_ms, words, question=question)


@pytest.mark.parametrize(
    ("voiced_ms", "played_ms", "expected"),
    [(500, 3000, True), (500, 750, True), (500, 749, False), (599, 800, False), (600, 800, True)],
)
def test_speech_stops_the_bot_unless_it_began_like_an_echo(voiced_ms, played_ms, expected):
    assert stops(voiced_ms, played_ms) is expected


def test_a_caller_who_was_speaking_before_the_bot_stops_it_whatever_the_echo():
    assert stops(500, played_ms=100)
    assert not stops(500, played_ms=600)


def test_a_sound_as_short_as_a_backchannel_does_not_stop_the_bot():
    assert [stops(voiced) for voiced in (200, 400, 480)] == [False, False, False]


def test_words_stop_the_bot_before_half_a_second_has_passed():
    assert stops(300, words=Words.REAL)
    assert not stops(300, words=Words.BACKCHANNEL)


def test_uh_huh_said_slowly_does_not_stop_the_bot_but_going_on_and_on_does():
    assert not stops(900, words=Words.BACKCHANNEL)
    assert stops(1500, words=Words.BACKCHANNEL)


def test_into_a_question_even_yeah_is_an_answer():
    assert stops(260, words=Words.BACKCHANNEL, question=True)
    assert stops(240, question=True)
    assert not stops(200, question=True)


def test_the_grace_can_be_taken_away():
    assert BargeIn(grace_ms=0).stops(500, 500, Words.UNKNOWN, question=False)
