import pytest

from voice.turns.barge_in import BargeIn


@pytest.mark.parametrize(
    ("speech_ms", "played_ms", "stops"),
    [
        (200, 3000, True),
        (200, 450, True),
        (200, 449, False),
        (160, 200, False),
        (599, 800, False),
        (600, 800, True),
    ],
)
def test_speech_stops_the_bot_unless_it_began_like_an_echo(
    speech_ms: int, played_ms: int, stops: bool
) -> None:
    assert BargeIn().decide(speech_ms=speech_ms, played_ms=played_ms) is stops


def test_a_caller_who_was_speaking_before_the_bot_stops_it_at_once() -> None:
    assert BargeIn().decide(speech_ms=200, played_ms=100)


def test_speech_that_begins_with_the_playback_stops_it_once_it_has_outlasted_an_echo() -> None:
    decisions = [BargeIn().decide(speech_ms=spoken, played_ms=spoken + 100) for spoken in (200, 500, 1000)]
    assert decisions == [False, False, True]


def test_the_grace_can_be_taken_away() -> None:
    assert BargeIn(grace_ms=0).decide(speech_ms=200, played_ms=200)
