"""The types that audio travels in."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Int16Array: TypeAlias = npt.NDArray[np.int16]
"""Linear samples, mono, full scale ±32768; 8 kHz unless the name says otherwise."""

Float32Array: TypeAlias = npt.NDArray[np.float32]
"""Linear samples, mono, full scale ±1.0."""

TELEPHONE_HZ = 8000
"""The sample rate of the telephone network, and so of every array here that does not say otherwise."""

FRAME_MS = 20
"""The packet time of Twilio's streams, in ms."""

FRAME_SAMPLES = TELEPHONE_HZ * FRAME_MS // 1000
"""Samples in a frame (160), which is also its bytes in G.711."""
