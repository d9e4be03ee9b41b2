"""An Office package: its parts by name, what they are, what leads to what; changed parts beside untouched ones."""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from gouvernail.excel import content_types
from gouvernail.excel.archive import Entry, joined, opened, packed, same_content
from gouvernail.excel.content_types import ContentTypes
from gouvernail.excel.markup import parsed, written
from gouvernail.excel.refusals import refused
from gouvernail.excel.relations import (
    OFFICE,
    SIGNATURE,
    STRICT,
    Relation,
    part_of_rels,
    read_relations,
    rels_name,
    write_relations,
)
from gouvernail.excel.worksheet import Worksheet, read_worksheet

_FAMILIES: Final = ("spreadsheetml", "vnd.ms-excel")


class Package:
    """The parts of a workbook file.

    Part names have no leading slash; they are compared without case, as the format asks. A part that was not put
    again keeps its packed bytes. Parts put under a name that the file had keep its place; new ones come last.

    Args:
        data: the file's bytes.
        name: the file's name, for the sentences.

    Raises:
        WorkbookRefused: see `archive.opened`; also `file.not_a_workbook`, `file.strict`, `file.signed`,
            `file.binary`, `file.doctype`, `file.damaged`.
    """

    def __init__(self, data: bytes, name: str = "") -> None:
        self.name = name
        self._entries: dict[str, Entry] = {_key(entry.name): entry for entry in opened(data, name)}
        self._places = {key: place for place, key in enumerate(self._entries)}
        self._dropped: set[str] = set()
        self._trees: dict[str, etree._Element] = {}
        self._worksheets: dict[str, Worksheet] = {}
        self._relations: dict[str, list[Relation]] = {}
        if not self.has(content_types.PART):
            raise refused("file.not_a_workbook", name=name)
        self.workbook = self._find_workbook()

    def has(self, part: str) -> bool:
        """Whether the part is there."""
        return _key(part) in self._entries

    def names(self) -> list[str]:
        """Every part's name, as the file spells it, in the file's order."""
        return [entry.name.lstrip("/") for entry in self._entries.values()]

    def entry(self, part: str) -> Entry:
        """The part as it is packed; refused as damaged when it is missing."""
        found = self._entries.get(_key(part))
        if found is None:
            raise refused("file.damaged", name=self.name, part=part)
        return found

    def read(self, part: str) -> bytes:
        """The part's content."""
        return self.entry(part).content(self.name)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part's content, piece by piece."""
        return self.entry(part).chunks(self.name)

    def tree(self, part: str) -> etree._Element:
        """The part as a tree, parsed once and shared: change it, then say `changed(part)`."""
        key = _key(part)
        if key not in self._trees:
            entry = self.entry(part)
            self._trees[key] = parsed(entry.content(self.name), entry.name, self.name)
        return self._trees[key]

    def worksheet(self, part: str) -> Worksheet:
        """The part as a worksheet, read once and shared: what stands around its rows, and which cells they hold."""
        key = _key(part)
        if key not in self._worksheets:
            entry = self.entry(part)
            self._worksheets[key] = read_worksheet(entry.chunks(self.name), part=entry.name, name=self.name)
        return self._worksheets[key]

    def changed(self, part: str) -> None:
        """Take the part's tree as its content from now on."""
        self._store(part, written(self.tree(part)))

    def put(self, part: str, content: bytes | Iterable[bytes]) -> None:
        """Give a part this content, whole or in pieces. The same content as before leaves its packed bytes as they are."""
        self._trees.pop(_key(part), None)
        self._worksheets.pop(_key(part), None)
        self._store(part, content)

    def drop(self, part: str) -> None:
        """Remove a part and its relationships."""
        for key in (_key(part), _key(rels_name(part))):
            self._entries.pop(key, None)
            self._trees.pop(key, None)
            self._worksheets.pop(key, None)
            self._dropped.add(key)
        self._relations.pop(_key(part), None)

    @property
    def types(self) -> ContentTypes:
        """What each part is."""
        return ContentTypes(self.tree(content_types.PART))

    def declare(self, part: str, kind: str) -> None:
        """Say what a part is."""
        if self.types.declare(part, kind):
            self.changed(content_types.PART)

    def relations(self, part: str) -> list[Relation]:
        """The part's relationships; the package's own for `""`."""
        key = _key(part)
        if key not in self._relations:
            rels = rels_name(part)
            self._relations[key] = list(read_relations(self.tree(rels), part)) if self.has(rels) else []
        return self._relations[key]

    def put_relations(self, part: str, relations: list[Relation]) -> None:
        """Replace a part's relationships; none removes their part."""
        rels = rels_name(part)
        if relations:
            self.put(rels, write_relations(relations))
            self.declare(rels, content_types.RELATIONS_TYPE)
        elif self.has(rels):
            self.drop(rels)
        self._relations.pop(_key(part), None)

    def related(self, part: str, short_kind: str) -> list[str]:
        """The parts that a part leads to by this kind of relationship."""
        return [r.part for r in self.relations(part) if r.short_kind == short_kind and r.part]

    def taken(self) -> set[str]:
        """Every part name that is used, in lower case: by a part, an override, or a relationship that leads nowhere.

        A new part under a name that only a dangling relationship mentions would silently become that sheet's own.
        """
        taken = set(self._entries) | (self.types.named() - self._dropped)
        for key in list(self._entries):
            if key.endswith(".rels"):
                taken |= {_key(relation.part) for relation in self.relations(part_of_rels(key)) if relation.part}
        return taken

    def to_bytes(self) -> bytes:
        """The file's bytes: untouched parts packed as they were."""
        gone = [part for part in self._dropped if not self.has(part) and self.types.forget(part)]
        if gone:
            self.changed(content_types.PART)
        last = len(self._places)
        return joined(self._entries[key] for key in sorted(self._entries, key=lambda key: self._places.get(key, last)))

    def _store(self, part: str, content: bytes | Iterable[bytes]) -> None:
        before = self._entries.get(_key(part))
        made = packed(before.name if before else part, content)
        if before is None or not same_content(before, made, self.name):
            self._entries[_key(part)] = made
        self._relations.pop(_key(part_of_rels(part)), None)

    def _find_workbook(self) -> str:
        roots = self.relations("")
        kinds = {relation.kind for relation in roots}
        if SIGNATURE in kinds:
            raise refused("file.signed", name=self.name)
        if STRICT + "officeDocument" in kinds:
            raise refused("file.strict", name=self.name)
        found = [relation.part for relation in roots if relation.kind == OFFICE + "officeDocument"]
        if not found or not self.has(found[0]):
            raise refused("file.not_a_workbook", name=self.name)
        self._check_type(found[0])
        return self.entry(found[0]).name.lstrip("/")

    def _check_type(self, workbook: str) -> None:
        kind = self.types.of(workbook)
        if "sheet.binary" in kind:
            raise refused("file.binary", name=self.name)
        if not (kind.endswith(".main+xml") and any(family in kind for family in _FAMILIES)):
            raise refused("file.not_a_workbook", name=self.name)


def _key(part: str) -> str:
    return part.lstrip("/").lower()
