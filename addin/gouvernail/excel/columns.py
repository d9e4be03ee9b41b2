"""One column of raw cells becomes one typed series, and the lines that could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gouvernail.excel import cells
from gouvernail.excel.cells import Unreadable
from gouvernail.problems import Fact
from gouvernail.schema.kinds import Column
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language

Objects = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]

DTYPES: Mapping[str, str] = {
    "text": "str",
    "comment": "str",
    "choice": "str",
    "week": "str",
    "number": "float64",
    "quantity": "float64",
    "time": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "date": "datetime64[us]",
}
"""The type of a frame's column, by the kind of column."""


@dataclass
class ColumnRead:
    """A typed column.

    Args:
        series: one value per line, missing where the cell is blank or unreadable.
        percent: the lines typed with a per cent sign (`quantity` columns only).
        bad: the lines that could not be read: what is wrong, and its facts.
    """

    series: "pd.Series[Any]"
    percent: Mask
    bad: dict[int, tuple[str, dict[str, Fact]]] = field(default_factory=dict)


def read_column(values: Objects, present: Mask, column: Column, language: Language, *, date1904: bool) -> ColumnRead:
    """Type one column.

    Each distinct content is parsed once: a hundred thousand lines hold few distinct dates, names and choices.

    Args:
        values: the raw cells.
        present: the lines whose cell holds something.
    """
    typed = np.full(len(values), None, dtype=object)
    percent = np.zeros(len(values), dtype=bool)
    ready = present & _already_typed(values, column)
    typed[ready] = values[ready]
    rest = np.flatnonzero(present & ~ready)
    codes, distinct = _distinct(values[rest])
    parse = _parser(column, language, date1904)
    contents = np.full(len(distinct), None, dtype=object)
    marks = np.zeros(len(distinct), dtype=bool)
    wrong: dict[int, tuple[str, dict[str, Fact]]] = {}
    for code, content in enumerate(distinct):
        try:
            contents[code], marks[code] = parse(content)
        except Unreadable as error:
            wrong[code] = (f"cell.{error.code}", _facts(column, content))
    bad = {int(rest[at]): wrong[int(codes[at])] for at in np.flatnonzero(np.isin(codes, list(wrong)))}
    typed[rest], percent[rest] = contents[codes], marks[codes]
    series = _series(typed, column)
    _check_bounds(series, column, bad)
    return ColumnRead(series, percent, bad)


def _distinct(values: Objects) -> tuple[npt.NDArray[np.intp], Objects]:
    """Each cell's place among the distinct contents, and these; TRUE and 1, equal in Python, are two contents."""
    told_apart = values
    if bool in set(map(type, values)):
        told_apart = np.array([f"\0{value}" if isinstance(value, bool) else value for value in values], dtype=object)
    codes, distinct = pd.factorize(told_apart)
    first = np.zeros(len(distinct), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(values))[::-1]
    return codes, values[first]


def _already_typed(values: Objects, column: Column) -> Mask:
    """The cells that need no parsing: numbers in a column of numbers."""
    if column.kind not in {"number", "quantity"}:
        return np.zeros(len(values), dtype=bool)
    return np.array([kind is float or kind is int for kind in map(type, values)], dtype=bool)


def _parser(column: Column, language: Language, date1904: bool) -> Callable[[object], tuple[object, bool]]:
    if column.kind == "quantity":
        return lambda value: cells.number_and_percent(value, language)
    plain: Mapping[str, Callable[[object], object]] = {
        "text": cells.as_many if column.many else cells.as_text,
        "comment": cells.as_text,
        "number": lambda value: cells.as_number(value, language),
        "integer": lambda value: _as_whole(cells.as_number(value, language)),
        "date": lambda value: cells.as_date(value, language, date1904=date1904),
        "week": cells.as_week,
        "time": cells.as_minutes,
        "flag": cells.as_flag,
        "choice": lambda value: _as_choice(column, value),
    }
    parse = plain[column.kind]
    return lambda value: (parse(value), False)


def _as_whole(number: float) -> int:
    if not number.is_integer():
        raise Unreadable("integer")
    return int(number)


@cache
def _choices(column: Column) -> Mapping[str, str]:
    """Every way a choice may be written, folded and without its sign, and its key."""
    assert column.choices is not None
    ways: dict[str, str] = {}
    for language in LANGUAGES:
        words = Catalogue(language)
        for one in column.choices:
            label = words.choice(column.choices.__name__, one.value)
            ways |= {cells.folded(label): one.value, cells.folded(label.lstrip("✔▲✖– ")): one.value}
    return ways | {one.value: one.value for one in column.choices}


def _as_choice(column: Column, value: object) -> str:
    key = _choices(column).get(cells.folded(cells.as_text(value)))
    if key is None:
        raise Unreadable("choice")
    return key


def _facts(column: Column, content: object) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"found": cells.as_text(content)}
    if column.choices:
        facts["choices"] = f"{column.choices.__name__}:{';'.join(one.value for one in column.choices)}"
    return facts


def _series(typed: Objects, column: Column) -> "pd.Series[Any]":
    dtype = DTYPES[column.kind]
    if dtype == "float64":
        return pd.Series(pd.to_numeric(pd.Series(typed), errors="raise").astype("float64"))
    if column.kind == "date":
        return _dates(typed)
    return pd.Series(typed, dtype=object).astype(dtype)  # type: ignore[call-overload,no-any-return]


def _dates(typed: Objects) -> "pd.Series[Any]":
    """Days as timestamps; each distinct day is converted once."""
    codes, distinct = pd.factorize(typed)
    stamps = np.array([np.datetime64(day, "us") for day in distinct] + [np.datetime64("NaT", "us")], dtype="datetime64[us]")
    return pd.Series(stamps[codes])


def _check_bounds(series: "pd.Series[Any]", column: Column, bad: dict[int, tuple[str, dict[str, Fact]]]) -> None:
    for limit, code, outside in (
        (column.minimum, "too_small", series.lt),
        (column.maximum, "too_large", series.gt),
    ):
        if limit is None:
            continue
        for line in np.flatnonzero(outside(limit).fillna(value=False).to_numpy(dtype=bool)):
            facts: dict[str, Fact] = {"found": plain(series.iloc[line]), "limit": plain(limit)}
            bad[int(line)] = (f"cell.{code}", facts)


def plain(number: float) -> float | int:
    """A whole number without its decimal part."""
    return int(number) if float(number).is_integer() else float(number)


def as_objects(rows: Sequence[Sequence[object]], width: int) -> Objects:
    """Raw cells as an array of objects, one line per column of the sheet; blanks and lone spaces are all the empty text."""
    made: Objects = np.array(rows, dtype=object).reshape(len(rows), width).T.copy()
    for column in made:
        odd = {value for value in set(column) if value is None or (isinstance(value, str) and value.isspace())}
        if odd:
            column[[value in odd for value in column]] = ""
    return made
