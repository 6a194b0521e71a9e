import numpy as np
import pytest

from tests.voice.turns.signals import frames, quiet, sines, vowel
from voice.turns.steady_tones import SteadyTones, Tone


def told(*sounds: np.ndarray, snr_db: float = 60.0) -> list[Tone]:
    """The steady tones that were heard to their ends."""
    steady = SteadyTones()
    heard = [
        steady.push(pcm, float(np.square(pcm, dtype=np.float64).sum()))
        for pcm in frames(*sounds, snr_db=snr_db)
    ]
    return [tone for tone in heard if tone is not None and tone.ended]


def test_a_tone_is_measured_to_a_few_hertz_and_to_a_frame() -> None:
    (tone,) = told(quiet(90), sines(500, 1000.0), quiet(200), snr_db=20.0)
    assert tone.hz == pytest.approx((1000.0,), abs=3)
    assert 460 <= tone.ms <= 520


def test_two_tones_40_hertz_apart_are_told_apart() -> None:
    (tone,) = told(quiet(100), sines(600, 440.0, 480.0), quiet(200), snr_db=20.0)
    assert tone.hz == pytest.approx((440.0, 480.0), abs=6)


def test_a_gliding_voice_and_hiss_are_no_steady_tones() -> None:
    long_ones = [tone for hz in (110, 140, 190) for tone in told(vowel(2, hz)) if tone.ms > 300]
    assert long_ones == []
    assert told(quiet(2000), snr_db=0.0) == []


def test_a_tone_is_told_of_every_100_ms_and_when_it_ends() -> None:
    steady = SteadyTones()
    told = [
        (index, tone.ms, tone.ended)
        for index, pcm in enumerate(frames(sines(240, 1000.0), quiet(100)))
        if (tone := steady.push(pcm, float(np.square(pcm, dtype=np.float64).sum())))
    ]
    assert told == [(4, 100, False), (9, 200, False), (12, 240, True)]
    assert steady.tone is None
