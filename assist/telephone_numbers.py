"""Telephone numbers as callers say or key them, and as the bot reads them back.

Second thoughts ("no sorry, two six seven two") are settled here; what is a number in which country is known
by `phonenumbers`, Google's data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from assist.spoken_digits import Run, digit_runs


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    e164: str
    """Like `+14155552671`; empty where the digits are too few or too many for any number."""
    digits: str
    """As they were said, with a leading plus if one was."""
    words: str
    """The words that it was read from."""
    valid: bool
    """A number that can be rung back. Premium-rate numbers cannot: a call-back to one is a known fraud."""
    start: int = 0
    """Of its words, in the text."""
    end: int = 0


FEWEST_DIGITS = 5
"""Fewer are an amount, a year or a flat, and no telephone number."""

_CORRECTIONS = 3
"""The last so many are tried; a caller with more is asked again."""


def spoken_number(text: str, region: str) -> SpokenNumber | None:
    """The telephone number in `text`, read as people of `region` (ISO 3166) dial; None: there is none.

    Of several valid ones it is the first, unless the caller corrects it.
    """
    runs = digit_runs(text)
    for digits, said in _readings(runs):
        number = _number(digits, said, region)
        if number.valid:
            return number
    longest = max(runs, key=lambda run: len(run.digits), default=None)
    if longest is None or len(longest.digits.lstrip("+")) < FEWEST_DIGITS:
        return None
    return _number(longest.digits, [longest], region)


def read_back(e164: str, region: str) -> str:
    """`e164` for the synthesiser, digit by digit in its country's groups: "4 1 5, 5 5 5, 2 6 7 1".

    Numbers of other countries than `region` begin with "plus" and their country's code.
    """
    parsed = _parsed(e164, region)
    if parsed is None:
        groups = [match[0] for match in re.finditer(r"\d{1,3}", e164)]
        return ", ".join(" ".join(group) for group in groups)
    home = phonenumbers.country_code_for_region(region.upper()) == parsed.country_code
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    groups = re.findall(r"\d+", phonenumbers.format_number(parsed, style))
    spoken = ", ".join(" ".join(group) for group in groups)
    return spoken if home else f"plus {spoken}"


def _readings(runs: list[Run]) -> Iterator[tuple[str, list[Run]]]:
    """What the caller may have meant, the likeliest first; the region decides which of them is a number."""
    corrections = [at for at, run in enumerate(runs) if run.corrects]
    for at in reversed(corrections[-_CORRECTIONS:]):
        if at:
            before, after = runs[at - 1], runs[at]
            both = [before, after]
            yield after.digits, [after]
            if len(after.digits) < len(before.digits):
                yield before.digits[: -len(after.digits)] + after.digits, both
            for kept in range(len(before.digits) - 1, 0, -1):
                yield before.digits[:kept] + after.digits, both
    for run in sorted(runs, key=lambda run: -len(run.digits)):
        yield run.digits, [run]
        if run.may_start_with_oh:
            yield run.digits[1:], [run]
    near: list[Run] = []
    for run in runs:
        near = [*near, run] if run.follows_closely and not run.corrects else [run]
        if len(near) > 1:
            yield "".join(part.digits for part in near), near


def _number(digits: str, said: list[Run], region: str) -> SpokenNumber:
    words = " … ".join(run.words for run in said)
    start, end = said[0].start, said[-1].end
    parsed = _parsed(digits, region)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return SpokenNumber("", digits, words, valid=False, start=start, end=end)
    kind = phonenumbers.number_type(parsed)
    return SpokenNumber(
        e164=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164),
        digits=digits,
        words=words,
        valid=phonenumbers.is_valid_number(parsed) and kind != phonenumbers.PhoneNumberType.PREMIUM_RATE,
        start=start,
        end=end,
    )


def _parsed(digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region.upper())
    except phonenumbers.NumberParseException:
        return None
