"""How a committee keeps its rhythm: the year ahead, and what became of each planned meeting."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum, unique
from itertools import count, takewhile

import numpy as np
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.meetings import meeting_days
from gouvernail.rules.periods import month_of
from gouvernail.terms import Cadence, MeetingStatus

DAYS = {
    Cadence.WEEKLY.value: 7,
    Cadence.FORTNIGHTLY.value: 14,
    Cadence.MONTHLY.value: 30,
    Cadence.QUARTERLY.value: 91,
    Cadence.SEMIANNUAL.value: 182,
    Cadence.ANNUAL.value: 365,
}
"""The length of a cadence in days; a meeting is late beyond half of it."""

_WEEKS = {Cadence.WEEKLY.value: 1, Cadence.FORTNIGHTLY.value: 2}
_MONTHS = {
    Cadence.MONTHLY.value: 1,
    Cadence.QUARTERLY.value: 3,
    Cadence.SEMIANNUAL.value: 6,
    Cadence.ANNUAL.value: 12,
}
_RECENT = 8  # meetings whose weekday shows the habit, so that one moved off a holiday does not move the year


@unique
class Outcome(StrEnum):
    """What became of a planned meeting, on the day the figures speak for."""

    HELD = "held"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    """Its day and the next one's (a cadence later when none is entered) have passed, and it was not held."""
    AWAITED = "awaited"
    """Its day has passed; the next one's has not."""
    PLANNED = "planned"


