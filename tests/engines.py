"""Engines for tests of everything around them: they answer at once, with what the test has set."""

from collections.abc import Sequence

import numpy as np

from voice.audio.types import Int16Array
from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency


class ScriptedRecogniser:
    """Understands each turn as the next line of a script; partials and speculations do not use one up."""

    name = "scripted"
    parallel = 1
    max_batch = 1
    languages: frozenset[str] | None = None

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)
        self._by_utterance: dict[tuple[str, str], str] = {}

    def batch_key(self, request: RecognitionRequest) -> str:
        return "one"

    def warm_up(self) -> None: ...

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        return [self._of(request) for request in requests]

    def close(self) -> None: ...

    def _of(self, request: RecognitionRequest) -> Recognition:
        key = request.call_id, request.utterance_id
        if request.urgency is Urgency.PARTIAL:
            return Recognition("", 0.0, self.name)
        if key not in self._by_utterance:
            self._by_utterance[key] = self._lines.pop(0) if self._lines else ""
        return Recognition(self._by_utterance[key], 1.0, self.name)


class FailingRecogniser(ScriptedRecogniser):
    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        raise RuntimeError("the model fell over")


class ToneSynthesiser:
    """20 ms of tone a letter: quick to make and quick to hear out."""

    name, version = "tone", "1"

    def __init__(self, ms_a_letter: int = 20) -> None:
        self._samples = ms_a_letter * 8

    def warm_up(self) -> None: ...

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        moments = np.arange(len(text) * self._samples) / 8000
        return (8000 * np.sin(2 * np.pi * 440 * moments)).astype(np.int16)

    def close(self) -> None: ...
