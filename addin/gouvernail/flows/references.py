"""A row that names another table's row which does not exist is said, with its cell; the rules decide what it costs."""

from collections.abc import Iterator, Mapping

import numpy as np

from gouvernail.excel.reading import ReadTable
from gouvernail.problems import Effect, Problem
from gouvernail.schema.kinds import Column


def check_references(tables: Mapping[str, ReadTable]) -> list[Problem]:
    """The references that lead nowhere, among the tables that were read; a table that is absent is not asked."""
    return [
        problem
        for table in tables.values()
        for column in table.table
        if column.refers_to in tables and tables[column.refers_to].present and column.key in table.columns
        for problem in _unknown(table, column, tables[column.refers_to])
    ]


def _unknown(table: ReadTable, column: Column, other: ReadTable) -> Iterator[Problem]:
    known = set(other.frame[other.table.unique[0]].str.casefold())
    named = table.frame[column.key].str.split(";").explode().astype("str") if column.many else table.frame[column.key]
    strange = {name for name in named.dropna().unique() if name.casefold() not in known}  # few names, on many lines
    for line in np.flatnonzero(named.isin(strange).to_numpy(dtype=bool)).tolist() if strange else ():
        row = int(table.frame["row"].loc[named.index[line]])
        facts = {"column": column.key, "found": str(named.iloc[line]), "other": other.table.key}
        yield Problem("reference.unknown", table.where(row, column.key), facts, Effect.NOTICE, table.table.key)
