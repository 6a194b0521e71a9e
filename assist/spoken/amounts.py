"""Sums of money: "twenty pounds fifty", "$49.90", "forty nine ninety", "about fifty bucks".

The currency is the region's unless it is named; the value is the figure alone.
"""

from collections.abc import Sequence

from assist.spoken.numbers import SMALL, TENFOLD, cardinal
from assist.spoken.words import Reading, Word, said_words, word_set
from assist.spoken_text import TEENS, TENS, UNITS, number_in_words


def amounts(text: str) -> list[Reading]:
    """The sums named in `text`, like 49.90."""
    words = said_words(text)
    found: list[Reading] = []
    at = 0
    while at < len(words):
        amount = _amount(words, at)
        if amount is None:
            at += 1
            continue
        reading, at = amount
        found.append(reading)
    return found


def said(value: str, region: str) -> str:
    """ "Forty nine dollars and ninety cents" in the region's currency."""
    whole, _, part = value.partition(".")
    hundredths = int((part + "00")[:2])
    unit, units, small, smalls = _CURRENCIES.get(region.upper(), ("", "", "", ""))
    if not unit:
        point = f" point {' '.join(number_in_words(digit)[0] for digit in part)}" if hundredths else ""
        return in_words(int(whole)) + point
    main = f"{in_words(int(whole))} {unit if int(whole) == 1 else units}"
    if not hundredths:
        return main
    rest = f"{in_words(hundredths)} {small if hundredths == 1 else smalls}"
    return rest if whole == "0" else f"{main} and {rest}"


