"""The one target that a figure is held to, when several were in force during its period."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.coverage import timeline
from gouvernail.rules.measures import OVERALL, Facts
from gouvernail.rules.periods import Period, month_of
from gouvernail.rules.targets import AIMS
from gouvernail.rules.values import Spans
from gouvernail.terms import Aggregation, PeriodKind

_KEYS = ["pair", "period_at"]
_BOUNDS = ["target", "low", "high"]
_DAY = pd.Timedelta(days=1)
_FAR = pd.Timestamp(2300, 1, 1)
_NO_SEGMENT = -1
_CLEAN = 10  # decimals kept of a computed target: 22 times 1/22 of a month is one month


def effective_targets(
    figures: pd.DataFrame,
    targets: pd.DataFrame,
    kpis: pd.DataFrame,
    facts: Facts,
    spans: Spans,
    periods: Sequence[Period],
    *,
    calendar: Calendar,
) -> pd.DataFrame:
    """Each figure with the target it is held to.

    A scope's own target wins. Where it has none, the overall target of a ratio or of a maximum holds for it too; that
    of something that adds up over scopes (a sum, a stock counted in cases) never does. When the target changes inside
    the period, a ratio's is the mean of the targets weighted by the denominators they were in force for. **A sum's
    target is per calendar month**: other spans get the share of their working days in each month. A last value and a
    maximum are held to the target in force on the day of the value. Data on a day without target: no target at all.

    Args:
        figures: from `period_values`.
        targets: from `settle_targets`.
        kpis: from `settle_kpis`.
        facts: from `read_facts`.
        spans: from `spread`, for the same facts and periods.
        periods: the spans of the figures.
        calendar: the working days of the party that owes the target.

    Returns:
        `figures` with ``target``, ``low``, ``high``, ``tolerance`` (float64, not rounded), ``weight``, ``target_row``
        (the last one in force), ``target_computed`` (bool: a mean or a share, not a target as typed),
        ``target_changed`` (the first day of another target inside the period, NaT without one), ``target_end`` (in
        force on the last day, as typed) and ``target_reason`` ("", "no_target", "target_hole").

    Source: docs/semantics.md §4.1 "Targets".
    """
    segments = _segments(targets, kpis, facts.pairs.loc[figures["pair"].unique()])
    inside = _inside(figures, segments)
    weights, holes = _weights(segments, facts, spans)
    inside["share"] = _month_shares(inside, periods, calendar)
    inside["weight_of"] = inside.join(weights, on=[*_KEYS, "segment"])["weight_of"].fillna(0.0).to_numpy()
    return _settle(figures.join(_aims(inside, kpis), on=_KEYS), holes, kpis)


def _segments(targets: pd.DataFrame, kpis: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The targets of each pair, over spans that do not overlap: ``pair``, ``begin``, ``finish``, ``at`` (in `targets`)."""
    spans = targets[["kpi", "scope", "valid_from", "valid_to"]].set_axis(["kpi", "scope", "begin", "finish"], axis=1)
    spans["at"] = np.arange(len(targets))
    pairs = pairs[["kpi", "scope"]].rename_axis("pair").reset_index()
    own = pairs.merge(spans, on=["kpi", "scope"])
    shares = ~_adds_up_over_scopes(kpis)[pairs["kpi"].to_numpy()] & pairs["scope"].ne(OVERALL).to_numpy()
    overall = spans[spans["scope"].eq(OVERALL)].drop(columns="scope")
    inherited = pairs[shares].drop(columns="scope").merge(overall, on="kpi")
    inherited = _outside(inherited, own)
    segments = pd.concat([own.drop(columns="scope"), inherited], ignore_index=True)
    segments = segments.sort_values(["begin", "pair"], kind="stable", ignore_index=True)
    said = targets[[*AIMS, "weight", "row"]].iloc[segments["at"].to_numpy()].set_axis(segments.index)
    return segments.join(said).rename_axis("segment").reset_index()


def _adds_up_over_scopes(kpis: pd.DataFrame) -> npt.NDArray[np.bool_]:
    stock = kpis["aggregation"].eq(Aggregation.LAST) & kpis["countable"]
    return np.asarray(kpis["aggregation"].eq(Aggregation.SUM) | stock)


