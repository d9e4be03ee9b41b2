"""What each party's actions add up to: always both parties, always in the same columns.

Source: docs/semantics.md §4.5.
"""

import pandas as pd

from gouvernail.rules.action_state import ActionState
from gouvernail.rules.actions import ageing_labels
from gouvernail.rules.periods import Period
from gouvernail.settings import Settings
from gouvernail.terms import Party

UNASSIGNED = "unassigned"
"""Stands for the party of the actions that have none."""

_BOTH = [party.value for party in Party]


def roll_up_by_party(actions: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row per party: its stock on `as_of`, and what it closed over a period.

    Args:
        actions: as `rules.actions.add_lateness` gives them; what is part of no figure does not count.
        period: the span of ``closed_late`` (by closing day) and of the on-time rate (by *initial* due date, as typed).

    Returns:
        Rows "client" and "provider", always, then "unassigned" when an action has no party.

        - ``open``, ``late``, ``blocked``, ``due_before_next``, ``closed_late``: int64.
        - ``closed_since``: int64, done since the last meeting of their committee before `as_of`, whatever the period.
        - ``on_time``, ``on_time_base``: int64, among the actions whose initial due date fell in the period and has passed
          on `as_of`: those done by then, and all. ``on_time_rate``: their ratio in percent points, NaN over none.
        - ``slip_workdays``: mean slip of the open actions that have an initial due date, NaN over none.
        - ``index``: sum of the lateness index.

    Source: docs/semantics.md §4.5 "On-time rate", KPI `ACT_TEMPS`.
    """
    counted = _counted(actions)
    is_open = counted["state"] == ActionState.OPEN
    due_then = period.contains(counted["due_initial"])
    columns = counted[["party", "late", "blocked", "due_before_next", "closed_since", "index"]].assign(
        open=is_open,
        closed_late=counted["closed_late"] & period.contains(counted["ended"]),
        on_time=counted["on_time"] & due_then,
        on_time_base=counted["fallen_due"] & due_then,
        slip_workdays=counted["slip_workdays"].astype("float64").where(is_open),
    )
    grouped = columns.groupby("party", observed=False)
    counts = ["open", "late", "blocked", "due_before_next", "closed_since", "closed_late", "on_time", "on_time_base"]
    summary = grouped[counts].sum().astype("int64")
    rate = 100 * summary["on_time"] / summary["on_time_base"].where(summary["on_time_base"] > 0)
    slip, index = grouped["slip_workdays"].mean(), grouped["index"].sum().astype("float64")
    summary = summary.assign(on_time_rate=rate.astype("float64"), slip_workdays=slip, index=index)
    return summary.reset_index().astype({"party": "str"})


def roll_up_ageing(actions: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """How many late actions each party has, by age in working days.

    Args:
        actions: as `rules.actions.add_lateness` gives them, with the same settings.
        settings: ``ageing``.

    Returns:
        One row per bucket of `ageing_labels`, always all: ``ageing``, then ``client``, ``provider`` and ``unassigned``, int64.
    """
    late = actions[actions["late"]]
    parties = pd.Categorical(late["party"].fillna(UNASSIGNED), categories=[*_BOTH, UNASSIGNED])
    buckets = pd.Categorical(late["ageing"], categories=ageing_labels(settings))
    counts: pd.DataFrame = pd.crosstab(buckets, parties, dropna=False).astype("int64")
    return counts.rename_axis(index="ageing", columns=None).reset_index().astype({"ageing": "str"})


def _counted(actions: pd.DataFrame) -> pd.DataFrame:
    """The actions that are part of the figures, their party a category of those to show."""
    counted = actions[~actions["state"].isin([ActionState.NOT_YET, ActionState.SET_ASIDE])]
    names = [*_BOTH, UNASSIGNED] if counted["party"].isna().any() else _BOTH
    return counted.assign(party=pd.Categorical(counted["party"].fillna(UNASSIGNED), categories=names))
