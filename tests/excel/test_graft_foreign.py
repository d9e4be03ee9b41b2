"""What a person put on one of our pages is never dropped without a word: that page stays, the others are drawn."""

import re

import pytest

from gouvernail.excel.graft import graft
from gouvernail.problems import Effect
from gouvernail.words.catalogue import Catalogue
from hosts.corpus import MAIN, MS, OFFICE, TYPE, added
from hosts.donors import rich_donor
from hosts.made import changed, parts, plain_host, zipped

PAGES = {"gaps": "Écarts", "overdue": "Retards"}
PAGE, DRAWING, NOTES, TABLE = "xl/worksheets/sheet3.xml", "xl/drawings/drawing1.xml", "xl/comments1.xml", "xl/tables/table2.xml"
DRAWN = graft(plain_host(), rich_donor(), PAGES).data
SHAPE = (
    "<xdr:oneCellAnchor><xdr:sp><xdr:nvSpPr><xdr:cNvPr id='9' name='Ellipse 1'/></xdr:nvSpPr></xdr:sp>"
    "</xdr:oneCellAnchor></xdr:wsDr>"
)
NOTE = '<comment ref="B5" authorId="0"><text><t>À voir</t></text></comment></commentList>'
RULE = (
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="9"><formula>1</formula></cfRule>'
    "</conditionalFormatting>"
)
FAR = '<row r="60"><c r="M60" t="inlineStr"><is><t>à revoir</t></is></c></row></sheetData>'


def edited(part, old, new):
    """The drawn workbook with a text replaced in one part."""
    contents = parts(DRAWN)
    text = contents[part].decode()
    assert old in text, text
    contents[part] = text.replace(old, new, 1).encode()
    return zipped(contents)


def related(kind, part, content_type="", content="<x/>"):
    """The drawn workbook with one more part on the page."""
    return added(DRAWN, (PAGE, kind, part, content_type, content))


CASES = {
    "file.page.note": edited(NOTES, "</commentList>", NOTE),
    "file.page.note (ours, changed)": edited(NOTES, "lu par Gouvernail", "lu par Gouvernail, et faux"),
    "file.page.object": edited(DRAWING, "</xdr:wsDr>", SHAPE),
    "file.page.object (a copy of ours)": edited(DRAWING, "</xdr:wsDr>", SHAPE.replace("Ellipse 1", "Gouvernail 1")),
    "file.page.typed": edited(PAGE, "</sheetData>", FAR),
    "file.page.typed (between)": edited(PAGE, '<row r="2"', '<row r="2"><c r="C2"><v>7</v></c></row><row r="2"'),
    "file.page.rule": edited(PAGE, "<conditionalFormatting", RULE + "<conditionalFormatting"),
    "file.page.list": edited(PAGE, "</dataValidations>", '<dataValidation sqref="A9"/></dataValidations>'),
    "file.page.link": edited(PAGE, "</hyperlinks>", '<hyperlink ref="A9" location="Notes!A1"/></hyperlinks>'),
    "file.page.sparkline": edited(PAGE, "</x14:sparklineGroups>", "<x14:sparklineGroup/></x14:sparklineGroups>"),
    "file.page.column": edited(TABLE, 'name="Commentaire"/>', 'name="Commentaire"/><tableColumn id="9" name="Mon avis"/>'),
    "file.page.table": related(f"{OFFICE}/table", "xl/tables/table9.xml", f"{TYPE}.table+xml",
        f'<table xmlns="{MAIN}" id="9" name="Mien" displayName="Mien" ref="H30:H31"><tableColumns/></table>'),
    "file.page.table (renamed)": edited(TABLE, 'displayName="gv_gaps"', 'displayName="Ecarts"'),
    "file.page.pivot": related(f"{OFFICE}/pivotTable", "xl/pivotTables/pivotTable9.xml"),
    "file.page.slicer": related(f"{MS}/2007/relationships/slicer", "xl/slicers/slicer9.xml"),
    "file.page.slicer (timeline)": related(f"{MS}/2011/relationships/timeline", "xl/timelines/timeline9.xml"),
    "file.page.conversation": related(f"{MS}/2017/10/relationships/threadedComment", "xl/threadedComments/t9.xml"),
    "file.page.control": related(f"{OFFICE}/ctrlProp", "xl/ctrlProps/ctrlProp9.xml"),
    "file.page.control (old)": related(f"{OFFICE}/vmlDrawing", "xl/drawings/v9.vml", "", '<x ObjectType="Button"/>'),
    "file.page.embedded": related(f"{OFFICE}/oleObject", "xl/embeddings/o9.bin"),
    "file.page.query": added(DRAWN, (TABLE, f"{OFFICE}/queryTable", "xl/queryTables/q9.xml", "", "<x/>")),
    "file.page.other": related(f"{MS}/2019/04/relationships/namedSheetView", "xl/namedSheetViews/n9.xml"),
    "file.page.other (scenarios)": edited(PAGE, "</sheetData>", "</sheetData><scenarios/>"),
    "file.page.object (inside a chart)": added(
        DRAWN, ("xl/charts/chart1.xml", f"{OFFICE}/chartUserShapes", "xl/drawings/drawing9.xml", "", "<x/>")),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_page_is_left_as_it_was_and_the_other_one_is_drawn(case):
    """One sentence names the sheet, what was found, what to do; the rest of the run goes on."""
    host = CASES[case]
    grafted = graft(host, rich_donor(rows=(("K09", 4, ""),) * 3), PAGES)
    told = [problem for problem in grafted.problems if problem.effect is Effect.PAGE]
    assert [problem.code for problem in told] == [case.partition(" ")[0]]
    assert told[0].facts["sheet"] == "Écarts"
    for language in ("fr", "en"):
        assert "Écarts" in Catalogue(language).problem(told[0])
    assert grafted.replaced == ("overdue",)
    before, after = parts(host), parts(grafted.data)
    ours = [name for name in before if "sheet4" not in name and name not in {"xl/styles.xml", "xl/workbook.xml"}]
    assert {name: after.get(name) for name in ours} == {name: before[name] for name in ours}


def test_a_note_and_a_typed_text_are_named_with_their_cell():
    """The manager is led to the cell itself."""
    where = {case: graft(CASES[case], rich_donor(), PAGES).problems[0].where for case in ("file.page.note", "file.page.typed")}
    assert {case: str(cell) for case, cell in where.items()} == {
        "file.page.note": "'Écarts'!B5",
        "file.page.typed": "'Écarts'!M60",
    }


def test_rows_that_a_person_inserted_move_the_drawn_block_with_them():
    """Excel moves the hidden name together with the cells: what is ours is not taken for something typed."""
    moved = edited(PAGE, '<row r="6"', '<row r="9"')
    contents = parts(moved)
    contents[PAGE] = contents[PAGE].replace(b'r="A6"', b'r="A9"').replace(b'r="B6"', b'r="B9"').replace(b'r="C6"', b'r="C9"')
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        "'Écarts'!$A$1:$E$6".encode(), "'Écarts'!$A$1:$E$9".encode()
    )
    assert graft(zipped(contents), rich_donor(), PAGES).replaced == ("gaps", "overdue")


