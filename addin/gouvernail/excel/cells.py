"""One cell's content, as people type it, becomes a typed value, or is refused.

Nothing is guessed: a text that can be read in two ways is refused with `Unreadable`, whose `code` names what would have
been right.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from math import isfinite

from gouvernail.words.catalogue import Catalogue, Language

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u2009]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_THOUSANDS = {
    "fr": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?"),
    "en": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
}
_TWO_WAYS = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]{3}")
"""French text that is a decimal number to a program and thousands to a person."""
_UNITS = re.compile(r"(?:€|pts?|s|j|h)$", re.IGNORECASE)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_SLASH_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_WORD_DATE = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3,9})\.? ([0-9]{4})")
_WEEK = re.compile(r"([0-9]{4})[- ]?[SWsw]([0-9]{1,2})|[SWsw]([0-9]{1,2})[- ]([0-9]{4})")
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2})|[hH]([0-9]{2})?)(?::00)?")
_SERIALS = (20_000, 80_000)
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_DAY = 24 * 60
_YES = {"oui", "o", "yes", "y", "vrai", "true", "x", "1"}
_NO = {"non", "n", "no", "faux", "false", "0"}


class Unreadable(ValueError):
    """The cell holds something that its column does not take; `code` says what it takes."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def folded(text: str) -> str:
    """The text without case, accents or odd spaces, to compare what people type with what was declared.

    >>> folded(" Échéance\u00a0 initiale ")
    'echeance initiale'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _SPACES.sub(" ", "".join(mark for mark in plain if not unicodedata.combining(mark))).strip().replace("’", "'")


def as_text(value: object) -> str:
    """A cell as text: whole numbers without a decimal part, dates as ISO."""
    if isinstance(value, str):
        return _SPACES.sub(" ", value).strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def as_number(value: object, language: Language) -> float:
    """A number, from a number or from text: `12,5`, `1 234,5`, `92,5 %` (0.925), `-3`, `25 €`."""
    return number_and_percent(value, language)[0]


def number_and_percent(value: object, language: Language) -> tuple[float, bool]:
    """A number and whether it was typed with a per cent sign; the number is then the fraction, as Excel stores it."""
    if isinstance(value, bool | date | time | timedelta):
        raise Unreadable("number")
    if isinstance(value, int | float):
        if not isfinite(value):
            raise Unreadable("number")
        return float(value), False
    text = _SPACES.sub("", str(value)).replace("−", "-")
    percent = text.endswith("%")
    text = _UNITS.sub("", text.removesuffix("%"))
    number = _plain_number(text, language)
    return (number / 100, True) if percent else (number, False)


def _plain_number(text: str, language: Language) -> float:
    if language == "fr" and _TWO_WAYS.fullmatch(text):
        raise Unreadable("number_ambiguous")
    if _THOUSANDS[language].fullmatch(text):
        thousands = "." if language == "fr" else ","
        text = text.replace(thousands, "")
    if not _NUMBER.fullmatch(text):
        raise Unreadable("number")
    return float(text.replace(",", "."))


def as_date(value: object, language: Language, *, date1904: bool = False) -> date:
    """A day, from a date, a serial number, ISO text, or the language's own way of writing it.

    French text is day first. English text is taken only when it can be read in one way: `31/03/2026` or `31 Mar 2026`,
    but not `03/04/2026`. Two-digit years and anything else are refused.

    Source: docs/semantics.md §4.11.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not _SERIALS[0] <= value <= _SERIALS[1]:
            raise Unreadable("date")
        return _EPOCHS[date1904] + timedelta(days=int(value))
    return _text_date(as_text(value), language)


def _text_date(text: str, language: Language) -> date:
    if found := _ISO_DATE.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _SLASH_DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
        if language == "en" and day != month and day <= 12 and month <= 12:
            raise Unreadable("date_ambiguous")
        if language == "en" and month > 12:
            day, month = month, day
        return _day(year, month, day)
    if language == "en" and (found := _WORD_DATE.fullmatch(text)) and (named := _english_months().get(found[2].casefold())):
        return _day(int(found[3]), named, int(found[1]))
    raise Unreadable("date")


@cache
def _english_months() -> Mapping[str, int]:
    """The names of the months, short and long, as English writes them in a date."""
    names = (Catalogue("en").forms(f"calendar.{group}") for group in ("short", "months"))
    return {name.casefold(): int(month) for group in names for month, name in group.items()}


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("date") from None


def as_week(value: object) -> str:
    """An ISO week, `2026-W14`, from `2026-S14`, `2026-W14`, `2026 S14`, `S14 2026` or a date of that week.

    >>> as_week("2026-S7"), as_week(date(2026, 1, 1))
    ('2026-W07', '2026-W01')
    """
    if isinstance(value, date):
        year, week, _ = value.isocalendar()
        return f"{year}-W{week:02}"
    found = _WEEK.fullmatch(as_text(value))
    if not found:
        raise Unreadable("week")
    year, week = int(found[1] or found[4]), int(found[2] or found[3])
    try:
        date.fromisocalendar(year, week, 1)
    except ValueError:
        raise Unreadable("week") from None
    return f"{year}-W{week:02}"


def as_minutes(value: object) -> float:
    """A time of day in minutes since midnight, from a time, a fraction of a day, or `9:30`, `9h30`."""
    if isinstance(value, datetime | time):
        return value.hour * 60.0 + value.minute
    if isinstance(value, timedelta):
        return _of_one_day(value.total_seconds() / 60)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_one_day(round(value * _DAY, 6))
    found = _TIME.fullmatch(as_text(value))
    minutes = int(found[2] or found[3] or 0) if found else 60
    if not found or minutes > 59:
        raise Unreadable("time")
    return _of_one_day(int(found[1]) * 60.0 + minutes)


def _of_one_day(minutes: float) -> float:
    if not 0 <= minutes < _DAY:
        raise Unreadable("time")
    return minutes


def as_flag(value: object) -> bool:
    """Yes or no: `oui`, `non`, `yes`, `no`, `x`, true, false, 1, 0."""
    if isinstance(value, bool):
        return value
    text = folded(as_text(value))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unreadable("flag")


def as_many(value: object) -> str:
    """Several values of one cell, joined by `;`: people separate them with semicolons, commas or line ends."""
    raw = value if isinstance(value, str) else as_text(value)
    return ";".join(part for part in (as_text(one) for one in re.split(r"[;,\n]", raw)) if part)
