"""Described sheets become a workbook of their own, through XlsxWriter: a template, or pages to put into a person's file."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from gouvernail.excel.chart_drawing import draw_chart
from gouvernail.sheets.pagination import MARGIN_SIDE, MARGIN_TOP
from gouvernail.sheets.parts import Cell, Condition, ListTable, Print, Sheet, StyleName, Validation
from gouvernail.sheets.theme import FONT, STYLES

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_767
"""Letters that a cell may hold."""
_MOST_LINKS = 65_000
_A4 = 9
_EPOCH = datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed day, so that the same sheets give the same bytes


def draw_workbook(sheets: Sequence[Sheet], *, date1904: bool = False) -> bytes:
    """The sheets as an .xlsx file's bytes: the same sheets always give the same bytes.

    Text is written as text whatever it begins with; dates follow the epoch asked for.
    """
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "date_1904": date1904,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _EPOCH, "author": "Gouvernail"})
        book.set_calc_mode("auto")
        formats = _Formats(book)
        drawn = [(sheet, book.add_worksheet(sheet.title)) for sheet in sheets]
        for sheet, worksheet in drawn:
            _draw_sheet(book, worksheet, sheet, formats)
    return buffer.getvalue()


class _Formats:
    """XlsxWriter's formats, one for each look that is used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[StyleName, str, bool], Any] = {}

    def of(self, style: StyleName, number_format: str = "", *, quoted: bool = False) -> Any:
        key = (style, number_format, quoted)
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(style, number_format, quoted=quoted))
        return self._made[key]


def _properties(style: StyleName, number_format: str, *, quoted: bool) -> dict[str, Any]:
    look = STYLES[style]
    wanted = {
        "font_name": FONT,
        "font_size": look.size,
        "bold": look.bold,
        "italic": look.italic,
        "font_color": f"#{look.colour}",
        "align": look.align,
        "valign": "top" if look.vertical == "top" else "vcenter",
        "text_wrap": look.wrap,
        "indent": look.indent,
        "num_format": number_format or look.format or "General",
        "quote_prefix": quoted,
    }
    if look.fill:
        wanted["bg_color"] = f"#{look.fill}"
    if look.bottom:
        wanted |= {"bottom": 1, "bottom_color": f"#{look.bottom}"}
    return wanted


def _draw_sheet(book: Any, worksheet: Any, sheet: Sheet, formats: _Formats) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for row, height in sheet.heights.items():
        worksheet.set_row(row - 1, height)
    header_formats = _write_cells(worksheet, sheet, formats)
    for area in sheet.merges:
        cell = sheet.rows[area.top - 1][area.left - 1] or Cell()
        worksheet.merge_range(
            area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "", formats.of(cell.style, cell.format)
        )
        _write_cell(worksheet, area.top - 1, area.left - 1, cell, formats)
    for table in sheet.tables:
        _add_table(worksheet, table, header_formats)
    for condition in sheet.conditions:
        _add_condition(book, worksheet, condition)
    for bar in sheet.bars:
        worksheet.conditional_format(
            bar.area.address,
            {"type": "data_bar", "bar_solid": True, "bar_color": "#C8D3E0", "bar_border_color": "#7C8FA8"},
        )
    for validation in sheet.validations:
        _add_validation(worksheet, validation)
    for chart in sheet.charts:
        draw_chart(book, worksheet, sheet, chart)
    _set_up(worksheet, sheet)


def _write_cells(worksheet: Any, sheet: Sheet, formats: _Formats) -> dict[tuple[int, int], Any]:
    looks = {}
    for row, column, cell in _with_few_links(sheet.cells()):
        looks[row, column] = _write_cell(worksheet, row - 1, column - 1, cell, formats)
    return looks


