"""What `gouvernail import` brings in, sets aside, replaces and says."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer

from declared import declared
from gouvernail.entry.import_command import import_measures as command
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import FileWorkbook
from gouvernail.flows.mapping import read_map
from gouvernail.flows.run import run
from gouvernail.problems import WorkbookRefused
from gouvernail.rules.reimport import replace_measures
from gouvernail.schema.outputs import IMPORTED
from gouvernail.sheets.imported import FIRST_ROW
from gouvernail.sheets.parts import Area, Cell, ListTable, Sheet
from gouvernail.words.catalogue import Catalogue
from import_cases import HEADER, WIDE, bring_in, day, extract, figures, imported, map_of, told, workbook

LONG = """
source = "dashboard"
layout = "long"
date = "date"
scope = "site"
kpi = "indicator"
numerator = "num"
denominator = "den"
[kpi_names]
"Answer rate" = "TX_DEC"
"""
ABANDONED = """
[[check]]
whole = "offered"
parts = ["handled", "abandoned"]
doubt = ["abandoned"]
"""
RATES = WIDE + '[kpis.TX_ABD]\nnumerator = "abandoned"\ndenominator = "offered"\n'


def refusal(book: Path, source: Path, map_: Path) -> dict[str, str]:
    """What an import that stops says, by code; and that the workbook is as it was."""
    before = book.read_bytes()
    with pytest.raises(WorkbookRefused) as caught:
        bring_in(book, source, map_)
    assert book.read_bytes() == before
    assert caught.value.language == "en"
    return {problem.code: Catalogue("en").problem(problem) for problem in caught.value.problems}


def as_list(outcome) -> list[tuple[object, ...]]:
    columns = [
        "change",
        "kpi_id",
        "scope",
        "numerator",
        "denominator",
        "value",
        "old_numerator",
        "old_denominator",
        "old_value",
    ]
    return [tuple(None if one != one else one for one in row) for row in outcome.changes[columns].itertuples(index=False)]


def test_a_wide_line_makes_one_measure_per_kpi(tmp_path):
    """A day and a site, KPIs side by side: each KPI gets its numerator and denominator, or its value."""
    book = workbook(tmp_path)
    outcome = bring_in(
        book, extract(tmp_path, HEADER, "2026-03-02,Lyon,1000,940", "2026-03-02,Lille,500,450"), map_of(tmp_path)
    )
    assert figures(imported(book)) == [
        ("APP_REC", day(2), "Lille", None, None, 500.0),
        ("APP_REC", day(2), "Lyon", None, None, 1000.0),
        ("TX_DEC", day(2), "Lille", 450.0, 500.0, None),
        ("TX_DEC", day(2), "Lyon", 940.0, 1000.0, None),
    ]
    assert (outcome.lines, outcome.measures, outcome.count("added"), outcome.problems) == (2, 4, 4, ())
    assert imported(book)["source"].unique().tolist() == ["ACD"]


def test_a_long_line_is_one_measure(tmp_path):
    """An indicator per line, by its own name or by the KPI's id; those that nobody asked for are left out and named."""
    book = workbook(tmp_path)
    lines = [
        "date,indicator,site,num,den",
        "2026-03-02,Answer rate,Lyon,94,100",
        "2026-03-02,qs,Lyon,80,100",
        "2026-03-02,Hold,Lyon,3,1",
    ]
    outcome = bring_in(book, extract(tmp_path, *lines), map_of(tmp_path, LONG))
    assert figures(imported(book)) == [
        ("QS", day(2), "Lyon", 80.0, 100.0, None),
        ("TX_DEC", day(2), "Lyon", 94.0, 100.0, None),
    ]
    assert "Hold (1)" in told(outcome)["import.other_kpis"]


