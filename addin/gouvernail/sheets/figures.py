"""How figures are written in cells: a KPI's value with its unit, a gap with its sign, the number behind it untouched."""

from datetime import date

from gouvernail.sheets.layout import Record
from gouvernail.sheets.parts import Cell, StyleName
from gouvernail.words.catalogue import Catalogue


def quantity_format(unit: str, decimals: int, *, signed: bool = False) -> str:
    """An Excel number format with the unit behind the number.

    >>> quantity_format("%", 1), quantity_format("s", 0, signed=True)
    ('#,##0.0" %"', '+#,##0" s";−#,##0" s";0" s"')
    """
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    tail = f'" {unit}"'.replace("\u00a0", " ") if unit else ""
    if not signed:
        return digits + tail
    zero = "0" + ("." + "0" * decimals if decimals else "")
    return f"+{digits}{tail};−{digits}{tail};{zero}{tail}"


def gap_unit(unit: str) -> str:
    """The unit of a gap: percentages differ by points, never by per cent."""
    return "pt" if unit == "%" else unit


def missing(value: object) -> bool:
    """Whether a frame's cell holds nothing."""
    return value is None or value != value or str(value) in {"", "<NA>", "NaT", "nan"}


def value_cell(record: Record, key: str = "value", *, style: StyleName = "number") -> Cell:
    """A KPI's value in its unit, rounded as the contract says; `n/d` where there is none."""
    return _quantity(record, record.get(key), str_of(record, "unit"), style)


def gap_cell(record: Record, key: str = "gap", *, style: StyleName = "number") -> Cell:
    """A signed gap in the KPI's unit, percentages in points."""
    return _quantity(record, record.get(key), gap_unit(str_of(record, "unit")), style, signed=True)


def target_cell(record: Record, words: Catalogue, *, style: StyleName = "number") -> Cell:
    """The target in the KPI's unit; a band's two bounds as text."""
    low, high = record.get("low"), record.get("high")
    if missing(record.get("target")) and not (missing(low) and missing(high)):
        decimals, unit = decimals_of(record), str_of(record, "unit")
        if missing(low) or missing(high):
            bound = words.quantity(float(str(high if missing(low) else low)), unit, decimals)
            return Cell(f"{'≤' if missing(low) else '≥'}\u00a0{bound}", style)
        shown = words.number(float(str(low)), decimals), words.quantity(float(str(high)), unit, decimals)
        return Cell(" – ".join(shown), style)
    return _quantity(record, record.get("target"), str_of(record, "unit"), style)


def share_cell(value: object, *, style: StyleName = "number") -> Cell:
    """A share (1 = 100 %) as a whole percentage."""
    return Cell(None if missing(value) else float(str(value)), style, "0%")


def str_of(record: Record, key: str) -> str:
    """A text of a record; empty when missing."""
    value = record.get(key)
    return "" if missing(value) else str(value)


def decimals_of(record: Record) -> int:
    """The KPI's contractual decimals."""
    value = record.get("decimals")
    return 1 if missing(value) else int(float(str(value)))


def _quantity(record: Record, value: object, unit: str, style: StyleName, *, signed: bool = False) -> Cell:
    if missing(value):
        return Cell("–", style)
    return Cell(float(str(value)), style, quantity_format(unit, decimals_of(record), signed=signed))


def period_label(words: Catalogue, kind: str, start: date, end: date) -> str:
    """A period as people call it: `mars 2026`, `S14 2026`, `cumul au 31/03/2026`, `S1 2026`."""
    if kind == "month":
        return words.month(start)
    if kind == "week":
        year, week, _ = start.isocalendar()
        return words.say("pages.period.week", week=f"{week:02}", year=year)
    return words.say(f"pages.period.{kind}", start=words.day(start), end=words.day(end))
