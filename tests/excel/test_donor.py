"""Long pages: what is written without XlsxWriter reads exactly as what XlsxWriter draws."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from gouvernail.excel.archive import opened
from gouvernail.excel.donor import LONG, draw_donor
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import draw, write_new
from gouvernail.problems import CellRef
from gouvernail.sheets.parts import Area, Cell, Condition, ListTable, Sheet

DAYS = (date(2026, 3, 31), datetime(2026, 3, 31, 13, 30))  # noqa: DTZ001 - Excel knows no time zone
OLD_DAYS = (date(1900, 2, 28), date(1900, 3, 1))
TEXTS = (
    "texte", " spaces ", "=1+1", "-3 %", "a & <b>", "deux\nlignes", "retour\r", "\x07", "\ufffe", "é€\U0001f600",
    "x" * 40_000,
)  # fmt: skip
VALUES = (None, "", *TEXTS, 0, 3, -2.5, 1e-7, 123456789.123, 1e20, True, False)


def page(rows=LONG + 10, days=DAYS, **more):
    """A title, a header, then plain rows with every kind of value, under several looks."""
    values = [*(Cell(day, "date") for day in days), *(Cell(value) for value in VALUES)]
    values += [*(Cell(value, "comment") for value in VALUES), Cell(0.0031, "number", "0.0##%")]
    body = [(values[at % len(values)], None, Cell(f"line {at}"), Cell(at / 7, "number")) for at in range(rows)]
    head = ((Cell("Page", "title"),), (), tuple(Cell(name, "header") for name in "ABCD"))
    table = ListTable("gv_long", Area(3, 1, 3 + rows, 4), tuple("ABCD"))
    condition = Condition(Area(4, 3, 3 + rows, 3), "line 1", "amber")
    sheet = Sheet("long", "Long", (*head, *body), widths=(20.0, 8.0), heights={1: 30}, tables=(table,), conditions=(condition,))
    return replace(sheet, **more)


def contents(data, title="Long"):
    """What another program reads in each cell: value, kind, format, fill, quotation mark."""
    sheet = openpyxl.load_workbook(BytesIO(data))[title]
    shown = {
        cell.coordinate: (
            cell.value,
            cell.data_type,
            cell.number_format,
            cell.font.b,
            cell.alignment.wrap_text,
            cell.quotePrefix,
        )
        for row in sheet.iter_rows()
        for cell in row
    }
    return shown, sheet.dimensions, dict(sheet.tables.items()), {row: one.height for row, one in sheet.row_dimensions.items()}


@pytest.mark.parametrize(("date1904", "days"), [(False, (*DAYS, *OLD_DAYS)), (True, DAYS)], ids=["1900", "1904"])
def test_a_long_page_reads_like_one_that_xlsxwriter_draws_whole(date1904, days):
    """Values, kinds, formats, the table and the row heights; most of it was not drawn by XlsxWriter."""
    sheet = page(days=days)
    donor = draw_donor([sheet], date1904=date1904)
    assert contents(donor) == contents(draw_workbook([sheet], date1904=date1904))
    assert {entry.name: entry for entry in opened(donor)}["xl/worksheets/sheet1.xml"].content().count(b"inlineStr") > LONG


def test_the_same_pages_give_the_same_bytes():
    """So that a page drawn again changes nothing in the file."""
    assert draw_donor([page()]) == draw_donor([page()])


def test_a_short_page_is_drawn_as_ever():
    """Below the limit nothing differs, not even a byte."""
    assert draw_donor([page(rows=20)]) == draw_workbook([page(rows=20)])


@pytest.mark.parametrize(
    "odd",
    [Cell("go", "link", link=CellRef("Long", 1, 1)), Cell("n", note="a note"), Cell(2, formula="=1+1")],
    ids=["link", "note", "formula"],
)
def test_a_row_that_is_more_than_values_is_drawn_by_xlsxwriter(odd):
    """It, and all before it; what follows is plain."""
    sheet = page(rows=2 * LONG)
    rows = list(sheet.rows)
    rows[LONG - 100] = (odd,)
    sheet = replace(sheet, rows=tuple(rows))
    assert contents(draw_donor([sheet])) == contents(draw_workbook([sheet]))
    rows[-1] = (odd,)
    sheet = replace(sheet, rows=tuple(rows))
    assert draw_donor([sheet]) == draw_workbook([sheet])


def test_rows_of_their_own_height_and_tables_below_one_another_read_the_same():
    """Heights are kept, of blank rows too; a table that begins among the plain rows has its headers and its columns."""
    sheet = page()
    header = tuple(Cell(name, "header") for name in "EFGH")
    rows = (*sheet.rows, (), header, *sheet.rows[3:40])
    below = ListTable("gv_below", Area(LONG + 15, 1, len(rows), 4), tuple("EFGH"))
    heights = {1: 30.0, 7: 42.3, LONG: 15.0, LONG + 14: 8.0, len(rows): 31.0}
    sheet = replace(sheet, rows=rows, tables=(*sheet.tables, below), heights=heights)
    assert rows[LONG + 14] == header
    assert contents(draw_donor([sheet])) == contents(draw_workbook([sheet]))
    drawn = {entry.name: entry for entry in opened(draw_donor([sheet]))}["xl/worksheets/sheet1.xml"].content()
    assert b"<is><t>E</t></is>" in drawn


def test_short_and_long_pages_stand_side_by_side():
    """Each keeps its own rows."""
    short = Sheet("short", "Short", ((Cell("alone"),),))
    data = draw_donor([short, page(), replace(short, title="Last")])
    assert contents(data) == contents(draw_workbook([page()]))
    assert openpyxl.load_workbook(BytesIO(data))["Last"]["A1"].value == "alone"


def test_a_long_page_in_a_person_s_file_is_redrawn_to_the_same_bytes(tmp_path):
    """Twice the same page, once the file; a text typed beside it stops the redraw, with its cell."""
    file = tmp_path / "book.xlsx"
    write_new(file, [Sheet("own", "Mine", ((Cell("mine"),),))])
    assert draw(file, [page()]).pages == ("long",)
    first = file.read_bytes()
    assert contents(first)[0] == contents(draw_workbook([page()]))[0]
    assert not draw(file, [page()]).problems
    assert file.read_bytes() == first
    book = openpyxl.load_workbook(file)
    book["Long"]["F2000"] = "typed"
    book.save(file)
    assert [str(one.where) for one in draw(file, [page()]).problems] == ["'Long'!F2000"]
