"""The Excels that run on this computer, through xlwings: found, never started, never ended, never waited for without end."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw

from gouvernail.entry.press import ExcelBusy, WorkbookNotFound
from gouvernail.excel.port import Workbook

_ATTEMPTS = 20
_BUSY = {-2147418111, -2146777998}
"""RPC_E_CALL_REJECTED and VBA_E_IGNORE: what Excel answers while a cell is edited or a dialog box is open."""


def tame(engine: Any) -> None:
    """Keep xlwings' Windows engine from harming the user's Excel.

    At exit it would kill every Excel that has no workbook window; and it would ask a busy Excel again for ever.

    Args:
        engine: `xlwings._xlwindows`.
    """
    atexit.unregister(engine.cleanup)
    engine.Apps.cleanup = staticmethod(lambda: None)
    engine.N_COM_ATTEMPTS = _ATTEMPTS


class RunningExcel:
    """What `press.Excel` asks for. Nothing of Excel is kept from one click to the next, so a closed Excel can end.

    Args:
        wrap: makes of xlwings' book the workbook that flows draw in.
    """

    def __init__(self, wrap: Callable[[xw.Book], Workbook]) -> None:
        self._wrap = wrap

    def find(self, hwnd: int, name: str) -> "Found":
        """The workbook of that name in that window, else in the only Excel that has one of that name."""
        with _busy_is_told():
            apps = list(xw.apps)
            at_hand = [app for app in apps if app.hwnd == hwnd] or apps
            books = [book for app in at_hand for book in app.books if book.name == name]
            if len(books) != 1:
                raise WorkbookNotFound(name)
            return Found(books[0], self._wrap(books[0]))

    def active(self) -> tuple[int, str]:
        """The window in front and the name of its workbook: what was clicked in, where Excel does not say.

        Raises:
            ExcelBusy: Excel takes no call now.
            WorkbookNotFound: no Excel is open, or it shows no workbook that can be edited.
        """
        with _busy_is_told():
            app = xw.apps.active if len(xw.apps) else None
            if app is None or not len(app.books):
                raise WorkbookNotFound("")
            return int(app.hwnd or 0), str(app.books.active.name)

    def alert(self, hwnd: int, text: str, title: str) -> None:
        """Show a text in that window's own message box."""
        with _busy_is_told():
            apps = list(xw.apps)
            for app in [one for one in apps if one.hwnd == hwnd] or apps[:1]:
                app.alert(text, title, "ok", "info")


class Found:
    """A workbook in its Excel window."""

    def __init__(self, book: xw.Book, workbook: Workbook) -> None:
        self._book = book
        self.workbook = workbook

    def show(self, text: str) -> None:
        """Put a text on the status bar; an empty one gives the bar back to Excel."""
        with _busy_is_told():
            self._book.app.status_bar = text or False


@contextmanager
def _busy_is_told() -> Iterator[None]:
    """Excel's refusals by their number, as one exception; anything else goes on as it is."""
    try:
        yield
    except Exception as error:
        numbers = {getattr(error, "hresult", None), *_inner_numbers(error)}
        if numbers & _BUSY or type(error).__name__ == "ExcelBusyError":
            raise ExcelBusy from error
        raise


def _inner_numbers(error: Exception) -> set[object]:
    inner = getattr(error, "excepinfo", None)
    return {inner[5]} if isinstance(inner, tuple) and len(inner) > 5 else set()
