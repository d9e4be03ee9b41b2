"""Our pages drawn in the open workbook: what they hold, in place, at what cost, and what is left as it was."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.proxy import unwrap
from gouvernail.excel.live import LiveWorkbook
from gouvernail.excel.live_layout import lay_out
from gouvernail.excel.live_memory import MEMORY
from gouvernail.excel.live_places import moved_rows
from gouvernail.excel.live_rules import line_rules
from gouvernail.excel.ownership import MARKER, RECORD
from gouvernail.flows.run import run
from gouvernail.problems import WorkbookBusy
from gouvernail.sheets.parts import Sheet
from live import made

BUDGET = 400
CHART = 100
"""What one chart more than four may cost: no button draws such a page, the control charts are drawn by `gouvernail run`."""


def values(book: xw.Book, title: str, sheet: Sheet) -> dict[tuple[int, int], object]:
    """What the cells that a page draws hold, formulas left out."""
    cells = book.sheets[title].range((1, 1), (len(sheet.rows), len(sheet.rows[0]))).raw_value
    return {(row, column): made_plain(cells[row - 1][column - 1]) for row, column in made.expected(sheet)}


def made_plain(value: object) -> object:
    """A moment as a day, as the page's own cells say it."""
    return value.date() if hasattr(value, "hour") else value


def check_drawn(book: xw.Book, sheet: Sheet, title: str = made.TITLE) -> None:
    """Every value is in its cell."""
    assert values(book, title, sheet) == made.expected(sheet)


def fitted(live: LiveWorkbook, sheet: Sheet) -> Sheet:
    """The page with its lines where they are: those it wanted, in their order, with empty rows between."""
    drawn = MEMORY.looks(live._key)[sheet.key]
    kept = [line for line in drawn.rows if line]
    assert [[cell and cell.value for cell in line] for line in kept] == [
        [cell and cell.value for cell in line] for line in sheet.rows
    ]
    return drawn


def test_a_page_is_added_behind_the_others_and_marked(small: xw.Book) -> None:
    """It holds the page's values, and two hidden names say that it is ours."""
    sheet = made.page()
    drawn = LiveWorkbook(small).draw([sheet])
    assert (drawn.pages, drawn.problems, drawn.place) == (("overdue",), (), small.name)
    assert [one.name for one in small.sheets] == ["Accueil", "Mesures d'été", "Suivi", made.TITLE]
    check_drawn(small, sheet)
    names = small.names
    assert names[MARKER + "overdue"].refers_to == f"='{made.TITLE}'!$A$1:$X${len(sheet.rows)}"
    assert not names[MARKER + "overdue"].api.Visible
    assert names[RECORD + "overdue"].refers_to.startswith('="1;1.2.')


def test_text_stays_text_and_links_are_formulas(small: xw.Book) -> None:
    """What begins like a formula is not one; a line's link is a HYPERLINK that shows its id."""
    LiveWorkbook(small).draw([made.page(links=True)])
    page = small.sheets[made.TITLE]
    body = page.tables["gv_overdue"].data_body_range
    assert body.raw_value[1][1] == "=cmd|A-02"
    assert body.formula[0][0] == f'=HYPERLINK("#\'{made.TITLE}\'!A1","A-01")'


def test_tables_looks_rules_and_charts_are_there(small: xw.Book) -> None:
    """Tables bear their names, headers are white on navy, statuses coloured; lines have their format, charts their cells."""
    sheet = made.page()
    LiveWorkbook(small).draw([sheet])
    page = small.sheets[made.TITLE]
    assert {one.name for one in page.tables} == {"gv_overdue", "gv_due_next"}
    header = page.tables["gv_overdue"].header_row_range
    assert (header.color, header.font.color, header.font.bold, header.wrap_text) == ((31, 58, 95), (255, 255, 255), True, True)
    assert page["D6"].color == (249, 218, 218)
    assert page["D7"].font.color == (27, 94, 32)
    rules = unwrap(page.api)._conditions
    assert {rule.NumberFormat for rule in rules if rule.NumberFormat} == {'#,##0.0"\u00a0%"', '#,##0" s"'}
    chart = page.charts["Gouvernail 1"]
    assert (chart.title, [one.name for one in chart.series]) == ("Retards 0", ["Retards", "Cible"])
    assert chart.series[0].api.Formula.startswith(f"=SERIES(\"Retards\",'{made.TITLE}'!$A$6:$A$7,")


