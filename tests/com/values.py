"""From what a client writes to what a cell holds, and from there to what a client reads."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

from com.memory import TableRecord
from com.pywin32 import TimeType
from com.strict import EPOCH, ERRORS, CellError, Rect, content

NA = CellError(ERRORS["#N/A"])


def serial(value: Any) -> Any:
    """A date as Excel's serial number, anything else as it is."""
    return (value - EPOCH) / dt.timedelta(days=1) if isinstance(value, dt.datetime) else value


@cache
def kind(code: str) -> str:
    """What a number format makes of a number: `date`, `money` or `number`."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', "", code.split(";")[0])
    if re.search(r"[ymdhs]", bare, re.IGNORECASE) and "general" not in bare.lower():
        return "date"
    return "money" if re.search(r"[€$£]", code.split(";")[0]) else "number"


def shown(value: Any, code: str) -> Any:
    """A cell's content as COM hands it over: aware dates, Decimal for money, errors as codes."""
    if not isinstance(value, float) or kind(code) == "number":
        return value
    if kind(code) == "money":
        return Decimal(f"{value:.4f}")
    moment = EPOCH + dt.timedelta(milliseconds=round(value * 86_400_000))
    return TimeType(*moment.timetuple()[:6], moment.microsecond, dt.UTC)


def typed(value: Any) -> str:
    """What the formula bar shows of a content."""
    if isinstance(value, bool):
        return str(value).upper()
    return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def prepared(data: Any, rect: Rect, codes: list[list[str]], tables: list[TableRecord]) -> tuple[list[list[Any]], list[Rect]]:
    """The cells' contents after `data` is put into the block, and the runs of dates that need a date format.

    As Excel does it: a scalar fills the block, a row fills each row, what `data` leaves uncovered becomes #N/A, what is
    too much is dropped, headers of tables become texts.
    """
    height, width = rect.shape
    rows = data if isinstance(data, Sequence) and not isinstance(data, str) else [[data] * width] * height
    rows = [rows] * height if rows and (isinstance(rows[0], str) or not isinstance(rows[0], Sequence)) else rows
    cells = [
        [NA if i >= len(rows) or j >= len(rows[i]) else content(rows[i][j], codes[i][j]) for j in range(width)]
        for i in range(height)
    ]
    for table in tables:
        header = table.rect._replace(bottom=table.rect.top)
        if table.header and (common := header.common(rect)):
            line = cells[common.top - rect.top]
            line[:] = [str(v) if common.left <= rect.left + j <= common.right else v for j, v in enumerate(line)]
    return cells, list(_dates(rect, cells, codes))


def _dates(rect: Rect, cells: list[list[Any]], codes: list[list[str]]) -> Any:
    """Turn dates into serial numbers, in place; yield the runs that had no format."""
    for j in range(len(cells[0])):
        bare = [isinstance(line[j], dt.datetime) and codes[i][j] == "General" for i, line in enumerate(cells)]
        for line in cells:
            line[j] = serial(line[j])
        for date, run in groupby(range(len(bare)), key=bare.__getitem__):
            rows = list(run)
            if date:
                yield Rect(rect.top + rows[0], rect.left + j, rect.top + rows[-1], rect.left + j)
