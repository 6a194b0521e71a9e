"""The facts in a sentence that can be right or wrong: sums, shares, lengths of time, days, times, counts.

Each in one form whatever the words: "twenty four ninety nine" and "$24.99" are the same fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assist import said_fact_words as known
from assist import said_spanish
from assist.spoken import amounts, dates, times
from assist.spoken.calendar_names import MONTHS, WEEKDAYS
from assist.spoken.numbers import SMALL, cardinal, ordinal
from assist.spoken.words import Word, said_words
from assist.spoken_digits import digit_runs


class FactKind(StrEnum):
    MONEY = "money"
    """In hundredths; 0 is free."""
    PERCENT = "percent"
    LENGTH = "length"
    """Of time, in minutes."""
    DAY = "day"
    """A day of a month, as month × 100 + day; without the month, or without the day, that part is 0."""
    WEEKDAY = "weekday"
    CLOCK = "clock"
    """In minutes of half a day: whether it is morning is seldom said."""
    COUNT = "count"
    """Of the thing that is named after it."""
    NUMBER = "number"
    """Of nothing that was named; it fits any kind, and contradicts none."""
    DIGITS = "digits"
    """A telephone number or the like."""


class Bound(StrEnum):
    EXACT = "exact"
    MOST = "most"
    LEAST = "least"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Fact:
    kind: FactKind
    value: float
    words: str
    """As they were said; Spanish numbers in figures."""
    start: int
    """Of the words, in characters of the text that was read."""
    end: int
    bound: Bound = Bound.EXACT
    denied: bool = False
    """ "Not five"."""
    noun: str = ""
    """Of a count: what is counted."""
    rough: bool = False
    """Of a length: counted in months or business days, which are not all equally long."""
    low: float | None = None
    """Of "three to five days": where it begins; `value` is its end."""
    digits: str = ""

    @property
    def lowest(self) -> float:
        return self.value if self.low is None else self.low

    @property
    def is_free(self) -> bool:
        return self.kind is FactKind.MONEY and self.value == 0

    @property
    def distinctive(self) -> bool:
        """Whether nobody says it by chance."""
        odd_sum = self.kind is FactKind.MONEY and self.value % 100 > 0
        return odd_sum or self.low is not None or len(self.digits) >= _TELEPHONE


@dataclass(frozen=True, slots=True)
class Reader:
    """Where and when something is said, which decides what a day is."""

    language: str = "en"
    """BCP 47."""
    region: str = "US"
    """ISO 3166."""
    today: date = date(2000, 1, 1)

    @property
    def spanish(self) -> bool:
        return self.language.lower().startswith("es")

    def readable(self, text: str) -> str:
        """`text` as facts are read from it."""
        text = _HYPHEN.sub(r"\1\2", text)
        return said_spanish.in_figures(text) if self.spanish else text


def facts(text: str, reader: Reader) -> tuple[Fact, ...]:
    """The facts in `text` (made readable), in order; what is corrected at once is left out."""
    words = [word for word in said_words(text) if word.text != "-"]
    taken = [*_days(text, words, reader), *_clocks(text), *_free(text)]
    taken += _digits(text, taken)
    found = sorted([*taken, *_numbers(text, words, taken, reader)], key=lambda fact: fact.start)
    found = [_bounded(fact, text) for fact in _ranged(found, text)]
    return tuple(_settled(found, text))


def _days(text: str, words: Sequence[Word], reader: Reader) -> list[Fact]:
    found: list[Fact] = []
    for reading in dates.dates(text, reader.region, reader.today):
        said = text[reading.start : reading.end]
        names = {word.text for word in said_words(said)}
        day = date.fromisoformat(reading.value)
        if names & MONTHS.keys():
            found.append(Fact(FactKind.DAY, day.month * 100 + day.day, said, reading.start, reading.end))
        elif names & WEEKDAYS.keys():
            found.append(Fact(FactKind.WEEKDAY, day.weekday(), said, reading.start, reading.end))
        elif known.OF_A_MONTH.match(text, reading.end) and _has_ordinal(said):
            found.append(Fact(FactKind.DAY, day.day, said, reading.start, reading.end))
    for at, word in enumerate(words):
        if _inside(word, found):
            continue
        month = _month(words, at)
        if month:
            found.append(_day_with_month(text, words, at, month))
        elif said_spanish.plain(word.text) in known.SPANISH_WEEKDAYS:
            weekday = known.SPANISH_WEEKDAYS[said_spanish.plain(word.text)]
            found.append(Fact(FactKind.WEEKDAY, weekday, word.written, word.start, word.end))
    return found


def _has_ordinal(said: str) -> bool:
    words = said_words(said)
    return any(ordinal(words, at) is not None for at in range(len(words)))


def _month(words: Sequence[Word], at: int) -> int:
    name = words[at].text
    if name == "may" or name == "mar" or name == "march":
        before = words[at - 1].text if at else ""
        return MONTHS.get(name, 0) if before in known.BEFORE_MONTHS else 0
    return MONTHS.get(name, 0) if len(name) > 3 and name in MONTHS else known.SPANISH_MONTHS.get(name, 0)


def _day_with_month(text: str, words: Sequence[Word], at: int, month: int) -> Fact:
    """ "In November", and what the parser of English dates does not read: "1 de noviembre"."""
    first = at
    day = 0
    if at >= 2 and words[at - 1].text in ("de", "of") and words[at - 2].is_number:
        day, first = int(words[at - 2].text), at - 2
    if not 0 <= day <= 31:
        day, first = 0, at
    start, end = words[first].start, words[at].end
    return Fact(FactKind.DAY, month * 100 + day, text[start:end], start, end)


def _clocks(text: str) -> list[Fact]:
    """Times that are marked as such: a bare "eight" is a number."""
    found: list[Fact] = []
    for reading in times.times(text):
        said = text[reading.start : reading.end]
        if not known.CLOCK.search(said):
            continue
        hour, minute = (int(part) for part in reading.value.split(":"))
        found.append(Fact(FactKind.CLOCK, hour % 12 * 60 + minute, said, reading.start, reading.end))
    return found


def _free(text: str) -> list[Fact]:
    return [Fact(FactKind.MONEY, 0, match[0].strip(), *match.span()) for match in known.FREE.finditer(text)]


def _digits(text: str, taken: Sequence[Fact]) -> list[Fact]:
    """Single digits in a row, or one long figure: nobody counts with these."""
    found: list[Fact] = []
    for run in digit_runs(text):
        digits = run.digits.lstrip("+")
        single = all(len(word) == 1 or SMALL.get(word, 10) < 10 for word in run.words.lower().split())
        if len(digits) >= _TELEPHONE or (len(digits) >= _CODE and single):
            fact = Fact(FactKind.DIGITS, 0, text[run.start : run.end], run.start, run.end, digits=digits)
            if not any(one.start < fact.end and fact.start < one.end for one in taken):
                found.append(fact)
    return found


def _numbers(text: str, words: Sequence[Word], taken: Sequence[Fact], reader: Reader) -> Iterator[Fact]:
    sums = {
        reading.start: reading
        for reading in amounts.amounts(text)
        if reading.confidence > _BARE or "." in text[reading.start : reading.end]
    }
    past = 0
    for at, word in enumerate(words):
        if word.start < past or _inside(word, taken):
            continue
        reading = sums.get(word.start)
        if reading is not None and reading.confidence > _NAMED:
            past = reading.end
            yield Fact(FactKind.MONEY, _hundredths(reading.value), text[word.start : past], word.start, past)
            continue
        number = _value(words, at)
        if number is None:
            continue
        value, after = number
        if reading is not None and reading.end > words[after - 1].end:
            value = float(reading.value)
            after = next((i for i, one in enumerate(words) if one.start >= reading.end), len(words))
        fact = _with_unit(text, words, at, after, value, reader, priced=reading is not None)
        if fact is not None:
            past = fact.end
            yield fact


def _value(words: Sequence[Word], at: int) -> tuple[float, int] | None:
    text = words[at].text
    following = words[at + 1].text if at + 1 < len(words) else ""
    if text in ("half", "media") and following in ("an", "hora"):
        return 0.5, at + 1 if following == "hora" else at + 2
    if text in ("a", "an", "the", "first", "full", "whole", "un", "una") and following in known.LENGTHS:
        before = words[at - 1].text if at else ""
        whole = text in ("first", "full", "whole") or before in known.BEFORE_LENGTHS
        return (1, at + 1) if whole else None
    if following in ("fortnight", "quincena") and text in ("a", "una", "the"):
        return 1, at + 1
    number = cardinal(words, at)
    if number is None or ordinal(words, at) is not None:
        return None
    value, after = float(number[0]), number[1]
    alone = text in ("one", "a") and (words[after].text if after < len(words) else "") not in known.UNITS
    after_texts = [word.text for word in words[after : after + 4]]
    if after_texts[:1] in (["."], ["point"], ["punto"], ["coma"]):
        digits, used = "", after + 1
        while used < len(words) and len(digits) < 3:
            digit = words[used].text if words[used].is_number else str(SMALL.get(words[used].text, ""))
            if not digit:
                break
            digits, used = digits + digit, used + 1
        joined = after_texts[0] != "." or words[after].start == words[after - 1].end
        if digits and joined and words[used - 1].end - words[after].start < _LONGEST_DECIMALS:
            value, after = float(f"{number[0]}.{digits}"), used
    elif after_texts[:3] == ["and", "a", "half"]:
        return value + 0.5, after + 3
    return None if alone and after == number[1] else (value, after)


def _with_unit(
    text: str, words: Sequence[Word], at: int, after: int, value: float, reader: Reader, *, priced: bool
) -> Fact | None:
    start = words[at].start
    loose = after
    working = False
    while loose < len(words) and loose - after < 2 and words[loose].text in known.BETWEEN:
        working = working or words[loose].text in known.WORKING
        loose += 1
    # "Días laborables": in Spanish the adjective comes after.
    unit = words[loose].text if loose < len(words) else ""
    spoken = said_spanish.plain(unit)

    def fact(kind: FactKind, amount: float, last: int, **more: bool | str) -> Fact:
        end = words[min(last, len(words) - 1)].end
        noun = str(more.get("noun", ""))
        return Fact(
            kind,
            amount,
            text[start:end],
            start,
            end,
            noun=noun,
            rough=bool(more.get("rough", False)),
        )

    if spoken in known.PERCENT or words[after].text == "%" if after < len(words) else False:
        return fact(FactKind.PERCENT, value, loose)
    if spoken == "por" and loose + 1 < len(words) and words[loose + 1].text == "ciento":
        return fact(FactKind.PERCENT, value, loose + 1)
    if spoken in known.MONEY:
        return fact(FactKind.MONEY, round(value * (1 if spoken in known.SMALL_MONEY else 100)), loose)
    if spoken in known.LENGTHS:
        follows = said_spanish.plain(words[loose + 1].text) if loose + 1 < len(words) else ""
        rough = working or spoken.startswith(("month", "mes")) or follows in known.WORKING
        return fact(FactKind.LENGTH, value * known.LENGTHS[spoken], loose, rough=rough)
    periodic = [said_spanish.plain(word.text) for word in words[after : after + 2]]
    if priced or (len(periodic) == 2 and periodic[0] in known.PER and periodic[1] in known.PERIODS):
        return fact(FactKind.MONEY, round(value * 100), after - 1)
    if unit.isalpha() and len(unit) > 2 and unit not in known.NO_NOUNS and not reader.spanish:
        return fact(FactKind.COUNT, value, loose, noun=unit)
    if reader.spanish and unit.isalpha() and len(unit) > 3 and said_spanish.carries_meaning(unit):
        return fact(FactKind.COUNT, value, loose, noun=unit)
    if value == 1:
        return None
    return fact(FactKind.NUMBER, value, after - 1)


def _ranged(found: Sequence[Fact], text: str) -> Iterator[Fact]:
    """ "Three to five days" is one fact."""
    at = 0
    while at < len(found):
        fact = found[at]
        later = found[at + 1] if at + 1 < len(found) else None
        if (
            later is not None
            and known.RANGE.fullmatch(text[fact.end : later.start])
            and later.kind in _RANGED
        ):
            scale = _scale(later)
            low = fact.value if fact.kind is later.kind else fact.value * scale
            if (fact.kind is later.kind or fact.kind in _UNITLESS) and low < later.value:
                words = text[fact.start : later.end]
                yield replace(later, low=low, start=fact.start, words=words)
                at += 2
                continue
        yield fact
        at += 1


def _scale(fact: Fact) -> float:
    if fact.kind is FactKind.MONEY:
        return 100
    unit = [word.text for word in said_words(fact.words) if said_spanish.plain(word.text) in known.LENGTHS]
    return known.LENGTHS[said_spanish.plain(unit[-1])] if unit and fact.kind is FactKind.LENGTH else 1


def _bounded(fact: Fact, text: str) -> Fact:
    before = " ".join(text[: fact.start].lower().split()[-_BOUND_REACH:])
    before = re.split(r"[.;!?,]", before)[-1].strip()
    bound = next((bound for bound, words in _BOUNDS.items() if words.search(before)), Bound.EXACT)
    return replace(fact, bound=bound, denied=known.DENIED.search(before) is not None)


def _settled(found: Sequence[Fact], text: str) -> Iterator[Fact]:
    """ "Five, sorry, four dollars": the first is not said."""
    for at, fact in enumerate(found):
        if at + 1 < len(found):
            later = found[at + 1]
            between = text[fact.end : later.start].lower()
            alike = fact.kind == later.kind or fact.kind is FactKind.NUMBER or fact.kind is FactKind.COUNT
            if alike and known.CORRECTS.fullmatch(between):
                continue
        yield fact


def _inside(word: Word, taken: Sequence[Fact]) -> bool:
    return any(fact.start <= word.start < fact.end for fact in taken)


def _hundredths(value: str) -> int:
    return round(float(value) * 100)


_BARE = 0.55
"""Confidence of a sum above which it has hundredths or a currency."""
_NAMED = 0.8
"""Likewise, a currency."""
_LONGEST_DECIMALS = 24
_BOUND_REACH = 4
"""Words before a number in which "at most" is looked for."""
_HYPHEN = re.compile(r"\b([^\W\d_]{1,2})-([^\W\d_]{2,})\b")
"""Wi-Fi is heard as one word, and so is e-mail."""
_TELEPHONE = 7
"""Digits from which a run is a telephone number or the like, however it is said."""
_CODE = 4
"""Likewise, said digit by digit."""
_BOUNDS = {
    Bound.MOST: known.MOST,
    Bound.LEAST: known.LEAST,
    Bound.ABOUT: known.ABOUT,
}
_RANGED = (FactKind.MONEY, FactKind.LENGTH, FactKind.PERCENT, FactKind.COUNT)
_UNITLESS = (FactKind.NUMBER, FactKind.COUNT)
