"""When a call-back may be made: as agreed, when people work, and late rather than never."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.centre import OpeningHours
from voice.callback_times import LATEST, Window, agreed_window, next_time

NEW_YORK = ZoneInfo("America/New_York")
WORK = ((time(8), time(12)), (time(13), time(18)))
HOURS = OpeningHours(NEW_YORK, (WORK,) * 5 + ((), ()), closed=(date(2026, 11, 26),))
FRIDAY_10 = datetime(2026, 11, 20, 10, tzinfo=NEW_YORK)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("written", "begins", "ends"),
    [
        ("2026-11-24 14:00-16:00", at(24, 14), at(24, 16)),
        ("2026-11-24 14:00", at(24, 14), at(24, 14, 30)),
        ("14:00-16:00", at(20, 14), at(20, 16)),
        ("09:00-11:00", at(20, 9), at(20, 11)),
        ("08:00-09:00", at(23, 8), at(23, 9)),
        ("12:00-13:30", at(20, 12), at(20, 13, 30)),
    ],
)
def test_a_window_as_the_caller_agreed_it(written: str, begins: datetime, ends: datetime):
    window = agreed_window(written, FRIDAY_10, HOURS)
    assert window == Window(begins.astimezone(UTC), ends.astimezone(UTC))


def test_a_day_is_that_day_where_people_work():
    window = agreed_window("2026-11-24", FRIDAY_10, HOURS)
    assert window is not None
    assert window.begins == at(24, 0)
    assert window.ends.astimezone(NEW_YORK).date() == date(2026, 11, 24)


def test_until_midnight_is_until_the_end_of_the_day():
    window = agreed_window("2026-11-24 18:00-24:00", FRIDAY_10, HOURS)
    assert window is not None
    assert at(25, 0) - window.ends < timedelta(seconds=1)


@pytest.mark.parametrize(
    "written",
    ["", "  ", "soon", "2026-13-40", "2026-11-24 25:00", "16:00-14:00", "2026-11-24 16:00-14:00", "-"],
)
def test_what_is_no_window_is_as_soon_as_may_be(written: str):
    assert agreed_window(written, FRIDAY_10, HOURS) is None


def test_a_time_at_which_nobody_ever_works_is_as_soon_as_may_be():
    assert agreed_window("22:00-23:00", FRIDAY_10, HOURS) is None


# When it is made.


def due(written: str, now: datetime, not_before: datetime | None = None, agreed: datetime = FRIDAY_10):
    found = next_time(agreed_window(written, agreed, HOURS), agreed, not_before, now, HOURS)
    return None if found is None else found.astimezone(NEW_YORK)


@pytest.mark.parametrize(
    ("now", "when"),
    [
        (at(20, 10), at(20, 10)),
        (at(20, 12), at(20, 13)),
        (at(20, 18), at(23, 8)),
        (at(21, 11), at(23, 8)),
        (at(25, 19), at(27, 8)),
    ],
)
def test_as_soon_as_may_be_is_when_people_next_work(now: datetime, when: datetime):
    assert due("", now) == when


@pytest.mark.parametrize(
    ("written", "now", "when"),
    [
        ("2026-11-24 14:00-16:00", at(20, 10), at(24, 14)),
        ("2026-11-24 14:00-16:00", at(24, 15, 59), at(24, 15, 59)),
        ("2026-11-24 12:00-14:00", at(20, 10), at(24, 13)),
        ("2026-11-24", at(20, 10), at(24, 8)),
        ("14:00-16:00", at(20, 10), at(20, 14)),
    ],
)
def test_a_window_is_kept_within_the_opening_hours(written: str, now: datetime, when: datetime):
    assert due(written, now) == when


def test_a_window_that_was_missed_is_made_up_for():
    assert due("2026-11-24 14:00-16:00", at(24, 16, 30)) == at(24, 16, 30)
    assert due("2026-11-24 14:00-16:00", at(24, 19)) == at(25, 8)


def test_after_two_weeks_it_is_too_late():
    assert due("", FRIDAY_10 + LATEST - timedelta(minutes=1)) is not None
    assert due("", FRIDAY_10 + LATEST) is None
    assert due("2026-11-24 14:00-16:00", FRIDAY_10 + LATEST) is not None


def test_a_second_attempt_waits_for_its_time():
    assert due("", at(20, 11), not_before=at(20, 11, 30)) == at(20, 11, 30)
    assert due("", at(20, 11, 45), not_before=at(20, 12, 15)) == at(20, 13)
    assert due("", at(20, 15), not_before=at(20, 11, 30)) == at(20, 15)


def test_the_hour_is_the_callers_after_the_clocks_changed():
    """On 1 November 2026 New York leaves summer time: nine o'clock is an hour later in UTC."""
    agreed = datetime(2026, 10, 30, 10, tzinfo=NEW_YORK)
    assert due("2026-10-30 14:00-16:00", agreed, agreed=agreed) == datetime(2026, 10, 30, 18, tzinfo=UTC)
    assert due("2026-11-02 14:00-16:00", agreed, agreed=agreed) == datetime(2026, 11, 2, 19, tzinfo=UTC)


def test_an_opening_time_on_the_night_of_the_change_is_as_long_as_it_is():
    sunday = OpeningHours(NEW_YORK, ((),) * 6 + (((time(0), time(3)),),), closed=())
    agreed = datetime(2026, 10, 31, 23, tzinfo=NEW_YORK)
    last_minute = datetime(2026, 11, 1, 7, 59, tzinfo=UTC)
    assert next_time(None, agreed, None, last_minute, sunday) == last_minute
    assert next_time(None, agreed, None, last_minute + timedelta(minutes=1), sunday) == datetime(
        2026, 11, 8, 5, tzinfo=UTC
    )


def test_the_hour_that_comes_twice_is_told_apart():
    night = OpeningHours(NEW_YORK, (((time.min, time.max),),) * 7, closed=())
    not_before = datetime(2026, 11, 1, 1, 45, tzinfo=NEW_YORK)
    now = datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK)
    assert next_time(None, now, not_before, now, night) == now.astimezone(UTC)


def test_where_nobody_ever_works_it_is_never_due():
    never = OpeningHours(NEW_YORK, ((),) * 7, closed=())
    assert next_time(None, FRIDAY_10, None, FRIDAY_10, never) is None
