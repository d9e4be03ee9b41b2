"""What a reader must know beside a figure, as keys."""

import numpy as np
import pandas as pd

from gouvernail.rules.quality import wilson_all
from gouvernail.terms import Basis, PeriodKind

FLAGS = (
    "to_check",
    "incomplete",
    "provisional",
    "small_sample",
    "inconclusive",
    "target_changed",
    "target_hole",
    "whole_weeks",
    "straddling",
)
"""Every flag, in the order in which they are joined."""


def add_flags(figures: pd.DataFrame, *, confidence: float) -> pd.DataFrame:
    """Add what a reader must know beside each figure.

    - "to_check": a measure in it cannot be right; shown in place of the gap.
    - "incomplete": days, or numerators or denominators, are missing: "k/K days" are ``days_present``/``days_expected``.
    - "provisional": a measure in it was typed as not validated.
    - "small_sample": the denominator is under the KPI's minimum: neither escalated nor charged.
    - "inconclusive": the Wilson interval of a proportion contains its target. Proportions are the `share` KPIs whose
      sums are whole numbers: hours and minutes are no trials.
    - "target_changed": another target came into force inside the period, on ``target_changed``.
    - "target_hole": data stand on a day without target, so that there is none for the whole.
    - "whole_weeks": a month, a semester or a year made of whole weeks, by their Thursday; "straddling" when a week at
      one of its ends, named in ``straddling``, lies in two periods.

    Args:
        figures: from `add_gap`.
        confidence: of the Wilson interval.

    Returns:
        `figures` with ``interval_low``, ``interval_high`` (Wilson's, in percent, NaN for what is no proportion),
        ``straddling`` (weeks joined by semicolons), ``small_sample`` (bool) and ``flags`` (keys joined by semicolons).

    Source: docs/semantics.md §4.1 and §4.6.
    """
    whole_weeks = figures["basis"].eq(Basis.WEEKS) & figures["period_kind"].ne(PeriodKind.WEEK)
    small = figures["n"].lt(figures["n_min"])
    intervals, told = _intervals(figures, confidence), figures["gap"].notna()
    figures = figures.assign(interval_low=intervals["low"], interval_high=intervals["high"])
    figures = figures.assign(straddling=_straddling(figures).where(whole_weeks, ""), small_sample=small)
    holds = {
        "to_check": figures["doubts"].ne(""),
        "incomplete": figures["days_present"].lt(figures["days_expected"]) & figures["rows"].gt(0),
        "provisional": figures["provisional"],
        "small_sample": small,
        "inconclusive": intervals["low"].le(figures["target"]) & intervals["high"].ge(figures["target"]) & told,
        "target_changed": figures["target_changed"].notna(),
        "target_hole": figures["target_reason"].eq("target_hole"),
        "whole_weeks": whole_weeks,
        "straddling": figures["straddling"].ne(""),
    }
    joined = np.full(len(figures), "", dtype=object)
    for key in FLAGS:
        joined = joined + np.where(holds[key].to_numpy(dtype=bool), f";{key}", "")
    return figures.assign(flags=pd.Series(joined, index=figures.index).astype("str").str.removeprefix(";"))


def _straddling(figures: pd.DataFrame) -> pd.Series:
    """The weeks that lie partly outside each period: at its start unless on a Monday, at its end unless on a Sunday."""
    spans = figures[["start", "end"]].drop_duplicates()
    named = [
        ";".join(f"{day:%G-W%V}" for day, whole in ((start, start.weekday() == 0), (end, end.weekday() == 6)) if not whole)
        for start, end in spans.itertuples(index=False)
    ]
    places = figures.groupby(["start", "end"], sort=False).ngroup()  # numbered as they first come, like the spans
    return pd.Series(np.array(named, dtype=object)[places.to_numpy()], index=figures.index, dtype="str")


def _intervals(figures: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """The interval of each proportion, in percent; NaN for what is none."""
    n, d = figures["numerator"], figures["denominator"]
    proportion = figures["share"] & n.mod(1).eq(0) & d.mod(1).eq(0)
    return 100 * wilson_all(n.where(proportion), d.where(proportion), confidence)
