"""The sheet of an Excel extract: found by the columns asked for, scanned first, then read at calamine's speed."""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import openpyxl
import python_calamine

from gouvernail.excel.cells import folded
from gouvernail.excel.package import Package
from gouvernail.excel.refusals import refused
from gouvernail.excel.scan import SheetScan, is_scattered, scan_sheet
from gouvernail.excel.workbook_part import SheetEntry, WorkbookPart
from gouvernail.problems import CellRef

_SEARCHED = 50

Rows = list[list[object]]


@dataclass(frozen=True)
class SheetRead:
    """A sheet's cells from A1: blanks as "", errors as the text that they show."""

    name: str
    rows: Rows
    date1904: bool


def best_sheet(data: bytes, name: str, names: frozenset[str], wanted: str = "") -> SheetRead:
    """The sheet asked for; else the one of which a line holds most of the wanted columns, the first one when none does.

    Args:
        data: the workbook's bytes.
        name: its file name, for the sentences.
        names: the columns that will be asked for, folded.
        wanted: the sheet's name; any when empty.

    Raises:
        WorkbookRefused: no such sheet (`import.no_sheet`), a formula without result (`cell.uncached`), unreadable.
    """
    package = Package(data, name)
    book = WorkbookPart(package)
    sheets = [sheet for sheet in book.sheets if sheet.kind == "worksheet"]
    chosen = [sheet for sheet in sheets if not wanted or folded(sheet.name) == folded(wanted)]
    if not chosen:
        raise refused("import.no_sheet", name=name, found=wanted, sheets=", ".join(sheet.name for sheet in sheets))
    read = [(sheet, *_read(package, data, sheet, name)) for sheet in chosen]
    sheet, rows, scan = max(read, key=lambda one: _most_known(one[1], names))
    if scan.uncached:
        row, column = min(scan.uncached)
        raise refused("cell.uncached", CellRef(f"{name} · {sheet.name}", row, column))
    return SheetRead(sheet.name, rows, book.date1904)


def _most_known(rows: Rows, names: frozenset[str]) -> int:
    return max((len({folded(str(cell)) for cell in row} & names) for row in rows[:_SEARCHED]), default=0)


def _read(package: Package, data: bytes, sheet: SheetEntry, name: str) -> tuple[Rows, SheetScan]:
    scan = scan_sheet(package.chunks(sheet.part), name=name, part=sheet.part)
    far = not scan.near and is_scattered(package.chunks(sheet.part), name=name, part=sheet.part)
    if far:
        raise refused("file.table_too_large", name=name, found=sheet.name, sheet=sheet.name)
    rows = _quickly(data, sheet.name) if not scan.odd_errors else None
    rows = rows if rows is not None else _slowly(data, sheet.name, name)
    for (row, column), shown in scan.errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = shown
    return rows, scan


def _quickly(data: bytes, sheet: str) -> Rows | None:
    """The sheet's cells through calamine; None when it does not take the sheet."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        return [list(row) for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a panic inside calamine is no Exception; openpyxl then tries
        return None


def _slowly(data: bytes, sheet: str, name: str) -> Rows:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            rows = list(book[sheet].iter_rows(min_row=1, min_col=1, values_only=True))
    except Exception as error:
        raise refused("file.sheet_unreadable", name=name, sheet=sheet) from error
    width = max((len(row) for row in rows), default=0)
    return [_even(row, width) for row in rows]


def _even(row: Sequence[object], width: int) -> list[object]:
    return ["" if cell is None else cell for cell in row] + [""] * (width - len(row))
