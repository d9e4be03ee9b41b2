"""A workbook's content in memory: cells, formats, tables, names. Formulas are kept, not computed."""

import datetime as dt
import warnings
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl.utils.datetime import to_excel

from com.strict import ERRORS, CellError, Formula, Rect, rect_of

DEFAULTS: dict[str, Any] = {
    "NumberFormat": "General", "Interior.Color": None, "Font.Bold": False, "Font.Italic": False, "Font.Size": 11.0,
    "Font.Color": 0, "Font.Name": "Calibri", "Font.Underline": -4142, "WrapText": False, "HorizontalAlignment": 1,
    "VerticalAlignment": -4107, "IndentLevel": 0, "Orientation": -4128, "Locked": True, "ColumnWidth": 8.43,
    "RowHeight": 15.0, "HiddenRow": False, "HiddenColumn": False,
}  # fmt: skip
BORDER = {"LineStyle": -4142, "Weight": 2, "Color": 0}
GEOMETRY = ("ColumnWidth", "RowHeight", "HiddenRow", "HiddenColumn")  # not touched by clearing formats


@dataclass
class TableRecord:
    """A table as the store keeps it; `rect` holds header, body and totals."""

    name: str
    rect: Rect
    header: bool = True
    totals: bool = False
    style: str = "TableStyleMedium2"
    filter: bool = True


class Anchor:
    """A block that follows its cells when rows or columns are inserted; None once they are deleted."""

    def __init__(self, rect: Rect) -> None:
        self.rect: Rect | None = rect


def moved(rect: Rect, change: Rect, axis: int, *, insert: bool) -> Rect | None:
    """Where `rect` is after `change` was inserted (or deleted) with its cells shifted along `axis` (0 down, 1 right)."""
    start, stop, across = axis, axis + 2, 1 - axis
    size = change[stop] - change[start] + 1
    inside = change[across] <= rect[across] and rect[across + 2] <= change[across + 2]
    if not inside or rect[stop] < change[start]:
        return rect
    ends, first, last = list(rect), change[start], change[stop]
    if insert:
        ends[start] += size if rect[start] >= first else 0
        ends[stop] += size
    else:
        ends[start] = rect[start] if rect[start] < first else max(first, rect[start] - size)
        ends[stop] = first - 1 if rect[stop] <= last else rect[stop] - size
    return Rect(*ends) if ends[start] <= ends[stop] else None


