"""What became of each recommendation: advice that a committee accepts or declines, and why; a decision is something else."""

from datetime import date

import pandas as pd

from gouvernail.problems import Effect, Fact, Problem
from gouvernail.terms import RecommendationStatus

_ORDER = {status.value: rank for rank, status in enumerate(RecommendationStatus)}


def recommendations_so_far(recommendations: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """The recommendations made by a day, as they stood on that day.

    Args:
        recommendations: table `recommendations`.
        as_of: the day the figures speak for. A recommendation made later is left out; one answered later is still proposed,
            and has neither answer, reason, decision nor action yet.

    Returns:
        Its rows: those that wait for an answer first, then accepted, then declined; the latest first within each.

    Source: feature F45.
    """
    today = pd.Timestamp(as_of)
    rows = recommendations[recommendations["date"] <= today].copy()
    later = rows["answered"] > today
    rows["status"] = rows["status"].mask(later, RecommendationStatus.PROPOSED.value)
    for column in ("answered", "reason", "decision_id", "action_id"):
        rows[column] = rows[column].mask(later)
    ranked = rows.assign(_order=rows["status"].map(_ORDER), _last=rows["answered"].fillna(rows["date"]))
    ordered = ranked.sort_values(["_order", "_last"], ascending=[True, False], kind="stable", ignore_index=True)
    return ordered.drop(columns=["_order", "_last"])


def recommendation_problems(recommendations: pd.DataFrame) -> tuple[Problem, ...]:
    """What a manager should complete in the table, as notices: the rows all count.

    An answer needs its reason and its day; a day of answer needs an answer, and comes no earlier than the recommendation.

    Args:
        recommendations: table `recommendations`.

    Returns:
        In the order of the kinds of anomaly, then of the rows. Facts: ``table``, ``row``, ``column``, ``found`` (the
        recommendation's id).
    """
    is_open = recommendations["status"] == RecommendationStatus.PROPOSED
    unsaid = recommendations["answered"].isna()
    flaws = (
        ("answered_without_reason", "reason", ~is_open & recommendations["reason"].isna()),
        ("answered_without_date", "answered", ~is_open & unsaid),
        ("date_without_answer", "status", is_open & ~unsaid),
        ("answered_before_made", "answered", recommendations["answered"] < recommendations["date"]),
    )
    return tuple(
        _problem(anomaly, column, int(row), str(name))
        for anomaly, column, flawed in flaws
        for row, name in recommendations.loc[flawed, ["row", "recommendation_id"]].itertuples(index=False)
    )


def _problem(anomaly: str, column: str, row: int, name: str) -> Problem:
    facts: dict[str, Fact] = {"table": "recommendations", "row": row, "column": column, "found": name}
    return Problem(f"recommendation_{anomaly}", facts=facts, effect=Effect.NOTICE, table="recommendations")
