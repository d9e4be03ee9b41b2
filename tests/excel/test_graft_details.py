"""Where a page goes, what is kept of the sheet it replaces, and the traps of the format."""

import io
import re

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table

from gouvernail.excel.graft import graft
from hosts.corpus import HEAD, OFFICE, TYPE, added, drawn_host
from hosts.donors import openpyxl_donor, rich_donor, saved
from hosts.made import changed, parts, plain_host, zipped

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # it says what it would lose, were it to save
GAPS = {"gaps": "Écarts"}
PAGES = {"gaps": "Écarts", "overdue": "Retards"}
PAGE = "xl/worksheets/sheet3.xml"


def with_sheet(title, value=None, **options):
    """A person's workbook that already has a sheet of that name."""
    book = openpyxl.load_workbook(io.BytesIO(plain_host()))
    sheet = book.create_sheet(title, 0)
    sheet["B2"] = value
    sheet["A1"].number_format = "0.00"
    for key, change in options.items():
        setattr(book, key, change)
    return saved(book)


def codes(grafted):
    return [problem.code for problem in grafted.problems]


def test_an_empty_sheet_of_that_name_is_taken_over_where_it_stands():
    """A person may prepare the sheet: its place, its number and the workbook's order stay."""
    host = with_sheet("écarts")
    grafted = graft(host, rich_donor(), GAPS)
    assert (grafted.added, grafted.replaced, grafted.sheets) == ((), ("gaps",), {"gaps": "écarts"})
    assert openpyxl.load_workbook(io.BytesIO(grafted.data)).sheetnames == ["écarts", "Actions", "Notes"]


def test_a_sheet_of_that_name_that_holds_something_is_never_touched():
    """One cell is enough; the file keeps its bytes when no page could be drawn."""
    host = with_sheet("Écarts", 0)
    grafted = graft(host, rich_donor(), GAPS)
    assert codes(grafted) == ["file.page.name_taken"]
    assert grafted.data is host


def test_a_protected_structure_refuses_a_new_sheet_but_not_one_that_is_there():
    """The person adds the empty sheets once; then every run draws them."""
    lock = WorkbookProtection(lockStructure=True)
    assert codes(graft(plain_host(security=lock), rich_donor(), GAPS)) == ["file.page.locked"]
    assert graft(with_sheet("Écarts", security=lock), rich_donor(), GAPS).replaced == ("gaps",)


def test_signed_macros_refuse_a_new_sheet():
    """A new sheet would void the signature of the macros."""
    host = added(plain_host(), (None, "", "xl/vbaProjectSignature.bin", "application/vnd.ms-office.vbaProjectSignature", b"x"))
    assert codes(graft(host, rich_donor(), GAPS)) == ["file.page.macros_signed"]


@pytest.mark.parametrize("taken", ["table", "name"])
def test_a_name_that_the_person_gave_to_something_else_is_not_taken(taken):
    """Tables and defined names share one space, whatever their case."""
    book = openpyxl.load_workbook(io.BytesIO(plain_host()))
    if taken == "table":
        book["Notes"].append(["h"])
        book["Notes"].add_table(Table(displayName="GV_Gaps", ref="A1:A2"))
    else:
        book.defined_names["GV_GAPS"] = DefinedName("GV_GAPS", attr_text="Notes!$A$1")
    grafted = graft(saved(book), rich_donor(), PAGES)
    assert (codes(grafted), grafted.added) == (["file.page.table_taken"], ("overdue",))


def test_a_sheet_that_was_deleted_is_drawn_anew():
    """The hidden name says `#REF!`, as Excel leaves it: the page is absent, and comes back."""
    book = openpyxl.load_workbook(io.BytesIO(plain_host()))
    book.defined_names["_gvout.gaps"] = DefinedName("_gvout.gaps", attr_text="#REF!$A$1:$E$6", hidden=True)
    grafted = graft(saved(book), rich_donor(), GAPS)
    assert (grafted.added, codes(grafted)) == (("gaps",), [])
    assert graft(grafted.data, rich_donor(), GAPS).replaced == ("gaps",)


def test_what_belongs_to_the_workbook_stays_on_a_redrawn_sheet():
    """The macros' name of the sheet, a protection, the front tab and the printer's settings are kept."""
    first = graft(plain_host(), rich_donor(), GAPS).data
    contents = parts(first)
    text = contents[PAGE].decode()
    text = text.replace("<sheetPr>", '<sheetPr codeName="Feuil7">').replace("<sheetView ", '<sheetView tabSelected="1" ', 1)
    text = text.replace("</sheetData>", '</sheetData><sheetProtection sheet="1" password="CC1A"/>')
    contents[PAGE] = text.encode()
    host = added(
        zipped(contents), (PAGE, f"{OFFICE}/printerSettings", "xl/printerSettings/p1.bin", f"{TYPE}.printerSettings", b"hp")
    )
    second = graft(host, rich_donor(), GAPS)
    page = parts(second.data)[PAGE].decode()
    assert 'codeName="Feuil7"' in page
    assert 'tabSelected="1"' in page
    assert '<sheetProtection sheet="1" password="CC1A"/>' in page
    assert parts(second.data)["xl/printerSettings/p1.bin"] == b"hp"
    assert re.search(r'<pageSetup [^>]*r:id="rId\d+"', page)
    assert graft(second.data, rich_donor(), GAPS).data == second.data


