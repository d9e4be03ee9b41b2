"""When the committees meet: the next meeting, the last one, and those in between.

A meeting stands on the day it was held, else on the day it is planned. A cancelled one never counts; a postponed one counts
on the day it was held, if it was. A planned day that has passed without a word counts: forgetting to tick "held" must not
hide that an action was due for review. Two rows on one day are one meeting.

Source: docs/semantics.md §4.5 and §4.8.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.terms import MeetingStatus

Days = npt.NDArray[np.datetime64]


def meeting_days(meetings: pd.DataFrame) -> pd.Series:
    """The day each meeting takes place, or took place.

    Args:
        meetings: table `meetings`. Reads ``planned``, ``held``, ``status``.

    Returns:
        datetime64[us], same index; NaT for a meeting that does not take place on any known day.
    """
    status = meetings["status"]
    planned = meetings["planned"].where(~status.isin([MeetingStatus.POSTPONED]))
    return meetings["held"].fillna(planned).where(~status.isin([MeetingStatus.CANCELLED]))


def next_meeting(meetings: pd.DataFrame, committee: str, as_of: date) -> date | None:
    """The first meeting of a committee after `as_of`; None when the table holds none.

    A meeting on `as_of` itself is the one for which the figures are drawn, not the next.
    """
    return next(iter(_between(meetings, committee, as_of, date.max)), None)


def last_meeting(meetings: pd.DataFrame, committee: str, as_of: date) -> date | None:
    """The last meeting of a committee before `as_of`; None when the table holds none."""
    return next(reversed([day for day in _between(meetings, committee, date.min, as_of) if day < as_of]), None)


def meetings_between(meetings: pd.DataFrame, committee: str, after: date, until: date) -> list[date]:
    """The days a committee meets after `after`, up to and including `until`, in order."""
    return _between(meetings, committee, after, until)


def next_meetings(meetings: pd.DataFrame, committees: pd.Series, as_of: date) -> pd.Series:
    """`next_meeting` of each committee named.

    Args:
        meetings: table `meetings`.
        committees: committee keys, missing ones allowed.
        as_of: the day after which to look.

    Returns:
        datetime64[us], index of `committees`; NaT where none is known.
    """
    known = {committee: next_meeting(meetings, committee, as_of) for committee in committees.dropna().unique()}
    return pd.to_datetime(committees.map(known)).astype("datetime64[us]")


def last_meetings(meetings: pd.DataFrame, committees: pd.Series, as_of: date) -> pd.Series:
    """`last_meeting` of each committee named.

    Args:
        meetings: table `meetings`.
        committees: committee keys, missing ones allowed.
        as_of: the day before which to look.

    Returns:
        datetime64[us], index of `committees`; NaT where none is known.
    """
    known = {committee: last_meeting(meetings, committee, as_of) for committee in committees.dropna().unique()}
    return pd.to_datetime(committees.map(known)).astype("datetime64[us]")


def count_meetings(meetings: pd.DataFrame, committees: pd.Series, after: pd.Series, until: pd.Series) -> pd.Series:
    """How many times each committee meets after one day, up to and including another.

    Args:
        meetings: table `meetings`.
        committees: committee keys; a missing one meets never.
        after: dates, same index.
        until: dates, same index.

    Returns:
        int64, same index; 0 where a date is missing or `until` does not come after `after`.
    """
    counts = np.zeros(len(committees), dtype="int64")
    starts, ends = _as_days(after), _as_days(until)
    asked = starts < ends
    for committee in committees.dropna().unique():
        rows = asked & committees.eq(committee).to_numpy(dtype=bool, na_value=False)
        days = _days_of(meetings, committee)
        counts[rows] = np.searchsorted(days, ends[rows], "right") - np.searchsorted(days, starts[rows], "right")
    return pd.Series(counts, index=committees.index)


def _between(meetings: pd.DataFrame, committee: str, after: date, until: date) -> list[date]:
    days: list[date] = _days_of(meetings, committee).tolist()
    return [day for day in days if after < day <= until]


def _days_of(meetings: pd.DataFrame, committee: str) -> Days:
    """The days a committee meets, sorted, each once."""
    own = meetings[meetings["committee"] == committee]
    return np.unique(_as_days(meeting_days(own).dropna()))


def _as_days(days: pd.Series) -> Days:
    return days.to_numpy().astype("datetime64[D]")
