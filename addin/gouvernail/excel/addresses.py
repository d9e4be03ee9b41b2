"""Excel's column letters, as numbers."""

from typing import Final

LAST_COLUMN: Final = 16_384
"""The last column of a sheet, XFD."""


def column_number(letters: str) -> int:
    """The column that Excel's letters name, from 1.

    >>> column_number("A"), column_number("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
