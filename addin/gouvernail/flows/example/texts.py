"""The example's words in one language: `example.toml`, and the indicators' own `kpis.toml`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from gouvernail.schema.inputs import INPUTS
from gouvernail.schema.kinds import Kind
from gouvernail.words.catalogue import LANGUAGES, Language, subject

_DTYPES: dict[Kind, str] = {
    "number": "float64",
    "quantity": "float64",
    "time": "float64",
    "integer": "Int64",
    "flag": "boolean",
    "date": "datetime64[us]",
}
_TABLES = {table.key: table for table in INPUTS}


def language_of(name: str) -> Language:
    """The language of that name; ValueError when there is none."""
    for language in LANGUAGES:
        if language == name:
            return language
    raise ValueError(name)


def words(language: Language) -> Mapping[str, Any]:
    """The story's words."""
    return subject(language, "example")


def kpi_words(language: Language) -> Mapping[str, Any]:
    """The indicators' words, by id, and the label of each unit under `units`."""
    return subject(language, "kpis")


def _plain(value: Any) -> Any:
    """A choice as its key, not as our own type."""
    return value.value if isinstance(value, StrEnum) else value


def frame(table: str, rows: "list[dict[str, Any]] | pd.DataFrame") -> pd.DataFrame:
    """Rows as the table's frame: every declared column, in order, with the dtype that a reader would give.

    Raises:
        KeyError: a row holds a column that the table does not declare.

    Examples:
        >>> frame("priorities", [{"priority_id": "P-1"}]).dtypes.astype("str").to_dict()
        {'priority_id': 'str', 'statement': 'str'}
    """
    declared = _TABLES[table]
    given = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    unknown = set(given.columns) - set(declared.keys)
    if unknown:
        raise KeyError(f"{table}: {sorted(unknown)}")
    given = given.reindex(columns=list(declared.keys)).reset_index(drop=True).map(_plain)
    return given.astype({column.key: _DTYPES.get(column.kind, "str") for column in declared})
