"""The `.xlam` as a package: a fixed set of parts, in a fixed order, without date, author or place.

The parts are stored, not deflated, so that the bytes do not depend on a compression library.
"""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from gouvernail.entry.addin.project import DOCUMENTS

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CUSTOM_UI = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_EXTENSIONS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "bin": "application/vnd.ms-office.vbaProject",
    "png": "image/png",
}
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def package(*, title: str, project: bytes, ribbon: bytes, icons: Mapping[str, bytes], sentences: Mapping[str, str]) -> bytes:
    """The add-in file.

    Args:
        title: what Excel's list of add-ins shows.
        project: the `vbaProject.bin`.
        ribbon: the `customUI.xml`.
        icons: icon name, as the ribbon's `image` says it → PNG.
        sentences: what the macros may say themselves: key → sentence, put on the one sheet.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            rId1=(f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            rId2=(f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            rId3=(_CUSTOM_UI, "customUI/customUI.xml"),
        ),
        "docProps/core.xml": _properties(title),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(
            rId1=(f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            rId2=(f"{_OFFICE}/styles", "styles.xml"),
            rId3=(_VBA, "vbaProject.bin"),
        ),
        "xl/worksheets/sheet1.xml": _sheet(sentences),
        "xl/styles.xml": _STYLES,
        "xl/vbaProject.bin": project,
        "customUI/customUI.xml": ribbon,
        "customUI/_rels/customUI.xml.rels": _relationships(
            **{name: (f"{_OFFICE}/image", f"images/{name}.png") for name in sorted(icons)}
        ),
        **{f"customUI/images/{name}.png": icons[name] for name in sorted(icons)},
    }
    return _zipped(parts)


def _zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, _NO_DATE)
            entry.create_system = 0
            archive.writestr(entry, content)
    return target.getvalue()


def _content_types() -> str:
    defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _EXTENSIONS.items())
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relationships(**links: tuple[str, str]) -> str:
    said = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{to}"/>' for name, (kind, to) in links.items())
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _properties(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:creator>Gouvernail</dc:creator></cp:coreProperties>"
    )


def _workbook() -> str:
    return (
        f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><workbookPr codeName="{DOCUMENTS[0]}"/>'
        f'<bookViews><workbookView/></bookViews><sheets><sheet name="{DOCUMENTS[1]}" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>"
    )


def _sheet(sentences: Mapping[str, str]) -> str:
    rows = "".join(
        f'<row r="{row}">{_text(f"A{row}", key)}{_text(f"B{row}", said)}</row>'
        for row, (key, said) in enumerate(sentences.items(), start=1)
    )
    code_name = f"<sheetPr codeName={quoteattr(DOCUMENTS[1])}/>"
    return f'{_HEAD}<worksheet xmlns="{_SHEET}">{code_name}<sheetData>{rows}</sheetData></worksheet>'


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_SHEET}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
