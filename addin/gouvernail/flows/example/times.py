"""The example many times over, for benchmarks: more indicators, more scopes, more ids, as valid and as unique."""

import pandas as pd

from gouvernail.flows.example.story import example

_LARGEST_KPI_FACTOR = 10
_ID_COLUMNS = {
    "findings": ("finding_id", "action_id", "kpi_id"),
    "actions": ("action_id", "finding_id", "kpi_id"),
}
_KPI_TABLES = ("kpis", "targets", "identities", "antagonists", "rebases", "benchmarks")
_KPI_COLUMNS = ("kpi_id", "whole", "parts", "against")


def example_times(language: str, factor: int) -> dict[str, pd.DataFrame]:
    """`example`, with `factor` times its measures, actions and findings.

    The indicators are copied up to ten times (`QS`, `QS-2`…), the scopes as often as is left; actions and findings refer
    to the copies. Meetings, decisions and money are not copied. Evaluations and staffing follow
    the scopes.

    Args:
        language: "fr" or "en".
        factor: 1 or more.

    Raises:
        ValueError: `factor` is less than 1.

    Examples:
        >>> len(example_times("en", 4)["actions"]) / len(example("en")["actions"])
        4.0
    """
    if factor < 1:
        raise ValueError(factor)
    tables = example(language)
    kpis = kpi_factor(factor)
    scopes = factor // kpis
    for key in _KPI_TABLES:
        tables[key] = _copies(tables[key], _kpi_columns(tables[key]), kpis)
    measures = _copies(tables["measures"], ("kpi_id",), kpis)
    tables["measures"] = _scope_copies(measures, scopes)
    for key, columns in _ID_COLUMNS.items():
        tables[key] = _id_copies(tables[key], columns, factor, kpis)
    tables["staffing"] = _scope_copies(tables["staffing"], scopes)
    tables["evaluations"] = _copies(tables["evaluations"], ("contact_id",), scopes)
    return tables


def kpi_factor(factor: int) -> int:
    """How many times the indicators are copied: the largest divisor of `factor` that is ten at most.

    >>> kpi_factor(100), kpi_factor(4), kpi_factor(1)
    (10, 4, 1)
    """
    return max(size for size in range(1, _LARGEST_KPI_FACTOR + 1) if factor % size == 0)


def _kpi_columns(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(column for column in _KPI_COLUMNS if column in table and table[column].dtype != "float64")


def _copies(table: pd.DataFrame, columns: tuple[str, ...], factor: int) -> pd.DataFrame:
    """The table `factor` times, the ids in these columns numbered from the second copy on."""
    return pd.concat([_numbered(table, columns, copy) for copy in range(1, factor + 1)], ignore_index=True)


def _id_copies(table: pd.DataFrame, columns: tuple[str, ...], factor: int, kpis: int) -> pd.DataFrame:
    """As `_copies`, the indicators going round among their own copies."""
    ids = tuple(column for column in columns if column != "kpi_id")
    made = [_numbered(_numbered(table, ids, copy), ("kpi_id",), (copy - 1) % kpis + 1) for copy in range(1, factor + 1)]
    return pd.concat(made, ignore_index=True)


def _scope_copies(table: pd.DataFrame, factor: int) -> pd.DataFrame:
    """The table `factor` times, each copy in scopes of its own; a blank scope becomes a named one."""
    scope = table["scope"]
    others = [table.assign(scope=(scope.fillna("") + f" {copy}").str.strip()) for copy in range(2, factor + 1)]
    return pd.concat([table, *others], ignore_index=True)


def _numbered(table: pd.DataFrame, columns: tuple[str, ...], copy: int) -> pd.DataFrame:
    if copy == 1:
        return table
    return table.assign(**{column: table[column].str.replace(r"(?=;|$)", f"-{copy}", regex=True) for column in columns})
