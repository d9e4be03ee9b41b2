"""What a KPI was worth over a period, per scope and overall."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.coverage import DAYS_OF_A_WEEK, Coverage, Timeline, coverage, timeline, workdays_in
from gouvernail.rules.measures import OVERALL, Facts
from gouvernail.rules.periods import Period
from gouvernail.terms import Aggregation, Basis, Formula

Bools = npt.NDArray[np.bool_]

_KEYS = ["pair", "period"]
_MONTHS_OF_A_YEAR = 12
_DAYS_OF_A_MONTH = 365.25 / _MONTHS_OF_A_YEAR


@dataclass(frozen=True)
class Spans:
    """The measures of each period.

    Args:
        rows: one per measure, period and figure: ``pair``, ``period`` (position), ``at`` (position in the facts'
            rows), ``source`` (the pair the measure itself has).
        pooled: KPIs x periods: the overall figure is made of all scopes together.
    """

    rows: pd.DataFrame
    pooled: Bools


def spread(facts: Facts, periods: Sequence[Period]) -> Spans:
    """The measures of each period, once per period that holds them, for their scope and for the overall figure.

    The overall figure of a KPI rests on its rows without scope when the period has any that count, else on all its
    scopes together.
    """
    days = facts.rows["date"].to_numpy()
    starts = np.searchsorted(days, np.array([one.start for one in periods], dtype=days.dtype), side="left")
    ends = np.searchsorted(days, np.array([one.end for one in periods], dtype=days.dtype), side="right")
    at = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
    rows = pd.DataFrame({"period": np.repeat(np.arange(len(periods)), ends - starts), "at": at})
    rows["source"] = facts.rows["pair"].to_numpy()[at]
    rows["pair"] = rows["source"]
    kpi, period = facts.rows["kpi"].to_numpy()[at], rows["period"].to_numpy()
    scoped = rows["pair"].to_numpy() != kpi  # the first pairs are the overall ones, in the KPIs' order
    counts = ~scoped & facts.rows["usable"].to_numpy()[at]
    pooled = np.ones((int((facts.pairs["scope"] == OVERALL).sum()), len(periods)), dtype=bool)
    pooled[kpi[counts], period[counts]] = False
    shared = scoped & pooled[kpi, period]
    return Spans(pd.concat([rows, rows[shared].assign(pair=kpi[shared])], ignore_index=True), pooled)


def period_values(
    facts: Facts, kpis: pd.DataFrame, periods: Sequence[Period], *, calendar: Calendar, spans: Spans | None = None
) -> pd.DataFrame:
    """What each KPI was worth in each period, overall and per scope.

    A ratio is the sum of its numerators over the sum of its denominators, never a mean of ratios; a sum adds up; a
    last value is that of the last closed day; a maximum is the highest. **Missing is never zero**: a day without its
    figures is left out of both sums and counted as missing. A ratio typed without its denominator stands alone: one
    in the period gives its value, several cannot be aggregated.

    Args:
        facts: from `read_facts`.
        kpis: from `settle_kpis`.
        periods: the spans; they may overlap.
        calendar: the working days expected where nothing was ever measured.
        spans: from `spread` for the same facts and periods, when at hand.

    Returns:
        one row per KPI and period for the overall figure (``scope`` ""), and per scope met in one of the periods;
        ordered by KPI, scope, period. ``pair``, ``period_at`` (positions), ``kpi_id``, ``scope``, ``period_kind``,
        ``period``, ``start``, ``end``; ``numerator``, ``denominator`` (sums; NaN when there is none), ``value``
        (not rounded, the KPI's unit), ``n`` (the denominator of a ratio, NaN for the others), ``reason`` ("",
        "no_value", "not_applicable" when the denominator is 0, "not_aggregable"), ``basis`` ("days"; "weeks" as
        soon as a weekly row is in it; "" without rows), ``days_present``, ``days_expected`` (a weekly row counts for
        five days), ``rows``, ``first_row``, ``last_row`` (in the sheet), ``last_date`` (of
        the value), ``provisional`` (bool).

    Source: docs/semantics.md §4.1 and §4.6.
    """
    spans = spans or spread(facts, periods)
    sums = _sums(facts, kpis, spans.rows)
    figures = _universe(facts, spans.rows, len(periods)).join(sums, on=_KEYS)
    figures = _describe(figures, facts, periods)
    figures = _add_values(figures, kpis, periods)
    figures = _add_coverage(figures, facts, spans.pooled, periods, timeline(periods, calendar))
    return figures.drop(columns=_WORKING)


_WORKING = ["kpi", "total", "highest", "count", "pairs_counted", "days", "weeks"]


def _universe(facts: Facts, spans: pd.DataFrame, periods: int) -> pd.DataFrame:
    """Every pair met in one of the periods, and every overall one, in every period."""
    met = np.union1d(spans["pair"].unique(), facts.pairs.index[facts.pairs["scope"] == OVERALL])
    ordered = facts.pairs.loc[met].sort_values(["kpi", "scope"], kind="stable").index.to_numpy()
    return pd.DataFrame({"pair": np.repeat(ordered, periods), "period": np.tile(np.arange(periods), len(ordered))})


def _sums(facts: Facts, kpis: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The sums of each pair and period, index (``pair``, ``period``)."""
    columns = ["kpi", "date", "weekly", "n", "d", "v", "paired", "usable", "provisional", "row"]
    rows = spans.join(facts.rows[columns], on="at")
    rows = rows[rows["usable"]]
    rows = _keep_last(rows, kpis)
    rows = _average_headcounts(rows, kpis)
    rows["n"], rows["d"] = rows["n"].where(rows["paired"]), rows["d"].where(rows["paired"])
    rows["days"] = ~rows["weekly"]
    grouped = rows.groupby(_KEYS, sort=False)
    sums = pd.DataFrame(grouped[["n", "d", "v"]].sum(min_count=1))
    sums.columns = pd.Index(["numerator", "denominator", "total"])
    sums["highest"] = grouped["v"].max()
    sums["count"] = grouped.size()
    sums["pairs_counted"] = grouped["paired"].sum()
    sums[["days", "weeks"]] = grouped[["days", "weekly"]].sum()
    sums["first_row"], sums["last_row"] = grouped["row"].min(), grouped["row"].max()
    sums["last_date"] = grouped["date"].max()
    sums["provisional"] = grouped["provisional"].max()
    return sums