def in_words(number: int) -> str:
    """A whole number below a thousand million as people say it: "one thousand two hundred and five"."""
    if number >= 1_000_000_000:
        return " ".join(UNITS[int(digit)] for digit in str(number))
    parts: list[str] = []
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= scale:
            parts += [in_words(number // scale), name]
            number %= scale
    if number >= 100:
        parts += [UNITS[number // 100], "hundred"]
        number %= 100
    if number and parts:
        parts.append("and")
    if number >= 20:
        parts.append(TENS[number // 10 - 2])
        number = number % 10
        if number:
            parts.append(UNITS[number])
    elif number >= 10:
        parts.append(TEENS[number - 10])
    elif number or not parts:
        parts.append(UNITS[number])
    return " ".join(parts)


def _amount(words: Sequence[Word], at: int) -> tuple[Reading, int] | None:
    start = words[at].start
    sign = words[at].text in _SIGNS
    begin = at + 1 if sign else at
    if begin >= len(words) or (begin and not sign and _is_inside(words, begin)):
        return None
    if (slang := _slang(words, begin)) is not None:
        value, after = slang
        return Reading(_written(value), 0.9, start, words[after - 1].end), after
    number = cardinal(words, begin)
    if number is None and words[begin].text in ("a", "one") and begin + 1 < len(words):
        number = (1, begin + 1) if words[begin + 1].text in _UNITS else None
    if number is None:
        return None
    whole, after = number
    hundredths: int | None = None
    fraction = _decimals(words, after)
    if fraction is not None:
        hundredths, after = fraction
    named = sign
    text = words[after].text if after < len(words) else ""
    if text in _SMALL_UNITS and not sign and whole < 1000:
        return Reading(_written(whole), 0.9, start, words[after].end), after + 1
    if text in _UNITS:
        named = True
        after += 1
        if hundredths is None and (small := _small_change(words, after)) is not None:
            hundredths, after = small
    elif hundredths is None and not sign and (bare := _bare_hundredths(words, begin, after)) is not None:
        hundredths, after = bare
    following = words[after].text if after < len(words) else ""
    if not named and (following in _COUNTED or following.isdecimal() or following in SMALL):
        return None
    before = words[at - 1].text if at else ""
    if named:
        sure = 0.95
    elif hundredths is not None:
        sure = 0.6
    else:
        expected = before in _BEFORE_AMOUNTS or after - at >= len(words) - 2
        if not expected and whole < 10:
            return None
        sure = 0.5 if expected else 0.3
    if before in _ROUGHLY:
        sure -= 0.05
    return Reading(_written(whole * 100 + (hundredths or 0)), sure, start, words[after - 1].end), after


def _is_inside(words: Sequence[Word], at: int) -> bool:
    """Whether a number stands right before: then this one begins no sum of its own."""
    before = words[at - 1]
    return before.text in SMALL or before.text in TENFOLD or before.is_number or before.text == "point"


def _slang(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    for phrase, value in _SLANG.items():
        if tuple(word.text for word in words[at : at + len(phrase)]) == phrase:
            return value, at + len(phrase)
    return None


def _decimals(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """ ".90", "point nine", "point nine oh"."""
    if at + 1 >= len(words):
        return None
    if words[at].text == "." and words[at + 1].is_number and words[at].start == words[at - 1].end:
        figures = words[at + 1].text
        if words[at].end == words[at + 1].start and len(figures) <= 2:
            return int(figures.ljust(2, "0")), at + 2
    if words[at].text != "point":
        return None
    digits, at = "", at + 1
    while at < len(words) and len(digits) < 2:
        text = words[at].text
        if text in TENFOLD and not digits:
            small = cardinal(words, at)
            return small if small is not None else None
        digit = "0" if text in ("oh", "o", "nought") else str(SMALL.get(text, text))
        if not digit.isdecimal() or len(digit) > 2:
            break
        digits, at = digits + digit, at + 1
    return (int(digits.ljust(2, "0")[:2]), at) if digits else None


def _small_change(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """ "Fifty", "and ninety cents", "50p" after the unit."""
    linked = at < len(words) and words[at].text == "and"
    begin = at + 1 if linked else at
    if begin >= len(words):
        return None
    if words[begin].text in ("a",) and [word.text for word in words[begin + 1 : begin + 2]] == ["half"]:
        return (50, begin + 2) if linked else None
    if words[begin].text in ("oh", "o") and begin + 1 < len(words):
        digit = SMALL.get(words[begin + 1].text)
        return (digit, begin + 2) if digit is not None and digit < 10 else None
    number = cardinal(words, begin)
    if number is None or number[0] > 99:
        return None
    value, after = number
    if after < len(words) and words[after].text in _SMALL_UNITS:
        return value, after + 1
    bare = not linked and value >= 10 and not (after < len(words) and words[after].text in _COUNTED)
    return (value, after) if bare else None


def _bare_hundredths(words: Sequence[Word], begin: int, after: int) -> tuple[int, int] | None:
    """ "Forty nine ninety": the second number of two, both in words or the second in figures of two."""
    if after >= len(words) or words[begin].text in ("a", "an"):
        return None
    if words[after].text in ("oh", "o") and after + 1 < len(words):
        digit = SMALL.get(words[after + 1].text, 10)
        return (digit, after + 2) if digit < 10 and not words[begin].is_number else None
    if words[after].text not in SMALL and words[after].text not in TENFOLD:
        return None
    number = cardinal(words, after)
    if number is None or not 10 <= number[0] <= 99:
        return None
    return number


def _written(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


_SIGNS = frozenset(["$", "£", "€"])
_UNITS = word_set("pound pounds dollar dollars buck bucks quid euro euros £ $ € usd gbp eur")
_SMALL_UNITS = frozenset(["p", "pence", "penny", "cent", "cents", "pennies"])
_SLANG = {
    ("a", "fiver"): 500,
    ("fiver",): 500,
    ("a", "tenner"): 1000,
    ("tenner",): 1000,
    ("a", "couple", "of", "quid"): 200,
    ("half", "a", "grand"): 50_000,
    ("a", "quarter", "of", "a", "million"): 25_000_000,
}
_COUNTED = word_set(
    """
    times days day weeks week months month years year hours minutes people routers phones lines o'clock
    am pm % percent : / th -
    """
)
_BEFORE_AMOUNTS = word_set(
    """
    pay paid of owe about around for cost costs charged was is only roughly nearly almost than it's
    refund by
    """
)
_ROUGHLY = frozenset(["about", "around", "roughly", "nearly", "almost", "like", "approximately"])
_CURRENCIES = {
    "GB": ("pound", "pounds", "penny", "pence"),
    **dict.fromkeys(("US", "CA", "AU", "NZ"), ("dollar", "dollars", "cent", "cents")),
    **dict.fromkeys(
        ("IE", "DE", "FR", "ES", "IT", "NL", "AT", "BE", "PT", "FI", "GR", "LU", "SK", "SI", "EE", "LV"),
        ("euro", "euros", "cent", "cents"),
    ),
}
