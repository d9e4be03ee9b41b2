"""The workbook open in Excel, while people go on working in it: tables read in one block each, our pages drawn in place.

Everything through xlwings' public interface; what only Excel's own can do is in `live_native`, and no figure rests on it.
No Excel is started or ended, none is waited for without end, no path is asked for.
"""

import atexit
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_comments import comments_in, typed_now, with_comments
from gouvernail.excel.live_drawing import Plan, plan_page, read_commented, tables_of, take_comments, write_page
from gouvernail.excel.live_faults import fault_of, faults_told, patiently
from gouvernail.excel.live_memory import MEMORY, Before, WorkbookKey
from gouvernail.excel.live_pages import HeldTable, Target, held_tables, owned_page, sheet_named, survey
from gouvernail.excel.live_reading import as_cells, header_texts, read_raw_table
from gouvernail.excel.live_restoring import before_of, delete_strays, put_back, tables_on
from gouvernail.excel.live_state import undisturbed
from gouvernail.excel.live_undo import as_sheet
from gouvernail.excel.port import Drawn, RawTable
from gouvernail.excel.refusals import busy, refused
from gouvernail.sheets.parts import Sheet

_ATTEMPTS = 20
_PROBES = 5
_OURS = "gv_"


class LiveWorkbook:
    """A workbook in its Excel window.

    Args:
        book: as xlwings sees it.
        name: what it was asked for by, for the sentence when even that is refused.

    Raises:
        WorkbookRefused: it is no longer open.
        WorkbookBusy: Excel takes no call now.
    """

    def __init__(self, book: xw.Book, name: str = "Excel") -> None:
        tame()
        self._book = book
        self._held: Sequence[HeldTable] = ()
        self._sheets: frozenset[str] = frozenset()
        with faults_told(name):
            self._name, self._app = str(book.name), book.app
            self._key: WorkbookKey = (int(self._app.hwnd or 0), self._name)

    @property
    def name(self) -> str:
        """The workbook's name, as Excel's title bar says it."""
        return self._name

    @property
    def window(self) -> int:
        """The handle of its Excel's window; 0 where there is none."""
        return self._key[0]

    def show(self, text: str) -> None:
        """Put a text on the status bar; an empty one gives the bar back to Excel, asked again while it is busy.

        Raises:
            WorkbookBusy: Excel takes no call now.
            WorkbookRefused: the workbook is no longer open.
        """
        with faults_told(self._name):
            patiently(lambda: setattr(self._app, "status_bar", text or False), tries=1 if text else _PROBES)

    def table_names(self) -> Sequence[str]:
        """The names of its tables.

        Raises:
            WorkbookRefused: none of them is one that Gouvernail knows: this is not a governance workbook.
        """
        with faults_told(self._name):
            self._check_ready()
            names = [one.name for one in self._tables()]
        if not any(name.casefold().startswith(_OURS) for name in names):
            raise refused("live.not_ours", None, name=self._name)
        return names

    def headers(self, name: str) -> Sequence[str]:
        """The column names of one of its tables."""
        with faults_told(self._name):
            table = self._found(name).table
            block = table.header_row_range if table.show_headers else None
            return header_texts(as_cells(block.raw_value)[0]) if block is not None else []

    def table(self, name: str) -> RawTable:
        """The cells of one of its tables, as they stand at this moment."""
        with faults_told(self._name):
            held = self._found(name)
            return read_raw_table(held.table, held.name, held.sheet, date1904=native.counts_from_1904(self._book))

    def draw(self, sheets: Sequence[Sheet], *, backups: int = 0) -> Drawn:  # noqa: ARG002 - Excel and SharePoint keep versions
        """Put the sheets in place in the open workbook; half-way is never where it stays.

        Raises:
            WorkbookBusy: Excel takes no call, the workbook is read-only, somebody commented meanwhile; nothing was changed.
            WorkbookRefused: the workbook is no longer open.
        """
        with faults_told(self._name):
            self._check_ready()
            if native.is_read_only(self._book):
                raise busy("live.read_only", name=self._name)
            targets, problems = survey(self._book, sheets, self._held or self._tables())
            known = MEMORY.looks(self._key)
            plans = [self._plan(target, known.get(target.sheet.key)) for target in targets]
            if plans:
                self._write(plans)
            return Drawn(self._name, tuple(plan.sheet.key for plan in plans), tuple(problems))

    def can_undo(self) -> bool:
        """Whether there is a drawing to take back: the last one, once."""
        return MEMORY.has(self._key)

    def undo_last_draw(self) -> Drawn:
        """Put our pages back as they were before the last drawing; a page that was added is taken away.

        Raises:
            WorkbookRefused: nothing was drawn since the add-in started, or it was taken back already.
            WorkbookBusy: as for a drawing; or somebody commented since a line that the earlier page does not have.
        """
        with faults_told(self._name):
            self._check_ready()
            key = self._key
            drawing = MEMORY.take(key)
            if drawing is None:
                raise refused("live.nothing_to_undo", None, name=self._name)
            try:
                drawing = tuple(self._with_comments(one) for one in drawing)
                with undisturbed(self._app, self._book, self._name):
                    for one in drawing:
                        put_back(self._app, self._book, one)
            except Exception:
                MEMORY.keep(key, drawing)
                raise
            finally:
                MEMORY.forget_looks(key, [one.key for one in drawing])
            return Drawn(self._name, tuple(one.key for one in drawing))

    def _plan(self, target: Target, known: Sheet | None) -> Plan:
        plan = plan_page(target, known)
        return take_comments(plan, tables_of(target.standing), self._name) if target.standing else plan

    def _write(self, plans: Sequence[Plan]) -> None:
        """Write all the pages, or put back those that were begun."""
        key = self._key
        stood = [self._stood(key, plan) for plan in plans]
        with undisturbed(self._app, self._book, self._name):
            try:
                for plan in plans:
                    write_page(self._app, self._book, plan)
            except Exception:
                self._put_back(key, plans, stood)
                raise
        MEMORY.keep(key, tuple(before_of(plan, sheet) for plan, sheet in zip(plans, stood, strict=True)))
        MEMORY.keep_looks(key, {plan.sheet.key: plan.sheet for plan in plans})

    def _stood(self, key: WorkbookKey, plan: Plan) -> Sheet | None:
        """What stands on a page, dressed as it was drawn last."""
        standing = plan.target.standing
        return as_sheet(standing, MEMORY.looks(key).get(plan.sheet.key, plan.sheet)) if standing else None

    def _put_back(self, key: WorkbookKey, plans: Sequence[Plan], stood: Sequence[Sheet | None]) -> None:
        """Put back what was begun; what cannot be put back now is kept, for « undo »."""
        MEMORY.forget_looks(key, [plan.sheet.key for plan in plans])
        begun = [(plan, before_of(plan, sheet)) for plan, sheet in zip(plans, stood, strict=True) if plan.touched]
        try:
            for plan, before in reversed(begun):
                put_back(self._app, self._book, before, plan.page)
            delete_strays(self._book, self._sheets)
        except Exception as error:
            if fault_of(error) in {None, "gone"}:
                raise
            MEMORY.keep(key, tuple(before for _, before in begun))
            raise busy("live.half_way", name=self._name, sheet=begun[-1][0].target.title) from error

    def _with_comments(self, before: Before) -> Before:
        """A page to put back, with what was typed since on the one that stands."""
        owned = owned_page(self._book, before.key)
        page = sheet_named(self._book, owned[0]) if owned else None
        if owned is None or page is None:
            return before
        typed = typed_now(read_commented(tables_on(page, *owned)))
        sheet, left = with_comments(before.sheet or replace(before.drawn, tables=()), typed)
        drawn = comments_in(before.drawn)
        if any(drawn.get(line) != text for line, text in left.items()):
            raise busy("live.comments_since", name=self._name, sheet=owned[0])
        return before if before.sheet is None else replace(before, sheet=sheet)

    def _tables(self) -> Sequence[HeldTable]:
        self._held, self._sheets = held_tables(self._book)
        return self._held

    def _found(self, name: str) -> HeldTable:
        """The table of that name; they are listed again when it is not among those known so far."""
        found = next((one for one in self._held if one.name == name), None)
        found = found or next((one for one in self._tables() if one.name == name), None)
        if found is not None:
            return found
        raise KeyError(name)

    def _check_ready(self) -> None:
        """Wait a little for a cell being edited or a dialog box, no longer."""

        def ask() -> None:
            if not native.is_ready(self._app):
                raise busy("live.busy", name=self._name)

        patiently(ask, tries=_PROBES)


