import numpy as np
import pytest

from voice.audio.level import dbfs
from voice.turns.energy import energy_at


@pytest.mark.parametrize("samples", [160, 1024])
@pytest.mark.parametrize("amplitude", [100, 5000])
def test_the_energy_of_samples_is_that_of_their_level(amplitude: int, samples: int) -> None:
    pcm = np.full(samples, amplitude, np.int16)
    assert energy_at(dbfs(pcm), samples) == pytest.approx(samples * amplitude**2)
