"""Pages put back as they were: after a failure half-way, and when people take a drawing back."""

from collections.abc import Collection, Mapping

import xlwings as xw

from gouvernail.excel.live_comments import is_output
from gouvernail.excel.live_drawing import Plan, plan_page, write_page
from gouvernail.excel.live_faults import fault_of, patiently
from gouvernail.excel.live_layout import box_of_sheet
from gouvernail.excel.live_memory import Before
from gouvernail.excel.live_pages import HeldTable, Target, owned_page, sheet_named
from gouvernail.excel.live_reading import box_of
from gouvernail.excel.live_undo import Standing
from gouvernail.excel.ownership import MARKER, RECORD, Box
from gouvernail.excel.pages import OBJECT_NAME
from gouvernail.sheets.parts import Sheet


def before_of(plan: Plan, sheet: Sheet | None) -> Before:
    """What a plan replaces, with what was done of it so far.

    Args:
        plan: the page.
        sheet: what stood there.
    """
    rows = tuple((one.row, one.count) for one in plan.placed.insertions[: plan.inserted])
    return Before(plan.sheet.key, sheet, plan.added, rows, plan.sheet)


def put_back(app: xw.App, book: xw.Book, before: Before, page: xw.Sheet | None = None) -> None:
    """Put a page back; each step is tried again while Excel is busy.

    Args:
        app: the workbook's Excel.
        book: the open workbook.
        before: what it held.
        page: the sheet, where it is known already.
    """
    page = page or patiently(lambda: _page_of(book, before))
    if page is None:
        return
    if before.added:
        delete_sheet(book, page)
        patiently(lambda: _forget(book, before.key))
        return
    reach = _reach(before)
    for row, count in reversed(before.rows):
        rows = page[Box(row, 1, row + count - 1, reach.right).absolute]
        patiently(lambda rows=rows: rows.delete("up"))  # type: ignore[misc]
    if before.sheet is None:
        patiently(lambda: _empty(page, reach))
        patiently(lambda: _forget(book, before.key))
        return
    sheet = before.sheet
    patiently(lambda: write_page(app, book, _plan(page, sheet, reach), comments=False))


def delete_sheet(book: xw.Book, page: xw.Sheet) -> None:
    """Take a sheet of ours away."""
    title = patiently(lambda: str(page.name))

    def step() -> None:
        found = sheet_named(book, title)
        if found is not None:
            found.delete()

    patiently(step)


def delete_strays(book: xw.Book, known: Collection[str]) -> None:
    """Take away the empty sheet that Excel added before it refused the rest.

    Args:
        book: the open workbook.
        known: the names of the sheets that were there.
    """
    names = patiently(lambda: [str(sheet.name) for sheet in book.sheets])
    for name in names:
        if name not in known:
            sheet = book.sheets[name]
            if sheet.used_range.raw_value is None:
                delete_sheet(book, sheet)


def _reach(before: Before) -> Box:
    """The block that the drawing may have written."""
    boxes = [box_of_sheet(sheet) for sheet in (before.sheet, before.drawn) if sheet is not None]
    return Box(1, 1, max(box.bottom for box in boxes), max(box.right for box in boxes))


def _page_of(book: xw.Book, before: Before) -> xw.Sheet | None:
    """The page, by its mark; by its name where it was added and Excel stopped before it could be marked."""
    owned = owned_page(book, before.key)
    title = owned[0] if owned else before.drawn.title if before.added else ""
    return sheet_named(book, title) if title else None


def _plan(page: xw.Sheet, sheet: Sheet, reach: Box) -> Plan:
    title = str(page.name)
    tables = tables_on(page, title, reach)
    boxes = {one.name: (box_of(one.table.range), ()) for one in tables.values()}
    return plan_page(Target(sheet, page, Standing(title, reach, (), (), boxes), tables))


def tables_on(page: xw.Sheet, title: str, reach: Box) -> Mapping[str, HeldTable]:
    """Our tables on a page, by name in lower case."""
    found = [HeldTable(str(table.name), title, table) for table in page.tables]
    return {one.name.casefold(): one for one in found if is_output(one.name) and box_of(one.table.range).top <= reach.bottom}


def _empty(page: xw.Sheet, reach: Box) -> None:
    page[reach.absolute].clear()
    for chart in page.charts:
        if str(chart.name).startswith(OBJECT_NAME):
            chart.delete()


def _forget(book: xw.Book, key: str) -> None:
    """The names that say that a sheet is ours."""
    for name in (MARKER + key, RECORD + key):
        try:
            book.names[name].delete()
        except Exception as error:
            if fault_of(error) != "refused":
                raise
