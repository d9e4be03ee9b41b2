"""Whether what people do serves what the company wants, and what hangs on nothing."""

from enum import StrEnum, unique

import pandas as pd

from gouvernail.rules.action_state import ActionState
from gouvernail.rules.lookups import joined, looked_up
from gouvernail.terms import Direction, Status, WorkstreamStatus

_OVER = [WorkstreamStatus.DONE, WorkstreamStatus.CANCELLED]


@unique
class Orphan(StrEnum):
    """What hangs on nothing, in the order in which it is listed."""

    RED_KPI_WITHOUT_ACTION = "red_kpi_without_action"
    PRIORITY_WITHOUT_KPI = "priority_without_kpi"
    KPI_WITHOUT_PRIORITY = "kpi_without_priority"
    ACTION_WITHOUT_PURPOSE = "action_without_purpose"
    """It names no KPI, finding, decision or workstream."""
    ACTION_WITHOUT_KPI = "action_without_kpi"
    """It names a finding, a decision or a workstream, and none of them a KPI or a priority."""
    WORKSTREAM_WITHOUT_PRIORITY = "workstream_without_priority"


def action_kpis(
    actions: pd.DataFrame, findings: pd.DataFrame, decisions: pd.DataFrame, workstreams: pd.DataFrame
) -> pd.DataFrame:
    """The KPIs that each open action serves: its own, and those of its findings, its decision and its workstream.

    An action and a finding are linked from either side.

    Args:
        actions: table `actions` with ``state`` as `actions.add_lateness` adds it; open ones are read.
        findings: table `findings`.
        decisions: table `decisions`.
        workstreams: table `workstreams`.

    Returns:
        One row per open action and KPI: ``action_id``, ``kpi_id``; "" for a finding, a decision or a workstream
        without KPI. An action that names nothing is not there.
    """
    live = actions[actions["state"] == ActionState.OPEN]
    links = [
        live[["action_id", "kpi_id"]].dropna(),
        _through(_split(live, "finding_id"), findings, "finding_id"),
        _through(_split(findings, "action_id"), findings, "finding_id"),
        _through(live, decisions, "decision_id"),
        _through(live, workstreams, "workstream_id"),
    ]
    pairs = pd.concat(links)
    pairs = pairs[pairs["action_id"].isin(live["action_id"])].fillna("").drop_duplicates()
    return pairs.sort_values(["action_id", "kpi_id"], ignore_index=True)


def alignment_matrix(
    priorities: pd.DataFrame, kpis: pd.DataFrame, workstreams: pd.DataFrame, gaps: pd.DataFrame, served: pd.DataFrame
) -> pd.DataFrame:
    """Each priority with its KPIs, and what is being done for them; both ways, so that what is alone shows.

    Args:
        priorities: table `priorities`.
        kpis: table `kpis`.
        workstreams: table `workstreams`; those done or cancelled are left out.
        gaps: one row per KPI, overall: ``kpi_id``, ``status``, ``confirmed_status``.
        served: as `action_kpis` gives it.

    Returns:
        One row per priority and KPI: ``priority_id`` ("" for a KPI without one), ``kpi_id`` ("" for a priority
        without any), ``status``, ``confirmed_status``, ``actions`` (open ones, ids joined by ";") and
        ``workstreams`` (of the KPI, or of the priority alone; ids joined by ";"). By priority then KPI in the order
        of their tables, KPIs without priority last.

    Source: features F29, F30.
    """
    own = kpis[["kpi_id", "priority_id"]]
    pairs = priorities[["priority_id"]].merge(own, on="priority_id", how="left")
    pairs = pd.concat([pairs, own[~own["priority_id"].isin(priorities["priority_id"])].assign(priority_id="")])
    pairs = pairs.fillna("").reset_index(drop=True)
    running = workstreams[~workstreams["status"].isin(_OVER)]
    treated = served[served["kpi_id"] != ""]
    of_kpi = running[running["kpi_id"].notna()]
    of_priority = running[running["kpi_id"].isna() & running["priority_id"].notna()]
    status = gaps.drop_duplicates("kpi_id").set_index("kpi_id")[["status", "confirmed_status"]]
    through_kpi = looked_up(pairs["kpi_id"], joined(of_kpi["workstream_id"], of_kpi["kpi_id"]), "")
    through_priority = looked_up(pairs["priority_id"], joined(of_priority["workstream_id"], of_priority["priority_id"]), "")
    both = through_kpi.str.cat(through_priority, sep=";").str.strip(";")
    return pairs.join(status, on="kpi_id").assign(
        actions=looked_up(pairs["kpi_id"], joined(treated["action_id"], treated["kpi_id"]), ""), workstreams=both
    )


