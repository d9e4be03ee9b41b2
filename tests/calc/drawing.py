"""What the object model kept aside, drawn into the document when it is saved: conditional formats, drop-downs, charts.

Drawn: cell-value and formula rules (fill, font colour, bold, italic), lists, charts (kind, source, title, legend).
Kept only in the object model: colour scales, data bars, icon sets, the other validations, axes and series' looks.
"""

from itertools import groupby
from typing import Any

from calc.looks import swapped
from calc.office import properties, uno_module

OPERATORS = {1: "BETWEEN", 2: "NOT_BETWEEN", 3: "EQUAL", 4: "NOT_EQUAL", 5: "GREATER", 6: "LESS", 7: "GREATER_EQUAL",
             8: "LESS_EQUAL"}  # fmt: skip
CELL_VALUE, EXPRESSION, LIST = 1, 2, 3
KINDS = {"LineDiagram": {4, 63, 64, 65, 66, 67}, "PieDiagram": {5, 69}, "AreaDiagram": {1, 76, 77},
         "XYDiagram": {-4169, 72, 73, 74, 75}, "DonutDiagram": {-4120}}  # fmt: skip
HORIZONTAL, STACKED, PERCENT = {57, 58, 59}, {52, 58, 63, 66, 76}, {53, 59, 64, 67, 77}
POINT = 2540 / 72  # of 1/100 mm


def draw(sheet: Any) -> None:
    """Draw one sheet's rules, drop-downs and charts."""
    rules = sorted((r for r in sheet._conditions if r.Type in (CELL_VALUE, EXPRESSION)), key=lambda r: r.AppliesTo._rect)
    for rect, group in groupby(rules, key=lambda rule: rule.AppliesTo._rect):
        _conditions(sheet._store, rect, sorted(group, key=sheet._conditions.index))
    for rule in sheet._validations:
        if rule.Type == LIST:
            _drop_down(sheet._store, rule)
    redrawn = {chart.Name for chart in sheet._charts if chart.Chart._source is not None}
    left_alone = {chart.Name for chart in sheet._charts} - redrawn
    for name, stored in sheet._store.charts_by_name().items():
        if name not in left_alone:
            sheet._store._sheet.Charts.removeByName(stored)
    for chart in sheet._charts:
        if chart.Chart._source is not None:
            _chart(sheet._store, chart)


def _local(store: Any, text: Any, rect: Any) -> str:
    """A rule's formula in LibreOffice's grammar; anything but a formula as it is."""
    if not str(text).startswith("="):
        return str(text)
    book, at = store._book, store._at(rect.top, rect.left)
    return book.printed(book.tokens(text[1:], at), at, 0)


def _conditions(store: Any, rect: Any, rules: list[Any]) -> None:
    cells = store._cells(rect)
    entries = cells.ConditionalFormat
    entries.clear()
    for rule in rules:
        name = "NONE" if rule.Formula1 is None else "FORMULA" if rule.Type == EXPRESSION else OPERATORS[rule.Operator]
        operator = uno_module().Enum("com.sun.star.sheet.ConditionOperator", name)
        second = "" if rule.Formula2 is None else _local(store, rule.Formula2, rect)
        first, at = _local(store, rule.Formula1, rect), store._at(rect.top, rect.left)
        entries.addNew(
            properties(
                Operator=operator, Formula1=first, Formula2=second, SourcePosition=at, StyleName=_style(store._book, rule)
            )
        )
    cells.ConditionalFormat = entries


def _style(book: Any, rule: Any) -> str:
    styles = book.doc.StyleFamilies.getByName("CellStyles")
    name = f"rule {rule.Interior.Color} {rule.Font.Color} {rule.Font.Bold} {rule.Font.Italic}"
    if not styles.hasByName(name):
        styles.insertByName(name, book.doc.createInstance("com.sun.star.style.CellStyle"))
        style = styles.getByName(name)
        if rule.Interior.Color is not None:
            style.CellBackColor = swapped(rule.Interior.Color)
        if rule.Font.Color is not None:
            style.CharColor = swapped(rule.Font.Color)
        if rule.Font.Bold:
            style.CharWeight = 150.0
        if rule.Font.Italic:
            style.CharPosture = uno_module().Enum("com.sun.star.awt.FontSlant", "ITALIC")
    return name


def _drop_down(store: Any, rule: Any) -> None:
    rect = rule._place._rect
    cells, text = store._cells(rect), rule.Formula1
    validation = cells.Validation
    validation.Type = uno_module().Enum("com.sun.star.sheet.ValidationType", "LIST")
    validation.setFormula1(_local(store, text, rect) if text.startswith("=") else ";".join(f'"{v}"' for v in text.split(",")))
    cells.Validation = validation


def _chart(store: Any, frame: Any) -> None:
    chart, charts = frame.Chart, store._sheet.Charts
    place = uno_module().createUnoStruct("com.sun.star.awt.Rectangle")
    place.X, place.Y, place.Width, place.Height = (round(v * POINT) for v in (frame.Left, frame.Top, frame.Width, frame.Height))
    source = chart._source._rect
    charts.addNewByName(frame.Name, place, (store._cells(source).getRangeAddress(),), chart._named, source.shape[1] > 1)
    document = charts.getByName(frame.Name).EmbeddedObject
    kind = next((name for name, codes in KINDS.items() if chart.ChartType in codes), "BarDiagram")
    diagram = document.createInstance(f"com.sun.star.chart.{kind}")
    if kind in ("BarDiagram", "LineDiagram", "AreaDiagram"):
        diagram.Stacked, diagram.Percent = chart.ChartType in STACKED, chart.ChartType in PERCENT
    if kind == "BarDiagram":
        diagram.Vertical = chart.ChartType in HORIZONTAL
    document.setDiagram(diagram)
    document.HasMainTitle, document.HasLegend = chart.HasTitle, chart.HasLegend
    if chart.HasTitle:
        document.Title.String = chart.ChartTitle.Text
