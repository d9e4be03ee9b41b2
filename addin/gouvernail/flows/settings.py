"""The settings sheet becomes `Settings`; what does not suit a setting is said, and its default holds."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from gouvernail.excel import cells
from gouvernail.excel.cells import Unreadable
from gouvernail.excel.port import Workbook
from gouvernail.excel.reading import ReadTable
from gouvernail.problems import Effect, Problem
from gouvernail.schema.tables import TABLES
from gouvernail.settings import Settings
from gouvernail.words.catalogue import LANGUAGES, Catalogue, Language, subject


def read_settings(table: ReadTable, language: Language) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of a workbook, and what is wrong with them; a blank value is the default.

    Args:
        table: the `settings` table.
        language: how values typed as text are read, and the language of the pages when the sheet names none.
    """
    found: dict[str, Any] = {"language": language}
    problems = list(table.problems)
    for line in table.frame.to_dict("records"):
        key, typed = _keys().get(cells.folded(str(line["setting"]))), line["value"]
        where = table.where(int(line["row"]), "value")
        if key is None:
            problems.append(Problem("setting.unknown", where, {"found": str(line["setting"])}, Effect.NOTICE, "settings"))
        elif not pd.isna(typed):
            try:
                found[key] = _value(key, str(typed), language)
            except (Unreadable, ValueError, KeyError):
                words = Catalogue(language)
                facts = {
                    "found": str(typed),
                    "setting": words.say(f"settings.labels.{key}"),
                    "expected": words.say(f"settings.expected.{_expected(key)}"),
                }
                problems.append(Problem("setting.bad", where, facts, Effect.NOTICE, "settings"))
    return replace(Settings(), **found), tuple(problems)


def guess_language(workbook: Workbook, names: Mapping[str, str]) -> Language:
    """The language of most headers, French when they balance; the settings sheet has the last word."""
    votes = 0
    for key in ("actions", "kpis", "findings", "measures", "targets", "settings", "meetings"):
        name = names.get(TABLES[key].name.casefold())
        if name is None:
            continue
        headers = {cells.folded(header) for header in workbook.headers(name)}
        for column in TABLES[key]:
            french, english = (cells.folded(Catalogue(one).column(key, column.key)) for one in LANGUAGES)
            if french != english:
                votes += (english in headers) - (french in headers)
    return "en" if votes > 0 else "fr"


@cache
def _keys() -> Mapping[str, str]:
    """Every way a setting may be named, and its key."""
    ways = {key: key for key in Settings.kinds()}
    for language in LANGUAGES:
        ways |= {cells.folded(label): key for key, label in subject(language, "settings")["labels"].items()}
    return ways


@cache
def _choices(key: str) -> Mapping[str, str]:
    """Every way a setting's choices may be written, and their keys."""
    ways = {one: one for one in Settings.kinds()[key]["choices"]}
    for language in LANGUAGES:
        ways |= {cells.folded(label): one for one, label in subject(language, "settings")["choices"][key].items()}
    return ways


def _value(key: str, typed: str, language: Language) -> Any:
    kind = Settings.kinds()[key]
    if kind["choices"]:
        return _choices(key)[cells.folded(typed)]
    value = _PARSERS[kind["kind"]](typed, language)
    if kind["minimum"] is not None and value < kind["minimum"]:
        raise ValueError(typed)
    if (kind["above"] is not None and value <= kind["above"]) or (kind["below"] is not None and value >= kind["below"]):
        raise ValueError(typed)
    return value


def _expected(key: str) -> str:
    """What a setting expects, by the key of its sentence: its kind, and the bounds that it may not be on."""
    kind = Settings.kinds()[key]
    bounds = [bound for bound in ("above", "below") if kind[bound] is not None]
    return "_".join([str(kind["kind"]), *bounds])


def _share(typed: str, language: Language) -> float:
    number = cells.as_number(typed, language)
    if not 0 <= number <= 1:
        raise ValueError(typed)
    return number


def _numbers(typed: str, language: Language) -> tuple[float, ...]:
    return tuple(cells.as_number(part, language) for part in typed.split("/"))


def _whole(typed: str, language: Language) -> int:
    number = cells.as_number(typed, language)
    if not number.is_integer():
        raise ValueError(typed)
    return int(number)


def _day_of_year(typed: str, language: Language) -> tuple[int, int]:
    """`01/07`, day first, or the ISO date that Excel made of it: (month, day)."""
    if len(parts := typed.split("-")) == 3:
        return int(parts[1]), int(parts[2])
    day, month = (int(part) for part in typed.split("/"))
    made = cells.as_date(f"{2000:04}-{month:02}-{day:02}", language)
    return made.month, made.day


_PARSERS: Mapping[str, Callable[[str, Language], Any]] = {
    "text": lambda typed, _: typed,
    "number": cells.as_number,
    "integer": _whole,
    "date": cells.as_date,
    "flag": lambda typed, _: cells.as_flag(typed),
    "share": _share,
    "numbers": _numbers,
    "day_of_year": _day_of_year,
}
