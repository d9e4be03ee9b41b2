"""What we promise of workstreams: progress by milestones passed, colour by the slip of the next one."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.workstreams import add_progress, add_slip

AS_OF = date(2026, 4, 8)
FRANCE = Calendar("FR")


def milestone(name: str, initial: str, current: str | None = None, actual: str | None = None, **more: Any) -> dict[str, Any]:
    """A milestone of the chat opening."""
    usual = {"milestone_id": name, "workstream_id": "W-1", "name": name}
    return {**usual, "initial": initial, "current": current, "actual": actual, **more}


def progress(*milestones: dict[str, Any], status: str | None = "in_progress", as_of: date = AS_OF) -> "pd.Series[Any]":
    """The chat opening on a day."""
    workstreams = declared("workstreams", {"workstream_id": "W-1", "name": "Chat", "status": status})
    return add_progress(workstreams, declared("milestones", *milestones), as_of=as_of, calendar=FRANCE).loc[0]


def test_progress_is_weight_passed_over_weight() -> None:
    """Three milestones of weights 1, 2 and 1, two passed: 75 %. What is reached later was not yet."""
    steps = (
        milestone("M-1", "2026-02-02", actual="2026-02-02"),
        milestone("M-2", "2026-03-02", actual="2026-03-10", weight=2),
        milestone("M-3", "2026-05-04"),
    )
    now, before = progress(*steps), progress(*steps, as_of=date(2026, 3, 9))
    assert (now["progress"], now["passed"], now["milestones"], now["next_milestone"]) == (0.75, 2, 3, "M-3")
    assert (before["progress"], before["next_milestone"]) == (0.25, "M-2")


@pytest.mark.parametrize(
    ("step", "status", "slip", "rag"),
    [
        (milestone("M", "2026-05-04"), "in_progress", 0, "green"),
        (milestone("M", "2026-05-04", "2026-04-30"), "in_progress", -1, "green"),
        (milestone("M", "2026-05-04", "2026-05-05"), "in_progress", 1, "amber"),
        (milestone("M", "2026-05-04", "2026-05-20"), "in_progress", 10, "amber"),
        (milestone("M", "2026-05-04", "2026-05-21"), "in_progress", 11, "red"),
        (milestone("M", "2026-05-04"), "blocked", 0, "red"),
        (milestone("M", "2026-05-04", "2026-06-30"), "cancelled", 38, "grey"),
        (milestone("M", "2026-04-08"), None, 0, "green"),
        (milestone("M", "2026-04-03"), "in_progress", 2, "amber"),
        (milestone("M", "2026-03-02", "2026-04-01"), "in_progress", 26, "red"),
    ],
)
def test_the_colour_is_the_slip_of_the_next_milestone(step: dict[str, Any], status: str, slip: int, rag: str) -> None:
    """Working days after its first promise: none, up to 10, more. A day that has passed unreached slips on to today."""
    row = progress(step, status=status)
    assert (row["slip_workdays"], row["rag"]) == (slip, rag)


def test_nothing_left_is_green_and_nothing_planned_is_grey() -> None:
    """All passed, however late; no milestone at all cannot be told."""
    late = progress(milestone("M", "2026-02-02", actual="2026-04-01"))
    empty = progress()
    assert (late["rag"], late["progress"], late["end_slip_workdays"]) == ("green", 1.0, 42)
    assert pd.isna(late["next_milestone"])
    assert (empty["rag"], empty["milestones"]) == ("grey", 0)
    assert pd.isna(empty["progress"])
    assert pd.isna(progress(milestone("M", "2026-05-04", weight=0))["progress"])


def test_declared_done_is_not_done() -> None:
    """A workstream declared done with a milestone left says so; its progress is still that of its milestones."""
    row = progress(milestone("M", "2026-05-04"), status="done")
    assert (row["early_claim"], row["progress"]) == (True, 0.0)
    assert not progress(milestone("M", "2026-02-02", actual="2026-02-02"), status="done")["early_claim"]


def test_a_milestone_reached_early_slips_backwards() -> None:
    """Reached two working days before its promise: -2."""
    steps = add_slip(declared("milestones", milestone("M", "2026-04-08", actual="2026-04-03")), as_of=AS_OF, calendar=FRANCE)
    assert steps["slip_workdays"].tolist() == [-2]


@pytest.mark.parametrize(
    ("steps", "gate", "expected", "state"),
    [
        ([milestone("M-1", "2026-02-02"), milestone("M-2", "2026-05-04")], None, None, None),
        (
            [milestone("M-1", "2026-02-02", actual="2026-02-03", gate=True), milestone("M-2", "2026-05-04")],
            "M-1",
            "2026-02-03",
            "passed",
        ),
        (
            [milestone("M-1", "2026-02-02", actual="2026-02-03", gate=True), milestone("M-2", "2026-05-04", gate=True)],
            "M-2",
            "2026-05-04",
            "waiting",
        ),
        (
            [milestone("M-1", "2026-02-02", actual="2026-02-03"), milestone("M-2", "2026-03-02", "2026-06-01", gate=True)],
            "M-2",
            "2026-06-01",
            "waiting",
        ),
        (
            [milestone("M-1", "2026-02-02", gate=True), milestone("M-2", "2026-03-02", actual="2026-03-02")],
            "M-1",
            "2026-04-08",
            "skipped",
        ),
        (
            [milestone("M-1", "2026-02-02", gate=True), milestone("M-2", "2026-03-02", actual="2026-04-09")],
            "M-1",
            "2026-04-08",
            "waiting",
        ),
        (
            [
                milestone("M-1", "2026-02-02", actual="2026-02-02", gate=True),
                milestone("M-2", "2026-03-02", actual="2026-03-02", gate=True),
            ],
            "M-2",
            "2026-03-02",
            "passed",
        ),
    ],
)
def test_the_go_that_counts_now(steps: list[dict[str, Any]], gate: str, expected: str, state: str) -> None:
    """The first promised go not passed, else the last passed; skipped once a milestone promised for later is passed."""
    row = progress(*steps)
    told = [None if pd.isna(row[key]) else row[key] for key in ("gate", "gate_expected", "gate_state")]
    assert told == [gate, expected and pd.Timestamp(expected), state]


@pytest.mark.parametrize(
    ("budget", "spent", "share"),
    [(200.0, 150.0, 0.75), (200.0, 250.0, 1.25), (0.0, 5.0, None), (None, 5.0, None), (9.0, None, None)],
)
def test_what_is_spent_of_the_budget(budget: float, spent: float, share: float) -> None:
    """Spent over budget, above 1 too; nothing without one of them."""
    workstreams = declared("workstreams", {"workstream_id": "W-1", "name": "Chat", "budget": budget, "spent": spent})
    told = add_progress(workstreams, declared("milestones"), as_of=AS_OF, calendar=FRANCE)["spent_share"].tolist()
    assert [None if pd.isna(one) else one for one in told] == [share]


@pytest.mark.parametrize(("written", "carried"), [("production", "production"), ("strategic", "strategic"), (None, "steering")])
def test_a_workstream_is_carried_by_one_committee(written: str | None, carried: str) -> None:
    """The one that its row names; the steering committee when it names none."""
    workstreams = declared("workstreams", {"workstream_id": "W-1", "name": "Chat", "committee": written})
    assert add_progress(workstreams, declared("milestones"), as_of=AS_OF, calendar=FRANCE)["committee"].tolist() == [carried]
