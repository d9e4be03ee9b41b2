"""One page written into the open workbook, in place: in a few blocks, all of it worked out beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_charts import draw_charts
from gouvernail.excel.live_comments import takes_comments, typed_now, with_comments
from gouvernail.excel.live_layout import box_of_sheet, joined
from gouvernail.excel.live_pages import HeldTable, Target, evened
from gouvernail.excel.live_painting import Paint, paint, paint_lines, paint_of
from gouvernail.excel.live_places import Placed, moved, place
from gouvernail.excel.live_reading import plain_cells, read_raw_table
from gouvernail.excel.live_state import in_front
from gouvernail.excel.live_undo import Standing
from gouvernail.excel.live_values import cell_content, colour_number
from gouvernail.excel.occupancy import written_rows
from gouvernail.excel.ownership import MARKER, RECORD, Box
from gouvernail.excel.pages import OBJECT_NAME, Contents, record_of
from gouvernail.excel.port import RawTable
from gouvernail.excel.refusals import busy
from gouvernail.excel.workbook_part import quoted
from gouvernail.sheets.parts import Area, Sheet

_LONGEST_RECORD: Final = 250


@dataclass
class Plan:
    """A page ready to be written, and what was done of it.

    Args:
        target: where it goes.
        placed: how it is fitted over what stands.
        paint: its looks.
        known: the page as it was drawn last in this process; None when that is not known.
        page: the sheet in Excel, once it is there.
        added: whether the sheet was added.
        inserted: how many of the insertions were made.
        touched: whether anything was written.
    """

    target: Target
    placed: Placed
    paint: Paint
    known: Sheet | None = None
    page: xw.Sheet | None = None
    added: bool = False
    inserted: int = 0
    touched: bool = False

    @property
    def sheet(self) -> Sheet:
        """What is written, its rows where they will be."""
        return self.placed.sheet

    @property
    def new_columns(self) -> bool:
        """Whether the page has other columns than the one that stands: a person's own widths are kept otherwise."""
        standing = self.target.standing
        if standing is None or standing.box.right != self.box.right:
            return True
        now = {name.casefold(): headers for name, (_, headers) in standing.tables.items()}
        return any(now.get(table.name.casefold(), table.headers) != table.headers for table in self.sheet.tables)

    @property
    def box(self) -> Area:
        """The block that is written."""
        return box_of_sheet(self.sheet)

    @property
    def reach(self) -> Box:
        """The block that is cleared: the new one and the one drawn before."""
        box, before = self.box, self.placed.box
        return Box(1, 1, max(box.bottom, before.bottom), max(box.right, before.right))


def plan_page(target: Target, known: Sheet | None = None) -> Plan:
    """Work out all that a page needs.

    Args:
        target: what to draw, and where.
        known: the page as it was drawn last, if that is still known.
    """
    standing, boxes = target.standing, _boxes(target)
    sheet = replace(target.sheet, title=target.title)
    placed = place(sheet, boxes, standing.box if standing else Box(1, 1, 1, 1))
    return Plan(target, placed, paint_of(placed.sheet), known)


def _boxes(target: Target) -> dict[str, Box]:
    """Where the tables stand, by name in lower case."""
    return {name.casefold(): box for name, (box, _) in target.standing.tables.items()} if target.standing else {}


def take_comments(plan: Plan, raws: Mapping[str, RawTable], name: str) -> Plan:
    """The plan with the comments that stand on the page.

    Args:
        plan: the page.
        raws: its tables as they stand, by name in lower case.
        name: the workbook's name, for the sentence.

    Raises:
        WorkbookBusy: somebody commented a line that the page is about to lose: it must be computed again.
    """
    sheet, left = with_comments(plan.sheet, typed_now(raws))
    if left:
        raise busy("live.comments_changed", name=name, sheet=plan.target.title)
    return replace(plan, placed=replace(plan.placed, sheet=sheet))


def read_commented(tables: Mapping[str, HeldTable]) -> dict[str, RawTable]:
    """The tables of a page in which people comment, as they stand at this moment, by name in lower case."""
    return {
        key: read_raw_table(one.table, one.name, one.sheet, date1904=False)
        for key, one in tables.items()
        if takes_comments(one.name)
    }


def tables_of(standing: Standing) -> dict[str, RawTable]:
    """The same out of a block that was read already."""
    found = {}
    for name, (box, headers) in standing.tables.items():
        lines = tuple(line[box.left - 1 : box.right] for line in standing.values[box.top : box.bottom])
        rows, errors = plain_cells(lines, box.top + 1, box.left)
        found[name.casefold()] = RawTable(name, standing.title, box.top + 1, box.left, list(headers), rows, errors)
    return found


def write_page(app: xw.App, book: xw.Book, plan: Plan, *, comments: bool = True) -> None:
    """Write a page.

    Args:
        app: the workbook's Excel.
        book: the open workbook.
        plan: all that is written.
        comments: whether what people typed is read once more, just before.
    """
    page = _page(book, plan)
    _clear_looks(page, plan)
    _make_room(page, plan)
    if comments and plan.target.standing:
        plan.placed = take_comments(plan, read_commented(plan.target.tables), str(book.name)).placed
    _drop_tables(plan)
    page[plan.reach.absolute].raw_value = _block(plan.sheet, plan.reach)
    _fit_tables(page, plan)
    paint(page, plan.sheet, plan.paint, widths=plan.new_columns)
    _hide(page, plan)
    draw_charts(page, plan.target.title, plan.sheet.charts, fresh=plan.added, known=plan.known.charts if plan.known else ())
    _mark(book, plan)
    _set_up(app, page, plan)


