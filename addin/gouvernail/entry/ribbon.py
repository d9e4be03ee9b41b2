"""What a click on the ribbon calls. No decision is taken here: the parts are put together, once for each way in."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import xlwings as xw

from gouvernail.entry.journal import Journal
from gouvernail.entry.places import places
from gouvernail.entry.press import ExcelBusy, LanguageOf, Presser, RunFlow, WorkbookNotFound
from gouvernail.entry.running_excel import RunningExcel, tame
from gouvernail.excel.port import Workbook
from gouvernail.words.catalogue import Catalogue, Language

Wrap = Callable[[xw.Book], Workbook]


def running_excel(wrap: Wrap) -> RunningExcel:
    """The Excels of this computer, with xlwings kept from harming them."""
    if sys.platform == "win32":
        tame(import_module("xlwings._xlwindows"))
    return RunningExcel(wrap)


def journal() -> Journal:
    """The log in the user's own folder."""
    return Journal(places().log, lambda: datetime.now(UTC).astimezone())


def press_active(action: str, *, excel: RunningExcel, run_flow: RunFlow, language_of: LanguageOf, language: Language) -> str:
    """Press a button on the workbook in front, for callers that Excel tells neither window nor workbook.

    What there is to tell is shown in Excel's own message box.

    Returns:
        The same text; empty when the page speaks for itself.
    """
    presser = Presser(excel=excel, run_flow=run_flow, language_of=language_of, journal=journal(), language=language)
    words = Catalogue(language)
    try:
        hwnd, name = excel.active()
    except ExcelBusy:
        return words.say("ribbon.press.busy")
    except WorkbookNotFound:
        return words.say("ribbon.addin.no_workbook")
    said = presser.press(action, hwnd, name)
    if said:
        excel.alert(hwnd, said, words.say("ribbon.press.title"))
    return said
