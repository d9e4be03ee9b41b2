"""What we promise of alignment: who serves what, what hangs on nothing, and ambitions beside the contract."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.alignment import action_kpis, alignment_matrix, orphans
from gouvernail.rules.ambitions import Interpolation, ambition_gaps, antagonist_pairs

PRIORITIES = declared(
    "priorities", {"priority_id": "P-1", "statement": "Accueillir"}, {"priority_id": "P-2", "statement": "Vendre"}
)
KPI = {"name": "?", "direction": "higher", "aggregation": "ratio"}
KPIS = declared(
    "kpis",
    {"kpi_id": "QS", "priority_id": "P-1", **KPI},
    {"kpi_id": "CSAT", "priority_id": "P-1", **KPI},
    {"kpi_id": "DMT", **KPI},
    {"kpi_id": "RECUS", **KPI, "direction": "info"},
)
FINDINGS = declared(
    "findings",
    {"finding_id": "C-1", "kpi_id": "CSAT", "severity": 1, "description": "?"},
    {"finding_id": "C-2", "severity": 1, "description": "?"},
    {"finding_id": "C-3", "kpi_id": "DMT", "severity": 1, "description": "?", "action_id": "A-3;A-9"},
)
DECISIONS = declared(
    "decisions",
    {"decision_id": "D-1", "committee": "steering", "question": "?", "status": "taken", "kpi_id": "QS"},
)
WORKSTREAMS = declared(
    "workstreams",
    {"workstream_id": "W-1", "name": "Chat", "kpi_id": "QS", "status": "in_progress"},
    {"workstream_id": "W-2", "name": "Boutique", "priority_id": "P-2", "status": "in_progress"},
    {"workstream_id": "W-3", "name": "Outil", "kpi_id": "DMT", "status": "blocked"},
    {"workstream_id": "W-4", "name": "Ancien", "kpi_id": "DMT", "status": "done"},
    {"workstream_id": "W-5", "name": "Divers", "status": None},
)
ACTION = {"description": "?", "status": "todo"}
ACTIONS = declared(
    "actions",
    {"action_id": "A-1", "kpi_id": "QS", "finding_id": "C-1;C-2", **ACTION},
    {"action_id": "A-2", "decision_id": "D-1", **ACTION},
    {"action_id": "A-3", **ACTION},
    {"action_id": "A-4", "finding_id": "C-2", **ACTION},
    {"action_id": "A-5", **ACTION},
    {"action_id": "A-6", "workstream_id": "W-2", **ACTION},
    {"action_id": "A-7", "workstream_id": "W-5", **ACTION},
    {"action_id": "A-8", "kpi_id": "DMT", **ACTION, "status": "done"},
).assign(state=["open"] * 7 + ["done"])
SERVED = action_kpis(ACTIONS, FINDINGS, DECISIONS, WORKSTREAMS)


def gaps(**confirmed: str) -> pd.DataFrame:
    """Overall gaps: the instant and the confirmed status of each KPI."""
    frame = pd.DataFrame({"kpi_id": list(confirmed), "confirmed_status": list(confirmed.values())}).astype("str")
    return frame.assign(scope="", status=frame["confirmed_status"], small_sample=frame["kpi_id"] == "RECUS")


def test_an_action_serves_the_kpis_of_all_it_names() -> None:
    """Its own, its findings' from either side, its decision's; "" for a purpose without a KPI; done ones serve no more."""
    assert SERVED.to_numpy().tolist() == [
        ["A-1", ""],
        ["A-1", "CSAT"],
        ["A-1", "QS"],
        ["A-2", "QS"],
        ["A-3", "DMT"],
        ["A-4", ""],
        ["A-6", ""],
        ["A-7", ""],
    ]


def test_the_matrix_shows_what_is_alone_on_either_side() -> None:
    """A priority without KPI keeps its line, and a KPI without priority too."""
    matrix = alignment_matrix(PRIORITIES, KPIS, WORKSTREAMS, gaps(QS="red", DMT="green"), SERVED)
    shown = matrix[["priority_id", "kpi_id", "actions", "workstreams"]]
    assert shown.to_numpy().tolist() == [
        ["P-1", "QS", "A-1;A-2", "W-1"],
        ["P-1", "CSAT", "A-1", ""],
        ["P-2", "", "", "W-2"],
        ["", "DMT", "A-3", "W-3"],
        ["", "RECUS", "", ""],
    ]
    assert matrix["status"].fillna("-").tolist() == ["red", "-", "-", "green", "-"]


def test_what_hangs_on_nothing() -> None:
    """Each orphan with the place where it is typed; information KPIs, small samples and what is over are left alone."""
    found = orphans(PRIORITIES, KPIS, ACTIONS, WORKSTREAMS, gaps(QS="red", CSAT="amber", RECUS="red"), SERVED)
    assert found.to_numpy().tolist() == [
        ["priority_without_kpi", "P-2", "priorities", 3],
        ["kpi_without_priority", "DMT", "kpis", 4],
        ["action_without_purpose", "A-5", "actions", 6],
        ["action_without_kpi", "A-4", "actions", 5],
        ["action_without_kpi", "A-7", "actions", 8],
        ["workstream_without_priority", "W-3", "workstreams", 4],
        ["workstream_without_priority", "W-5", "workstreams", 6],
    ]


def test_a_confirmed_red_without_action_comes_first() -> None:
    """No open action on it, on its findings, or on its decisions."""
    none_served = SERVED[SERVED["kpi_id"] != "QS"]
    found = orphans(PRIORITIES, KPIS, ACTIONS, WORKSTREAMS, gaps(QS="red"), none_served)
    assert found.iloc[0].tolist() == ["red_kpi_without_action", "QS", "kpis", 2]


TRAJECTORY = declared(
    "ambitions",
    {"ambition_id": "AM-1", "priority_id": "P-1", "kpi_id": "QS", "date": "2026-07-01", "level": 86, "statement": None},
    {"ambition_id": "AM-1", "priority_id": "P-1", "kpi_id": "QS", "date": "2026-01-01", "level": 80, "statement": "Mieux"},
    {"ambition_id": "AM-1", "priority_id": "P-1", "kpi_id": "QS", "date": "2027-01-01", "level": 90},
    {"ambition_id": "AM-2", "kpi_id": "DMT", "date": "2026-01-01", "level": 400},
)
FIGURES = pd.DataFrame(
    {
        "kpi_id": ["QS", "DMT"],
        "value": [82.0, 410.0],
        "gap": [2.0, -10.0],
        "status": ["green", "green"],
        "direction": ["higher", "lower"],
    }
)


@pytest.mark.parametrize(
    ("on", "interpolation", "expected", "behind"),
    [
        (date(2025, 12, 31), "linear", np.nan, False),
        (date(2025, 12, 31), "step", np.nan, False),
        (date(2026, 1, 1), "linear", 80.0, False),
        (date(2026, 4, 1), "linear", 80 + 6 * 90 / 181, True),
        (date(2026, 4, 1), "step", 80.0, False),
        (date(2026, 7, 1), "step", 86.0, True),
        (date(2026, 10, 1), "linear", 88.0, True),
        (date(2028, 1, 1), "linear", 90.0, True),
        (date(2028, 1, 1), "step", 90.0, True),
    ],
)
def test_the_trajectory_between_dated_levels(on: date, interpolation: Interpolation, expected: float, behind: bool) -> None:
    """A straight line or steps; nothing before the first date, the last level after the last."""
    row = ambition_gaps(TRAJECTORY, FIGURES, on=on, interpolation=interpolation).loc[0]
    assert row["expected"] == pytest.approx(expected, nan_ok=True)
    assert (row["behind"], row["interpolation"], row["statement"]) == (behind, interpolation, "Mieux")


def test_behind_its_ambition_and_green_in_the_contract() -> None:
    """Two figures, never one: 4 points behind the trajectory, 2 ahead of the contract; for seconds, lower is better."""
    gap = ambition_gaps(TRAJECTORY, FIGURES, on=date(2026, 7, 1))
    assert gap[["trajectory_gap", "favourable_gap", "contract_gap"]].to_numpy().tolist() == [
        [-4.0, -4.0, 2.0],
        [10.0, -10.0, -10.0],
    ]
    assert gap[["start_level", "final_level"]].to_numpy().tolist() == [[80.0, 90.0], [400.0, 400.0]]
    assert gap["next_date"].tolist() == [pd.Timestamp("2027-01-01"), pd.NaT]
    assert gap["behind"].tolist() == [True, True]


def test_an_ambition_without_figure_or_direction_is_not_behind() -> None:
    """Not measured, or neither way better: the gap is shown as it is, or not at all."""
    unknown = ambition_gaps(TRAJECTORY, FIGURES[:0], on=date(2026, 7, 1))
    assert unknown["reached"].isna().all()
    assert not unknown["behind"].any()
    banded = ambition_gaps(TRAJECTORY, FIGURES.assign(direction="band"), on=date(2026, 7, 1))
    assert banded["trajectory_gap"].tolist() == [-4.0, 10.0]
    assert banded["favourable_gap"].isna().all()


def test_no_ambition() -> None:
    """An empty table gives an empty page."""
    assert ambition_gaps(TRAJECTORY[:0], FIGURES, on=date(2026, 7, 1)).empty


def test_a_pair_diverges_when_one_gains_what_the_other_loses() -> None:
    """By the charts, not by two points; either way round; a KPI without a chart diverges from nothing."""
    pairs = declared("antagonists", *({"kpi_id": one, "against": other} for one, other in ("AB", "BA", "AC", "AD", "BD")))
    said = pd.Series({"A": "improvement", "B": "deterioration", "C": "none"})
    result = antagonist_pairs(pairs, said)
    assert result["diverges"].tolist() == [True, True, False, False, False]
    assert result["against_variation"].tolist() == ["deterioration", "improvement", "none", "none", "none"]
