"""What xlwings has no name for, asked of Excel itself (Windows).

Best effort: no figure rests on it, and where it is not to be had (a Mac, another engine) the page is a little plainer.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, TypeVar

import xlwings as xw

from gouvernail.excel.live_faults import fault_of
from gouvernail.sheets.parts import Print

_T = TypeVar("_T")
_LANDSCAPE: Final = 2
_PORTRAIT: Final = 1
_A4: Final = 9
_BY_FORMULA: Final = 2
_NAMES: Final = 1
_VALUES: Final = 2
_USUAL_WIDTH: Final = 2.25
_LEGEND_BELOW: Final = 104
_DASHES: Final = {"dash": 4, "square_dot": 2}


def _asked(ask: Callable[[], _T], otherwise: _T) -> _T:
    """What Excel says; `otherwise` when this engine has no such thing. A busy or closed Excel is not hidden."""
    try:
        return ask()
    except (AttributeError, NotImplementedError, TypeError):
        return otherwise
    except Exception as error:
        if fault_of(error) == "refused":
            return otherwise
        raise


def is_ready(app: xw.App) -> bool:
    """Whether Excel takes calls: no cell is being edited, no dialog box is open."""
    return bool(_asked(lambda: app.api.Ready, True))


def is_read_only(book: xw.Book) -> bool:
    """Whether what is drawn could not be saved."""
    return bool(_asked(lambda: book.api.ReadOnly, False))


def is_locked(book: xw.Book) -> bool:
    """Whether sheets can be neither added nor renamed."""
    return bool(_asked(lambda: book.api.ProtectStructure, False))


def counts_from_1904(book: xw.Book) -> bool:
    """Whether the workbook counts its days from 1904."""
    return bool(_asked(lambda: book.api.Date1904, False))


def is_protected(sheet: xw.Sheet) -> bool:
    """Whether the cells of a sheet are protected."""
    return bool(_asked(lambda: sheet.api.ProtectContents, False))


def is_filtered(table: xw.main.Table) -> bool:
    """Whether a filter hides rows of a table."""

    def ask() -> bool:
        found = table.api.AutoFilter
        return bool(found and found.FilterMode)

    return bool(_asked(ask, False))


def protected_views(app: xw.App) -> int:
    """How many workbooks wait for « Enable Editing »."""
    return int(_asked(lambda: app.api.ProtectedViewWindows.Count, 0))


def drop_links(block: xw.Range) -> None:
    """Take away the links that a file's drawing laid on cells: ours are formulas, and only one of the two must lead."""

    def put() -> None:
        block.api.ClearHyperlinks()

    _asked(put, None)


def hide_name(name: xw.Name) -> None:
    """Keep a name of ours out of the list that people see."""

    def put() -> None:
        name.api.Visible = False

    _asked(put, None)


def indent(block: xw.Range, steps: int) -> None:
    """Keep text off the cells' edge."""

    def put() -> None:
        block.api.IndentLevel = steps

    _asked(put, None)


def merge(block: xw.Range, *, across: bool) -> bool:
    """Merge cells without asking about alerts each time, as xlwings does; whether it could be done."""

    def put() -> bool:
        block.api.Merge(across)
        return True

    return _asked(put, False)


def format_by_rule(rules: xw.main.ConditionalFormats, formula: str, number_format: str) -> None:
    """Give cells a number format where a formula holds, after all the rules that are there already."""

    def put() -> None:
        rules.api.Add(Type=_BY_FORMULA, Formula1=formula).NumberFormat = number_format

    _asked(put, None)


def formula_of(series: xw.ChartSeries) -> str:
    """What a series is called and which cells it shows, as one formula; empty where it cannot be asked."""
    return str(_asked(lambda: series.api.Formula, ""))


def fill_series(series: xw.ChartSeries, formula: str) -> bool:
    """Say what a series is called and which cells it shows, in one go; whether it could be said."""

    def put() -> bool:
        series.api.Formula = formula
        return True

    return _asked(put, False)


def legend_below(chart: xw.Chart) -> bool:
    """Put the legend under a chart; whether it could be put."""

    def put() -> bool:
        chart.api[1].SetElement(_LEGEND_BELOW)
        return True

    return _asked(put, False)


def count_series(chart: xw.Chart, have: int, wanted: int) -> bool:
    """Give a chart as many series as it needs, where Excel guessed otherwise from the cells; whether it has them."""

    def put() -> bool:
        held = chart.api[1].SeriesCollection()
        for _ in range(have, wanted):
            held.NewSeries()
        for at in range(have, wanted, -1):
            held(at).Delete()
        return True

    return _asked(put, False)


def fill(series: xw.ChartSeries, colour: int) -> bool:
    """The colour of a series' bars; whether it could be given."""

    def put() -> bool:
        series.api.Interior.Color = colour
        return True

    return _asked(put, False)


def bound_axis(chart: xw.Chart, minimum: float | None, maximum: float | None, *, secondary: bool = False) -> None:
    """Where the axis of values begins and ends; its numbers are written as the cells are."""
    if minimum is None and maximum is None:
        return

    def put() -> None:
        axis = chart.api[1].Axes(_VALUES, 2 if secondary else 1)
        if minimum is not None:
            axis.MinimumScale = minimum
        if maximum is not None:
            axis.MaximumScale = maximum

    _asked(put, None)


