"""What we promise of decisions: the right committee, put off twice goes up, carried out or not."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_routes import lowest_remit
from gouvernail.rules.decisions import add_decision_state, decision_problems, keep_agenda

AS_OF = date(2026, 4, 8)
REMIT = declared(
    "remit",
    {"decision_type": "operational", "committee": "production"},
    {"decision_type": "staffing", "max_amount": 10_000, "committee": "steering"},
    {"decision_type": "staffing", "max_amount": 5_000, "committee": "production"},
    {"decision_type": "staffing", "committee": "strategic"},
    {"decision_type": "budget", "max_amount": 20_000, "committee": "steering"},
)


def meeting(name: str, planned: str, held: str | None = None, status: str | None = None, **more: Any) -> dict[str, Any]:
    """A steering meeting, held on its day unless said otherwise."""
    status = status or ("held" if held else "planned")
    return {"meeting_id": name, "committee": "steering", "planned": planned, "held": held, "status": status, **more}


MONTHLY = (
    meeting("S-01", "2026-01-08", "2026-01-08"),
    meeting("S-02", "2026-02-05", "2026-02-05"),
    meeting("S-03", "2026-03-05", "2026-03-05"),
    meeting("S-04", "2026-04-08"),
    meeting("S-05", "2026-05-07"),
    meeting("X-1", "2026-01-15", "2026-01-15", committee="strategic"),
    meeting("X-2", "2026-07-16", committee="strategic"),
)


def decision(name: str = "D-1", **more: Any) -> dict[str, Any]:
    """A steering decision asked in January for the February meeting, still open."""
    usual = {"committee": "steering", "question": "?", "requested": "2026-01-20", "due_meeting": "S-02"}
    return {"decision_id": name, "status": "requested", **usual, **more}


def stated(
    *decisions: dict[str, Any],
    meetings: tuple[dict[str, Any], ...] = MONTHLY,
    weak: tuple[str, ...] = (),
    as_of: date = AS_OF,
) -> pd.DataFrame:
    """The decisions on a day; ``weak`` names the meetings held without quorum."""
    held = declared("meetings", *meetings)
    held = held.assign(quorum=held["held"].notna() & ~held["meeting_id"].isin(weak))
    return add_decision_state(declared("decisions", *decisions), held, REMIT, as_of=as_of, calendar=Calendar("FR"))


@pytest.mark.parametrize(
    ("decision_type", "amount", "committee"),
    [
        ("operational", None, "production"),
        ("operational", 1_000_000.0, "production"),
        ("staffing", 5_000.0, "production"),
        ("staffing", 5_000.01, "steering"),
        ("staffing", 10_001.0, "strategic"),
        ("staffing", None, "production"),
        ("budget", 20_001.0, None),
        ("technology", 10.0, None),
        (None, 10.0, None),
    ],
)
def test_the_lowest_committee_whose_remit_covers_it(decision_type: str, amount: float, committee: str | None) -> None:
    """Type and amount lead to the lowest committee that may decide; the limit itself is still within it."""
    found = lowest_remit(pd.Series([decision_type], dtype="str"), pd.Series([amount]), REMIT)
    assert found.fillna("-").tolist() == [committee or "-"]


@pytest.mark.parametrize(
    ("asked", "routed_to", "beyond", "waits_for"),
    [
        ({"committee": "production", "decision_type": "staffing", "amount": 7_000}, "steering", True, "steering"),
        ({"decision_type": "staffing", "amount": 12_000}, "strategic", True, "strategic"),
        ({"decision_type": "budget", "amount": 20_001}, "strategic", True, "strategic"),
        ({"decision_type": "operational"}, "production", False, "steering"),
        ({"decision_type": None}, "steering", False, "steering"),
    ],
)
def test_beyond_the_remit_it_is_routed_up(asked: dict[str, Any], routed_to: str, beyond: bool, waits_for: str) -> None:
    """Never down: a committee may keep what a lower one could decide."""
    row = stated(decision(**{"due_meeting": "S-05", **asked})).loc[0]
    assert (row["routed_to"], row["beyond_remit"], row["waits_for"]) == (routed_to, beyond, waits_for)


@pytest.mark.parametrize(
    ("due_meeting", "as_of", "postponed", "went_up", "waits_for"),
    [
        ("S-04", date(2026, 4, 8), 0, False, "steering"),
        ("S-03", date(2026, 3, 5), 1, False, "steering"),
        ("S-03", date(2026, 3, 4), 0, False, "steering"),
        ("S-03", date(2026, 4, 8), 1, False, "steering"),
        ("S-02", date(2026, 4, 8), 2, True, "strategic"),
        ("S-01", date(2026, 4, 8), 2, True, "strategic"),
        ("S-02", date(2026, 7, 20), 3, True, "strategic"),
    ],
)
def test_undecided_twice_goes_one_committee_up(
    due_meeting: str, as_of: date, postponed: int, went_up: bool, waits_for: str
) -> None:
    """Each meeting from the due one on counts once it has passed; the one of the day only once it is held."""
    row = stated(decision(due_meeting=due_meeting, requested="2025-12-20"), as_of=as_of).loc[0]
    assert (row["postponed"], row["went_up"], row["waits_for"]) == (postponed, went_up, waits_for)


def test_a_production_decision_can_climb_to_the_top() -> None:
    """Twice at the weekly meeting, twice at the monthly one: it waits for the strategic committee."""
    weekly = tuple(meeting(f"P-{day}", f"2026-01-{day:02}", f"2026-01-{day:02}", committee="production") for day in (6, 13, 20))
    asked = decision(committee="production", decision_type="operational", due_meeting="P-6", requested="2026-01-02")
    row = stated(asked, meetings=(*MONTHLY, *weekly)).loc[0]
    assert (row["postponed"], row["waits_for"]) == (4, "strategic")
    row = stated(asked, meetings=(*MONTHLY, *weekly), as_of=date(2026, 2, 6)).loc[0]
    assert (row["postponed"], row["waits_for"]) == (3, "steering")


@pytest.mark.parametrize(
    ("third", "due_day"),
    [
        (meeting("S-03", "2026-03-30", "2026-04-02"), "2026-04-02"),
        (meeting("S-03", "2026-03-30", status="cancelled"), "2026-05-07"),
        (meeting("S-03", "2026-03-30", status="postponed"), "2026-05-07"),
        (meeting("S-03", "2026-03-30"), "2026-03-30"),
    ],
)
def test_due_at_a_meeting_means_on_the_day_it_is_held(third: dict[str, Any], due_day: str) -> None:
    """A meeting moved past the month's end moves what is due with it; a cancelled one leaves it to the next."""
    row = stated(decision(due_meeting="S-03"), meetings=(third, meeting("S-05", "2026-05-07"))).loc[0]
    assert (row["due_day"], row["due_assumed"]) == (pd.Timestamp(due_day), False)


