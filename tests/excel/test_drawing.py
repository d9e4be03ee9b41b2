"""Described sheets as a file: what stands in each cell, as what, and nothing that Excel would refuse."""

import math
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import python_calamine
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gouvernail.excel.drawing import draw_workbook
from gouvernail.problems import CellRef
from gouvernail.sheets.parts import (
    Area,
    Cell,
    Chart,
    Condition,
    DataBar,
    ListTable,
    Print,
    Series,
    Sheet,
    Validation,
)
from gouvernail.sheets.theme import SERIES, STYLES

DAY = date(2026, 3, 31)


def sheet(*rows, title="Page", **more):
    return Sheet("page", title, tuple(tuple(row) for row in rows), **more)


def drawn(*sheets, **options):
    return openpyxl.load_workbook(BytesIO(draw_workbook(sheets, **options)))


def one(cell, **options):
    """The cell A1 of a sheet that holds it alone."""
    return drawn(sheet([cell]), **options)["Page"]["A1"]


def rich():
    """A sheet with everything that a sheet may have."""
    header = [Cell("Mois", "header"), Cell("Réel", "header_number"), Cell("Cible", "header_number")]
    lines = [[Cell(f"2026-0{at}"), Cell(90.0 + at, "number", "0.0"), Cell(92, "number")] for at in range(1, 5)]
    names, actual, target = (Area(2, column, 5, column) for column in (1, 2, 3))
    both = (Series("Réel", actual, names), Series("Cible", target, names, "target"))
    looks = tuple(Series(look, actual, names, look, secondary=look == "cumulative") for look in SERIES)
    kinds = ("line", "column", "stacked", "bar")
    return sheet(
        header,
        *lines,
        [Cell("✖ rouge", "red"), Cell("fusion", "banner"), None],
        [Cell("note", note="Ce qu’il faut savoir"), Cell("va", "link", link=CellRef("Page", 2, 1)), Cell(4, formula="=2+2")],
        widths=(20.0, 10.0, 10.0),
        heights={1: 32.0},
        merges=(Area(6, 2, 6, 3),),
        tables=(ListTable("gv_gaps", Area(1, 1, 5, 3), ("Mois", "Réel", "Cible")),),
        charts=(
            *(Chart(kind, kind, both, 10 + 15 * at, 1, minimum=0, maximum=100) for at, kind in enumerate(kinds)),
            Chart("pareto", "tous", looks, 80, 1, alternative_text="tout"),
            Chart("line", "seule", both[:1], 100, 1),
        ),
        conditions=(Condition(Area(2, 1, 6, 1), "✖", "red"), Condition(Area(2, 1, 6, 1), "✔", "strong")),
        bars=(DataBar(Area(2, 2, 5, 2)),),
        validations=(
            Validation(Area(2, 1, 9, 1), "list", ("oui", "non"), title="x" * 40, message="y" * 300),
            Validation(Area(2, 2, 9, 2), "date", message="une date", strict=False),
            Validation(Area(2, 3, 9, 3), "whole", minimum=1, maximum=3),
            Validation(Area(2, 4, 9, 4), "decimal", maximum=3),
            Validation(Area(2, 5, 9, 5), "decimal", minimum=0),
            Validation(Area(2, 6, 9, 6), "whole"),
            Validation(Area(2, 7, 9, 7), "list", source='=INDIRECT("gv_gaps[Mois]")'),
        ),
        frozen=(1, 1),
        print=Print(
            landscape=False,
            pages_high=1,
            breaks=(5,),
            title_rows=(1, 1),
            area=Area(1, 1, 7, 3),
            header="&Ctête",
            footer="&Lpied && fils",
        ),
        tab_colour="1F3A5F",
        gridlines=True,
        zoom=90,
    )


def test_the_same_sheets_give_the_same_bytes():
    """So that a page drawn again changes nothing in the file."""
    assert draw_workbook([rich()]) == draw_workbook([rich()])


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 1 23", "-3 %", "@nom", '=HYPERLINK("http://x")', "\tx", "{=A1}", "http://x.fr", "12"]
)
def test_text_stays_text(text):
    """Whatever a text begins with, it is no formula, no link and no number; Excel is told so for when it is edited."""
    cell = one(Cell(text))
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert bool(cell.quotePrefix) == (text[0] in "=+-@\t")


