"""A control chart over time: recorded changes of the process, recorded exclusions, and what each point shows.

Limits change only by a recorded decision: from its date on they are computed anew, and the earlier ones stay drawn over
the points that they judged. A silent yearly recalculation would hide every signal.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from gouvernail.rules.spc import Limits, limits, moving_ranges, signals, variation
from gouvernail.rules.spc_rates import RateLimits, Rates
from gouvernail.rules.spc_runs import Floats, RuleSet, Values, alerts, all_signals, as_numbers, runs
from gouvernail.settings import Settings
from gouvernail.terms import Direction

SUSTAINED = 8
"""Points on one side of the centre, up to the last one, from which new limits may be suggested."""


@dataclass(frozen=True)
class Marks:
    """Recorded decisions about a chart, as positions of its points.

    Args:
        rebases: points from which limits are computed anew.
        excluded: points left out of the computation of limits.
    """

    rebases: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Points judged by the same limits: from `start` up to, and without, `stop`."""

    start: int
    stop: int
    limits: Limits | RateLimits

    def limits_at(self, position: int) -> Limits:
        """The limits that hold at one point of the chart."""
        return self.limits if isinstance(self.limits, Limits) else self.limits.at(position - self.start)


def marks(starts: pd.Series, ends: pd.Series, decisions: pd.DataFrame) -> Marks:
    """The decisions of the `rebases` table on one chart, as positions of its points.

    Args:
        starts: first day of each point's week or month, in order of time (datetime64).
        ends: its last day.
        decisions: the rows of `rebases` for this KPI and scope. Reads ``from_date``, ``to_date``, ``excluded``.

    Returns:
        A new baseline starts with the first point that begins on ``from_date`` or later: a point that the change cuts in
        two still belongs to the past. An exclusion takes every point that has a day in it; without ``to_date`` it is
        one day long.
    """
    excluded = decisions["excluded"].fillna(value=False).astype(bool)
    rebased = decisions.loc[~excluded, "from_date"]
    firsts = [int(np.argmax(starts >= day)) for day in rebased if (starts >= day).any()]
    out = np.zeros(len(starts), dtype=bool)
    left_out = decisions[excluded]
    for first, last in zip(left_out["from_date"], left_out["to_date"].fillna(left_out["from_date"]), strict=True):
        out |= ((starts <= last) & (ends >= first)).to_numpy()
    return Marks(tuple(sorted(set(firsts))), tuple(int(position) for position in np.flatnonzero(out)))


def segments(
    values: Values,
    *,
    rebases: Collection[int] = (),
    excluded: Collection[int] = (),
    baseline: int | None = None,
    screen: bool = False,
    rates: Rates | None = None,
) -> tuple[Segment, ...]:
    """The limits in force at each point: one segment, and one more at each recorded change of the process.

    Args:
        values: in order of time; missing ones as NaN or None.
        rebases: positions at which new limits start; those outside the series are left aside.
        excluded: positions that limits must not be computed on; like a hole, they break the chain of moving ranges.
        baseline: points that each segment's limits are computed on, 24 without it.
        screen: see `spc.limits`.
        rates: of a chart whose limits follow the denominators; an XmR chart without it.

    Returns:
        Segments in order, none for an empty series. A young one's limits are computed on what it has, down to one point.

    Source: docs/semantics.md §4.4 "Recalculation".

    Examples:
        >>> [(part.start, part.stop, part.limits.centre) for part in segments([4, 6, 5, 9, 11, 10], rebases=[3])]
        [(0, 3, 5.0), (3, 6, 10.0)]
    """
    judged = as_numbers(values)
    judged[list(excluded)] = np.nan
    starts = sorted({0, *rebases} & set(range(len(judged))))

    def of(start: int, stop: int) -> Limits | RateLimits:
        part = judged[start:stop]
        return rates.limits(part, start, baseline=baseline) if rates else limits(part, baseline=baseline, screen=screen)

    return tuple(Segment(start, stop, of(start, stop)) for start, stop in pairwise([*starts, len(judged)]))