def test_without_a_due_meeting_it_is_due_at_the_next_one() -> None:
    """The first meeting of its committee after it was asked; without a date, after today; without a meeting, never."""
    rows = stated(
        decision("D-1", due_meeting=None, requested="2026-02-05"),
        decision("D-2", due_meeting=None, requested=None),
        decision("D-3", due_meeting=None, committee="production"),
    )
    assert rows["due_day"].tolist() == [pd.Timestamp("2026-03-05"), pd.Timestamp("2026-05-07"), pd.NaT]
    assert rows["due_assumed"].tolist() == [True, True, True]
    assert rows["postponed"].tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({}, "open"),
        ({"status": "postponed"}, "open"),
        ({"requested": "2026-04-09"}, "not_yet"),
        ({"status": "taken", "decided": "2026-03-05"}, "taken"),
        ({"status": "taken", "decided": "2026-04-09"}, "open"),
        ({"status": "taken", "decided": "2026-02-05"}, "to_confirm"),
        ({"status": "taken"}, "taken"),
        ({"status": "refused", "decided": "2026-03-05"}, "refused"),
        ({"status": "executed", "decided": "2026-03-05", "executed": "2026-03-20"}, "executed"),
        ({"status": "executed", "decided": "2026-03-05", "executed": "2026-04-20"}, "taken"),
        ({"status": "executed", "decided": "2026-03-05"}, "executed"),
    ],
)
def test_the_state_is_that_of_the_day(answer: dict[str, Any], state: str) -> None:
    """What was decided or done later was not yet; what was taken without quorum is to be confirmed."""
    assert stated(decision(**answer), weak=("S-02",))["state"].tolist() == [state]


