"""Where a printed page ends: a heading is not left alone at its foot, and a chart is not cut in two.

Excel breaks pages where they are full. Here the same is reckoned from the rows' heights and the columns' widths, and a
break is asked for a little earlier where what stands there belongs together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DEFAULT_HEIGHT = 15.0
"""Of a row whose height nobody set, in points."""
MARGIN_SIDE, MARGIN_TOP = 0.4, 0.6
"""Of a printed page, in inches, at each side."""
_LONG, _SHORT, _POINT = 11.69, 8.27, 72.0
"""A4's sides in inches; points in an inch."""
_POINTS_A_CHARACTER, _POINTS_A_COLUMN = 5.25, 3.75
"""Of a column's width: seven pixels a character and five for the cell's edges, at three quarters of a point each."""
_SAFE = 0.97
"""Printers and fonts differ: what would only just fit is taken not to."""


@dataclass(frozen=True)
class Block:
    """Rows that stay on one page, first and last included."""

    first: int
    last: int


def page_height(widths: Sequence[float], *, landscape: bool) -> float:
    """How many points of rows a page holds, once its columns are made to fit across.

    Args:
        widths: of the printed columns, in characters.
        landscape: how the A4 page lies.
    """
    across, down = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    wide = (across - 2 * MARGIN_SIDE) * _POINT
    taken = sum(_POINTS_A_CHARACTER * width + _POINTS_A_COLUMN for width in widths)
    scale = min(1.0, wide / max(taken, 1.0))
    return (down - 2 * MARGIN_TOP) * _POINT / scale * _SAFE


def page_breaks(
    heights: Mapping[int, float],
    last: int,
    blocks: Sequence[Block],
    breaks: Sequence[int],
    room: float,
    *,
    repeated: tuple[int, int] | None = None,
) -> tuple[int, ...]:
    """The breaks asked for, and those that keep each block whole; a page begins after each.

    Args:
        heights: of the rows that have one of their own, in points.
        last: the last printed row.
        blocks: what stays together; one higher than a page is left as it is.
        breaks: the rows after which a new page was asked for.
        room: `page_height`.
        repeated: the rows that come back at the head of each page after their own.

    Examples:
        >>> page_breaks({}, 12, [Block(5, 7)], [], 90.0)  # six rows of 15 points to a page
        (4,)
        >>> page_breaks({}, 12, [], [], 90.0)  # nothing to keep together: the printer breaks where it is full
        ()
    """
    ends: dict[int, int] = {}
    for block in blocks:
        ends[block.first] = max(block.last, ends.get(block.first, 0))
    found, used = set(breaks), 0.0
    for row in range(1, last + 1):
        whole = _height(heights, row, min(ends.get(row, row), last))
        if used and row in ends and used + whole > room >= whole:
            found.add(row - 1)
        height = _height(heights, row, row)
        if row - 1 in found or used + height > room:
            used = _repeated(heights, repeated, row)
        used += height
    return tuple(sorted(found))


def _height(heights: Mapping[int, float], first: int, last: int) -> float:
    return sum(heights.get(row, DEFAULT_HEIGHT) for row in range(first, last + 1))


def _repeated(heights: Mapping[int, float], rows: tuple[int, int] | None, row: int) -> float:
    """The height of the rows that come back on a page that begins at a row."""
    return _height(heights, *rows) if rows and row > rows[1] else 0.0
