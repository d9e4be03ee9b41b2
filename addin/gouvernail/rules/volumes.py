"""How much is expected on each day still to come: as the last eight weeks had it, or as a forecast says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.coverage import DAYS_OF_A_WEEK, Timeline, timeline
from gouvernail.rules.measures import OVERALL, Facts, spell_scopes
from gouvernail.rules.periods import Period
from gouvernail.rules.values import spread
from gouvernail.terms import PeriodKind

Floats = npt.NDArray[np.float64]

_PROFILE_WEEKS = 8
_PROFILE_FROM_WEEKS = 4
_SUNDAY = 6
_WEEK_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Volumes:
    """What is expected of each pair on each day.

    Args:
        line: the days.
        expected: pairs x days: denominators of a ratio, amounts of a sum; 0 where nothing was measured lately.
        given: pairs x days: the days whose volume comes from a forecast that was given.
    """

    line: Timeline
    expected: Floats
    given: npt.NDArray[np.bool_]


def expected_volumes(
    facts: Facts,
    periods: Sequence[Period],
    *,
    as_of: date,
    calendar: Calendar,
    staffing: pd.DataFrame | None = None,
) -> Volumes:
    """What is expected of each KPI and scope on each day of some periods.

    The mean of each weekday over the last eight weeks, public holidays aside; a holiday to come counts as a Sunday. With
    less than four weeks behind, the same for every working day. Where `staffing` forecasts contacts for a day on or
    after `as_of`, its forecast stands in, times what the KPI's volume was to the contacts of the last eight weeks.

    Args:
        facts: from `read_facts`.
        periods: the spans.
        as_of: the day the figures speak for: the first one still to come.
        calendar: the working days.
        staffing: the `staffing` table.

    Source: docs/semantics.md §4.1 "Forecast to period end".
    """
    window = Period(PeriodKind.SEMESTER, as_of - _PROFILE_WEEKS * _WEEK_DAYS * _DAY, as_of - _DAY)
    line, past = timeline(periods, calendar), timeline([window], calendar)
    daily = _daily(facts, window, past)
    profile = _profile(daily, _weeks_behind(facts, as_of), past)
    expected = profile[:, np.where(line.holidays(), _SUNDAY, line.weekdays())]
    given = np.zeros(expected.shape, dtype=bool)
    if staffing is not None and not staffing.empty:
        given = _overlay(expected, daily, _contacts(staffing, facts), facts.pairs["scope"], line, past, as_of)
    return Volumes(line, expected, given)


def _daily(facts: Facts, window: Period, past: Timeline) -> Floats:
    """Pairs x days of the window: what was measured; a week's amount is shared by its Monday to Friday."""
    rows = spread(facts, [window]).rows.join(facts.rows[["date", "weekly", "d", "v", "paired", "usable"]], on="at")
    rows = rows[rows["usable"]]
    volume = rows["d"].where(rows["paired"], rows["v"]).to_numpy()
    pair, at, weekly = rows["pair"].to_numpy(), past.positions(rows["date"]), rows["weekly"].to_numpy()
    daily = np.zeros((len(facts.pairs), past.length))
    np.add.at(daily, (pair[~weekly], at[~weekly]), volume[~weekly])
    for shift in range(-3, 2):
        day = at[weekly] + shift
        inside = (day >= 0) & (day < past.length)
        np.add.at(daily, (pair[weekly][inside], day[inside]), volume[weekly][inside] / DAYS_OF_A_WEEK)
    return daily


def _weeks_behind(facts: Facts, as_of: date) -> Floats:
    """How many weeks each KPI has been measured for."""
    first = facts.rows.loc[facts.rows["usable"]].groupby("kpi")["date"].min()
    days = (pd.Timestamp(as_of) - first.reindex(facts.pairs["kpi"])).dt.days
    return np.asarray(days.fillna(0), dtype="float64") / _WEEK_DAYS


def _profile(daily: Floats, weeks: Floats, past: Timeline) -> Floats:
    """Pairs x 7: what is expected per weekday."""
    days, known = past.weekdays(), ~past.holidays()
    behind = np.minimum(np.ceil(weeks), _PROFILE_WEEKS) * _WEEK_DAYS
    recent = np.arange(past.length) >= past.length - behind[:, None]
    counted = recent & known
    profile = np.zeros((len(daily), _WEEK_DAYS))
    for weekday in range(_WEEK_DAYS):
        mine = counted & (days == weekday)
        profile[:, weekday] = (daily * mine).sum(axis=1) / np.maximum(mine.sum(axis=1), 1)
    plain = weeks < _PROFILE_FROM_WEEKS
    worked = (recent & past.workdays).sum(axis=1)
    flat = (daily * recent).sum(axis=1) / np.maximum(worked, 1)
    profile[plain] = flat[plain, None] * (np.arange(_WEEK_DAYS) < DAYS_OF_A_WEEK)
    return profile


def _overlay(
    expected: Floats, daily: Floats, contacts: pd.DataFrame, scopes: pd.Series, line: Timeline, past: Timeline, as_of: date
) -> npt.NDArray[np.bool_]:
    """Put the forecasts of contacts into `expected`, for days still to come; gives back where."""
    given = np.zeros(expected.shape, dtype=bool)
    to_come = np.arange(line.length) >= (pd.Timestamp(as_of) - line.first).days
    for scope, rows in contacts.groupby("scope"):
        pairs = np.flatnonzero(scopes.eq(scope))
        seen = _by_day(rows, "seen", past)
        both = np.isfinite(seen)
        total = seen[both].sum()
        forecast = _by_day(rows, "forecast", line)
        known = to_come & np.isfinite(forecast)
        if total > 0 and len(pairs):
            share = daily[np.ix_(pairs, np.flatnonzero(both))].sum(axis=1) / total
            expected[np.ix_(pairs, np.flatnonzero(known))] = share[:, None] * forecast[known]
            given[np.ix_(pairs, np.flatnonzero(known))] = True
    return given


def _by_day(rows: pd.DataFrame, column: str, line: Timeline) -> Floats:
    """One number per day of a line; NaN where there is none."""
    numbers = np.full(line.length, np.nan)
    at = line.positions(rows["date"])
    inside = (at >= 0) & (at < line.length)
    numbers[at[inside]] = rows[column].to_numpy(dtype="float64")[inside]
    return numbers


def _contacts(staffing: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """Contacts per scope and day: ``seen`` (actual, else forecast) and ``forecast``; overall, all scopes unless typed."""
    rows = pd.DataFrame(
        {
            "scope": spell_scopes(staffing["scope"], facts.spellings),
            "date": staffing["date"].dt.normalize(),
            "forecast": staffing["forecast_volume"],
            "seen": staffing["actual_volume"].fillna(staffing["forecast_volume"]),
        }
    )
    typed = rows.loc[rows["scope"].eq(OVERALL), "date"]
    together = rows[rows["scope"].ne(OVERALL) & ~rows["date"].isin(typed)].assign(scope=OVERALL)
    daily = pd.concat([rows, together]).groupby(["scope", "date"])[["forecast", "seen"]].sum(min_count=1)
    return pd.DataFrame(daily).reset_index()
