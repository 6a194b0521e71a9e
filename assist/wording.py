"""Whether a required sentence was said, and how closely: word by word and by sound, in order.

For what the law or the regulator words. A recogniser may get a word wrong; a "not" too many, a number that is
another or a sentence half said is never taken for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assist.cues import folded
from assist.phonetics import likeness, sound_code
from assist.spoken.words import word_set
from assist.spoken_text import TEENS, TENS, UNITS, SpokenText, read
from assist.word_stems import carries_meaning

ENOUGH = 0.85
"""The closeness from which a wording counts as said."""
LIKE = 0.6
"""The least likeness of two words to be taken for each other."""
LITTLE = 0.5
"""What a word that carries no meaning counts beside one that does."""
STRAY = 0.12
"""What each word too many takes away."""
PROMISING = 0.34
"""The share of a wording's telling words that must begin somewhere in a text to be worth a closer look."""
BLANK = "{}"
MOST_IN_BLANK = 8
"""Words."""

NEGATIONS = word_set("not no never nobody nothing none without cannot nunca jamas sin tampoco ni")
_SUPPOSED = word_set("if unless whether not never without nunca sin")
"""Right before a wording, these take it back: "I do not know if this call is recorded"."""
_NUMBERS = frozenset((*UNITS, *TEENS, *TENS, "hundred", "thousand", "million", "half", "percent", "point"))
_SPANISH_NUMBERS: dict[str, str] = dict(
    zip(
        (
            *(
                "cero",
                "uno",
                "dos",
                "tres",
                "cuatro",
                "cinco",
                "seis",
                "siete",
                "ocho",
                "nueve",
                "diez",
                "once",
            ),
            *("doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve"),
            *("veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"),
            *("cien", "mil"),
        ),
        (*UNITS, *TEENS, *TENS, "hundred", "thousand"),
        strict=True,
    )
)
"""Figures are read as English words in any language (`assist.spoken_text`); these are then the same."""


@dataclass(frozen=True, slots=True)
class WordingFound:
    """The place that is nearest to a wording."""

    closeness: float
    """0 to 1."""
    words: str
    """What was said there, as the recogniser wrote it."""
    start: int
    """Of the first character in the text."""
    end: int
    missing: tuple[str, ...]
    """Words of the wording that were not said."""
    refused: str = ""
    """Why it does not count in spite of its closeness, in words."""

    @property
    def said(self) -> bool:
        return self.closeness >= ENOUGH and not self.refused


class Wording:
    """Sentences one of which must be said. Immutable."""

    def __init__(self, sentences: Sequence[str], language: str) -> None:
        """`language`: BCP 47. "{}" in a sentence stands for up to a few words of any kind."""
        self._spanish = language.lower().startswith("es")
        self._wanted = [self._words(sentence) for sentence in sentences]

    def find(self, text: str) -> WordingFound | None:
        """The nearest place; one that counts before one that does not. None: nothing like it."""
        spoken = read(text)
        heard = [self._one(word) for word in spoken.text.split()]
        found = [
            one
            for wanted in self._wanted
            if _promising(wanted, heard) and (one := _aligned(wanted, heard, spoken)) is not None
        ]
        return max(found, key=lambda one: (one.said, one.closeness), default=None)

    def _words(self, sentence: str) -> list[str]:
        words: list[str] = []
        for at, part in enumerate(sentence.split(BLANK)):
            words.extend([BLANK] if at else [])
            words.extend(self._one(word) for word in read(part).text.split())
        return words

    def _one(self, word: str) -> str:
        plain = folded(word)
        return _SPANISH_NUMBERS.get(plain, plain) if self._spanish else plain


