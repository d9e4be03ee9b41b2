"""What only a spreadsheet that computes, saves and is shared can show."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from calc.colleague import Colleague
from calc.office import connect
from calc.test_same_habits import file  # noqa: F401 - the same workbook
from com.desktop import Desktop
from com.proxy import unwrap

pytestmark = pytest.mark.office


@pytest.fixture
def book(calc_book: Callable[[Path], xw.Book], file: Path) -> xw.Book:  # noqa: F811
    return calc_book(file)


def test_formulas_compute_while_the_client_writes(book: xw.Book) -> None:
    """Structured references, errors and links from other sheets follow the cells."""
    page, inputs = book.sheets["Page"], book.sheets["Mesures d'été"]
    assert page["F1:F3"].raw_value == ((2655.0,), (0.0,), (-2146826281,))
    assert page["F1"].formula == "=SUM(gv_measures[value])"
    page["B2"].raw_value, inputs["C2"].raw_value = 5, 100
    assert page["F1:F2"].raw_value == ((2755.0,), (10.0,))
    page["A1"].formula = '=IFERROR(MAXIFS(B1:B3,B1:B3,">1"),"-")'
    assert (page["A1"].raw_value, page["A1"].formula) == (5.0, '=IFERROR(MAXIFS(B1:B3,B1:B3,">1"),"-")')


def test_manual_calculation_waits(book: xw.Book) -> None:
    """In manual mode a formula stands still until calculation is automatic again."""
    page = book.sheets["Page"]
    with book.app.properties(calculation="manual"):
        page["B2"].raw_value = 7
        assert page["F2"].raw_value == 0.0
    assert page["F2"].raw_value == 14.0


def test_a_saved_copy_holds_what_was_drawn_and_the_file_is_untouched(book: xw.Book, file: Path, tmp_path: Path) -> None:  # noqa: F811
    """Values, looks, tables, rules, drop-downs and charts are in the .xlsx; the original's bytes are what they were."""
    before, page = file.read_bytes(), book.sheets["Page"]
    page["A1:B2"].raw_value = (("kpi", "écart"), ("K-07", -1.5))
    page["A1:B1"].color = "#112233"
    page["B2:B9"].conditional_formats.add_cell_value("less_than", 0, font_color="#ff0000")
    page["A2:A9"].data_validation.set_list(["a", "b"])
    page.charts.add(10, 200, chart_type="column_clustered", source=page["A1:B2"], name="gv").title = "T"
    with pytest.raises(Exception, match="Exception occurred"):
        book.save(tmp_path / "nowhere" / "out.xlsx")
    book.save(tmp_path / "out.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "out.xlsx")["Page"]
    assert (saved["B2"].value, saved["A1"].fill.start_color.rgb) == (-1.5, "FF112233")
    assert [str(found.sqref) for found in saved.conditional_formatting] == ["B2:B9"]
    assert saved.data_validations.dataValidation[0].formula1 == '"a,b"'
    assert len(saved._charts) == 1
    assert file.read_bytes() == before


def test_what_a_file_brought_along_can_be_replaced(calc_book: Callable[[Path], xw.Book], tmp_path: Path) -> None:
    """Charts and rules that were in the file are found by name and place, deleted, drawn anew, and the file shows it."""
    with xlsxwriter.Workbook(tmp_path / "drawn.xlsx") as made:
        sheet, bold = made.add_worksheet("Page"), made.add_format({"bold": True})
        sheet.write_column("A1", [1, -2, 3])
        sheet.conditional_format("A1:A3", {"type": "cell", "criteria": "<", "value": 0, "format": bold})
        for name in ("gv_old", "gv_kept"):
            chart = made.add_chart({"type": "line", "name": name})
            chart.add_series({"values": "=Page!$A$1:$A$3"})
            sheet.insert_chart("C1", chart)
    book = calc_book(tmp_path / "drawn.xlsx")
    page = book.sheets["Page"]
    assert sorted(chart.name for chart in page.charts) == ["gv_kept", "gv_old"]
    page.charts["gv_old"].delete()
    page.charts["gv_kept"].set_source_data(page["A1:A2"])
    page["A1:A3"].conditional_formats.clear()
    book.save(tmp_path / "out.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "out.xlsx")["Page"]
    assert (len(saved._charts), len(list(saved.conditional_formatting))) == (1, 0)


def test_a_colleague_types_all_the_while(book: xw.Book) -> None:
    """Edits of another process arrive, none is lost to a client that writes elsewhere; inserted rows are in the table."""
    inputs, page = book.sheets["Mesures d'été"], book.sheets["Page"]
    with Colleague(book, "Mesures d'été", "C2:C61", rate=50, insert_every=20) as colleague:
        for turn in range(30):
            rows = inputs.tables["gv_measures"].range.raw_value
            page["A1:B200"].raw_value = tuple((turn, len(rows)) for _ in range(200))
    assert len(colleague.edits) > 20
    assert colleague.lost(book) == []
    assert inputs.tables["gv_measures"].range.shape[0] == 61 + len(colleague.rows) > 61
    assert inputs[f"A{colleague.rows[0]}"].raw_value.startswith("NEW-")


def test_a_client_that_rewrites_inputs_loses_edits(book: xw.Book) -> None:
    """The test above can fail: reading a column and writing it back later undoes what was typed meanwhile."""
    column = book.sheets["Mesures d'été"]["C2:C61"]
    with Colleague(book, "Mesures d'été", "C2:C61", rate=50) as colleague:
        stale = column.raw_value
        while _differences(stale, column.raw_value) < 5:
            pass
    column.raw_value = stale
    assert len(colleague.lost(book)) >= 5


def _differences(before: tuple[tuple[float]], now: tuple[tuple[float]]) -> int:
    return sum(old != new for old, new in zip(before, now, strict=True))


def test_accesses_are_counted_over_libreoffice_too(calc_app: Desktop, book: xw.Book) -> None:
    """The same engine, so the same counts as in memory."""
    page = book.sheets["Page"]
    with calc_app.meter.counting() as count:
        page["A1:K40"].raw_value = ((1.0,) * 11,) * 40
    assert count.total == 3


def test_the_office_is_this_tests_own(book: xw.Book) -> None:
    """It answers on a pipe of its own, from a profile of its own, on a copy of the file."""
    store = unwrap(book.api)._store
    assert connect(store.office.pipe) is not None
    assert store.path.is_relative_to(store.office.folder)
