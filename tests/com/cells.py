"""Excel's object model: a block of cells and how it looks."""
# ruff: noqa: N802, N803 - COM's own names

from itertools import chain
from typing import Any

from com.application import Collection
from com.looks import Hyperlinks, Look, Note
from com.proxy import ExcelRefusesError, Model
from com.rules import FormatConditions, Validation
from com.strict import LAST_COLUMN, LAST_ROW, Rect
from com.values import prepared, shown, typed

DOWN, RIGHT = 0, 1


class Range(Model):
    """A block of cells; it follows its cells when rows or columns move."""

    def __init__(self, sheet: Any, rect: Rect, unit: str = "cells") -> None:
        self.Worksheet = self.Parent = sheet
        self._store, self._unit = sheet._store, unit
        self._anchor = sheet._store.hold(rect)

    @property
    def _rect(self) -> Rect:
        rect = self._store.where(self._anchor)
        if rect is None:
            raise ExcelRefusesError("Object required: the cells were deleted")
        return rect

    def _changes(self) -> None:
        """Refuse where Excel refuses any change."""
        if self._store.protected and self._store.get(self._rect, "Locked") is not False:
            raise ExcelRefusesError("The cell or chart you're trying to change is on a protected sheet.")

    @staticmethod
    def _block(rows: Any) -> Any:
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))

    # what a block is made of

    @property
    def Application(self) -> Any:
        return self.Worksheet.Application

    @property
    def Row(self) -> int:
        return self._rect.top

    @property
    def Column(self) -> int:
        return self._rect.left

    @property
    def Count(self) -> int:
        rows, columns = self._rect.shape
        return {"rows": rows, "columns": columns}.get(self._unit, rows * columns)

    CountLarge = Count

    @property
    def Rows(self) -> "Range":
        return Range(self.Worksheet, self._rect, "rows")

    @property
    def Columns(self) -> "Range":
        return Range(self.Worksheet, self._rect, "columns")

    @property
    def Cells(self) -> "Range":
        return Range(self.Worksheet, self._rect)

    @property
    def EntireRow(self) -> "Range":
        return Range(self.Worksheet, self._rect._replace(left=1, right=LAST_COLUMN), "rows")

    @property
    def EntireColumn(self) -> "Range":
        return Range(self.Worksheet, self._rect._replace(top=1, bottom=LAST_ROW), "columns")

    @property
    def Areas(self) -> Collection:
        return Collection([self], self)

    @property
    def ListObject(self) -> Any:
        return next((table for table in self.Worksheet.ListObjects if table._record.rect.common(self._rect)), None)

    def Item(self, row: int, column: int | None = None) -> "Range":
        top, left, bottom, right = self._rect
        if self._unit == "rows" and column is None:
            return Range(self.Worksheet, Rect(top + row - 1, left, top + row - 1, right))
        if self._unit == "columns" and column is None:
            return Range(self.Worksheet, Rect(top, left + row - 1, bottom, left + row - 1))
        width = right - left + 1
        down, across = (row - 1, column - 1) if column is not None else divmod(row - 1, width)
        place = Rect(top + down, left + across, top + down, left + across)
        if not (0 < place.top <= LAST_ROW and 0 < place.left <= LAST_COLUMN):
            raise ExcelRefusesError("Application-defined or object-defined error")
        return Range(self.Worksheet, place)

    def Range(self, first: Any, last: Any = None) -> "Range":
        return self.Worksheet.Range(first, last)

    def GetAddress(
        self, row_absolute: bool = True, column_absolute: bool = True, _style: int = 1, external: bool = False
    ) -> str:
        address = self._rect.address("$" if row_absolute else "", "$" if column_absolute else "")
        name = f"[{self.Worksheet.Parent.Name}]{self.Worksheet.Name}".replace("'", "''")
        return (
            f"'{name}'!{address}"
            if external and not name.strip("[]").isalnum()
            else f"{name}!{address}"
            if external
            else address
        )

    Address = property(GetAddress)

    # content

    @property
    def Value(self) -> Any:
        return self._read(value2=False)

    @Value.setter
    def Value(self, data: Any) -> None:
        self._write(data)

    @property
    def Value2(self) -> Any:
        return self._read(value2=True)

    @property
    def Formula(self) -> Any:
        texts = [[typed(value) for value in row] for row in self._store.formulas(self._rect)]
        return self._block(texts)

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._write(data)

    Formula2 = Formula

    @property
    def HasFormula(self) -> bool:
        return any(str(text).startswith("=") for row in self._store.formulas(self._rect) for text in row)

    HasArray = False

    def _read(self, *, value2: bool) -> Any:
        self._rect  # noqa: B018 - refuses if the cells were deleted
        rows, codes = self._store.read(self._anchor)
        return self._block(rows if value2 else [list(map(shown, *pair)) for pair in zip(rows, codes, strict=True)])

    def _write(self, data: Any) -> None:
        self._changes()
        rect = self._rect
        cells, dates = prepared(data, rect, self._store.number_formats(rect), self._store.tables())
        for place in dates:
            self._store.set(place, "NumberFormat", "m/d/yyyy")
        self._store.put(rect, cells)

    def ClearContents(self) -> None:
        self._clear(contents=True, formats=False)

    def ClearFormats(self) -> None:
        self._clear(contents=False, formats=True)

    def ClearHyperlinks(self) -> None:
        self._changes()
        sheet, rect = self.Worksheet, self._rect
        sheet._links = {key: link for key, link in sheet._links.items() if not rect.covers(Rect(*key, *key))}

    def Clear(self) -> None:
        self._clear(contents=True, formats=True)

    def _clear(self, *, contents: bool, formats: bool) -> None:
        self._changes()
        rect, sheet = self._rect, self.Worksheet
        for merged in self._store.merged():
            if rect.common(merged) and not rect.covers(merged):
                raise ExcelRefusesError("We can't do that to a merged cell.")
        if contents:
            for table in self._store.tables():  # clearing a whole table takes the table with it
                if formats and rect.covers(table.rect):
                    self._store.drop_table(table.name)
            sheet._links = {key: link for key, link in sheet._links.items() if not rect.covers(Rect(*key, *key))}
        self._store.clear(rect, contents=contents, formats=formats)
        if formats:
            FormatConditions(self).Delete()
        if contents and formats:
            Validation(self).Delete()

    # looks

    def _look(self, key: str, rect: Rect | None = None) -> Any:
        return self._store.get(rect or self._rect, key)

    def _dress(self, key: str, value: Any, rect: Rect | None = None) -> None:
        self._changes()
        self._store.set(rect or self._rect, key, value)

    @property
    def Font(self) -> "Look":
        return Look(self, "Font")

    @property
    def Interior(self) -> "Look":
        return Look(self, "Interior")

    def Borders(self, side: int) -> "Look":
        return Look(self, f"Borders({side})")

    @property
    def Validation(self) -> Validation:
        return Validation(self)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    @property
    def Width(self) -> float:
        columns = range(self._rect.left, self._rect.right + 1)
        return sum(5.25 * self._look("ColumnWidth", Rect(1, c, LAST_ROW, c)) + 3.75 for c in columns)

    @property
    def Height(self) -> float:
        return sum(self._look("RowHeight", Rect(r, 1, r, LAST_COLUMN)) for r in range(self._rect.top, self._rect.bottom + 1))

    @property
    def Left(self) -> float:
        return Range(self.Worksheet, Rect(1, 1, 1, self._rect.left - 1)).Width if self._rect.left > 1 else 0.0

    @property
    def Top(self) -> float:
        return Range(self.Worksheet, Rect(1, 1, self._rect.top - 1, 1)).Height if self._rect.top > 1 else 0.0

    def AutoFit(self) -> None:
        self._changes()

    # structure

    def Insert(self, Shift: int | None = None, CopyOrigin: int | None = None) -> None:
        self._shift(insert=True, axis=RIGHT if Shift == -4161 else DOWN)

    def Delete(self, Shift: int | None = None) -> None:
        self._shift(insert=False, axis=RIGHT if Shift == -4159 else DOWN)

    def _shift(self, *, insert: bool, axis: int) -> None:
        self._changes()
        rect = self._rect
        axis = RIGHT if rect.shape[0] == LAST_ROW else axis
        beyond = rect._replace(bottom=LAST_ROW) if axis == DOWN else rect._replace(right=LAST_COLUMN)
        for table in self._store.tables():
            across = (table.rect.left, table.rect.right) if axis == DOWN else (table.rect.top, table.rect.bottom)
            mine = (rect.left, rect.right) if axis == DOWN else (rect.top, rect.bottom)
            if beyond.common(table.rect) and not (mine[0] <= across[0] and across[1] <= mine[1]):
                raise ExcelRefusesError("This operation is not allowed: it would shift cells in a table.")
        self._store.shift(rect, axis, insert=insert)

    @property
    def MergeArea(self) -> "Range":
        return next((Range(self.Worksheet, m) for m in self._store.merged() if m.common(self._rect)), self)

    @property
    def MergeCells(self) -> bool:
        return any(merged.common(self._rect) for merged in self._store.merged())

    def Merge(self, across: bool = False) -> None:
        self._changes()
        rect = self._rect
        if any(table.rect.common(rect) for table in self._store.tables()):
            raise ExcelRefusesError("You can't merge cells in a table.")
        texts = self._store.formulas(rect)
        parts = {r: rect._replace(top=r, bottom=r) for r in range(rect.top, rect.bottom + 1)} if across else {rect.top: rect}
        for top, part in parts.items():
            lines = texts[top - rect.top : part.bottom - rect.top + 1]
            held = [place for place, value in zip(part.cells(), chain.from_iterable(lines), strict=True) if value is not None]
            if held and held != [part[:2]]:  # what comes first is kept, and moves to the first cell
                kept = self._store.formulas(Rect(*held[0], *held[0]))
                self._store.clear(part, contents=True, formats=False)
                self._store.put(Rect(*part[:2], *part[:2]), kept)
            self._store.merge(part)

    def UnMerge(self) -> None:
        self._changes()
        self._store.unmerge(self._rect)

    def Select(self) -> None:
        if self.Worksheet.Parent.ActiveSheet is not self.Worksheet:
            raise ExcelRefusesError("Select method of Range class failed")
        self.Application.Selection = self

    def SpecialCells(self, Type: int, Value: int | None = None) -> "Range":
        if Type != -4174:
            raise NotImplementedError("Range.SpecialCells: only cells with validation")
        rules = [rule._place for rule in self.Worksheet._validations if rule._place._rect.common(self._rect)]
        if not rules:
            raise ExcelRefusesError("No cells were found.")
        return rules[0]

    @property
    def Hyperlinks(self) -> "Hyperlinks":
        found = [link for key, link in self.Worksheet._links.items() if self._rect.covers(Rect(*key, *key))]
        return Hyperlinks(found, self)

    @property
    def Comment(self) -> Any:
        text = self._store.notes().get((self._rect.top, self._rect.left))
        return None if text is None else Note(self)

    def AddComment(self, text: str) -> "Note":
        self._changes()
        self._store.set_note(self._rect.top, self._rect.left, text)
        return Note(self)

    @property
    def Hidden(self) -> bool | None:
        return self._look("HiddenRow" if self._rect.shape[1] == LAST_COLUMN else "HiddenColumn")

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        if self._rect.shape[1] != LAST_COLUMN and self._rect.shape[0] != LAST_ROW:
            raise ExcelRefusesError("Unable to set the Hidden property of the Range class")
        self._dress("HiddenRow" if self._rect.shape[1] == LAST_COLUMN else "HiddenColumn", bool(value))

    @property
    def ColumnWidth(self) -> float | None:
        return self._look("ColumnWidth", self.EntireColumn._rect)

    @ColumnWidth.setter
    def ColumnWidth(self, value: float) -> None:
        if not 0 <= value <= 255:
            raise ExcelRefusesError("Unable to set the ColumnWidth property of the Range class")
        self._dress("ColumnWidth", float(value), self.EntireColumn._rect)

    @property
    def RowHeight(self) -> float | None:
        return self._look("RowHeight", self.EntireRow._rect)

    @RowHeight.setter
    def RowHeight(self, value: float) -> None:
        if not 0 <= value <= 409.5:
            raise ExcelRefusesError("Unable to set the RowHeight property of the Range class")
        self._dress("RowHeight", float(value), self.EntireRow._rect)


def _own(name: str) -> property:
    return property(lambda me: me._look(name), lambda me, value: me._dress(name, value))


for _name in ["NumberFormat", "WrapText", "HorizontalAlignment", "VerticalAlignment", "IndentLevel", "Orientation", "Locked"]:
    setattr(Range, _name, _own(_name))
