"""The bot's voice as telephone audio: synthesised off the event loop, kept when it may be said again."""

import asyncio
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import structlog

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ, Int16Array
from voice.speech.clauses import split_clauses
from voice.speech.recogniser import primary
from voice.speech.synthesiser import Synthesiser

FADE_MS = 30
"""The first sound grows over this long; at full level at once it clicks, and startles."""

MOST_LIKELY = 48
"""Clauses that `warm` keeps waiting; more are not likely."""

AHEAD_NICENESS = 10
"""The scheduling priority of the thread that makes phrases ahead, as `nice` counts."""

PhraseKey = tuple[str, str, str, float]
"""Engine and voice, its version, the text, and the pace."""

_OVERHEAD = 200
"""What an entry takes besides its audio and text, in bytes, about."""


class PhraseCache:
    """Ready-made μ-law audio within a number of bytes; the longest unused goes first. Thread-safe."""

    def __init__(self, limit: int) -> None:
        """`limit` in bytes."""
        self._limit = limit
        self._phrases: OrderedDict[PhraseKey, bytes] = OrderedDict()
        self._size = 0
        self._turn = threading.Lock()

    @property
    def size(self) -> int:
        """Bytes in use."""
        return self._size

    def __len__(self) -> int:
        return len(self._phrases)

    def get(self, key: PhraseKey) -> bytes | None:
        with self._turn:
            audio = self._phrases.get(key)
            if audio is not None:
                self._phrases.move_to_end(key)
            return audio

    def put(self, key: PhraseKey, audio: bytes) -> None:
        """Keeps `audio`, unless it alone is over the limit."""
        with self._turn:
            if (old := self._phrases.pop(key, None)) is not None:
                self._size -= _cost(key, old)
            if _cost(key, audio) > self._limit:
                return
            self._phrases[key] = audio
            self._size += _cost(key, audio)
            while self._size > self._limit:
                oldest, dropped = self._phrases.popitem(last=False)
                self._size -= _cost(oldest, dropped)


