"""What is promised about actions: which are late, by how much, and what a committee sees first.

Unless a test says otherwise the figures speak for Wednesday 18 March 2026. The production committee meets on Thursdays, the
steering committee on 17 March and 21 April.
"""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.problems import Effect, WrongUse
from gouvernail.rules.action_clock import owner_calendars
from gouvernail.rules.action_state import action_problems
from gouvernail.rules.action_summary import roll_up_ageing, roll_up_by_party
from gouvernail.rules.actions import (
    add_lateness,
    ageing_labels,
    keep_anomalies,
    keep_due_before_next,
    keep_overdue,
)
from gouvernail.rules.periods import month_of
from gouvernail.settings import Settings

AS_OF = date(2026, 3, 18)
MARCH = month_of(AS_OF)
THURSDAYS = ["2026-02-19", "2026-02-26", "2026-03-05", "2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02"]
MEETINGS = declared(
    "meetings",
    *({"meeting_id": f"P{day}", "committee": "production", "planned": day, "status": "planned"} for day in THURSDAYS),
    {"meeting_id": "C-3", "committee": "steering", "planned": "2026-03-17", "held": "2026-03-17", "status": "held"},
    {"meeting_id": "C-4", "committee": "steering", "planned": "2026-04-21", "status": "planned"},
)


def action(action_id: str = "A-1", **cells: Any) -> dict[str, Any]:
    """A sound action, to which a test gives what it is about."""
    usual = {"committee": "production", "description": "Call back", "owner": "Léa", "party": "client", "status": "todo"}
    return {"action_id": action_id, "opened": "2026-01-05", "due_initial": "2026-03-10", "priority": 2} | usual | cells


def lateness(*actions: dict[str, Any], as_of: date = AS_OF, today: date | None = None, **settings: Any) -> pd.DataFrame:
    chosen = Settings(**settings)
    calendars = owner_calendars(chosen)
    table = declared("actions", *actions)
    return add_lateness(table, MEETINGS, as_of=as_of, settings=chosen, calendars=calendars, today=today)


def only(actions: pd.DataFrame, *columns: str) -> tuple[Any, ...]:
    """The cells of the one action, dates as text and a missing one as None."""
    assert len(actions) == 1
    cells = (actions[column].iloc[0] for column in columns)
    return tuple(None if pd.isna(cell) else str(cell.date()) if isinstance(cell, pd.Timestamp) else cell for cell in cells)


@pytest.mark.parametrize(
    ("due", "late", "workdays", "days"),
    [
        ("2026-03-19", False, 0, 0),
        ("2026-03-18", False, 0, 0),  # due today is not late
        ("2026-03-17", True, 1, 1),
        ("2026-03-13", True, 3, 5),  # a weekend in between
        ("2026-03-14", True, 2, 2),  # a Saturday: due on Monday 16
        ("2026-01-01", True, 53, 75),  # New Year's Day: due on Friday 2 January
        (None, False, None, None),
    ],
)
def test_an_action_is_late_from_the_day_after_its_due_date(due: str | None, late: bool, workdays: Any, days: Any) -> None:
    """Late days are working days after the due date, up to and including the day of the committee."""
    actions = lateness(action(due_initial=due))
    assert only(actions, "late", "late_workdays", "late_days") == (late, workdays, days)


@pytest.mark.parametrize(
    ("as_of", "late", "workdays"),
    [(date(2026, 5, 4), False, 0), (date(2026, 5, 5), True, 1), (date(2026, 5, 9), True, 3)],
)
def test_a_due_date_on_a_holiday_moves_to_the_next_working_day(as_of: date, late: bool, workdays: int) -> None:
    """1 May 2026 is a Friday: the action is due on Monday 4; 8 May does not count either."""
    actions = lateness(action(due_initial="2026-05-01"), as_of=as_of)
    assert only(actions, "due", "late", "late_workdays") == ("2026-05-04", late, workdays)


def test_on_the_weekend_after_its_due_date_an_action_is_late_by_no_working_day() -> None:
    """Lateness is `as_of > due`; its length is counted in working days."""
    actions = lateness(action(due_initial="2026-03-13"), as_of=date(2026, 3, 14))
    assert only(actions, "late", "late_workdays", "late_days", "ageing", "index") == (True, 0, 1, "1-5", 0.0)


