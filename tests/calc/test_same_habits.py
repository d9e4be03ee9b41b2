"""Excel's habits, asked of the stand-in in memory and of LibreOffice alike: neither may be kinder than Excel."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from com.pywin32 import com_error
from com.strict import ERRORS

DAY = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    inputs = workbook.active
    inputs.title = "Mesures d'été"
    inputs.append(["kpi", "date", "value", "ok", "€"])
    for i in range(60):
        inputs.append([f"K-{i:02d}", dt.datetime(2026, 1, 1) + dt.timedelta(days=i), i * 1.5, i % 2 == 0, 2.5])  # noqa: DTZ001
        inputs.cell(i + 2, 5).number_format = "#,##0.00 €"
    inputs.add_table(Table(displayName="gv_measures", ref="A1:E61"))
    page = workbook.create_sheet("Page")
    page["F1"], page["F2"], page["F3"] = "=SUM(gv_measures[value])", "=B2*2", "=1/0"
    workbook.defined_names["taux"] = DefinedName("taux", attr_text="Page!$B$2")
    workbook.create_sheet("Libre").protection.sheet = True
    workbook.save(tmp_path / "gov = 1;2 %.xlsx")
    return tmp_path / "gov = 1;2 %.xlsx"


@pytest.fixture(params=["memory", pytest.param("calc", marks=pytest.mark.office)])
def book(request: pytest.FixtureRequest, file: Path) -> xw.Book:
    opener = request.getfixturevalue("calc_book" if request.param == "calc" else "excel_book")
    return opener(file)


@pytest.fixture
def page(book: xw.Book) -> xw.Sheet:
    return book.sheets["Page"]


def test_a_tables_block_is_read_with_excels_types(book: xw.Book) -> None:
    """Numbers are floats, dates aware, truth values truth values, money Decimal, all in one block."""
    table = book.sheets["Mesures d'été"].tables["gv_measures"]
    rows = table.range.raw_value
    assert (len(rows), len(rows[0])) == (61, 5)
    assert rows[2] == ("K-01", dt.datetime(2026, 1, 2, tzinfo=dt.UTC), 1.5, False, Decimal("2.5"))
    assert [type(value).__name__ for value in rows[2]] == ["str", "TimeType", "float", "bool", "Decimal"]
    assert table.header_row_range.address == "$A$1:$E$1"
    assert table.data_body_range.address == "$A$2:$E$61"


@pytest.mark.parametrize(
    ("written", "read"),
    [("00123", 123.0), ("50%", 0.5), ("1,234.5", 1234.5), ("-3", -3.0), ("1e3", 1000.0), ("TRUE", True), ("'007", "007"),
     ("2026-03-01", DAY), ("3/1/2026", DAY), ("#N/A", ERRORS["#N/A"]), ("K-07", "K-07"), ("2026-W14", "2026-W14"),
     ("", None), (None, None), (7, 7.0), (True, True), (DAY, DAY), ("a\tb\nc", "a\tb\nc"), ("é" * 32_767, "é" * 32_767),
     (Decimal("2.50"), 2.5), (0.1 + 0.2, 0.1 + 0.2)],
)  # fmt: skip
def test_what_a_value_becomes_in_a_cell(page: xw.Sheet, written: Any, read: Any) -> None:
    """Excel reads texts as numbers, dates and truth values."""
    page["A1"].raw_value = written
    assert page["A1"].raw_value == read
    assert type(page["A1"].raw_value) is type(read) or isinstance(read, dt.datetime | int)


@pytest.mark.parametrize(
    "refused",
    ["=SUM(", "=A1+", '="a', "@nom", "x" * 32_768, float("nan"), dt.datetime(2026, 3, 1), dt.date(2026, 3, 1), 2**31],  # noqa: DTZ001
)
def test_what_excel_or_pywin32_refuses_is_refused(page: xw.Sheet, refused: Any) -> None:
    """An unfinished formula, too long a text, a date that pywin32 would shift or not pass on."""
    with pytest.raises((com_error, TypeError, ValueError)):
        page["A1"].raw_value = refused
    assert page["A1"].raw_value is None


def test_a_cell_formatted_as_text_keeps_texts_and_turns_numbers_into_them(page: xw.Sheet) -> None:
    """`@` makes "00123" stay, and 5 become "5"."""
    page["A1:A2"].number_format = "@"
    page["A1:A2"].raw_value = (("00123",), (5,))
    assert page["A1:A2"].raw_value == (("00123",), ("5",))


def test_a_block_that_does_not_fit_shows(page: xw.Sheet) -> None:
    """Cells the data leaves uncovered become #N/A, data beyond the block is dropped."""
    page["A1:B3"].raw_value = ((1, 2, 3), (4, 5, 6))
    assert page["A1:C3"].raw_value == ((1.0, 2.0, None), (4.0, 5.0, None), (ERRORS["#N/A"], ERRORS["#N/A"], None))


