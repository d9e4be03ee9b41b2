"""Looks put on a page in the open workbook, in as many calls as its layout has strokes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import xlwings as xw

from gouvernail.excel import live_native as native
from gouvernail.excel.live_layout import Layout, Stroke, Trait, joined, lay_out
from gouvernail.excel.live_rules import LineRule, TextRule, line_rules, text_rules
from gouvernail.problems import column_letters
from gouvernail.sheets.parts import Area, DataBar, Sheet
from gouvernail.sheets.theme import FONT, STYLES

_BAR: Final = "#C8D3E0"


@dataclass(frozen=True)
class Paint:
    """All that a page's looks need, worked out before the first write.

    Args:
        layout: its strokes.
        lines: its rules by line, each winning over those after it.
        texts: its rules by text.
        merges: blocks of rows whose cells are merged, line by line; and blocks merged whole.
        widths: the columns by width.
        heights: the rows by height.
        fitted: the tables' lines that Excel fits itself.
    """

    layout: Layout
    lines: tuple[LineRule, ...]
    texts: tuple[TextRule, ...]
    across: tuple[Area, ...]
    whole: tuple[Area, ...]
    widths: Mapping[float, str]
    heights: Mapping[float, tuple[Area, ...]]
    fitted: tuple[Area, ...]


def paint_of(sheet: Sheet) -> Paint:
    """The looks of a sheet."""
    layout = lay_out(sheet)
    across, whole = _merges(sheet.merges)
    heights, fitted = _heights(sheet)
    return Paint(
        layout, line_rules(sheet, layout.varying), text_rules(sheet), across, whole, _widths(sheet.widths), heights, fitted
    )


def _merges(merges: Sequence[Area]) -> tuple[tuple[Area, ...], tuple[Area, ...]]:
    """Merged cells of one row, those under each other together; and those of several rows."""
    found: list[Area] = []
    for one in sorted((one for one in merges if one.top == one.bottom), key=lambda one: (one.left, one.right, one.top)):
        last = found[-1] if found else None
        if last and (last.left, last.right, last.bottom + 1) == (one.left, one.right, one.top):
            found[-1] = Area(last.top, one.left, one.bottom, one.right)
        else:
            found.append(one)
    return tuple(found), tuple(one for one in merges if one.top < one.bottom)


def _widths(widths: Sequence[float]) -> dict[float, str]:
    """The columns of each width, as one address."""
    spans: dict[float, list[str]] = {}
    columns = list(enumerate(widths, start=1))
    for width, run in groupby(columns, key=lambda one: one[1]):
        places = [column for column, _ in run]
        spans.setdefault(float(width), []).append(f"{column_letters(places[0])}:{column_letters(places[-1])}")
    return {width: ",".join(found) for width, found in spans.items()}


def _heights(sheet: Sheet) -> tuple[dict[float, tuple[Area, ...]], tuple[Area, ...]]:
    """The rows of each height; the lines of a table are left to Excel when they are not all alike."""
    bodies = [Area(table.area.top + 1, 1, table.area.bottom, 1) for table in sheet.tables]
    fitted = tuple(one for one in bodies if len({sheet.heights.get(row) for row in range(one.top, one.bottom + 1)}) > 1)
    free = {row for one in fitted for row in range(one.top, one.bottom + 1)}
    found: dict[float, list[Area]] = {}
    for row, height in sorted(sheet.heights.items()):
        if row in free:
            continue
        same = found.setdefault(float(height), [])
        if same and same[-1].bottom + 1 == row:
            same[-1] = Area(same[-1].top, 1, row, 1)
        else:
            same.append(Area(row, 1, row, 1))
    return {height: tuple(areas) for height, areas in found.items()}, fitted


def paint(page: xw.Sheet, sheet: Sheet, looks: Paint, *, widths: bool) -> None:
    """Give a page its looks; its cells were cleared of any, and are already written.

    Args:
        page: the sheet in Excel.
        sheet: what it shows.
        looks: worked out from it.
        widths: whether the columns take theirs: not on a page that people made wider or narrower since.
    """
    _base(page, looks.layout)
    for areas, strokes in _by_areas(looks.layout.strokes).items():
        for address in joined(areas):
            block = page[address]
            for stroke in strokes:
                _PAINTERS[stroke.trait](block, stroke.value)
    for stroke in looks.layout.strokes:
        if stroke.trait == "bottom":
            _lines_between(page, stroke)
    if widths:
        for width, address in looks.widths.items():
            page[address].column_width = width
    for address in joined(looks.across):
        _merge(page[address], across=True)
    for area in looks.whole:
        _merge(page[area.address], across=False)
    for height, areas in looks.heights.items():
        for address in joined(areas, full=True):
            page[address].row_height = height
    for address in joined(looks.fitted, full=True):
        page[address].rows.autofit()
    _rules(page, sheet.bars, looks)


def _base(page: xw.Sheet, layout: Layout) -> None:
    block, base = page[layout.box.address], layout.base
    block.font.set(name=FONT, size=base["size"], color=f"#{base['colour']}")
    block.horizontal_alignment, block.vertical_alignment = base["align"], base["vertical"]
    traits: tuple[Trait, ...] = ("bold", "italic", "wrap")
    for trait in traits:
        if base[trait]:
            _PAINTERS[trait](block, True)
    if base["indent"]:
        native.indent(block, base["indent"])


def _by_areas(strokes: Sequence[Stroke]) -> dict[tuple[Area, ...], list[Stroke]]:
    """Strokes over the same blocks together: the blocks are asked for once."""
    found: dict[tuple[Area, ...], list[Stroke]] = {}
    for stroke in strokes:
        found.setdefault(stroke.areas, []).append(stroke)
    return found


def _merge(block: xw.Range, *, across: bool) -> None:
    if not native.merge(block, across=across):
        block.merge(across=across)


def _lines_between(page: xw.Sheet, stroke: Stroke) -> None:
    """A line under each row of blocks of several rows; a colour draws it."""
    for address in joined([area for area in stroke.areas if area.top < area.bottom]):
        page[address].borders.set("inside_horizontal", color=f"#{stroke.value}")


def _put(name: str) -> Callable[[xw.Range, Any], None]:
    return lambda block, value: setattr(block, name, value)


def _font(name: str) -> Callable[[xw.Range, Any], None]:
    return lambda block, value: setattr(block.font, name, value)


_PAINTERS: Final[Mapping[Trait, Callable[[xw.Range, Any], None]]] = {
    "fill": lambda block, value: setattr(block, "color", f"#{value}"),
    "bottom": lambda block, value: block.borders.set("edge_bottom", color=f"#{value}"),
    "colour": lambda block, value: setattr(block.font, "color", f"#{value}"),
    "size": _font("size"),
    "bold": _font("bold"),
    "italic": _font("italic"),
    "align": _put("horizontal_alignment"),
    "vertical": _put("vertical_alignment"),
    "wrap": _put("wrap_text"),
    "indent": native.indent,
    "format": _put("number_format"),
}


def _rules(page: xw.Sheet, bars: Iterable[DataBar], looks: Paint) -> None:
    """The page's rules, the last one first: Excel puts each new one before the others."""
    held = _Rules(page)
    for rule in reversed(looks.texts):
        style = STYLES[rule.style]
        for rules in held.of(rule.areas):
            rules.add_cell_value(
                "equal_to",
                '="{}"'.format(rule.text.replace('"', '""')),
                fill_color=f"#{style.fill}" if style.fill else None,
                font_color=f"#{style.colour}",
                font_bold=style.bold or None,
            )
    for bar in bars:
        page[bar.area.address].conditional_formats.add_data_bar(_BAR, gradient=False)


