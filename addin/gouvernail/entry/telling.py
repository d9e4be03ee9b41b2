"""What the command line says: sentences on stderr, one object on stdout for programs, a bar while it works."""

import json as jsonlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pandas as pd
import typer

from gouvernail.entry import guard
from gouvernail.flows.run import Outcome
from gouvernail.problems import GouvernailError, Problem
from gouvernail.schema.kinds import Column
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import Catalogue

_SHOWN = 20
"""How many problems are said one by one; the checks sheet has them all."""


def tell(outcome: Outcome, *, json: bool = False) -> None:
    """Say what a run gave: as sentences, or as one object."""
    words = Catalogue(outcome.language)
    if json:
        print_json(as_object(outcome))
        return
    for problem in outcome.problems[:_SHOWN]:
        typer.echo(words.problem(problem), err=True)
    if len(outcome.problems) > _SHOWN:
        typer.echo(words.say("cli.more", n=len(outcome.problems) - _SHOWN), err=True)
    if outcome.pages:
        pages = ", ".join(words.sheet(page) for page in outcome.pages)
        typer.echo(words.say("cli.drawn", pages=pages, place=outcome.place), err=True)
    elif not outcome.problems:
        typer.echo(words.say("cli.clean"), err=True)


def as_object(outcome: Outcome) -> dict[str, Any]:
    """A run for programs: as-of day, tables by key, problems, and what was written."""
    words = Catalogue(outcome.language)
    return {
        "as_of": outcome.as_of.isoformat() if outcome.as_of else None,
        "tables": {key: _rows(key, frame) for key, frame in outcome.tables.items()},
        "problems": [_problem(problem, words) for problem in outcome.problems],
        "written": outcome.place or None,
    }


def print_json(value: object) -> None:
    """One object on stdout, in UTF-8."""
    sys.stdout.write(jsonlib.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")


@contextmanager
def refusals(*, json: bool) -> Iterator[None]:
    """With `--json`, a refusal is an object on stdout too; without, it is left to the guard."""
    try:
        yield
    except GouvernailError as error:
        if not json:
            raise
        words = Catalogue("en" if (error.language or guard.user_language()) == "en" else "fr")
        problems = [_problem(problem, words) for problem in error.problems]
        print_json({"as_of": None, "tables": {}, "problems": problems, "written": None})
        raise typer.Exit(guard.code_of(error)) from error


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal while pages are worked on."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda page, done, total: bar.update(task, description=page, completed=done, total=total)


def _rows(key: str, frame: pd.DataFrame) -> list[dict[str, Any]]:
    table = TABLES[key]
    columns = [table[name] for name in frame.columns if name in table]
    lists = [[_plain(value, column) for value in frame[column.key]] for column in columns]
    return [dict(zip((one.key for one in columns), line, strict=True)) for line in zip(*lists, strict=True)]


def _plain(value: Any, column: Column) -> Any:
    """A frame's value as JSON has it: nothing as null, days as ISO text, several values as a list."""
    if column.many:
        return [one for one in str(value).split(";") if one] if isinstance(value, str) else []
    if value is None or value is pd.NA or value != value:  # a missing number or date differs from itself
        return None
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if column.kind == "flag":
        return bool(value)
    return value.item() if hasattr(value, "item") else value


def _problem(problem: Problem, words: Catalogue) -> dict[str, Any]:
    return {
        "code": problem.code,
        "effect": problem.effect.value,
        "table": problem.table or None,
        "sheet": problem.where.sheet if problem.where else None,
        "cell": problem.where.address if problem.where else None,
        "message": words.problem(problem),
    }
