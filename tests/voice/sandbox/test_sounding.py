import numpy as np

from voice.audio.types import Int16Array
from voice.sandbox.sounding import CallerTurn, Span, caller_turns, is_sounding, spans, speech_frames


def tone(ms: int, level: int) -> Int16Array:
    return (level * np.sin(np.arange(ms * 8) * 2 * np.pi * 300 / 8000)).astype(np.int16)


def flags(*parts: tuple[bool, int]) -> list[bool]:
    return [sounds for sounds, ms in parts for _ in range(ms // 20)]


def test_a_voice_sounds_and_an_idle_line_does_not():
    assert is_sounding(tone(20, 1000))
    assert not is_sounding(np.zeros(160, np.int16))
    assert not is_sounding(np.full(160, 8, np.int16))


def test_speech_is_told_from_the_noise_of_the_room_by_its_level():
    noise = np.random.default_rng(1).normal(0, 150, 8000).astype(np.int16)
    pcm = noise.copy()
    pcm[3200:4800] += tone(200, 10_000)
    assert spans(speech_frames(pcm), 100) == [Span(400, 600)]


def test_the_last_frame_of_a_recording_may_be_short_and_a_recording_empty():
    assert speech_frames(tone(30, 5000)) == [True, True]
    assert speech_frames(np.zeros(0, np.int16)) == []


def test_short_pauses_are_part_of_speech():
    assert spans(flags((True, 100), (False, 500), (True, 100), (False, 520), (True, 20)), 500) == [
        Span(0, 700),
        Span(1220, 1240),
    ]


def test_latency_is_from_the_end_of_speech_to_the_first_sound_of_the_answer():
    said = flags((False, 1000), (True, 1000), (False, 3000))
    heard = flags((False, 2640), (True, 1000), (False, 1360))
    (turn,) = caller_turns(said, heard, [(900, "one.wav")])
    assert turn == CallerTurn("one.wav", 1000, 2000, 2640)
    assert turn.latency_ms == 640


def test_a_rest_at_a_comma_does_not_end_a_turn():
    said = flags((True, 500), (False, 560), (True, 500), (False, 1000))
    heard = flags((False, 2000), (True, 560))
    (turn,) = caller_turns(said, heard, [(0, "one.wav")])
    assert (turn.end_ms, turn.latency_ms) == (1560, 440)


def test_an_answer_that_comes_soon_after_a_cut_is_told_from_what_was_cut():
    said = flags((False, 1000), (True, 500), (False, 2000))
    heard = flags((True, 1200), (False, 420), (True, 1000), (False, 880))
    (turn,) = caller_turns(said, heard, [])
    assert (turn.stopped_after_ms, turn.latency_ms) == (200, 120)


def test_an_answer_belongs_to_the_last_turn_before_it():
    said = flags((True, 100), (False, 1000), (True, 100), (False, 2000))
    heard = flags((False, 2000), (True, 1200))
    one, two = caller_turns(said, heard, [(0, "one.wav"), (1100, "two.wav")])
    assert (one.said, one.answered_ms, one.latency_ms) == ("one.wav", None, None)
    assert (two.said, two.answered_ms) == ("two.wav", 2000)


def test_what_began_while_the_caller_still_spoke_is_no_answer():
    said = flags((False, 1000), (True, 1000), (False, 3000))
    heard = flags((False, 1500), (True, 200), (False, 1000), (True, 200), (False, 2100))
    (turn,) = caller_turns(said, heard, [])
    assert turn.answered_ms == 2700


def test_barge_in_is_measured_until_the_bot_is_silent_and_its_rest_is_no_answer():
    said = flags((False, 1000), (True, 1000), (False, 3000))
    heard = flags((True, 1300), (False, 1300), (True, 400), (False, 2000))
    (turn,) = caller_turns(said, heard, [(1000, "stop.wav")])
    assert turn.stopped_after_ms == 300
    assert turn.answered_ms == 2600


def test_a_bot_that_talks_on_over_the_caller_has_not_answered():
    said = flags((False, 1000), (True, 500), (False, 2000))
    heard = flags((True, 3500))
    (turn,) = caller_turns(said, heard, [])
    assert turn.answered_ms is None
    assert turn.stopped_after_ms == 2500
