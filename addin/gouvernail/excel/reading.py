"""Raw cells become a checked frame: columns by their header in either language, one type per column, bad rows set aside.

The same for every backend. Every problem carries its cell; none costs more than its own row, except what would make a page
false as a whole (a missing key column, two rows with one key).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gouvernail.excel import cells
from gouvernail.excel.columns import DTYPES, ColumnRead, Mask, Objects, as_objects, read_column
from gouvernail.excel.port import RawTable
from gouvernail.problems import CellRef, Effect, Fact, Problem
from gouvernail.schema.kinds import Column, Table
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language


@dataclass(frozen=True)
class ReadTable:
    """A table as the rules take it, and where it stands.

    Args:
        table: its declaration.
        frame: one row per good line, every declared column, plus `row` (the sheet's row) and `origin` (the table's key).
        problems: everything found, with its cell.
        set_aside: how many lines were left out.
        sheet: the sheet it stands on; empty when the workbook has no such table.
        columns: the sheet's column of each declared column that was found.
        percent: the cells of the `quantity` columns that were typed with a per cent sign, aligned with `frame`.
    """

    table: Table
    frame: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    set_aside: int = 0
    sheet: str = ""
    columns: Mapping[str, int] = field(default_factory=dict)
    percent: pd.DataFrame = field(default_factory=pd.DataFrame)

    def where(self, row: int, column: str = "") -> CellRef:
        """The cell of a row of the sheet, in a declared column; the whole row when the column is absent."""
        return CellRef(self.sheet, row, self.columns.get(column, 0))

    @property
    def present(self) -> bool:
        """Whether the workbook has the table at all."""
        return bool(self.sheet)

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """The problems that falsify every page that reads this table."""
        return tuple(problem for problem in self.problems if problem.effect in {Effect.PAGE, Effect.FILE})


def empty_table(table: Table) -> ReadTable:
    """A table without rows, for one that the workbook does not have."""
    frame = pd.DataFrame({column.key: pd.Series(dtype=DTYPES[column.kind]) for column in table})
    return ReadTable(table, frame.assign(row=pd.Series(dtype="int64"), origin=pd.Series(dtype="str")))


def read_table(raw: RawTable, table: Table, language: Language) -> ReadTable:
    """The checked frame of one table.

    Args:
        raw: its cells as they stand.
        table: its declaration; headers are matched in every language, without case or accents, or by key, in any order.
        language: how dates and numbers typed as text are read.
    """
    places, problems = _match_headers(raw, table)
    if problems:
        return ReadTable(table, empty_table(table).frame, tuple(problems), len(raw.rows), raw.sheet, places)
    lines = _Lines(raw, table, places)
    read = {column.key: lines.read(column, language) for column in table}
    lines.check_required()
    frame = lines.frame({key: one.series for key, one in read.items()})
    percent = pd.DataFrame({column.key: read[column.key].percent for column in table if column.kind == "quantity"}, lines.index)
    problems = [*lines.problems, *_duplicates(frame, table, raw, places)]
    return ReadTable(
        table,
        frame.reset_index(drop=True),
        tuple(sorted(problems, key=_position)),
        len(lines.set_aside),
        raw.sheet,
        places,
        percent.loc[frame.index].reset_index(drop=True),
    )


def _position(problem: Problem) -> tuple[int, int]:
    assert problem.where is not None
    return problem.where.row, problem.where.column


@cache
def _headers(table: Table) -> Mapping[str, str]:
    """Every way a header may be written, folded, and the column it names."""
    ways = {column.key: column.key for column in table}
    for language in LANGUAGES:
        words = Catalogue(language)
        ways |= {cells.folded(words.column(table.key, column.key)): column.key for column in table}
    return ways


def _match_headers(raw: RawTable, table: Table) -> tuple[dict[str, int], list[Problem]]:
    """The sheet's column of each declared column, and what is missing or there twice."""
    ways = _headers(table)
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for place, header in enumerate(raw.headers, start=raw.first_column):
        key = ways.get(cells.folded(header))
        if key in places:
            where = CellRef(raw.sheet, raw.first_row - 1, place)
            problems.append(Problem("column.twice", where, _names(table, key), Effect.PAGE, table.key))
        elif key is not None:
            places[key] = place
    header_row = CellRef(raw.sheet, raw.first_row - 1, raw.first_column)
    problems += [
        Problem("column.missing", header_row, _names(table, column.key), Effect.PAGE, table.key)
        for column in table
        if column.required and column.key not in places
    ]
    return places, problems


