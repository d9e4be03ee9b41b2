"""The sheets that people fill in, drawn from the declarations: headers with notes, drop-downs, dates, units, print set-up.

Tables that belong together stand side by side on one sheet, so that each can grow downwards.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil

import pandas as pd

from gouvernail.schema.inputs import ACTIONS, INPUTS, PARTICIPANTS, SETTINGS
from gouvernail.schema.kinds import Column, Table
from gouvernail.schema.outputs import OVERDUE
from gouvernail.schema.tables import TABLES
from gouvernail.settings import Settings
from gouvernail.sheets.layout import Page
from gouvernail.sheets.parts import Area, Cell, ListTable, Print, Sheet, StyleName, Validation
from gouvernail.words.catalogue import Catalogue

HEADER_ROW = 4
SPARE_ROWS = 15
_LEGIBLE_WIDTH = 230.0
"""How many characters fit across a printed page that can still be read."""
READY_ROWS = 500
"""How many rows below the last one already have their drop-downs."""

_TAB = "2A7F86"
_NUMBER_FORMATS = {"date": "dd/mm/yyyy", "time": "hh:mm", "number": "General", "quantity": "General", "integer": "0"}


def input_sheets(frames: Mapping[str, pd.DataFrame], words: Catalogue) -> tuple[Sheet, ...]:
    """Every input sheet.

    Args:
        frames: the rows to fill in, by table key; schema keys and typed values, a table left out is empty.
        words: the language.
    """
    return tuple(_sheet(key, list(tables), frames, words) for key, tables in groupby(INPUTS, key=lambda table: table.sheet))


def _sheet(key: str, tables: Sequence[Table], frames: Mapping[str, pd.DataFrame], words: Catalogue) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {(1, 1): Cell(words.sheet(key), "title")}
    cells[2, 1] = Cell(words.say("inputs.hint"), "subtitle")
    widths: list[float] = []
    lists: list[ListTable] = []
    validations: list[Validation] = []
    for table in tables:
        left = len(widths) + 1
        rows = frames.get(table.key, pd.DataFrame())
        bottom = HEADER_ROW + max(len(rows) + (0 if table.key == "settings" else SPARE_ROWS), 1)
        if len(tables) > 1:
            cells[HEADER_ROW - 1, left] = Cell(words.table(table.key), "label")
        cells |= _cells(table, rows, left, bottom, words)
        looked_up = _looked_up(table, left + len(table.columns), bottom, words)
        cells |= looked_up
        headers = [words.column(table.key, column.key) for column in table]
        headers += [str(cell.value) for (row, _), cell in looked_up.items() if row == HEADER_ROW]
        area = Area(HEADER_ROW, left, bottom, left + len(headers) - 1)
        lists.append(ListTable(table.name, area, tuple(headers), "TableStyleLight1"))
        if table is SETTINGS:
            validations += _setting_validations(left + 1, words)
        validations += [one for at, column in enumerate(table) for one in _validations(table, column, left + at, bottom, words)]
        widths += [float(column.width) for column in table] + [14.0] * (len(headers) - len(table.columns)) + [3.0]
    last = max(row for row, _ in cells)
    rows_drawn = tuple(tuple(cells.get((row, place)) for place in range(1, len(widths))) for row in range(1, last + 1))
    return Sheet(
        key,
        words.sheet(key),
        rows_drawn,
        widths=tuple(widths[:-1]),
        heights={1: 30, HEADER_ROW: 32},
        tables=tuple(lists),
        validations=tuple(validations),
        frozen=(HEADER_ROW, 1 if len(tables) == 1 else 0),
        print=Print(
            pages_wide=ceil(sum(widths) / _LEGIBLE_WIDTH), title_rows=(HEADER_ROW, HEADER_ROW), footer="&C&8&A&R&8&P/&N"
        ),
        tab_colour=_TAB,
        gridlines=True,
    )


def _cells(table: Table, rows: pd.DataFrame, left: int, bottom: int, words: Catalogue) -> dict[tuple[int, int], Cell]:
    cells: dict[tuple[int, int], Cell] = {}
    plain = Page(table.sheet, words, [])
    for place, column in enumerate(table, start=left):
        style: StyleName = "input_required" if column.required else "input_key"
        label, note = words.column(table.key, column.key), _note(table, column, words)
        cells[HEADER_ROW, place] = Cell(label, style, note=note)
        values = rows[column.key].tolist() if column.key in rows else []
        number_format = _NUMBER_FORMATS.get(column.kind, "")
        for row, value in enumerate(values, start=HEADER_ROW + 1):
            cells[row, place] = _input_cell(plain, column, value, number_format)
        for row in range(HEADER_ROW + 1 + len(values), bottom + 1):
            cells[row, place] = Cell(None, "input", number_format)
    return cells


def _input_cell(page: Page, column: Column, value: object, number_format: str) -> Cell:
    if isinstance(value, Cell):
        return value
    shown = page.shown(column, value)
    if column.kind == "time" and isinstance(shown, int | float):
        return Cell(shown / 1440, "input", number_format)
    if column.many and isinstance(shown, str):
        shown = shown.replace(", ", "; ")
    return Cell(shown, "input", number_format)


def _note(table: Table, column: Column, words: Catalogue) -> str:
    """What a header's note says: what is expected, whether it is needed, and what it means."""
    said = [words.note(table.key, column.key), words.say(f"inputs.expects.{column.kind}") if not column.choices else ""]
    if column.choices:
        choices = ", ".join(words.choice(column.choices.__name__, one.value) for one in column.choices)
        said.append(words.say("inputs.expects.choice", choices=choices))
    said.append(words.say("inputs.needed") if column.required else "")
    return "\n".join(one for one in said if one)


