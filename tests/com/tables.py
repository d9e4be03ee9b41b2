"""Excel's object model: tables."""
# ruff: noqa: N802, N803 - COM's own names

from typing import Any

from com.application import Collection
from com.memory import TableRecord
from com.proxy import ExcelRefusesError, Model
from com.rules import Bag
from com.strict import Rect, check_name


class ListObject(Model):
    """One table, found again in the store at each access: somebody else may have moved or grown it."""

    def __init__(self, sheet: Any, name: str) -> None:
        self._name, self.Parent = name, sheet

    @property
    def _record(self) -> TableRecord:
        for record in self.Parent._store.tables():
            if record.name == self._name:
                return record
        raise ExcelRefusesError("Object required: the table was deleted")

    def _change(self, **values: Any) -> None:
        self.Parent.Cells._changes()
        record = self._record
        record.__dict__.update(values)
        self.Parent._store.set_table(record)

    @property
    def Name(self) -> str:
        return self._record.name

    @Name.setter
    def Name(self, value: str) -> None:
        record = self._record
        check_name(value, _taken(self.Parent.Parent) - {record.name.casefold()})
        self.Parent._store.drop_table(record.name)
        self._name = record.name = value
        self.Parent._store.set_table(record)

    DisplayName = Name

    @property
    def Range(self) -> Any:
        return self.Parent._range(self._record.rect)

    @property
    def HeaderRowRange(self) -> Any:
        rect = self._record.rect
        return self.Parent._range(rect._replace(bottom=rect.top)) if self._record.header else None

    @property
    def DataBodyRange(self) -> Any:
        record = self._record
        body = Rect(record.rect.top + record.header, record.rect.left, record.rect.bottom - record.totals, record.rect.right)
        return self.Parent._range(body) if body.top <= body.bottom else None

    @property
    def TotalsRowRange(self) -> Any:
        rect = self._record.rect
        return self.Parent._range(rect._replace(top=rect.bottom)) if self._record.totals else None

    @property
    def ShowHeaders(self) -> bool:
        return self._record.header

    @property
    def ShowTotals(self) -> bool:
        return self._record.totals

    @property
    def ShowAutoFilter(self) -> bool:
        return self._record.filter

    @ShowAutoFilter.setter
    def ShowAutoFilter(self, value: bool) -> None:
        self._change(filter=bool(value))

    @property
    def AutoFilter(self) -> Any:
        return Bag(FilterMode=self._name in self.Parent._filtered) if self._record.filter else None

    @property
    def TableStyle(self) -> Any:
        return Bag(Name=self._record.style)

    @TableStyle.setter
    def TableStyle(self, value: str) -> None:
        self._change(style=value)

    @property
    def ListColumns(self) -> Collection:
        record = self._record
        top = self.Parent._range(record.rect._replace(bottom=record.rect.top))
        names = [str(value) for value in top._store.values(top._rect)[0]]
        columns = range(record.rect.left, record.rect.right + 1)
        return Collection([Bag(Name=name, Index=i, Range=self.Parent._range(record.rect._replace(left=c, right=c)))
                           for i, (name, c) in enumerate(zip(names, columns, strict=True), 1)], self)  # fmt: skip

    @property
    def ListRows(self) -> Collection:
        body = self.DataBodyRange
        return Collection([None] * (body._rect.shape[0] if body else 0), self)

    def Resize(self, block: Any) -> None:
        old, new = self._record.rect, block._rect
        header = self._record.header
        if (header and new.top != old.top) or not old.common(new) or new.shape[0] < 1 + header:
            raise ExcelRefusesError("The header row must stay in the same row, and the tables must overlap.")
        _free(self.Parent, new, self._record.name)
        self._change(rect=new)
        _unique_headers(self)

    def Unlist(self) -> None:
        self.Parent._store.drop_table(self._name)

    def Delete(self) -> None:
        block = self.Range
        block._changes()
        self.Unlist()
        block._store.clear(block._rect, contents=True, formats=True)


class ListObjects(Collection):
    """The tables of a sheet."""

    def Add(
        self, SourceType: int, Source: Any, XlListObjectHasHeaders: int, TableStyleName: Any = None, **_: Any
    ) -> ListObject:
        sheet = self.Parent
        Source._changes()
        rect, header = Source._rect, XlListObjectHasHeaders == 1
        if not header:
            raise ExcelRefusesError("the stand-in makes tables with headers only")
        if rect.shape[0] == 1:
            rect = rect._replace(bottom=rect.bottom + 1)
        _free(sheet, rect, None)
        if any(merged.common(rect) for merged in sheet._store.merged()):
            sheet._store.unmerge(rect)
        name = next(f"Table{n}" for n in range(1, 999) if f"table{n}" not in _taken(sheet.Parent))
        sheet._store.set_table(TableRecord(name, rect, style=TableStyleName or ""))
        _unique_headers(table := ListObject(sheet, name))
        return table


def _taken(book: Any) -> set[str]:
    tables = {table.name.casefold() for sheet in book._sheets for table in sheet._store.tables()}
    return tables | {name.casefold() for name in book._store.names}


def _free(sheet: Any, rect: Rect, name: str | None) -> None:
    for table in sheet._store.tables():
        if table.name != name and table.rect.common(rect):
            raise ExcelRefusesError("A table cannot overlap another table.")


def _unique_headers(table: ListObject) -> None:
    """Headers become texts, no two alike, none empty: what Excel does to them, not what a caller may want."""
    block, names = table.HeaderRowRange, []
    for number, value in enumerate(block._store.values(block._rect)[0], 1):
        base = name = f"Column{number}" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
        suffix = 2
        while name.casefold() in (other.casefold() for other in names):
            name, suffix = f"{base}{suffix}", suffix + 1
        names.append(name)
    block._store.put(block._rect, [names])
