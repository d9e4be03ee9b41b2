"""The lines of the roll-up: what the findings of one month, KPI, theme and scope say together."""

import numpy as np
import pandas as pd

from gouvernail.rules.lookups import joined, looked_up
from gouvernail.rules.occurrences import iso_weeks
from gouvernail.rules.pareto import severity_weights
from gouvernail.rules.themes import plain_all
from gouvernail.settings import Settings
from gouvernail.terms import LineLife, Status

LINE_COLUMNS = (
    "month",
    "line_id",
    "kpi_id",
    "theme",
    "scope",
    "findings",
    "finding_ids",
    "rows",
    "weeks",
    "first_week",
    "last_week",
    "severity",
    "weighted",
    "beyond_remit",
    "recurrence",
    "open_actions",
    "late_actions",
    "open_count",
    "late_count",
    "missed_cycles",
    "gap",
    "gap_scope",
    "status",
    "confirmed_status",
    "red_without_action",
    "reasons",
    "escalated",
    "life",
    "reopened",
    "modified",
    "sentence",
    "former_ids",
)

_LINE = ["month", "line_id"]


def one_per_occurrence(raised: pd.DataFrame) -> pd.DataFrame:
    """One row per occurrence: its line, its theme, and the highest severity given to it."""
    severity = raised.groupby("occurrence")["severity"].transform("max")
    return raised.assign(severity=severity)[raised["finding_id"] == raised["occurrence"]]


def gather_lines(raised: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """One row per month and line, with what its findings say together."""
    occurrences = one_per_occurrence(raised)
    weights = occurrences.assign(weight=severity_weights(occurrences["severity"], settings))
    together = weights.groupby(_LINE).agg(findings=("finding_id", "size"), weighted=("weight", "sum"))
    grouped = raised.groupby(_LINE)
    whole = grouped.agg(
        kpi_id=("kpi_id", "first"),
        theme=("theme", "first"),
        scope=("scope", "first"),
        scope_key=("scope_key", "first"),
        weeks=("week", "nunique"),
        first_day=("day", "min"),
        last_day=("day", "max"),
        severity=("severity", "max"),
        beyond_remit=("beyond_remit", "any"),
        modified=("modified", "any"),
        reopened=("reopened", "any"),
    )
    lines = whole.join(together).reset_index()
    return lines.assign(
        first_week=iso_weeks(lines["first_day"]),
        last_week=iso_weeks(lines["last_day"]),
        finding_ids=joined(raised["finding_id"], grouped.ngroup()),
        rows=joined(raised["row"].astype("str"), grouped.ngroup()),
    )


def add_live_actions(lines: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Add ``open_actions``, ``late_actions``, ``open_count``, ``late_count`` and ``missed_cycles``."""
    live = links[links["open"]].drop_duplicates(["line_id", "action_id"]).sort_values("action_id")
    late = live[live["late"]]
    names = lines["line_id"]
    return lines.assign(
        open_actions=looked_up(names, joined(live["action_id"], live["line_id"]), ""),
        late_actions=looked_up(names, joined(late["action_id"], late["line_id"]), ""),
        open_count=looked_up(names, live["line_id"].value_counts(), 0),
        late_count=looked_up(names, late["line_id"].value_counts(), 0),
        missed_cycles=looked_up(names, live.groupby("line_id")["missed_cycles"].max(), 0),
    )


def add_gaps(lines: pd.DataFrame, gaps: pd.DataFrame, *, treated: set[str]) -> pd.DataFrame:
    """Add the KPI's gap of the period, and whether it is a confirmed contractual red that no open action treats.

    A red on too small a sample is shown, and never a reason to go up (docs/semantics.md §4.1).
    """
    found = gaps_of(lines, gaps)
    owed = found["contractual"] & ~found["small_sample"] & (found["confirmed_status"] == Status.RED)
    shown = found[["gap", "status", "confirmed_status", "gap_scope"]]
    return lines.join(shown).assign(red_without_action=owed & ~lines["kpi_id"].isin(treated))


def gaps_of(rows: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The gap of each row's KPI and scope, else of its KPI overall. Reads ``kpi_id``, ``scope_key``; same index."""
    known = gaps.assign(scope_key=plain_all(gaps["scope"]), gap_scope=gaps["scope"]).drop(columns="scope")
    keys = rows[["kpi_id", "scope_key"]].reset_index(names="_at")
    own = keys.merge(known, on=["kpi_id", "scope_key"])
    overall = keys.merge(known[known["scope_key"] == ""].drop(columns="scope_key"), on="kpi_id")
    found = pd.concat([own, overall], ignore_index=True).drop_duplicates("_at").set_index("_at").reindex(rows.index)
    flags = ["contractual", "small_sample"]
    return found.assign(**{flag: found[flag].astype("boolean").fillna(False).astype("bool") for flag in flags})


def sentences(lines: pd.DataFrame) -> pd.Series:
    """Which sentence proposes what to do with a line; its facts are the line's own columns."""
    life = lines["life"]
    chosen = np.select(
        [
            life == LineLife.CLOSED,
            life == LineLife.STABILISED,
            lines["late_count"] > 0,
            life == LineLife.IN_PROGRESS,
            lines["escalated"],
        ],
        ["closed", "stabilised", "late", "in_progress", "decide"],
        default="watch",
    )
    return pd.Series(chosen, index=lines.index, dtype="str")


def ordered(lines: pd.DataFrame) -> pd.DataFrame:
    """Those that go up first, then the heaviest; ties by KPI, scope, findings and month, the same in every language."""
    by = ["escalated", "weighted", "severity", "kpi_id", "scope_key", "finding_ids", "month"]
    ranked = lines.sort_values(by, ascending=[False] * 3 + [True] * 4, ignore_index=True)
    return ranked[list(LINE_COLUMNS)]
