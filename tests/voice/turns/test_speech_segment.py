import pytest

from voice.turns.speech_segment import SpeechSegment


def segment(*, voiced: list[bool], energies: list[float]) -> SpeechSegment:
    """As it is gathered from frames of 20 ms, the last of which is voiced."""
    found = SpeechSegment(began_ms=1000, last_ms=1000 + 20 * len(voiced), voiced_ms=20 * sum(voiced))
    found.energies.extend(energies)
    return found


RISING_AND_FALLING = [100.0, 100.0, 90.0, 80.0, 5.0] * 10
LEVEL = [100.0] * 50


def test_a_click_is_no_speech() -> None:
    assert not segment(voiced=[True] * 9, energies=RISING_AND_FALLING[:9]).likely
    assert segment(voiced=[True] * 10, energies=RISING_AND_FALLING[:10]).likely


@pytest.mark.parametrize(
    ("voiced", "speech"), [([True, False] * 25, True), ([True, False, False] * 16, False)]
)
def test_half_of_speech_is_voice(voiced: list[bool], speech: bool) -> None:
    assert segment(voiced=voiced, energies=RISING_AND_FALLING).real == speech


def test_a_voice_without_weak_frames_is_noise_or_music() -> None:
    assert segment(voiced=[True] * 50, energies=RISING_AND_FALLING).real
    assert not segment(voiced=[True] * 50, energies=LEVEL).real


def test_too_short_a_segment_is_not_asked_for_weak_frames() -> None:
    assert segment(voiced=[True] * 29, energies=LEVEL[:29]).real
    assert not segment(voiced=[True] * 30, energies=LEVEL[:30]).real


@pytest.mark.parametrize(("tone_ms", "speech"), [(400, True), (500, False)])
def test_what_is_mostly_tones_is_no_speech(tone_ms: int, speech: bool) -> None:
    found = segment(voiced=[True] * 50, energies=RISING_AND_FALLING)
    found.tone_ms = tone_ms
    assert found.real == speech
