"""A sheet as a value: what stands in which cell, and the name of how it looks.

Nothing here knows Excel or a language. Rows and columns count from 1, as on the sheet. A backend draws what it finds;
`Sheet.as_text()` prints it, for golden files and for reviews.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from gouvernail.problems import CellRef, column_letters

Scalar = str | int | float | bool | date | datetime | None

StyleName = Literal[
    "text",
    "wrap",
    "muted",
    "title",
    "subtitle",
    "heading",
    "header",
    "header_number",
    "label",
    "number",
    "provisional",
    "center",
    "date",
    "strong",
    "strong_number",
    "figure",
    "comment",
    "input",
    "input_key",
    "input_required",
    "green",
    "amber",
    "red",
    "grey",
    "banner",
    "link",
    "foot",
]
ChartKind = Literal["line", "column", "stacked", "bar", "pareto"]
SeriesLook = Literal[
    "actual", "target", "limit", "centre", "muted", "accent", "cumulative", "signal", "good_signal", "provisional_limit"
]


@dataclass(frozen=True)
class Cell:
    """A value and how it looks.

    Args:
        value: numbers stay numbers and dates dates; text is always written as text, never as a formula.
        style: a name of `theme.STYLES`.
        format: an Excel number format (US spelling); empty for the style's own.
        link: the cell that a click goes to; never outside the workbook.
        note: what a note on the cell says.
        formula: an Excel formula (US spelling) of ours; `value` is then its cached result.
    """

    value: Scalar = None
    style: StyleName = "text"
    format: str = ""
    link: CellRef | None = None
    note: str = ""
    formula: str = ""

    def as_text(self) -> str:
        """Its style and what it shows: a float to twelve figures, which every machine computes alike."""
        shown = self.value.isoformat() if isinstance(self.value, date) else self.value
        shown = f"{shown:.12g}" if isinstance(shown, float) else shown
        parts = (f" [{self.format}]" if self.format else "", ": ", "" if shown is None else str(shown))
        more = (f" {self.formula}" if self.formula else "", f" -> {self.link}" if self.link else "")
        return self.style + "".join(parts + more)


@dataclass(frozen=True, order=True)
class Area:
    """A block of cells of the sheet, its four edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def address(self) -> str:
        """`B3:D9`."""
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"


@dataclass(frozen=True)
class ListTable:
    """An Excel table over cells of the sheet: its first row holds the headers."""

    name: str
    area: Area
    headers: tuple[str, ...]
    style: str = "TableStyleLight1"
    filter: bool = True


@dataclass(frozen=True)
class Series:
    """One line or one set of bars."""

    name: str
    values: Area
    categories: Area
    look: SeriesLook = "actual"
    secondary: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart over cells of the same sheet. Sizes are in pixels; a chart whose page explains its lines has no legend.

    `share_format` is that of a second axis, of shares; of the categories, one name in `every` is written under the axis.
    """

    kind: ChartKind
    title: str
    series: tuple[Series, ...]
    row: int
    column: int
    width: int = 480
    height: int = 260
    format: str = "General"
    minimum: float | None = None
    maximum: float | None = None
    alternative_text: str = ""
    legend: bool = True
    share_format: str = "0%"
    every: int = 1


@dataclass(frozen=True)
class Condition:
    """A look that cells take by what they hold, so that it follows the value when people sort or filter."""

    area: Area
    begins_with: str
    style: StyleName


@dataclass(frozen=True)
class DataBar:
    """A bar behind numbers, as long as the number is large."""

    area: Area


@dataclass(frozen=True)
class Validation:
    """What a cell accepts, for input sheets: a drop-down, a date, a number.

    One that is not strict tells of another value and takes it; a drop-down of words takes it without a word.
    """

    area: Area
    kind: Literal["list", "date", "whole", "decimal"]
    choices: tuple[str, ...] = ()
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    title: str = ""
    message: str = ""
    strict: bool = True


@dataclass(frozen=True)
class Print:
    """How the sheet leaves the printer: A4, `pages_wide` pages across; a new page begins after each row of `breaks`."""

    landscape: bool = True
    pages_wide: int = 1
    pages_high: int = 0
    breaks: tuple[int, ...] = ()
    title_rows: tuple[int, int] | None = None
    area: Area | None = None
    header: str = ""
    footer: str = ""


@dataclass(frozen=True)
class Sheet:
    """A whole sheet: what it holds and how it is laid out.

    Args:
        key: which sheet it is, the same in every language.
        title: the name on its tab.
        rows: the cells, from A1; a missing cell is None.
        widths: the columns' widths in characters, from A.
        heights: the height in points of the rows that need another than Excel's own.
        merges: blocks shown as one cell; the value stands in the first.
        frozen: how many rows and columns stay in sight.
    """

    key: str
    title: str
    rows: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[float, ...] = ()
    heights: Mapping[int, float] = field(default_factory=dict)
    merges: tuple[Area, ...] = ()
    tables: tuple[ListTable, ...] = ()
    charts: tuple[Chart, ...] = ()
    conditions: tuple[Condition, ...] = ()
    bars: tuple[DataBar, ...] = ()
    validations: tuple[Validation, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    print: Print = Print()
    tab_colour: str = ""
    gridlines: bool = False
    zoom: int = 100

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """Every cell that holds something, with its row and column."""
        for row, line in enumerate(self.rows, start=1):
            for column, cell in enumerate(line, start=1):
                if cell is not None:
                    yield row, column, cell

    @property
    def fillable(self) -> frozenset[tuple[int, int]]:
        """The cells that people fill in, and whose content the next drawing brings along: (row, column)."""
        return frozenset((row, column) for row, column, cell in self.cells() if cell.style == "comment")

    def as_text(self) -> str:
        """The sheet line by line, for people to compare: address, style, value; cells that show nothing are left out."""
        lines = [f"# {self.title} ({self.key})"]
        for row, column, cell in self.cells():
            if cell.value is not None or cell.formula:
                lines.append(f"{column_letters(column)}{row} {cell.as_text()}")
        lines += [f"table {table.name} {table.area.address}" for table in self.tables]
        lines += [f"chart {chart.kind} at {column_letters(chart.column)}{chart.row}: {chart.title}" for chart in self.charts]
        return "\n".join(lines) + "\n"
