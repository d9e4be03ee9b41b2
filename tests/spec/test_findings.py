"""What we promise of the roll-up: literal findings in, literal lines out."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from declared import declared
from gouvernail.problems import PageRefused
from gouvernail.rules.action_state import state_of
from gouvernail.rules.findings import RollUp, refuse_lost, roll_up_findings
from gouvernail.rules.occurrences import finding_digests, line_id
from gouvernail.rules.periods import Period, month_of, semester_of, week_of
from gouvernail.settings import Settings

AS_OF = date(2026, 4, 8)
MARCH = month_of(date(2026, 3, 1))
THEMES = declared("themes", {"theme": "Attente", "synonyms": "file"}, {"theme": "Outil"})
GAP_COLUMNS = ["kpi_id", "scope", "gap", "status", "confirmed_status", "contractual", "small_sample"]


def finding(name: str, week: str | None = "2026-W11", **more: Any) -> dict[str, Any]:
    """A finding on waiting time in Lyon, unless said otherwise."""
    usual = {"kpi_id": "QS", "theme": "Attente", "scope": "Lyon", "severity": 2, "description": name}
    return {"finding_id": name, "week": week, **usual, **more}


def actions(*rows: dict[str, Any]) -> pd.DataFrame:
    """Actions with the columns of lateness; `late` and `missed_cycles` as given, otherwise on time."""
    late = [row.pop("late", False) for row in rows]
    missed = [row.pop("missed_cycles", 0) for row in rows]
    frame = declared("actions", *({"description": "Agir", "status": "in_progress", **row} for row in rows))
    return frame.assign(late=pd.Series(late, dtype="boolean"), missed_cycles=pd.Series(missed, dtype="Int64"))


def as_known_on(as_of: date, frame: pd.DataFrame) -> pd.DataFrame:
    """The actions with the state they were in on that day."""
    state = state_of(frame, as_of=as_of)
    return frame.assign(state=state, ended=frame["closed"].fillna(pd.Timestamp(as_of)).where(state == "done"))


def gaps(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """One row per KPI and scope, columns of `GAP_COLUMNS`."""
    return pd.DataFrame(rows, columns=GAP_COLUMNS).astype({"kpi_id": "str", "scope": "str"})


def rolled(
    *findings: dict[str, Any],
    period: Period = MARCH,
    as_of: date = AS_OF,
    themes: pd.DataFrame = THEMES,
    acting: pd.DataFrame | None = None,
    measured: pd.DataFrame | None = None,
    settings: Settings | None = None,
    frozen: pd.DataFrame | None = None,
) -> RollUp:
    """The roll-up of some findings."""
    return roll_up_findings(
        declared("findings", *findings),
        themes,
        as_known_on(as_of, actions() if acting is None else acting),
        gaps() if measured is None else measured,
        period=period,
        settings=settings or Settings(),
        as_of=as_of,
        frozen=frozen,
    )


def places(roll_up: RollUp) -> list[tuple[Any, ...]]:
    """Where each finding went: its month, then its line or else the reason."""
    trace = roll_up.trace.astype("object").where(roll_up.trace.notna(), None)
    return list(zip(trace["month"], trace["line_id"].notna(), trace["reason"], strict=True))


def test_a_line_says_what_its_findings_say_together() -> None:
    """Findings of one month, KPI, theme and scope make one line, whatever the spelling."""
    result = rolled(
        finding("C-1", "2026-W10", severity=1, row=7),
        finding("C-2", "2026-W11", theme="FILE", scope="lyon ", severity=3, row=9),
        finding("C-3", "2026-W11", theme="attente", row=12),
        finding("C-4", "2026-W12", theme="Météo", scope=None, row=13),
        finding("C-5", "2026-W12", theme=None, scope=None, severity=4, row=14),
    )
    shown = ["month", "kpi_id", "theme", "scope", "findings", "finding_ids", "rows", "weeks", "severity", "weighted"]
    assert result.lines[shown].to_numpy().tolist() == [
        ["2026-03", "QS", "to_sort", "", 2, "C-4;C-5", "13;14", 1, 4, 10.0],
        ["2026-03", "QS", "Attente", "Lyon", 3, "C-1;C-2;C-3", "7;9;12", 2, 3, 7.0],
    ]
    assert result.lines[["first_week", "last_week"]].to_numpy().tolist() == [["2026-W12"] * 2, ["2026-W10", "2026-W11"]]
    assert result.problems == ()


@pytest.mark.parametrize(
    ("week", "day", "month"),
    [
        ("2026-W14", None, "2026-04"),  # Monday 30 March, Thursday 2 April
        ("2026-W14", "2026-03-31", "2026-03"),
        (None, "2026-03-31", "2026-03"),
        ("2026-W09", None, "2026-02"),
        ("2026-W01", None, "2026-01"),  # begins on 29 December 2025
        ("2026-W01", "2025-12-31", "2025-12"),
        ("2020-W53", None, "2020-12"),  # ends on 3 January 2021
        ("2020-W53", "2021-01-02", "2021-01"),
    ],
)
def test_a_date_gives_the_month_else_the_thursday_of_the_week(week: str | None, day: str | None, month: str) -> None:
    """A finding with a date belongs to its month; one with a week alone, to the month of its Thursday."""
    inside = month_of(date.fromisoformat(f"{month}-01"))
    result = rolled(finding("C-1", week, date=day), period=inside, as_of=date(2026, 12, 31))
    assert places(result) == [(month, True, None)]


def test_every_finding_goes_somewhere() -> None:
    """In a line, or not raised with a reason; what a manager can correct is pointed at."""
    result = rolled(
        finding("C-1", "2026-W11"),
        finding("C-2", None, row=3),
        finding("C-3", "2026-W11", date="2026-03-20", row=4),
        finding("C-4", None, date="2026-03-27"),
        finding("C-5", "2026-W08"),
        as_of=date(2026, 3, 25),
    )
    assert places(result) == [
        ("2026-03", True, None),
        (None, False, "undated"),
        ("2026-03", False, "week_contradicts_date"),
        ("2026-03", False, "after_as_of"),
        ("2026-02", False, "other_period"),
    ]
    assert result.counts == {
        "findings": 4,
        "in_lines": 1,
        "undated": 1,
        "week_contradicts_date": 1,
        "after_as_of": 1,
    }
    assert [(p.code, dict(p.facts)) for p in result.problems] == [
        ("finding_undated", {"table": "findings", "row": 3, "column": "week"}),
        (
            "finding_week_contradicts_date",
            {"table": "findings", "row": 4, "column": "week", "found": "2026-W11", "expected": "2026-W12"},
        ),
    ]


def test_a_week_is_known_from_its_monday() -> None:
    """On Tuesday of week 13, a finding of that week counts; one of week 14 is still to come."""
    result = rolled(finding("C-1", "2026-W13"), finding("C-2", "2026-W14"), as_of=date(2026, 3, 24))
    assert places(result) == [("2026-03", True, None), ("2026-04", False, "other_period")]


def test_said_twice_counts_once_and_both_ids_stay() -> None:
    """Same week, line, text and team: one occurrence, the highest severity. Another team or week is another finding."""
    result = rolled(
        finding("C-1", description="File saturée le lundi", team="A", severity=1),
        finding("C-2", description="FILE  saturee le lundi", team="a", severity=3),
        finding("C-3", description="File saturée le lundi", team="B", severity=1),
        finding("C-4", description="File saturée le lundi", team="B", severity=1, week="2026-W12"),
        finding("C-5", description="File saturée le lundi", severity=1),
    )
    line = result.lines.loc[0]
    assert (line["findings"], line["finding_ids"], line["weighted"]) == (4, "C-1;C-2;C-3;C-4;C-5", 4 + 1 + 1 + 1)
    assert result.trace["occurrence"].tolist() == ["C-1", "C-1", "C-3", "C-4", "C-5"]


def test_the_line_keeps_its_id_over_the_months() -> None:
    """February's line and March's are the same line: the month is a column, not a part of the id."""
    found = (finding("C-1", "2026-W07"), finding("C-2", "2026-W11", scope="LYON", theme="File"))
    february = rolled(*found, period=month_of(date(2026, 2, 1)))
    march = rolled(*found)
    assert february.lines["line_id"].tolist() == march.lines["line_id"].tolist() == [line_id("QS", "Attente", "Lyon")]
    semester = rolled(*found, period=semester_of(date(2026, 3, 1)))
    assert semester.lines[["month", "finding_ids"]].to_numpy().tolist() == [["2026-02", "C-1"], ["2026-03", "C-2"]]


def test_a_week_that_straddles_two_months_is_one_line_of_its_weekly_page() -> None:
    """The production page of week 14 shows Tuesday 31 March and Wednesday 1 April together, in the Thursday's month."""
    days = (finding("C-1", None, date="2026-03-31"), finding("C-2", None, date="2026-04-01"))
    result = rolled(*days, period=week_of(date(2026, 4, 2)))
    assert result.lines[["month", "findings"]].to_numpy().tolist() == [["2026-04", 2]]


