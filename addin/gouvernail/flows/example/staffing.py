"""Half-hour staffing of the telephone over the last weeks: short in May, repaired by the recruits in June."""

import numpy as np
import pandas as pd

from gouvernail.flows.example import volumes
from gouvernail.flows.example.service import CASABLANCA, LILLE, TELEPHONE_WEEKS, WEEKS, Floats, curve
from gouvernail.flows.example.texts import frame

_HANDLE = {LILLE: 375.0, CASABLANCA: 395.0}
_PATIENCE = 95.0
_COVERAGE = {44: 0.88, 46: 0.92, 47: 0.97, 48: 1.02, 51: 1.05}
_LUNCH = (12 * 60, 14 * 60)
_LUNCH_DIP = 0.93
_SECONDS = 60.0 * volumes.INTERVAL_MINUTES


def staffing() -> pd.DataFrame:
    """The `staffing` table: the last eight weeks, by day, site and half-hour."""
    rng = np.random.default_rng(2026_14)
    rows = volumes.intervals()
    rows = rows[rows["week"].between(len(WEEKS) - TELEPHONE_WEEKS, len(WEEKS) - 1)].copy()
    rows["aht_seconds"] = rows["scope"].map(_HANDLE)
    rows["planned"] = (_wanted(rows) * _coverage(rows)).round().clip(lower=2)
    absence = curve({44: 0.055, 51: 0.058}, rows["week"].to_numpy())
    rows["present"] = rng.binomial(rows["planned"].astype("int64"), 1 - absence)
    rows["interval_minutes"] = volumes.INTERVAL_MINUTES
    rows["patience_seconds"] = _PATIENCE
    named = rows.rename(columns={"forecast": "forecast_volume", "volume": "actual_volume"})
    return frame("staffing", named.drop(columns="week"))


def _wanted(rows: pd.DataFrame) -> pd.Series:
    """What planners aim at: the load of the forecast, and a margin that grows with its square root."""
    load = rows["forecast"] * rows["aht_seconds"] / _SECONDS
    return load + 0.95 * load.pow(0.5) + 0.5


def _coverage(rows: pd.DataFrame) -> Floats:
    start = rows["interval_start"]
    lunch = np.where((start >= _LUNCH[0]) & (start < _LUNCH[1]), _LUNCH_DIP, 1.0)
    return curve(_COVERAGE, rows["week"].to_numpy()) * lunch
