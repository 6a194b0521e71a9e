"""Voices, notes and tones are made here; the detector of voices is played by a threshold on the level."""

import time

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES
from voice.turns.far_end import FarEnd
from voice.turns.heard import FarEndKind, Heard
from voice.turns.music import Music

PERSON, MACHINE, IVR = FarEndKind.PERSON, FarEndKind.MACHINE, FarEndKind.IVR
MUSIC, SILENCE, KEY, BEEP = FarEndKind.MUSIC, FarEndKind.SILENCE, FarEndKind.KEY, FarEndKind.BEEP


def speech(seconds: float, seed: int = 1) -> np.ndarray:
    """Syllables of a gliding voice under two moving formants, and the short stops between them."""
    rng = np.random.default_rng(seed)
    parts: list[np.ndarray] = []
    while sum(part.size for part in parts) < 8000 * seconds:
        moments = np.arange(int(8000 * rng.uniform(0.12, 0.25))) / 8000
        share = moments / moments[-1]
        hz = rng.uniform(100, 180) * (1 + rng.choice([-0.3, 0.3]) * share)
        phase = 2 * np.pi * np.cumsum(hz) / 8000
        formants = [rng.uniform(low, high) for low, high in ((300, 800), (900, 2400))]
        voice = np.zeros(moments.size)
        for n in range(1, 24):
            gain = sum(np.exp(-(((n * hz - f * (1 + 0.2 * share)) / 150) ** 2)) for f in formants)
            voice += (gain + 0.02) * np.sin(n * phase)
        parts += [5000 * voice * np.sin(np.pi * share) ** 0.7, quiet(rng.uniform(0.03, 0.12))]
    return np.concatenate(parts)[: int(8000 * seconds)]


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(int(8000 * seconds))


def sine(seconds: float, *hz: float) -> np.ndarray:
    moments = np.arange(int(8000 * seconds)) / 8000
    return 6000 * np.sum([np.sin(2 * np.pi * f * moments) for f in hz], axis=0)


def note(seconds: float, hz: float) -> np.ndarray:
    moments = np.arange(int(8000 * seconds)) / 8000
    swell = np.minimum(1, np.minimum(moments / 0.02, (seconds - moments) / 0.05))
    return 2500 * swell * np.sum([np.sin(2 * np.pi * n * hz * moments) / n for n in range(1, 8)], axis=0)


def chords(seconds: float) -> np.ndarray:
    bars = [[262.0, 330.0, 392.0], [294.0, 349.0, 440.0], [247.0, 294.0, 392.0]]
    played = [sum(note(1.6, hz) for hz in bars[index % 3]) for index in range(int(seconds / 1.6) + 1)]
    return np.concatenate(played)[: int(8000 * seconds)]


def melody_and_drum(seconds: float) -> np.ndarray:
    scale = [392.0, 440.0, 494.0, 523.0, 587.0, 659.0]
    rng = np.random.default_rng(4)
    notes = [note(rng.choice([0.3, 0.6]), rng.choice(scale)) for _ in range(int(seconds / 0.3) + 1)]
    tune = np.concatenate(notes)[: int(8000 * seconds)]
    beat = rng.normal(0, 2500, 800) * np.exp(-np.arange(800) / 160)
    for start in range(0, tune.size - beat.size, 4000):
        tune[start : start + beat.size] += beat
    return tune


def hiss(seconds: float, dbfs: float) -> np.ndarray:
    return np.random.default_rng(2).normal(0, 32768 * 10 ** (dbfs / 20), int(8000 * seconds))


def hear(*sounds: np.ndarray, far_end: FarEnd | None = None, from_ms: int = 0) -> list[Heard]:
    """What a far end that sounds like this is taken for; whatever is louder than -45 dBFS is voiced."""
    far_end = far_end or FarEnd()
    sound = np.concatenate(sounds)
    sound = np.pad(sound, (0, -sound.size % FRAME_SAMPLES))
    line = mulaw.decode(mulaw.encode(np.rint(sound).clip(-32768, 32767).astype(np.int16)))
    heard: list[Heard] = []
    for index, pcm in enumerate(line.reshape(-1, FRAME_SAMPLES)):
        voiced = bool(np.abs(pcm.astype(np.float64)).mean() > 180)
        heard += far_end.push(pcm, voiced, from_ms + 20 * (index + 1))
    return heard


def kinds(heard: list[Heard]) -> list[FarEndKind]:
    return [one.kind for one in heard]


def test_a_short_hello_and_a_pause_are_a_person() -> None:
    (heard,) = hear(quiet(1), speech(0.7), quiet(2))
    assert heard.kind is PERSON
    assert 2300 <= heard.at_ms <= 2500
    assert heard.evidence == "0.7 s of speech, then a pause"