def _page(book: xw.Book, plan: Plan) -> xw.Sheet:
    """Our sheet, added behind the others when there is none."""
    page = plan.target.place
    plan.touched = True
    if page is None:
        sheets = book.sheets
        page = sheets.add(after=sheets[-1])
        plan.page, plan.added = page, True
        page.name = plan.target.title
    plan.page = page
    return page


def _clear_looks(page: xw.Sheet, plan: Plan) -> None:
    """Bare cells: no look, no rule, no link, no merged cells, no hidden rows."""
    standing = plan.target.standing
    if standing is None:
        return
    page[f"1:{plan.reach.bottom}"].rows.hidden = False
    block = page[standing.box.absolute]
    native.drop_links(block)
    block.clear_formats()


def _drop_tables(plan: Plan) -> None:
    """The tables that are no longer drawn go, their cells with them."""
    drawn = {table.name.casefold() for table in plan.sheet.tables}
    for name, one in plan.target.tables.items():
        if name not in drawn:
            one.table.range.clear()


def _make_room(page: xw.Sheet, plan: Plan) -> None:
    for number, one in enumerate(plan.placed.insertions, start=1):
        rows = Box(one.row, 1, one.row + one.count - 1, plan.reach.right)
        page[rows.absolute].insert("down")
        plan.inserted = number


def _block(sheet: Sheet, reach: Box) -> tuple[tuple[object, ...], ...]:
    """All the cells of the block, what is not drawn as nothing."""
    lines = [list(map(cell_content, line)) for line in sheet.rows]
    lines += [[] for _ in range(reach.bottom - len(lines))]
    return tuple(tuple(line + [None] * (reach.right - len(line))) for line in lines)


def _fit_tables(page: xw.Sheet, plan: Plan) -> None:
    """Tables that stand are resized in place, so that formulas that name them go on; the others are added."""
    held: Mapping[str, HeldTable] = plan.target.tables
    boxes = {name: moved(box, plan.placed.insertions) for name, box in _boxes(plan.target).items()}
    for table in plan.sheet.tables:
        area = table.area
        if boxes.get(table.name.casefold()) == Box(area.top, area.left, area.bottom, area.right):
            continue
        block = page[area.address]
        if table.name in plan.placed.resized:
            held[table.name.casefold()].table.resize(block)
        else:
            made = page.tables.add(block, name=table.name, table_style_name=table.style)
            if not table.filter:
                made.show_autofilter = False


def _hide(page: xw.Sheet, plan: Plan) -> None:
    rows = [Area(row, 1, row, 1) for row in plan.placed.hidden]
    for address in joined(rows, full=True):
        page[address].rows.hidden = True


def _mark(book: xw.Book, plan: Plan) -> None:
    """Say that the sheet is ours, what block was drawn, and what was drawn besides."""
    box = plan.box
    absolute = Box(box.top, box.left, box.bottom, box.right).absolute
    _name(book, MARKER + plan.sheet.key, f"={quoted(plan.target.title)}!{absolute}")
    _name(book, RECORD + plan.sheet.key, f'="{record_of_plan(plan)}"')


def record_of_plan(plan: Plan) -> str:
    """What the workbook remembers of a page, as a file's does."""
    sheet = plan.sheet
    painted = [*(rule.areas for rule in plan.paint.lines), *(rule.areas for rule in plan.paint.texts)]
    contents = Contents(
        objects=(OBJECT_NAME,) * len(sheet.charts),
        tables=tuple((table.name, table.headers) for table in sheet.tables),
        rules=sum(len(joined(areas)) for areas in painted) + len(sheet.bars),
    )
    for pattern in (written_rows(_taken(sheet), plan.box.right), ""):
        text = record_of(contents, pattern).text
        if len(text) <= _LONGEST_RECORD:
            return text
    return ""


def _taken(sheet: Sheet) -> tuple[int, ...]:
    """Which cells of each row hold something or are filled in by people; all lines of a table alike, as people sort them."""
    rows, fillable = [0] * len(sheet.rows), sheet.fillable
    for row, column, cell in sheet.cells():
        if cell.value is not None or cell.formula or (row, column) in fillable:
            rows[row - 1] |= 1 << (column - 1)
    boxes = [Box(table.area.top, table.area.left, table.area.bottom, table.area.right) for table in sheet.tables]
    return tuple(evened(rows, boxes))


def _name(book: xw.Book, name: str, refers_to: str) -> None:
    native.hide_name(book.names.add(name, refers_to))


def _set_up(app: xw.App, page: xw.Sheet, plan: Plan) -> None:
    """What belongs to the window and to the printer. A hidden sheet cannot be shown: it keeps what it had."""
    sheet = plan.sheet
    if plan.added:
        if not sheet.gridlines and not native.hide_gridlines(app):
            page.show_gridlines = False
        if sheet.tab_colour:
            native.colour_tab(page, colour_number(sheet.tab_colour))
    if (any(sheet.frozen) or plan.paint.lines) and page.visible in (True, -1):
        with in_front(app, page, fresh=plan.added):
            native.freeze(app, *sheet.frozen, fresh=plan.added)
            paint_lines(page, plan.paint)
    setup = page.page_setup
    if sheet.print.area:
        setup.print_area = sheet.print.area.address
    native.set_up_print(setup, page, sheet.print, sheet.print.breaks)
