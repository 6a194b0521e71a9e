"""What turns sentences into vectors for the intents: built in and sparse, or a sentence model on disk."""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats: TypeAlias = npt.NDArray[np.float64]
Rows: TypeAlias = "sparse.csr_matrix | Floats"
"""One row a text, of length 1 (0 for a text that says nothing)."""


class Encoder(Protocol):
    """Immutable, so that any number of threads may share it."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def adapted(self, texts: Sequence[str]) -> "Encoder":
        """This encoder, with what the examples themselves teach it; itself where they teach it nothing."""
        ...

    def encode(self, texts: Sequence[str]) -> Rows:
        """Texts normalised as in `assist.spoken_text`, as rows."""
        ...
