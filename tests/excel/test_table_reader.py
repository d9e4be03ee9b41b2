"""The cells of a file's tables: values, errors, formulas never computed."""

import io
from datetime import date

import openpyxl
import xlsxwriter
from openpyxl.worksheet.table import Table

from gouvernail.excel.package import Package
from gouvernail.excel.table_reader import TableReader
from hosts.donors import ROWS, rich_donor, saved
from hosts.made import changed


def read(data, name):
    return TableReader(Package(data)).read(name)


def with_table(rows, *, at="B3", last_blank=0, **options):
    """A workbook whose only sheet has the table `gv_t` with these rows, written by XlsxWriter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Saisie")
        sheet.write("A1", "titre")
        columns = [{"header": f"c{i}"} for i in range(len(rows[0]))]
        sheet.add_table(2, 1, 2 + len(rows) + last_blank, len(rows[0]), {"name": "gv_t", "columns": columns, **options})
        for row, values in enumerate(rows, start=3):
            for column, value in enumerate(values, start=1):
                if isinstance(value, str) and value.startswith("#"):
                    sheet.write_formula(row, column, "=NA()", None, value)
                else:
                    sheet.write(row, column, value)
    return buffer.getvalue()


def test_a_table_is_found_by_its_name_whatever_its_case():
    """Rows and columns are counted as Excel does, from 1."""
    table = read(rich_donor(), "GV_Gaps")
    assert (table.name, table.sheet, table.first_row, table.first_column) == ("gv_gaps", "Écarts", 4, 1)
    assert table.headers == ["Indicateur", "Écart", "Commentaire"]
    assert table.rows == [list(row) for row in ROWS]


def test_an_error_is_told_from_a_blank_by_its_address():
    """`#N/A` and a blank cell are both "" in the rows; the error is named with its cell."""
    table = read(with_table([["a", 1.0, "#N/A"], ["b", "", ""], ["#DIV/0!", 2.0, "x"]]), "gv_t")
    assert table.rows == [["a", 1.0, ""], ["b", "", ""], ["", 2.0, "x"]]
    assert table.errors == {(4, 4): "#N/A", (6, 2): "#DIV/0!"}


def test_an_error_of_recent_excel_does_not_hide_the_sheet():
    """`#SPILL!` stops the fast reader: the other one takes over, with the same cells."""
    table = read(changed(with_table([["a", 1.0], ["#SPILL!", 2.0]]), sheet1=('t="str"', 't="e"')), "gv_t")
    assert table.rows == [["a", 1], ["", 2]]
    assert table.errors == {(5, 2): "#SPILL!"}


def test_a_formula_that_was_never_computed_is_named():
    """openpyxl writes formulas without their value: they are not blanks."""
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, "=A2*2"], [2, "=A3*2"], [date(2026, 3, 31), ""]):
        book.active.append(row)
    book.active.add_table(Table(displayName="gv_t", ref="A1:B4"))
    table = read(saved(book), "gv_t")
    assert table.uncached == {(2, 2), (3, 2)}
    assert [row[1] for row in table.rows] == ["", "", ""]


def test_blank_rows_at_the_end_are_left_out():
    """A table that was drawn down to the last row costs nothing; a blank row in the middle stays."""
    table = read(with_table([["a", 1.0], ["", ""], ["b", 2.0]], last_blank=1_000_000), "gv_t")
    assert table.rows == [["a", 1.0], ["", ""], ["b", 2.0]]


def test_a_totals_row_is_no_data():
    """The row of totals below a table is left out."""
    rows = [["a", 1.0], ["b", 2.0], ["Total", 3.0]]
    table = read(with_table(rows, total_row=True), "gv_t")
    assert [row[0] for row in table.rows] == ["a", "b"]
