"""Days as callers say them: "the eleventh of the eighth nineteen oh nine", "next Tuesday", "on the 3rd".

The region decides whether the day or the month comes first; a day that does not exist is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product

from assist.spoken.calendar_names import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, WEEKDAYS
from assist.spoken.days_from_today import counted, next_weekday
from assist.spoken.numbers import NOUGHTS, SMALL, TENFOLD, cardinal, ordinal
from assist.spoken.words import SECOND_THOUGHTS, Reading, Word, said_words, word_set

MONTH_FIRST = frozenset(["US", "PH", "PR", "GU", "VI", "FM", "MH", "PW"])
"""Regions (ISO 3166) where 8/11 is the 11th of August."""

_SOON = 330
"""Days from today within which a day needs no year."""

_READINGS = 12
_PIECES = 8


@dataclass(frozen=True, slots=True)
class DateReading:
    day: date
    confidence: float
    start: int
    end: int


def dates(text: str, region: str, today: date) -> list[Reading]:
    """The days named in `text`, the likeliest reading of each."""
    found: list[Reading] = []
    for readings in _dates(text, region, today):
        best = readings[0]
        rivals = {reading.day for reading in readings[1:] if reading.confidence > best.confidence - 0.2}
        confidence = best.confidence - (0.2 if rivals - {best.day} else 0.0)
        found.append(Reading(best.day.isoformat(), confidence, best.start, best.end))
    return found


def every_reading(text: str, region: str, today: date) -> list[DateReading]:
    """All days that `text` may mean, the likely ones first: for comparing with a record."""
    found = [reading for readings in _dates(text, region, today) for reading in readings]
    return sorted(found, key=lambda reading: -reading.confidence)


def date_parts(text: str, today: date) -> tuple[int | None, int | None, int | None]:
    """Day, month and year as far as `text` has them: "April 1909" has no day."""
    words = said_words(text)
    day = month = year = None
    at = 0
    while at < len(words):
        word = words[at].text
        if (nth := ordinal(words, at)) is not None:
            day, at = (nth[0] if nth[0] <= 31 else day), nth[1]
            continue
        if word in MONTHS and month is None:
            month = MONTHS[word]
            following = words[at + 1].text if at + 1 < len(words) else ""
            pieces = [piece.digits for piece in _pieces(words, at + 1)] if following else []
            for found, _ in _years(pieces[:3], today):
                year = found
        elif word.isdecimal() and len(word) == 4 and _plausible(int(word)):
            year = int(word)
        elif word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 and day is None:
            day = int(word)
        at += 1
    return day, month, year


def said(day: date, region: str, today: date) -> str:
    """ "Tuesday the 24th of November"; in the United States "Tuesday, November 24".

    A day that is not among the next eleven months has its year, and no weekday, which nobody knows of it.
    """
    month = MONTH_NAMES[day.month - 1]
    plain = region.upper() in MONTH_FIRST
    if not 0 <= (day - today).days <= _SOON:
        ending = ordinal_ending(day.day)
        return f"{month} {day.day}, {day.year}" if plain else f"the {day.day}{ending} of {month} {day.year}"
    weekday = WEEKDAY_NAMES[day.weekday()]
    return (
        f"{weekday}, {month} {day.day}"
        if plain
        else f"{weekday} the {day.day}{ordinal_ending(day.day)} of {month}"
    )


def ordinal_ending(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _dates(text: str, region: str, today: date) -> Iterator[list[DateReading]]:
    words = said_words(text)
    at = 0
    while at < len(words):
        readings = _from_today(words, at, today) or _stretch(words, at, region, today)
        if readings:
            yield readings
            end = readings[0].end
            while at < len(words) and words[at].start < end:
                at += 1
        else:
            # "Thirty first of June" is no day; neither is the "first of June" in it.
            nth = ordinal(words, at)
            at = nth[1] if nth else at + 1


def _from_today(words: Sequence[Word], at: int, today: date) -> list[DateReading]:
    found = counted(words, at, today)
    if found is None:
        return []
    day, count, sure = found
    return [DateReading(day, sure, words[at].start, words[at + count - 1].end)]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    """"number", "ordinal", "month", "weekday"."""
    digits: str
    start: int
    end: int
    joined: str = ""
    """The small words and signs before it."""


def _stretch(words: Sequence[Word], at: int, region: str, today: date) -> list[DateReading]:
    if not _begins_piece(words, at):
        return []
    pieces = _pieces(words, at)
    kinds = [piece.kind for piece in pieces]
    named = kinds.index("month") if "month" in kinds else -1
    # The longest reading wins: words after the date ("at two") may have been taken for pieces of it.
    for length in range(len(pieces), 0, -1):
        used = pieces[:length]
        if named >= length:
            named = -1
        numbers = [piece for piece in used if piece.kind in ("number", "ordinal")]
        weekday = next((int(piece.digits) for piece in used if piece.kind == "weekday"), None)
        if kinds[:length].count("month") > 1 or kinds[:length].count("weekday") > 1:
            continue
        if named >= 0:
            days = list(_with_month(used, named, today))
        elif len(numbers) == len(used) or kinds[0] == "weekday":
            whole = length == len(pieces)
            days = list(_numeric(numbers, region, today)) if whole else []
            days = days or _day_of_month(numbers, words, at, weekday, today)
        else:
            continue
        if not days and weekday is not None and length == 1:
            days = [(next_weekday(today, weekday), 0.9)]
        if weekday is not None:
            days = [(day, sure if day.weekday() == weekday else sure - 0.3) for day, sure in days]
        days = sorted(dict(reversed(days)).items(), key=lambda one: -one[1])
        if days:
            start, end = used[0].start, used[-1].end
            return [DateReading(day, max(0.1, sure), start, end) for day, sure in days[:_READINGS]]
    return []


def _begins_piece(words: Sequence[Word], at: int) -> bool:
    text = words[at].text
    if at and words[at - 1].end == words[at].start and words[at - 1].text in ("-", "/", "@", "£", "$", "€"):
        return False
    return (
        text.isdecimal()
        or text in SMALL
        or text in TENFOLD
        or text in NOUGHTS
        or text in WEEKDAYS
        or text in MONTHS
        or ordinal(words, at) is not None
    )


def _pieces(words: Sequence[Word], at: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    joined: list[str] = []
    while at < len(words) and len(pieces) < _PIECES:
        text, start = words[at].text, words[at].start
        piece: _Piece | None = None
        after = at + 1
        if text in MONTHS:
            if text == "may" and pieces and pieces[-1].kind == "month":
                break
            piece = _Piece("month", str(MONTHS[text]), start, words[at].end, " ".join(joined))
        elif text in WEEKDAYS:
            piece = _Piece("weekday", str(WEEKDAYS[text]), start, words[at].end, " ".join(joined))
        elif (nth := ordinal(words, at)) is not None:
            after = nth[1]
            piece = _Piece("ordinal", str(nth[0]), start, words[after - 1].end, " ".join(joined))
        elif (number := _number(words, at, pieces)) is not None:
            digits, after = number
            piece = _Piece("number", digits, start, words[after - 1].end, " ".join(joined))
        if piece is not None:
            pieces.append(piece)
            joined = []
        elif text in _JOINTS and len(joined) < 4 and pieces:
            joined.append(text)
        else:
            break
        at = after
    return pieces


def _number(words: Sequence[Word], at: int, pieces: Sequence[_Piece]) -> tuple[str, int] | None:
    """A number below a hundred, a year in one go, or figures: `digits` and the place after."""
    text = words[at].text
    following = words[at + 1].text if at + 1 < len(words) else ""
    after_number = bool(pieces) and pieces[-1].kind in ("number", "ordinal")
    if text.isdecimal():
        return (text, at + 1) if len(text) <= 8 else None
    if text in NOUGHTS or (text == "or" and after_number and pieces[-1].digits in ("19", "20")):
        if following in SMALL and SMALL[following] < 10:
            return f"0{SMALL[following]}", at + 2
        if len(following) == 1 and following.isdecimal():
            return f"0{following}", at + 2
        return ("0", at + 1) if text in NOUGHTS else None
    if text in _HOMOPHONES and after_number:
        figures_follow = following.isdecimal() or following in SMALL or following in TENFOLD
        if figures_follow or (len(pieces[-1].digits) == 4 and pieces[-1].digits.endswith("0")):
            return str(_HOMOPHONES[text]), at + 1
        return None
    if text in SMALL or text in TENFOLD:
        number = cardinal(words, at)
        if number is None:
            return None
        value, after = number
        if value < 10_000:
            return str(value), after
    return None


_Day = tuple[date, float]


def _with_month(pieces: Sequence[_Piece], named: int, today: date) -> Iterator[_Day]:
    month = int(pieces[named].digits)
    before = [piece for piece in pieces[:named] if piece.kind != "weekday"]
    after = [piece for piece in pieces[named + 1 :] if piece.kind != "weekday"]
    if len(before) == 1:
        if len(before[0].digits) <= 2:
            if after:
                for year, sure in _years([piece.digits for piece in after], today):
                    yield from _valid(year, month, int(before[0].digits), sure)
            else:
                yield from _without_year(month, int(before[0].digits), today)
        elif len(after) == 1 and len(before[0].digits) == 4:
            yield from _valid(int(before[0].digits), month, int(after[0].digits), 0.9)
    elif not before and after and len(after[0].digits) <= 2:
        day = int(after[0].digits)
        if len(after) > 1:
            for year, sure in _years([piece.digits for piece in after[1:]], today):
                yield from _valid(year, month, day, sure)
        else:
            yield from _without_year(month, day, today)


def _numeric(numbers: Sequence[_Piece], region: str, today: date) -> Iterator[_Day]:
    if not numbers or len(numbers) > 7:
        return
    split = [_splits(piece.digits) for piece in numbers]
    ordinals = sum(piece.kind == "ordinal" for piece in numbers)
    whole = all(len(ways) == 1 for ways in split)
    for ways in islice(product(*split), 24):
        parts = [part for way in ways for part in way]
        natural = 0.0 if whole or len(numbers) > 2 else 0.1
        natural += 0.2 if len(numbers) == 1 and len(parts) > 1 else 0.0
        if len(parts) < 3:
            continue
        if len(parts[0]) == 4 and len(parts) == 3 and _plausible(int(parts[0])):
            yield from _valid(int(parts[0]), int(parts[1]), int(parts[2]), 0.9 - natural)
            continue
        first, second = parts[0], parts[1]
        if len(first) > 2 or len(second) > 2:
            continue
        for year, sure in _years(parts[2:], today):
            yield from _ordered(int(first), int(second), year, region, sure - natural)
    # "The eleventh of the eighth" has no year, but is a day all the same.
    if len(numbers) == 2 and (ordinals == 2 or (ordinals and "of" in numbers[1].joined)):
        day, month = int(numbers[0].digits), int(numbers[1].digits)
        yield from ((found, sure - 0.1) for found, sure in _without_year(month, day, today))
    elif len(numbers) == 2 and numbers[1].joined == "/":
        first, second = int(numbers[0].digits), int(numbers[1].digits)
        if region.upper() in MONTH_FIRST:
            first, second = second, first
        yield from ((found, sure - 0.1) for found, sure in _without_year(second, first, today))


def _ordered(first: int, second: int, year: int, region: str, sure: float) -> Iterator[_Day]:
    days = [(first, second), (second, first)]
    if region.upper() in MONTH_FIRST:
        days.reverse()
    for rank, (day, month) in enumerate(days):
        other = days[1 - rank]
        alone = not (1 <= other[1] <= 12 and 1 <= other[0] <= 31) or day == month
        if rank and day == month:
            continue
        yield from _valid(year, month, day, sure - (0.0 if alone else 0.1) - (0.25 if rank else 0.0))


def _splits(digits: str) -> list[list[str]]:
    """How figures that were written in one go may fall apart into day, month and year."""
    if len(digits) == 8:
        return [[digits[:2], digits[2:4], digits[4:]], [digits[:4], digits[4:6], digits[6:]]]
    if len(digits) == 6:
        return [[digits[:2], digits[2:4], digits[4:]], [digits[:1], digits[1:2], digits[2:]]]
    if len(digits) == 4 and not _plausible(int(digits)):
        return [[digits[:2], digits[2:]]]
    if len(digits) == 4:
        return [[digits], [digits[:2], digits[2:]]]
    if len(digits) == 3:
        return [[digits[:1], digits[1:]], [digits[:2], digits[2:]]]
    return [[digits]]


def _years(parts: Sequence[str], today: date) -> Iterator[tuple[int, float]]:
    """The year that pieces of speech make: 1909 of "19 oh nine", 1929 of "1920 9", 1985 of "85"."""
    match list(parts):
        case [one] if len(one) == 4 and _plausible(int(one)):
            yield int(one), 0.95
        case [one] if len(one) == 2:
            short = int(one)
            century = 2000 if short <= (today.year + 10) % 100 else 1900
            yield century + short, 0.75
        case [one, two] if len(one) == 4 and one[-1] == "0" and len(two) == 1 and _plausible(int(one)):
            yield int(one) + int(two), 0.85
        case [one, two] if one in ("1900", "2000") and len(two) == 2:
            yield int(one) + int(two), 0.85
        case [one, two] if one in ("18", "19", "20") and len(two) == 2 and _plausible(int(one + two)):
            yield int(one + two), 0.95
        case [one, two] if one in ("19", "20") and len(two) == 1:
            yield int(one) * 100 + int(two), 0.85
        case [one, two, three] if one in ("19", "20") and len(two) == 2 and two[1] == "0" and len(three) == 1:
            yield int(one + two) + int(three), 0.85
        case [one, two, three] if one in ("19", "20") and two == "0" and len(three) == 1:
            yield int(one) * 100 + int(three), 0.9
        case [one, two, three] if one in ("19", "20") and len(two) == 1 and len(three) == 1:
            yield int(one + two + three), 0.9
        case [_, _, _, _] if all(len(part) == 1 for part in parts) and _plausible(int("".join(parts))):
            yield int("".join(parts)), 0.95
        case _:
            return


def _plausible(year: int) -> bool:
    return 1850 <= year <= 2150


def _valid(year: int, month: int, day: int, sure: float) -> Iterator[_Day]:
    try:
        yield date(year, month, day), sure
    except ValueError:
        return


def _without_year(month: int, day: int, today: date) -> Iterator[_Day]:
    """The next such day: a 29th of February may be years away."""
    for year in range(today.year, today.year + 9):
        for found, _ in _valid(year, month, day, 0.9):
            if found >= today:
                yield found, 0.9
                return


def _day_of_month(
    numbers: Sequence[_Piece], words: Sequence[Word], at: int, weekday: int | None, today: date
) -> list[_Day]:
    """ "On the 3rd", "Tuesday the 24th": the next such day."""
    if len(numbers) != 1 or numbers[0].kind != "ordinal" or not 1 <= int(numbers[0].digits) <= 31:
        return []
    before = words[at - 1].text if at else ""
    alone = len(words) <= 3 or before in SECOND_THOUGHTS
    if weekday is None and before not in ("the", "on") and not alone:
        return []
    follows = next((word.text for word in words if word.start >= numbers[0].end), "")
    if follows in _NOT_A_DAY:
        return []
    day = int(numbers[0].digits)
    found = [
        one
        for month in range(today.month - 1, today.month + 23)
        for one, _ in _valid(today.year + month // 12, month % 12 + 1, day, 0.8)
        if one >= today
    ]
    if weekday is not None:
        fitting = [one for one in found if one.weekday() == weekday]
        if fitting and (fitting[0] - today).days < 200:
            return [(fitting[0], 0.9)]
    return [(found[0], 0.8 if before in ("the", "on") or weekday is not None else 0.6)] if found else []


_JOINTS = word_set("of the and , / - . in on year month day ' then")
_HOMOPHONES = {"to": 2, "too": 2, "for": 4, "ate": 8, "won": 1}
_NOT_A_DAY = frozenset(
    ["time", "floor", "bill", "one", "line", "of", "thing", "question", "party", "call", "person", "street"]
)