def test_a_redraw_is_in_place(small: xw.Book) -> None:
    """The sheet keeps its name of the day, its tables and its charts are the same ones; what stood is replaced."""
    live = LiveWorkbook(small)
    live.draw([made.page()])
    page = small.sheets[made.TITLE]
    page.name = "Nos retards"
    frame = unwrap(page.charts["Gouvernail 1"].api[0])
    again = made.page([("A-01", 1), ("A-09", 2)], due=("B-07",))
    assert live.draw([again]).pages == ("overdue",)
    check_drawn(small, fitted(live, again), "Nos retards")
    assert unwrap(page.charts["Gouvernail 1"].api[0]) is frame
    assert len(small.sheets) == 4


@pytest.mark.parametrize(("first", "then"), [(3, 9), (9, 3), (3, 0)])
def test_a_table_that_grows_or_shrinks_moves_nothing_up(small: xw.Book, first: int, then: int) -> None:
    """The next table goes down with inserted rows, or stays with the rows above it hidden: no cell of a formula is deleted."""
    live = LiveWorkbook(small)
    live.draw([made.page([(f"A-{n:02}", n) for n in range(first)])])
    page = small.sheets[made.TITLE]
    held = page.tables["gv_due_next"].range
    before = held.row
    sheet = made.page([(f"A-{n:02}", n) for n in range(then)])
    live.draw([sheet])
    after = page.tables["gv_due_next"].range
    assert after.row == before + max(then - first, 0)
    assert after.raw_value[1][0] is not None
    hidden = [row for row in range(1, after.row) if page[f"{row}:{row}"].rows.hidden]
    assert len(hidden) == max(max(first, 1) - max(then, 1), 0)
    assert page.tables["gv_overdue"].range.shape[0] == max(then, 1) + 1


def test_a_page_that_grows_back_shows_its_rows_again(small: xw.Book) -> None:
    """Rows hidden when a table shrank are used when it grows."""
    live = LiveWorkbook(small)
    for count in (6, 2, 6):
        sheet = made.page([(f"A-{n:02}", n) for n in range(count)])
        live.draw([sheet])
    check_drawn(small, sheet)
    page = small.sheets[made.TITLE]
    assert not any(page[f"{row}:{row}"].rows.hidden for row in range(1, len(sheet.rows) + 1))


def test_a_table_that_is_no_longer_drawn_goes(small: xw.Book) -> None:
    """The foot of a page goes once its comments have their line again."""
    live = LiveWorkbook(small)
    live.draw([made.page(kept={"A-99": "à garder"})])
    live.draw([made.page([("A-01", 12), ("A-99", 1)], comments={"A-99": "à garder"})])
    assert {one.name for one in small.sheets[made.TITLE].tables} == {"gv_overdue", "gv_due_next"}


def test_everything_is_afterwards_what_it_was(excel: Desktop, small: xw.Book) -> None:
    """Sheet in front, selection, scroll, calculation, screen, alerts, events, status bar: of the first drawing and the next."""
    app = small.app
    inputs = small.sheets["Mesures d'été"]
    inputs.activate()
    inputs["C5"].select()
    app.calculation, app.status_bar = "manual", "à moi"
    app.api.ActiveWindow.ScrollRow = 3
    before = state(app)
    live = LiveWorkbook(small)
    for sheet in (made.page(), made.page(sentences=4)):
        live.draw([sheet])
        assert state(app) == before


def state(app: xw.App) -> tuple:
    """What a user would notice."""
    window = app.api.ActiveWindow
    return (
        app.screen_updating, app.calculation, app.enable_events, app.display_alerts, app.interactive, app.status_bar,
        app.books.active.sheets.active.name, app.selection.address, window.ScrollRow, window.ScrollColumn,
    )  # fmt: skip


def test_another_workbook_in_front_stays_there(excel: Desktop, open_small: Callable[[], xw.Book]) -> None:
    """The page is drawn in the workbook that was asked for."""
    book, other = open_small(), excel.book(excel.open(type(unwrap(open_small().api)._store)("autre.xlsx")))
    other.activate()
    LiveWorkbook(book).draw([made.page()])
    assert book.app.books.active.name == "autre.xlsx"


def test_what_people_put_elsewhere_on_the_page_stays(small: xw.Book) -> None:
    """Cells beyond our block, and charts that are not ours, are not touched."""
    live = LiveWorkbook(small)
    live.draw([made.page()])
    page = small.sheets[made.TITLE]
    page["A60"].raw_value, page["AC3"].raw_value = "ma note", "à côté"
    page.charts.add(name="Mon graphique")
    live.draw([made.page(charts=0)])
    assert (page["A60"].raw_value, page["AC3"].raw_value) == ("ma note", "à côté")
    assert [one.name for one in page.charts] == ["Mon graphique"]