def test_french_habits_are_recognised(tmp_path):
    """cp1252, semicolons, decimal commas, spaces between thousands, days first: nothing to say in the map."""
    book = workbook(tmp_path, language="fr")
    lines = ["Jour;Site;Offerts;Traités;Sat.", "02/03/2026;Évry;1 204;1 120,5;87,5 %", "13/03/2026;Évry;988;931;84 %"]
    text = 'date = "Jour"\nscope = "Site"\n[kpis.TX_DEC]\nnumerator = "Traités"\ndenominator = "offerts"\n'
    text += '[kpis.CSAT]\nvalue = "Sat."\n'
    outcome = bring_in(book, extract(tmp_path, *lines, encoding="cp1252"), map_of(tmp_path, text))
    assert figures(imported(book)) == [
        ("CSAT", day(2), "Évry", None, None, 87.5),
        ("CSAT", day(13), "Évry", None, None, 84.0),
        ("TX_DEC", day(2), "Évry", 1120.5, 1204.0, None),
        ("TX_DEC", day(13), "Évry", 931.0, 988.0, None),
    ]
    assert outcome.problems == ()
    assert imported(book)["source"].unique().tolist() == ["map"], "without a source, the map's own name"


def test_an_excel_extract_reads_like_a_csv_one(tmp_path):
    """Numbers and dates of Excel, on the sheet that holds the columns, below a title."""
    rows = (
        (Cell("Rapport du mois"),),
        (),
        tuple(Cell(one) for one in ("day", "site", "offered", "handled")),
        (Cell(day(2), "date"), Cell("Lyon"), Cell(1000), Cell(940)),
        (Cell(day(3), "date"), Cell("Lyon"), Cell("n.c."), Cell(3)),
    )
    source = tmp_path / "extract.xlsx"
    source.write_bytes(draw_workbook([Sheet("a", "Lisez-moi", ((Cell("bonjour"),),)), Sheet("b", "Données", rows)]))
    book = workbook(tmp_path)
    outcome = bring_in(book, source, map_of(tmp_path))
    assert figures(imported(book)) == [
        ("APP_REC", day(2), "Lyon", None, None, 1000.0),
        ("TX_DEC", day(2), "Lyon", 940.0, 1000.0, None),
    ]
    assert "line 5: “n.c.” (column “offered”) is not a number" in told(outcome)["import.line.number"]


def test_the_same_period_again_replaces_it(tmp_path):
    """Added, changed with what it was, unchanged, gone; another site and another month stay."""
    book, map_ = workbook(tmp_path), map_of(tmp_path)
    first = [
        "2026-02-27,Lyon,900,800",
        "2026-03-02,Lyon,1000,940",
        "2026-03-03,Lyon,1000,900",
        "2026-03-04,Lyon,700,650",
        "2026-03-03,Lille,1,1",
    ]
    bring_in(book, extract(tmp_path, HEADER, *first), map_)
    again = ["2026-03-02,lyon,1000,940", "2026-03-04,lyon,710,650", "2026-03-05,lyon,1,1"]
    outcome = bring_in(book, extract(tmp_path, HEADER, *again), map_)
    assert (outcome.count("added"), outcome.count("changed"), outcome.count("gone"), outcome.unchanged) == (2, 2, 2, 2)
    assert sorted(one for one in as_list(outcome) if one[1] == "TX_DEC") == [
        ("added", "TX_DEC", "lyon", 1.0, 1.0, None, None, None, None),
        ("changed", "TX_DEC", "lyon", 650.0, 710.0, None, 650.0, 700.0, None),
        ("gone", "TX_DEC", "Lyon", None, None, None, 900.0, 1000.0, None),
    ]
    stands = imported(book)
    rates = stands[stands["kpi_id"].eq("TX_DEC")]
    assert list(zip(rates["scope"], rates["date"].dt.day, strict=True)) == [
        ("Lille", 3), ("Lyon", 27), ("lyon", 2), ("lyon", 4), ("lyon", 5),
    ]  # fmt: skip


