"""What was frozen at earlier meetings: read back from the workbook, verified, and ready to be written again unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from gouvernail.excel.columns import DTYPES
from gouvernail.excel.reading import ReadTable
from gouvernail.flows.inputs import Inputs
from gouvernail.problems import CellRef, Effect, Fact, Problem
from gouvernail.rules.freezes import Break, Spec, chain_breaks
from gouvernail.rules.kpis import KpiBook, figures_of
from gouvernail.rules.periods import Period
from gouvernail.rules.restatements import COLUMNS, restatements
from gouvernail.schema.frozen import FREEZES, FROZEN_FIGURES, FROZEN_FINDINGS, FROZEN_ITEMS
from gouvernail.schema.kinds import Table
from gouvernail.schema.tables import TABLES
from gouvernail.sheets.frozen import UNREAD
from gouvernail.terms import PeriodKind

CONTENT = (FROZEN_FIGURES, FROZEN_ITEMS, FROZEN_FINDINGS)
"""The tables whose rows a freeze seals."""


@dataclass(frozen=True)
class Freezes:
    """The frozen tables of a workbook.

    Args:
        tables: the rows of each table by key, as they will be written again: columns as declared, ``row`` where they stand
            now, and `UNREAD`.
        breaks: what is no longer what it was (`rules.freezes.chain_breaks`).
        problems: the same as problems with their cells, and the columns that are missing.
        refusals: what keeps the tables from being written again.
    """

    tables: Mapping[str, pd.DataFrame]
    breaks: pd.DataFrame
    problems: tuple[Problem, ...]
    refusals: tuple[Problem, ...]

    @cached_property
    def register(self) -> pd.DataFrame:
        """One row per freeze, those that can be read, oldest first."""
        return self._read(FREEZES).sort_values("rank", kind="stable", ignore_index=True)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The frozen figures, with the ``meeting_id``, ``committee`` and ``as_of`` of their freeze, oldest freeze first."""
        return self._of_freeze(FROZEN_FIGURES)

    @cached_property
    def items(self) -> pd.DataFrame:
        """What was frozen besides figures, with the same."""
        return self._of_freeze(FROZEN_ITEMS)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The findings as they were frozen, with the same."""
        return self._of_freeze(FROZEN_FINDINGS)

    def until(self, as_of: date) -> "Freezes":
        """What had been frozen up to a day, for a page that redoes it."""
        register = self.tables[FREEZES.key]
        days = pd.to_datetime(register["as_of"].where(~register[UNREAD]))
        known = register.loc[days <= pd.Timestamp(as_of), "freeze_id"]
        kept = {key: frame[frame["freeze_id"].isin(known)] for key, frame in self.tables.items()}
        return Freezes(kept, self.breaks, self.problems, self.refusals)

    def touched(self) -> set[str]:
        """The freezes that are no longer what they were."""
        return set(self.breaks["freeze_id"])

    def _read(self, table: Table) -> pd.DataFrame:
        frame = self.tables[table.key]
        return _typed(frame[~frame[UNREAD]], table)

    def _of_freeze(self, table: Table) -> pd.DataFrame:
        register = self.register[["freeze_id", "meeting_id", "committee", "as_of", "rank"]].drop_duplicates("freeze_id")
        rows = self._read(table).merge(register, on="freeze_id", validate="many_to_one")
        return rows.sort_values("rank", kind="stable", ignore_index=True)


def spec_of(table: Table) -> Spec:
    """The columns of a table as `rules.freezes` takes them."""
    return {column.key: "many" if column.many else column.kind for column in table}


def read_freezes(inputs: Inputs) -> Freezes:
    """The frozen tables, whatever people did to them; without a row where the workbook has none."""
    read = {table.key: inputs.read(table.key) for table in (FREEZES, *CONTENT)}
    tables = {key: _kept_rows(one, inputs) for key, one in read.items()}
    refusals = tuple(problem for one in read.values() for problem in _missing_columns(one))
    content = {table.key: (read[table.key].frame, spec_of(table)) for table in CONTENT}
    breaks = chain_breaks(read[FREEZES.key].frame, spec_of(FREEZES), content)
    problems = tuple(
        _problem(kind, freeze, table, row, count, read) for kind, freeze, table, row, count in breaks.itertuples(index=False)
    )
    return Freezes(tables, breaks, problems, refusals)


def _kept_rows(table: ReadTable, inputs: Inputs) -> pd.DataFrame:
    """Every row that stands in the table, in its order; what could not be read as its cells are."""
    good = table.frame.drop(columns="origin").assign(**{UNREAD: False})
    if not table.present:
        return good.astype({UNREAD: bool})
    raw = inputs.raw(table.table.key)
    known = set(good["row"])
    lost = [
        {key: cells[place - raw.first_column] for key, place in table.columns.items()} | {"row": row, UNREAD: True}
        for row, cells in enumerate(raw.rows, start=raw.first_row)
        if row not in known and any(cell != "" for cell in cells)
    ]
    if not lost:
        return good
    both = pd.concat([good.astype(object), pd.DataFrame(lost, columns=good.columns, dtype=object)], ignore_index=True)
    return both.sort_values("row", kind="stable", ignore_index=True).astype({UNREAD: bool, "row": "int64"})


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The readable rows with their own types again, after unreadable ones stood among them."""
    return frame.astype({column.key: DTYPES[column.kind] for column in table} | {"row": "int64"})


def _missing_columns(table: ReadTable) -> list[Problem]:
    """A column taken away would be lost for good with the next writing: the page is refused instead."""
    if not table.present:
        return []
    names = [column.key for column in table.table if column.key not in table.columns]
    facts = {"table": table.table.key}
    return [
        Problem("column.missing", CellRef(table.sheet), facts | {"column": name}, Effect.PAGE, table.table.key)
        for name in names
    ]


def _problem(kind: str, freeze: str, table: str, row: int, count: int, read: Mapping[str, ReadTable]) -> Problem:
    column = "displayed" if table == FROZEN_FIGURES.key else "freeze_id"
    where = read[table].where(int(row), column)
    facts: dict[str, Fact] = {"found": freeze, "count": int(count), "table": TABLES[table].key}
    return Problem(f"freeze.{Break(kind).value}", where, facts, Effect.NOTICE, table)


def restated(
    freezes: Freezes, book: KpiBook, targets: pd.DataFrame, decisions: pd.DataFrame, measures: pd.DataFrame
) -> pd.DataFrame:
    """The frozen figures that would read otherwise today, as `rules.restatements.restatements` tells them.

    A figure that was touched is no longer what was reported: it is told as such, and not compared.
    """
    touched = freezes.breaks.loc[freezes.breaks["table"].eq(FROZEN_FIGURES.key), "row"]
    frozen = freezes.figures[~freezes.figures["row"].isin(touched)]
    frozen = frozen.dropna(subset=["period_kind", "start", "end"]).fillna({"scope": ""})
    if frozen.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    spans = frozen[["period_kind", "start", "end"]].drop_duplicates().itertuples(index=False)
    periods = [Period(PeriodKind(kind), start.date(), end.date()) for kind, start, end in spans]
    return restatements(frozen, figures_of(book, periods), targets, decisions, measures)
