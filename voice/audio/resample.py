"""Changes of sample rate, by soxr's high quality polyphase filter: no images, no aliases.

In float32 and rounded here: soxr adds dither to 16-bit output, so that silence would come out as noise.
"""

import numpy as np
import soxr

from voice.audio.types import Float32Array, Int16Array

QUALITY = "HQ"
"""136 dB of image rejection; the stream holds back up to 29 ms of an 8 kHz source."""


def resample(pcm: Int16Array, from_hz: int, to_hz: int) -> Int16Array:
    """Resamples a whole recording at once; the result is aligned with it and `to_hz / from_hz` as long."""
    if from_hz == to_hz or pcm.size == 0:
        return pcm.copy()
    return _rounded(soxr.resample(pcm.astype(np.float32), from_hz, to_hz, quality=QUALITY))


class StreamResampler:
    """Resamples audio that comes in pieces. Its output put together is `resample` of the whole.

    One stream, one object: the filter's state crosses the seams between pieces, which is why none clicks.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._stream = (
            None
            if from_hz == to_hz
            else soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality=QUALITY)
        )
        self._ended = False

    def push(self, pcm: Int16Array, last: bool = False) -> Int16Array:
        """Takes the next piece, of any length, and returns what is ready, which may be nothing yet.

        `last` brings out what the filter has held back; after it the stream is over.
        """
        if self._ended:
            raise ValueError(
                "this stream has had its last piece; make a new StreamResampler for the next one"
            )
        self._ended = last
        if self._stream is None:
            return pcm.copy()
        return _rounded(self._stream.resample_chunk(pcm.astype(np.float32), last=last))


def _rounded(samples: Float32Array) -> Int16Array:
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