def test_the_same_extract_again_changes_nothing(tmp_path):
    """Bytes included: a workbook that already holds the measures is not written again."""
    book, map_, source = workbook(tmp_path), map_of(tmp_path), extract(tmp_path, HEADER, "2026-03-02,Lyon,1000,940")
    bring_in(book, source, map_)
    before = book.read_bytes()
    outcome = bring_in(book, source, map_)
    assert (outcome.unchanged, len(outcome.changes)) == (2, 0)
    assert book.read_bytes() == before


def test_a_line_that_cannot_be_read_is_set_aside_with_its_number(tmp_path):
    """No date, no scope, a text for a number, a field too many: each reason once, with its lines; the others come in."""
    lines = [
        HEADER, "2026-03-02,Lyon,1000,940", "Total,,1000,940", "2026-02-30,Lyon,1,1", ",Lyon,1,1",
        "2026-03-03,,1,1", "2026-03-04,Lyon,1,n/a", '2026-03-05,"Lyon,\nest",5,4', "2026-03-06,Lyon,1,2,3", "",
        "2026-03-07,Lyon,10,9",
    ]  # fmt: skip
    book = workbook(tmp_path)
    outcome = bring_in(book, extract(tmp_path, *lines), map_of(tmp_path))
    said = told(outcome)
    assert {code for code in said if code.startswith("import.line.")} == {
        "import.line.uneven", "import.line.date", "import.line.date_blank", "import.line.scope_blank", "import.line.number",
    }  # fmt: skip
    assert said["import.line.date"].startswith("“extract.csv”, lines 3-4: “Total” (column “day”) is not a day.")
    assert "line 10: 5 fields instead of 4" in said["import.line.uneven"]
    assert "line 7: “n/a”" in said["import.line.number"]
    assert outcome.set_aside == 6
    assert [one[1:3] + one[5:] for one in figures(imported(book)) if one[0] == "APP_REC"] == [
        (day(2), "Lyon", 1000.0), (day(4), "Lyon", 1.0), (day(7), "Lyon", 10.0), (day(5), "Lyon, est", 5.0),
    ]  # fmt: skip


