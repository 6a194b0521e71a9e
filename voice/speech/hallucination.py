"""Tells what a caller said from what Whisper makes up: it was trained to say something about any sound.

Pure judgements on one decode; the thresholds are OpenAI's, WhisperLive's (#185) and freeflow's (#68, #81).
No words are ever thrown away for being what they are: on a telephone "thank you" is a legitimate turn.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voice.audio.level import dbfs
from voice.audio.types import Int16Array

LEAST_SPEECH_MS = 200
LEAST_LEVEL_DBFS = -50.0
"""Quieter than this is line noise; whispering into a telephone is still above -45 dB."""

COMPRESSION_LIMIT = 2.4
"""Text that zlib shrinks by more than this repeats itself."""

LOG_PROBABILITY_LIMIT = -1.0
NO_SPEECH_LIMIT = 0.6
WEAK_NO_SPEECH = 0.06
"""At and above this a phrase of `SILENCE_PHRASES` is noise; said by a person, they stay under 0.02."""

TOKENS_A_SECOND_LIMIT = 8.0
LOOP_REPEATS = 4
"""So many times the same one to four words on end is a loop; nobody says "no" more than three."""

SILENCE_PHRASES = frozenset(
    {
        "thank you",
        "thank you very much",
        "thank you so much",
        "thank you for watching",
        "thanks for watching",
        "thanks for listening",
        "thank you for listening",
        "see you in the next video",
        "see you next time",
        "please subscribe",
        "like and subscribe",
        "subtitles by the amara org community",
        "bye",
        "bye bye",
        "you",
        "music",
        "silence",
        "the end",
    }
)
"""What Whisper says of silence, lower case and without punctuation."""


@dataclass(frozen=True, slots=True)
class Decode:
    """One answer of the model, with its own doubts."""

    text: str
    tokens: tuple[int, ...]
    """Without special tokens."""
    average_log_probability: float
    """Per token, natural logarithm."""
    no_speech: float
    """The model's probability that nobody speaks."""
    at_limit: bool
    """True: it was cut off by the token limit."""
    alternatives: tuple[str, ...] = ()
    """Other texts, best first, where they were asked for."""

    @property
    def compression(self) -> float:
        """How much the text shrinks under zlib; text without repetition stays under 1.5."""
        raw = self.text.encode()
        return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def too_little_to_decode(pcm: Int16Array, speech_ms: int) -> str:
    """Why this audio is not worth a decode, in words; empty when it is."""
    if speech_ms < LEAST_SPEECH_MS:
        return f"too little speech ({speech_ms} ms)"
    level = dbfs(pcm)
    if level < LEAST_LEVEL_DBFS:
        return f"too quiet to be speech ({level:.0f} dBFS)"
    return ""


def looks_wrong(decode: Decode) -> bool:
    """Whether the text deserves a second decode with the full window. Confident silence does not."""
    if decode.no_speech > NO_SPEECH_LIMIT and decode.average_log_probability < LOG_PROBABILITY_LIMIT:
        return False
    return (
        decode.at_limit
        or decode.compression > COMPRESSION_LIMIT
        or decode.average_log_probability < LOG_PROBABILITY_LIMIT
    )


def why_rejected(decode: Decode, length_ms: int) -> str:
    """Why this is not what the caller said, in words; empty when it may be. `length_ms` is the audio's."""
    if not decode.text:
        return "nothing was understood"
    if decode.no_speech > NO_SPEECH_LIMIT and decode.average_log_probability < LOG_PROBABILITY_LIMIT:
        return "no speech, by the model's own estimate"
    if repeated := _loop(decode):
        return f"a repeated loop ({repeated})"
    if decode.compression > COMPRESSION_LIMIT:
        return "the text repeats itself"
    if length_ms and 1000 * len(decode.tokens) / length_ms > TOKENS_A_SECOND_LIMIT and len(decode.tokens) > 8:
        return f"more words than fit into {length_ms / 1000:.1f} s"
    if decode.no_speech >= WEAK_NO_SPEECH and plain_words(decode.text) in SILENCE_PHRASES:
        return "a phrase that silence is taken for, and a weak score"
    return ""


def plain_words(text: str) -> str:
    """Lower case, without punctuation, single spaces."""
    return " ".join(re.findall(r"[\w']+", text.lower()))


def _loop(decode: Decode) -> str:
    words = plain_words(decode.text).split()
    for size in range(1, 5):
        if repeated := _run_of(words, size):
            return f"“{repeated}”"
    return _one_token(decode.tokens)


def _run_of(words: Sequence[str], size: int) -> str:
    """The group of `size` words that is said `LOOP_REPEATS` times on end, if one is.

    Digits are let be: "0 0 0 0" is part of many telephone numbers.
    """
    for start in range(len(words) - size * LOOP_REPEATS + 1):
        group = list(words[start : start + size])
        if all(word.isdigit() or word in _DIGITS for word in group):
            continue
        if all(
            list(words[start + n * size : start + (n + 1) * size]) == group for n in range(1, LOOP_REPEATS)
        ):
            return " ".join(group)
    return ""


def _one_token(tokens: Sequence[int]) -> str:
    """A single token that makes up nearly all of a long answer."""
    if len(tokens) < 8:
        return ""
    _, count = Counter(tokens).most_common(1)[0]
    return "one token" if count >= 0.8 * len(tokens) else ""


_DIGITS = frozenset("oh zero one two three four five six seven eight nine double triple".split())  # noqa: SIM905
