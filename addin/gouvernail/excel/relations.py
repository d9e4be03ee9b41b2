"""Relationships: which part leads to which, as the package's `.rels` parts say."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from lxml import etree

from gouvernail.excel.markup import PACKAGE_RELATIONS, elements, written

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
SIGNATURE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"


@dataclass(frozen=True)
class Relation:
    """One relationship of a part.

    Args:
        id: what the part calls it, such as `rId1`.
        kind: the whole type address.
        target: what the file says, relative or absolute.
        part: the name of the part it leads to; empty when it leads outside the package.
    """

    id: str
    kind: str
    target: str
    part: str

    @property
    def short_kind(self) -> str:
        """The last word of the type: `worksheet`, `table`, `pivotTable`."""
        return self.kind.rpartition("/")[2]


def rels_name(part: str) -> str:
    """Where a part's relationships are kept; the package's own for the part `""`.

    >>> rels_name("xl/workbook.xml"), rels_name("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def part_of_rels(name: str) -> str:
    """The part that a `.rels` part belongs to.

    >>> part_of_rels("xl/_rels/workbook.xml.rels"), part_of_rels("_rels/.rels")
    ('xl/workbook.xml', '')
    """
    folder, _, file = name.rpartition("/")
    parent = folder.removesuffix("_rels").rstrip("/")
    own = file.removesuffix(".rels")
    return f"{parent}/{own}" if parent and own else own


def resolved(source: str, target: str) -> str:
    """The part that a target names, seen from the part that says it.

    >>> resolved("xl/worksheets/sheet1.xml", "../tables/table1.xml"), resolved("xl/workbook.xml", "/xl/styles.xml")
    ('xl/tables/table1.xml', 'xl/styles.xml')
    """
    path = unquote(target.replace("\\", "/").partition("#")[0])
    if not path.startswith("/"):
        path = posixpath.join("/", posixpath.dirname(source), path)
    return posixpath.normpath(path).lstrip("/")


def relative(source: str, part: str) -> str:
    """How a part names another one.

    >>> relative("xl/worksheets/sheet1.xml", "xl/tables/table1.xml")
    '../tables/table1.xml'
    """
    return posixpath.relpath("/" + part, posixpath.join("/", posixpath.dirname(source)))


def read_relations(root: etree._Element, source: str) -> Iterator[Relation]:
    """The relationships that a `.rels` part declares."""
    for element in elements(root):
        target = element.get("Target", "")
        outside = element.get("TargetMode", "").lower() == "external"
        part = "" if outside else resolved(source, target)
        yield Relation(element.get("Id", ""), element.get("Type", ""), target, part)


def write_relations(relations: list[Relation]) -> bytes:
    """A `.rels` part's bytes."""
    root = etree.fromstring(f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>')
    for relation in relations:
        add_relation(root, relation)
    return written(root)


def add_relation(root: etree._Element, relation: Relation) -> None:
    """Append one relationship to a `.rels` tree."""
    element = etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship")
    element.set("Id", relation.id)
    element.set("Type", relation.kind)
    element.set("Target", relation.target)
    if not relation.part:
        element.set("TargetMode", "External")


def free_id(taken: set[str]) -> str:
    """The next unused relationship id."""
    number = 1
    while f"rid{number}" in taken:
        number += 1
    return f"rId{number}"