class SpeechSource:
    """Speaks clauses on `workers` threads of its own, shared by all calls; each language has its voice.

    What is made ahead is made on one more thread of low priority, a clause at a time and none while a call
    waits for one.
    """

    def __init__(
        self,
        synthesiser: Synthesiser,
        cache: PhraseCache,
        *,
        workers: int,
        voices: Mapping[str, Synthesiser] | None = None,
        first_clause_words: int = 5,
    ) -> None:
        """`voices` by BCP 47 language; what is in none of them is said by `synthesiser`. `first_clause_words`
        is how texts are cut when they are said."""
        self._synthesiser = synthesiser
        self._voices = dict(voices or {})
        self._cache = cache
        self._first_clause_words = first_clause_words
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="speech")
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="speech-ahead", initializer=_lower_priority)
        self._live = 0
        """Clauses that calls wait for now."""
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._one_ahead = asyncio.Lock()
        self._making: dict[PhraseKey, asyncio.Future[bytes]] = {}
        self._likely: OrderedDict[PhraseKey, Synthesiser] = OrderedDict()
        """What may be said next, the likeliest last; it goes before everything else that is made ahead."""
        self._warming: asyncio.Task[None] | None = None

    @property
    def voice_name(self) -> str:
        return self._synthesiser.name

    def voice(self, language: str = "") -> Synthesiser:
        """The voice for a language: its own, that of its primary subtag, else the first."""
        return self._voices.get(language) or self._voices.get(primary(language)) or self._synthesiser

    async def clause(self, text: str, language: str = "", pace: float = 1.0) -> bytes:
        """`text` as μ-law at 8 kHz in whole frames, the last one filled up with silence.

        Empty where there is nothing to say. Raises what the synthesiser raises.
        """
        voice = self.voice(language)
        key = _key(voice, text, pace)
        ready = self._cache.get(key)
        if ready is not None:
            return ready
        self._live += 1
        self._quiet.clear()
        try:
            return await self._made(voice, key, self._pool)
        finally:
            self._live -= 1
            if not self._live:
                self._quiet.set()

    async def prepare(self, texts: Iterable[str], language: str = "") -> None:
        """Makes clauses ready ahead of their use, in the order given, whenever no call needs the voice.

        Raises what the synthesiser raises.
        """
        voice = self.voice(language)
        for text in texts:
            while self._warming is not None and not self._warming.done():
                await asyncio.wait([self._warming])
            await self._made_ahead(voice, _key(voice, text))

    def warm(self, texts: Sequence[str], language: str = "") -> None:
        """Begins to make `texts` ready, the likeliest first, and returns at once: one of them is said next.

        They go before what `prepare` has still to do. What fails is tried again when it is said.
        """
        voice = self.voice(language)
        for text in reversed(texts):
            for clause in reversed(split_clauses(text, self._first_clause_words)):
                key = _key(voice, clause)
                if self._cache.get(key) is None:
                    self._likely[key] = voice
                    self._likely.move_to_end(key)
        while len(self._likely) > MOST_LIKELY:
            self._likely.popitem(last=False)
        if self._likely and (self._warming is None or self._warming.done()):
            self._warming = asyncio.create_task(self._warm(), name="warm phrases")

    async def close(self) -> None:
        if self._warming is not None:
            self._warming.cancel()
        await asyncio.to_thread(self._ahead.shutdown, cancel_futures=True)
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    async def _warm(self) -> None:
        while self._likely:
            key, voice = self._likely.popitem()
            try:
                await self._made_ahead(voice, key)
            except Exception as error:  # noqa: BLE001 - an engine may raise anything; the call will hear of it
                structlog.get_logger(__name__).warning("a phrase could not be made ahead", error=repr(error))

    async def _made_ahead(self, voice: Synthesiser, key: PhraseKey) -> None:
        async with self._one_ahead:
            await self._quiet.wait()
            if self._cache.get(key) is None:
                await self._made(voice, key, self._ahead)

    async def _made(self, voice: Synthesiser, key: PhraseKey, pool: ThreadPoolExecutor) -> bytes:
        """Made once, however many ask for it; who gives up waiting stops nobody else."""
        making = self._making.get(key)
        if making is None:
            making = asyncio.get_running_loop().run_in_executor(pool, self._speak, voice, key)
            self._making[key] = making
            making.add_done_callback(lambda done: self._finish(key, done))
        return await asyncio.shield(making)

    def _finish(self, key: PhraseKey, done: "asyncio.Future[bytes]") -> None:
        del self._making[key]
        if not done.cancelled():
            done.exception()  # seen, so that a failure whose caller has gone is not reported as lost

    def _speak(self, voice: Synthesiser, key: PhraseKey) -> bytes:
        """On a worker thread."""
        audio = mulaw.encode(whole_frames(faded_in(voice.synthesise(key[2], key[3]))))
        self._cache.put(key, audio)
        return audio


def _key(voice: Synthesiser, text: str, pace: float = 1.0) -> PhraseKey:
    return voice.name, voice.version, text.strip(), pace


def _lower_priority() -> None:
    """Of this thread alone, where the system has that: Linux counts threads as processes here."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), AHEAD_NICENESS)


def faded_in(pcm: Int16Array) -> Int16Array:
    """The same audio, its first `FADE_MS` growing from nothing."""
    fade = min(pcm.size, FADE_MS * TELEPHONE_HZ // 1000)
    risen = pcm.copy()
    risen[:fade] = (pcm[:fade] * (np.arange(fade) / max(1, fade))).astype(np.int16)
    return risen


def whole_frames(pcm: Int16Array) -> Int16Array:
    """`pcm` with silence up to the next multiple of 20 ms."""
    return np.pad(pcm, (0, -pcm.size % FRAME_SAMPLES))


def _cost(key: PhraseKey, audio: bytes) -> int:
    return len(audio) + len(key[2].encode()) + _OVERHEAD
