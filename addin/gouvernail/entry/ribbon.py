"""What a click on the ribbon calls. No decision is taken here: the parts are put together, once for each way in."""

import sys
from datetime import UTC, datetime
from importlib import import_module
from typing import cast

import xlwings as xw

from gouvernail.entry.guard import user_language
from gouvernail.entry.journal import Journal
from gouvernail.entry.places import places
from gouvernail.entry.press import ExcelBusy, Outcome, Presser, Progress, WorkbookNotFound
from gouvernail.entry.running_excel import RunningExcel, tame
from gouvernail.excel.port import Workbook
from gouvernail.words.catalogue import Catalogue, Language


def press(action: str) -> str:
    """Press a button on the workbook in front; what to tell is shown in Excel's own message box.

    The way in for those whom Excel tells neither window nor workbook: xlwings' RunPython, and a Mac.

    Returns:
        What was told; empty when the page speaks for itself.
    """
    language: Language = "en" if user_language() == "en" else "fr"
    words, excel = Catalogue(language), running_excel()
    try:
        hwnd, name = excel.active()
    except ExcelBusy:
        return words.say("ribbon.press.busy")
    except WorkbookNotFound:
        return words.say("ribbon.addin.no_workbook")
    said = presser(excel, language).press(action, hwnd, name)
    if said:
        excel.alert(hwnd, said, words.say("ribbon.press.title"))
    return said


def presser(excel: RunningExcel, language: Language) -> Presser:
    """What answers clicks, with the flows behind it.

    Args:
        excel: the Excels of this computer.
        language: spoken as long as the workbook's own is not known.
    """
    journal = Journal(places().log, lambda: datetime.now(UTC).astimezone())
    return Presser(excel=excel, run_flow=_run_flow, language_of=_language_of, journal=journal, language=language)


def running_excel() -> RunningExcel:
    """The Excels of this computer, with xlwings kept from harming them."""
    if sys.platform == "win32":
        tame(import_module("xlwings._xlwindows"))
    return RunningExcel(_live_workbook)


def _live_workbook(book: xw.Book) -> Workbook:
    live = import_module("gouvernail.excel.live")
    return cast("Workbook", live.LiveWorkbook(book))


def _run_flow(action: str, workbook: Workbook, progress: Progress, confirm: bool) -> Outcome:
    from gouvernail.flows.run import run

    return run(workbook, [action], confirm=confirm, progress=progress)


def _language_of(workbook: Workbook) -> Language:
    from gouvernail.flows.inputs import Inputs

    return Inputs(workbook).language
