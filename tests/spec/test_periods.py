"""What periods promise: which days a figure speaks of, and how the span is named."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.rules.periods import (
    Period,
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
    week_of,
    year_to_date,
)


@pytest.mark.parametrize(
    ("period", "key", "start", "end"),
    [
        (week_of(date(2026, 4, 1)), "2026-W14", date(2026, 3, 30), date(2026, 4, 5)),
        (week_of(date(2027, 1, 3)), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (month_of(date(2026, 2, 10)), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (year_to_date(date(2026, 3, 31)), "2026-YTD-2026-03-31", date(2026, 1, 1), date(2026, 3, 31)),
        (year_to_date(date(2026, 3, 31), (7, 1)), "2025-YTD-2026-03-31", date(2025, 7, 1), date(2026, 3, 31)),
        (semester_of(date(2026, 6, 30)), "2026-S1", date(2026, 1, 1), date(2026, 6, 30)),
        (semester_of(date(2026, 7, 1)), "2026-S2", date(2026, 7, 1), date(2026, 12, 31)),
        (semester_of(date(2027, 2, 1), (4, 1)), "2026-S2", date(2026, 10, 1), date(2027, 3, 31)),
    ],
)
def test_a_period_has_its_days_and_its_name(period: Period, key: str, start: date, end: date) -> None:
    """Both ends are included; the name is the one that files carry."""
    assert (period.key, period.start, period.end) == (key, start, end)


@pytest.mark.parametrize(
    ("as_of", "week", "month", "semester"),
    [
        (date(2026, 4, 1), "2026-W13", "2026-03", "2025-S2"),
        (date(2026, 3, 31), "2026-W13", "2026-02", "2025-S2"),
        (date(2026, 4, 5), "2026-W13", "2026-03", "2025-S2"),  # a Sunday: its week is not over
        (date(2026, 4, 6), "2026-W14", "2026-03", "2025-S2"),
        (date(2026, 7, 1), "2026-W26", "2026-06", "2026-S1"),
        (date(2026, 6, 30), "2026-W26", "2026-05", "2025-S2"),
        (date(2026, 1, 1), "2025-W52", "2025-12", "2025-S2"),
    ],
)
def test_a_period_is_complete_the_day_after_its_last(as_of: date, week: str, month: str, semester: str) -> None:
    """On 1 April the last complete month is March; on 31 March it is February."""
    assert last_complete_week(as_of).key == week
    assert last_complete_month(as_of).key == month
    assert last_complete_semester(as_of).key == semester


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (week_of(date(2026, 1, 1)), week_of(date(2025, 12, 24))),
        (month_of(date(2026, 1, 15)), month_of(date(2025, 12, 15))),
        (semester_of(date(2026, 5, 1)), semester_of(date(2025, 12, 1))),
        (year_to_date(date(2026, 3, 15)), year_to_date(date(2025, 3, 15))),
        (year_to_date(date(2028, 2, 29)), year_to_date(date(2027, 2, 28))),
        (year_to_date(date(2029, 2, 28)), year_to_date(date(2028, 2, 29))),
    ],
)
def test_the_period_before(period: Period, before: Period) -> None:
    """The span just before; for a year to date, the same span a year earlier."""
    assert previous(period) == before


@pytest.mark.parametrize(
    ("text", "week"),
    [("2026-W14", (2026, 14)), ("2026-S14", (2026, 14)), ("2026S7", (2026, 7)), (" 2020-w53 ", (2020, 53))],
)
def test_a_week_is_written_in_french_or_in_english(text: str, week: tuple[int, int]) -> None:
    """`S` for semaine, `W` for week."""
    assert parse_week(text) == week


@pytest.mark.parametrize("text", ["", "2026", "W14", "2026-W54", "2025-W53", "2026-W00", "2026-14", "2026-W123"])
def test_what_is_not_a_week_is_refused(text: str) -> None:
    """Never guessed."""
    with pytest.raises(ValueError, match="week"):
        parse_week(text)


def test_weeks_get_the_month_of_their_thursday() -> None:
    """W14 of 2026 begins in March and belongs to April."""
    weeks = pd.Series(["2026-W13", "2026-W14", None, "2026-W53"], dtype="str")
    assert month_of_weeks(weeks).fillna("?").tolist() == ["2026-03", "2026-04", "?", "2026-12"]


def test_the_six_months_of_a_semester() -> None:
    """What the strategic committee reads, and the twelve that a page may look back on."""
    keys = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    assert [month.key for month in months_in(semester_of(date(2026, 1, 1), (4, 1)))] == keys
    assert [month.key for month in months_back(date(2026, 4, 1), 6)] == keys