class MemorySheet:
    """The content of one sheet."""

    def __init__(self, name: str) -> None:
        self.name, self.visible, self.protected = name, -1, False
        self._values: dict[tuple[int, int], Any] = {}
        self._formulas: dict[tuple[int, int], str] = {}
        self._layers: list[tuple[Rect, str, Any]] = []  # the last one that covers a cell speaks for it
        self._anchors: weakref.WeakSet[Anchor] = weakref.WeakSet()
        self._tables: list[TableRecord] = []
        self._merged: list[Rect] = []
        self._notes: dict[tuple[int, int], str] = {}

    def hold(self, rect: Rect) -> Anchor:
        anchor = Anchor(rect)
        self._anchors.add(anchor)
        return anchor

    def where(self, anchor: Anchor) -> Rect | None:
        return anchor.rect

    def read(self, anchor: Anchor) -> tuple[list[list[Any]], list[list[str]]]:
        """Values and number formats of a held block."""
        return self.values(anchor.rect), self.number_formats(anchor.rect)

    def values(self, rect: Rect) -> list[list[Any]]:
        return self._block(self._values, rect, None)

    def formulas(self, rect: Rect) -> list[list[Any]]:
        block = self._block(self._values, rect, None)
        for row, column in self._formulas if len(self._formulas) < rect.shape[0] * rect.shape[1] else rect.cells():
            if (row, column) in self._formulas and rect.covers(Rect(row, column, row, column)):
                block[row - rect.top][column - rect.left] = self._formulas[row, column]
        return block

    def number_formats(self, rect: Rect) -> list[list[str]]:
        """The number format of each cell."""
        codes = [["General"] * rect.shape[1] for _ in range(rect.shape[0])]
        for place, key, value in self._layers:
            if key in ("NumberFormat", "*") and (common := place.common(rect)):
                for row in range(common.top - rect.top, common.bottom - rect.top + 1):
                    code = "General" if key == "*" else value
                    codes[row][common.left - rect.left : common.right - rect.left + 1] = [code] * common.shape[1]
        return codes

    @staticmethod
    def _block(cells: dict[tuple[int, int], Any], rect: Rect, empty: Any) -> list[list[Any]]:
        columns = range(rect.left, rect.right + 1)
        return [[cells.get((row, column), empty) for column in columns] for row in range(rect.top, rect.bottom + 1)]

    def put(self, rect: Rect, rows: Iterable[Iterable[Any]]) -> None:
        for row, line in enumerate(rows, rect.top):
            for column, value in enumerate(line, rect.left):
                self._formulas.pop((row, column), None)
                self._values.pop((row, column), None)
                if isinstance(value, Formula):
                    self._formulas[row, column] = str(value)
                    value = 0.0
                if value is not None:
                    self._values[row, column] = value

    def clear(self, rect: Rect, *, contents: bool, formats: bool) -> None:
        if contents:
            for cells in (self._values, self._formulas):
                for key in [key for key in cells if rect.covers(Rect(*key, *key))]:
                    del cells[key]
        if formats:
            self._layers = [layer for layer in self._layers if layer[1] in GEOMETRY or not rect.covers(layer[0])]
            self._layers.append((rect, "*", None))
            self._merged = [merged for merged in self._merged if not rect.common(merged)]

    def get(self, rect: Rect, key: str) -> Any:
        """The format all cells of the block share, None where they differ (or have none)."""
        for place, name, value in reversed(self._layers):
            if (name == key or (name == "*" and key not in GEOMETRY)) and place.common(rect):
                return None if not place.covers(rect) else self.default(key) if name == "*" else value
        return self.default(key)

    @staticmethod
    def default(key: str) -> Any:
        return DEFAULTS[key] if key in DEFAULTS else BORDER[key.rsplit(".", 1)[1]]

    def set(self, rect: Rect, key: str, value: Any) -> None:
        self._layers = [layer for layer in self._layers if layer[1] != key or not rect.covers(layer[0])]
        self._layers.append((rect, key, value))

    def merged(self) -> list[Rect]:
        return list(self._merged)

    def merge(self, rect: Rect) -> None:
        self._merged.append(rect)

    def unmerge(self, rect: Rect) -> None:
        self._merged = [merged for merged in self._merged if not rect.common(merged)]

    def used(self) -> Rect:
        keys = [*self._values, *self._formulas] or [(1, 1)]
        rows, columns = [row for row, _ in keys], [column for _, column in keys]
        return Rect(min(rows), min(columns), max(rows), max(columns))

    def shift(self, rect: Rect, axis: int, *, insert: bool) -> None:
        """Insert (or delete) the block's cells, moving those below (axis 0) or to the right (axis 1)."""
        for cells in (self._values, self._formulas, self._notes):
            after = {place[:2]: value for (row, column), value in cells.items()
                     if (place := moved(Rect(row, column, row, column), rect, axis, insert=insert))}  # fmt: skip
            cells.clear()
            cells.update(after)
        for anchor in self._anchors:
            anchor.rect = anchor.rect and moved(anchor.rect, rect, axis, insert=insert)
        for table in self._tables:
            table.rect = moved(table.rect, rect, axis, insert=insert) or table.rect
        self._layers = [(place, key, value) for old, key, value in self._layers
                        if (place := moved(old, rect, axis, insert=insert))]  # fmt: skip
        self._merged = [place for old in self._merged if (place := moved(old, rect, axis, insert=insert))]

    def tables(self) -> list[TableRecord]:
        return list(self._tables)

    def set_table(self, table: TableRecord) -> None:
        """Add the table, or replace the one of its name."""
        self._tables = [old for old in self._tables if old.name != table.name] + [table]

    def drop_table(self, name: str) -> None:
        self._tables = [old for old in self._tables if old.name != name]

    def notes(self) -> dict[tuple[int, int], str]:
        return dict(self._notes)

    def set_note(self, row: int, column: int, text: str | None) -> None:
        self._notes.pop((row, column), None)
        if text is not None:
            self._notes[row, column] = text

    def charts(self) -> list[str]:
        return []

    def drop_conditions(self, rect: Rect) -> None:
        """Conditional formats live in the object model; nothing is kept here."""


