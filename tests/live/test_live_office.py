"""What only a spreadsheet that computes and is shared can show: every button on the example, a colleague typing meanwhile.

One LibreOffice session for all: each test leaves the workbook as a working day would, and can be run alone.
"""

import datetime as dt
import itertools
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

from calc.colleague import Colleague
from calc.plugin import calc_desktop
from gouvernail.excel.file import FileWorkbook
from gouvernail.excel.live import LiveWorkbook
from gouvernail.flows.run import run
from gouvernail.problems import column_letters
from gouvernail.words.catalogue import Catalogue
from live.test_drawing import state

pytestmark = pytest.mark.office

WORDS = Catalogue("fr")
EDITS = 400


@pytest.fixture(scope="module")
def book(office: object, example_file: Path) -> Iterator[xw.Book]:
    """The example, open in LibreOffice."""
    with calc_desktop(office) as desktop:
        yield desktop.book(desktop.open(desktop.load(example_file)))


@pytest.fixture(scope="module")
def from_file(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with every page drawn in its file."""
    file = tmp_path_factory.mktemp("file") / "dessiné.xlsx"
    shutil.copy(example_file, file)
    run(FileWorkbook(file))
    return file


def plain(value: object) -> object:
    """A value of either side: a number as a float, a day as a day, nothing as nothing."""
    if isinstance(value, bool) or value is None or value == "":
        return value or None
    if isinstance(value, int | float):
        return round(float(value), 9)
    if isinstance(value, dt.datetime):
        return value.date()
    return value


def cells(rows: Iterator) -> dict[str, object]:
    """What a sheet holds, by address."""
    return {
        f"{column_letters(column)}{row}": plain(value)
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if plain(value) is not None
    }


def page(book: xw.Book, key: str) -> dict[str, object]:
    """What a page of ours holds, by address."""
    sheet = book.sheets[WORDS.sheet(key)]
    used = sheet.used_range
    return cells(sheet.range((1, 1), (used.row + used.shape[0] - 1, used.column + used.shape[1] - 1)).raw_value)


def test_every_button_draws_what_the_file_backend_draws(book: xw.Book, from_file: Path) -> None:
    """Each page, cell by cell; one drawn again does not change; the user finds everything as it was."""
    with warnings.catch_warnings():  # openpyxl leaves out what it does not know, such as the bars of 2010
        warnings.simplefilter("ignore")
        saved = openpyxl.load_workbook(from_file, data_only=True)
    live, before = LiveWorkbook(book), state(book.app)
    drawn = run(live).pages
    assert len(drawn) >= 10
    for key in drawn:
        assert page(book, key) == cells(saved[WORDS.sheet(key)].values), key
    again = run(live, ["overdue", "gaps"]).pages
    for key in again:
        assert page(book, key) == cells(saved[WORDS.sheet(key)].values), key
    assert state(book.app) == before


def test_formulas_that_look_at_our_pages_follow_them(book: xw.Book) -> None:
    """A sum over a column of ours and a link to its last line, through a redraw with fewer lines; none becomes #REF!."""
    live = LiveWorkbook(book)
    run(live, ["overdue"])
    watch = book.sheets.add(name="Suivi")
    header = live.headers("gv_overdue")
    name = WORDS.column("overdue", "late_days")
    body = book.sheets[WORDS.sheet("overdue")].tables["gv_overdue"].data_body_range
    place = body.column + header.index(name)
    block = f"{column_letters(place)}{body.row}:{column_letters(place)}{body.row + body.shape[0] - 1}"
    title = WORDS.sheet("overdue")
    watch["A1"].formula = f"=SUM('{title}'!{block})"
    watch["A2"].formula = f"='{title}'!{column_letters(place)}{body.row + body.shape[0] - 1}"
    was = sum(row[header.index(name)] for row in body.raw_value)
    assert watch["A1"].raw_value == was > 0
    actions = live.table("gv_actions")
    statuses = actions.headers.index(WORDS.column("actions", "status"))
    late = live.table("gv_overdue").rows[0][0]
    row = next(number for number, line in enumerate(actions.rows) if line[0] == late)
    cell = book.sheets[actions.sheet].range((actions.first_row + row, actions.first_column + statuses))
    cell.raw_value = WORDS.choice("ActionStatus", "cancelled")
    run(live, ["overdue"])
    now = sum(line[header.index(name)] for line in live.table("gv_overdue").rows)
    assert watch["A1"].raw_value == now < was
    assert not isinstance(watch["A2"].raw_value, int)


def test_a_colleague_types_all_the_while(book: xw.Book) -> None:
    """Four hundred edits and more, and rows inserted, while buttons are pressed: none is lost, each where it should be."""
    live = LiveWorkbook(book)
    raw = live.table("gv_measures")
    column = column_letters(raw.first_column + raw.headers.index(WORDS.column("measures", "numerator")))
    last = raw.first_row + len(raw.rows) - 1
    presses = itertools.cycle(("overdue", "gaps", "rollup", "check"))
    with Colleague(book, raw.sheet, f"{column}{last - 300}:{column}{last}", rate=60, insert_every=25) as colleague:
        while colleague.typed < EDITS:
            run(live, [next(presses)])
    assert len(colleague.edits) >= EDITS
    assert colleague.lost(book) == []
    assert len(colleague.rows) >= EDITS // 25
    after = live.table("gv_measures")
    assert len(after.rows) == len(raw.rows) + len(colleague.rows)
    assert all(str(after.rows[row - after.first_row][0]).startswith("NEW-") for row in colleague.rows)
