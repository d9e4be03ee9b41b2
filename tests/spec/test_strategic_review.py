"""The strategic review: what followed decisions, workstreams, ambitions, both parties, meetings, facts and alerts."""

from datetime import date

import pandas as pd
import pytest

from declared import declared
from gouvernail.problems import PageRefused
from gouvernail.rules.calendar import Calendar
from gouvernail.rules.capacity import capacity_ahead
from gouvernail.rules.periods import Period
from gouvernail.rules.strategic import semester_freezes, semester_months
from gouvernail.rules.strategic_follow_up import (
    ambition_months,
    semester_ambitions,
    semester_decisions,
    semester_engagement,
    semester_workstreams,
)
from gouvernail.rules.strategic_meetings import semester_meetings
from gouvernail.rules.strategic_summary import semester_alerts, semester_facts, standing
from gouvernail.rules.year_ahead import events_ahead
from gouvernail.settings import Settings
from gouvernail.terms import PeriodKind

MONTHS = [f"2026-0{month}" for month in range(1, 7)]
SEMESTER = Period(PeriodKind.SEMESTER, date(2026, 1, 1), date(2026, 6, 30))
NONE = float("nan")


def freezes(*months):
    """Those named were frozen, as F1, F2…; all six by default."""
    kept = [(f"F{month[-1]}", "steering", month) for month in months or MONTHS]
    register = pd.DataFrame(kept, columns=["freeze_id", "committee", "period"]).assign(rank=range(len(kept)))
    return semester_freezes(register, MONTHS)


def months(*values, **every):
    """A KPI's frozen months, from January: its value, 1 000 cases each."""
    plain = {
        "kpi_id": "TX", "name": "Answer rate", "scope": "", "period_kind": "month", "unit": "%", "decimals": 1,
        "direction": "higher", "aggregation": "ratio", "target": 92.0, "denominator": 1000.0, "left_out": "", "gap": -1.0,
        "status": "amber",
    }  # fmt: skip
    rows = [
        plain
        | {"freeze_id": f"F{at}", "value": value, "displayed": value, "start": f"2026-0{at}-01", "end": f"2026-0{at}-28"}
        | every
        for at, value in enumerate(values, start=1)
    ]
    frame = pd.DataFrame(rows).astype({"start": "datetime64[us]", "end": "datetime64[us]"})
    return semester_months(frame, freezes())


def items(kind, *rows):
    """(freeze, reference, and any other column) of one kind."""
    plain = {
        "label": "?",
        "kpi_id": None,
        "number": NONE,
        "initial": None,
        "due": None,
        "done": None,
        "state": None,
        "detail": "",
    }
    told = [plain | {"kind": kind, "freeze_id": name, "reference": reference} | more for name, reference, more in rows]
    frame = pd.DataFrame(told, columns=["kind", "freeze_id", "reference", *plain])
    days = dict.fromkeys(("initial", "due", "done", "as_of"), "datetime64[us]")
    as_of = [f"2026-0{int(name[1]) + 1}-05" for name in frame["freeze_id"]]
    texts = dict.fromkeys(("label", "kpi_id", "state", "detail"), "str")
    return frame.assign(as_of=as_of).astype(days | texts | {"number": "float64"})


def decision(*rows, rulings=(), **kpi):
    said = items("decision", *rows)
    return semester_decisions(
        said,
        freezes(),
        months(*kpi.pop("values", (80.0, 82.0, 84.0, 90.0, 92.0, 94.0)), **kpi),
        semester=SEMESTER,
        rulings=rulings,
    ).to_dict("records")


def test_what_followed_a_decision():
    """Carried out on 9 April: January to March before, 82 %; May and June after, 93 %; April is on neither side."""
    [found] = decision(("F6", "D-1", {"kpi_id": "TX", "state": "executed", "initial": "2026-02-05", "done": "2026-04-09"}))
    assert (found["before"], found["months_before"], found["after"], found["months_after"]) == (82.0, 3, 93.0, 2)
    assert found["favourable"]
    assert not found["late"]


def test_a_decision_of_the_first_of_a_month_counts_from_that_month():
    """Carried out on 1 June: March to May before, June after."""
    [found] = decision(("F6", "D-1", {"kpi_id": "TX", "state": "executed", "initial": "2026-05-07", "done": "2026-06-01"}))
    assert (round(found["before"], 2), found["after"], found["months_after"]) == (88.67, 94.0, 1)


