"""The alignment page: priorities, KPIs, actions and workstreams in one matrix, and what the matrix shows to be alone."""

from dataclasses import dataclass

import pandas as pd

from gouvernail.problems import CellRef
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import decimals_of, gap_cell, missing, str_of, target_cell, value_cell
from gouvernail.sheets.improvements import draw_areas
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.sheets.verdicts import cause_words
from gouvernail.words.catalogue import Catalogue

WIDTHS = (14.0,) * 12
_NONE = "–"


@dataclass(frozen=True)
class AlignmentFrames:
    """What the page shows; frames as declared in `schema.alignment`, with names.

    Args:
        stars: the north-star KPIs of the month, always on top.
        matrix: from `rules.alignment.alignment_matrix`, with ``name`` and ``statement``.
        orphans: from `rules.alignment.orphans`, with ``label`` and ``where`` (the cell to go to).
        ambitions: from `rules.ambitions.ambition_gaps`, with ``name``, ``unit``, ``decimals``.
        pairs: from `rules.ambitions.antagonist_pairs`, with ``name`` and ``against_name``.
        drifts: from `rules.drifts.keep_drifts`, with ``name``.
    """

    stars: pd.DataFrame
    matrix: pd.DataFrame
    orphans: pd.DataFrame
    ambitions: pd.DataFrame
    pairs: pd.DataFrame
    drifts: pd.DataFrame


def alignment_sheet(frames: AlignmentFrames, areas: pd.DataFrame, context: Context, *, period: str) -> Sheet:
    """The alignment page of a month; ``areas`` as `draw_areas` reads them."""
    words = context.words
    page = context.page("alignment", WIDTHS, period=period, title="alignment.title")
    draw_stars(page, frames.stars, words)
    draw_matrix(page, frames.matrix, words)
    draw_orphans(page, frames.orphans, words)
    page.new_page()
    draw_ambitions(page, frames.ambitions, words)
    draw_pairs(page, frames.pairs, words)
    draw_drifts(page, frames.drifts, words)
    draw_areas(page, areas, words)
    page.end_print()
    return page.build()


def draw_stars(page: Page, stars: pd.DataFrame, words: Catalogue) -> None:
    """Satisfaction and accessibility: what all the rest is for."""
    page.heading(words.say("alignment.headings.stars"))
    lines = [
        [
            Cell(f"★ {str_of(record, 'name')}", "strong"),
            value_cell(record, "displayed"),
            target_cell(record, words),
            gap_cell(record),
            Cell(words.choice("Status", str(record["status"]))),
        ]
        for record in stars.to_dict("records")
    ]
    headers = [*_headers(words, "kpi"), *_headers(words, "value", "target", "gap", number=True), *_headers(words, "status")]
    _grid(page, (4, 2, 2, 2, 2), headers, lines, "no_star", coloured=(4,))


def draw_matrix(page: Page, matrix: pd.DataFrame, words: Catalogue) -> None:
    """Each priority once, then its KPIs, what is being done for them; a gap says so."""
    page.heading(words.say("alignment.headings.matrix"))
    lines = []
    before = None
    for record in matrix.to_dict("records"):
        priority = str_of(record, "priority_id")
        lines.append(_matrix_cells(record, words, first=priority != before))
        before = priority
    headers = _headers(words, "priority", "kpi", "status", "confirmed", "actions", "workstreams")
    _grid(page, (4, 3, 1, 1, 2, 1), headers, lines, "no_priority", coloured=(2, 3))


def _matrix_cells(record: Record, words: Catalogue, *, first: bool) -> list[Cell]:
    priority = " · ".join(one for one in (str_of(record, "priority_id"), str_of(record, "statement")) if one)
    own = priority or words.say("alignment.without_priority")
    kpi = str_of(record, "kpi_id")
    statuses = [_status(record.get(key), words) for key in ("status", "confirmed_status")]
    return [
        Cell(own if first else None, "wrap"),
        Cell(str_of(record, "name") if kpi else words.say("alignment.without_kpi"), "wrap" if kpi else "amber"),
        *statuses,
        Cell(_ids(record, "actions"), "wrap"),
        Cell(_ids(record, "workstreams"), "wrap"),
    ]


def _status(value: object, words: Catalogue) -> Cell:
    return Cell(None if missing(value) else words.choice("Status", str(value)))


def _ids(record: Record, key: str) -> str:
    return str_of(record, key).replace(";", ", ") or _NONE


