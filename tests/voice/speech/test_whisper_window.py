import numpy as np
import pytest

from voice.speech.whisper_window import FULL_WINDOW_S, fit, max_length, token_limit, whisper_audio, window_s


@pytest.mark.parametrize(
    ("seconds", "window"), [(0.5, 10), (8.0, 10), (8.1, 15), (13.0, 15), (13.1, 20), (18.1, 30), (60.0, 30)]
)
def test_the_window_is_the_length_and_two_seconds_in_buckets_from_ten(seconds: float, window: int) -> None:
    assert window_s(int(seconds * 8000)) == window


def test_switched_off_the_window_is_always_whispers_own() -> None:
    assert window_s(8000, short=False) == FULL_WINDOW_S


def test_a_runaway_decoder_is_bounded_by_the_length() -> None:
    assert token_limit(8000) == 15
    assert token_limit(2 * 8000 + 1) == 23
    assert token_limit(30 * 8000) == 100


def test_ctranslate2_halves_its_maximum_and_we_allow_for_it() -> None:
    assert max_length(2, 15) == 30
    assert max_length(20, 15) == 35


def test_the_bucket_is_filled_with_zero_mel() -> None:
    mel = np.ones((80, 250), np.float32)
    filled = fit(mel, 10)
    assert filled.shape == (80, 1000)
    assert filled[:, :250].all()
    assert not filled[:, 250:].any()


def test_audio_beyond_the_window_is_cut() -> None:
    cut = fit(np.ones((80, 4000), np.float32), 30)
    assert cut.shape == (80, 3000)
    assert cut.flags.c_contiguous


def test_the_audio_is_doubled_in_rate_with_nothing_above_the_telephone_band() -> None:
    tone = (10000 * np.sin(2 * np.pi * 3000 * np.arange(8000) / 8000)).astype(np.int16)
    audio = whisper_audio(tone)
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(audio.size)))
    assert audio.size == 16000
    assert audio.dtype == np.float32
    assert spectrum.argmax() == 3000
    assert spectrum[4200:].max() < spectrum.max() / 10_000


def test_of_a_turn_beyond_30_seconds_the_end_is_heard() -> None:
    pcm = np.concatenate([np.full(8000 * 5, 1000, np.int16), np.full(8000 * 30, -1000, np.int16)])
    assert whisper_audio(pcm).size == 30 * 16000
    assert whisper_audio(pcm)[1000:].max() < 0
