"""The sheet of imported measures: ours to write, people's to read; each line says where it comes from and what is doubtful."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from gouvernail.schema.kinds import Column
from gouvernail.schema.outputs import IMPORTED
from gouvernail.sheets.parts import Area, Cell, Condition, ListTable, Print, Sheet, StyleName
from gouvernail.words.catalogue import Catalogue

HEADER_ROW: Final = 4
FIRST_ROW: Final = HEADER_ROW + 1
LAST_ROW: Final = 1_048_576
"""The last row of a sheet."""
DOUBT: Final = "▲"
"""How a remark begins that makes a figure "to check"."""

_STYLES: Mapping[str, StyleName] = {"date": "date", "number": "number", "quantity": "number", "flag": "center"}
_WHOLE, _DECIMAL = "#,##0", "#,##0.0###"
_WIDTHS = {"remarks": 74.0, "source": 26.0}
_SCOPE_WIDTHS = (18.0, 54.0)
_RULED: Final = 50_000
"""How many lines keep a rule under their blank cells; a longer sheet would weigh too much."""


def is_doubtful(remarks: "pd.Series[str]") -> "pd.Series[bool]":
    """Which measures a remark makes "to check"."""
    return remarks.str.startswith(DOUBT).fillna(value=False).astype(bool)


def imported_sheet(measures: pd.DataFrame, units: Mapping[str, str], words: Catalogue) -> Sheet:
    """The sheet of imported measures.

    Args:
        measures: as declared in `schema.outputs.IMPORTED`, in the order of the sheet; percentages in points.
        units: each KPI's unit.
        words: the language.

    Returns:
        the sheet; its first measure stands in row `FIRST_ROW`. Percentages of at most one point are written as Excel's own
        (0.003 shown 0.3 %): they are read back as such. See docs/adr/0007-percentages.md.
    """
    headers = tuple(words.column(IMPORTED.key, column.key) for column in IMPORTED)
    head = [
        (Cell(words.sheet("imported"), "title"),),
        (Cell(words.say("imports.hint"), "subtitle"),),
        (),
        tuple(_header(column.kind, header) for column, header in zip(IMPORTED, headers, strict=True)),
    ]
    columns = [_column(column.key, column.kind, measures, units, words) for column in IMPORTED]
    if len(measures) <= _RULED:
        columns = [_ruled(cells, column.kind) for cells, column in zip(columns, IMPORTED, strict=True)]
    body = list(zip(*columns, strict=True)) or [(Cell(None, "text"),) * len(headers)]
    bottom = HEADER_ROW + len(body)
    return Sheet(
        "imported",
        words.sheet("imported"),
        (*head, *body),
        widths=tuple(_width(column, measures) for column in IMPORTED),
        heights={1: 30, HEADER_ROW: 32},
        tables=(ListTable(IMPORTED.name, Area(HEADER_ROW, 1, bottom, len(headers)), headers),),
        conditions=(Condition(Area(FIRST_ROW, len(headers), bottom, len(headers)), DOUBT, "amber"),),
        frozen=(HEADER_ROW, 0),
        print=Print(title_rows=(HEADER_ROW, HEADER_ROW), footer="&C&8&A&R&8&P/&N"),
        tab_colour="1F3A5F",
    )


def _width(column: Column, measures: pd.DataFrame) -> float:
    if column.key != "scope":
        return _WIDTHS.get(column.key, float(column.width))
    longest = max((len(scope) for scope in measures["scope"].dropna().unique()), default=0)
    return min(max(_SCOPE_WIDTHS[0], longest + 2.0), _SCOPE_WIDTHS[1])


def _ruled(cells: list[Cell | None], kind: str) -> list[Cell | None]:
    blank = Cell(None, _STYLES.get(kind, "text"))
    return [blank if cell is None else cell for cell in cells]


def _header(kind: str, label: str) -> Cell:
    return Cell(label, "header_number" if kind in {"number", "quantity"} else "header")


def _column(key: str, kind: str, measures: pd.DataFrame, units: Mapping[str, str], words: Catalogue) -> list[Cell | None]:
    """One column's cells; what stands on many lines is made once."""
    values = measures[key].tolist()
    if key == "value":
        formats = _value_formats(measures, units)
        return [_cell(one, "number", *formats.get(kpi, ("", 1.0))) for one, kpi in zip(values, measures["kpi_id"], strict=True)]
    style = _STYLES.get(kind, "text")
    made: dict[Hashable, Cell | None] = {}
    for value in dict.fromkeys(values):
        made[value] = _plain(key, value, style, words)
    return [made[value] for value in values]


def _plain(key: str, value: Any, style: StyleName, words: Catalogue) -> Cell | None:
    if _missing(value) or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return Cell(value.date(), style)
    if key == "grain":
        return Cell(words.choice("Grain", value), style)
    if key == "validated":
        return Cell(words.choice("flag", "true" if value else "false"), style)
    return _cell(value, style) if isinstance(value, float) else Cell(value, style)


def _cell(value: float, style: StyleName, number_format: str = "", share: float = 1.0) -> Cell | None:
    if _missing(value):
        return None
    return Cell(value * share, style, number_format or (_WHOLE if value.is_integer() else _DECIMAL))


def _value_formats(measures: pd.DataFrame, units: Mapping[str, str]) -> dict[str, tuple[str, float]]:
    """How the values of each percentage are written, and what they are multiplied by."""
    largest = measures["value"].abs().groupby(measures["kpi_id"]).max()
    return {
        str(kpi): ("0.0##%", 0.01) if most <= 1 else ('0.0##" %"', 1.0)
        for kpi, most in largest.items()
        if units.get(str(kpi)) == "%"
    }


def _missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value
