"""A donor's rows, rewritten as bytes in pieces so that they fit a person's workbook: a hundred thousand are no tree.

XlsxWriter and openpyxl write a worksheet's rows without a prefix and their attributes between double quotes; no text holds
a `<` in any XML. That is all these patterns rest on.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from html import escape, unescape
from typing import Final

from lxml import etree

from gouvernail.excel.formulas import rename_sheets
from gouvernail.excel.markup import MAIN, main
from gouvernail.excel.sheet_rewrite import Rewriting

Match = re.Match[bytes]

_OPEN, _CLOSE, _NONE, _ROW_END = b"<sheetData>", b"</sheetData>", b"<sheetData/>", b"</row>"
_FORMAT = re.compile(rb'(<(?:c|row) (?:[^<>]*? )?s=")(\d+)')
_SHARED = re.compile(rb'(<c [^<>]*?\bt=")s("[^<>/]*)(?:/>|>(?:<v>(\d+)</v>|<v ?/>)?</c>)')
_FORMULA = re.compile(rb"(<f(?: [^<>]*)?>)([^<]*)")
_NEEDS_METADATA = re.compile(rb'<c (?=[^<>]*\b[cv]m=")[^<>]*\br="([A-Z0-9]+)"|<c [^<>]*\b[cv]m="')
_TEXTS: Final = (main("t"), main("r"))
_DECLARATION: Final = f' xmlns="{MAIN}"'.encode()


def rows_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes between `<sheetData>` and `</sheetData>`, in pieces that each end with a row.

    Raises:
        ValueError: the rows have no end.
    """
    rest, inside = b"", False
    for chunk in chunks:
        rest += chunk
        if not inside:
            if _NONE in rest:
                return
            _, found, after = rest.partition(_OPEN)
            if not found:
                continue
            rest, inside = after, True
        rows, end, _ = rest.partition(_CLOSE)
        if end:
            yield rows
            return
        cut = rest.rfind(_ROW_END) + len(_ROW_END)
        if cut >= len(_ROW_END):
            yield rest[:cut]
            rest = rest[cut:]
    raise ValueError("the donor's worksheet has no end")


def rewrite_rows(pieces: Iterable[bytes], change: Rewriting) -> Iterator[bytes]:
    """Fit a donor's rows: formats renumbered, texts written in the cells, sheets called by their new names.

    Args:
        pieces: whole rows, as `rows_of` gives them.
        change: what changes.

    Raises:
        ValueError: a dynamic array or a rich value, which would need the workbook's own metadata.
    """
    formats = {b"%d" % old: b"%d" % new for old, new in change.styles.cells.items()}
    inline = _inliner(change.strings)
    for piece in pieces:
        strange = _NEEDS_METADATA.search(piece)
        if strange:
            raise ValueError(f"dynamic array or rich value in {(strange[1] or b'').decode()}: write its value instead")
        text = _FORMAT.sub(lambda found: found[1] + formats[found[2]], piece)
        if b't="s"' in text:
            text = _SHARED.sub(inline, text)
        if change.sheets and b"<f" in text:
            text = _FORMULA.sub(lambda found: found[1] + _renamed(found[2], change), text)
        yield text


def with_rows(frame: bytes, rows: Iterable[bytes]) -> Iterator[bytes]:
    """A worksheet's bytes: its frame, written with an empty `sheetData`, and its rows."""
    before, _, after = frame.partition(_NONE)
    yield before + _OPEN
    yield from rows
    yield _CLOSE + after


def _inliner(strings: tuple[etree._Element, ...]) -> Callable[[Match], bytes]:
    """What writes a shared text in its cell."""
    made: dict[bytes, bytes] = {}

    def inline(found: Match) -> bytes:
        number = found[3]
        if number not in made:
            made[number] = _text(strings[int(number)]) if number else b"<is/>"
        return found[1] + b"inlineStr" + found[2] + b">" + made[number] + b"</c>"

    return inline


def _text(string: etree._Element) -> bytes:
    """A shared text as a cell holds it: its letters and its runs, without the hints for pronunciation."""
    inline = etree.fromstring(b"<is%b/>" % _DECLARATION)
    inline.extend(deepcopy(part) for part in string.iterchildren(*_TEXTS))
    return etree.tostring(inline, encoding="UTF-8", xml_declaration=False).replace(_DECLARATION, b"", 1)


def _renamed(formula: bytes, change: Rewriting) -> bytes:
    return escape(rename_sheets(unescape(formula.decode()), change.sheets), quote=False).encode()
