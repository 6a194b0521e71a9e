"""G.711 A-law, the codec of the telephone network outside North America and Japan.

One table lookup each way. Values from ITU-T G.711 (11/1988), tables 1a and 1b.
"""

import numpy as np
import numpy.typing as npt

from voice.audio.types import Int16Array

SILENCE = 0xD5
"""The code for the smallest positive value; A-law has no zero."""


def decode(payload: bytes) -> Int16Array:
    """Expands A-law codes into 16-bit linear samples, one for each byte."""
    return _LINEAR.take(np.frombuffer(payload, np.uint8))


def encode(pcm: Int16Array) -> bytes:
    """Compresses 16-bit linear samples into A-law codes, one byte for each sample."""
    return _CODES.take(pcm.view(np.uint16)).tobytes()


def _linear_table() -> Int16Array:
    """Table 1, scaled from 13 to 16 bits: every other bit is sent inverted, the sign is bit 7."""
    code = np.arange(256, dtype=np.uint8) ^ 0x55
    segment = (code >> 4 & 0x07).astype(np.int32)
    interval = (code & 0x0F).astype(np.int32)
    middle = (interval << 4) + 8
    magnitude = np.where(segment == 0, middle, middle + 0x100 << np.maximum(segment - 1, 0))
    table = np.where(code & 0x80, magnitude, -magnitude).astype(np.int16)
    table.flags.writeable = False
    return table


def _code_table() -> npt.NDArray[np.uint8]:
    """The code of each sample, by its bits read as unsigned; the law has 13 bits, so three are dropped."""
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 3
    magnitude = np.where(sample < 0, ~sample, sample)
    segment = np.clip(np.frexp(magnitude.astype(np.float64))[1] - 5, 0, 7)
    interval = magnitude >> np.maximum(segment, 1) & 0x0F
    table = (np.where(sample < 0, 0x55, 0xD5) ^ (segment << 4 | interval)).astype(np.uint8)
    table.flags.writeable = False
    return table


_LINEAR = _linear_table()
_CODES = _code_table()