def paint_lines(page: xw.Sheet, looks: Paint) -> None:
    """The rules by line. Excel reads a rule's relative row from the selected cell: the page must be in front.

    Number formats come last, below all the rest and in their own order; xlwings puts each of the others on top.
    """
    at, held = 0, _Rules(page)
    formats = [rule for rule in looks.lines if rule.trait == "format"]
    for rule in [*(rule for rule in reversed(looks.lines) if rule.trait != "format"), *formats]:
        if at != rule.areas[0].top:
            at = rule.areas[0].top
            page[f"A{at}"].select()
        for rules in held.of(rule.areas):
            if rule.trait == "format":
                native.format_by_rule(rules, rule.formula, str(rule.value))
            else:
                _add_line_rule(rules, rule)


class _Rules:
    """The rules of blocks; the same blocks are asked for once."""

    def __init__(self, page: xw.Sheet) -> None:
        self._page = page
        self._held: dict[tuple[Area, ...], list[xw.main.ConditionalFormats]] = {}

    def of(self, areas: tuple[Area, ...]) -> list[xw.main.ConditionalFormats]:
        """One collection of rules for each address that the blocks take."""
        if areas not in self._held:
            self._held[areas] = [self._page[address].conditional_formats for address in joined(areas)]
        return self._held[areas]


def _add_line_rule(rules: xw.main.ConditionalFormats, rule: LineRule) -> None:
    known: Mapping[Trait, dict[str, Any]] = {
        "fill": {"fill_color": f"#{rule.value}"},
        "colour": {"font_color": f"#{rule.value}"},
        "bold": {"font_bold": rule.value},
        "italic": {"font_italic": rule.value},
    }
    rules.add_custom(rule.formula, **known[rule.trait])
