"""The story's constants: who, where, when, and what was planted in it. Everything here is invented."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.rules.calendar import Calendar

Positions = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CLIENT = "Maison Lavande"
PROVIDER = "Alizé Relation Client"
LILLE, CASABLANCA, MAIL, CHAT = "Lille", "Casablanca", "E-mail", "Chat"
SITES = (LILLE, CASABLANCA)
OVERALL = None
"""A blank scope: the figure speaks for all of them."""

FIRST, LAST = date(2025, 7, 1), date(2026, 6, 30)
AS_OF = date(2026, 7, 2)
"""The Thursday of the steering committee that reads June."""

FRANCE, MOROCCO = Calendar("FR"), Calendar("MA")

WEEKS = pd.date_range("2025-06-30", periods=52, freq="7D")
"""The Mondays of the 52 weeks whose Thursday lies in the year, 2025-W27 to 2026-W26."""

CHAT_OPENS = 14
"""Position in `WEEKS` of the first week with chat: 6 October 2025."""
TELEPHONE_WEEKS = 8
"""How many of the last weeks are staffed by half-hour in the workbook."""


class Planted(NamedTuple):
    """A measure that is wrong on purpose, so that the checks have something to show."""

    kpi_id: str
    date: str
    scope: str


TYPED_WRONG = Planted("APP_REC", "2026-06-09", LILLE)
"""A figure typed ten times too big: calls offered no longer equal handled plus abandoned."""
MORE_THAN_ALL = Planted("QS_CHAT", "2025-11-17", CHAT)
"""More chats accepted in time than requested."""
ZERO_WEEK = Planted("VENTES", "2026-06-22", "")
"""A last week of sales at zero: the extract had not run."""
ZERO_DAY = "2026-07-01"
"""Lille's last row: the extract was made in the morning, and zeros stand for a day that was not over."""


def week_key(monday: pd.Timestamp) -> str:
    """The ISO week of a day, as the `week` columns hold it.

    >>> week_key(pd.Timestamp("2026-03-30"))
    '2026-W14'
    """
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def open_days() -> pd.DatetimeIndex:
    """The days on which the service was open: the client's working days."""
    days = pd.date_range(FIRST, LAST)
    return days[[FRANCE.is_workday(day.date()) for day in days]]


def curve(points: Mapping[int, float], at: Positions) -> Floats:
    """A level that moves in straight lines between (week position, level) points, and stays flat outside them.

    >>> curve({0: 80.0, 10: 90.0}, np.array([0, 5, 60])).tolist()
    [80.0, 85.0, 90.0]
    """
    return np.asarray(np.interp(at, list(points), list(points.values())), dtype="float64")
