"""Each figure with what is to be made of it: the reading of its chart, what is still possible, and both in a sentence."""

import pandas as pd

from gouvernail.flows.figures import Figures
from gouvernail.rules.readings import COLUMNS
from gouvernail.sheets.remarks import remarks
from gouvernail.sheets.verdicts import signal_words, verdict_sentence
from gouvernail.terms import Aggregation, Direction, PeriodKind, Prospect

_PROSPECT = ["prospect", "required", "forecast", "until"]
_SCENARIO = ["required", "forecast"]
_SUMMED = [Aggregation.RATIO, Aggregation.SUM]
_ONE_WAY = [Direction.HIGHER, Direction.LOWER]


def with_verdicts(gaps: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Add readings, what remains possible in the contract year, the verdict and the remarks, in words.

    Args:
        gaps: rows of `KpiGaps.frame`, of any periods.
        figures: of the run.

    Returns:
        A new frame, same rows and order, with the columns of `readings`, ``grain``; ``prospect``, ``required``,
        ``forecast`` and ``until`` (of the contract year that runs on; on the year to date alone); ``verdict``, ``remarks``.
    """
    told = gaps.merge(figures.readings[["kpi_id", "scope", *COLUMNS]], on=["kpi_id", "scope"], how="left")
    told = _with_prospects(told.assign(grain=figures.settings.confirm_period), figures)
    records = told.to_dict("records")
    told["verdict"] = pd.Series([verdict_sentence(one, figures.words) for one in records], dtype="str", index=told.index)
    said = [(remarks(one, figures.words), signal_words(one, figures.words)) for one in records]
    told["remarks"] = pd.Series([" · ".join(filter(None, one)) for one in said], dtype="str", index=told.index)
    return told


def _with_prospects(gaps: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """A year to date that runs on has its scenario; one that ended with the month is closed."""
    coming = figures.prospects
    coming = coming[coming["period_kind"].eq(PeriodKind.YEAR_TO_DATE)].rename(columns={"end": "until"})
    found = gaps.merge(coming[["kpi_id", "scope", "start", *_PROSPECT]], on=["kpi_id", "scope", "start"], how="left")
    year = found["period_kind"].eq(PeriodKind.YEAR_TO_DATE)
    begun = found["until"].notna()
    ended = ~begun & found["target"].notna() & found["aggregation"].isin(_SUMMED) & found["direction"].isin(_ONE_WAY)
    told = year & found["displayed"].notna()  # of what was never measured nothing is closed
    found["prospect"] = found["prospect"].mask(ended, Prospect.CLOSED.value).where(told).fillna("").astype("str")
    found[_SCENARIO] = found[_SCENARIO].where(year & begun)
    return found.assign(until=found["until"].where(year & begun))
