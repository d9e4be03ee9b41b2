"""What a director reads in two minutes: where each domain stands, three facts, three alerts."""

import pandas as pd

from gouvernail.terms import Direction, Status

FACTS_SHOWN = 3
ALERTS_SHOWN = 3
_WORST_FIRST = {Status.RED.value: 0, Status.AMBER.value: 1, Status.GREEN.value: 2, Status.GREY.value: 3}
_ONE_WAY = (Direction.HIGHER, Direction.LOWER)
_SMALL = "small_sample"


def roll_up_domains(month: pd.DataFrame) -> pd.DataFrame:
    """One row per domain: its weather is that of its worst KPI, never an average.

    **Priority KPIs speak for their domain**; a domain without any is spoken for by all of its KPIs. A small sample speaks
    only where there is nothing else.

    Args:
        month: one row per KPI, overall, for the month: ``kpi_id``, ``family``, ``status``, ``confirmed_status``,
            ``priority`` (boolean), ``relative_gap``, ``flags``; in the order of the page. A KPI without a family is left out.

    Returns:
        In the order in which domains first come: ``family``, ``status``, ``kpi_id`` (the one that decides), how many
        KPIs of the domain are ``green``, ``amber``, ``red``, ``grey``, and ``hidden``: how many are red, or confirmed red,
        under a domain that is not.

    Source: docs/semantics.md §4.2 "Global meteo".
    """
    known = month[month["family"].fillna("").ne("")]
    ranked = known.assign(
        _lesser=~known["priority"].astype("boolean").fillna(value=False) | known["flags"].str.contains(_SMALL),
        _rank=known["status"].map(_WORST_FIRST),
    )
    # A grey KPI says nothing; any other of the same standing speaks before it.
    ranked["_silent"] = ranked["status"].eq(Status.GREY)
    ranked = ranked.sort_values(["_silent", "_lesser", "_rank", "relative_gap"], kind="stable", na_position="last")
    deciding = ranked.drop_duplicates("family").set_index("family")[["status", "kpi_id"]]
    counts = pd.crosstab(known["family"], known["status"]).reindex(columns=[one.value for one in Status], fill_value=0)
    counts["hidden"] = _is_red(known).groupby(known["family"]).sum().astype("int64")
    order = known["family"].drop_duplicates()
    found = deciding.join(counts).loc[order].rename_axis(index="family", columns=None).reset_index()
    return found.assign(hidden=found["hidden"].where(found["status"].ne(Status.RED), 0))


def keep_other_reds(month: pd.DataFrame, alerts: pd.DataFrame) -> pd.DataFrame:
    """The KPIs that are red, or confirmed red, and that no alert tells: none hides behind three alerts or a green domain.

    Args:
        month: one row per KPI, overall: ``kpi_id``, ``status``, ``confirmed_status``, ``flags``; in the order of the page.
        alerts: from `keep_alerts`.

    Source: docs/meetings.md 7.3.
    """
    told = alerts.loc[alerts["kind"].eq("kpi"), "reference"]
    return month[_is_red(month) & ~month["kpi_id"].isin(told)].reset_index(drop=True)


def keep_facts(month: pd.DataFrame, before: pd.DataFrame, *, shown: int = FACTS_SHOWN) -> pd.DataFrame:
    """The KPIs that moved most since the month before, in tolerances, the largest move first.

    A move is a number, not a trend: it carries no arrow and no colour. Small samples and doubtful figures do not count.

    Args:
        month: one row per KPI, overall: ``kpi_id``, ``displayed``, ``tolerance``, ``flags``, ``reason``, ``direction``.
        before: the same for the month before.
        shown: how many to keep.

    Returns:
        Those rows of `month`, with ``before`` (displayed value), ``move`` (the KPI's unit) and ``favourable`` (boolean; <NA>
        for a band or an information, which have no good side).

    Source: docs/meetings.md 7.3.
    """
    sure = ~month["flags"].str.contains(f"{_SMALL}|to_check") & month["displayed"].notna() & month["tolerance"].gt(0)
    facts = month[sure].merge(before[["kpi_id", "displayed"]].rename(columns={"displayed": "before"}), on="kpi_id")
    facts["move"] = facts["displayed"] - facts["before"]
    better = facts["move"].gt(0) == facts["direction"].eq(Direction.HIGHER)
    facts["favourable"] = better.astype("boolean").where(facts["direction"].isin(_ONE_WAY))
    facts["_size"] = facts["move"].abs() / facts["tolerance"]
    facts = facts[facts["move"].abs().gt(1e-9)]
    return (
        facts.sort_values(["_size", "kpi_id"], ascending=[False, True]).head(shown).drop(columns="_size").reset_index(drop=True)
    )


def keep_alerts(month: pd.DataFrame, lines: pd.DataFrame, actions: pd.DataFrame, *, shown: int = ALERTS_SHOWN) -> pd.DataFrame:
    """The three things to talk about: confirmed reds first, then lines that go up, then actions that go up.

    One of each kind comes before a second of any, so that a bad month of figures does not hide a forgotten action.

    Args:
        month: one row per KPI, overall: ``kpi_id``, ``status``, ``confirmed_status``, ``contractual``, ``relative_gap``,
            ``flags``.
        lines: the month's roll-up lines, those that go up first: ``line_id``, ``escalated``.
        actions: the overdue actions in their order: ``action_id``, ``escalates``.

    Returns:
        ``kind`` ("kpi", "line", "action") and ``reference`` (the id), the most pressing first.
    """
    confirmed = month["confirmed_status"].eq(Status.RED) & ~month["flags"].str.contains(_SMALL)
    red = month.assign(_owed=~month["contractual"].astype("boolean").fillna(value=False))[confirmed]
    kinds = {
        "kpi": red.sort_values(["_owed", "relative_gap", "kpi_id"])["kpi_id"],
        "line": lines.loc[lines["escalated"].astype(bool), "line_id"],
        "action": actions.loc[actions["escalates"].astype(bool), "action_id"],
    }
    queue = [
        (turn, rank, kind, str(reference))
        for rank, (kind, references) in enumerate(kinds.items())
        for turn, reference in enumerate(references)
    ]
    kept = sorted(queue)[:shown]
    return pd.DataFrame({"kind": [one[2] for one in kept], "reference": [one[3] for one in kept]}, dtype="str")


def _is_red(month: pd.DataFrame) -> pd.Series:
    """Red by contract or for certain; a small sample is left to its line."""
    red = month["status"].eq(Status.RED) | month["confirmed_status"].eq(Status.RED)
    return red & ~month["flags"].str.contains(_SMALL)
