"""Formulas as text: sheets renamed inside them, and who mentions a sheet or a table."""

import re
from collections.abc import Iterable, Mapping
from html import escape

from gouvernail.excel.workbook_part import quoted

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_SHEET = re.compile(r"'((?:[^']|'')+)'!|(?<![\w.\]'])([^\W\d][\w.]*)!")
_OVERLAP = 512


def rename_sheets(formula: str, names: Mapping[str, str]) -> str:
    """The formula with these sheets called by their new names; text between quotation marks stays.

    >>> print(rename_sheets('Gaps!A1&"Gaps!"&Other!B2', {"Gaps": "L'écart"}))
    'L''écart'!A1&"Gaps!"&Other!B2
    """
    if not names or "!" not in formula:
        return formula
    pieces = _TEXT.split(formula)
    return "".join(piece if i % 2 else _SHEET.sub(lambda m: _renamed(m, names), piece) for i, piece in enumerate(pieces))


def _renamed(found: re.Match[str], names: Mapping[str, str]) -> str:
    name = found[1].replace("''", "'") if found[1] is not None else found[2]
    return f"{quoted(names[name])}!" if name in names else found[0]


class Mentions:
    """Finds, in the bytes of a part, a formula's way of naming one of these sheets or tables.

    A text that merely looks like one counts too: it costs a recalculation, where a miss would leave an old figure.

    Args:
        sheets: the sheets' names.
        tables: the tables' names.
    """

    def __init__(self, sheets: Iterable[str], tables: Iterable[str]) -> None:
        ends = [escape(f"{name.replace(chr(39), chr(39) * 2)}{end}", quote=False) for name in sheets for end in ("!", "'!")]
        self._needles = {spelt for text in [*ends, *tables] for spelt in _spellings(text)}

    def __bool__(self) -> bool:
        return bool(self._needles)

    def in_text(self, text: bytes) -> bool:
        """Whether a text names one of them."""
        lowered = text.lower()
        return any(needle in lowered for needle in self._needles)

    def in_sheet(self, chunks: Iterable[bytes]) -> bool:
        """Whether the formulas of a worksheet name one of them. A worksheet without formulas costs little."""
        tail, formulas = b"", False
        for chunk in chunks:
            text = tail + chunk
            # A lone letter is found ten times faster than two, and most pieces of a large sheet have none.
            formulas = formulas or (b"f" in text and (b"<f" in text or b":f" in text))
            if formulas and self.in_text(text):
                return True
            tail = text[-_OVERLAP:]
        return False


def _spellings(text: str) -> Iterable[bytes]:
    """The ways XML may write a text: letters as they are, or as numbered characters."""
    yield text.encode("utf-8").lower()
    for apostrophe in ("&apos;", "&#39;"):
        if "'" in text:
            yield text.replace("'", apostrophe).encode("utf-8").lower()
    if not text.isascii():
        yield text.encode("ascii", "xmlcharrefreplace").lower()
        yield "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in text).encode("ascii")
