"""Excel's object model, top floor: the application, its workbooks, their sheets and names."""
# ruff: noqa: N802, N803 - COM's own names

from pathlib import Path
from typing import Any

from com.proxy import ExcelRefusesError, Model
from com.pywin32 import ExcelStartedError
from com.strict import check_name, check_sheet_name

AUTOMATIC, MANUAL = -4105, -4135


class Collection(Model):
    """An ordered COM collection, addressed by position from 1 or by name."""

    def __init__(self, items: list[Any], parent: Any = None) -> None:
        self._items, self.Parent = items, parent

    @property
    def Count(self) -> int:
        return len(self._items)

    def Item(self, key: Any) -> Any:
        if isinstance(key, str):
            for item in self._items:
                if item.Name.casefold() == key.casefold():
                    return item
        elif 1 <= key <= len(self._items):
            return self._items[int(key) - 1]
        raise ExcelRefusesError("Subscript out of range.")

    def __iter__(self) -> Any:
        return iter(self._items)


class Window(Model):
    """The window of a workbook: what of it is seen, which no store keeps."""

    def __init__(self, book: "Workbook") -> None:
        self.Caption, self._book = book.Name, book
        self.DisplayGridlines, self.FreezePanes = True, False
        self.ScrollRow = self.ScrollColumn = 1
        self.SplitRow = self.SplitColumn = 0
        self.Zoom = 100

    @property
    def Application(self) -> "Application":
        return self._book.Application


class Application(Model):
    """One running Excel."""

    def __init__(self, desktop: Any, hwnd: int) -> None:
        self._desktop, self._books = desktop, []
        self.Hwnd, self.Version, self.Path, self.StartupPath = hwnd, "16.0", "C:\\Office", "C:\\XLSTART"
        self.Visible = self.ScreenUpdating = self.DisplayAlerts = self.EnableEvents = self.Interactive = True
        self.StatusBar: Any = False
        self.CutCopyMode = 0
        self.International = (1, 1, ".", ",", ",", ",")
        self._no_cells = False  # a chart or a shape is selected
        self.ActiveWorkbook: Any = None
        self._calculation = AUTOMATIC

    @property
    def Application(self) -> "Application":
        return self

    @property
    def Calculation(self) -> int:
        return self._calculation

    @Calculation.setter
    def Calculation(self, mode: int) -> None:
        self._calculation = mode
        for book in self._books:
            book._store.calculate(automatic=mode == AUTOMATIC)

    @property
    def Selection(self) -> Any:
        sheet = self.ActiveSheet
        return None if self._no_cells or sheet is None else sheet._selection or sheet.Range("A1")

    @Selection.setter
    def Selection(self, block: Any) -> None:
        """Each sheet keeps its own selection; None selects something that is no cell."""
        self._no_cells = block is None
        if block is not None:
            block.Worksheet._selection = block

    @property
    def Ready(self) -> bool:
        return True

    @property
    def Workbooks(self) -> "Workbooks":
        return Workbooks(self._books, self)

    @property
    def ActiveSheet(self) -> Any:
        return self.ActiveWorkbook and self.ActiveWorkbook.ActiveSheet

    @property
    def ActiveWindow(self) -> Any:
        return self.ActiveWorkbook and self.ActiveWorkbook.Windows.Item(1)

    @property
    def ProtectedViewWindows(self) -> Collection:
        return Collection(self._desktop.protected_views)

    def Calculate(self) -> None:
        for book in self._books:
            book._store.calculate()

    def Intersect(self, one: Any, other: Any) -> Any:
        common = one._rect.common(other._rect) if one.Worksheet is other.Worksheet else None
        return common and one.Worksheet._range(common)

    def Run(self, macro: str, *args: Any) -> Any:
        return self._desktop.run_macro(macro, *args)

    def Quit(self) -> None:
        raise ExcelStartedError("Application.Quit")


class Workbooks(Collection):
    """The open workbooks."""

    @property
    def Application(self) -> Application:
        return self.Parent

    def Add(self) -> Any:
        from com.memory import MemoryBook

        return self.Parent._desktop.open(MemoryBook(f"Book{self.Count + 1}"), self.Parent)

    def Open(self, path: str, *_: Any) -> Any:
        return self.Parent._desktop.open(self.Parent._desktop.load(Path(path)), self.Parent)