@pytest.mark.parametrize(
    ("party", "owner", "settings", "due"),
    [
        ("client", "Léa", {}, "2026-04-03"),
        ("client", "Léa", {"calendar_client": "FR-ALSACE-MOSELLE"}, "2026-04-07"),  # Good Friday, then Easter Monday
        ("provider", "Léa", {"calendar_client": "FR-ALSACE-MOSELLE"}, "2026-04-03"),
        ("provider", "Amal", {"calendar_provider": "PT"}, "2026-04-06"),  # Good Friday, but no Easter Monday
        (None, "Léa", {"calendar_client": "FR-ALSACE-MOSELLE"}, "2026-04-07"),
        ("provider", "AMÁL ", {"calendar_offshore": "PT", "offshore_owners": "Zoé; Amal"}, "2026-04-06"),
        ("provider", "Léa", {"calendar_offshore": "PT", "offshore_owners": "Zoé; Amal"}, "2026-04-03"),
        ("provider", "Amal", {"calendar_offshore": "", "offshore_owners": "Amal"}, "2026-04-03"),
    ],
)
def test_the_owner_s_calendar_counts(party: str | None, owner: str, settings: dict[str, str], due: str) -> None:
    """Friday 3 April 2026 seen from each calendar; an owner named offshore follows the offshore one."""
    assert only(lateness(action(party=party, owner=owner, due_initial="2026-04-03"), **settings), "due") == (due,)


@pytest.mark.parametrize(
    ("settings", "workdays"),
    [({}, 3), ({"saturday_worked": True}, 4), ({"pentecost_monday_worked": True}, 4)],
)
def test_the_contract_says_which_days_count(settings: dict[str, bool], workdays: int) -> None:
    """Due on Friday 22 May 2026, seen on Thursday 28: a weekend and Pentecost Monday in between."""
    actions = lateness(action(due_initial="2026-05-22"), as_of=date(2026, 5, 28), **settings)
    assert only(actions, "late_workdays") == (workdays,)


def test_a_party_s_calendar_must_be_known() -> None:
    """A party without a calendar is refused, not counted without one."""
    with pytest.raises(WrongUse):
        lateness(action(), calendar_client="")


def test_the_current_due_date_rules_lateness_and_the_initial_one_the_on_time_rate() -> None:
    """Postponing takes an action out of the late stock, and never makes it on time."""
    postponed = action(due_initial="2026-03-10", due_current="2026-03-31", postponements=1, postponement_reason="IT")
    actions = lateness(postponed)
    assert only(actions, "due", "late", "slip_workdays", "fallen_due", "on_time") == ("2026-03-31", False, 15, True, False)
    done = lateness(postponed | {"status": "done", "closed": "2026-03-16"})
    assert only(done, "closed_late", "fallen_due", "on_time") == (False, True, False)


@pytest.mark.parametrize(
    ("cells", "state", "closed_late", "on_time", "anomalies"),
    [
        ({"status": "done", "closed": "2026-03-10"}, "done", False, True, ""),
        ({"status": "done", "closed": "2026-03-11"}, "done", True, False, ""),
        ({"status": "done", "closed": "2026-03-16", "due_initial": "2026-03-14"}, "done", False, True, ""),
        ({"status": "done"}, "done", True, False, "done_without_date"),
        ({"status": "done", "due_initial": "2026-03-18"}, "done", False, False, "done_without_date"),
        ({"status": "done", "closed": "2026-03-19"}, "open", False, False, "closed_in_future"),
        ({"status": "in_progress", "closed": "2026-03-09"}, "open", False, False, "date_without_status"),
        ({"status": "cancelled", "closed": "2026-03-11"}, "cancelled", False, False, ""),
        ({"status": "cancelled"}, "cancelled", False, False, ""),
        ({"status": "done", "closed": "2026-03-18"}, "done", True, False, ""),
        ({"status": "done", "closed": "2026-01-05"}, "done", False, True, ""),
        ({"opened": "2026-03-18"}, "open", False, False, ""),
        ({"closed": "2026-01-02"}, "set_aside", False, False, "closed_before_opened"),
        ({"status": "cancelled", "closed": "2026-03-19"}, "open", False, False, "closed_in_future"),
        ({"status": "done", "closed": "2026-01-02"}, "set_aside", False, False, "closed_before_opened"),
        ({"opened": "2026-03-19", "status": "blocked"}, "not_yet", False, False, "opened_in_future"),
    ],
)
def test_status_and_dates_say_where_an_action_stands(
    cells: dict[str, str], state: str, closed_late: bool, on_time: bool, anomalies: str
) -> None:
    """What is over is never late; what contradicts itself is said, and set aside only when no reading is possible."""
    actions = lateness(action(**cells))
    assert only(actions, "state", "closed_late", "on_time", "anomalies") == (state, closed_late, on_time, anomalies)
    assert only(actions, "late", "blocked") == (state == "open", False)


