"""A page is laid out from top to bottom: title, sentences, figures, tables, charts; the builder keeps the row in mind.

One table gives the page its columns' widths; the others stand in the same columns. What is to the right of the printed width
lets a reader trace a figure without crowding the page.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from gouvernail.schema.kinds import Column, Table
from gouvernail.sheets.pagination import DEFAULT_HEIGHT, Block, page_breaks, page_height
from gouvernail.sheets.parts import (
    Area,
    Cell,
    Chart,
    Condition,
    DataBar,
    ListTable,
    Print,
    Scalar,
    Sheet,
    StyleName,
)
from gouvernail.sheets.theme import STYLES
from gouvernail.sheets.wrapping import lines_of
from gouvernail.words.catalogue import Catalogue

Record = Mapping[Hashable, object]
Maker = Callable[[Record], Cell]
"""Makes a column's cell out of a row of the frame."""

STATUS_SIGNS: tuple[tuple[str, StyleName], ...] = (("✔", "green"), ("▲", "amber"), ("✖", "red"), ("–", "grey"))
_KIND_STYLES: Mapping[str, StyleName] = {
    "number": "number",
    "integer": "number",
    "quantity": "number",
    "date": "date",
    "comment": "comment",
    "flag": "center",
}
_LINE = 15.5
"""The height of a line of text, in points."""
_MOST_LINES = 12
_WITH_HEADING = 3
"""How many rows stay on the page of their heading: the headers of its table and two lines."""
_POINTS_A_PIXEL = 0.75


@dataclass(frozen=True)
class Placed:
    """Where a table stands: its headers' row, its first and last lines, and its columns by key."""

    top: int
    bottom: int
    columns: Mapping[str, int]

    def column(self, key: str) -> Area:
        """The cells of one column, without its header."""
        place = self.columns[key]
        return Area(self.top + 1, place, self.bottom, place)


