"""What a workbook holds, read once: its settings, its language, and a checked frame for each table asked for."""

from dataclasses import replace

import pandas as pd

from gouvernail.excel.comments import Comments, read_comments
from gouvernail.excel.port import RawTable, Workbook
from gouvernail.excel.reading import ReadTable, empty_table, read_table
from gouvernail.flows.references import check_references
from gouvernail.flows.scale import in_kpi_unit
from gouvernail.flows.settings import guess_language, read_settings
from gouvernail.problems import Effect, PageRefused, Problem
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import Catalogue, Language


class Inputs:
    """The tables of one workbook, each read at most once and only when asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._names = {name.casefold(): name for name in workbook.table_names()}
        self._read: dict[str, ReadTable] = {}
        self._references: tuple[int, list[Problem]] = (0, [])
        guessed = guess_language(workbook, self._names)
        self.settings, self.settings_problems = read_settings(self._table("settings", guessed), guessed)
        self.language: Language = "en" if self.settings.language == "en" else "fr"
        self.words = Catalogue(self.language)

    def has(self, key: str) -> bool:
        """Whether the workbook has the table."""
        return TABLES[key].name.casefold() in self._names

    def read(self, key: str) -> ReadTable:
        """One table, checked; without rows when the workbook has none."""
        if key not in self._read:
            found = self._table(key, self.language)
            if any(column.kind == "quantity" for column in found.table):
                found = in_kpi_unit(found, self.frame("kpis") if key != "kpis" else found.frame)
            self._read[key] = found
        return self._read[key]

    def frame(self, key: str) -> pd.DataFrame:
        """The good rows of one table."""
        return self.read(key).frame

    def need(self, *keys: str) -> None:
        """Refuse the page when one of these tables is missing, or would falsify it."""
        problems = [problem for key in keys for problem in self._refusals(key)]
        if problems:
            raise PageRefused(problems)

    def comments(self, key: str) -> Comments:
        """What people typed beside the lines of one of our tables, by line."""
        raws = {name: self.raw(name) for name in (key, f"{key}_kept") if self.has(name)}
        return read_comments(raws, TABLES[key])

    def located(self, problem: Problem) -> Problem:
        """The problem with its cell: rules know a table, a row and a column; the sheet is known here."""
        row = problem.facts.get("row")
        if problem.where is not None or not isinstance(row, int) or not problem.table:
            return problem
        return replace(problem, where=self.read(problem.table).where(row, str(problem.facts.get("column", ""))))

    def problems(self) -> list[Problem]:
        """Everything found so far, in every table read, and the references that lead nowhere."""
        found = [one for table in self._read.values() for one in table.problems]
        if self._references[0] != len(self._read):  # every page asks, and following the references of all tables takes time
            self._references = (len(self._read), check_references(self._read))
        return [*self.settings_problems, *found, *self._references[1]]

    def raw(self, key: str) -> RawTable:
        """The cells of one table as they stand; KeyError when the workbook has none."""
        return self.workbook.table(self._names[TABLES[key].name.casefold()])

    def set_aside(self) -> int:
        """How many rows were left out so far."""
        return sum(table.set_aside for table in self._read.values())

    def _table(self, key: str, language: Language) -> ReadTable:
        if not self.has(key):
            return empty_table(TABLES[key])
        return read_table(self.raw(key), TABLES[key], language)

    def _refusals(self, key: str) -> tuple[Problem, ...]:
        if not self.has(key):
            return (Problem("table.missing", None, {"table": key, "name": TABLES[key].name}, Effect.PAGE, key),)
        return self.read(key).refusals
