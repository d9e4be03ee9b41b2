"""The Excel tables of a workbook file, from its parts alone: no sheet is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gouvernail.excel.ownership import Box, read_box
from gouvernail.excel.package import Package
from gouvernail.excel.table_parts import TablePart, read_table_part
from gouvernail.excel.workbook_part import SheetEntry, WorkbookPart

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class TableInFile:
    """An Excel table, and the sheet that holds it.

    Args:
        name: the table's name, as the workbook writes it.
        sheet: the sheet, as the workbook lists it.
        box: its cells, header and totals included, counted from 1.
        headers: the column names, spaces and line breaks made single spaces.
        header_rows: 1, or 0 when the headers are hidden.
        totals_rows: 0 or 1.
        id: its number in the workbook.
    """

    name: str
    sheet: SheetEntry
    box: Box
    headers: tuple[str, ...]
    header_rows: int
    totals_rows: int
    id: int

    @property
    def data(self) -> Box:
        """The lines between headers and totals; its bottom is above its top when there is none."""
        box = self.box
        return Box(box.top + self.header_rows, box.left, box.bottom - self.totals_rows, box.right)


def list_tables(package: Package) -> list[TableInFile]:
    """Every Excel table of a package, sheet by sheet."""
    return [table for sheet in WorkbookPart(package).sheets for table in _of_sheet(package, sheet)]


def find_table(tables: list[TableInFile], name: str) -> TableInFile | None:
    """The table of that name, whatever its case, as Excel compares them."""
    return next((table for table in tables if table.name.casefold() == name.casefold()), None)


def plain_header(text: str) -> str:
    r"""A header as people mean it: line breaks and hard spaces are spaces.

    >>> plain_header(" Valeur\n cible\u00a0(%) ")
    'Valeur cible (%)'
    """
    return _SPACES.sub(" ", text).strip()


def _of_sheet(package: Package, sheet: SheetEntry) -> Iterator[TableInFile]:
    if sheet.kind != "worksheet":
        return
    for part in package.related(sheet.part, "table"):
        if package.has(part):
            found = _placed(read_table_part(package.tree(part)), sheet)
            if found is not None:
                yield found


def _placed(table: TablePart, sheet: SheetEntry) -> TableInFile | None:
    box = read_box(table.ref)
    if box is None:
        return None
    headers = tuple(plain_header(header) for header in table.headers)
    return TableInFile(table.name, sheet, box, headers, table.header_rows, table.totals_rows, table.id)
