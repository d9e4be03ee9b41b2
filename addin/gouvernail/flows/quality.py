"""« Qualité »: the month's evaluations, critical errors apart, and whether the two parties' evaluators agree."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.flows.page import Drawing
from gouvernail.rules.quality import calibration, quality
from gouvernail.schema.statistics import CALIBRATION, QUALITY_SCORES
from gouvernail.sheets.quality import add_words, calibration_rows, quality_sheet


def draw(figures: Figures) -> Drawing:
    """The page of the last complete month; it says so when nobody evaluated anything in it."""
    figures.inputs.need("evaluations")
    evaluations = figures.inputs.frame("evaluations")
    month = evaluations[figures.month.contains(evaluations["date"])]
    scores = add_words(_scores(month, figures.settings.confidence), figures.words, confidence=figures.settings.confidence)
    found = calibration(month)
    rows = calibration_rows(found, figures.words)
    sheet = quality_sheet(scores, found, rows, figures.context, period=figures.words.month(figures.month.start))
    tables = {QUALITY_SCORES: scores, CALIBRATION: rows}
    return Drawing((sheet,), {table.key: frame.reindex(columns=list(table.keys)) for table, frame in tables.items()})


def _scores(month: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Each party's evaluations over everything, then scope by scope when there are several."""
    scoped = month.assign(scope=month["scope"].fillna(""))
    views = [scoped.assign(scope="")] + ([scoped] if scoped["scope"].nunique() > 1 else [])
    keys = ["scope", "evaluator_party"]
    return pd.concat([quality(one, keys, confidence=confidence) for one in views], ignore_index=True)
