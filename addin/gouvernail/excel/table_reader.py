"""The cells of a workbook's Excel tables: only the sheets that are needed, at calamine's speed, behind a guard.

calamine ends the whole process on a stray cell in the last row and column, and shows an error like a blank. So every
sheet is scanned first; calamine is then given a small workbook that holds the needed sheets alone, with the packed bytes
they have in the person's file. What it cannot take is read by openpyxl, more slowly.
"""

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

import python_calamine

from gouvernail.excel.archive import Entry, joined, packed
from gouvernail.excel.content_types import RELATIONS_TYPE
from gouvernail.excel.markup import CONTENT_TYPES, MAIN, OFFICE_RELATIONS, PACKAGE_RELATIONS
from gouvernail.excel.ownership import Box
from gouvernail.excel.package import Package
from gouvernail.excel.port import RawTable
from gouvernail.excel.refusals import refused
from gouvernail.excel.relations import OFFICE
from gouvernail.excel.scan import MOST_CELLS, SheetScan, is_scattered, scan_sheet
from gouvernail.excel.tables_in_file import TableInFile, find_table, list_tables
from gouvernail.excel.workbook_part import WorkbookPart

_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHARED: Final = ("sharedStrings", "styles")
_NAME: Final = "gouvernail"

_COUNT: Final = re.compile(rb"uniqueCount\s*=\s*[\"']([^\"']*)[\"']")
_SMALLEST_STRING: Final = len("<si/>")
_OVERLAP: Final = 256

Cells = list[list[object]]


class TableReader:
    """Reads the Excel tables of a package.

    Args:
        package: the workbook.

    Raises:
        WorkbookRefused: a table part is damaged.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self.tables = list_tables(package)
        self._date1904 = WorkbookPart(package).date1904
        self._scans: dict[str, tuple[SheetScan, bool]] = {}

    def read(self, name: str) -> RawTable:
        """The cells of the table of that name, whatever its case.

        Raises:
            KeyError: there is no such table.
            WorkbookRefused: its sheet cannot be read (`file.sheet_unreadable`, `file.damaged`, `file.too_large`).
        """
        table = find_table(self.tables, name)
        if table is None:
            raise KeyError(name)
        scan, fast = self._scan(table.sheet.part)
        if not scan.whole or len(table.headers) != table.box.right - table.box.left + 1:
            raise refused("file.sheet_unreadable", name=self._package.name, sheet=table.sheet.name)
        box = table.data
        errors = {place: error for place, error in scan.errors.items() if box.holds(*place)}
        uncached = frozenset(place for place in scan.uncached if box.holds(*place))
        cells = self._cells(table, replace(box, bottom=min(box.bottom, max(scan.last_row, box.top))), scan, fast=fast)
        last = max((row for row, _ in (*errors, *uncached)), default=0)
        return RawTable(
            name=table.name,
            sheet=table.sheet.name,
            first_row=box.top,
            first_column=box.left,
            headers=list(table.headers),
            rows=_trimmed(cells, last - box.top + 1),
            errors=errors,
            uncached=uncached,
            date1904=self._date1904,
        )

    def _scan(self, part: str) -> tuple[SheetScan, bool]:
        """A sheet's scan, made once, and whether calamine may read it."""
        if part not in self._scans:
            scan = scan_sheet(self._package.chunks(part), name=self._package.name, part=part)
            far = not scan.near and is_scattered(self._package.chunks(part), name=self._package.name, part=part)
            self._scans[part] = (scan, not far and not scan.odd_errors)
        return self._scans[part]

    def _cells(self, table: TableInFile, box: Box, scan: SheetScan, *, fast: bool) -> Cells:
        height, width = box.bottom - box.top + 1, box.right - box.left + 1
        if height <= 0:
            return []
        if height * width > MOST_CELLS:
            raise refused("file.table_too_large", name=self._package.name, found=table.name, sheet=table.sheet.name)
        extract = _extract(self._package, table.sheet.part, box, date1904=self._date1904)
        found = _quickly(extract) if fast else None
        return found if found is not None else self._slowly(extract, table, box, scan)

    def _slowly(self, extract: bytes, table: TableInFile, box: Box, scan: SheetScan) -> Cells:
        import openpyxl  # slow to import, and rarely needed

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(io.BytesIO(extract), read_only=True, data_only=True)
                rows = book.worksheets[0].iter_rows(box.top, box.bottom, box.left, box.right, values_only=True)
                return _without_errors([_blanks(row) for row in rows], box, scan)
        except Exception as error:
            facts = {"name": self._package.name, "sheet": table.sheet.name}
            raise refused("file.sheet_unreadable", **facts) from error


