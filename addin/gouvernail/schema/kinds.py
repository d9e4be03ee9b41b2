"""The words with which a table is declared: columns, their kinds, and what makes a row unique."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Kind = Literal["text", "number", "quantity", "integer", "date", "time", "choice", "flag", "week", "comment"]
"""What a column holds. A `quantity` is a number in the unit of the row's KPI.

`comment` columns stand in output tables and belong to people: a redraw keeps them by line."""

TableKind = Literal["input", "output"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        key: the name in code, in files and in `--json`; the same in every language.
        kind: what a cell holds.
        required: a row without it is set aside; a table without the column refuses the pages that read it.
        choices: the closed vocabulary of a `choice` column.
        minimum: the lowest number that makes sense, itself included.
        maximum: the highest number that makes sense, itself included.
        refers_to: the table whose key this cell names ("kpis"); a row naming an unknown one is reported.
        many: the cell may hold several values, separated by commas or semicolons.
        width: the column's width on the sheet, in characters.
    """

    key: str
    kind: Kind = "text"
    required: bool = False
    choices: type[StrEnum] | None = None
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str = ""
    many: bool = False
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table of the workbook, the same Excel table name in every language: `gv_<key>`.

    Args:
        key: the name in code and in `--json`.
        columns: in the order of the template; a reader takes them in any order.
        unique: the columns that together name a row: two rows with the same refuse the pages that read them.
        kind: `input` belongs to people and is never written; `output` belongs to the add-in.
        sheet: the key of the sheet it stands on; several tables may share one.
    """

    key: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    kind: TableKind = "input"
    sheet: str = ""

    @property
    def name(self) -> str:
        """The Excel table's name."""
        return f"gv_{self.key}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in order."""
        return tuple(column.key for column in self.columns)

    def __getitem__(self, key: str) -> Column:
        """The column with that key; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(f"{self.key}.{key}")

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __contains__(self, key: object) -> bool:
        return key in self.keys
