"""Whether the calendar holds at the edges."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.rules.calendar import Calendar, holidays, month_of_week, next_workday, workdays_between

whatever_it_takes = settings(deadline=None)  # the first look-up imports a library
days = st.dates(date(1995, 1, 1), date(2060, 12, 31))
maybe_days = st.none() | days
calendars = st.builds(
    Calendar,
    st.sampled_from(["FR", "FR-ALSACE-MOSELLE", "MA", "PT"]),
    saturdays=st.booleans(),
    pentecost_worked=st.booleans(),
)


def series(values: list[date | None]) -> pd.Series:
    return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[us]"))


@whatever_it_takes
@given(calendars, days, days)
def test_a_count_is_the_number_of_its_working_days(calendar: Calendar, start: date, end: date) -> None:
    end = start + timedelta(days=(end - start).days % 60)
    one_by_one = sum(calendar.is_workday(start + timedelta(days=ahead + 1)) for ahead in range((end - start).days))
    assert calendar.count(start, end) == one_by_one


@whatever_it_takes
@given(calendars, days, days, days)
def test_counts_add_up(calendar: Calendar, one: date, two: date, three: date) -> None:
    assert calendar.count(one, two) + calendar.count(two, three) == calendar.count(one, three)


@whatever_it_takes
@given(calendars, days)
def test_rolling_forward_gives_the_first_working_day(calendar: Calendar, day: date) -> None:
    rolled = calendar.next_workday(day)
    assert rolled >= day
    assert calendar.is_workday(rolled)
    assert calendar.count(day, rolled) == (0 if rolled == day else 1)


@whatever_it_takes
@given(calendars, days, st.integers(0, 600))
def test_adding_working_days_can_be_counted_back(calendar: Calendar, day: date, count: int) -> None:
    start = calendar.next_workday(day)
    assert calendar.count(start, calendar.workdays_after(day, count)) == count


@whatever_it_takes
@given(calendars, st.lists(st.tuples(maybe_days, maybe_days), max_size=12))
def test_columns_agree_with_single_days(calendar: Calendar, pairs: list[tuple[date | None, date | None]]) -> None:
    starts, ends = series([start for start, _ in pairs]), series([end for _, end in pairs])
    counts = [calendar.count(start, end) if start and end else pd.NA for start, end in pairs]
    rolled = [calendar.next_workday(start) if start else pd.NaT for start, _ in pairs]
    assert calendar.workdays_between(starts, ends).tolist() == counts
    assert [day.date() if pd.notna(day) else pd.NaT for day in calendar.roll_forward(starts)] == rolled


def test_the_types_the_index_and_the_name_survive() -> None:
    due = pd.Series(pd.to_datetime(["2026-05-01 10:30", None]), index=[7, 3], name="due")
    rolled = Calendar().roll_forward(due)
    assert (str(rolled.dtype), rolled.index.tolist(), rolled.name) == ("datetime64[us]", [7, 3], "due")
    counts = Calendar().workdays_between(due, date(2026, 5, 4))
    assert (str(counts.dtype), counts.index.tolist(), counts.tolist()) == ("Int64", [7, 3], [1, pd.NA])


def test_two_single_days_are_not_a_column() -> None:
    with pytest.raises(StopIteration):
        Calendar().workdays_between(date(2026, 5, 1), date(2026, 5, 4))


def test_names_follow_the_language_where_they_are_translated() -> None:
    first = date(2026, 1, 1)
    assert holidays(2026, language="en")[first] == "New Year's Day"
    assert holidays(2026, "MA")[first] == "Nouvel an"
    assert holidays(2026, "PT", language="fr")[first] == "Ano Novo"


def test_changing_the_answer_does_not_change_the_next_one() -> None:
    holidays(2026).clear()
    assert len(holidays(2026)) == 11


def test_pentecost_monday_worked_is_french_only() -> None:
    whit_monday = date(2026, 5, 25)
    assert not Calendar("LU", pentecost_worked=True).is_workday(whit_monday)
    assert Calendar("FR-ALSACE-MOSELLE", pentecost_worked=True).is_workday(whit_monday)


def test_a_region_is_itself_however_it_is_typed() -> None:
    assert Calendar(" fr-alsace-moselle ") == Calendar("FR-ALSACE-MOSELLE")
    assert Calendar("es-md").region == "ES-MD"


def test_a_week_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid week: 53"):
        month_of_week(2025, 53)


def test_rolling_over_the_end_of_the_year_sees_next_years_holidays() -> None:
    assert next_workday(date(2026, 12, 31)) == date(2026, 12, 31)
    assert Calendar().workdays_after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert workdays_between(date(2026, 12, 31), date(2027, 1, 1)) == 0
