"""The default recogniser: faster-whisper, on a window cut to the utterance.

Facts behind the choices (window, one thread a worker, no `vad_filter`, no previous text) are measured in
`benchmarks/window.py` and explained in docs/architecture.md.
"""

import os
import threading
from collections.abc import Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from typing import Protocol, cast

import ctranslate2
import numpy as np
import structlog
import tokenizers
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from config.settings import RecogniserSettings
from voice.audio.types import TELEPHONE_HZ, Float32Array, Int16Array
from voice.speech.hallucination import Decode, looks_wrong, too_little_to_decode, why_rejected
from voice.speech.models import EngineMissing, require_whisper
from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency, primary, speaks
from voice.speech.whisper_window import FULL_WINDOW_S, fit, max_length, token_limit, whisper_audio, window_s

CPU_BATCH = 2
"""On a CPU the encoder gains nothing from a batch, the decoder a little."""

GPU_BATCH = 8
MOST_ALTERNATIVES = 5
UNSURE_LOG_PROBABILITY = -0.5
"""A greedy decode below this is looked at again, for what else it may be; nothing is encoded again."""

WARM_UP_S = 1


@dataclass(frozen=True, slots=True)
class WhisperCounts:
    """What the guard has cost so far."""

    decodes: int
    second_decodes: int
    """Decodes repeated with the full window, because the short one's text looked wrong."""


class _Answer(Protocol):
    """What we read of a `ctranslate2.models.WhisperGenerationResult`, which has no types."""

    sequences_ids: list[list[int]]
    scores: list[float]
    no_speech_prob: float


