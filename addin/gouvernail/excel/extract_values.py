"""The columns of an extract as numbers and days: the notation is recognised over whole columns, never guessed cell by cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.excel import cells
from gouvernail.excel.cells import Unreadable
from gouvernail.excel.columns import Mask, Objects

Decimal = Literal[",", "."]

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009]+")
_UNITS = re.compile(r"(?:€|pts?|s|j|h|%)$", re.IGNORECASE)
_SHOWS: Final[Mapping[Decimal, re.Pattern[str]]] = {
    ",": re.compile(r"0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"),
    ".": re.compile(r"0\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"),
}
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_WRITTEN: Final[Mapping[Decimal, re.Pattern[str]]] = {
    ",": re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?"),
    ".": re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?"),
}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?Z?$")
_PARTS: Final = {"dd": r"(?P<d>\d{1,2})", "mm": r"(?P<m>\d{1,2})", "yyyy": r"(?P<y>\d{4})", "yy": r"(?P<y>\d{2})"}
_FORMAT = re.compile(r"yyyy|yy|mm|dd")


@dataclass(frozen=True)
class Notation:
    """What the columns of numbers show of their decimal sign.

    Args:
        decimal: the sign; empty when they show none, or both.
        examples: a number that shows each sign found, and one that can be read both ways under "?".
    """

    decimal: Decimal | Literal[""]
    examples: Mapping[str, str] = field(default_factory=dict)

    @property
    def mixed(self) -> bool:
        """Whether some numbers show a comma and others a point."""
        return {",", "."} <= self.examples.keys()

    @property
    def unknown(self) -> bool:
        """Whether a number can be read in two ways, and none says which."""
        return not self.decimal and "?" in self.examples


@dataclass(frozen=True)
class NumbersRead:
    """A column of numbers: NaN where blank or unreadable.

    Args:
        values: the numbers.
        percent: the lines written with a per cent sign; their number is the fraction.
        bad: the lines that are no number.
    """

    values: npt.NDArray[np.float64]
    percent: Mask
    bad: Mask


@dataclass(frozen=True)
class DaysRead:
    """A column of days: NaT where blank or unreadable, and the lines that are no day."""

    values: npt.NDArray[np.datetime64]
    bad: Mask


def notation_of(columns: Iterable[Objects]) -> Notation:
    """The decimal sign that the columns of numbers of one extract show, all together.

    >>> notation_of([np.array(["1 204", "92,5 %"], dtype=object)]).decimal
    ','
    """
    examples: dict[str, str] = {}
    for column in columns:
        for content in pd.unique(column[_texts(column)]):
            text = _bare(content).lstrip("+-")
            shown = next((sign for sign, pattern in _SHOWS.items() if pattern.fullmatch(text)), "")
            if shown or _EITHER.fullmatch(text):
                examples.setdefault(shown or "?", str(content))
    signs: list[Decimal] = [sign for sign in _SHOWS if sign in examples]
    return Notation(signs[0] if len(signs) == 1 else "", examples)


def read_numbers(column: Objects, decimal: Decimal) -> NumbersRead:
    """A column as numbers; spaces and the other sign separate thousands, `92,5 %` is 0.925 with its mark.

    >>> read_numbers(np.array(["1 204", "1.204,5", "12.5", "7 %"], dtype=object), ",").values.tolist()
    [1204.0, 1204.5, nan, 0.07]
    """
    flags = np.fromiter((isinstance(one, bool) for one in column), dtype=bool, count=len(column))
    codes, distinct = pd.factorize(np.where(flags, "?", column))  # TRUE equals 1, and would be taken for it
    parsed = [_number(content, decimal) for content in distinct]
    values = np.array([value for value, _, _ in parsed], dtype="float64")
    percent = np.array([mark for _, mark, _ in parsed], dtype=bool)
    bad = np.array([wrong for _, _, wrong in parsed], dtype=bool)
    return NumbersRead(values[codes], percent[codes], bad[codes])


def read_days(column: Objects, *, order: str, weekly: bool = False, date1904: bool = False) -> DaysRead:
    """A column as days: dates, ISO text, `20260331`, and text in the order given.

    Args:
        column: the raw contents.
        order: a format such as `dd/mm/yyyy` or `yyyymmdd`; other text than this and ISO is no day.
        weekly: whether an ISO week (`2026-W14`, `2026-S14`) is taken too, for its Monday.
        date1904: whether serial numbers count from 1904.
    """
    codes, distinct = pd.factorize(column)
    pattern = format_pattern(order)
    days = [_day(content, pattern, weekly=weekly, date1904=date1904) for content in distinct]
    values = np.array([np.datetime64(day, "us") if day else np.datetime64("NaT", "us") for day in days], "datetime64[us]")
    bad = np.array([day is None and content != "" for day, content in zip(days, distinct, strict=True)], dtype=bool)
    return DaysRead(values[codes], bad[codes])


def orders_shown(column: Objects) -> Mapping[str, str]:
    """The orders in which the days of a column are written, each with an example; "?" for those that do not tell.

    >>> dict(orders_shown(np.array(["03/04/2026", "25/03/2026"], dtype=object)))
    {'?': '03/04/2026', 'dd/mm/yyyy': '25/03/2026'}
    """
    found: dict[str, str] = {}
    for content in pd.unique(column[_texts(column)]):
        day = _DAY.fullmatch(_MIDNIGHT.sub("", str(content).strip()))
        if day:
            first, second = int(day[1]), int(day[2])
            order = "dd/mm/yyyy" if first > 12 else "mm/dd/yyyy" if second > 12 else "?"
            if order != "?" or first != second:
                found.setdefault(order, str(content).strip())
    return found


def format_pattern(order: str) -> re.Pattern[str] | None:
    r"""How text in a date format looks; None when the format does not say day, month and year once each.

    >>> format_pattern("dd.mm.yy").pattern
    '(?P<d>\\d{1,2})\\.(?P<m>\\d{1,2})\\.(?P<y>\\d{2})'
    >>> format_pattern("dd/dd") is None
    True
    """
    wanted = order.strip().casefold().replace("j", "d").replace("a", "y")
    if sorted(one[0] for one in _FORMAT.findall(wanted)) != ["d", "m", "y"]:
        return None
    parts = re.split(r"(yyyy|yy|mm|dd)", wanted)
    glued = not any(part for part in parts[1:-1] if not _FORMAT.fullmatch(part))
    made = "".join(_PARTS[part] if _FORMAT.fullmatch(part) else re.escape(part) for part in parts)
    return re.compile(made.replace("{1,2}", "{2}") if glued else made)


def _texts(column: Objects) -> Mask:
    return np.fromiter((isinstance(value, str) and value != "" for value in column), dtype=bool, count=len(column))


def _bare(content: object) -> str:
    """A number's text without spaces and unit."""
    return _UNITS.sub("", _SPACES.sub("", str(content)).replace("−", "-"))


