"""What a test opens: a desktop with Excel windows on it, a meter on every access, and somebody who answers the alerts."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings as xw

from com import pywin32
from com.application import Application, Workbook
from com.memory import MemoryBook
from com.meter import Meter
from com.proxy import Dispatched

BUTTONS = {0: ("ok",), 1: ("ok", "cancel"), 3: ("yes", "no", "cancel"), 4: ("yes", "no")}
RETURNED = {"ok": 1, "cancel": 2, "yes": 6, "no": 7}


@dataclass(frozen=True)
class Alert:
    """A message box that was shown, and what was pressed."""

    text: str
    title: str
    buttons: tuple[str, ...]
    icon: str
    pressed: str


@dataclass
class Alerts:
    """The manager in front of the screen: presses what the script says, OK where there is nothing else to press."""

    script: list[str] = field(default_factory=list)
    shown: list[Alert] = field(default_factory=list)

    def answer(self, *presses: str) -> None:
        """What to press on the next alerts, in order."""
        self.script.extend(presses)

    def show(self, text: str, title: str, style: int) -> int:
        buttons, icon = BUTTONS[style & 0xF], {48: "critical", 64: "info"}.get(style & 0xF0, "")
        assert self.script or buttons == ("ok",), f"nobody was told what to answer to: {text}"
        pressed = self.script.pop(0) if self.script else "ok"
        assert pressed in buttons, f"{pressed!r} is not on this alert, which offers {buttons}"
        self.shown.append(Alert(text, title, buttons, icon, pressed))
        return RETURNED[pressed]


class Desktop(pywin32.Host):
    """The Excels that run, and what Windows tells about them."""

    def __init__(self, load: Callable[[Path], Any] = MemoryBook.load) -> None:
        self.meter, self.alerts, self.load = Meter(), Alerts(), load
        self.applications: list[Application] = []
        self.protected_views: list[Any] = []
        self.macros: dict[str, Callable[..., Any]] = {}

    def start_excel(self) -> Application:
        """A further Excel, without a workbook."""
        self.applications.append(Application(self, 1000 + len(self.applications)))
        return self.applications[-1]

    def open(self, store: Any, application: Application | None = None) -> Workbook:
        """Show a workbook in that Excel (the first one by default); it becomes the active one."""
        application = application or (self.applications[0] if self.applications else self.start_excel())
        book = Workbook(store, application)
        application._books.append(book)
        application.ActiveWorkbook = book
        application.Selection = book.ActiveSheet.Range("A1")
        return book

    def book(self, book: Workbook) -> xw.Book:
        """The same workbook as a client of xlwings sees it."""
        application = xw.App(impl=pywin32.windows_engine().App(xl=book.Application.Hwnd))
        return application.books[book.Name]

    def run_macro(self, macro: str, *args: Any) -> Any:
        return self.macros[macro](*args)

    def windows(self) -> list[int]:
        return [application.Hwnd for application in self.applications if application._books]

    def process_of(self, hwnd: int) -> int:
        return 4000 + hwnd

    def window_object(self, hwnd: int) -> Dispatched:
        for application in self.applications:
            if application.Hwnd == hwnd:
                return Dispatched(application, self.meter)
        raise OSError(f"no window {hwnd}")

    def message_box(self, hwnd: int, text: str, title: str, style: int) -> int:
        return self.alerts.show(text, title, style)


@contextmanager
def windows(load: Callable[[Path], Any] = MemoryBook.load) -> Iterator[Desktop]:
    """A Windows desktop for the length of the block: pywin32 can be imported, xlwings' engine is active."""
    engine, desktop = pywin32.windows_engine(), Desktop(load)
    before, xw.engines.active = (xw.engines.active, dict(xw.engines.engines_by_name), list(xw.engines.engines)), None
    xw.engines.add(xw.Engine(impl=engine.engine))
    xw.engines["excel"].activate()
    attempts = engine.N_COM_ATTEMPTS
    try:
        with mock.patch.object(pywin32, "host", desktop), mock.patch.dict(sys.modules, pywin32.MODULES):
            yield desktop
    finally:
        engine.N_COM_ATTEMPTS = attempts
        xw.engines.active, xw.engines.engines_by_name, xw.engines.engines = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
