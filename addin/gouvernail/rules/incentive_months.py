"""The bonus-malus of each frozen month of the contract year, in order: each one knows what the earlier ones charged."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from gouvernail.rules.incentives import Charge, Incentives, incentives
from gouvernail.rules.periods import year_to_date
from gouvernail.settings import Settings
from gouvernail.terms import PeriodKind

_HISTORY = {"month": "datetime64[us]", "kpi_id": "str", "charged": "float64", "refund": "float64", "met": "bool"}
_UNJUDGED = {"neutralised", "small_sample", "no_value"}


def frozen_months(figures: pd.DataFrame) -> pd.DataFrame:
    """The overall frozen figures, as a month's results: of a month that was frozen again, the last freeze counts.

    Args:
        figures: frozen figures of the committee that the contract pays by, oldest freeze first. Reads ``scope``,
            ``kpi_id``, ``period_kind``, ``start``.

    Returns:
        its rows of months and years to date over all scopes, one per KPI, kind and first day of the period.
    """
    kinds = [PeriodKind.MONTH, PeriodKind.YEAR_TO_DATE]
    overall = figures[figures["scope"].fillna("").eq("") & figures["period_kind"].isin(kinds)]
    return overall.drop_duplicates(["kpi_id", "period_kind", "start", "end"], keep="last").reset_index(drop=True)


def incentive_months(
    frozen: pd.DataFrame, tables: Mapping[str, pd.DataFrame], n_min: Mapping[str, float], *, until: date, settings: Settings
) -> tuple[Incentives, ...]:
    """The bonus-malus of every frozen month of the contract year of the last one, oldest first.

    Args:
        frozen: from `frozen_months`.
        tables: ``incentives``, ``incentive_steps``, ``invoices``, ``neutralisations``.
        n_min: the fewest cases of each KPI that has its own number.
        until: the last day that may be spoken for.
        settings: see `incentives.incentives`.

    Returns:
        none when no month was frozen.

    Raises:
        PageRefused: see `incentives.incentives`; an earlier month that cannot be computed refuses the later ones too.

    Source: docs/semantics.md §4.10.
    """
    months = frozen[frozen["period_kind"].eq(PeriodKind.MONTH) & frozen["end"].le(pd.Timestamp(until))]
    if months.empty:
        return ()
    first = year_to_date(months["end"].max().date(), settings.contract_year_start).start
    found: list[Incentives] = []
    for start, results in months[months["start"].ge(pd.Timestamp(first))].groupby("start"):
        done = pd.concat([history_of(one) for one in found]) if found else None
        found.append(
            incentives(
                tables["incentives"],
                tables["incentive_steps"],
                results.assign(n_min=results["kpi_id"].map(dict(n_min)).astype("float64")),
                tables["invoices"],
                tables["neutralisations"],
                month=pd.Timestamp(str(start)).date(),
                settings=settings,
                history=done,
                year_values=_year_values(frozen, results["end"].iloc[0], settings),
            )
        )
    return tuple(found)


def history_of(found: Incentives) -> pd.DataFrame:
    """What a month leaves to the next ones, as `incentives.incentives` reads it."""
    rows = [
        {
            "month": pd.Timestamp(found.month),
            "kpi_id": charge.line.kpi_id,
            "charged": float(charge.charged),
            "refund": float(charge.refund),
            "met": _met(charge),
        }
        for charge in found.charges
    ]
    return pd.DataFrame(rows, columns=list(_HISTORY)).astype(_HISTORY)


def _met(charge: Charge) -> bool:
    """Whether a month counts as on target: judged, and its target reached."""
    line, judged = charge.line, not _UNJUDGED & set(charge.reasons)
    return judged and charge.value is not None and line.target is not None and line.reaches(charge.value, line.target)


def _year_values(frozen: pd.DataFrame, end: pd.Timestamp, settings: Settings) -> dict[str, float]:
    """Each KPI's value over the contract year, in its last month alone."""
    following = end + pd.Timedelta(days=1)
    if (following.month, following.day) != settings.contract_year_start:
        return {}
    year = frozen[frozen["period_kind"].eq(PeriodKind.YEAR_TO_DATE) & frozen["end"].eq(end)].dropna(subset=["displayed"])
    return dict(zip(year["kpi_id"], year["displayed"], strict=True))
