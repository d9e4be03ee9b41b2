"""Where a running period is heading, and what is still possible in it."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from gouvernail.rules.kpis import KpiBook, figures_of
from gouvernail.rules.periods import Period, month_of, semester_of, year_to_date
from gouvernail.rules.volumes import Volumes, expected_volumes
from gouvernail.settings import Settings
from gouvernail.terms import Aggregation, Direction, Formula, PeriodKind

_SHOWN = [
    *("kpi_id", "scope", "period_kind", "period", "start", "end", "unit", "decimals", "direction"),
    *("numerator", "denominator", "value", "target", "forecast", "remaining", "required", "prospect", "method"),
]
_CLEAN = 9


def running_periods(as_of: date, settings: Settings) -> list[Period]:
    """The month, the semester and the contract year that `as_of` falls in, to their last days.

    >>> [one.end.isoformat() for one in running_periods(date(2026, 4, 8), Settings())]
    ['2026-04-30', '2026-06-30', '2026-12-31']
    """
    start = settings.contract_year_start
    year = year_to_date(as_of, start).start
    following = year_to_date(year + timedelta(days=366), start).start
    whole = Period(PeriodKind.YEAR_TO_DATE, year, following - timedelta(days=1))
    return [month_of(as_of), semester_of(as_of, start), whole]


def forecasts(
    book: KpiBook,
    periods: Sequence[Period],
    *,
    as_of: date,
    weeks: pd.DataFrame,
    staffing: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Where each ratio and sum is heading by the end of some running periods, and what its target still asks for.

    **A scenario, never a figure**: always to be shown as a projection. A ratio keeps its rate to date on the volume
    still expected. A sum is its amount to date over the share of the period's expected volume that has gone by. What
    remains to be done is the mean rate to hold on the volume to come, (T·(D + R) - N)/R, or the amount still to make.

    Args:
        book: the book of `KpiGaps`.
        periods: from `running_periods`, or others that hold `as_of`.
        as_of: the first day still to come.
        weeks: the weeks of `KpiGaps`: what was ever reached.
        staffing: the `staffing` table, for its forecast volumes.

    Returns:
        one row per ratio or sum KPI, scope and period: what `figures_of` says of the period to date (``target``: of the
        whole period); ``forecast`` (the KPI's unit; NaN before anything was measured), ``remaining`` (denominators
        expected for a ratio, working days for a sum), ``required`` (the rate to hold, or the amount still to make; NaN
        without target, for a band or an info KPI), ``prospect`` ("secured" whatever comes, "out_of_reach" even so,
        "never_reached" in any of the weeks before, "open", "closed" when nothing remains, "" without requirement)
        and ``method`` ("forecast" when staffing's volumes were used, else "profile").

    Source: docs/semantics.md §4.1 "Forecast to period end" and "Reste à faire".
    """
    figures = figures_of(book, periods)
    figures = figures[figures["aggregation"].isin([Aggregation.RATIO, Aggregation.SUM])].reset_index(drop=True)
    volumes = expected_volumes(book.facts, periods, as_of=as_of, calendar=book.calendar, staffing=staffing)
    figures = _add_volumes(figures, volumes, periods, as_of)
    of = book.kpis.reindex(figures["kpi_id"]).set_axis(figures.index)
    figures["forecast"] = _heading(figures)
    figures["required"] = _required(figures, of)
    figures["prospect"] = _prospect(figures, _best(figures, weeks), of)
    return figures[_SHOWN]


