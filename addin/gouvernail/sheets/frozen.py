"""« Arrêtés »: each freeze and whether it is intact, what has been restated since, and below them every frozen row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.schema.frozen import (
    FREEZES,
    FROZEN_FIGURES,
    FROZEN_FINDINGS,
    FROZEN_ITEMS,
    RESTATEMENTS,
)
from gouvernail.schema.kinds import Column, Table
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import gap_cell, missing, period_label, str_of, value_cell
from gouvernail.sheets.layout import Maker, Page, Placed, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.terms import Committee, RestatementEffect
from gouvernail.words.catalogue import Catalogue

UNREAD = "unread"
"""The column that marks a frozen row whose cells could not be read: it is written again as it stands."""

BREAKS_SHOWN = 12
_PRINT = 16  # letters of a hash that people compare aloud
_DIGITS = "#,##0.####"


@dataclass(frozen=True)
class FrozenFrames:
    """What the page shows.

    Args:
        tables: the frozen rows by table, as they will stand: columns as declared in `schema.frozen`, ``row`` (where each
            stood) and `UNREAD`.
        restatements: from `rules.restatements.restatements`.
        breaks: from `rules.freezes.chain_breaks`.
    """

    tables: Mapping[str, pd.DataFrame]
    restatements: pd.DataFrame
    breaks: pd.DataFrame


def frozen_sheet(frames: FrozenFrames, context: Context) -> Sheet:
    """The page of frozen figures."""
    words = context.words
    page = context.page("frozen", [column.width for column in FROZEN_FIGURES], title="frozen.title")
    register = frames.tables[FREEZES.key]
    page.sentence(verdict(register, frames.breaks, words), "banner" if len(frames.breaks) else "strong")
    said = _draw_breaks(page, frames.breaks, words)
    page.gap()
    page.heading(words.say("frozen.freezes"))
    _draw_register(page, register, frames.breaks, words)
    page.heading(words.say("frozen.restatements"))
    draw_restatements(page, frames.restatements, words)
    page.sentence(words.say("frozen.note"), "foot")
    page.end_print()
    placed = {}
    for table in (FREEZES, FROZEN_FIGURES, FROZEN_ITEMS, FROZEN_FINDINGS):
        page.heading(words.table(table.key))
        placed[table.key] = page.table(table, frames.tables[table.key], makers=_makers(page, table))
    _link_breaks(page, said, frames, placed, words)
    return page.build()


def verdict(register: pd.DataFrame, breaks: pd.DataFrame, words: Catalogue) -> str:
    """How many freezes there are, and whether all are as they were."""
    if register.empty:
        return words.say("frozen.none")
    if breaks.empty:
        return words.say("frozen.intact", n=len(register))
    return words.say("frozen.touched", n=len(breaks))


def break_sentence(record: Record, words: Catalogue) -> str:
    """One touch, in a sentence."""
    facts = {"freeze": str_of(record, "freeze_id") or "?", "table": words.table(str(record["table"]))}
    return words.say(f"frozen.breaks.{record['kind']}", n=int(str(record["count"])), **facts)


def draw_restatements(page: Page, restatements: pd.DataFrame, words: Catalogue) -> None:
    """The restated figures as a table; a sentence when there is none."""
    if restatements.empty:
        page.sentence(words.say("frozen.none_restated"))
        page.gap()
    page.table(RESTATEMENTS, restatements, makers=_restatement_makers(words))


def restatement_sentence(record: Record, words: Catalogue) -> str:
    """A restated figure in one sentence: what was reported, what it is now, and why."""
    return words.say(
        "frozen.sentence",
        name=str_of(record, "name"),
        scope=f" ({record['scope']})" if str_of(record, "scope") else "",
        period=_period(record, words),
        meeting=str_of(record, "meeting_id"),
        reported=_quantity(record, "reported", words),
        now=_quantity(record, "now", words),
        cause=cause_words(record, words),
    )


def cause_words(record: Record, words: Catalogue) -> str:
    """Why a figure was restated: the cause, and the decision or the source that it names."""
    cause = words.choice("RestatementCause", str(record["cause"]))
    reference = str_of(record, "reference").replace(";", ", ")
    return f"{cause} ({reference})" if reference else cause


def _quantity(record: Record, key: str, words: Catalogue) -> str:
    value = record.get(key)
    number = None if missing(value) else float(str(value))
    decimals = 1 if missing(record.get("decimals")) else int(float(str(record["decimals"])))
    return words.quantity(number, str_of(record, "unit"), decimals)


def _period(record: Record, words: Catalogue) -> str:
    start, end = pd.Timestamp(str(record["start"])).date(), pd.Timestamp(str(record["end"])).date()
    return period_label(words, str(record["period_kind"]), start, end)


def _restatement_makers(words: Catalogue) -> Mapping[str, Maker]:
    def effect(record: Record) -> Cell:
        key = str(record["effect"])
        return Cell(words.choice("RestatementEffect", key), "strong" if key == RestatementEffect.WORSE else "text")

    return {
        "scope": lambda record: Cell(str_of(record, "scope") or words.say("pages.overall")),
        "period": lambda record: Cell(_period(record, words)),
        "reported": lambda record: value_cell(record, "reported"),
        "now": lambda record: value_cell(record, "now"),
        "change": lambda record: gap_cell(record, "change"),
        "target_reported": lambda record: value_cell(record, "target_reported"),
        "target_now": lambda record: value_cell(record, "target_now"),
        "effect": effect,
        "cause": lambda record: Cell(cause_words(record, words), "wrap"),
    }


def _draw_breaks(page: Page, breaks: pd.DataFrame, words: Catalogue) -> list[int]:
    """The rows of the page on which touches are told, one each; the first ones, and how many more."""
    rows = []
    for record in breaks.head(BREAKS_SHOWN).to_dict("records"):
        rows.append(page.row)
        page.sentence(f"✖ {break_sentence(record, words)}")
    if len(breaks) > BREAKS_SHOWN:
        page.sentence(words.say("frozen.more", n=len(breaks) - BREAKS_SHOWN))
    return rows


def _link_breaks(page: Page, rows: list[int], frames: FrozenFrames, placed: Mapping[str, Placed], words: Catalogue) -> None:
    """Each touch told leads to the row where it stands on this page."""
    for at, record in zip(rows, frames.breaks.to_dict("records"), strict=False):
        table = str(record["table"])
        stood = frames.tables[table]["row"].tolist()
        if record["row"] in stood:
            line = placed[table].top + 1 + stood.index(record["row"])
            cell = Cell(f"✖ {break_sentence(record, words)}", "link", link=CellRef(words.sheet("frozen"), line, 1))
            page.put(at, 1, cell)


def _draw_register(page: Page, register: pd.DataFrame, breaks: pd.DataFrame, words: Catalogue) -> None:
    keys = ("freeze", "as_of", "about", "quorum", "content", "print", "version", "state")
    headers = [Cell(words.say(f"frozen.headers.{key}"), "header") for key in keys]
    touched = set(breaks["freeze_id"])
    known = register[~register[UNREAD].astype(bool)].sort_values("rank", ascending=False, kind="stable")
    lines = [_register_cells(record, touched, words) for record in known.to_dict("records")]
    placed = page.grid((1, 1, 1, 2, 3, 2, 1, 1), headers, lines)
    page.colour(placed.column("7"))
    page.row = placed.bottom + 2


def _register_cells(record: Record, touched: set[str], words: Catalogue) -> list[Cell]:
    counts = {key: int(str(record[f"frozen_{key}"])) if not missing(record[f"frozen_{key}"]) else 0 for key in _COUNTS}
    intact = str(record["freeze_id"]) not in touched
    committee = "" if missing(record["committee"]) else words.choice("Committee", Committee(str(record["committee"])).value)
    as_of = None if missing(record["as_of"]) else pd.Timestamp(str(record["as_of"])).date()
    return [
        Cell(str_of(record, "freeze_id"), "strong"),
        Cell(as_of, "date"),
        Cell(" · ".join(one for one in (committee, period_words(str_of(record, "period"), words)) if one)),
        Cell(quorum_words(record, words), "wrap"),
        Cell(words.say("frozen.content", **counts)),
        Cell(str_of(record, "hash")[:_PRINT], "muted"),
        Cell(str_of(record, "version"), "muted"),
        Cell(words.say("frozen.state.intact" if intact else "frozen.state.touched")),
    ]


_COUNTS = ("figures", "items", "findings")


def period_words(key: str, words: Catalogue) -> str:
    """A period by its key as people call it: `2026-04` a month, `2026-W14` a week; another key stays as it is."""
    year, _, rest = key.partition("-")
    if rest.isdigit():
        return words.month(date(int(year), int(rest), 1))
    return words.say("pages.period.week", week=rest[1:], year=year) if rest.startswith("W") else key


def quorum_words(record: Record, words: Catalogue) -> str:
    """Whether a frozen meeting could decide, and what it was confirmed in spite of."""
    lacks = [words.say(f"frozen.lacks.{one}") for one in str_of(record, "lacks").split(";") if one]
    said = words.say("frozen.quorum.no", why=words.listed(lacks)) if lacks else words.say("frozen.quorum.yes")
    waived = [one for one in str_of(record, "confirmed").split(";") if one and one != "without_quorum"]
    told = [words.say(f"frozen.waived.{one}") for one in waived]
    return " · ".join([said, *told])


def _makers(page: Page, table: Table) -> Mapping[str, Maker]:
    """How the frozen rows are written: readable ones typed, the others as they stood."""
    own: dict[str, Maker] = {}
    if table is FROZEN_FIGURES:
        own = {
            "displayed": lambda record: value_cell(record, "displayed"),
            "target": lambda record: value_cell(record, "target"),
            "gap": gap_cell,
        }
    return {column.key: _kept(page, column, own.get(column.key)) for column in table}


def _kept(page: Page, column: Column, maker: Maker | None) -> Maker:
    def make(record: Record) -> Cell:
        value = record.get(column.key)
        if record[UNREAD]:
            return _as_it_stood(value)
        if maker is not None and not missing(value):
            return maker(record)
        cell = page.cell(column, value)
        if isinstance(cell.value, str):
            return Cell(cell.value)
        return Cell(cell.value, cell.style, _DIGITS) if column.kind == "number" else cell

    return make


def _as_it_stood(value: object) -> Cell:
    if missing(value):
        return Cell(None, "amber")
    if isinstance(value, datetime):
        return Cell(value.date(), "amber", "dd/mm/yyyy")
    if isinstance(value, str | int | float | bool | date):
        return Cell(value, "amber")
    return Cell(str(value), "amber")
