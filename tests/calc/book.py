"""A workbook in LibreOffice: the members of `com.memory.MemoryBook`."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from calc.drawing import draw
from calc.office import Office, properties, uno_module
from calc.store import LOGICAL, CalcSheet, plain_errors
from com.memory import TableRecord

XLSX = "Calc MS Excel 2007 XML"
DOT = "__dot__"  # in the names that are given through its interface, LibreOffice takes no dots, as it does in files
OWN, EXCEL = 0, 3  # AddressConvention: LibreOffice's grammar, and the one of .xlsx files
PREFIXED = "CONCAT|DAYS|IFNA|IFS|ISOWEEKNUM|MAXIFS|MINIFS|NUMBERVALUE|SWITCH|TEXTJOIN|XOR"  # `_xlfn.` in files


@plain_errors
class CalcBook:
    """A copy of a file, open in LibreOffice: the file itself is never written."""

    def __init__(self, office: Office, path: Path) -> None:
        self.path = office.folder / "books" / f"{len(list(office.folder.glob('books/*')))}" / path.name
        self.path.parent.mkdir(parents=True)
        shutil.copyfile(path, self.path)
        self.office, self.doc, self.read_only = office, office.load(self.path), False
        self.name, self.folder = self.path.name, str(self.path.parent)
        self.tables_kept: dict[str, tuple[CalcSheet, TableRecord]] = {}  # where a table is, and all of it but its place
        self.sheets = [CalcSheet(self, sheet) for sheet in self.doc.Sheets]
        self._parser = self.doc.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.CompileEnglish = True
        self._locale = uno_module().createUnoStruct("com.sun.star.lang.Locale")
        self._locale.Language, self._locale.Country = "en", "US"
        self.logical = self.doc.NumberFormats.getStandardFormat(LOGICAL, self._locale)

    def number_format(self, code: str) -> int:
        formats = self.doc.NumberFormats
        number = formats.queryKey(code, self._locale, False)
        return number if number != -1 else formats.addNew(code, self._locale)

    def tokens(self, text: str, at: Any) -> Any:
        """A formula in Excel's grammar, without its `=`, as LibreOffice's tokens."""
        if re.search(r"\w\[", text):
            raise NotImplementedError(f"structured references cannot be written through LibreOffice's parser: {text}")
        self._parser.FormulaConvention = EXCEL
        return self._parser.parseFormula(re.sub(rf"\b({PREFIXED})\(", r"_xlfn.\1(", text), at)

    def printed(self, tokens: Any, at: Any, grammar: int = EXCEL) -> str:
        """Tokens as text, without `=`."""
        self._parser.FormulaConvention = grammar
        return self._parser.printFormula(tokens, at).replace("_xlfn.", "")

    def excel_formula(self, cell: Any) -> str:
        """A cell's formula; one with a structured reference, which the parser cannot print, as LibreOffice spells it."""
        text = self.printed(cell.getTokens(), cell.getCellAddress())
        if "#NAME?[" not in text:
            return f"={text}"
        parts = re.split(r'("[^"]*")', cell.getFormula())
        return "".join(part if i % 2 else part.replace(";", ",") for i, part in enumerate(parts))

    @property
    def names(self) -> "Names":
        return Names(self)

    def refers_to(self, name: str) -> str:
        """What a name of LibreOffice's means, as Excel writes it."""
        found = self.doc.NamedRanges.getByName(name)
        self._parser.FormulaConvention, at = OWN, found.ReferencePosition
        return "=" + self.printed(self._parser.parseFormula(found.Content, at), at)

    def set_name(self, name: str, refers_to: str | None) -> None:
        ranges, made = self.doc.NamedRanges, name.replace(".", DOT)
        for known in (name, made):
            if ranges.hasByName(known):
                ranges.removeByName(known)
        if refers_to is not None:
            at = self.doc.Sheets.getByIndex(0).getCellByPosition(0, 0).getCellAddress()
            ranges.addNewByName(made, self.printed(self.tokens(refers_to.removeprefix("="), at), at, OWN), at, 0)

    def add_sheet(self, name: str, position: int) -> CalcSheet:
        self.doc.Sheets.insertNewByName(name, position)
        self.sheets.insert(position, CalcSheet(self, self.doc.Sheets.getByIndex(position)))
        return self.sheets[position]

    def drop_sheet(self, sheet: CalcSheet) -> None:
        self.sheets.remove(sheet)
        self.doc.Sheets.removeByName(sheet.name)

    def move_sheet(self, sheet: CalcSheet, position: int) -> None:
        old = self.sheets.index(sheet)
        self.doc.Sheets.moveByName(sheet.name, position + (position > old))
        self.sheets.insert(position, self.sheets.pop(old))

    def renamed(self, before: str, name: str) -> None:
        """LibreOffice sees to it."""

    def calculate(self, *, automatic: bool | None = None) -> None:
        if automatic is None:
            self.doc.calculate()
        else:
            self.doc.enableAutomaticCalculation(automatic)

    def save(self, path: str, sheets: Any) -> None:
        protected = [sheet for sheet in self.sheets if sheet.protected]  # one of them, and no style can be changed
        for sheet in protected:
            sheet.protected = False
        for sheet in sheets:
            draw(sheet)
        for sheet in protected:
            sheet.protected = True
        self.doc.storeToURL(Path(path).resolve().as_uri(), properties(FilterName=XLSX))

    def close(self) -> None:
        self.doc.close(True)


class Names(Mapping[str, str]):
    """What names mean, each worked out when it is asked for."""

    def __init__(self, book: CalcBook) -> None:
        self._book = book
        self._stored = {name.replace(DOT, "."): name for name in book.doc.NamedRanges.ElementNames}

    def __getitem__(self, name: str) -> str:
        return self._book.refers_to(self._stored[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)
