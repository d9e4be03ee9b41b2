"""Tables as a workbook gives them to the reader, out of literal cells."""

from gouvernail.excel.port import RawTable
from gouvernail.schema.tables import TABLES
from gouvernail.words.catalogue import Catalogue, Language

FIRST_ROW = 5


def raw(key, headers, *rows, sheet="Saisie", first_column=2, errors=(), uncached=(), date1904=False):
    """The table `gv_<key>`: its headers in row 4, its rows from row 5, its first column in B.

    Args:
        headers: separated by `|`, as people read them.
        rows: one list of cells each.
        errors: by (row of the sheet, column of the sheet), as `RawTable` has them.
        uncached: the same, for formulas that nobody computed.
    """
    names = [one.strip() for one in headers.split("|")]
    lines = [["" if cell is None else cell for cell in row] for row in rows]
    assert all(len(line) == len(names) for line in lines)
    return RawTable(TABLES[key].name, sheet, FIRST_ROW, first_column, names, lines, dict(errors), frozenset(uncached), date1904)


def raw_of(key: str, language: Language, *rows, **more):
    """The whole table with every declared column under its label; `rows` are mappings by column key."""
    words, table = Catalogue(language), TABLES[key]
    for row in rows:
        unknown = set(row) - set(table.keys)
        assert not unknown, f"{key} has no column {unknown}"
    headers = "|".join(words.column(key, column.key) for column in table)
    return raw(key, headers, *([row.get(column) for column in table.keys] for row in rows), **more)
