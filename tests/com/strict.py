"""What Excel accepts in a cell, a formula, a sheet name; addresses; all of it where Calc or Python would be kinder."""

import datetime as dt
import math
import re
import time
from decimal import Decimal
from typing import Any, NamedTuple

from com.proxy import ExcelRefusesError

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
ERRORS = {"#NULL!": -2146826288, "#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#REF!": -2146826265,
          "#NAME?": -2146826259, "#NUM!": -2146826252, "#N/A": -2146826246}  # fmt: skip
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number has no time zone


class CellError(int):
    """An error value, as the code COM shows."""


class Formula(str):
    """A formula, `=` included."""

    __slots__ = ()


class Rect(NamedTuple):
    """A block of cells, both ends included, 1-based."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        return self.bottom - self.top + 1, self.right - self.left + 1

    def covers(self, other: "Rect") -> bool:
        return self.common(other) == other

    def common(self, other: "Rect") -> "Rect | None":
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom, right = min(self.bottom, other.bottom), min(self.right, other.right)
        return Rect(top, left, bottom, right) if top <= bottom and left <= right else None

    def cells(self) -> Any:
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in range(self.left, self.right + 1))

    def address(self, row_mark: str = "$", column_mark: str = "$") -> str:
        if self.shape == (LAST_ROW, LAST_COLUMN) or self.shape[0] == LAST_ROW:
            return f"{column_mark}{letters(self.left)}:{column_mark}{letters(self.right)}"
        if self.shape[1] == LAST_COLUMN:
            return f"{row_mark}{self.top}:{row_mark}{self.bottom}"
        first = f"{column_mark}{letters(self.left)}{row_mark}{self.top}"
        last = f"{column_mark}{letters(self.right)}{row_mark}{self.bottom}"
        return first if self.shape == (1, 1) else f"{first}:{last}"


def letters(column: int) -> str:
    return letters((column - 1) // 26) + chr(65 + (column - 1) % 26) if column else ""


def rect_of(address: str) -> Rect | None:
    """The block an A1 address means (`B2`, `$A$1:C3`, `A:C`, `2:5`), None when it is not an address."""
    ends = [re.fullmatch(r"\$?([A-Za-z]{0,3})\$?(\d*)", end) for end in address.split(":")]
    if len(ends) > 2 or not all(end and end[0] for end in ends) or (len(ends) == 1 and not (ends[0][1] and ends[0][2])):
        return None
    columns, rows = [], []
    for end in ends:
        columns.append(sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(end[1].upper()))))
        rows.append(int(end[2] or 0))
    rect = Rect(min(rows) or 1, min(columns) or 1, max(rows) or LAST_ROW, max(columns) or LAST_COLUMN)
    return rect if rect.bottom <= LAST_ROW and rect.right <= LAST_COLUMN else None


def check_sheet_name(name: str, others: list[str]) -> None:
    if not 0 < len(name) <= 31 or re.search(r"[:\\/?*\[\]]", name) or name[0] == "'" or name[-1] == "'":
        raise ExcelRefusesError("You typed an invalid name for a sheet or chart.")
    if name.casefold() == "history":
        raise ExcelRefusesError("History is a reserved name.")
    if name.casefold() in (other.casefold() for other in others):
        raise ExcelRefusesError("That name is already taken. Try a different one.")


def check_name(name: str, others: list[str]) -> None:
    """A defined name or a table's name: no cell address, no space, taken only once."""
    if not re.fullmatch(r"[^\W\d][\w.\\]{0,254}|_[\w.\\]*", name) or rect_of(name) or name.upper() in ("R", "C"):
        raise ExcelRefusesError("The syntax of this name isn't correct.")
    if name.casefold() in (other.casefold() for other in others):
        raise ExcelRefusesError("A table or name of this name already exists.")


def formula(text: str) -> Formula:
    """Check a formula as far as brackets, quotes, length and a dangling operator go."""
    bare = re.sub(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'', "x", text)
    depth, lowest = 0, 0
    for sign in bare:
        depth += (sign in "([{") - (sign in ")]}")
        lowest = min(lowest, depth)
    if depth or lowest or '"' in bare or "'" in bare or len(text) > 8192 or bare.rstrip()[-1] in "=+-*/&^,;<>":
        raise ExcelRefusesError(f"There's a problem with this formula: {text[:80]}")
    return Formula(text)


def _from_text(text: str) -> Any:
    """What Excel makes of a text put into a cell that is not formatted as text."""
    if len(text) > 32_767:
        raise ExcelRefusesError("Text values in cells are limited to 32,767 characters.")
    bare = text.strip()
    if text.startswith("'"):
        return text[1:]
    if text.startswith("=") and len(text) > 1:
        return formula(text)
    if bare.upper() in ("TRUE", "FALSE"):
        return bare.upper() == "TRUE"
    if bare.upper() in ERRORS:
        return CellError(ERRORS[bare.upper()])
    number = re.fullmatch(r"([-+]?)\$?((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d+)?)(%?)", bare)
    if number and re.match(r"\.?\d", number[2]):
        return float(number[1] + number[2].replace(",", "")) / (100 if number[3] else 1)
    if clock := re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?", bare):
        return (int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0)) / 86400
    if moment := _date(bare):
        return moment
    if text[0] in "+-" and len(text) > 1:
        return formula("=" + text)
    if text[0] == "@":
        raise ExcelRefusesError("That function isn't valid.")
    return text


def _date(text: str) -> dt.datetime | None:
    iso = re.fullmatch(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})", text)
    american = re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{4}))?", text)
    try:
        if iso:
            return dt.datetime(int(iso[1]), int(iso[3]), int(iso[4]))  # noqa: DTZ001
        if american:
            return dt.datetime(int(american[4] or time.localtime().tm_year), int(american[1]), int(american[3]))  # noqa: DTZ001
    except ValueError:
        pass
    return None


def content(value: Any, number_format: str | None = "General") -> Any:
    """The cell content that writing `value` leaves: None, float, bool, str, datetime, Formula or CellError.

    Raises TypeError or ValueError for what pywin32 cannot pass on faithfully: a date without a time, a datetime without
    a time zone (it would be shifted by the local one), numpy and pandas scalars, an integer of more than 32 bits.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value if number_format == "@" and len(value) <= 32_767 else _from_text(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        if isinstance(value, int) and not -(2**31) <= value < 2**31:
            raise TypeError("an integer of more than 32 bits cannot be passed to Excel: use a float")
        if not math.isfinite(value):
            raise ExcelRefusesError("not a finite number")
        return f"{value:.15g}" if number_format == "@" else float(value)
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone is shifted by pywin32: give it UTC")
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")
