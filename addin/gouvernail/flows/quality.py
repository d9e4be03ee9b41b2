"""« Qualité »: the month's evaluations, critical errors apart, and whether the two parties' evaluators agree."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.quality import calibration, quality, rank_agents
from gouvernail.schema.statistics import CALIBRATION, QUALITY_AGENTS, QUALITY_SCORES
from gouvernail.settings import Settings
from gouvernail.sheets.quality import QualityFrames, add_words, calibration_rows, quality_sheet
from gouvernail.terms import Party

HANDLED = "APP_TRA"
"""The KPI of calls handled in the pre-filled set."""


def draw(figures: Figures) -> Drawing:
    """The page of the last complete month; it says so when nobody evaluated anything in it."""
    figures.inputs.need("evaluations")
    evaluations = figures.inputs.frame("evaluations")
    month = evaluations[figures.month.contains(evaluations["date"])]
    scores = add_words(_scores(month, figures.settings), figures.words, confidence=figures.settings.confidence)
    found = calibration(month)
    rows = calibration_rows(found, figures.words)
    provider = month[month["evaluator_party"].eq(Party.PROVIDER)]
    agents = rank_agents(provider, fail_all=figures.settings.quality_fail_all)
    facts = QualityFrames(scores, found, rows, agents, handled=_handled(figures))
    sheet = quality_sheet(facts, figures.context, period=figures.words.month(figures.month.start))
    tables = {QUALITY_SCORES: scores, CALIBRATION: rows, QUALITY_AGENTS: agents}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def _handled(figures: Figures) -> int | None:
    """How many calls were handled in the month, when that is known for sure: what a sample is drawn from."""
    if not all(figures.inputs.has(key) for key in ("kpis", "measures")):
        return None
    month = figures.month_gaps_or_none
    mine = month[month["kpi_id"].eq(HANDLED) & month["scope"].eq("")]
    values = mine.loc[mine["doubts"].eq("") & mine["value"].gt(0), "value"] if len(mine) else mine["kpi_id"]
    return int(values.iloc[0]) if len(values) else None


def _scores(month: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Each party's evaluations over everything, then scope by scope when there are several."""
    scoped = month.assign(scope=month["scope"].fillna(""))
    views = [scoped.assign(scope="")] + ([scoped] if scoped["scope"].nunique() > 1 else [])
    keys = ["scope", "evaluator_party"]
    found = [quality(one, keys, fail_all=settings.quality_fail_all, confidence=settings.confidence) for one in views]
    return pd.concat(found, ignore_index=True)