def test_a_greeting_of_four_seconds_without_a_pause_is_a_machine() -> None:
    (heard,) = hear(quiet(1), speech(4), quiet(2))
    assert heard.kind is MACHINE
    assert 4100 <= heard.at_ms <= 4500
    assert heard.evidence.endswith("s of speech without a pause at the start")


def test_a_greeting_with_a_pause_in_it_is_a_person() -> None:
    assert kinds(hear(quiet(1), speech(2), quiet(0.9), speech(4), quiet(2))) == [PERSON]


def test_on_a_call_that_came_in_nobody_is_a_machine_for_talking_long() -> None:
    assert kinds(hear(quiet(0.02), speech(8), quiet(2), far_end=FarEnd(greeting_ms=0))) == [PERSON]


def test_who_talks_long_in_the_middle_of_a_call_stays_a_person() -> None:
    middle = [speech(15, seed=5), quiet(2), speech(30, seed=6), quiet(3)]
    assert kinds(hear(quiet(1), speech(0.7), quiet(2), *middle)) == [PERSON]


def test_who_talks_long_after_ten_seconds_of_silence_is_a_person() -> None:
    assert kinds(hear(quiet(12), speech(6), quiet(2))) == [SILENCE, PERSON]


def test_a_long_greeting_that_waits_and_answers_was_a_person_after_all() -> None:
    assert kinds(hear(quiet(1), speech(4), quiet(2), speech(0.8), quiet(1))) == [MACHINE, PERSON]


def test_a_beep_after_the_announcement_is_told_and_keeps_it_a_machine() -> None:
    sounds = [quiet(1), speech(5), quiet(0.5), sine(0.4, 1000), quiet(2), speech(0.8), quiet(1)]
    heard = hear(*sounds)
    assert kinds(heard) == [MACHINE, BEEP]
    assert "one tone, 1000 Hz" in heard[1].evidence


def test_a_beep_tells_a_machine_whose_greeting_had_a_pause() -> None:
    assert kinds(hear(quiet(1), speech(2.5), quiet(0.9), speech(2.5), sine(0.5, 1400), quiet(2))) == [
        PERSON,
        MACHINE,
        BEEP,
    ]


@pytest.mark.parametrize(("after", "heard"), [(1.5, [MACHINE, BEEP]), (5.0, [MACHINE])])
def test_a_beep_comes_soon_after_the_last_word(after: float, heard: list[FarEndKind]) -> None:
    assert kinds(hear(quiet(1), speech(5), quiet(after), sine(0.4, 1000), quiet(2))) == heard


def test_a_machine_that_breathes_stays_a_machine() -> None:
    assert kinds(hear(quiet(1), speech(4), quiet(0.9), speech(2), quiet(2))) == [MACHINE]


def test_a_beep_in_the_middle_of_a_persons_call_is_no_answering_machine() -> None:
    talk = [speech(1), quiet(30), speech(3), quiet(0.5), sine(0.5, 1000), quiet(2)]
    heard = kinds(hear(quiet(1), *talk))
    assert MACHINE not in heard
    assert BEEP not in heard


@pytest.mark.parametrize("music", [chords(12), melody_and_drum(12)])
@pytest.mark.parametrize("noise_dbfs", [-70.0, -32.0])
def test_music_is_told_within_six_seconds_and_once(music: np.ndarray, noise_dbfs: float) -> None:
    (heard,) = hear(music + hiss(12, noise_dbfs))
    assert heard.kind is MUSIC
    assert heard.at_ms <= 6000
    assert heard.evidence.startswith("pitch held in ")


def test_music_that_fades_between_its_notes_is_no_greeting() -> None:
    fading = np.exp(-np.arange(12800) / 3000)
    assert kinds(hear(chords(12) * np.resize(fading, 96_000))) == [MUSIC]


def test_an_announcement_over_music_is_not_called_music_again_at_once() -> None:
    far_end = FarEnd()
    assert kinds(hear(chords(6), far_end=far_end)) == [MUSIC]
    assert kinds(far_end.said("Your call is important to us", 6000)) == [IVR]
    assert kinds(hear(chords(4), far_end=far_end, from_ms=6000)) == []
    assert kinds(hear(chords(4), far_end=far_end, from_ms=10_000)) == [MUSIC]


def test_a_tone_that_never_changes_is_no_music() -> None:
    assert kinds(hear(sine(12, 1000))) == []