def _number(content: object, decimal: Decimal) -> tuple[float, bool, bool]:
    """A number, whether it bears a per cent sign, and whether it is none."""
    missing = float("nan")
    if isinstance(content, date | time | timedelta):
        return missing, False, True
    if isinstance(content, int | float):
        return (float(content), False, False) if isfinite(content) else (missing, False, True)
    if content == "":
        return missing, False, False
    text = _bare(content)
    if not _WRITTEN[decimal].fullmatch(text):
        return missing, False, True
    number = float(text.replace("." if decimal == "," else ",", "").replace(",", "."))
    percent = str(content).rstrip().endswith("%")
    return (number / 100 if percent else number), percent, False


def _day(content: object, pattern: re.Pattern[str] | None, *, weekly: bool, date1904: bool) -> date | None:
    if isinstance(content, datetime) and content.time() != time():
        return None
    text = _MIDNIGHT.sub("", str(content).strip())
    if isinstance(content, str) and pattern and (found := pattern.fullmatch(text)):
        year = int(found["y"])
        return _calendar_day(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
    if isinstance(content, int | float) and float(content).is_integer() and _COMPACT.fullmatch(str(int(content))):
        text = str(int(content))
    if _COMPACT.fullmatch(text):
        return _calendar_day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if isinstance(content, str) and _DAY.fullmatch(text):
        return None
    try:
        if weekly and isinstance(content, str) and re.search("[sw]", text, re.IGNORECASE):
            return datetime.strptime(f"{cells.as_week(text)}-1", "%G-W%V-%u").date()  # noqa: DTZ007 - a day has no time zone
        return cells.as_date(text if isinstance(content, str) else content, "fr", date1904=date1904)
    except Unreadable:
        return None


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
