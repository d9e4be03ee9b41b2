"""What each style name looks like. Colours are RGB: a workbook's own theme must not change what red means.

Status never rests on colour alone: the word and its sign stand in the cell, and red is bold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gouvernail.sheets.parts import SeriesLook, StyleName

NAVY = "1F3A5F"
TEAL = "2A7F86"
INK = "262626"
GREY = "6B7280"
LIGHT = "D9DEE5"
FONT = "Calibri"


@dataclass(frozen=True)
class Look:
    """Font, fill, borders and alignment of a style."""

    size: float = 11
    bold: bool = False
    italic: bool = False
    colour: str = INK
    fill: str = ""
    align: Literal["left", "center", "right"] = "left"
    vertical: Literal["top", "center"] = "center"
    wrap: bool = False
    indent: int = 0
    bottom: str = ""
    format: str = ""
    text: bool = False


STYLES: Mapping[StyleName, Look] = {
    "text": Look(bottom=LIGHT, indent=1),
    "wrap": Look(bottom=LIGHT, wrap=True, indent=1),
    "muted": Look(size=10, colour=GREY, indent=1, bottom=LIGHT),
    "title": Look(size=20, bold=True, colour=NAVY),
    "subtitle": Look(size=12, colour=GREY),
    "heading": Look(size=14, bold=True, colour=NAVY, bottom=NAVY),
    "header": Look(bold=True, colour="FFFFFF", fill=NAVY, wrap=True, indent=1),
    "header_number": Look(bold=True, colour="FFFFFF", fill=NAVY, wrap=True, align="right", indent=1),
    "label": Look(size=10, bold=True, colour=GREY, indent=1),
    "number": Look(align="right", bottom=LIGHT, indent=1, format="#,##0"),
    "provisional": Look(align="right", italic=True, bottom=LIGHT, indent=1, format="#,##0"),
    "center": Look(align="center", bottom=LIGHT),
    "date": Look(align="center", bottom=LIGHT, format="dd/mm/yyyy"),
    "strong": Look(bold=True, bottom=LIGHT, wrap=True, indent=1),
    "strong_number": Look(bold=True, align="right", bottom=LIGHT, indent=1, format="#,##0"),
    "figure": Look(size=18, bold=True, colour=NAVY, indent=1, format="#,##0"),
    "comment": Look(fill="FFFBE6", wrap=True, bottom=LIGHT, indent=1),
    "input": Look(),
    "input_key": Look(bold=True, colour="FFFFFF", fill=NAVY, wrap=True),
    "input_required": Look(bold=True, colour="FFFFFF", fill=TEAL, wrap=True),
    "green": Look(colour="1B5E20", fill="E3F1E4", bottom=LIGHT, indent=1),
    "amber": Look(colour="7A4B00", fill="FFF1CC", bottom=LIGHT, indent=1),
    "red": Look(colour="8E1B1B", fill="F9DADA", bold=True, bottom=LIGHT, indent=1),
    "grey": Look(colour=GREY, fill="EEF0F2", bottom=LIGHT, indent=1),
    "banner": Look(bold=True, colour="8E1B1B", fill="FDF0F0", wrap=True),
    "link": Look(colour="1D4ED8", bottom=LIGHT, indent=1),
    "foot": Look(size=10, italic=True, colour=GREY, wrap=True, vertical="top"),
}


@dataclass(frozen=True)
class Line:
    """How a chart's series looks: solid for what happened, dashed for what is aimed at; shapes tell them apart in grey."""

    colour: str
    width: float = 2.25
    dash: Literal["solid", "dash", "square_dot"] = "solid"
    marker: Literal["none", "circle", "diamond", "triangle"] = "none"
    marker_size: int = 6


SERIES: Mapping[SeriesLook, Line] = {
    "actual": Line(NAVY, marker="circle"),
    "target": Line("B45309", width=1.75, dash="dash"),
    "limit": Line(GREY, width=1.5),
    "provisional_limit": Line(GREY, width=1.5, dash="square_dot"),
    "centre": Line(GREY, width=1.0),
    "muted": Line("A3ADBB", width=1.5),
    "accent": Line(TEAL),
    "cumulative": Line("B45309", width=1.75, marker="diamond"),
    "signal": Line("8E1B1B", width=0, marker="diamond", marker_size=10),
    "good_signal": Line(TEAL, width=0, marker="triangle", marker_size=9),
}
