"""Sentence embeddings from an ONNX model on disk: for a centre that has one, and a moment more for each turn.

Any model of the sentence-transformers kind: token vectors in, their mean over the words, length 1. It runs on
onnxruntime and tokenizers, which the recogniser brings along.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assist.encoders.encoder import Floats
from assist.encoders.text_model import (
    MODEL_FILES,
    TOKENIZER_FILE,
    Batch,
    TextModel,
    TextModelUnavailable,
)

__all__ = ["MODEL_FILES", "TOKENIZER_FILE", "SentenceEncoder", "SentenceEncoderUnavailable"]

_NO_LENGTH = 1e-9


class SentenceEncoderUnavailable(Exception):
    """There is no usable model; the message says what to do."""


class SentenceEncoder:
    """Immutable after loading, so that threads may share it."""

    def __init__(self, directory: Path) -> None:
        """`directory` holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`."""
        try:
            self._model = TextModel(directory)
            self._width = _sentences(next(self._model.run(["a"]))).shape[1]
        except TextModelUnavailable as error:
            raise SentenceEncoderUnavailable(
                f"{directory} holds no sentence model: {error}. Download a sentence-transformers model "
                "in ONNX form into it, or use the built-in encoder."
            ) from error

    @property
    def name(self) -> str:
        return self._model.name

    def adapted(self, texts: Sequence[str]) -> "SentenceEncoder":
        del texts  # The model is trained; examples do not change it.
        return self

    def encode(self, texts: Sequence[str]) -> Floats:
        # Texts of like length share a batch, so that little of it is padding.
        order = np.argsort([len(text) for text in texts], kind="stable")
        rows = np.empty((len(texts), self._width))
        done = 0
        for batch in self._model.run([texts[int(at)] for at in order]):
            rows[order[done : done + len(batch.mask)]] = _sentences(batch)
            done += len(batch.mask)
        return rows


def _sentences(batch: Batch) -> Floats:
    vectors = batch.outputs
    if vectors.ndim == 3:
        shares = batch.mask[:, :, None]
        vectors = (vectors * shares).sum(axis=1) / np.maximum(batch.mask.sum(axis=1), 1)[:, None]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, _NO_LENGTH), np.float64)
