"""What became of each decision, and the way from a finding to what followed on its KPI, whichever end one starts at."""

from datetime import date

import numpy as np
import pandas as pd

from gouvernail.rules.decision_effects import decision_effects
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.lookups import joined, looked_up

_ORDER = {state.value: rank for rank, state in enumerate(DecisionState)}
EFFECT = ("before", "after", "change", "favourable_change", "weeks_before", "weeks_after", "complete")


def action_effects(actions: pd.DataFrame, weeks: pd.DataFrame, *, span: int, as_of: date) -> pd.DataFrame:
    """The level of each closed action's KPI before and after it was closed.

    Args:
        actions: as `actions.add_lateness` gives them; reads ``action_id``, ``kpi_id``, ``closed``.
        weeks: see `decision_effects.decision_effects`.
        span: how many weeks on each side.
        as_of: the day the figures speak for; an action closed later is still open.

    Returns:
        As `decision_effects.decision_effects`, with ``action_id`` in place of ``decision_id``.

    Source: feature F41.
    """
    closed = actions.loc[actions["closed"] <= pd.Timestamp(as_of), ["action_id", "kpi_id", "closed"]]
    asked = closed.rename(columns={"action_id": "decision_id", "closed": "decided"}).assign(state=DecisionState.EXECUTED.value)
    return decision_effects(asked, weeks, span=span, as_of=as_of).rename(columns={"decision_id": "action_id"})


def follow_up(decisions: pd.DataFrame, effects: pd.DataFrame, chain: pd.DataFrame) -> pd.DataFrame:
    """Every decision known so far, with what led to it, what came down from it, and its KPI before and after.

    Args:
        decisions: as `decisions.add_decision_state` gives them.
        effects: from `decision_effects.decision_effects`.
        chain: from `decision_effects.decision_chain`.

    Returns:
        Rows of ``decisions`` that were asked by the day, those still open first, then to confirm, taken, executed and
        refused, the latest first; with the columns of `EFFECT` (missing without a KPI or an answer), ``findings`` and
        ``actions`` (ids joined by ";", "" for none).

    Source: features F06, F43 and F46.
    """
    known = decisions[decisions["state"] != DecisionState.NOT_YET]
    rows = known.merge(effects[["decision_id", *EFFECT]], on="decision_id", how="left")
    for many, one in (("findings", "finding_id"), ("actions", "action_id")):
        named = chain.loc[chain["decision_id"].ne("") & chain[one].ne(""), ["decision_id", one]].drop_duplicates()
        rows[many] = looked_up(rows["decision_id"], joined(named[one], named["decision_id"]), "")
    last = rows["decided"].fillna(rows["requested"])
    ranked = rows.assign(_state=rows["state"].map(_ORDER), _last=last)
    ordered = ranked.sort_values(
        ["_state", "_last", "decision_id"], ascending=[True, False, True], na_position="last", kind="stable", ignore_index=True
    )
    return ordered.drop(columns=["_state", "_last"])


def trail(chain: pd.DataFrame, effects: pd.DataFrame, of_actions: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """The paths of two steps or more among finding, decision and action, each with what followed on the KPI.

    Args:
        chain: from `decision_effects.decision_chain`.
        effects: of decisions.
        of_actions: from `action_effects`.
        actions: table `actions`; reads ``action_id``, ``status``, ``kpi_id``.

    Returns:
        ``line_id``, ``finding_id``, ``decision_id``, ``action_id``, ``action_status``, ``kpi_id`` ("" for none) and the
        columns of `EFFECT`: those of the decision, else of the action; the latest decisions first, then what led to an
        action without one.

    Source: feature F06; docs/semantics.md §4.6 to §4.8.
    """
    steps = (chain[["finding_id", "decision_id", "action_id"]] != "").sum(axis=1)
    paths = chain[steps >= 2].reset_index(drop=True)
    own, decided, done = (
        rows.drop_duplicates(key).set_index(key)
        for rows, key in ((actions, "action_id"), (effects, "decision_id"), (of_actions, "action_id"))
    )
    known = paths["decision_id"].isin(decided.index)
    for column in EFFECT:
        ends = [rows[column].astype("float64") for rows in (decided, done)]
        first, second = ends[0].reindex(paths["decision_id"]), ends[1].reindex(paths["action_id"])
        paths[column] = np.where(known, first.to_numpy(), second.to_numpy())
    kpi = looked_up(paths["decision_id"], decided["kpi_id"], "")
    paths["kpi_id"] = kpi.where(kpi.ne(""), looked_up(paths["action_id"], own["kpi_id"], ""))
    paths["action_status"] = looked_up(paths["action_id"], own["status"], "")
    paths["complete"] = paths["complete"].eq(1)
    order = ["_alone", "decision_id", "action_id", "finding_id"]
    ranked = paths.assign(_alone=paths["decision_id"].eq(""))
    ordered = ranked.sort_values(order, ascending=[True, False, False, False], kind="stable", ignore_index=True)
    return ordered.drop(columns="_alone")