def _quickly(extract: bytes) -> Cells | None:
    """The table's cells through calamine; None when it does not take the sheet."""
    try:
        book = python_calamine.load_workbook(io.BytesIO(extract), load_tables=True)
        return cast("Cells", book.get_table_by_name(_NAME).to_python())
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - a panic inside calamine is no Exception; openpyxl then tries
        return None


def _trimmed(rows: Cells, at_least: int) -> Cells:
    """The rows without the blank ones at the end, but never fewer than asked."""
    last = len(rows)
    while last > max(at_least, 0) and all(cell == "" for cell in rows[last - 1]):
        last -= 1
    return rows[:last] if last < len(rows) else rows


def _without_errors(cells: Cells, box: Box, scan: SheetScan) -> Cells:
    """The same rows, blank where the sheet shows an error: openpyxl gives its text."""
    for row, column in scan.errors:
        if box.holds(row, column) and row - box.top < len(cells):
            cells[row - box.top][column - box.left] = ""
    return cells


def _blanks(row: Sequence[object]) -> list[object]:
    return ["" if cell is None else cell for cell in row]


def _extract(package: Package, part: str, box: Box, *, date1904: bool) -> bytes:
    """A small workbook with this sheet alone, one table over the block, and the strings and formats it refers to."""
    found = {kind: parts[0] for kind in _SHARED if (parts := package.related(package.workbook, kind))}
    shared = {kind: part for kind, part in found.items() if package.has(part)}
    entries = [_checked(package, there, f"xl/{kind}.xml") for kind, there in shared.items()]
    sheet = _moved(package.entry(part), "xl/worksheets/sheet1.xml")
    return joined([*_frame(list(shared), box, date1904=date1904), sheet, *entries])


def _checked(package: Package, part: str, name: str) -> Entry:
    """A part that readers load whole: its announced size is true, and so is the count they set memory aside for.

    calamine ends the process on a count of strings that no file could hold.
    """
    entry, tail, lies = package.entry(part), b"", False
    for chunk in package.chunks(part):
        text = tail + chunk
        lies = lies or any(not _plausible(count, entry.size) for count in _COUNT.findall(text))
        tail = chunk[-_OVERLAP:]
    return packed(name, _COUNT.sub(b"", package.read(part))) if lies else _moved(entry, name)


def _plausible(count: bytes, size: int) -> bool:
    return count.isdigit() and len(count) < 11 and int(count) <= size // _SMALLEST_STRING


def _moved(entry: Entry, name: str) -> Entry:
    return Entry(name, name.encode(), entry.raw, entry.size, entry.crc, method=entry.method)


def _frame(shared: list[str], box: Box, *, date1904: bool) -> list[Entry]:
    """The parts that make a workbook of one sheet and one table."""
    sheets = '<sheets><sheet name="Sheet" sheetId="1" r:id="rId0"/></sheets>'
    properties = f'<workbookPr date1904="{int(date1904)}"/>'
    workbook = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}">{properties}{sheets}</workbook>'
    targets = {"worksheet": "worksheets/sheet1.xml"} | {kind: f"{kind}.xml" for kind in shared}
    return [
        packed("[Content_Types].xml", _types(shared)),
        packed("_rels/.rels", _rels({"officeDocument": "xl/workbook.xml"})),
        packed("xl/workbook.xml", workbook.encode()),
        packed("xl/_rels/workbook.xml.rels", _rels(targets)),
        packed("xl/worksheets/_rels/sheet1.xml.rels", _rels({"table": "../tables/table1.xml"})),
        packed("xl/tables/table1.xml", _table(box)),
    ]


def _table(box: Box) -> bytes:
    numbers = range(1, box.right - box.left + 2)
    columns = "".join(f'<tableColumn id="{number}" name="{number}"/>' for number in numbers)
    ref = box.absolute.replace("$", "")
    head = f'id="1" name="{_NAME}" displayName="{_NAME}" ref="{ref if ":" in ref else f"{ref}:{ref}"}" headerRowCount="0"'
    return f'<table xmlns="{MAIN}" {head}><tableColumns count="{len(numbers)}">{columns}</tableColumns></table>'.encode()


def _types(shared: list[str]) -> bytes:
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "tables/table1": "table"}
    parts = kinds | {kind: kind for kind in shared}
    listed = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{_SPREADSHEET}.{kind}+xml"/>' for part, kind in parts.items()
    )
    default = f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
    return f'<Types xmlns="{CONTENT_TYPES}">{default}{listed}</Types>'.encode()


def _rels(targets: dict[str, str]) -> bytes:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}">{links}</Relationships>'.encode()
