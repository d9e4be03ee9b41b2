"""A workbook made of lists, for tests and dry runs: it keeps the sheets that it is asked to draw."""

from collections.abc import Mapping, Sequence

from gouvernail.excel.port import Drawn, RawTable
from gouvernail.sheets.parts import Sheet


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
        """Keep the sheets, by key."""
        self.drawn |= {sheet.key: sheet for sheet in sheets}
        return Drawn(self._name, tuple(sheet.key for sheet in sheets))
