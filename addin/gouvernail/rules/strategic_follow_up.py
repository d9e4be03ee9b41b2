"""What the steering meetings of a semester said of decisions, workstreams, ambitions and both parties' engagement."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decisions import DecisionState
from gouvernail.rules.periods import Period
from gouvernail.rules.rounding import half_away_all
from gouvernail.rules.strategic import first_said, joined_months, last_said, of_kind
from gouvernail.terms import Aggregation, Direction, FrozenKind, Party

EFFECT_MONTHS = 3
"""How many frozen months on each side of a decision its KPI is looked at, at most."""
_BETTER = {Direction.HIGHER.value: 1.0, Direction.LOWER.value: -1.0}
_UNFINISHED = [DecisionState.TAKEN, DecisionState.TO_CONFIRM]
_RATES = ("attendance_rate", "actions_rate", "decisions_rate")
_COUNTS = ("open", "late")


def semester_decisions(
    items: pd.DataFrame,
    freezes: pd.DataFrame,
    months: pd.DataFrame,
    *,
    semester: Period,
    rulings: Collection[str] = (),
) -> pd.DataFrame:
    """The decisions of a semester as they were last said, and the level of their KPI before and after.

    Those decided in the semester, and older ones that are still to be carried out or confirmed. The month in which a
    decision takes effect (the day it was carried out, else decided) is on neither side; a level is ΣN/ΣD of at most three
    frozen months of the semester, the mean of the months for a KPI that is no ratio. A difference is no proof; a decision
    that was refused, or that changes a rule and not the service, has none.

    Args:
        items: frozen items (`schema.frozen.FROZEN_ITEMS`) with the ``as_of`` of their freeze.
        freezes: from `strategic.semester_freezes`.
        months: from `strategic.semester_months`.
        semester: its first and last day.
        rulings: the decisions that change a rule: a target, a neutralisation.

    Returns:
        ``decision_id``, ``question``, ``kpi_id``, ``amount``, ``decided``, ``due``, ``executed``, ``state`` (a
        `DecisionState` key), ``rules`` (bool: a ruling), ``late`` (bool: taken, and its day had passed when it was last
        said), ``name``, ``unit``, ``decimals``, ``before``, ``after`` (NaN without a month), ``months_before``,
        ``months_after`` (int64), ``favourable`` (boolean: whether the displayed level got better; <NA> when it did not
        move, or cannot be told); by day, then id.

    Source: docs/semantics.md §4.7; feature F46.
    """
    said = last_said(items, freezes, FrozenKind.DECISION)
    inside = semester.contains(said["initial"])
    kept = said[inside | said["state"].isin(_UNFINISHED)].sort_values(["initial", "reference"], ignore_index=True)
    told = kept.rename(
        columns={"reference": "decision_id", "label": "question", "number": "amount", "initial": "decided", "done": "executed"}
    )
    told["late"] = (told["state"] == DecisionState.TAKEN) & (told["due"] < told["as_of"])
    told["rules"] = told["decision_id"].isin(list(rulings))
    acting = ~told["rules"] & told["state"].ne(DecisionState.REFUSED)
    days = told["executed"].fillna(told["decided"]).where(acting)
    levels = [_effect(months, kpi, day) for kpi, day in zip(told["kpi_id"], days, strict=True)]
    columns = ["before", "months_before", "after", "months_after"]
    told[columns] = pd.DataFrame(levels, columns=columns, index=told.index)
    about = months.drop_duplicates("kpi_id", keep="last").set_index("kpi_id")[["name", "unit", "decimals", "direction"]]
    told = told.astype({"months_before": "int64", "months_after": "int64"}).join(about, on="kpi_id")
    shown = {key: half_away_all(told[key].astype("float64"), told["decimals"].fillna(1)) for key in ("before", "after")}
    move = (shown["after"] - shown["before"]) * told["direction"].map(_BETTER).astype("float64")
    return told.assign(favourable=move.gt(0).astype("boolean").mask(move.isna() | move.eq(0)))


def semester_workstreams(items: pd.DataFrame, freezes: pd.DataFrame, *, calendar: Calendar) -> pd.DataFrame:
    """How far each workstream came over the semester, and how far its end slipped.

    Args:
        items: frozen items.
        freezes: from `strategic.semester_freezes`.
        calendar: the working days that slip is counted in.

    Returns:
        ``workstream_id``, ``name``, ``kpi_id``, ``progress_before`` and ``progress`` (0 to 1, as first and last said),
        ``statuses`` (one per month, joined by ";"), ``rag`` (the last), ``end_initial``, ``end_before`` and ``end_expected``
        (as first and last said), ``slip_workdays`` (Int64, first promise to the end expected now), ``moved_workdays``
        (Int64, what the end moved by over the semester), ``next_milestone`` (its name), ``next_expected``; by id.

    Source: docs/semantics.md §4.7; feature F20.
    """
    last, first = last_said(items, freezes, FrozenKind.WORKSTREAM), first_said(items, freezes, FrozenKind.WORKSTREAM)
    before = first.set_index("reference").reindex(last["reference"])
    steps = last_said(items, freezes, FrozenKind.MILESTONE).set_index("reference").reindex(last["detail"])
    told = pd.DataFrame(
        {
            "workstream_id": last["reference"],
            "name": last["label"],
            "kpi_id": last["kpi_id"],
            "progress_before": before["number"].to_numpy(),
            "progress": last["number"],
            "statuses": _strip(items, freezes, FrozenKind.WORKSTREAM).reindex(last["reference"]).to_numpy(),
            "rag": last["state"],
            "end_initial": last["initial"],
            "end_before": before["due"].to_numpy(),
            "end_expected": last["due"],
            "next_milestone": steps["label"].to_numpy(),
            "next_expected": steps["due"].to_numpy(),
        }
    )
    slips = {
        "slip_workdays": calendar.workdays_between(told["end_initial"], told["end_expected"]),
        "moved_workdays": calendar.workdays_between(told["end_before"], told["end_expected"]),
    }
    return told.assign(**slips)


def ambition_months(items: pd.DataFrame, freezes: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Each ambition in each frozen month: the level reached beside the one that its trajectory expected.

    A month whose figure is left out (`strategic.add_left_out`) is not there: its level rests on that figure.

    Returns:
        ``ambition_id``, ``period``, ``kpi_id``, ``statement``, ``reached``, ``expected`` (NaN before the first step),
        ``state`` ("behind", "on_track"), ``final_date``; the earliest month first.

    Source: docs/semantics.md §4.7; features F19, F32.
    """
    said = of_kind(items, freezes, FrozenKind.AMBITION)
    out = months.loc[months["left_out"].ne(""), ["kpi_id", "freeze_id"]]
    doubtful = pd.MultiIndex.from_frame(said[["kpi_id", "freeze_id"]]).isin(pd.MultiIndex.from_frame(out))
    kept = said[~doubtful].rename(
        columns={"reference": "ambition_id", "label": "statement", "number": "reached", "due": "final_date"}
    )
    return kept.assign(expected=pd.to_numeric(kept["detail"], errors="coerce").astype("float64")).reset_index(drop=True)


