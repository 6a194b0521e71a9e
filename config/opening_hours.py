"""Opening hours as they are written: `mon = ["08:00-12:00", "13:00-18:00"]`."""

import re
from datetime import time

from config.toml_source import Table

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Intervals = tuple[tuple[time, time], ...]


def read_hours(table: Table) -> tuple[Intervals, ...]:
    """Seven days from Monday; a day that is not named is closed."""
    table.allow(*DAYS)
    return tuple(_day(table, day) for day in DAYS)


def _day(table: Table, day: str) -> Intervals:
    intervals: list[tuple[time, time]] = []
    for text in table.list_of(day, str, 'times such as "08:00-20:00"'):
        interval = _interval(text)
        if interval is None:
            table.problem(
                day, f'"{text}" is no opening time; write it as "08:00-20:00", the earlier time first'
            )
        elif intervals and interval[0] < intervals[-1][1]:
            table.problem(day, f'"{text}" begins before the opening time in front of it has ended')
        else:
            intervals.append(interval)
    return tuple(intervals)


def _interval(text: str) -> tuple[time, time] | None:
    found = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text.strip())
    if found is None:
        return None
    hours = [int(part) for part in found.groups()]
    try:
        opens = time(hours[0], hours[1])
        closes = time.max if hours[2:] == [24, 0] else time(hours[2], hours[3])
    except ValueError:
        return None
    return (opens, closes) if opens < closes else None