def test_an_earlier_committee_is_redone_as_it_was() -> None:
    """Closed on 16 March, the action is open and late on 11 March, and that is no anomaly when redone on 18 March."""
    closed = action(status="done", closed="2026-03-16")
    redone = lateness(closed, as_of=date(2026, 3, 11), today=AS_OF)
    assert only(redone, "state", "late", "late_workdays", "anomalies") == ("open", True, 1, "")


def test_a_blocked_action_s_clock_runs() -> None:
    """Blocked is shown, with who holds it up; it is late all the same."""
    actions = lateness(action(status="blocked", blocked_by="third_party"))
    assert only(actions, "blocked", "blocked_by", "late", "late_workdays") == (True, "third_party", True, 6)


@pytest.mark.parametrize(
    ("span", "late", "workdays", "days", "missed"),
    [
        ({}, True, 6, 8, 1),
        ({"neutralised_from": "2026-03-12", "neutralised_to": "2026-03-13"}, True, 4, 6, 0),  # the meeting of the 12th
        ({"neutralised_from": "2026-03-01", "neutralised_to": "2026-03-11"}, True, 5, 7, 1),
        ({"neutralised_from": "2026-03-11"}, False, 0, 0, 0),  # until further notice
        ({"neutralised_from": "2026-03-16", "neutralised_to": "2026-03-16"}, True, 5, 7, 1),
        ({"neutralised_from": "2026-03-17", "neutralised_to": "2026-12-31"}, True, 4, 6, 1),
        ({"neutralised_from": "2026-01-01", "neutralised_to": "2026-02-01"}, True, 6, 8, 1),
        ({"neutralised_from": "2026-03-13", "neutralised_to": "2026-03-12"}, True, 6, 8, 1),  # no span
    ],
)
def test_neutralised_days_do_not_count(span: dict[str, str], late: bool, workdays: int, days: int, missed: int) -> None:
    """Due on Tuesday 10 March, seen on the 18th; the decision says from which day to which."""
    actions = lateness(action(decision_id="D-1", **span))
    assert only(actions, "late", "late_workdays", "late_days", "missed_cycles") == (late, workdays, days, missed)


def test_only_a_recorded_decision_neutralises() -> None:
    """Without a decision's id the clock runs, and the row is to be completed."""
    actions = lateness(action(neutralised_from="2026-03-11", neutralised_to="2026-03-31"))
    assert only(actions, "late", "late_workdays", "anomalies") == (True, 6, "neutralised_without_decision")


def test_a_neutralised_span_spares_the_on_time_rate_too() -> None:
    """Closed within the days that the decision added, the action is on time; still open in them, it has not fallen due."""
    span = {"decision_id": "D-1", "neutralised_from": "2026-03-11", "neutralised_to": "2026-03-31"}
    assert only(lateness(action(status="done", closed="2026-03-17", **span)), "fallen_due", "on_time") == (True, True)
    assert only(lateness(action(**span)), "fallen_due", "on_time") == (False, False)


