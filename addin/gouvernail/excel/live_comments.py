"""What people typed beside our lines, until the very moment of the writing: what the sheet holds then is what stays.

The page was computed from comments read a while ago. Whatever was typed, changed or wiped since is taken over, line by line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gouvernail.excel import cells
from gouvernail.excel.comments import Comments, read_comments
from gouvernail.excel.port import RawTable
from gouvernail.schema.kinds import Table
from gouvernail.schema.tables import TABLES
from gouvernail.sheets.parts import Cell, ListTable, Sheet
from gouvernail.words.catalogue import LANGUAGES, Catalogue

_OUTPUTS: Mapping[str, Table] = {table.name.casefold(): table for table in TABLES.values() if table.kind == "output"}
_KEPT = "_kept"


@dataclass(frozen=True)
class Commented:
    """A table of a drawn sheet with its comments.

    Args:
        key: of the table that the lines belong to: the page's own, also for the table at its foot.
        area: the table, its header included.
        line: the column of the lines' ids.
        comment: the column of the comments.
    """

    key: str
    top: int
    bottom: int
    line: int
    comment: int


def is_output(name: str) -> bool:
    """Whether a table of that name is one that Gouvernail draws."""
    return name.casefold() in _OUTPUTS


def takes_comments(name: str) -> bool:
    """Whether people comment the lines of a table of that name."""
    declared = _OUTPUTS.get(name.casefold())
    return declared is not None and _has_comments(declared)


def commented_tables(sheet: Sheet) -> list[Commented]:
    """The tables of a sheet in which people comment."""
    return [found for table in sheet.tables if (found := _commented(table)) is not None]


def _commented(table: ListTable) -> Commented | None:
    declared = _OUTPUTS.get(table.name.casefold())
    if declared is None or not _has_comments(declared):
        return None
    places = [_place(table.headers, declared.key, key) for key in (declared.unique[0], "comment")]
    if None in places:
        return None
    line, comment = (table.area.left + place for place in places if place is not None)
    return Commented(declared.key.removesuffix(_KEPT), table.area.top + 1, table.area.bottom, line, comment)


def _has_comments(declared: Table) -> bool:
    """Whether people comment its lines, and a line can be told from the others by its id."""
    return "comment" in declared.keys and bool(declared.unique)


def _place(headers: Sequence[str], table: str, column: str) -> int | None:
    ways = {cells.folded(column), *(cells.folded(Catalogue(language).column(table, column)) for language in LANGUAGES)}
    return next((at for at, header in enumerate(headers) if cells.folded(header) in ways), None)


def typed_now(raws: Mapping[str, RawTable]) -> dict[str, "Typed"]:
    """The comments of the page as it stands, by the key of their table.

    Args:
        raws: the page's tables, by name in lower case.
    """
    keys = {declared.key: raws[name] for name, declared in _OUTPUTS.items() if name in raws and _has_comments(declared)}
    own = {key.removesuffix(_KEPT) for key in keys}
    found = {}
    for key in own:
        both = {name: keys[name] for name in (key, key + _KEPT) if name in keys}
        lines = {cells.as_text(row[0] or "") for row in _lines(both, key)}
        found[key] = Typed(read_comments(both, TABLES[key]), frozenset(lines))
    return found


def _lines(raws: Mapping[str, RawTable], key: str) -> list[list[object]]:
    rows = []
    for name, raw in raws.items():
        place = _place(raw.headers, name, TABLES[key].unique[0] if name == key else "line")
        rows += [[row[place]] for row in raw.rows if place is not None]
    return rows


@dataclass(frozen=True)
class Typed:
    """The comments of one table as they stand, and the lines that are there to be commented."""

    comments: Comments
    lines: frozenset[str]


def with_comments(sheet: Sheet, typed: Mapping[str, Typed]) -> tuple[Sheet, dict[str, str]]:
    """The sheet with the comments that stand now, and those that have no line in it.

    Args:
        sheet: what is about to be drawn.
        typed: what stands, by table key.
    """
    rows = [list(line) for line in sheet.rows]
    left: dict[str, str] = {}
    tables = commented_tables(sheet)
    for key, now in typed.items():
        drawn: set[str] = set()
        for table in (one for one in tables if one.key == key):
            for row in range(table.top, table.bottom + 1):
                line = _line(rows, row, table.line)
                if not line:
                    continue
                drawn.add(line)
                if line in now.lines:
                    _put(rows, row, table.comment, now.comments.of(line))
        left |= {line: text for line, text in now.comments.by_line.items() if line not in drawn}
    return replace(sheet, rows=tuple(tuple(line) for line in rows)), left


def _line(rows: Sequence[Sequence[Cell | None]], row: int, column: int) -> str:
    cell = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
    return cells.as_text(cell.value) if cell is not None and cell.value is not None else ""


def _put(rows: list[list[Cell | None]], row: int, column: int, text: str | None) -> None:
    cell = rows[row - 1][column - 1] or Cell(None, "comment")
    rows[row - 1][column - 1] = replace(cell, value=text)


def comments_in(sheet: Sheet) -> dict[str, str]:
    """The comments that a sheet holds, by line."""
    rows = [list(line) for line in sheet.rows]
    return {
        _line(rows, row, table.line): text
        for table in commented_tables(sheet)
        for row in range(table.top, table.bottom + 1)
        if (text := _line(rows, row, table.comment))
    }
