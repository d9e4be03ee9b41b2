"""Qualitative objectives: both parties' ratings side by side, never averaged; far apart, they are to be talked over."""

import pandas as pd

APART = 2
"""The difference of ratings, out of 5, from which an objective goes on the agenda."""


def last_ratings(qualitative: pd.DataFrame) -> pd.DataFrame:
    """The latest ratings of each objective.

    Args:
        qualitative: table `qualitative`; of an objective's periods, the last by name counts ("2025-S2" < "2026-S1").

    Returns:
        Its rows, one per objective, in the order of their first row, with ``difference`` (Int64: client's rating less
        provider's, <NA> while one is missing) and ``agenda`` (bool: `APART` or more between the two).

    Source: docs/semantics.md §4.9; feature F25.

    Examples:
        >>> rows = pd.DataFrame(
        ...     {
        ...         "objective_id": ["Q-1", "Q-1"],
        ...         "period": ["2025-S2", "2026-S1"],
        ...         "client_rating": [3, 2],
        ...         "provider_rating": [4, 4],
        ...     }
        ... )
        >>> last_ratings(rows)[["period", "difference", "agenda"]].to_numpy().tolist()
        [['2026-S1', -2, True]]
    """
    first = qualitative.drop_duplicates("objective_id")["objective_id"].tolist()
    order = qualitative["objective_id"].map({name: at for at, name in enumerate(first)})
    ranked = qualitative.assign(_order=order).sort_values(["_order", "period"], kind="stable")
    last = ranked.drop_duplicates("objective_id", keep="last", ignore_index=True).drop(columns="_order")
    difference = last["client_rating"].astype("Int64") - last["provider_rating"].astype("Int64")
    return last.assign(difference=difference, agenda=difference.abs().ge(APART).fillna(value=False).astype("bool"))


def keep_agenda(ratings: pd.DataFrame, committee: str) -> pd.DataFrame:
    """The objectives of a committee on which the parties must talk, the widest apart first.

    Args:
        ratings: from `last_ratings`.
        committee: its key.
    """
    own = ratings[ratings["agenda"] & (ratings["committee"] == committee)]
    apart = own.assign(_apart=own["difference"].abs()).sort_values("_apart", ascending=False, kind="stable", ignore_index=True)
    return apart.drop(columns="_apart")
