"""The workbook part: its sheets, its defined names, its calculation; read and changed in place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from gouvernail.excel.markup import RELATION_ID, child, elements, is_true, local, main
from gouvernail.excel.package import Package
from gouvernail.excel.relations import OFFICE, Relation, add_relation, free_id, relative, rels_name

_BEFORE_NAMES: Final = ("sheets", "functionGroups", "externalReferences")
_BEFORE_CALCULATION: Final = (*_BEFORE_NAMES, "definedNames")
_REFERENCE = re.compile(r"^\s*(?:'((?:[^']|'')+)'|([^'!]+))!(.+)$", re.DOTALL)
_LARGEST_SHEET_ID = 65_534


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook part lists it.

    Args:
        name: on its tab.
        kind: `worksheet`, `chartsheet`, `dialogsheet`, `macrosheet`; empty when no part stands behind it.
        part: the part's name; empty likewise.
        position: its place among all the sheets, from 0, as local names count it.
    """

    name: str
    kind: str
    part: str
    position: int


class WorkbookPart:
    """The workbook part of a package."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.root = package.tree(package.workbook)

    @property
    def sheets(self) -> list[SheetEntry]:
        """Every sheet, in the order of the tabs."""
        relations = {relation.id: relation for relation in self._package.relations(self._package.workbook)}
        found = []
        for position, element in enumerate(self._sheet_elements()):
            relation = relations.get(element.get(RELATION_ID, ""))
            there = relation is not None and self._package.has(relation.part)
            kind, part = (relation.short_kind, relation.part) if relation is not None and there else ("", "")
            found.append(SheetEntry(element.get("name", ""), kind, part, position))
        return found

    def sheet(self, name: str) -> SheetEntry | None:
        """The sheet of that name, whatever its case."""
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == name.casefold()), None)

    @property
    def date1904(self) -> bool:
        """Whether days are counted from 1904."""
        properties = child(self.root, "workbookPr")
        return properties is not None and is_true(properties.get("date1904"))

    @property
    def locked(self) -> bool:
        """Whether the structure is protected: no sheet may be added."""
        protection = child(self.root, "workbookProtection")
        return protection is not None and is_true(protection.get("lockStructure"))

    def add_sheet(self, name: str, part: str) -> SheetEntry:
        """List a new worksheet after all the others."""
        root = self._package.tree(rels_name(self._package.workbook))
        new = free_id({relation.id.lower() for relation in self._package.relations(self._package.workbook)})
        add_relation(root, Relation(new, OFFICE + "worksheet", relative(self._package.workbook, part), part))
        self._package.changed(rels_name(self._package.workbook))
        sheets = self._container("sheets", ())
        element = etree.SubElement(sheets, main("sheet"))
        element.set("name", name)
        element.set("sheetId", str(self._free_sheet_id()))
        element.set(RELATION_ID, new)
        return SheetEntry(name, "worksheet", part, len(self._sheet_elements()) - 1)

    def names(self) -> Iterator[etree._Element]:
        """The defined names' elements."""
        container = child(self.root, "definedNames")
        return iter([e for e in elements(container) if local(e) == "definedName"] if container is not None else [])

    def global_name(self, name: str) -> etree._Element | None:
        """The workbook's own name of that spelling, whatever its case; a sheet's local names don't count."""
        wanted = name.casefold()
        found = (e for e in self.names() if e.get("name", "").casefold() == wanted and e.get("localSheetId") is None)
        return next(found, None)

    def set_global_name(self, name: str, text: str) -> None:
        """Define a hidden name of the workbook."""
        element = self.global_name(name)
        if element is None:
            element = self._new_name(name)
            element.set("hidden", "1")
        element.text = text

    def set_local_name(self, name: str, position: int, text: str, *, hidden: bool) -> None:
        """Define a name of one sheet, such as its print area."""
        element = self._local_name(name, position)
        if element is None:
            element = self._new_name(name)
            element.set("localSheetId", str(position))
            if hidden:
                element.set("hidden", "1")
        element.text = text

    def remove_local_name(self, name: str, position: int) -> None:
        """Forget a name of one sheet."""
        element = self._local_name(name, position)
        if element is not None:
            container = element.getparent()
            assert container is not None
            container.remove(element)
            if not len(container):
                self.root.remove(container)

    def recalculate_on_open(self) -> None:
        """Have Excel compute every formula when it opens the file."""
        self._container("calcPr", _BEFORE_CALCULATION).set("fullCalcOnLoad", "1")

    def _sheet_elements(self) -> list[etree._Element]:
        container = child(self.root, "sheets")
        return [e for e in elements(container) if local(e) == "sheet"] if container is not None else []

    def _free_sheet_id(self) -> int:
        taken = {int(e.get("sheetId", "0")) for e in self._sheet_elements() if e.get("sheetId", "0").isdigit()}
        highest = max(taken, default=0)
        if highest < _LARGEST_SHEET_ID:
            return highest + 1
        return next(number for number in range(1, _LARGEST_SHEET_ID) if number not in taken)

    def _local_name(self, name: str, position: int) -> etree._Element | None:
        found = (e for e in self.names() if e.get("name") == name and e.get("localSheetId") == str(position))
        return next(found, None)

    def _new_name(self, name: str) -> etree._Element:
        element = etree.SubElement(self._container("definedNames", _BEFORE_NAMES), main("definedName"))
        element.set("name", name)
        return element

    def _container(self, tag: str, after: tuple[str, ...]) -> etree._Element:
        found = child(self.root, tag)
        if found is not None:
            return found
        place = max((i for i, e in enumerate(self.root) if local(e) in after), default=-1) + 1
        element = etree.Element(main(tag))
        self.root.insert(place, element)
        return element


def quoted(name: str) -> str:
    """A sheet's name as a formula writes it.

    >>> quoted("L'écart")
    "'L''écart'"
    """
    return "'" + name.replace("'", "''") + "'"


def split_reference(text: str) -> tuple[str, str] | None:
    """The sheet and the cells of a reference; None when it is not one of a single sheet, or leads nowhere any more.

    >>> split_reference("'L''écart'!$A$1:$C$9"), split_reference("#REF!$A$1"), split_reference("42")
    (("L'écart", '$A$1:$C$9'), None, None)
    """
    found = _REFERENCE.match(text)
    if found is None or "#REF!" in text:
        return None
    quoted_name, plain, cells = found.groups()
    return (quoted_name.replace("''", "'") if quoted_name else plain), cells
