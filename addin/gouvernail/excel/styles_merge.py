"""A donor's cell formats, appended to a person's style sheet: nothing that is there moves or changes."""

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from lxml import etree

from gouvernail.excel.markup import child, elements, local, main, whole
from gouvernail.excel.refusals import refused

MOST_FORMATS: Final = 64_000
"""Excel's limit of cell formats in one workbook."""
_FIRST_OWN_NUMBER_FORMAT = 164
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_FONT_ORDER: Final = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_PARTS_OF_FORMAT: Final = {"fontId": "applyFont", "fillId": "applyFill", "borderId": "applyBorder"}
_CHILDREN_OF_FORMAT: Final = {"alignment": "applyAlignment", "protection": "applyProtection"}

BLANK: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""The style sheet of a workbook that has none."""


@dataclass
class StyleMap:
    """Where a donor's formats are found in the person's workbook.

    Args:
        cells: by the donor's cell format number.
        differential: by the donor's number of a conditional or table format.
        grew: whether anything had to be appended.
    """

    cells: dict[int, int] = field(default_factory=dict)
    differential: dict[int, int] = field(default_factory=dict)
    grew: bool = False


def merge_styles(host: etree._Element, donor: etree._Element, *, name: str = "") -> StyleMap:
    """Append a donor's formats to a style sheet, and say where each went.

    An equal entry that is already there is used again, so that a second run appends nothing. The donor's plain
    format (number 0) becomes the person's own.

    Args:
        host: the person's `styleSheet`, changed in place.
        donor: the donor's.
        name: the workbook's file name, for the sentence.

    Raises:
        WorkbookRefused: `file.too_many_styles`, past Excel's 64,000 formats.
    """
    return _Merge(host, donor, name).run()


class _Merge:
    """One merge: the two style sheets, and the numbers given so far."""

    def __init__(self, host: etree._Element, donor: etree._Element, name: str) -> None:
        self._host, self._donor, self._name = host, donor, name
        self._map = StyleMap()
        self._known: dict[str, dict[str, int]] = {}
        self._codes = _codes(host)
        self._taken = {whole(entry.get("numFmtId")) for entry in _entries(host, "numFmts")}
        self._donor_codes = {whole(e.get("numFmtId")): e.get("formatCode", "") for e in _entries(donor, "numFmts")}
        self._normal = next(iter(_entries(host, "cellXfs")), None)

    def run(self) -> StyleMap:
        self._map.cells[0] = 0
        for number, cell_format in enumerate(_entries(self._donor, "cellXfs")):
            if number or self._normal is None:
                self._map.cells[number] = self._append("cellXfs", self._format(cell_format))
        for number, differential in enumerate(_entries(self._donor, "dxfs")):
            self._map.differential[number] = self._append("dxfs", self._differential(differential))
        if len(_entries(self._host, "cellXfs")) > MOST_FORMATS:
            raise refused("file.too_many_styles", name=self._name, limit=MOST_FORMATS)
        return self._map

    def _format(self, source: etree._Element) -> etree._Element:
        made = etree.Element(main("xf"))
        code = self._number_format(whole(source.get("numFmtId")))
        made.set("numFmtId", str(code))
        for attribute, collection in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            made.set(attribute, str(self._component(collection, whole(source.get(attribute)))))
        if _entries(self._host, "cellStyleXfs"):
            made.set("xfId", self._normal.get("xfId", "0") if self._normal is not None else "0")
        if source.get("quotePrefix"):
            made.set("quotePrefix", source.get("quotePrefix", ""))
        self._apply(made, source)
        return made

    def _apply(self, made: etree._Element, source: etree._Element) -> None:
        """Say of each part of a format that it holds, since the named style behind it is not the donor's."""
        made.set("applyNumberFormat", "1")
        for flag in _PARTS_OF_FORMAT.values():
            made.set(flag, "1")
        for tag, flag in _CHILDREN_OF_FORMAT.items():
            found = child(source, tag)
            if found is not None:
                made.append(_clean(found))
                made.set(flag, "1")

    def _component(self, collection: str, number: int) -> int:
        entries = _entries(self._donor, collection)
        if collection == "fonts" and number == 0 and self._normal is not None:
            return whole(self._normal.get("fontId"))
        if number >= len(entries):
            return 0
        return self._append(collection, _ordered_font(_clean(entries[number])))

    def _number_format(self, builtin: int) -> int:
        code = self._donor_codes.get(builtin)
        return builtin if code is None else self._number_of_code(code)

    def _number_of_code(self, code: str) -> int:
        if code not in self._codes:
            new = next(free for free in count(_FIRST_OWN_NUMBER_FORMAT) if free not in self._taken)
            self._taken.add(new)
            element = etree.Element(main("numFmt"), {"numFmtId": str(new), "formatCode": code})
            self._add("numFmts", element)
            self._codes[code] = new
        return self._codes[code]

    def _differential(self, source: etree._Element) -> etree._Element:
        made = _clean(source)
        for part in elements(made):
            if local(part) == "numFmt" and whole(part.get("numFmtId")) >= _FIRST_OWN_NUMBER_FORMAT:
                part.set("numFmtId", str(self._number_of_code(part.get("formatCode", ""))))
            elif local(part) == "font":
                _ordered_font(part)
        return made

    def _append(self, collection: str, element: etree._Element) -> int:
        """The number of an entry equal to this one, appended if there is none."""
        if collection not in self._known:
            entries = _entries(self._host, collection)
            self._known[collection] = {}
            for number, entry in enumerate(entries):
                self._known[collection].setdefault(_signature(entry), number)
        known = self._known[collection]
        wanted = _signature(element)
        if wanted not in known:
            known[wanted] = self._add(collection, element)
        return known[wanted]

    def _add(self, collection: str, element: etree._Element) -> int:
        container = _container(self._host, collection)
        number = len(elements(container))
        container.append(element)
        container.set("count", str(number + 1))
        self._map.grew = True
        return number


def _codes(root: etree._Element) -> dict[str, int]:
    codes: dict[str, int] = {}
    for entry in _entries(root, "numFmts"):
        codes.setdefault(entry.get("formatCode", ""), whole(entry.get("numFmtId")))
    return codes


def _entries(root: etree._Element, collection: str) -> list[etree._Element]:
    container = child(root, collection)
    return elements(container) if container is not None else []


def _container(root: etree._Element, tag: str) -> etree._Element:
    found = child(root, tag)
    if found is None:
        before = _ORDER[: _ORDER.index(tag)]
        place = max((i for i, e in enumerate(root) if local(e) in before), default=-1) + 1
        found = etree.Element(main(tag))
        root.insert(place, found)
    return found


def _clean(element: etree._Element) -> etree._Element:
    """A copy on its own, without the text between its elements."""
    copy = deepcopy(element)
    for part in copy.iter():
        part.text = part.text if part.text and part.text.strip() else None
        part.tail = None
    return copy


def _ordered_font(element: etree._Element) -> etree._Element:
    """A font's parts in the order the format asks for; other elements as they are."""
    if local(element) == "font":
        element[:] = sorted(element, key=lambda e: _FONT_ORDER.index(local(e)) if local(e) in _FONT_ORDER else 99)
    return element


def _signature(element: etree._Element) -> str:
    """The same text for two entries that say the same, however they are spelt."""
    attributes = " ".join(f"{key}={value}" for key, value in sorted((str(k), str(v)) for k, v in element.attrib.items()))
    inside = "".join(_signature(part) for part in elements(element))
    return f"<{element.tag} {attributes}>{inside}{(element.text or '').strip()}</>"
