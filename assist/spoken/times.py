"""Times of the day and windows between them: "half past three", "between two and four", "after lunch".

Where neither morning nor afternoon is said, it is the one in which a centre's visits and calls are: 7 to 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assist.spoken.numbers import NOUGHTS, SMALL, TENFOLD, cardinal
from assist.spoken.words import Reading, Word, said_words, word_set

DAY_BEGINS, DAY_ENDS = 8 * 60, 18 * 60
"""Of a visit when the caller leaves one end open, in minutes."""


@dataclass(frozen=True, slots=True)
class _Clock:
    minutes: int
    """Since midnight, as said: "three" is 180 until its half of the day is known."""
    half: str
    """"am", "pm", "24" where there is no doubt, or empty."""
    marked: bool
    """Something about it says that it is a time: "o'clock", "half past", ":30"."""
    start: int
    end: int
    after: int
    """The place after it in the words."""


def times(text: str) -> list[Reading]:
    """The points of time named in `text`, like 14:30."""
    words = said_words(text)
    found: list[Reading] = []
    at = 0
    while at < len(words):
        clock = _clock(words, at)
        if clock is None:
            at += 1
            continue
        before = words[at - 1].text if at else ""
        if not clock.half and (before.isdecimal() or _number_follows(words, clock.after)):
            at = clock.after
            continue
        alone = clock.after - at >= len(words) - 2
        if clock.marked or clock.half or before in _BEFORE_TIMES or alone:
            sure = 0.9 if clock.half else 0.75
            if not clock.marked and not clock.half and before not in _BEFORE_TIMES:
                sure = 0.5
            found.append(Reading(written(_of_day(clock)), sure, clock.start, clock.end))
        at = clock.after
    return found


def time_windows(text: str) -> list[Reading]:
    """The stretches of a day named in `text`, like 14:00-16:00."""
    words = said_words(text)
    found: list[Reading] = []
    at = 0
    while at < len(words):
        window = _between(words, at) or _open_ended(words, at) or _part_of_day(words, at)
        if window is not None:
            reading, at = window
            found.append(reading)
            continue
        clock = _clock(words, at)
        # "Three in the afternoon" is a time and no window.
        at = clock.after if clock is not None and clock.half not in ("", "24") else at + 1
    return found


def written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def said(time: str) -> str:
    """ "Half past two in the afternoon" as the synthesiser says it best: "2:30 pm", "noon"."""
    hours, _, minutes = time.partition(":")
    hour, minute = int(hours), int(minutes)
    if (hour, minute) == (12, 0):
        return "noon"
    if (hour, minute) in ((0, 0), (24, 0)):
        return "midnight"
    half = "a.m." if hour < 12 else "p.m."
    shown = hour % 12 or 12
    return f"{shown} {half}" if minute == 0 else f"{shown}:{minute:02} {half}"


def window_said(window: str) -> str:
    first, _, last = window.partition("-")
    return f"between {said(first)} and {said(last)}"


def _number_follows(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and (words[at].is_number or words[at].text in SMALL or words[at].text in TENFOLD)


def _clock(words: Sequence[Word], at: int) -> _Clock | None:
    start = words[at].start
    text = words[at].text
    if text in ("noon", "midday", "midnight"):
        return _Clock(0 if text == "midnight" else 720, "24", True, start, words[at].end, at + 1)
    twelve = text in ("twelve", "12") and at + 1 < len(words) and words[at + 1].text in ("noon", "midnight")
    if twelve:
        minutes = 0 if words[at + 1].text == "midnight" else 720
        return _Clock(minutes, "24", True, start, words[at + 1].end, at + 2)
    spoken = _past(words, at) or _hour_and_minutes(words, at)
    if spoken is None:
        return None
    minutes, marked, after = spoken
    half, after = _half(words, after)
    hour = minutes // 60
    if hour > 12 or (hour == 0 and marked):
        half = "24"
    elif half and hour == 0:
        return None
    return _Clock(minutes, half, marked, start, words[after - 1].end, after)


def _past(words: Sequence[Word], at: int) -> tuple[int, bool, int] | None:
    """ "Half past three", "quarter to four", "ten past two", "half three"."""
    first = words[at].text
    if first in ("a", "the") and at + 1 < len(words) and words[at + 1].text in ("quarter", "half"):
        at += 1
        first = words[at].text
    if first in _PARTS:
        count, after = _PARTS[first], at + 1
    else:
        number = cardinal(words, at)
        if number is None or not 1 <= number[0] <= 29:
            return None
        count, after = number
        if after < len(words) and words[after].text in ("minutes", "minute"):
            after += 1
        elif count not in (5, 10, 20, 25):
            return None
    link = words[after].text if after < len(words) else ""
    british = first == "half" and link not in ("past", "after")
    if not british and link not in ("past", "after", "to", "till", "before", "of"):
        return None
    hour = cardinal(words, after if british else after + 1)
    if hour is None or not 1 <= hour[0] <= 12:
        return None
    back = link in ("to", "till", "before", "of") and not british
    return hour[0] % 12 * 60 + (720 if hour[0] == 12 else 0) + (-count if back else count), True, hour[1]


def _hour_and_minutes(words: Sequence[Word], at: int) -> tuple[int, bool, int] | None:
    word = words[at]
    following = words[at + 1].text if at + 1 < len(words) else ""
    if word.is_number and following in (":", ".") and at + 2 < len(words) and words[at + 2].is_number:
        near = word.end == words[at + 1].start and words[at + 1].end == words[at + 2].start
        hour, minute = word.text, words[at + 2].text
        if near and len(hour) <= 2 and len(minute) == 2 and int(hour) < 24 and int(minute) < 60:
            return int(hour) * 60 + int(minute), following == ":", at + 3
    if word.is_number and len(word.text) in (3, 4) and following not in _NOT_AFTER_TIMES:
        hour, minute = int(word.text[:-2]), int(word.text[-2:])
        if hour < 24 and minute < 60:
            return hour * 60 + minute, following in ("hours", "hundred"), at + 1
    number = (int(word.text), at + 1) if word.is_number and len(word.text) <= 2 else _small(words, at)
    if number is None or number[0] > 23 or (number[0] == 0 and word.text in ("oh", "o")):
        return None
    hour, after = number
    following = words[after].text if after < len(words) else ""
    if following in ("o'clock", "oclock") or (following == "o" and _texts(words, after + 1, 1) == ["clock"]):
        return hour * 60, True, after + (1 if following != "o" else 2)
    if following == "hundred":
        hours = _texts(words, after + 1, 1) == ["hours"]
        return (hour * 60, True, after + 2) if hours else None
    if following in NOUGHTS and (ones := _texts(words, after + 1, 1)) and 0 < SMALL.get(ones[0], 0) < 10:
        return hour * 60 + SMALL[ones[0]], True, after + 2
    minutes = _small(words, after) if following in SMALL or following in TENFOLD else None
    if minutes is not None and 10 <= minutes[0] < 60:
        return hour * 60 + minutes[0], True, minutes[1]
    if following in _NOT_AFTER_TIMES or (following in SMALL and following not in _JOINS):
        return None
    return hour * 60, False, after


def _small(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    """A number below a hundred in words; "two fifteen" are two."""
    text = words[at].text
    if text in SMALL:
        return SMALL[text], at + 1
    if text not in TENFOLD:
        return None
    after = at + 2 if _texts(words, at + 1, 1) == ["-"] else at + 1
    unit = SMALL.get(words[after].text, 0) if after < len(words) else 0
    return (TENFOLD[text] + unit, after + 1) if 0 < unit < 10 else (TENFOLD[text], at + 1)


def _half(words: Sequence[Word], at: int) -> tuple[str, int]:
    texts = _texts(words, at, 4)
    for phrase, half in _HALVES.items():
        if tuple(texts[: len(phrase)]) == phrase:
            return half, at + len(phrase)
    return "", at


def _between(words: Sequence[Word], at: int) -> tuple[Reading, int] | None:
    opening = words[at].text in ("between", "from")
    first = _clock(words, at + 1 if opening else at) if at + opening < len(words) else None
    if first is None or first.after >= len(words):
        return None
    link = words[first.after].text
    joins = {"and", "to", "till", "until", "'til", "-", "–"} if opening else {"to", "till", "until", "-", "–"}
    if link not in joins or first.after + 1 >= len(words):
        return None
    second = _clock(words, first.after + 1)
    if second is None:
        return None
    before = words[at - 1].text if at else ""
    # "2-4" may be anything; with a word for time it is a window.
    told = opening or first.half or second.half or first.marked or second.marked or before in _BEFORE_TIMES
    alone = second.after - at >= len(words) - 3 and not before.isdecimal()
    if not told and (not alone or (link == "-" and len(words) > 4)):
        return None
    begin, end = _both_of_day(first, second)
    if end <= begin:
        return None
    sure = 0.95 if first.half or second.half else 0.8
    return Reading(f"{written(begin)}-{written(end)}", sure, words[at].start, second.end), second.after


def _open_ended(words: Sequence[Word], at: int) -> tuple[Reading, int] | None:
    texts = _texts(words, at, 3)
    word = texts[0]
    if word not in ("after", "before", "by", "until", "till", "from"):
        return None
    if texts[1:2] in (["lunch"], ["lunchtime"], ["work"], ["school"]):
        end = words[at + 1].end
        if word == "before":
            value = "08:00-12:00"
        elif word == "after":
            value = {"work": "17:00-20:00", "school": "15:00-18:00"}.get(texts[1], "13:00-17:00")
        else:
            return None
        return Reading(value, 0.8, words[at].start, end), at + 2
    clock = _clock(words, at + 1) if at + 1 < len(words) else None
    if clock is None:
        return None
    minute = _of_day(clock)
    if word in ("after", "from"):
        begin, end = minute, max(DAY_ENDS, min(minute + 120, 24 * 60 - 1))
    else:
        begin, end = min(DAY_BEGINS, max(0, minute - 120)), minute
    if end <= begin:
        return None
    sure = 0.75 if clock.half or clock.marked else 0.6
    return Reading(f"{written(begin)}-{written(end)}", sure, words[at].start, clock.end), clock.after


def _part_of_day(words: Sequence[Word], at: int) -> tuple[Reading, int] | None:
    texts = tuple(_texts(words, at, 5))
    for phrase, window in _PARTS_OF_DAY.items():
        if texts[: len(phrase)] == phrase:
            after = at + len(phrase)
            if phrase == ("morning",) and at and words[at - 1].text == "good":
                return None
            if phrase[-1] in ("afternoon", "evening") and at and words[at - 1].text == "good":
                return None
            return Reading(window, 0.85, words[at].start, words[after - 1].end), after
    return None


def _of_day(clock: _Clock) -> int:
    """Minutes since midnight of a time whose half of the day may not have been said."""
    if clock.half == "24":
        return clock.minutes % 1440
    hour = clock.minutes // 60
    if clock.half == "am":
        return clock.minutes - 720 if hour == 12 else clock.minutes
    if clock.half == "pm":
        return clock.minutes if hour == 12 else clock.minutes + 720
    return clock.minutes + 720 if hour < 7 else clock.minutes


def _both_of_day(first: _Clock, second: _Clock) -> tuple[int, int]:
    """ "Two to four pm": the half that is said at the end holds for the beginning where it fits."""
    end = _of_day(second)
    if first.half or not second.half or second.half == "24":
        begin = _of_day(first)
        if not second.half and end <= begin and end + 720 < 1440:
            end += 720
        return begin, end
    begins = [_of_day(_with_half(first, half)) for half in (second.half, "am")]
    fitting = [begin for begin in begins if begin < end]
    return (fitting[0] if fitting else begins[0]), end


def _with_half(clock: _Clock, half: str) -> _Clock:
    return _Clock(clock.minutes, half, clock.marked, clock.start, clock.end, clock.after)


def _texts(words: Sequence[Word], at: int, count: int) -> list[str]:
    return [word.text for word in words[at : at + count]]


_PARTS = {"half": 30, "quarter": 15}
_BEFORE_TIMES = frozenset(
    ["at", "by", "around", "about", "before", "after", "until", "till", "from", "roughly", "@"]
)
_JOINS = frozenset(["to", "and", "till", "until"])
_NOT_AFTER_TIMES = word_set(
    """
    pounds pound dollars dollar bucks quid euros percent % days day weeks week months month years year
    times people routers phones hours minutes th nd st rd / . cents pence hundred thousand point oh o of
    """
)
_HALVES = {
    ("am",): "am",
    ("a", "m"): "am",
    ("pm",): "pm",
    ("p", "m"): "pm",
    ("in", "the", "morning"): "am",
    ("in", "the", "afternoon"): "pm",
    ("in", "the", "evening"): "pm",
    ("at", "night"): "pm",
    ("this", "afternoon"): "pm",
    ("this", "morning"): "am",
    ("this", "evening"): "pm",
    ("tomorrow", "morning"): "am",
    ("tomorrow", "afternoon"): "pm",
}
_PARTS_OF_DAY = {
    ("first", "thing", "in", "the", "morning"): "08:00-10:00",
    ("first", "thing"): "08:00-10:00",
    ("early", "in", "the", "morning"): "08:00-10:00",
    ("early", "morning"): "08:00-10:00",
    ("mid", "morning"): "10:00-12:00",
    ("late", "morning"): "10:00-12:00",
    ("in", "the", "morning"): "08:00-12:00",
    ("mornings",): "08:00-12:00",
    ("morning",): "08:00-12:00",
    ("lunchtime",): "12:00-14:00",
    ("lunch", "time"): "12:00-14:00",
    ("over", "lunch"): "12:00-14:00",
    ("around", "lunch"): "12:00-14:00",
    ("early", "afternoon"): "12:00-14:00",
    ("mid", "afternoon"): "14:00-16:00",
    ("late", "afternoon"): "15:00-18:00",
    ("late", "in", "the", "afternoon"): "15:00-18:00",
    ("in", "the", "afternoon"): "12:00-18:00",
    ("afternoons",): "12:00-18:00",
    ("afternoon",): "12:00-18:00",
    ("end", "of", "the", "day"): "16:00-18:00",
    ("early", "evening"): "17:00-19:00",
    ("in", "the", "evening"): "18:00-21:00",
    ("evenings",): "18:00-21:00",
    ("evening",): "18:00-21:00",
    ("tonight",): "18:00-21:00",
    ("all", "day"): "08:00-18:00",
    ("any", "time"): "08:00-18:00",
    ("anytime",): "08:00-18:00",
    ("whenever",): "08:00-18:00",
}
