"""What drifts although the contract is kept: listed so that green does not put anybody to sleep."""

import pandas as pd

from gouvernail.terms import Status, Variation

DETERIORATION, TRAJECTORY = "deterioration", "trajectory"
_KEPT = [Status.GREEN, Status.AMBER]


def keep_drifts(figures: pd.DataFrame, readings: pd.DataFrame, ambitions: pd.DataFrame) -> pd.DataFrame:
    """The KPIs that a special cause makes worse, or that are behind an ambition, while their contract is not broken.

    Args:
        figures: one row per KPI, overall: ``kpi_id``, ``status``.
        readings: of `readings.readings`, overall rows: ``kpi_id``, ``variation``, ``label``.
        ambitions: of `ambitions.ambition_gaps`: ``ambition_id``, ``kpi_id``, ``behind``, ``status``.

    Returns:
        ``kind`` ("deterioration", "trajectory"), ``kpi_id``, ``status``, ``label`` (the special cause, or the ambition's
        id); deteriorations first, in the order of `figures`, then ambitions in theirs.

    Source: features F16.
    """
    told = figures[["kpi_id", "status"]].merge(readings[["kpi_id", "variation", "label"]], on="kpi_id")
    worse = told[told["variation"].eq(Variation.DETERIORATION) & told["status"].isin(_KEPT)].assign(kind=DETERIORATION)
    behind = ambitions[ambitions["behind"].astype(bool) & ambitions["status"].isin(_KEPT)]
    behind = behind.assign(kind=TRAJECTORY, label=behind["ambition_id"])
    return pd.concat([worse, behind], ignore_index=True)[["kind", "kpi_id", "status", "label"]]
