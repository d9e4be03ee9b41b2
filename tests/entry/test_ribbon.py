"""The running Excel, through xlwings' own Windows engine over a stand-in for COM."""

from types import SimpleNamespace

import pytest

from com.desktop import windows
from com.memory import MemoryBook
from com.pywin32 import windows_engine
from gouvernail.entry.press import ExcelBusy, WorkbookNotFound
from gouvernail.entry.ribbon import press_active
from gouvernail.entry.running_excel import RunningExcel, tame

ODD_NAMES = ["Q1=Q2 gov.xlsx", "a;b.xlsx", "100 %.xlsx", "l'été.xlsx", "Écarts – œuvre.xlsx"]


@pytest.fixture
def excel():
    """A desktop with an Excel, no workbook open yet."""
    with windows() as desktop:
        desktop.start_excel()
        yield desktop


def running() -> RunningExcel:
    return RunningExcel(lambda book: SimpleNamespace(name=book.name))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_workbook_is_found_by_window_and_name(excel, name):
    """Signs that break command lines and settings do not matter: no path and no command line are used."""
    excel.open(MemoryBook("other.xlsx"))
    excel.open(MemoryBook(name))
    found = running().find(excel.applications[0].Hwnd, name)
    assert found.workbook.name == name


def test_a_workbook_that_is_not_there_is_said(excel):
    """Closed meanwhile, or in Protected View, where Excel does not count it among its workbooks."""
    excel.open(MemoryBook("gov.xlsx"))
    with pytest.raises(WorkbookNotFound):
        running().find(excel.applications[0].Hwnd, "other.xlsx")


def test_of_two_excels_the_window_decides(excel):
    """The same name open twice: the one that was clicked in. From no known window, neither is guessed."""
    first = excel.applications[0]
    excel.open(MemoryBook("gov.xlsx"))
    second = excel.start_excel()
    excel.open(MemoryBook("gov.xlsx"), second)
    running().find(second.Hwnd, "gov.xlsx").show("here")
    assert (first.StatusBar, second.StatusBar) == (False, "here")
    with pytest.raises(WorkbookNotFound):
        running().find(99, "gov.xlsx")


def test_another_window_of_the_same_excel_still_finds_it(excel):
    """Windows may name another window of that Excel: the only workbook of that name is the one."""
    excel.open(MemoryBook("gov.xlsx"))
    assert running().find(99, "gov.xlsx").workbook.name == "gov.xlsx"


def test_the_status_bar_is_given_back(excel):
    """An empty text hands the bar to Excel again."""
    excel.open(MemoryBook("gov.xlsx"))
    found = running().find(excel.applications[0].Hwnd, "gov.xlsx")
    found.show("Gouvernail…")
    assert excel.applications[0].StatusBar == "Gouvernail…"
    found.show("")
    assert excel.applications[0].StatusBar is False


@pytest.mark.parametrize("kind", ["busy", "rejected"])
def test_a_busy_excel_is_told_after_a_few_attempts(excel, kind):
    """A cell being edited: an end, and soon; whichever access meets it."""
    tame(windows_engine())
    excel.open(MemoryBook("gov.xlsx"))
    hwnd = excel.applications[0].Hwnd
    excel.meter.fail(1, kind, times=1000)
    with pytest.raises(ExcelBusy):
        running().find(hwnd, "gov.xlsx")
    excel.meter.heal()
    found = running().find(hwnd, "gov.xlsx")
    excel.meter.fail(1, kind, times=1000)
    with pytest.raises(ExcelBusy):
        found.show("x")
    excel.meter.heal()


def test_xlwings_no_longer_kills_excels_at_exit(monkeypatch):
    """Its clean-up is taken off the list, and does nothing if called; attempts are finite."""
    taken_off = []
    monkeypatch.setattr("atexit.unregister", taken_off.append)
    engine = windows_engine()
    monkeypatch.setattr(engine.Apps, "cleanup", engine.Apps.cleanup)
    monkeypatch.setattr(engine, "N_COM_ATTEMPTS", 0)
    tame(engine)
    assert taken_off == [engine.cleanup]
    assert engine.Apps.cleanup() is None
    assert engine.N_COM_ATTEMPTS == 20


def test_the_alert_is_excels_own(excel):
    """A message box that belongs to the window that was clicked in."""
    excel.open(MemoryBook("gov.xlsx"))
    running().alert(excel.applications[0].Hwnd, "C’est dit.", "Gouvernail")
    assert [(shown.text, shown.title) for shown in excel.alerts.shown] == [("C’est dit.", "Gouvernail")]


def press(action: str, run_flow) -> str:
    return press_active(action, excel=running(), run_flow=run_flow, language_of=lambda _: "fr", language="fr")


def test_pressing_on_the_active_workbook(excel, monkeypatch, tmp_path):
    """The way in for xlwings' RunPython and for `gouvernail run` without a file."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    excel.open(MemoryBook("gov.xlsx"))
    ran = []

    def run_flow(action, workbook, _progress):
        ran.append((action, workbook.name))
        return SimpleNamespace(language="fr", problems=())

    assert press("overdue", run_flow) == ""
    assert ran == [("overdue", "gov.xlsx")]
    assert excel.alerts.shown == []
    said = press("overdue", lambda *_: 1 / 0)
    assert [shown.text for shown in excel.alerts.shown] == [said]


def test_without_a_workbook_nothing_runs(excel):
    """No workbook in front: the sentence that the add-in itself would say."""
    assert "Aucun classeur" in press("overdue", lambda *_: 1 / 0)


def test_no_excel_is_started(monkeypatch):
    """Without any Excel, none is started to look into."""
    with windows():
        assert "Aucun classeur" in press("overdue", lambda *_: 1 / 0)
        with pytest.raises(WorkbookNotFound):
            running().find(1, "gov.xlsx")
