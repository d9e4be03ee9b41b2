"""`gouvernail import`: one extract into one workbook, and what became of every measure of its period."""

import json as jsonlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer

from gouvernail.entry import telling
from gouvernail.entry.guard import TO_CORRECT
from gouvernail.excel.file import FileWorkbook
from gouvernail.flows.imports import ImportOutcome
from gouvernail.flows.imports import import_measures as bring_in
from gouvernail.problems import Problem
from gouvernail.words.catalogue import Catalogue

CHANGES_SHOWN: Final = 20
_ORDER: Final = ("changed", "gone", "added")


def import_measures(file: Path, source: Path, map_: Path, *, output: Path | None = None, json: bool = False) -> None:
    """Bring the measures of an extract into a workbook file, and say what changed.

    Raises:
        GouvernailError: the map, the extract or the workbook has to be corrected first; nothing was written.
        typer.Exit: with 3 when the sheet could not be drawn.
    """
    outcome = bring_in(FileWorkbook(file, output=output), source, map_)
    words = Catalogue(outcome.language)
    if json:
        telling.print_json(as_object(outcome, words))
    else:
        for sentence in report(outcome, words):
            typer.echo(sentence, err=True)
    if outcome.refused:
        raise typer.Exit(TO_CORRECT)


def report(outcome: ImportOutcome, words: Catalogue) -> Iterator[str]:
    """What a person reads of an import: the count of everything, the problems, the first changes, where it was written."""
    counts = {change: outcome.count(change) for change in _ORDER}
    yield words.say(
        "imports.report.summary",
        source=outcome.source,
        lines=outcome.lines,
        set_aside=outcome.set_aside,
        filtered=outcome.filtered,
        n=outcome.measures,
        unchanged=outcome.unchanged,
        **counts,
    )
    yield from (words.problem(problem) for problem in outcome.problems)
    yield from _changes(outcome, words)
    yield words.say(f"imports.report.{'not_written' if outcome.refused else 'written'}", place=outcome.place)


def as_object(outcome: ImportOutcome, words: Catalogue) -> dict[str, Any]:
    """What a program reads of an import; the changes are whole."""
    counts = {change: outcome.count(change) for change in _ORDER}
    changes = jsonlib.loads(outcome.changes.to_json(orient="records", date_format="iso", date_unit="s"))
    for change in changes:
        change["date"] = change["date"][:10]
    return {
        "source": outcome.source,
        "lines": outcome.lines,
        "set_aside": outcome.set_aside,
        "filtered": outcome.filtered,
        "measures": outcome.measures,
        **counts,
        "unchanged": outcome.unchanged,
        "changes": changes,
        "problems": [_problem(problem, words) for problem in outcome.problems],
        "written": None if outcome.refused else outcome.place,
    }


def _changes(outcome: ImportOutcome, words: Catalogue) -> Iterator[str]:
    """The first changes, those of figures first; a first import is all additions, and its count says it."""
    told = outcome.changes[outcome.changes["change"].ne("added")]
    ordered = told.sort_values("change", key=lambda column: column.map(_ORDER.index), kind="stable")
    for change in ordered.head(CHANGES_SHOWN).to_dict("records"):
        yield words.say(
            "imports.report.change",
            change=words.say(f"imports.report.changes.{change['change']}"),
            kpi=change["kpi_id"],
            scope=change["scope"] or words.say("pages.overall"),
            day=words.day(change["date"]),
            old=_figures(change, "old_", words),
            new=_figures(change, "", words),
        )
    if len(ordered) > CHANGES_SHOWN:
        yield words.say("imports.report.more", n=len(ordered) - CHANGES_SHOWN)


def _figures(change: Any, prefix: str, words: Catalogue) -> str:
    """`80/100`, or the value: `–` when nothing was measured."""
    numerator, denominator, value = (change[f"{prefix}{key}"] for key in ("numerator", "denominator", "value"))
    if value == value:
        return _number(value, words)
    if numerator != numerator and denominator != denominator:
        return "–"
    return f"{_number(numerator, words)}/{_number(denominator, words)}"


def _number(value: float, words: Catalogue) -> str:
    return words.number(value, 0 if value == value and float(value).is_integer() else 2)


def _problem(problem: Problem, words: Catalogue) -> dict[str, Any]:
    where = problem.where
    return {
        "code": problem.code,
        "effect": problem.effect.value,
        "table": problem.table or None,
        "sheet": where.sheet if where else None,
        "cell": where.address if where else None,
        "message": words.problem(problem),
    }