def test_a_level_is_weighed():
    """A level before is ΣN/ΣD; without denominators there is none; a KPI that is no ratio is averaged."""
    row = ("F6", "D-1", {"kpi_id": "TX", "state": "taken", "initial": "2026-03-05"})
    [found] = decision(row, denominator=NONE)
    assert pd.isna(found["before"])
    assert pd.isna(found["favourable"])
    [found] = decision(row, denominator=NONE, aggregation="last", direction="lower")
    assert (found["before"], found["after"], found["favourable"]) == (81.0, 92.0, False)


@pytest.mark.parametrize("row", [{"state": "refused"}, {"state": "executed"}])
def test_what_acts_on_nothing_has_no_effect(row):
    """A refusal, a neutralisation: the KPI that moved since owes them nothing."""
    [found] = decision(("F6", "D-1", {"kpi_id": "TX", "initial": "2026-03-05"} | row), rulings=["D-1"])
    assert pd.isna(found["before"])
    assert pd.isna(found["after"])
    assert found["rules"]


def test_which_decisions_are_told():
    """Those of the semester, and older ones not carried out; late as the last meeting saw it, by its own day."""
    found = decision(
        ("F1", "D-1", {"state": "taken", "initial": "2025-11-06", "due": "2026-02-04"}),
        ("F1", "D-2", {"state": "executed", "initial": "2025-11-06", "done": "2025-12-01"}),
        ("F6", "D-3", {"state": "open"}),
        ("F6", "D-4", {"state": "to_confirm", "initial": "2025-12-04"}),
        ("F6", "D-5", {"state": "taken", "initial": "2026-06-04", "due": "2026-07-31"}),
        ("F6", "D-6", {"state": "taken", "initial": "2026-07-02"}),
    )
    assert [(one["decision_id"], one["late"]) for one in found] == [
        ("D-1", True),
        ("D-4", False),
        ("D-5", False),
        ("D-6", False),
    ]


def test_a_workstream_over_the_semester():
    """From 30 to 60 %; its end first promised for 26 June, for 31 July when the semester began, for 25 September now."""
    known = pd.concat(
        [
            items(
                "workstream",
                ("F1", "W", {"label": "IVR", "number": 0.3, "initial": "2026-06-26", "due": "2026-07-31", "state": "amber"}),
                ("F6", "W", {"label": "IVR", "number": 0.6, "initial": "2026-06-26", "due": "2026-09-25", "state": "red",
                             "detail": "W.2"}),
            ),
            items("milestone", ("F6", "W.2", {"label": "Routing", "due": "2026-07-17"})),
        ],
        ignore_index=True,
    )  # fmt: skip
    [found] = semester_workstreams(known, freezes(), calendar=Calendar("FR")).to_dict("records")
    assert (found["progress_before"], found["progress"], found["rag"]) == (0.3, 0.6, "red")
    assert (found["slip_workdays"], found["moved_workdays"]) == (64, 40)
    assert (found["next_milestone"], f"{found['next_expected']:%Y-%m-%d}") == ("Routing", "2026-07-17")
    assert found["statuses"] == "amber;;;;;red"


def test_the_trajectory_apart_from_the_contract():
    """In June the level is 1.4 points behind its trajectory, and the contract, which asks less, is met: two figures."""
    said = items(
        "ambition",
        ("F1", "AM", {"kpi_id": "TX", "number": 81.0, "detail": "80", "state": "on_track"}),
        ("F6", "AM", {"kpi_id": "TX", "number": 81.6, "detail": "83", "state": "behind", "due": "2027-07-01"}),
        ("F6", "NEW", {"kpi_id": "TX", "number": 81.6, "detail": "", "state": "on_track"}),
    )
    kpi = months(81.0, 81.0, 81.0, 81.0, 81.0, 81.6, gap=1.6, status="green")
    found = semester_ambitions(ambition_months(said, freezes(), kpi), kpi, freezes()).to_dict("records")
    first, new = found
    assert round(first["trajectory_gap"], 9) == -1.4
    assert (first["contract_gap"], first["status"], first["state"], first["period"]) == (1.6, "green", "behind", "2026-06")
    assert first["statuses"] == "on_track;;;;;behind"
    assert pd.isna(new["expected"])


