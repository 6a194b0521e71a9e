"""Measures a recogniser on recordings with known texts, through the telephone's own path: 8 kHz, μ-law.

Before words are compared both texts are normalised as the rest of the service reads them
(`assist.spoken_text`): lower case, no punctuation or fillers, contractions and numbers up to 999 as words.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import numpy as np
from faster_whisper.audio import decode_audio

from assist.entities import Listening, find
from assist.spoken_text import normalised
from voice.audio import mulaw
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ, Float32Array, Int16Array
from voice.audio.wav import read_wav
from voice.speech.manifest import Recording
from voice.speech.recogniser import Recogniser, Recognition, RecognitionRequest, Urgency, primary
from voice.speech.word_errors import WordErrors, interval_95, word_errors

WORST = 10
MARGIN_MS = 200
"""Silence added on both sides, as the line's pre-roll and the end of a turn add it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording, with what the recogniser made of it."""

    recording: Recording
    recognition: Recognition
    words: WordErrors
    entities: int
    """Things that are named in the text; what can be read in two ways (a code, a number) is one thing."""
    missed: int
    """Those of them that were not understood with the same value, in whichever way."""
    audio_s: float
    taken_s: float


def listen_to(
    recordings: Sequence[Recording],
    recogniser: Recogniser,
    *,
    language: str,
    region: str,
    now: datetime,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Heard]:
    """Recognises each by itself, so that the time it takes is its own. Raises `WavError` or `OSError`."""
    listening = Listening(region, now)
    heard: list[Heard] = []
    for number, recording in enumerate(recordings):
        pcm = on_the_line(recording.audio)
        request = RecognitionRequest(
            call_id="evaluation",
            utterance_id=str(number),
            pcm=pcm,
            urgency=Urgency.FINAL,
            speech_ms=1000 * pcm.size // TELEPHONE_HZ,
            language=language,
        )
        began = clock()
        [recognition] = recogniser.recognise([request])
        taken_s = clock() - began
        named = find(recording.text, recording.entities, listening)
        understood = find(recognition.text, recording.entities, listening, recognition.alternatives)
        entities = {(each.start, each.end) for each in named}
        values = {(each.kind, each.value) for each in understood}
        right = {(each.start, each.end) for each in named if (each.kind, each.value) in values}
        heard.append(
            Heard(
                recording=recording,
                recognition=recognition,
                words=word_errors(
                    compared_words(recording.text, language), compared_words(recognition.text, language)
                ),
                entities=len(entities),
                missed=len(entities - right),
                audio_s=pcm.size / TELEPHONE_HZ,
                taken_s=taken_s,
            )
        )
    return heard


def report(heard: Sequence[Heard], engine: str) -> dict[str, object]:
    """The figures, as JSON has them. Rates are shares: 0.1 is one error in ten words."""
    words = sum(each.words.words for each in heard)
    errors = sum(each.words.errors for each in heard)
    entities = sum(each.entities for each in heard)
    missed = sum(each.missed for each in heard)
    audio_s = sum(each.audio_s for each in heard)
    low, high = interval_95([each.words.errors for each in heard], [each.words.words for each in heard])
    worst = sorted(heard, key=lambda each: -each.words.errors / max(1, each.words.words))[:WORST]
    return {
        "engine": engine,
        "n": len(heard),
        "words": words,
        "word_error_rate": _rounded(errors / max(1, words)),
        "word_error_rate_95": [_rounded(low), _rounded(high)],
        "substitutions": sum(each.words.substitutions for each in heard),
        "deletions": sum(each.words.deletions for each in heard),
        "insertions": sum(each.words.insertions for each in heard),
        "entities": entities,
        "entity_error_rate": _rounded(missed / entities) if entities else None,
        "real_time_factor": _rounded(sum(each.taken_s for each in heard) / audio_s) if audio_s else None,
        "worst": [
            {
                "audio": str(each.recording.audio),
                "said": each.recording.text,
                "understood": each.recognition.text or each.recognition.rejected,
                "word_error_rate": _rounded(each.words.errors / max(1, each.words.words)),
            }
            for each in worst
            if each.words.errors
        ],
    }


def on_the_line(audio: Path) -> Int16Array:
    """The recording as it would arrive over the telephone, with a little silence around it."""
    if audio.suffix.lower() == ".wav":
        wav = read_wav(audio)
        pcm = resample(wav.pcm, wav.hz, TELEPHONE_HZ)
    else:
        decoded = cast(Float32Array, decode_audio(str(audio), sampling_rate=TELEPHONE_HZ))
        pcm = (np.clip(decoded, -1, 1) * 32767).astype(np.int16)
    return mulaw.decode(mulaw.encode(np.pad(pcm, MARGIN_MS * TELEPHONE_HZ // 1000)))


def compared_words(text: str, language: str) -> list[str]:
    """The words as they are compared; in other languages than English only case and punctuation go."""
    if primary(language) == "en":
        return normalised(text).split()
    return re.findall(r"\w+(?:['’]\w+)*", text.casefold())


def _rounded(rate: float) -> float:
    return round(rate, 4)
