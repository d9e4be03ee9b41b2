"""Which cells of a page hold something, which were drawn, blank ones included: a text in any other was typed by a person."""

from collections.abc import Mapping, Set
from itertools import groupby
from typing import Final

from gouvernail.excel.ownership import Box
from gouvernail.excel.worksheet import Grid

_LONGEST: Final = 4_000
"""Letters that a page's pattern may take in the workbook; a longer one is not kept."""

Rows = tuple[int, ...]


def first_value(grid: Grid, outside: Box | None = None) -> tuple[int, int] | None:
    """The first cell (row, column) with a value or a formula, outside a block if one is given; None when there is none."""
    for row, pattern in grid.values.items():
        inside = _columns(outside) if outside is not None and outside.top <= row <= outside.bottom else 0
        found = pattern & ~inside
        if found:
            return row, _first(found)
    return None


def value_box(grid: Grid) -> Box:
    """The smallest block, from A1 on, that holds every cell with a value or a formula; A1 alone on an empty sheet."""
    right = max((pattern.bit_length() for pattern in grid.values.values()), default=1)
    return Box(1, 1, max(grid.values, default=1), right)


def drawn_rows(grid: Grid, box: Box, fillable: Set[tuple[int, int]] | None = None) -> Rows:
    """For each row of the block, the cells that hold something or that people fill in: bit 0 is the first column.

    Args:
        grid: the worksheet's cells as they were drawn.
        box: its block.
        fillable: the cells (row, column) that people fill in; None: every cell that was drawn, blank ones included.
    """
    if fillable is None:
        return _rows(grid.written, box)
    rows = list(_rows(grid.values, box))
    for row, column in fillable:
        if box.holds(row, column):
            rows[row - box.top] |= 1 << (column - box.left)
    return tuple(rows)


def written_rows(rows: Rows, width: int) -> str:
    """The pattern as a short text: the width, then each run of equal rows; empty when it would be too long.

    >>> written_rows((7, 7, 7, 0, 5), 3)
    '3:7*3,0,5'
    """
    runs = [(f"{row:x}", len(list(same))) for row, same in groupby(rows)]
    text = f"{width}:" + ",".join(f"{row}*{count}" if count > 1 else row for row, count in runs)
    return text if len(text) <= _LONGEST else ""


def read_rows(text: str) -> tuple[Rows, int] | None:
    """The pattern and the width from their text; None when it was not kept, or is not understood.

    >>> read_rows("3:7*3,0,5"), read_rows("")
    (((7, 7, 7, 0, 5), 3), None)
    """
    width, _, runs = text.partition(":")
    try:
        pairs = [(int(row, 16), int(count or 1)) for row, _, count in (run.partition("*") for run in runs.split(","))]
        if sum(count for _, count in pairs) > 1_048_576:
            return None
        return tuple(row for row, count in pairs for _ in range(count)), int(width)
    except ValueError:
        return None


def typed_between(grid: Grid, box: Box, drawn: Rows, width: int) -> tuple[int, int] | None:
    """The first cell (row, column) of the block with a value where nothing had been drawn; None when there is none.

    Rows that a person inserted or deleted are allowed for: the rows that hold something must be found, in their
    order, among those that were drawn.

    Args:
        grid: the worksheet's cells as they are now.
        box: where the block lies now.
        drawn: its rows as they were drawn.
        width: its columns as they were drawn.
    """
    now = _rows(grid.values, box)
    same_size = len(now) == len(drawn)
    same_width = box.right - box.left + 1 == width
    place = 0
    for offset, row in enumerate(now):
        if same_size:
            place = offset
        while not same_size and place < len(drawn) and row and not _fits(row, drawn[place], same_width=same_width):
            place += 1
        if row and (place >= len(drawn) or not _fits(row, drawn[place], same_width=same_width)):
            strange = row & ~drawn[place] if same_width and place < len(drawn) else row
            return box.top + offset, box.left + _first(strange) - 1
        place += bool(row)
    return None


def _fits(row: int, drawn: int, *, same_width: bool) -> bool:
    return not row & ~drawn if same_width else row.bit_count() <= drawn.bit_count()


def _rows(patterns: Mapping[int, int], box: Box) -> Rows:
    columns, shift = _columns(box), box.left - 1
    return tuple((patterns.get(row, 0) & columns) >> shift for row in range(box.top, box.bottom + 1))


def _columns(box: Box) -> int:
    """The pattern of a row whose every cell lies in the block."""
    return (1 << box.right) - (1 << (box.left - 1))


def _first(pattern: int) -> int:
    """The first cell of a pattern, counted from 1."""
    return (pattern & -pattern).bit_length()
