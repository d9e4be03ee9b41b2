"""The running Excel, through xlwings' own Windows engine over a stand-in for COM."""

import sys
from importlib import import_module
from types import SimpleNamespace

import pytest

from com.desktop import windows
from com.memory import MemoryBook
from com.pywin32 import windows_engine
from gouvernail.entry import ribbon
from gouvernail.entry.install import SERVER_MODULE
from gouvernail.excel import live_faults
from gouvernail.excel.live import alert, tame, workbook_by
from gouvernail.problems import WorkbookBusy, WorkbookRefused

ODD_NAMES = ["Q1=Q2 gov.xlsx", "a;b.xlsx", "100 %.xlsx", "l'été.xlsx", "Écarts – œuvre.xlsx"]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch):
    monkeypatch.setattr(live_faults, "_PAUSE", 0)


@pytest.fixture
def excel():
    """A desktop with an Excel, no workbook open yet."""
    with windows() as desktop:
        desktop.start_excel()
        yield desktop


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_workbook_is_found_by_window_and_name(excel, name):
    """Signs that break command lines and settings do not matter: no path and no command line are used."""
    excel.open(MemoryBook("other.xlsx"))
    excel.open(MemoryBook(name))
    assert workbook_by(excel.applications[0].Hwnd, name).name == name


def test_of_two_excels_the_window_decides(excel):
    """The same name open twice: the one that was clicked in. From no known window, neither is guessed."""
    first = excel.applications[0]
    excel.open(MemoryBook("gov.xlsx"))
    second = excel.start_excel()
    excel.open(MemoryBook("gov.xlsx"), second)
    workbook_by(second.Hwnd, "gov.xlsx").show("here")
    assert (first.StatusBar, second.StatusBar) == (False, "here")
    with pytest.raises(WorkbookRefused):
        workbook_by(99, "gov.xlsx")


def test_another_window_of_the_same_excel_still_finds_it(excel):
    """Windows may name another window of that Excel: the only workbook of that name is the one."""
    excel.open(MemoryBook("gov.xlsx"))
    assert workbook_by(99, "gov.xlsx").name == "gov.xlsx"


def test_the_status_bar_is_given_back(excel):
    """An empty text hands the bar to Excel again."""
    excel.open(MemoryBook("gov.xlsx"))
    found = workbook_by(excel.applications[0].Hwnd, "gov.xlsx")
    found.show("Gouvernail…")
    assert excel.applications[0].StatusBar == "Gouvernail…"
    found.show("")
    assert excel.applications[0].StatusBar is False


@pytest.mark.parametrize("kind", ["busy", "rejected"])
def test_a_busy_excel_is_told_after_a_few_attempts(excel, kind):
    """A cell being edited: an end, and soon; whichever access meets it."""
    excel.open(MemoryBook("gov.xlsx"))
    hwnd = excel.applications[0].Hwnd
    tame()
    excel.meter.fail(1, kind, times=1000)
    with pytest.raises(WorkbookBusy):
        workbook_by(hwnd, "gov.xlsx")
    excel.meter.heal()
    found = workbook_by(hwnd, "gov.xlsx")
    excel.meter.fail(1, kind, times=1000)
    with pytest.raises(WorkbookBusy):
        found.show("x")
    excel.meter.heal()


def test_xlwings_no_longer_kills_excels_at_exit(excel, monkeypatch):
    """Its clean-up is taken off the list, and does nothing if called; attempts are finite."""
    taken_off = []
    monkeypatch.setattr("atexit.unregister", taken_off.append)
    engine = windows_engine()
    cleanup = engine.cleanup
    monkeypatch.setattr(engine.Apps, "cleanup", engine.Apps.cleanup)
    monkeypatch.setattr(engine, "N_COM_ATTEMPTS", 0)
    tame()
    assert taken_off == [cleanup]
    assert engine.Apps.cleanup() is None
    assert engine.N_COM_ATTEMPTS == 20


def test_the_alert_is_excels_own(excel):
    """A message box that belongs to the window that was clicked in."""
    excel.open(MemoryBook("gov.xlsx"))
    alert(excel.applications[0].Hwnd, "C’est dit.", "Gouvernail")
    assert [(shown.text, shown.title) for shown in excel.alerts.shown] == [("C’est dit.", "Gouvernail")]


@pytest.fixture
def wired(monkeypatch, tmp_path):
    """The whole way from the ribbon to a flow, with a stand-in for the flow."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("GOUVERNAIL_LANGUAGE", "fr")

    def wire(run):
        monkeypatch.setattr("gouvernail.flows.run.run", run)

    return wire


def test_pressing_on_the_active_workbook(excel, wired):
    """The way in for xlwings' RunPython, to which Excel tells neither window nor workbook."""
    excel.open(MemoryBook("gov.xlsx"))
    ran = []

    def run(workbook, flows, *, confirm, progress):
        ran.append((workbook.name, flows))
        progress("overdue", 0, 1)
        return SimpleNamespace(language="fr", problems=())

    wired(run)
    assert ribbon.press("overdue") == ""
    assert ran == [("gov.xlsx", ["overdue"])]
    assert excel.alerts.shown == []


def test_a_defect_is_shown_once_in_excels_own_box(excel, wired):
    """What is returned is what was shown; the status bar is Excel's again."""
    excel.open(MemoryBook("gov.xlsx"))
    wired(lambda *_, **__: 1 / 0)
    said = ribbon.press("overdue")
    assert said.startswith("Désolé")
    assert [shown.text for shown in excel.alerts.shown] == [said]
    assert excel.applications[0].StatusBar is False


def test_without_a_workbook_nothing_runs(excel, wired):
    """No workbook in front: what to open."""
    wired(lambda *_, **__: 1 / 0)
    assert "Excel n’est pas ouvert" in ribbon.press("overdue")


def test_no_excel_is_started(wired):
    """Without any Excel, none is started to look into."""
    wired(lambda *_, **__: 1 / 0)
    with windows():
        assert "Excel n’est pas ouvert" in ribbon.press("overdue")
        with pytest.raises(WorkbookRefused):
            workbook_by(1, "gov.xlsx")


def test_what_windows_starts(monkeypatch, excel, wired):
    """The registered module sets the COM class up with the ribbon's presser, and serves it."""
    served = import_module("gouvernail.entry.served")
    given = []
    monkeypatch.setattr(served, "serve", lambda *what: given.append(what))
    monkeypatch.setattr(sys, "argv", ["served", "--language", "en", "--warm-minutes", "3", "-Embedding"])
    served.main()
    ((presser, minutes),) = given
    assert minutes == 3
    assert "does not match" in presser.press("unheard of", 1, "gov.xlsx")
    assert served.__name__ == SERVER_MODULE
