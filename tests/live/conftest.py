"""The example open in an Excel that lives in memory, and a small page of our own to draw."""

import copy
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from com.desktop import Desktop
from com.memory import MemoryBook
from gouvernail.entry.press import Presser
from gouvernail.entry.ribbon import presser
from gouvernail.excel import live_faults
from gouvernail.excel.file import write_new
from gouvernail.excel.live_memory import MEMORY
from gouvernail.flows.template import template_sheets
from live import made
from small import small_tables


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins without a drawing, and nobody waits for a busy Excel."""
    monkeypatch.setattr(live_faults, "_PAUSE", 0)
    MEMORY.__init__()


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filled example."""
    file = tmp_path_factory.mktemp("example") / "exemple d'été.xlsx"
    write_new(file, template_sheets("fr", example=True))
    return file


@pytest.fixture(scope="session")
def _example_in_memory(example_file: Path) -> MemoryBook:
    return MemoryBook.load(example_file)


@pytest.fixture
def example_book(excel: Desktop, _example_in_memory: MemoryBook) -> xw.Book:
    """The filled example, open."""
    return excel.book(excel.open(copy.deepcopy(_example_in_memory)))


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with an input table, a sheet whose formulas look at our page, and another sheet in front."""
    return made.small_file(tmp_path_factory.mktemp("small") / "Q1=Q2; 100% l'été.xlsx")


@pytest.fixture
def open_small(excel: Desktop, small_file: Path) -> Callable[[], xw.Book]:
    """Open that workbook, each time anew."""
    store = MemoryBook.load(small_file)
    numbers = itertools.count()

    def again() -> xw.Book:
        one = copy.deepcopy(store)
        one.name = f"{next(numbers) or ''}{one.name}"
        return excel.book(excel.open(one))

    return again


@pytest.fixture
def small(open_small: Callable[[], xw.Book]) -> xw.Book:
    """That workbook, open."""
    return open_small()


@pytest.fixture(scope="session")
def actions_only(tmp_path_factory: pytest.TempPathFactory) -> MemoryBook:
    """A workbook of two tables: the settings and the actions."""
    file = tmp_path_factory.mktemp("actions") / "actions d'été.xlsx"
    tables = small_tables("fr")
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name in ("gv_settings", "gv_actions"):
            raw = tables[name]
            sheet = book.add_worksheet(raw.sheet)
            bottom, right = len(raw.rows), len(raw.headers) - 1
            sheet.add_table(0, 0, bottom, right, {"name": name, "columns": [{"header": one} for one in raw.headers]})
            for row, line in enumerate(raw.rows, start=1):
                for column, value in enumerate(line):
                    sheet.write(row, column, value, day if isinstance(value, dt.date) else None)
    return MemoryBook.load(file)


@pytest.fixture
def opened(excel: Desktop, actions_only: MemoryBook, monkeypatch, tmp_path) -> Callable[[], tuple[Presser, xw.Book]]:
    """Open it anew, its user on the actions, and what answers clicks."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def again() -> tuple[Presser, xw.Book]:
        MEMORY.__init__()
        excel.applications[0]._books.clear()
        book = excel.book(excel.open(copy.deepcopy(actions_only)))
        book.sheets[1].activate()
        book.sheets[1]["C3"].select()
        return presser("fr"), book

    return again