def test_carried_out_on_time_or_not() -> None:
    """1 May is a holiday: due that Friday, done on Monday is on time. Without a due day, neither late nor on time."""
    taken = {"status": "taken", "decided": "2026-03-05"}
    done = {"status": "executed", "decided": "2026-03-05"}
    rows = stated(
        decision("D-1", due="2026-05-01", executed="2026-05-04", **done),
        decision("D-2", due="2026-05-01", executed="2026-05-05", **done),
        decision("D-3", due="2026-05-07", **taken),
        decision("D-4", due="2026-05-08", **taken),
        decision("D-5", executed="2026-05-05", **done),
        as_of=date(2026, 5, 8),
    )
    assert rows[["fallen_due", "on_time", "execution_late"]].to_numpy().tolist() == [
        [True, True, False],
        [True, False, True],
        [True, False, True],
        [False, False, False],
        [False, False, False],
    ]


def test_seen_three_times_is_stuck() -> None:
    """Three meetings since it was asked, and no answer: said on the agenda. An answer frees it."""
    open_since_december = {"requested": "2025-12-20", "due_meeting": "S-05"}
    rows = stated(
        decision("D-1", **open_since_december),
        decision("D-2", **open_since_december | {"requested": "2026-01-20"}),
        decision("D-3", **open_since_december, status="taken", decided="2026-03-05"),
    )
    assert rows["seen"].tolist() == [3, 2, 2]
    assert rows["stuck"].tolist() == [True, False, False]


def test_the_agenda_of_the_next_meeting() -> None:
    """Due by then, gone up to it, to be confirmed; the most often put off first."""
    rows = stated(
        decision("D-1", due_meeting="S-05"),
        decision("D-2", due_meeting="S-04"),
        decision("D-3", due_meeting="S-03"),
        decision("D-4", due_meeting="S-02"),
        decision("D-5", status="taken", decided="2026-03-05"),
        decision("D-6", committee="production", decision_type="staffing", amount=7_000, due_meeting="S-05"),
        decision("D-7", status="taken", decided="2026-03-06"),
        weak=("S-03",),
    )
    agenda = keep_agenda(rows, "steering", until=date(2026, 4, 8))
    assert agenda[["decision_id", "postponed"]].to_numpy().tolist() == [["D-5", 1], ["D-3", 1], ["D-2", 0], ["D-6", 0]]
    assert keep_agenda(rows, "strategic", until=date(2026, 7, 16))["decision_id"].tolist() == ["D-4"]
    assert "D-1" in keep_agenda(rows, "steering", until=None)["decision_id"].tolist()


def test_what_a_row_does_not_say_is_pointed_at() -> None:
    """Each anomaly with its cell; the rows still count."""
    rows = stated(
        decision("D-1", requested=None, row=2),
        decision("D-2", status="taken", row=3),
        decision("D-3", decided="2026-03-05", row=4),
        decision("D-4", status="refused", decided="2026-01-02", row=5),
        decision("D-5", status="executed", decided="2026-03-05", row=6),
        decision("D-6", status="taken", decided="2026-03-05", decision_type="staffing", amount=50_000, row=7),
        decision("D-7", decision_type="technology", row=8),
        decision("D-8", row=9),
    )
    told = [(p.code, p.effect, p.facts["row"], p.facts["column"]) for p in decision_problems(rows)]
    assert told == [
        ("decision_no_request_date", "notice", 2, "requested"),
        ("decision_answered_without_date", "notice", 3, "decided"),
        ("decision_date_without_answer", "notice", 4, "status"),
        ("decision_answered_before_requested", "notice", 5, "decided"),
        ("decision_executed_without_date", "notice", 6, "executed"),
        ("decision_taken_beyond_remit", "notice", 7, "committee"),
        ("decision_no_remit", "notice", 8, "decision_type"),
    ]


def test_no_decision() -> None:
    """An empty table gives an empty page."""
    assert stated().empty
    assert decision_problems(stated()) == ()