@dataclass
class MemoryBook:
    """The content of one workbook, and whatever a test wants to be true of it."""

    name: str = "Book1"
    folder: str = ""
    read_only: bool = False
    sheets: list[MemorySheet] = field(default_factory=lambda: [MemorySheet("Sheet1")])
    names: dict[str, str] = field(default_factory=dict)
    saved: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> "MemoryBook":
        """Cells (with cached results), number formats, tables, names and protection of an .xlsx file."""
        import openpyxl

        with warnings.catch_warnings():  # openpyxl leaves out what it does not know, such as the bars of 2010
            warnings.simplefilter("ignore")
            formulas, results = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
        book = cls(path.name, str(path.parent), sheets=[_sheet(formulas[name], results[name]) for name in formulas.sheetnames])
        book.names = {name: f"={defined.attr_text}" for name, defined in formulas.defined_names.items()}
        return book

    def add_sheet(self, name: str, position: int) -> MemorySheet:
        self.sheets.insert(position, MemorySheet(name))
        return self.sheets[position]

    def drop_sheet(self, sheet: MemorySheet) -> None:
        self.sheets.remove(sheet)

    def move_sheet(self, sheet: MemorySheet, position: int) -> None:
        self.sheets.remove(sheet)
        self.sheets.insert(position, sheet)

    def set_name(self, name: str, refers_to: str | None) -> None:
        self.names.pop(name, None)
        if refers_to is not None:
            self.names[name] = refers_to

    def renamed(self, before: str, name: str) -> None:
        """Names follow their sheet; formulas are kept as they were written."""
        for defined, text in self.names.items():
            for old in (f"='{before}'!", f"={before}!"):
                if text.startswith(old):
                    self.names[defined] = f"='{name}'!{text.removeprefix(old)}"

    def calculate(self, *, automatic: bool | None = None) -> None:
        """Nothing is computed here."""

    def save(self, path: str, _sheets: Any) -> None:
        self.saved.append(path)


def _sheet(formulas: Any, results: Any) -> MemorySheet:
    sheet = MemorySheet(formulas.title)
    sheet.visible, sheet.protected = -1 if formulas.sheet_state == "visible" else 0, formulas.protection.sheet
    for row in formulas.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            key, shown = (cell.row, cell.column), results.cell(cell.row, cell.column).value
            if cell.data_type == "f":
                sheet._formulas[key] = str(getattr(cell.value, "text", cell.value))
            sheet._values[key] = _loaded(shown, cell.data_type == "f")
    for number, column in enumerate(formulas.iter_cols(), 1):
        for style, run in groupby(column, key=lambda cell: cell.number_format):
            rows = [cell.row for cell in run]
            if style != "General":
                sheet._layers.append((Rect(rows[0], number, rows[-1], number), "NumberFormat", style))
    for table in formulas.tables.values():
        style = table.tableStyleInfo.name if table.tableStyleInfo else ""
        sheet._tables.append(
            TableRecord(table.displayName, rect_of(table.ref), table.headerRowCount != 0, bool(table.totalsRowCount), style)
        )
    return sheet


def _loaded(value: Any, from_formula: bool) -> Any:
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return float(to_excel(value))
    if isinstance(value, str) and value in ERRORS:
        return CellError(ERRORS[value])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return 0.0 if value is None and from_formula else value
