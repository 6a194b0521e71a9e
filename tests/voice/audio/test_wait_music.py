"""What callers hear who wait: music by our own ears, quieter than a voice, and without a click where it loops."""

import numpy as np

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES
from voice.audio.wait_music import wait_music
from voice.turns.music import Music


def test_it_is_music_and_neither_loud_nor_silent():
    pcm = mulaw.decode(wait_music())
    music = Music()
    for start in range(0, len(pcm) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        music.push(pcm[start : start + FRAME_SAMPLES])
    assert music.playing
    rms = float(np.sqrt(np.square(pcm.astype(float)).mean()))
    assert 400 < rms < 3000
    assert np.abs(pcm.astype(int)).max() < 9000


def test_no_stretch_of_it_is_silent_for_long():
    pcm = mulaw.decode(wait_music()).astype(float)
    frames = np.sqrt(np.square(pcm[: len(pcm) // 1600 * 1600].reshape(-1, 1600)).mean(axis=1))
    assert (frames > 100).all(), "each fifth of a second sounds"


def test_it_loops_without_a_click():
    pcm = mulaw.decode(wait_music()).astype(int)
    assert abs(pcm[0] - pcm[-1]) < 300
    assert np.abs(np.diff(np.concatenate([pcm, pcm]))).max() < 4000
