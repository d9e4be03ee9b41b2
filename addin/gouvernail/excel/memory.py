"""A workbook made of lists, for tests and dry runs: it keeps the sheets that it is asked to draw, and reads them back."""

from collections.abc import Mapping, Sequence

from gouvernail.excel.port import Drawn, RawTable
from gouvernail.sheets.parts import ListTable, Sheet


class MemoryWorkbook:
    """Tables in, sheets out; nothing touches a disk."""

    def __init__(self, tables: Mapping[str, RawTable], name: str = "memory") -> None:
        self._tables = dict(tables)
        self._name = name
        self.drawn: dict[str, Sheet] = {}

    @property
    def name(self) -> str:
        """What it was called when made."""
        return self._name

    def table_names(self) -> Sequence[str]:
        """The names of its tables."""
        return tuple(self._tables)

    def headers(self, name: str) -> Sequence[str]:
        """The column names of one of its tables."""
        return self._tables[name].headers

    def table(self, name: str) -> RawTable:
        """One of its tables."""
        return self._tables[name]

    def draw(self, sheets: Sequence[Sheet], *, backups: int = 0) -> Drawn:  # noqa: ARG002 - nothing to keep here
        """Keep the sheets, by key, and their tables, as the next run reads them."""
        for table in (table for sheet in sheets if sheet.key in self.drawn for table in self.drawn[sheet.key].tables):
            self._tables.pop(table.name, None)
        self.drawn |= {sheet.key: sheet for sheet in sheets}
        self._tables |= {table.name: _read(sheet, table) for sheet in sheets for table in sheet.tables}
        return Drawn(self._name, tuple(sheet.key for sheet in sheets))


def _read(sheet: Sheet, table: ListTable) -> RawTable:
    """A drawn table's cells, as a workbook gives them."""
    area = table.area
    block = [line[area.left - 1 : area.right] for line in sheet.rows[area.top : area.bottom]]
    rows: list[list[object]] = [["" if cell is None or cell.value is None else cell.value for cell in line] for line in block]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    return RawTable(table.name, sheet.title, area.top + 1, area.left, list(table.headers), rows)