class Workbook(Model):
    """One open workbook."""

    def __init__(self, store: Any, application: Application) -> None:
        from com.sheet import Worksheet

        self._store, self.Application = store, application
        self.Parent = application
        self.ReadOnly, self.ProtectStructure, self.AutoSaveOn, self.Saved = store.read_only, False, False, True
        self.FileFormat, self.Date1904 = 51, False
        self._hidden_names: set[str] = set()
        self._sheets = [Worksheet(sheet, self) for sheet in store.sheets]
        self.ActiveSheet = next(sheet for sheet in self._sheets if sheet.Visible)
        self.Windows = Collection([Window(self)], self)

    @property
    def Name(self) -> str:
        return self._store.name

    @property
    def Path(self) -> str:
        return self._store.folder

    @property
    def FullName(self) -> str:
        folder = self._store.folder
        return f"{folder}{'/' if '/' in folder else chr(92)}{self.Name}" if folder else self.Name

    @property
    def Worksheets(self) -> "Worksheets":
        return Worksheets(self._sheets, self)

    Sheets = Worksheets

    @property
    def Names(self) -> "Names":
        return Names([Name(name, self) for name in sorted(self._store.names, key=str.casefold)], self)

    def IconSets(self, number: int) -> Any:
        from com.rules import Bag

        return Bag(ID=number)

    def Activate(self) -> None:
        self.Application.ActiveWorkbook = self

    def Save(self) -> None:
        if self.ReadOnly:
            raise ExcelRefusesError("Cannot save as that name. Document was opened as read-only.")
        self._store.save(self.FullName, self._sheets)

    def SaveAs(self, path: str, FileFormat: int = 51, Password: Any = None) -> None:
        if not Path(path).parent.is_dir():
            raise ExcelRefusesError(f"Microsoft Excel cannot access the file '{path}'.")
        self._store.save(path, self._sheets)
        self._store.name, self._store.folder = Path(path).name, str(Path(path).parent)

    def ExportAsFixedFormat(self, Type: int, Filename: str, **_: Any) -> None:
        """Not a PDF that anybody could read: the names of the sheets that would be printed."""
        if not Path(Filename).parent.is_dir():
            raise ExcelRefusesError("Document not saved.")
        printed = [sheet.Name for sheet in self._sheets if sheet.Visible]
        Path(Filename).write_text("\n".join(["%PDF", *printed]), encoding="utf-8")

    def Close(self, SaveChanges: bool = False) -> None:
        self.Application._books.remove(self)
        if self.Application.ActiveWorkbook is self:
            self.Application.ActiveWorkbook = next(iter(self.Application._books), None)


class Worksheets(Collection):
    """The sheets of a workbook."""

    def Add(self, Before: Any = None, After: Any = None) -> Any:
        from com.sheet import Worksheet

        book = self.Parent
        if book.ProtectStructure:
            raise ExcelRefusesError("Workbook is protected and cannot be changed.")
        place = self._items.index(Before or After or book.ActiveSheet) + bool(After and not Before)
        number = next(n for n in range(1, 999) if f"sheet{n}" not in {sheet.Name.casefold() for sheet in self._items})
        sheet = Worksheet(book._store.add_sheet(f"Sheet{number}", place), book)
        self._items.insert(place, sheet)
        book.ActiveSheet = sheet
        return sheet

    def _rename(self, sheet: Any, name: str) -> None:
        check_sheet_name(name, [other.Name for other in self._items if other is not sheet])
        before, sheet._store.name = sheet._store.name, name
        self.Parent._store.renamed(before, name)


class Name(Model):
    """A defined name."""

    def __init__(self, name: str, book: Workbook) -> None:
        self._name, self._book = name, book

    @property
    def Visible(self) -> bool:
        return self._name not in self._book._hidden_names

    @Visible.setter
    def Visible(self, value: bool) -> None:
        (self._book._hidden_names.discard if value else self._book._hidden_names.add)(self._name)

    @property
    def Name(self) -> str:
        return self._name

    @property
    def RefersTo(self) -> str:
        return self._book._store.names[self._name]

    @RefersTo.setter
    def RefersTo(self, value: str) -> None:
        self._book._store.set_name(self._name, value)

    @property
    def RefersToRange(self) -> Any:
        sheet, _, address = self.RefersTo.removeprefix("=").rpartition("!")
        return self._book.Worksheets.Item(sheet.strip("'").replace("''", "'")).Range(address)

    def Delete(self) -> None:
        self._book._store.set_name(self._name, None)


class Names(Collection):
    """The defined names of a workbook."""

    def Add(self, Name: str, RefersTo: Any) -> Any:
        check_name(Name, [])
        address = RefersTo if isinstance(RefersTo, str) else f"={RefersTo.GetAddress(True, True, 1, True)}"
        self.Parent._store.set_name(Name, address if address.startswith("=") else f"={address}")
        return self.Parent.Names.Item(Name)