@pytest.mark.parametrize(
    ("committee", "due", "missed", "urgency", "escalates", "above"),
    [
        ("production", "2026-03-17", 0, "info", False, None),
        ("production", "2026-03-12", 0, "info", False, None),  # a meeting on the due date is not missed
        ("production", "2026-03-11", 1, "to_handle", False, None),
        ("production", "2026-03-04", 2, "escalate", True, "steering"),
        ("steering", "2026-03-04", 1, "to_handle", False, None),  # the same lateness, a slower committee
        ("strategic", "2026-03-04", 0, "info", False, None),
        (None, "2026-03-04", 0, "info", False, None),
        ("production", "2026-03-18", 0, None, False, None),
    ],
)
def test_lateness_weighs_by_the_meetings_it_missed(
    committee: str | None, due: str, missed: int, urgency: str | None, escalates: bool, above: str | None
) -> None:
    """Meetings of its own committee after the due date, up to the day itself: 0 for information, 1 to handle, 2 goes up."""
    actions = lateness(action(committee=committee, due_initial=due))
    assert only(actions, "missed_cycles", "urgency", "escalates", "escalates_to") == (missed, urgency, escalates, above)


@pytest.mark.parametrize(
    ("cells", "reasons", "above"),
    [
        ({"due_initial": "2026-03-04"}, "missed_cycles", "steering"),
        ({"due_current": "2026-03-31", "postponements": 3}, "postponements", "steering"),
        ({"due_current": "2026-03-31", "postponements": 2}, "", None),
        ({"due_current": "2026-04-08"}, "", None),  # 20 working days of slip
        ({"due_current": "2026-04-09"}, "slip", "steering"),
        ({"due_current": "2026-04-09", "committee": "steering"}, "slip", "strategic"),
        ({"due_current": "2026-04-09", "committee": "strategic"}, "slip", None),
        (
            {"due_initial": "2026-01-05", "due_current": "2026-03-02", "postponements": 4},
            "missed_cycles;postponements;slip",
            "steering",
        ),
        ({"due_current": "2026-04-09", "postponements": 9, "status": "done", "closed": "2026-03-17"}, "", None),
    ],
)
def test_an_action_goes_up_for_a_reason(cells: dict[str, Any], reasons: str, above: str | None) -> None:
    """Missed cycles, more than 2 postponements, more than 20 working days of slip; a closed action does not go up."""
    actions = lateness(action(**cells))
    assert only(actions, "escalates", "reasons", "escalates_to") == (bool(reasons), reasons, above)


@pytest.mark.parametrize(
    ("due", "soon"),
    [("2026-03-17", False), ("2026-03-18", True), ("2026-03-19", False), ("2026-03-21", False), (None, False)],
)
def test_what_falls_due_before_the_next_meeting(due: str | None, soon: bool) -> None:
    """Strictly before Thursday 19: what is due on the day of the meeting is reviewed there."""
    actions = lateness(action(due_initial=due))
    assert only(actions, "next_meeting", "due_before_next") == ("2026-03-19", soon)


def test_an_action_without_a_due_date_gets_the_next_meeting_as_a_proposal() -> None:
    """Proposed, never filled in; the action is to be completed, and is not late."""
    actions = lateness(action(due_initial=None), action("A-2"))
    assert actions["proposed_due"].tolist() == [pd.Timestamp("2026-03-19"), pd.NaT]
    assert actions["anomalies"].tolist() == ["no_due", ""]


@pytest.mark.parametrize(
    ("cells", "anomalies"),
    [
        ({"owner": None, "due_initial": None}, "no_owner;no_due"),
        ({"committee": None}, "no_committee"),
        ({"due_initial": None, "due_current": "2026-03-31"}, "no_due_initial"),
        ({"owner": None, "status": "done", "closed": "2026-03-10"}, ""),
        ({"due_current": "2026-03-31"}, "postponed_without_reason"),
        ({"due_current": "2026-03-31", "postponement_reason": "IT"}, ""),
        ({"postponements": 1}, "postponed_without_reason"),
        ({"due_current": "2026-03-03"}, ""),  # brought forward
        ({"decision_id": "D-1", "neutralised_from": "2026-03-11"}, ""),
        ({"decision_id": "D-1", "neutralised_from": "2026-03-11", "neutralised_to": "2026-03-11"}, ""),
        ({"decision_id": "D-1", "neutralised_to": "2026-03-11"}, "neutralised_span"),
        ({"decision_id": "D-1", "neutralised_from": "2026-03-11", "neutralised_to": "2026-03-10"}, "neutralised_span"),
        ({"opened": "2026-03-19", "owner": None}, "opened_in_future"),
    ],
)
def test_what_a_row_does_not_say_is_an_anomaly(cells: dict[str, Any], anomalies: str) -> None:
    """Listed to be corrected; never guessed."""
    assert only(lateness(action(**cells)), "anomalies") == (anomalies,)


