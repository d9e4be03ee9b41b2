"""What people typed in the comment column of our tables, by line: kept whatever else changed on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gouvernail.excel import cells
from gouvernail.excel.port import RawTable
from gouvernail.schema.kinds import Table
from gouvernail.words.catalogue import LANGUAGES, Catalogue


@dataclass(frozen=True)
class Comments:
    """Comments by line id, the lines of the page and those at its foot together."""

    by_line: Mapping[str, str] = field(default_factory=dict)

    def of(self, line: object) -> str | None:
        """What was typed beside a line; None when nothing was."""
        return self.by_line.get(str(line))

    def without_line(self, lines: Iterable[object]) -> dict[str, str]:
        """The comments whose line is no longer drawn, for the foot of the page."""
        known = {str(line) for line in lines}
        return {line: text for line, text in self.by_line.items() if line not in known}


def read_comments(raws: Mapping[str, RawTable], table: Table) -> Comments:
    """The comments of a table of ours and of the table at the foot of its page.

    Read leniently: only the line's id and the comment matter; nothing that people did to the other columns can lose one.
    Two comments on one line are both kept.
    """
    found: dict[str, str] = {}
    for key, raw in raws.items():
        line = _place(raw, key, table.unique[0] if key == table.key else "line")
        comment = _place(raw, key, "comment")
        if line is None or comment is None:
            continue
        for row in raw.rows:
            name, text = cells.as_text(row[line]), _typed(row[comment])
            if text:
                kept = found.get(name, "")
                found[name] = text if kept in ("", text) else f"{kept}\n{text}"
    return Comments(found)


def _typed(value: object) -> str:
    """A comment as it was typed, line ends included; a number or a date as people read it."""
    return value.strip() if isinstance(value, str) else cells.as_text(value)


def _place(raw: RawTable, table: str, column: str) -> int | None:
    headers = {cells.folded(header): place for place, header in enumerate(raw.headers)}
    ways = [column, *(cells.folded(Catalogue(language).column(table, column)) for language in LANGUAGES)]
    return next((headers[way] for way in ways if way in headers), None)
