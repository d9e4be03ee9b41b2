"""The ladder of committees: whose remit a decision is, and on which days it could have been taken."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.meetings import meetings_between
from gouvernail.terms import Committee

COMMITTEES = tuple(committee.value for committee in Committee)
"""From the closest to the floor to the highest: a decision goes up this ladder."""

TOP = len(COMMITTEES) - 1

_ONE_DAY = pd.Timedelta(days=1)


def ranks(committees: pd.Series) -> pd.Series:
    """The place of each committee on the ladder, 0 the lowest; int64, same index."""
    return committees.map({committee: rank for rank, committee in enumerate(COMMITTEES)}).astype("int64")


def of_rank(places: pd.Series) -> pd.Series:
    """The committee at each place of the ladder; text, missing where the place is."""
    return places.map(dict(enumerate(COMMITTEES))).astype("str")


def lowest_remit(types: pd.Series, amounts: pd.Series, remit: pd.DataFrame) -> pd.Series:
    """The lowest committee that may take a decision of each type and amount; missing where none may.

    Args:
        types: decision types; a missing one is covered by nobody.
        amounts: same index; a missing one is no amount at stake.
        remit: table `remit`; an empty ``max_amount`` is no limit, and the limit itself is still covered.

    Examples:
        >>> remit = pd.DataFrame({"decision_type": ["budget"] * 2, "max_amount": [5000.0, None]})
        >>> remit["committee"] = ["steering", "strategic"]
        >>> lowest_remit(pd.Series(["budget"] * 3), pd.Series([None, 5000.0, 5001.0]), remit).tolist()
        ['steering', 'steering', 'strategic']
    """
    asked = pd.DataFrame({"decision_type": types, "amount": amounts.astype("float64").fillna(0.0), "_at": types.index})
    pairs = asked.merge(remit[["decision_type", "max_amount", "committee"]], on="decision_type")
    covered = pairs[~(pairs["amount"] > pairs["max_amount"])]
    lowest = ranks(covered["committee"]).groupby(covered["_at"]).min().reindex(types.index)
    return of_rank(lowest)


class Agenda:
    """The days on which each committee could have decided, up to ``as_of``."""

    def __init__(self, meetings: pd.DataFrame, as_of: date) -> None:
        yesterday = pd.Timestamp(as_of) - _ONE_DAY
        self._past: dict[str, npt.NDArray[np.datetime64]] = {}
        self._all: dict[str, npt.NDArray[np.datetime64]] = {}
        for committee in COMMITTEES:
            held_today = ((meetings["committee"] == committee) & (meetings["held"] == pd.Timestamp(as_of))).any()
            last = as_of if held_today else yesterday.date()
            self._past[committee] = _days(meetings_between(meetings, committee, date.min, last))
            self._all[committee] = _days(meetings_between(meetings, committee, date.min, date.max))

    def first_from(self, committees: pd.Series, days: pd.Series) -> pd.Series:
        """The first meeting of each committee on or after each day, to come or past; NaT where there is none."""
        found = pd.Series(pd.NaT, index=days.index, dtype="datetime64[us]")
        for committee, known in self._all.items():
            own = (committees == committee) & days.notna()
            at = np.searchsorted(known, days[own].to_numpy(), "left")
            found[own] = np.append(known, np.datetime64("NaT"))[at]
        return found

    def passed(self, committees: pd.Series, first: pd.Series, before: pd.Series) -> pd.Series:
        """How many meetings passed from ``first`` on, and before ``before`` (NaT for no end); int64."""
        counts = pd.Series(0, index=first.index, dtype="int64")
        for committee, known in self._past.items():
            own = (committees == committee) & first.notna()
            start = np.searchsorted(known, first[own].to_numpy(), "left")
            end = np.searchsorted(known, before[own].fillna(pd.Timestamp.max.as_unit("us")).to_numpy(), "left")
            counts[own] = np.maximum(end - start, 0)
        return counts

    def nth(self, committees: pd.Series, first: pd.Series, rank: int) -> pd.Series:
        """The day of the meeting that comes ``rank``-th from ``first`` on (1 first); NaT where it has not passed."""
        found = pd.Series(pd.NaT, index=first.index, dtype="datetime64[us]")
        for committee, known in self._past.items():
            own = (committees == committee) & first.notna()
            at = np.searchsorted(known, first[own].to_numpy(), "left") + rank - 1
            found[own] = np.append(known, np.datetime64("NaT"))[np.minimum(at, len(known))]
        return found


def _days(days: list[date]) -> npt.NDArray[np.datetime64]:
    return np.array(days, dtype="datetime64[us]")