def test_a_renamed_theme_keeps_its_line() -> None:
    """With its old name kept as a synonym, old and new findings are one line, which knows the id it bore before."""
    found = (finding("C-1", theme="Attente"), finding("C-2", "2026-W12", theme="Temps d'attente"))
    before = rolled(found[0])
    after = rolled(*found, themes=declared("themes", {"theme": "Temps d'attente", "synonyms": "Attente"}))
    assert after.lines["finding_ids"].tolist() == ["C-1;C-2"]
    assert after.lines["former_ids"].tolist() == before.lines["line_id"].tolist()


def test_recurrence_crosses_months() -> None:
    """Distinct ISO weeks in the 6 weeks up to the committee: 3 of them send the line up."""
    weeks = ["2026-W08", "2026-W09", "2026-W13", "2026-W13", "2026-W15", "2026-W16"]
    result = rolled(*(finding(f"C-{at}", week) for at, week in enumerate(weeks)), as_of=date(2026, 4, 8))
    line = result.lines.loc[0]
    assert (line["findings"], line["recurrence"], line["reasons"]) == (2, 3, "recurrence")


def test_each_reason_to_go_up_is_told() -> None:
    """Beyond remit, severity 4, three weeks, two missed meetings, a confirmed contractual red that nobody treats."""
    result = rolled(
        finding("C-1", kpi_id="A", beyond_remit=True),
        finding("C-2", kpi_id="B", severity=4),
        finding("C-3", kpi_id="C", action_id="A-1"),
        finding("C-4", kpi_id="D"),
        finding("C-5", kpi_id="E", severity=3),
        finding("C-6", kpi_id="F", severity=4, beyond_remit=True),
        acting=actions({"action_id": "A-1", "late": True, "missed_cycles": 2}),
        measured=gaps(("D", "", -1.8, "red", "red", True, False)),
    )
    assert dict(zip(result.lines["kpi_id"], result.lines["reasons"], strict=True)) == {
        "A": "beyond_remit",
        "B": "severity",
        "C": "missed_cycles",
        "D": "red_without_action",
        "E": "",
        "F": "beyond_remit;severity",
    }
    assert result.lines["kpi_id"].tolist() == ["B", "F", "A", "C", "D", "E"]