def test_only_the_person_s_tab_is_in_front():
    """Two selected tabs would make Excel type into both sheets."""
    grafted = graft(drawn_host(), rich_donor(), PAGES)
    selected = [name for name, content in parts(grafted.data).items() if b'tabSelected="1"' in content]
    assert selected == ["xl/worksheets/sheet1.xml"]


def test_a_table_keeps_its_number_and_those_of_its_columns():
    """Slicers know a table and a column by their numbers."""
    first = graft(plain_host(), rich_donor(), GAPS).data
    host = changed(first, table2=('id="2" name="gv_gaps"', 'id="41" name="gv_gaps"'))
    host = changed(host, table2=('id="3" name="Commentaire"', 'id="12" name="Commentaire"'))
    table = parts(graft(host, rich_donor(), GAPS).data)["xl/tables/table2.xml"].decode()
    assert 'id="41"' in table
    assert re.findall(r'<tableColumn id="(\d+)" name="(\w+)"', table) == [
        ("1", "Indicateur"),
        ("2", "Écart"),
        ("12", "Commentaire"),
    ]


def test_dates_follow_the_workbook_s_own_epoch():
    """A donor of another epoch would put every date four years off: it is a defect of ours, said at once."""
    with pytest.raises(ValueError, match="another year"):
        graft(plain_host(), rich_donor(date1904=True), GAPS)
    host = changed(plain_host(), workbook=("<workbookPr/>", '<workbookPr date1904="1"/>'))
    assert graft(host, rich_donor(date1904=True), GAPS).added == ("gaps",)


def test_a_calculation_chain_goes_when_a_page_has_formulas_and_stays_when_none_has():
    """An entry for a cell without formula makes Excel repair the file; without the chain, Excel makes it anew."""
    chain = f'{HEAD}<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="C2" i="1"/></calcChain>'
    host = added(plain_host(), ("xl/workbook.xml", f"{OFFICE}/calcChain", "xl/calcChain.xml", f"{TYPE}.calcChain+xml", chain))
    with_formulas = parts(graft(host, rich_donor(), GAPS).data)
    assert "xl/calcChain.xml" not in with_formulas
    assert not any(b"calcChain" in with_formulas[name] for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"))
    assert parts(graft(host, openpyxl_donor(), GAPS).data)["xl/calcChain.xml"] == chain.encode()


def test_a_part_that_a_broken_relation_names_is_never_created():
    """A person's sheet that points at an absent drawing must not find ours there."""
    host = added(plain_host(), ("xl/worksheets/sheet1.xml", f"{OFFICE}/drawing", "xl/drawings/drawing1.xml", "", "<x/>"))
    contents = parts(host)
    del contents["xl/drawings/drawing1.xml"]
    after = parts(graft(zipped(contents), rich_donor(), GAPS).data)
    assert "xl/drawings/drawing1.xml" not in after
    assert "xl/drawings/drawing2.xml" in after


def test_a_workbook_without_styles_gets_some():
    """Some programs write none: a plain style sheet comes with the page."""
    contents = parts(plain_host())
    del contents["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        contents[name] = re.sub(rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", contents[name])
    contents["xl/worksheets/sheet1.xml"] = re.sub(rb' s="\d+"', b"", contents["xl/worksheets/sheet1.xml"])
    grafted = graft(zipped(contents), rich_donor(), GAPS)
    assert openpyxl.load_workbook(io.BytesIO(grafted.data))["Écarts"]["B4"].fill.fgColor.rgb == "FFC00000"


def test_the_style_sheet_stops_growing():
    """Different figures, run after run: the formats that are there serve again."""
    first = graft(plain_host(), rich_donor(), GAPS).data
    second = graft(first, rich_donor(rows=(("K01", 5, ""),) * 3), GAPS).data
    assert parts(second)["xl/styles.xml"] == parts(first)["xl/styles.xml"]
    assert second != first


def test_a_chart_that_is_not_drawn_any_more_leaves_nothing_behind():
    """Parts that only our old page led to go with it; parts of the person stay."""
    host = graft(plain_host(), rich_donor(), GAPS).data
    before, after = parts(host), parts(graft(host, rich_donor(chart=False), GAPS).data)
    assert set(before) - set(after) == {"xl/charts/chart1.xml"}
    assert b"chart1" not in after["[Content_Types].xml"]


def test_a_dynamic_array_is_refused_while_it_is_drawn():
    """It would need the workbook's own metadata: the page must hold values."""
    donor = changed(rich_donor(), sheet1=('<c r="E2"', '<c cm="1" r="E2"'))
    with pytest.raises(ValueError, match="E2"):
        graft(plain_host(), donor, GAPS)


def test_a_donor_without_the_announced_sheet_is_a_defect_of_ours():
    """A wrong key is no matter for the manager."""
    with pytest.raises(ValueError, match="Absente"):
        graft(plain_host(), rich_donor(), {"gaps": "Absente"})


def test_a_name_that_looks_at_a_page_makes_excel_compute_too():
    """A defined name of the person may hide the formula that depends on us."""
    book = openpyxl.load_workbook(io.BytesIO(plain_host()))
    book.defined_names["Pire"] = DefinedName("Pire", attr_text="'Écarts'!$B$4")
    assert codes(graft(saved(book), openpyxl_donor(), GAPS)) == ["file.recalculated_names"]
