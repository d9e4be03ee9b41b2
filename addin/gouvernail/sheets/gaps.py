"""The KPI gaps page: the month first, every figure with its target, what is owed, and what a reader must know beside it."""

from collections.abc import Mapping

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.schema.outputs import GAPS, GAPS_KEPT
from gouvernail.schema.statistics import OUTSIDE
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import gap_cell, missing, period_label, share_cell, str_of, target_cell, value_cell
from gouvernail.sheets.kept import draw_kept
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet, StyleName
from gouvernail.sheets.remarks import gap_sentence
from gouvernail.terms import PeriodKind, Status
from gouvernail.words.catalogue import Catalogue

WORST_SHOWN = 3


def gaps_sheet(gaps: pd.DataFrame, outside: pd.DataFrame, kept: Mapping[str, str], context: Context) -> Sheet:
    """The page of KPI gaps.

    Args:
        gaps: as declared in `schema.outputs.GAPS`, plus what `sheets.remarks` reads; in the order of the page. ``card``: the
            cell to which a KPI's name leads, where its definition is; None where the name leads nowhere.
        outside: as declared in `schema.statistics.OUTSIDE`, with ``unit`` and ``decimals``.
        kept: comments whose line is gone, by line.
        context: for whom and as of when.
    """
    words = context.words
    month = gaps[(gaps["period_kind"] == PeriodKind.MONTH) & (gaps["scope"] == "")]
    page = context.page("gaps", [column.width for column in GAPS], period=_title_of(month, words))
    page.sentence(summary(month, words), "strong")
    for record in worst(month).to_dict("records"):
        page.sentence(f"✖ {gap_sentence(record, words)}")
    page.gap()
    page.table(
        GAPS,
        gaps,
        makers={
            "name": _name_cell,
            "period": lambda record: Cell(label_of(record, words)),
            "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
            "value": lambda record: value_cell(record, "value", style=_value_style(record)),
            "displayed": lambda record: value_cell(record, "displayed"),
            "target": lambda record: target_cell(record, words),
            "gap": gap_cell,
            "favourable_gap": lambda record: gap_cell(record, "favourable_gap"),
            "relative_gap": lambda record: share_cell(record.get("relative_gap")),
            "required": lambda record: value_cell(record, "required"),
            "forecast": lambda record: value_cell(record, "forecast"),
            "attainment": lambda record: attainment_cell(record.get("attainment"), words),
        },
        freeze=True,
    )
    _draw_outside(page, outside, words)
    page.end_print()
    draw_kept(page, GAPS_KEPT, kept)
    return page.build()


def _draw_outside(page: Page, outside: pd.DataFrame, words: Catalogue) -> None:
    """Outside figures, each with its source and its day; nothing when nobody gave any."""
    if outside.empty:
        return
    page.heading(words.say("pages.gaps.outside"))
    page.sentence(words.say("pages.gaps.outside_note"), "foot", lines=1)
    headers = [Cell(words.column(OUTSIDE.key, key), "header") for key in OUTSIDE.keys]
    lines = [
        [
            Cell(str_of(record, "kpi_id")),
            Cell(str_of(record, "name"), "wrap"),
            Cell(pd.Timestamp(str(record["date"])).date(), "date"),
            value_cell(record, "displayed"),
            value_cell(record, "benchmark"),
            Cell(str_of(record, "source"), "wrap"),
        ]
        for record in outside.to_dict("records")
    ]
    page.row = page.grid((1, 1, 1, 1, 1, 5), headers, lines).bottom + 2


def summary(month: pd.DataFrame, words: Catalogue) -> str:
    """How many KPIs stand where, in one line."""
    counts = month["status"].value_counts()
    parts = [f"{int(counts.get(one.value, 0))} {words.choice('Status', one.value)}" for one in Status]
    return words.say("pages.gaps.summary", n=len(month), parts=" · ".join(parts))


def worst(month: pd.DataFrame) -> pd.DataFrame:
    """The red KPIs farthest from their target, relative to it, worst first; small samples are left to their line."""
    red = month[(month["status"] == Status.RED) & ~month["flags"].str.contains("small_sample")]
    return red.sort_values(["relative_gap", "kpi_id"]).head(WORST_SHOWN)


def attainment_cell(value: object, words: Catalogue) -> Cell:
    """The attainment as a percentage; below zero it says only that."""
    if not missing(value) and float(str(value)) < 0:
        return Cell(f"<\u00a0{words.quantity(0, '%', 0)}", "number")
    return share_cell(value)


def label_of(record: Record, words: Catalogue) -> str:
    """The record's period as people call it."""
    start, end = pd.Timestamp(str(record["start"])).date(), pd.Timestamp(str(record["end"])).date()
    return period_label(words, str(record["period_kind"]), start, end)


def _title_of(month: pd.DataFrame, words: Catalogue) -> str:
    return label_of(month.iloc[0].to_dict(), words) if len(month) else ""


def _name_cell(record: Record) -> Cell:
    where = record.get("card")
    return Cell(
        str_of(record, "name"),
        "link" if isinstance(where, CellRef) else "wrap",
        link=where if isinstance(where, CellRef) else None,
    )


def _value_style(record: Record) -> StyleName:
    return "provisional" if "provisional" in str_of(record, "flags") else "number"