@pytest.mark.parametrize(
    ("measured", "acting", "red_without_action"),
    [
        (("QS", "Lyon", -1.8, "red", "red", True, False), actions(), True),
        (("QS", "", -1.8, "red", "red", True, False), actions(), True),
        (("QS", "Lyon", -1.8, "red", "amber", True, False), actions(), False),
        (("QS", "Lyon", -1.8, "red", "red", False, False), actions(), False),
        (("QS", "Lyon", -1.8, "red", "red", True, True), actions(), False),
        (("QS", "Lyon", -1.8, "red", "red", True, False), actions({"action_id": "A-1", "kpi_id": "QS"}), False),
        (("QS", "Lyon", -1.8, "red", "red", True, False), actions({"action_id": "A-1", "finding_id": "C-1"}), False),
        (
            ("QS", "Lyon", -1.8, "red", "red", True, False),
            actions({"action_id": "A-1", "kpi_id": "QS", "status": "done", "closed": "2026-03-20"}),
            True,
        ),
        (
            ("QS", "Lyon", -1.8, "red", "red", True, False),
            actions({"action_id": "A-1", "kpi_id": "QS", "status": "cancelled"}),
            True,
        ),
        (("DMT", "", -1.8, "red", "red", True, False), actions(), False),
    ],
)
def test_a_red_without_action_is_confirmed_contractual_and_large_enough(
    measured: tuple[Any, ...], acting: pd.DataFrame, red_without_action: bool
) -> None:
    """A lone red, a red owed to nobody, or one on a small sample sends nothing up; nor does one that is being treated."""
    result = rolled(finding("C-1"), measured=gaps(measured), acting=acting)
    assert result.lines["red_without_action"].tolist() == [red_without_action]
    assert result.lines["escalated"].tolist() == [red_without_action]


