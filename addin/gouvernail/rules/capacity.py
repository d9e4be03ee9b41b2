"""What is planned against what is expected over the months to come, as far as a plan was entered."""

from datetime import date

import pandas as pd

from gouvernail.rules.staffing_plan import coverage, required_staff
from gouvernail.settings import Settings


def capacity_ahead(intervals: pd.DataFrame, *, as_of: date, settings: Settings) -> pd.DataFrame:
    """The months of the year after a day for which a staffing plan was entered: volume, need, plan.

    Args:
        intervals: table `staffing`.
        as_of: the day after which to look.
        settings: see `staffing_plan.required_staff`.

    Returns:
        One row per month with an interval: ``month`` ("2026-08"), ``days`` (how many are planned), ``forecast_volume``,
        ``required_hours``, ``planned_hours``, ``coverage`` and ``short_share`` (percent), as `staffing_plan.coverage` gives
        them. No row without a plan: nothing is extrapolated.

    Raises:
        PageRefused: `staffing.setting`.

    Source: docs/semantics.md §4.7 and §4.9; feature F18.
    """
    last = pd.Timestamp(as_of) + pd.DateOffset(years=1)
    ahead = intervals[(intervals["date"] > pd.Timestamp(as_of)) & (intervals["date"] <= last)]
    ahead = ahead.assign(month=ahead["date"].dt.strftime("%Y-%m").astype("str"))
    covered = coverage(required_staff(ahead, settings=settings), ["month"])
    months = ahead.groupby("month")
    known = pd.DataFrame({"days": months["date"].nunique(), "forecast_volume": months["forecast_volume"].sum(min_count=1)})
    return covered.merge(known.reset_index(), on="month", how="left")
