"""A sheet's content in LibreOffice: the methods of `com.memory.MemorySheet`, so that the same object model stands on it."""

from dataclasses import replace
from functools import wraps
from typing import Any

from calc import looks
from calc.office import uno_module
from com.memory import TableRecord
from com.strict import ERRORS, CellError, Formula, Rect

LOGICAL = 1024
CODES = {
    532: "#DIV/0!",
    524: "#REF!",
    525: "#NAME?",
    519: "#VALUE!",
    502: "#VALUE!",
    503: "#NUM!",
    32767: "#N/A",
    521: "#NULL!",
}


class CalcError(RuntimeError):
    """LibreOffice refused; its own exceptions are structs, which Python's context managers cannot raise again."""


def _plain(function: Any) -> Any:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except uno_module().getClass("com.sun.star.uno.Exception") as error:
            text = f"{function.__name__}: {error.Message or type(error).__name__}"
        raise CalcError(text)

    return call


def plain_errors(cls: type) -> type:
    """Let no exception of LibreOffice out of the class."""
    for name, member in list(vars(cls).items()):
        if callable(member) and not isinstance(member, type):
            setattr(cls, name, _plain(member))
    return cls


@plain_errors
class CalcSheet:
    """The content of one sheet of a document that is open in LibreOffice."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._codes: dict[str, str] = {}  # number formats as they were written, by LibreOffice's spelling
        self._styles: dict[str, str] = {}

    def _cells(self, rect: Rect) -> Any:
        return self._sheet.getCellRangeByPosition(rect.left - 1, rect.top - 1, rect.right - 1, rect.bottom - 1)

    @property
    def name(self) -> str:
        return self._sheet.Name

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.Name = value

    @property
    def visible(self) -> int:
        return -1 if self._sheet.IsVisible else 0

    @visible.setter
    def visible(self, value: int) -> None:
        self._sheet.IsVisible = bool(value)

    @property
    def protected(self) -> bool:
        return self._sheet.isProtected()

    @protected.setter
    def protected(self, value: bool) -> None:
        self._sheet.protect("") if value else self._sheet.unprotect("")

    def hold(self, rect: Rect) -> Any:
        return self._cells(rect)

    def where(self, cells: Any) -> Rect | None:
        try:
            return _rect(cells.getRangeAddress())
        except Exception:  # noqa: BLE001 - UNO's RuntimeException: the cells are gone
            return None

    def _formats(self, rect: Rect) -> Any:
        """Each block of one format inside `rect`, with its format's type and code."""
        formats = self._book.doc.NumberFormats
        for group in self._cells(rect).getUniqueCellFormatRanges():
            found = formats.getByKey(group.NumberFormat)
            for address in group.getRangeAddresses():
                if block := rect.common(_rect(address)):  # it is not, when somebody just inserted rows
                    yield block, found.Type, found.FormatString

    def read(self, cells: Any) -> tuple[list[list[Any]], list[list[str]]]:
        """Values and number formats; Excel reads them in one go, so they are read again if rows were inserted meanwhile."""
        rect = self.where(cells)
        while (taken := self._taken(rect)) and (now := self.where(cells)) != rect:
            rect = now
        return self._typed(rect, *taken), self._coded(rect, taken[0])

    def values(self, rect: Rect) -> list[list[Any]]:
        return self._typed(rect, *self._taken(rect))

    def number_formats(self, rect: Rect) -> list[list[str]]:
        return self._coded(rect, list(self._formats(rect)))

    def _taken(self, rect: Rect) -> tuple[Any, Any, Any]:
        """What LibreOffice says of the block: its formats, its data, the blocks of it that are errors."""
        cells = self._cells(rect)
        errors = cells.queryFormulaCells(4).getRangeAddresses()  # FormulaResult.ERROR
        return list(self._formats(rect)), cells.getDataArray(), errors

    def _typed(self, rect: Rect, formats: Any, data: Any, errors: Any) -> list[list[Any]]:
        rows = [[_text(v) if isinstance(v, str) else v for v in row] for row in data]
        for block, kind, _ in formats:
            if kind & LOGICAL:
                for row, column in block.cells():
                    value = rows[row - rect.top][column - rect.left]
                    rows[row - rect.top][column - rect.left] = bool(value) if isinstance(value, float) else value
        for block in filter(None, (rect.common(_rect(address)) for address in errors)):
            for row, column in block.cells():
                code = self._sheet.getCellByPosition(column - 1, row - 1).getError()
                rows[row - rect.top][column - rect.left] = CellError(ERRORS[CODES.get(code, "#VALUE!")])
        return rows

    def _coded(self, rect: Rect, formats: Any) -> list[list[str]]:
        codes = [["General"] * rect.shape[1] for _ in range(rect.shape[0])]
        for block, _, code in formats:
            spelt, left, width = self._spelt(code), block.left - rect.left, block.shape[1]
            for row in range(block.top - rect.top, block.bottom - rect.top + 1):
                codes[row][left : left + width] = [spelt] * width
        return codes

    def _spelt(self, code: str) -> str:
        return self._codes.get(code) or looks.excel_code(code)

    def formulas(self, rect: Rect) -> list[list[Any]]:
        rows = self.values(rect)
        for address in self._cells(rect).queryContentCells(16).getRangeAddresses():  # CellFlags.FORMULA
            for row, column in _rect(address).cells():
                cell = self._sheet.getCellByPosition(column - 1, row - 1)
                rows[row - rect.top][column - rect.left] = self._book.excel_formula(cell)
        return rows

    def _at(self, row: int, column: int) -> Any:
        return self._sheet.getCellByPosition(column - 1, row - 1).getCellAddress()

    def put(self, rect: Rect, rows: list[list[Any]]) -> None:
        for block, kind, _ in list(self._formats(rect)):
            if kind & LOGICAL:
                self._cells(block).NumberFormat = 0
        special = [
            (i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row) if isinstance(v, Formula | CellError | bool)
        ]
        plain = (str, float)
        data = [tuple("" if not isinstance(v, plain) or isinstance(v, Formula) else v for v in row) for row in rows]
        self._cells(rect).setDataArray(tuple(data))
        for i, j, value in special:
            cell = self._sheet.getCellByPosition(rect.left - 1 + j, rect.top - 1 + i)
            if isinstance(value, bool):
                cell.Value, cell.NumberFormat = float(value), self._book.logical
            elif isinstance(value, Formula):
                cell.setTokens(self._book.tokens(value[1:], cell.getCellAddress()))
            else:
                cell.setFormula("=" + next(text for text, code in ERRORS.items() if code == value))

    def clear(self, rect: Rect, *, contents: bool, formats: bool) -> None:
        if contents:
            self._cells(rect).clearContents(1 | 2 | 4 | 16)
        if formats:
            self.unmerge(rect)
            self._cells(rect).clearContents(32 | 256)  # HARDATTR, FORMATTED

    def get(self, rect: Rect, key: str) -> Any:
        cells = self._cells(rect)
        if key in looks.SIMPLE:
            name, _, read = looks.SIMPLE[key]
            return None if looks.ambiguous(cells, name) else read(getattr(cells, name))
        if key == "NumberFormat":
            codes = {self._spelt(code) for _, _, code in self._formats(rect)}
            return codes.pop() if len(codes) == 1 else None
        if key == "Locked":
            return None if looks.ambiguous(cells, "CellProtection") else cells.CellProtection.IsLocked
        if key.startswith("Borders"):
            return looks.get_border(cells, int(key[8 : key.index(")")]), key.rpartition(".")[2])
        line = cells.Columns if key in ("ColumnWidth", "HiddenColumn") else cells.Rows
        if key.startswith("Hidden"):
            return not line.IsVisible
        first = line.getByIndex(0)
        return looks.characters_of(first.Width) if key == "ColumnWidth" else round(first.Height * 72 / 2540 * 4) / 4

    def set(self, rect: Rect, key: str, value: Any) -> None:
        cells = self._cells(rect)
        if key in looks.SIMPLE:
            name, write, _ = looks.SIMPLE[key]
            setattr(cells, name, write(value))
        elif key == "NumberFormat":
            number = self._book.number_format(value)
            self._codes[self._book.doc.NumberFormats.getByKey(number).FormatString] = value
            cells.NumberFormat = number
        elif key == "Locked":
            protection = cells.CellProtection
            protection.IsLocked = bool(value)
            cells.CellProtection = protection
        elif key.startswith("Borders"):
            looks.set_border(cells, int(key[8 : key.index(")")]), key.rpartition(".")[2], value)
        elif key.startswith("Hidden"):
            (cells.Columns if key == "HiddenColumn" else cells.Rows).IsVisible = not value
        elif key == "ColumnWidth":
            cells.Columns.Width = looks.width_of(value)
        else:
            cells.Rows.Height = round(value * 2540 / 72)

    def used(self) -> Rect:
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return _rect(cursor.getRangeAddress())

    def merged(self) -> list[Rect]:
        found = []
        for group in self._sheet.getUniqueCellFormatRanges():
            addresses = [_rect(address) for address in group.getRangeAddresses()]
            if self._cells(Rect(*addresses[0][:2], *addresses[0][:2])).getIsMerged():
                for row, column in (cell for address in addresses for cell in address.cells()):
                    cursor = self._sheet.createCursorByRange(self._cells(Rect(row, column, row, column)))
                    cursor.collapseToMergedArea()
                    found.append(_rect(cursor.getRangeAddress()))
        return found

    def merge(self, rect: Rect) -> None:
        self._cells(rect).merge(True)

    def unmerge(self, rect: Rect) -> None:
        self._cells(rect).merge(False)

    def shift(self, rect: Rect, axis: int, *, insert: bool) -> None:
        address = self._cells(rect).getRangeAddress()
        kind, way = ("CellInsertMode", ("DOWN", "RIGHT")[axis]) if insert else ("CellDeleteMode", ("UP", "LEFT")[axis])
        mode = uno_module().Enum(f"com.sun.star.sheet.{kind}", way)
        (self._sheet.insertCells if insert else self._sheet.removeRange)(address, mode)

    def tables(self) -> list[TableRecord]:
        kept, names = self._book.tables_kept, self._book.doc.DatabaseRanges.ElementNames
        asked = [
            self._table(name, *kept.get(name, (self, None))) for name in names if name not in kept or kept[name][0] is self
        ]
        return [record for record in asked if record is not None]

    def _table(self, name: str, _home: Any, record: TableRecord | None) -> TableRecord | None:
        """A table of this sheet. Where it lies is asked each time, since a colleague inserts rows; the rest is ours alone."""
        try:
            table = self._book.doc.DatabaseRanges.getByName(name)
            area = table.DataArea
        except uno_module().getClass("com.sun.star.container.NoSuchElementException"):
            return None
        if record is None:
            if area.Sheet != self._sheet.RangeAddress.Sheet or not table.IsUserDefined:
                return None
            style = self._styles.get(name, TableRecord.style)
            record = TableRecord(name, _rect(area), table.ContainsHeader, table.TotalsRow, style, table.AutoFilter)
            self._book.tables_kept[name] = self, record
        return replace(record, rect=_rect(area))

    def set_table(self, record: TableRecord) -> None:
        ranges, area = self._book.doc.DatabaseRanges, self._cells(record.rect).getRangeAddress()
        if ranges.hasByName(record.name):
            ranges.getByName(record.name).DataArea = area
            ranges.getByName(record.name).AutoFilter = record.filter
        else:
            ranges.addNewByName(record.name, area)
            ranges.getByName(record.name).ContainsHeader = record.header
        self._styles[record.name] = record.style
        self._book.tables_kept.pop(record.name, None)

    def drop_table(self, name: str) -> None:
        self._book.doc.DatabaseRanges.removeByName(name)
        self._book.tables_kept.pop(name, None)

    def notes(self) -> dict[tuple[int, int], str]:
        return {(note.Position.Row + 1, note.Position.Column + 1): note.String for note in self._sheet.Annotations}

    def set_note(self, row: int, column: int, text: str | None) -> None:
        notes, at = self._sheet.Annotations, self._at(row, column)
        for index in reversed(range(notes.Count)):
            if (notes.getByIndex(index).Position.Row, notes.getByIndex(index).Position.Column) == (at.Row, at.Column):
                notes.removeByIndex(index)
        if text is not None:
            notes.insertNew(at, text)

    def charts(self) -> list[str]:
        return list(self.charts_by_name())

    def charts_by_name(self) -> dict[str, str]:
        """A chart's name as people see it -> the one LibreOffice stores it under."""
        kept = set(self._sheet.Charts.ElementNames)
        frames = [shape for shape in self._sheet.DrawPage if getattr(shape, "PersistName", "") in kept]
        return {shape.Name or shape.PersistName: shape.PersistName for shape in frames}

    def drop_conditions(self, rect: Rect) -> None:
        entries = self._sheet.getCellByPosition(0, 0).ConditionalFormat
        entries.clear()
        self._cells(rect).ConditionalFormat = entries


def _rect(address: Any) -> Rect:
    return Rect(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def _text(value: str) -> str | None:
    """Empty cells as None; a tab in a text of several lines is kept by LibreOffice as character 1."""
    return value.replace("\x01", "\t") or None
