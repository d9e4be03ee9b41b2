"""The charts of the steering summary, and their figures at the foot of its sheet."""

import pandas as pd

from gouvernail.sheets.figures import missing, str_of
from gouvernail.sheets.layout import Page, Record
from gouvernail.sheets.parts import Chart, Scalar, Series
from gouvernail.sheets.rollup import PARETO_SHOWN, theme_words
from gouvernail.words.catalogue import Catalogue

CHART_WIDTH, CHART_HEIGHT, CHART_ROWS = 620, 250, 13
PARETO_WIDTH, AGEING_WIDTH = 860, 390
"""The names of themes need room to stay level; four ages do not."""


def draw_charts(
    page: Page,
    stars: pd.DataFrame,
    trend: pd.DataFrame,
    pareto: pd.DataFrame,
    ageing: pd.DataFrame,
    words: Catalogue,
    *,
    row: int,
) -> None:
    """Charts above the KPI table; their figures at the foot of the sheet, outside the printed page."""
    for at, record in enumerate(stars.to_dict("records")):
        page.chart(_trend_chart(page, trend, record, words, row=row, column=1 + 7 * at))
    below = row + CHART_ROWS if len(stars) else row
    if not pareto.empty:
        page.chart(_pareto_chart(page, pareto.head(PARETO_SHOWN), words, row=below))
    page.chart(_ageing_chart(page, ageing, words, row=below, column=1 if pareto.empty else 10))


def _trend_chart(page: Page, trend: pd.DataFrame, record: Record, words: Catalogue, *, row: int, column: int) -> Chart:
    own = trend[trend["kpi_id"] == record["kpi_id"]]
    value, target = words.column("steering_trend", "value"), words.column("steering_trend", "target")
    lines: list[list[Scalar]] = [
        [words.short_month(pd.Timestamp(str(month)).date()), _or_none(actual), _or_none(aim)]
        for month, actual, aim in zip(own["month"], own["value"], own["target"], strict=True)
    ]
    months, values, targets = page.chart_data([str_of(record, "kpi_id"), value, target], lines, formats=["0.0"])
    series = (Series(value, values, months, "actual"), Series(target, targets, months, "target"))
    unit = str_of(record, "unit")
    title = words.say("pages.steering.trend", name=str_of(record, "name"))
    shape = f'0" {unit}"' if unit else "0"
    return Chart("line", title, series, row, column, CHART_WIDTH, CHART_HEIGHT, format=shape)


def _pareto_chart(page: Page, pareto: pd.DataFrame, words: Catalogue, *, row: int) -> Chart:
    weighted, cumulative = words.say("pages.rollup.weighted"), words.say("pages.rollup.cumulative")
    lines: list[list[Scalar]] = [
        [theme_words(record, words), float(record["weighted"]), float(record["cumulative"])]
        for record in pareto.to_dict("records")
    ]
    headers = [words.column("pareto", "theme"), weighted, cumulative]
    themes, weights, shares = page.chart_data(headers, lines, formats=["0", "0%"])
    series = (Series(weighted, weights, themes), Series(cumulative, shares, themes, "cumulative", secondary=True))
    return Chart("pareto", words.say("pages.rollup.pareto"), series, row, 1, PARETO_WIDTH, CHART_HEIGHT, format="0")


def _ageing_chart(page: Page, ageing: pd.DataFrame, words: Catalogue, *, row: int, column: int) -> Chart:
    client, provider = words.say("pages.parties.client"), words.say("pages.parties.provider")
    lines: list[list[Scalar]] = [
        [str(one["ageing"]), int(one["client"]), int(one["provider"])] for one in ageing.to_dict("records")
    ]
    ages, ours, theirs = page.chart_data([words.column("overdue_ageing", "ageing"), client, provider], lines)
    series = (Series(client, ours, ages, "actual"), Series(provider, theirs, ages, "muted"))
    title = words.say("pages.overdue.ageing_chart")
    return Chart("stacked", title, series, row, column, AGEING_WIDTH, CHART_HEIGHT, format="0")


def _or_none(value: object) -> float | None:
    return None if missing(value) else float(str(value))
