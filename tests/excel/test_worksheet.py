"""A worksheet read as a stream: the cells that any program may write, and what nobody may make us hold."""

import pytest

from gouvernail.excel import worksheet
from gouvernail.excel.occupancy import drawn_rows, first_value, value_box
from gouvernail.excel.ownership import Box
from gouvernail.excel.worksheet import read_worksheet
from gouvernail.problems import WorkbookRefused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(rows, after="", before=""):
    text = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return text.encode()


def read(content, step=None):
    chunks = [content] if step is None else [content[at : at + step] for at in range(0, len(content), step)]
    return read_worksheet(chunks, part="sheet1.xml", name="book.xlsx")


def code(content):
    with pytest.raises(WorkbookRefused) as refusal:
        read(content)
    return refusal.value.problems[0].code


ROWS = (
    '<row r="2"><c r="B2"><v>1</v></c><c r="D2" s="3"/></row>'
    '<row r="5"><c r="A5"><f>1+1</f></c><c r="AA5" t="inlineStr"><is><t>x</t></is></c></row>'
)


@pytest.mark.parametrize("step", [None, 1, 7])
def test_cells_are_found_however_the_bytes_arrive(step):
    """A value, a formula without one, a text; a format alone is written but holds nothing."""
    grid = read(sheet(ROWS), step).grid
    assert grid.values == {2: 0b10, 5: 1 | 1 << 26}
    assert grid.written == {2: 0b1010, 5: 1 | 1 << 26}
    assert grid.formulas
    assert (first_value(grid), value_box(grid)) == ((2, 2), Box(1, 1, 5, 27))
    assert first_value(grid, Box(1, 1, 5, 26)) == (5, 27)
    assert drawn_rows(grid, Box(2, 2, 3, 4)) == (0b101, 0)


def test_addresses_that_the_file_leaves_out_are_counted_on():
    """Rows and cells follow one another."""
    grid = read(sheet('<row><c><v>1</v></c><c><v>2</v></c></row><row r="7"/><row><c r="C8"/><c><v>3</v></c></row>')).grid
    assert grid.values == {1: 0b11, 8: 0b1000}


def test_the_frame_keeps_everything_but_the_rows():
    """In its order; a row of another kind, elsewhere, is no row."""
    content = sheet(ROWS, after='<cols/><x:row xmlns:x="other"/><row r="9"><c r="A9"><v>1</v></c></row>', before="<sheetPr/>")
    found = read(content)
    assert [element.tag.rpartition("}")[2] for element in found.frame] == ["sheetPr", "sheetData", "cols", "row", "row"]
    assert len(found.frame[1]) == 0
    assert 9 not in found.grid.values


def test_an_empty_sheet_holds_nothing():
    """Its block is A1."""
    grid = read(sheet("")).grid
    assert (grid.values, first_value(grid), value_box(grid)) == ({}, None, Box(1, 1, 1, 1))


def test_a_prefix_changes_nothing():
    """Some programs write `x:c`."""
    content = sheet(ROWS).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
    assert read(content).grid == read(sheet(ROWS)).grid


def test_a_cell_that_no_sheet_has_counts_beyond_the_last_column():
    """It is seen, and takes no memory."""
    assert read(sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>')).grid.values == {1: 1 << 16_384}
    assert read(sheet(f'<row r="1">{"<c><v>1</v></c>" * 17_000}</row>')).grid.values[1].bit_length() == 16_385


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (sheet(ROWS)[:-20], "file.damaged"),
        (sheet(ROWS).replace(b"</c>", b"", 1), "file.damaged"),
        (sheet(ROWS, after=f"<sheetData>{ROWS}</sheetData>"), "file.damaged"),
        (b"", "file.damaged"),
        (b"<!DOCTYPE worksheet>" + sheet(ROWS), "file.doctype"),
        (
            ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE worksheet>' + sheet(ROWS).decode()).encode("utf-16"),
            "file.doctype",
        ),
    ],
    ids=["cut short", "broken", "rows twice", "nothing", "declaration", "declaration in other letters"],
)
def test_what_is_no_worksheet_is_refused_in_words(content, found):
    """Never a traceback."""
    assert code(content) == found


@pytest.mark.parametrize(
    "content",
    [
        sheet(ROWS, after="<cols/>" * 20_000),
        sheet(ROWS, before="<cols/>" * 20_000),
        sheet(f'<row r="1">{"<c/>" * 30_000}</row>'),
    ],
    ids=["after", "before", "one row"],
)
def test_what_must_be_held_in_memory_has_a_limit(content, monkeypatch):
    """Around the rows, or in one."""
    monkeypatch.setattr(worksheet, "LARGEST_TREE", 100_000)
    monkeypatch.setattr(worksheet, "_STEP", 1_000)
    assert code(content) == "file.too_large"
    assert read(sheet(ROWS * 3_000)).grid.formulas


def test_the_pattern_of_all_rows_has_a_limit(monkeypatch):
    """A lone cell far to the right in each of many rows."""
    monkeypatch.setattr(worksheet, "LARGEST_GRID", 1_000_000)
    far = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 1_000))
    assert code(sheet(far)) == "file.too_large"
