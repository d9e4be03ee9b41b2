"""How a sheet is painted with few strokes: each look over the largest blocks of cells that take it, many blocks at once.

Nothing here touches Excel. The number of strokes does not grow with the rows of a table: a column of a table is painted
as one block, and what differs from line to line in it becomes a rule (`live_rules`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from gouvernail.sheets.parts import Area, Cell, Sheet, StyleName
from gouvernail.sheets.theme import STYLES

Trait = Literal["fill", "bottom", "colour", "size", "bold", "italic", "align", "vertical", "wrap", "indent", "format"]
Value = Any
"""Of a trait: a colour, a size, a number format, yes or no."""
Place = tuple[int, int]

_DIGITS: Final = 4
LONGEST_ADDRESS: Final = 250
"""Excel takes addresses of several blocks up to 255 signs."""
_EVERYWHERE: Final[frozenset[Trait]] = frozenset({"fill", "bottom"})
"""What is seen on an empty cell too."""
TRAITS: Mapping[Trait, Callable[[Cell], Value]] = {
    "fill": lambda cell: STYLES[cell.style].fill,
    "bottom": lambda cell: STYLES[cell.style].bottom,
    "colour": lambda cell: STYLES[cell.style].colour,
    "size": lambda cell: STYLES[cell.style].size,
    "bold": lambda cell: STYLES[cell.style].bold,
    "italic": lambda cell: STYLES[cell.style].italic,
    "align": lambda cell: STYLES[cell.style].align,
    "vertical": lambda cell: STYLES[cell.style].vertical,
    "wrap": lambda cell: STYLES[cell.style].wrap,
    "indent": lambda cell: STYLES[cell.style].indent,
    "format": lambda cell: cell.format or STYLES[cell.style].format or "General",
}
BARE: Mapping[Trait, Value] = {"fill": "", "bottom": "", "format": "General"}
"""What a cell without any look has, for the traits that start from nothing."""
_TYPED_IN: Final = {"comment", "input"}
_BY_TEXT: Final[frozenset[Trait]] = frozenset({"fill", "colour", "bold"})


@dataclass(frozen=True)
class Stroke:
    """One look for some blocks.

    Args:
        trait: what of the look.
        value: what it becomes.
        areas: the blocks.
    """

    trait: Trait
    value: Value
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Varying:
    """A column of a table in which a trait differs from line to line.

    Args:
        trait: what differs.
        body: the table's lines.
        column: which column.
        rows: the value of each line that takes any.
    """

    trait: Trait
    body: Area
    column: int
    rows: Mapping[int, Value]


@dataclass(frozen=True)
class Layout:
    """How a sheet is painted: first everything alike, then the strokes; the rest is for rules."""

    box: Area
    base: Mapping[Trait, Value]
    strokes: tuple[Stroke, ...]
    varying: tuple[Varying, ...]


def box_of_sheet(sheet: Sheet) -> Area:
    """The block that a sheet fills, from A1."""
    return Area(1, 1, max(len(sheet.rows), 1), max((len(row) for row in sheet.rows), default=1))


def lay_out(sheet: Sheet) -> Layout:
    """The strokes that paint a sheet.

    Args:
        sheet: what is drawn.
    """
    box = box_of_sheet(sheet)
    base: dict[Trait, Value] = {}
    strokes: list[Stroke] = []
    varying: list[Varying] = []
    settled = settled_looks(sheet)
    grids = {trait: _grid(sheet, trait) for trait in TRAITS}
    for trait, grid in grids.items():
        if trait in _BY_TEXT:
            _repaint(grid, settled, trait)
        varying += _even_out(grid, sheet, trait)
        base[trait] = BARE.get(trait, _commonest(grid.values(), default=TRAITS[trait](Cell())))
        others = sorted({one for one in grid.values() if one != base[trait]}, key=str)
        strokes += [Stroke(trait, value, tuple(_blocks(grid, value, box))) for value in others]
    return Layout(box, base, tuple(_shared(strokes, grids)), tuple(varying))


def _shared(strokes: Sequence[Stroke], grids: Mapping[Trait, Mapping[Place, Value]]) -> Iterable[Stroke]:
    """The strokes, over the same blocks as another one where that shows nowhere: blocks asked for once are two calls less."""
    users = Counter(stroke.areas for stroke in strokes)
    for stroke in strokes:
        others = [areas for areas, _ in users.most_common() if _serves(areas, stroke, grids[stroke.trait])]
        yield replace(stroke, areas=others[0]) if others else stroke


def _serves(areas: tuple[Area, ...], stroke: Stroke, grid: Mapping[Place, Value]) -> bool:
    """Whether these blocks hold all that a stroke paints, and else only cells to which it makes no difference."""
    if areas == stroke.areas or stroke.trait in _EVERYWHERE or not all(_inside(one, areas) for one in stroke.areas):
        return False
    return all(
        grid.get((row, column), stroke.value) == stroke.value
        for one in areas
        for row in range(one.top, one.bottom + 1)
        for column in range(one.left, one.right + 1)
    )


def _inside(area: Area, others: Iterable[Area]) -> bool:
    return any(
        one.top <= area.top and area.bottom <= one.bottom and one.left <= area.left and area.right <= one.right
        for one in others
    )


def settled_looks(sheet: Sheet) -> dict[Place, StyleName]:
    """The looks that texts give to cells outside any table: nobody sorts those, so that they can be painted."""
    found: dict[Place, StyleName] = {}
    for condition in reversed([one for one in sheet.conditions if not in_a_table(sheet, one.area)]):
        for row, column, cell in sheet.cells():
            area = condition.area
            inside = area.top <= row <= area.bottom and area.left <= column <= area.right
            if inside and isinstance(cell.value, str) and cell.value.startswith(condition.begins_with):
                found[row, column] = condition.style
    return found


def in_a_table(sheet: Sheet, area: Area) -> bool:
    """Whether a block is part of a table."""
    tables = (table.area for table in sheet.tables)
    return any(one.top < area.top and area.bottom <= one.bottom and one.left <= area.left <= one.right for one in tables)


def _repaint(grid: dict[Place, Value], settled: Mapping[Place, StyleName], trait: Trait) -> None:
    """Where a text gives a look, its fill, its colour and its weight go before the cell's own."""
    for place, style in settled.items():
        value = TRAITS[trait](Cell(style=style))
        if value:
            grid[place] = value


