"""What stands around a donor's rows, its tables, drawings and notes, rewritten so that they fit a person's workbook."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from gouvernail.excel.formulas import rename_sheets
from gouvernail.excel.markup import CHART, DRAWING, RELATION_ID, XM, child, local, main
from gouvernail.excel.pages import OBJECT_NAME
from gouvernail.excel.styles_merge import StyleMap

_FORMULAS: Final = (main("f"), main("formula"), main("formula1"), main("formula2"), f"{{{XM}}}f", f"{{{CHART}}}f")
_DIFFERENTIAL: Final = (
    "dxfId", "headerRowDxfId", "dataDxfId", "totalsRowDxfId", "headerRowBorderDxfId", "tableBorderDxfId",
    "totalsRowBorderDxfId",
)  # fmt: skip
_BEFORE_PROTECTION: Final = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr")
_AFTER_PROTECTION: Final = (*_BEFORE_PROTECTION, "sheetProtection")


@dataclass(frozen=True)
class Kept:
    """What a redrawn worksheet keeps of the one before, because it belongs to the workbook or to a person.

    Args:
        code_name: what macros call the sheet.
        selected: whether its tab was the one in front.
        protections: the protection of the sheet and of ranges, as they were.
        printer: the part with the printer's own settings; empty when there is none.
    """

    code_name: str = ""
    selected: bool = False
    protections: tuple[etree._Element, ...] = ()
    printer: str = ""


@dataclass(frozen=True)
class Rewriting:
    """What changes in every part of a donor.

    Args:
        styles: where its formats went.
        strings: its shared strings, each an `si` element.
        sheets: how its sheets are called in the person's workbook, where that differs.
    """

    styles: StyleMap
    strings: tuple[etree._Element, ...] = ()
    sheets: Mapping[str, str] = field(default_factory=dict)


def kept_of(root: etree._Element, printer: str) -> Kept:
    """What to keep of a worksheet that is about to be replaced."""
    properties = child(root, "sheetPr")
    selected = any(view.get("tabSelected") in {"1", "true"} for view in root.iter(main("sheetView")))
    protections = (child(root, "sheetProtection"), child(root, "protectedRanges"))
    return Kept(
        code_name=properties.get("codeName", "") if properties is not None else "",
        selected=selected,
        protections=tuple(deepcopy(found) for found in protections if found is not None),
        printer=printer,
    )


def rewrite_frame(root: etree._Element, change: Rewriting, kept: Kept) -> None:
    """Fit what stands around the rows of a donor's worksheet, in place: formats renumbered, one front tab at most."""
    _rewrite_formats(root, change.styles)
    rewrite_formulas(root, change)
    _rewrite_views(root, kept)
    _keep(root, kept)


def rewrite_formulas(root: etree._Element, change: Rewriting) -> None:
    """Call the donor's sheets by the names they have in the person's workbook."""
    if not change.sheets:
        return
    for formula in root.iter(*_FORMULAS):
        formula.text = rename_sheets(formula.text or "", change.sheets)
    for link in root.iter(main("hyperlink")):
        if link.get("location"):
            link.set("location", rename_sheets(link.get("location", ""), change.sheets))


def rewrite_differential(root: etree._Element, styles: StyleMap) -> None:
    """Renumber the formats that conditions, filters and tables refer to."""
    for element in root.iter():
        for attribute in _DIFFERENTIAL:
            found = element.get(attribute) if isinstance(element.tag, str) else None
            if found is not None:
                element.set(attribute, str(styles.differential[int(found)]))


def rewrite_drawing(root: etree._Element) -> None:
    """Name every chart and picture of ours so that it can be told from a person's."""
    for position, named in enumerate(root.iter(f"{{{DRAWING}}}cNvPr"), start=1):
        named.set("name", f"{OBJECT_NAME} {position}")


def rewrite_notes(root: etree._Element) -> None:
    """Sign our notes."""
    for author in root.iter(main("author")):
        author.text = OBJECT_NAME


def keep_printer(root: etree._Element, relation: str) -> bool:
    """Point the page set-up at the printer's settings; false when the page has none to point from."""
    setup = child(root, "pageSetup")
    if setup is not None:
        setup.set(RELATION_ID, relation)
    return setup is not None


def _rewrite_formats(root: etree._Element, styles: StyleMap) -> None:
    for column in root.iter(main("col")):
        if column.get("style"):
            column.set("style", str(styles.cells[int(column.get("style", "0"))]))
    for tag in ("conditionalFormatting", "autoFilter", "sortState"):
        for element in root.iter(main(tag)):
            rewrite_differential(element, styles)


def _rewrite_views(root: etree._Element, kept: Kept) -> None:
    for view in root.iter(main("sheetView")):
        view.attrib.pop("tabSelected", "")
        if kept.selected:
            view.set("tabSelected", "1")


def _keep(root: etree._Element, kept: Kept) -> None:
    if kept.code_name:
        properties = child(root, "sheetPr")
        if properties is None:
            properties = etree.Element(main("sheetPr"))
            root.insert(0, properties)
        properties.set("codeName", kept.code_name)
    for protection in kept.protections:
        before = _BEFORE_PROTECTION if local(protection) == "sheetProtection" else _AFTER_PROTECTION
        present = child(root, local(protection))
        if present is not None:
            root.remove(present)
        place = max((i for i, e in enumerate(root) if local(e) in before), default=-1) + 1
        root.insert(place, protection)
