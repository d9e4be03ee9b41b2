"""What should hold before figures are frozen: a meeting that day, a quorum, figures that nobody doubts, no earlier freeze."""

from datetime import date
from enum import StrEnum, unique

import pandas as pd

from gouvernail.rules.decision_routes import ranks
from gouvernail.rules.meetings import meeting_days, meetings_between
from gouvernail.terms import Committee, MeetingStatus

LOOK_BACK = pd.Timedelta(days=31)
"""How far back a freeze without a meeting that day looks for the one that it speaks of."""


@unique
class Unmet(StrEnum):
    """Why a freeze asks to be confirmed, in the order in which it is told."""

    NO_MEETING = "no_meeting"
    AGAIN = "again"
    WITHOUT_QUORUM = "without_quorum"
    TO_CHECK = "to_check"
    PROVISIONAL = "provisional"


def meetings_of_day(meetings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The meetings that take place on a day, the closest to the floor first.

    Args:
        meetings: table `meetings`.
        as_of: the day.

    Returns:
        Those rows, marked as held on that day: figures are frozen in the room, before anybody ticks "held".
    """
    there = meetings[meeting_days(meetings) == pd.Timestamp(as_of)]
    order = ranks(there["committee"]).sort_values(kind="stable").index
    return there.loc[order].assign(held=pd.Timestamp(as_of), status=MeetingStatus.HELD.value)


def last_steering(meetings: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The last steering meeting of the month before a day without any, for a freeze that was forgotten in the room.

    Returns:
        Its row, or none; marked as held on its day.
    """
    since = (pd.Timestamp(as_of) - LOOK_BACK).date()
    days = meetings_between(meetings, Committee.STEERING.value, since, as_of)
    if not days:
        return meetings.head(0)
    own = (meetings["committee"] == Committee.STEERING) & (meeting_days(meetings) == pd.Timestamp(days[-1]))
    return meetings[own].head(1).assign(held=pd.Timestamp(days[-1]), status=MeetingStatus.HELD.value)


def unsure_kpis(figures: pd.DataFrame, flag: str) -> list[str]:
    """The KPIs of which a figure bears a flag, in the order of the figures.

    Args:
        figures: reads ``kpi_id`` and ``flags`` (joined by ";").
        flag: "to_check" or "provisional".
    """
    flagged = figures["flags"].fillna("").str.split(";").map(lambda flags: flag in flags)
    return list(dict.fromkeys(figures.loc[flagged.astype(bool), "kpi_id"]))
