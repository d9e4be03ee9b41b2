"""« Cartes de contrôle »: the charts that have something to say, each with one line of words."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.flows.verdicts import with_verdicts
from gouvernail.rules.control_charts import chart_points, keep_charts, run_reading
from gouvernail.schema.statistics import CHART_POINTS, CONTROL_CHARTS
from gouvernail.sheets.chart_words import chart_sentence
from gouvernail.sheets.control_charts import control_charts_sheet
from gouvernail.terms import PeriodKind

_KEYS = ["kpi_id", "scope"]


def draw(figures: Figures) -> Drawing:
    """The page of control charts, along the weeks or months that statuses are confirmed along."""
    charts = keep_charts(figures.gaps.history, figures.readings)
    points = [_points(kpi, scope, figures) for kpi, scope in charts[_KEYS].itertuples(index=False)]
    charts = _told(charts, points, figures)
    sheet = control_charts_sheet(charts, points, figures.context, grain=figures.settings.confirm_period)
    together = pd.concat(points, ignore_index=True) if points else pd.DataFrame(columns=list(CHART_POINTS.keys))
    tables = {CONTROL_CHARTS: charts, CHART_POINTS: together}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def _points(kpi: str, scope: str, figures: Figures) -> pd.DataFrame:
    history = figures.gaps.history
    line = history[history["kpi_id"].eq(kpi) & history["scope"].eq(scope)]
    return chart_points(line, settings=figures.settings, rebases=figures.inputs.frame("rebases"))


def _told(charts: pd.DataFrame, points: list[pd.DataFrame], figures: Figures) -> pd.DataFrame:
    """Each chart with its month's figures, the limits in force and its sentence."""
    month = figures.gaps.frame[figures.gaps.frame["period_kind"].eq(PeriodKind.MONTH)]
    verdicts = with_verdicts(month, figures)
    told = charts[[*_KEYS, "rank"]].merge(verdicts, on=_KEYS, how="left")
    limits = ["centre", "lower", "upper"]
    told[limits] = [one[limits].iloc[-1].tolist() for one in points] if points else None
    told["chart"] = pd.Series([one["chart"].iloc[0] for one in points], dtype="str")
    rebases = figures.inputs.frame("rebases")
    sentences = [
        chart_sentence(
            record,
            one,
            _decisions(str(record["kpi_id"]), str(record["scope"]), rebases),
            run_reading(one, settings=figures.settings),
            figures.words,
        )
        for record, one in zip(told.to_dict("records"), points, strict=True)
    ]
    return told.assign(sentence=pd.Series(sentences, dtype="str"))


def _decisions(kpi: str, scope: str, rebases: pd.DataFrame) -> pd.DataFrame:
    """The recorded decisions on a chart, oldest first."""
    mine = rebases["kpi_id"].eq(kpi) & rebases["scope"].fillna("").eq(scope)
    return rebases[mine].sort_values("from_date", kind="stable")
