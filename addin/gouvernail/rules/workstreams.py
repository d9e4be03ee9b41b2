"""How far each workstream has come: by the milestones it passed, never by what it declares."""

from datetime import date

import numpy as np
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.terms import Committee, GateState, Status, WorkstreamStatus

AMBER_SLIP = 10
"""Working days of slip of the next milestone up to which a workstream is amber."""


def add_slip(milestones: pd.DataFrame, *, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """Add where each milestone stands against its first promise.

    A milestone whose day has passed without being reached slips on: it is expected on ``as_of`` at the earliest.

    Args:
        milestones: table `milestones`. Without ``current``, the initial date stands; without ``weight``, it weighs 1.
        as_of: the day the figures speak for; what was reached later was not yet.
        calendar: the working days that slip is counted in.

    Returns:
        Same rows and index, with ``passed`` (bool), ``expected`` (the day it was or should be reached),
        ``slip_workdays`` (Int64, working days from the initial date to it, negative when early), ``weight`` and ``gate``
        (bool) filled.

    Source: docs/semantics.md §4.7; feature F20.
    """
    today = pd.Timestamp(as_of)
    passed = milestones["actual"] <= today
    current = milestones["current"].fillna(milestones["initial"])
    expected = milestones["actual"].where(passed, current.where(current > today, today))
    return milestones.assign(
        passed=passed,
        expected=expected,
        slip_workdays=calendar.workdays_between(milestones["initial"], expected),
        weight=milestones["weight"].fillna(1.0),
        gate=milestones["gate"].fillna(False).astype(bool),
    )


def add_progress(workstreams: pd.DataFrame, milestones: pd.DataFrame, *, as_of: date, calendar: Calendar) -> pd.DataFrame:
    """Add how far each workstream has come, and its colour.

    Args:
        workstreams: table `workstreams`.
        milestones: table `milestones`.
        as_of: the day the figures speak for.
        calendar: the working days that slip is counted in.

    Returns:
        Same rows and index, with ``milestones`` and ``passed`` (int64), ``progress`` (0 to 1: weight passed over
        weight; NaN without any weight), ``next_milestone`` (id of the first expected one not passed; missing for
        none), ``next_initial``, ``next_expected``, ``slip_workdays`` (of it, Int64), ``end_initial``,
        ``end_expected``, ``end_slip_workdays`` (of the last milestone), ``rag``: "red" when blocked or the next
        milestone slips by more than 10 working days, "amber" up to and including 10, "green" without slip or with
        nothing left, "grey" when cancelled or without milestones; and ``early_claim`` (bool): declared done with
        milestones left. Then ``committee`` filled (steering when blank), ``spent_share`` (spent over budget; NaN without
        one of them), ``gate`` (id of the first promised go / no-go not passed, else of the last passed; missing for none),
        ``gate_expected`` (the day it was or should be passed) and ``gate_state`` (a `GateState` key, missing for none):
        skipped when a milestone promised for after it was passed while it was not.

    Source: docs/semantics.md §4.7 "RAG chantier".
    """
    steps = add_slip(milestones, as_of=as_of, calendar=calendar)
    names = workstreams["workstream_id"]
    added = workstreams.assign(**_weighed(steps, names))
    left = steps[~steps["passed"]].sort_values(["expected", "initial", "milestone_id"])
    upcoming = left.drop_duplicates("workstream_id").set_index("workstream_id").reindex(names)
    last = steps.sort_values(["expected", "initial", "milestone_id"]).drop_duplicates("workstream_id", keep="last")
    last = last.set_index("workstream_id").reindex(names)
    added = added.assign(
        next_milestone=upcoming["milestone_id"].to_numpy(),
        next_initial=upcoming["initial"].to_numpy(),
        next_expected=upcoming["expected"].to_numpy(),
        slip_workdays=upcoming["slip_workdays"].astype("Int64").array,
        end_initial=last["initial"].to_numpy(),
        end_expected=last["expected"].to_numpy(),
        end_slip_workdays=last["slip_workdays"].astype("Int64").array,
    )
    done = added["status"] == WorkstreamStatus.DONE
    added = added.assign(rag=_colours(added), early_claim=done & (added["passed"] < added["milestones"]))
    return added.assign(
        committee=added["committee"].fillna(Committee.STEERING.value),
        spent_share=added["spent"] / added["budget"].where(added["budget"] > 0),
        **_gates(steps, names),
    )


def _gates(steps: pd.DataFrame, names: pd.Series) -> dict[str, pd.Series]:
    """The go / no-go that counts now, in the order of the first promises: the first not passed, else the last passed."""
    gates = steps[steps["gate"]].sort_values(["initial", "milestone_id"])
    open_ones, passed = gates[~gates["passed"]], gates[gates["passed"]]
    each = [open_ones.drop_duplicates("workstream_id"), passed.drop_duplicates("workstream_id", keep="last")]
    gate = pd.concat(each).drop_duplicates("workstream_id").set_index("workstream_id").reindex(names).set_axis(names.index)
    furthest = steps[steps["passed"]].groupby("workstream_id")["initial"].max().reindex(names).set_axis(names.index)
    state = pd.Series(GateState.WAITING.value, index=names.index, dtype="str").mask(
        furthest > gate["initial"], GateState.SKIPPED.value
    )
    state = state.mask(gate["passed"].eq(True), GateState.PASSED.value)
    return {
        "gate": gate["milestone_id"],
        "gate_expected": gate["expected"],
        "gate_state": state.where(gate["milestone_id"].notna()),
    }


def _weighed(steps: pd.DataFrame, names: pd.Series) -> dict[str, pd.Series]:
    weights = steps.assign(reached=steps["weight"].where(steps["passed"], 0.0)).groupby("workstream_id")
    sums = weights[["weight", "reached"]].sum().reindex(names).set_axis(names.index)
    counts = weights["passed"].agg(["size", "sum"]).reindex(names).fillna(0).astype("int64").set_axis(names.index)
    whole = sums["weight"].where(sums["weight"] > 0)
    return {"milestones": counts["size"], "passed": counts["sum"], "progress": sums["reached"] / whole}


def _colours(workstreams: pd.DataFrame) -> pd.Series:
    slip = workstreams["slip_workdays"].fillna(0).astype("int64")
    colours = np.select(
        [
            workstreams["status"] == WorkstreamStatus.CANCELLED,
            workstreams["status"] == WorkstreamStatus.BLOCKED,
            workstreams["milestones"] == 0,
            slip > AMBER_SLIP,
            slip > 0,
        ],
        [Status.GREY.value, Status.RED.value, Status.GREY.value, Status.RED.value, Status.AMBER.value],
        default=Status.GREEN.value,
    )
    return pd.Series(colours, index=workstreams.index, dtype="str")
