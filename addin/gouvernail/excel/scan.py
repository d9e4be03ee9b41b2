"""One pass over a worksheet's bytes, before any reader builds cells from it: errors, formulas never computed, stray cells.

A reader shows an error as a blank, a formula that nobody computed as a blank, and takes all the memory there is for one
stray cell in the last row and column. All three are found here first, at the speed of a text search.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from gouvernail.excel.addresses import column_number
from gouvernail.excel.refusals import refused

MOST_CELLS: Final = 30_000_000
"""Cells of the block, from A1 to the last one, that a reader may build in memory."""
LAST_ROW: Final = 1_048_576
LARGEST_ROW: Final = 64 * 1024 * 1024
"""Bytes of a single row."""
KNOWN_ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})

_UNUSUAL = re.compile(
    rb"<c(?! r=\"[A-Z][0-9]{1,6}\"(?: s=\"[0-9]+\")?"
    rb"(?:><[vi/]|/>| t=\"(?:s\"|n\"|b\"|str\"|inlineStr\")><[vi/]))[\s/>]"
)
"""A cell that is anything but plain: far out, an error, a formula, or spelt in its own way. Most blocks have none."""
_NOT_NEAR = re.compile(rb"<c(?! r=\"[A-Z][0-9]{1,6}\")[\s/>]")
_END: Final = b"</sheetData>"
_PREFIXED_END: Final = b":sheetData>"
_NO_CELLS = re.compile(rb"<(?:[\w-]+:)?sheetData\s*/>")
_PREFIXED = re.compile(rb":c[\s/>]")
_CELL = re.compile(rb"<(?:[\w-]+:)?c(?=[\s/>])([^>]*)>")
_ADDRESS = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,7})(\d{1,10})[\"']")
_ERROR = re.compile(
    rb"<(?:[\w-]+:)?c\s([^>]*?\bt\s*=\s*[\"']e[\"'][^>]*)>(?:(?!</?(?:[\w-]+:)?c[\s>]).)*?<(?:[\w-]+:)?v[^>]*>([^<]*)<",
    re.DOTALL,
)
_FORMULA_CELL = re.compile(
    rb"<(?:[\w-]+:)?c\s((?:[^>/]|/(?!>))*)>\s*<(?:[\w-]+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:[\w-]+:)?f>)\s*"
    rb"(?:</(?:[\w-]+:)?c>|<(?:[\w-]+:)?v\s*(?:/>|>\s*</))"
)
_TEXT_RESULT = re.compile(rb"\bt\s*=\s*[\"']str[\"']")


@dataclass
class SheetScan:
    """What a pass over a worksheet found; rows and columns are counted from 1.

    Args:
        errors: the error each cell shows, by (row, column).
        uncached: the formulas without a computed value.
        near: whether every cell lies in the first 26 columns and 999,999 rows, which any reader can hold.
        last_row: the last row with content; the largest there can be when the file does not say.
        whole: whether the cells' end is there; it is missing from a part that was cut short.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    near: bool = True
    last_row: int = 0
    whole: bool = False

    @property
    def odd_errors(self) -> bool:
        """Whether an error is written that a fast reader refuses, such as `#SPILL!`."""
        return not KNOWN_ERRORS.issuperset(self.errors.values())


def scan_sheet(chunks: Iterable[bytes], *, name: str = "", part: str = "") -> SheetScan:
    """Look through a worksheet once.

    Args:
        chunks: the part's bytes, piece by piece.
        name: the workbook's file name, for the sentence.
        part: the part's name, likewise.

    Raises:
        WorkbookRefused: a row of more than 64 MB (`file.too_large`).
    """
    scan, block = SheetScan(), b""
    for block in _whole_rows(chunks, name, part):
        prefixed = _PREFIXED.search(block) is not None
        if prefixed or _UNUSUAL.search(block):
            _look_closely(block, scan, prefixed=prefixed)
        scan.whole = scan.whole or _END in block or (prefixed and _PREFIXED_END in block)
        scan.last_row = LAST_ROW if prefixed else max(scan.last_row, _last_row(block))
    scan.whole = scan.whole or _PREFIXED_END in block or _NO_CELLS.search(block) is not None
    return scan


def is_scattered(chunks: Iterable[bytes], *, name: str = "", part: str = "") -> bool:
    """Whether the block from A1 to the last cell with content is too large to be built in memory.

    Only asked of a worksheet that is not `near`: it looks at every cell. One that does not say where it is counts
    as too far.
    """
    bottom, right = 1, 1
    for block in _whole_rows(chunks, name, part):
        for attributes in _CELL.findall(block):
            if attributes.endswith(b"/"):
                continue
            place = _place(attributes)
            if place is None:
                return True
            bottom, right = max(bottom, place[0]), max(right, place[1])
    return bottom * right > MOST_CELLS


def _whole_rows(chunks: Iterable[bytes], name: str, part: str) -> Iterator[bytes]:
    """The same bytes, cut after the end of a row."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(b"row>") + 4
        if cut > 4:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > LARGEST_ROW:
            raise refused("file.too_large", name=name, part=part)
    yield rest


def _look_closely(block: bytes, scan: SheetScan, *, prefixed: bool) -> None:
    scan.near = scan.near and not prefixed and _NOT_NEAR.search(block) is None
    if b'"e"' in block or b"'e'" in block:
        _find_errors(block, scan)
    if b"<f" in block or prefixed:
        _find_uncached(block, scan)


def _last_row(block: bytes) -> int:
    """The row of the block's last cell with content; 0 when it has none."""
    content = block.rfind(b"</c>")
    if content < 0:
        return 0
    found = _ADDRESS.search(block, block.rfind(b"<c", 0, content), content)
    return int(found[2]) if found else LAST_ROW


def _find_errors(block: bytes, scan: SheetScan) -> None:
    for attributes, text in _ERROR.findall(block):
        place = _place(attributes)
        if place:
            scan.errors[place] = text.decode("utf-8", "replace").strip()


def _find_uncached(block: bytes, scan: SheetScan) -> None:
    for attributes in _FORMULA_CELL.findall(block):
        place = _place(attributes)
        if place and not _TEXT_RESULT.search(attributes):
            scan.uncached.add(place)


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _ADDRESS.search(attributes)
    return (int(found[2]), column_number(found[1].decode("ascii"))) if found else None
