"""How many lines a text takes in a cell that wraps: rows as high as they need, and no higher."""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil

_PIXELS_A_CHARACTER, _INDENT = 7.0, 9.0
"""Of a column's width, and of a step of indent."""
_PIXELS_A_DIGIT = 7.43
"""Of Calibri in 11 points, as it is printed; on the screen a digit is a little narrower."""
_KINDS = (
    ("ijlI|’'", 0.45),
    (" \u00a0\u202f", 0.45),
    (".,:;·!", 0.5),
    ("f()-", 0.6),
    ("rt", 0.68),
    ("sz", 0.78),
    ("cxç", 0.85),
    ("kvygJ", 0.91),
    ("aeéèêàâ", 0.97),
    ("bdhnopquôûùî", 1.04),
    ("w%", 1.41),
    ("mMW‱✔✖▲◆★…—", 1.65),
)
_WIDTHS: Mapping[str, float] = {letter: width for letters, width in _KINDS for letter in letters}
_SPACE = _WIDTHS[" "]
_CAPITAL = 1.12
"""Of Calibri's letters, in digits; any other small letter is as wide as a digit, any other capital a little wider."""


def lines_of(text: str, width: float, *, indent: int = 1, size: float = 11, bold: bool = False) -> int:
    """How many lines a text takes in a column, broken at its spaces; no-break ones do not break.

    Args:
        text: as the cell shows it; its own line breaks count.
        width: the column's, or the sum of those that the cell covers, in characters as Excel counts them.
        indent: steps of the cell's indent.
        size: of the font, in points.
        bold: a little wider.

    Examples:
        >>> lines_of("✔ conforme", 15), lines_of("Cible tenue, 1,6 pt de marge ; rien n’a changé.", 24)
        (1, 2)
    """
    room = (_PIXELS_A_CHARACTER * width - _INDENT * indent) / _PIXELS_A_DIGIT
    scale = size / 11 * (1.05 if bold else 1.0)
    return sum(_wrapped(part, max(room, 3.0) / scale) for part in text.split("\n"))


def _wrapped(text: str, room: float) -> int:
    lines, at = 1, 0.0
    for word in text.split(" "):
        width = _word(word)
        if at and at + _SPACE + width > room:
            lines, at = lines + 1, 0.0
        at += width + (_SPACE if at else 0.0)
        if at > room:  # a word longer than the cell goes on below
            lines, at = lines + ceil(at / room) - 1, at % room
    return lines


@lru_cache(maxsize=16_384)
def _word(word: str) -> float:
    """A word's width in digits; a page says the same words on many lines."""
    return sum(map(_width, word))


def _width(letter: str) -> float:
    return _WIDTHS.get(letter, _CAPITAL if letter.isupper() else 1.0)
