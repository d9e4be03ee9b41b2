"""A worksheet read as a stream: what stands around its rows as a tree, which cells they hold; never all rows at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from gouvernail.excel.addresses import LAST_COLUMN, column_number
from gouvernail.excel.markup import LARGEST_TREE, main, whole
from gouvernail.excel.refusals import refused

LARGEST_GRID: Final = 256 * 1024 * 1024
"""Bytes, about, that the patterns of a worksheet's rows may take."""
_STEP: Final = 256 * 1024
_DIGITS: Final = "0123456789"
_ROW, _ROWS, _FORMULA = main("row"), main("sheetData"), main("f")
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass
class Grid:
    """Which cells the rows of a worksheet hold; bit 0 of a row's pattern is column A.

    Args:
        values: by row number, the cells with a value or a formula; a row without any is left out.
        written: likewise, every cell that is there, those with a format alone included.
        formulas: whether any cell holds a formula.
    """

    values: dict[int, int] = field(default_factory=dict)
    written: dict[int, int] = field(default_factory=dict)
    formulas: bool = False


@dataclass(frozen=True)
class Worksheet:
    """A worksheet.

    Args:
        frame: its root, the rows left out.
        grid: which cells its rows hold.
    """

    frame: etree._Element
    grid: Grid


def read_worksheet(chunks: Iterable[bytes], *, part: str, name: str = "") -> Worksheet:
    """Read a worksheet piece by piece.

    Args:
        chunks: the part's bytes.
        part: the part's name, for the sentence if it cannot be read.
        name: the workbook's file name, likewise.

    Raises:
        WorkbookRefused: a document type declaration (`file.doctype`), broken XML (`file.damaged`), more around the rows,
            in one row, or in the pattern of all, than may be held in memory (`file.too_large`).
    """
    return _Reader(part, name).read(chunks)


class _Reader:
    """One worksheet while it is read."""

    def __init__(self, part: str, name: str) -> None:
        self._part, self._name = part, name
        self._grid = Grid()
        self._data: etree._Element | None = None
        self._last, self._weight, self._since_row = 0, 0, 0

    def read(self, chunks: Iterable[bytes]) -> Worksheet:
        parser = etree.XMLPullParser(
            ("end",), tag=_ROW, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
        )
        try:
            for piece in self._checked(chunks):
                parser.feed(piece)
                for _, row in parser.read_events():
                    self._take(cast("etree._Element", row))
            root = parser.close()
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._refused("file.damaged") from error
        if etree.ElementTree(root).docinfo.internalDTD is not None:
            raise self._refused("file.doctype")
        if self._data is not None:
            del self._data[:]
        return Worksheet(root, self._grid)

    def _checked(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes in small pieces, none with a declaration, and never too many between two rows."""
        tail = b""
        for chunk in chunks:
            text = tail + chunk
            if any(declaration in text for declaration in _DECLARATIONS):
                raise self._refused("file.doctype")
            tail = chunk[-max(map(len, _DECLARATIONS)) :]
            for start in range(0, len(chunk), _STEP):
                piece = chunk[start : start + _STEP]
                self._since_row += len(piece)
                if self._since_row > LARGEST_TREE:
                    raise self._refused("file.too_large")
                yield piece

    def _take(self, row: etree._Element) -> None:
        """Note which cells a row holds, and let go of it."""
        data = row.getparent()
        if data is None or data.tag != _ROWS:
            return
        if self._data is None:
            self._data = data
        elif data is not self._data:
            raise self._refused("file.damaged")
        self._note(row)
        row.clear()
        while row.getprevious() is not None:
            del data[0]
        self._since_row = 0

    def _note(self, row: etree._Element) -> None:
        self._last = number = whole(row.get("r"), self._last + 1)
        column = values = written = 0
        for cell in row.iterchildren("*"):
            column = _column(cell.get("r", "").rstrip(_DIGITS)) or min(column + 1, LAST_COLUMN + 1)
            bit = 1 << (column - 1)
            written |= bit
            for part in cell.iterchildren("*"):
                formula = part.tag == _FORMULA
                self._grid.formulas = self._grid.formulas or formula
                if formula or part.text or len(part):
                    values |= bit
        for patterns, pattern in ((self._grid.values, values), (self._grid.written, written)):
            if pattern:
                patterns[number] = patterns.get(number, 0) | pattern
        self._weight += 100 + written.bit_length() // 4
        if self._weight > LARGEST_GRID:
            raise self._refused("file.too_large")

    def _refused(self, code: str) -> Exception:
        return refused(code, name=self._name, part=self._part)


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    """The column of these letters; 0 when they are not a column's, one past the last when no sheet is so wide."""
    plain = 0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()
    return min(column_number(letters), LAST_COLUMN + 1) if plain else 0
