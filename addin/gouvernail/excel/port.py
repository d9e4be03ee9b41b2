"""What the other floors may ask of a workbook, whichever way it is reached."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from gouvernail.problems import Problem
from gouvernail.sheets.parts import Sheet


@dataclass(frozen=True)
class RawTable:
    """The cells of one Excel table, as they stand: nothing is coerced, nothing is left out but trailing blank rows.

    Rows and columns of the sheet are counted from 1, as Excel does: the cell `rows[i][j]` is in row `first_row + i`,
    column `first_column + j`. `errors` and `uncached` use those same numbers.

    Args:
        name: the table's own name, as the workbook writes it.
        sheet: the sheet that holds it.
        first_row: the row of the first line of data, below the headers.
        first_column: the column of the first header.
        headers: the column names, in the sheet's order.
        rows: one list per line, as long as `headers`. Text is `str`, a number `float` (or `int`), a date
            `datetime.date` or `datetime.datetime`, a time `datetime.time`, a duration `datetime.timedelta`; a blank
            cell, an error and a formula without a computed value are all `""`.
        errors: the error shown by a cell, such as `"#N/A"`, by (row, column).
        uncached: the formulas that no program has computed yet, by (row, column).
        date1904: whether the workbook counts its days from 1904.
    """

    name: str
    sheet: str
    first_row: int
    first_column: int
    headers: list[str]
    rows: list[list[object]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: Set[tuple[int, int]] = frozenset()
    date1904: bool = False


@dataclass(frozen=True)
class Drawn:
    """What became of the pages handed to a workbook.

    Args:
        place: where they now stand: the file's path, or the open workbook's name.
        pages: the keys of the sheets that were drawn.
        problems: the pages that were not, and why; what else a reader should know.
    """

    place: str
    pages: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class Workbook(Protocol):
    """A workbook, whichever way it is reached: a file, the one open in Excel, lists in memory."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def table_names(self) -> Sequence[str]:
        """The names of its Excel tables, as written."""
        ...

    def headers(self, name: str) -> Sequence[str]:
        """The column names of one of its tables, without reading its rows; KeyError when there is none."""
        ...

    def table(self, name: str) -> RawTable:
        """The cells of one of its tables, by the name as written; KeyError when there is none."""
        ...

    def draw(self, sheets: Sequence[Sheet], *, backups: int = 0) -> Drawn:
        """Put all the sheets in place, or none: what people typed elsewhere is not touched.

        Args:
            sheets: what to draw.
            backups: how many earlier versions to keep, where the workbook is a file.
        """
        ...
