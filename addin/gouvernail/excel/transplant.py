"""One sheet of a donor workbook put into a person's package, with all that hangs on it."""

import posixpath
import re
from copy import deepcopy
from typing import Final

from lxml import etree

from gouvernail.excel.markup import elements, written
from gouvernail.excel.package import Package
from gouvernail.excel.relations import OFFICE, Relation, free_id, relative
from gouvernail.excel.row_rewrite import rewrite_rows, rows_of, with_rows
from gouvernail.excel.sheet_rewrite import (
    Kept,
    Rewriting,
    keep_printer,
    rewrite_differential,
    rewrite_drawing,
    rewrite_formulas,
    rewrite_frame,
    rewrite_notes,
)
from gouvernail.excel.table_parts import TablePart, read_table_part, set_ids

_STEM = re.compile(r"^(.*?)\d*(\.[^.]+)$")
_WORKSHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_REWRITTEN: Final = {"table", "drawing", "chart", "comments"}


class Transplant:
    """Puts worksheets of one donor into one package.

    Args:
        host: the person's package, changed in place.
        donor: the package that was drawn.
        change: what changes in every part.
    """

    def __init__(self, host: Package, donor: Package, change: Rewriting) -> None:
        self._host, self._donor, self._change = host, donor, change
        self._base = posixpath.dirname(host.workbook)

    def new_sheet_part(self) -> str:
        """A free name for a worksheet's part."""
        return self._free("worksheets/sheet1.xml")

    def place(self, donor_part: str, part: str, kept: Kept, tables: list[TablePart]) -> None:
        """Write a donor's worksheet under this part name, and everything that hangs on it under free ones.

        Args:
            donor_part: the worksheet in the donor.
            part: where it goes; what hung on an earlier one was dropped before.
            kept: what stays of the earlier one.
            tables: the tables it held, whose numbers stay.
        """
        frame = deepcopy(self._donor.worksheet(donor_part).frame)
        rewrite_frame(frame, self._change, kept)
        printer = self._printer(donor_part, part, frame, kept)
        rows = rewrite_rows(rows_of(self._donor.chunks(donor_part)), self._change)
        self._host.put(part, with_rows(written(frame), rows))
        self._host.declare(part, _WORKSHEET_TYPE)
        self._tables = {table.name.casefold(): table for table in tables}
        self._host.put_relations(part, [*self._copy_relations(donor_part, part), *printer])

    def _printer(self, donor_part: str, part: str, frame: etree._Element, kept: Kept) -> list[Relation]:
        """The way to the printer's own settings, when they are kept and the page can point at them."""
        new = free_id({relation.id.lower() for relation in self._donor.relations(donor_part)})
        if not (kept.printer and keep_printer(frame, new)):
            return []
        return [Relation(new, OFFICE + "printerSettings", relative(part, kept.printer), kept.printer)]

    def _copy_relations(self, source: str, part: str) -> list[Relation]:
        copied = []
        for relation in self._donor.relations(source):
            if not relation.part:
                copied.append(relation)
                continue
            new = self._copy(relation)
            copied.append(Relation(relation.id, relation.kind, relative(part, new), new))
        return copied

    def _copy(self, relation: Relation) -> str:
        donor_base = posixpath.dirname(self._donor.workbook)
        new = self._free(posixpath.relpath(relation.part, donor_base))
        self._host.put(new, self._content(relation))
        self._host.declare(new, self._donor.types.of(relation.part))
        below = self._copy_relations(relation.part, new)
        if below:
            self._host.put_relations(new, below)
        return new

    def _content(self, relation: Relation) -> bytes:
        if relation.short_kind not in _REWRITTEN:
            return self._donor.read(relation.part)
        root = deepcopy(self._donor.tree(relation.part))
        if relation.short_kind == "table":
            self._number_table(root)
            rewrite_differential(root, self._change.styles)
        elif relation.short_kind == "drawing":
            rewrite_drawing(root)
        elif relation.short_kind == "comments":
            rewrite_notes(root)
        rewrite_formulas(root, self._change)
        return written(root)

    def _number_table(self, root: etree._Element) -> None:
        wanted = read_table_part(root)
        before = self._tables.get(wanted.name.casefold())
        set_ids(root, before.id if before else self._free_table_id(), before.column_ids if before else {})

    def _free_table_id(self) -> int:
        types = self._host.types
        parts = [part for part in self._host.names() if types.of(part).endswith(".table+xml")]
        taken = {read_table_part(self._host.tree(part)).id for part in parts}
        return max([*taken, *(table.id for table in self._tables.values())], default=0) + 1

    def _free(self, path: str) -> str:
        """The first free name like this one, numbered from 1."""
        wanted = posixpath.normpath(posixpath.join(self._base, path.replace("../", "")))
        found = _STEM.match(wanted)
        stem, ending = (found[1], found[2]) if found else (wanted, "")
        taken = self._host.taken()
        number = 1
        while f"{stem}{number}{ending}".lower() in taken:
            number += 1
        return f"{stem}{number}{ending}"


def drop_below(package: Package, part: str, keep: set[str]) -> None:
    """Drop the parts that nothing but this worksheet leads to; the worksheet itself stays.

    Args:
        package: the person's package, changed in place.
        part: the worksheet.
        keep: parts that stay all the same.
    """
    below = _reachable(package, [relation.part for relation in package.relations(part)], without="")
    others = _reachable(package, [""], without=part)
    for name in sorted(below - others - {part.lower()} - {name.lower() for name in keep}):
        package.drop(name)
    package.put_relations(part, [])


def _reachable(package: Package, start: list[str], without: str) -> set[str]:
    seen: set[str] = set()
    waiting = [part for part in start if not part or package.has(part)]
    while waiting:
        part = waiting.pop().lower()
        if part in seen or (without and part == without.lower()):
            continue
        seen.add(part)
        waiting += [r.part for r in package.relations(part) if r.part and package.has(r.part)]
    return seen


def shared_strings(package: Package) -> tuple[etree._Element, ...]:
    """A package's shared strings, each an `si` element."""
    parts = package.related(package.workbook, "sharedStrings")
    return tuple(elements(package.tree(parts[0]))) if parts and package.has(parts[0]) else ()
