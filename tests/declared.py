"""Frames as the reader gives them: every declared column, its dtype, and the row each line stands on."""

from typing import Any

import pandas as pd

from gouvernail.schema import inputs
from gouvernail.schema.kinds import Column

_DTYPES = {
    "number": "float64",
    "time": "float64",
    "quantity": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "date": "datetime64[us]",
}
_TABLES = {table.key: table for table in inputs.INPUTS}


def declared(key: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Table ``key`` holding ``rows``; a key that is not a column of the table fails, a column not given is blank."""
    table = _TABLES[key]
    unknown = {name for row in rows for name in row} - {*table.keys, "row"}
    assert not unknown, f"{key} has no column {unknown}"
    frame = pd.DataFrame({column.key: _column(column, rows) for column in table})
    frame["row"] = pd.Series([row.get("row", at) for at, row in enumerate(rows, start=2)], dtype="int64")
    frame["origin"] = pd.Series([key] * len(rows), dtype="str")
    return frame


def _column(column: Column, rows: tuple[dict[str, Any], ...]) -> pd.Series:
    values = [row.get(column.key) for row in rows]
    dtype = _DTYPES.get(column.kind, "str")
    if dtype == "datetime64[us]":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype=dtype)
    return pd.Series(values, dtype=dtype)
