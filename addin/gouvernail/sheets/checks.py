"""The checks page: every point to correct, what it costs, its cell one click away, and what would be right."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from gouvernail.problems import CellRef, Effect, Problem
from gouvernail.schema.outputs import CHECKS
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import str_of
from gouvernail.sheets.layout import Record
from gouvernail.sheets.parts import Cell, Sheet, StyleName

_ORDER = {Effect.FILE: 0, Effect.PAGE: 1, Effect.ROW: 2, Effect.NOTICE: 3}
_LOOKS: Mapping[Effect, StyleName] = {Effect.FILE: "red", Effect.PAGE: "red", Effect.ROW: "amber"}


def checks_frame(problems: Sequence[Problem], context: Context) -> pd.DataFrame:
    """One row per problem, the costliest first, then by cell; as declared in `schema.outputs.CHECKS`, plus ``where``."""
    ranked = sorted(problems, key=lambda one: (_ORDER[one.effect], one.where or CellRef(), one.code))
    return pd.DataFrame(
        {
            "effect": [one.effect.value for one in ranked],
            "sheet": [one.where.sheet if one.where else "" for one in ranked],
            "cell": [one.where.address if one.where else "" for one in ranked],
            "message": [context.words.problem(one) for one in ranked],
            "table": [one.table for one in ranked],
            "code": [one.code for one in ranked],
            "where": [one.where for one in ranked],
        }
    )


def checks_sheet(checks: pd.DataFrame, context: Context) -> Sheet:
    """The page of checks, from `checks_frame`."""
    words = context.words
    page = context.page("checks", [column.width for column in CHECKS], printed=4)
    counts = Counter(checks["effect"])
    told = [f"{counts[one.value]} {words.choice('Effect', one.value)}" for one in _ORDER if counts[one.value]]
    clean = words.say("pages.checks.clean")
    page.sentence(words.say("pages.checks.summary", n=len(checks), parts=" · ".join(told)) if len(checks) else clean, "strong")
    page.gap()
    placed = page.table(
        CHECKS,
        checks,
        makers={"cell": _link_cell, "message": lambda record: Cell(str_of(record, "message"), "wrap")},
        freeze=True,
    )
    for effect, style in _LOOKS.items():
        page.look_for(placed.column("effect"), words.choice("Effect", effect), style)
    return page.build()


def _link_cell(record: Record) -> Cell:
    where = record.get("where")
    link = where if isinstance(where, CellRef) and where.address else None
    return Cell(str_of(record, "cell") or None, "link" if link else "text", link=link)
