"""What people typed on a page, and taking a drawing back."""

import pytest
import xlwings as xw

from com.desktop import Desktop
from gouvernail.excel.live import LiveWorkbook
from gouvernail.problems import WorkbookBusy, WorkbookRefused
from live import made
from live.test_drawing import check_drawn, others, state
from live.test_faults import ours, told

FIRST = made.page(comments={"A-02": "vu"})


def comment_cell(book: xw.Book, line: str) -> xw.Range:
    """The comment beside a line of the overdue table."""
    page = book.sheets[made.TITLE]
    body = page.tables["gv_overdue"].data_body_range
    headers = page.tables["gv_overdue"].header_row_range.raw_value[0]
    column = headers.index(made.WORDS.column("overdue", "comment"))
    for number, row in enumerate(body.raw_value):
        if row[0] == line:
            return page.range((body.row + number, body.column + column))
    raise AssertionError(line)


@pytest.fixture
def drawn(small: xw.Book) -> LiveWorkbook:
    live = LiveWorkbook(small)
    live.draw([made.page(comments={"A-02": "vu"})])
    return live


def test_a_comment_typed_meanwhile_stays_with_its_line(small: xw.Book, drawn: LiveWorkbook) -> None:
    """Typed, changed or wiped after the page was computed: what the sheet holds is what stays, also when lines move."""
    comment_cell(small, "A-01").raw_value = "tapé à l'instant"
    comment_cell(small, "A-02").raw_value = None
    drawn.draw([made.page([("A-03", 3), ("A-02", 7), ("A-01", 12), ("A-04", 1)], comments={"A-02": "vu", "A-04": "revenu"})])
    assert [comment_cell(small, f"A-0{n}").raw_value for n in (1, 2, 3, 4)] == ["tapé à l'instant", None, None, "revenu"]


def test_a_comment_typed_during_the_drawing_stays(excel: Desktop, small: xw.Book, drawn: LiveWorkbook) -> None:
    """Somebody types while the first calls are under way, before the block is written."""
    cell = comment_cell(small, "A-03")
    tick, seen = excel.meter.tick, []

    def typing(name: str, kind: str) -> None:
        tick(name, kind)
        if name == "Range.ClearFormats" and not seen:
            seen.append(name)
            cell.raw_value = "pendant"

    excel.meter.tick = typing
    drawn.draw([made.page()])
    assert seen
    assert comment_cell(small, "A-03").raw_value == "pendant"


def test_a_comment_on_a_line_that_goes_stops_the_drawing(small: xw.Book, drawn: LiveWorkbook) -> None:
    """The page was computed without it: it must be computed again, not lose it."""
    comment_cell(small, "A-03").raw_value = "à l'instant"
    page = ours(small)
    with pytest.raises(WorkbookBusy) as error:
        drawn.draw([made.page([("A-01", 12), ("A-02", 7)], comments={"A-02": "vu"})])
    assert told(error.value) == ["live.comments_changed"]
    assert ours(small) == page
    drawn.draw([made.page([("A-01", 12), ("A-02", 7)], comments={"A-02": "vu"}, kept={"A-03": "à l'instant"})])
    foot = small.sheets[made.TITLE].tables["gv_overdue_kept"].data_body_range.raw_value
    assert foot == (("A-03", "à l'instant"),)


def test_a_comment_that_looks_like_a_formula_or_a_number_stays_text(small: xw.Book, drawn: LiveWorkbook) -> None:
    """« = à voir », « +1 », « 00123 »: written back as they were typed."""
    for line, text in (("A-01", "'= à voir"), ("A-02", "'+1"), ("A-03", "'00123")):
        comment_cell(small, line).raw_value = text
    drawn.draw([made.page()])
    assert [comment_cell(small, f"A-0{n}").raw_value for n in (1, 2, 3)] == ["= à voir", "+1", "00123"]


def test_the_last_drawing_is_taken_back_once(small: xw.Book, drawn: LiveWorkbook) -> None:
    """Values, tables, formulas and places are those of before; a second time there is nothing to take back."""
    before, inputs = ours(small), others(small)
    drawn.draw([made.page([(f"A-{n:02}", n) for n in range(1, 9)], comments={"A-02": "vu"}, due=("B-09",), sentences=3)])
    settings = state(small.app)
    assert drawn.can_undo()
    assert drawn.undo_last_draw().pages == ("overdue",)
    assert ours(small) == before
    assert others(small) == inputs
    assert state(small.app) == settings
    assert not drawn.can_undo()
    with pytest.raises(WorkbookRefused) as error:
        drawn.undo_last_draw()
    assert told(error.value) == ["live.nothing_to_undo"]


def test_the_first_drawing_is_taken_back_with_its_sheet(small: xw.Book, drawn: LiveWorkbook) -> None:
    """The sheet was added by it; it can be drawn again."""
    LiveWorkbook(small).undo_last_draw()
    assert made.TITLE not in [one.name for one in small.sheets]
    assert not [one.name for one in small.names]
    drawn.draw([FIRST])
    check_drawn(small, FIRST)


def test_comments_typed_since_survive_the_undo(small: xw.Book, drawn: LiveWorkbook) -> None:
    """They stay with their line."""
    drawn.draw([made.page([("A-02", 7), ("A-01", 12)], comments={"A-02": "vu"})])
    comment_cell(small, "A-01").raw_value = "après coup"
    drawn.undo_last_draw()
    assert comment_cell(small, "A-01").raw_value == "après coup"
    assert comment_cell(small, "A-02").raw_value == "vu"


def test_comments_that_the_earlier_page_has_no_place_for_stop_the_undo(small: xw.Book, drawn: LiveWorkbook) -> None:
    """A line of the new page, or a page that was added: told, nothing lost, and the undo is still offered."""
    comment_cell(small, "A-01").raw_value = "sur la page ajoutée"
    with pytest.raises(WorkbookBusy) as error:
        drawn.undo_last_draw()
    assert told(error.value) == ["live.comments_since"]
    assert comment_cell(small, "A-01").raw_value == "sur la page ajoutée"
    assert drawn.can_undo()


def test_a_formula_that_somebody_put_in_our_page_comes_back(small: xw.Book, drawn: LiveWorkbook) -> None:
    """A formula in the comment column is replaced by its result in a drawing, and is a formula again after the undo."""
    comment_cell(small, "A-03").formula = "=1+1"
    before = comment_cell(small, "A-03").formula
    drawn.draw([made.page(comments={"A-02": "vu"})])
    drawn.undo_last_draw()
    assert comment_cell(small, "A-03").formula == before == "=1+1"
