"""Weeks, months, semesters and years to date: the spans that figures speak of.

A span is complete when its last day is before `as_of`: on 1 April the last complete month is March. Weeks are ISO
weeks, Monday to Sunday, and belong to the year and month of their Thursday. Source: docs/semantics.md §4.1 and §4.6.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from gouvernail.rules.calendar import month_of_week
from gouvernail.terms import PeriodKind

_DAY = timedelta(days=1)
_WEEK_KEY = re.compile(r"(?P<year>\d{4})-?[WS](?P<week>\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Period:
    """A span of days, both ends included.

    >>> march = Period(PeriodKind.MONTH, date(2026, 3, 1), date(2026, 3, 31))
    >>> march.key, march.days
    ('2026-03', 31)
    >>> march.contains(pd.Series(pd.to_datetime(["2026-03-31", "2026-04-01", None]))).tolist()
    [True, False, False]
    """

    kind: PeriodKind
    start: date
    end: date

    @property
    def key(self) -> str:
        """Its name in files: "2026-W14", "2026-03", "2026-YTD-2026-03-31", "2026-S1".

        A year to date is named by the year it starts in and its last day. A semester is named by the calendar half
        in which it starts, whatever the contract's year: October 2026 to March 2027 is "2026-S2".
        """
        if self.kind is PeriodKind.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02d}"
        if self.kind is PeriodKind.MONTH:
            return f"{self.start:%Y-%m}"
        if self.kind is PeriodKind.YEAR_TO_DATE:
            return f"{self.start:%Y}-YTD-{self.end}"
        return f"{self.start:%Y}-S{1 if self.start.month <= 6 else 2}"

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def contains(self, days: pd.Series) -> pd.Series:
        """Which days fall in it: bool, same index; False where the day is missing."""
        return (days >= pd.Timestamp(self.start)) & (days < pd.Timestamp(self.end + _DAY))


def week_of(day: date) -> Period:
    """The ISO week of a day, Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(PeriodKind.WEEK, monday, monday + 6 * _DAY)


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return Period(PeriodKind.MONTH, day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def year_to_date(end: date, year_start: tuple[int, int] = (1, 1)) -> Period:
    """From the contract year's first day to `end`.

    Args:
        end: the last day, included.
        year_start: the contract year's first (month, day).

    Examples:
        >>> year_to_date(date(2026, 3, 31), (7, 1)).start
        datetime.date(2025, 7, 1)
    """
    return Period(PeriodKind.YEAR_TO_DATE, _year_start(end, year_start), end)


def semester_of(day: date, year_start: tuple[int, int] = (1, 1)) -> Period:
    """The half of the contract year that a day falls in.

    >>> semester_of(date(2026, 5, 12), (4, 1)).end
    datetime.date(2026, 9, 30)
    """
    first = _year_start(day, year_start)
    second = _months_later(first, 6)
    if day < second:
        return Period(PeriodKind.SEMESTER, first, second - _DAY)
    return Period(PeriodKind.SEMESTER, second, _months_later(first, 12) - _DAY)


def last_complete_week(as_of: date) -> Period:
    """The last ISO week whose Sunday is before `as_of`."""
    return previous(week_of(as_of))


def last_complete_month(as_of: date) -> Period:
    """The last calendar month whose last day is before `as_of`.

    >>> last_complete_month(date(2026, 4, 1)).key, last_complete_month(date(2026, 3, 31)).key
    ('2026-03', '2026-02')
    """
    return previous(month_of(as_of))


def last_complete_semester(as_of: date, year_start: tuple[int, int] = (1, 1)) -> Period:
    """The last half of a contract year whose last day is before `as_of`."""
    return semester_of(semester_of(as_of, year_start).start - _DAY, year_start)


def previous(period: Period) -> Period:
    """The span before: the week, month or semester that ends the day before; a year to date, one year earlier.

    A year to date that ends with a month ends with that month a year earlier too (29 February 2028, 28 February 2027).
    """
    before = period.start - _DAY
    if period.kind is PeriodKind.WEEK:
        return week_of(before)
    if period.kind is PeriodKind.MONTH:
        return month_of(before)
    if period.kind is PeriodKind.SEMESTER:
        return Period(PeriodKind.SEMESTER, _months_later(period.start, -6), before)
    end = _months_later(period.end, -12)
    return Period(period.kind, _months_later(period.start, -12), month_of(end).end if _ends_month(period.end) else end)


def months_back(as_of: date, count: int) -> list[Period]:
    """The last `count` complete months, oldest first.

    >>> [month.key for month in months_back(date(2026, 2, 10), 3)]
    ['2025-11', '2025-12', '2026-01']
    """
    last = last_complete_month(as_of).start
    return [month_of(_months_later(last, -back)) for back in reversed(range(count))]


def months_in(period: Period) -> list[Period]:
    """The calendar months that begin in a period, in order: the six of a semester.

    >>> [month.key for month in months_in(semester_of(date(2026, 5, 12)))]
    ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']
    """
    first = period.start if period.start.day == 1 else month_of(period.start).end + _DAY
    count = (period.end.year - first.year) * 12 + period.end.month - first.month + 1
    return [month_of(_months_later(first, ahead)) for ahead in range(count)]


def parse_week(text: str) -> tuple[int, int]:
    """The ISO year and week that a text names, in French or in English.

    Raises:
        ValueError: the text does not name a week, or the year has no such week.

    Examples:
        >>> parse_week("2026-S14"), parse_week("2026-W14"), parse_week("2026-w7")
        ((2026, 14), (2026, 14), (2026, 7))
    """
    match = _WEEK_KEY.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a week: {text!r}")
    year, week = int(match["year"]), int(match["week"])
    thursday(year, week)
    return year, week


def thursday(year: int, week: int) -> date:
    """The Thursday of an ISO week, which gives the week its year and month.

    Raises:
        ValueError: the year has no such week.
    """
    return date.fromisocalendar(year, week, 4)


def month_of_weeks(weeks: pd.Series) -> pd.Series:
    """The month, "2026-04", of each week "2026-W14": the month of its Thursday.

    Args:
        weeks: text; missing ones allowed.

    Returns:
        text, same index and name; missing where the week is.

    Raises:
        ValueError: a text is not a week; those that came through the reader are.

    Examples:
        >>> month_of_weeks(pd.Series(["2026-W14", "2026-W01", None])).tolist()
        ['2026-04', '2026-01', nan]
    """
    months = {week: "{:04d}-{:02d}".format(*month_of_week(*parse_week(week))) for week in weeks.dropna().unique()}
    return weeks.map(months).astype("str")


def _year_start(day: date, year_start: tuple[int, int]) -> date:
    """The last first day of a contract year that is not after `day`."""
    this_year = _clamped(day.year, *year_start)
    return this_year if this_year <= day else _clamped(day.year - 1, *year_start)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return _clamped(year, month + 1, day.day)


def _clamped(year: int, month: int, day: int) -> date:
    """That day, or the month's last one when the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def _ends_month(day: date) -> bool:
    return day == month_of(day).end
