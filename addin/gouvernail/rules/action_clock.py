"""The clock that runs on an action: its owner's working days, less the days that a decision neutralised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from gouvernail.rules.calendar import Calendar
from gouvernail.rules.themes import plain, plain_all
from gouvernail.settings import Settings
from gouvernail.terms import Party

OFFSHORE = "offshore"
_DAY = pd.Timedelta(days=1)
_UNTIL_FURTHER_NOTICE = pd.Timestamp("9999-12-31")


def owner_calendars(settings: Settings) -> dict[str, Calendar]:
    """The calendar of each party, and of the offshore owners when the settings name a region for them.

    Args:
        settings: ``calendar_client``, ``calendar_provider``, ``calendar_offshore``, ``saturday_worked``,
            ``pentecost_monday_worked``.

    Returns:
        By key: "client", "provider", and "offshore" when ``calendar_offshore`` is filled.

    Raises:
        WrongUse: `unknown_region`.

    Examples:
        >>> sorted(owner_calendars(Settings(calendar_offshore="MA")))
        ['client', 'offshore', 'provider']
    """
    regions = {
        Party.CLIENT.value: settings.calendar_client,
        Party.PROVIDER.value: settings.calendar_provider,
        OFFSHORE: settings.calendar_offshore,
    }
    return {
        key: Calendar(region, saturdays=settings.saturday_worked, pentecost_worked=settings.pentecost_monday_worked)
        for key, region in regions.items()
        if region or key != OFFSHORE
    }


def calendar_keys(actions: pd.DataFrame, settings: Settings, calendars: Mapping[str, Calendar]) -> pd.Series:
    """Which calendar each action follows: its party's, or the offshore one for the owners that the settings name.

    An action without a party follows the client's. Names are the same whatever their accents, case and spaces.

    Args:
        actions: reads ``owner``, ``party``.
        settings: ``offshore_owners``, names separated by ";".
        calendars: as `owner_calendars` gives them.

    Returns:
        Keys of `calendars`, same index as `actions`.
    """
    names = {plain(name) for name in settings.offshore_owners.split(";")} - {""}
    offshore = plain_all(actions["owner"]).isin(names) & (OFFSHORE in calendars)
    return actions["party"].fillna(Party.CLIENT.value).mask(offshore, OFFSHORE)


@dataclass(frozen=True)
class Clock:
    """Counts the days that run against each action of one frame; every series has that frame's index.

    Args:
        calendars: by key.
        keys: the calendar that each action follows.
        neutral_from: the first day that does not count; NaT for most actions.
        neutral_to: the last one; NaT when `neutral_from` is.
    """

    calendars: Mapping[str, Calendar]
    keys: pd.Series
    neutral_from: pd.Series
    neutral_to: pd.Series

    @classmethod
    def of(cls, actions: pd.DataFrame, *, settings: Settings, calendars: Mapping[str, Calendar]) -> "Clock":
        """The clock of some actions.

        A span is neutralised only by a recorded decision: without ``decision_id`` it does not stop the clock. Without an end
        it lasts until further notice; without a start, or ending before it starts, it is no span.

        Args:
            actions: reads ``owner``, ``party``, ``decision_id``, ``neutralised_from``, ``neutralised_to``.
            settings: ``offshore_owners``.
            calendars: as `owner_calendars` gives them.
        """
        until = actions["neutralised_to"].fillna(_UNTIL_FURTHER_NOTICE)
        counts = actions["decision_id"].notna() & (actions["neutralised_from"] <= until)
        keys = calendar_keys(actions, settings, calendars)
        return cls(calendars, keys, actions["neutralised_from"].where(counts), until.where(counts))

    def roll_forward(self, days: pd.Series) -> pd.Series:
        """Each day itself when its owner works that day, else the next day that the owner does."""
        rolled = days.copy()
        for key, calendar in self.calendars.items():
            own = self.keys == key
            rolled[own] = calendar.roll_forward(days[own])
        return rolled

    def workdays(self, start: pd.Series, end: pd.Series) -> pd.Series:
        """The owner's working days after `start`, up to and including `end`; Int64, <NA> where a date is missing."""
        counts = pd.Series(pd.NA, index=start.index, dtype="Int64")
        for key, calendar in self.calendars.items():
            own = self.keys == key
            counts[own] = calendar.workdays_between(start[own], end[own])
        return counts

    def late_workdays(self, due: pd.Series, end: pd.Series) -> pd.Series:
        """Working days after `due` up to `end`, less the neutralised ones; Int64, 0 when on time, <NA> without a date."""
        start, stop = self.neutral(due, end)
        neutral = self.workdays(start, stop).clip(lower=0).fillna(0)
        return (self.workdays(due, end) - neutral).clip(lower=0)

    def late_days(self, due: pd.Series, end: pd.Series) -> pd.Series:
        """Calendar days after `due` up to `end`, less the neutralised ones; Int64, 0 when on time, <NA> without a date."""
        start, stop = self.neutral(due, end)
        neutral = (stop - start).dt.days.clip(lower=0).fillna(0)
        return ((end - due).dt.days - neutral).clip(lower=0).astype("Int64")

    def neutral(self, due: pd.Series, end: pd.Series) -> tuple[pd.Series, pd.Series]:
        """The part of the neutralised span that falls after `due` and up to `end`.

        Returns:
            The day before its first day, and its last; NaT where there is no span, and not in order where none of it
            falls between the two.
        """
        start = np.maximum((self.neutral_from - _DAY).to_numpy(), due.to_numpy())
        stop = np.minimum(self.neutral_to.to_numpy(), end.to_numpy())
        return pd.Series(start, index=due.index), pd.Series(stop, index=due.index)


def same_day(day: date, like: pd.Series) -> pd.Series:
    """One day for every row of a series."""
    return pd.Series(np.datetime64(day, "us"), index=like.index)
