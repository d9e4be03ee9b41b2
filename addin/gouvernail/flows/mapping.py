"""The map of an extract: a TOML file that says which of the provider's columns is what. `docs/import.md` shows every line.

All mistakes of a map are said at once, each with what was found and what would be right.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from gouvernail.excel.extract_values import Decimal
from gouvernail.excel.save import open_snapshot
from gouvernail.flows.map_mistakes import FIGURES, TEXTS, map_mistakes
from gouvernail.problems import Effect, Problem, WorkbookRefused
from gouvernail.terms import Grain

Layout = Literal["wide", "long"]
Source = str | float | None
"""Where a number comes from: a column of the extract, the same number on every line, or nowhere."""

_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True)
class Figures:
    """Where the three figures of a measure come from."""

    numerator: Source = None
    denominator: Source = None
    value: Source = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The extract's columns among them."""
        return tuple(one for one in (self.numerator, self.denominator, self.value) if isinstance(one, str))


@dataclass(frozen=True)
class Check:
    """A sum that must hold on every line of the extract.

    Args:
        whole: a column.
        parts: the columns whose sum it is.
        tolerance: the difference allowed, as a share of the whole.
        doubt: the columns not to be believed where it does not hold.
    """

    whole: str
    parts: tuple[str, ...]
    tolerance: float = 0.0
    doubt: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it reads."""
        return (self.whole, *self.parts)


@dataclass(frozen=True)
class ExtractMap:
    """What a map says; `docs/import.md` explains each word.

    Args:
        name: the map's file name.
        source: what the measures bear as their source; the file's name without its ending by default.
        figures: of a long extract, where one line is one measure.
        kpis: of a wide extract, where one line is a day and a scope: the figures of each KPI, by its id.
    """

    name: str
    source: str
    layout: Layout
    date: str
    scope: str = ""
    scope_is: str = ""
    kpi: str = ""
    grain: Grain = Grain.DAY
    delimiter: str = ""
    encoding: str = ""
    decimal: Decimal | Literal[""] = ""
    sheet: str = ""
    header_line: int = 0
    date_format: str = ""
    percent: str = ""
    figures: Figures = Figures()
    kpis: Mapping[str, Figures] = field(default_factory=dict)
    kpi_names: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, str] = field(default_factory=dict)
    filter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    zero_is_missing: tuple[str, ...] = ()
    trust: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def number_columns(self) -> tuple[str, ...]:
        """The columns read as numbers, each once."""
        figures = [self.figures, *self.kpis.values()]
        named = [one for each in figures for one in each.columns] + [one for check in self.checks for one in check.columns]
        return tuple(dict.fromkeys([*named, *(self.zero_is_missing if self.layout == "wide" else ())]))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the map asks for, each once."""
        named = [self.date, self.scope, self.kpi, *self.filter, *self.number_columns]
        return tuple(dict.fromkeys(one for one in named if one))


def read_map(path: Path) -> ExtractMap:
    """The map of an extract.

    Raises:
        WorkbookRefused: no such file, not TOML, or something in it is not what a map says (`import.map_…`).
    """
    told = _parsed(open_snapshot(path).data, path.name)
    layout = cast("Layout", told.get("layout", "long" if "kpi" in told else "wide"))
    problems = [
        Problem(f"import.map_{code}", None, {"name": path.name} | facts, Effect.FILE)
        for code, facts in map_mistakes(told, layout)
    ]
    if problems:
        raise WorkbookRefused(problems)
    return _made(told, layout, path)


def _parsed(data: bytes, name: str) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        content = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else ""
        problem = Problem("import.map_syntax", None, {"name": name, "line": line, "found": content}, Effect.FILE)
        raise WorkbookRefused([problem]) from error


def _made(told: Mapping[str, Any], layout: Layout, path: Path) -> ExtractMap:
    plain = {key: told[key] for key in (*TEXTS, "delimiter", "decimal", "percent", "date_format", "header_line") if key in told}
    return ExtractMap(
        name=path.name,
        layout=layout,
        **({"source": path.stem} | plain),
        grain=Grain(told.get("grain", Grain.DAY)),
        figures=_figures(told),
        kpis={kpi: _figures(figures) for kpi, figures in told.get("kpis", {}).items()},
        kpi_names=told.get("kpi_names", {}),
        scopes=told.get("scopes", {}),
        filter={key: (one,) if isinstance(one, str) else tuple(map(str, one)) for key, one in told.get("filter", {}).items()},
        missing=tuple(told.get("missing", ())),
        zero_is_missing=tuple(told.get("zero_is_missing", ())),
        trust=tuple(told.get("trust", ())),
        checks=tuple(_made_check(one) for one in told.get("check", ())),
    )


def _figures(told: Mapping[str, Any]) -> Figures:
    return Figures(**{key: one if isinstance(one := told[key], str) else float(one) for key in FIGURES if key in told})


def _made_check(told: Mapping[str, Any]) -> Check:
    parts = tuple(told["parts"])
    doubt = tuple(told.get("doubt") or (told["whole"], *parts))
    return Check(told["whole"], parts, float(told.get("tolerance", 0)), doubt)