def _promising(wanted: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether enough of the telling words begin somewhere in what was heard to be worth a closer look."""
    telling = [word for word in wanted if word != BLANK and _weight(word) == 1.0] or list(wanted)
    whole, run_together = set(heard), "".join(heard)
    begun = [word in whole or (len(word) > 3 and word[:4] in run_together) for word in telling]
    return sum(begun) >= PROMISING * len(telling)


@dataclass(frozen=True, slots=True)
class _Step:
    wanted: int
    """How many words of the wording it takes."""
    heard: int
    worth: float


def _aligned(wanted: Sequence[str], heard: Sequence[str], spoken: SpokenText) -> WordingFound | None:
    """The best alignment of all of `wanted` with a stretch of `heard` (after Smith and Waterman, 1981)."""
    total = sum(_weight(word) for word in wanted)
    if not total or not heard:
        return None
    rows = [[0.0] * (len(heard) + 1) for _ in range(len(wanted) + 1)]
    steps: dict[tuple[int, int], _Step] = {}
    for at in range(1, len(wanted) + 1):
        for place in range(len(heard) + 1):
            best, chosen = -1.0, _Step(1, 0, 0.0)
            for step in _steps(wanted, heard, at, place):
                worth = rows[at - step.wanted][place - step.heard] + step.worth
                if worth > best:
                    best, chosen = worth, step
            if place and (worth := rows[at][place - 1] - _stray(wanted[at - 1])) > best:
                best, chosen = worth, _Step(0, 1, 0.0)
            rows[at][place] = best
            steps[at, place] = chosen
    ends = sorted(range(len(heard) + 1), key=lambda end: -rows[-1][end])
    promising = [end for end in ends if rows[-1][end] >= ENOUGH * total] or ends[:1]
    found = [_read_back(wanted, heard, steps, end, rows[-1][end] / total, spoken) for end in promising]
    return max(filter(None, found), key=lambda one: (one.said, one.closeness), default=None)


def _steps(wanted: Sequence[str], heard: Sequence[str], at: int, place: int) -> list[_Step]:
    """The ways to account for the wording's word `at` with what was heard up to `place` (both from 1)."""
    word = wanted[at - 1]
    steps = [_Step(1, 0, 0.0)]
    if word == BLANK or not place:
        return steps
    one = _same(word, heard[place - 1])
    if one:
        steps.append(_Step(1, 1, one * _weight(word)))
    if place > 1 and (two := _same(word, heard[place - 2] + heard[place - 1])) > 0.8:
        steps.append(_Step(1, 2, two * _weight(word)))
    if at > 1 and wanted[at - 2] != BLANK:
        joined = _same(wanted[at - 2] + word, heard[place - 1])
        if joined > 0.8:
            steps.append(_Step(2, 1, joined * (_weight(word) + _weight(wanted[at - 2]))))
    return steps


def _read_back(
    wanted: Sequence[str],
    heard: Sequence[str],
    steps: dict[tuple[int, int], _Step],
    end: int,
    closeness: float,
    spoken: SpokenText,
) -> WordingFound | None:
    """What the alignment that ends at `end` says."""
    missing: list[str] = []
    strays: list[str] = []
    blanks: dict[int, int] = {at: 0 for at, word in enumerate(wanted, 1) if word == BLANK}
    used: list[int] = []
    at, place = len(wanted), end
    while at:
        step = steps[at, place]
        if not step.wanted:
            strays.extend([] if at in blanks and heard[place - 1] in _NUMBERS else [heard[place - 1]])
            if at in blanks:
                blanks[at] += 1
        elif not step.heard:
            missing.extend(word for word in wanted[at - step.wanted : at] if word != BLANK)
        else:
            used.extend(range(place - step.heard, place))
        at, place = at - step.wanted, place - step.heard
    if not used:
        return None
    first, last = min(used), max(used)
    starts = _starts(heard, spoken)
    start, stop = spoken.span(starts[first], starts[last] + 1)
    return WordingFound(
        closeness=round(max(0.0, closeness), 3),
        words=spoken.source[start:stop],
        start=start,
        end=stop,
        missing=tuple(reversed(missing)),
        refused=_refused(missing, strays, heard[max(0, first - 2) : first]) or _unfilled(blanks),
    )


def _unfilled(blanks: dict[int, int]) -> str:
    if all(1 <= words <= MOST_IN_BLANK for words in blanks.values()):
        return ""
    return "what belongs into it was not said"


def _refused(missing: Sequence[str], strays: Sequence[str], before: Sequence[str]) -> str:
    for word in missing:
        if word in NEGATIONS:
            return f"“{word}” is missing"
        if word in _NUMBERS:
            return f"the number “{word}” is missing"
    for word in strays:
        if word in NEGATIONS or word in _NUMBERS:
            return f"“{word}” was said in it"
    for word in before:
        if word in _SUPPOSED:
            return f"“{word}” was said before it"
    return ""


def _starts(heard: Sequence[str], spoken: SpokenText) -> list[int]:
    starts: list[int] = []
    at = 0
    for word in spoken.text.split():
        starts.append(at)
        at += len(word) + 1
    assert len(starts) == len(heard), "each word was read once"
    return starts


def _weight(word: str) -> float:
    if word == BLANK:
        return 0.0
    return 1.0 if carries_meaning(word) or word in _NUMBERS or word in NEGATIONS else LITTLE


def _stray(word: str) -> float:
    return 0.0 if word == BLANK else STRAY


def _same(wanted: str, heard: str) -> float:
    """How much two words are the same; numbers and negations are or are not."""
    if wanted == heard:
        return 1.0
    if wanted in _NUMBERS or heard in _NUMBERS or wanted in NEGATIONS or heard in NEGATIONS:
        return 0.0
    if abs(len(wanted) - len(heard)) > 3:
        return 0.0
    if sound_code(wanted)[:1] != sound_code(heard)[:1] and wanted[-3:] != heard[-3:]:
        return 0.0
    alike = likeness(wanted, heard)
    return alike if alike >= LIKE else 0.0
