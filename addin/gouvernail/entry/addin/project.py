"""The VBA project of the add-in, made from its text sources: a `vbaProject.bin` that names nobody but us.

pyOpenVBA writes the container and the compressed modules. What it would take from its template is given here: the
project's name and identity, the protection values derived from it, and the version that says "compile me afresh".

Source: MS-OVBA §2.3.1 (PROJECT stream), §2.3.4.1 (_VBA_PROJECT), §2.3.4.2 (dir stream).
"""

from pathlib import Path
from struct import pack, unpack_from
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from gouvernail.entry.addin.cipher import protection

if TYPE_CHECKING:
    from pyopenvba.vba import VBAProject

PROJECT_NAME = "Gouvernail"
PROJECT_ID = "{7C0B52A1-4F0D-4E5B-9A36-2D1C6E8F9B40}"
DOCUMENTS = ("ThisWorkbook", "Sentences")
"""The modules behind the workbook and behind its one sheet; Excel asks for both."""

_TEMPLATE_SHEET = "Sheet1"
_TEMPLATE_MODULE = "Module1"
_COMPILE_AFRESH = bytes.fromhex("CC61FFFF000100")
_NO_COOKIE = 0xFFFF
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
"""What every Excel project refers to; `IRibbonControl` is Office's. Windows finds both by their identity."""


def vba_project(sources: dict[str, str]) -> bytes:
    """The `vbaProject.bin` of the modules.

    Args:
        sources: module name → its text as the editor exports it, `Attribute` lines included, CRLF line ends.
            Holds every name of `DOCUMENTS`; the others are standard modules, declared in the order given.

    Returns:
        A compound file; the same text gives the same bytes.

    Raises:
        KeyError: a document module is missing.
        ValueError: a module's name is one that Excel's editor refuses.
    """
    from pyopenvba import ExcelFile
    from pyopenvba.cfb import CFB

    modules = [name for name in sources if name not in DOCUMENTS]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "blank.xlam"
        with ExcelFile.create_new(file) as book:
            _fill(book.vba_project(), sources, modules)
            book.save()
        with ExcelFile(file) as book:
            container = CFB.from_bytes(book.vba_project_bytes())
    container.write_stream_in_storage("VBA", "_VBA_PROJECT", _COMPILE_AFRESH)
    container.write_stream("PROJECT", _project_text(modules).encode("ascii"))
    return _timeless(container.to_bytes())


def _fill(project: "VBAProject", sources: dict[str, str], modules: list[str]) -> None:
    project.rename_module(_TEMPLATE_SHEET, DOCUMENTS[1])
    project.delete_module(_TEMPLATE_MODULE)
    for name in DOCUMENTS:
        document = project.get_module(name)
        document.source, document.dirty, document.text_offset = sources[name], True, 0
    for name in modules:
        project.add_module(name, sources[name])
    for module in project.modules:
        module.cookie = _NO_COOKIE
    project.project_cookie = _NO_COOKIE
    project.dir_raw = _project_information()
    project.dir_modules_offset = len(project.dir_raw)


def _project_information() -> bytes:
    """The head of the dir stream: what the project is, and which libraries it refers to."""
    name = PROJECT_NAME.encode("ascii")
    head = [
        (0x01, pack("<I", 3)),  # any 64-bit Windows; a Mac takes the same file
        (0x02, pack("<I", 0x409)),
        (0x14, pack("<I", 0x409)),
        (0x03, pack("<H", 1252)),
        (0x04, name),
        *((record, b"") for record in (0x05, 0x40, 0x06, 0x3D)),
        (0x07, pack("<I", 0)),
        (0x08, pack("<I", 0)),
    ]
    version = pack("<HIIH", 0x09, 4, 1, 0)
    tail = [(0x0C, b""), (0x3C, b"")]
    for library, identity in _REFERENCES.items():
        counted = pack("<I", len(identity)) + identity.encode("ascii") + bytes(6)
        tail += [(0x16, library.encode("ascii")), (0x3E, library.encode("utf-16-le")), (0x0D, counted)]
    return _records(head) + version + _records(tail)


def _records(records: list[tuple[int, bytes]]) -> bytes:
    return b"".join(pack("<HI", number, len(data)) + data for number, data in records)


def _project_text(modules: list[str]) -> str:
    """The PROJECT stream: the modules by kind, and that nothing is locked or hidden."""
    lines = [f'ID="{PROJECT_ID}"']
    lines += [f"Document={name}/&H00000000" for name in DOCUMENTS]
    lines += [f"Module={name}" for name in modules]
    lines += [f'Name="{PROJECT_NAME}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    lines += [f'{key}="{value}"' for key, value in protection(PROJECT_ID).items()]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{name}=0, 0, 0, 0, C" for name in (*DOCUMENTS, *modules)), ""]
    return "\r\n".join(lines)


def _timeless(container: bytes) -> bytes:
    """The compound file without dates, and with every directory entry black, as MS-CFB §2.6.4 allows."""
    file = bytearray(container)
    (sector,) = unpack_from("<I", file, 48)
    while sector < 0xFFFFFFFA:
        start = 512 * (sector + 1)
        for entry in range(start, start + 512, 128):
            file[entry + 67] = 1 if file[entry + 66] else 0
            file[entry + 80 : entry + 116] = bytes(36)
        (fat_sector,) = unpack_from("<I", file, 76 + 4 * (sector // 128))
        (sector,) = unpack_from("<I", file, 512 * (fat_sector + 1) + 4 * (sector % 128))
    return bytes(file)