def _grid(sheet: Sheet, trait: Trait) -> dict[Place, Value]:
    """What each cell takes; a cell to which the trait makes no difference is left out."""
    read = TRAITS[trait]
    if trait in _EVERYWHERE:
        blank = read(Cell(style="input"))
        return {
            (row, column): read(cell) if cell is not None else blank
            for row, line in enumerate(sheet.rows, start=1)
            for column, cell in enumerate(line, start=1)
        }
    return {(row, column): read(cell) for row, column, cell in sheet.cells() if _concerned(cell, trait)}


def _concerned(cell: Cell, trait: Trait) -> bool:
    if trait == "format":
        return bool(cell.formula) or not (cell.value is None or isinstance(cell.value, str | bool))
    return cell.value is not None or cell.style in _TYPED_IN


def _even_out(grid: dict[Place, Value], sheet: Sheet, trait: Trait) -> Iterable[Varying]:
    """Make each column of each table one block; give back the columns that were not."""
    for table in sheet.tables:
        body = Area(table.area.top + 1, table.area.left, table.area.bottom, table.area.right)
        for column in range(body.left, body.right + 1):
            rows = {row: grid[row, column] for row in range(body.top, body.bottom + 1) if (row, column) in grid}
            if not rows:
                continue
            values = set(rows.values())
            if len(values) > 1:
                yield Varying(trait, body, column, rows)
            common = rows[min(rows)] if len(values) == 1 else _neutral(trait, rows.values())
            grid.update(dict.fromkeys(((row, column) for row in range(body.top, body.bottom + 1)), common))


def _neutral(trait: Trait, values: Iterable[Value]) -> Value:
    """What a column takes when its lines differ: the commonest; for numbers, the most decimals and no unit."""
    if trait == "format":
        return plain_format([str(one) for one in values])
    return _commonest(values, default=None)


def plain_format(formats: Iterable[str]) -> str:
    """The number format that shows every number in full whatever its unit: its unit stands in a column of its own.

    >>> plain_format(['#,##0.0" %"', '#,##0" s"', '#,##0.00" %"'])
    '#,##0.00'
    """
    bare = sorted({"".join(part for at, part in enumerate(one.split('"')) if at % 2 == 0) for one in formats})
    return max(bare, key=lambda one: (one.startswith("+"), one.split(";")[0].partition(".")[2].count("0"), len(one)))


def _commonest(values: Iterable[Value], *, default: Value) -> Value:
    found = Counter(values).most_common(1)
    return found[0][0] if found else default


def _blocks(grid: Mapping[Place, Value], value: Value, box: Area) -> list[Area]:
    """The blocks that cover every cell of that value and none of another; cells that do not care may be inside."""
    done: list[Area] = []
    growing: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(box.top, box.bottom + 1):
        spans = set(_spans(grid, value, row, box))
        kept: dict[tuple[int, int], tuple[int, int]] = {}
        for span, (top, bottom) in growing.items():
            if span in spans:
                kept[span] = (top, row)
            elif _indifferent(grid, value, row, span) and not spans_touch(span, spans):
                kept[span] = (top, bottom)
            else:
                done.append(Area(top, span[0], bottom, span[1]))
        for span in spans - kept.keys():
            kept[span] = (row, row)
        growing = kept
    done += [Area(top, left, bottom, right) for (left, right), (top, bottom) in growing.items()]
    return sorted(done)


def spans_touch(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    """Whether a stretch of columns meets another one."""
    return any(left <= span[1] and span[0] <= right for left, right in others)


def _spans(grid: Mapping[Place, Value], value: Value, row: int, box: Area) -> Iterable[tuple[int, int]]:
    left = last = 0
    for column in range(box.left, box.right + 2):
        found = grid.get((row, column))
        if found == value and (row, column) in grid:
            left, last = left or column, column
        elif left and ((row, column) in grid or column > box.right):
            yield left, last
            left = 0


def _indifferent(grid: Mapping[Place, Value], value: Value, row: int, span: tuple[int, int]) -> bool:
    return all(grid.get((row, column), value) == value for column in range(span[0], span[1] + 1))


def joined(areas: Sequence[Area], *, full: bool = False) -> list[str]:
    """The addresses of many blocks, as many as one call takes: as many for rows of one digit as for rows of four.

    Args:
        areas: the blocks.
        full: whole rows.

    >>> joined([Area(1, 1, 2, 3), Area(4, 2, 4, 2)])
    ['A1:C2,B4:B4']
    """
    calls: list[str] = []
    room = 0
    for one in areas:
        text = f"{one.top}:{one.bottom}" if full else one.address
        length = len(text) + sum(max(0, _DIGITS - len(str(row))) for row in (one.top, one.bottom)) + 1
        if calls and length <= room:
            calls[-1] += f",{text}"
            room -= length
        else:
            calls.append(text)
            room = LONGEST_ADDRESS - length
    return calls