def orphans(
    priorities: pd.DataFrame,
    kpis: pd.DataFrame,
    actions: pd.DataFrame,
    workstreams: pd.DataFrame,
    gaps: pd.DataFrame,
    served: pd.DataFrame,
) -> pd.DataFrame:
    """What hangs on nothing, both ways.

    Args:
        priorities: table `priorities`.
        kpis: table `kpis`; those for information need no priority.
        actions: table `actions` with ``state``; open ones are read.
        workstreams: table `workstreams`; those done or cancelled are left out.
        gaps: one row per KPI and scope: ``kpi_id``, ``confirmed_status``, ``small_sample`` (bool).
        served: as `action_kpis` gives it.

    Returns:
        ``kind`` (an `Orphan` key), ``reference`` (the id), ``table`` and ``row`` (where it is typed); by kind, then
        by row.

    Source: feature F30.
    """
    live = actions[actions["state"] == ActionState.OPEN]
    running = workstreams[~workstreams["status"].isin(_OVER)]
    red = gaps[(gaps["confirmed_status"] == Status.RED) & ~gaps["small_sample"]]["kpi_id"]
    aimless = ~live["action_id"].isin(served["action_id"])
    useful = served.loc[served["kpi_id"] != "", "action_id"]
    serving = workstreams.loc[_serves_priority(workstreams, kpis), "workstream_id"]
    astray = ~aimless & ~live["action_id"].isin(useful) & ~live["workstream_id"].isin(serving)
    needs = (kpis["direction"] != Direction.INFO) & ~kpis["priority_id"].isin(priorities["priority_id"])
    found = {
        Orphan.RED_KPI_WITHOUT_ACTION: ("kpis", kpis[kpis["kpi_id"].isin(red) & ~kpis["kpi_id"].isin(served["kpi_id"])]),
        Orphan.PRIORITY_WITHOUT_KPI: (
            "priorities",
            priorities[~priorities["priority_id"].isin(kpis["priority_id"].dropna())],
        ),
        Orphan.KPI_WITHOUT_PRIORITY: ("kpis", kpis[needs]),
        Orphan.ACTION_WITHOUT_PURPOSE: ("actions", live[aimless]),
        Orphan.ACTION_WITHOUT_KPI: ("actions", live[astray]),
        Orphan.WORKSTREAM_WITHOUT_PRIORITY: ("workstreams", running[~_serves_priority(running, kpis)]),
    }
    columns = {"kpis": "kpi_id", "priorities": "priority_id", "actions": "action_id", "workstreams": "workstream_id"}
    rows = [
        (kind.value, reference, table, row)
        for kind, (table, some) in found.items()
        for reference, row in zip(some[columns[table]], some["row"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["kind", "reference", "table", "row"])


def _serves_priority(workstreams: pd.DataFrame, kpis: pd.DataFrame) -> pd.Series:
    """Whether a workstream names a priority, or a KPI that has one."""
    with_priority = kpis.loc[kpis["priority_id"].notna(), "kpi_id"]
    return workstreams["priority_id"].notna() | workstreams["kpi_id"].isin(with_priority)


def _split(rows: pd.DataFrame, many: str) -> pd.DataFrame:
    """``action_id`` and ``finding_id``, one row per value of the one whose values are joined by ";"."""
    pairs = rows[["action_id", "finding_id"]].dropna()
    return pairs.assign(**{many: pairs[many].str.split(";")}).explode(many, ignore_index=True).astype("str")


def _through(actions: pd.DataFrame, others: pd.DataFrame, name: str) -> pd.DataFrame:
    """``action_id`` and the ``kpi_id`` of what it names, missing when that has none."""
    return actions[["action_id", name]].dropna().merge(others[[name, "kpi_id"]], on=name)[["action_id", "kpi_id"]]
