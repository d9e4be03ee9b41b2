"""Charts of a page in the open workbook: ours are filled anew where they stand, others are not touched."""

from collections.abc import Sequence
from typing import Final

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_layout import joined
from gouvernail.excel.live_values import colour_number
from gouvernail.excel.ownership import Box
from gouvernail.excel.pages import OBJECT_NAME
from gouvernail.excel.workbook_part import quoted
from gouvernail.problems import column_letters
from gouvernail.sheets.parts import Area, Chart, Series
from gouvernail.sheets.theme import SERIES

_POINTS: Final = 0.75
_TYPES: Final = {
    "line": "line",
    "column": "column_clustered",
    "stacked": "column_stacked",
    "bar": "bar_clustered",
    "pareto": "column_clustered",
}
_USUAL_MARKER: Final = 6
"""Excel's own is one point smaller, which nobody sees: only a signal is told to be larger."""
_FIRST = "column_clustered"
"""What Excel makes of a new chart by itself."""


def draw_charts(sheet: xw.Sheet, title: str, charts: Sequence[Chart], *, fresh: bool, known: Sequence[Chart] = ()) -> None:
    """Put charts on a page; ours that are too many are deleted.

    Args:
        sheet: the page, its cells already written.
        title: its name.
        charts: what to draw; they are named `Gouvernail 1`, `Gouvernail 2`… as in a file.
        fresh: whether the sheet is new, and so has none.
        known: those that were drawn there last, if that is still known: one that is the same is left alone, since it
            follows its cells by itself.
    """
    if fresh and not charts:
        return
    holder, corners = sheet.charts, _Corners(sheet)
    held = {} if fresh else {str(one.name): one for one in holder if str(one.name).startswith(OBJECT_NAME)}
    for number, chart in enumerate(charts, start=1):
        name = f"{OBJECT_NAME} {number}"
        drawn = held.pop(name, None)
        if drawn is not None and chart in known[number - 1 : number] and _unchanged(drawn, chart, title):
            continue
        if drawn is not None and len(drawn.series) != len(chart.series):
            drawn.delete()
            drawn = None
        if drawn is None:
            _add(sheet, title, holder, chart, name, corners)
        else:
            drawn.top = corners.top(chart.row)
            drawn.title = chart.title
            _fill(title, drawn, chart, dress=False)
    for leftover in held.values():
        leftover.delete()


class _Corners:
    """Where rows and columns begin, in points; each is asked for once."""

    def __init__(self, sheet: xw.Sheet) -> None:
        self._sheet = sheet
        self._lefts: dict[int, float] = {1: 0.0}
        self._tops: dict[int, float] = {1: 0.0}

    def left(self, column: int) -> float:
        """Where a column begins."""
        if column not in self._lefts:
            self._lefts[column] = float(self._sheet[f"{column_letters(column)}1"].left)
        return self._lefts[column]

    def top(self, row: int) -> float:
        """Where a row begins."""
        if row not in self._tops:
            self._tops[row] = float(self._sheet[f"A{row}"].top)
        return self._tops[row]


def _add(sheet: xw.Sheet, title: str, holder: xw.main.Charts, chart: Chart, name: str, corners: _Corners) -> None:
    source = joined(sorted({chart.series[0].categories, *(one.values for one in chart.series)}))
    drawn = holder.add(
        corners.left(chart.column),
        corners.top(chart.row),
        chart.width * _POINTS,
        chart.height * _POINTS,
        None if _TYPES[chart.kind] == _FIRST else _TYPES[chart.kind],
        sheet[source[0]],
        style=None,
    )
    drawn.name = name
    drawn.title = chart.title
    if len(chart.series) > 1 and chart.legend:
        _legend_below(drawn)
    elif len(chart.series) > 1:
        drawn.legend.visible = False
    if not _fill(title, drawn, chart, dress=True):
        drawn.delete()
        return
    native.bound_axis(drawn, chart.minimum, chart.maximum)
    native.space_names(drawn, chart.every, downwards=chart.kind == "bar")
    if any(one.secondary for one in chart.series):
        native.bound_axis(drawn, 0, 1, secondary=True)
    native.tell_chart(drawn, chart.alternative_text or chart.title)


def _fill(title: str, drawn: xw.Chart, chart: Chart, *, dress: bool) -> bool:
    """Which cells a chart shows; whether it has the series that it needs. A person's own looks of a chart are kept."""
    held = list(drawn.series)
    if len(held) != len(chart.series):
        if not native.count_series(drawn, len(held), len(chart.series)):
            return False
        held = list(drawn.series)
    for order, (series, one) in enumerate(zip(held, chart.series, strict=True), start=1):
        if not native.fill_series(series, _formula(chart, title, order)):
            series.name = one.name
        if dress:
            _dress(series, one, chart)
    return True


def _unchanged(drawn: xw.Chart, chart: Chart, title: str) -> bool:
    """Whether the first series still shows what it was told to: all of them were told together."""
    return native.formula_of(drawn.series[0]) == _formula(chart, title, 1)


def _formula(chart: Chart, title: str, order: int) -> str:
    one = chart.series[order - 1]
    name = one.name.replace('"', '""')
    return f'=SERIES("{name}",{reference(title, one.categories)},{reference(title, one.values)},{order})'


def _legend_below(drawn: xw.Chart) -> None:
    if not native.legend_below(drawn):
        drawn.legend.position = "bottom"


def reference(title: str, area: Area) -> str:
    """A block as a chart's formula names it.

    >>> reference("Synthèse COPIL", Area(2, 1, 9, 1))
    "'Synthèse COPIL'!$A$2:$A$9"
    """
    return f"{quoted(title)}!{Box(area.top, area.left, area.bottom, area.right).absolute}"


def _dress(series: xw.ChartSeries, one: Series, chart: Chart) -> None:
    look = SERIES[one.look]
    if one.secondary:
        series.set(chart_type="line", axis_group="secondary")
    if chart.kind != "line" and not one.secondary:
        if not native.fill(series, colour_number(look.colour)):
            series.fill_color = f"#{look.colour}"
        return
    if not native.dress_line(series, colour_number(look.colour), look.width, look.dash):
        series.line_color = f"#{look.colour}"
    if look.marker != "none":
        series.marker_style = look.marker
        if look.marker_size > _USUAL_MARKER:
            series.marker_size = look.marker_size
