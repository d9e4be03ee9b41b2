"""Working days: which days count when something is late, and the month that a week belongs to.

Working days are Monday to Friday less the public holidays of a region; `Calendar` also knows the options of a contract
(Saturdays, Pentecost Monday). Source: docs/semantics.md §4.5 and §4.6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.problems import Effect, Problem, WrongUse

Days = npt.NDArray[np.datetime64]

FRANCE = "FR"
ALSACE_MOSELLE = "FR-ALSACE-MOSELLE"
_LIBRARY_REGIONS = {ALSACE_MOSELLE: "FR-57"}  # the package names the local law by one of its three departments
_LANGUAGES = {"fr": "fr", "en": "en_US"}
_DAY = np.timedelta64(1, "D")


def holidays(year: int, region: str = FRANCE, *, language: str = "fr") -> dict[date, str]:
    """The public holidays of a year, with their names, whatever day of the week they fall on.

    Args:
        year: a calendar year.
        region: "FR" (mainland), "FR-ALSACE-MOSELLE" (two days more), any two-letter country code ("MA", "TN", "PT"), or
            a country and one of its regions ("ES-MD", "FR-974").
        language: of the names, "fr" or "en"; a country whose names are not translated gives its own.

    Raises:
        WrongUse: `unknown_region`, with what would be right.

    Source: the `holidays` package; for France, Code du travail L3133-1, and L3134-13 for Alsace-Moselle. Dates that
    depend on the moon are the package's estimates until they are announced.

    Examples:
        >>> holidays(2026)[date(2026, 5, 14)]
        'Ascension'
        >>> local = set(holidays(2026, "FR-ALSACE-MOSELLE")) - set(holidays(2026))
        >>> sorted(f"{day:%d/%m}" for day in local)
        ['03/04', '26/12']
    """
    return dict(_holidays(year, _normalised(region), language))


def next_workday(day: date, region: str = FRANCE) -> date:
    """The day itself when it is a working day, else the next one.

    >>> next_workday(date(2026, 5, 1)), next_workday(date(2026, 5, 4))  # 1 May is a Friday
    (datetime.date(2026, 5, 4), datetime.date(2026, 5, 4))
    """
    return Calendar(region).next_workday(day)


def workdays_between(start: date, end: date, region: str = FRANCE) -> int:
    """Working days after `start`, up to and including `end`; negative when `end` comes first.

    >>> workdays_between(date(2026, 4, 30), date(2026, 5, 4))  # 1 May and the weekend do not count
    1
    >>> workdays_between(date(2026, 5, 4), date(2026, 4, 30))
    -1
    """
    return Calendar(region).count(start, end)


def month_of_week(iso_year: int, iso_week: int) -> tuple[int, int]:
    """The year and month that an ISO week belongs to: those of its Thursday.

    Raises:
        ValueError: the year has no such week.

    Source: docs/semantics.md §4.6.

    Examples:
        >>> month_of_week(2026, 14), month_of_week(2026, 1), month_of_week(2026, 53)
        ((2026, 4), (2026, 1), (2026, 12))
    """
    thursday = date.fromisocalendar(iso_year, iso_week, 4)
    return thursday.year, thursday.month


@dataclass(frozen=True)
class Calendar:
    """The working days of a party.

    Monday to Friday less the region's public holidays, in every country: an offshore team serves its client's week.

    Args:
        region: as in `holidays`.
        saturdays: Saturdays count too ("jours ouvrables").
        pentecost_worked: Pentecost Monday is the solidarity day and is worked; France only.

    Raises:
        WrongUse: `unknown_region`.

    Examples:
        >>> due = pd.Series(pd.to_datetime(["2026-05-01", "2026-05-05", None]))
        >>> Calendar("FR").roll_forward(due).dt.strftime("%d/%m").tolist()
        ['04/05', '05/05', nan]
        >>> Calendar("FR").workdays_between(due, date(2026, 5, 7)).tolist()
        [4, 2, <NA>]
    """

    region: str = FRANCE
    _: KW_ONLY
    saturdays: bool = False
    pentecost_worked: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "region", _normalised(self.region))

    def is_workday(self, day: date) -> bool:
        """Whether people work that day."""
        return bool(np.is_busday(np.datetime64(day, "D"), **self._busdays(day.year, day.year)))

    def next_workday(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        return self.workdays_after(day, 0)

    def workdays_after(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after `day`, itself rolled forward first.

        >>> Calendar("FR").workdays_after(date(2026, 4, 30), 5)
        datetime.date(2026, 5, 11)
        """
        last = day.year + 1 + count // 200  # no region has fewer than 200 working days a year
        moved = np.busday_offset(np.datetime64(day, "D"), count, roll="forward", **self._busdays(day.year, last))
        return date.fromisoformat(str(moved))

    def count(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; negative when `end` comes first."""
        return int(self._between(np.array([start], "datetime64[D]"), np.array([end], "datetime64[D]"))[0])

    def roll_forward(self, days: pd.Series) -> pd.Series:
        """Each day itself when it is a working day, else the next one.

        Args:
            days: dates, missing ones allowed; an hour is dropped.

        Returns:
            datetime64[us], same index and name; NaT where the day is missing.
        """
        known = _as_days(days)
        first, last = _years(known)
        rolled = np.busday_offset(known, 0, roll="forward", **self._busdays(first, last + 1))
        return pd.Series(rolled.astype("datetime64[us]"), index=days.index, name=days.name)

    def workdays_between(self, start: "pd.Series | date", end: "pd.Series | date") -> pd.Series:
        """Working days after `start`, up to and including `end`; negative when `end` comes first.

        Args:
            start: dates, or one date for all.
            end: dates with the same index, or one date for all. One of the two at least is a series.

        Returns:
            Int64, index of the series; <NA> where either date is missing.
        """
        index = next(side.index for side in (start, end) if isinstance(side, pd.Series))
        starts = np.broadcast_to(_as_days(start), len(index))
        ends = np.broadcast_to(_as_days(end), len(index))
        known = ~(np.isnat(starts) | np.isnat(ends))
        counts = pd.array(np.zeros(len(index), dtype="int64"), dtype="Int64")
        counts[known] = self._between(starts[known], ends[known])
        counts[~known] = pd.NA
        return pd.Series(counts, index=index)

    def _between(self, starts: Days, ends: Days) -> npt.NDArray[np.int64]:
        low, high = np.minimum(starts, ends), np.maximum(starts, ends)
        busdays = self._busdays(_years(low)[0], _years(high)[1])
        counts = np.busday_count(low + _DAY, high + _DAY, **busdays)
        return np.asarray(np.where(ends >= starts, counts, -counts), dtype="int64")

    def _busdays(self, first_year: int, last_year: int) -> dict[str, Any]:
        """What numpy's business-day functions take, for these years."""
        return {
            "weekmask": "1111110" if self.saturdays else "1111100",
            "holidays": self._days_off(first_year, last_year),
        }

    def _days_off(self, first_year: int, last_year: int) -> Days:
        years = range(first_year, last_year + 1)
        off: set[date] = set().union(*(_holidays(year, self.region, "fr") for year in years))
        if self.pentecost_worked and self.region.startswith(FRANCE):
            off -= _pentecost_mondays(years)
        return np.array(sorted(off), dtype="datetime64[D]")


def _as_days(days: "pd.Series | date") -> Days:
    if isinstance(days, pd.Series):
        return days.to_numpy().astype("datetime64[D]")
    return np.array(days, dtype="datetime64[D]")


def _years(days: Days) -> tuple[int, int]:
    """The first and the last year of some days; 1970 when there is none."""
    known = days[~np.isnat(days)]
    if not known.size:
        return 1970, 1970
    return int(str(known.min())[:4]), int(str(known.max())[:4])


def _pentecost_mondays(years: Iterable[int]) -> set[date]:
    named = (item for year in years for item in _holidays(year, FRANCE, "en").items())
    return {day for day, name in named if name == "Pentecost Monday"}


@lru_cache(maxsize=4096)
def _holidays(year: int, region: str, language: str) -> Mapping[date, str]:
    import holidays as library  # here, not above: it takes a tenth of a second that most commands need not spend

    country, _, part = _LIBRARY_REGIONS.get(region, region).partition("-")
    spoken = _LANGUAGES.get(language, language)
    if spoken not in library.country_holidays(country).supported_languages:
        spoken = library.country_holidays(country).default_language or "en_US"
    found = library.country_holidays(country, subdiv=part or None, years=year, language=spoken)
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=256)
def _normalised(region: str) -> str:
    """The region as this module writes it, once it is known to exist."""
    asked = region.strip().upper()
    if asked in (FRANCE, ALSACE_MOSELLE):
        return asked
    country, dash, part = asked.partition("-")
    known = _parts(country)
    if known is None:
        raise _unknown(region, (FRANCE, ALSACE_MOSELLE, *sorted(_countries() - {FRANCE})))
    if not dash:
        return asked
    parts = {name.upper(): name for name in known}
    if part not in parts:
        raise _unknown(region, (country, *(f"{country}-{name}" for name in known)))
    return f"{country}-{parts[part]}"


def _parts(country: str) -> Sequence[str] | None:
    """The regions of a country; None when there is no such country. Only this country is loaded."""
    import holidays as library

    if len(country) != 2:
        return None
    try:
        found = library.country_holidays(country)
    except NotImplementedError:
        return None
    return tuple(found.subdivisions) if found.country == country else None  # `UK` is another name of `GB`


def _countries() -> set[str]:
    import holidays as library

    return {code for code in library.list_supported_countries(include_aliases=False) if len(code) == 2}


def _unknown(region: str, right: Iterable[str]) -> WrongUse:
    facts = {"found": region, "expected": ", ".join(right)}
    return WrongUse([Problem("unknown_region", facts=facts, effect=Effect.FILE, table="settings")])
