"""What the calendar promises: the days that count."""

from datetime import date

import pandas as pd
import pytest

from gouvernail.problems import WrongUse
from gouvernail.rules.calendar import Calendar, holidays, month_of_week, next_workday, workdays_between

FRANCE_2026 = [
    (date(2026, 1, 1), "Jour de l'an"),
    (date(2026, 4, 6), "Lundi de Pâques"),
    (date(2026, 5, 1), "Fête du Travail"),
    (date(2026, 5, 8), "Fête de la Victoire"),
    (date(2026, 5, 14), "Ascension"),
    (date(2026, 5, 25), "Lundi de Pentecôte"),
    (date(2026, 7, 14), "Fête nationale"),
    (date(2026, 8, 15), "Assomption"),
    (date(2026, 11, 1), "Toussaint"),
    (date(2026, 11, 11), "Armistice"),
    (date(2026, 12, 25), "Noël"),
]


def test_france_has_eleven_public_holidays() -> None:
    """The eleven days of the labour code, weekends included, in order."""
    assert list(holidays(2026).items()) == FRANCE_2026


def test_alsace_moselle_has_two_more() -> None:
    """Good Friday and Saint Stephen's Day."""
    assert set(holidays(2026, "FR-ALSACE-MOSELLE")) - set(holidays(2026)) == {date(2026, 4, 3), date(2026, 12, 26)}


@pytest.mark.parametrize(
    ("region", "day"),
    [
        ("MA", date(2026, 7, 30)),
        ("TN", date(2026, 3, 20)),
        ("PT", date(2026, 4, 25)),
        ("ES-MD", date(2026, 5, 2)),
        ("fr-974", date(2026, 12, 20)),
    ],
)
def test_an_offshore_country_has_its_own(region: str, day: date) -> None:
    """Any country code, and any of its regions, in capitals or not."""
    assert day in holidays(2026, region)


@pytest.mark.parametrize(
    ("region", "right"),
    [("ZZ", "FR, FR-ALSACE-MOSELLE, AD, AE, "), ("", "FR, FR-ALSACE-MOSELLE, AD, "), ("PT-99", "PT, PT-01, PT-02, ")],
)
def test_an_unknown_region_is_refused_with_what_would_be_right(region: str, right: str) -> None:
    """The refusal names the region found and lists those that exist."""
    with pytest.raises(WrongUse) as refusal:
        holidays(2026, region)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.facts["found"]) == ("unknown_region", region)
    assert str(problem.facts["expected"]).startswith(right)


@pytest.mark.parametrize(
    ("day", "region", "workday"),
    [
        (date(2026, 4, 30), "FR", date(2026, 4, 30)),
        (date(2026, 5, 1), "FR", date(2026, 5, 4)),
        (date(2026, 5, 23), "FR", date(2026, 5, 26)),  # the weekend before Pentecost Monday
        (date(2025, 12, 31), "FR", date(2025, 12, 31)),
        (date(2022, 12, 31), "FR", date(2023, 1, 2)),
        (date(2026, 4, 3), "FR", date(2026, 4, 3)),
        (date(2026, 4, 3), "FR-ALSACE-MOSELLE", date(2026, 4, 7)),
        (date(2026, 7, 30), "MA", date(2026, 7, 31)),
    ],
)
def test_a_day_off_moves_to_the_next_working_day(day: date, region: str, workday: date) -> None:
    """Weekends and public holidays roll forward; a working day stays."""
    assert next_workday(day, region) == workday
    assert Calendar(region).roll_forward(pd.Series([pd.Timestamp(day)])).dt.date.tolist() == [workday]


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 5, 4), date(2026, 5, 4), 0),
        (date(2026, 5, 4), date(2026, 5, 5), 1),
        (date(2026, 4, 30), date(2026, 5, 4), 1),
        (date(2026, 5, 1), date(2026, 5, 3), 0),
        (date(2026, 5, 7), date(2026, 5, 11), 1),  # 8 May
        (date(2026, 5, 22), date(2026, 5, 29), 4),  # Pentecost Monday
        (date(2025, 12, 19), date(2026, 1, 5), 9),  # Christmas and New Year
        (date(2026, 5, 5), date(2026, 5, 4), -1),
        (date(2026, 1, 1), date(2026, 12, 31), 252),
    ],
)
def test_working_days_count_the_end_and_not_the_start(start: date, end: date, count: int) -> None:
    """(start, end], negative when the end comes first."""
    assert workdays_between(start, end) == count
    assert Calendar("FR").workdays_between(start, pd.Series([pd.Timestamp(end)])).tolist() == [count]


def test_pentecost_monday_can_be_worked() -> None:
    """The solidarity day, by contract; the other holidays stay."""
    worked = Calendar("FR", pentecost_worked=True)
    assert worked.is_workday(date(2026, 5, 25))
    assert not Calendar("FR").is_workday(date(2026, 5, 25))
    assert not worked.is_workday(date(2026, 5, 14))
    assert worked.count(date(2026, 5, 22), date(2026, 5, 29)) == 5


def test_saturdays_can_count() -> None:
    """« Jours ouvrables »: Monday to Saturday."""
    calendar = Calendar("FR", saturdays=True)
    assert calendar.is_workday(date(2026, 5, 9))
    assert not calendar.is_workday(date(2026, 5, 10))
    assert calendar.count(date(2026, 5, 7), date(2026, 5, 11)) == 2


@pytest.mark.parametrize(
    ("year", "week", "month"),
    [
        (2026, 14, (2026, 4)),  # Monday 30 March to Sunday 5 April
        (2026, 1, (2026, 1)),  # begins on 29 December 2025
        (2026, 53, (2026, 12)),  # ends on 3 January 2027
        (2020, 53, (2020, 12)),
        (2025, 1, (2025, 1)),
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(year: int, week: int, month: tuple[int, int]) -> None:
    """Weeks that straddle two months, or two years, belong to one."""
    assert month_of_week(year, week) == month
