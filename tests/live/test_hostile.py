"""What people and companies do to a workbook: filters, groups, protection, moved tables, other headers, a cloud address."""

import shutil
from pathlib import Path

import pytest
import xlwings as xw

from com.application import Workbook
from com.desktop import Desktop
from com.memory import MemoryBook
from com.proxy import unwrap
from gouvernail.excel.file import FileWorkbook
from gouvernail.excel.live import LiveWorkbook
from gouvernail.excel.live_drawing import plan_page, record_of_plan
from gouvernail.excel.live_pages import Target, evened
from gouvernail.excel.occupancy import read_rows
from gouvernail.excel.ownership import Box, owned_sheet
from gouvernail.excel.package import Package
from gouvernail.excel.pages import read_record
from gouvernail.excel.workbook_part import WorkbookPart
from gouvernail.words.catalogue import Catalogue
from live import made
from live.test_button_faults import stands
from live.test_drawing import check_drawn

WORDS = Catalogue("fr")
PAGE = WORDS.sheet("overdue")


def test_hidden_rows_of_a_filtered_or_grouped_table_are_read(small: xw.Book) -> None:
    """A manager who filters sees fewer lines; the figures speak for all of them, and the filter stays."""
    sheet = small.sheets["Mesures d'été"]
    before = LiveWorkbook(small).table("gv_measures").rows
    unwrap(sheet.api)._filtered.add("gv_measures")
    sheet["5:6"].rows.hidden = True
    live = LiveWorkbook(small)
    assert live.table("gv_measures").rows == before
    assert live.draw([made.page()]).pages == ("overdue",)
    assert sheet["5:6"].rows.hidden


def test_a_protected_input_sheet_is_read_and_left_alone(small: xw.Book) -> None:
    """Inputs are never written, so their protection is in nobody's way."""
    unwrap(small.sheets["Mesures d'été"].api)._store.protected = True
    live = LiveWorkbook(small)
    assert len(live.table("gv_measures").rows) == 3
    assert live.draw([made.page()]).pages == ("overdue",)


def test_a_table_moved_to_another_place_is_found(excel: Desktop, opened) -> None:
    """Rows and columns inserted before it, its columns in another order: the same page."""
    answers, book = opened()
    assert answers.press("overdue", excel.applications[0].Hwnd, book.name) == ""
    drawn = stands(book)[PAGE]
    answers, book = opened()
    sheet = book.sheets[1]
    block = sheet.tables["gv_actions"].range
    cells = block.raw_value
    block.raw_value = tuple((*line[1:], line[0]) for line in cells)
    sheet["A:C"].insert("right")
    sheet["1:4"].insert("down")
    assert answers.press("overdue", excel.applications[0].Hwnd, book.name) == ""
    values, _, tables = stands(book)[PAGE]
    assert (values, tables) == (drawn[0], drawn[2])


def test_a_renamed_column_is_named_in_plain_words(excel: Desktop, opened) -> None:
    """The header that is missing, on which sheet; nothing is drawn, nothing is changed."""
    answers, book = opened()
    column = WORDS.column("actions", "action_id")
    header = book.sheets[1].tables["gv_actions"].header_row_range
    header.raw_value = tuple("Sujet" if name == column else name for name in header.raw_value[0])
    before = stands(book)
    said = answers.press("overdue", excel.applications[0].Hwnd, book.name)
    assert column in said
    assert stands(book) == before


def test_a_workbook_that_is_not_ours_is_told(excel: Desktop, opened) -> None:
    """By its name; it is left as it was."""
    answers, _ = opened()
    other = excel.book(excel.open(MemoryBook("Budget = 50 % ; l'été.xlsx")))
    said = answers.press("overdue", excel.applications[0].Hwnd, other.name)
    assert said == f"«\u202f{other.name}\u202f» ne contient" + said.partition("ne contient")[2]
    assert len(other.sheets) == 1


def test_a_workbook_that_cannot_be_saved_is_told(excel: Desktop, opened) -> None:
    """Opened read-only, or waiting in Protected View: what to do about it."""
    answers, book = opened()
    window = excel.applications[0].Hwnd
    unwrap(book.api).ReadOnly = True
    before = stands(book)
    assert "lecture seule" in answers.press("overdue", window, book.name)
    assert stands(book) == before
    excel.protected_views.append(object())
    assert "Activer la modification" in answers.press("overdue", window, "courriel.xlsx")


def test_no_path_is_asked_for(excel: Desktop, opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook in SharePoint has an address for a path, which nothing here could use: nobody asks."""

    def asked(_: object) -> str:
        raise AssertionError("a path was asked for")

    answers, book = opened()
    unwrap(book.api)._store.folder = "https://lavande.sharepoint.com/sites/X/Documents partagés"
    for name in ("Path", "FullName"):
        monkeypatch.setattr(Workbook, name, property(asked))
    for action in ("overdue", "overdue", "undo"):
        assert answers.press(action, excel.applications[0].Hwnd, book.name) == ""


def test_a_link_of_an_earlier_drawing_does_not_stay_under_ours(small: xw.Book) -> None:
    """A file's drawing lays links on cells; ours are formulas, and only they lead."""
    live = LiveWorkbook(small)
    live.draw([made.page()])
    page = small.sheets[made.TITLE]
    page["A12"].add_hyperlink("#'Accueil'!A1", "A-01")
    live.draw([made.page(links=True)])
    assert not unwrap(page.api)._links


def test_a_page_is_remembered_as_a_file_remembers_it(small_file: Path, tmp_path: Path) -> None:
    """Its tables, its charts, and which cells were drawn: a file's redraw finds nothing that a person must have added."""
    sheet = made.page(kept={"A-77": "gardé"}, charts=2)
    file = Path(shutil.copy(small_file, tmp_path / "dessiné.xlsx"))
    FileWorkbook(file).draw([sheet])
    owned = owned_sheet(WorkbookPart(Package(file.read_bytes())), "overdue")
    assert owned is not None
    theirs, ours = read_record(owned.record), read_record(record_of_plan(plan_page(Target(sheet))))
    assert theirs is not None
    assert ours is not None
    assert (ours.tables, ours.notes, ours.counts[0]) == (theirs.tables, theirs.notes, theirs.counts[0])
    assert ours.counts[1] >= 1
    drawn, kept = read_rows(theirs.rows), read_rows(ours.rows)
    assert drawn is not None
    assert kept is not None
    tables = [Box(one.area.top, one.area.left, one.area.bottom, one.area.right) for one in sheet.tables]
    assert list(kept[0]) == evened(drawn[0], tables)


def test_a_page_drawn_by_a_file_is_redrawn_in_excel(excel: Desktop, small_file: Path, tmp_path: Path) -> None:
    """The other way round: what a file drew and Excel opens is taken for ours, and replaced in place."""
    file = Path(shutil.copy(small_file, tmp_path / "dessiné.xlsx"))
    FileWorkbook(file).draw([made.page(charts=0)])
    book = excel.book(excel.open(MemoryBook.load(file)))
    sheet = made.page([("A-01", 1), ("A-09", 2), ("A-10", 2)], charts=0)
    drawn = LiveWorkbook(book).draw([sheet])
    assert (drawn.pages, drawn.problems) == (("overdue",), ())
    check_drawn(book, sheet)
    assert [one.name for one in book.sheets].count(made.TITLE) == 1
