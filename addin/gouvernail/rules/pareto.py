"""Which few themes make most of the trouble."""

import numpy as np
import pandas as pd

from gouvernail.rules.themes import plain_all
from gouvernail.settings import Settings

COLUMNS = (
    "theme",
    "weighted",
    "share",
    "cumulative",
    "vital",
    "findings",
    "count_share",
    "count_cumulative",
    "count_rank",
    "count_vital",
)
_ROUNDING = 1e-9  # a running share that is 80 % but for the last binary digit is 80 %


def severity_weights(severities: pd.Series, settings: Settings) -> pd.Series:
    """What each severity 1 to 4 weighs (1, 2, 4, 8 unless set otherwise); beyond the weights given, the last one."""
    weights = np.asarray(settings.severity_weights, dtype="float64")
    found = np.take(weights, severities.to_numpy(dtype="int64") - 1, mode="clip")
    return pd.Series(found, index=severities.index)


def pareto(occurrences: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Themes by the weight of their findings, with the same reading by plain count alongside.

    Args:
        occurrences: one row per finding, those saying the same twice already made one. Reads ``theme``, ``severity``.
        settings: ``severity_weights``, ``pareto_share``, ``pareto_minimum``.

    Returns:
        One row per theme, heaviest first, ties in alphabetical order without accents or case: ``weighted`` and
        ``findings``, their shares and running shares of the whole (0 to 1), and ``vital``: in the smallest leading
        set that reaches the share (80 %). ``count_rank``, ``count_cumulative`` and ``count_vital`` are read in the
        order of the counts. No row at all under ``pareto_minimum`` findings: so few make no pattern, a plain list
        says more.

    Source: docs/semantics.md §4.6 "Pareto".

    Examples:
        >>> themes = ["Attente"] * 6 + ["Outil"] * 3 + ["Ton"]
        >>> themes = ["Attente"] * 6 + ["Outil"] * 3 + ["Ton"]
        >>> seen = pd.DataFrame({"theme": themes, "severity": [1] * 6 + [4, 1, 1, 2]})
        >>> pareto(seen, Settings())[["theme", "weighted", "vital", "findings", "count_vital"]]
             theme  weighted  vital  findings  count_vital
        0    Outil      10.0   True         3         True
        1  Attente       6.0   True         6         True
        2      Ton       2.0  False         1        False
    """
    if len(occurrences) < settings.pareto_minimum:
        return pd.DataFrame(columns=list(COLUMNS))
    weights = severity_weights(occurrences["severity"], settings)
    themes = weights.groupby(occurrences["theme"]).agg(weighted="sum", findings="size").reset_index()
    themes["_label"] = plain_all(themes["theme"])
    by_count = _ranked(themes, "findings", settings.pareto_share)
    themes["count_rank"] = by_count["rank"]
    themes["count_share"] = by_count["share"]
    themes["count_cumulative"] = by_count["cumulative"]
    themes["count_vital"] = by_count["vital"]
    ranked = themes.join(_ranked(themes, "weighted", settings.pareto_share))
    return ranked.sort_values("rank")[list(COLUMNS)].reset_index(drop=True)


def _ranked(themes: pd.DataFrame, measure: str, enough: float) -> pd.DataFrame:
    """Rank from 1, share, running share and membership of the smallest leading set; index of ``themes``."""
    ordered = themes.sort_values([measure, "_label", "theme"], ascending=[False, True, True])
    shares = ordered[measure] / ordered[measure].sum()
    cumulative = shares.cumsum()
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(ordered) + 1),
            "share": shares,
            "cumulative": cumulative,
            "vital": cumulative - shares < enough - _ROUNDING,
        },
        index=ordered.index,
    )
