"""The filled example: a year that fits the schema, keeps its promises and never changes."""

from collections import Counter
from datetime import date
from functools import cache

import pandas as pd
import pytest

from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.flows.example import example, example_times, freezes
from gouvernail.flows.example.decisions import RESTATING, ROUTED_DOWN, ROUTED_UP, UNDECIDED_TWICE
from gouvernail.flows.example.freezing import freeze_semester
from gouvernail.flows.example.measures import DAILY_COUNTS
from gouvernail.flows.example.meetings import AFTER_THE_HOLIDAYS, WITHOUT_QUORUM
from gouvernail.flows.example.people import NAMES
from gouvernail.flows.example.service import AS_OF, LILLE, MORE_THAN_ALL, SITES, TYPED_WRONG, ZERO_DAY, ZERO_WEEK
from gouvernail.flows.example.texts import frame
from gouvernail.flows.run import run
from gouvernail.flows.template import example_pages, template_sheets
from gouvernail.rules.periods import parse_week, thursday
from gouvernail.rules.themes import TO_SORT, match_themes
from gouvernail.schema.inputs import INPUTS
from gouvernail.settings import Settings
from gouvernail.words.catalogue import LANGUAGES

DTYPES = {"number": "float64", "quantity": "float64", "time": "float64", "integer": "Int64", "flag": "boolean"}
DTYPES |= {"date": "datetime64[us]"}
SAID_BY_LANGUAGE = {
    "settings": {"value", "explanation"},
    "committees": {"mission", "required_roles", "inputs", "outputs"},
    "participants": {"role"},
    "meetings": {"place", "reservations_client", "reservations_provider"},
    "priorities": {"statement"},
    "ambitions": {"statement"},
    "kpis": {"name", "definition", "numerator", "denominator", "unit"},
    "antagonists": {"reason"},
    "rebases": {"reason"},
    "measures": {"source"},
    "findings": {"theme", "description", "author_role"},
    "themes": {"theme", "synonyms"},
    "actions": {"description", "postponement_reason", "expected_effect"},
    "decisions": {"question", "options", "recommendation"},
    "recommendations": {"recommendation", "reason"},
    "workstreams": {"name", "statement"},
    "milestones": {"name"},
    "qualitative": {"statement", "evidence"},
    "neutralisations": {"reason"},
    "voice": {"need", "theme", "speaker"},
    "benchmarks": {"source"},
}


@cache
def told(language):
    return example(language)


@pytest.fixture
def tables():
    return told("fr")


def month(rows, kpi_id, key, scope=None):
    """N/D of an indicator's rows in a month, in per cent; a week belongs to the month of its Thursday."""
    rows = rows[rows["kpi_id"] == kpi_id]
    if scope is not None:
        rows = rows[rows["scope"] == scope]
    day = rows["date"].where(rows["grain"] == "day", rows["date"] + pd.Timedelta(days=3))
    of = rows[day.dt.strftime("%Y-%m") == key]
    return 100 * of["numerator"].sum() / of["denominator"].sum()


# Does it fit the schema?