def space_names(chart: xw.Chart, every: int, *, downwards: bool) -> None:
    """Which names are written along the axis, and whether the first one stands on top."""
    if every == 1 and not downwards:
        return

    def put() -> None:
        axis = chart.api[1].Axes(_NAMES, 1)
        if every > 1:
            axis.TickLabelSpacing = every
        if downwards:
            axis.ReversePlotOrder = True

    _asked(put, None)


def dress_line(series: xw.ChartSeries, colour: int, width: float, dash: str) -> bool:
    """The colour and width of a series' line, and whether it is broken; whether they could be given."""

    def put() -> bool:
        line = series.api.Format.Line
        if not width:
            line.Visible = False
            return True
        line.ForeColor.RGB = colour
        if width != _USUAL_WIDTH:
            line.Weight = width
        if dash in _DASHES:
            line.DashStyle = _DASHES[dash]
        return True

    return _asked(put, False)


def tell_chart(chart: xw.Chart, text: str) -> None:
    """What a screen reader says of a chart."""

    def put() -> None:
        chart.api[0].ShapeRange.AlternativeText = text

    _asked(put, None)


def scroll_of(app: xw.App) -> tuple[int, int] | None:
    """The row and the column at the top left of the window in front."""

    def ask() -> tuple[int, int]:
        window = app.api.ActiveWindow
        return int(window.ScrollRow), int(window.ScrollColumn)

    return _asked(ask, None)


def scroll_to(app: xw.App, place: tuple[int, int]) -> None:
    """Bring a cell to the top left of the window in front."""

    def put() -> None:
        window = app.api.ActiveWindow
        window.ScrollRow, window.ScrollColumn = place

    _asked(put, None)


def bring_forward(thing: xw.Sheet | xw.Book) -> bool:
    """Put a sheet or a workbook in front, without asking whose window it is; whether it could be done."""

    def put() -> bool:
        thing.api.Activate()
        return True

    return _asked(put, False)


def hide_gridlines(app: xw.App) -> bool:
    """Hide the lines of the sheet in front; whether it could be done."""

    def put() -> bool:
        app.api.ActiveWindow.DisplayGridlines = False
        return True

    return _asked(put, False)


def freeze(app: xw.App, rows: int, columns: int, *, fresh: bool) -> None:
    """Keep the first rows and columns of the sheet in front in sight; none when both are zero.

    Args:
        app: its Excel.
        rows: how many.
        columns: how many.
        fresh: whether the sheet was just added: it has no panes yet, and is not scrolled.
    """

    def put() -> None:
        window = app.api.ActiveWindow
        if not fresh:
            frozen = bool(window.FreezePanes)
            if frozen == bool(rows or columns) and (window.SplitRow, window.SplitColumn) == (rows, columns):
                return
            if frozen:
                window.FreezePanes = False
                window.SplitRow = window.SplitColumn = 0
            window.ScrollRow = window.ScrollColumn = 1
        if rows:
            window.SplitRow = rows
        if columns:
            window.SplitColumn = columns
        if rows or columns:
            window.FreezePanes = True

    _asked(put, None)


def colour_tab(sheet: xw.Sheet, colour: int) -> None:
    """The colour of a sheet's tab, as Excel counts colours."""

    def put() -> None:
        sheet.api.Tab.Color = colour

    _asked(put, None)


def set_up_print(setup: xw.main.PageSetup, sheet: xw.Sheet, wanted: Print, breaks: Sequence[int]) -> None:
    """How the sheet leaves the printer; each thing by itself, since a computer without a printer refuses some."""
    settings: dict[str, Any] = {
        "Orientation": _LANDSCAPE if wanted.landscape else _PORTRAIT,
        "PaperSize": _A4,
        "Zoom": False,
        "FitToPagesTall": wanted.pages_high or False,
        "LeftFooter": _part(wanted.footer, "L"),
        "CenterFooter": _part(wanted.footer, "C"),
        "RightFooter": _part(wanted.footer, "R"),
    }
    if wanted.title_rows:
        settings["PrintTitleRows"] = "${}:${}".format(*wanted.title_rows)
    for name, value in settings.items():
        _asked(lambda name=name, value=value: setattr(setup.api, name, value), None)  # type: ignore[misc]
    if breaks:
        with suppress(AttributeError, NotImplementedError):
            _asked(lambda: _break(sheet, breaks), None)


def _break(sheet: xw.Sheet, rows: Sequence[int]) -> None:
    sheet.api.ResetAllPageBreaks()
    for row in rows:
        sheet.api.HPageBreaks.Add(sheet.api.Range(f"A{row + 1}"))


def _part(text: str, side: str) -> str:
    """One of the three parts of a footer written `&Lleft&Ccentre&Rright`; `&&` is a plain sign.

    >>> _part("&L&8A && Co&C&8B&R&P/&N", "L"), _part("&L&8A && Co&C&8B&R&P/&N", "R")
    ('&8A && Co', '&P/&N')
    """
    parts, current = {"L": "", "C": "", "R": ""}, "C"
    for piece in re.findall(r"&&|&[LCR]|&|[^&]+", text):
        if len(piece) == 2 and piece[1] in parts:
            current = piece[1]
        else:
            parts[current] += piece
    return parts[side]
