"""Figures that are no longer what a meeting was shown: told with their cause and their effect, never silently changed."""

import numpy as np
import pandas as pd

from gouvernail.rules.lookups import joined, looked_up
from gouvernail.terms import DecisionStatus, DecisionType, RestatementCause, RestatementEffect, Status

_KEYS = ["kpi_id", "scope", "period"]
_COMPARED = ["displayed", "target", "low", "high"]
_TAKEN = [DecisionStatus.TAKEN, DecisionStatus.EXECUTED]
_RESTATING = [DecisionType.TARGET, DecisionType.NEUTRALISATION]
_RANKS = {Status.RED.value: 0, Status.AMBER.value: 1, Status.GREEN.value: 2}
_NOISE = 1e-9
COLUMNS = (
    "freeze_id", "meeting_id", "as_of", "kpi_id", "name", "scope", "period", "period_kind", "start", "end", "unit", "decimals",
    "reported", "now", "change", "target_reported", "target_now", "status_reported", "status_now", "cause", "reference",
    "effect",
)  # fmt: skip


def restatements(
    frozen: pd.DataFrame, now: pd.DataFrame, targets: pd.DataFrame, decisions: pd.DataFrame, measures: pd.DataFrame
) -> pd.DataFrame:
    """The frozen figures that would read otherwise today, and why as far as the workbook tells.

    A figure is restated when its displayed value, its target or its status differs from what was frozen; one that can no
    longer be computed too. When a meeting was frozen twice, what the first freeze showed is still told, once for all the
    freezes that showed the same.

    The cause is the first that holds: the **decision** that set the target now in force or, taken since, restates this
    KPI's targets or neutralises it; another **target** without decision; an **import** of the KPI's rows; days
    **completed** since; else it is undocumented.

    Args:
        frozen: one row per frozen figure, oldest freeze first: ``freeze_id``, ``meeting_id``, ``as_of`` (datetime64),
            ``kpi_id``, ``name``, ``scope`` ("" overall), ``period``, ``period_kind``, ``start``, ``end``, ``unit``,
            ``decimals``, ``displayed``, ``target``, ``low``, ``high``, ``status``, ``days_present``.
        now: the figures of those periods as they would be shown today, as `kpis.figures_of` gives them.
        targets: table `targets`; reads ``row``, ``decision_id``.
        decisions: table `decisions`.
        measures: table `measures`, imported rows included; reads ``kpi_id``, ``date``, ``origin``, ``source``.

    Returns:
        One row per restated figure, in the order of ``frozen``: ``freeze_id``, ``meeting_id``, ``as_of``, ``kpi_id``,
        ``name``, ``scope``, ``period``, ``period_kind``, ``start``, ``end``, ``unit``, ``decimals``, ``reported`` and ``now``
        (displayed values, the KPI's unit), ``change``, ``target_reported``, ``target_now``, ``status_reported``,
        ``status_now`` ("grey" when it can no longer be computed), ``cause`` (a `RestatementCause` key), ``reference`` (the
        decision, the import's sources, ""), ``effect`` (a `RestatementEffect` key).

    Source: docs/semantics.md §4.11.
    """
    wanted = [*_KEYS, *_COMPARED, "status", "days_present", "target_row"]
    both = frozen.merge(now[wanted].drop_duplicates(_KEYS), on=_KEYS, how="left", suffixes=("", "_now"))
    both["status_now"] = both["status_now"].fillna(Status.GREY.value)
    changed = both["status"].ne(both["status_now"])
    for key in _COMPARED:
        changed |= _differs(both[key], both[f"{key}_now"])
    found = both[changed].drop_duplicates([*_KEYS, *_COMPARED, "status"], keep="last").reset_index(drop=True)
    found["cause"], found["reference"] = _causes(found, targets, decisions, measures)
    found = found.assign(effect=_effects(found), change=found["displayed_now"] - found["displayed"])
    names = {
        "displayed": "reported",
        "displayed_now": "now",
        "target": "target_reported",
        "status": "status_reported",
    }
    return found.rename(columns=names)[list(COLUMNS)]


def _differs(reported: pd.Series, now: pd.Series) -> pd.Series:
    """Whether two numbers are not the same; two missing ones are."""
    return ~((reported - now).abs().le(_NOISE) | (reported.isna() & now.isna()))


def _causes(
    found: pd.DataFrame, targets: pd.DataFrame, decisions: pd.DataFrame, measures: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    aims = _differs(found["target"], found["target_now"])
    aims |= _differs(found["low"], found["low_now"]) | _differs(found["high"], found["high_now"])
    set_by = targets.dropna(subset=["decision_id"]).drop_duplicates("row").set_index("row")["decision_id"]
    by_target = looked_up(found["target_row"].astype("Int64"), set_by, "").where(aims, "")
    decided = by_target.where(by_target.ne(""), _restating(found, decisions))
    imported = _imported(found, measures)
    completed = found["days_present_now"].fillna(0).gt(found["days_present"].fillna(0))
    causes = np.select(
        [decided.ne(""), aims, imported.ne(""), completed],
        [
            RestatementCause.DECISION.value,
            RestatementCause.TARGET.value,
            RestatementCause.IMPORT.value,
            RestatementCause.COMPLETED.value,
        ],
        default=RestatementCause.UNDOCUMENTED.value,
    )
    cause = pd.Series(causes, index=found.index, dtype="str")
    named = decided.where(decided.ne(""), imported.where(cause.eq(RestatementCause.IMPORT), ""))
    return cause, named


def _restating(found: pd.DataFrame, decisions: pd.DataFrame) -> pd.Series:
    """The decisions on targets or neutralisations of each figure's KPI, taken since it was frozen; "" for none."""
    taken = decisions[decisions["status"].isin(_TAKEN) & decisions["decision_type"].isin(_RESTATING)]
    taken = taken[["kpi_id", "decision_id", "decided"]].dropna()
    pairs = found[["kpi_id", "as_of"]].reset_index(names="_at").merge(taken, on="kpi_id")
    since = pairs[pairs["decided"] > pairs["as_of"]]
    return looked_up(pd.Series(found.index, index=found.index), joined(since["decision_id"], since["_at"]), "")


def _imported(found: pd.DataFrame, measures: pd.DataFrame) -> pd.Series:
    """The sources of the imported rows behind each figure; "" when its rows were typed."""
    rows = measures.loc[measures["origin"].eq("imported"), ["kpi_id", "date", "source"]].fillna({"source": "import"})
    pairs = found[["kpi_id", "start", "end"]].reset_index(names="_at").merge(rows, on="kpi_id")
    inside = pairs[(pairs["date"] >= pairs["start"]) & (pairs["date"] <= pairs["end"])]
    inside = inside.drop_duplicates(["_at", "source"])
    return looked_up(pd.Series(found.index, index=found.index), joined(inside["source"], inside["_at"]), "")


def _effects(found: pd.DataFrame) -> pd.Series:
    before, after = found["status"].map(_RANKS), found["status_now"].map(_RANKS)
    effect = np.select(
        [found["status"].eq(found["status_now"]), before.isna() | after.isna(), after.gt(before)],
        [RestatementEffect.NONE.value, RestatementEffect.UNTOLD.value, RestatementEffect.BETTER.value],
        default=RestatementEffect.WORSE.value,
    )
    return pd.Series(effect, index=found.index, dtype="str")
