"""G.711 μ-law, the codec of the telephone network.

One table lookup each way. Values from ITU-T G.711 (11/1988), tables 2a and 2b.
"""

import numpy as np
import numpy.typing as npt

from voice.audio.types import Int16Array

SILENCE = 0xFF
"""The code for +0, which an idle line carries."""


def decode(payload: bytes) -> Int16Array:
    """Expands μ-law codes into 16-bit linear samples, one for each byte."""
    return _LINEAR.take(np.frombuffer(payload, np.uint8))


def decode_to_bytes(payload: bytes) -> bytes:
    """The same as little-endian bytes, for those who read PCM as bytes (webrtcvad)."""
    return _LITTLE_ENDIAN.take(np.frombuffer(payload, np.uint8)).tobytes()


def encode(pcm: Int16Array) -> bytes:
    """Compresses 16-bit linear samples into μ-law codes, one byte for each sample."""
    return _CODES.take(pcm.view(np.uint16)).tobytes()


def _linear_table() -> Int16Array:
    """Table 2, scaled from 14 to 16 bits: codes are sent inverted, the sign is bit 7."""
    code = ~np.arange(256, dtype=np.uint8)
    segment = (code >> 4 & 0x07).astype(np.int32)
    interval = (code & 0x0F).astype(np.int32)
    magnitude = ((interval << 3) + 0x84 << segment) - 0x84
    table = np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)
    table.flags.writeable = False
    return table


def _code_table() -> npt.NDArray[np.uint8]:
    """The code of each sample, by its bits read as unsigned; the law has 14 bits, so two are dropped."""
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32) >> 2
    biased = np.minimum(np.abs(sample) + 0x21, 0x1FFF)
    segment = np.frexp(biased.astype(np.float64))[1] - 6
    interval = biased >> segment + 1 & 0x0F
    table = (np.where(sample < 0, 0x7F, 0xFF) ^ (segment << 4 | interval)).astype(np.uint8)
    table.flags.writeable = False
    return table


_LINEAR = _linear_table()
_LITTLE_ENDIAN = _LINEAR.astype("<i2")
_CODES = _code_table()
