"""How much audio Whisper is given to look at, and how many tokens it may say about it.

Stock Whisper pads everything to 30 s. The encoder takes less; below 10 s or without a margin its accuracy
breaks down (FUTO whisper-acft; transcribe.cpp #149), so the window is max(10 s, length + 2 s), in buckets.
"""

from math import ceil

import numpy as np

from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ, Float32Array, Int16Array

WHISPER_HZ = 16000
FRAMES_A_SECOND = 100
"""Whisper's mel frames, one each 10 ms."""

FULL_WINDOW_S = 30
"""What Whisper was trained on; no window is longer."""

BUCKETS_S = (10, 15, 20, FULL_WINDOW_S)
"""Windows in seconds; few, so that utterances of several calls can share a batch."""

MARGIN_S = 2
TOKENS_A_SECOND = 7
SPARE_TOKENS = 8
MOST_TOKENS = 100


def window_s(samples: int, short: bool = True) -> int:
    """The window for that many 8 kHz samples, in seconds; `short=False` gives Whisper's own."""
    if not short:
        return FULL_WINDOW_S
    needed = samples / TELEPHONE_HZ + MARGIN_S
    return next((bucket for bucket in BUCKETS_S if bucket >= needed), FULL_WINDOW_S)


def token_limit(samples: int) -> int:
    """The most tokens that so much speech can hold. It bounds a decoder that has run away."""
    return min(MOST_TOKENS, ceil(TOKENS_A_SECOND * samples / TELEPHONE_HZ) + SPARE_TOKENS)


def max_length(prompt: int, limit: int) -> int:
    """CTranslate2's `max_length` that lets `limit` tokens follow a prompt of `prompt`.

    It takes the half of it where that is less (whisper.cc); faster-whisper's own sum allows only half.
    """
    return max(2 * limit, prompt + limit)


def whisper_audio(pcm: Int16Array) -> Float32Array:
    """8 kHz samples as Whisper wants them: 16 kHz, full scale ±1.0, at most 30 s (the latest)."""
    latest = pcm[-FULL_WINDOW_S * TELEPHONE_HZ :]
    return resample(latest, TELEPHONE_HZ, WHISPER_HZ).astype(np.float32) / np.float32(32768)


def fit(mel: Float32Array, window: int) -> Float32Array:
    """Cuts or fills `mel` (bands × frames) to `window` seconds.

    Filled with zeros, as faster-whisper 1.2.1 does: filling the audio moves the word error rate by points.
    """
    frames = window * FRAMES_A_SECOND
    if mel.shape[1] >= frames:
        return np.ascontiguousarray(mel[:, :frames])
    filled: Float32Array = np.zeros((mel.shape[0], frames), np.float32)
    filled[:, : mel.shape[1]] = mel
    return filled
