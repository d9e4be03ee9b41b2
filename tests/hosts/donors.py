"""Drawn pages, with everything a page may hold: by XlsxWriter and by openpyxl."""

import io
from datetime import date, datetime

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

DRAWN = datetime(2026, 1, 1)  # noqa: DTZ001 - what XlsxWriter takes
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc00000030101 00c9fe92ef0000000049454e44ae426082".replace(" ", "")
)
HEADERS = ("Indicateur", "Écart", "Commentaire")
ROWS = (("K01", -1.5, "=1+1"), ("K02", 0.25, ""), ("K03", 3, "relance faite"))


def rich_donor(rows=ROWS, *, title="Écarts", second="Retards", date1904=False, chart=True, note="lu par Gouvernail"):
    """Two pages: one with every kind of content XlsxWriter draws for us, one small."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "date_1904": date1904}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": DRAWN})
        page, other = book.add_worksheet(title), book.add_worksheet(second)
        red = book.add_format({"bg_color": "#C00000", "font_name": "Arial", "num_format": '0.0 "pt";[Red]-0.0 "pt"'})
        day = book.add_format({"num_format": "dd/mm/yyyy", "bold": True})
        page.write_rich_string(0, 0, "Arrêté ", red, "au", " 31/03")
        page.write_datetime(0, 1, date(2026, 3, 31), day)
        page.add_table(2, 0, 2 + len(rows), 2, {"name": "gv_gaps", "columns": [{"header": header} for header in HEADERS]})
        for row, values in enumerate(rows, start=3):
            page.write_row(row, 0, values, red)
        page.write_comment("A1", note, {"author": "x"})
        page.conditional_format("B4:B6", {"type": "data_bar", "data_bar_2010": True})
        page.conditional_format("B4:B6", {"type": "cell", "criteria": "<", "value": 0, "format": red})
        page.conditional_format("B4:B6", {"type": "icon_set", "icon_style": "3_flags"})
        page.conditional_format("B4:B6", {"type": "2_color_scale"})
        page.data_validation("C4:C6", {"validate": "list", "source": ["oui", "non"]})
        page.add_sparkline("D4", {"range": f"'{title}'!B4:B6"})
        page.write_url("E1", f"internal:'{title}'!A1")
        page.write_formula("E2", "=SUM(B4:B6)", red, 1.75)
        page.write_boolean("E3", True)
        page.set_column(0, 2, 20, day)
        page.set_row(0, 30, day)
        page.freeze_panes(3, 0)
        page.set_tab_color("#003366")
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)
        page.print_area(0, 0, 20, 5)
        page.set_footer("&P / &N")
        page.insert_image("G20", "pixel.png", {"image_data": io.BytesIO(PIXEL)})
        if chart:
            drawn = book.add_chart({"type": "line"})
            drawn.add_series({"categories": [title, 3, 0, 5, 0], "values": [title, 3, 1, 5, 1]})
            page.insert_chart("G2", drawn)
        other.write(0, 0, "Rien en retard")
        other.write_formula("A2", f"='{title}'!B4", None, -1.5)
    return buffer.getvalue()


def openpyxl_donor(rows=ROWS, *, title="Écarts"):
    """One page by openpyxl."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    page["A1"] = "Arrêté au 31/03"
    page["A1"].font = Font(name="Arial", bold=True, color="FF003366")
    page["A1"].comment = Comment("lu par Gouvernail", "x")
    for column, header in enumerate(HEADERS, start=1):
        page.cell(3, column, header).fill = PatternFill("solid", fgColor="FFEEEEEE")
    for row, values in enumerate(rows, start=4):
        for column, value in enumerate(values, start=1):
            page.cell(row, column, value).data_type = "s" if isinstance(value, str) else "n"
            page.cell(row, column).number_format = '0.0 "pt"'
    page.add_table(Table(displayName="gv_gaps", ref=f"A3:C{3 + len(rows)}"))
    page.conditional_formatting.add("B4:B6", CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FFC00000")))
    page.conditional_formatting.add("B4:B6", DataBarRule(start_type="min", end_type="max", color="FF638EC6"))
    choices = DataValidation(type="list", formula1='"oui,non"')
    choices.add("C4:C6")
    page.add_data_validation(choices)
    drawn = BarChart()
    drawn.add_data(Reference(page, min_col=2, min_row=3, max_row=6), titles_from_data=True)
    page.add_chart(drawn, "G2")
    page.print_area = "A1:E20"
    page.print_title_rows = "3:3"
    page["E1"].hyperlink = "#Accueil!A1"
    return saved(book)


def saved(book):
    """An openpyxl workbook's bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
