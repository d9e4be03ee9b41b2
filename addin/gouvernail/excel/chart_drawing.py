"""A described chart becomes an Excel chart: solid for what happened, dashed for what is aimed at, few lines, direct titles."""

from typing import Any

from gouvernail.sheets.parts import Chart, Series, Sheet
from gouvernail.sheets.theme import FONT, GREY, LIGHT, NAVY, SERIES

_FONT = {"name": FONT, "size": 10, "color": f"#{GREY}"}
_LEVEL = {"size": 9, "rotation": 0.1}
"""Level names, on several lines where they must; the library keeps whole degrees, and leaves a plain 0 out."""


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
        shares = {"num_format": chart.share_format, "min": 0, "max": 1}
        second.set_y2_axis(shares | {"num_font": _FONT, "line": {"none": True}})
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
        "values_data": _numbers(sheet, series.values),
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


def _numbers(sheet: Sheet, area: Any) -> list[float | None]:
    """What the cells hold, for a program that shows the chart without reading them: the library would tell zero for nothing."""
    rows = sheet.rows[area.top - 1 : area.bottom]
    cells = [cell for row in rows for cell in row[area.left - 1 : area.right]]
    return [cell.value if cell and isinstance(cell.value, int | float) else None for cell in cells]


def _dress(drawn: Any, chart: Chart) -> None:
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12, "color": f"#{NAVY}"}, "overlay": False})
    drawn.set_size({"width": chart.width, "height": chart.height})
    drawn.set_chartarea({"border": {"none": True}})
    _show_gaps(drawn)
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
    names: dict[str, Any] = {"num_font": _names_font(chart), "line": {"color": f"#{GREY}"}, "interval_unit": chart.every}
    if chart.kind == "bar":
        drawn.set_x_axis(axis)
        drawn.set_y_axis(names | {"reverse": True})
    else:
        drawn.set_y_axis(axis)
        drawn.set_x_axis(names)
    drawn.set_legend({"none": True} if len(chart.series) < 2 or not chart.legend else {"position": "bottom", "font": _FONT})


def _names_font(chart: Chart) -> dict[str, Any]:
    """Names stay level; where only some are written, a program that writes them all may slant them."""
    return _FONT if chart.every > 1 else _FONT | _LEVEL


def _show_gaps(drawn: Any) -> None:
    """A missing figure is a hole in its line: the library leaves that unsaid, and some programs then draw a zero."""
    drawn._write_disp_blanks_as = lambda: drawn._xml_empty_tag("c:dispBlanksAs", [("val", "gap")])
