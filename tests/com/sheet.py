"""Excel's object model: one sheet."""
# ruff: noqa: N802, N803 - COM's own names

from typing import Any

from com.application import Collection, Workbook
from com.areas import Areas, addresses
from com.cells import Range
from com.charts import ChartObject, ChartObjects
from com.proxy import ExcelRefusesError, Model
from com.rules import Bag
from com.strict import LAST_COLUMN, LAST_ROW, Rect, rect_of
from com.tables import ListObject, ListObjects

SHEET = Rect(1, 1, LAST_ROW, LAST_COLUMN)


class Worksheet(Model):
    """A sheet; its cells are the store's, its rules, charts and links are kept here."""

    def __init__(self, store: Any, book: Workbook) -> None:
        self._store, self.Parent = store, book
        self._conditions: list[Any] = []
        self._filtered: set[str] = set()
        self._selection: Any = None
        self._validations: list[Any] = []
        self._links: dict[tuple[int, int], Any] = {}
        self._charts = [ChartObject(self, name) for name in store.charts()]
        self.PageSetup = Bag(PrintArea="", Orientation=1, Zoom=100, FitToPagesWide=1, FitToPagesTall=1,
                             PrintTitleRows="", LeftMargin=50.4, RightMargin=50.4, TopMargin=54.0, BottomMargin=54.0,
                             CenterHorizontally=False, LeftFooter="", CenterFooter="", RightFooter="", PaperSize=9)  # fmt: skip
        self.Tab = Bag(Color=False)
        self.AutoFilterMode = self.FilterMode = False
        self.AutoFilter = None

    @property
    def Application(self) -> Any:
        return self.Parent.Application

    @property
    def Name(self) -> str:
        return self._store.name

    @Name.setter
    def Name(self, value: str) -> None:
        if self.Parent.ProtectStructure:
            raise ExcelRefusesError("Workbook is protected and cannot be changed.")
        self.Parent.Worksheets._rename(self, value)

    @property
    def Index(self) -> int:
        return self.Parent._sheets.index(self) + 1

    @property
    def Visible(self) -> int:
        return self._store.visible

    @Visible.setter
    def Visible(self, value: Any) -> None:
        others = [sheet for sheet in self.Parent._sheets if sheet is not self and sheet.Visible == -1]
        if not value and not others:
            raise ExcelRefusesError("A workbook must contain at least one visible worksheet.")
        self._store.visible = -1 if value is True else int(value)

    @property
    def ProtectContents(self) -> bool:
        return self._store.protected

    @property
    def Names(self) -> Collection:
        return Collection([], self)

    @property
    def Cells(self) -> Range:
        return self._range(SHEET)

    Rows = Columns = Cells

    @property
    def UsedRange(self) -> Range:
        return self._range(self._store.used())

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects([ListObject(self, table.name) for table in self._store.tables()], self)

    @property
    def Comments(self) -> Collection:
        return Collection([self._range(Rect(*key, *key)).Comment for key in sorted(self._store.notes())], self)

    @property
    def Shapes(self) -> Collection:
        return Collection(self._charts, self)

    def ChartObjects(self) -> ChartObjects:
        return ChartObjects(self._charts, self)

    def PivotTables(self) -> Collection:
        return Collection([], self)

    def Pictures(self) -> Collection:
        return Collection([], self)

    def Range(self, first: Any, last: Any = None) -> Any:
        if isinstance(first, str) and last is None and len(parts := addresses(first)) > 1:
            return Areas([self.Range(part) for part in parts])
        rects = [self._rect(end) for end in (first, last) if end is not None]
        return self._range(
            Rect(*map(min, zip(*(r[:2] for r in rects), strict=True)), *map(max, zip(*(r[2:] for r in rects), strict=True)))
        )

    def _rect(self, what: Any) -> Rect:
        if isinstance(what, Range):
            if what.Worksheet is not self:
                raise ExcelRefusesError("Method 'Range' of object '_Worksheet' failed")
            return what._rect
        if rect := rect_of(what.rpartition("!")[2]):
            return rect
        for table in self._store.tables():
            if table.name.casefold() == what.casefold():
                return ListObject(self, table.name).DataBodyRange._rect
        for name in self.Parent.Names:
            if name.Name.casefold() == what.casefold() and name.RefersToRange.Worksheet is self:
                return name.RefersToRange._rect
        raise ExcelRefusesError("Method 'Range' of object '_Worksheet' failed")

    def _range(self, rect: Rect) -> Range:
        return Range(self, rect)

    def Activate(self) -> None:
        if self.Visible != -1:
            raise ExcelRefusesError("Activate method of Worksheet class failed")
        self.Parent.ActiveSheet = self

    Select = Activate

    def Protect(self, *_: Any, **__: Any) -> None:
        self._store.protected = True

    def Unprotect(self, *_: Any) -> None:
        self._store.protected = False

    def Move(self, Before: Any = None, After: Any = None) -> None:
        sheets = self.Parent._sheets
        sheets.remove(self)
        place = sheets.index(Before or After) + bool(After)
        sheets.insert(place, self)
        self.Parent._store.move_sheet(self._store, place)

    def Delete(self) -> None:
        if self.Parent.ProtectStructure or not [s for s in self.Parent._sheets if s is not self and s.Visible == -1]:
            raise ExcelRefusesError("A workbook must contain at least one visible worksheet.")
        self.Parent._sheets.remove(self)
        self.Parent._store.drop_sheet(self._store)
        if self.Parent.ActiveSheet is self:
            self.Parent.ActiveSheet = next(sheet for sheet in self.Parent._sheets if sheet.Visible == -1)
