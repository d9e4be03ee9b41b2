"""The dates of the twelve months to come: steps to take, levels to reach, targets that change, meetings."""

from datetime import date

import pandas as pd

from gouvernail.terms import Committee

_COLUMNS = ["kind", "reference", "kpi_id", "date", "number", "label"]
_ONE_DAY = pd.Timedelta(days=1)


def events_ahead(
    milestones: pd.DataFrame, ambitions: pd.DataFrame, targets: pd.DataFrame, meetings: pd.DataFrame, *, as_of: date
) -> pd.DataFrame:
    """What is dated in the year after a day.

    Args:
        milestones: as the last frozen meeting said them: ``reference``, ``label``, ``due``, ``done``; those passed are left
            out.
        ambitions: table `ambitions`.
        targets: table `targets`; those over all scopes.
        meetings: table `meetings` with the ``day`` of `cadence.add_outcomes`; those of the strategic committee.
        as_of: the day after which to look.

    Returns:
        ``kind`` ("milestone", "ambition", "target", "target_end": a target that ends and none follows, "meeting"),
        ``reference`` (an id), ``kpi_id`` (missing for a milestone or a meeting), ``date``, ``number`` (a level or a target, the
        KPI's unit; NaN for a band), ``label`` (as typed; missing for a target); by date, then kind and reference.

    Source: feature F18.
    """
    overall = targets[targets["scope"].fillna("").eq("")]
    follows = pd.MultiIndex.from_arrays([overall["kpi_id"], overall["valid_from"] - _ONE_DAY])
    ends = overall[~pd.MultiIndex.from_frame(overall[["kpi_id", "valid_to"]]).isin(follows)]
    strategic = meetings[meetings["committee"] == Committee.STRATEGIC]
    left = milestones[milestones["done"].isna()]
    parts = {
        "milestone": left.rename(columns={"due": "date"})[["reference", "date", "label"]],
        "ambition": ambitions.rename(columns={"ambition_id": "reference", "level": "number", "statement": "label"}),
        "target": overall.rename(columns={"valid_from": "date", "target": "number"}).assign(reference=overall["kpi_id"]),
        "target_end": ends.rename(columns={"valid_to": "date", "target": "number"}).assign(reference=ends["kpi_id"]),
        "meeting": strategic.rename(columns={"meeting_id": "reference", "day": "date"}).assign(label=strategic["meeting_id"]),
    }
    types = {"date": "datetime64[us]", "number": "float64", "reference": "str", "kpi_id": "str", "label": "str", "kind": "str"}
    told = pd.concat([part.assign(kind=kind).reindex(columns=_COLUMNS).astype(types) for kind, part in parts.items()])
    day = pd.Timestamp(as_of)
    ahead = told[(told["date"] > day) & (told["date"] <= day + pd.DateOffset(years=1))]
    return ahead.sort_values(["date", "kind", "reference"], ignore_index=True)