def test_a_row_that_a_person_inserted_and_filled_stops_the_page():
    """Excel stretches the block over it: one row more holds something than was drawn."""
    contents = parts(DRAWN)
    row = '<row r="7"><c r="A7" t="inlineStr"><is><t>mon ajout</t></is></c></row></sheetData>'
    contents[PAGE] = contents[PAGE].replace(b"</sheetData>", row.encode())
    contents["xl/workbook.xml"] = contents["xl/workbook.xml"].replace(
        "'Écarts'!$A$1:$E$6".encode(), "'Écarts'!$A$1:$E$7".encode()
    )
    (problem, *_) = graft(zipped(contents), rich_donor(), PAGES).problems
    assert (problem.code, str(problem.where)) == ("file.page.typed", "'Écarts'!A7")


def test_a_blank_cell_that_was_drawn_is_there_to_be_filled():
    """The comment of the second line was drawn blank: what is typed there is the flow's to keep."""
    host = edited(PAGE, *_filled(DRAWN))
    assert graft(host, rich_donor(), PAGES).replaced == ("gaps", "overdue")


def _filled(data):
    blank = re.search(r'<c r="C5"( s="\d+")/>', parts(data)[PAGE].decode())
    return blank[0], f'<c r="C5"{blank[1]} t="inlineStr"><is><t>vu</t></is></c>'


def test_fewer_notes_or_rules_than_were_drawn_are_no_reason_to_stop():
    """What a person removed comes back with the next drawing."""
    host = edited(NOTES, parts(DRAWN)[NOTES].decode().partition("<commentList>")[2], "</commentList></comments>")
    assert graft(host, rich_donor(), PAGES).replaced == ("gaps", "overdue")


def test_a_workbook_that_lost_the_record_is_judged_by_what_is_about_to_be_drawn():
    """Without the hidden record, the same page drawn again is ours, and a person's shape still is not."""
    lost = [changed(data, workbook=('name="_gvrec.gaps"', 'name="_gvold.gaps"')) for data in (DRAWN, CASES["file.page.object"])]
    assert graft(lost[0], rich_donor(), PAGES).replaced == ("gaps", "overdue")
    assert graft(lost[1], rich_donor(), PAGES).replaced == ("overdue",)
