"""A year of telephone, by half-hour: from it come the daily volumes, the forecast's accuracy and the staffing rows."""

from functools import cache

import numpy as np
import pandas as pd

from gouvernail.flows.example.service import CASABLANCA, LILLE, MOROCCO, SITES, WEEKS, Bools, Floats, curve, open_days

OPENING_MINUTES = 9 * 60
INTERVAL_MINUTES = 30
INTERVALS = 20

_BASE = {LILLE: 620.0, CASABLANCA: 540.0}
_WEEKDAY = np.array([1.22, 1.06, 0.98, 0.90, 0.84])
_SEASON = {0: 0.95, 4: 0.84, 7: 0.80, 9: 1.0, 18: 1.02, 20: 1.10, 21: 1.42, 22: 1.34, 24: 1.30, 25: 0.95, 26: 0.90}
_SEASON |= {27: 1.16, 31: 1.06, 33: 0.96, 36: 0.96, 37: 1.02, 38: 1.06, 39: 1.24, 41: 1.20, 43: 1.10, 45: 1.05, 48: 1.0}
_EXPECTED = {0: 0.96, 4: 0.86, 7: 0.82, 9: 0.98, 18: 1.02, 20: 1.08, 21: 1.30, 22: 1.28, 24: 1.26, 25: 0.98, 26: 0.92}
_EXPECTED |= {27: 1.12, 31: 1.04, 33: 0.97, 40: 1.0, 43: 1.06, 45: 1.04, 48: 1.0}
_PROFILE = np.array([50, 58, 66, 70, 68, 60, 44, 40, 46, 52, 56, 58, 58, 60, 62, 62, 56, 46, 34, 26], dtype="float64")
_MOVED_TO_LILLE = 0.4

_ANSWERED = {0: 93.2, 18: 93.0, 20: 92.0, 21: 89.4, 24: 90.4, 27: 92.2, 31: 93.4, 36: 93.2, 37: 91.2, 38: 88.6, 39: 79.5}
_ANSWERED |= {40: 80.4, 41: 83.6, 43: 85.8, 45: 87.6, 47: 90.2, 48: 92.6, 51: 94.2}
_IN_TIME = {0: 79.6, 18: 79.8, 20: 78.0, 21: 70.5, 24: 72.8, 27: 78.8, 31: 81.2, 36: 80.8, 37: 76.0, 38: 71.0, 39: 55.0}
_IN_TIME |= {40: 57.0, 41: 63.0, 43: 67.0, 45: 70.5, 47: 75.8, 48: 80.6, 51: 84.0}
_HANDLE = {0: 0.0, 20: 0.0, 22: 8.0, 25: 2.0, 36: 0.0, 37: 6.0, 39: 30.0, 41: 20.0, 44: 10.0, 46: 14.0, 49: 8.0, 51: 5.0}
_HANDLE_BASE = {LILLE: 371.0, CASABLANCA: 391.0}
_BETTER = {LILLE: 0.6, CASABLANCA: -0.7}


@cache
def intervals() -> pd.DataFrame:
    """Calls by day, site and half-hour.

    Returns:
        ``date``, ``scope``, ``week`` (position in `WEEKS`; 52 for the two days after), ``interval_start`` (minutes since
        midnight), ``forecast`` (one decimal) and ``volume`` (whole calls); by day, site and time.
    """
    rng = np.random.default_rng(2026_07)
    days = open_days()
    frame = pd.MultiIndex.from_product([days, SITES, range(INTERVALS)], names=["date", "scope", "interval"])
    rows = frame.to_frame(index=False)
    rows["week"] = (rows["date"] - WEEKS[0]).dt.days // 7
    weekday = _WEEKDAY[rows["date"].dt.day_of_week.to_numpy()]
    share = (_PROFILE / _PROFILE.sum())[rows["interval"].to_numpy()]
    site = rows["scope"].map(_BASE).to_numpy() * _moved(rows)
    at = rows["week"].to_numpy()
    day_noise = np.repeat(rng.lognormal(0, 0.035, len(rows) // INTERVALS), INTERVALS)
    rows["volume"] = rng.poisson(site * weekday * share * curve(_SEASON, at) * day_noise)
    guess = rng.lognormal(0, 0.09, len(rows))
    rows["forecast"] = (site * weekday * share * curve(_EXPECTED, at) * guess).round(1)
    rows["interval_start"] = OPENING_MINUTES + INTERVAL_MINUTES * rows["interval"]
    return rows[["date", "scope", "week", "interval_start", "forecast", "volume"]]


@cache
def days() -> pd.DataFrame:
    """Telephone by day and site; received is answered plus abandoned.

    Returns:
        ``date``, ``scope``, ``week``, and whole numbers: ``received``, ``answered``, ``abandoned``, ``in_time``,
        ``handle_seconds``, ``wait_seconds``.
    """
    rng = np.random.default_rng(2026_08)
    rows = intervals().groupby(["date", "scope", "week"], sort=False)["volume"].sum().reset_index(name="received")
    at = rows["week"].to_numpy()
    better = rows["scope"].map(_BETTER).to_numpy()
    weekly = rng.normal(0, 0.5, 54)[at]
    monday = np.where(rows["date"].dt.day_of_week == 0, -0.9, 0.2)
    answered = curve(_ANSWERED, at) + better + weekly + monday + rng.normal(0, 0.7, len(rows))
    in_time = curve(_IN_TIME, at) + better + 1.6 * weekly + 2 * monday + rng.normal(0, 1.2, len(rows))
    rows["answered"] = (rows["received"] * answered.clip(60, 99) / 100).round().astype("int64")
    rows["abandoned"] = rows["received"] - rows["answered"]
    rows["in_time"] = (rows["received"] * in_time.clip(30, 97) / 100).round().astype("int64")
    handle = rows["scope"].map(_HANDLE_BASE).to_numpy() + curve(_HANDLE, at) + rng.normal(0, 4.5, len(rows))
    rows["handle_seconds"] = (rows["answered"] * handle).round().astype("int64")
    wait = (8 + (100 - in_time) * 0.95 + rng.normal(0, 1.5, len(rows))).clip(5)
    rows["wait_seconds"] = (rows["answered"] * wait).round().astype("int64")
    return rows


def _moved(rows: pd.DataFrame) -> Floats:
    """On Moroccan holidays the sites share differently: part of Casablanca's calls go to Lille."""
    off = _moroccan_holiday(rows)
    to_lille = 1 + _MOVED_TO_LILLE * _BASE[CASABLANCA] / _BASE[LILLE]
    moved = np.where(rows["scope"] == LILLE, to_lille, 1 - _MOVED_TO_LILLE)
    return np.asarray(np.where(off, moved, 1.0), dtype="float64")


def _moroccan_holiday(rows: pd.DataFrame) -> Bools:
    worked = {day: MOROCCO.is_workday(day.date()) for day in rows["date"].unique()}
    return ~rows["date"].map(worked).to_numpy(dtype=bool)
