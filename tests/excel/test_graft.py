"""Our pages in a person's workbook: in place, and nothing else changed."""

import io

import openpyxl
import pytest

from gouvernail.excel.graft import graft
from hosts.compare import foreign_changes
from hosts.donors import HEADERS, ROWS, openpyxl_donor, rich_donor
from hosts.made import changed, parts, plain_host

PAGES = {"gaps": "Écarts", "overdue": "Retards"}
DONORS = {"xlsxwriter": (rich_donor, PAGES), "openpyxl": (openpyxl_donor, {"gaps": "Écarts"})}


def loaded(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(params=DONORS)
def donor(request):
    return DONORS[request.param]


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_page_is_added_and_every_other_part_keeps_its_bytes(donor):
    """Only the list of content types, the workbook part, its relationships and the styles change."""
    draw, keys = donor
    host = plain_host()
    grafted = graft(host, draw(), keys)
    assert (grafted.added, grafted.replaced, grafted.problems) == (tuple(keys), (), ())
    assert foreign_changes(host, grafted.data) == []
    book = loaded(grafted.data)
    assert book.sheetnames == ["Actions", "Notes", *keys.values()]
    page = book["Écarts"]
    assert [[cell.value for cell in row] for row in page["A3:C6"]] == [
        list(HEADERS),
        *([*row[:2], row[2] or None] for row in ROWS),
    ]
    assert page.tables["gv_gaps"].ref == "A3:C6"
    assert page["B4"].number_format.startswith('0.0 "pt"')
    assert page.print_title_rows == "$3:$3"


def test_a_second_run_writes_the_same_bytes(donor):
    """The same workbook and the same donor give the same file; drawn again, nothing changes."""
    draw, keys = donor
    first = graft(plain_host(), draw(), keys)
    second = graft(first.data, draw(), keys)
    assert (second.added, second.replaced) == ((), tuple(keys))
    assert second.data is first.data or second.data == first.data


def test_a_page_follows_the_sheet_that_a_person_renamed():
    """The hidden name says which sheet is ours: a rename is followed, formulas and charts of the page with it."""
    first = graft(plain_host(), rich_donor(), PAGES).data
    renamed = changed(first, workbook=('name="Écarts"', 'name="Mes écarts"'))
    renamed = changed(renamed, workbook=("'Écarts'!$A$1", "'Mes écarts'!$A$1"))
    again = graft(renamed, rich_donor(), PAGES)
    assert again.sheets == {"gaps": "Mes écarts", "overdue": "Retards"}
    texts = parts(again.data)
    assert "'Mes écarts'!$B$4:$B$6" in texts["xl/charts/chart1.xml"].decode()
    assert "'Mes écarts'!B4" in texts["xl/worksheets/sheet4.xml"].decode()
    assert "'Mes écarts'!$3:$3" in texts["xl/workbook.xml"].decode()


def test_formulas_that_look_at_a_page_are_computed_when_excel_opens_the_file():
    """A formula of the person on our table makes Excel recalculate; the reader is told which sheet it is."""
    grafted = graft(plain_host(formula="=SUM(gv_gaps[Écart])"), rich_donor(), {"overdue": "Retards", "gaps": "Écarts"})
    assert [(problem.code, problem.facts["sheet"]) for problem in grafted.problems] == [
        ("file.recalculated_on_open", "Actions")
    ]
    assert b'fullCalcOnLoad="1"' in parts(grafted.data)["xl/workbook.xml"]