def _validations(table: Table, column: Column, place: int, bottom: int, words: Catalogue) -> list[Validation]:
    area = Area(HEADER_ROW + 1, place, bottom + READY_ROWS, place)
    title = words.column(table.key, column.key)
    if column.choices is not None:
        labels = tuple(words.choice(column.choices.__name__, one.value) for one in column.choices)
        return [Validation(area, "list", labels, title=title)]
    if table is PARTICIPANTS and column.key == "role":
        return [Validation(area, "list", usual_roles(words), title=title, strict=False)]
    if column.kind == "flag":
        return [Validation(area, "list", (words.choice("flag", "true"), words.choice("flag", "false")), title=title)]
    if column.refers_to and not column.many:
        other = TABLES[column.refers_to]
        source = f'=INDIRECT("{other.name}[{words.column(other.key, other.unique[0])}]")'
        return [Validation(area, "list", source=source, title=title, strict=False)]
    if column.kind == "date":
        return [Validation(area, "date", title=title, message=words.say("inputs.expects.date"), strict=False)]
    if column.kind == "integer":
        return [Validation(area, "whole", minimum=column.minimum, maximum=column.maximum, title=title)]
    return []


def usual_roles(words: Catalogue) -> tuple[str, ...]:
    """The roles offered for a participant, spelt as committees require them; any other may be typed."""
    return tuple(words.say("inputs.participants.roles").split("; "))


def _setting_validations(place: int, words: Catalogue) -> list[Validation]:
    """Drop-downs for the settings that are a choice or a yes or no."""
    found = []
    for row, (key, kind) in enumerate(Settings.kinds().items(), start=HEADER_ROW + 1):
        choices: tuple[str, ...] = ()
        if kind["kind"] == "flag":
            choices = tuple(words.choice("flag", one) for one in ("true", "false"))
        elif kind["choices"]:
            choices = tuple(words.say(f"settings.choices.{key}.{one}") for one in kind["choices"])
        if choices:
            found.append(Validation(Area(row, place, row, place), "list", choices, title=words.say(f"settings.labels.{key}")))
    return found


def _looked_up(table: Table, place: int, bottom: int, words: Catalogue) -> dict[tuple[int, int], Cell]:
    """Beside each action, how late it is: an ordinary formula over our page, in a column of the person's own."""
    if table is not ACTIONS:
        return {}
    late, action = (words.column(OVERDUE.key, key) for key in ("late_workdays", "action_id"))
    own = words.column(ACTIONS.key, "action_id")
    # INDIRECT, since the page may not be drawn yet: Excel calls a file damaged whose formula names a table that is not there.
    ours = [f'INDIRECT("{OVERDUE.name}[{header}]")' for header in (late, action)]
    formula = f'=IFERROR(INDEX({ours[0]},MATCH({ACTIONS.name}[[#This Row],[{own}]],{ours[1]},0)),"")'
    cells = {(row, place): Cell("", "input", "0", formula=formula) for row in range(HEADER_ROW + 1, bottom + 1)}
    return {(HEADER_ROW, place): Cell(late, "input_key", note=words.say("inputs.looked_up"))} | cells
