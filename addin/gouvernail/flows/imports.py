"""`gouvernail import`: measures out of a provider's extract, into the table that the add-in owns.

Everything is read, merged and checked before the workbook is touched; then one sheet is drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from gouvernail.excel.extracts import read_extract
from gouvernail.excel.port import Drawn, Workbook
from gouvernail.excel.reading import ReadTable
from gouvernail.flows.extract_measures import measures_of
from gouvernail.flows.inputs import Inputs
from gouvernail.flows.mapping import read_map
from gouvernail.problems import CellRef, Effect, Fact, GouvernailError, Problem, WorkbookRefused
from gouvernail.rules.definitions import settle_kpis
from gouvernail.rules.measure_checks import check_measures
from gouvernail.rules.measures import read_facts
from gouvernail.rules.reimport import replace_measures, same_elsewhere
from gouvernail.schema.outputs import IMPORTED
from gouvernail.sheets.imported import FIRST_ROW, LAST_ROW, imported_sheet, is_doubtful
from gouvernail.sheets.parts import Sheet
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

_ALL_CLOSED: Final = timedelta(days=8)
_BETWEEN: Final = " · "


@dataclass(frozen=True)
class ImportOutcome:
    """What an import gave.

    Args:
        source: the label that the measures bear.
        language: of the workbook.
        lines: how many lines the extract has, its header left out.
        set_aside: how many of them are set aside, wholly or in part.
        filtered: how many the map leaves out.
        measures: how many measures they make.
        changes: what is added, changed and gone, as `rules.reimport.Reimport` has it.
        unchanged: how many measures are as they were.
        problems: what was set aside and why, what is to be checked, what the workbook did not take.
        place: where the workbook stands.
        table: every imported measure, as the sheet now has it.
    """

    source: str
    language: Language
    lines: int
    set_aside: int
    filtered: int
    measures: int
    changes: pd.DataFrame
    unchanged: int
    problems: tuple[Problem, ...]
    place: str
    table: pd.DataFrame

    @property
    def refused(self) -> bool:
        """Whether the sheet could not be drawn."""
        return any(problem.effect in {Effect.PAGE, Effect.FILE} for problem in self.problems)

    def count(self, change: str) -> int:
        """How many measures are `added`, `changed` or `gone`."""
        return int(self.changes["change"].eq(change).sum())


def import_measures(workbook: Workbook, source: Path, map_: Path) -> ImportOutcome:
    """Bring the measures of an extract into a workbook; the same period of the same source is replaced.

    Args:
        workbook: any backend.
        source: a CSV or Excel extract.
        map_: a TOML file that says which column is what; see `docs/import.md`.

    Raises:
        WorkbookRefused: the map, the extract or the imported sheet has to be corrected first; nothing is written.
        PageRefused: the workbook has no usable table of KPIs.
        WorkbookBusy: the workbook cannot be written now.
    """
    inputs = Inputs(workbook)
    try:
        return _import(inputs, source, map_)
    except GouvernailError as error:
        error.language = inputs.language
        raise


def _import(inputs: Inputs, source: Path, map_: Path) -> ImportOutcome:
    inputs.need("kpis")
    told = read_map(map_)
    extract = read_extract(
        source,
        told.columns,
        delimiter=told.delimiter,
        encoding=told.encoding,
        sheet=told.sheet,
        header_line=told.header_line,
    )
    kpis, standing = inputs.frame("kpis"), _standing(inputs)
    found = measures_of(extract, told, kpis, inputs.words, workbook=inputs.workbook.name)
    incoming = found.frame[list(IMPORTED.keys)]
    merged = replace_measures(standing, incoming)
    table, doubts = _checked(merged.frame, inputs, told.source)
    units = dict(zip(kpis["kpi_id"], kpis["unit"].fillna("").str.strip(), strict=True))
    drawn = _draw(inputs, imported_sheet(table, units, inputs.words), {"name": source.name, "count": len(table)})
    return ImportOutcome(
        source=told.source,
        language=inputs.language,
        lines=found.lines,
        set_aside=found.set_aside,
        filtered=found.filtered,
        measures=len(incoming),
        changes=merged.changes,
        unchanged=merged.unchanged,
        problems=(*found.problems, *_from_elsewhere(standing, incoming), *doubts, *drawn.problems),
        place=drawn.place,
        table=table,
    )


def _standing(inputs: Inputs) -> pd.DataFrame:
    """The measures imported so far.

    Raises:
        WorkbookRefused: a line of the sheet cannot be read; drawing it again would lose it.
    """
    read: ReadTable = inputs.read(IMPORTED.key)
    costly = [problem for problem in read.problems if problem.effect is not Effect.NOTICE]
    if costly:
        raise WorkbookRefused([*costly, Problem("import.sheet_damaged", None, {"count": len(costly)}, Effect.FILE)])
    return read.frame[list(IMPORTED.keys)]


def _checked(measures: pd.DataFrame, inputs: Inputs, source: str) -> tuple[pd.DataFrame, list[Problem]]:
    """The measures with a remark on those that cannot be right, and what this says of the new ones."""
    typed, kpis = inputs.frame("measures"), settle_kpis(inputs.frame("kpis"), settings=inputs.settings)
    rows = range(FIRST_ROW, FIRST_ROW + len(measures))
    together = pd.concat([typed, measures.assign(row=rows, origin=IMPORTED.key)], ignore_index=True)
    facts = read_facts(
        together.assign(flagged=is_doubtful(together["remarks"])),
        kpis,
        as_of=(together["date"].max() + _ALL_CLOSED).date(),
        overall=inputs.settings.scopes_overall,
    )
    doubts = check_measures(facts, kpis, inputs.frame("identities")).rows
    places = facts.rows.iloc[doubts["at"].to_numpy()].reset_index(drop=True)
    doubted = pd.DataFrame({"at": places["row"] - FIRST_ROW, "reason": doubts["reason"].to_numpy()})
    doubted = doubted[places["origin"].eq(IMPORTED.key).to_numpy()]
    new = doubted[measures["source"].eq(source).to_numpy()[doubted["at"]]]
    problems = [*_to_check(new.assign(kpi=measures["kpi_id"].to_numpy()[new["at"]]), inputs), *_typed_too(facts.problems)]
    return measures.assign(remarks=_remarks(measures["remarks"], doubted, inputs.words)), problems


def _remarks(remarks: "pd.Series[str]", doubted: pd.DataFrame, words: Catalogue) -> "pd.Series[str]":
    """What the map said of each measure, then every doubt of today in words; the doubts of earlier imports are left out."""
    former = {text for one in LANGUAGES for text in Catalogue(one).forms("pages.doubts").values()}
    told = [[part for part in text.split(_BETWEEN) if part not in former] for text in remarks.fillna("")]
    for at, reason in doubted[["at", "reason"]].itertuples(index=False):
        if reason != "flagged":
            told[at].append(words.say(f"pages.doubts.{reason}"))
    return pd.Series([_BETWEEN.join(part for part in parts if part) for parts in told], index=remarks.index, dtype="str")


def _to_check(doubted: pd.DataFrame, inputs: Inputs) -> Iterator[Problem]:
    """One notice for each KPI and reason, with its first cell."""
    place = list(IMPORTED.keys).index("remarks") + 1
    sheet = inputs.read(IMPORTED.key).sheet or inputs.words.sheet(IMPORTED.sheet)
    for (kpi, reason), rows in doubted.groupby(["kpi", "reason"], sort=True):
        facts: dict[str, Fact] = {"kpi": str(kpi), "n": len(rows)}
        where = CellRef(sheet, FIRST_ROW + int(rows["at"].min()), place)
        yield Problem(f"import.doubt.{reason}", where, facts, Effect.NOTICE, IMPORTED.key)


def _typed_too(problems: Sequence[Problem]) -> Iterator[Problem]:
    replaced = sum(problem.code == "measure.replaced" for problem in problems)
    if replaced:
        yield Problem("import.typed_too", None, {"n": replaced}, Effect.NOTICE)


def _from_elsewhere(standing: pd.DataFrame, incoming: pd.DataFrame) -> Iterator[Problem]:
    again = same_elsewhere(standing, incoming)
    if len(again):
        sources = ", ".join(again["source"].fillna("–").unique()[:5])
        yield Problem("import.other_source", None, {"n": len(again), "found": sources}, Effect.NOTICE)


def _draw(inputs: Inputs, sheet: Sheet, facts: Mapping[str, Fact]) -> Drawn:
    """Draw the sheet.

    Raises:
        WorkbookRefused: it holds more lines than a sheet, or weighs more than a workbook may (`import.too_many`).
    """
    too_many = WorkbookRefused([Problem("import.too_many", None, facts, Effect.FILE)])
    if len(sheet.rows) > LAST_ROW:
        raise too_many
    try:
        return inputs.workbook.draw([sheet], backups=inputs.settings.backups)
    except WorkbookRefused as error:
        if any(problem.code == "file.too_large" for problem in error.problems):
            raise too_many from error
        raise
