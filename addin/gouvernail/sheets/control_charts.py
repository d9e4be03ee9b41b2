"""The page of control charts: points, centre, limits, target and signals; what they mean stands under each."""

from collections.abc import Sequence
from functools import partial
from math import floor, isfinite, log10

import pandas as pd

from gouvernail.schema.statistics import CONTROL_CHARTS
from gouvernail.sheets.chart_words import chart_title, period_words
from gouvernail.sheets.context import Context
from gouvernail.sheets.figures import decimals_of, str_of, value_cell
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Cell, Chart, Scalar, Series, SeriesLook, Sheet
from gouvernail.terms import Variation
from gouvernail.words.catalogue import Catalogue

WIDTHS = (13.0,) * 12
ACROSS = 2
CHARTS_A_PAGE = 4
_WIDTH, _HEIGHT, _ROWS = 570, 250, 13
_HALF = len(WIDTHS) // ACROSS
_FAVOURABLE = (Variation.IMPROVEMENT,)
_GRADES = 7
_LABELS = 13
"""Weeks named under a chart, about one in four of a year."""
_FEW = 10
"""An axis shorter than this shows the KPI's decimals."""


def control_charts_sheet(charts: pd.DataFrame, points: Sequence[pd.DataFrame], context: Context, *, grain: str) -> Sheet:
    """The page.

    Args:
        charts: as declared in `schema.statistics.CONTROL_CHARTS`, with what a gap row has, in the order of the page.
        points: of each chart, from `rules.control_charts.chart_points`.
        context: for whom and as of when.
        grain: "week" or "month".
    """
    words = context.words
    page = context.page("control_charts", WIDTHS)
    page.sentence(words.say("charts.key", units=words.say(f"verdicts.units.{grain}")), "foot", lines=2)
    if charts.empty:
        page.sentence(words.say("charts.none"))
    page.gap()
    places = _lay_out(page, charts["sentence"].tolist())
    page.end_print()
    page.row += 1
    page.table(CONTROL_CHARTS, charts, makers={key: partial(value_cell, key=key) for key in ("centre", "lower", "upper")})
    for record, own, (row, column) in zip(charts.to_dict("records"), points, places, strict=True):
        page.chart(_chart(page, record, own, words, row=row, column=column))
    return page.build()


def _lay_out(page: Page, sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Room for the charts, two side by side, four a page, each with its sentence under it; where each one goes."""
    places = []
    for at in range(0, len(sentences), ACROSS):
        if at and at % CHARTS_A_PAGE == 0:
            page.new_page()
        words = sentences[at : at + ACROSS]
        places += [(page.row, 1 + side * _HALF) for side in range(len(words))]
        page.row += _ROWS
        page.grid((_HALF,) * len(words), (), [[Cell(one, "wrap") for one in words]])
        page.row += 1
        page.gap()
    return places


def _chart(page: Page, record: Record, points: pd.DataFrame, words: Catalogue, *, row: int, column: int) -> Chart:
    columns = _columns(points, words)
    lines: list[list[Scalar]] = [[period_words(str(one), words)] for one in points["period"]]
    for _, values, _ in columns:
        for line, value in zip(lines, values, strict=True):
            line.append(float(value) if pd.notna(value) else None)
    title = chart_title(record, str(points["chart"].iloc[0]), words)
    headers = [title, *(name for name, _, _ in columns)]
    periods, *areas = page.chart_data(headers, lines, formats=["0.00"])
    series = tuple(Series(name, area, periods, look) for (name, _, look), area in zip(columns, areas, strict=True))
    low, high = _axis(pd.concat([values for _, values, _ in columns]))
    unit, decimals = str_of(record, "unit"), decimals_of(record) if high - low < _FEW else 0
    shape = ("0." + "0" * decimals if decimals else "#,##0") + (f'" {unit}"' if unit else "")
    return Chart(
        "line", title, series, row, column, _WIDTH, _HEIGHT, shape, low, high,
        alternative_text=f"{title}. {str_of(record, 'sentence')}", legend=False, every=max(1, round(len(points) / _LABELS)),
    )  # fmt: skip


def _columns(points: pd.DataFrame, words: Catalogue) -> list[tuple[str, pd.Series, SeriesLook]]:
    """What is drawn, back to front: limits of each segment, target, points, signals. Empty series are left out."""
    columns: list[tuple[str, pd.Series, SeriesLook]] = []
    for segment in sorted(points["segment"].unique()):
        mine = points["segment"].eq(segment)
        look: SeriesLook = "provisional_limit" if points.loc[mine, "provisional"].any() else "limit"
        columns.append((words.say("charts.series.centre"), points["centre"].where(mine), "centre"))
        columns += [(words.say(f"charts.series.{one}"), points[one].where(mine), look) for one in ("lower", "upper")]
    columns += [(words.say("charts.series.target"), points[one], "target") for one in ("target", "low", "high")]
    favourable = points["variation"].isin(_FAVOURABLE)
    signalled = points["label"].ne("") & points["value"].notna()
    columns += [
        (words.say("charts.series.value"), points["value"], "actual"),
        (words.say("charts.series.signal"), points["value"].where(signalled & ~favourable), "signal"),
        (words.say("charts.series.good_signal"), points["value"].where(signalled & favourable), "good_signal"),
    ]
    return [one for one in columns if one[1].notna().any()]


def _axis(values: pd.Series) -> tuple[float, float]:
    """Round bounds around all that is drawn: a chart that starts from zero would flatten what it is there to show.

    >>> _axis(pd.Series([81.3, 88.9])), _axis(pd.Series([90.0, 90.0]))
    ((80.0, 90.0), (88.0, 92.0))
    """
    known = [float(one) for one in values if isfinite(one)]
    low, high = min(known), max(known)
    span = (high - low) or max(abs(high), 1.0) * 0.1
    step = 10.0 ** floor(log10(span))
    step = next(size for size in (step / 5, step / 2, step, 2 * step) if span / size <= _GRADES)
    below, above = floor(low / step), -floor(-high / step)
    flat = below == above  # an axis needs some length, and a flat line is best seen in its middle
    return round((below - flat) * step, 9), round((above + flat) * step, 9)