def test_the_age_and_the_weight_of_lateness() -> None:
    """Buckets of 5, 10 and 20 working days; the index is weight x late days over 20, no more than the weight itself."""
    rows = [("2026-03-17", 1), ("2026-03-11", 1), ("2026-03-10", 2), ("2026-03-03", 3), ("2026-02-18", None), ("2026-02-17", 1)]
    actions = lateness(*(action(str(at), due_initial=due, priority=rank) for at, (due, rank) in enumerate(rows)))
    assert actions["late_workdays"].tolist() == [1, 5, 6, 11, 20, 21]
    assert actions["ageing"].tolist() == ["1-5", "1-5", "6-10", "11-20", "11-20", ">20"]
    assert actions["index"].tolist() == pytest.approx([0.15, 0.75, 0.6, 0.55, 1.0, 3.0])


def test_the_heaviest_lateness_comes_first() -> None:
    """Missed cycles, then priority (none comes last), then late working days, then id."""
    actions = lateness(
        action("B", due_initial="2026-03-16", priority=2),
        action("A", due_initial="2026-03-16", priority=2),
        action("older", due_initial="2026-03-13", priority=2),
        action("unranked", due_initial="2026-03-13", priority=None),
        action("urgent", due_initial="2026-03-17", priority=1),
        action("missed", due_initial="2026-03-10", priority=3),
        action("on time", due_initial="2026-03-18", priority=1),
    )
    assert keep_overdue(actions)["action_id"].tolist() == ["missed", "urgent", "older", "A", "B", "unranked"]


def test_the_lists_that_a_committee_reads() -> None:
    """Rows to complete, open ones first; what falls due first."""
    actions = lateness(
        action("done", status="done"),
        action("low", owner=None, priority=3),
        action("high", owner=None, priority=1),
        action("next", committee="steering", due_initial="2026-03-24"),
        action("soon", due_initial="2026-03-18"),
    )
    assert keep_anomalies(actions)["action_id"].tolist() == ["high", "low", "done"]
    assert keep_due_before_next(actions)["action_id"].tolist() == ["soon", "next"]


def test_what_was_closed_since_its_committee_last_met() -> None:
    """Production met on Thursday 12, steering on Tuesday 17, strategic never; the meeting of the as-of day is not the last."""
    rows = [
        ("production", "2026-03-12", False),
        ("production", "2026-03-13", True),
        ("production", "2026-03-18", True),
        ("production", "2026-03-19", False),
        ("production", None, True),
        ("steering", "2026-03-17", False),
        ("steering", "2026-03-18", True),
        ("strategic", "2026-03-18", False),
        (None, "2026-03-18", False),
    ]
    closed = [action(str(at), committee=who, status="done", closed=day) for at, (who, day, _) in enumerate(rows)]
    actions = lateness(*closed, action("open"), action("cancelled", status="cancelled", closed="2026-03-18"))
    assert actions["closed_since"].tolist() == [*(since for *_, since in rows), False, False]
    assert roll_up_by_party(actions, MARCH)[["party", "closed_since"]].to_numpy().tolist() == [["client", 4], ["provider", 0]]
    thursday = lateness(action(status="done", closed="2026-03-17"), as_of=date(2026, 3, 19))
    assert thursday["closed_since"].tolist() == [True]