def test_an_ambition_does_not_rest_on_a_figure_left_out():
    """June was to be checked: the ambition is told as of May."""
    said = items(
        "ambition",
        ("F5", "AM", {"kpi_id": "TX", "number": 81.0, "detail": "82", "state": "behind"}),
        ("F6", "AM", {"kpi_id": "TX", "number": 99.0, "detail": "83", "state": "on_track"}),
    )
    kpi = months(81.0, 81.0, 81.0, 81.0, 81.0, 99.0).assign(left_out=["", "", "", "", "", "to_check"])
    [found] = semester_ambitions(ambition_months(said, freezes(), kpi), kpi, freezes()).to_dict("records")
    assert (found["reached"], found["state"], found["period"]) == (81.0, "behind", "2026-05")


def test_both_parties_side_by_side():
    """As the last meeting saw them, beside the first; what was never said stays empty."""
    known = pd.concat(
        [
            items(
                "engagement",
                ("F1", "client.attendance_rate", {"number": 0.8}),
                ("F6", "client.attendance_rate", {"number": 0.9}),
            ),
            items("actions", ("F6", "provider.late", {"number": 6})),
        ],
        ignore_index=True,
    )
    client, provider = semester_engagement(known, freezes()).to_dict("records")
    assert (client["attendance_rate"], client["attendance_rate_before"]) == (0.9, 0.8)
    assert provider["late"] == 6
    assert pd.isna(provider["attendance_rate"])


def meetings(*rows):
    columns = ["meeting_id", "committee", "day", "client_level", "provider_level", "climate_client", "climate_provider"]
    frame = pd.DataFrame([(*row, 2, 2, 3, 4) for row in rows], columns=columns)
    return frame.astype({"day": "datetime64[us]"})


def test_the_meeting_that_is_to_be_frozen():
    """February is not frozen: the steering meeting of March would have frozen it, and is named; June has none."""
    register = pd.DataFrame(
        {"freeze_id": ["F1"], "meeting_id": ["C-02"], "as_of": pd.to_datetime(["2026-02-05"]).as_unit("us"), "quorum": [True],
         "lacks": [None]}
    )  # fmt: skip
    table = meetings(
        ("C-02", "steering", "2026-02-05"),
        ("P-10", "production", "2026-03-02"),
        ("C-03", "steering", "2026-03-05"),
        ("C-03b", "steering", "2026-03-25"),
    )
    found = semester_meetings(freezes("2026-01"), register, table, {"F1"})
    assert found["meeting_id"].fillna("").tolist() == ["C-02", "C-03", "", "", "", ""]
    assert f"{found['as_of'].iloc[1]:%Y-%m-%d}" == "2026-03-05"
    assert found["intact"].fillna(value=True).tolist() == [False, True, True, True, True, True]


def kpis(*rows):
    """(KPI, status, contractual, displayed, relative gap)."""
    frame = pd.DataFrame(rows, columns=["kpi_id", "status", "contractual", "displayed", "relative_gap"])
    return frame.assign(months=3, tolerance=2.0, direction="higher", aggregation="ratio")


def test_how_the_commitments_were_kept():
    """The contract's KPIs speak; without any, all those with a target."""
    told = standing(
        kpis(("A", "green", True, 1, 0), ("B", "red", True, 1, -1), ("C", "red", False, 1, -9), ("D", "grey", True, 1, 0))
    )
    assert (told.kept, told.missed, told.unknown, told.judged) == (("A",), ("B",), ("D",), 2)
    free = standing(kpis(("A", "green", False, 1, 0), ("B", "amber", None, 1, 0), ("C", "grey", False, 1, 0)))
    assert (free.contractual, free.kept, free.nearly, free.judged) == (False, ("A",), ("B",), 2)


def test_three_facts_are_moves_between_the_halves():
    """In tolerances, the largest first; a sum over fewer months is no fall."""
    first = kpis(
        ("A", "green", True, 90.0, 0),
        ("B", "green", True, 90.0, 0),
        ("C", "green", True, 90.0, 0),
        ("D", "green", True, 5.0, 0),
    )
    second = kpis(
        ("A", "red", True, 84.0, 0), ("B", "green", True, 91.0, 0), ("C", "green", True, 90.0, 0), ("D", "red", True, 1.0, 0)
    )
    first["aggregation"] = second["aggregation"] = ["ratio", "ratio", "ratio", "sum"]
    second["direction"] = ["higher", "info", "higher", "higher"]
    second.loc[3, "months"] = 2
    found = semester_facts(first, second)
    assert found["kpi_id"].tolist() == ["A", "B"]
    assert (found["before"].tolist(), found["move"].tolist()) == ([90.0, 90.0], [-6.0, 1.0])
    assert found["favourable"].astype(object).where(found["favourable"].notna(), None).tolist() == [False, None]