def semester_ambitions(course: pd.DataFrame, months: pd.DataFrame, freezes: pd.DataFrame) -> pd.DataFrame:
    """Where each ambition stands at the end of the semester: the gap to its trajectory, apart from the gap to the contract.

    Args:
        course: from `ambition_months`.
        months: from `strategic.semester_months`.
        freezes: from `strategic.semester_freezes`.

    Returns:
        One row per ambition, as last said: ``ambition_id``, ``statement``, ``kpi_id``, ``name``, ``unit``, ``decimals``,
        ``period`` (the month it speaks of), ``expected``, ``reached``, ``trajectory_gap``, ``state``, ``contract_gap`` and
        ``status`` (of that month), ``final_date``, ``statuses`` (one state per month, joined by ";").

    Source: docs/semantics.md §4.7; features F19, F32.
    """
    last = course.drop_duplicates("ambition_id", keep="last").sort_values("ambition_id", ignore_index=True)
    owed = months[["kpi_id", "freeze_id", "name", "unit", "decimals", "gap", "status"]]
    told = last.drop(columns=[key for key in owed if key in last and key not in {"kpi_id", "freeze_id"}])
    told = told.merge(owed, on=["kpi_id", "freeze_id"], how="left").rename(columns={"gap": "contract_gap"})
    strips = _states(course.rename(columns={"ambition_id": "reference"}), freezes)
    return told.assign(
        trajectory_gap=told["reached"] - told["expected"], statuses=strips.reindex(told["ambition_id"]).to_numpy()
    )


def semester_engagement(items: pd.DataFrame, freezes: pd.DataFrame) -> pd.DataFrame:
    """What each party did, as the last steering meeting of the semester saw it, beside what the first one saw.

    Returns:
        One row per party: ``party``; ``attendance_rate``, ``actions_rate``, ``decisions_rate`` (0 to 1, over 12 months) and
        ``open``, ``late`` (actions); each with its twin ``…_before`` of the first frozen month. NaN where nothing was said.

    Source: docs/semantics.md §4.7 "engagement"; feature F10.
    """
    table = pd.DataFrame({"party": [party.value for party in Party]})
    for kind, keys in ((FrozenKind.ENGAGEMENT, _RATES), (FrozenKind.ACTIONS, _COUNTS)):
        for said, tail in ((last_said(items, freezes, kind), ""), (first_said(items, freezes, kind), "_before")):
            numbers = said.set_index("reference")["number"]
            for key in keys:
                table[key + tail] = numbers.reindex(table["party"] + "." + key).to_numpy()
    return table


def _effect(months: pd.DataFrame, kpi: object, day: pd.Timestamp) -> tuple[float, int, float, int]:
    """The level of a KPI before and after a day, each with the number of its months."""
    own = months[(months["kpi_id"] == kpi) & months["value"].notna()]
    before, after = own[own["end"] < day].tail(EFFECT_MONTHS), own[own["start"] >= day].head(EFFECT_MONTHS)
    return _level(before), len(before), _level(after), len(after)


def _level(months: pd.DataFrame) -> float:
    if months.empty:
        return np.nan
    if months["aggregation"].iloc[-1] != Aggregation.RATIO:
        return float(months["value"].mean())
    weights = months["denominator"]
    return float(np.average(months["value"], weights=weights)) if weights.gt(0).all() else np.nan


def _strip(items: pd.DataFrame, freezes: pd.DataFrame, kind: FrozenKind) -> "pd.Series[str]":
    return _states(of_kind(items, freezes, kind), freezes)


def _states(said: pd.DataFrame, freezes: pd.DataFrame) -> "pd.Series[str]":
    """The states of each reference, one per month of the semester, joined by ";"; "" for a month that does not say it."""
    known = said.drop_duplicates(["reference", "period"], keep="last")
    places = known.pivot(index="reference", columns="period", values="state").reindex(columns=list(freezes["period"]))
    return joined_months(places)
