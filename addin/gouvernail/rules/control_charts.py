"""Which control charts a committee looks at, and what each of them shows."""

import numpy as np
import pandas as pd

from gouvernail.rules.spc_run_chart import SHORTEST, RunChart, run_chart
from gouvernail.rules.spc_runs import SIGNALS_MINIMUM
from gouvernail.rules.spc_segments import chart
from gouvernail.rules.special_causes import chart_lines, chart_values
from gouvernail.settings import Settings
from gouvernail.terms import Assurance, Status, Variation

CHARTS_SHOWN = 12
_BOUNDS = ["centre", "lower", "upper"]


def keep_charts(history: pd.DataFrame, readings: pd.DataFrame, *, shown: int = CHARTS_SHOWN) -> pd.DataFrame:
    """The charts worth a look, those with something to say first.

    First what is red for certain or got worse, then what cannot hold its target, then what got better or changed, each over
    all scopes; then the scopes that are red for certain or got worse by themselves; then, with nothing to say, contractual
    and priority KPIs and the north star; then the others. The order of the KPI table otherwise.

    Args:
        history: of `KpiGaps`.
        readings: from `readings.readings`.
        shown: how many at most.

    Returns:
        the rows of `readings` kept, with ``rank`` from 1. A KPI and scope with fewer than 8 measured points has no chart.
    """
    keys = ["kpi_id", "scope"]
    last = history.drop_duplicates(keys, keep="last").set_index(keys)
    measured = chart_values(history).notna().groupby([history[key] for key in keys]).sum().rename("measured")
    found = readings.join(last[["confirmed_status", "contractual", "priority", "north_star"]], on=keys).join(measured, on=keys)
    worse = found["confirmed_status"].eq(Status.RED) | found["variation"].eq(Variation.DETERIORATION)
    stakes = found[["contractual", "priority", "north_star"]].astype("boolean").fillna(value=False).any(axis=1)
    scoped = found["scope"].ne("")
    conditions = [
        worse & ~scoped,
        found["assurance"].eq(Assurance.WILL_NOT) & ~scoped,
        found["variation"].isin([Variation.IMPROVEMENT, Variation.CHANGE]) & ~scoped,
        worse,
        stakes & ~scoped,
        ~scoped,
    ]
    place = pd.Series(np.select(conditions, range(len(conditions)), default=-1), index=found.index)
    kept = place[place.ge(0) & found["measured"].ge(SIGNALS_MINIMUM)].sort_values(kind="stable").head(shown).index
    return readings.loc[kept].reset_index(drop=True).assign(rank=range(1, len(kept) + 1))


def chart_points(line: pd.DataFrame, *, settings: Settings, rebases: pd.DataFrame | None = None) -> pd.DataFrame:
    """One chart, point by point, as it is drawn.

    Args:
        line: the history of one KPI and scope, in order of time.
        settings: see `spc_segments.chart`.
        rebases: the `rebases` table.

    Returns:
        One row per week or month: ``kpi_id``, ``scope``, ``period``, ``start``, ``target``, ``low``, ``high``, the columns of
        `spc_segments.chart`, and ``chart`` (a `ChartType` key). The limits of a percentage are clipped to 0 and 100 here, for
        display, those of a rate to 0; there are none in a segment of fewer than 8 points.

    Source: docs/semantics.md §4.4.
    """
    found = next(chart_lines(line, rebases, settings=settings))
    points = chart(
        found.values,
        settings=settings,
        marked=found.marked,
        rules=found.rules,
        direction=found.direction,
        rates=found.rates,
    )
    counted = points["value"].notna() & ~points["excluded"]
    points[_BOUNDS] = points[_BOUNDS].where(counted.groupby(points["segment"]).transform("sum").ge(SIGNALS_MINIMUM))
    if line["unit"].iloc[0] == "%":
        points[_BOUNDS[1:]] = points[_BOUNDS[1:]].clip(0, 100)
    elif found.rates:
        points[_BOUNDS[1:]] = points[_BOUNDS[1:]].clip(lower=0)
    named = line[["kpi_id", "scope", "period", "start", "target", "low", "high"]].reset_index(drop=True)
    return named.join(points).assign(chart=found.kind.value)


def run_reading(points: pd.DataFrame, *, settings: Settings) -> RunChart | None:
    """Anhøj's reading of a chart whose limits still rest on fewer points than wished; None when there is none to give.

    Args:
        points: of one chart, from `chart_points`; those of the last segment are read, excluded ones left out.
        settings: ``spc_baseline_wished``: from that many points on, limits say it all.

    Source: docs/semantics.md §4.4.
    """
    last = points[points["segment"].eq(points["segment"].iloc[-1]) & ~points["excluded"]]
    found = run_chart(last["value"].dropna())
    young = last["value"].notna().sum() < settings.spc_baseline_wished
    return found if young and found.useful >= SHORTEST else None
