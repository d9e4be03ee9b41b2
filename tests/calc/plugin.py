"""Fixtures: a Windows desktop over memory or over LibreOffice. A `conftest.py` imports those it needs from here."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import xlwings as xw

from com.desktop import Desktop, windows
from com.memory import MemoryBook


@pytest.fixture
def excel() -> Iterator[Desktop]:
    """A desktop with an Excel in memory, no workbook open yet: fast, formulas not computed."""
    with windows() as desktop:
        desktop.start_excel()
        yield desktop


@pytest.fixture
def excel_book(excel: Desktop) -> Callable[[Path], xw.Book]:
    """Open a file's content in that Excel; the file is only read."""
    return lambda path: excel.book(excel.open(MemoryBook.load(path)))


@cache
def _office() -> object:
    from calc.office import Office

    running = Office()
    atexit.register(running.close)
    return running


@pytest.fixture(scope="session")
def office() -> object:
    """The one headless LibreOffice of this process. Tests that use it carry the mark `office`."""
    return _office()


@pytest.fixture
def calc_app(office: object) -> Iterator[Desktop]:
    """A desktop whose Excel is LibreOffice underneath, no workbook open yet."""
    with calc_desktop(office) as desktop:
        yield desktop


@contextmanager
def calc_desktop(office: object) -> Iterator[Desktop]:
    """The same for the length of a block: several tests may share its workbooks."""
    from calc.book import CalcBook

    with windows(lambda path: CalcBook(office, path)) as desktop:
        application = desktop.start_excel()
        yield desktop
        for book in list(application._books):
            book._store.close()


@pytest.fixture
def calc_book(calc_app: Desktop) -> Callable[[Path], xw.Book]:
    """Open a copy of a file in LibreOffice; the file is only read."""
    return lambda path: calc_app.book(calc_app.open(calc_app.load(path)))
