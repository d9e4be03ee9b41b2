"""Which days a figure should rest on, and which it does: what "incomplete 18/22 days" counts.

A day is expected of a KPI and scope when

- it falls on a weekday that this scope usually measures (at least every other week, over four weeks of history or
  more), public holidays aside; or
- another row of the KPI, of any scope, was prepared or filled for it, on a weekday that this scope does not usually
  leave out.

A scope that opened after the others is expected from its first row; one that has been silent for four weeks while
others go on, until its last. A KPI measured now and then (a monthly survey) is expected on the days it was measured.
Source: docs/semantics.md §4.1 "incomplet k/K jours".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.measures import OVERALL
from gouvernail.rules.periods import Period

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_HISTORY_WEEKS = 4
_USUAL_SHARE = 0.5
_SILENT_DAYS = 28
_OPENED_LATER_DAYS = 7
_WEEK_DAYS = 7
_EPOCH = pd.Timestamp(1970, 1, 1)
_EPOCH_WEEKDAY = 3  # a Thursday
_EVER, _NEVER = np.iinfo("int64").min, np.iinfo("int64").max
DAYS_OF_A_WEEK = 5
"""How many days a weekly row counts for."""


@dataclass(frozen=True)
class Timeline:
    """The days that some periods span, as positions from the first one."""

    first: pd.Timestamp
    length: int
    workdays: Bools
    """Which of them the party works."""

    def positions(self, days: pd.Series) -> Ints:
        """How many days each one lies after the first; may be outside."""
        return np.asarray((days - self.first).dt.days, dtype="int64")

    def weekdays(self) -> Ints:
        """0 for Monday to 6, of each day."""
        return np.asarray((np.arange(self.length) + self.first.weekday()) % _WEEK_DAYS, dtype="int64")

    def holidays(self) -> Bools:
        """Which Mondays to Fridays are not worked."""
        return (self.weekdays() < DAYS_OF_A_WEEK) & ~self.workdays

    def slices(self, periods: Sequence[Period]) -> list[tuple[int, int]]:
        """First position, and the one after the last, of each period."""
        return [((pd.Timestamp(one.start) - self.first).days, (pd.Timestamp(one.end) - self.first).days + 1) for one in periods]


def timeline(periods: Sequence[Period], calendar: Calendar) -> Timeline:
    """The days from the first to the last of some periods, at least one of them."""
    first = pd.Timestamp(min(one.start for one in periods))
    days = pd.Series(pd.date_range(first, pd.Timestamp(max(one.end for one in periods))))
    workdays = calendar.workdays_between(days - pd.Timedelta(days=1), days).eq(1).to_numpy(dtype=bool)
    return Timeline(first, len(days), workdays)


def workdays_in(line: Timeline, periods: Sequence[Period]) -> Ints:
    """The working days of each period."""
    total = np.concatenate([[0], np.cumsum(line.workdays)])
    return np.array([total[end] - total[start] for start, end in line.slices(periods)], dtype="int64")


@dataclass(frozen=True)
class Coverage:
    """How many days (weeks, for weekly rows) each pair has in each period, and should have: arrays pairs x periods."""

    present: Ints
    expected: Ints


def coverage(
    rows: pd.DataFrame, pairs: pd.DataFrame, pooled: Bools, periods: Sequence[Period], line: Timeline, *, weekly: bool
) -> Coverage:
    """How many of its expected days each KPI and scope has, in each period.

    Args:
        rows: measures of one grain, from `read_facts`.
        pairs: from `read_facts`.
        pooled: KPIs x periods: the overall figures made of all scopes together; there a day is present when no scope
            misses it.
        periods: the spans.
        line: their days.
        weekly: the rows are weekly ones: each stands on its Thursday, and public holidays do not excuse it.
    """
    present = _marks(rows[rows["usable"]], "pair", len(pairs), line)
    expected = _expected(rows, pairs, line, weekly=weekly) | present
    slices = line.slices(periods)
    own = Coverage(_counts(present & expected, slices), _counts(expected, slices))
    whole = _together(present, expected, pairs)
    together = Coverage(_counts(whole[0], slices), _counts(whole[1], slices))
    kpis = len(pooled)
    own.present[:kpis][pooled] = together.present[pooled]
    own.expected[:kpis][pooled] = together.expected[pooled]
    return own


def _marks(rows: pd.DataFrame, by: str, count: int, line: Timeline) -> Bools:
    """Which days have a row, per value of a column of positions."""
    marks = np.zeros((count, line.length), dtype=bool)
    at = line.positions(rows["date"])
    inside = (at >= 0) & (at < line.length)
    marks[rows[by].to_numpy()[inside], at[inside]] = True
    return marks


def _expected(rows: pd.DataFrame, pairs: pd.DataFrame, line: Timeline, *, weekly: bool) -> Bools:
    """Which days are expected of which pair."""
    kpi = pairs["kpi"].to_numpy()
    usable = rows[rows["usable"]]
    pair = usable["pair"].to_numpy()
    days = usable["date"].to_numpy().astype("datetime64[D]").astype("int64")
    first, last = _first_and_last(pair, days, len(pairs))
    usual = _usual_weekdays(pair, days, first, last)
    opened, closed = _lifetimes(first, last, kpi)
    on_usual = usual[:, line.weekdays()]
    observed = _marks(rows, "kpi", int(kpi.max(initial=-1)) + 1, line)[kpi]
    regular = on_usual if weekly else on_usual & ~line.holidays()
    unknown = np.asarray(~usual.any(axis=1))[:, None]
    expected = regular | (observed & (on_usual | unknown))
    day = np.arange(line.length) + (line.first - _EPOCH).days
    return np.asarray(expected & (day >= opened[:, None]) & (day <= closed[:, None]))


def _first_and_last(group: Ints, days: Ints, count: int) -> tuple[Ints, Ints]:
    """The first and last day of each group; `_NEVER` and `_EVER` where it has none."""
    first, last = np.full(count, _NEVER), np.full(count, _EVER)
    np.minimum.at(first, group, days)
    np.maximum.at(last, group, days)
    return first, last


def _usual_weekdays(pair: Ints, days: Ints, first: Ints, last: Ints) -> Bools:
    """Pairs x 7: the weekdays measured at least every other week; none when the history is too short to tell."""
    times = np.zeros((len(first), _WEEK_DAYS), dtype="int64")
    np.add.at(times, (pair, (days + _EPOCH_WEEKDAY) % _WEEK_DAYS), 1)
    seen = times.any(axis=1)
    weeks = np.zeros(len(first), dtype="int64")
    monday = (np.array([first[seen], last[seen]]) + _EPOCH_WEEKDAY) // _WEEK_DAYS
    weeks[seen] = monday[1] - monday[0] + 1
    return np.asarray((times >= _USUAL_SHARE * weeks[:, None]) & (weeks >= _HISTORY_WEEKS)[:, None])


def _lifetimes(first: Ints, last: Ints, kpi: Ints) -> tuple[Ints, Ints]:
    """The days between which each pair is expected: it opened after the others, or fell silent while they went on."""
    kpi_first, kpi_last = _first_and_last(kpi, first, len(kpi))[0][kpi], _first_and_last(kpi, last, len(kpi))[1][kpi]
    seen = first != _NEVER
    later = seen & (first > np.where(seen, kpi_first, 0) + _OPENED_LATER_DAYS)
    silent = seen & (last < np.where(seen, kpi_last, 0) - _SILENT_DAYS)
    return np.where(later, first, _EVER), np.where(silent, last, _NEVER)


def _together(present: Bools, expected: Bools, pairs: pd.DataFrame) -> tuple[Bools, Bools]:
    """KPIs x days, over the scopes of each KPI: the days on which none is missing, the days on which one is expected."""
    kpis = int((pairs["scope"] == OVERALL).sum())
    complete = np.zeros((kpis, present.shape[1]), dtype=bool)
    asked = complete.copy()
    members = pairs["kpi"].to_numpy()[kpis:]
    if members.size:
        starts = np.flatnonzero(np.diff(members, prepend=-1))
        asked[members[starts]] = np.maximum.reduceat(expected[kpis:], starts, axis=0)
        missing = np.maximum.reduceat(expected[kpis:] & ~present[kpis:], starts, axis=0)
        complete[members[starts]] = asked[members[starts]] & ~missing
    return complete, asked


def _counts(marks: Bools, slices: list[tuple[int, int]]) -> Ints:
    """How many days are marked in each period."""
    return np.stack([marks[:, start:end].sum(axis=1) for start, end in slices], axis=1).astype("int64")