def workbook_by(hwnd: int, name: str) -> LiveWorkbook:
    """The workbook of that name in that Excel window, else in the only Excel that has one of that name.

    Args:
        hwnd: the window's handle.
        name: as the title bar says it: any sign may be in it, since it is compared and never parsed.

    Raises:
        WorkbookRefused: it is not open, is open twice, or waits in Protected View.
        WorkbookBusy: Excel takes no call now.
    """
    tame()
    with faults_told(name):
        apps = running()
        at_hand = [app for app in apps if app.hwnd == hwnd] or apps
        books = [book for app in at_hand for book in app.books if book.name == name]
        if len(books) == 1:
            return LiveWorkbook(books[0], name)
        if not books and any(native.protected_views(app) for app in at_hand):
            raise refused("live.protected_view", None, name=name)
        raise refused("live.several" if books else "live.not_open", None, name=name)


def active_workbook() -> LiveWorkbook:
    """The workbook in front in Excel.

    Raises:
        WorkbookRefused: no Excel is open, or it shows no workbook that can be edited.
        WorkbookBusy: Excel takes no call now.
    """
    tame()
    with faults_told("Excel"):
        app = xw.apps.active if running() else None
        if app is None:
            raise refused("live.no_excel")
        if not len(app.books):
            raise refused("live.protected_view" if native.protected_views(app) else "live.no_workbook", None, name="Excel")
        return LiveWorkbook(app.books.active)


def running() -> list[xw.App]:
    """The Excels that run on this computer; none where xlwings knows of no Excel at all, as on Linux."""
    return list(xw.apps) if len(xw.engines) else []


def alert(window: int, text: str, title: str) -> None:
    """Show a text in Excel's own message box, and wait until it is closed.

    Args:
        window: the handle of the Excel window that was clicked in.
        text: what to tell.
        title: of the box.
    """
    with faults_told(title):
        apps = running()
        for app in [one for one in apps if one.hwnd == window] or apps[:1]:
            app.alert(text, title, "ok", "info")


def tame() -> None:
    """Keep xlwings' Windows engine from ending an Excel when Python ends, and from asking a busy one for ever."""
    engine: Any = sys.modules.get("xlwings._xlwindows")
    if engine is None:
        return
    atexit.unregister(engine.cleanup)
    engine.Apps.cleanup = staticmethod(lambda: None)
    engine.N_COM_ATTEMPTS = _ATTEMPTS
