"""Where each KPI stands on its way to an ambition, and what it costs another KPI: two questions the contract does not ask."""

from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.terms import Direction

Interpolation = Literal["linear", "step"]
"""What is expected between two dated levels: the straight line, or the last level whose date has come."""

_BETTER = {Direction.HIGHER.value: 1.0, Direction.LOWER.value: -1.0}


def ambition_gaps(
    ambitions: pd.DataFrame, figures: pd.DataFrame, *, on: date, interpolation: Interpolation = "linear"
) -> pd.DataFrame:
    """The gap of each ambition to its trajectory, beside the KPI's gap to its contract: two questions, two figures.

    Before the first dated level nothing is expected yet; after the last one, the last level.

    Args:
        ambitions: table `ambitions`: one row per ambition and dated level.
        figures: one row per KPI, overall: ``kpi_id``, ``value`` (not rounded), ``gap`` (to the contract), ``status``,
            ``direction``.
        on: the last day the figures cover.
        interpolation: "linear" or "step"; the page says which.

    Returns:
        One row per ambition, in the table's order: ``ambition_id``, ``priority_id``, ``kpi_id``, ``statement`` (the
        first given), ``interpolation``, ``start_level``, ``expected`` (NaN before the first date), ``reached``,
        ``trajectory_gap`` = reached - expected, ``favourable_gap`` (negative when behind; NaN for a KPI without a
        better side), ``behind`` (bool), ``contract_gap``, ``status``, ``next_date``, ``next_level``, ``final_date``,
        ``final_level``.

    Source: docs/semantics.md §4.7; features F19, F32.
    """
    steps = ambitions.sort_values("date", kind="stable")
    day = np.datetime64(on, "us")
    rows = [
        _trajectory(own["date"].to_numpy().astype("datetime64[us]"), own["level"].to_numpy(), day, interpolation)
        for _, own in steps.groupby("ambition_id", sort=False)
    ]
    columns = ["start_level", "expected", "next_date", "next_level", "final_date", "final_level"]
    told = pd.DataFrame(rows, columns=columns, index=pd.Index(steps["ambition_id"].unique(), name="ambition_id"))
    heads = ambitions.groupby("ambition_id", sort=False)[["priority_id", "kpi_id", "statement"]].first()
    gaps = heads.join(told).reset_index()
    of = figures.drop_duplicates("kpi_id").set_index("kpi_id").reindex(gaps["kpi_id"]).set_axis(gaps.index)
    gap = of["value"].astype("float64") - gaps["expected"].astype("float64")
    favourable = gap * of["direction"].map(_BETTER).astype("float64")
    return gaps.assign(
        interpolation=interpolation,
        reached=of["value"],
        trajectory_gap=gap,
        favourable_gap=favourable,
        behind=favourable.round(9) < 0,
        contract_gap=of["gap"],
        status=of["status"],
    )


def antagonist_pairs(antagonists: pd.DataFrame, variations: pd.Series) -> pd.DataFrame:
    """The pairs of KPIs that pull against each other, and whether one gains what the other loses.

    Args:
        antagonists: table `antagonists`: ``kpi_id`` watched ``against`` another.
        variations: what the chart of each KPI says, by KPI id: "improvement", "deterioration", "change", "none".

    Returns:
        One row per pair, in order: ``kpi_id``, ``against``, ``reason``, ``variation`` and ``against_variation``
        ("none" for a KPI without chart), ``diverges`` (bool): either improves while the other deteriorates.

    Source: feature F17.
    """
    own = antagonists["kpi_id"].map(variations).fillna("none").astype("str")
    other = antagonists["against"].map(variations).fillna("none").astype("str")
    gains, loses = (own == "improvement") & (other == "deterioration"), (own == "deterioration") & (other == "improvement")
    pairs = antagonists[["kpi_id", "against", "reason"]]
    return pairs.assign(variation=own, against_variation=other, diverges=gains | loses)


def _trajectory(
    dates: npt.NDArray[np.datetime64], levels: npt.NDArray[np.float64], day: np.datetime64, interpolation: Interpolation
) -> tuple[object, ...]:
    """Start level, expected level, next date and level, final date and level of one ambition, its dates in order."""
    reached = int(np.searchsorted(dates, day, "right"))
    expected = np.nan
    if reached and interpolation == "linear":
        expected = float(np.interp(day.astype("int64"), dates.astype("int64"), levels))
    elif reached:
        expected = float(levels[reached - 1])
    following = (dates[reached], levels[reached]) if reached < len(dates) else (np.datetime64("NaT"), np.nan)
    return levels[0], expected, *following, dates[-1], levels[-1]