class Page:
    """A sheet under construction.

    Args:
        key: which sheet it is.
        words: the language of the page.
        widths: the columns' widths in characters.
        printed: how many columns the printed page shows.
        footer: what the printed page says at its foot (`footer_text`).
    """

    def __init__(self, key: str, words: Catalogue, widths: Sequence[float], *, printed: int = 12, footer: str = "") -> None:
        self.key, self.words, self.widths, self.printed, self.footer = key, words, tuple(widths), printed, footer
        self.row = 1
        self._cells: dict[tuple[int, int], Cell] = {}
        self._heights: dict[int, float] = {}
        self._merges: list[Area] = []
        self._tables: list[ListTable] = []
        self._charts: list[Chart] = []
        self._conditions: list[Condition] = []
        self._bars: list[DataBar] = []
        self._frozen = 0
        self._title_rows: tuple[int, int] | None = None
        self._last_printed = 0
        self._breaks: list[int] = []
        self._headings: list[int] = []

    def title(self, text: str, subtitle: str = "") -> None:
        """The page's name, large, and under it what and when it speaks of."""
        self.put(self.row, 1, Cell(text, "title"))
        self._heights[self.row] = 30
        if subtitle:
            self.put(self.row + 1, 1, Cell(subtitle, "subtitle"))
        self.row += 3 if subtitle else 2

    def heading(self, text: str) -> None:
        """The name of a part of the page, underlined across it."""
        for column in range(1, self.printed + 1):
            self.put(self.row, column, Cell(text if column == 1 else None, "heading"))
        self._headings.append(self.row)
        self._heights[self.row] = 22
        self.row += 1

    def sentence(self, text: str, style: StyleName = "text", *, lines: int = 1, link: Cell | None = None) -> None:
        """A sentence across the page, as high as it needs."""
        look: StyleName = "wrap" if style == "text" else style
        cell = replace(link, value=text, style=look) if link else Cell(text, look)
        self.spread(self.row, 1, self.printed, cell)
        self._heights[self.row] = _LINE * max(lines, self._lines(cell, 1, self.printed))
        self.row += 1

    def gap(self) -> None:
        """A little air."""
        self._heights[self.row] = 8
        self.row += 1

    def new_page(self) -> None:
        """On paper, what follows begins a new page."""
        self._breaks.append(self.row - 1)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """One cell, anywhere; its number format is set as the language sets its per cent sign."""
        shape = self.words.number_format(cell.format)
        self._cells[row, column] = cell if shape == cell.format else replace(cell, format=shape)

    def spread(self, row: int, left: int, right: int, cell: Cell) -> None:
        """A cell that covers several columns."""
        for column in range(left, right + 1):
            self.put(row, column, cell if column == left else Cell(None, cell.style))
        if right > left:
            self._merges.append(Area(row, left, row, right))

    def height(self, row: int, points: float) -> None:
        """A row's height."""
        self._heights[row] = points

    def table(
        self,
        table: Table,
        frame: pd.DataFrame,
        *,
        makers: Mapping[str, Maker] | None = None,
        columns: Sequence[str] = (),
        named: bool = True,
        freeze: bool = False,
    ) -> Placed:
        """A declared table with its headers, one line per row of the frame; a table without rows keeps one empty line.

        Args:
            table: its declaration: headers, kinds, choices.
            frame: reads the declared columns; keys, not words.
            makers: how a column's cell is made, where the plain way does not do.
            columns: the columns to draw, in order; all of them by default.
            named: whether it is an Excel table that formulas can name (`gv_…`).
            freeze: whether its headers stay in sight and come back on each printed page.
        """
        shown = [table[key] for key in columns] if columns else list(table.columns)
        top = self.row
        for place, column in enumerate(shown, start=1):
            number = column.kind in {"number", "integer", "quantity"}
            self.put(top, place, Cell(self.words.column(table.key, column.key), "header_number" if number else "header"))
        self._heights[top] = max(32, _LINE * self._tallest([self._cells[top, place] for place in range(1, len(shown) + 1)]))
        made = [(makers or {}).get(column.key) or self._plain(column) for column in shown]
        for line, record in enumerate(records_of(frame), start=top + 1):
            cells = [maker(record) for maker in made]
            for place, cell in enumerate(cells, start=1):
                self.put(line, place, cell)
            self._heights[line] = _LINE * self._tallest(cells)
        bottom = top + max(len(frame), 1)
        places = {column.key: place for place, column in enumerate(shown, start=1)}
        placed = Placed(top, bottom, places)
        if named:
            headers = tuple(str(self._cells[top, place].value) for place in range(1, len(shown) + 1))
            self._tables.append(ListTable(table.name, Area(top, 1, bottom, len(shown)), headers))
        for column in shown:
            if column.choices and column.choices.__name__ == "Status":
                self.colour(placed.column(column.key))
        if freeze:
            self.freeze_at(top)
        self.row = bottom + 2
        return placed

    def grid(self, spans: Sequence[int], headers: Sequence[Cell], lines: Sequence[Sequence[Cell]], *, left: int = 1) -> Placed:
        """Lines of cells that each cover several columns: for pages whose blocks do not share their columns.

        Args:
            spans: how many columns each cell covers.
            headers: one cell per span; none for lines without headers.
            lines: one cell per span.
            left: the first column.

        Returns:
            Where it stands; its columns are named by the headers' positions, "0", "1"… The current row is left at its
            place: the caller moves on, since blocks may stand side by side.
        """
        row = self.row
        for line in ([headers] if headers else []) + list(lines):
            place = left
            for span, cell in zip(spans, line, strict=True):
                self.spread(row, place, place + span - 1, cell)
                place += span
            self._heights[row] = max(self._heights.get(row, 0), _LINE * self._grid_lines(spans, line, left))
            row += 1
        places = [left + sum(spans[:at]) for at in range(len(spans))]
        top = self.row if headers else self.row - 1
        return Placed(top, row - 1, {str(at): place for at, place in enumerate(places)})

    def _grid_lines(self, spans: Sequence[int], line: Sequence[Cell], left: int) -> int:
        tallest, place = 1, left
        for span, cell in zip(spans, line, strict=True):
            tallest = max(tallest, self._lines(cell, place, place + span - 1))
            place += span
        return tallest

    def cell(self, column: Column, value: object) -> Cell:
        """The plain cell of a value: a choice in words, a flag as yes or no, a date as a date, nothing as nothing."""
        return Cell(self.shown(column, value), _style(column))

    def _plain(self, column: Column) -> Maker:
        """Makes a column's plain cells; what stands on many lines is made once."""
        key, known = column.key, dict[object, Cell]()

        def make(record: Record) -> Cell:
            value = record.get(key)
            if isinstance(value, float):
                return self.cell(column, value)
            if value not in known:
                known[value] = self.cell(column, value)
            return known[value]

        return make

    def shown(self, column: Column, value: object) -> Scalar:
        """What a cell holds for a value of the frame."""
        if value is None or value is pd.NA or value == "" or value != value:  # a missing number or date differs from itself
            return None
        if column.choices is not None:
            return self.words.choice(column.choices.__name__, str(value))
        if column.kind == "flag":
            return self.words.choice("flag", "true" if value else "false")
        if column.kind == "integer":
            return int(value)  # type: ignore[call-overload,no-any-return]
        if isinstance(value, pd.Timestamp):
            return value.date()
        if column.many:
            return str(value).replace(";", ", ")
        return value if isinstance(value, str | int | float | bool | date) else str(value)

    def colour(self, area: Area) -> None:
        """Statuses take their look from their sign, so that it follows them when people sort."""
        self._conditions += [Condition(area, sign, style) for sign, style in STATUS_SIGNS]

    def look_for(self, area: Area, word: str, style: StyleName) -> None:
        """Cells that begin with a word take a style."""
        self._conditions.append(Condition(area, word, style))

    def bars(self, area: Area) -> None:
        """Bars behind numbers."""
        self._bars.append(DataBar(area))

    def chart(self, chart: Chart) -> None:
        """A chart, at the place that it names; its axes are written as the cells are."""
        shown, share = (self.words.number_format(one) for one in (chart.format, chart.share_format))
        self._charts.append(replace(chart, format=shown, share_format=share))

    def chart_data(
        self, headers: Sequence[str], lines: Sequence[Sequence[Scalar]], *, formats: Sequence[str] = ()
    ) -> list[Area]:
        """The figures behind a chart, as a small table at the current row: one area per column, headers left out.

        Args:
            headers: the first names the categories.
            lines: the category, then its numbers; a missing one leaves its cell empty.
            formats: the numbers' formats, by column; one alone is for all.
        """
        shapes = [*formats] * (len(headers) - 1) if len(formats) == 1 else formats
        top = self.row
        for place, header in enumerate(headers, start=1):
            self.put(top, place, Cell(header, "label"))
        for line, values in enumerate(lines, start=top + 1):
            for place, value in enumerate(values, start=1):
                numeric = isinstance(value, int | float)
                shape = shapes[place - 2] if numeric and shapes else ""
                self.put(line, place, Cell(value, "number" if numeric else "text", shape))
        bottom = top + max(len(lines), 1)
        self.row = bottom + 2
        return [Area(top + 1, place, bottom, place) for place in range(1, len(headers) + 1)]

    def freeze_at(self, row: int) -> None:
        """The rows down to this one stay in sight, and this one comes back on each printed page."""
        self._frozen, self._title_rows = row, (row, row)

    def end_print(self) -> None:
        """What follows is for tracing, not for paper."""
        self._last_printed = self.row - 1

    def build(self, *, landscape: bool = True, pages_high: int = 0, tab_colour: str = "1F3A5F") -> Sheet:
        """The sheet."""
        last_row = max([row for row, _ in self._cells] + [table.area.bottom for table in self._tables])
        last_column = max(column for _, column in self._cells)
        rows = tuple(
            tuple(self._cells.get((row, column)) for column in range(1, last_column + 1)) for row in range(1, last_row + 1)
        )
        area = Area(1, 1, self._last_printed or last_row, min(self.printed, last_column))
        breaks = tuple(self._breaks) if pages_high else self._page_breaks(area, landscape)
        return Sheet(
            self.key,
            self.words.sheet(self.key),
            rows,
            widths=self.widths,
            heights=dict(self._heights),
            merges=tuple(self._merges),
            tables=tuple(self._tables),
            charts=tuple(self._charts),
            conditions=tuple(self._conditions),
            bars=tuple(self._bars),
            frozen=(self._frozen, 0),
            print=Print(landscape, 1, pages_high, breaks, self._title_rows, area, "", self.footer),
            tab_colour=tab_colour,
        )

    def _page_breaks(self, area: Area, landscape: bool) -> tuple[int, ...]:
        """Where new pages begin: as asked, and before what would be cut."""
        room = page_height(self.widths[: area.right], landscape=landscape)
        return page_breaks(self._heights, area.bottom, self._blocks(), self._breaks, room, repeated=self._title_rows)

    def _blocks(self) -> list[Block]:
        """What stays on one page: a chart; a heading with the beginning of what it names, charts included."""
        charts = [Block(chart.row, self._chart_end(chart)) for chart in self._charts]
        blocks = list(charts)
        for row in self._headings:
            following = (other - 1 for other in self._headings if other > row)
            last = min([row + _WITH_HEADING, *following])
            blocks.append(Block(row, max([last, *(one.last for one in charts if row <= one.first <= last)])))
        return blocks

    def _chart_end(self, chart: Chart) -> int:
        """The row that a chart ends on."""
        left, row = chart.height * _POINTS_A_PIXEL, chart.row
        while (left := left - self._heights.get(row, DEFAULT_HEIGHT)) > 0:
            row += 1
        return row

    def _tallest(self, cells: Sequence[Cell]) -> int:
        """The lines that the highest cell of a row takes; the first stands in the first column."""
        texts = ((place, cell) for place, cell in enumerate(cells, start=1) if isinstance(cell.value, str))
        return max((self._lines(cell, place, place) for place, cell in texts), default=1)

    def _lines(self, cell: Cell, left: int, right: int) -> int:
        """How many lines a cell takes over its columns; one that does not wrap takes one."""
        look = STYLES[cell.style]
        if not isinstance(cell.value, str) or not look.wrap:
            return 1
        width = sum(self.widths[left - 1 : right])
        return min(lines_of(cell.value, width, indent=look.indent, size=look.size, bold=look.bold), _MOST_LINES)


def records_of(frame: pd.DataFrame) -> Iterator[Record]:
    """A frame's rows, each with its values by column, as `to_dict("records")` gives them, in a third of the time.

    >>> list(records_of(pd.DataFrame({"kpi_id": ["QS"], "days": pd.array([None], dtype="Int64")})))
    [{'kpi_id': 'QS', 'days': None}]
    """
    names = list(frame.columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*(_values(frame[name]) for name in names), strict=True))


def _values(column: "pd.Series[Any]") -> list[object]:
    """A column's values as Python's own; a missing integer or flag is None."""
    masked = isinstance(column.array, pd.arrays.IntegerArray | pd.arrays.BooleanArray)
    return [None if value is pd.NA else value for value in column.tolist()] if masked else column.tolist()


def _style(column: Column) -> StyleName:
    return _KIND_STYLES.get(column.kind, "wrap" if column.width >= 30 else "text")
