import numpy as np
import pytest

from tests.voice.turns.signals import frames, quiet, sines, vowel
from voice.turns.keypad import HIGH_HZ, KEYS, LOW_HZ, Keypad, KeyPress

ALL_KEYS = "".join(KEYS)


def key_sound(key: str, ms: float, off: float = 0.0, twist_db: float = 0.0) -> np.ndarray:
    row = next(index for index, keys in enumerate(KEYS) if key in keys)
    column = KEYS[row].index(key)
    return sines(ms, LOW_HZ[row] * (1 + off), HIGH_HZ[column] * (1 + off), louder_db=twist_db)


def presses(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> list[KeyPress]:
    keypad = Keypad()
    return [press for pcm in frames(*sounds, snr_db=snr_db, seed=seed) if (press := keypad.push(pcm))]


def keys(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> str:
    return "".join(press.key for press in presses(*sounds, snr_db=snr_db, seed=seed))


@pytest.mark.parametrize("key", ALL_KEYS)
def test_every_key_is_told_once_with_its_two_frequencies(key: str) -> None:
    (press,) = presses(quiet(55), key_sound(key, 100), quiet(100))
    row = next(index for index, row_keys in enumerate(KEYS) if key in row_keys)
    assert press.key == key
    assert (press.low_hz, press.high_hz) == (LOW_HZ[row], HIGH_HZ[KEYS[row].index(key)])
    assert press.ms == 60
    assert press.share > 0.9


@pytest.mark.parametrize("start_ms", [40, 43, 47, 51, 55, 59])
@pytest.mark.parametrize("snr_db", [60.0, 20.0, 15.0])
def test_a_key_of_40_ms_is_heard_wherever_it_falls_between_frames(start_ms: int, snr_db: float) -> None:
    assert keys(quiet(start_ms), key_sound("6", 40), quiet(100), snr_db=snr_db) == "6"


@pytest.mark.parametrize("start_ms", [40, 44, 47, 50, 55])
def test_a_key_of_23_ms_is_none(start_ms: int) -> None:
    assert keys(quiet(start_ms), key_sound("6", 23), quiet(100)) == ""


def test_all_keys_are_heard_through_10_db_of_noise() -> None:
    sounds = [sound for key in ALL_KEYS for sound in (quiet(53), key_sound(key, 80))]
    assert keys(*sounds, quiet(100), snr_db=10.0) == ALL_KEYS


@pytest.mark.parametrize("off", [-0.015, 0.015])
def test_a_key_1_5_percent_off_pitch_is_borne_as_q24_asks(off: float) -> None:
    sounds = [sound for key in ALL_KEYS for sound in (quiet(53), key_sound(key, 60, off=off))]
    assert keys(*sounds, quiet(100)) == ALL_KEYS


@pytest.mark.parametrize("off", [-0.035, 0.035])
def test_a_key_3_5_percent_off_pitch_is_refused_as_q24_asks(off: float) -> None:
    sounds = [sound for key in ALL_KEYS for sound in (quiet(53), key_sound(key, 60, off=off))]
    assert keys(*sounds, quiet(100)) == ""


def test_one_tone_of_the_two_off_pitch_is_enough_to_refuse_a_key() -> None:
    assert keys(quiet(50), sines(100, 697.0, 1209.0), quiet(100)) == "1"
    assert keys(quiet(50), sines(100, 697.0 * 1.035, 1209.0), quiet(100)) == ""


@pytest.mark.parametrize(("twist_db", "heard"), [(3.9, "5"), (-7.9, "5"), (6.0, ""), (-10.5, "")])
def test_twist_is_borne_up_to_4_db_one_way_and_8_db_the_other(twist_db: float, heard: str) -> None:
    assert keys(quiet(50), key_sound("5", 100, twist_db=twist_db), quiet(100)) == heard


def test_a_key_pressed_twice_is_two_and_one_held_through_a_break_of_10_ms_is_one() -> None:
    twice = [key_sound("7", 60), quiet(50), key_sound("7", 60)]
    assert keys(quiet(50), *twice, quiet(100)) == "77"
    held = [key_sound("7", 100), quiet(10), key_sound("7", 100)]
    assert keys(quiet(50), *held, quiet(100)) == "7"


def test_a_key_that_is_held_is_told_before_it_is_let_go() -> None:
    assert keys(quiet(40), key_sound("9", 100)) == "9"


def test_a_third_frequency_is_no_key() -> None:
    assert keys(quiet(50), key_sound("1", 100), quiet(100)) == "1"
    with_another = key_sound("1", 100) + 0.4 * sines(100, 470.0)
    assert keys(quiet(50), with_another, quiet(100)) == ""


def test_a_voice_and_hiss_press_no_keys() -> None:
    voices = [vowel(0.4, hz) for hz in range(90, 360, 6)]
    assert keys(*voices) == ""
    assert keys(quiet(4000), snr_db=0.0) == ""