def test_every_input_table_is_filled(tables):
    """The story fills every table that people may fill."""
    assert set(tables) == {table.key for table in INPUTS}
    assert all(len(rows) for rows in tables.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", INPUTS, ids=lambda table: table.key)
def test_a_table_fits_its_declaration(table, language):
    """Declared columns in order, their types, nothing required left blank, choices and bounds respected, rows unique."""
    rows = told(language)[table.key]
    assert tuple(rows.columns) == table.keys
    for column in table:
        cells = rows[column.key]
        assert str(cells.dtype) == DTYPES.get(column.kind, "str"), column.key
        known = cells.dropna()
        assert not column.required or len(known) == len(rows), column.key
        assert column.choices is None or set(known) <= {one.value for one in column.choices}, column.key
        assert column.minimum is None or (known >= column.minimum).all(), column.key
        assert column.maximum is None or (known <= column.maximum).all(), column.key
        assert column.kind not in {"text", "choice"} or {type(value) for value in known} <= {str}, column.key
        assert column.kind not in {"text"} or not (known.str.strip() == "").any(), column.key
        assert column.kind != "week" or all(thursday(*parse_week(week)) for week in known)
    if table.unique:
        assert not rows.duplicated(list(table.unique)).any()


def test_references_resolve(tables):
    """Every id that a row names stands in the table it refers to; a name of several is read one by one."""
    for table in INPUTS:
        for column in (one for one in table if one.refers_to):
            target = next(one for one in INPUTS if one.key == column.refers_to)
            known = set(tables[target.key][target.unique[0]])
            named = tables[table.key][column.key].dropna()
            ids = {one for cell in named for one in (cell.split(";") if column.many else [cell])}
            assert ids <= known, f"{table.key}.{column.key}: {ids - known}"


def test_settings_are_known_and_say_that_it_is_invented(tables):
    """The settings changed by the story exist; the service names itself an invented example, in each language."""
    assert set(tables["settings"]["setting"]) <= set(Settings.kinds())
    for language, invented in (("fr", "exemple inventé"), ("en", "invented example")):
        rows = told(language)["settings"].set_index("setting")
        assert invented in rows.loc["service", "value"]
        assert invented in rows.loc["client", "explanation"].casefold()
        assert rows.loc["language", "value"] == language
        assert rows.loc["as_of", "value"] == "2026-07-02"


def test_a_wrong_column_is_refused():
    """A frame of the story cannot hold a column that its table does not declare."""
    with pytest.raises(KeyError):
        frame("priorities", [{"priority": "P-1"}])


def test_an_unknown_language_is_refused():
    """The story is told in French and English."""
    with pytest.raises(ValueError, match="de"):
        example("de")


# Is it the same every time, and in both languages?


def test_twice_the_same(tables):
    """Two calls give the same frames, cell by cell; and changing one does not change the next."""
    spoilt = example("fr")
    spoilt["measures"].loc[0, "value"] = -1.0
    spoilt["actions"].loc[:, "status"] = "done"
    again = example("fr")
    for key, rows in tables.items():
        pd.testing.assert_frame_equal(rows, again[key], check_exact=True)


def test_languages_differ_in_texts_only(tables):
    """French and English have the same rows, ids, dates and figures; the columns of free text alone differ."""
    english = told("en")
    for key, rows in tables.items():
        same = [column for column in rows if column not in SAID_BY_LANGUAGE.get(key, set())]
        pd.testing.assert_frame_equal(rows[same], english[key][same], check_exact=True)
        for column in SAID_BY_LANGUAGE.get(key, set()):
            assert rows[column].isna().equals(english[key][column].isna()), f"{key}.{column}"
    assert not tables["actions"]["description"].eq(english["actions"]["description"]).any()
    assert not tables["findings"]["description"].eq(english["findings"]["description"]).any()


# Do the figures hold together?


def test_the_year_is_measured(tables):
    """About 4,000 measures of 20 indicators: the telephone by day, the rest by week, July 2025 to June 2026."""
    rows = tables["measures"]
    assert 3_800 <= len(rows) <= 4_400
    assert set(rows["kpi_id"]) == set(tables["kpis"]["kpi_id"])
    assert rows.loc[rows["grain"] == "day", "date"].between("2025-07-01", ZERO_DAY).all()
    weekly = rows.loc[rows["grain"] == "week", "date"]
    assert weekly.between("2025-06-30", "2026-06-22").all()
    assert (weekly.dt.day_of_week == 0).all()
    assert (rows.loc[rows["kpi_id"].eq("QS_CHAT"), "date"] >= pd.Timestamp("2025-10-06")).all()


def test_calls_offered_are_handled_or_abandoned_but_for_the_one_typed_wrong(tables):
    """Received = answered + abandoned on every day and site, except the planted one, ten times too big."""
    rows = tables["measures"]
    counts = rows[rows["kpi_id"].isin(DAILY_COUNTS)].pivot(index=["date", "scope"], columns="kpi_id", values="value")
    broken = counts[counts["APP_REC"] != counts["APP_TRA"] + counts["APP_ABD"]]
    assert broken.index.tolist() == [(pd.Timestamp(TYPED_WRONG.date), TYPED_WRONG.scope)]
    assert broken["APP_REC"].iloc[0] == 10 * (broken["APP_TRA"] + broken["APP_ABD"]).iloc[0]


def test_ratios_and_counts_agree(tables):
    """The answer rate's halves are the day's counts."""
    rows = tables["measures"].set_index(["kpi_id", "date", "scope"])
    rate, answered = rows.loc["TX_DEC"], rows.loc["APP_TRA"]
    assert rate["numerator"].eq(answered["value"]).all()
    assert rate["denominator"].eq(answered["value"] + rows.loc["APP_ABD"]["value"]).all()


def test_no_part_exceeds_its_whole_but_for_the_planted_one(tables):
    """Numerators never exceed denominators in a percentage, except in one chat week."""
    rows = tables["measures"]
    percent = rows[rows["kpi_id"].isin(tables["kpis"].loc[tables["kpis"]["unit"] == "%", "kpi_id"])]
    wrong = percent[percent["numerator"] > percent["denominator"]]
    assert wrong[["kpi_id", "scope"]].to_numpy().tolist() == [[MORE_THAN_ALL.kpi_id, MORE_THAN_ALL.scope]]
    assert wrong["date"].tolist() == [pd.Timestamp(MORE_THAN_ALL.date)]


def test_zeros_are_planted_at_the_end_only(tables):
    """Zero volumes stand on Lille's last day, after the year, and in the last week of sales; nowhere else."""
    rows = tables["measures"]
    zeros = rows[rows["value"].eq(0) | rows["denominator"].eq(0)]
    assert zeros[zeros["grain"] == "day"]["date"].eq(ZERO_DAY).all()
    assert set(zeros[zeros["grain"] == "day"]["scope"]) == {LILLE}
    assert set(zeros[zeros["grain"] == "day"]["kpi_id"]) == {"APP_REC", "APP_TRA", "APP_ABD", "TX_DEC", "QS", "DMT"}
    weekly = zeros[zeros["grain"] == "week"]
    assert weekly[["kpi_id", "date"]].to_numpy().tolist() == [[ZERO_WEEK.kpi_id, pd.Timestamp(ZERO_WEEK.date)]]


def test_staffing_volumes_are_the_days_volumes(tables):
    """The half-hours of a day and site add up to its calls offered; eight weeks, two sites, twenty half-hours a day."""
    past = tables["staffing"][tables["staffing"]["date"] <= pd.Timestamp(AS_OF)]
    staffed = past.groupby(["date", "scope"])["actual_volume"].sum()
    rows = tables["measures"]
    offered = rows[rows["kpi_id"] == "TX_DEC"].set_index(["date", "scope"])["denominator"]
    assert staffed.eq(offered.reindex(staffed.index)).all()
    assert set(past["scope"]) == set(SITES)
    assert tables["staffing"].groupby(["date", "scope"]).size().eq(20).all()
    assert past["date"].dt.strftime("%G-%V").nunique() == 8
    assert (past["present"] <= past["planned"]).all()


def test_the_summer_is_planned_and_not_yet_lived(tables):
    """Eight weeks after the meeting, on working days: a forecast and a plan, no calls, nobody present; short in August."""
    ahead = tables["staffing"][tables["staffing"]["date"] > pd.Timestamp(AS_OF)]
    assert ahead[["actual_volume", "present"]].isna().all(axis=None)
    assert ahead[["forecast_volume", "planned"]].notna().all(axis=None)
    assert ahead["date"].dt.strftime("%G-%V").nunique() == 8
    assert pd.Timestamp("2026-07-14") not in set(ahead["date"])


def test_scores_come_from_the_evaluations(tables):
    """A week's quality score is what its evaluations say; the client scored some of the same contacts."""
    rows = tables["evaluations"]
    assert len(rows) == pytest.approx(600, abs=60)
    own = rows[(rows["evaluator_party"] == "provider") & (rows["date"].dt.strftime("%G-%V") == "2026-26")]
    rows_of_week = tables["measures"][tables["measures"]["date"] == pd.Timestamp("2026-06-22")]
    measured = rows_of_week[rows_of_week["kpi_id"] == "NOTE_QUAL"]
    assert measured["numerator"].sum() == own["points"].sum()
    assert measured["denominator"].sum() == own["points_applicable"].sum()
    assert (rows["points"] <= rows["points_applicable"]).all()
    client = rows[rows["evaluator_party"] == "client"]
    assert len(client) >= 30
    assert set(client["contact_id"]) <= set(rows.loc[rows["evaluator_party"] == "provider", "contact_id"])


# Is the story there?


def test_the_crisis_and_the_recovery(tables):
    """April breaks the service level and satisfaction, customers call again; June is back on target."""
    rows = tables["measures"]
    assert month(rows, "QS", "2026-02") >= 80
    assert month(rows, "QS", "2026-04") < 65
    assert month(rows, "QS", "2026-06") >= 80
    assert month(rows, "CSAT", "2026-04") < 75 < 80 < month(rows, "CSAT", "2026-06")
    assert month(rows, "TX_REIT", "2026-04") > 20 > 15 > month(rows, "TX_REIT", "2026-06")


def test_one_improves_one_cannot_hold_one_drifts(tables):
    """Quality rises from under to over its target; forecast accuracy never nears 90 %; absence rises while green."""
    rows = tables["measures"]
    assert month(rows, "NOTE_QUAL", "2025-07") < 88 < 90 < month(rows, "NOTE_QUAL", "2026-06")
    weeks = rows[rows["kpi_id"] == "PREC_VOL"].groupby("date")[["numerator", "denominator"]].sum()
    assert (100 - 100 * weeks["numerator"] / weeks["denominator"]).max() < 88
    absence = [month(rows, "ABS", key) for key in ("2025-08", "2025-11", "2026-02", "2026-05", "2026-06")]
    assert absence == sorted(absence)
    assert absence[0] < 4 < 5 < absence[-1] < 6


def test_the_peak(tables):
    """Black Friday and December carry half as many calls again as August."""
    rows = tables["measures"].query("kpi_id == 'TX_DEC'")
    calls = rows.groupby(rows["date"].dt.strftime("%Y-%m"))["denominator"].sum()
    assert calls["2025-12"] > 1.5 * calls["2025-08"]


def test_the_service_level_rises_by_decision(tables):
    """78 % until 31 December 2025, 80 % from 1 January 2026, by a decision taken before; no two targets overlap."""
    rows = tables["targets"]
    level = rows[rows["kpi_id"] == "QS"]
    assert level["target"].tolist() == [78.0, 80.0]
    assert level["valid_from"].dt.date.tolist() == [date(2025, 7, 1), date(2026, 1, 1)]
    taken = tables["decisions"].set_index("decision_id").loc[level["decision_id"].iloc[1]]
    assert taken["decided"] < pd.Timestamp("2026-01-01")
    keyed = rows.assign(scope=rows["scope"].fillna("")).sort_values(["kpi_id", "scope", "valid_from"])
    after = keyed.groupby(["kpi_id", "scope"])["valid_from"].shift(-1)
    assert (keyed["valid_to"] < after)[after.notna()].all()


def test_actions_of_every_kind(tables):
    """60 actions and more: late, postponed with a reason, blocked by each side, without owner or date, closed late."""
    rows = tables["actions"]
    assert len(rows) >= 60
    assert set(rows["status"]) == {"todo", "in_progress", "blocked", "done", "cancelled"}
    assert set(rows["blocked_by"].dropna()) == {"client", "provider", "third_party"}
    assert rows["owner"].isna().sum() == 1
    assert rows["due_initial"].isna().sum() == 1
    open_ones = rows[~rows["status"].isin(["done", "cancelled"])]
    assert 8 <= (open_ones["due_current"] < pd.Timestamp(AS_OF)).sum() <= 15
    assert (rows["closed"] > rows["due_current"]).sum() >= 5
    moved = rows[rows["due_current"] != rows["due_initial"]].dropna(subset=["due_initial"])
    assert len(moved) >= 8
    assert moved["postponement_reason"].notna().all()
    assert (moved["postponements"] >= 1).all()
    assert (moved["postponements"] > 2).any()
    assert rows["closed"].notna().eq(rows["status"] == "done").all()
    assert (rows["closed"].dropna() >= rows["opened"][rows["closed"].notna()]).all()
    assert (rows["opened"] < pd.Timestamp(AS_OF)).all()


def test_findings_of_every_kind(tables):
    """150 findings, nearly every week: severe, beyond remit, typed twice, themes spelt many ways, some unknown."""
    rows = tables["findings"]
    assert len(rows) >= 150
    assert (rows["severity"] == 4).sum() >= 4
    assert rows["beyond_remit"].sum() >= 5
    assert rows["week"].notna().ne(rows["date"].notna()).all()
    week = rows["week"].fillna(rows["date"].dt.strftime("%G-W%V"))
    assert week.nunique() >= 50
    twice = Counter(zip(week, rows["scope"], rows["description"].str.casefold(), strict=True))
    assert sum(count > 1 for count in twice.values()) >= 4
    themes = tables["themes"].assign(row=range(2, 2 + len(tables["themes"])))
    matched = match_themes(rows["theme"], themes)
    assert set(matched) == {*tables["themes"]["theme"], TO_SORT}
    assert 4 <= (matched == TO_SORT).sum() <= 8
    assert rows["theme"].isna().sum() == 1
    assert rows.loc[matched == tables["themes"]["theme"].iloc[2], "theme"].nunique() >= 5


def test_findings_and_actions_point_at_each_other(tables):
    """An action that names a finding is named by it, and the reverse."""

    def pairs(rows, key, other):
        return {(one, two) for one, cell in rows[[key, other]].dropna().to_numpy() for two in cell.split(";")}

    forth = pairs(tables["actions"], "action_id", "finding_id")
    back = {(action, finding) for finding, action in pairs(tables["findings"], "finding_id", "action_id")}
    assert forth == back
    assert len(forth) >= 40


def test_meetings_of_a_year(tables):
    """Weekly, monthly, six-monthly; two weekly ones missed; one held past its month; the next ones planned."""
    rows = tables["meetings"]
    weekly = rows[(rows["committee"] == "production") & (rows["planned"] < pd.Timestamp(AS_OF))]
    assert len(weekly) == 53
    assert Counter(weekly["status"]) == {"held": 51, "postponed": 1, "cancelled": 1}
    assert rows["held"].notna().eq(rows["status"] == "held").all()
    late = rows[rows["held"] > rows["planned"]]
    assert late["planned"].tolist() == [pd.Timestamp(AFTER_THE_HOLIDAYS[0])]
    assert (late["held"].dt.month != late["planned"].dt.month).all()
    assert rows.loc[rows["planned"] == pd.Timestamp(AS_OF), "committee"].tolist() == ["steering"]
    strategic = rows[rows["committee"] == "strategic"]["planned"].dt.strftime("%Y-%m").tolist()
    assert strategic[:2] == ["2026-01", "2026-07"]
    assert set(rows.loc[rows["planned"] > pd.Timestamp(AS_OF), "committee"]) == {"production", "steering", "strategic"}


def test_attendance_is_of_members_at_meetings_held(tables):
    """Only held meetings have attendance, of people of that committee; one steering committee has no titular client."""
    held = tables["meetings"].query("status == 'held'").set_index("meeting_id")
    rows = tables["attendance"].join(held[["committee", "held"]], on="meeting_id")
    assert set(rows["meeting_id"]) == set(held.index)
    members = tables["participants"][["person", "committee", "party", "seat"]].drop_duplicates(["person", "committee"])
    known = rows.merge(members, on=["person", "committee"], how="left")
    assert known["party"].notna().all()
    titulars = known[(known["presence"] == "present") & (known["seat"] != "guest")]
    parties = titulars.groupby("meeting_id")["party"].nunique()
    assert parties[parties < 2].index.tolist() == ["COPIL-2025-12"]
    assert held.loc["COPIL-2025-12", "held"] == pd.Timestamp(WITHOUT_QUORUM)


def test_people_of_both_parties_at_three_levels(tables):
    """Levels 1 to 3, titulars, deputies and guests of both parties; one person rises a level during the year."""
    rows = tables["participants"]
    assert set(rows["level"]) == {1, 2, 3}
    assert set(rows["seat"]) == {"titular", "deputy", "guest"}
    assert rows.groupby("committee")["party"].nunique().eq(2).all()
    risen = rows[rows["person"] == NAMES["SK"]].sort_values("level")
    assert risen["level"].tolist() == [2, 3]
    assert risen["valid_from"].iloc[0] > risen["valid_to"].iloc[1]
    for roles, committee in zip(tables["committees"]["required_roles"], tables["committees"]["committee"], strict=True):
        assert set(roles.split(";")) <= set(rows.loc[rows["committee"] == committee, "role"])


def test_decisions_of_every_kind(tables):
    """Routed up and down, undecided at two meetings, a neutralisation, a refusal; every status is met."""
    rows = tables["decisions"].set_index("decision_id")
    assert set(rows["status"]) == {"requested", "taken", "postponed", "refused", "executed"}
    remit = tables["remit"]
    up = rows.loc[ROUTED_UP]
    may = remit.set_index(["decision_type", "committee"])["max_amount"]
    assert up["amount"] > may[up["decision_type"], up["committee"]]
    down = rows.loc[ROUTED_DOWN]
    assert (down["decision_type"], down["committee"]) not in may.index
    undecided = rows.loc[UNDECIDED_TWICE]
    meetings = tables["meetings"].set_index("meeting_id")
    since = meetings.loc[undecided["due_meeting"], "planned"]
    steering = meetings[(meetings["committee"] == "steering") & (meetings["status"] == "held")]
    assert (steering["planned"] >= since).sum() >= 2
    assert pd.isna(undecided["decided"])
    neutralised = tables["neutralisations"]["decision_id"].unique().tolist()
    assert rows.loc[neutralised, "decision_type"].tolist() == ["neutralisation"]


def test_workstreams_slip(tables):
    """Five workstreams, each with milestones passed; some slipped, and what is passed has its day before the as-of date."""
    rows = tables["milestones"]
    assert len(tables["workstreams"]) == 5
    assert set(rows["workstream_id"]) == set(tables["workstreams"]["workstream_id"])
    assert (rows["current"].dropna() > rows["initial"][rows["current"].notna()]).sum() >= 6
    assert (rows["actual"].dropna() < pd.Timestamp(AS_OF)).all()
    assert rows["actual"].isna().any()


def test_money_adds_up(tables):
    """Paid lines weigh one in all, the gate nothing; twelve invoices; thresholds rise within a line."""
    lines = tables["incentives"]
    assert lines["weight"].sum() == pytest.approx(1.0)
    assert lines.loc[lines["gate"], "kpi_id"].tolist() == ["EC_CONF"]
    assert set(lines["scheme"]) == {"linear", "step", "points", "factor"}
    assert len(tables["invoices"]) == 12
    assert tables["incentive_steps"].groupby("kpi_id")["threshold"].is_monotonic_increasing.all()


def test_an_orphan_priority_and_orphan_indicators(tables):
    """One priority has no indicator, some indicators serve none: the alignment page has something to show."""
    served = set(tables["kpis"]["priority_id"].dropna())
    assert set(tables["priorities"]["priority_id"]) - served == {"P-4"}
    assert tables["kpis"]["priority_id"].isna().any()


def test_two_ratings_far_apart(tables):
    """On one objective the parties' ratings differ by two."""
    rows = tables["qualitative"]
    assert (rows["client_rating"] - rows["provider_rating"]).abs().max() == 2


# Many times over


def test_once_is_the_example(tables):
    """Times one is the example itself."""
    for key, rows in example_times("fr", 1).items():
        pd.testing.assert_frame_equal(rows, tables[key], check_exact=True)


@pytest.mark.parametrize("factor", [2, 12])
def test_many_times_the_example(tables, factor):
    """Measures, actions and findings grow by the factor, and rows stay unique and well referred."""
    many = example_times("fr", factor)
    for key in ("measures", "actions", "findings"):
        assert len(many[key]) == factor * len(tables[key])
    for table in INPUTS:
        rows = many[table.key]
        assert tuple(rows.columns) == table.keys
        assert rows.dtypes.astype("str").equals(tables[table.key].dtypes.astype("str")), table.key
        assert not table.unique or not rows.duplicated(list(table.unique)).any(), table.key
    assert not many["measures"].duplicated(["kpi_id", "date", "grain", "scope"]).any()
    test_references_resolve(many)


def test_less_than_once_is_refused():
    """Zero times the example is a mistake."""
    with pytest.raises(ValueError, match="0"):
        example_times("fr", 0)


# What was frozen


@cache
def kept(language):
    return freezes.read(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_semester_is_frozen_as_it_would_be_today(language, tmp_path):
    """Freezing the six meetings again gives what is kept, but for the version: `python workbook/freeze.py` refreshes it."""
    freezes.write(freeze_semester(language), language, tmp_path)
    follows_version = ["version", "previous", "hash"]
    for key, table in freezes.KEPT.items():
        again = pd.read_csv(tmp_path / language / f"{key}.csv", dtype="str")
        known = pd.read_csv(freezes.FOLDER / language / f"{key}.csv", dtype="str")
        drop = [column for column in follows_version if column in table]
        pd.testing.assert_frame_equal(again.drop(columns=drop), known.drop(columns=drop), check_exact=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_six_steering_committees_in_a_row(language):
    """January to June 2026, a month each, in order, each chained to the one before; all but the last without a doubt."""
    register = kept(language)["freezes"]
    assert register["period"].tolist() == [f"2026-{month:02}" for month in range(1, 7)]
    assert register["committee"].eq("steering").all()
    assert register["quorum"].all()
    assert register["previous"].tolist()[1:] == register["hash"].tolist()[:-1]
    assert register["confirmed"].notna().tolist() == [False] * 5 + [True]


def test_languages_freeze_the_same_figures():
    """What is frozen differs in texts only, and in what seals them."""
    said = {"name", "unit", "label", "detail", "theme", "description", "digest", "line_id", "reference", "seal", "hash"}
    for key, table in freezes.KEPT.items():
        same = [column for column in table.keys if column not in said | {"previous"}]
        pd.testing.assert_frame_equal(kept("fr")[key][same], kept("en")[key][same], check_exact=True)


def test_one_figure_was_restated():
    """March's quality score, corrected by a decision taken after it was frozen: amber as presented, green now."""
    rows = kept("fr")["restatements"]
    assert set(rows["kpi_id"]) == {"NOTE_QUAL"}
    assert set(rows["reference"]) == {RESTATING}
    [line] = rows[rows["period_kind"].eq("month") & rows["scope"].isna()].to_dict("records")
    assert (line["freeze_id"], line["reported"], line["now"]) == ("COPIL-2026-04", 89.8, 90.6)
    assert (line["status_reported"], line["status_now"]) == ("amber", "green")
    assert (line["effect"], line["cause"]) == ("better", "decision")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_example_has_it_intact(language, tmp_path):
    """Written in a file, read back: every seal and the chain hold; the page is the add-in's own, and is drawn again."""
    file = tmp_path / "example.xlsx"
    write_new(file, template_sheets(language, example=True), pages=example_pages(language))
    outcome = run(FileWorkbook(file), ["frozen"])
    assert outcome.pages == ("frozen",)
    assert len(outcome.tables["freezes"]) == 6
    assert outcome.tables["frozen_breaks"].empty
    shown = kept(language)["restatements"]
    assert outcome.tables["restatements"]["now"].tolist() == shown["now"].tolist()
