"""What we promise of engagement, of a decision's effect, and of the chain of evidence."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.actions import add_lateness
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_effects import decision_chain, decision_effects
from gouvernail.rules.decisions import add_decision_state
from gouvernail.rules.engagement import engagement
from gouvernail.settings import Settings

AS_OF = date(2026, 4, 8)
SEAT = {"committee": "steering", "level": 2, "seat": "titular"}
PEOPLE = declared(
    "participants",
    {"person": "Ana", "party": "client", "role": "Direction", **SEAT},
    {"person": "Ali", "party": "client", "role": "Qualité", **SEAT},
    {"person": "Cyr", "party": "client", "role": "Analyste", **SEAT | {"seat": "deputy"}},
    {"person": "Bob", "party": "client", "role": "Compte", "valid_to": "2025-12-31", **SEAT},
    {"person": "Bob", "party": "provider", "role": "Compte", "valid_from": "2026-01-01", **SEAT},
    {"person": "Eva", "party": "provider", "role": "Invitée", **SEAT | {"seat": "guest"}},
)
MEETINGS = declared(
    "meetings",
    *(
        {"meeting_id": day, "committee": "steering", "planned": day, "held": held, "status": "held" if held else "planned"}
        for day, held in (
            ("2025-03-05", "2025-03-05"),
            ("2026-02-05", "2026-02-05"),
            ("2026-03-05", "2026-03-05"),
            ("2026-05-07", None),
        )
    ),
)
ATTENDANCE = declared(
    "attendance",
    *(
        {"meeting_id": meeting, "person": person, "presence": presence}
        for meeting, person, presence in (
            ("2025-03-05", "Ana", "present"),
            ("2026-02-05", "Ana", "present"),
            ("2026-02-05", "Cyr", "present"),
            ("2026-02-05", "Bob", "present"),
            ("2026-03-05", "ana ", "present"),
            ("2026-03-05", "Ali", "present"),
            ("2026-03-05", "Cyr", "present"),
            ("2026-03-05", "Bob", "excused"),
            ("2026-03-05", "Eva", "present"),
        )
    ),
)


def decision(name: str, **more: Any) -> dict[str, Any]:
    """A steering decision taken in February."""
    usual = {"committee": "steering", "question": "?", "requested": "2026-01-20", "status": "taken", "decided": "2026-02-05"}
    return {"decision_id": name, **usual, **more}


def decided(*rows: dict[str, Any]) -> pd.DataFrame:
    """Decisions with their state."""
    meetings = MEETINGS.assign(quorum=True)
    return add_decision_state(declared("decisions", *rows), meetings, declared("remit"), as_of=AS_OF, calendar=Calendar("FR"))


def test_each_party_side_by_side() -> None:
    """Seats filled by titulars or their deputies, actions and decisions on time, over 12 months, for each party."""
    action = {"description": "?", "committee": "steering", "opened": "2026-01-05"}
    actions = add_lateness(
        declared(
            "actions",
            {
                "action_id": "A-1",
                "party": "client",
                "due_initial": "2026-03-02",
                "status": "done",
                "closed": "2026-03-02",
                **action,
            },
            {
                "action_id": "A-2",
                "party": "client",
                "due_initial": "2026-03-02",
                "due_current": "2026-05-04",
                "status": "todo",
                **action,
            },
            {"action_id": "A-3", "party": "provider", "due_initial": "2026-03-02", "status": "todo", **action},
            {"action_id": "A-4", "party": "provider", "due_initial": "2025-03-03", "status": "todo", **action},
        ),
        MEETINGS,
        as_of=AS_OF,
        settings=Settings(),
        calendars={"client": Calendar("FR"), "provider": Calendar("FR")},
    )
    decisions = decided(
        decision("D-1", owner="bob", due="2026-03-02", status="executed", executed="2026-03-02"),
        decision("D-2", owner="Bob", due="2026-03-02"),
        decision("D-3", owner="Ana", status="requested", decided=None),
        decision("D-4", owner="Zoé", due="2026-03-02"),
    )
    table = engagement(MEETINGS, ATTENDANCE, PEOPLE, actions, decisions, as_of=AS_OF).set_index("party")
    assert table.loc["client"].to_dict() == {
        "meetings": 2,
        "seats": 4,
        "filled": 4,
        "open_actions": 1,
        "late_actions": 0,
        "actions_due": 2,
        "actions_on_time": 1,
        "open_decisions": 1,
        "late_decisions": 0,
        "decisions_due": 0,
        "decisions_on_time": 0,
        "attendance_rate": 1.0,
        "actions_rate": 0.5,
        "decisions_rate": pytest.approx(float("nan"), nan_ok=True),
    }
    provider = table.loc["provider"]
    assert provider[["seats", "filled", "attendance_rate"]].tolist() == [2, 1, 0.5]
    assert provider[["open_actions", "late_actions", "actions_due", "actions_on_time"]].tolist() == [2, 2, 1, 0]
    assert provider[["open_decisions", "late_decisions", "decisions_due", "decisions_on_time"]].tolist() == [1, 1, 2, 1]


def weeks(kpi_id: str, *values: tuple[float | None, float | None], direction: str = "higher") -> pd.DataFrame:
    """Complete weeks from Monday 29 December 2025 on, week 1: value and denominator."""
    starts = [date(2025, 12, 29) + timedelta(weeks=at) for at in range(len(values))]
    return pd.DataFrame(
        {
            "kpi_id": kpi_id,
            "scope": "",
            "start": pd.to_datetime(pd.Series(starts)),
            "end": pd.to_datetime(pd.Series([start + timedelta(days=6) for start in starts])),
            "value": pd.Series([value for value, _ in values], dtype="float64"),
            "n": pd.Series([n for _, n in values], dtype="float64"),
            "direction": direction,
        }
    )


def test_before_and_after_a_decision() -> None:
    """Decided on Thursday of week 6: weeks 4 and 5 before, 7 and 8 after, each by its calls; week 6 is in neither."""
    known = weeks("QS", (0, 1), (0, 1), (0, 1), (80, 100), (90, 300), (50, 100), (90, 100), (95, 100), (0, 1))
    effect = decision_effects(decided(decision("D-1", kpi_id="QS")), known, span=2, as_of=AS_OF).loc[0]
    assert effect[["before", "after", "change", "favourable_change"]].tolist() == [87.5, 92.5, 5.0, 5.0]
    assert effect[["weeks_before", "weeks_after", "complete"]].tolist() == [2, 2, True]


def test_an_effect_that_cannot_be_told_yet() -> None:
    """Weeks without figure or not over leave the reading incomplete; sums are averaged; a band has no better side."""
    sums = weeks("V", (10, None), (None, None), (20, None), (40, None), (0, None), (30, None), (50, None), direction="band")
    rows = decided(decision("D-1", kpi_id="V"), decision("D-2", kpi_id="?"), decision("D-3"))
    effects = decision_effects(rows, sums, span=4, as_of=date(2026, 2, 15))
    assert effects["decision_id"].tolist() == ["D-1", "D-2"]
    assert effects.loc[0, ["before", "weeks_before", "weeks_after", "complete"]].tolist() == [20.0, 3, 0, False]
    assert effects.loc[1, ["weeks_before", "weeks_after"]].tolist() == [0, 0]
    assert effects[["after", "change", "favourable_change"]].isna().all(axis=None)


def test_what_is_not_taken_has_no_effect() -> None:
    """Open or refused: nothing to read."""
    rows = decided(
        decision("D-1", kpi_id="QS", status="refused"), decision("D-2", kpi_id="QS", status="requested", decided=None)
    )
    assert decision_effects(rows, weeks("QS", (80, 100)), span=2, as_of=AS_OF).empty


def test_the_chain_can_be_followed_from_either_end() -> None:
    """Finding, line, decision, action; what has no neighbour stands alone, and no path is told twice."""
    trace = pd.DataFrame({"finding_id": ["C-1", "C-2", "C-3", "C-4"], "line_id": ["L-1", "L-1", "L-2", None]}).astype("str")
    trace["line_id"] = trace["line_id"].where(trace["finding_id"] != "C-4")
    decisions = declared("decisions", decision("D-1", finding_id="C-1;C-2"), decision("D-2"))
    action = {"description": "?", "status": "todo"}
    actions = declared(
        "actions",
        {"action_id": "A-1", "decision_id": "D-1", "finding_id": "C-1", **action},
        {"action_id": "A-2", "finding_id": "C-2", **action},
        {"action_id": "A-3", **action},
    )
    assert decision_chain(trace, decisions, actions).to_numpy().tolist() == [
        ["", "", "D-2", ""],
        ["L-1", "C-1", "D-1", "A-1"],
        ["L-1", "C-2", "", "A-2"],
        ["L-1", "C-2", "D-1", "A-1"],
        ["L-2", "C-3", "", ""],
    ]
