"""A text model in ONNX form with its tokenizer beside it: what embeddings and classifiers have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

MODEL_FILES = ("model.onnx", "onnx/model.onnx")
TOKENIZER_FILE = "tokenizer.json"

MOST_TOKENS = 128
"""Of a text; the rest is not read."""

_BATCH = 64

_GIVEN = frozenset(["input_ids", "attention_mask", "token_type_ids"])

Outputs: TypeAlias = npt.NDArray[np.float64]


class TextModelUnavailable(Exception):
    """There is no usable model; the message says why."""


@dataclass(frozen=True, slots=True)
class Batch:
    outputs: Outputs
    """The model's first output, a row a text."""
    mask: npt.NDArray[np.int64]
    """1 for each token of a text, 0 for padding."""


class TextModel:
    """Immutable after loading; onnxruntime's sessions may be shared by threads."""

    def __init__(self, directory: Path) -> None:
        """`directory` holds `model.onnx` (or `onnx/model.onnx`) and `tokenizer.json`."""
        model = next((path for name in MODEL_FILES if (path := directory / name).is_file()), None)
        tokenizer = directory / TOKENIZER_FILE
        if model is None or not tokenizer.is_file():
            raise TextModelUnavailable(f"it needs {MODEL_FILES[0]} and {TOKENIZER_FILE}")
        try:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            self._session = onnxruntime.InferenceSession(str(model), options, ["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise TextModelUnavailable(f"cannot be loaded ({error})") from error
        self.name = directory.name
        self._wanted = {str(given.name) for given in self._session.get_inputs()}
        if unknown := sorted(self._wanted - _GIVEN):
            raise TextModelUnavailable(f"it wants {', '.join(unknown)}, which texts do not have")
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()

    def run(self, texts: Sequence[str]) -> Iterator[Batch]:
        """In batches, in order."""
        for at in range(0, len(texts), _BATCH):
            read = self._tokenizer.encode_batch(list(texts[at : at + _BATCH]))
            mask = np.array([text.attention_mask for text in read], np.int64)
            given = {
                "input_ids": np.array([text.ids for text in read], np.int64),
                "attention_mask": mask,
                "token_type_ids": np.array([text.type_ids for text in read], np.int64),
            }
            inputs = {name: value for name, value in given.items() if name in self._wanted}
            yield Batch(np.asarray(self._session.run(None, inputs)[0], np.float64), mask)