@pytest.mark.parametrize(
    ("value", "kind"),
    [(3, "n"), (3.5, "n"), (-0.0, "n"), (True, "b"), (False, "b"), ("é", "s"), ("\U0001f600", "s"), (None, "n"), ("", "n")],
)
def test_values_keep_their_type(value, kind):
    """Numbers are numbers, truth values truth values; nothing and an empty text are a blank cell."""
    cell = one(Cell(value))
    assert cell.data_type == kind
    assert cell.value == (value if value != "" else None)


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("value", [DAY, datetime(2026, 3, 31, 14, 30)])  # noqa: DTZ001 - Excel knows no zone
def test_dates_follow_the_workbooks_epoch(value, date1904):
    """The same day is another number in a workbook that counts from 1904; both show the same day."""
    data = draw_workbook([sheet([Cell(value, "date")])], date1904=date1904)
    book = openpyxl.load_workbook(BytesIO(data))
    assert (book.epoch == CALENDAR_MAC_1904) == date1904
    assert book["Page"]["A1"].value == (datetime(2026, 3, 31) if value == DAY else value)  # noqa: DTZ001
    assert book["Page"]["A1"].number_format == "dd/mm/yyyy"
    assert python_calamine.load_workbook(BytesIO(data)).get_sheet_by_name("Page").to_python() == [[value]]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_never_written(value):
    """A page says what is missing in words: reaching here is a defect, not a `#NUM!` in front of a manager."""
    with pytest.raises(TypeError):
        draw_workbook([sheet([Cell(value)])])


def test_a_formula_keeps_its_cached_value():
    """What reads the file without computing sees the value."""
    data = draw_workbook([sheet([Cell(4, formula="=2+2"), Cell("", formula='=IFERROR(1/0,"")')])])
    assert [cell.value for cell in openpyxl.load_workbook(BytesIO(data))["Page"][1]] == ["=2+2", '=IFERROR(1/0,"")']
    assert openpyxl.load_workbook(BytesIO(data), data_only=True)["Page"]["A1"].value == 4


@pytest.mark.parametrize(
    ("link", "location"),
    [
        (CellRef("Page", 7, 2), "'Page'!B7"),
        (CellRef("Réglages d'été", 7, 2), "'Réglages d''été'!B7"),
        (CellRef("Page", 7), "'Page'!7:7"),
        (CellRef("Page", 0, 2), "'Page'!B:B"),
        (CellRef("Page"), "'Page'!A1"),
    ],
)
def test_links_lead_to_a_cell_of_the_workbook(link, location):
    """Never outside; a link to a sheet goes to its first cell, or a click would say that the reference is not valid."""
    cell = one(Cell("ici", "link", link=link))
    assert (cell.value, cell.hyperlink.location, cell.hyperlink.target) == ("ici", location, None)


@pytest.mark.filterwarnings("error")
def test_more_links_than_excel_takes():
    """Beyond 65 530 links on a sheet the texts stay, without a click."""
    rows = [[Cell(f"l{at}", "link", link=CellRef("Page", 1, 1))] for at in range(65_540)]
    values = python_calamine.load_workbook(BytesIO(draw_workbook([sheet(*rows)]))).get_sheet_by_name("Page").to_python()
    assert len(values) == 65_540
    assert values[-1] == ["l65539"]


def test_long_texts_are_cut_where_excel_cuts_them():
    """A cell holds 32 767 characters, with a click or without."""
    page = drawn(sheet([Cell("x" * 40_000), Cell("y" * 40_000, link=CellRef("Page", 1, 1))]))["Page"]
    assert [len(cell.value) for cell in page[1]] == [32_767, 32_767]


