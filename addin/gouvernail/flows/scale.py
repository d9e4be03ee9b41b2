"""Quantities come to the unit of their KPI: percentages to points, whether typed `92 %`, `92` or kept by Excel as 0.92.

Excel stores what people type as `92 %` as 0.92, and nothing in the value tells it from a typed 0.92. So in a KPI whose unit
is `%`, a number of at most 1 is read as Excel's own percentage, and a larger one as points; a tolerance or a dead band, always
small, is read as Excel's percentage below 0.2. A text with its per cent sign is exact. See docs/adr/0007-percentages.md.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from gouvernail.excel.reading import ReadTable
from gouvernail.problems import Effect, Problem

_LARGEST_FRACTION = 1.0
_LARGEST_TOLERANCE = 0.2
_SMALL = {"tolerance", "dead_band"}
_SERIES = {"measures", "imported", "benchmarks"}


def in_kpi_unit(table: ReadTable, kpis: pd.DataFrame) -> ReadTable:
    """The table with its quantities in the unit of each row's KPI.

    A per cent sign on a KPI of another unit is reported, and the row set aside. In a series of measures the scale is one
    for the whole KPI: a low rate among higher ones stays what it is.
    """
    frame = table.frame.copy()
    units = frame["kpi_id"].str.casefold().map(dict(zip(kpis["kpi_id"].str.casefold(), kpis["unit"], strict=True)))
    share = units.eq("%").fillna(value=False).to_numpy(dtype=bool)
    problems, wrong = [], np.zeros(len(frame), dtype=bool)
    for key in table.percent.columns:
        marked = table.percent[key].to_numpy(dtype=bool)
        misfit = marked & ~share & units.notna().to_numpy(dtype=bool)
        problems += [_misfit(table, frame, units, line, key) for line in np.flatnonzero(misfit).tolist()]
        wrong |= misfit
        fraction = share & (marked | _fractions(frame, key, series=table.table.key in _SERIES))
        frame[key] = frame[key].where(~fraction, frame[key] * 100)
    return replace(
        table,
        frame=frame[~wrong].reset_index(drop=True),
        percent=table.percent[~wrong].reset_index(drop=True),
        problems=(*table.problems, *problems),
        set_aside=table.set_aside + int(wrong.sum()),
    )


def _fractions(frame: pd.DataFrame, key: str, *, series: bool) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    size = frame[key].abs()
    if key in _SMALL:
        return (size < _LARGEST_TOLERANCE).to_numpy(dtype=bool)
    if series:
        size = size.groupby(frame["kpi_id"].str.casefold()).transform("max")
    return (size <= _LARGEST_FRACTION).to_numpy(dtype=bool)


def _misfit(table: ReadTable, frame: pd.DataFrame, units: "pd.Series[str]", line: int, key: str) -> Problem:
    facts = {
        "column": key,
        "found": f"{frame[key].iloc[line] * 100:g} %",
        "kpi": str(frame["kpi_id"].iloc[line]),
        "unit": str(units.iloc[line]),
    }
    return Problem("scale.percent", table.where(int(frame["row"].iloc[line]), key), facts, Effect.ROW, table.table.key)