def add_outcomes(meetings: pd.DataFrame, committees: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Add what became of each meeting on a given day.

    Late is more than half the committee's cadence after the planned day: for a meeting held, on the day it was held;
    for one awaited, on ``as_of``. A meeting held after ``as_of`` was not held yet.

    Args:
        meetings: table `meetings`.
        committees: table `committees`; a committee without cadence is never late.
        as_of: the day the figures speak for.

    Returns:
        Same rows and index, with ``day`` (when it takes place; NaT for a cancelled or postponed one), ``outcome`` (an
        `Outcome` key) and ``late`` (bool).

    Source: docs/semantics.md §4.8.
    """
    today = pd.Timestamp(as_of)
    following = meetings.sort_values("planned").groupby("committee")["planned"].shift(-1).reindex(meetings.index)
    cadence = meetings["committee"].map(committees.set_index("committee")["cadence"]).map(DAYS).astype("float64")
    following = following.fillna(meetings["planned"] + pd.to_timedelta(cadence, unit="D"))
    held = (meetings["held"] <= today) & (meetings["status"] != MeetingStatus.CANCELLED)
    passed = meetings["planned"] < today
    outcome = np.select(
        [held, meetings["status"] == MeetingStatus.CANCELLED, passed & (following <= today), passed],
        [Outcome.HELD.value, Outcome.CANCELLED.value, Outcome.SKIPPED.value, Outcome.AWAITED.value],
        default=Outcome.PLANNED.value,
    )
    added = meetings.assign(day=meeting_days(meetings), outcome=pd.Series(outcome, index=meetings.index, dtype="str"))
    until = meetings["held"].where(held, today)
    waited = (until - meetings["planned"]).dt.days
    return added.assign(late=added["outcome"].isin([Outcome.HELD, Outcome.AWAITED]) & (waited > cadence / 2))


def held_rates(outcomes: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """How each committee kept its rhythm over the 12 months up to ``as_of``.

    A meeting counts as validly held with quorum and parity, and no later than half its cadence; one planned for
    ``as_of`` itself and not held yet does not count at all.

    Args:
        outcomes: meetings with the columns of `add_outcomes` and `quorum.add_quorum`.
        as_of: the day the figures speak for.

    Returns:
        One row per committee: ``committee``, ``planned``, ``held``, ``valid``, ``without_quorum``, ``late``,
        ``skipped`` (cancelled ones too) and ``rate`` = valid / planned (0 to 1, NaN without a planned meeting).

    Source: docs/semantics.md §4.8.
    """
    today = pd.Timestamp(as_of)
    due = keep_last_year(outcomes, outcomes["planned"], as_of=as_of)
    due = due[(due["planned"] < today) | (due["outcome"] == Outcome.HELD)]
    held = due["outcome"] == Outcome.HELD
    flags = pd.DataFrame(
        {
            "planned": True,
            "held": held,
            "valid": held & due["quorum"] & ~due["late"],
            "without_quorum": held & ~due["quorum"],
            "late": due["late"],
            "skipped": due["outcome"].isin([Outcome.SKIPPED, Outcome.CANCELLED]),
        },
        index=due.index,
    )
    counts = flags.astype("int64").groupby(due["committee"]).sum().reset_index()
    return counts.assign(rate=counts["valid"] / counts["planned"])


def keep_last_year(rows: pd.DataFrame, days: pd.Series, *, as_of: date) -> pd.DataFrame:
    """The rows whose day is in the 12 months up to and including ``as_of``."""
    today = pd.Timestamp(as_of)
    return rows[(days > today - pd.DateOffset(years=1)) & (days <= today)]


def year_ahead(meetings: pd.DataFrame, committees: pd.DataFrame, *, as_of: date, calendars: Sequence[Calendar]) -> pd.DataFrame:
    """The meetings of the 12 months after ``as_of``: those of the table, then the ones that the rhythm proposes.

    Proposals follow the last meeting entered, on the weekday of the latest ones; monthly and rarer committees keep
    their place in the month too (the second Tuesday; a fifth one, the last of a shorter month). A day off of either
    party moves the meeting to the next day on which both work, and the rhythm goes on from the day it should have
    been.

    Args:
        meetings: table `meetings`.
        committees: table `committees`.
        as_of: the day after which to look.
        calendars: the working days of both parties.

    Returns:
        ``committee``, ``planned``, ``nominal`` (the day before it was moved), ``meeting_id`` (missing for a
        proposal), ``status``, ``proposed`` and ``moved`` (bool); by day, then committee.

    Source: docs/semantics.md §4.8; a committee without any meeting begins on the first day on which both work.
    """
    first, last = joint_workday(as_of + timedelta(days=1), calendars), (pd.Timestamp(as_of) + pd.DateOffset(years=1)).date()
    entered = meetings.assign(planned=meeting_days(meetings).fillna(meetings["planned"]))
    inside = entered[(entered["planned"] > pd.Timestamp(as_of)) & (entered["planned"] <= pd.Timestamp(last))]
    known = inside[["committee", "planned", "meeting_id", "status"]].assign(nominal=inside["planned"], proposed=False)
    proposals = [
        (committee, joint_workday(nominal, calendars), nominal)
        for committee, cadence in zip(committees["committee"], committees["cadence"], strict=True)
        for nominal in _rhythm(meetings.loc[meetings["committee"] == committee, "planned"], cadence, first, last)
    ]
    proposed = pd.DataFrame(proposals, columns=["committee", "planned", "nominal"]).astype(
        {"committee": "str", "planned": "datetime64[us]", "nominal": "datetime64[us]"}
    )
    proposed = proposed.assign(status=MeetingStatus.PLANNED.value, proposed=True)
    ahead = pd.concat([known, proposed], ignore_index=True) if len(known) else proposed.assign(meeting_id=None)
    ahead["moved"] = ahead["planned"] != ahead["nominal"]
    columns = ["committee", "planned", "nominal", "meeting_id", "status", "proposed", "moved"]
    return ahead.sort_values(["planned", "committee"], ignore_index=True)[columns]


def joint_workday(day: date, calendars: Sequence[Calendar]) -> date:
    """The day itself when both parties work, else the next day on which they do.

    >>> joint_workday(date(2026, 7, 13), [Calendar("FR"), Calendar("FR")])
    datetime.date(2026, 7, 13)
    >>> joint_workday(date(2026, 7, 30), [Calendar("FR"), Calendar("MA")])  # the Throne day, a Thursday
    datetime.date(2026, 7, 31)
    """
    while not all(calendar.is_workday(day) for calendar in calendars):
        day += timedelta(days=1)
    return day


def _rhythm(planned: pd.Series, cadence: str, first: date, last: date) -> list[date]:
    """The nominal days of a committee after its last planned meeting, from ``first`` to ``last``."""
    days = [day.date() for day in planned.sort_values().tail(_RECENT)]
    habit = days or [first]
    weekday = _usual([day.weekday() for day in habit])
    steps = (_step(habit, cadence, ahead, weekday) for ahead in count(1 if days else 0))
    return [day for day in takewhile(lambda day: day <= last, steps) if day >= first]


def _step(habit: list[date], cadence: str, ahead: int, weekday: int) -> date:
    """The nominal day that comes ``ahead`` cadences after the last meeting."""
    if cadence in _WEEKS:
        monday = habit[-1] - timedelta(days=habit[-1].weekday())
        return monday + timedelta(weeks=_WEEKS[cadence] * ahead, days=weekday)
    months = pd.Timestamp(habit[-1].replace(day=1)) + pd.DateOffset(months=_MONTHS[cadence] * ahead)
    return _nth_weekday(months.date(), weekday, _usual([(day.day - 1) // 7 for day in habit]))


def _nth_weekday(first: date, weekday: int, rank: int) -> date:
    """The weekday of that rank (0 first) in the month that begins on ``first``; the last one when there are fewer."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=rank)
    return day if day <= month_of(first).end else day - timedelta(weeks=1)


def _usual(values: list[int]) -> int:
    """The most frequent value; the latest of those that are as frequent."""
    return max(reversed(values), key=values.count)
