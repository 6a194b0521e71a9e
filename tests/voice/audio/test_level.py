import numpy as np
import pytest

from voice.audio.level import SILENT_DBFS, dbfs, first_sound


def test_a_square_wave_at_the_limit_is_at_full_scale() -> None:
    assert dbfs(np.array([-32768] * 100, np.int16)) == pytest.approx(0)


def test_half_the_amplitude_is_6_db_less() -> None:
    assert dbfs(np.array([16384, -16384] * 80, np.int16)) == pytest.approx(-6.02, abs=0.01)


def test_a_sine_is_3_db_below_its_peak() -> None:
    sine = np.rint(32767 * np.sin(2 * np.pi * np.arange(8000) / 80)).astype(np.int16)
    assert dbfs(sine) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize("pcm", [np.zeros(160, np.int16), np.empty(0, np.int16)])
def test_digital_silence_and_no_audio_have_a_finite_level(pcm: np.ndarray) -> None:
    assert dbfs(pcm) == SILENT_DBFS


def test_the_first_sound_is_the_first_sample_at_the_threshold() -> None:
    assert first_sound(np.array([0, 99, -99, 100, 500], np.int16), 100) == 3


def test_a_negative_sample_sounds_too_even_the_lowest_of_all() -> None:
    assert first_sound(np.array([0, -32768], np.int16), 100) == 1


@pytest.mark.parametrize("pcm", [np.array([99, -99], np.int16), np.empty(0, np.int16)])
def test_where_all_is_quieter_there_is_no_first_sound(pcm: np.ndarray) -> None:
    assert first_sound(pcm, 100) is None


def test_a_sound_at_the_very_beginning_is_found() -> None:
    assert first_sound(np.array([200, 0], np.int16), 100) == 0