def test_a_line_shows_its_own_gap_else_the_overall_one() -> None:
    """Lyon's gap for Lyon; where a site has none, the overall gap, and the line says which."""
    result = rolled(
        finding("C-1", scope="LYON"),
        finding("C-2", scope="Brest"),
        finding("C-3", kpi_id="DMT"),
        measured=gaps(("QS", "", -1.0, "amber", "amber", True, False), ("QS", "Lyon", -3.5, "red", "red", False, False)),
    )
    shown = result.lines.set_index("finding_ids")[["gap", "gap_scope", "status"]]
    assert shown.loc["C-1"].tolist() == [-3.5, "Lyon", "red"]
    assert shown.loc["C-2"].tolist() == [-1.0, "", "amber"]
    assert shown.loc["C-3"].isna().all()


def test_links_count_from_either_side_and_once() -> None:
    """An action named by a finding, or naming one, treats its line; done, cancelled and later ones are not open."""
    result = rolled(
        finding("C-1", action_id="A-1;A-2"),
        finding("C-2", "2026-W12"),
        acting=actions(
            {"action_id": "A-1", "finding_id": "C-1;C-2", "late": True, "missed_cycles": 1},
            {"action_id": "A-2", "status": "done", "closed": "2026-03-20"},
            {"action_id": "A-3", "finding_id": "C-2"},
            {"action_id": "A-4", "finding_id": "C-2", "status": "cancelled"},
            {"action_id": "A-5", "finding_id": "C-2", "opened": "2026-04-09"},
            {"action_id": "A-6", "finding_id": "C-9"},
            {"action_id": "A-7", "finding_id": "C-2", "status": "done", "closed": "2026-04-20"},
        ),
    )
    line = result.lines.loc[0]
    assert (line["open_actions"], line["open_count"]) == ("A-1;A-3;A-7", 3)
    assert (line["late_actions"], line["late_count"], line["missed_cycles"]) == ("A-1", 1, 1)


TREATED = ({"action_id": "A-1", "status": "done", "closed": "2026-03-20"},)


@pytest.mark.parametrize(
    ("found", "acting", "life", "reopened", "sentence"),
    [
        ([finding("C-1")], (), "open", False, "watch"),
        ([finding("C-1", severity=4)], (), "open", False, "decide"),
        ([finding("C-1", action_id="A-1")], ({"action_id": "A-1"},), "in_progress", False, "in_progress"),
        ([finding("C-1", action_id="A-1")], ({"action_id": "A-1", "late": True},), "in_progress", False, "late"),
        ([finding("C-1", action_id="A-1")], TREATED, "stabilised", False, "stabilised"),
        (
            [finding("C-1", action_id="A-1")],
            ({"action_id": "A-1", "status": "done", "closed": "2026-03-11"},),
            "closed",
            False,
            "closed",
        ),
        ([finding("C-1", action_id="A-1")], ({"action_id": "A-1", "status": "done"},), "stabilised", False, "stabilised"),
        ([finding("C-1", action_id="A-1"), finding("C-2", "2026-W13")], TREATED, "open", True, "watch"),
        (
            [finding("C-1", action_id="A-1"), finding("C-2", "2026-W13", action_id="A-2")],
            (*TREATED, {"action_id": "A-2"}),
            "in_progress",
            True,
            "in_progress",
        ),
        (
            [finding("C-1", action_id="A-1;A-2"), finding("C-2", "2026-W13")],
            (*TREATED, {"action_id": "A-2"}),
            "in_progress",
            False,
            "in_progress",
        ),
        ([finding("C-1", action_id="A-1")], ({"action_id": "A-1", "status": "cancelled"},), "open", False, "watch"),
    ],
)
def test_the_life_of_a_line(
    found: list[dict[str, Any]], acting: tuple[dict[str, Any], ...], life: str, reopened: bool, sentence: str
) -> None:
    """Open, in progress, stabilised once its actions are done, closed after 4 quiet weeks; open again if it comes back."""
    result = rolled(*found, acting=actions(*(dict(one) for one in acting)))
    line = result.lines.loc[0]
    assert (line["life"], line["reopened"], line["sentence"]) == (life, reopened, sentence)


def test_reopened_is_said_in_the_month_it_happens() -> None:
    """Treated in March, back in April, seen again in May: April says that the line came back."""
    found = (finding("C-1", action_id="A-1"), finding("C-2", "2026-W16"), finding("C-3", "2026-W20"))
    told = {}
    for month in (3, 4, 5):
        period = month_of(date(2026, month, 1))
        acting = actions(*(dict(one) for one in TREATED))
        told[month] = rolled(*found, acting=acting, period=period, as_of=date(2026, 6, 3)).lines["reopened"].tolist()
    assert told == {3: [False], 4: [True], 5: [False]}