def test_a_truth_value_gives_way_to_a_number(page: xw.Sheet) -> None:
    """A cell that held TRUE shows the number written later."""
    page["A1"].raw_value = True
    page["A1"].raw_value = 3
    assert (page["A1"].raw_value, page["A1"].number_format) == (3.0, "General")


def test_dates_get_excels_format_unless_they_have_one(page: xw.Sheet) -> None:
    """A run of dates in unformatted cells is formatted as a date, others keep theirs."""
    page["A2"].number_format = "yyyy-mm-dd"
    page["A1:A3"].raw_value = ((DAY,), (DAY,), ("x",))
    assert [page[f"A{i}"].number_format for i in (1, 2, 3)] == ["m/d/yyyy", "yyyy-mm-dd", "General"]


def test_a_protected_sheet_refuses_every_change(book: xw.Book) -> None:
    """Where Calc does silently nothing, too."""
    sheet = book.sheets["Libre"]
    for change in (
        lambda: setattr(sheet["A1"], "raw_value", 1),
        lambda: setattr(sheet["A1"], "color", "#ff0000"),
        lambda: sheet["A1"].clear(),
        lambda: sheet["A1:A2"].merge(),
        lambda: sheet["1:1"].insert("down"),
        lambda: sheet["A1"].conditional_formats.add_custom("=TRUE", fill_color="#ff0000"),
        lambda: sheet.charts.add(),
        lambda: sheet["A1"].add_note("no"),
    ):
        with pytest.raises(com_error, match="Exception occurred"):
            change()
    assert sheet["A1"].raw_value is None
    assert sheet.api.ProtectContents is True


@pytest.mark.parametrize("name", ["History", "a:b", "'a", "page", "x" * 32])
def test_sheet_names_excel_does_not_take(book: xw.Book, name: str) -> None:
    """Reserved, forbidden signs, an apostrophe at an end, taken (whatever the case), too long."""
    with pytest.raises((com_error, ValueError)):
        book.sheets["Libre"].name = name


def test_tables_do_not_overlap_nor_tear(book: xw.Book) -> None:
    """No table over another, no cells shifted through one; equal headers are told apart by Excel."""
    sheet = book.sheets["Mesures d'été"]
    for change in (
        lambda: sheet.tables.add(sheet["E1:G3"], name="gv_other"),
        lambda: sheet["B5:B6"].insert("down"),
        lambda: sheet.tables["gv_measures"].resize(sheet["A2:E40"]),
        lambda: sheet["A5:B5"].merge(),
    ):
        with pytest.raises(com_error):
            change()
    page = book.sheets["Page"]
    page["J1:L1"].raw_value = ("a", "a", 5)
    table = page.tables.add(page["J1:L2"], name="gv_out")
    assert table.header_row_range.raw_value == (("a", "a2", "5"),)
    table.resize(page["J1:L9"])
    assert table.range.address == "$J$1:$L$9"
    with pytest.raises(com_error):
        table.name = "gv_measures"


def test_merging_keeps_one_value(page: xw.Sheet) -> None:
    """The covered cells' values are dropped."""
    page["A1:C1"].raw_value = ("a", "b", "c")
    page["A1:C1"].merge()
    assert page["A1:C1"].raw_value == (("a", None, None),)
    assert (page["B1"].merge_area.address, page["D1"].merge_cells) == ("$A$1:$C$1", False)
    page["A1:C1"].unmerge()
    assert page["B1"].merge_cells is False


def test_a_held_range_follows_its_cells(book: xw.Book) -> None:
    """Rows inserted above move a range that a client holds, and its table grows."""
    sheet = book.sheets["Mesures d'été"]
    held, table = sheet["A61"], sheet.tables["gv_measures"].range
    assert held.raw_value == "K-59"
    sheet["A5:E6"].insert("down")
    assert (held.raw_value, held.impl.xl.Address, table.impl.xl.Address) == ("K-59", "$A$63", "$A$1:$E$63")
    sheet["A5:E6"].delete("up")
    assert table.impl.xl.Address == "$A$1:$E$61"


