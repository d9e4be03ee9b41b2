"""Real calls of a real service, imported and run: what is known to be wrong in them is said, and makes no figure.

NHS 111 calls per day and provider, published by NHS England under the Open Government Licence v3.0.
"""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import tools
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import FileWorkbook
from gouvernail.flows.run import run
from gouvernail.flows.template import template_sheets
from import_cases import bring_in, day, imported, map_of, told

pytestmark = pytest.mark.real_data

CALLS = tools.SHARED / "data" / "nhs111_daily.csv"
PLAIN = """
source = "NHS 111"
date = "date"
scope = "contract_name"
[kpis.APP_REC]
value = "calls_received"
[kpis.TX_DEC]
numerator = "calls_answered"
denominator = "calls_received"
# Of the calls received, not of those answered: callers who hang up must not improve the rate; the catalogue's own definition.
[kpis.QS]
numerator = "calls_answered_60s"
denominator = "calls_received"
[kpis.TX_ABD]
numerator = "calls_abandoned"
denominator = "calls_received"
"""
CAREFUL = (
    'zero_is_missing = ["calls_received"]\n'
    + PLAIN
    + """
[[check]]
whole = "calls_received"
parts = ["calls_answered", "calls_abandoned"]
tolerance = 0.05
doubt = ["calls_abandoned"]
"""
)


def governance(folder: Path) -> Path:
    """A new workbook with three targets typed in."""
    path = folder / "governance.xlsx"
    path.write_bytes(draw_workbook(template_sheets("en")))
    book = openpyxl.load_workbook(path)
    targets = next(sheet for sheet in book if "gv_targets" in sheet.tables)
    for row, (kpi, target) in enumerate((("QS", 95), ("TX_DEC", 97), ("TX_ABD", 3)), start=5):
        for column, value in ((1, kpi), (3, day(1, 1)), (5, target)):
            targets.cell(row, column, value)
    book.save(path)
    return path


def month_of(book: Path) -> pd.DataFrame:
    """March 2026 of every KPI that was imported, per scope."""
    gaps = run(FileWorkbook(book), as_of=day(8, 4)).tables["gaps"]
    return gaps[gaps["period"].eq("2026-03") & gaps["kpi_id"].isin(["APP_REC", "TX_DEC", "QS", "TX_ABD"])]


def test_known_defects_make_no_figure(tmp_path):
    """Zeros that mean not measured are left out and counted; abandonment is "to check" everywhere; the rest has its figures."""
    book = governance(tmp_path)
    outcome = bring_in(book, CALLS, map_of(tmp_path, CAREFUL))
    said = told(outcome)
    assert (outcome.lines, outcome.set_aside, outcome.measures) == (3724, 0, 4 * 3724)
    assert "203 zeros in calls_received" in said["import.zeros"]
    assert "on 3521 of 3724 line(s)" in said["import.check_broken"]
    month = month_of(book).set_index("kpi_id")
    assert month.loc["TX_ABD", "gap"].isna().all()
    assert month.loc["TX_ABD", "flags"].str.contains("to_check").all()
    calls = pd.read_csv(CALLS, parse_dates=["date"])
    march = calls[calls["date"].between("2026-03-01", "2026-03-31") & calls["calls_received"].gt(0)]
    overall = month.loc["QS"][lambda rows: rows["scope"].eq("")].iloc[0]
    assert overall["value"] == pytest.approx(100 * march["calls_answered_60s"].sum() / march["calls_received"].sum())
    assert (overall["status"], overall["days_present"], overall["days_expected"]) == ("red", 29, 31)
    assert not month.loc[["QS", "TX_DEC", "APP_REC"], "flags"].str.contains("to_check").any()


def test_defects_that_nobody_declared_are_found(tmp_path):
    """With a map that knows nothing of them: all 203 zeros and the whole of abandonment are doubted, on every page."""
    book = governance(tmp_path)
    said = told(bring_in(book, CALLS, map_of(tmp_path, PLAIN)))
    assert "203 zeros look like days that were not measured" in said["import.doubt.suspected_missing"]
    assert "TX_ABD: its numerator is its whole denominator" in said["import.whole"]
    stands = imported(book).query("kpi_id == 'TX_ABD'")
    assert stands["remarks"].notna().all()
    month = month_of(book)
    assert month["flags"].str.contains("to_check").all(), "the last week of March is zeros for every provider"
    assert month["gap"].isna().all()


def test_a_month_again_replaces_it_alone(tmp_path):
    """The file's March imported again, one figure mended: one measure of each KPI that uses it changes, none goes."""
    book, map_ = governance(tmp_path), map_of(tmp_path, CAREFUL)
    bring_in(book, CALLS, map_)
    lines = CALLS.read_text(encoding="utf-8").splitlines()
    march = [lines[0], *(line for line in lines if line.startswith("2026-03-1"))]
    fields = march[1].split(",")
    fields[6] = str(int(fields[6]) - 1)
    source = tmp_path / "march.csv"
    source.write_text("\n".join([march[0], ",".join(fields), *march[2:], ""]), encoding="utf-8")
    outcome = bring_in(book, source, map_)
    assert (outcome.count("changed"), outcome.count("added"), outcome.count("gone")) == (1, 0, 0)
    assert outcome.unchanged == 4 * 280 - 1
    assert len(imported(book)) == 4 * 3724
