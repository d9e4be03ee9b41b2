"""Quality evaluations: all of the year's, of which the workbook shows the last weeks; the weekly scores come from all."""

from functools import cache

import numpy as np
import pandas as pd

from gouvernail.flows.example.service import CASABLANCA, LILLE, SITES, WEEKS, curve
from gouvernail.flows.example.texts import frame

SHOWN_WEEKS = 12
"""How many of the last weeks stand in the `evaluations` table."""

_PER_WEEK = 23
_POINTS = 100
_SCORE = {0: 86.2, 12: 87.4, 20: 88.8, 26: 89.6, 38: 90.6, 44: 91.8, 51: 93.2}
_BREACH = {0: 0.004, 33: 0.004, 35: 0.030, 37: 0.026, 39: 0.006, 51: 0.004}
_BETTER = {LILLE: 0.5, CASABLANCA: -0.5}
_AGENTS = 26
_COMMON_PER_WEEK = 4


@cache
def evaluations() -> pd.DataFrame:
    """The provider's evaluations of telephone contacts, 23 a week and site.

    Returns:
        the columns of `evaluations` but ``evaluator_party``, and ``week`` (position in `WEEKS`).
    """
    rng = np.random.default_rng(2026_09)
    keys = pd.MultiIndex.from_product([range(len(WEEKS)), SITES, range(_PER_WEEK)], names=["week", "scope", "n"])
    rows = keys.to_frame(index=False)
    at = rows["week"].to_numpy()
    rows["date"] = WEEKS[at] + pd.to_timedelta(rows["n"] % 4 + 1, unit="D")
    rows["contact_id"] = [f"E{number:05d}" for number in range(1, len(rows) + 1)]
    rows["agent"] = rows["scope"].str[:1] + pd.Series(rng.integers(1, _AGENTS + 1, len(rows))).map("{:02d}".format)
    rows["points_applicable"] = rng.choice([100, 95, 90, 85], len(rows), p=[0.6, 0.2, 0.12, 0.08])
    level = curve(_SCORE, at) + rows["scope"].map(_BETTER).to_numpy()
    score = (100 - rng.gamma(2.0, (100 - level) / 2)).clip(40, 100)
    rows["points"] = (rows["points_applicable"] * score / 100).round()
    rows["critical_client"] = rng.random(len(rows)) < curve({0: 0.06, 51: 0.03}, at)
    rows["critical_business"] = rng.random(len(rows)) < 0.035
    rows["critical_compliance"] = rng.random(len(rows)) < curve(_BREACH, at)
    return rows.drop(columns="n")


def evaluations_frame() -> pd.DataFrame:
    """The `evaluations` table: the provider's last weeks, and the client's score of the contacts both listened to."""
    rows = evaluations()
    shown = rows[rows["week"] >= len(WEEKS) - SHOWN_WEEKS]
    both = shown[shown.groupby("week").cumcount() % (2 * _PER_WEEK) % (2 * _PER_WEEK // _COMMON_PER_WEEK + 1) == 0]
    reference = (both["points"] - 1).clip(lower=0)
    provider = shown.assign(evaluator_party="provider", reference_points=reference)
    client = both.assign(evaluator_party="client", reference_points=reference, points=_client_points(both))
    client["critical_client"] = both["critical_client"] | (both["points"] < both["points_applicable"] * 0.8)
    together = pd.concat([provider, client]).sort_values(["date", "contact_id", "evaluator_party"], kind="stable")
    return frame("evaluations", together.drop(columns="week"))


def _client_points(both: pd.DataFrame) -> pd.Series:
    """The client scores a little lower."""
    lower = np.random.default_rng(2026_10).integers(-2, 9, len(both))
    return (both["points"] - lower).clip(lower=0, upper=both["points_applicable"])