def _add_volumes(figures: pd.DataFrame, volumes: Volumes, periods: Sequence[Period], as_of: date) -> pd.DataFrame:
    """``remaining``, ``elapsed`` (share of the period's expected volume gone by), ``method``."""
    now = (pd.Timestamp(as_of) - volumes.line.first).days
    pair, at = figures["pair"].to_numpy(), figures["period_at"].to_numpy()
    to_come, whole, days, given = (np.zeros(len(figures)) for _ in range(4))
    for position, (start, end) in enumerate(volumes.line.slices(periods)):
        mine = at == position
        split = min(max(now, start), end)
        to_come[mine] = volumes.expected[pair[mine], split:end].sum(axis=1)
        whole[mine] = volumes.expected[pair[mine], start:end].sum(axis=1)
        days[mine] = volumes.line.workdays[split:end].sum()
        given[mine] = volumes.given[pair[mine], split:end].any(axis=1)
    summed = figures["aggregation"].eq(Aggregation.SUM)
    elapsed = pd.Series(1 - to_come / np.where(whole > 0, whole, np.nan), index=figures.index)
    remaining = pd.Series(np.where(summed, days, to_come), index=figures.index)
    method = pd.Series(np.where(given > 0, "forecast", "profile"), index=figures.index).astype("str")
    return figures.assign(remaining=remaining, elapsed=elapsed, method=method)


def _heading(figures: pd.DataFrame) -> pd.Series:
    """The figure at the end of the period, if it goes on as it did."""
    summed = figures["aggregation"].eq(Aggregation.SUM)
    return figures["value"].where(~summed, figures["value"] / figures["elapsed"].where(figures["elapsed"].gt(0)))


def _required(figures: pd.DataFrame, of: pd.DataFrame) -> pd.Series:
    """What the target still asks for. Later targets of a ratio hold for the volume to come, earlier ones for what has gone."""
    summed = figures["aggregation"].eq(Aggregation.SUM)
    owed = figures["direction"].isin([Direction.HIGHER, Direction.LOWER]) & of["formula"].ne(Formula.ANNUALISED)
    done, remaining = figures["denominator"].fillna(0.0), figures["remaining"].where(figures["remaining"].gt(0))
    numerator = figures["numerator"].where(of["formula"].ne(Formula.ONE_MINUS), done - figures["numerator"]).fillna(0.0)
    asked = figures["target"] * done + figures["target_end"].fillna(figures["target"]) * remaining
    rate = (asked - of["multiplier"] * numerator) / remaining
    amount = figures["target"] - figures["value"].fillna(0.0)
    return rate.where(~summed, amount).where(owed).round(_CLEAN)


def _best(figures: pd.DataFrame, weeks: pd.DataFrame) -> pd.Series:
    """The best week ever seen of each KPI and scope; NaN when none can be trusted."""
    trusted = weeks[weeks["doubts"].eq("") & ~weeks["small_sample"]]
    extremes = trusted.groupby(["kpi_id", "scope"])["value"].agg(["min", "max"])
    found = figures[["kpi_id", "scope"]].join(extremes, on=["kpi_id", "scope"])
    return found["max"].where(figures["direction"].eq(Direction.HIGHER), found["min"])


def _prospect(figures: pd.DataFrame, best: pd.Series, of: pd.DataFrame) -> pd.Series:
    """What the requirement means. Only a percentage of a whole has a ceiling; an amount has none, but cannot be unmade."""
    summed, higher = figures["aggregation"].eq(Aggregation.SUM), figures["direction"].eq(Direction.HIGHER)
    required, remaining = figures["required"], figures["remaining"]
    bounded = ~summed & of["unit"].eq("%")
    from_zero = bounded | summed | figures["numerator"].ge(0)
    secured = (higher & from_zero & required.le(0)) | (~higher & bounded & required.ge(100))
    out = (higher & bounded & required.gt(100)) | (~higher & from_zero & required.lt(0))
    beyond = ~summed & (required.gt(best).where(higher, required.lt(best)))
    no_rest = remaining.le(0) & figures["target"].notna() & figures["direction"].isin([Direction.HIGHER, Direction.LOWER])
    conditions = [no_rest, required.isna(), secured, out, beyond]
    choices = ["closed", "", "secured", "out_of_reach", "never_reached"]
    return pd.Series(np.select(conditions, choices, default="open"), index=figures.index).astype("str")
