"""Signals are made here, sent through the telephone's μ-law, and heard in frames of 20 ms."""

from collections.abc import Iterator

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES, Int16Array
from voice.turns.tones import (
    HIGH_HZ,
    KEYS,
    LOW_HZ,
    CallProgress,
    Keypad,
    KeyPress,
    Meaning,
    Progress,
    SteadyTones,
    Tone,
)

LEVEL_DBFS = -15.0
ALL_KEYS = "".join(KEYS)


def sines(ms: float, *hz: float, louder_db: float = 0.0) -> np.ndarray:
    """Of `LEVEL_DBFS` together; the last one is so much louder than the others."""
    time = np.arange(round(8 * ms)) / 8000
    gains = [1.0] * (len(hz) - 1) + [10 ** (louder_db / 20)]
    sound = sum(gain * np.sin(2 * np.pi * f * time + f) for f, gain in zip(hz, gains, strict=True))
    scale = np.sqrt(sum(gain**2 for gain in gains) / 2)
    return sound / scale * 32768 * 10 ** (LEVEL_DBFS / 20)


def key_sound(key: str, ms: float, off: float = 0.0, twist_db: float = 0.0) -> np.ndarray:
    row = next(index for index, keys in enumerate(KEYS) if key in keys)
    column = KEYS[row].index(key)
    return sines(ms, LOW_HZ[row] * (1 + off), HIGH_HZ[column] * (1 + off), louder_db=twist_db)


def quiet(ms: float) -> np.ndarray:
    return np.zeros(round(8 * ms))


def frames(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> Iterator[Int16Array]:
    """As the line carries them, with noise so far below the tones, up to a whole frame."""
    sound = np.concatenate(sounds)
    sound = np.pad(sound, (0, -sound.size % FRAME_SAMPLES))
    noise = np.random.default_rng(seed).normal(0, 32768 * 10 ** ((LEVEL_DBFS - snr_db) / 20), sound.size)
    line = mulaw.decode(mulaw.encode(np.rint(sound + noise).clip(-32768, 32767).astype(np.int16)))
    return iter(line.reshape(-1, FRAME_SAMPLES))


def presses(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> list[KeyPress]:
    keypad = Keypad()
    return [press for pcm in frames(*sounds, snr_db=snr_db, seed=seed) if (press := keypad.push(pcm))]


def keys(*sounds: np.ndarray, snr_db: float = 60.0, seed: int = 1) -> str:
    return "".join(press.key for press in presses(*sounds, snr_db=snr_db, seed=seed))


def told(*sounds: np.ndarray, snr_db: float = 60.0) -> tuple[list[Tone], list[Progress]]:
    """What steady tones were heard to their ends, and what they were taken to mean."""
    steady, progress = SteadyTones(), CallProgress()
    tones: list[Tone] = []
    meanings: list[Progress] = []
    for index, pcm in enumerate(frames(*sounds, snr_db=snr_db)):
        energy = float(np.square(pcm, dtype=np.float64).sum())
        tone = steady.push(pcm, energy)
        if tone is not None and tone.ended:
            tones.append(tone)
        meaning = progress.push(tone, energy, 20 * (index + 1))
        if meaning is not None:
            meanings.append(meaning)
    return tones, meanings


def meant(*sounds: np.ndarray, snr_db: float = 60.0) -> list[Meaning]:
    """Each meaning once for as long as it stays."""
    meanings = [progress.meaning for progress in told(*sounds, snr_db=snr_db)[1]]
    return [meaning for index, meaning in enumerate(meanings) if meanings[index - 1 : index] != [meaning]]


def vowel(seconds: float, base_hz: float) -> np.ndarray:
    """Harmonics of a voice that sinks by a fifth of its pitch."""
    time = np.arange(int(8000 * seconds)) / 8000
    phase = 2 * np.pi * base_hz * (time - 0.1 * time**2 / seconds)
    return 4000 * np.sum([np.sin(n * phase) / n for n in range(1, 20)], axis=0)


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


def test_a_tone_is_measured_to_a_few_hertz_and_to_a_frame() -> None:
    (tone,) = told(quiet(90), sines(500, 1000.0), quiet(200), snr_db=20.0)[0]
    assert tone.hz == pytest.approx((1000.0,), abs=3)
    assert 460 <= tone.ms <= 520


def test_two_tones_40_hertz_apart_are_told_apart() -> None:
    (tone,) = told(quiet(100), sines(600, 440.0, 480.0), quiet(200), snr_db=20.0)[0]
    assert tone.hz == pytest.approx((440.0, 480.0), abs=6)


def test_a_gliding_voice_and_hiss_are_no_steady_tones() -> None:
    long_ones = [tone for hz in (110, 140, 190) for tone in told(vowel(2, hz))[0] if tone.ms > 300]
    assert long_ones == []
    assert told(quiet(2000), snr_db=0.0)[0] == []


@pytest.mark.parametrize("snr_db", [40.0, 20.0, 10.0])
@pytest.mark.parametrize(
    ("hz", "on_off_ms", "meaning"),
    [
        ((440.0, 480.0), (2000, 4000), Meaning.RINGING),
        ((400.0, 450.0), (400, 200), Meaning.RINGING),
        ((425.0,), (1000, 4000), Meaning.RINGING),
        ((425.0,), (1500, 3000), Meaning.RINGING),
        ((480.0, 620.0), (500, 500), Meaning.BUSY),
        ((480.0, 620.0), (250, 250), Meaning.BUSY),
        ((425.0,), (500, 500), Meaning.BUSY),
        ((425.0,), (200, 200), Meaning.BUSY),
        ((400.0,), (375, 375), Meaning.BUSY),
        ((350.0, 440.0), (4000, 0), Meaning.DIAL_TONE),
        ((425.0,), (4000, 0), Meaning.DIAL_TONE),
        ((1100.0,), (500, 3000), Meaning.FAX),
        ((2100.0,), (2600, 200), Meaning.FAX),
    ],
)
def test_the_networks_tones_mean_what_e180_and_t30_say(
    hz: tuple[float, ...], on_off_ms: tuple[int, int], meaning: Meaning, snr_db: float
) -> None:
    on_ms, off_ms = on_off_ms
    assert meant(quiet(130), *[sines(on_ms, *hz), quiet(off_ms)] * 3, snr_db=snr_db) == [meaning]


def test_three_rising_tones_say_that_the_number_cannot_be_reached() -> None:
    rising = [sines(330, hz) for hz in (950.0, 1400.0, 1800.0)]
    assert meant(quiet(100), *rising, quiet(300)) == [Meaning.UNOBTAINABLE]
    assert meant(quiet(100), *reversed(rising), quiet(300)) == []


def test_a_melody_of_the_same_notes_is_neither_busy_nor_a_fax() -> None:
    melody = [sines(450, hz) for hz in (440.0, 1100.0, 440.0, 523.0, 440.0, 1100.0, 880.0)]
    assert meant(quiet(100), *melody, quiet(200)) == []


def test_two_bursts_of_a_single_tone_are_not_busy_yet() -> None:
    burst = [sines(500, 425.0), quiet(500)]
    assert meant(quiet(100), *burst * 2) == []
    assert meant(quiet(100), *burst * 3) == [Meaning.BUSY]


def test_the_evidence_says_frequencies_and_rhythm() -> None:
    _, (first, *_) = told(quiet(100), *[sines(500, 480.0, 620.0), quiet(500)] * 3)
    assert first.evidence.startswith("two tones, 480 and 620 Hz, ")
    assert first.evidence.endswith(" ms off")
