"""An Excel that is busy, gone, or asks: what the harness does to a client, and that it cannot be hidden."""

import math
import subprocess

import pytest
import xlwings as xw

from com.desktop import Desktop
from com.memory import MemoryBook
from com.meter import BUSY, GONE, REFUSED, EndlessRetry
from com.proxy import NotInStandInError
from com.pywin32 import ExcelStartedError, com_error, windows_engine


@pytest.fixture
def sheet(excel: Desktop) -> xw.Sheet:
    return excel.book(excel.open(MemoryBook("gov.xlsx"))).sheets[0]


def test_each_access_of_an_action_can_be_made_to_fail(excel: Desktop, sheet: xw.Sheet) -> None:
    """The fault meets the first, second or third access of a block write; only a write that failed left no trace."""
    for at in (1, 2, 3):
        excel.meter.fail(at, "gone")
        with pytest.raises(com_error) as caught:
            sheet["A1"].raw_value = float(at)
        assert caught.value.hresult == GONE
        assert sheet["A1"].raw_value is None


def test_a_busy_excel_refuses_a_read_at_once(excel: Desktop, sheet: xw.Sheet) -> None:
    """0x800AC472 on a get reaches the client."""
    excel.meter.fail(3, "busy")
    with pytest.raises(com_error) as caught:
        _ = sheet["A1"].raw_value
    assert caught.value.hresult == BUSY


def test_a_busy_excel_is_retried_by_xlwings_on_a_write(excel: Desktop, sheet: xw.Sheet) -> None:
    """On a set the code is in excepinfo; xlwings tries again, and the write succeeds once Excel is free."""
    excel.meter.fail(3, "busy", times=4)
    sheet["A1"].raw_value = 5
    assert sheet["A1"].raw_value == 5


def test_a_retry_without_end_is_reported(excel: Desktop, sheet: xw.Sheet) -> None:
    """xlwings' default is to retry for ever, without a pause: the harness stops it."""
    excel.meter.fail(1, "rejected", times=math.inf)
    with pytest.raises(EndlessRetry):
        _ = sheet["A1"].raw_value


def test_a_finite_number_of_attempts_ends_in_an_error(excel: Desktop, sheet: xw.Sheet) -> None:
    """What a client does that sets `N_COM_ATTEMPTS`; the harness sets it back afterwards."""
    windows_engine().N_COM_ATTEMPTS = 3
    before = excel.meter.total
    excel.meter.fail(1, "rejected", times=math.inf)
    with pytest.raises(com_error):
        _ = sheet["A1"].raw_value
    assert excel.meter.total - before == 3
    excel.meter.heal()
    assert sheet["A1"].raw_value is None


def test_with_endless_attempts_a_rejected_item_call_is_silently_nothing(excel: Desktop, sheet: xw.Sheet) -> None:
    """xlwings 0.37.8 gives a sheet of nothing instead of an error: a reason to make attempts finite."""
    book = sheet.book
    excel.meter.fail(2, "rejected")
    assert book.sheets["Sheet1"].impl.xl is None


def test_a_script_presses_the_buttons_of_alerts(excel: Desktop, sheet: xw.Sheet) -> None:
    """What was shown is kept; a question nobody was told to answer is a failure."""
    excel.alerts.answer("cancel")
    assert sheet.book.app.alert("Draw?", "Gouvernail", "ok_cancel", "info") == "cancel"
    assert sheet.book.app.alert("Done") == "ok"
    assert [(a.text, a.icon, a.pressed) for a in excel.alerts.shown] == [("Draw?", "info", "cancel"), ("Done", "", "ok")]
    with pytest.raises(AssertionError, match="nobody was told"):
        sheet.book.app.alert("Sure?", buttons="yes_no")


def test_no_excel_may_be_started_or_ended(excel: Desktop, sheet: xw.Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting one, quitting the user's, killing its process: each is a failure by itself."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    for forbidden in (xw.App, sheet.book.app.quit, sheet.book.app.kill):
        with pytest.raises(ExcelStartedError):
            forbidden()


def test_an_unknown_member_is_named_not_retried(sheet: xw.Sheet) -> None:
    """A member the stand-in lacks ends the test with its name (xlwings would retry an AttributeError for ever)."""
    with pytest.raises(NotInStandInError, match=r"Range\.End"):
        sheet["A1"].end("down")
    with pytest.raises(NotInStandInError, match=r"Worksheet\.Colour"):
        sheet.api.Colour = 3


def test_what_the_windows_engine_lacks_is_refused(sheet: xw.Sheet) -> None:
    """It is the real engine, so what works on other engines only fails here as it would in Excel."""
    for missing in (
        lambda: sheet.freeze_panes.freeze_at("A2"),
        lambda: sheet["A1"].copy_from(sheet["B1"]),
        lambda: sheet["A1"].adjust_indent(1),
    ):
        with pytest.raises(NotImplementedError):
            missing()


def test_several_excels_and_one_without_a_workbook(excel: Desktop, sheet: xw.Sheet) -> None:
    """Each window is an instance of its own; one without a workbook cannot be seen, as on Windows."""
    excel.start_excel()
    assert len(xw.apps) == 1
    other = excel.start_excel()
    excel.open(MemoryBook("autre d'été.xlsx"), other)
    assert [[book.name for book in app.books] for app in xw.apps] == [["gov.xlsx"], ["autre d'été.xlsx"]]


def test_a_refused_call_carries_excels_words(sheet: xw.Sheet) -> None:
    """Error 1004 keeps its text in excepinfo."""
    with pytest.raises(com_error) as caught:
        sheet["A1"].raw_value = "=SUM("
    assert caught.value.excepinfo[5] == REFUSED
    assert "problem with this formula" in caught.value.excepinfo[2]
