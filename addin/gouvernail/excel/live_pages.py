"""Our pages in the open workbook: where they are, what stands on them, and what forbids to draw one.

All of it is read before the first write; a page that cannot be drawn is left as it is, and the others go on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_comments import is_output
from gouvernail.excel.live_faults import fault_of
from gouvernail.excel.live_layout import box_of_sheet
from gouvernail.excel.live_reading import as_cells, box_of, header_texts
from gouvernail.excel.live_undo import Standing
from gouvernail.excel.occupancy import read_rows
from gouvernail.excel.ownership import MARKER, RECORD, Box, read_box, record_text
from gouvernail.excel.pages import read_record
from gouvernail.excel.refusals import page_problem
from gouvernail.excel.workbook_part import split_reference
from gouvernail.problems import CellRef, Problem
from gouvernail.sheets.parts import Sheet


@dataclass(frozen=True)
class HeldTable:
    """A table of the open workbook.

    Args:
        name: as written.
        sheet: the name of its sheet.
        table: xlwings' handle.
    """

    name: str
    sheet: str
    table: xw.main.Table


@dataclass(frozen=True)
class Target:
    """A page that can be drawn, and where.

    Args:
        sheet: what to draw.
        place: the sheet that is there; None when it must be added.
        standing: what our page holds; None when there is none of ours yet.
        tables: our tables on it, by name in lower case.
    """

    sheet: Sheet
    place: xw.Sheet | None = None
    standing: Standing | None = None
    tables: Mapping[str, HeldTable] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """How the sheet is called in this workbook."""
        return self.standing.title if self.standing else self.sheet.title


def survey(book: xw.Book, sheets: Sequence[Sheet], held: Sequence[HeldTable]) -> tuple[list[Target], list[Problem]]:
    """Where each sheet goes, and why some cannot.

    Args:
        book: the open workbook.
        sheets: what is to be drawn.
        held: all its tables.
    """
    targets: list[Target] = []
    problems: list[Problem] = []
    locked = native.is_locked(book)
    for sheet in sheets:
        found = _locate(book, sheet, held, locked=locked)
        (problems if isinstance(found, Problem) else targets).append(found)  # type: ignore[arg-type]
    return targets, problems


def _locate(book: xw.Book, sheet: Sheet, held: Sequence[HeldTable], *, locked: bool) -> Target | Problem:
    wanted = {table.name.casefold() for table in sheet.tables}
    owned = owned_page(book, sheet.key)
    if owned is None and any(one.name.casefold() in wanted for one in held):
        owned = owned_page(book, sheet.key)  # our tables are there: did Excel refuse to say that the page is ours?
    title = owned[0] if owned else sheet.title
    taken = next((one for one in held if one.name.casefold() in wanted and not (owned and one.sheet == title)), None)
    if taken:
        return page_problem("file.page.table_taken", None, sheet=title, found=taken.name)
    if owned:
        return _standing_page(book, sheet, owned)
    place = sheet_named(book, title)
    if place is None:
        return page_problem("live.structure_locked", None, sheet=title) if locked else Target(sheet)
    if len(place.tables) or place.used_range.raw_value is not None:
        again = owned_page(book, sheet.key)
        return _standing_page(book, sheet, again) if again else page_problem("file.page.name_taken", None, sheet=title)
    return page_problem("live.page_protected", None, sheet=title) if native.is_protected(place) else Target(sheet, place)


def owned_page(book: xw.Book, key: str) -> tuple[str, Box] | None:
    """The name of our sheet of that key and the block that was drawn; None when it was never drawn, or was deleted."""
    reference = split_reference((named(book, MARKER + key) or "").removeprefix("="))
    box = read_box(reference[1]) if reference else None
    return (reference[0], box) if reference and box else None


def named(book: xw.Book, name: str) -> str | None:
    """What a name of the workbook stands for; None when it has none of that name."""
    try:
        return str(book.names[name].refers_to)
    except Exception as error:
        if fault_of(error) != "refused":
            raise
        return None


def sheet_named(book: xw.Book, title: str) -> xw.Sheet | None:
    """The worksheet of that name; None when there is none."""
    try:
        return book.sheets[title]
    except Exception as error:
        if fault_of(error) != "refused":
            raise
        return None


def _standing_page(book: xw.Book, sheet: Sheet, owned: tuple[str, Box]) -> Target | Problem:
    title, box = owned
    place = sheet_named(book, title)
    if place is None:
        return Target(sheet)
    if native.is_protected(place):
        return page_problem("live.page_protected", None, sheet=title)
    wanted = box_of_sheet(sheet)
    block = place[Box(1, 1, max(box.bottom, wanted.bottom), max(box.right, wanted.right)).absolute]
    values, formulas = as_cells(block.raw_value), as_cells(block.formula)
    tables: dict[str, HeldTable] = {}
    boxes: dict[str, tuple[Box, tuple[str, ...]]] = {}
    for one in [HeldTable(str(table.name), title, table) for table in place.tables]:
        where = box_of(one.table.range)
        ours = is_output(one.name)
        if where.top > block_bottom(values) or where.left > len(values[0]):
            continue
        problem = _objection(sheet, title, one, values, where) if ours else _other_table(title, one)
        if problem:
            return problem
        tables[one.name.casefold()] = one
        boxes[one.name] = (where, tuple(header_texts(values[where.top - 1][where.left - 1 : where.right])))
    typed = _typed(values, box, named(book, RECORD + sheet.key), [where for where, _ in boxes.values()])
    if typed:
        return page_problem("file.page.typed", CellRef(title, *typed), sheet=title)
    return Target(sheet, place, Standing(title, box, values, formulas, boxes), tables)


def block_bottom(values: Sequence[object]) -> int:
    """The last row of a block that begins in the first."""
    return len(values)


def _other_table(title: str, one: HeldTable) -> Problem:
    return page_problem("file.page.table", None, sheet=title, found=one.name)


def _objection(sheet: Sheet, title: str, one: HeldTable, values: Sequence[Sequence[object]], where: Box) -> Problem | None:
    """Why a table of ours cannot be drawn over: a filter hides its rows, or somebody added a column."""
    if native.is_filtered(one.table):
        return page_problem("live.page_filtered", None, sheet=title, found=one.name)
    ours = next((table for table in sheet.tables if table.name.casefold() == one.name.casefold()), None)
    if ours is None or where.right - where.left + 1 <= len(ours.headers):
        return None
    headers = header_texts(values[where.top - 1][where.left - 1 : where.right])
    added = [header for header in headers if header not in ours.headers]
    return page_problem("file.page.column", None, sheet=title, found=added[0]) if added else None


def evened(rows: Sequence[int], tables: Sequence[Box]) -> list[int]:
    """The cells of each row (bit 0 is the first column), all lines of a table alike.

    >>> evened([1, 7, 3, 4, 0], [Box(2, 1, 4, 3)])
    [1, 7, 7, 7, 0]
    """
    found = list(rows)
    for table in tables:
        lines = range(table.top, min(table.bottom, len(found)))
        both = 0
        for at in lines:
            both |= rows[at]
        for at in lines:
            found[at] = both
    return found


def _typed(values: Sequence[Sequence[object]], box: Box, record: str | None, tables: Sequence[Box]) -> tuple[int, int] | None:
    """The first cell that a person filled beside what was drawn, or between; what lies farther off is not in the way."""
    known = read_record(record_text(record)) if record else None
    pattern = read_rows(known.rows) if known else None
    same = pattern is not None and (len(pattern[0]), pattern[1]) == (box.bottom - box.top + 1, box.right - box.left + 1)
    drawn = evened(pattern[0], tables) if pattern and box.top == 1 else ()
    for row, line in enumerate(values, start=1):
        for column, value in enumerate(line, start=1):
            if value is None:
                continue
            if not box.holds(row, column):
                return row, column
            if same and drawn and not drawn[row - box.top] >> (column - box.left) & 1:
                return row, column
    return None


def held_tables(book: xw.Book) -> tuple[Sequence[HeldTable], frozenset[str]]:
    """All tables of a workbook, and the names of all its worksheets."""
    found: list[HeldTable] = []
    names: list[str] = []
    for sheet in book.sheets:
        names.append(str(sheet.name))
        found += [HeldTable(str(table.name), names[-1], table) for table in sheet.tables]
    return found, frozenset(names)