def _with_few_links(cells: Iterable[tuple[int, int, Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """The cells, those beyond the links that a sheet may have without theirs: Excel would call the file damaged."""
    links = 0
    for row, column, cell in cells:
        links += cell.link is not None
        yield row, column, replace(cell, link=None) if cell.link and links > _MOST_LINKS else cell


def is_quoted(value: object) -> bool:
    """Whether a text looks like a formula, and is marked as the text it is."""
    return isinstance(value, str) and value.startswith(_FORMULA_STARTS)


def _write_cell(worksheet: Any, row: int, column: int, cell: Cell, formats: _Formats) -> Any:
    value = cell.value
    look = formats.of(cell.style, cell.format, quoted=is_quoted(value))
    if cell.formula:
        worksheet.write_formula(row, column, cell.formula, look, "" if value is None else value)
    elif value is None or value == "":
        worksheet.write_blank(row, column, None, look)
    elif cell.link is not None:
        # A sheet without a cell is no place that a click can go to.
        target = cell.link if cell.link.address else replace(cell.link, row=1, column=1)
        worksheet.write_url(row, column, f"internal:{target}", look, str(value)[:LONGEST_TEXT])
    else:
        _writer(worksheet, value)(row, column, value[:LONGEST_TEXT] if isinstance(value, str) else value, look)
    if cell.note:
        worksheet.write_comment(row, column, cell.note, {"font_name": FONT, "font_size": 10, "x_scale": 2.4, "y_scale": 1.4})
    return look


def _writer(worksheet: Any, value: object) -> Callable[..., Any]:
    if isinstance(value, str):
        return worksheet.write_string  # type: ignore[no-any-return]
    if isinstance(value, bool):
        return worksheet.write_boolean  # type: ignore[no-any-return]
    if isinstance(value, date):
        return worksheet.write_datetime  # type: ignore[no-any-return]
    return worksheet.write_number  # type: ignore[no-any-return]


def _add_table(worksheet: Any, table: ListTable, looks: dict[tuple[int, int], Any]) -> None:
    top, left = table.area.top, table.area.left
    columns = [
        {"header": header, "header_format": looks.get((top, left + position))} for position, header in enumerate(table.headers)
    ]
    worksheet.add_table(
        top - 1,
        left - 1,
        table.area.bottom - 1,
        table.area.right - 1,
        {"name": table.name, "columns": columns, "style": _table_style(table.style), "autofilter": table.filter},
    )


def _table_style(name: str) -> str:
    """XlsxWriter spells `Table Style Light 1`."""
    kind = next(kind for kind in ("Light", "Medium", "Dark") if kind in name)
    return f"Table Style {kind} {name.rpartition(kind)[2]}"


def _add_condition(book: Any, worksheet: Any, condition: Condition) -> None:
    look = STYLES[condition.style]
    style = {"font_color": f"#{look.colour}", "bold": look.bold} | ({"bg_color": f"#{look.fill}"} if look.fill else {})
    worksheet.conditional_format(
        condition.area.address,
        {"type": "text", "criteria": "begins with", "value": condition.begins_with, "format": book.add_format(style)},
    )


def _add_validation(worksheet: Any, validation: Validation) -> None:
    rule: dict[str, Any] = {
        "input_title": validation.title[:32],
        "input_message": validation.message[:255],
        "error_type": "stop" if validation.strict else "information",
        "ignore_blank": True,
        "show_error": validation.strict or not validation.choices,
    }
    if validation.kind == "list":
        rule |= {"validate": "list", "source": validation.source or list(validation.choices)}
    elif validation.kind == "date":
        rule |= {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    else:
        rule |= {"validate": "integer" if validation.kind == "whole" else "decimal"} | _bounds(validation)
    worksheet.data_validation(validation.area.address, rule)


def _bounds(validation: Validation) -> dict[str, Any]:
    low, high = validation.minimum, validation.maximum
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": low, "maximum": high}
    if high is not None:
        return {"criteria": "<=", "value": high}
    return {"criteria": ">=", "value": low if low is not None else -1e15}


def _set_up(worksheet: Any, sheet: Sheet) -> None:
    if any(sheet.frozen):
        worksheet.freeze_panes(*sheet.frozen)
    if not sheet.gridlines:
        worksheet.hide_gridlines(2)
    if sheet.tab_colour:
        worksheet.set_tab_color(f"#{sheet.tab_colour}")
    worksheet.set_zoom(sheet.zoom)
    _set_up_print(worksheet, sheet.print)


def _set_up_print(worksheet: Any, wanted: Print) -> None:
    worksheet.set_paper(_A4)
    worksheet.set_landscape() if wanted.landscape else worksheet.set_portrait()
    worksheet.set_margins(left=MARGIN_SIDE, right=MARGIN_SIDE, top=MARGIN_TOP, bottom=MARGIN_TOP)
    worksheet.fit_to_pages(wanted.pages_wide, wanted.pages_high)
    if wanted.title_rows:
        worksheet.repeat_rows(wanted.title_rows[0] - 1, wanted.title_rows[1] - 1)
    if wanted.area:
        area = wanted.area
        worksheet.print_area(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1)
    if wanted.breaks:
        worksheet.set_h_pagebreaks(list(wanted.breaks))
    if wanted.header:
        worksheet.set_header(wanted.header)
    if wanted.footer:
        worksheet.set_footer(wanted.footer)