class WhisperRecogniser:
    """A `Recogniser` on a CTranslate2 model directory. `recognise` may be entered by `parallel` threads."""

    def __init__(
        self, settings: RecogniserSettings, directory: Path, language: str = "en", model_name: str = ""
    ) -> None:
        """`language` (BCP 47) is what it must understand; an English-only model takes no other. The model is
        called by its directory's name where it has none of its own."""
        require_whisper(directory)
        self._name = f"faster-whisper {model_name or directory.name}"
        self._settings = settings
        self._directory = directory
        self._language = primary(language)
        self._device = _device(settings.device)
        self._parallel = 1 if self._device == "cuda" else settings.workers or available_cores()
        self._loaded: WhisperModel | None = None
        self._tokenizers: dict[str, Tokenizer] = {}
        self._loading = threading.Lock()
        self._counting = threading.Lock()
        self._decodes = 0
        self._second_decodes = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def languages(self) -> frozenset[str] | None:
        """Loads the model, which alone knows."""
        return None if self._model().model.is_multilingual else frozenset({"en"})

    @property
    def parallel(self) -> int:
        return self._parallel

    @property
    def max_batch(self) -> int:
        return GPU_BATCH if self._device == "cuda" else CPU_BATCH

    @property
    def counts(self) -> WhisperCounts:
        with self._counting:
            return WhisperCounts(self._decodes, self._second_decodes)

    def batch_key(self, request: RecognitionRequest) -> Hashable:
        """The window and the language, which is all that prompts differ in."""
        return window_s(request.pcm.size, self._settings.short_window), primary(request.language)

    def warm_up(self) -> None:
        """Loads the model, and has each worker decode once in the usual window."""
        self._tokenizer(self._language)
        noise = np.random.default_rng(1).integers(-3000, 3000, WARM_UP_S * TELEPHONE_HZ).astype(np.int16)
        window = window_s(noise.size, self._settings.short_window)
        with ThreadPoolExecutor(self._parallel) as workers:
            for done in [
                workers.submit(self._decode, [noise], window, self._language) for _ in range(self._parallel)
            ]:
                done.result()

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        results: dict[int, Recognition] = {}
        worthwhile: list[int] = []
        for index, request in enumerate(requests):
            if not speaks(self, request.language):
                results[index] = self._rejected(f"{self.name} does not understand {request.language}")
            elif reason := too_little_to_decode(request.pcm, request.speech_ms):
                results[index] = self._rejected(reason)
            else:
                worthwhile.append(index)
        if worthwhile:
            understood = self._understand([requests[index] for index in worthwhile])
            results.update(zip(worthwhile, understood, strict=True))
        return [results[index] for index in range(len(requests))]

    def close(self) -> None:
        with self._loading:
            self._loaded = None

    # How it is done.

    def _understand(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        """Decodes with the short window, and once more with the full one what looks wrong.

        Not so for partials, which the next one corrects. All are of one language, as `batch_key` has it.
        """
        language = primary(requests[0].language)
        others = any(request.urgency is not Urgency.PARTIAL for request in requests)
        audio = [request.pcm for request in requests]
        window = max(window_s(pcm.size, self._settings.short_window) for pcm in audio)
        decodes = self._decode(audio, window, language, others=others)
        for index, request in enumerate(requests):
            again = window < FULL_WINDOW_S and request.urgency is not Urgency.PARTIAL
            if again and looks_wrong(decodes[index]):
                [decodes[index]] = self._decode([request.pcm], FULL_WINDOW_S, language, others=True)
                with self._counting:
                    self._second_decodes += 1
        return [self._judged(decode, pcm) for decode, pcm in zip(decodes, audio, strict=True)]

    def _judged(self, decode: Decode, pcm: Int16Array) -> Recognition:
        if reason := why_rejected(decode, 1000 * pcm.size // TELEPHONE_HZ):
            return self._rejected(reason)
        return Recognition(
            text=decode.text,
            confidence=min(1.0, exp(decode.average_log_probability) * (1.0 - decode.no_speech)),
            engine=self.name,
            alternatives=decode.alternatives,
        )

    def _rejected(self, reason: str) -> Recognition:
        return Recognition(text="", confidence=0.0, engine=self.name, rejected=reason)

    def _decode(
        self, audio: Sequence[Int16Array], window: int, language: str, *, others: bool = False
    ) -> list[Decode]:
        """One pass of encoder and decoder over a batch of one window; with `others` a second look, with a
        beam, at what the first was unsure of."""
        model, tokenizer = self._model(), self._tokenizer(language)
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        limits = [token_limit(pcm.size) for pcm in audio]
        features = np.stack([fit(self._mel(model, pcm), window) for pcm in audio])
        encoded = model.model.encode(ctranslate2.StorageView.from_array(features), to_cpu=False)

        def generate(beam: int) -> list[_Answer]:
            return model.model.generate(
                encoded,
                [prompt] * len(audio),
                beam_size=beam,
                num_hypotheses=min(beam, MOST_ALTERNATIVES),
                max_length=max_length(len(prompt), max(limits)),
                return_scores=True,
                return_no_speech_prob=True,
                suppress_blank=True,
            )

        answers = generate(self._settings.beam)
        with self._counting:
            self._decodes += len(audio)
        decodes = [
            _as_decode(answer, tokenizer, limit) for answer, limit in zip(answers, limits, strict=True)
        ]
        if not others or self._settings.beam > 1 or not any(map(_unsure, decodes)):
            return decodes
        wider = [
            _as_decode(answer, tokenizer, limit)
            for answer, limit in zip(generate(MOST_ALTERNATIVES), limits, strict=True)
        ]
        return [
            replace(first, alternatives=_other_texts(first.text, (second.text, *second.alternatives)))
            if _unsure(first)
            else first
            for first, second in zip(decodes, wider, strict=True)
        ]

    def _mel(self, model: WhisperModel, pcm: Int16Array) -> Float32Array:
        """Never with `chunk_length`: that writes to the extractor, which all threads share."""
        return cast(Float32Array, model.feature_extractor(whisper_audio(pcm))).astype(np.float32)

    def _model(self) -> WhisperModel:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _tokenizer(self, language: str) -> Tokenizer:
        """The prompt's for `language`. Raises `EngineMissing` where the model does not have it."""
        model = self._model()
        with self._loading:
            if language not in self._tokenizers:
                made = whisper_tokenizer(model.hf_tokenizer, model.model.is_multilingual, language)
                self._tokenizers[language] = made
            return self._tokenizers[language]

    def _load(self) -> WhisperModel:
        structlog.get_logger(__name__).info(
            "loading the recogniser", model=str(self._directory), device=self._device, workers=self._parallel
        )
        try:
            return WhisperModel(
                str(self._directory),
                device=self._device,
                compute_type=self._settings.compute_type,
                cpu_threads=1,
                num_workers=self._parallel,
                local_files_only=True,
            )
        except Exception as error:
            raise EngineMissing(f"{self._directory} cannot be loaded as a Whisper model: {error}") from error


def whisper_tokenizer(tokenizer: tokenizers.Tokenizer, multilingual: bool, language: str) -> Tokenizer:
    """Whisper's prompt for one fixed language; detecting it would cost a second encode."""
    if not multilingual and language != "en":
        raise EngineMissing(
            f"an English-only Whisper (.en) cannot understand {language}: use the model without .en"
        )
    try:
        return Tokenizer(tokenizer, multilingual, task="transcribe", language=language)
    except ValueError as error:
        raise EngineMissing(f"Whisper does not know the language: {error}") from error


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _device(wanted: str) -> str:
    if wanted != "auto":
        return wanted
    return "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"


def _as_decode(answer: "_Answer", tokenizer: Tokenizer, limit: int) -> Decode:
    tokens, *rest = (_words(sequence, tokenizer) for sequence in answer.sequences_ids)
    text = tokenizer.decode(list(tokens)).strip()
    return Decode(
        text=text,
        tokens=tokens,
        average_log_probability=answer.scores[0] * len(tokens) / (len(tokens) + 1),
        no_speech=answer.no_speech_prob,
        at_limit=len(tokens) >= limit,
        alternatives=_other_texts(text, [tokenizer.decode(list(other)).strip() for other in rest]),
    )


def _words(sequence: Sequence[int], tokenizer: Tokenizer) -> tuple[int, ...]:
    return tuple(token for token in sequence if token < tokenizer.eot)


def _other_texts(text: str, others: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(other for other in others if other and other != text))[:MOST_ALTERNATIVES]


def _unsure(decode: Decode) -> bool:
    return bool(decode.text) and decode.average_log_probability < UNSURE_LOG_PROBABILITY
