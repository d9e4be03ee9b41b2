"""Whether periods hold at the edges."""

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.rules.calendar import month_of_week
from gouvernail.rules.periods import (
    last_complete_month,
    last_complete_semester,
    last_complete_week,
    month_of,
    month_of_weeks,
    months_back,
    months_in,
    parse_week,
    previous,
    semester_of,
    thursday,
    week_of,
    year_to_date,
)

days = st.dates(date(1990, 1, 1), date(2080, 12, 31))
starts = st.tuples(st.integers(1, 12), st.integers(1, 28))
DAY = timedelta(days=1)


@given(days, starts)
def test_every_period_of_a_day_holds_it(day: date, year_start: tuple[int, int]) -> None:
    for period in (week_of(day), month_of(day), semester_of(day, year_start), year_to_date(day, year_start)):
        assert period.start <= day <= period.end
        assert period.contains(pd.Series(pd.to_datetime([day]))).tolist() == [True]
        assert period.days == len(pd.date_range(period.start, period.end))


@given(days, starts)
def test_periods_follow_each_other_without_a_gap(day: date, year_start: tuple[int, int]) -> None:
    for period in (week_of(day), month_of(day), semester_of(day, year_start)):
        before = previous(period)
        assert before.end == period.start - DAY
        assert before.kind is period.kind
        assert previous(period).key != period.key
    assert previous(semester_of(day, year_start)) == semester_of(semester_of(day, year_start).start - DAY, year_start)


@given(days, starts)
def test_what_is_complete_ended_before_the_day(as_of: date, year_start: tuple[int, int]) -> None:
    for last in (
        last_complete_week(as_of),
        last_complete_month(as_of),
        last_complete_semester(as_of, year_start),
    ):
        assert last.end < as_of
    assert as_of - last_complete_week(as_of).end <= 7 * DAY
    assert as_of - last_complete_month(as_of).end <= 31 * DAY


@given(days)
def test_a_week_key_reads_back(day: date) -> None:
    year, week = parse_week(week_of(day).key)
    assert week_of(thursday(year, week)) == week_of(day)
    month = month_of_weeks(pd.Series([week_of(day).key]))[0]
    assert month == "{:04d}-{:02d}".format(*month_of_week(year, week))


@given(days, st.tuples(st.integers(1, 12), st.just(1)))
def test_a_semester_from_the_first_of_a_month_has_six_months(day: date, year_start: tuple[int, int]) -> None:
    semester = semester_of(day, year_start)
    months = months_in(semester)
    assert len(months) == 6
    assert (months[0].start, months[-1].end) == (semester.start, semester.end)


@given(days, st.integers(0, 30))
def test_months_back_are_consecutive_and_end_with_the_last_complete_one(as_of: date, count: int) -> None:
    months = months_back(as_of, count)
    assert len(months) == count
    assert months[-1:] == [last_complete_month(as_of)][:count]
    assert all(previous(after) == before for before, after in pairwise(months))


def test_months_in_a_period_that_starts_mid_month_begin_with_the_next() -> None:
    assert [month.key for month in months_in(year_to_date(date(2026, 5, 10), (2, 15)))] == [
        "2026-03",
        "2026-04",
        "2026-05",
    ]


def test_a_year_that_starts_on_the_last_day_of_a_short_month_still_has_two_halves() -> None:
    first, second = semester_of(date(2025, 8, 31), (8, 31)), semester_of(date(2026, 3, 1), (8, 31))
    assert (first.start, first.end) == (date(2025, 8, 31), date(2026, 2, 27))
    assert (second.start, second.end) == (date(2026, 2, 28), date(2026, 8, 30))


def test_a_day_with_an_hour_belongs_to_its_period() -> None:
    assert month_of(date(2026, 3, 1)).contains(pd.Series(pd.to_datetime(["2026-03-31 18:00"]))).tolist() == [True]


def test_empty_columns_stay_empty() -> None:
    assert month_of_weeks(pd.Series([], dtype="str")).tolist() == []
    assert month_of(date(2026, 3, 1)).contains(pd.Series([], dtype="datetime64[us]")).tolist() == []


def test_a_bad_week_in_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="not a week"):
        month_of_weeks(pd.Series(["soon"]))