def test_the_inputs_are_not_written(excel: Desktop, small: xw.Book) -> None:
    """Not one cell of another sheet changes."""
    before = others(small)
    LiveWorkbook(small).draw([made.page()])
    assert others(small) == before


def others(book: xw.Book) -> list:
    """All that stands on the sheets that are not ours."""
    return [
        (store.name, store._values, store._formulas, [(t.name, t.rect) for t in store.tables()])
        for store in unwrap(book.api)._store.sheets
        if store.name != made.TITLE
    ]


def tenfold(sheet: Sheet, times: int = 10) -> Sheet:
    """The page with ten times the lines in each table."""
    ends = {table.area.bottom: table for table in sheet.tables}
    grown = {bottom: (times - 1) * (bottom - table.area.top) for bottom, table in ends.items()}
    rows: list = []
    heights = {}
    for row, line in enumerate(sheet.rows, start=1):
        rows.append(line)
        heights |= {len(rows): sheet.heights[row]} if row in sheet.heights else {}
        if row in ends:
            top = ends[row].area.top
            for _ in range(1, times):
                heights |= {len(rows) + at - top: sheet.heights[at] for at in range(top + 1, row + 1) if at in sheet.heights}
                rows += sheet.rows[top:row]
    made_ = moved_rows(sheet, tuple(rows), lambda row: row + sum(more for end, more in grown.items() if end <= row))
    return replace(made_, heights=heights, merges=outside(made_), bars=())


def outside(sheet: Sheet) -> tuple:
    """The merged cells that are in no table."""
    return tuple(m for m in sheet.merges if not any(t.area.top <= m.top <= t.area.bottom for t in sheet.tables))


class Catching(LiveWorkbook):
    """A live workbook that keeps what it is asked to draw."""

    def draw(self, sheets, *, backups=0):
        self.caught = sheets
        return super().draw(sheets, backups=backups)


@pytest.fixture
def pages(example_book: xw.Book) -> dict[str, Sheet]:
    """Every page of the example."""
    live = Catching(example_book)
    run(live)
    return {sheet.key: sheet for sheet in live.caught}


def test_every_page_of_the_example_is_within_its_budget(excel: Desktop, open_small, pages: dict[str, Sheet]) -> None:
    """400 accesses at most for a page, drawn for the first time or again; 100 more for each chart beyond four."""
    live = LiveWorkbook(open_small())
    live.table_names()
    for _ in ("first", "again"):
        for key, sheet in pages.items():
            with excel.meter.counting() as count:
                assert live.draw([sheet]).pages == (key,)
            assert count.total <= BUDGET + CHART * max(len(sheet.charts) - 4, 0), (key, count.total)


def test_drawing_costs_the_same_at_ten_times_the_rows(excel: Desktop, open_small, pages: dict[str, Sheet]) -> None:
    """For each page with tables: the number of accesses is that of its layout, not of its lines."""
    for key, sheet in pages.items():
        counts = []
        for times in (1, 10):
            live = LiveWorkbook(open_small())
            live.table_names()
            with excel.meter.counting() as count:
                live.draw([tenfold(sheet, times)])
            counts.append(count.total)
        assert counts[0] == counts[1], key


def test_rules_give_each_line_its_own_number_format(pages: dict[str, Sheet]) -> None:
    """On the gaps page each figure has the format that the page wants: a rule's, the first that holds, else its column's."""
    sheet = pages["gaps"]
    layout = lay_out(sheet)
    rules = line_rules(sheet, layout.varying)
    assert rules
    for one in layout.varying:
        for row, wanted in one.rows.items():
            found = [rule.value for rule in rules if rule.trait == one.trait and holds(rule, sheet, row, one.column)]
            if one.trait == "format":
                assert found[:1] == [wanted], (row, one.column)


def holds(rule, sheet: Sheet, row: int, column: int) -> bool:
    """Whether a rule holds for a cell, by reading its formula as Excel does."""
    if not any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in rule.areas):
        return False
    for letters, text in re.findall(r'\(\$([A-Z]+)\d+="((?:[^"]|"")*)"\)', rule.formula):
        place = 0
        for letter in letters:
            place = place * 26 + ord(letter) - 64
        cell = sheet.rows[row - 1][place - 1]
        if cell is not None and str(cell.value).casefold() == text.replace('""', '"').casefold():
            return True
    return False


def test_a_page_is_refused_that_cannot_be_read_only(excel: Desktop, small: xw.Book) -> None:
    """Nothing is drawn in a workbook that could not be saved."""
    unwrap(small.api).ReadOnly = True
    with pytest.raises(WorkbookBusy) as told:
        LiveWorkbook(small).draw([made.page()])
    assert told.value.problems[0].code == "live.read_only"
    assert len(small.sheets) == 3
