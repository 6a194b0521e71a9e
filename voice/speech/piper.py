"""The default synthesiser: Piper, on an ONNX Runtime session of our own.

`PiperVoice.load` takes every core for each sentence and levels each sentence by itself; here the threads are
a setting and the gain is fixed, so that the voice does not jump between two clauses.
"""

import threading
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
from piper import PiperVoice, SynthesisConfig
from piper.config import PiperConfig

from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ, Int16Array
from voice.speech.espeak import without_lead
from voice.speech.models import EngineMissing, voice_config
from voice.speech.plain_text import has_words, speakable

GAIN = 1.0
"""Applied to every sentence alike."""


class PiperSynthesiser:
    """A `Synthesiser` on a voice's .onnx file, with its .onnx.json beside it."""

    def __init__(self, model: Path, threads: int) -> None:
        """`threads` serve one sentence; two help only beyond 4 s of speech."""
        self._config = voice_config(model)
        self._model = model
        self._threads = threads
        self._loaded: PiperVoice | None = None
        self._loading = threading.Lock()
        state = model.stat()
        self._version = f"{state.st_size}-{state.st_mtime_ns}-{GAIN:g}"

    @property
    def name(self) -> str:
        return f"piper {self._model.stem}"

    @property
    def version(self) -> str:
        return self._version

    def warm_up(self) -> None:
        self.synthesise("Ready.")

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        plain = speakable(text)
        if not has_words(plain):
            return np.zeros(0, np.int16)
        voice = self._voice()
        settings = SynthesisConfig(
            normalize_audio=False, volume=GAIN, length_scale=self._length_scale(voice, pace)
        )
        sentences = [cast(Int16Array, chunk.audio_int16_array) for chunk in voice.synthesize(plain, settings)]
        if not sentences:
            return np.zeros(0, np.int16)
        return without_lead(resample(np.concatenate(sentences), voice.config.sample_rate, TELEPHONE_HZ))

    @staticmethod
    def _length_scale(voice: PiperVoice, pace: float) -> float | None:
        return None if pace == 1.0 else voice.config.length_scale / pace

    def close(self) -> None:
        with self._loading:
            self._loaded = None

    def _voice(self) -> PiperVoice:
        with self._loading:
            if self._loaded is None:
                self._loaded = PiperVoice(
                    session=self._session(), config=PiperConfig.from_dict(dict(self._config))
                )
            return self._loaded

    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise EngineMissing(f"{self._model} cannot be loaded as a Piper voice: {error}") from error