def _names(table: Table, column: str) -> dict[str, Fact]:
    return {"column": column, "table": table.key}


class _Lines:
    """The lines of one table while they are read: which hold something, which are set aside and why."""

    def __init__(self, raw: RawTable, table: Table, places: Mapping[str, int]) -> None:
        self.raw, self.table, self.places = raw, table, places
        self.length = len(raw.rows)
        self.index = pd.RangeIndex(self.length)
        self.problems: list[Problem] = []
        self.set_aside: set[int] = set()
        columns = as_objects(raw.rows, len(raw.headers))
        self.values: dict[str, Objects] = {key: columns[place - raw.first_column] for key, place in places.items()}
        self.blank: dict[str, Mask] = {key: values == "" for key, values in self.values.items()}
        self.used = self._used()
        self._report_errors()

    def read(self, column: Column, language: Language) -> ColumnRead:
        """One column, typed; what cannot be read is reported, and its line set aside."""
        if column.key not in self.values:
            return ColumnRead(pd.Series(index=range(self.length), dtype=DTYPES[column.kind]), np.zeros(self.length, dtype=bool))
        present = ~self.blank[column.key]
        found = read_column(self.values[column.key], present, column, language, date1904=self.raw.date1904)
        for line, (code, facts) in sorted(found.bad.items()):
            self._report(code, line, column.key, facts, Effect.ROW)
        return found

    def check_required(self) -> None:
        """Set aside the lines without a value that they need."""
        for column in self.table:
            if not column.required:
                continue
            for line in np.flatnonzero(self.used & self.blank[column.key]):
                if int(line) not in self.set_aside:
                    self._report("cell.required", int(line), column.key, {}, Effect.ROW)

    def frame(self, columns: "Mapping[str, pd.Series[Any]]") -> pd.DataFrame:
        """Every good line, in the sheet's order; the index is the line's position in the table."""
        keep = self.used.copy()
        keep[list(self.set_aside)] = False
        frame = pd.DataFrame(dict(columns), index=self.index)
        frame["row"] = np.arange(self.raw.first_row, self.raw.first_row + self.length, dtype="int64")
        frame["origin"] = pd.Series(self.table.key, index=frame.index, dtype="str")
        return frame[keep]

    def _used(self) -> Mask:
        """The lines that hold something in a declared column: the others are blank lines, not mistakes."""
        used = np.zeros(self.length, dtype=bool)
        for blank in self.blank.values():
            used |= ~blank
        for row, place in (*self.raw.errors, *self.raw.uncached):
            if place in self.places.values():
                used[row - self.raw.first_row] = True
        return used

    def _report_errors(self) -> None:
        """Error cells count as missing, with a notice; a formula that nobody computed costs its line."""
        keys = {place: key for key, place in self.places.items()}
        for (row, place), shown in self.raw.errors.items():
            if place in keys:
                self._report("cell.error", row - self.raw.first_row, keys[place], {"found": shown}, Effect.NOTICE)
        for row, place in self.raw.uncached:
            if place in keys:
                self._report("cell.uncached", row - self.raw.first_row, keys[place], {}, Effect.ROW)

    def _report(self, code: str, line: int, key: str, facts: Mapping[str, Fact], effect: Effect) -> None:
        where = CellRef(self.raw.sheet, self.raw.first_row + line, self.places[key])
        self.problems.append(Problem(code, where, {"column": key, **facts}, effect, self.table.key))
        if effect is Effect.ROW:
            self.set_aside.add(line)


def _duplicates(frame: pd.DataFrame, table: Table, raw: RawTable, places: Mapping[str, int]) -> list[Problem]:
    """Two lines with one key: the later one names the first."""
    keys = [key for key in table.unique if key in places]
    if not keys or len(keys) < len([key for key in table.unique if table[key].required]):
        return []
    folded = frame[keys].apply(lambda column: column.str.casefold() if column.dtype == "str" else column)
    later = frame[folded.duplicated()]
    if later.empty:
        return []
    first = frame["row"].groupby([folded[key] for key in keys], dropna=False).transform("first")
    return [
        Problem(
            "row.duplicate",
            CellRef(raw.sheet, int(line["row"]), places[keys[0]]),
            {
                "column": keys[0],
                "found": " / ".join(cells.as_text(line[key]) for key in keys if not pd.isna(line[key])),
                "first": int(first[index]),
            },
            Effect.PAGE,
            table.key,
        )
        for index, line in later.iterrows()
    ]
