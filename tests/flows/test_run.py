"""A whole run: what is drawn, what is refused and why, what people typed beside our figures, the same again."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import FileWorkbook
from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.excel.port import RawTable
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.run import FLOWS, check, run
from gouvernail.flows.template import template_sheets
from gouvernail.problems import Effect, GouvernailError, WorkbookRefused
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from small import AS_OF, ROWS, march, small, small_tables

FILLED = tuple(key for key in ROWS if key != "settings")


@cache
def whole(language="fr"):
    """The small workbook and what a whole run of it gave; to be looked at, not changed."""
    workbook = small(language)
    return workbook, run(workbook)


def codes(outcome, *effects):
    return sorted({one.code for one in outcome.problems if not effects or one.effect in effects})


def pages(workbook):
    return set(workbook.drawn)


def banner(sheet):
    """The sentence of a page that says how many rows were left out."""
    return next((str(cell.value) for _, _, cell in sheet.cells() if cell.style == "banner" and cell.value), "")


def without(rows, key, value):
    return [row for row in rows if row.get(key) != value]


# What is drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_draws_all_that_the_tables_allow(language):
    """Without a flow named, every page whose tables are there; nothing is refused, every figure is handed back."""
    workbook, outcome = whole(language)
    assert {"gaps", "overdue", "rollup", "steering", "checks"} <= pages(workbook)
    assert set(outcome.pages) == pages(workbook)
    assert (outcome.as_of, outcome.language, outcome.refused) == (AS_OF, language, False)
    assert {"gaps", "overdue", "rollup", "rollup_findings", "steering_kpis", "checks"} <= set(outcome.tables)


def test_tables_have_the_schemas_keys():
    """What `--json` prints: declared columns, in their order."""
    for key, frame in whole()[1].tables.items():
        declared = [column for column in TABLES[key].keys if column in frame]
        assert list(frame.columns) == declared, key


@pytest.mark.parametrize("flow", ["gaps", "overdue", "rollup", "steering"])
def test_one_flow_draws_its_page_only(flow):
    """A button redraws its own page; the others stay as they were."""
    workbook = small()
    run(workbook, [flow])
    assert pages(workbook) == {flow}


def test_the_day_asked_for_wins():
    """`--as-of` replays an earlier day: what was decided since is not known yet."""
    assert whole()[1].tables["overdue"]["action_id"].tolist() == ["A-001", "A-002", "A-003"]
    earlier = run(small(), ["overdue"], as_of=march(16))
    assert earlier.as_of == march(16)
    assert earlier.tables["overdue"]["action_id"].tolist() == ["A-001"]


def test_without_a_day_nothing_is_drawn():
    """The manager is told which cell to fill in."""
    workbook = small(settings=[{"setting": "client", "value": "x"}, {"setting": "as_of", "value": None}])
    with pytest.raises(WorkbookRefused) as refused:
        run(workbook)
    [problem] = refused.value.problems
    assert (problem.code, str(problem.where)) == ("as_of.missing", "'Paramètres'!C6")
    assert workbook.drawn == {}


def test_progress_is_told():
    """Before each page, and once before the file is written."""
    told = []
    run(small(), ["gaps", "overdue"], progress=lambda *one: told.append(one))
    assert told == [("gaps", 0, 2), ("overdue", 1, 2), ("write", 2, 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_that_of_the_headers_when_no_setting_says_it(language):
    """And the setting has the last word."""
    tables = small_tables(language)
    tables["gv_settings"] = replace(tables["gv_settings"], rows=[tables["gv_settings"].rows[3]])
    assert run(MemoryWorkbook(tables)).language == language
    said = small_tables("fr")
    said["gv_settings"].rows[-1][1] = language
    assert run(MemoryWorkbook(said)).language == language


# What is refused, and what is not


def test_a_page_without_its_table_is_refused_alone():
    """The others are drawn; the message names the table."""
    workbook = small(kpis=None)
    outcome = run(workbook, ["gaps", "overdue"])
    assert pages(workbook) == {"overdue"}
    assert outcome.refused
    assert codes(outcome, Effect.PAGE) == ["page.skipped", "table.missing"]
    assert "gv_kpis" in Catalogue("fr").problem(next(one for one in outcome.problems if one.code == "table.missing"))


@pytest.mark.parametrize("flow", FLOWS)
def test_a_flow_asked_for_without_its_tables_says_so(flow):
    """Every flow over a workbook that has settings alone: nothing breaks, and what is refused is said in both languages."""
    workbook = MemoryWorkbook({"gv_settings": small_tables()["gv_settings"]})
    outcome = run(workbook, [flow])
    assert outcome.refused == (workbook.drawn == {})
    for problem in outcome.problems:
        assert all("{" not in Catalogue(language).problem(problem) for language in LANGUAGES)


def test_without_a_flow_named_a_missing_table_is_no_mistake():
    """A workbook that follows no KPI still has its actions."""
    workbook = small(kpis=None, measures=None, targets=None)
    assert not run(workbook).refused
    assert not {"gaps", "steering"} & pages(workbook)
    assert {"overdue", "rollup"} <= pages(workbook)


@pytest.mark.parametrize(
    ("table", "row", "code", "refused", "drawn"),
    [
        ("actions", ROWS["actions"][0], "row.duplicate", {"overdue", "steering"}, {"gaps", "rollup"}),
        ("findings", ROWS["findings"][0], "row.duplicate", {"rollup"}, {"gaps", "overdue"}),
        (
            "targets",
            {**ROWS["targets"][0], "valid_from": march(1)},
            "target.overlap",
            {"gaps", "steering"},
            {"overdue", "rollup"},
        ),
        ("kpis", {**ROWS["kpis"][0], "kpi_id": "qs"}, "row.duplicate", {"gaps", "steering"}, {"overdue", "rollup"}),
    ],
)
def test_what_would_falsify_a_page_refuses_that_page(table, row, code, refused, drawn):
    """Two rows with one id, overlapping targets: its last good page stays, the others are drawn."""
    workbook = small(**{table: [*ROWS[table], row]})
    outcome = run(workbook)
    assert code in codes(outcome, Effect.PAGE)
    assert not refused & pages(workbook)
    assert drawn | {"checks"} <= pages(workbook)
    problem = next(one for one in outcome.problems if one.code == code)
    assert problem.where is not None
    assert problem.where.row == 5 + len(ROWS[table]) or code == "target.overlap"


@pytest.mark.parametrize(("language", "one", "two"), [("fr", "1 ligne mise", "2 lignes mises"), ("en", "1 row", "2 rows")])
def test_every_page_says_how_many_rows_were_left_out(language, one, two):
    """By the reader or by a rule; a page over sound rows says nothing."""
    sound = {"findings": ROWS["findings"][:5]}
    workbook = small(language, **sound)
    run(workbook)
    assert {banner(sheet) for sheet in workbook.drawn.values()} == {""}
    typo = {"kpi_id": "QS", "date": "31/02/2026", "numerator": 1.0, "denominator": 2.0}
    for bad, said in (([typo], one), ([typo, {**typo, "date": march(9), "numerator": "douze"}], two)):
        workbook = small(language, **sound, measures=[*ROWS["measures"], *bad])
        run(workbook)
        for key in ("gaps", "overdue", "rollup", "steering", "checks"):
            assert said in banner(workbook.drawn[key]), key


def test_a_typo_costs_only_its_row():
    """Every other figure is what it was; the typo stands on the checks page with its cell and a link to it."""
    before, workbook = whole()[1], small(measures=[*ROWS["measures"], {"kpi_id": "QS", "date": "hier", "numerator": 1.0}])
    after = run(workbook)
    for key, frame in before.tables.items():
        if key != "checks":
            assert frame.astype(str).equals(after.tables[key].astype(str)), key
    row = after.tables["checks"].set_index("code", drop=False).loc["cell.date"]
    assert (row["sheet"], row["cell"], row["code"], row["effect"]) == (
        "Mesures",
        f"C{5 + len(ROWS['measures'])}",
        "cell.date",
        "row",
    )
    links = [cell.link for _, _, cell in workbook.drawn["checks"].cells() if cell.link]
    assert any(link.row == 5 + len(ROWS["measures"]) and link.column == 3 for link in links)


def test_a_setting_that_does_not_suit_keeps_its_default():
    """It is said with its cell, and the pages are drawn."""
    rows = [*ROWS["settings"], {"setting": "confirm_red", "value": "deux"}, {"setting": "chef", "value": "moi"}]
    outcome = run(small(settings=rows))
    assert {"setting.bad", "setting.unknown"} <= set(codes(outcome, Effect.NOTICE))
    assert not outcome.refused


def test_a_reference_that_leads_nowhere_is_said():
    """A target of a KPI that does not exist, with its cell."""
    rows = [*ROWS["targets"], {"kpi_id": "QS2", "valid_from": march(1), "target": 80.0}]
    problem = next(one for one in run(small(targets=rows)).problems if one.code == "reference.unknown")
    assert (problem.where.address, problem.facts["found"]) == (f"B{5 + len(ROWS['targets'])}", "QS2")


def test_check_draws_nothing():
    """It finds what a run finds; without a day it still checks the tables."""
    workbook = small()
    outcome = check(workbook)
    assert workbook.drawn == {}
    assert {one.code for one in outcome.problems} == {one.code for one in whole()[1].problems}
    undated = check(small(settings=[{"setting": "client", "value": "x"}], actions=[*ROWS["actions"], ROWS["actions"][0]]))
    assert "row.duplicate" in codes(undated)


@pytest.mark.parametrize("key", ROWS)
def test_a_table_without_rows_breaks_nothing(key):
    """A workbook that is being filled in: any table may still be blank."""
    rows = ROWS["settings"] if key == "settings" else []
    run(small(**{key: rows}), as_of=AS_OF)


@pytest.mark.parametrize("key", ["meetings", "targets", "actions", "themes"])
def test_a_table_that_is_absent_breaks_nothing(key):
    """The pages that need it are left out, the others drawn."""
    workbook = small(**{key: None})
    run(workbook)
    assert "checks" in pages(workbook)


@pytest.mark.parametrize("keys", [("actions", "findings"), ("measures", "decisions"), FILLED], ids=lambda keys: keys[0])
def test_required_columns_alone_are_enough(keys):
    """Whatever may be left blank may be left blank everywhere."""
    needed = {key: {column.key for column in TABLES[key] if column.required} for key in keys}
    bare = {key: [{name: value for name, value in row.items() if name in needed[key]} for row in ROWS[key]] for key in keys}
    workbook = small(**bare)
    run(workbook)
    assert "checks" in pages(workbook)


def test_tables_of_nonsense_break_nothing():
    """Every row is set aside, or refused, with its cells."""
    outcome = run(small(**{key: [dict.fromkeys(TABLES[key].keys, "???") for _ in range(3)] for key in FILLED}))
    assert {one.table for one in outcome.problems} >= {"kpis", "actions", "findings", "meetings"}


def test_every_table_blank():
    """A new workbook, nothing typed yet but the day."""
    workbook = small(**{key: [] for key in FILLED})
    outcome = run(workbook)
    assert not outcome.refused
    assert {"gaps", "overdue", "rollup", "checks"} <= pages(workbook)


CONTENTS = st.one_of(
    st.sampled_from(["", " ", "x", "12,5", "92 %", "31/03/2026", "2026-S13", "oui", "QS", "A-001", "=1+1", "F-01;F-02", "😀"]),
    st.floats(-1e9, 1e9).map(lambda value: round(value, 3)),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.booleans(),
    st.integers(-3, 10),
)


@settings(max_examples=max(settings.default.max_examples // 4, 1))
@given(
    key=st.sampled_from(FILLED),
    places=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), CONTENTS), min_size=1, max_size=8),
)
@case(key="actions", places=[(0, 0, "")])
def test_whatever_people_type_a_run_ends_in_words(key, places):
    """Any content in any cells: pages, or problems with their sentence in both languages; never a traceback."""
    tables = small_tables()
    rows = tables[f"gv_{key}"].rows
    for row, column, content in places:
        rows[row % len(rows)][column % len(rows[0])] = content
    try:
        problems = run(MemoryWorkbook(tables)).problems
    except GouvernailError as error:
        problems = error.problems
    for problem in problems:
        assert all("{" not in Catalogue(language).problem(problem) for language in LANGUAGES)


# What people type beside our figures


def typed(workbook, key, line, text):
    """A person types a comment beside a line of one of our tables."""
    table: RawTable = workbook.table(TABLES[key].name)
    unique = table.headers.index(Catalogue("fr").column(key, TABLES[key].unique[0]))
    comment = table.headers.index(Catalogue("fr").column(key, "comment"))
    row = next(row for row in table.rows if row[unique] == line)
    row[comment] = text


def shown(workbook, key):
    """The comments of a page by line, those at its foot apart."""
    inputs, found = Inputs(workbook), []
    for name in (key, f"{key}_kept"):
        if not inputs.has(name):
            found.append({})
            continue
        raw, line = inputs.raw(name), TABLES[name].unique[0]
        at = [raw.headers.index(Catalogue("fr").column(name, one)) for one in (line, "comment")]
        found.append({row[at[0]]: row[at[1]] for row in raw.rows if row[at[1]]})
    return tuple(found)


def again(workbook, **rows):
    """The same workbook, our pages included, with other rows in its input tables."""
    kept = {name: workbook.table(name) for name in workbook.table_names()}
    changed = MemoryWorkbook({**kept, **small_tables(**rows)})
    changed.drawn = dict(workbook.drawn)
    return changed


COMMENTED = [
    ("gaps", "TX_DEC||2026-03", {"kpis": without(ROWS["kpis"], "kpi_id", "TX_DEC")}),
    ("overdue", "A-002", {"actions": without(ROWS["actions"], "action_id", "A-002")}),
    ("rollup", "L-outil-fa7570", {"findings": without(ROWS["findings"], "theme", "Outil")}),
]


@pytest.mark.parametrize(("key", "line", "gone"), COMMENTED)
def test_a_comment_follows_its_line(key, line, gone):
    """Kept over redraws; moved to the foot when its line goes, and back when it comes back; never lost."""
    workbook, text = small(), "Vu avec Karim,\net avec Anne"
    run(workbook, [key])
    typed(workbook, key, line, text)
    run(workbook, [key])
    assert shown(workbook, key) == ({line: text}, {})
    later = again(workbook, **gone)
    for _ in range(2):
        run(later, [key])
        assert shown(later, key) == ({}, {line: text})
    back = again(later)
    run(back, [key])
    assert shown(back, key) == ({line: text}, {})


def test_a_comment_typed_as_a_number_or_a_date_is_kept():
    """Excel makes numbers and dates of what people type; zero too is a comment, and so is what looks like a formula."""
    workbook = small()
    run(workbook, ["overdue"])
    for value, text in ((0.0, "0"), (12.0, "12"), (march(5), "2026-03-05"), (True, "true"), ("=oui", "=oui")):
        typed(workbook, "overdue", "A-002", value)
        run(workbook, ["overdue"])
        assert shown(workbook, "overdue") == ({"A-002": text}, {})


def test_two_comments_on_one_line_are_both_kept():
    """A line that comes back with a new comment while an older one waited at the foot."""
    workbook = small()
    run(workbook, ["overdue"])
    typed(workbook, "overdue", "A-002", "ancien")
    gone = again(workbook, actions=without(ROWS["actions"], "action_id", "A-002"))
    run(gone, ["overdue"])
    raw = gone.table("gv_overdue")
    raw.rows.append(["A-002" if header == "Action" else "neuf" if header == "Commentaire" else "" for header in raw.headers])
    back = again(gone)
    run(back, ["overdue"])
    assert shown(back, "overdue") == ({"A-002": "neuf\nancien"}, {})


def test_a_comment_survives_a_change_of_language():
    """The page is drawn in the other language; what people typed stays."""
    workbook = small("fr")
    run(workbook, ["overdue"])
    typed(workbook, "overdue", "A-002", "Vu")
    kept = {name: workbook.table(name) for name in workbook.table_names()}
    english = MemoryWorkbook({**kept, **small_tables("en")})
    run(english, ["overdue"])
    raw = english.table("gv_overdue")
    assert "Workdays late" in raw.headers
    assert [row[raw.headers.index("Comment")] for row in raw.rows if row[0] == "A-002"] == ["Vu"]


# The same again


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_run_describes_the_same_pages(language):
    """Nothing depends on what was drawn before."""
    workbook = MemoryWorkbook({name: whole(language)[0].table(name) for name in whole(language)[0].table_names()})
    first = dict(whole(language)[0].drawn)
    run(workbook)
    assert workbook.drawn == first


def test_the_order_of_rows_changes_no_figure():
    """People sort their tables; only the order of lines may follow, never a figure."""
    turned = {key: rows[::-1] for key, rows in ROWS.items() if key not in {"settings", "kpis"}}
    first, second = whole()[1].tables, run(small(**turned)).tables
    for key in first:
        if key in {"checks", "rollup_findings"}:
            continue
        unique = [*TABLES[key].unique]
        one, two = (table[key].sort_values(unique).reset_index(drop=True).astype(str) for table in (first, second))
        moved = [column.key for column in TABLES[key] if column.many] + ["row"]  # a line is told where it now stands
        assert one.drop(columns=moved, errors="ignore").equals(two.drop(columns=moved, errors="ignore")), key


@pytest.fixture(scope="module", params=LANGUAGES)
def example(request, tmp_path_factory):
    """The filled example as a file, every page drawn in it."""
    path = tmp_path_factory.mktemp("example") / "Pilotage d'été.xlsx"
    path.write_bytes(draw_workbook(template_sheets(request.param, example=True)))
    return path, run(FileWorkbook(path)), request.param


def test_the_examples_pages_are_drawn(example):
    """Nothing of the filled example is refused, and every problem of it has its sentence."""
    _, outcome, language = example
    assert not outcome.refused
    assert {"gaps", "overdue", "rollup", "steering", "checks"} <= set(outcome.pages)
    for problem in outcome.problems:
        assert Catalogue(language).problem(problem)


def test_a_second_run_writes_the_same_bytes(example):
    """Drawn again from its own file, nothing changes in it."""
    path, _, _ = example
    before = path.read_bytes()
    run(FileWorkbook(path))
    assert path.read_bytes() == before


@pytest.mark.sdk
def test_the_open_xml_sdk_finds_no_fault_in_the_drawn_example(example, validate):
    """Excel opens it without repairing anything."""
    assert validate(example[0]) == []


@pytest.mark.office
def test_lateness_is_looked_up_beside_the_actions(example, office):
    """In a spreadsheet that computes, each late action shows its days beside it, and no formula shows an error."""
    path, outcome, language = example
    document = office.load(path)
    try:
        document.calculateAll()
        for sheet in document.Sheets:
            assert sheet.queryFormulaCells(4).RangeAddressesAsString == "", sheet.Name
        block = document.Sheets.getByName(Catalogue(language).sheet("actions")).getCellRangeByName("A5:W120").DataArray
    finally:
        document.close(True)
    late = {row[0]: row[-1] for row in block if row[0] and row[-1] != ""}
    overdue = outcome.tables["overdue"]
    assert late == dict(zip(overdue["action_id"], overdue["late_workdays"].astype(float), strict=True))
