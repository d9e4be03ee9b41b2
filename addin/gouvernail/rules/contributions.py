"""Which day and which scope made a gap: parts that add up to it, exactly as it is shown."""

import numpy as np
import pandas as pd

from gouvernail.rules.rounding import half_away_all
from gouvernail.terms import Aggregation, Direction, Formula

REST = ""
"""The part that the parts given leave: what was measured without day or scope."""

_NOISE = 1e-9
_BETTER = {Direction.HIGHER.value: 1.0, Direction.LOWER.value: -1.0}


def contributions(totals: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """What each part adds to its KPI's gap; the contributions of a KPI add up to its gap, as it is shown.

    Of a ratio, a part adds what its own numerator misses or exceeds of what its denominator owed, over the whole
    denominator: a busy bad day weighs more than a quiet one. Of a sum, it adds what it differs from its own share of
    the target; without shares, nothing can be said. What the parts leave is a part of its own (`REST`).
    Contributions are rounded as the gap is, and the largest one takes the difference of roundings.

    Args:
        totals: one row per KPI: ``kpi_id``, ``gap`` and ``displayed`` (the KPI's unit), ``numerator``, ``denominator``,
            ``decimals``, ``direction``, ``aggregation``, ``formula``, ``multiplier``. Those without a gap, annualised
            rates, last values and maxima have no parts.
        parts: one row per KPI and part: ``kpi_id``, ``part``, ``numerator``, ``denominator``, ``value``, and ``target``
            (a sum's own share of it; NaN when unknown).

    Returns:
        One row per KPI and part that was measured, in the order of `parts`: ``kpi_id``, ``part``, ``contribution`` (the
        KPI's unit) and ``favourable`` (negative when it makes the gap worse; of a band, whatever widens the gap).

    Source: docs/semantics.md §4.1; feature F50.

    Examples:
        Monday answers 80 of 100 calls, Tuesday 45 of 50; 90 % is aimed at, so the week misses it by 6.7 points:

        >>> week = {"kpi_id": ["QS"], "gap": -6.7, "displayed": 83.3, "numerator": 125.0, "denominator": 150.0}
        >>> kind = {"decimals": 1, "direction": "higher", "aggregation": "ratio", "formula": "n_over_d", "multiplier": 100.0}
        >>> days = {"kpi_id": ["QS", "QS"], "part": ["mon", "tue"], "numerator": [80.0, 45.0], "denominator": [100.0, 50.0]}
        >>> told = contributions(pd.DataFrame(week | kind), pd.DataFrame(days | {"value": np.nan, "target": np.nan}))
        >>> told[["part", "contribution"]].to_numpy().tolist()
        [['mon', -6.7], ['tue', 0.0]]
    """
    ratios, sums = _ratios(totals), _sums(totals)
    both = pd.concat([_of_ratios(ratios, parts), _of_sums(sums, parts)], ignore_index=True)
    both = both.merge(totals[["kpi_id", "gap", "decimals", "direction"]], on="kpi_id")
    both["contribution"] = _rounded(both)
    better = both["direction"].map(_BETTER).astype("float64").fillna(-np.sign(both["gap"]))
    return both.assign(favourable=both["contribution"] * better)[["kpi_id", "part", "contribution", "favourable"]]


def worst_parts(told: pd.DataFrame) -> pd.DataFrame:
    """The part that weighs most against each KPI, where one does: the first of those that weigh the same.

    Args:
        told: as `contributions` gives it.

    Returns:
        Those rows, by KPI in their order.
    """
    against = told[(told["favourable"] < 0) & (told["part"] != REST)]
    worst = against.loc[against.groupby("kpi_id", sort=False)["favourable"].idxmin()]
    return worst.reset_index(drop=True)


def _ratios(totals: pd.DataFrame) -> pd.DataFrame:
    known = totals["gap"].notna() & totals["denominator"].gt(0)
    return totals[known & totals["aggregation"].eq(Aggregation.RATIO) & totals["formula"].ne(Formula.ANNUALISED)]


def _sums(totals: pd.DataFrame) -> pd.DataFrame:
    return totals[totals["gap"].notna() & totals["aggregation"].eq(Aggregation.SUM)]


def _of_ratios(totals: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    own = parts[parts["kpi_id"].isin(totals["kpi_id"]) & parts["denominator"].notna()]
    own = own[["kpi_id", "part", "numerator", "denominator"]]
    given = own.groupby("kpi_id")[["numerator", "denominator"]].sum().reindex(totals["kpi_id"]).fillna(0.0)
    left = totals.set_index("kpi_id")[["numerator", "denominator"]] - given
    left = left[left.abs().gt(_NOISE).any(axis=1) & totals["kpi_id"].isin(own["kpi_id"]).to_numpy()]
    whole = pd.concat([own, left.reset_index().assign(part=REST)], ignore_index=True)
    whole = whole.merge(totals.rename(columns={"denominator": "all", "numerator": "_"}), on="kpi_id")
    counted = whole["numerator"].where(whole["formula"].ne(Formula.ONE_MINUS), whole["denominator"] - whole["numerator"])
    aim = whole["displayed"] - whole["gap"]
    exact = (whole["multiplier"] * counted - aim * whole["denominator"]) / whole["all"]
    return whole.assign(exact=exact)[["kpi_id", "part", "exact"]]


def _of_sums(totals: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    own = parts[parts["kpi_id"].isin(totals["kpi_id"])].assign(value=lambda some: some["value"].fillna(0.0))
    shared = own.groupby("kpi_id")["target"].transform(lambda shares: shares.notna().all())
    own = own[shared.astype(bool)].merge(totals[["kpi_id", "gap", "displayed"]], on="kpi_id")
    shares = own["target"] / own.groupby("kpi_id")["target"].transform("sum")
    aim = (own["displayed"] - own["gap"]) * shares
    told = own.assign(exact=own["value"] - aim)[["kpi_id", "part", "exact"]]
    left = own.groupby("kpi_id")["displayed"].first() - own.groupby("kpi_id")["value"].sum()
    rest = left[left.abs() > _NOISE].rename("exact").reset_index().assign(part=REST)
    return pd.concat([told, rest], ignore_index=True)


def _rounded(both: pd.DataFrame) -> pd.Series:
    """The parts as they are shown; the largest takes what rounding leaves, so that they add up to the gap."""
    shown = half_away_all(both["exact"], both["decimals"])
    left = both["gap"] - shown.groupby(both["kpi_id"]).transform("sum")
    size = both["exact"].abs()
    largest = size.groupby(both["kpi_id"]).transform("idxmax").eq(both.index.to_series()) if len(both) else size.astype(bool)
    return half_away_all(shown + left.where(largest, 0.0), both["decimals"])
