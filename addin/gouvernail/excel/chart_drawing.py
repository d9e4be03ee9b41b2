"""A described chart becomes an Excel chart: solid for what happened, dashed for what is aimed at, few lines, direct titles."""

from typing import Any

from gouvernail.sheets.parts import Chart, Series, Sheet
from gouvernail.sheets.theme import FONT, GREY, LIGHT, NAVY, SERIES

_FONT = {"name": FONT, "size": 10, "color": f"#{GREY}"}


def draw_chart(book: Any, worksheet: Any, sheet: Sheet, chart: Chart) -> None:
    """Put one chart on its sheet; a Pareto is bars with a cumulative line on a second axis."""
    drawn = book.add_chart(_kind(chart))
    second = None
    for series in chart.series:
        if series.secondary:
            second = second or book.add_chart({"type": "line"})
            second.add_series(_series(sheet, series, line=True) | {"y2_axis": True})
        else:
            drawn.add_series(_series(sheet, series, line=chart.kind == "line"))
    if second is not None:
        drawn.combine(second)
        second.set_y2_axis({"num_format": "0%", "min": 0, "max": 1, "num_font": _FONT, "line": {"none": True}})
    _dress(drawn, chart)
    worksheet.insert_chart(
        chart.row - 1,
        chart.column - 1,
        drawn,
        {"object_position": 1, "description": chart.alternative_text or chart.title},
    )


def _kind(chart: Chart) -> dict[str, str]:
    if chart.kind == "stacked":
        return {"type": "column", "subtype": "stacked"}
    return {"type": {"line": "line", "bar": "bar"}.get(chart.kind, "column")}


def _series(sheet: Sheet, series: Series, *, line: bool) -> dict[str, Any]:
    look = SERIES[series.look]
    wanted: dict[str, Any] = {
        "name": series.name,
        "categories": _reference(sheet, series.categories),
        "values": _reference(sheet, series.values),
    }
    if not line:
        return wanted | {"fill": {"color": f"#{look.colour}"}, "gap": 60, "overlap": 100}
    stroke = {"color": f"#{look.colour}", "width": look.width, "dash_type": look.dash} if look.width else {"none": True}
    wanted["line"] = stroke
    if look.marker != "none":
        paint = {"color": f"#{look.colour}"}
        wanted["marker"] = {"type": look.marker, "size": look.marker_size, "fill": paint, "border": paint}
    return wanted


def _reference(sheet: Sheet, area: Any) -> list[Any]:
    return [sheet.title, area.top - 1, area.left - 1, area.bottom - 1, area.right - 1]


def _dress(drawn: Any, chart: Chart) -> None:
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12, "color": f"#{NAVY}"}, "overlay": False})
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.show_blanks_as("gap")
    axis: dict[str, Any] = {
        "num_font": _FONT,
        "num_format": chart.format,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": f"#{LIGHT}", "width": 0.75}},
    }
    if chart.minimum is not None:
        axis["min"] = chart.minimum
    if chart.maximum is not None:
        axis["max"] = chart.maximum
    names: dict[str, Any] = {"num_font": _FONT, "line": {"color": f"#{GREY}"}}
    if chart.kind == "bar":
        drawn.set_x_axis(axis)
        drawn.set_y_axis(names | {"reverse": True})
    else:
        drawn.set_y_axis(axis)
        drawn.set_x_axis(names)
    drawn.set_legend({"none": True} if len(chart.series) < 2 or not chart.legend else {"position": "bottom", "font": _FONT})