def test_characters_that_xml_does_not_take():
    """A pasted control character or something that looks like an escape does not spoil the file."""
    texts = ["a\x0bb", "<&>\"'", "deux\nlignes", " bords "]
    assert [cell.value for cell in drawn(sheet([Cell(text) for text in texts]))["Page"][1]] == [
        "a_x000B_b",
        *texts[1:],
    ]


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_drawn_as_the_theme_says(style):
    """Font, fill, alignment and number format by the style's name."""
    look, cell = STYLES[style], one(Cell(1, style))
    assert (cell.font.b, cell.font.i, cell.font.sz) == (look.bold, look.italic, look.size)
    assert cell.font.color.rgb == f"FF{look.colour}"
    assert cell.fill.fgColor.rgb == (f"FF{look.fill}" if look.fill else "00000000")
    assert cell.number_format == (look.format or "General")
    assert bool(cell.alignment.wrap_text) == look.wrap


@pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning")  # openpyxl does not know solid data bars
def test_a_sheet_with_everything():
    """Tables, drop-downs, conditions, freeze, print set-up, widths and heights."""
    page = drawn(rich())["Page"]
    assert page.tables["gv_gaps"].ref == "A1:C5"
    assert (page.freeze_panes, page.sheet_properties.tabColor.rgb, page.sheet_view.zoomScale) == ("B2", "FF1F3A5F", 90)
    assert (page.print_title_rows, page.print_area, page.page_setup.paperSize) == ("$1:$1", "'Page'!$A$1:$C$7", 9)
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("portrait", None, None)
    assert page.oddFooter.left.text == "pied && fils"
    assert page.column_dimensions["A"].width == pytest.approx(20.7, abs=0.1)
    assert page.row_dimensions[1].height == pytest.approx(32, abs=0.5)
    assert [str(one) for one in page.merged_cells.ranges] == ["B6:C6"]
    assert page["B6"].value == "fusion"
    assert page["A7"].comment.text == "Ce qu’il faut savoir"
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["A2:A9"].formula1 == '"oui,non"'
    assert (len(rules["A2:A9"].promptTitle), len(rules["A2:A9"].prompt)) == (32, 255)
    assert rules["B2:B9"].errorStyle == "information"
    assert (rules["C2:C9"].formula1, rules["C2:C9"].formula2) == ("1", "3")
    assert (rules["D2:D9"].operator, rules["D2:D9"].formula1) == ("lessThanOrEqual", "3")
    assert len(page._charts) == 6


@pytest.mark.sdk
@pytest.mark.parametrize("date1904", [False, True])
def test_the_open_xml_sdk_finds_no_fault(tmp_path, validate, date1904):
    """Every part that a sheet may have, as Excel's own format has it."""
    path = tmp_path / "rich.xlsx"
    path.write_bytes(draw_workbook([rich()], date1904=date1904))
    assert validate(path) == []


def _charts(*charts):
    """The XML of the charts of a page of four months, the third not measured."""
    lines = [[Cell(name), Cell(value, "number")] for name, value in zip("abcd", (90.0, 91.0, None, 92.0), strict=True)]
    data = BytesIO(draw_workbook([sheet([Cell("Mois"), Cell("Réel")], *lines, charts=charts)]))
    with zipfile.ZipFile(data) as package:
        return [package.read(f"xl/charts/chart{at}.xml").decode() for at in range(1, 1 + len(charts))]


def _line(**more):
    names, values = Area(2, 1, 5, 1), Area(2, 2, 5, 2)
    return Chart("line", "Réel", (Series("Réel", values, names),), 8, 1, **more)


def test_a_missing_month_is_a_hole_and_never_a_zero():
    """The chart says it, since a program may draw zeros where it is left unsaid; the cell holds nothing at all."""
    [chart] = _charts(_line())
    assert '<c:dispBlanksAs val="gap"/>' in chart
    cached = chart.partition("<c:val>")[2].partition("</c:val>")[0]
    assert '<c:ptCount val="4"/>' in cached
    assert '<c:pt idx="2">' not in cached


def test_names_under_a_chart_are_level():
    """Never slanted; of many weeks one in four is written."""
    level, some = _charts(_line(), _line(every=4))
    assert 'rot="0"' in level
    assert '<c:tickLblSkip val="4"/>' in some
