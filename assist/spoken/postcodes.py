"""Postcodes: five figures in the United States, "SW1A 1AA" in Britain, and what fits most other countries.

A letter where only a figure can stand is that figure misheard, and the other way round.
"""

import re
from collections.abc import Iterator, Sequence

from assist.spoken.spelling import Character, letters_said, spellings
from assist.spoken.words import Reading
from assist.spoken_digits import digit_runs

_BRITISH = ("A99AA", "AA99AA", "A999AA", "A9A9AA", "AA999AA", "AA9A9AA")
_CANADIAN = ("A9A9A9",)
_DUTCH = ("9999AA",)
_FIGURES = {
    "US": (5, 9),
    "DE": (5,),
    "FR": (5,),
    "ES": (5,),
    "IT": (5,),
    "AU": (4,),
    "NZ": (4,),
    "AT": (4,),
} | {
    "CH": (4,),
    "BE": (4,),
    "DK": (4,),
    "NO": (4,),
    "MX": (5,),
    "IN": (6,),
}
_MOST_SLIPS = 2


def postcodes(text: str, region: str) -> list[Reading]:
    """The postcodes of `region` named in `text`, like `02139` or `SW1A 1AA`."""
    patterns = _patterns(region)
    if patterns:
        return [
            reading
            for spelling in spellings(text)
            if (reading := _fitting(spelling.characters, patterns, region)) is not None
        ]
    if region.upper() in _FIGURES:
        return list(_of_figures(text, _FIGURES[region.upper()]))
    return list(_generic(text))


def said(value: str) -> str:
    """Character by character, in the parts that it is written in."""
    parts = re.split(r"[ -]", value)
    return ", ".join(part if not part else letters_said(part).replace(",", "") for part in parts)


def slip(letter: str, place: str) -> str:
    """`letter` as it must be where only a letter ("A") or only a figure ("9") can stand; empty: it cannot."""
    if place == "9":
        return letter if letter.isdigit() else _FIGURE_FOR.get(letter, "")
    return letter if letter.isalpha() else _LETTER_FOR.get(letter, "")


def shaped(code: str, region: str) -> str:
    """`code` with the space where the region puts it."""
    if region.upper() in ("GB", "UK", "CA") and len(code) > 4:
        return f"{code[:-3]} {code[-3:]}"
    if region.upper() == "NL":
        return f"{code[:4]} {code[4:]}"
    return code


def _patterns(region: str) -> tuple[str, ...]:
    match region.upper():
        case "GB" | "UK":
            return _BRITISH
        case "CA":
            return _CANADIAN
        case "NL":
            return _DUTCH
        case _:
            return ()


def _fitting(characters: Sequence[Character], patterns: tuple[str, ...], region: str) -> Reading | None:
    best: tuple[float, int, int, str] | None = None
    for pattern in patterns:
        for at in range(len(characters) - len(pattern) + 1):
            window = characters[at : at + len(pattern)]
            fitted = _fit(window, pattern)
            if fitted is None:
                continue
            code, slips = fitted
            cost = slips + 1.5 * (len(characters) - len(pattern))
            if best is None or (cost, -len(pattern)) < (best[0], -best[2]):
                best = (cost, at, len(pattern), code)
    if best is None:
        return None
    cost, at, length, code = best
    used = characters[at : at + length]
    return Reading(shaped(code, region), max(0.2, 0.95 - 0.15 * cost), used[0].start, used[-1].end)


def _fit(characters: Sequence[Character], pattern: str) -> tuple[str, float] | None:
    code, slips = "", 0.0
    noughts_told = any(character.options[0] == "0" for character in characters)
    for character, place in zip(characters, pattern, strict=True):
        exact = [one for one in character.options if one.isdigit() == (place == "9")]
        if exact:
            # Who writes "0" for nought means the letter by "O".
            code += exact[0]
            slips += 0.1 if noughts_told and character.sure and exact[0] != character.options[0] else 0.0
            continue
        other = slip(character.options[0], place)
        slips += 1
        if not other or slips > _MOST_SLIPS:
            return None
        code += other
    return code, slips


def _of_figures(text: str, lengths: tuple[int, ...]) -> Iterator[Reading]:
    for run in digit_runs(text):
        digits = run.digits
        if len(digits) == lengths[0] + 1 and run.may_start_with_oh:
            digits = digits[1:]
        if len(digits) in lengths and not digits.startswith("+"):
            value = digits if len(digits) < 9 else f"{digits[:5]}-{digits[5:]}"
            yield Reading(value, 0.9, run.start, run.end)


def _generic(text: str) -> Iterator[Reading]:
    for spelling in spellings(text):
        code = spelling.text
        if 3 <= len(code) <= 8 and any(map(str.isdigit, code)):
            yield Reading(code, 0.6, spelling.start, spelling.end)


_FIGURE_FOR = {
    "O": "0",
    "I": "1",
    "L": "1",
    "S": "5",
    "V": "5",
    "A": "8",
    "B": "8",
    "Z": "2",
    "Q": "2",
    "U": "2",
}
_LETTER_FOR = {"0": "O", "8": "A", "5": "S", "2": "U", "1": "I", "4": "R", "3": "E"}
