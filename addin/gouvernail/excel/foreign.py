"""What a person put on one of our pages: found before the page is redrawn, and told in plain words."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from gouvernail.excel.markup import elements, local
from gouvernail.excel.occupancy import first_value, read_rows, typed_between
from gouvernail.excel.ownership import Box, Owned, read_box
from gouvernail.excel.package import Package
from gouvernail.excel.pages import (
    OBJECT_NAME,
    Contents,
    Record,
    contents_of,
    fingerprint,
    holds_controls,
    read_record,
    record_of,
)
from gouvernail.excel.refusals import page_problem
from gouvernail.excel.workbook_part import SheetEntry
from gouvernail.excel.worksheet import Grid
from gouvernail.problems import CellRef, Problem

_OURS: Final = {"drawing", "vmlDrawing", "comments", "table", "hyperlink", "image", "printerSettings"}
_CODES: Final = {
    "pivotTable": "file.page.pivot",
    "slicer": "file.page.slicer",
    "timeline": "file.page.slicer",
    "threadedComment": "file.page.conversation",
    "control": "file.page.control",
    "ctrlProp": "file.page.control",
    "oleObject": "file.page.embedded",
    "package": "file.page.embedded",
    "queryTable": "file.page.query",
}
_ELEMENTS: Final = {"scenarios", "customSheetViews", "oleObjects", "controls"}


def foreign_content(package: Package, owned: Owned, drawn: Contents) -> Problem | None:
    """The first thing on a page of ours that we did not put there; None when the page can be redrawn.

    Args:
        package: the person's workbook.
        owned: the page.
        drawn: what is about to be drawn: the yardstick when the workbook lost its record of last time.
    """
    return next(_found(package, owned, drawn), None)


def is_empty(package: Package, sheet: SheetEntry) -> bool:
    """Whether a person's sheet holds nothing at all, and can be taken over."""
    kinds = {relation.short_kind for relation in package.relations(sheet.part)}
    return kinds <= {"printerSettings"} and first_value(package.worksheet(sheet.part).grid) is None


def _found(package: Package, owned: Owned, drawn: Contents) -> Iterator[Problem]:
    yield from _features(package, owned.sheet)
    now = contents_of(package, owned.sheet.part)
    before = read_record(owned.record) or record_of(drawn)
    yield from _notes(owned.sheet.name, now, before)
    yield from _objects(owned.sheet.name, now, before)
    yield from _tables(owned.sheet.name, now, before, drawn)
    yield from _counts(owned.sheet.name, now, before)
    typed = _typed(package.worksheet(owned.sheet.part).grid, owned.box, before.rows) if owned.box else None
    if typed:
        yield page_problem("file.page.typed", CellRef(owned.sheet.name, *typed), sheet=owned.sheet.name)


def _typed(grid: Grid, box: Box, rows: str) -> tuple[int, int] | None:
    """The first cell that a person filled beside what was drawn, or between."""
    drawn = read_rows(rows)
    return first_value(grid, box) or (typed_between(grid, box, *drawn) if drawn else None)


def _features(package: Package, sheet: SheetEntry) -> Iterator[Problem]:
    for relation in package.relations(sheet.part):
        if relation.short_kind not in _OURS:
            yield _of_sheet(_CODES.get(relation.short_kind, "file.page.other"), sheet.name)
    for table in package.related(sheet.part, "table"):
        if package.has(table) and package.relations(table):
            yield _of_sheet("file.page.query", sheet.name)
    if any(local(e) in _ELEMENTS for e in elements(package.worksheet(sheet.part).frame)):
        yield _of_sheet("file.page.other", sheet.name)
    if any(package.related(chart, "chartUserShapes") for chart in _charts(package, sheet.part)):
        yield page_problem("file.page.object", None, sheet=sheet.name, found=OBJECT_NAME)
    if holds_controls(package, sheet.part):
        yield _of_sheet("file.page.control", sheet.name)


def _charts(package: Package, part: str) -> list[str]:
    return [chart for drawing in package.related(part, "drawing") for chart in package.related(drawing, "chart")]


def _notes(sheet: str, now: Contents, before: Record) -> Iterator[Problem]:
    known = Counter(before.notes)
    for cell, text in now.notes:
        mark = fingerprint(text)
        if not known[mark]:
            box = read_box(cell)
            yield page_problem("file.page.note", CellRef(sheet, box.top, box.left) if box else CellRef(sheet), sheet=sheet)
        known[mark] -= 1


def _objects(sheet: str, now: Contents, before: Record) -> Iterator[Problem]:
    theirs = [name for name in now.objects if not name.startswith(OBJECT_NAME)]
    if theirs or len(now.objects) > before.counts[0]:
        yield page_problem("file.page.object", None, sheet=sheet, found=(theirs or list(now.objects))[-1])


def _tables(sheet: str, now: Contents, before: Record, drawn: Contents) -> Iterator[Problem]:
    if record_of(now).tables == before.tables:
        return
    known = {name.casefold(): set(headers) for name, headers in drawn.tables}
    for name, headers in now.tables:
        if name.casefold() not in known:
            yield page_problem("file.page.table", None, sheet=sheet, found=name)
            continue
        added = [header for header in headers if header not in known[name.casefold()]]
        if added:
            yield page_problem("file.page.column", None, sheet=sheet, found=added[0])


def _counts(sheet: str, now: Contents, before: Record) -> Iterator[Problem]:
    _, rules, lists, links, sparklines = before.counts
    grown = {
        "file.page.rule": now.rules > rules,
        "file.page.list": now.lists > lists,
        "file.page.link": now.links > links,
        "file.page.sparkline": now.sparklines > sparklines,
    }
    yield from (_of_sheet(code, sheet) for code, more in grown.items() if more)


def _of_sheet(code: str, sheet: str) -> Problem:
    return page_problem(code, None, sheet=sheet)
