"""Every button of the ribbon, pressed on the example open in Excel: what it costs, what it says, what it leaves alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.proxy import unwrap
from gouvernail.entry.press import ACTIONS, UNDO, Presser
from gouvernail.entry.ribbon import presser
from gouvernail.excel import live, live_drawing
from gouvernail.excel.ownership import MARKER
from gouvernail.words.catalogue import Catalogue
from live.test_drawing import state

A_TABLE, A_PAGE = 12, 400
WORDS = Catalogue("fr")
FLOWS = tuple(action for action in ACTIONS if action != UNDO)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Presser:
    """What answers clicks on this computer, its log set aside."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return presser("fr")


@dataclass
class Spent:
    """What a press cost: all, and what each table read and the drawing of each page took of it."""

    total: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)


@contextmanager
def spending(excel: Desktop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Spent]:
    """Count, table by table and page by page."""
    spent, read, write = Spent(), live.LiveWorkbook.table, live_drawing.write_page

    def counted_read(self, name):
        with excel.meter.counting() as count:
            found = read(self, name)
        spent.tables[name] = spent.tables.get(name, 0) + count.total
        return found

    def counted_write(app, book, plan, **more):
        with excel.meter.counting() as count:
            write(app, book, plan, **more)
        spent.pages[plan.sheet.key] = count.total

    with monkeypatch.context() as patched, excel.meter.counting() as count:
        patched.setattr(live.LiveWorkbook, "table", counted_read)
        patched.setattr(live, "write_page", counted_write)
        yield spent
        spent.total = count.total


def inputs_of(book: xw.Book) -> dict[str, object]:
    """All that stands on the sheets that belong to people: cells, formulas, places of tables."""
    ours = {name.refers_to.split("!")[0].strip("='").replace("''", "'") for name in book.names if name.name.startswith(MARKER)}
    return {
        store.name: (dict(store._values), dict(store._formulas), [(one.name, one.rect) for one in store.tables()])
        for store in unwrap(book.api)._store.sheets
        if store.name not in ours
    }


def presses() -> Iterator[tuple[str, bool]]:
    """Each button, some again over their own page, with whether it draws: freezing asks, and a second press confirms."""
    for action in (*FLOWS, "overdue", "strategic", "freeze"):
        if action == "freeze":
            yield action, False
        yield action, True


def test_every_button_is_within_its_budget(excel, example_book: xw.Book, answers: Presser, monkeypatch) -> None:
    """Twelve accesses at most for each table of the workbook, four hundred for each page, all of the press counted in."""
    window, name = excel.applications[0].Hwnd, example_book.name
    seen = state(example_book.app)
    before = inputs_of(example_book)
    for action, draws in presses():
        known = len(live.LiveWorkbook(example_book).table_names())
        with spending(excel, monkeypatch) as spent:
            said = answers.press(action, window, name)
        assert bool(spent.pages) == draws, (action, said)
        assert bool(said) == (not draws), (action, said)
        assert max(spent.tables.values()) <= A_TABLE, (action, spent.tables)
        assert max(spent.pages.values(), default=0) <= A_PAGE, (action, spent.pages)
        assert spent.total <= A_TABLE * known + A_PAGE * len(spent.pages), (action, spent)
        assert state(example_book.app) == seen, action
    after = inputs_of(example_book)
    assert after == {title: before[title] for title in after}
    assert excel.alerts.shown == []


def test_the_last_drawing_is_taken_back_by_its_button(excel, example_book: xw.Book, answers: Presser) -> None:
    """Once: the page is what it was; pressed again, a sentence says that there is nothing to take back."""
    window, name = excel.applications[0].Hwnd, example_book.name
    before, titles = inputs_of(example_book), [sheet.name for sheet in example_book.sheets]
    assert answers.press("overdue", window, name) == ""
    assert WORDS.sheet("overdue") in [sheet.name for sheet in example_book.sheets]
    assert answers.press(UNDO, window, name) == ""
    assert [sheet.name for sheet in example_book.sheets] == titles
    assert inputs_of(example_book) == before
    assert answers.press(UNDO, window, name).startswith("Il n’y a pas de dessin à annuler")


def test_a_button_costs_the_same_at_ten_times_the_rows(excel, opened) -> None:
    """Late actions of a year instead of a month: not one access more, whether the page is drawn or drawn again."""
    window = excel.applications[0].Hwnd
    counts = []
    for times in (1, 10):
        answers, book = opened()
        multiply(book, times)
        for _ in ("first", "again"):
            with excel.meter.counting() as count:
                assert answers.press("overdue", window, book.name) == ""
            counts.append(count.total)
        lines = book.sheets[WORDS.sheet("overdue")].tables["gv_overdue"].range.shape[0] - 1
        counts.append(lines)
    assert counts[3:5] == counts[:2]
    assert counts[5] == 10 * counts[2]


def multiply(book: xw.Book, times: int) -> None:
    """Each action several times, under other ids."""
    sheet = book.sheets[1]
    table = sheet.tables["gv_actions"]
    header, *lines = table.range.raw_value
    rows = [(f"{line[0]}-{number}", *line[1:]) for number in range(times) for line in lines]
    block = sheet.range((1, 1), (1 + len(rows), len(header)))
    table.resize(block)
    block.raw_value = (header, *rows)
