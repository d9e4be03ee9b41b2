"""A provider's extract, CSV or Excel, becomes columns of raw contents, each line with its number in the source.

Nothing is typed here: `extract_values` reads numbers and days. Encoding, delimiter, header line and sheet are recognised,
unless the map names them: the header is the line that holds most of the columns that the map asks for.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from gouvernail.excel.cells import folded
from gouvernail.excel.columns import Objects, as_objects
from gouvernail.excel.extract_sheets import best_sheet
from gouvernail.excel.refusals import refused
from gouvernail.excel.save import open_snapshot

DELIMITERS: Final = (";", ",", "\t", "|")
SEARCHED: Final = 50
"""How many lines from the top may come before the header."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LONGEST_FIELD: Final = 1_000_000
_MARKUP: Final = ("<!doctype", "<html", "<table", "<?xml")

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Extract:
    """What a provider's file holds.

    Args:
        name: the file's name.
        headers: the columns, as written.
        columns: the contents of each column, one per line that is not blank; "" where nothing stands. CSV gives text;
            Excel gives text, numbers and dates, and an error as its own text.
        lines: where each line begins in the source, as an editor or Excel numbers it.
        uneven: the lines with more or fewer fields than the header: (line, fields). They are in no column.
        header_line: where the header stands.
        sheet: the sheet read; empty for a CSV file.
        date1904: whether the workbook counts its days from 1904.
    """

    name: str
    headers: tuple[str, ...]
    columns: tuple[Objects, ...]
    lines: npt.NDArray[np.int64]
    uneven: tuple[tuple[int, int], ...] = ()
    header_line: int = 1
    sheet: str = ""
    date1904: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    def place(self, header: str) -> int | None:
        """Where the column of that name stands, whatever its case, accents and spaces; None when there is none."""
        wanted = folded(header)
        return next((at for at, one in enumerate(self.headers) if folded(one) == wanted), None)

    def column(self, header: str) -> Objects:
        """The contents of the column of that name; KeyError when there is none."""
        place = self.place(header)
        if place is None:
            raise KeyError(header)
        return self.columns[place]


def read_extract(
    path: Path, wanted: Iterable[str], *, delimiter: str = "", encoding: str = "", sheet: str = "", header_line: int = 0
) -> Extract:
    """Read a provider's file.

    Args:
        path: CSV in any of `DELIMITERS`, or an Excel workbook; its content tells, not its name.
        wanted: the columns that will be asked for; they tell the header line, the delimiter and the sheet.
        delimiter: of a CSV file; recognised when empty.
        encoding: of a CSV file; when empty, what its first bytes say, else UTF-8, else cp1252.
        sheet: of an Excel file; when empty, the one that holds most of the wanted columns.
        header_line: where the header stands; searched in the first 50 lines when 0.

    Raises:
        WorkbookRefused: it is neither, it cannot be read, or it is empty (`file.…`, `import.…`).
    """
    data = open_snapshot(path).data
    names = frozenset(folded(name) for name in wanted)
    if data.startswith((_ZIP, _OLD_OFFICE)):
        found = best_sheet(data, path.name, names, sheet)
        at = header_line - 1 if header_line else header_place(found.rows, names)
        lines = np.arange(1, len(found.rows) + 1)
        return _extract(path.name, found.rows, lines, at, sheet=found.name, date1904=found.date1904)
    text = _decoded(data, path.name, encoding)
    sign = delimiter or _delimiter(text, names)
    rows, lines = _records(text, sign, path.name)
    if not rows:
        raise refused("import.empty", name=path.name)
    at = int(np.searchsorted(lines, header_line)) if header_line else header_place(rows, names)
    return _extract(path.name, rows, lines, min(at, len(rows) - 1))


def header_place(rows: Rows, names: frozenset[str]) -> int:
    """The row that holds most of the wanted names; the first that is not blank when none holds any."""
    counts = [_known(row, names) for row in rows[:SEARCHED]]
    if max(counts, default=0) > 0:
        return counts.index(max(counts))
    return next((at for at, row in enumerate(rows[:SEARCHED]) if any(_filled(cell) for cell in row)), 0)


def _known(row: Sequence[object], names: frozenset[str]) -> int:
    return len({folded(str(cell)) for cell in row} & names)


def _extract(
    name: str, rows: Rows, lines: npt.NDArray[np.int64], at: int, *, sheet: str = "", date1904: bool = False
) -> Extract:
    """The columns below the header; blank lines are left out, uneven ones kept apart."""
    headers = _trimmed(rows[at]) if rows else ()
    width = len(headers)
    filled = [
        (row, line)
        for row, line in zip(rows[at + 1 :], lines[at + 1 :].tolist(), strict=True)
        if any(_filled(cell) for cell in row)
    ]
    even = [(row[:width], line) for row, line in filled if _fits(row, width)]
    uneven = tuple((line, len(row)) for row, line in filled if not _fits(row, width))
    return Extract(
        name,
        headers,
        tuple(as_objects([row for row, _ in even], width)),
        np.array([line for _, line in even], dtype="int64"),
        uneven,
        int(lines[at]) if rows else 1,
        sheet,
        date1904,
    )


def _fits(row: Sequence[object], width: int) -> bool:
    """Whether a line has the header's fields; blank ones beyond do not count."""
    return len(row) == width or (len(row) > width and not any(_filled(cell) for cell in row[width:]))


def _trimmed(row: Sequence[object]) -> tuple[str, ...]:
    """A header's names, without the blank ones at its end."""
    names = [" ".join(str(cell).split()) if cell is not None else "" for cell in row]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or (cell != "" and not cell.isspace()))


def _decoded(data: bytes, name: str, encoding: str) -> str:
    """The file's text.

    Raises:
        WorkbookRefused: `import.empty`, `import.encoding`, `import.web_page`, `import.not_text`.
    """
    if not data.strip():
        raise refused("import.empty", name=name)
    marked = next((found for mark, found in _MARKS if data.startswith(mark)), "")
    for one in [marked or encoding] if marked or encoding else ["utf-8", "cp1252"]:
        try:
            text = data.decode(one)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        raise refused("import.encoding", name=name, found=marked or encoding or "UTF-8, cp1252")
    if text.lstrip()[:200].casefold().startswith(_MARKUP):
        raise refused("import.web_page", name=name)
    if "\0" in text:
        raise refused("import.not_text", name=name)
    return text


def _delimiter(text: str, names: frozenset[str]) -> str:
    """The delimiter under which a line holds most of the wanted columns; else the one that cuts the first lines alike."""
    top = "".join(islice(io.StringIO(text, newline=""), SEARCHED))
    best, most = DELIMITERS[0], (-1, -1)
    for sign in DELIMITERS:
        rows = [row for row in _quietly(top, sign) if row]
        known = max((_known(row, names) for row in rows), default=0)
        widths = [len(row) for row in rows]
        alike = max((widths.count(width) for width in set(widths) if width > 1), default=0)
        if (known, alike) > most:
            best, most = sign, (known, alike)
    return best


def _quietly(text: str, sign: str) -> list[list[str]]:
    """The records of a piece of text; those before a mistake."""
    found: list[list[str]] = []
    with suppress(csv.Error):
        found.extend(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    return found


def _records(text: str, sign: str, name: str) -> tuple[list[list[str]], npt.NDArray[np.int64]]:
    """Every record, blank ones left out, and the line on which each begins.

    Raises:
        WorkbookRefused: `import.broken`, a quotation mark is never closed.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    rows: list[list[str]] = []
    lines: list[int] = []
    begin = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise refused("import.broken", name=name, line=begin) from error
    return rows, np.array(lines, dtype="int64")
