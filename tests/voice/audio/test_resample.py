from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.audio.resample import StreamResampler, resample
from voice.audio.types import Int16Array

RATES = [(22050, 8000), (16000, 8000), (24000, 8000), (44100, 8000), (8000, 16000), (8000, 8000)]


def tone(hertz: float, rate: int, seconds: float = 1.0, peak: float = 12000) -> Int16Array:
    time = np.arange(int(rate * seconds)) / rate
    return np.rint(peak * np.sin(2 * np.pi * hertz * time)).astype(np.int16)


def noise(samples: int) -> Int16Array:
    return np.random.default_rng(7).normal(0, 3000, samples).astype(np.int16)


def middle(pcm: Int16Array) -> Int16Array:
    """Without the ends, where a tone that begins and stops has all frequencies."""
    return pcm[len(pcm) // 5 : -len(pcm) // 5]


def loudness(pcm: Int16Array) -> float:
    return float(np.sqrt(np.mean(pcm.astype(np.float64) ** 2)))


def in_pieces(pcm: Int16Array, cuts: list[int], from_hz: int, to_hz: int) -> Int16Array:
    stream = StreamResampler(from_hz, to_hz)
    ends = [0, *sorted(cuts), len(pcm)]
    pieces = [stream.push(pcm[start:end]) for start, end in pairwise(ends)]
    return np.concatenate([*pieces, stream.push(pcm[:0], last=True)])


@given(
    rates=st.sampled_from(RATES),
    samples=st.integers(0, 6000),
    cuts=st.lists(st.floats(0, 1), max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_pieces_of_any_size_sound_as_the_whole(
    rates: tuple[int, int], samples: int, cuts: list[float]
) -> None:
    pcm = noise(samples)
    whole = resample(pcm, *rates)
    streamed = in_pieces(pcm, [int(cut * samples) for cut in cuts], *rates)
    assert len(streamed) == len(whole)
    assert np.abs(streamed.astype(int) - whole).max(initial=0) <= 1


def test_azure_accelerator_42_there_is_no_click_at_the_seams() -> None:
    """Its `ratecv` state was thrown away for each chunk of 20 ms."""
    pcm = tone(1000, 16000)
    streamed = in_pieces(pcm, list(range(320, len(pcm), 320)), 16000, 8000)
    ideal = tone(1000, 8000)
    assert np.abs(middle(streamed).astype(int) - middle(ideal)).max() < 12

    forgetful = np.concatenate([resample(pcm[at : at + 320], 16000, 8000) for at in range(0, len(pcm), 320)])
    assert np.abs(middle(forgetful).astype(int) - middle(ideal)).max() > 500, "the test would hear a click"


def test_ten_6_khz_vanish_at_8_khz_instead_of_coming_back_as_2_khz() -> None:
    """TEN's Twilio example drops every second sample."""
    pcm = tone(6000, 16000)
    assert loudness(middle(pcm[::2])) > 8000, "dropping samples folds it"
    assert loudness(middle(resample(pcm, 16000, 8000))) < 1


@pytest.mark.parametrize("hertz", [300, 1000, 3000, 3400])
def test_what_the_telephone_carries_passes_unchanged(hertz: int) -> None:
    out = middle(resample(tone(hertz, 22050), 22050, 8000))
    assert 20 * np.log10(loudness(out) / (12000 / np.sqrt(2))) == pytest.approx(0, abs=0.1)


def test_upsampling_puts_nothing_above_4_khz() -> None:
    out = resample(tone(3000, 8000), 8000, 16000)
    spectrum = np.abs(np.fft.rfft(middle(out) * np.hanning(len(middle(out)))))
    above = np.fft.rfftfreq(len(middle(out)), 1 / 16000) > 4500
    assert spectrum[above].max() < spectrum.max() * 10 ** (-80 / 20)


def test_silence_stays_silence() -> None:
    assert not resample(np.zeros(22050, np.int16), 22050, 8000).any()


def test_the_same_audio_gives_the_same_samples_each_time() -> None:
    assert np.array_equal(resample(noise(22050), 22050, 8000), resample(noise(22050), 22050, 8000))


@pytest.mark.parametrize(("from_hz", "to_hz"), RATES)
def test_a_second_stays_a_second(from_hz: int, to_hz: int) -> None:
    assert len(resample(noise(from_hz), from_hz, to_hz)) == to_hz


def test_the_peaks_of_a_full_scale_signal_are_clipped_not_wrapped() -> None:
    square = np.where(tone(200, 16000) > 0, 32767, -32768).astype(np.int16)
    out = resample(square, 16000, 8000)
    expected = np.where(tone(200, 8000) > 0, 1, -1)
    settled = np.abs(tone(200, 8000)) > 6000
    assert (np.sign(out)[settled] == expected[settled]).all()


def test_the_result_is_never_the_callers_own_array() -> None:
    pcm = noise(160)
    for out in (resample(pcm, 8000, 8000), StreamResampler(8000, 8000).push(pcm)):
        assert np.array_equal(out, pcm)
        assert not np.shares_memory(out, pcm)


def test_a_stream_that_is_over_takes_no_more() -> None:
    stream = StreamResampler(22050, 8000)
    stream.push(noise(100), last=True)
    with pytest.raises(ValueError, match="make a new StreamResampler"):
        stream.push(noise(100))
