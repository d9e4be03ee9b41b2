"""Looks that follow what a line holds: one rule of Excel instead of one stroke per line, however many lines there are.

A rule says « the lines whose column A is K-01 take this number format ». Which column decides is found in the lines
themselves; each rule is checked against all of them, so that no line takes the look of another. The formulas hold no
function and no separator: Excel reads the formulas of rules in its user's language.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gouvernail.excel.live_layout import Trait, Value, Varying, in_a_table
from gouvernail.problems import column_letters
from gouvernail.sheets.parts import Area, Cell, Sheet, StyleName

LONGEST_FORMULA: Final = 240
MOST_RULES: Final = 24
"""Beyond, the column's plain look does: it is right, and says less."""
_RULED: Final[frozenset[Trait]] = frozenset({"format", "colour", "bold", "italic", "fill"})


@dataclass(frozen=True)
class LineRule:
    """A look for the lines of a table that a formula picks.

    Args:
        trait: what of the look.
        value: what it becomes.
        areas: the columns, each from the table's first line to its last.
        formula: of the first line, its row relative, its column fixed.
    """

    trait: Trait
    value: Value
    areas: tuple[Area, ...]
    formula: str


@dataclass(frozen=True)
class TextRule:
    """A look for the cells that hold one of some texts.

    Args:
        text: the whole text of the cell.
        style: the name of the look.
        areas: where.
    """

    text: str
    style: StyleName
    areas: tuple[Area, ...]


def line_rules(sheet: Sheet, varying: Sequence[Varying]) -> tuple[LineRule, ...]:
    """The rules that give back to lines what their column's plain look took; each wins over those after it.

    Args:
        sheet: what is drawn.
        varying: the columns whose lines differ.
    """
    rules: list[LineRule] = []
    for body in sorted({one.body for one in varying}):
        keys = _keys(sheet, body)
        for trait in sorted({one.trait for one in varying if one.body == body} & _RULED):
            rules += _rules(trait, [one for one in varying if (one.body, one.trait) == (body, trait)], keys)
    return tuple(rules) if len(rules) <= MOST_RULES else ()


def _rules(trait: Trait, columns: Sequence[Varying], keys: Sequence["_Key"]) -> Iterator[LineRule]:
    """The rules of one trait, the rarest value first: a rule wins over those after it, which may then be broader."""
    counts = Counter(value for column in columns for value in column.rows.values())
    settled: set[Value] = set()
    for value in sorted(counts, key=lambda one: (counts[one], str(one))):
        taking = [column for column in columns if value in column.rows.values()]
        cells = [(row, found) for column in taking for row, found in column.rows.items() if found not in settled]
        rows = {row for row, found in cells if found == value}
        others = {row for row, found in cells if found != value}
        formula = next((one for key in keys if (one := key.picking(rows, others))), "")
        if formula:
            settled.add(value)
            areas = tuple(Area(one.body.top, one.column, one.body.bottom, one.column) for one in taking)
            yield LineRule(trait, value, _side_by_side(areas), formula)


def _side_by_side(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Neighbouring columns as one block."""
    found: list[Area] = []
    for area in sorted(areas):
        if found and found[-1].right + 1 == area.left and found[-1].top == area.top:
            found[-1] = Area(area.top, found[-1].left, area.bottom, area.right)
        else:
            found.append(area)
    return tuple(found)


@dataclass(frozen=True)
class _Key:
    """A column of texts that may decide how a line looks."""

    column: int
    top: int
    texts: Mapping[int, str]

    def picking(self, rows: set[int], others: set[int]) -> str:
        """The formula true on those lines and false on the others; empty when this column cannot tell them apart."""
        if not rows <= self.texts.keys():
            return ""
        wanted = {self.texts[row].casefold(): self.texts[row] for row in sorted(rows, reverse=True)}
        if any(self.texts.get(row, "").casefold() in wanted for row in others):
            return ""
        cell = f"${column_letters(self.column)}{self.top}"
        terms = ['({}="{}")'.format(cell, text.replace('"', '""')) for _, text in sorted(wanted.items())]
        formula = f"={'+'.join(terms)}"
        return formula if len(formula) <= LONGEST_FORMULA else ""


def _keys(sheet: Sheet, body: Area) -> list[_Key]:
    """The columns of texts of a table, those with the fewest different texts first."""
    found = []
    for column in range(body.left, body.right + 1):
        cells = {row: _cell(sheet, row, column) for row in range(body.top, body.bottom + 1)}
        texts = {row: str(cell.value) for row, cell in cells.items() if cell and isinstance(cell.value, str) and cell.value}
        if texts and not any(cell and cell.style == "comment" for cell in cells.values()):
            found.append(_Key(column, body.top, texts))
    return sorted(found, key=lambda key: (len({text.casefold() for text in key.texts.values()}), key.column))


def _cell(sheet: Sheet, row: int, column: int) -> Cell | None:
    line = sheet.rows[row - 1] if row <= len(sheet.rows) else ()
    return line[column - 1] if column <= len(line) else None


def text_rules(sheet: Sheet) -> tuple[TextRule, ...]:
    """The looks that cells of tables take from their text, so that it follows them when people sort; alike areas together.

    Excel is asked for equality with the whole text, which means the same in each of its languages; a beginning that no
    cell has gives no rule but the one of the beginning itself, so that the number of rules is the page's, not the day's.
    """
    wanted: dict[Area, list[tuple[str, StyleName]]] = {}
    for condition in [one for one in sheet.conditions if in_a_table(sheet, one.area)]:
        wanted.setdefault(condition.area, []).append((condition.begins_with, condition.style))
    alike: dict[tuple[tuple[str, StyleName], ...], list[Area]] = {}
    for area, looks in wanted.items():
        alike.setdefault(tuple(looks), []).append(area)
    return tuple(
        TextRule(text, style, _side_by_side(areas))
        for looks, areas in alike.items()
        for begins_with, style in looks
        for text in sorted({text for area in areas for text in _texts(sheet, area, begins_with)}) or [begins_with]
    )


def _texts(sheet: Sheet, area: Area, begins_with: str) -> set[str]:
    cells = (
        _cell(sheet, row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)
    )
    values = (cell.value for cell in cells if cell is not None)
    return {value for value in values if isinstance(value, str) and value.startswith(begins_with)}
