"""The add-in's own macros, run in LibreOffice: what each button says to the program, and what the manager is told.

The built file is opened as it is; only what needs a real Excel (one line in each of four procedures of Bridge) is replaced,
in memory, by a note on the add-in's sheet.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from calc.office import Office, uno_module
from gouvernail.entry.addin.build import SOURCES, addin_file
from gouvernail.entry.addin.customui import callbacks
from gouvernail.words.catalogue import Catalogue

pytestmark = pytest.mark.office

BUTTONS = callbacks((SOURCES / "ribbon.xml").read_bytes())
WORDS = Catalogue("fr").forms("ribbon.addin")
EXCELS_OWN = "FALSE"
"""What the status bar says of itself when Excel writes it."""
STAND_INS = {
    "FindProgram": 'If ThisWorkbook.Worksheets(1).Range("H1").Value <> "absent" Then Set FindProgram = New Program',
    "WindowHandle": "WindowHandle = 4660",
    "RunThroughXlwings": 'Note "RunPython", python, "", ""\n'
    'If ThisWorkbook.Worksheets(1).Range("I1").Value = "absent" Then Err.Raise 1004, , "no such macro"',
    "Tell": 'Note "Tell", sentence, Application.StatusBar, ""',
}
NOTE = """
Public Sub Note(what As String, first As Variant, second As Variant, third As Variant)
    Dim row As Long
    With ThisWorkbook.Worksheets(1)
        row = .Range("J1").Value + 1
        .Range("J1").Value = row
        .Cells(row, 4).Value = what
        .Cells(row, 5).Value = first
        .Cells(row, 6).Value = second
        .Cells(row, 7).Value = third
    End With
End Sub
"""
PROGRAM = """Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
Option Explicit

Public Function Press(action As Variant, window As Variant, book As Variant) As Variant
    Bridge.Note "Press", action, window, book
    If ThisWorkbook.Worksheets(1).Range("H1").Value = "breaks" Then Err.Raise 462, , "the server is gone"
    If ThisWorkbook.Worksheets(1).Range("H1").Value = "talks" Then Press = "3 lignes mises de côté"
End Function
"""


def without_excel(bridge: str) -> str:
    """The Bridge module with the lines that need Excel replaced; every signature stays."""
    for name, line in STAND_INS.items():
        pattern = rf"(^Public (?:Sub|Function) {name}\(.*\n)(?:.*\n)*?(?=^End )"
        bridge, count = re.subn(pattern, lambda head, line=line: f"{head[1]}{line}\n", bridge, flags=re.MULTILINE)
        assert count == 1, name
    return bridge + NOTE


class Addin:
    """The add-in opened in LibreOffice."""

    def __init__(self, office: Office, document: Any) -> None:
        self.document = document
        self.sheet = document.Sheets.getByIndex(0)
        self.library = document.BasicLibraries.getByName("Gouvernail")
        self.library.replaceByName("Bridge", without_excel(self.library.getByName("Bridge")))
        kind = uno_module().createUnoStruct("com.sun.star.script.ModuleInfo")
        kind.ModuleType = 2  # a class
        self.library.insertModuleInfo("Program", kind)
        self.library.insertByName("Program", PROGRAM)
        goes = [f"Public Sub Go{key}()\n    {callback} Nothing\nEnd Sub\n" for key, callback in BUTTONS.items()]
        self.library.insertByName("Wrapper", "Option VBASupport 1\n" + "\n".join(goes))

    def press(self, key: str, *, program: str = "talks", xlwings: str = "there") -> list[list[str]]:
        """Press a button; what was noted, in order: who was called and with what."""
        cells = self.sheet.getCellRangeByName("D1:J9")
        cells.clearContents(1 | 2 | 4)
        self.sheet.getCellRangeByName("H1").String = program
        self.sheet.getCellRangeByName("I1").String = xlwings
        uri = f"vnd.sun.star.script:Gouvernail.Wrapper.Go{key}?language=Basic&location=document"
        self.document.getScriptProvider().getScript(uri).invoke((), (), ())
        noted = int(self.sheet.getCellRangeByName("J1").Value)
        return [[self.sheet.getCellByPosition(column, row).String for column in (3, 4, 5, 6)] for row in range(noted)]


@pytest.fixture(scope="module")
def addin(tmp_path_factory) -> Iterator[Addin]:
    file = tmp_path_factory.mktemp("addin") / "Indicateurs été.xlsm"
    # LibreOffice opens an ordinary workbook with macros; the content type is all that tells the two apart
    file.write_bytes(addin_file("fr").replace(b"ms-excel.addin.macro", b"ms-excel.sheet.macro"))
    with Office() as office:
        document = office.load(file)
        yield Addin(office, document)
        document.close(True)


@pytest.mark.parametrize("key", BUTTONS)
def test_a_button_presses_its_command_for_the_active_workbook(addin, key):
    """Command, window handle and name of the workbook go to the program; its answer is shown."""
    pressed, told = addin.press(key)
    assert pressed == ["Press", key, "4660", "Indicateurs été.xlsm"]
    assert told == ["Tell", "3 lignes mises de côté", EXCELS_OWN, ""]


def test_a_program_that_says_nothing_is_no_error(addin):
    """A program that answers nothing leaves the manager in peace: Tell gets an empty sentence, and shows none."""
    assert [noted[:2] for noted in addin.press("gaps", program="silent")] == [["Press", "gaps"], ["Tell", ""]]


@pytest.mark.parametrize("key", BUTTONS)
def test_without_the_program_xlwings_is_asked(addin, key):
    """The fallback hands Python one line, and says nothing itself."""
    asked, told = addin.press(key, program="absent")
    assert told[1] == ""
    assert tuple(asked[:2]) == ("RunPython", f"from gouvernail.entry import ribbon; ribbon.press('{key}')")


def test_with_neither_the_manager_reads_a_plain_sentence(addin):
    """No program and no xlwings: what to do, in the add-in's language, and never Visual Basic's own dialog."""
    asked, told = addin.press("overdue", program="absent", xlwings="absent")
    assert asked[0] == "RunPython"
    assert told[0] == "Tell"
    assert told[1].startswith(WORDS["unreachable"])
    assert told[2] == EXCELS_OWN
    assert "no such macro" in told[1]


def test_a_program_that_breaks_is_told_plainly(addin):
    """A program that dies in the middle ends in the same sentence, with what Windows said."""
    pressed, told = addin.press("overdue", program="breaks")
    assert pressed[0] == "Press"
    assert told[1].startswith(WORDS["unreachable"])
    assert told[2] == EXCELS_OWN
    assert "the server is gone" in told[1]
