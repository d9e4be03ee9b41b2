"""What people type on our pages: kept in the comment columns, never overwritten elsewhere."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from gouvernail.excel.file import draw, write_new
from gouvernail.sheets.parts import Cell, Sheet

PAGE = Sheet(
    "page",
    "Page",
    ((Cell("Owner", "header"), Cell("Comment", "header")), (Cell(None, "text"), Cell(None, "comment"))),
)


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    file = tmp_path / "book.xlsx"
    write_new(file, [Sheet("own", "Mine", ((Cell("mine"),),))])
    draw(file, [PAGE])
    return file


def typed(file: Path, address: str) -> None:
    """A person types in a cell, with another program."""
    book = openpyxl.load_workbook(file)
    book["Page"][address] = "Zoé"
    book.save(file)


def test_a_text_in_a_cell_drawn_blank_stops_the_redraw_of_that_page(drawn: Path) -> None:
    """An owner typed on the page instead of in the table is said with its cell, and stays."""
    typed(drawn, "A2")
    done = draw(drawn, [PAGE])
    assert [problem.code for problem in done.problems] == ["file.page.typed"]
    assert str(done.problems[0].where) == "'Page'!A2"
    assert openpyxl.load_workbook(drawn)["Page"]["A2"].value == "Zoé"


def test_a_comment_does_not_stop_the_redraw(drawn: Path) -> None:
    """The comment column is made to be filled; the next page brings its text along."""
    typed(drawn, "B2")
    kept = replace(PAGE, rows=(PAGE.rows[0], (Cell(None, "text"), Cell("Zoé", "comment"))))
    assert not draw(drawn, [kept]).problems
    assert openpyxl.load_workbook(drawn)["Page"]["B2"].value == "Zoé"