def draw_orphans(page: Page, orphans: pd.DataFrame, words: Catalogue) -> None:
    """What hangs on nothing, both ways, one click from where it is typed."""
    page.heading(words.say("alignment.headings.orphans"))
    lines = []
    for record in orphans.to_dict("records"):
        where = record["where"]
        link = where if isinstance(where, CellRef) and where.sheet else None
        lines.append(
            [
                Cell(words.say(f"alignment.orphans.{record['kind']}"), "strong"),
                Cell(str_of(record, "reference"), "link", link=link),
                Cell(str_of(record, "label"), "wrap"),
            ]
        )
    _grid(page, (3, 1, 8), _headers(words, "orphan", "reference", "label"), lines, "no_orphan")


def draw_ambitions(page: Page, ambitions: pd.DataFrame, words: Catalogue) -> None:
    """Where each ambition stands on its trajectory, beside what the contract asks: two questions."""
    page.heading(words.say("alignment.headings.ambitions"))
    lines = [
        [
            Cell(str_of(record, "statement") or str_of(record, "ambition_id"), "wrap"),
            Cell(str_of(record, "name"), "wrap"),
            value_cell(record, "start_level"),
            value_cell(record, "expected"),
            value_cell(record, "reached"),
            gap_cell(record, "trajectory_gap"),
            Cell(
                words.say("alignment.behind" if record["behind"] else "alignment.on_track"),
                "red" if record["behind"] else "green",
            ),
            gap_cell(record, "contract_gap"),
            _status(record["status"], words),
            Cell(_next(record, words), "wrap"),
        ]
        for record in ambitions.to_dict("records")
    ]
    numbers = _headers(words, "start", "expected", "reached", "trajectory_gap", number=True)
    contract = _headers(words, "contract_gap", number=True)
    tail = _headers(words, "status", "next")
    headers = [*_headers(words, "ambition", "kpi"), *numbers, *_headers(words, "trajectory"), *contract, *tail]
    _grid(page, (2, 2, 1, 1, 1, 1, 1, 1, 1, 1), headers, lines, "no_ambition", coloured=(8,))
    if len(ambitions):
        page.row -= 1
        page.sentence(words.say(f"alignment.interpolation.{ambitions['interpolation'].iloc[0]}"), "foot")
        page.gap()


def _next(record: Record, words: Catalogue) -> str:
    if missing(record["next_date"]):
        return words.say("alignment.reached_end")
    level = words.quantity(float(str(record["next_level"])), str_of(record, "unit"), decimals_of(record))
    return f"{level} · {words.day(pd.Timestamp(str(record['next_date'])).date())}"


def draw_pairs(page: Page, pairs: pd.DataFrame, words: Catalogue) -> None:
    """What pulls against what, and whether one gains what the other loses."""
    page.heading(words.say("alignment.headings.pairs"))
    lines = [
        [
            Cell(str_of(record, "name") or str_of(record, "kpi_id"), "wrap"),
            Cell(words.choice("Variation", str(record["variation"])), "wrap"),
            Cell(str_of(record, "against_name") or str_of(record, "against"), "wrap"),
            Cell(words.choice("Variation", str(record["against_variation"])), "wrap"),
            Cell(
                words.say("alignment.diverges" if record["diverges"] else "alignment.together"),
                "red" if record["diverges"] else "text",
            ),
            Cell(str_of(record, "reason"), "wrap"),
        ]
        for record in pairs.to_dict("records")
    ]
    _grid(
        page,
        (2, 1, 2, 1, 2, 4),
        _headers(words, "kpi", "variation", "against", "variation", "verdict", "reason"),
        lines,
        "no_pair",
    )


def draw_drifts(page: Page, drifts: pd.DataFrame, words: Catalogue) -> None:
    """What gets worse although the contract is kept."""
    page.heading(words.say("alignment.headings.drifts"))
    lines = [
        [
            Cell(str_of(record, "name"), "strong"),
            _status(record["status"], words),
            Cell(words.say(f"alignment.drifts.{record['kind']}", label=_cause(record, words)), "wrap"),
        ]
        for record in drifts.to_dict("records")
    ]
    _grid(page, (3, 2, 7), _headers(words, "kpi", "status", "drift"), lines, "no_drift", coloured=(1,))


def _cause(record: Record, words: Catalogue) -> str:
    label = str_of(record, "label")
    return cause_words(label, record, words) if record["kind"] == "deterioration" else label


def _headers(words: Catalogue, *keys: str, number: bool = False) -> list[Cell]:
    return [Cell(words.say(f"alignment.headers.{key}"), "header_number" if number else "header") for key in keys]


def _grid(
    page: Page,
    spans: tuple[int, ...],
    headers: list[Cell],
    lines: list[list[Cell]],
    none: str,
    *,
    coloured: tuple[int, ...] = (),
) -> None:
    """A block, or one sentence when it holds nothing."""
    if not lines:
        page.sentence(page.words.say(f"alignment.{none}"))
    else:
        placed = page.grid(spans, headers, lines)
        for at in coloured:
            page.colour(placed.column(str(at)))
        page.row = placed.bottom + 1
    page.gap()
