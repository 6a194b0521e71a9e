"""A Piper voice whose speech is a tone: its graph takes and gives what a real voice's does.

The tone lasts as long as there are phonemes, so that lengths can be told apart. It costs nothing to compute:
the time of a real voice needs a real voice (RTF 0.07 to 0.08 for a medium one on one core).
"""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

SAMPLE_HZ = 22050
SAMPLES_A_PHONEME = 882
"""Of each phoneme id, the padding between phonemes included: 40 ms."""


def make_piper(directory: Path, tone_hz: float = 440.0, level: float = 0.5) -> Path:
    """Writes `tone.onnx` with its configuration, and returns its path. `level` is the peak, 0 to 1."""
    directory.mkdir(parents=True, exist_ok=True)
    model = directory / "tone.onnx"
    onnx.save(_graph(tone_hz, level), model)
    config = {
        "audio": {"sample_rate": SAMPLE_HZ, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": 1,
    }
    model.with_name(model.name + ".json").write_text(json.dumps(config))
    return model


def _graph(tone_hz: float, level: float) -> onnx.ModelProto:
    def constant(name: str, value: object, kind: type) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array(value, kind), name)

    nodes = [
        helper.make_node("Gather", ["input_lengths", "first"], ["phonemes"], axis=0),
        helper.make_node("Mul", ["phonemes", "samples_each"], ["count"]),
        helper.make_node("Range", ["zero", "count", "one"], ["index"]),
        helper.make_node("Cast", ["index"], ["moment"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["moment", "angle"], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Mul", ["wave", "level"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "tone",
        [
            helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
            helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
            helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        ],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, 1, "time"])],
        [
            constant("first", 0, np.int64),
            constant("samples_each", SAMPLES_A_PHONEME, np.int64),
            constant("zero", 0, np.int64),
            constant("one", 1, np.int64),
            constant("angle", 2 * np.pi * tone_hz / SAMPLE_HZ, np.float32),
            constant("level", level, np.float32),
            constant("shape", [1, 1, 1, -1], np.int64),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    return model
