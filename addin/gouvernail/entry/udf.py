"""Three spreadsheet functions with the rules of the pages, for a sheet of one's own; optional, Windows only.

xlwings imports them into a workbook (docs/functions.md). They are plain functions that always answer a cell: a number or a word
when they can, an empty text when there is nothing to say, a sentence when an argument cannot be read.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import xlwings as xw

from gouvernail.excel.cells import Unreadable, as_date, as_number, as_text, folded
from gouvernail.problems import WrongUse
from gouvernail.rules.calendar import next_workday, workdays_between
from gouvernail.rules.gaps import add_gap
from gouvernail.terms import Direction, Status
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

Answer = float | int | str


class _UnknownDirection(ValueError):
    """The word is not a direction in any of our languages."""


def GV_GAP(  # noqa: N802 - what is typed in a cell
    value: object, target: object, direction: object, high: object = None, decimals: object = None
) -> Answer:
    """How far a value is from its target; **negative is worse**, whichever way is better.

    Args:
        value: the value measured; an empty cell is "not measured".
        target: the target, in the same unit; of a band, its lower bound.
        direction: "higher", "lower", "band" or "info", or the words of the KPI table in either language.
        high: of a band, its upper bound.
        decimals: round the value to these, as Excel's ROUND does, before comparing; as typed when left out.

    Returns:
        The gap, in the unit of the value; an empty text without value or target, or for an info KPI.

    Source: docs/semantics.md §4.1, "favourable gap".

    Examples:
        >>> GV_GAP(420, 400, "plus bas"), GV_GAP(92.5, 90, "higher"), GV_GAP("", 90, "higher")
        (-20.0, 2.5, '')
    """
    return _told(lambda: _gap(value, target, direction, high, decimals, None)[0])


def GV_STATUS(  # noqa: N802 - what is typed in a cell
    value: object,
    target: object,
    direction: object,
    tolerance: object = 0,
    high: object = None,
    decimals: object = None,
) -> Answer:
    """The contractual status of a value, as the pages write it, in the language of the direction.

    Args:
        value: the value measured.
        target: the target; of a band, its lower bound.
        direction: as for `GV_GAP`.
        tolerance: how much worse is still to be watched, included; in the unit of the value.
        high: of a band, its upper bound.
        decimals: as for `GV_GAP`.

    Source: docs/semantics.md §4.2, "instant contractual status".

    Examples:
        >>> GV_STATUS(415, 400, "plus bas", 15), GV_STATUS(416, 400, "lower", 15)
        ('▲ à surveiller', '✖ off target')
    """
    return _told(lambda: _gap(value, target, direction, high, decimals, tolerance)[1])


def GV_WORKDAYS_LATE(due: object, as_of: object, region: object = "FR") -> Answer:  # noqa: N802 - as above
    """How many working days an action is late on a day; 0 through the end of its due date.

    A due date on a day off counts as the next working day.

    Args:
        due: the due date; an empty cell gives an empty text.
        as_of: the day the question is asked for; passed in, so that last month can be asked again.
        region: the holidays that count: "FR", "FR-ALSACE-MOSELLE", or a country's code.

    Source: docs/semantics.md §4.5.

    Examples:
        Due on Friday 10 April 2026, asked on the Tuesday after:

        >>> GV_WORKDAYS_LATE("2026-04-10", "2026-04-14"), GV_WORKDAYS_LATE("2026-04-10", "2026-04-10")
        (2, 0)
    """
    return _told(lambda: _workdays_late(due, as_of, as_text(region)))


def _gap(
    value: object, target: object, direction: object, high: object, decimals: object, tolerance: object
) -> tuple[Answer, str]:
    sense, language = _sense(as_text(direction))
    low, aim = (target, None) if sense == Direction.BAND else (None, target)
    given = {"value": value, "target": aim, "low": low, "high": high, "decimals": decimals, "tolerance": tolerance}
    row = {key: _number(one, language) for key, one in given.items()}
    figures = add_gap(pd.DataFrame([row | {"direction": sense.value}]).astype(dict.fromkeys(row, "float64")))
    gap, status = float(figures["favourable_gap"].iloc[0]), Status(figures["status"].iloc[0])
    return ("" if np.isnan(gap) else gap), Catalogue(language).choice("Status", status)


def _workdays_late(due: object, as_of: object, region: str) -> Answer:
    if _blank(due):
        return ""
    effective = next_workday(as_date(due, "fr"), region)
    return max(workdays_between(effective, as_date(as_of, "fr"), region), 0)


def _sense(typed: str) -> tuple[Direction, Language]:
    for language in LANGUAGES:
        words = Catalogue(language)
        for direction in Direction:
            if folded(typed) == folded(words.choice("Direction", direction)):
                return direction, language
    if typed.lower() in set(Direction):
        return Direction(typed.lower()), "en"
    raise _UnknownDirection(typed)


def _number(cell: object, language: Language) -> float:
    return np.nan if _blank(cell) else as_number(cell, language)


def _blank(cell: object) -> bool:
    return cell is None or as_text(cell) == ""


def _told(answer: Callable[[], Answer]) -> Answer:
    """The answer, or a sentence about the argument that cannot be read."""
    words = Catalogue("fr").forms("install.functions")
    try:
        return answer()
    except _UnknownDirection:
        return words["direction"]
    except WrongUse:
        return words["region"]
    except Unreadable:
        return words["argument"]


for _function in (GV_GAP, GV_STATUS, GV_WORKDAYS_LATE):
    _function.__annotations__ = {}  # xlwings would take them for its converters
    xw.func(category="Gouvernail")(_function)
