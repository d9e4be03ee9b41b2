"""Whether the rules on actions hold at the edges."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from declared import declared
from gouvernail.rules.action_clock import owner_calendars
from gouvernail.rules.action_state import ActionState, action_problems
from gouvernail.rules.action_summary import roll_up_ageing, roll_up_by_party
from gouvernail.rules.actions import add_lateness, keep_anomalies, keep_due_before_next, keep_overdue
from gouvernail.rules.periods import month_of
from gouvernail.settings import Settings
from gouvernail.terms import ActionStatus, Committee, MeetingStatus, Party

SETTINGS = Settings(calendar_provider="FR-ALSACE-MOSELLE", calendar_offshore="MA", offshore_owners="Amal")
CALENDARS = owner_calendars(SETTINGS)
FAR = date(2100, 1, 1)
from_tables = settings(deadline=None, max_examples=25)

days = st.dates(date(2025, 6, 1), date(2026, 12, 31))
maybe = st.none() | days
running = st.sampled_from([ActionStatus.TODO, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED])
numbers = st.integers(0, 4)

meeting = st.fixed_dictionaries(
    {
        "committee": st.sampled_from(list(Committee)),
        "planned": days,
        "held": maybe,
        "status": st.sampled_from(list(MeetingStatus)),
    }
)
spans = st.just({}) | st.fixed_dictionaries({"decision_id": st.just("D-1"), "neutralised_from": maybe, "neutralised_to": maybe})


def actions_with(**cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    usual: dict[str, st.SearchStrategy[Any]] = {
        "committee": st.none() | st.sampled_from(list(Committee)),
        "owner": st.sampled_from([None, "Léa", "Amal"]),
        "party": st.none() | st.sampled_from(list(Party)),
        "opened": maybe,
        "due_initial": maybe,
        "due_current": maybe,
        "closed": maybe,
        "status": st.sampled_from(list(ActionStatus)),
        "priority": st.none() | st.integers(1, 3),
        "postponements": st.none() | numbers,
    }
    row = st.builds(lambda cells, span: cells | span, st.fixed_dictionaries(usual | cells), spans)
    return st.lists(row, max_size=8)


def table(key: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    name = {"actions": "action_id", "meetings": "meeting_id"}[key]
    return declared(key, *({name: f"{at:03d}"} | row for at, row in enumerate(rows)))


def lateness(actions: pd.DataFrame, meetings: pd.DataFrame, as_of: date, **options: Any) -> pd.DataFrame:
    return add_lateness(actions, meetings, as_of=as_of, settings=SETTINGS, calendars=CALENDARS, **options)


@from_tables
@given(actions_with(), st.lists(meeting, max_size=8), days)
def test_rows_order_index_and_inputs_survive(rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date) -> None:
    actions, meetings = table("actions", rows).iloc[::-2], table("meetings", met)
    before = actions.copy()
    added = lateness(actions, meetings, as_of)
    pd.testing.assert_frame_equal(actions, before)
    pd.testing.assert_frame_equal(added[actions.columns], actions)


@from_tables
@given(
    actions_with(status=running, closed=st.none(), opened=st.none()),
    st.lists(meeting, max_size=8),
    days,
    st.integers(0, 60),
)
def test_the_lateness_of_an_open_action_never_falls(
    rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date, ahead: int
) -> None:
    actions, meetings = table("actions", rows), table("meetings", met)
    now, later = lateness(actions, meetings, as_of), lateness(actions, meetings, as_of + timedelta(days=ahead))
    for column in ("late", "late_workdays", "late_days", "missed_cycles", "index", "fallen_due"):
        assert (later[column] >= now[column]).fillna(True).all(), column


@from_tables
@given(
    actions_with(opened=days),
    st.lists(meeting, max_size=8),
    days,
)
def test_redoing_an_earlier_day_gives_the_table_as_it_stood(
    rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date
) -> None:
    known = [row for row in rows if row["closed"] is None or row["closed"] >= row["opened"]]
    stood = [
        row if not row["closed"] or row["closed"] <= as_of else row | {"closed": None, "status": ActionStatus.TODO}
        for row in known
        if row["opened"] <= as_of
    ]
    meetings = table("meetings", met)
    kept = [at for at, row in enumerate(known) if row["opened"] <= as_of]
    redone = lateness(table("actions", known), meetings, as_of, today=FAR).iloc[kept].reset_index(drop=True)
    then = lateness(table("actions", stood), meetings, as_of)
    apart = ["action_id", "row", "status", "closed", "anomalies", "blocked"]
    pd.testing.assert_frame_equal(redone.drop(columns=apart), then.drop(columns=apart))
    running_with_date = redone["anomalies"].str.contains("date_without_status")
    assert redone["anomalies"][~running_with_date].tolist() == then["anomalies"][~running_with_date].tolist()


@from_tables
@given(actions_with(), st.lists(meeting, max_size=8), days)
def test_the_lines_of_the_parties_add_up(rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date) -> None:
    actions = lateness(table("actions", rows), table("meetings", met), as_of)
    period = month_of(as_of)
    summary = roll_up_by_party(actions, period)
    assert summary["party"].tolist()[:2] == ["client", "provider"]
    for column in ("late", "blocked", "due_before_next"):
        assert summary[column].sum() == actions[column].sum()
    assert summary["open"].sum() == (actions["state"] == ActionState.OPEN).sum()
    assert summary["on_time_base"].sum() == (actions["fallen_due"] & period.contains(actions["due_initial"])).sum()
    assert summary["index"].sum() == pytest.approx(actions["index"].sum())
    assert (summary["on_time"] <= summary["on_time_base"]).all()
    ages = roll_up_ageing(actions, SETTINGS)
    assert ages[["client", "provider", "unassigned"]].to_numpy().sum() == actions["late"].sum()


@from_tables
@given(actions_with(), st.lists(meeting, max_size=8), days)
def test_what_one_action_can_be(rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date) -> None:
    actions = lateness(table("actions", rows), table("meetings", met), as_of)
    is_open = actions["state"] == ActionState.OPEN
    late = actions["late"]
    assert not (late & ~is_open).any()
    assert not (late & actions["due_before_next"]).any()
    assert not (actions["on_time"] & ~actions["fallen_due"]).any()
    assert (late == actions["urgency"].notna()).all()
    assert (late == actions["ageing"].notna()).all()
    assert (actions["late_workdays"] <= actions["late_days"]).fillna(True).all()
    assert (actions.loc[late, "due"] < pd.Timestamp(as_of)).all()
    assert actions["index"].between(0, 3).all()


@from_tables
@given(actions_with(), st.lists(meeting, max_size=8), days)
def test_every_list_is_a_part_of_the_table(rows: list[dict[str, Any]], met: list[dict[str, Any]], as_of: date) -> None:
    actions = lateness(table("actions", rows), table("meetings", met), as_of)
    for kept, flag in (
        (keep_overdue(actions), actions["late"]),
        (keep_anomalies(actions), actions["anomalies"] != ""),
        (keep_due_before_next(actions), actions["due_before_next"]),
    ):
        pd.testing.assert_frame_equal(kept.sort_index(), actions[flag])


@from_tables
@given(actions_with(), days)
def test_a_problem_for_every_anomaly(rows: list[dict[str, Any]], as_of: date) -> None:
    actions = lateness(table("actions", rows), table("meetings", []), as_of)
    problems = [problem for problem in action_problems(actions) if problem.table == "actions"]
    expected = [
        (row, key) for row, keys in zip(actions["row"], actions["anomalies"], strict=True) for key in keys.split(";") if key
    ]
    assert [(problem.facts["row"], problem.code.removeprefix("action_")) for problem in problems] == expected


def test_an_empty_table_gives_empty_lists_and_both_parties() -> None:
    actions = lateness(table("actions", []), table("meetings", []), date(2026, 3, 18))
    assert len(actions) == 0
    assert {"late", "due", "anomalies", "index"} <= set(actions.columns)
    assert roll_up_by_party(actions, month_of(date(2026, 3, 18)))["open"].tolist() == [0, 0]
    assert roll_up_ageing(actions, SETTINGS).shape == (4, 4)
    assert keep_overdue(actions).empty
    assert keep_anomalies(actions).empty
    assert action_problems(actions) == ()


def test_the_types_of_the_columns_do_not_depend_on_the_rows() -> None:
    meetings = table("meetings", [{"committee": "production", "planned": "2026-03-26", "status": "planned"}])
    full = lateness(
        table("actions", [{"committee": "production", "status": "todo", "due_initial": "2026-03-01"}]), meetings, FAR
    )
    empty = lateness(table("actions", []), table("meetings", []), FAR)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_priority_weights_follow_the_settings() -> None:
    chosen = Settings(priority_weights=(10.0, 1.0))
    rows = [{"status": "todo", "due_initial": "2026-01-01", "priority": rank} for rank in (1, 2, 3, None)]
    actions = add_lateness(
        table("actions", rows),
        table("meetings", []),
        as_of=date(2026, 3, 18),
        settings=chosen,
        calendars=owner_calendars(chosen),
    )
    assert actions["index"].tolist() == [10.0, 1.0, 1.0, 1.0]


def test_today_never_hides_what_is_after_as_of_alone() -> None:
    """A `today` before `as_of` is of no use: the table knows at least until `as_of`."""
    rows = [{"status": "done", "closed": "2026-03-17"}]
    actions = lateness(table("actions", rows), table("meetings", []), date(2026, 3, 18), today=date(2026, 1, 1))
    assert actions["anomalies"].tolist() == [""]
