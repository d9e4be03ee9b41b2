"""Small governance workbooks and extracts on disk, and an import in one line."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from declared import declared
from gouvernail.excel.drawing import draw_workbook
from gouvernail.excel.file import FileWorkbook
from gouvernail.flows.imports import ImportOutcome, import_measures
from gouvernail.flows.inputs import Inputs
from gouvernail.sheets.inputs import input_sheets
from gouvernail.words.catalogue import Catalogue, Language

Row = dict[str, Any]

_RATE: Row = {"unit": "%", "decimals": 1, "direction": "higher", "aggregation": "ratio", "n_min": 0, "tolerance": 2.0}
_COUNT: Row = {"decimals": 0, "direction": "info", "aggregation": "sum"}
KPIS: tuple[Row, ...] = (
    _RATE | {"kpi_id": "TX_DEC", "name": "Answer rate"},
    _RATE | {"kpi_id": "QS", "name": "Service level"},
    _RATE | {"kpi_id": "TX_ABD", "name": "Abandonment rate", "direction": "lower"},
    _RATE | {"kpi_id": "CSAT", "name": "Satisfaction"},
    _COUNT | {"kpi_id": "APP_REC", "name": "Calls offered"},
    _COUNT | {"kpi_id": "APP_TRA", "name": "Calls handled"},
    _COUNT | {"kpi_id": "APP_ABD", "name": "Calls abandoned"},
    _RATE | {"kpi_id": "DMT", "name": "Handling time", "unit": "s"},
)
WIDE = """
source = "ACD"
date = "day"
scope = "site"
[kpis.TX_DEC]
numerator = "handled"
denominator = "offered"
[kpis.APP_REC]
value = "offered"
"""
HEADER = "day,site,offered,handled"


def workbook(folder: Path, *, language: Language = "en", **rows: list[Row]) -> Path:
    """A workbook with the KPIs above and the rows given, by table."""
    frames = {key: declared(key, *told) for key, told in ({"kpis": list(KPIS)} | rows).items()}
    path = folder / "governance.xlsx"
    path.write_bytes(draw_workbook(input_sheets(frames, Catalogue(language))))
    return path


def extract(folder: Path, *lines: str, name: str = "extract.csv", encoding: str = "utf-8") -> Path:
    """An extract of these lines."""
    path = folder / name
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def map_of(folder: Path, text: str = WIDE, *, name: str = "map.toml") -> Path:
    """A map."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring_in(book: Path, source: Path, map_: Path) -> ImportOutcome:
    """An import into a file."""
    return import_measures(FileWorkbook(book), source, map_)


def imported(book: Path) -> pd.DataFrame:
    """The table of imported measures as every page reads it."""
    return Inputs(FileWorkbook(book)).frame("imported")


def figures(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """KPI, day, scope, numerator, denominator, value of each measure; None for nothing."""
    columns = ["kpi_id", "date", "scope", "numerator", "denominator", "value"]
    return [tuple(_plain(one) for one in row) for row in frame[columns].itertuples(index=False)]


def told(outcome: ImportOutcome) -> Mapping[str, str]:
    """What an import says, by code, in the workbook's language."""
    words = Catalogue(outcome.language)
    return {problem.code: words.problem(problem) for problem in outcome.problems}


def _plain(value: Any) -> object:
    if value != value or value is None:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def day(number: int, month: int = 3) -> date:
    """A day of 2026."""
    return date(2026, month, number)
