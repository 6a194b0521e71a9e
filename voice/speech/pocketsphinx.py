"""The recogniser that needs no download: pocketsphinx with a language model of the centre's own words.

It is there for the demo and the tests, whose callers speak with flite's voices (8 kHz, quiet line). Human
telephone speech is not understood with it, nor is espeak-ng's voice: for callers, fetch a Whisper model.
"""

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Hashable, Sequence
from contextlib import suppress
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import cast

import msgspec
import structlog
from pocketsphinx import get_model_path
from pocketsphinx.lm import ArpaBoLM

from config.centre import Centre
from config.settings import RecogniserSettings
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ
from voice.speech.centre_words import caller_sentences, without_dots
from voice.speech.hallucination import too_little_to_decode
from voice.speech.models import EngineMissing
from voice.speech.recogniser import Recognition, RecognitionRequest, speaks
from voice.speech.sphinx_process import OPEN, SphinxAnswer, SphinxTask, SphinxUtterance
from voice.speech.whisper import available_cores
from voice.turns.endpoint import Expected

ACOUSTIC_HZ = 16000
"""The rate of the bundled acoustic model."""

DISCOUNT = 0.3
"""The share kept for what the training text does not have; of 0.5, 0.3, 0.2 it makes the fewest errors."""

_LISTENS_FOR: tuple[Expected, ...] = (OPEN, "yes_no", "digits", "date", "name", "spelling", "email")
"""Each has a language model of its own; every other reply is heard as an open one."""

START_DEADLINE_S = 30.0
DECODE_DEADLINE_S = 20.0
STOP_DEADLINE_S = 2.0


class PocketsphinxRecogniser:
    """A `Recogniser` with one process for each worker: pocketsphinx holds Python's lock for a whole decode,
    which in this process would stop every call."""

    def __init__(self, settings: RecogniserSettings, centre: Centre, directory: Path) -> None:
        """The language model is kept in `directory`, by its content."""
        if not centre.language.lower().startswith("en"):
            raise EngineMissing(
                f"pocketsphinx understands English only, and this centre speaks {centre.language}; "
                "set [recogniser] engine to faster-whisper with a multilingual model"
            )
        self._centre = centre
        self._directory = directory
        self._workers = settings.workers or available_cores()
        self._free: SimpleQueue[_SphinxProcess] = SimpleQueue()
        self._started: list[_SphinxProcess] = []

    @property
    def name(self) -> str:
        return "pocketsphinx en-us"

    @property
    def languages(self) -> frozenset[str] | None:
        return frozenset({"en"})

    @property
    def parallel(self) -> int:
        return self._workers

    @property
    def max_batch(self) -> int:
        return 1

    def batch_key(self, request: RecognitionRequest) -> Hashable:
        return request.call_id

    def warm_up(self) -> None:
        if self._started:
            return
        models = {
            expected: str(language_model(self._centre, self._directory, expected))
            for expected in _LISTENS_FOR
        }
        self._started = [_SphinxProcess(models) for _ in range(self._workers)]
        for process in self._started:
            process.wait_until_ready()
            self._free.put(process)

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        return [self._recognise(request) for request in requests]

    def close(self) -> None:
        for process in self._started:
            process.stop()
        self._started = []

    def _recognise(self, request: RecognitionRequest) -> Recognition:
        if not speaks(self, request.language):
            reason = f"pocketsphinx does not understand {request.language}"
            return Recognition(text="", confidence=0.0, engine=self.name, rejected=reason)
        if reason := too_little_to_decode(request.pcm, request.speech_ms):
            return Recognition(text="", confidence=0.0, engine=self.name, rejected=reason)
        self.warm_up()
        process = self._free.get()
        try:
            samples = resample(request.pcm, TELEPHONE_HZ, ACOUSTIC_HZ).astype("<i2").tobytes()
            answer = process.ask(SphinxUtterance(samples, request.expected))
        finally:
            self._free.put(process)
        if not answer.text:
            return Recognition(text="", confidence=0.0, engine=self.name, rejected="nothing was understood")
        return Recognition(
            text=without_dots(answer.text),
            confidence=confidence(answer.word_probabilities),
            engine=self.name,
            alternatives=tuple(map(without_dots, answer.alternatives)),
        )


def confidence(word_probabilities: Sequence[float]) -> float:
    """The mean of the words' posteriors.

    The posterior of the whole sentence says little: it falls with every word, to 0.001 for a telephone number
    that is right. The mean lies near 1 for what the language model knows and near 0.6 for what it does not.
    """
    return sum(word_probabilities) / len(word_probabilities) if word_probabilities else 0.0


def language_model(centre: Centre, directory: Path, expected: Expected = "open") -> Path:
    """The ARPA file for a centre's words, made where it is not in `directory` yet."""
    sentences = caller_sentences(centre, _dictionary().__contains__, expected)
    text = "\n".join(sentences)
    file = directory / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.arpa"
    if file.is_file():
        return file
    builder = ArpaBoLM(text=text, add_start=True, discount_mass=DISCOUNT)
    builder.compute()
    written = StringIO()
    builder.write(written)
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_text(written.getvalue())
    unfinished.replace(file)
    return file


def _dictionary() -> frozenset[str]:
    """The words that have a pronunciation."""
    lines = Path(cast(str, get_model_path("en-us/cmudict-en-us.dict"))).read_text().splitlines()
    return frozenset(line.split(None, 1)[0] for line in lines if line and not line.startswith(("#", ";")))


class _SphinxProcess:
    """A decoder in its own process. Used by one thread at a time; a process that died is started again."""

    def __init__(self, models: dict[str, str]) -> None:
        self._models = models
        self._start()

    def wait_until_ready(self) -> None:
        """Raises `EngineMissing` when it cannot load."""
        try:
            answer = self._receive(START_DEADLINE_S)
        except (EOFError, OSError) as error:
            self.stop()
            raise EngineMissing(f"pocketsphinx did not start ({error}); reinstall it") from error
        if answer.fault:
            self.stop()
            raise EngineMissing(f"pocketsphinx cannot load: {answer.fault}")

    def ask(self, utterance: SphinxUtterance) -> SphinxAnswer:
        """What it understands. Raises `RuntimeError` when there is no answer."""
        if self._process.poll() is not None:
            self._restart("it had ended")
        try:
            self._line.send_bytes(msgspec.msgpack.encode(utterance))
            answer = self._receive(DECODE_DEADLINE_S)
        except (EOFError, OSError) as error:
            self._restart(repr(error))
            raise RuntimeError("pocketsphinx's process ended in the middle of an utterance") from error
        if answer.fault:
            self._restart(answer.fault)
            raise RuntimeError(f"pocketsphinx: {answer.fault}")
        return answer

    def stop(self) -> None:
        self._line.close()
        try:
            self._process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "voice.speech.sphinx_process", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
            )
        self._line = Connection(ours.detach())
        task = SphinxTask(language_models=self._models)
        with suppress(OSError):
            self._line.send_bytes(msgspec.msgpack.encode(task))

    def _restart(self, reason: str) -> None:
        structlog.get_logger(__name__).warning("a pocketsphinx process is started again", reason=reason)
        self._process.kill()
        self.stop()
        self._start()
        self.wait_until_ready()

    def _receive(self, deadline_s: float) -> SphinxAnswer:
        if not self._line.poll(deadline_s):
            raise TimeoutError(f"no answer within {deadline_s:g} s")
        return msgspec.msgpack.decode(self._line.recv_bytes(), type=SphinxAnswer)