def test_at_an_earlier_committee_an_action_done_later_is_open() -> None:
    """The same sources replayed on 18 March: the action of 20 March was still open."""
    result = rolled(finding("C-1", action_id="A-1"), acting=actions(*(dict(one) for one in TREATED)), as_of=date(2026, 3, 18))
    assert result.lines[["life", "open_actions"]].to_numpy().tolist() == [["in_progress", "A-1"]]


def test_an_edit_after_a_freeze_shows() -> None:
    """The line says that a finding changed since it was frozen; the trace counts its versions."""
    frozen = finding_digests(declared("findings", finding("C-1"), finding("C-2"))).reset_index()
    again = finding_digests(declared("findings", finding("C-1"), finding("C-2", severity=3))).reset_index()
    now = (finding("C-1", severity=4), finding("C-2", severity=3), finding("C-3", theme="Outil"))
    result = rolled(*now, frozen=pd.concat([frozen, again]))
    assert result.trace["version"].tolist() == [2, 2, 1]
    assert result.lines[["finding_ids", "modified"]].to_numpy().tolist() == [["C-1;C-2", True], ["C-3", False]]
    settled = rolled(now[1], frozen=pd.concat([frozen, again]))
    assert settled.lines["modified"].tolist() == [False]


def test_small_samples_stay_out_of_the_pareto() -> None:
    """Ten findings make a Pareto; those on a KPI measured on too few contacts do not count in it."""
    many = [finding(f"C-{at}") for at in range(10)]
    small = [finding(f"S-{at}", kpi_id="NPS", theme="Outil") for at in range(3)]
    measured = gaps(("NPS", "", -4.0, "red", "red", True, True))
    result = rolled(*many, *small, measured=measured)
    assert result.pareto[["theme", "findings", "vital"]].to_numpy().tolist() == [["Attente", 10, True]]
    assert rolled(*many[:9], *small, measured=measured).pareto.empty
    assert len(rolled(*many[:9], *small).pareto) == 2


def test_a_finding_that_ends_nowhere_refuses_the_page() -> None:
    """In no line without a reason, in a line and with a reason, in two lines: each refused with its row."""
    trace = pd.DataFrame(
        {
            "finding_id": ["C-1", "C-2", "C-3", "C-4", "C-5"],
            "row": [2, 3, 4, 5, 6],
            "line_id": pd.Series(["L-1", None, "L-1", "L-1", None], dtype="str"),
            "reason": pd.Series([None, None, "undated", None, "undated"], dtype="str"),
        }
    )
    lines = pd.DataFrame({"line_id": ["L-1", "L-2"], "finding_ids": ["C-1;C-3;C-4", "C-4"]})
    with pytest.raises(PageRefused) as refused:
        refuse_lost(trace, lines)
    told = [(p.code, p.effect, p.facts["found"], p.facts["row"], p.facts["lines"]) for p in refused.value.problems]
    assert told == [
        ("finding_lost", "page", "C-2", 3, 0),
        ("finding_lost", "page", "C-3", 4, 1),
        ("finding_lost", "page", "C-4", 5, 2),
    ]


def test_two_rows_with_one_id_refuse_the_page() -> None:
    """Which of the two is meant, nobody can say."""
    with pytest.raises(PageRefused, match="finding_lost"):
        rolled(finding("C-1", row=2), finding("C-1", description="autre", row=3))


def test_an_empty_month() -> None:
    """No finding: no line, no Pareto, nothing lost; the columns are all there."""
    empty = rolled()
    elsewhere = rolled(finding("C-1", "2026-W20"), as_of=date(2026, 6, 1))
    assert empty.lines.empty
    assert empty.counts["findings"] == elsewhere.counts["findings"] == 0
    assert list(empty.lines.columns) == list(elsewhere.lines.columns) == list(rolled(finding("C-1")).lines.columns)


def test_a_scope_that_means_overall_is_overall() -> None:
    """A scope named as overall on the settings sheet is the blank scope."""
    result = rolled(finding("C-1", scope="total"), finding("C-2", scope=None), settings=Settings(scopes_overall="Total; Tous"))
    assert result.lines[["scope", "findings"]].to_numpy().tolist() == [["", 2]]
