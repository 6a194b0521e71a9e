"""What attempts at a name, a postcode or a date of birth say for and against a value in a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from assist.phonetics import likeness
from assist.spoken.dates import date_parts, dates, every_reading
from assist.spoken.names import may_be_name
from assist.spoken.postcodes import slip
from assist.spoken.spelling import ALIKE, ALPHABET, every_character
from assist.spoken.words import said_words

_OPTION, _SLIP, _RHYME = 0.1, 0.3, 0.4
"""What it costs that a character was: heard as either; a figure where a letter stands; one that rhymes."""
_MISSING, _EXTRA, _OUTSIDE = 1.0, 0.5, 0.03
_LEAST_OF_BEST = 0.5
_BY_RANK = 0.01
"""What each place down the n-best takes away."""
_MOST_HEARD = 24
_MOST_NAMES = 4
_MOST_DATES = 2
"""A turn with more of them names one person after another, and proves none."""


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    attempt: int
    rank: int


class CodeEvidence:
    """Postcodes and references: letters and figures, which are aligned one by one."""

    def __init__(self, attempts: Sequence[Sequence[str]]) -> None:
        self._heard: list[tuple[_Said, tuple[str, ...], int, int]] = []
        for at, nbest in enumerate(attempts):
            known: set[tuple[str, ...]] = set()
            for rank, text in enumerate(nbest):
                characters = every_character(text)[:_MOST_HEARD]
                options = tuple(one.options for one in characters)
                if options and options not in known:
                    known.add(options)
                    sure = sum(one.sure for one in characters)
                    self._heard.append((_Said(text, at, rank), options, _mask(options), sure))

    def score(self, expected: str) -> tuple[float, str, int]:
        """The score, and the transcript and the attempt that agree best."""
        code = "".join(letter for letter in expected.upper() if letter.isalnum())
        best, words, attempt = 0.0, "", -1
        if not code:
            return best, words, attempt
        wanted = _mask_of(code)
        together = [0.0] * len(code)
        for said, options, mask, sure in self._heard:
            # Once and a correction; who says more is trying one code after another.
            if sure > 2 * len(code) + 2:
                continue
            # Most records have too little in common to be worth aligning.
            if (wanted & mask).bit_count() < wanted.bit_count() * 0.5:
                continue
            quality, cost = _aligned(code, options)
            score = max(0.0, 1 - cost / len(code)) - _BY_RANK * said.rank
            if score > _LEAST_OF_BEST:
                together = [max(one, other) for one, other in zip(together, quality, strict=True)]
            if score > best:
                best, words, attempt = score, said.text, said.attempt
        union = sum(together) / len(code)
        return (best + union) / 2 if union > best else best, words, attempt


class NameEvidence:
    """Names, which are heard as words or spelt.

    A part may come from another attempt if that says nothing else: of two people's names no third is made.
    """

    def __init__(self, attempts: Sequence[Sequence[str]]) -> None:
        self._words: list[tuple[_Said, str, int]] = []
        self._spelt: list[tuple[_Said, tuple[str, ...]]] = []
        known: set[tuple[str, int]] = set()
        self._parts: dict[str, dict[int, tuple[float, str, int]]] = {}
        self._whole: set[int] = set()
        for at, nbest in enumerate(attempts):
            for rank, text in enumerate(nbest):
                said = _Said(text, at, rank)
                words = [word.text for word in said_words(text) if word.text[0].isalpha()][:_MOST_HEARD]
                spelt = _looks_spelt(words)
                names = sum(may_be_name(word) for word in words)
                if not spelt and names > _MOST_NAMES:
                    continue
                if not spelt and names > 1:
                    self._whole.add(at)
                joined = [one + other for one, other in pairwise(words)]
                for word in [*words, *joined]:
                    word = word.removesuffix("'s")
                    if len(word) > 1 and (word, at) not in known:
                        known.add((word, at))
                        self._words.append((said, word, _mask_of(word.upper())))
                if spelt:
                    letters = tuple(one.options for one in every_character(text))
                    self._spelt.append((said, letters))

    def score(self, expected: str) -> tuple[float, str, int]:
        """The mean over the parts of the name: a first name alone is half of it."""
        parts = [part for part in expected.lower().replace("-", " ").split() if part]
        if not parts:
            return 0.0, "", -1
        return max(self._together(parts, at) for at in [*sorted(self._whole), -1])

    def _together(self, parts: Sequence[str], whole: int) -> tuple[float, str, int]:
        """What agrees in one attempt at a whole name, and in all that name one part of it."""
        scores = [
            max(
                (found for at, found in self._part(part).items() if at == whole or at not in self._whole),
                default=(0.0, "", -1),
                key=lambda one: one[0],
            )
            for part in parts
        ]
        best = max(scores, key=lambda one: one[0])
        return sum(score for score, _, _ in scores) / len(scores), best[1], best[2]

    def _part(self, part: str) -> dict[int, tuple[float, str, int]]:
        if part not in self._parts:
            self._parts[part] = self._best(part)
        return self._parts[part]

    def _best(self, part: str) -> dict[int, tuple[float, str, int]]:
        """By attempt: how well it agrees, in which words."""
        best: dict[int, tuple[float, str, int]] = {}
        wanted = _mask_of(part.upper())
        for said, word, mask in self._words:
            if (wanted & mask).bit_count() * 3 < wanted.bit_count():
                continue
            score = likeness(word, part) - _BY_RANK * said.rank
            if score > best.get(said.attempt, (0.0,))[0]:
                best[said.attempt] = score, said.text, said.attempt
        plain = "".join(letter for letter in part.upper() if letter.isalnum())
        for said, letters in self._spelt:
            if not plain or len(plain) > len(letters) + 2:
                continue
            _, cost = _aligned(plain, letters)
            score = 1 - cost / len(plain) - _BY_RANK * said.rank
            if score > best.get(said.attempt, (0.0,))[0]:
                best[said.attempt] = score, said.text, said.attempt
        return best


class DateEvidence:
    """Dates: all in one attempt, or with what another lacks; of two whole dates no third is made."""

    def __init__(self, attempts: Sequence[Sequence[str]], region: str, today: date) -> None:
        self._readings: list[tuple[_Said, int | None, int | None, int | None, float]] = []
        for at, nbest in enumerate(attempts):
            known: set[tuple[int | None, int | None, int | None]] = set()
            for rank, text in enumerate(nbest):
                said = _Said(text, at, rank)
                if len(dates(text, region, today)) > _MOST_DATES:
                    continue
                readings: list[tuple[int | None, int | None, int | None, float]] = [
                    (one.day.day, one.day.month, one.day.year, one.confidence)
                    for one in every_reading(text, region, today)
                ]
                parts = date_parts(text, today)
                if parts != (None, None, None):
                    readings.append((*parts, 0.7))
                for day, month, year, sure in readings:
                    if (day, month, year) not in known:
                        known.add((day, month, year))
                        self._readings.append((said, day, month, year, sure))

    def score(self, expected: str) -> tuple[float, str, int]:
        """A third for each part that agrees; a part that is nearly right counts half."""
        try:
            wanted = date.fromisoformat(expected)
        except ValueError:
            return 0.0, "", -1
        best, words, attempt = 0.0, "", -1
        together = [0.0, 0.0, 0.0]
        for said, day, month, year, sure in self._readings:
            if day != wanted.day and month != wanted.month and year != wanted.year:
                continue
            parts = (
                1.0 if day == wanted.day else 0.5 if (day, wanted.day) in _CONFUSED_DAYS else 0.0,
                1.0 if month == wanted.month else 0.0,
                1.0 if year == wanted.year else _near_year(year, wanted.year),
            )
            if None in (day, month, year):
                together = [max(one, other) for one, other in zip(together, parts, strict=True)]
            score = sum(parts) / 3 - _BY_RANK * said.rank - 0.05 * (1 - sure)
            if score > best:
                best, words, attempt = score, said.text, said.attempt
        union = sum(together) / 3
        return (best + union) / 2 if union > best else best, words, attempt


def _near_year(year: int | None, wanted: int) -> float:
    """ "1940 four" loses its unit; one figure of the last two may be misheard."""
    if year is None:
        return 0.0
    if year % 100 == wanted % 100:
        return 0.8
    if year == wanted - wanted % 10:
        return 0.5
    return 0.3 if sum(one != other for one, other in zip(str(year), str(wanted), strict=False)) == 1 else 0.0


def _looks_spelt(words: Sequence[str]) -> bool:
    short = sum(len(word) <= 2 or word in ALPHABET for word in words)
    return short >= 2 and short >= 0.4 * len(words)


@lru_cache(maxsize=20_000)
def _aligned(code: str, heard: tuple[str, ...]) -> tuple[tuple[float, ...], float]:
    """How well each character of `code` was heard, from 0 to 1, and what the whole differs by.

    What was heard before and after it costs next to nothing: "it's…", "…thanks".
    """
    width = len(heard)
    rows = [[_OUTSIDE * at for at in range(width + 1)]]
    for letter in code:
        above = rows[-1]
        row = [above[0] + _MISSING]
        for at, options in enumerate(heard):
            row.append(
                min(above[at] + _difference(letter, options), above[at + 1] + _MISSING, row[at] + _EXTRA)
            )
        rows.append(row)
    last = rows[-1]
    end = min(range(width + 1), key=lambda at: last[at] + _OUTSIDE * (width - at))
    cost = last[end] + _OUTSIDE * (width - end)
    quality = [0.0] * len(code)
    place, at = len(code), end
    while place > 0:
        here = rows[place][at]
        if at > 0:
            difference = _difference(code[place - 1], heard[at - 1])
            if abs(rows[place - 1][at - 1] + difference - here) < 1e-9:
                quality[place - 1] = max(0.0, 1 - difference)
                place, at = place - 1, at - 1
                continue
            if abs(rows[place][at - 1] + _EXTRA - here) < 1e-9:
                at -= 1
                continue
        place -= 1
    return tuple(quality), cost


@lru_cache(maxsize=4096)
def _difference(letter: str, options: str) -> float:
    if letter == options[0]:
        return 0.0
    if letter in options:
        return _OPTION
    heard = options[0]
    rhymes = any(letter in group and heard in group for group in ALIKE)
    if slip(heard, "9" if letter.isdigit() else "A") == letter:
        return _SLIP
    return _RHYME if rhymes else 1.0


_SYMBOLS = {symbol: 1 << at for at, symbol in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")}


@lru_cache(maxsize=20_000)
def _mask_of(code: str) -> int:
    mask = 0
    for symbol in code:
        mask |= _SYMBOLS.get(symbol, 0)
    return mask


def _mask(heard: Sequence[str]) -> int:
    """All that the characters may have been, rhymes too, as bits."""
    mask = 0
    for options in heard:
        for symbol in options:
            mask |= _SYMBOLS.get(symbol, 0)
            for group in ALIKE:
                if symbol in group:
                    mask |= _mask_of(group)
            for place in "A9":
                mask |= _mask_of(slip(symbol, place))
    return mask


_CONFUSED_DAYS = frozenset(
    pair
    for one, other in (
        (13, 30),
        (5, 9),
        (15, 5),
        (6, 16),
        (7, 17),
        (9, 19),
        (4, 14),
        (3, 13),
        (8, 18),
        (1, 31),
    )
    for pair in ((one, other), (other, one))
)