def _keep_last(rows: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Of a KPI whose last value counts, the last row of each scope; all rows of the others."""
    last = kpis["aggregation"].eq(Aggregation.LAST).to_numpy()[rows["kpi"].to_numpy()]
    if not last.any():
        return rows
    kept: pd.DataFrame = rows[last].sort_values("date", kind="stable").drop_duplicates([*_KEYS, "source"], keep="last")
    others: pd.DataFrame = rows[~last]
    both: pd.DataFrame = pd.concat([others, kept], ignore_index=True)
    return both


def _average_headcounts(rows: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """Of an annualised rate, each denominator as its part of the scope's mean: a headcount does not add up over days."""
    averaged = kpis["formula"].eq(Formula.ANNUALISED).to_numpy()[rows["kpi"].to_numpy()] & rows["paired"]
    if averaged.any():
        counts = rows[averaged].groupby([*_KEYS, "source"])["d"].transform("size")
        rows.loc[averaged, "d"] = rows.loc[averaged, "d"] / counts
    return rows


def _describe(figures: pd.DataFrame, facts: Facts, periods: Sequence[Period]) -> pd.DataFrame:
    """The figures with the names of their KPI, scope and period."""
    named = facts.pairs.loc[figures["pair"]].set_axis(figures.index)
    at = figures["period"].to_numpy()
    figures = figures.rename(columns={"period": "period_at"})
    figures["kpi"], figures["kpi_id"], figures["scope"] = named["kpi"], named["kpi_id"], named["scope"]
    figures["period_kind"] = np.array([one.kind.value for one in periods], dtype=object)[at]
    figures["period"] = np.array([one.key for one in periods], dtype=object)[at]
    figures["start"] = np.array([one.start for one in periods], dtype="datetime64[us]")[at]
    figures["end"] = np.array([one.end for one in periods], dtype="datetime64[us]")[at]
    counts = ["count", "pairs_counted", "days", "weeks"]
    figures[counts] = figures[counts].fillna(0).astype("int64")
    figures["provisional"] = figures["provisional"].eq(other=True)
    figures["rows"] = figures["count"]
    return figures.astype({"period_kind": "str", "period": "str", "first_row": "Int64", "last_row": "Int64"})


def _add_values(figures: pd.DataFrame, kpis: pd.DataFrame, periods: Sequence[Period]) -> pd.DataFrame:
    """``value``, ``n`` and ``reason``, and the sums that mean something."""
    of = kpis.iloc[figures["kpi"].to_numpy()].set_axis(figures.index)
    kind = of["aggregation"]
    ratio = kind.eq(Aggregation.RATIO)
    quotient = (ratio | kind.eq(Aggregation.LAST)) & figures["pairs_counted"].gt(0)
    alone = figures["count"].eq(1) | (kind.eq(Aggregation.LAST) & of["countable"])
    added = kind.eq(Aggregation.SUM) | (~quotient & ~kind.eq(Aggregation.MAX) & alone)
    figures["value"] = np.select(
        [quotient, added, kind.eq(Aggregation.MAX)],
        [_quotients(figures, of, periods), figures["total"], figures["highest"]],
        default=np.nan,
    )
    figures["reason"] = np.select(
        [figures["count"].eq(0), quotient & figures["denominator"].eq(0), figures["value"].isna()],
        ["no_value", "not_applicable", "not_aggregable"],
        default="",
    )
    figures["numerator"] = figures["numerator"].where(quotient, figures["total"].where(kind.eq(Aggregation.SUM)))
    figures["denominator"] = figures["denominator"].where(quotient)
    figures["n"] = figures["denominator"].where(ratio)
    return figures.astype({"reason": "str"})


def _quotients(figures: pd.DataFrame, of: pd.DataFrame, periods: Sequence[Period]) -> pd.Series:
    """The ratios, in the KPI's unit; NaN where the denominator is 0."""
    quotient = figures["numerator"] / figures["denominator"].where(figures["denominator"].ne(0))
    months = np.array([_months(one) for one in periods])[figures["period_at"].to_numpy()]
    quotient = quotient.where(of["formula"].ne(Formula.ONE_MINUS), 1 - quotient)
    return of["multiplier"] * quotient.where(of["formula"].ne(Formula.ANNUALISED), quotient * _MONTHS_OF_A_YEAR / months)


def _months(period: Period) -> float:
    """How many months a period lasts: a whole number when it is made of calendar months."""
    after = pd.Timestamp(period.end) + pd.Timedelta(days=1)
    if period.start.day == after.day == 1:
        return float((after.year - period.start.year) * _MONTHS_OF_A_YEAR + after.month - period.start.month)
    return period.days / _DAYS_OF_A_MONTH


def _add_coverage(
    figures: pd.DataFrame, facts: Facts, pooled: Bools, periods: Sequence[Period], line: Timeline
) -> pd.DataFrame:
    """``basis``, ``days_present`` and ``days_expected``."""
    weekly = facts.rows["weekly"]
    days = coverage(facts.rows[~weekly], facts.pairs, pooled, periods, line, weekly=False)
    weeks = coverage(facts.rows[weekly], facts.pairs, pooled, periods, line, weekly=True)
    at = (figures["pair"].to_numpy(), figures["period_at"].to_numpy())
    return _settle_coverage(figures, at, days, weeks, workdays_in(line, periods))


def _settle_coverage(
    figures: pd.DataFrame,
    at: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    days: Coverage,
    weeks: Coverage,
    workdays: npt.NDArray[np.int64],
) -> pd.DataFrame:
    """The counts of the rows each figure rests on; a weekly row counts for five days."""
    weekly, daily = figures["weeks"].gt(0), figures["days"].gt(0)
    basis = np.select([weekly, daily], [Basis.WEEKS.value, Basis.DAYS.value], default="")
    present = days.present[at] * daily + DAYS_OF_A_WEEK * weeks.present[at] * weekly
    left_out = np.where(figures["pairs_counted"].gt(0), figures["count"] - figures["pairs_counted"], 0)
    due = np.select(
        [weekly & daily, weekly, daily, days.expected[at] > 0, weeks.expected[at] > 0],
        [
            np.maximum(present, workdays[at[1]]),
            DAYS_OF_A_WEEK * weeks.expected[at],
            days.expected[at],
            days.expected[at],
            DAYS_OF_A_WEEK * weeks.expected[at],
        ],
        default=workdays[at[1]],
    )
    figures["basis"] = pd.Series(basis, index=figures.index).astype("str")
    return figures.assign(days_present=np.maximum(present - left_out, 0), days_expected=due)
