"""The bot's voice as telephone audio: synthesised off the event loop, kept when it may be said again."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from voice.audio import mulaw
from voice.audio.types import FRAME_SAMPLES, TELEPHONE_HZ, Int16Array
from voice.speech.synthesiser import Synthesiser

FADE_MS = 30
"""The first sound grows over this long; at full level at once it clicks, and startles."""

PhraseKey = tuple[str, str, str]
"""Engine and voice, its version, and the text."""

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
    """Speaks clauses on `workers` threads of its own, shared by all calls."""

    def __init__(self, synthesiser: Synthesiser, cache: PhraseCache, *, workers: int) -> None:
        self._synthesiser = synthesiser
        self._cache = cache
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="speech")

    @property
    def voice_name(self) -> str:
        return self._synthesiser.name

    async def clause(self, text: str) -> bytes:
        """`text` as μ-law at 8 kHz in whole frames, the last one filled up with silence.

        Empty where there is nothing to say. Raises what the synthesiser raises.
        """
        key = self._key(text)
        ready = self._cache.get(key)
        if ready is None:
            ready = await asyncio.get_running_loop().run_in_executor(self._pool, self._speak, key)
        return ready

    async def prepare(self, texts: Iterable[str]) -> None:
        """Makes phrases ready ahead of their use, one at a time: live calls have the other workers."""
        for text in texts:
            await self.clause(text)

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    def _key(self, text: str) -> PhraseKey:
        return self._synthesiser.name, self._synthesiser.version, text.strip()

    def _speak(self, key: PhraseKey) -> bytes:
        """On a worker thread; another one may have made the same phrase since it was asked for."""
        audio = self._cache.get(key)
        if audio is None:
            audio = mulaw.encode(whole_frames(faded_in(self._synthesiser.synthesise(key[2]))))
            self._cache.put(key, audio)
        return audio


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