def _outside(inherited: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """What is left of inherited targets outside a pair's own ones."""
    own = own.sort_values(["pair", "begin"])
    taken = own.groupby("pair", sort=False)
    before = own[["pair"]].assign(free_from=taken["finish"].shift() + _DAY, free_to=own["begin"] - _DAY)
    after = (taken["finish"].last() + _DAY).rename("free_from").reset_index().assign(free_to=_FAR)
    free = pd.concat([before, after], ignore_index=True)
    left = inherited.merge(free, on="pair", how="left")
    left["begin"] = left["begin"].where(~left["free_from"].gt(left["begin"]), left["free_from"])
    left["finish"] = left["finish"].where(~left["free_to"].lt(left["finish"]), left["free_to"])
    return left[left["begin"].le(left["finish"])].drop(columns=["free_from", "free_to"])


def _inside(figures: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The targets in force at some time of each figure's period, with the days they were, clipped to it."""
    keys = figures[[*_KEYS, "kpi_id", "start", "end", "last_date"]]
    inside = keys.merge(segments, on="pair")
    inside["begin"] = inside["begin"].clip(lower=inside["start"])
    inside["finish"] = inside["finish"].clip(upper=inside["end"])
    return inside[inside["begin"].le(inside["finish"])].sort_values([*_KEYS, "begin"], ignore_index=True)


def _weights(segments: pd.DataFrame, facts: Facts, spans: Spans) -> tuple[pd.DataFrame, pd.MultiIndex]:
    """How much each target weighs in each figure; and the figures that have data on a day without target."""
    rows = spans.rows.join(facts.rows[["date", "d", "v", "paired", "usable"]], on="at")
    rows = rows[rows["usable"]].rename(columns={"period": "period_at"})
    rows["weight_of"] = rows["d"].where(rows["paired"], 0.0)
    rows["counts"] = rows["d"].where(rows["paired"], rows["v"]).ne(0)
    rows = rows.sort_values("date", kind="stable")[[*_KEYS, "date", "weight_of", "counts"]]
    found = pd.merge_asof(
        rows,
        segments[["begin", "finish", "pair", "segment"]].sort_values("begin", kind="stable"),
        left_on="date",
        right_on="begin",
        by="pair",
    )
    covered = found["date"].le(found["finish"])
    found["segment"] = found["segment"].where(covered, _NO_SEGMENT).astype("int64")
    weights = found.groupby([*_KEYS, "segment"])[["weight_of"]].sum()
    bare = found.loc[~covered & found["counts"], _KEYS].drop_duplicates()
    return weights, pd.MultiIndex.from_frame(bare)


def _month_shares(inside: pd.DataFrame, periods: Sequence[Period], calendar: Calendar) -> pd.Series:
    """How many months' worth of working days each target was in force for."""
    months = [month_of(day) for one in periods for day in (one.start, one.end)]
    whole = Period(PeriodKind.MONTH, min(one.start for one in months), max(one.end for one in months))
    line = timeline([whole], calendar)
    month = (line.first + pd.to_timedelta(np.arange(line.length), unit="D")).to_period("M")
    share = pd.Series(line.workdays.astype("float64")).groupby(month).transform(lambda days: days / days.sum())
    total = np.concatenate([[0.0], np.cumsum(share.to_numpy())])
    start, end = line.positions(inside["begin"]), line.positions(inside["finish"]) + 1
    return pd.Series(total[end] - total[start], index=inside.index)


def _aims(inside: pd.DataFrame, kpis: pd.DataFrame) -> pd.DataFrame:
    """What each figure is held to, index (``pair``, ``period_at``)."""
    kind = kpis["aggregation"].reindex(inside["kpi_id"]).set_axis(inside.index)
    summed = kind.eq(Aggregation.SUM)
    weighed = kind.eq(Aggregation.RATIO) & inside.groupby(_KEYS)["weight_of"].transform("sum").gt(0)
    day = inside["last_date"].fillna(inside["end"])
    current = inside["begin"].le(day) & inside["finish"].ge(day)
    inside["factor"] = inside["share"].where(summed, inside["weight_of"].where(weighed, current.astype("float64")))
    held = inside[inside["factor"].gt(0)].assign(summed=summed)
    grouped = held.groupby(_KEYS)
    total = grouped["factor"].sum()
    spans_month = (total - 1).abs().lt(10.0**-_CLEAN)
    several, summed = grouped[AIMS].nunique().gt(1), grouped["summed"].first()
    computed = several[_BOUNDS].any(axis=1) | (summed & ~spans_month)
    weighed_aims = held[AIMS].mul(held["factor"], axis=0).assign(**held[_KEYS])
    mean = weighed_aims.groupby(_KEYS).sum(skipna=False).div(total.where(~summed, 1.0), axis=0)
    typed = held[AIMS].set_axis(pd.MultiIndex.from_frame(held[_KEYS]))[~held.duplicated(_KEYS).to_numpy()]
    aims = mean.where(several.to_numpy() | computed.to_numpy()[:, np.newaxis], typed).round(_CLEAN)
    return aims.assign(target_computed=computed).join(_context(inside), how="outer")


def _context(inside: pd.DataFrame) -> pd.DataFrame:
    """When the target changed, what it was in the end, where it was typed; index (``pair``, ``period_at``)."""
    bounds = inside[_BOUNDS]
    before = bounds.groupby([inside["pair"], inside["period_at"]]).shift()
    first = ~inside.duplicated(_KEYS)
    moved = ~(bounds.eq(before) | (bounds.isna() & before.isna())).all(axis=1) & ~first
    context = inside.drop_duplicates(_KEYS, keep="last").set_index(_KEYS)[["weight", "row"]]
    context = context.rename(columns={"row": "target_row"})
    context["target_changed"] = inside[moved].groupby(_KEYS)["begin"].min()
    context["target_end"] = inside[inside["finish"].eq(inside["end"])].groupby(_KEYS)["target"].first()
    return context


def _settle(figures: pd.DataFrame, holes: pd.MultiIndex, kpis: pd.DataFrame) -> pd.DataFrame:
    """No target where data stand on a day without one."""
    added = kpis["aggregation"].reindex(figures["kpi_id"]).isin([Aggregation.RATIO, Aggregation.SUM]).to_numpy()
    bare = pd.MultiIndex.from_frame(figures[_KEYS]).isin(holes) & added
    figures[AIMS] = figures[AIMS].where(~pd.Series(bare, index=figures.index))
    aimless = figures[_BOUNDS].isna().all(axis=1)
    reasons = np.select([~aimless, figures["target_row"].notna()], ["", "target_hole"], default="no_target")
    figures["target_reason"] = pd.Series(reasons, index=figures.index).astype("str")
    figures["target_computed"] = figures["target_computed"].eq(other=True)
    return figures.astype({"target_row": "Int64", "target_changed": "datetime64[us]"})