def test_declared_zeros_make_no_figure(tmp_path):
    """A zero of `zero_is_missing` is a blank measure with a remark, not 0 and not 0 %; a zero elsewhere is a zero."""
    book = workbook(tmp_path)
    text = WIDE.replace("[kpis.TX_DEC]", 'zero_is_missing = ["offered"]\n[kpis.APP_TRA]\nvalue = "handled"\n[kpis.TX_DEC]')
    outcome = bring_in(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,0,0"), map_of(tmp_path, text))
    assert figures(imported(book)) == [
        ("APP_REC", day(2), "Lyon", None, None, None),
        ("APP_TRA", day(2), "Lyon", None, None, 0.0),
        ("TX_DEC", day(2), "Lyon", None, None, None),
    ]
    assert imported(book)["remarks"].tolist()[0] == "zero in offered: not measured"
    assert "1 zero in offered" in told(outcome)["import.zeros"]


def test_what_the_provider_writes_for_nothing_is_nothing(tmp_path):
    """Words of `missing` are blank cells: no measure, no mistake."""
    book = workbook(tmp_path)
    outcome = bring_in(
        book,
        extract(tmp_path, HEADER, "2026-03-02,Lyon,n.c.,-", "2026-03-03,Lyon,10,9"),
        map_of(tmp_path, 'missing = ["n.c.", "-"]\n' + WIDE),
    )
    assert (len(imported(book)), outcome.set_aside, outcome.problems) == (2, 0, ())


def test_a_sum_that_fails_reads_to_check_on_every_page(tmp_path):
    """Offered = handled + abandoned fails: the rate of abandonment comes in, marked, and shows no gap; the others do."""
    target = {"kpi_id": "TX_ABD", "valid_from": day(1, 1), "target": 5.0}
    book = workbook(tmp_path, targets=[target, target | {"kpi_id": "TX_DEC", "target": 90.0}])
    lines = ["day,site,offered,handled,abandoned"] + [f"2026-03-{one:02},Lyon,1000,940,980" for one in range(2, 7)]
    outcome = bring_in(book, extract(tmp_path, *lines), map_of(tmp_path, RATES + ABANDONED))
    assert "on 5 of 5 line(s), first on line 2" in told(outcome)["import.check_broken"]
    row = FIRST_ROW + 5
    assert f"'Imported measures'!J{row}" in told(outcome)["import.doubt.flagged"]
    stands = imported(book)
    assert stands.loc[stands["row"].eq(row), "remarks"].item() == "▲ offered 1,000 ≠ handled + abandoned = 1,920"
    gaps = run(FileWorkbook(book), ["gaps", "check"], as_of=day(8, 4))
    month = gaps.tables["gaps"].query("period == '2026-03' and scope == ''").set_index("kpi_id")
    assert pd.isna(month.loc["TX_ABD", "gap"])
    assert (month.loc["TX_ABD", "status"], month.loc["TX_DEC", "status"]) == ("grey", "green")
    assert "to_check" in month.loc["TX_ABD", "flags"]
    assert "to_check" not in month.loc["TX_DEC", "flags"]
    assert "measure.flagged" in {problem.code for problem in gaps.problems}


def test_a_rate_of_everything_again_and_again_is_doubted(tmp_path):
    """All calls abandoned, day after day: without any check in the map, the whole column is doubted; `trust` believes it."""
    book = workbook(tmp_path)
    lines = ["day,site,offered,handled,abandoned"] + [
        f"2026-03-{one:02},Lyon,1000,940,{1000 if one < 25 else 900}" for one in range(1, 32)
    ]
    source = extract(tmp_path, *lines)
    outcome = bring_in(book, source, map_of(tmp_path, RATES))
    assert "on 24 of 31 line(s)" in told(outcome)["import.whole"]
    assert imported(book).query("kpi_id == 'TX_ABD'")["remarks"].str.startswith("▲").all()
    trusted = bring_in(book, source, map_of(tmp_path, 'trust = ["tx_abd"]\n' + RATES))
    assert not told(trusted)
    assert imported(book)["remarks"].isna().all()


def test_what_the_workbook_says_of_sums_holds_for_imports(tmp_path):
    """An identity of the workbook that fails is remarked beside each of its measures; mended, the remark goes."""
    text = 'date = "day"\nscope = "site"\n' + "".join(
        f'[kpis.{kpi}]\nvalue = "{column}"\n'
        for kpi, column in (("APP_REC", "offered"), ("APP_TRA", "handled"), ("APP_ABD", "abandoned"))
    )
    book = workbook(tmp_path, identities=[{"whole": "APP_REC", "parts": "APP_TRA;APP_ABD"}])
    header = "day,site,offered,handled,abandoned"
    outcome = bring_in(book, extract(tmp_path, header, "2026-03-02,Lyon,100,90,20"), map_of(tmp_path, text))
    assert set(told(outcome)) == {"import.doubt.identity"}
    assert imported(book)["remarks"].unique().tolist() == ["whole differs from the sum of its parts"]
    mended = bring_in(book, extract(tmp_path, header, "2026-03-02,Lyon,100,90,10"), map_of(tmp_path, text))
    assert (told(mended), imported(book)["remarks"].notna().any()) == ({}, False)


def test_a_measure_that_stands_twice_is_kept_twice_and_said(tmp_path):
    """Two lines for one day and site: neither is chosen."""
    book = workbook(tmp_path)
    outcome = bring_in(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,10,9", "2026-03-02,Lyon,12,9"), map_of(tmp_path))
    assert len(imported(book)) == 4
    assert imported(book)["remarks"].eq("measure entered twice").all()
    assert "import.doubt.duplicate" in told(outcome)


def test_two_sources_of_one_measure_are_said(tmp_path):
    """The same day and site under another name would count twice."""
    book, source = workbook(tmp_path), extract(tmp_path, HEADER, "2026-03-02,Lyon,10,9")
    bring_in(book, source, map_of(tmp_path))
    outcome = bring_in(book, source, map_of(tmp_path, WIDE.replace("ACD", "Other")))
    assert "another source (ACD)" in told(outcome)["import.other_source"]


def test_a_typed_measure_takes_precedence_and_is_said(tmp_path):
    """A measure typed by hand for the same KPI, scope and day counts instead of the imported one."""
    typed = {"kpi_id": "APP_REC", "date": day(2), "scope": "Lyon", "value": 11.0}
    book = workbook(tmp_path, measures=[typed])
    outcome = bring_in(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,10,9"), map_of(tmp_path))
    assert set(told(outcome)) == {"import.typed_too"}


def test_percentages_come_back_as_they_were(tmp_path):
    """0.875 and 87.5 are the same value of a %; a KPI that never passes 1 is read as shares, and this is said."""
    text = 'date = "day"\n[kpis.CSAT]\nvalue = "csat"\n'
    book = workbook(tmp_path)
    for lines, map_, expected in (
        (("87.5", "0.9"), text, [87.5, 0.9]),
        (("0.875", "0.9"), text, [87.5, 90.0]),
        (("0.3", "0.4"), 'percent = "points"\n' + text, [0.3, 0.4]),
    ):
        source = extract(tmp_path, "day,csat", *(f"2026-03-0{at},{one}" for at, one in enumerate(lines, 2)))
        outcome = bring_in(book, source, map_of(tmp_path, map_))
        assert imported(book)["value"].tolist() == pytest.approx(expected)
        assert ("import.percent_scale" in told(outcome)) == (expected[1] == 90.0)


def test_weeks_are_known_by_any_of_their_days(tmp_path):
    """An ISO week is its Monday; the same week written as a day replaces it."""
    book, text = workbook(tmp_path), 'grain = "week"\n' + WIDE
    bring_in(book, extract(tmp_path, HEADER, "2026-S10,Lyon,10,9"), map_of(tmp_path, text))
    assert imported(book)["date"].dt.date.unique().tolist() == [day(2)]
    outcome = bring_in(book, extract(tmp_path, HEADER, "2026-03-05,Lyon,10,9"), map_of(tmp_path, text))
    assert (outcome.unchanged, len(outcome.changes), len(imported(book))) == (2, 0, 2)


def test_scopes_take_our_names_and_lines_are_chosen(tmp_path):
    """Renamed scopes, and only the lines that the filter asks for."""
    book = workbook(tmp_path)
    text = WIDE + '[scopes]\nLYO = "Lyon"\n"Total" = ""\n[filter]\nsite = ["lyo", "Total"]\n'
    lines = ["2026-03-02,LYO,10,9", "2026-03-02,LIL,10,9", "2026-03-02,Total,20,18"]
    outcome = bring_in(book, extract(tmp_path, HEADER, *lines), map_of(tmp_path, text))
    assert [one[2] for one in figures(imported(book)) if one[0] == "APP_REC"] == [None, "Lyon"]
    assert outcome.filtered == 1


def test_text_stays_text(tmp_path):
    """A site called `=1+1` or `@x` is that, never a formula."""
    book = workbook(tmp_path)
    bring_in(book, extract(tmp_path, HEADER, "2026-03-02,=1+1,10,9", "2026-03-02,@x,10,9"), map_of(tmp_path))
    assert sorted(set(imported(book)["scope"])) == ["=1+1", "@x"]
    assert FileWorkbook(book).table("gv_imported").uncached == frozenset()


@pytest.mark.parametrize(
    ("lines", "map_", "code", "says"),
    [
        ([HEADER, "2026-03-02,Lyon,10,9"], WIDE.replace("TX_DEC", "TX_DCE"), "import.kpi_unknown", "Nearest: TX_DEC"),
        (["day,site,ofered,handled", "2026-03-02,Lyon,10,9"], WIDE, "import.column_missing", "Nearest: ofered"),
        (["day,site,offered,handled,handled", "2026-03-02,Lyon,10,9,9"], WIDE, "import.column_twice", "stands twice"),
        ([HEADER, "Total,Lyon,10,9"], WIDE, "import.no_rows", "1 line(s) read, 1 set aside"),
        ([HEADER], WIDE, "import.no_rows", "0 line(s) read"),
        ([HEADER, "2026-03-02,Lyon,1,1"], WIDE + '[filter]\nsite = "Paris"', "import.filter_empties", "The column holds: Lyon"),
        ([HEADER, "2026-03-02,Lyon,10.5,9", '2026-03-03,Lyon,"10,5",9'], WIDE, "import.decimal_mixed", "decimal ="),
        ([HEADER, "2026-03-02,Lyon,1.234,9"], WIDE, "import.decimal_unknown", "“1.234” can be read in two ways"),
        ([HEADER, "03/04/2026,Lyon,10,9"], WIDE, "import.date_order", "date_format"),
        ([HEADER, "03/25/2026,Lyon,10,9"], WIDE, "import.date_month_first", "mm/dd/yyyy"),
        ([HEADER, "03/25/2026,Lyon,10,9", "25/03/2026,Lyon,1,1"], WIDE, "import.date_mixed", "one order"),
        ([HEADER, '2026-03-02,"Lyon,10,9' + "x" * 1_100_000], WIDE, "import.broken", "line 2"),
        (["<html><table><tr><td>day"], WIDE, "import.web_page", "web page"),
        ([""], WIDE, "import.empty", "is empty"),
    ],
)  # fmt: skip
def test_what_stops_an_import_says_what_would_be_right(tmp_path, lines, map_, code, says):
    """Nothing is guessed and nothing is written: one plain sentence with what was found and what to write."""
    said = refusal(workbook(tmp_path), extract(tmp_path, *lines), map_of(tmp_path, map_))
    assert says in said[code]


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("date = day\n", "syntax", "line 1: “date = day”"),
        ('dat = "day"\n', "key", "Nearest: date"),
        ('kpi = "k"\nlayout = "wide"\n', "only_long", "one line per measure"),
        ('layout = "long"\ndate = "d"\nkpi = "k"\nvalue = "v"\n[kpis.QS]\nvalue = "v"\n', "only_wide", "this map says long"),
        ('scope = "a"\nscope_is = "b"\n', "both_scopes", "Keep one"),
        ("date = 3\n", "text", "“date” expects a text"),
        ('grain = "month"\n', "choice", '"day", "week"'),
        ('missing = "n/a"\n', "list", "expects a list"),
        ('[kpis.QS]\nvalue = ["a"]\n', "figure", "“kpis.QS.value” expects a column's name"),
        ('[scopes]\ndelimiter = ";"\n', "misplaced", "Move that line to the top"),
        ("[scopes]\nLYO = 1\n", "names", "[scopes]"),
        ("filter = 3\n", "filter", "[filter] expects"),
        ("kpis = 3\n", "kpis", "expects the columns of a KPI"),
        ('[[check]]\nwhole = "a"\n', "check", "parts ="),
        ('[[check]]\nwhole = "a"\nparts = ["b"]\ndoubt = ["c"]\n', "doubt", "only name columns of its own check"),
        ('[[check]]\nwhole = "a"\nparts = ["b"]\ntolerance = "2 %"\n', "tolerance", "0.02 for 2%"),
        ('date_format = "%d/%m"\n', "date_format", "dd/mm/yyyy"),
        ("header_line = 0\n", "whole", "expects a line number"),
        ("", "needed", "is needed"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_map_is_told_in_a_sentence(tmp_path, text, code, says):
    """Every mistake of a map, with the word that would be right."""
    with pytest.raises(WorkbookRefused) as caught:
        read_map(map_of(tmp_path, text))
    sentences = {problem.code: Catalogue("en").problem(problem) for problem in caught.value.problems}
    assert says in sentences[f"import.map_{code}"]
    assert all(Catalogue("fr").problem(problem) for problem in caught.value.problems)


def test_a_sheet_damaged_by_hand_is_not_drawn_over(tmp_path):
    """A line of our sheet that cannot be read any more would be lost: the import stops and names its cell."""
    headers = tuple(Catalogue("en").column("imported", column.key) for column in IMPORTED)
    line = (Cell("TX_DEC"), Cell("yesterday"), *(Cell(None),) * 8)
    rows = (tuple(Cell(one) for one in headers), line)
    sheet = Sheet("imported", "Imported measures", rows, tables=(ListTable("gv_imported", Area(1, 1, 2, 10), headers),))
    book = workbook(tmp_path)
    FileWorkbook(book).draw([sheet])
    said = refusal(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,10,9"), map_of(tmp_path))
    assert "'Imported measures'!B2" in said["cell.date"]
    assert "nothing was written" in said["import.sheet_damaged"]


def test_the_command_says_what_changed_and_gives_it_to_programs(tmp_path, capsys):
    """On stderr: the count, then each change, old → new; with --json, one object on stdout."""
    book, map_ = workbook(tmp_path), map_of(tmp_path)
    command(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,1000,940"), map_)
    capsys.readouterr()
    changed = extract(tmp_path, HEADER, "2026-03-02,Lyon,1000,950")
    other = tmp_path / "other.xlsx"
    command(book, changed, map_, output=other)
    said = capsys.readouterr().err
    assert "2 measures: 0 added, 1 changed, 1 unchanged, 0 gone." in said
    assert "Changed: TX_DEC · Lyon · 2 Mar 2026: 940/1,000 → 950/1,000" in said
    command(book, changed, map_, json=True)
    told_json = json.loads(capsys.readouterr().out)
    assert told_json["changes"] == [
        {
            "change": "changed", "kpi_id": "TX_DEC", "scope": "Lyon", "date": "2026-03-02", "grain": "day",
            "numerator": 950.0, "old_numerator": 940.0, "denominator": 1000.0, "old_denominator": 1000.0,
            "value": None, "old_value": None,
        }
    ]  # fmt: skip
    assert told_json["written"] == str(book)


def test_a_page_that_cannot_be_drawn_ends_with_code_3(tmp_path, capsys):
    """A sheet of that name that is not ours stays as it is."""
    book = workbook(tmp_path)
    own = draw_workbook([Sheet("x", "Imported measures", ((Cell("mine"),),))])
    book.write_bytes(_with_sheet(book.read_bytes(), own))
    with pytest.raises(typer.Exit) as caught:
        command(book, extract(tmp_path, HEADER, "2026-03-02,Lyon,10,9"), map_of(tmp_path))
    assert caught.value.exit_code == 3
    assert "was not drawn" in capsys.readouterr().err


def _with_sheet(host: bytes, own: bytes) -> bytes:
    """The host with one more sheet, as a person adds one."""
    from io import BytesIO

    import openpyxl

    book = openpyxl.load_workbook(BytesIO(host))
    book.create_sheet("Imported measures")["A1"] = openpyxl.load_workbook(BytesIO(own)).active["A1"].value
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_nothing_replaced_by_nothing():
    """Without standing measures, all are added; without new ones, all stay."""
    march = declared(
        "measures", {"kpi_id": "QS", "date": "2026-03-02", "scope": "Lyon", "numerator": 8, "denominator": 10, "source": "ACD"}
    )
    none = march.head(0)
    assert replace_measures(none, march).changes["change"].tolist() == ["added"]
    kept = replace_measures(march, none)
    assert (len(kept.frame), len(kept.changes), kept.unchanged) == (1, 0, 0)
