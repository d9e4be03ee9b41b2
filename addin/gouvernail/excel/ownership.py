"""Which sheets are ours, by a hidden name of the workbook: it follows the sheet when people rename or move it.

`_gvout.<key>` stands on the block of cells that was drawn, so Excel itself keeps it current when rows or columns are
inserted or deleted; `_gvrec.<key>` is a short text that records what was drawn besides cells.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gouvernail.excel.addresses import column_number
from gouvernail.excel.workbook_part import SheetEntry, WorkbookPart, quoted, split_reference
from gouvernail.problems import column_letters

MARKER: Final = "_gvout."
RECORD: Final = "_gvrec."
_LONGEST_TEXT = 250  # a text in a formula holds 255 letters at most
_LONGEST_RECORD = 7_500  # a formula, 8,192; a page with some 700 notes is judged as one that lost its record
_PIECES = re.compile(r'"([^"]*)"')
_CORNERS = re.compile(r"^\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?$")


@dataclass(frozen=True)
class Box:
    """A block of cells, its four edges included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def absolute(self) -> str:
        """`$A$1:$C$9`; `$A$1` for a single cell."""
        first = f"${column_letters(self.left)}${self.top}"
        last = f"${column_letters(self.right)}${self.bottom}"
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell is inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def with_cells(self, cells: Iterable[tuple[int, int]]) -> "Box":
        """The smallest block that holds this one and some cells (row, column)."""
        rows, columns = [self.top, self.bottom], [self.left, self.right]
        for row, column in cells:
            rows.append(row)
            columns.append(column)
        return Box(min(rows), min(columns), max(rows), max(columns))


def read_box(cells: str) -> Box | None:
    """A block of cells from its address; None for anything else.

    >>> read_box("$A$1:$C$9"), read_box("B2"), read_box("A:A")
    (Box(top=1, left=1, bottom=9, right=3), Box(top=2, left=2, bottom=2, right=2), None)
    """
    found = _CORNERS.match(cells.strip())
    if found is None:
        return None
    left, top, right, bottom = found.groups()
    return Box(int(top), column_number(left), int(bottom or top), column_number(right or left))


@dataclass(frozen=True)
class Owned:
    """A sheet of ours in a person's workbook.

    Args:
        sheet: where it is now.
        box: the block that was drawn, as it lies now; None when the name no longer says.
        record: what was drawn besides cells, as `pages.Contents.record` writes it; empty when lost.
    """

    sheet: SheetEntry
    box: Box | None
    record: str


def owned_sheet(book: WorkbookPart, key: str) -> Owned | None:
    """Our sheet of that key; None when it was never drawn, or was deleted."""
    marker = book.global_name(MARKER + key)
    reference = split_reference(marker.text or "") if marker is not None else None
    sheet = book.sheet(reference[0]) if reference else None
    if reference is None or sheet is None or sheet.kind != "worksheet":
        return None
    record = book.global_name(RECORD + key)
    return Owned(sheet, read_box(reference[1]), record_text(record.text or "") if record is not None else "")


def record_text(formula: str) -> str:
    """The record out of the formula that holds it.

    >>> record_text('="1;2"&";3"')
    '1;2;3'
    """
    return "".join(_PIECES.findall(formula))


def mark(book: WorkbookPart, key: str, sheet: str, box: Box, record: str) -> None:
    """Say that the sheet is ours, what block was drawn, and what was drawn besides."""
    book.set_global_name(MARKER + key, f"{quoted(sheet)}!{box.absolute}")
    record = record if len(record) <= _LONGEST_RECORD else ""
    pieces = [record[start : start + _LONGEST_TEXT] for start in range(0, len(record) or 1, _LONGEST_TEXT)]
    book.set_global_name(RECORD + key, "&".join(f'"{piece}"' for piece in pieces))
