"""Cues in a caller's words: danger, hardship, anger, "I told you before", and attempts to steer the machine.

A cue is evidence, not a verdict: it carries the words that it stands on, and `voice.routing` weighs it.
"""

import re
from collections.abc import Sequence

from assist.cue_words import CUES, EXCEPT, FRUSTRATION
from assist.spoken_text import read
from transcripts.events import Cue


def cues(text: str, language: str, utterance_id: str = "") -> tuple[Cue, ...]:
    """What stands out in one turn, in the order of the patterns. `language`: BCP 47."""
    short = language.split("-")[0].lower()
    patterns = _PATTERNS.get(short)
    words = read(text)
    if patterns is None or not words.text:
        return ()
    found: list[Cue] = []
    for cue, pattern in patterns.items():
        match = pattern.search(words.text)
        if match is None or _is_taken_back(short, cue, words.text, match):
            continue
        found.append(Cue(cue=cue, words=words.quote(*match.span()), utterance_id=utterance_id))
    return tuple(found)


def frustration(found: Sequence[Cue]) -> float:
    """How frustrated a caller is, 0 to 1, by all cues of the call: two strong ones, or many small ones."""
    distinct = {(cue.cue, cue.words.casefold()) for cue in found}
    return min(1.0, round(sum(FRUSTRATION.get(cue, 0.0) for cue, _ in distinct), 2))


def _is_taken_back(language: str, cue: str, text: str, match: re.Match[str]) -> bool:
    """An everyday use of the same words, at the same place."""
    except_for = _EXCEPTIONS.get(language, {}).get(cue)
    if except_for is None:
        return False
    return any(one.start() < match.end() and match.start() < one.end() for one in except_for.finditer(text))


def _compiled(patterns: dict[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {cue: re.compile(rf"\b(?:{'|'.join(parts)})\b") for cue, parts in patterns.items()}


_PATTERNS = {language: _compiled(patterns) for language, patterns in CUES.items()}
_EXCEPTIONS = {language: _compiled(patterns) for language, patterns in EXCEPT.items()}
