"""Half-hour staffing of the telephone: short in May, repaired by the recruits in June, and the plan of the summer ahead."""

import numpy as np
import pandas as pd

from gouvernail.flows.example import volumes
from gouvernail.flows.example.service import AS_OF, CASABLANCA, FRANCE, LILLE, TELEPHONE_WEEKS, WEEKS, Floats, curve
from gouvernail.flows.example.texts import frame

_HANDLE = {LILLE: 375.0, CASABLANCA: 395.0}
_PATIENCE = 95.0
_COVERAGE = {44: 0.88, 46: 0.92, 47: 0.97, 48: 1.02, 51: 1.05}
_LUNCH = (12 * 60, 14 * 60)
_LUNCH_DIP = 0.93
_LAST = len(WEEKS) - 1
_SHIFTS = (4, 8)
"""The last four weeks are planned again four and eight weeks later."""
_EXPECTED_AHEAD = {_LAST: 1.0, _LAST + 4: 0.9, _LAST + 6: 0.82, _LAST + 8: 0.86}
_PLANNED_AHEAD = {_LAST: 1.03, _LAST + 4: 0.98, _LAST + 6: 0.9, _LAST + 8: 0.93}
"""Fewer calls in August, and still fewer people: the holidays."""
_SECONDS = 60.0 * volumes.INTERVAL_MINUTES


def staffing() -> pd.DataFrame:
    """The `staffing` table by day, site and half-hour: the last eight weeks, and the plan of the eight to come."""
    rng = np.random.default_rng(2026_14)
    rows = volumes.intervals()
    rows = rows[rows["week"].between(_LAST + 1 - TELEPHONE_WEEKS, _LAST)].copy()
    rows["aht_seconds"] = rows["scope"].map(_HANDLE)
    rows["planned"] = (_wanted(rows) * _coverage(rows)).round().clip(lower=2)
    absence = curve({44: 0.055, 51: 0.058}, rows["week"].to_numpy())
    rows["present"] = rng.binomial(rows["planned"].astype("int64"), 1 - absence)
    rows = pd.concat([rows, _ahead(rows)], ignore_index=True)
    rows["interval_minutes"] = volumes.INTERVAL_MINUTES
    rows["patience_seconds"] = _PATIENCE
    named = rows.rename(columns={"forecast": "forecast_volume", "volume": "actual_volume"})
    return frame("staffing", named.drop(columns="week"))


def _ahead(rows: pd.DataFrame) -> pd.DataFrame:
    """What is planned after the day of the meeting: forecast and plan, without calls or presence yet."""
    last = rows[rows["week"] > _LAST - _SHIFTS[0]]
    shifted = [last.assign(date=last["date"] + pd.Timedelta(weeks=weeks), week=last["week"] + weeks) for weeks in _SHIFTS]
    ahead = pd.concat(shifted, ignore_index=True)
    opened = ahead["date"].gt(pd.Timestamp(AS_OF)) & ahead["date"].map(lambda day: FRANCE.is_workday(day.date()))
    ahead = ahead[opened].copy()
    at = ahead["week"].to_numpy()
    ahead["forecast"] = (ahead["forecast"] * curve(_EXPECTED_AHEAD, at)).round(1)
    ahead["planned"] = (_wanted(ahead) * curve(_PLANNED_AHEAD, at)).round().clip(lower=2)
    return ahead.drop(columns=["volume", "present"])


def _wanted(rows: pd.DataFrame) -> pd.Series:
    """What planners aim at: the load of the forecast, and a margin that grows with its square root."""
    load = rows["forecast"] * rows["aht_seconds"] / _SECONDS
    return load + 0.95 * load.pow(0.5) + 0.5


def _coverage(rows: pd.DataFrame) -> Floats:
    start = rows["interval_start"]
    lunch = np.where((start >= _LUNCH[0]) & (start < _LUNCH[1]), _LUNCH_DIP, 1.0)
    return curve(_COVERAGE, rows["week"].to_numpy()) * lunch
