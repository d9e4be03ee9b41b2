"""What a KPI's row says once its blanks have taken their defaults."""

import numpy as np
import pandas as pd

from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.settings import Settings
from gouvernail.terms import Aggregation, ControlChart, Direction, Formula

MULTIPLIERS = {"%": 100.0, "‱": 10_000.0}
"""What N/D is multiplied by, per unit; 1 for the others."""

COUNTED_UNITS = frozenset({"", "nb", "n", "nbre", "nombre", "number", "count", "€", "k€", "m€", "eur", "etp", "fte"})
"""Units of things that add up across scopes: a stock of cases does, a seniority in months does not."""

_DECIMALS_OF_PERCENT = 1
_DECIMALS = 2


def settle_kpis(kpis: pd.DataFrame, *, settings: Settings) -> pd.DataFrame:
    """Each KPI with its defaults, found by its id.

    Args:
        kpis: the `kpis` table.
        settings: `n_min` stands in for a KPI's own when blank.

    Returns:
        one row per KPI, same order, index ``kpi_id``: ``unit``, ``direction``, ``aggregation``, ``formula`` (text);
        ``decimals``, ``multiplier``, ``n_min``, ``tolerance`` (float64, tolerance 0 when blank); ``share`` (bool: a
        percentage of a whole, which lies between 0 and 100: unit %, N/D, higher or lower is better);
        ``chart`` (text, a `ControlChart` key: as written, else that of rates for ‱, of individual values for all others,
        and for what is not a plain ratio);
        ``countable`` (bool: values of several scopes may be added); ``name``, ``family`` (text, "" when blank),
        ``contractual``, ``priority``, ``north_star`` (bool, False when blank).

    Raises:
        PageRefused: `row.duplicate`, two KPIs with one id.

    Source: docs/semantics.md §4.1 and §4.13. Decimals default to 1 for % and 2 for the rest.
    """
    _refuse_duplicates(kpis)
    settled = pd.DataFrame({"kpi_id": kpis["kpi_id"].astype("str"), "unit": kpis["unit"].fillna("").str.strip()})
    for key in ("direction", "aggregation"):
        settled[key] = kpis[key].astype("str")
    settled["formula"] = kpis["formula"].fillna(Formula.N_OVER_D.value)
    percent = settled["unit"].eq("%")
    decimals = pd.Series(np.where(percent, _DECIMALS_OF_PERCENT, _DECIMALS), index=kpis.index)
    settled["decimals"] = kpis["decimals"].astype("float64").fillna(decimals)
    settled["multiplier"] = kpis["multiplier"].fillna(settled["unit"].map(MULTIPLIERS)).fillna(1.0).astype("float64")
    settled["n_min"] = kpis["n_min"].fillna(float(settings.n_min)).astype("float64")
    settled["tolerance"] = kpis["tolerance"].fillna(0.0).astype("float64")
    settled["share"] = (
        percent
        & settled["multiplier"].eq(MULTIPLIERS["%"])
        & settled["direction"].isin([Direction.HIGHER, Direction.LOWER])
        & settled["formula"].eq(Formula.N_OVER_D)
        & settled["aggregation"].ne(Aggregation.SUM)
    )
    settled["chart"] = _charts(kpis["chart"], settled)
    settled["family"] = kpis["family"].fillna("").astype("str")
    settled["name"] = kpis["name"].astype("str")
    for key in ("contractual", "priority", "north_star"):
        settled[key] = kpis[key].fillna(value=False).astype(bool)
    settled["countable"] = settled["unit"].str.casefold().isin(COUNTED_UNITS)
    return settled.set_index("kpi_id")


def _charts(written: pd.Series, settled: pd.DataFrame) -> pd.Series:
    """The control chart of each KPI: only a ratio of two counts has limits that follow its denominator."""
    plain = settled["aggregation"].eq(Aggregation.RATIO) & settled["formula"].ne(Formula.ANNUALISED)
    usual = settled["unit"].eq("‱").map({True: ControlChart.RATE.value, False: ControlChart.INDIVIDUALS.value})
    return written.fillna(usual).where(plain, ControlChart.INDIVIDUALS.value).astype("str")


def _refuse_duplicates(kpis: pd.DataFrame) -> None:
    again = kpis.assign(first=kpis.groupby("kpi_id")["row"].transform("first"))[kpis.duplicated("kpi_id")]
    if not again.empty:
        raise PageRefused(
            Problem(
                "row.duplicate",
                facts={"table": "kpis", "row": row, "column": "kpi_id", "found": kpi, "first": first},
                effect=Effect.PAGE,
                table="kpis",
            )
            for kpi, row, first in again[["kpi_id", "row", "first"]].itertuples(index=False)
        )
