"""A busy, closed or refusing Excel: plain words, inputs untouched, our page as it was, everything of Excel's put back."""

import math
import os
from collections.abc import Callable

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.memory import MemoryBook
from com.proxy import unwrap
from com.pywin32 import windows_engine
from gouvernail.excel.live import LiveWorkbook, active_workbook, tame, workbook_by
from gouvernail.excel.live_memory import MEMORY
from gouvernail.problems import GouvernailError, WorkbookBusy, WorkbookRefused
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from live import made
from live.test_drawing import check_drawn, fitted, others, state


def told(error: GouvernailError) -> list[str]:
    """The codes, once every sentence has been said in both languages."""
    for problem in error.problems:
        for language in LANGUAGES:
            assert Catalogue(language).problem(problem)
    return [problem.code for problem in error.problems]


def prepared(open_small: Callable[[], xw.Book], *, drawn: bool) -> tuple[xw.Book, LiveWorkbook]:
    """A workbook whose user is on the inputs, with our page or without."""
    MEMORY.__init__()
    book = open_small()
    live = LiveWorkbook(book)
    if drawn:
        live.draw([FIRST])
    live.table_names()
    book.sheets["Mesures d'été"].activate()
    book.sheets["Mesures d'été"]["C5"].select()
    return book, live


FIRST = made.page(comments={"A-02": "à voir"}, kept={"A-77": "gardé"}, due=("B-01",))
LINES = [(f"A-{number:02}", number) for number in range(1, 7)]
NEXT = made.page(LINES, comments={"A-02": "à voir"}, kept={"A-77": "gardé"}, due=("B-01", "B-02", "B-03"), charts=2)


FAULTS = ("busy", "refused", "rejected")
THOROUGH = int(os.environ.get("GOUVERNAIL_EXAMPLES", "40")) >= 1000
"""Each fault at each call, instead of each in its turn."""


@pytest.mark.parametrize("turn", range(len(FAULTS)) if THOROUGH else (0,))
def test_each_call_of_a_redraw_may_fail_once(excel: Desktop, open_small, turn: int) -> None:
    """Whichever it is: drawn, or refused in plain words with the page as it was; inputs and settings are untouched.

    A page's first drawing is failed call by call with its whole button, in `test_button_faults.py`.
    """
    _, live = prepared(open_small, drawn=True)
    with excel.meter.counting() as count:
        live.draw([NEXT])
    refusals = 0
    for at in range(1, count.total + 1):
        excel.applications[0]._books.clear()
        book, live = prepared(open_small, drawn=True)
        before, inputs, page = state(book.app), others(book), ours(book)
        excel.meter.fail(at, FAULTS[(at + turn) % len(FAULTS)])
        try:
            done = live.draw([NEXT])
        except GouvernailError as error:
            refusals += 1
            excel.meter.heal()
            codes, drawn_now = told(error), ours(book)
        else:
            excel.meter.heal()
            codes, drawn_now = [], page
            assert (done.pages, done.problems) == (("overdue",), ()), at
            check_drawn(book, fitted(live, NEXT))
        assert codes in ([], ["live.busy"], ["live.refused"]), at
        assert drawn_now == page, at
        assert others(book) == inputs, at
        assert state(book.app) == before, at
    assert refusals > count.total / 6


def ours(book: xw.Book) -> object:
    """What our page holds, and where its tables are; None when there is none."""
    stores = {store.name: store for store in unwrap(book.api)._store.sheets}
    assert set(stores) - {made.TITLE} == {"Accueil", "Mesures d'été", "Suivi"}
    if made.TITLE not in stores:
        return None
    store = stores[made.TITLE]
    tables = sorted((table.name, table.rect) for table in store.tables())
    return {key: value for key, value in store._values.items() if value is not None}, tables


def test_an_excel_that_stays_busy_is_told_at_once(excel: Desktop, open_small) -> None:
    """A cell is being edited all the while: a plain refusal after a few attempts, nothing written, no endless retry."""
    book, live = prepared(open_small, drawn=True)
    page = ours(book)
    excel.meter.fail(1, "busy", times=math.inf)
    with pytest.raises(WorkbookBusy) as error:
        live.draw([NEXT])
    assert told(error.value) == ["live.busy"]
    with pytest.raises(WorkbookBusy):
        live.table("gv_measures")
    excel.meter.heal()
    assert ours(book) == page


@pytest.mark.parametrize("drawn", [False, True], ids=["first", "again"])
def test_an_excel_that_falls_busy_half_way_is_mended_by_undo(excel: Desktop, open_small, drawn: bool) -> None:
    """When even putting back is refused, the manager is told so, and « undo » brings the page back later."""
    book, live = prepared(open_small, drawn=drawn)
    page, inputs = ours(book), others(book)
    excel.meter.fail(150, "busy", times=math.inf)
    with pytest.raises(WorkbookBusy) as error:
        live.draw([NEXT])
    assert told(error.value) == ["live.half_way"]
    excel.meter.heal()
    assert others(book) == inputs
    book.sheets["Accueil"].activate()
    book.app.enable_events = book.app.screen_updating = book.app.interactive = book.app.display_alerts = True
    LiveWorkbook(book).undo_last_draw()
    assert ours(book) == page


def test_an_excel_closed_half_way_is_told(excel: Desktop, open_small) -> None:
    """Nothing can be done any more but say so."""
    _, live = prepared(open_small, drawn=False)
    excel.meter.fail(60, "gone", times=math.inf)
    with pytest.raises(WorkbookRefused) as error:
        live.draw([NEXT])
    assert told(error.value) == ["live.gone"]