def test_each_party_s_line_always_both_in_the_same_columns() -> None:
    """Stock on the day; closings of the month; on-time rate on the initial due dates of the month."""
    actions = lateness(
        action("late", party="provider", priority=1),
        action("stuck", party="provider", status="blocked", due_initial="2026-03-18"),
        action("postponed", party="provider", due_initial="2026-03-04", due_current="2026-03-06"),
        action("kept", party="provider", status="done", closed="2026-03-10"),
        action("not kept", party="provider", status="done", closed="2026-03-11"),
        action("february", party="provider", status="done", due_initial="2026-02-20", closed="2026-02-27"),
        action("cancelled", party="provider", status="cancelled"),
        action("set aside", party="provider", status="done", closed="2026-01-01"),
        action("not yet", party="provider", opened="2026-03-20"),
    )
    expected = pd.DataFrame(
        {
            "party": pd.Series(["client", "provider"], dtype="str"),
            "late": [0, 2],
            "blocked": [0, 1],
            "due_before_next": [0, 1],
            "index": [0.0, 3 * 6 / 20 + 2 * 8 / 20],
            "open": [0, 3],
            "closed_since": [0, 0],
            "closed_late": [0, 1],
            "on_time": [0, 1],
            "on_time_base": [0, 4],
            "on_time_rate": [None, 25.0],
            "slip_workdays": [None, 2 / 3],
        }
    )
    pd.testing.assert_frame_equal(roll_up_by_party(actions, MARCH), expected, check_like=True)


def test_actions_without_a_party_have_their_own_line() -> None:
    """So that the lines add up to the whole."""
    summary = roll_up_by_party(lateness(action(), action("A-2", party=None)), MARCH)
    assert summary[["party", "late"]].to_numpy().tolist() == [["client", 1], ["provider", 0], ["unassigned", 1]]


def test_the_age_of_what_is_late_by_party() -> None:
    """Every bucket and every party, zeros included."""
    late = [("client", "2026-03-17"), ("client", "2026-03-16"), ("provider", "2026-02-17"), (None, "2026-03-03")]
    actions = lateness(*(action(str(at), party=party, due_initial=due) for at, (party, due) in enumerate(late)))
    table = roll_up_ageing(actions, Settings())
    assert table.columns.tolist() == ["ageing", "client", "provider", "unassigned"]
    assert table.to_numpy().tolist() == [["1-5", 2, 0, 0], ["6-10", 0, 0, 0], ["11-20", 0, 0, 1], [">20", 0, 1, 0]]
    assert ageing_labels(Settings(ageing=(2.0, 4.0))) == ["1-2", "3-4", ">4"]


def test_each_anomaly_is_a_problem_with_its_cell() -> None:
    """Only a row that no reading saves is set aside; a missing date comes with the one proposed."""
    problems = action_problems(
        lateness(
            action("A-1", row=7, status="done", closed="2026-01-02"),
            action("A-2", row=8, owner=None, due_initial=None),
        )
    )
    assert [(problem.code, problem.effect, problem.table) for problem in problems] == [
        ("action_closed_before_opened", Effect.ROW, "actions"),
        ("action_no_owner", Effect.NOTICE, "actions"),
        ("action_no_due", Effect.NOTICE, "actions"),
    ]
    assert [dict(problem.facts) for problem in problems] == [
        {"table": "actions", "row": 7, "column": "closed", "found": "2026-01-02", "action_id": "A-1", "opened": "2026-01-05"},
        {"table": "actions", "row": 8, "column": "owner", "found": "", "action_id": "A-2"},
        {"table": "actions", "row": 8, "column": "due_initial", "found": "", "action_id": "A-2", "proposed": "2026-03-19"},
    ]


def test_a_committee_without_a_meeting_to_come_is_said() -> None:
    """Nothing can fall due before an unknown meeting: the calendar is to be completed."""
    strategic = action(committee="strategic", due_initial="2026-03-18")
    actions = lateness(strategic, strategic | {"action_id": "A-2"})
    (problem,) = action_problems(actions)
    assert (problem.code, problem.effect) == ("no_next_meeting", Effect.NOTICE)
    assert dict(problem.facts) == {"table": "meetings", "committee": "strategic", "actions": 2}
    assert actions["due_before_next"].tolist() == [False, False]
