"""What followed a decision: its KPI before and after, and the chain that leads from a finding to it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.periods import week_of
from gouvernail.terms import Direction

_ANSWERED = [DecisionState.TAKEN, DecisionState.EXECUTED, DecisionState.TO_CONFIRM]
Columns = Mapping[str, npt.NDArray[Any]]

_BETTER = {Direction.HIGHER.value: 1.0, Direction.LOWER.value: -1.0}


def decision_effects(decisions: pd.DataFrame, weeks: pd.DataFrame, *, span: int, as_of: date) -> pd.DataFrame:
    """The level of each decided KPI some weeks before and after the decision.

    The week of the decision is in neither: it holds both. A level weighs each week by its denominator, so that a
    ratio is a ratio of sums; figures without denominators are averaged. A difference is no proof: the chart says
    whether anything changed.

    Args:
        decisions: as `decisions.add_decision_state` gives them; those taken, on a KPI, are read.
        weeks: one row per KPI, scope and week, as `kpis.KpiGaps.weeks`: ``kpi_id``, ``scope``, ``start``, ``end``,
            ``value`` (the KPI's unit), ``n`` (denominator, NaN for none), ``direction``. Overall rows are read.
        span: how many weeks on each side.
        as_of: the day the figures speak for; a week that ends on it or later is not complete.

    Returns:
        One row per decision, in their order: ``decision_id``, ``kpi_id``, ``decided``, ``before``, ``after`` (NaN
        without any week), ``weeks_before``, ``weeks_after`` (how many had a figure), ``change`` = after - before,
        ``favourable_change`` (negative when worse; NaN for a KPI without a better side), ``complete`` (bool: all
        weeks of both sides are there).

    Source: feature F46.
    """
    taken = decisions["state"].isin(_ANSWERED) & decisions["kpi_id"].notna() & decisions["decided"].notna()
    known = weeks[(weeks["scope"] == "") & weeks["value"].notna() & (weeks["end"] < pd.Timestamp(as_of))]
    series = _by_kpi(known)
    rows = [
        (name, kpi_id, decided, *_level(series.get(kpi_id), decided, -span), *_level(series.get(kpi_id), decided, span))
        for name, kpi_id, decided in decisions.loc[taken, ["decision_id", "kpi_id", "decided"]].itertuples(index=False)
    ]
    columns = ["decision_id", "kpi_id", "decided", "before", "weeks_before", "after", "weeks_after"]
    effects = pd.DataFrame(rows, columns=columns)
    change = effects["after"].astype("float64") - effects["before"].astype("float64")
    sides = weeks.drop_duplicates("kpi_id").set_index("kpi_id")["direction"].map(_BETTER).astype("float64")
    return effects.assign(
        change=change,
        favourable_change=change * sides.reindex(effects["kpi_id"]).to_numpy(),
        complete=(effects["weeks_before"] == span) & (effects["weeks_after"] == span),
    )


def decision_chain(trace: pd.DataFrame, decisions: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """From each finding to its line, its decisions and their actions: one row per path, from whichever end one starts.

    A finding reaches a decision that names it, and an action through that decision or directly; an action that names both
    a finding and a decision joins them. What has no
    neighbour on one side stands alone, with that side empty: a line nobody decided on, a decision of which nothing
    came down.

    Args:
        trace: as `findings.RollUp.trace`; those in a line are read.
        decisions: table `decisions`.
        actions: table `actions`.

    Returns:
        ``line_id``, ``finding_id``, ``decision_id``, ``action_id``, "" where there is none; sorted by these.

    Source: feature F06; docs/semantics.md §4.6 to §4.8.
    """
    raised = trace.loc[trace["line_id"].notna(), ["finding_id", "line_id"]]
    decided = _split(decisions, "finding_id", "decision_id").merge(
        decisions[["decision_id"]].dropna(), on="decision_id", how="outer"
    )
    down = actions.loc[actions["decision_id"].notna(), ["decision_id", "action_id"]]
    through = decided.merge(down, on="decision_id", how="left")
    direct = _split(actions, "finding_id", "action_id").merge(actions[["action_id", "decision_id"]], on="action_id")
    direct = direct.fillna({"decision_id": ""})
    reached = pd.MultiIndex.from_frame(direct[["decision_id", "action_id"]])
    without = through["finding_id"].isna() & pd.MultiIndex.from_frame(through[["decision_id", "action_id"]]).isin(reached)
    paths = pd.concat([through[~without], direct], ignore_index=True)
    whole = raised.merge(paths, on="finding_id", how="outer").fillna("")
    columns = ["line_id", "finding_id", "decision_id", "action_id"]
    return whole[columns].drop_duplicates().sort_values(columns, ignore_index=True)


def _by_kpi(weeks: pd.DataFrame) -> dict[str, Columns]:
    """The weeks of each KPI, as arrays: thousands of actions ask for the same few lines."""
    columns = {key: weeks[key].to_numpy() for key in ("start", "end", "value", "n")}
    places = weeks.groupby("kpi_id", sort=False).indices
    return {str(kpi): {key: values[at] for key, values in columns.items()} for kpi, at in places.items()}


def _level(weeks: Columns | None, decided: pd.Timestamp, span: int) -> tuple[float, int]:
    """The level of a KPI over some weeks after a day, or before it when negative; and how many weeks had a figure."""
    if weeks is None:
        return np.nan, 0
    week = week_of(decided.date())
    near, far = (week.end, week.end + timedelta(weeks=span)) if span > 0 else (week.start, week.start + timedelta(weeks=span))
    low, high = np.datetime64(min(near, far)), np.datetime64(max(near, far))
    inside = (weeks["start"] > low) if span > 0 else (weeks["start"] >= low)
    inside &= (weeks["end"] <= high) if span > 0 else (weeks["end"] < high)
    values, n = weeks["value"][inside], weeks["n"][inside]
    if not len(values):
        return np.nan, 0
    weights = n if np.isfinite(n).all() and n.sum() > 0 else None
    return float(np.average(values, weights=weights)), len(values)


def _split(rows: pd.DataFrame, many: str, name: str) -> pd.DataFrame:
    """One row per value of a column whose values are joined by ";", with the row's name; none for a blank."""
    named = rows.loc[rows[many].notna(), [many, name]]
    return named.assign(**{many: named[many].str.split(";")}).explode(many, ignore_index=True).astype("str")