def test_a_dialog_box_is_waited_for_a_little(excel: Desktop, small: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel says itself that it is not ready."""
    monkeypatch.setattr(type(unwrap(small.app.api)), "Ready", property(lambda _: False))
    with pytest.raises(WorkbookBusy) as error:
        LiveWorkbook(small).draw([made.page()])
    assert told(error.value) == ["live.busy"]


def test_pages_that_cannot_be_drawn_are_left_and_the_others_go_on(excel: Desktop, open_small) -> None:
    """A protected sheet, a filtered table, a text typed between, a table or a column added."""

    def protect(book: xw.Book) -> None:
        unwrap(book.sheets[made.TITLE].api)._store.protected = True

    def hide_rows(book: xw.Book) -> None:
        unwrap(book.sheets[made.TITLE].api)._filtered.add("gv_overdue")

    def type_beside(book: xw.Book) -> None:
        book.sheets[made.TITLE]["W2"].raw_value = "moi"

    def add_table(book: xw.Book) -> None:
        page = book.sheets[made.TITLE]
        page["V1:W2"].raw_value = (("a", "b"), (1, 2))
        page.tables.add(page["V1:W2"], name="mon_tableau")

    def add_column(book: xw.Book) -> None:
        page = book.sheets[made.TITLE]
        held = page.tables["gv_due_next"]
        box = held.range
        right = box.column + box.shape[1]
        page.range((box.row, right)).raw_value = "À moi"
        held.resize(page.range((box.row, box.column), (box.row + box.shape[0] - 1, right)))

    for spoil, code in (
        (protect, "live.page_protected"),
        (hide_rows, "live.page_filtered"),
        (type_beside, "file.page.typed"),
        (add_table, "file.page.table"),
        (add_column, "file.page.column"),
    ):
        book, live = prepared(open_small, drawn=True)
        spoil(book)
        page = ours(book)
        other = made.page(due=())
        other = type(other)("checks", "Contrôle", ((made.Cell("ok"),),))
        drawn = live.draw([NEXT, other])
        assert ([one.code for one in drawn.problems], drawn.pages) == ([code], ("checks",))
        assert all(Catalogue(language).problem(drawn.problems[0]) for language in LANGUAGES)
        book.sheets["Contrôle"].delete()
        assert ours(book) == page


def test_a_sheet_or_a_table_of_somebody_elses_is_not_taken(excel: Desktop, open_small) -> None:
    """A sheet with our title that is not ours, a table with our table's name elsewhere, a locked structure."""
    book = open_small()
    book.sheets.add(name=made.TITLE)["B2"].raw_value = "à moi"
    assert [one.code for one in LiveWorkbook(book).draw([NEXT]).problems] == ["file.page.name_taken"]
    book = open_small()
    book.sheets["Suivi"].tables.add(book.sheets["Suivi"]["D1:E3"], name="gv_overdue")
    assert [one.code for one in LiveWorkbook(book).draw([NEXT]).problems] == ["file.page.table_taken"]
    book = open_small()
    unwrap(book.api).ProtectStructure = True
    problems = LiveWorkbook(book).draw([NEXT]).problems
    assert [one.code for one in problems] == ["live.structure_locked"]
    assert Catalogue("fr").problem(problems[0])


def test_an_empty_sheet_of_that_name_is_taken_over(small: xw.Book) -> None:
    """As in a file: a manager may have added it, where nobody else can."""
    small.sheets.add(name=made.TITLE)
    unwrap(small.api).ProtectStructure = True
    assert LiveWorkbook(small).draw([NEXT]).pages == ("overdue",)
    check_drawn(small, NEXT)


def test_the_workbook_is_found_by_window_and_name(excel: Desktop, open_small) -> None:
    """Two Excels with workbooks of one name; names with any sign; a cloud address is never asked for."""
    book = open_small()
    unwrap(book.api)._store.folder = "https://lavande.sharepoint.com/sites/X/Documents partagés"
    second = excel.start_excel()
    twin = MemoryBook(book.name)
    excel.open(twin, second)
    found = workbook_by(excel.applications[0].Hwnd, book.name)
    assert found.table_names() == ["gv_measures"]
    with pytest.raises(WorkbookRefused) as refusal:
        workbook_by(4711, book.name)
    assert told(refusal.value) == ["live.several"]
    with pytest.raises(WorkbookRefused) as refusal:
        workbook_by(second.Hwnd, "autre.xlsx")
    assert told(refusal.value) == ["live.not_open"]


def test_the_workbook_in_front_is_found_or_its_absence_is_told(excel: Desktop, open_small) -> None:
    """No Excel at all, no workbook, one in Protected View, one in front."""
    with pytest.raises(WorkbookRefused) as refusal:
        active_workbook()
    assert told(refusal.value) == ["live.no_excel"]
    book = open_small()
    assert active_workbook().name == book.name
    excel.protected_views.append(object())
    with pytest.raises(WorkbookRefused) as refusal:
        workbook_by(excel.applications[0].Hwnd, "courriel.xlsx")
    assert told(refusal.value) == ["live.protected_view"]


def test_no_excel_is_killed_when_python_ends_and_none_is_asked_for_ever(excel: Desktop) -> None:
    """What xlwings would do by itself."""
    engine = windows_engine()
    tame()
    assert 0 < engine.N_COM_ATTEMPTS < 100
    assert engine.Apps.cleanup() is None
