"""XML parts: parsed with entities off, written back the same way every time."""

import re
from typing import Final

from lxml import etree

from gouvernail.excel.refusals import refused

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM: Final = "http://schemas.microsoft.com/office/excel/2006/main"
RELATION_ID: Final = f"{{{OFFICE_RELATIONS}}}id"

LARGEST_TREE: Final = 64 * 1024 * 1024
"""Bytes of a part that may be held as a tree; larger ones are only streamed or copied."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def parsed(data: bytes, part: str, name: str = "") -> etree._Element:
    """The root of a part.

    Args:
        data: the part's bytes.
        part: the part's name, for the sentence if it cannot be read.
        name: the workbook's file name, likewise.

    Raises:
        WorkbookRefused: a document type declaration (`file.doctype`), broken XML (`file.damaged`), a part too large
            to be held as a tree (`file.too_large`).
    """
    if len(data) > LARGEST_TREE:
        raise refused("file.too_large", name=name, part=part)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refused("file.doctype", name=name, part=part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused("file.damaged", name=name, part=part) from error
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise refused("file.doctype", name=name, part=part)
    return root


def written(root: etree._Element) -> bytes:
    """A part's bytes: UTF-8, with the declaration Excel writes."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def elements(parent: etree._Element) -> list[etree._Element]:
    """The child elements, without comments and processing instructions."""
    return list(parent.iterchildren("*"))


def local(element: etree._Element) -> str:
    """The element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def main(tag: str) -> str:
    """A name of the spreadsheet vocabulary, as lxml writes it."""
    return f"{{{MAIN}}}{tag}"


def child(parent: etree._Element, tag: str) -> etree._Element | None:
    """The first child of that spreadsheet name."""
    return parent.find(main(tag))


def is_true(value: str | None) -> bool:
    """An XML flag: `1`, `true`, `on`."""
    return (value or "").strip().lower() in {"1", "true", "on"}


def unescaped(text: str) -> str:
    r"""Text as a person reads it, with Excel's `_xHHHH_` escapes resolved.

    >>> unescaped("one_x000D_two, _x005F_x000D_ kept")
    'one\rtwo, _x000D_ kept'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    r"""Text as Excel writes it, with what XML cannot hold as `_xHHHH_`; `unescaped` reads it back.

    >>> escaped("one\rtwo, _x000D_ kept")
    'one_x000D_two, _x005F_x000D_ kept'
    """
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number of a file, from 0 on; the default when it is absent or is not one.

    >>> whole("12"), whole("-1"), whole(None, 164), whole("99999999999999999999", 7)
    (12, 0, 164, 7)
    """
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else default
