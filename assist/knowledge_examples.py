"""How callers are known to ask for an article: the examples of the intents that it answers."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from assist.encoders.sparse_encoder import SparseEncoder
from assist.spoken_text import normalised

Floats = npt.NDArray[np.float64]


class Examples:
    """Immutable after construction."""

    def __init__(self, asked: Mapping[str, Sequence[str]]) -> None:
        """`asked`: sentences of callers, by the id of the article that answers them."""
        rows = [
            (article, text) for article, texts in asked.items() for text in map(normalised, texts) if text
        ]
        self._articles = [article for article, _ in rows]
        self._encoder = SparseEncoder().adapted([text for _, text in rows])
        self._rows = self._encoder.encode([text for _, text in rows]) if rows else None

    def likeness(self, readings: Sequence[str]) -> dict[str, float]:
        """Of each article, 0 to 1: how like one of its examples the readings are, on the whole."""
        said = [text for text in map(normalised, readings) if text]
        if self._rows is None or not said:
            return {}
        alike = np.asarray((self._rows @ self._encoder.encode(said).T).mean(axis=1), np.float64).ravel()
        best: dict[str, float] = {}
        for article, how in zip(self._articles, alike.tolist(), strict=True):
            best[article] = max(how, best.get(article, 0.0))
        return best