def test_looks_are_kept_and_cleared(page: xw.Sheet) -> None:
    """Each format reads as it was set; mixed cells read as None; clearing brings the defaults back."""
    block = page["A1:C3"]
    block.font.set(bold=True, italic=True, size=9, color="#112233", name="Carlito")
    block.color, block.number_format, block.wrap_text = "#ff8000", '0.0" pt"', True
    block.horizontal_alignment, block.vertical_alignment = "center", "top"
    block.borders.set("all", line_style="continuous", weight="thin", color="#808080")
    page["A:A"].column_width, page["2:2"].row_height = 14, 30
    cell = page["B2"]
    assert (cell.font.bold, cell.font.italic, cell.font.size, cell.font.color, cell.font.name) == (
        True, True, 9, (0x11, 0x22, 0x33), "Carlito")  # fmt: skip
    assert (cell.color, cell.number_format, cell.wrap_text) == ((255, 128, 0), '0.0" pt"', True)
    assert (cell.horizontal_alignment, cell.vertical_alignment) == ("center", "top")
    assert (cell.borders["edge_top"].line_style, cell.borders["edge_top"].color) == ("continuous", (128, 128, 128))
    assert (page["A9"].column_width, page["F2"].row_height) == (14, 30)
    assert (page["A1:D4"].font.bold, page["A1:D4"].number_format) == (None, None)
    block.clear_formats()
    assert (cell.font.bold, cell.color, cell.number_format, page["A9"].column_width) == (False, None, "General", 14)


def test_rules_links_notes_names(book: xw.Book, page: xw.Sheet) -> None:
    """Conditional formats, drop-downs, links and notes can be asked for; names lead to their cells."""
    page["A1:A9"].conditional_formats.add_custom("=$B1>3", fill_color="#00ff00")
    page["A1:A9"].conditional_formats.add_cell_value("less_than", 0, font_color="#ff0000")
    assert [rule.type for rule in page["A3"].conditional_formats] == ["cell_value", "custom"]
    page["A1:A4"].conditional_formats.clear()
    assert (len(page["A1:A4"].conditional_formats), len(page["A5"].conditional_formats)) == (0, 2)
    page["C1:C9"].data_validation.set_list(["a", "b"])
    assert (page["C3"].data_validation.type, page["D3"].data_validation.type) == ("list", "none")
    page["A1"].add_hyperlink("#'Page'!F1", "go", "tip")
    assert (page["A1"].raw_value, page["A1"].hyperlink) == ("go", "#'Page'!F1")
    page["A2"].add_note("why")
    assert [note.text for note in page.notes] == ["why"]
    assert book.names["taux"].refers_to_range.address == "$B$2"
    assert (book.name, book.sheet_names) == ("gov = 1;2 %.xlsx", ["Mesures d'été", "Page", "Libre"])


def test_charts_are_kept_as_described(book: xw.Book, page: xw.Sheet) -> None:
    """Type, source, titles, axes and series of a chart can be asked for; it goes when deleted."""
    source = book.sheets["Mesures d'été"]["B1:C20"]
    chart = page.charts.add(10, 20, 300, 200, chart_type="line_markers", source=source, plot_by="columns", name="gv_chart")
    chart.title = "Appels"
    chart.value_axis.set(title="%", minimum_scale=0, maximum_scale=100, number_format="0")
    chart.series[0].set(line_color="#112233", marker_style="none")
    chart.legend.visible = False
    again = page.charts["gv_chart"]
    assert (again.chart_type, again.title, again.value_axis.maximum_scale) == ("line_markers", "Appels", 100)
    assert (again.series[0].name, again.series[0].line_color, len(again.series)) == ("value", (0x11, 0x22, 0x33), 1)
    again.delete()
    assert len(page.charts) == 0


def test_properties_come_back_after_a_failure(book: xw.Book) -> None:
    """Status bar, calculation, screen updating and events are what they were."""
    app = book.app
    before = (app.calculation, app.screen_updating, app.enable_events, app.status_bar)
    with (
        pytest.raises(ZeroDivisionError),
        app.properties(calculation="manual", screen_updating=False, enable_events=False, status_bar="…"),
    ):
        _ = 1 / 0
    assert (app.calculation, app.screen_updating, app.enable_events, app.status_bar) == before


def test_sheets_come_go_and_are_found(book: xw.Book) -> None:
    """Sheets are added in place, renamed, hidden, activated, deleted."""
    sheet = book.sheets.add("Écarts", after=book.sheets["Page"])
    assert (sheet.index, [s.name for s in book.sheets][2]) == (3, "Écarts")
    sheet["A1"].raw_value = 1
    book.sheets["Page"].activate()
    assert book.sheets.active.name == "Page"
    sheet.visible = False
    assert not sheet.visible
    sheet.delete()
    assert book.sheet_names == ["Mesures d'été", "Page", "Libre"]
