"""What is put into a block of cells, so that Excel keeps it as it is: text stays text, a date keeps its day anywhere."""

from datetime import UTC, date, datetime, time
from typing import Final

from gouvernail.problems import CellRef
from gouvernail.sheets.parts import Cell, Scalar

LONGEST_TEXT: Final = 32_767
_LONGEST_LITERAL: Final = 255
_WORDS: Final = {"true", "false", "vrai", "faux", "wahr", "falsch", "verdadero", "falso", "vero"}
"""What Excel reads as a truth value, in the languages of its users."""


def cell_content(cell: Cell | None) -> object:
    """What is written for a cell: None, a number, a truth value, a moment in UTC, a marked text, a formula.

    A link is a formula, so that fifty of them cost no more than one; its cell holds the text all the same.
    """
    if cell is None:
        return None
    if cell.formula:
        return cell.formula
    if cell.link is not None and cell.value is not None:
        return linked(str(cell.value), cell.link)
    return content(cell.value)


def content(value: Scalar) -> object:
    """One value as it is handed to Excel.

    >>> content("=1+1"), content("Retard"), content(3), content(date(2026, 3, 31))
    ("'=1+1", 'Retard', 3.0, datetime.datetime(2026, 3, 31, 0, 0, tzinfo=datetime.timezone.utc))
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return moment.replace(tzinfo=UTC)
    return marked(value[:LONGEST_TEXT]) or None


def colour_number(colour: str) -> int:
    """A colour as Excel counts it: blue first.

    >>> colour_number("1F3A5F") == 0x5F3A1F
    True
    """
    red, green, blue = bytes.fromhex(colour)
    return red + 256 * green + 65536 * blue


def marked(text: str) -> str:
    """A text with the apostrophe that keeps Excel from reading it as a number, a date, a truth value or a formula.

    >>> marked("00123"), marked("mars 2026"), marked("@x"), marked("vrai"), marked("Écart")
    ("'00123", "'mars 2026", "'@x", "'vrai", 'Écart')
    """
    if not text:
        return text
    plain = text[0].isalpha() and not any(sign.isdigit() for sign in text) and text.strip().casefold() not in _WORDS
    return text if plain else f"'{text}"


def linked(text: str, target: CellRef) -> str:
    r"""A formula that shows a text and leads to a cell of the workbook; the text alone when it is too long for one.

    >>> linked("K-01", CellRef("Écarts", 7, 2))
    '=HYPERLINK("#\'Écarts\'!B7","K-01")'
    """
    address = f"#{target}"
    if max(len(text), len(address)) > _LONGEST_LITERAL or "\n" in text:
        return marked(text)
    return f"=HYPERLINK({_literal(address)},{_literal(text)})"


def _literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
