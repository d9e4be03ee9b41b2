"""The VBA project: what Excel will read, and nothing of anybody else."""

import contextlib
import re
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pyvbaanalysis import analyze_office_file

from gouvernail.entry.addin.build import LANGUAGES, addin_file, module_sources
from gouvernail.entry.addin.project import vba_project
from macros.vba_reader import Broken, read_project

SAFE = re.compile(r"[A-Za-z0-9_.;()=' ]+")


@pytest.fixture(scope="module")
def project_bytes() -> bytes:
    return vba_project(module_sources())


def test_a_strict_reader_accepts_the_project(project_bytes):
    """Every stream, record and chunk is as the specifications want it, and the sources come back letter for letter."""
    project = read_project(project_bytes)
    assert {name: module.text for name, module in project.modules.items()} == module_sources()
    assert [name for name, module in project.modules.items() if module.document] == ["ThisWorkbook", "Sentences"]
    assert project.name == "Gouvernail"


def test_the_project_is_ours(project_bytes):
    """No identity, path or person of the writer's template; the two references are Windows' and Office's own."""
    project = read_project(project_bytes)
    assert project.identity == "{7C0B52A1-4F0D-4E5B-9A36-2D1C6E8F9B40}"
    assert set(project.references) == {"stdole", "Office"}
    everything = b"".join(project.streams.values()) + "".join(project.references.values()).encode()
    assert b"Users" not in everything
    assert b"BDFF0F99" not in everything


@pytest.mark.parametrize("place", range(9))
def test_the_strict_reader_notices_damage(project_bytes, place):
    """A reader that accepts anything proves nothing: each of these faults is one that Excel refuses or drops code for."""
    faults = [
        lambda data: data[:-512],
        lambda data: data.replace("Buttons".encode("utf-16-le"), "Buttonz".encode("utf-16-le"), 1),
        lambda data: data.replace(b'DPB="', b'DPB="00', 1),
        lambda data: data.replace(b"7C0B52A1", b"7C0B52A2", 1),
        lambda data: data.replace(b"Module=Bridge", b"Class=Bridge1", 1),
        lambda data: data.replace(bytes.fromhex("CC61FFFF"), bytes.fromhex("CC61B500"), 1),
        lambda data: data.replace(b"Bridge\0B\0r", b"Brigde\0B\0r", 1),
        lambda data: data.replace(b"Document=Sentences", b"Document=ThisWorkbo", 1),
        lambda data: data.replace(b"[Workspace]\r\n", b"[Workspace]\n\n", 1),
    ]
    damaged = faults[place](project_bytes)
    assert damaged != project_bytes
    with pytest.raises((Broken, KeyError, ValueError, IndexError)):
        read_project(damaged)


@pytest.mark.parametrize("language", LANGUAGES)
def test_oletools_reads_the_sources_back(language, tmp_path):
    """A second reader, not ours, finds the same text."""
    file = tmp_path / "gouvernail.xlam"
    file.write_bytes(addin_file(language))
    assert read_by_oletools(file) == {name: text.splitlines() for name, text in module_sources().items()}


def read_by_oletools(file: Path) -> dict[str, list[str]]:
    """Module name → its lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyparsing's, about how oletools calls it
        from oletools.olevba import VBA_Parser

        with contextlib.closing(VBA_Parser(str(file))) as parser:
            return {name.rsplit(".", 1)[0]: code.splitlines() for _, _, name, code in parser.extract_macros()}


def test_static_analysis_is_clean(tmp_path):
    """One module that does not compile stops every button, so not even a warning is accepted."""
    file = tmp_path / "gouvernail.xlam"
    file.write_bytes(addin_file("fr"))
    assert {name: list(said) for name, said in analyze_office_file(str(file)).items() if said} == {}


def test_no_shell_no_declare_no_conditional():
    """What security products block or quarantine, and what LibreOffice or a Mac cannot run, is not used."""
    banned = r"\b(Shell|Declare|Environ|Kill|FileSystemObject|AddressOf|VBProject|GetSetting)\b|#(If|Const)"
    assert re.findall(banned, "\n".join(all_lines()), re.IGNORECASE) == []


def test_what_the_macros_hand_to_python_needs_no_quoting():
    """The fallback passes through a shell on the way: only letters, digits and a few signs that no shell reads."""
    (start, end) = re.search(r'RunThroughXlwings "([^"]*)" & action & "([^"]*)"', "\n".join(all_lines())).groups()
    presses = re.findall(r'^ +Press "(\w+)"$', "\n".join(all_lines()), re.MULTILINE)
    assert len(presses) == 10
    for action in presses:
        assert SAFE.fullmatch(start + action + end)


def all_lines() -> list[str]:
    return [line for text in module_sources().values() for line in text.split("\r\n")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_holds_every_sentence_the_macros_ask_for(language):
    """A key that the macros name and the sheet lacks would be an empty message box."""
    with zipfile.ZipFile(BytesIO(addin_file(language))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    asked = set(re.findall(r'Bridge\.Words\("(\w+)"\)', "\n".join(all_lines())))
    assert asked == set(re.findall(r'<c r="A\d+" t="inlineStr"><is><t xml:space="preserve">(\w+)<', sheet))
