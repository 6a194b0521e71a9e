"""espeak-ng in this process, for where no Piper voice can be had.

The wheel of `espeakng-loader` holds the library and its data. Constants from espeak-ng's speak_lib.h; the
library keeps its state in globals, so that one lock serves the whole process.
"""

import ctypes
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, cast

import espeakng_loader
import numpy as np

from voice.audio.level import first_sound
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ, Int16Array
from voice.speech.models import EngineMissing
from voice.speech.plain_text import has_words, speakable

LEAD_MS = 20
"""The most silence left before the first sound."""

SOUND = 100
"""A sample beyond this (of 32768) is sound."""

WORDS_A_MINUTE = 175
"""espeak-ng's own pace."""

_RATE = 1
_SYNCHRONOUS = 0x02
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_OK = 0


class EspeakSynthesiser:
    """A `Synthesiser`; calls from several threads take turns."""

    def __init__(self, voice: str) -> None:
        self._voice = voice

    @property
    def name(self) -> str:
        return f"espeak-ng {self._voice}"

    @property
    def version(self) -> str:
        return _library().version

    def warm_up(self) -> None:
        self.synthesise("ready")

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        plain = speakable(text)
        if not has_words(plain):
            return np.zeros(0, np.int16)
        library = _library()
        return without_lead(
            resample(library.speak(self._voice, plain, pace), library.sample_hz, TELEPHONE_HZ)
        )

    def close(self) -> None:
        """Nothing: the library belongs to the process."""


def without_lead(pcm: Int16Array) -> Int16Array:
    """Cuts the silence before the first sound to `LEAD_MS`; all of it where nothing sounds."""
    start = first_sound(pcm, SOUND)
    if start is None:
        return pcm[:0]
    return pcm[max(0, start - LEAD_MS * TELEPHONE_HZ // 1000) :]


class _Library:
    """The shared library, initialised once."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._heard: list[bytes] = []
        self._speaks = ""
        try:
            library = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (OSError, RuntimeError) as error:
            raise EngineMissing(f"espeak-ng cannot be loaded ({error}); reinstall espeakng-loader") from error
        library.espeak_Info.restype = ctypes.c_char_p
        library.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self._library = library
        self.sample_hz = cast(int, library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DO_NOT_EXIT))
        """The rate of what `speak` returns, in Hz."""
        if self.sample_hz <= 0:
            raise EngineMissing(f"espeak-ng finds no voices in {data}; reinstall espeakng-loader")
        self._callback = _CALLBACK(self._take)
        library.espeak_SetSynthCallback(self._callback)
        self.version = cast(bytes, library.espeak_Info(None)).decode()

    def speak(self, voice: str, text: str, pace: float) -> Int16Array:
        with self._turn:
            if voice != self._speaks:
                if self._library.espeak_SetVoiceByName(voice.encode()) != _OK:
                    raise EngineMissing(f"espeak-ng has no voice “{voice}”; correct espeak_voice")
                self._speaks = voice
            self._heard.clear()
            self._library.espeak_SetParameter(_RATE, round(WORDS_A_MINUTE * pace), 0)
            raw = text.encode()
            fault = self._library.espeak_Synth(raw, len(raw) + 1, 0, 0, 0, _UTF8, None, None)
            audio = b"".join(self._heard)
            self._heard.clear()
        if fault != _OK:
            raise RuntimeError(f"espeak-ng could not speak {len(text)} characters (error {fault})")
        return np.frombuffer(audio, np.int16)

    def _take(self, samples: Any, count: int, _events: object) -> int:
        if samples and count > 0:
            self._heard.append(ctypes.string_at(samples, 2 * count))
        return 0


_CALLBACK: Callable[..., Any] = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)


@cache
def _library() -> _Library:
    return _Library()
