import numpy as np
import pytest

from tests.voice.turns.signals import frames, quiet, sines
from voice.turns.call_progress import CallProgress, Meaning, Progress
from voice.turns.steady_tones import SteadyTones


def told(*sounds: np.ndarray, snr_db: float = 60.0) -> list[Progress]:
    """What the steady tones of a line were taken to mean."""
    steady, progress = SteadyTones(), CallProgress()
    meanings: list[Progress] = []
    for index, pcm in enumerate(frames(*sounds, snr_db=snr_db)):
        energy = float(np.square(pcm, dtype=np.float64).sum())
        meaning = progress.push(steady.push(pcm, energy), energy, 20 * (index + 1))
        if meaning is not None:
            meanings.append(meaning)
    return meanings


def meant(*sounds: np.ndarray, snr_db: float = 60.0) -> list[Meaning]:
    """Each meaning once for as long as it stays."""
    meanings = [progress.meaning for progress in told(*sounds, snr_db=snr_db)]
    return [meaning for index, meaning in enumerate(meanings) if meanings[index - 1 : index] != [meaning]]


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
    first, *_ = told(quiet(100), *[sines(500, 480.0, 620.0), quiet(500)] * 3)
    assert first.evidence.startswith("two tones, 480 and 620 Hz, ")
    assert first.evidence.endswith(" ms off")
