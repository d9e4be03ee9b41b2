"""Where a page's tables go in a sheet that already holds them: moved down by inserted rows, never up by deleted ones.

A formula of another sheet that points at a line of ours must not become #REF! because there are fewer lines this month.
So rows are only ever inserted; a table that would move up stays, and the rows left over above it are hidden.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gouvernail.excel.ownership import Box
from gouvernail.sheets.parts import Area, Cell, Chart, Sheet


@dataclass(frozen=True)
class Insertion:
    """Rows to insert before a row of the sheet, as it is when its turn comes."""

    row: int
    count: int


@dataclass(frozen=True)
class Placed:
    """A sheet in the place of the one that stands there.

    Args:
        sheet: with its rows where they will be.
        insertions: in this order.
        resized: the tables that stand already, by name.
        added: the tables that do not.
        hidden: rows that hold nothing any more, to be hidden.
        box: the block drawn before, as it lies once rows are inserted.
    """

    sheet: Sheet
    insertions: tuple[Insertion, ...]
    resized: tuple[str, ...]
    added: tuple[str, ...]
    hidden: tuple[int, ...]
    box: Box


def place(sheet: Sheet, standing: Mapping[str, Box], drawn: Box) -> Placed:
    """How a sheet is fitted over the one that stands.

    Args:
        sheet: what is to be drawn.
        standing: where its tables are now, by their names in lower case.
        drawn: the block drawn before.
    """
    kept = {name: box for name, box in standing.items() if name in {table.name.casefold() for table in sheet.tables}}
    insertions: list[Insertion] = []
    steps: list[tuple[int, int]] = []
    shift = 0
    for table in sorted(sheet.tables, key=lambda one: one.area.top):
        found = kept.get(table.name.casefold())
        if found is None:
            continue
        wanted, now = table.area.top + shift, found.top + sum(one.count for one in insertions)
        if wanted > now:
            insertions.append(Insertion(now, wanted - now))
        elif now > wanted:
            steps.append((table.area.top, now - wanted))
            shift += now - wanted
    grown = sum(one.count for one in insertions)
    fitted, hidden = _spread(sheet, steps)
    return Placed(
        fitted,
        tuple(insertions),
        tuple(table.name for table in fitted.tables if table.name.casefold() in kept),
        tuple(table.name for table in fitted.tables if table.name.casefold() not in kept),
        hidden,
        Box(1, 1, drawn.bottom + grown, drawn.right),
    )


def moved(box: Box, insertions: Sequence[Insertion]) -> Box:
    """Where a table is once rows were inserted above it.

    >>> moved(Box(5, 1, 9, 3), [Insertion(5, 2), Insertion(20, 1)])
    Box(top=7, left=1, bottom=11, right=3)
    """
    for one in insertions:
        if one.row <= box.top:
            box = Box(box.top + one.count, box.left, box.bottom + one.count, box.right)
    return box


def _spread(sheet: Sheet, steps: Sequence[tuple[int, int]]) -> tuple[Sheet, tuple[int, ...]]:
    """The sheet with empty rows before some of its rows, and which rows those are."""
    if not steps:
        return sheet, ()
    rows: list[tuple[Cell | None, ...]] = []
    hidden: list[int] = []
    gaps = dict(steps)
    for row, line in enumerate(sheet.rows, start=1):
        for _ in range(gaps.get(row, 0)):
            rows.append(())
            hidden.append(len(rows))
        rows.append(line)
    return moved_rows(sheet, tuple(rows), lambda row: row + sum(count for top, count in steps if top <= row)), tuple(hidden)


def moved_rows(sheet: Sheet, rows: tuple[tuple[Cell | None, ...], ...], to: Callable[[int], int]) -> Sheet:
    """The sheet with everything that names a row naming where that row is now.

    Args:
        sheet: as it was.
        rows: its cells, in their new rows.
        to: the new row of each old one.
    """

    def area(one: Area) -> Area:
        return Area(to(one.top), one.left, to(one.bottom), one.right)

    def cell(one: Cell | None) -> Cell | None:
        if one is None or one.link is None or one.link.sheet != sheet.title or not one.link.row:
            return one
        return replace(one, link=replace(one.link, row=to(one.link.row)))

    def chart(one: Chart) -> Chart:
        series = tuple(replace(s, values=area(s.values), categories=area(s.categories)) for s in one.series)
        return replace(one, row=to(one.row), series=series)

    return replace(
        sheet,
        rows=tuple(tuple(cell(one) for one in line) for line in rows),
        heights={to(row): height for row, height in sheet.heights.items()},
        merges=tuple(area(one) for one in sheet.merges),
        tables=tuple(replace(one, area=area(one.area)) for one in sheet.tables),
        charts=tuple(chart(one) for one in sheet.charts),
        conditions=tuple(replace(one, area=area(one.area)) for one in sheet.conditions),
        bars=tuple(replace(one, area=area(one.area)) for one in sheet.bars),
        validations=tuple(replace(one, area=area(one.area)) for one in sheet.validations),
        frozen=(to(sheet.frozen[0]) if sheet.frozen[0] else 0, sheet.frozen[1]),
        print=replace(
            sheet.print,
            breaks=tuple(to(row) for row in sheet.print.breaks),
            title_rows=(to(sheet.print.title_rows[0]), to(sheet.print.title_rows[1])) if sheet.print.title_rows else None,
            area=area(sheet.print.area) if sheet.print.area else None,
        ),
    )
