"""What stands on a page besides its cells, so that nothing a person put there is dropped without a word."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from lxml import etree

from gouvernail.excel.markup import DRAWING, X14, elements, local, main
from gouvernail.excel.package import Package
from gouvernail.excel.table_parts import read_table_part

OBJECT_NAME: Final = "Gouvernail"
"""How the name of a chart or picture of ours begins."""
_ANCHORS = {"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"}
_NOT_A_NOTE = re.compile(rb'ObjectType\s*=\s*"(?!Note")')


@dataclass(frozen=True)
class Contents:
    """What a page holds besides the values of its cells.

    Args:
        notes: the notes as (cell, text).
        objects: the names of charts, pictures and shapes.
        tables: the Excel tables as (name, headers).
        rules: how many conditional formats.
        lists: how many data validations.
        links: how many links.
        sparklines: how many groups of sparklines.
    """

    notes: tuple[tuple[str, str], ...] = ()
    objects: tuple[str, ...] = ()
    tables: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rules: int = 0
    lists: int = 0
    links: int = 0
    sparklines: int = 0


@dataclass(frozen=True)
class Record:
    """What was drawn last time, as the workbook remembers it.

    Args:
        notes: a short fingerprint of each note.
        tables: one of all the tables, their names and headers.
        counts: how many objects, conditional formats, validations, links and groups of sparklines.
        rows: which cells were drawn, as `occupancy.written_rows` writes it.
    """

    notes: Counter[str]
    tables: str
    counts: tuple[int, ...]
    rows: str = ""

    @property
    def text(self) -> str:
        """As it is kept in the workbook, read back by `read_record`."""
        notes = ",".join(sorted(self.notes.elements()))
        return f"1;{'.'.join(map(str, self.counts))};{self.tables};{notes};{self.rows}"


def record_of(contents: Contents, rows: str = "") -> Record:
    """What to remember of a page."""
    notes = Counter(fingerprint(text) for _, text in contents.notes)
    counts = (len(contents.objects), contents.rules, contents.lists, contents.links, contents.sparklines)
    tables = fingerprint("\n".join("\t".join((name, *headers)) for name, headers in sorted(contents.tables)))
    return Record(notes, tables, counts, rows)


def read_record(text: str) -> Record | None:
    """What a workbook remembers; None when it has been lost or is not understood."""
    parts = text.split(";")
    if len(parts) != 5 or parts[0] != "1":
        return None
    counts = tuple(int(count) for count in parts[1].split(".") if count.isdigit())
    notes = Counter(note for note in parts[3].split(",") if note)
    return Record(notes, parts[2], counts, parts[4]) if len(counts) == 5 else None


def fingerprint(text: str) -> str:
    """Four hexadecimal digits that tell a text from another, whatever its spaces."""
    return sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:4]


def contents_of(package: Package, part: str) -> Contents:
    """What a worksheet holds besides the values of its cells."""
    root = package.worksheet(part).frame
    objects = [name for drawing in package.related(part, "drawing") for name in _objects(package.tree(drawing))]
    objects += [OBJECT_NAME for e in elements(root) if local(e) in {"picture", "legacyDrawingHF"}]
    tables = [read_table_part(package.tree(table)) for table in package.related(part, "table")]
    return Contents(
        notes=tuple(_notes(package, part)),
        objects=tuple(objects),
        tables=tuple((table.name, table.headers) for table in tables),
        rules=_count_rules(root),
        lists=_count(root, main("dataValidation"), f"{{{X14}}}dataValidation"),
        links=_count(root, main("hyperlink")),
        sparklines=_count(root, f"{{{X14}}}sparklineGroup"),
    )


def holds_controls(package: Package, part: str) -> bool:
    """Whether the old-style drawing holds anything but notes: a button, a list."""
    return any(_NOT_A_NOTE.search(package.read(vml)) for vml in package.related(part, "vmlDrawing") if package.has(vml))


def _notes(package: Package, part: str) -> Iterator[tuple[str, str]]:
    for comments in package.related(part, "comments"):
        for note in package.tree(comments).iter(main("comment")):
            yield note.get("ref", ""), "".join(t.text or "" for t in note.iter(main("t")))


def _objects(drawing: etree._Element) -> Iterator[str]:
    for anchor in elements(drawing):
        if local(anchor) in _ANCHORS or local(anchor) == "AlternateContent":
            named = next(anchor.iter(f"{{{DRAWING}}}cNvPr"), None)
            yield named.get("name", "") if named is not None else ""


def _count(root: etree._Element, *tags: str) -> int:
    return sum(1 for _ in root.iter(*tags))


def _count_rules(root: etree._Element) -> int:
    """The main rules, and those of 2010 that complete none of them."""
    completed = {(e.text or "").strip() for e in root.iter(f"{{{X14}}}id")}
    alone = sum(1 for e in root.iter(f"{{{X14}}}cfRule") if e.get("id") not in completed)
    return _count(root, main("cfRule")) + alone
