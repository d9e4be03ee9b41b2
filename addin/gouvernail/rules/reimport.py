"""Measures brought in again: the same period of the same source is replaced, and what changed is said."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from gouvernail.rules.measures import fold_scope
from gouvernail.terms import Grain

FIGURES: Final = ("numerator", "denominator", "value")
_PAIR: Final = ["_kpi", "_scope", "_grain"]
_KEY: Final = [*_PAIR, "_day", "_nth"]


@dataclass(frozen=True)
class Reimport:
    """What an import makes of the measures that stood.

    Args:
        frame: the measures to keep from now on: those of other sources and periods, and the new ones.
        changes: one row per measure that is ``added``, ``changed`` or ``gone`` (column ``change``): ``kpi_id``, ``scope``,
            ``date``, ``grain``, the three figures, and ``old_numerator``, ``old_denominator``, ``old_value``.
        unchanged: how many measures are as they were.
    """

    frame: pd.DataFrame
    changes: pd.DataFrame
    unchanged: int


def replace_measures(standing: pd.DataFrame, incoming: pd.DataFrame) -> Reimport:
    """Put new measures in place of those they replace.

    A standing measure is replaced when it bears the new ones' source, its KPI and scope are among theirs, and its date lies
    between their first and their last: **a measure of that period which the new extract no longer has is gone**. Scopes are
    compared without case; a blank grain is a day; a week is the same whichever of its days is written.

    Args:
        standing: the measures imported so far, columns of the `imported` table.
        incoming: the new ones, same columns, one source.

    Returns:
        the frame has `standing`'s columns, ordered by KPI, scope, date and source; its index is new. Two figures are the same
        when they differ by less than a billionth, or are both missing.

    Examples:
        >>> columns = {"kpi_id": "QS", "grain": "day", "scope": "Lille", "numerator": 80.0, "value": float("nan")}
        >>> days = pd.to_datetime(["2026-03-02", "2026-03-03"])
        >>> march = pd.DataFrame(columns | {"date": days, "denominator": [100.0, 90.0], "source": "ACD"})
        >>> again = replace_measures(march, march.assign(denominator=[100.0, 95.0]))
        >>> again.changes[["change", "denominator", "old_denominator"]].values.tolist(), again.unchanged
        ([['changed', 95.0, 90.0]], 1)
    """
    before, after = _keyed(standing), _keyed(incoming)
    replaced = _replaced(before, after)
    both = after.merge(before[replaced], on=_KEY, how="outer", suffixes=("", "_old"), indicator="_where")
    same = _same(both)
    changes = _changes(both[~same])
    kept = pd.concat([standing[~replaced.to_numpy()], incoming], ignore_index=True)[list(standing.columns)]
    order = _keyed(kept).sort_values([*_PAIR, "_day", "source"], kind="stable").index
    return Reimport(kept.loc[order].reset_index(drop=True), changes, int(same.sum()))


def same_elsewhere(standing: pd.DataFrame, incoming: pd.DataFrame) -> pd.DataFrame:
    """The measures of other sources that say the same KPI, scope and day as a new one: both would count twice.

    Returns:
        rows of `standing`.
    """
    before, after = _keyed(standing), _keyed(incoming)
    keys = [*_PAIR, "_day"]
    again = pd.MultiIndex.from_frame(before[keys]).isin(pd.MultiIndex.from_frame(after[keys]))
    return standing[again & ~before["_source"].isin(after["_source"].unique()).to_numpy()]


def _keyed(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures with what names each: KPI, scope, grain, day, and its rank among those that share all four."""
    grain = measures["grain"].fillna(Grain.DAY.value)
    day = measures["date"].dt.normalize()
    monday = day - pd.to_timedelta(day.dt.day_of_week, unit="D")
    scopes = {scope: fold_scope(scope) for scope in measures["scope"].dropna().unique()}
    keyed = measures.reset_index(drop=True).assign(
        _kpi=measures["kpi_id"].str.casefold().to_numpy(),
        _scope=measures["scope"].map(scopes).astype("object").fillna("").to_numpy(),
        _grain=grain.to_numpy(),
        _day=monday.where(grain.eq(Grain.WEEK.value), day).to_numpy(),
        _source=measures["source"].fillna("").str.casefold().str.strip().to_numpy(),
    )
    return keyed.assign(_nth=keyed.groupby([*_PAIR, "_day", "_source"]).cumcount())


def _replaced(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    if after.empty:
        return pd.Series(data=False, index=before.index)
    pairs = pd.MultiIndex.from_frame(before[_PAIR]).isin(pd.MultiIndex.from_frame(after[_PAIR]))
    within = before["_day"].between(after["_day"].min(), after["_day"].max())
    return before["_source"].isin(after["_source"].unique()) & pairs & within


def _same(both: pd.DataFrame) -> pd.Series:
    same = both["_where"].eq("both")
    for key in FIGURES:
        new, old = both[key].to_numpy(dtype="float64"), both[f"{key}_old"].to_numpy(dtype="float64")
        same &= np.isclose(new, old, rtol=1e-9, atol=1e-12, equal_nan=True)
    return same


def _changes(rows: pd.DataFrame) -> pd.DataFrame:
    names = {"left_only": "added", "right_only": "gone", "both": "changed"}
    told = {"change": rows["_where"].astype("object").map(names).astype("str")}
    for key in ("kpi_id", "scope", "date", "grain"):
        told[key] = rows[key].where(rows["_where"].ne("right_only"), rows[f"{key}_old"])
    for key in FIGURES:
        told |= {key: rows[key], f"old_{key}": rows[f"{key}_old"]}
    return pd.DataFrame(told).reset_index(drop=True)
