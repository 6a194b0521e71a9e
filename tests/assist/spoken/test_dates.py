from datetime import date

import pytest

from assist.spoken.dates import date_parts, dates, every_reading, said

TODAY = date(2026, 11, 21)


def test_every_reading_of_an_ambiguous_day_is_kept_for_comparing():
    readings = [reading.day for reading in every_reading("8 11 1909", "GB", TODAY)]
    assert readings == [date(1909, 11, 8), date(1909, 8, 11)]


def test_the_region_puts_the_likelier_reading_first():
    assert every_reading("8 11 1909", "US", TODAY)[0].day == date(1909, 8, 11)


@pytest.mark.parametrize(
    ("heard", "parts"),
    [
        ("April 1909", (None, 4, 1909)),
        ("the 8th 1909", (8, None, 1909)),
        ("the fifth", (5, None, None)),
        ("what", (None, None, None)),
    ],
)
def test_parts_of_a_date_are_kept_where_it_is_not_whole(heard: str, parts: tuple[int | None, ...]):
    assert date_parts(heard, TODAY) == parts


def test_a_weekday_that_does_not_fit_makes_the_day_doubtful():
    fitting = dates("Tuesday the 24th of November", "GB", TODAY)[0]
    other = dates("Wednesday the 24th of November", "GB", TODAY)[0]
    assert fitting.value == other.value
    assert other.confidence < fitting.confidence


def test_a_year_of_two_figures_is_never_far_ahead():
    assert dates("5 5 36", "GB", TODAY)[0].value == "2036-05-05"
    assert dates("5 5 37", "GB", TODAY)[0].value == "1937-05-05"


def test_days_of_other_years_are_said_with_their_year():
    assert said(date(1929, 4, 26), "GB", TODAY) == "the 26th of April 1929"
    assert said(date(2026, 12, 1), "GB", TODAY) == "Tuesday the 1st of December"
    assert said(date(2026, 12, 22), "US", TODAY) == "Tuesday, December 22"
