"""The bonus-malus of each frozen month of the contract year, in order: each one knows what the earlier ones charged."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from gouvernail.rules.incentive_corrections import Correction, corrections_of
from gouvernail.rules.incentive_schemes import ZERO
from gouvernail.rules.incentives import Charge, Incentives, incentives
from gouvernail.rules.periods import year_to_date
from gouvernail.settings import Settings
from gouvernail.terms import PeriodKind

_HISTORY = {"month": "datetime64[us]", "kpi_id": "str", "charged": "float64", "refund": "float64", "met": "bool"}
_UNJUDGED = {"neutralised", "small_sample", "no_value"}


def frozen_months(figures: pd.DataFrame) -> pd.DataFrame:
    """The overall frozen figures, as a month's results: those that its bonus-malus was charged on.

    A month that was frozen again counts as frozen last, **until a later month is frozen: then it is closed**, and what
    changes it comes as a correction of a later month, never silently.

    Args:
        figures: frozen figures of the committee that the contract pays by, oldest freeze first. Reads ``freeze_id``,
            ``rank`` (of the freeze), ``scope``, ``kpi_id``, ``period_kind``, ``start``, ``end``.

    Returns:
        its rows of months and years to date over all scopes, one per KPI, kind and first day of the period.

    Source: docs/semantics.md §4.10 and §4.11.
    """
    kinds = [PeriodKind.MONTH, PeriodKind.YEAR_TO_DATE]
    overall = figures[figures["scope"].fillna("").eq("") & figures["period_kind"].isin(kinds)]
    firsts = overall.groupby("end")["rank"].min().sort_index()
    closes = firsts.iloc[::-1].cummin().iloc[::-1].shift(-1)
    rank, first, close = overall["rank"], overall["end"].map(firsts), overall["end"].map(closes)
    charged = overall[rank.eq(first) | close.isna() | rank.lt(close)]
    return charged.drop_duplicates(["kpi_id", "period_kind", "start", "end"], keep="last").reset_index(drop=True)


def incentive_months(
    frozen: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    n_min: Mapping[str, float],
    *,
    until: date,
    settings: Settings,
    items: pd.DataFrame | None = None,
) -> tuple[Incentives, ...]:
    """The bonus-malus of every frozen month of the contract year of the last one, oldest first.

    Args:
        frozen: from `frozen_months`.
        tables: ``incentives``, ``incentive_steps``, ``invoices``, ``neutralisations``.
        n_min: the fewest cases of each KPI that has its own number.
        until: the last day that may be spoken for.
        settings: see `incentives.incentives`.
        items: what was frozen besides figures (`schema.frozen.FROZEN_ITEMS`): the corrections frozen with each month.

    Returns:
        none when no month was frozen.

    Raises:
        PageRefused: see `incentives.incentives`; an earlier month that cannot be computed refuses the later ones too.

    Source: docs/semantics.md §4.10.
    """
    found: list[Incentives] = []
    for results in _contract_year(frozen, until, settings):
        told = corrections_of(items, str(results["freeze_id"].iloc[-1]))
        found.append(_month(results, frozen, tables, n_min, found, settings).corrected(told))
    return tuple(found)


def pending_corrections(
    frozen: pd.DataFrame,
    restated: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    n_min: Mapping[str, float],
    done: Sequence[Incentives],
    *,
    settings: Settings,
) -> tuple[Correction, ...]:
    """What the next month frozen corrects: months charged on figures that read otherwise today, and by how much.

    Each month is computed again alone, knowing what the months before it were charged. One whose net stays what it is was
    restated all the same: it is told once, with nothing to correct.

    Args:
        frozen: from `frozen_months`.
        restated: from `restatements.restatements`.
        tables: see `incentive_months`.
        n_min: see `incentive_months`.
        done: from `incentive_months`, corrections included.
        settings: see `incentives.incentives`.

    Source: docs/semantics.md §4.10 and §4.11.
    """
    now = restated[restated["scope"].fillna("").eq("") & restated["period_kind"].eq(PeriodKind.MONTH)]
    found = []
    for at, month in enumerate(done):
        mine = now[now["start"].eq(pd.Timestamp(month.month))].drop_duplicates("kpi_id", keep="last")
        mine = mine[mine["kpi_id"].isin([charge.line.kpi_id for charge in month.charges])]
        if mine.empty:
            continue
        results = frozen[frozen["period_kind"].eq(PeriodKind.MONTH) & frozen["start"].eq(pd.Timestamp(month.month))]
        recomputed = _month(_restated(results, mine), frozen, tables, n_min, done[:at], settings).net
        key = f"{month.month:%Y-%m}"
        earlier = [one.regularisations[key] for one in done if key in one.regularisations]
        correction = Correction(key, month.corrected(()).net + sum(earlier, ZERO), recomputed, ";".join(mine["kpi_id"]))
        found += [correction] if correction.amount or not earlier else []
    return tuple(found)


def _contract_year(frozen: pd.DataFrame, until: date, settings: Settings) -> list[pd.DataFrame]:
    """The results of each frozen month of the contract year of the last one, oldest first."""
    months = frozen[frozen["period_kind"].eq(PeriodKind.MONTH) & frozen["end"].le(pd.Timestamp(until))]
    if months.empty:
        return []
    first = year_to_date(months["end"].max().date(), settings.contract_year_start).start
    return [results for _, results in months[months["start"].ge(pd.Timestamp(first))].groupby("start")]


def _month(
    results: pd.DataFrame,
    frozen: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    n_min: Mapping[str, float],
    done: Sequence[Incentives],
    settings: Settings,
) -> Incentives:
    """One month, knowing what those before it were charged."""
    return incentives(
        tables["incentives"],
        tables["incentive_steps"],
        results.assign(n_min=results["kpi_id"].map(dict(n_min)).astype("float64")),
        tables["invoices"],
        tables["neutralisations"],
        month=pd.Timestamp(str(results["start"].iloc[0])).date(),
        settings=settings,
        history=pd.concat([history_of(one) for one in done]) if done else None,
        year_values=_year_values(frozen, results["end"].iloc[0], settings),
    )


def _restated(results: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """A month's results with the values, targets and statuses of today where they were restated."""
    told = results.copy()
    today, mine = now.set_index("kpi_id"), told["kpi_id"].isin(now["kpi_id"])
    for column, key in (("value", "now"), ("displayed", "now"), ("target", "target_now"), ("status", "status_now")):
        told.loc[mine, column] = told.loc[mine, "kpi_id"].map(today[key])
    return told


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
