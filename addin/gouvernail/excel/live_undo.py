"""What a page held before it was drawn, as a sheet that can be drawn again: to take a drawing back, also half-way.

Values, formulas and tables are those that stood there. Looks are not asked of Excel, which would take a call per cell:
they are those of the page drawn last, line by line of the same kind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any

from gouvernail.excel.live_reading import ERROR_NAMES, Cells, is_error, plain_value
from gouvernail.excel.ownership import Box
from gouvernail.sheets.parts import Area, Cell, ListTable, Sheet, StyleName


@dataclass(frozen=True)
class Standing:
    """What stands on a page of ours.

    Args:
        title: the sheet's name.
        box: the block that we drew, as it lies now.
        values: of the block from A1 to the box's last cell.
        formulas: of the same.
        tables: ours, by name as written: where, and their headers.
    """

    title: str
    box: Box
    values: Cells
    formulas: Cells
    tables: Mapping[str, tuple[Box, tuple[str, ...]]] = field(default_factory=dict)


def as_sheet(standing: Standing, like: Sheet) -> Sheet:
    """What stands, as a sheet.

    Args:
        standing: the page as it is.
        like: the sheet whose looks it takes.
    """
    rows = dict(_twins(standing, like))
    cells = tuple(
        tuple(_cell(standing, like, row, column, rows.get(row, 0)) for column in range(1, standing.box.right + 1))
        for row in range(1, standing.box.bottom + 1)
    )
    tables = tuple(
        replace(_table(like, name), name=name, area=Area(box.top, box.left, box.bottom, box.right), headers=headers)
        for name, (box, headers) in standing.tables.items()
    )
    return _dressed(like, cells, tables, rows, standing)


def _dressed(
    like: Sheet,
    cells: tuple[tuple[Cell | None, ...], ...],
    tables: tuple[ListTable, ...],
    rows: Mapping[int, int],
    standing: Standing,
) -> Sheet:
    """The sheet with the other's heights, merges, rules and charts, wherever their lines are now."""
    merges = [
        Area(row, one.left, row, one.right)
        for row, twin in rows.items()
        for one in like.merges
        if one.top == one.bottom == twin
    ]
    inside = [one for one in merges if not any(_meet(one, table.area) for table in tables) and one.right <= standing.box.right]
    charts = []
    for chart in like.charts:
        series = tuple(
            replace(one, values=values, categories=names)
            for one in chart.series
            if (values := _now(one.values, rows)) and (names := _now(one.categories, rows))
        )
        top = _now(Area(chart.row, chart.column, chart.row, chart.column), rows)
        if len(series) == len(chart.series):
            charts.append(replace(chart, row=top.top if top else chart.row, series=series))
    return replace(
        like,
        title=standing.title,
        rows=cells,
        heights={row: like.heights[twin] for row, twin in rows.items() if twin in like.heights},
        merges=tuple(inside),
        tables=tables,
        charts=tuple(charts),
        conditions=tuple(replace(one, area=area) for one in like.conditions if (area := _now(one.area, rows))),
        bars=tuple(replace(one, area=area) for one in like.bars if (area := _now(one.area, rows))),
        validations=(),
        print=replace(like.print, breaks=(), title_rows=None, area=None),
    )


def _meet(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def _now(area: Area, rows: Mapping[int, int]) -> Area | None:
    """Where the lines of a block are now."""
    found = [row for row, twin in rows.items() if area.top <= twin <= area.bottom]
    return Area(min(found), area.left, max(found), area.right) if found else None


def _twins(standing: Standing, like: Sheet) -> Iterator[tuple[int, int]]:
    """For each row that stands, the row of the other sheet that is of the same kind; none where there is none."""
    twins = {table.name.casefold(): table.area for table in like.tables}
    end, end_like = 0, 0
    for name, (box, _) in sorted(standing.tables.items(), key=lambda one: one[1][0].top):
        twin = twins.get(name.casefold())
        if twin is None:
            continue
        yield from _between(end, box.top, end_like, twin.top)
        yield box.top, twin.top
        yield from ((row, min(twin.top + row - box.top, twin.bottom)) for row in range(box.top + 1, box.bottom + 1))
        end, end_like = box.bottom, twin.bottom
    yield from _between(end, standing.box.bottom + 1, end_like, len(like.rows) + 1)


def _between(end: int, top: int, end_like: int, top_like: int) -> Iterator[tuple[int, int]]:
    """Lines between two tables: counted from above, and the last one of a kind repeated."""
    for step in range(1, top - end):
        if top_like - end_like > 1:
            yield end + step, min(end_like + step, top_like - 1)


def _cell(standing: Standing, like: Sheet, row: int, column: int, twin: int) -> Cell | None:
    value, formula = standing.values[row - 1][column - 1], standing.formulas[row - 1][column - 1]
    model = _at(like.rows, twin, column)
    if value is None and model is None:
        return None
    look = replace(model, value=None, link=None, note="", formula="") if model else Cell(style=_plain(value))
    if is_error(value):
        return replace(look, formula=str(formula) if _is_formula(formula, value) else ERROR_NAMES[value])
    if _is_formula(formula, value):
        return replace(look, value=_scalar(value), formula=str(formula))
    return replace(look, value=_scalar(value))


def _at(rows: Sequence[Sequence[Cell | None]], row: int, column: int) -> Cell | None:
    return rows[row - 1][column - 1] if 0 < row <= len(rows) and column <= len(rows[row - 1]) else None


def _is_formula(formula: object, value: object) -> bool:
    """A text that looks like a formula is its own value; a formula never is."""
    return isinstance(formula, str) and formula.startswith("=") and formula != value


def _scalar(value: Any) -> Any:
    """A plain value that a sheet can hold; a time of day alone is a part of a day."""
    found = plain_value(value)
    if isinstance(found, time):
        return (found.hour * 3600 + found.minute * 60 + found.second) / 86400
    return None if found == "" else found


def _plain(value: object) -> StyleName:
    return "text" if value is None or isinstance(value, str | bool) else "number"


def _table(like: Sheet, name: str) -> ListTable:
    found = [table for table in like.tables if table.name.casefold() == name.casefold()]
    return found[0] if found else ListTable(name, Area(1, 1, 1, 1), ())
