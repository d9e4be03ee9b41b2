"""A table of the open workbook, in one block, whatever its number of rows: the cells as Excel hands them over, made plain."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeGuard

import xlwings as xw

from gouvernail.excel.ownership import Box, read_box
from gouvernail.excel.port import RawTable

_ERRORS: Final = (
    (2000, "#NULL!"), (2007, "#DIV/0!"), (2015, "#VALUE!"), (2023, "#REF!"), (2029, "#NAME?"), (2036, "#NUM!"), (2042, "#N/A"),
    (2043, "#GETTING_DATA"), (2045, "#SPILL!"), (2046, "#CONNECT!"), (2047, "#BLOCKED!"), (2048, "#UNKNOWN!"),
    (2049, "#FIELD!"), (2050, "#CALC!"),
)  # fmt: skip
ERROR_NAMES: Mapping[int, str] = MappingProxyType({-2146828288 + number: shown for number, shown in _ERRORS})
"""What a cell shows, by the number that COM gives in its place: 0x800A0000 and Excel's own error number."""
_DAYS_ZERO: Final = {date(1899, 12, 30), date(1899, 12, 31), date(1904, 1, 1)}
"""What a time of day alone is dated."""

Cells = tuple[tuple[Any, ...], ...]


def read_raw_table(table: xw.main.Table, name: str, sheet: str, *, date1904: bool) -> RawTable:
    """The cells of a table, in six accesses.

    Args:
        table: the table.
        name: its name, as written.
        sheet: the sheet that holds it.
        date1904: whether the workbook counts its days from 1904.
    """
    block = table.range
    box, cells = box_of(block), as_cells(block.raw_value)
    if not table.show_headers:
        return RawTable(name, sheet, box.top, box.left, [""] * (box.right - box.left + 1), [], date1904=date1904)
    lines = cells[1 : len(cells) - 1 if table.show_totals else len(cells)]
    rows, errors = plain_cells(lines, box.top + 1, box.left)
    while rows and not any(value != "" for value in rows[-1]) and not _has_error(errors, box.top + len(rows)):
        rows.pop()
    return RawTable(name, sheet, box.top + 1, box.left, header_texts(cells[0]), rows, errors, date1904=date1904)


def header_texts(line: Sequence[object]) -> list[str]:
    """The column names of a row of headers."""
    return ["" if value is None else str(value) for value in line]


def box_of(block: xw.Range) -> Box:
    """Where a block stands, in one access."""
    box = read_box(str(block.address))
    assert box is not None, "a table is one block of cells"
    return box


def as_cells(value: Any) -> Cells:
    """What a block holds as rows: Excel gives a single cell bare."""
    return value if isinstance(value, tuple) else ((value,),)


def plain_cells(lines: Cells, top: int, left: int) -> tuple[list[list[object]], dict[tuple[int, int], str]]:
    """The values of a block as plain Python values, and the errors that cells show, by (row, column).

    Args:
        lines: the block.
        top: the sheet's row of its first line.
        left: the sheet's column of its first cell.
    """
    errors = {
        (top + down, left + across): ERROR_NAMES[value]
        for down, line in enumerate(lines)
        for across, value in enumerate(line)
        if is_error(value)
    }
    return [["" if is_error(value) else plain_value(value) for value in line] for line in lines], errors


def is_error(value: object) -> TypeGuard[int]:
    """Whether a value is the number of an error; numbers of cells are never whole numbers to COM."""
    return isinstance(value, int) and not isinstance(value, bool) and value in ERROR_NAMES


def plain_value(value: object) -> object:
    """One value: money as a number, a date without a time zone, a time of day as a time, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return _moment(value)
    return value


def _moment(value: datetime) -> datetime | time:
    """Excel's dates have no zone: COM says UTC, and hands back what stands in the cell."""
    plain = datetime(*value.timetuple()[:6], value.microsecond)  # noqa: DTZ001
    return plain.time() if plain.date() in _DAYS_ZERO else plain


def _has_error(errors: Mapping[tuple[int, int], str], row: int) -> bool:
    return any(place[0] == row for place in errors)
