"""Sentence embeddings from an ONNX model on disk: for a centre that has one, and a moment more for each turn.

Any model of the sentence-transformers kind: token vectors in, their mean over the words, length 1. It runs on
onnxruntime and tokenizers, which the recogniser brings along.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from assist.encoders.encoder import Floats

MODEL_FILES = ("model.onnx", "onnx/model.onnx")
TOKENIZER_FILE = "tokenizer.json"

MOST_TOKENS = 128
"""Of a text; the rest is not read."""

_BATCH = 64
_NO_LENGTH = 1e-9


class SentenceEncoderUnavailable(Exception):
    """There is no usable model; the message says what to do."""


class SentenceEncoder:
    """Immutable after loading; onnxruntime's sessions may be shared by threads."""

    def __init__(self, directory: Path) -> None:
        """`directory` holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`."""
        model = next((path for name in MODEL_FILES if (path := directory / name).is_file()), None)
        tokenizer = directory / TOKENIZER_FILE
        if model is None or not tokenizer.is_file():
            raise SentenceEncoderUnavailable(
                f"{directory} holds no sentence model: it needs {MODEL_FILES[0]} and {TOKENIZER_FILE}. "
                "Download a sentence-transformers model in ONNX form into it, or use the built-in encoder."
            )
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise SentenceEncoderUnavailable(
                f"The sentence model in {directory} cannot be loaded ({error}). Download it again."
            ) from error
        self._name = directory.name
        self._wanted = {str(given.name) for given in self._session.get_inputs()}
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()

    @property
    def name(self) -> str:
        return self._name

    def adapted(self, texts: Sequence[str]) -> "SentenceEncoder":
        del texts  # The model is trained; examples do not change it.
        return self

    def encode(self, texts: Sequence[str]) -> Floats:
        batches = [self._batch(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        return np.concatenate(batches)

    def _batch(self, texts: Sequence[str]) -> Floats:
        read = self._tokenizer.encode_batch(list(texts))
        mask = np.array([text.attention_mask for text in read], np.int64)
        given = {
            "input_ids": np.array([text.ids for text in read], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([text.type_ids for text in read], np.int64),
        }
        inputs = {name: value for name, value in given.items() if name in self._wanted}
        vectors = np.asarray(self._session.run(None, inputs)[0], np.float64)
        if vectors.ndim == 3:
            vectors = (vectors * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, _NO_LENGTH), np.float64)
