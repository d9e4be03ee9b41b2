"""What customers ask for, gathered by theme and priority, with the last thing said and the KPIs that answer for it."""

from datetime import date

import pandas as pd

from gouvernail.rules.lookups import joined, looked_up
from gouvernail.rules.themes import TO_SORT, match_themes

MONTHS = 12
"""How far back needs are counted."""

_LAST = ["date", "need", "speaker", "row"]


def gather_needs(voice: pd.DataFrame, themes: pd.DataFrame, kpis: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """The needs of the last `MONTHS` months, a row per theme and priority.

    Args:
        voice: table `voice`.
        themes: table `themes`: a need's theme is recognised as a finding's is (`themes.match_themes`).
        kpis: table `kpis`; reads ``kpi_id``, ``priority_id``.
        as_of: the day the figures speak for; a need dated later is left out.

    Returns:
        ``theme`` (as the table of themes writes it, or `TO_SORT`), ``priority_id`` ("" for none), ``needs`` (int64), then the
        latest one's ``date``, ``need``, ``speaker`` (missing where nobody is named) and ``row`` (of two on one day, the one
        entered last), ``kpis`` (ids of the priority's KPIs joined by ";", "" for none). The most voiced first, then the
        latest; what is to sort stands last.

    Source: feature F47; docs/semantics.md §4.6 "Key".
    """
    today = pd.Timestamp(as_of)
    heard = voice[(voice["date"] <= today) & (voice["date"] > today - pd.DateOffset(months=MONTHS))]
    keyed = heard.assign(theme=match_themes(heard["theme"], themes), priority_id=heard["priority_id"].fillna(""))
    ordered = keyed.sort_values(["date", "row"], kind="stable")
    groups = ordered.groupby(["theme", "priority_id"], sort=False)
    rows = groups.tail(1)[["theme", "priority_id", *_LAST]].reset_index(drop=True)
    counts = groups.size().rename("needs").reset_index()
    rows = rows.merge(counts, on=["theme", "priority_id"], how="left", validate="one_to_one")
    served = kpis[kpis["priority_id"].notna()]
    rows["kpis"] = looked_up(rows["priority_id"], joined(served["kpi_id"], served["priority_id"]), "")
    ranked = rows.assign(_last=rows["theme"] == TO_SORT)
    ranked = ranked.sort_values(["_last", "needs", "date"], ascending=[True, False, False], kind="stable", ignore_index=True)
    return ranked[["theme", "priority_id", "needs", *_LAST, "kpis"]]
