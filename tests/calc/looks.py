"""How LibreOffice names what Excel calls fonts, fills, borders, alignments and widths."""

import re
from typing import Any

from calc.office import uno_module

BORDER_SIDES = {7: "LeftLine", 8: "TopLine", 9: "BottomLine", 10: "RightLine", 11: "VerticalLine", 12: "HorizontalLine"}
HORIZONTAL = {1: "STANDARD", -4131: "LEFT", -4108: "CENTER", -4152: "RIGHT", 5: "REPEAT", -4130: "BLOCK"}
VERTICAL = {-4107: 3, -4108: 2, -4160: 1, -4130: 4}  # CellVertJustify2
PIXEL = 2540 / 96  # of 1/100 mm


def swapped(color: int) -> int:
    """Excel's BGR to RGB, and back."""
    return (color & 0xFF) << 16 | color & 0xFF00 | color >> 16 & 0xFF


def _enum(kind: str, name: str) -> Any:
    return uno_module().Enum(f"com.sun.star.{kind}", name)


def _line(value: int | None) -> int | None:
    return None if value in (None, -1) else swapped(value)


SIMPLE = {  # Excel's property -> LibreOffice's, and how a value is put and read
    "Interior.Color": ("CellBackColor", lambda v: -1 if v is None else swapped(v), _line),
    "Font.Bold": ("CharWeight", lambda v: 150.0 if v else 100.0, lambda v: v > 100.0),
    "Font.Italic": ("CharPosture", lambda v: _enum("awt.FontSlant", "ITALIC" if v else "NONE"), lambda v: v.value == "ITALIC"),
    "Font.Size": ("CharHeight", float, float),
    "Font.Color": ("CharColor", swapped, lambda v: 0 if v == -1 else swapped(v)),
    "Font.Name": ("CharFontName", str, str),
    "Font.Underline": ("CharUnderline", lambda v: 1 if v in (2, True) else 0, lambda v: 2 if v else -4142),
    "WrapText": ("IsTextWrapped", bool, bool),
    "HorizontalAlignment": ("HoriJustify", lambda v: _enum("table.CellHoriJustify", HORIZONTAL.get(v, "STANDARD")),
                            lambda v: {name: code for code, name in HORIZONTAL.items()}.get(v.value, 1)),
    "VerticalAlignment": ("VertJustify", lambda v: VERTICAL.get(v, 0),
                          lambda v: {name: code for code, name in VERTICAL.items()}.get(v, -4107)),
    "IndentLevel": ("ParaIndent", lambda v: round(v * 352.8), lambda v: round(v / 352.8)),
    "Orientation": ("RotateAngle", lambda v: 0 if v == -4128 else v * 100, lambda v: v // 100 or -4128),
}  # fmt: skip


def width_of(characters: float) -> int:
    """A column of so many characters (Calibri 11, 7 pixels a digit), in 1/100 mm."""
    pixels = round(characters * 12) if characters < 1 else round(characters * 7) + 5
    return round(pixels * PIXEL)


def characters_of(width: int) -> float:
    pixels = round(width / PIXEL)
    return round(pixels / 12 if pixels < 12 else (pixels - 5) / 7, 2)


def ambiguous(cells: Any, name: str) -> bool:
    """Whether the cells of the block differ in that property."""
    return cells.getPropertyState(name).value == "AMBIGUOUS_VALUE"


def get_border(cells: Any, side: int, what: str) -> Any:
    line = getattr(cells.TableBorder2, BORDER_SIDES[side])
    return {"LineStyle": 1 if line.OuterLineWidth else -4142, "Weight": 2 if line.OuterLineWidth < 60 else -4138,
            "Color": swapped(line.Color)}[what]  # fmt: skip


def set_border(cells: Any, side: int, what: str, value: Any) -> None:
    if side not in BORDER_SIDES:
        return  # diagonals
    name, border = BORDER_SIDES[side], cells.TableBorder2
    line = getattr(border, name)
    line.OuterLineWidth = line.OuterLineWidth or 26  # a colour or a weight draws a line, as in Excel
    if what == "Color":
        line.Color = swapped(value)
    elif what == "Weight":
        line.OuterLineWidth = {1: 9, 2: 26, -4138: 62, 4: 88}[value]
    elif value == -4142:
        line.OuterLineWidth = 0
    line.LineWidth = line.OuterLineWidth
    fresh = uno_module().createUnoStruct("com.sun.star.table.TableBorder2")
    setattr(fresh, name, line)
    setattr(fresh, f"Is{name}Valid", True)
    cells.TableBorder2 = fresh


def excel_code(code: str) -> str:
    """A number format as Excel spells it: `YYYY-MM-DD` is `yyyy-mm-dd`, BOOLEAN is General."""
    if code in ("BOOLEAN", "General"):
        return "General"
    parts = re.split(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|General)', code)
    return "".join(part if i % 2 else re.sub(r"[YMDHS]", lambda m: m[0].lower(), part) for i, part in enumerate(parts))
