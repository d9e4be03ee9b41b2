"""The steering meetings behind a semester: which froze it, how they were held, and which are still to be frozen."""

from collections.abc import Collection

import pandas as pd

from gouvernail.terms import Committee

_OF_MEETING = ["client_level", "provider_level", "climate_client", "climate_provider"]


def semester_meetings(
    freezes: pd.DataFrame, register: pd.DataFrame, meetings: pd.DataFrame, touched: Collection[str]
) -> pd.DataFrame:
    """The meeting that speaks for each month of the semester, or the one that would if it were frozen.

    A steering meeting looks at the last complete month: the one that would freeze a month is the first that was held, or is
    planned, in the month after.

    Args:
        freezes: from `strategic.semester_freezes`.
        register: the frozen register.
        meetings: table `meetings` with the columns of `quorum.add_quorum` and `cadence.add_outcomes`.
        touched: the freezes that are no longer what they were.

    Returns:
        One row per month, in order: ``period``, ``freeze_id`` (missing when not frozen), ``meeting_id`` (missing when no
        meeting is known), ``as_of`` (the day of the freeze, else of the meeting), ``intact``, ``quorum`` (boolean, <NA> when
        not frozen), ``lacks``, ``client_level`` and ``provider_level`` (the highest present), ``climate_client`` and
        ``climate_provider`` (1 to 5).

    Source: docs/semantics.md §4.7 and §4.8; features F08, F10, F22.
    """
    steering = meetings[meetings["committee"] == Committee.STEERING].dropna(subset="day").sort_values("day", kind="stable")
    spoken = (steering["day"].dt.to_period("M") - 1).astype("str")
    due = steering.assign(period=spoken, _due=steering["meeting_id"]).drop_duplicates("period").set_index("period")
    frozen = register.drop_duplicates("freeze_id").set_index("freeze_id")[["meeting_id", "as_of", "quorum", "lacks"]]
    told = freezes.join(frozen, on="freeze_id").join(due[["_due", "day"]], on="period")
    known = told["freeze_id"].notna()
    held = meetings.drop_duplicates("meeting_id").set_index("meeting_id")[_OF_MEETING]
    told = told.join(held, on="meeting_id")
    whole = (~told["freeze_id"].isin(list(touched))).astype("boolean").where(known)
    return told.assign(
        meeting_id=told["meeting_id"].fillna(told["_due"]),
        as_of=told["as_of"].fillna(told["day"]),
        intact=whole,
        lacks=told["lacks"].fillna(""),
    ).drop(columns=["_due", "day"])