def test_one_alert_of_each_kind_first():
    """The contract's red before a worse one that nobody owes; then an ambition, a workstream, a theme that never left."""
    reds = kpis(("A", "red", False, 1, -0.9), ("B", "red", True, 1, -0.1), ("C", "green", True, 1, 0))
    ambitions = pd.DataFrame({"ambition_id": ["AM-1", "AM-2"], "state": ["on_track", "behind"]})
    slips = pd.array([3, 40, 90], dtype="Int64")
    workstreams = pd.DataFrame({"workstream_id": ["W-1", "W-2", "W-3"], "rag": ["red", "red", "green"], "slip_workdays": slips})
    themes = pd.DataFrame({"theme": ["Queue", "Tool"], "months": [6, 3]})
    found = semester_alerts(reds, ambitions, workstreams, themes, shown=5)
    assert found.to_numpy().tolist() == [
        ["kpi", "B"],
        ["ambition", "AM-2"],
        ["workstream", "W-2"],
        ["theme", "Queue"],
        ["kpi", "A"],
    ]


def interval(day, **more):
    plain = {"interval_start": 540.0, "interval_minutes": 30.0, "forecast_volume": 30.0, "aht_seconds": 300.0, "planned": 5.0}
    return {"date": date.fromisoformat(day)} | plain | more


def test_the_capacity_of_the_months_that_were_planned():
    """After the day and within a year; 30 contacts of five minutes in half an hour need 8 agents for 80 % in 20 seconds at most
    85 % busy: five cover 63 %."""
    table = declared("staffing", interval("2026-07-02"), interval("2026-07-03"), interval("2027-07-03"))
    [found] = capacity_ahead(table, as_of=date(2026, 7, 2), settings=Settings()).to_dict("records")
    assert (found["month"], found["days"], found["forecast_volume"], found["planned_hours"]) == ("2026-07", 1, 30.0, 2.5)
    assert found["required_hours"] == 4.0
    assert found["coverage"] == 62.5
    assert found["short_share"] == 100.0


def test_no_plan_no_capacity():
    """Nothing is extrapolated from the past; impossible settings are refused, as the staffing page does."""
    table = declared("staffing", interval("2026-07-02"))
    assert capacity_ahead(table, as_of=date(2026, 7, 2), settings=Settings()).empty
    with pytest.raises(PageRefused):
        capacity_ahead(table, as_of=date(2026, 7, 2), settings=Settings(shrinkage=1.0))


def test_the_year_ahead():
    """A step to pass, an ambition's next level, a target that changes, one that ends with none after it, a meeting."""
    steps = items(
        "milestone",
        ("F6", "W.1", {"label": "Done", "due": "2026-07-10", "done": "2026-06-30"}),
        ("F6", "W.2", {"label": "Routing", "due": "2026-07-17"}),
        ("F6", "W.3", {"label": "Far", "due": "2027-07-03"}),
    )
    levels = declared(
        "ambitions",
        {"ambition_id": "AM", "kpi_id": "TX", "date": date(2026, 7, 1), "level": 93.0},
        {"ambition_id": "AM", "kpi_id": "TX", "date": date(2027, 1, 1), "level": 95.0, "statement": "Answer all"},
    )
    aims = declared(
        "targets",
        {"kpi_id": "TX", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 9, 30), "target": 92.0},
        {"kpi_id": "TX", "valid_from": date(2026, 10, 1), "target": 93.0},
        {"kpi_id": "TX", "valid_from": date(2026, 10, 1), "target": 50.0, "scope": "Lille"},
        {"kpi_id": "AHT", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 12, 31), "low": 361.0, "high": 399.0},
    )
    table = meetings(("S-2", "strategic", "2026-07-16"), ("C-08", "steering", "2026-08-06"))
    found = events_ahead(steps, levels, aims, table, as_of=date(2026, 7, 2))
    told = [(one["kind"], one["reference"], f"{one['date']:%Y-%m-%d}") for one in found.to_dict("records")]
    assert told == [
        ("meeting", "S-2", "2026-07-16"),
        ("milestone", "W.2", "2026-07-17"),
        ("target", "TX", "2026-10-01"),
        ("target_end", "AHT", "2026-12-31"),
        ("ambition", "AM", "2027-01-01"),
    ]
    assert found["number"].fillna(0).tolist() == [0, 0, 93.0, 0, 95.0]
