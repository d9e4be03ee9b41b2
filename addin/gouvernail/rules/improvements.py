"""What is proposed to be improved, and what somebody has taken up."""

import pandas as pd

from gouvernail.rules.action_state import ActionState
from gouvernail.rules.themes import TO_SORT, match_themes

_COLUMNS = ["kind", "reference", "share", "findings", "signal", "signal_label"]


def improvement_areas(
    pareto: pd.DataFrame, readings: pd.DataFrame, actions: pd.DataFrame, findings: pd.DataFrame, themes: pd.DataFrame
) -> pd.DataFrame:
    """The few themes that make most of the trouble and the KPIs of a confirmed unfavourable signal, with who took them up.

    The list proposes; a human accepts, by an action that bears a finding of the theme, or the KPI.

    Args:
        pareto: from `pareto.pareto`; findings to be sorted are no theme.
        readings: from `readings.readings`, one row per KPI overall, in the order to show.
        actions: table `actions` with ``state``; open ones are read.
        findings: table `findings`. An action and a finding are linked from either side.
        themes: table `themes`: what a finding's own words mean, of whichever month it is.

    Returns:
        Themes, heaviest first, then KPIs: ``kind`` ("theme" or "kpi"), ``reference`` (its name or id), ``share`` of the
        month's weight and ``findings`` (Int64) of a theme, ``signal`` (the week or month) and ``signal_label`` of a KPI, ""
        for a theme; ``actions``: the open ones that took it up, ids joined by ";", "" while it is only proposed.

    Source: docs/semantics.md §4.6 "Improvement areas".
    """
    vital = pareto[pareto["vital"].astype(bool) & (pareto["theme"] != TO_SORT)]
    signalled = readings[readings["signal"].fillna("") != ""]
    proposed = vital.rename(columns={"theme": "reference"}).assign(kind="theme", signal="", signal_label="")
    told = signalled.rename(columns={"kpi_id": "reference"}).assign(kind="kpi")
    areas = pd.concat([one.reindex(columns=_COLUMNS) for one in (proposed, told)], ignore_index=True)
    taken = _taken_up(actions[actions["state"] == ActionState.OPEN], findings, themes)
    found = areas.astype({"kind": "str", "reference": "str"}).merge(taken, on=["kind", "reference"], how="left")
    return found.assign(actions=found["actions"].fillna("")).astype({"share": "float64", "findings": "Int64"})


def _taken_up(live: pd.DataFrame, findings: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """``kind``, ``reference``, ``actions``: the open actions of each theme and KPI that has one."""
    links = pd.concat([live[["action_id", "finding_id"]], findings[["action_id", "finding_id"]]]).dropna()
    for key in ("action_id", "finding_id"):
        links = links.assign(**{key: links[key].str.split(";")}).explode(key)
    links = links[links["action_id"].isin(live["action_id"])].astype("str")
    meant = findings[["finding_id"]].assign(reference=match_themes(findings["theme"], themes), kind="theme")
    by_theme = links.merge(meant, on="finding_id")
    by_kpi = live.rename(columns={"kpi_id": "reference"}).assign(kind="kpi")
    keys = ["kind", "reference", "action_id"]
    both = pd.concat([by_theme[keys], by_kpi[keys]]).dropna().drop_duplicates().sort_values(keys).astype("str")
    return both.groupby(["kind", "reference"], as_index=False).agg(actions=("action_id", ";".join)).astype("str")
