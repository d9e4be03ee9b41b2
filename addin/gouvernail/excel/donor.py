"""Pages drawn to be put into a person's file: XlsxWriter draws them, save the many plain rows at the end of a long one.

XlsxWriter takes some ten seconds and a gigabyte for a hundred thousand lines. It therefore draws the first rows and one row
with a sample of every look; the plain rows then take the samples' place, written as XML.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from html import escape
from itertools import chain
from typing import Final

from gouvernail.excel.addresses import LAST_COLUMN
from gouvernail.excel.archive import Entry, joined, opened, packed
from gouvernail.excel.drawing import LONGEST_TEXT, draw_workbook, is_quoted
from gouvernail.excel.markup import escaped
from gouvernail.problems import column_letters
from gouvernail.sheets.pagination import DEFAULT_HEIGHT
from gouvernail.sheets.parts import Cell, Scalar, Sheet

LONG: Final = 1_000
"""From how many plain rows on they are written here."""
_PIECE: Final = 2_000
_END: Final = b"</sheetData>"
_SAMPLE = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"')
_DIMENSION = re.compile(rb'(<dimension ref="[A-Z]+\d+)(?::[A-Z]+\d+)?(?="/>)')

Look = tuple[str, str, bool]
"""A style, a number format, and whether a text looks like a formula."""
Line = Sequence[Cell | None]


def draw_donor(sheets: Sequence[Sheet], *, date1904: bool = False) -> bytes:
    """The sheets as an .xlsx file's bytes, for `graft.graft`: the same sheets always give the same bytes."""
    long = {f"xl/worksheets/sheet{number}.xml": _plan(sheet, date1904) for number, sheet in enumerate(sheets, 1)}
    shown = [sheet if plan is None else plan.shortened for sheet, plan in zip(sheets, long.values(), strict=True)]
    drawn = draw_workbook(shown, date1904=date1904)
    if not any(long.values()):
        return drawn
    return joined(entry if (plan := long.get(entry.name)) is None else plan.filled(entry) for entry in opened(drawn))


@dataclass(frozen=True)
class _LongSheet:
    """A sheet whose rows from `start` on (counted from 0) are plain, and a cell of each look that they have."""

    sheet: Sheet
    start: int
    samples: Mapping[Look, Cell]
    date1904: bool

    @property
    def shortened(self) -> Sheet:
        """The sheet with its first rows, then the samples in one."""
        heights = {row: height for row, height in self.sheet.heights.items() if row <= self.start}
        return replace(self.sheet, rows=(*self.sheet.rows[: self.start], tuple(self.samples.values())), heights=heights)

    def filled(self, entry: Entry) -> Entry:
        """The worksheet that was drawn, the plain rows in the place of the samples."""
        before, _, rest = entry.content().partition(b'<row r="%d"' % (self.start + 1))
        samples, _, rest = rest.partition(b"</row>")
        _, end, after = rest.partition(_END)  # what stands between are the headers of tables: they are among the plain rows
        numbers = [int(number) for number in _SAMPLE.findall(samples)]
        body = _Body(dict(zip(self.samples, numbers, strict=True)), self.sheet.heights, self.date1904)
        head = _DIMENSION.sub(rb"\1:" + self._corner.encode(), before, count=1)
        return packed(entry.name, chain([head], body.pieces(self.sheet.rows, self.start), [end + after]))

    @property
    def _corner(self) -> str:
        return f"{column_letters(max(map(len, self.sheet.rows)))}{len(self.sheet.rows)}"


def _plan(sheet: Sheet, date1904: bool) -> _LongSheet | None:
    """How to draw a sheet in two parts; None for one that is short, or has no plain rows to speak of."""
    if len(sheet.rows) < LONG:
        return None
    below = (row for row in sheet.heights if row > len(sheet.rows))
    heads = [*below, *(area.bottom for area in sheet.merges)]
    special = (row for row in range(len(sheet.rows), 0, -1) if not all(map(_is_plain, sheet.rows[row - 1])))
    start = max([0, *heads, next(special, 0)])
    samples: dict[Look, Cell] = {}
    for line in sheet.rows[start:]:
        for cell in line:
            if cell is not None:
                samples.setdefault(_look(cell), cell)
    fits = len(sheet.rows) - start >= LONG and 0 < len(samples) <= LAST_COLUMN
    return _LongSheet(sheet, start, samples, date1904) if fits else None


def _is_plain(cell: Cell | None) -> bool:
    """Whether a cell is a value and a look, nothing else."""
    return cell is None or not (cell.formula or cell.note or cell.link)


def _look(cell: Cell) -> Look:
    return cell.style, cell.format, is_quoted(cell.value)


class _Body:
    """Writes plain rows. What follows a cell's address is made once for texts and days: many lines hold the same.

    Args:
        formats: the number of each look in the style sheet.
        heights: the rows' own heights, in points.
        date1904: how days are counted.
    """

    def __init__(self, formats: Mapping[Look, int], heights: Mapping[int, float], date1904: bool) -> None:
        self._formats, self._heights, self._date1904 = formats, heights, date1904
        self._known: dict[tuple[Look, Scalar], str] = {}

    def pieces(self, rows: Sequence[Line], start: int) -> Iterator[bytes]:
        """The rows from `start` on, some thousands at a time."""
        letters = [column_letters(column) for column in range(1, max(map(len, rows)) + 1)]
        for first in range(start, len(rows), _PIECE):
            lines = enumerate(rows[first : first + _PIECE], start=first + 1)
            yield "".join(self._row(number, line, letters) for number, line in lines).encode()

    def _row(self, number: int, line: Line, letters: Sequence[str]) -> str:
        cells = [
            f'<c r="{letter}{number}" {self._rest(cell)}'
            for letter, cell in zip(letters, line, strict=False)
            if cell is not None
        ]
        height = _height(self._heights.get(number, DEFAULT_HEIGHT))
        return f'<row r="{number}"{height}>{"".join(cells)}</row>' if cells or height else ""

    def _rest(self, cell: Cell) -> str:
        value, look = cell.value, _look(cell)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f's="{self._formats[look]}"><v>{value:.16G}</v></c>'
        if (look, value) not in self._known:
            self._known[look, value] = f's="{self._formats[look]}"{self._shown(value)}'
        return self._known[look, value]

    def _shown(self, value: Scalar) -> str:
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, date):
            return f"><v>{_days(value, self._date1904):.16G}</v></c>"
        if not value:
            return "/>"
        text = str(value)[:LONGEST_TEXT]
        space = "" if text == text.strip() else ' xml:space="preserve"'
        return f' t="inlineStr"><is><t{space}>{escape(escaped(text), quote=False)}</t></is></c>'


def _height(points: float) -> str:
    """A row's height as XlsxWriter writes it, in whole pixels; nothing for Excel's own.

    >>> _height(30.2), _height(15)
    (' ht="30" customHeight="1"', '')
    """
    shown = int(points * 4 / 3 + 0.5) * 0.75
    return "" if shown == DEFAULT_HEIGHT else f' ht="{shown:.16g}" customHeight="1"'


def _days(day: date, date1904: bool) -> float:
    """A day as Excel counts it: from 1904, or from 1900 taken for a leap year.

    >>> _days(date(1900, 2, 28), False), _days(date(1900, 3, 1), False), _days(date(1904, 1, 2), True)
    (59.0, 61.0, 1.0)
    """
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    first = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 31)  # noqa: DTZ001 - Excel knows no time zone
    days = (moment - first).total_seconds() / 86_400
    return days + 1 if days > 59 and not date1904 else days
