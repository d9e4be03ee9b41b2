"""Do decisions, quorum and workstreams hold at the edges?"""

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from declared import declared
from gouvernail.rules.actions import add_lateness
from gouvernail.rules.alignment import action_kpis, alignment_matrix, orphans
from gouvernail.rules.ambitions import ambition_gaps, antagonist_pairs
from gouvernail.rules.cadence import add_outcomes, held_rates, joint_workday, year_ahead
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.decision_routes import lowest_remit, ranks
from gouvernail.rules.decisions import add_decision_state
from gouvernail.rules.engagement import engagement
from gouvernail.rules.quorum import add_quorum
from gouvernail.rules.workstreams import add_progress
from gouvernail.settings import Settings
from gouvernail.terms import Cadence

FRANCE = Calendar("FR")
TABLES = (
    "committees",
    "meetings",
    "attendance",
    "participants",
    "remit",
    "decisions",
    "actions",
    "findings",
    "workstreams",
    "milestones",
    "priorities",
    "kpis",
    "antagonists",
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
REMIT = declared(
    "remit",
    {"decision_type": "budget", "max_amount": 1_000, "committee": "production"},
    {"decision_type": "budget", "max_amount": 20_000, "committee": "steering"},
    {"decision_type": "budget", "committee": "strategic"},
)


@given(st.lists(st.floats(0, 100_000), min_size=2, max_size=20))
@tried(deadline=None, max_examples=40)
def test_a_larger_amount_never_goes_lower(amounts: list[float]) -> None:
    """The committee climbs with the amount."""
    found = lowest_remit(pd.Series(["budget"] * len(amounts)), pd.Series(sorted(amounts)), REMIT)
    assert ranks(found).is_monotonic_increasing


@given(
    st.lists(st.tuples(st.sampled_from(["production", "steering", "strategic"]), DAYS), max_size=15),
    st.sampled_from(["production", "steering", "strategic"]),
    DAYS,
    st.lists(DAYS, min_size=2, max_size=4, unique=True),
)
@tried(deadline=None, max_examples=40)
def test_time_only_puts_off(meetings: list[tuple[str, date]], committee: str, requested: date, days: list[date]) -> None:
    """While nobody answers, the count never falls and the committee never goes down, as the days pass."""
    held = declared(
        "meetings",
        *(
            {"meeting_id": f"M-{at}", "committee": one, "planned": str(day), "held": str(day), "status": "held"}
            for at, (one, day) in enumerate(meetings)
        ),
    ).assign(quorum=True)
    asked: dict[str, Any] = {"decision_id": "D", "committee": committee, "question": "?", "status": "requested"}
    decisions = declared("decisions", asked | {"requested": str(requested)})
    seen = [
        add_decision_state(decisions, held, REMIT, as_of=day, calendar=FRANCE).loc[0]
        for day in sorted(days)
        if day >= requested
    ]
    assert [row["postponed"] for row in seen] == sorted(row["postponed"] for row in seen)
    places = ranks(pd.Series([row["waits_for"] for row in seen], dtype="str")).tolist()
    assert places == sorted(places)


@given(
    st.sampled_from([cadence.value for cadence in Cadence]),
    st.lists(st.dates(date(2019, 1, 1), date(2026, 6, 30)), max_size=10),
    DAYS,
)
@tried(deadline=None, max_examples=40)
def test_the_year_ahead_is_ahead_and_worked(cadence: str, planned: list[date], as_of: date) -> None:
    """Proposals fall after today, on days both parties work, in order, and never twice on one nominal day."""
    meetings = declared(
        "meetings",
        *(
            {"meeting_id": f"M-{at}", "committee": "steering", "planned": str(day), "status": "planned"}
            for at, day in enumerate(planned)
        ),
    )
    committees = declared("committees", {"committee": "steering", "cadence": cadence})
    calendars = [FRANCE, Calendar("MA")]
    ahead = year_ahead(meetings, committees, as_of=as_of, calendars=calendars)
    proposed = ahead[ahead["proposed"]]
    days = [day.date() for day in proposed["planned"]]
    assert all(as_of < day and day == joint_workday(day, calendars) for day in days)
    assert days == sorted(days)
    assert proposed["nominal"].is_unique
    assert all(day - nominal.date() <= timedelta(days=10) for day, nominal in zip(days, proposed["nominal"], strict=True))


step = st.tuples(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | st.sampled_from([0, 1, 2.5]))


@given(st.lists(step, max_size=8), DAYS, DAYS)
@tried(deadline=None, max_examples=40)
def test_progress_never_falls(steps: list[tuple[Any, ...]], first: date, second: date) -> None:
    """As the days pass, milestones are passed and stay so; progress is between 0 and 1."""
    milestones = declared(
        "milestones",
        *(
            {"milestone_id": f"M-{at}", "workstream_id": "W", "name": "?", "initial": str(initial), "weight": weight}
            | {"current": current and str(current), "actual": actual and str(actual)}
            for at, (initial, current, actual, weight) in enumerate(steps)
        ),
    )
    workstreams = declared("workstreams", {"workstream_id": "W", "name": "?"})
    before, after = (
        add_progress(workstreams, milestones, as_of=day, calendar=FRANCE).loc[0] for day in sorted([first, second])
    )
    assert before["passed"] <= after["passed"] <= after["milestones"] == len(steps)
    if not pd.isna(after["progress"]):
        assert 0 <= before["progress"] <= after["progress"] <= 1


@given(st.lists(st.tuples(DAYS, st.floats(0, 100)), min_size=1, max_size=6, unique_by=lambda pair: pair[0]), DAYS)
@tried(deadline=None, max_examples=40)
def test_a_trajectory_stays_between_its_levels(levels: list[tuple[date, float]], on: date) -> None:
    """What is expected is between the lowest and the highest level, whichever way it is read."""
    ambitions = declared(
        "ambitions", *({"ambition_id": "A", "kpi_id": "K", "date": str(day), "level": level} for day, level in levels)
    )
    figures = pd.DataFrame({"kpi_id": ["K"], "value": [50.0], "gap": [0.0], "status": ["green"], "direction": ["higher"]})
    low, high = min(level for _, level in levels), max(level for _, level in levels)
    for interpolation in ("linear", "step"):
        expected = ambition_gaps(ambitions, figures, on=on, interpolation=interpolation).loc[0, "expected"]
        assert pd.isna(expected) == (on < min(day for day, _ in levels))
        assert pd.isna(expected) or low - 1e-9 <= expected <= high + 1e-9


def test_empty_tables_give_empty_pages() -> None:
    """A workbook that was only just created: no row anywhere, no failure, and the columns are there."""
    as_of, none = date(2026, 4, 8), {key: declared(key) for key in TABLES}
    outcomes = add_outcomes(none["meetings"], none["committees"], as_of=as_of)
    meetings = add_quorum(outcomes, none["attendance"], none["participants"], none["committees"])
    decisions = add_decision_state(none["decisions"], meetings, none["remit"], as_of=as_of, calendar=FRANCE)
    actions = add_lateness(none["actions"], meetings, as_of=as_of, settings=Settings(), calendars={"client": FRANCE})
    served = action_kpis(actions, none["findings"], none["decisions"], none["workstreams"])
    texts = {name: pd.Series(dtype="str") for name in ("kpi_id", "status", "confirmed_status")}
    gaps = pd.DataFrame(texts).assign(small_sample=pd.Series(dtype="bool"))
    pages = [
        held_rates(meetings, as_of=as_of),
        year_ahead(meetings, none["committees"], as_of=as_of, calendars=[FRANCE]),
        decisions,
        served,
        alignment_matrix(none["priorities"], none["kpis"], none["workstreams"], gaps, served),
        orphans(none["priorities"], none["kpis"], actions, none["workstreams"], gaps, served),
        add_progress(none["workstreams"], none["milestones"], as_of=as_of, calendar=FRANCE),
        antagonist_pairs(none["antagonists"], pd.Series(dtype="str")),
    ]
    assert all(page.empty and len(page.columns) for page in pages)
    parties = engagement(meetings, none["attendance"], none["participants"], actions, decisions, as_of=as_of)
    assert parties["meetings"].tolist() == [0, 0]
    assert parties["attendance_rate"].isna().all()


def test_a_committee_without_a_cadence_is_never_late() -> None:
    """Its row is missing from the framework: its meetings are still told."""
    meetings = declared(
        "meetings",
        {"meeting_id": "M", "committee": "steering", "planned": "2026-01-08", "held": "2026-03-08", "status": "held"},
        {"meeting_id": "N", "committee": "steering", "planned": "2026-03-08", "status": "planned"},
    )
    outcomes = add_outcomes(meetings, declared("committees"), as_of=date(2026, 4, 8))
    assert outcomes[["outcome", "late"]].to_numpy().tolist() == [["held", False], ["awaited", False]]
