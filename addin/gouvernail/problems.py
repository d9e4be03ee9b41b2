"""What may be wrong in a workbook, as data: a code, the cell, and the facts a sentence needs.

The sentences live in the word catalogues; nothing here speaks a language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique

Fact = str | int | float


@unique
class Effect(StrEnum):
    """What a problem costs, from least to most."""

    NOTICE = "notice"
    """Nothing is left out; the reader should know."""
    ROW = "row"
    """The row is set aside; everything else is computed."""
    PAGE = "page"
    """The page would be false as a whole: it is not redrawn, and the last good one stays."""
    FILE = "file"
    """The workbook cannot be read, or cannot be written now."""


@dataclass(frozen=True, order=True)
class CellRef:
    """A cell, or a whole row, column or sheet when a part is missing."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def address(self) -> str:
        """`B7`; `7:7` for a row; `B:B` for a column; empty for a sheet."""
        letters = column_letters(self.column) if self.column else ""
        if self.row and self.column:
            return f"{letters}{self.row}"
        if self.row:
            return f"{self.row}:{self.row}"
        return f"{letters}:{letters}" if letters else ""

    def __str__(self) -> str:
        """As Excel writes it: `'Indicateurs'!E7`."""
        quoted = "'" + self.sheet.replace("'", "''") + "'"
        return f"{quoted}!{self.address}" if self.address else quoted


def column_letters(column: int) -> str:
    """Excel's letters of a column counted from 1.

    >>> column_letters(1), column_letters(28), column_letters(16_384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


@dataclass(frozen=True)
class Problem:
    """Something a manager can correct, with its cell.

    Args:
        code: names the sentence in the catalogues (`problems.toml`).
        where: the cell to go to; None when the problem is the whole file.
        facts: what the sentence needs: what was found, what would be right. Keys, never words of a language.
        effect: what it costs.
        table: the key of the table it is about; empty when it is about none.
    """

    code: str
    where: CellRef | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    effect: Effect = Effect.ROW
    table: str = ""


class GouvernailError(Exception):
    """Something to tell a manager in plain words; never a defect of ours. Carries every problem found, not only the first."""

    language: str = ""
    """The workbook's language, once it is known: what is told about a workbook is told in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.code} {problem.where or ''}".strip() for problem in self.problems))


class WorkbookRefused(GouvernailError):
    """The workbook must be corrected, or cannot be read at all."""


class PageRefused(GouvernailError):
    """One page would be false as a whole; the others can be drawn."""


class WorkbookBusy(GouvernailError):
    """The workbook cannot be written now: open elsewhere, changed meanwhile, read-only, no room."""


class WrongUse(GouvernailError):
    """The command was given something it cannot take."""
