"""The lines of an extract as its map reads them: kept or left out, their day, their scope, their numbers, and which are bad."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.excel.cells import as_text, folded
from gouvernail.excel.columns import Mask, Objects
from gouvernail.excel.extract_values import Decimal, NumbersRead, notation_of, orders_shown, read_days, read_numbers
from gouvernail.excel.extracts import Extract
from gouvernail.flows.map_mistakes import nearest
from gouvernail.flows.mapping import ExtractMap
from gouvernail.problems import Effect, Fact, Problem, WorkbookRefused
from gouvernail.terms import Grain
from gouvernail.words.catalogue import Language

_RANGES_SHOWN: Final = 12


@dataclass
class Aside:
    """The lines of the source that are set aside: how many, and why, each reason once with its lines.

    Args:
        extract: the source.
        problems: one per reason and column.
        lines: where each line set aside begins in the source.
    """

    extract: Extract
    problems: list[Problem] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)

    def add(self, code: str, bad: Mask, header: str = "", contents: Objects | None = None) -> None:
        """Set the marked lines aside; nothing when there is none."""
        at = np.flatnonzero(bad)
        if len(at):
            found = "" if contents is None else as_text(contents[at[0]])
            self.note(code, self.extract.lines[at].tolist(), header=header, found=found)

    def note(self, code: str, lines: list[int], **facts: Fact) -> None:
        """Set lines aside by their number in the source."""
        told: dict[str, Fact] = {"name": self.extract.name, "lines": ranges(lines), "n": len(set(lines))}
        self.problems.append(Problem(f"import.line.{code}", None, told | facts, Effect.ROW))
        self.lines.update(lines)


class Lines:
    """An extract read through its map.

    Args:
        extract: the source.
        told: the map.
        language: of the workbook: how a day such as 03/04/2026 is read when nothing else tells.

    Raises:
        WorkbookRefused: a column is missing or there twice, the notation of numbers or days cannot be told, no line is kept.
    """

    def __init__(self, extract: Extract, told: ExtractMap, language: Language) -> None:
        self.extract, self.told = extract, told
        self.aside = Aside(extract)
        _check_columns(extract, told)
        self.kept: Mask = self._filtered()
        self.filtered = int((~self.kept).sum())
        if extract.uneven:
            width = len(extract.headers)
            self.aside.note("uneven", [line for line, _ in extract.uneven], found=extract.uneven[0][1], expected=width)
        self.numbers: Mapping[str, NumbersRead] = self._numbers()
        self.days = self._days(language)
        self.scopes = self._scopes()
        self._report_numbers()

    def raw(self, header: str) -> Objects:
        """A column's contents, what the map calls missing left blank."""
        column = self.extract.column(header)
        blanks = {folded(one) for one in self.told.missing}
        if not blanks:
            return column
        codes, distinct = pd.factorize(column)
        cleaned = np.array(["" if folded(as_text(one)) in blanks else one for one in distinct], dtype=object)
        return cast("Objects", cleaned[codes])

    def _filtered(self) -> Mask:
        kept = np.ones(len(self.extract), dtype=bool)
        for header, wanted in self.told.filter.items():
            names = {folded(one) for one in wanted}
            codes, distinct = pd.factorize(self.extract.column(header))
            kept &= np.array([folded(as_text(one)) in names for one in distinct], dtype=bool)[codes]
            if not kept.any() and len(kept):
                shown = ", ".join(as_text(one) for one in distinct[:8])
                facts: dict[str, Fact] = {"header": header, "found": ", ".join(wanted), "near": shown}
                raise self._refused("filter_empties", facts)
        return kept

    def _numbers(self) -> dict[str, NumbersRead]:
        columns = {header: self.raw(header) for header in self.told.number_columns}
        decimal = self.told.decimal or self._notation(columns.values())
        return {header: read_numbers(column, decimal) for header, column in columns.items()}

    def _notation(self, columns: Iterable[Objects]) -> Decimal:
        shown = notation_of([column[self.kept] for column in columns])
        if shown.mixed:
            raise self._refused("decimal_mixed", {"comma": shown.examples[","], "point": shown.examples["."]})
        if shown.unknown:
            raise self._refused("decimal_unknown", {"found": shown.examples["?"]})
        return shown.decimal or "."

    def _days(self, language: Language) -> npt.NDArray[np.datetime64]:
        column = self.raw(self.told.date)
        order = self.told.date_format or self._order(column[self.kept], language)
        read = read_days(column, order=order, weekly=self.told.grain is Grain.WEEK, date1904=self.extract.date1904)
        self.aside.add("date", read.bad & self.kept, self.told.date, column)
        blank = np.isnat(read.values) & ~read.bad & self.kept
        self.aside.add("date_blank", blank, self.told.date)
        self.kept &= ~np.isnat(read.values)
        return read.values

    def _order(self, column: Objects, language: Language) -> str:
        """The order of day and month that the whole column shows; French writes the day first when nothing else is shown."""
        shown = orders_shown(column)
        told = [order for order in shown if order != "?"]
        facts: dict[str, Fact] = {"header": self.told.date, "found": next(iter(shown.values()), "")}
        if len(told) > 1:
            raise self._refused("date_mixed", facts | {"first": shown[told[0]], "second": shown[told[1]]})
        if told == ["mm/dd/yyyy"]:
            raise self._refused("date_month_first", facts | {"found": shown["mm/dd/yyyy"]})
        if "?" in shown and not told and language != "fr":
            raise self._refused("date_order", facts)
        return "dd/mm/yyyy"

    def _scopes(self) -> Objects:
        """The scope of each line, renamed as the map asks; a blank one is no figure of all scopes together."""
        if not self.told.scope:
            return np.full(len(self.extract), " ".join(self.told.scope_is.split()), dtype=object)
        column = self.raw(self.told.scope)
        renamed = {folded(found): " ".join(ours.split()) for found, ours in self.told.scopes.items()}
        codes, distinct = pd.factorize(column)
        texts = [as_text(one) for one in distinct]
        names = np.array([renamed.get(folded(one), one) for one in texts], dtype=object)
        blank = np.array([not one and "" not in renamed for one in texts], dtype=bool)[codes] & self.kept
        self.aside.add("scope_blank", blank, self.told.scope)
        self.kept &= ~blank
        return cast("Objects", names[codes])

    def _report_numbers(self) -> None:
        for header, read in self.numbers.items():
            self.aside.add("number", read.bad & self.kept, header, self.raw(header))

    def _refused(self, code: str, facts: Mapping[str, Fact]) -> WorkbookRefused:
        told: dict[str, Fact] = {"name": self.extract.name, "map": self.told.name, **facts}
        return WorkbookRefused([Problem(f"import.{code}", None, told, Effect.FILE)])


def ranges(lines: Iterable[int]) -> str:
    """Line numbers as people write them.

    >>> ranges([3, 4, 5, 9, 12, 13])
    '3-5, 9, 12-13'
    """
    numbers = np.unique(np.fromiter(lines, dtype="int64"))
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    shown = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_RANGES_SHOWN] if len(run)]
    return ", ".join(shown) + (", …" if len(runs) > _RANGES_SHOWN else "")


def _check_columns(extract: Extract, told: ExtractMap) -> None:
    problems = []
    for header in told.columns:
        count = sum(folded(one) == folded(header) for one in extract.headers)
        facts: dict[str, Fact] = {"map": told.name, "name": extract.name, "header": header, "line": extract.header_line}
        if count == 0:
            near = nearest(header, [one for one in extract.headers if one])
            problems.append(Problem("import.column_missing", None, facts | {"near": near}, Effect.FILE))
        elif count > 1:
            problems.append(Problem("import.column_twice", None, facts, Effect.FILE))
    if problems:
        raise WorkbookRefused(problems)