def chart(
    values: Values,
    *,
    settings: Settings,
    marked: Marks | None = None,
    rules: RuleSet = "nhs",
    direction: str = Direction.HIGHER,
    rates: Rates | None = None,
) -> pd.DataFrame:
    """All that a control chart shows, point by point.

    The run rules never look across a recorded change of the process. An excluded point is still judged and named: it is
    left out of the limits only.

    Args:
        values: in order of time, in the KPI's unit; missing ones as NaN or None.
        settings: ``spc_baseline_wished``, ``spc_baseline_min``, ``spc_screening``.
        marked: the recorded decisions on this chart.
        rules: "nhs" for priority and contractual KPIs, "plain" for the others.
        direction: which way the KPI gets better.
        rates: see `segments`.

    Returns:
        One row per value: ``value``, ``centre``, ``lower``, ``upper`` (never clipped; NaN without a denominator),
        ``moving_range``, ``mr_upper``, ``label`` (the special cause, "" for none), ``labels`` (all of them, joined by
        ``;``), ``variation`` ("improvement", "deterioration", "change", "none"), ``alert`` (labels already earned
        on that point's own day, joined by ``;``), ``segment`` (from 0), ``provisional`` (its limits rest on too few
        points), ``excluded``.
    """
    marked = marked or Marks()
    numbers = as_numbers(values)
    parts = segments(
        numbers,
        rebases=marked.rebases,
        excluded=marked.excluded,
        baseline=settings.spc_baseline_wished,
        screen=settings.spc_screening,
        rates=rates,
    )
    drawn = [_drawn(numbers, part, rules, direction, settings) for part in parts]
    whole = pd.concat(drawn, ignore_index=True) if drawn else _drawn(numbers, _nothing(), rules, direction, settings)
    whole["segment"] = np.repeat(np.arange(len(parts)), [part.stop - part.start for part in parts]).astype("int64")
    whole["excluded"] = np.isin(np.arange(len(numbers)), marked.excluded)
    return whole


def rebase_suggested(values: Values, limits: Limits, *, cause_known: bool) -> int | None:
    """Where a new baseline could start, for a committee to decide; None when there is no reason to.

    Never done by itself, and suggested only when 8 measured points or more lie on one side of the centre, the last one
    still among them, and a change of the process is known that explains it.

    Returns:
        The position of the first point of that run.

    Source: docs/semantics.md §4.4 "Recalculation".
    """
    measured = np.flatnonzero(np.isfinite(as_numbers(values)))
    if not cause_known or not len(measured):
        return None
    lasting = [
        run.points[0]
        for run in runs(values, limits, rules="plain")
        if run.label.startswith("shift") and len(run.points) >= SUSTAINED and run.points[-1] == measured[-1]
    ]
    return lasting[0] if lasting else None


def _nothing() -> Segment:
    return Segment(0, 0, limits([]))


def _drawn(numbers: Floats, part: Segment, rules: RuleSet, direction: str, settings: Settings) -> pd.DataFrame:
    inside = numbers[part.start : part.stop]
    found = part.limits
    labels = signals(inside, found, rules=rules, direction=direction)
    return pd.DataFrame(
        {
            "value": inside,
            "centre": found.centre,
            "lower": found.lower,
            "upper": found.upper,
            "moving_range": moving_ranges(inside),
            "mr_upper": found.mr_upper,
            "label": pd.Series([label or "" for label in labels], dtype="str"),
            "labels": _joined(all_signals(inside, found, rules=rules)),
            "variation": pd.Series([variation(label, direction) for label in labels], dtype="str"),
            "alert": _joined(alerts(inside, found, rules=rules)),
            "provisional": (found.points or 0) < settings.spc_baseline_min,
        }
    )


def _joined(labels: list[tuple[str, ...]]) -> pd.Series:
    return pd.Series([";".join(some) for some in labels], dtype="str")
