"""The minutes as a Word document: the blocks that the sheet shows, on two A4 pages at most, with room to sign."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.sheets.minutes import Block, Grid
from gouvernail.sheets.theme import FONT, INK, LIGHT, NAVY

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell, _Row

_WIDTH_CM = 18.0
_TEXT_POINTS, _HEADING_POINTS, _TITLE_POINTS = 9, 11, 17
_SHARES = 24


def write_minutes(
    file: Path, title: str, subtitle: str, blocks: Sequence[Block], *, footer: str, signed: str, names: Sequence[str]
) -> None:
    """Write the document.

    Args:
        file: where; what is there is replaced.
        title: the name of the document.
        subtitle: for whom and of which meeting.
        blocks: the minutes, part by part.
        footer: at the foot of each page.
        signed: what the two parties sign under.
        names: who signs.
    """
    import docx

    document = docx.Document()
    _set_page(document, footer)
    _paragraph(document, title, size=_TITLE_POINTS, bold=True, colour=NAVY)
    _paragraph(document, subtitle, after=4)
    for block in blocks:
        _paragraph(document, block.heading, size=_HEADING_POINTS, bold=True, colour=NAVY, before=6, keep=True)
        if block.grid:
            _table(document, block.grid)
        for sentence in block.sentences:
            _paragraph(document, sentence)
    _paragraph(document, signed, bold=True, before=8, keep=True)
    _table(document, Grid((12, 12), tuple(names), (("\n\n", "\n\n"),)))
    document.core_properties.title, document.core_properties.author = title, " – ".join(names)
    document.core_properties.comments = ""
    document.save(str(file))


def _set_page(document: "Document", footer: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    [section] = document.sections
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.4)
    section.footer_distance = Cm(0.7)
    style = document.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(_TEXT_POINTS), RGBColor.from_string(INK)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(1), 1.0
    foot = section.footer.paragraphs[0]
    foot.text = footer
    foot.runs[0].font.size = Pt(7)


def _paragraph(
    document: "Document",
    text: str,
    *,
    size: int = _TEXT_POINTS,
    bold: bool = False,
    colour: str = INK,
    before: int = 0,
    after: int = 1,
    keep: bool = False,
) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep


def _table(document: "Document", grid: Grid) -> None:
    """A table whose headers come back on each page, and whose lines are never cut in two."""
    from docx.shared import Cm

    table = document.add_table(rows=1 + len(grid.lines), cols=len(grid.shares))
    table.autofit = False
    for column, share in zip(table.columns, grid.shares, strict=True):
        column.width = Cm(_WIDTH_CM * share / _SHARES)
    for row, texts in zip(table.rows, (grid.headers, *grid.lines), strict=True):
        head = texts is grid.headers
        _mark_row(row, head=head)
        for cell, text, share in zip(row.cells, texts, grid.shares, strict=True):
            cell.width = Cm(_WIDTH_CM * share / _SHARES)
            _fill(cell, text, head=head)


def _mark_row(row: "_Row", *, head: bool) -> None:
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: "_Cell", text: str, *, head: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.font.bold = Pt(_TEXT_POINTS - 1), head
    properties = cell._tc.get_or_add_tcPr()
    borders, bottom = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("color", LIGHT)):
        bottom.set(qn(f"w:{key}"), value)
    borders.append(bottom)
    properties.append(borders)
    if head:
        run.font.color.rgb = RGBColor.from_string("FFFFFF")
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("fill", NAVY)):
            shade.set(qn(f"w:{key}"), value)
        properties.append(shade)
