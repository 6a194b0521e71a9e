"""When a promised call-back may be made: pure arithmetic on what was agreed and when people work.

`CallbackAgreed.window` is "2026-11-24 14:00-16:00" or either part; empty is as soon as may be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from config.centre import OpeningHours

LATEST = timedelta(days=14)
"""After the time that was agreed; a call-back that could not be made by then is given up."""
A_MOMENT = timedelta(minutes=30)
"""How long a single time lasts: "at two" is until half past."""

_WINDOW = re.compile(r"(\d{4}-\d\d-\d\d)?\s*(?:(\d\d:\d\d)(?:-(\d\d:\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Window:
    """What was agreed. Both carry their zone."""

    begins: datetime
    ends: datetime


def agreed_window(window: str, agreed: datetime, hours: OpeningHours) -> Window | None:
    """What `CallbackAgreed.window` means. None: as soon as may be (or it cannot be read)."""
    found = _WINDOW.fullmatch(window.strip())
    if found is None or not window.strip():
        return None
    day, first, last = found.groups()
    try:
        begins, ends = _stretch(first, last)
        if day is not None:
            return _on(date.fromisoformat(day), begins, ends, hours)
    except ValueError:
        return None
    today = agreed.astimezone(hours.zone).date()
    days = (_on(today + timedelta(days=count), begins, ends, hours) for count in range(LATEST.days + 1))
    return next((one for one in days if one and _works(one, max(agreed, one.begins), hours)), None)


def next_time(
    window: Window | None, agreed: datetime, not_before: datetime | None, now: datetime, hours: OpeningHours
) -> datetime | None:
    """The first moment, from `now` on, at which it may be made; a window that was missed is made up for.

    None: it is too late for it.
    """
    # Wall times of one zone do not compare across a change of the clocks; UTC does.
    bounds = now, window.begins if window else now, not_before or now
    earliest = max(bound.astimezone(UTC) for bound in bounds)
    latest = (window.ends if window else agreed.astimezone(UTC)) + LATEST
    return next((max(opens, earliest) for opens, _ in _open_between(earliest, latest, hours)), None)


def _on(day: date, begins: time, ends: time, hours: OpeningHours) -> Window | None:
    first = datetime.combine(day, begins, hours.zone).astimezone(UTC)
    last = datetime.combine(day, ends, hours.zone).astimezone(UTC)
    if begins == ends:
        last = first + A_MOMENT
    return Window(first, last) if first < last else None


def _stretch(first: str | None, last: str | None) -> tuple[time, time]:
    if first is None:
        return time.min, time.max
    begins = _time(first)
    return begins, _time(last) if last is not None else begins


def _time(written: str) -> time:
    return time.max if written == "24:00" else time.fromisoformat(written)


def _works(window: Window, begins: datetime, hours: OpeningHours) -> bool:
    """Whether somebody works in it from `begins` on."""
    return any(_open_between(begins, window.ends, hours))


def _open_between(
    begins: datetime, ends: datetime, hours: OpeningHours
) -> Iterator[tuple[datetime, datetime]]:
    """The opening times that reach into it, in UTC."""
    day = begins.astimezone(hours.zone).date()
    while begins < ends and day <= ends.astimezone(hours.zone).date():
        for opens, closes in () if day in hours.closed else hours.weekly[day.weekday()]:
            first = datetime.combine(day, opens, hours.zone).astimezone(UTC)
            last = datetime.combine(day, closes, hours.zone).astimezone(UTC)
            if first < ends and begins < last:
                yield first, last
        day += timedelta(days=1)