def test_tones_in_noise_are_no_greeting() -> None:
    bursts = np.concatenate([sine(0.4, 425), quiet(0.4)] * 10)
    assert kinds(hear(quiet(0.3), bursts + hiss(bursts.size / 8000, -28))) == [FarEndKind.BUSY]


def test_a_tone_in_the_midst_of_noise_is_no_voice_either() -> None:
    noise = hiss(0.1, -38)
    assert kinds(hear(quiet(0.5), noise, sine(0.3, 1700), noise, quiet(2))) == []


def test_a_person_who_takes_over_from_the_music_is_heard() -> None:
    assert kinds(hear(chords(8), speech(6), quiet(2))) == [MUSIC, PERSON]


def test_hiss_is_neither_music_nor_a_person() -> None:
    assert kinds(hear(hiss(15, -30))) == []


def test_six_seconds_of_nothing_are_silence_and_say_whether_there_was_noise() -> None:
    (silent,) = hear(quiet(8))
    assert (silent.kind, silent.at_ms) == (SILENCE, 6020)
    assert silent.evidence == "6 s without a voice"
    (noisy,) = hear(hiss(8, -48))
    assert noisy.confidence < silent.confidence
    assert noisy.evidence == "6 s without a voice, but noise"


def test_a_key_is_told_with_its_evidence_and_changes_nothing_about_who_is_there() -> None:
    far_end = FarEnd()
    hear(quiet(1), speech(0.7), quiet(1), far_end=far_end)
    (heard,) = hear(sine(0.1, 697, 1209), quiet(1), far_end=far_end, from_ms=2700)
    assert (heard.kind, heard.key) == (KEY, "1")
    assert heard.evidence == "two tones, 697 and 1209 Hz, 60 ms"
    assert far_end.kind is PERSON


def test_keys_at_the_start_are_not_taken_for_a_voice() -> None:
    keys = np.concatenate([sound for _ in range(12) for sound in (sine(0.045, 770, 1336), quiet(0.09))])
    heard = hear(quiet(1), keys + hiss(keys.size / 8000, -41), quiet(2))
    assert "".join(one.key for one in heard) == "5" * 12
    assert set(kinds(heard)) == {KEY}


def test_ringing_is_told_once_and_the_greeting_counts_from_there() -> None:
    rings = [sine(2, 440, 480), quiet(4), sine(2, 440, 480), quiet(4), sine(1, 440, 480)]
    heard = kinds(hear(*rings, quiet(0.5), speech(4), quiet(1)))
    assert heard == [FarEndKind.RINGING, MACHINE]


def test_busy_is_no_voice_and_no_music() -> None:
    assert kinds(hear(quiet(0.3), *[sine(0.5, 480, 620), quiet(0.5)] * 8)) == [FarEndKind.BUSY]


def test_a_dial_tone_is_no_music() -> None:
    assert kinds(hear(quiet(0.3), sine(12, 350, 440))) == [FarEndKind.DIAL_TONE]


def test_one_phrase_of_a_menu_is_enough_in_a_greeting_alone() -> None:
    assert kinds(FarEnd().said("For billing, press one.", 5000)) == [IVR]
    assert FarEnd().said("For billing, press one.", 25_000) == []
    assert FarEnd(greeting_ms=0).said("For billing, press one.", 5000) == []


def test_a_person_who_quotes_a_recording_late_in_the_call_stays_a_person() -> None:
    far_end = FarEnd()
    hear(quiet(1), speech(0.7), quiet(1), far_end=far_end)
    assert far_end.said("it told me to press one for billing", 90_000) == []
    assert far_end.kind is PERSON


def test_the_same_words_twice_tell_of_one_change() -> None:
    far_end = FarEnd()
    assert len(far_end.said("Leave a message after the tone", 5000)) == 1
    assert far_end.said("Leave a message after the tone", 9000) == []


def test_speech_holds_its_pitch_less_than_music() -> None:
    talking, playing = Music(), Music()
    for music, sound in ((talking, speech(8)), (playing, chords(8))):
        for pcm in np.rint(sound).astype(np.int16).reshape(-1, FRAME_SAMPLES):
            music.push(pcm)
    assert talking.held_share < 0.1 < 0.5 < playing.held_share


def test_a_frame_costs_little_on_average() -> None:
    far_end = FarEnd()
    line = np.rint(np.concatenate([speech(10), chords(10)])).astype(np.int16).reshape(-1, FRAME_SAMPLES)
    began = time.process_time()
    for index, pcm in enumerate(line):
        far_end.push(pcm, True, 20 * (index + 1))
    # Some 30 µs on a desk; ten times that is still a hundredth of the frame's own length.
    assert (time.process_time() - began) / len(line) < 300e-6
