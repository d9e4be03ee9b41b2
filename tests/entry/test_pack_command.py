"""The pack: a committee's pages as one PDF, and a plain sentence where nothing can print it."""

import math
import re
import subprocess
from datetime import date

import pytest

from com.desktop import windows
from com.memory import MemoryBook
from gouvernail.entry import pack_command
from gouvernail.excel import live_faults
from gouvernail.excel.file import FileWorkbook, write_new
from gouvernail.excel.memory import MemoryWorkbook
from gouvernail.flows.pack import PACKS, Pack, pack
from gouvernail.flows.run import FLOWS
from gouvernail.flows.template import template_sheets
from gouvernail.problems import GouvernailError, WorkbookBusy, WrongUse
from gouvernail.sheets.parts import Cell, Sheet
from gouvernail.terms import Committee
from gouvernail.words.catalogue import LANGUAGES, Catalogue
from live.test_drawing import state

AS_OF = date(2026, 7, 2)


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(live_faults, "_PAUSE", 0)


@pytest.fixture(scope="module", params=LANGUAGES)
def example(request, tmp_path_factory):
    file = tmp_path_factory.mktemp("pack") / "book.xlsx"
    write_new(file, template_sheets(request.param, example=True))
    return file, Catalogue(request.param)


def test_every_pack_is_made_of_flows():
    """Each committee has one, each page is a flow, none twice; freezing is never part of printing."""
    assert set(PACKS) == set(Committee)
    for flows in PACKS.values():
        assert set(flows) <= set(FLOWS) - {"freeze"}
        assert len(set(flows)) == len(flows)


def test_the_pages_are_in_the_order_of_the_agenda(example):
    """The steering committee's summary first; every page with a print area, the parties and the page number at its foot."""
    file, words = example
    sheets = pack(FileWorkbook(file), Committee.STEERING, as_of=AS_OF).sheets
    assert sheets[0].title == words.sheet("steering")
    assert all(sheet.print.area and "&P/&N" in sheet.print.footer for sheet in sheets)
    assert len({sheet.title for sheet in sheets}) == len(sheets)


@pytest.mark.office
def test_one_pdf(example, tmp_path):
    """All pages of the committee in one file, and the workbook is untouched."""
    file, _ = example
    before, place = file.read_bytes(), tmp_path / "steering.pdf"
    pack_command.pack(FileWorkbook(file), file, "steering", as_of=AS_OF, output=place)
    said = subprocess.run(["pdfinfo", str(place)], check=True, capture_output=True, text=True).stdout
    pages = int(re.search(r"Pages:\s+(\d+)", said)[1])
    assert len(PACKS[Committee.STEERING]) - 1 <= pages == pack_command.printed_pages(place.read_bytes()) <= 7
    assert file.read_bytes() == before


@pytest.fixture
def two_pages(monkeypatch):
    """A pack of two pages, described beforehand."""
    pages = tuple(Sheet(key, key.title(), ((Cell("ok"),),)) for key in ("steering", "overdue"))
    monkeypatch.setattr(pack_command, "describe", lambda *_, **__: Pack("fr", pages, ()))


@pytest.mark.usefixtures("two_pages")
def test_the_excel_that_is_open_prints(tmp_path, monkeypatch):
    """Every page, in the agenda's order; what people have open is as it was, in front as it was, and nothing else is open."""
    monkeypatch.setattr(pack_command.shutil, "which", lambda _: None)
    place = tmp_path / "steering.pdf"
    with windows() as desktop:
        application = desktop.start_excel()
        desktop.open(MemoryBook("Q1=Q2; l'été.xlsx"))
        before = state(desktop.book(application._books[0]).app)
        pack_command.pack(MemoryWorkbook({}), tmp_path / "gov.xlsx", "steering", as_of=AS_OF, output=place)
        assert [book.Name for book in application._books] == ["Q1=Q2; l'été.xlsx"]
        assert state(desktop.book(application._books[0]).app) == before
    assert place.read_text("utf-8").splitlines() == ["%PDF", "Steering", "Overdue"]


@pytest.mark.usefixtures("two_pages")
@pytest.mark.parametrize("at", [1, 5, 12, 20])
def test_a_busy_excel_is_told(tmp_path, at):
    """No waiting without end, no half a pack; the user's workbook is in front afterwards."""
    with windows() as desktop:
        application = desktop.start_excel()
        desktop.open(MemoryBook("gov.xlsx"))
        desktop.meter.fail(at, "busy", times=math.inf)
        with pytest.raises(WorkbookBusy) as refused:
            pack_command.pack(MemoryWorkbook({}), tmp_path / "gov.xlsx", "steering", as_of=AS_OF, output=tmp_path / "a.pdf")
        desktop.meter.heal()
        assert application.ActiveWorkbook.Name == "gov.xlsx"
    assert Catalogue("fr").problem(refused.value.problems[0]).startswith("Excel")
    assert not (tmp_path / "a.pdf").exists()


def test_without_libreoffice_a_plain_sentence(example, tmp_path, monkeypatch):
    """In the workbook's language, with what to do instead; no file is left behind."""
    file, words = example
    monkeypatch.setattr(pack_command.shutil, "which", lambda _: None)
    place = tmp_path / "pack.pdf"
    with pytest.raises(GouvernailError) as refused:
        pack_command.pack(FileWorkbook(file), file, "steering", as_of=AS_OF, output=place)
    [problem] = refused.value.problems
    assert refused.value.language == words.language
    assert "Excel" in words.problem(problem)
    assert not place.exists()


@pytest.mark.parametrize(
    ("committee", "name", "code"), [("board", "a.pdf", "pack.no_committee"), ("steering", "a.docx", "pack.not_pdf")]
)
def test_what_cannot_be_asked(example, tmp_path, committee, name, code):
    """A committee that is not one, an output that is no PDF."""
    file, words = example
    with pytest.raises(WrongUse) as refused:
        pack_command.pack(FileWorkbook(file), file, committee, as_of=AS_OF, output=tmp_path / name)
    [problem] = refused.value.problems
    assert problem.code == code
    assert words.problem(problem)
