"""Excel as its user left it: what a drawing changes on the way is put back, whatever happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_faults import fault_of, patiently

_QUIET: Final = (
    ("interactive", False),
    ("display_alerts", False),
    ("screen_updating", False),
    ("enable_events", False),
    ("calculation", "manual"),
)
"""In the order in which they are set; put back in the other one, so that Excel shows and computes before it listens again."""
_TIMES: Final = 3


@contextmanager
def undisturbed(app: xw.App, book: xw.Book, name: str) -> Iterator[None]:
    """Draw unseen and undisturbed; afterwards selection, sheet in front, scroll and every setting are what they were.

    Args:
        app: its Excel.
        book: the open workbook; another one may be in front, and stays there.
        name: what it is called.
    """
    before = {name: _setting(app, name) for name, _ in _QUIET}
    view = View(app, book, name)
    try:
        for name, value in _QUIET:
            if before[name] is not None and before[name] != value:
                setattr(app, name, value)
        yield
    finally:
        _whatever_happens(view.put_back)
        for name, _ in reversed(_QUIET):
            if before[name] is not None:
                _whatever_happens(lambda name=name: setattr(app, name, before[name]))  # type: ignore[misc]


class View:
    """What is in front: in the application, and in the workbook drawn in. Each sheet keeps its own selection and scroll."""

    def __init__(self, app: xw.App, book: xw.Book, name: str) -> None:
        self._sheet = book.sheets.active
        front = app.books.active
        self._elsewhere = front if str(front.name) != name else None

    def put_back(self) -> None:
        """The same sheet in front of the same workbook."""
        bring_forward(self._sheet)
        if self._elsewhere is not None:
            bring_forward(self._elsewhere)


def bring_forward(thing: xw.Sheet | xw.Book) -> None:
    """Put a sheet or a workbook in front."""
    if not native.bring_forward(thing):
        thing.activate()


@contextmanager
def in_front(app: xw.App, sheet: xw.Sheet, *, fresh: bool) -> Iterator[None]:
    """A sheet of ours in front for a moment, since some things can only be asked of a window; its own selection is kept.

    Args:
        app: its Excel.
        sheet: the page.
        fresh: whether it was just added, and so is in front already, with nothing selected by anybody.
    """
    if fresh:
        yield
        sheet["A1"].select()
        return
    bring_forward(sheet)
    selection, scroll = _selection(app), native.scroll_of(app)
    try:
        yield
    finally:
        if selection is not None:
            _whatever_happens(selection.select)
        if scroll is not None:
            _whatever_happens(lambda: native.scroll_to(app, scroll))


def _selection(app: xw.App) -> xw.Range | None:
    """The selected cells; None when it is no cell that is selected. xlwings says None of a busy Excel too: asked again."""
    for _ in range(_TIMES):
        with suppress(ValueError):
            found = app.selection
            if found is not None:
                return found
    return None


def _setting(app: xw.App, name: str) -> Any:
    """A setting of the application; None where this engine has none."""
    try:
        return getattr(app, name)
    except (AttributeError, NotImplementedError):
        return None


def _whatever_happens(put: Callable[[], Any]) -> None:
    """Put one thing back: tried again while Excel is busy, and never in the way of the others."""
    try:
        patiently(put)
    except Exception as error:
        if fault_of(error) is None:
            raise
