"""Days counted from today: "tomorrow", "next Tuesday", "in two weeks", "three days ago"."""

from collections.abc import Sequence
from datetime import date, timedelta

from assist.spoken.calendar_names import WEEKDAYS
from assist.spoken.numbers import cardinal
from assist.spoken.words import Word


def counted(words: Sequence[Word], at: int, today: date) -> tuple[date, int, float] | None:
    """The day that begins at `words[at]`, of how many words it is, and how sure that is."""
    texts = [word.text for word in words[at : at + 8]]
    for phrase, days in _DAYS_AWAY.items():
        if tuple(texts[: len(phrase)]) == phrase:
            return today + timedelta(days), len(phrase), 0.95
    first, second = texts[0], texts[1] if len(texts) > 1 else ""
    if first in ("next", "this", "coming", "last") and second in WEEKDAYS:
        day = next_weekday(today, WEEKDAYS[second])
        if first == "last":
            return day - timedelta(7), 2, 0.9
        # Some mean the week after by "next"; the sooner day is the commoner meaning.
        return day, 2, 0.75 if first == "next" else 0.95
    if first in WEEKDAYS and second in ("week", "next") and texts[1:3] != ["next", "to"]:
        count = 3 if texts[1:3] == ["next", "week"] else 2
        if count == 3:
            monday = today - timedelta(today.weekday()) + timedelta(7)
            return monday + timedelta(WEEKDAYS[first]), 3, 0.9
        if second == "week":
            return next_weekday(today, WEEKDAYS[first]) + timedelta(7), 2, 0.85
    ahead = _ahead(words, at + 1) if first == "in" else _ahead(words, at)
    if ahead is None:
        return None
    days, after = ahead
    rest = [word.text for word in words[after : after + 3]]
    if first == "in":
        return today + timedelta(days), after - at, 0.9
    if rest[:2] == ["from", "now"] or rest[:2] == ["from", "today"]:
        return today + timedelta(days), after + 2 - at, 0.95
    if rest[:1] == ["ago"]:
        return today - timedelta(days), after + 1 - at, 0.95
    if rest[:1] in (["on"], ["from"]) and len(rest) > 1 and (rest[1] in WEEKDAYS or rest[1] == "tomorrow"):
        start = today + timedelta(1) if rest[1] == "tomorrow" else next_weekday(today, WEEKDAYS[rest[1]])
        return start + timedelta(days), after + 2 - at, 0.9
    if rest[:1] == ["today"]:
        return today + timedelta(days), after + 1 - at, 0.9
    return None


def next_weekday(today: date, weekday: int) -> date:
    """The next such day, never today: who means today says so."""
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _ahead(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """Days in "two weeks", "a fortnight", "a couple of days", and the place after."""
    if at >= len(words):
        return None
    texts = [word.text for word in words[at : at + 4]]
    if texts[:2] == ["a", "couple"]:
        unit = 3 if texts[2:3] == ["of"] else 2
        count, after = 2, at + unit
    elif texts[0] in ("a", "an", "one"):
        count, after = 1, at + 1
    else:
        number = cardinal(words, at)
        if number is None or not 0 < number[0] <= 400:
            return None
        count, after = number
    if after >= len(words):
        return None
    days = _UNITS_OF_DAYS.get(words[after].text)
    return None if days is None else (count * days, after + 1)


_DAYS_AWAY = {
    ("the", "day", "after", "tomorrow"): 2,
    ("day", "after", "tomorrow"): 2,
    ("a", "week", "tomorrow"): 8,
    ("the", "day", "before", "yesterday"): -2,
    ("tomorrow",): 1,
    ("today",): 0,
    ("tonight",): 0,
    ("this", "morning"): 0,
    ("this", "afternoon"): 0,
    ("this", "evening"): 0,
    ("yesterday",): -1,
}
_UNITS_OF_DAYS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "fortnight": 14, "days'": 1, "weeks'": 7}
